"""Measures of flow: how fast work comes out, how much is inside, and how it gets around."""

from functools import partial

from sim.measures.measure import Direction, Measure
from sim.measures.window import ratio
from sim.records.totals import RunTotals
from sim.scenario.measured import named


def flow_time(run: RunTotals) -> float:
    """Mean hours from arrival to delivery."""
    return run.tasks.flow_time.mean


def flow_time_quantile(run: RunTotals, percent: int) -> float:
    """Hours within which ``percent`` % of the deliveries came."""
    return run.tasks.flow_time.quantile(percent)


def flow_efficiency(run: RunTotals) -> float:
    """Hands-on hours per hour of flow time."""
    return ratio(run.tasks.service_time, run.tasks.flow_time.total)


def wip(run: RunTotals) -> float:
    """Time average of the tasks inside."""
    return run.tasks.hours_inside / (run.horizon - run.warm_up)


def failure_demand_share(run: RunTotals) -> float:
    """Share of the arrivals that are repairs."""
    return ratio(run.tasks.repairs, run.tasks.arrived)


def hand_offs(run: RunTotals) -> float:
    """Changes of owner per task."""
    return ratio(run.tasks.hand_offs, run.tasks.delivered)


FLOW_TIME = (
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
)
"""Measures of the time that work takes, in the order of tables."""
INSIDE = (
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
"""Measures of what is inside and how it gets around, in the order of tables."""
