"""Measures of flow: how much comes out, how fast, how evenly, and how much is inside."""

from functools import partial

import numpy as np

from sim.measures.measure import Direction, Measure
from sim.measures.window import (
    Floats,
    delivered,
    floats,
    good,
    inside,
    is_repair,
    mean,
    of_tasks,
    of_whole_weeks,
    quantile,
    ratio,
    spread,
)
from sim.records.record import RunRecord
from sim.scenario.measured import named


def throughput(record: RunRecord) -> float:
    """Good tasks per week."""
    return int(np.count_nonzero(good(record))) / record.measured_weeks


def delivered_per_week(record: RunRecord) -> float:
    """Tasks per week, good or not."""
    return int(np.count_nonzero(delivered(record))) / record.measured_weeks


def throughput_week_spread(record: RunRecord) -> float:
    """Standard deviation of good tasks from week to week."""
    return spread(of_whole_weeks(record, "good"))


def flow_times(record: RunRecord) -> Floats:
    """Hours from arrival to delivery of each task delivered in the window."""
    return of_tasks(record, "delivered_at") - of_tasks(record, "arrived_at")


def flow_time(record: RunRecord) -> float:
    """Mean hours from arrival to delivery."""
    return mean(flow_times(record))


def flow_time_quantile(record: RunRecord, percent: int) -> float:
    """Hours within which ``percent`` % of the deliveries came."""
    return quantile(flow_times(record), percent)


def flow_efficiency(record: RunRecord) -> float:
    """Hands-on hours per hour of flow time."""
    return ratio(float(of_tasks(record, "service_time").sum()), float(flow_times(record).sum()))


def on_time_share(record: RunRecord) -> float:
    """Share of the deliveries with a due date that kept it."""
    due_at = of_tasks(record, "due_at")
    promised = np.isfinite(due_at)
    kept = of_tasks(record, "delivered_at")[promised] <= due_at[promised]
    return mean(kept.astype(np.float64))


def wip(record: RunRecord) -> float:
    """Time average of the tasks inside."""
    left_at = floats(record.tasks, "delivered_at")
    left_at = np.where(np.isnan(left_at), record.horizon, np.minimum(left_at, record.horizon))
    entered_at = np.maximum(floats(record.tasks, "arrived_at"), record.warm_up)
    hours_inside = np.maximum(left_at - entered_at, 0.0).sum()
    return float(hours_inside) / (record.horizon - record.warm_up)


def failure_demand_share(record: RunRecord) -> float:
    """Share of the arrivals that are repairs."""
    arrived = inside(floats(record.tasks, "arrived_at"), record)
    return mean(is_repair(record)[arrived].astype(np.float64))


def hand_offs(record: RunRecord) -> float:
    """Changes of owner per task."""
    return mean(of_tasks(record, "hand_offs"))


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
