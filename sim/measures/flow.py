"""Measures of flow: how much comes out, how fast, how evenly, and how much is inside."""

from functools import partial

from sim.measures.measure import Direction, Measure
from sim.measures.window import of_whole_weeks, ratio, spread
from sim.records.totals import RunTotals
from sim.scenario.measured import named


def throughput(run: RunTotals) -> float:
    """Good tasks per week."""
    return run.tasks.good / run.measured_weeks


def delivered_per_week(run: RunTotals) -> float:
    """Tasks per week, good or not."""
    return run.tasks.delivered / run.measured_weeks


def throughput_week_spread(run: RunTotals) -> float:
    """Standard deviation of good tasks from week to week."""
    return spread(of_whole_weeks(run, "good"))


def flow_time(run: RunTotals) -> float:
    """Mean hours from arrival to delivery."""
    return run.tasks.flow_time.mean


def flow_time_quantile(run: RunTotals, percent: int) -> float:
    """Hours within which ``percent`` % of the deliveries came."""
    return run.tasks.flow_time.quantile(percent)


def flow_efficiency(run: RunTotals) -> float:
    """Hands-on hours per hour of flow time."""
    return ratio(run.tasks.service_time, run.tasks.flow_time.total)


def on_time_share(run: RunTotals) -> float:
    """Share of the deliveries with a due date that kept it."""
    return ratio(run.tasks.kept, run.tasks.promised)


def wip(run: RunTotals) -> float:
    """Time average of the tasks inside."""
    return run.tasks.hours_inside / (run.horizon - run.warm_up)


def failure_demand_share(run: RunTotals) -> float:
    """Share of the arrivals that are repairs."""
    return ratio(run.tasks.repairs, run.tasks.arrived)


def hand_offs(run: RunTotals) -> float:
    """Changes of owner per task."""
    return ratio(run.tasks.hand_offs, run.tasks.delivered)


FLOW = (
    Measure(
        *named("throughput"),
        Direction.LARGER,
        "good tasks delivered in the window / its weeks; a repair never counts",
        throughput,
    ),
    Measure(
        *named("delivered_per_week"),
        Direction.LARGER,
        "tasks delivered in the window, good or defective / its weeks; a repair never counts",
        delivered_per_week,
    ),
    Measure(
        *named("throughput_week_spread"),
        Direction.SMALLER,
        "standard deviation (divisor n - 1) of the good tasks per week over the whole weeks of the window",
        throughput_week_spread,
    ),
    Measure(
        *named("flow_time"),
        Direction.SMALLER,
        "mean of delivered_at - arrived_at over the tasks delivered in the window, repairs left out; "
        "elapsed hours, nights and weekends included",
        flow_time,
    ),
    *(
        Measure(
            *named(f"flow_time_p{percent}"),
            Direction.SMALLER,
            f"smallest flow time that at least {percent} % of the tasks delivered in the window do not "
            f"exceed: the one of rank ⌈{percent / 100:g} n⌉ in ascending order",
            partial(flow_time_quantile, percent=percent),
        )
        for percent in (50, 85, 95)
    ),
    Measure(
        *named("flow_efficiency"),
        Direction.LARGER,
        "Σ hands-on hours / Σ flow time over the tasks delivered in the window, repairs left out; "
        "work side by side counts for each who does it",
        flow_efficiency,
        is_share=True,
    ),
    Measure(
        *named("on_time_share"),
        Direction.LARGER,
        "share with delivered_at <= due_at of the tasks with a due date delivered in the window; "
        "late tasks still inside are not in it",
        on_time_share,
        is_share=True,
    ),
    Measure(
        *named("wip"),
        Direction.SMALLER,
        "time average over the window of the tasks inside, repairs and those at the door included: "
        "Σ hours that each task spends inside in the window / length of the window",
        wip,
    ),
    Measure(
        *named("hand_offs"),
        Direction.SMALLER,
        "mean changes of owner over the tasks delivered in the window, repairs left out",
        hand_offs,
    ),
    Measure(
        *named("failure_demand_share"),
        Direction.SMALLER,
        "repairs that arrive in the window / all tasks that arrive in it",
        failure_demand_share,
        is_share=True,
    ),
)
"""Measures of flow, in the order of tables."""
