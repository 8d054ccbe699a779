"""Measures of lateness: how often promises are broken, and by how much."""

from sim.measures.measure import Direction, Measure
from sim.measures.window import ratio
from sim.records.totals import RunTotals
from sim.scenario.measured import named


def on_time_share(run: RunTotals) -> float:
    """Share of the deliveries with a due date that kept it."""
    return ratio(run.tasks.kept, run.tasks.promised)


def late_share(run: RunTotals) -> float:
    """Share of the tasks due in the window that had not been delivered by then."""
    return ratio(run.tasks.late, run.tasks.due)


def tardiness(run: RunTotals) -> float:
    """Mean hours by which deliveries came after their due date, those in time as 0."""
    return run.tasks.tardiness.mean


def tardiness_p95(run: RunTotals) -> float:
    """Hours after the due date within which 95 % of the deliveries with one came."""
    return run.tasks.tardiness.quantile(95)


def tardiness_es05(run: RunTotals) -> float:
    """Mean hours by which the latest twentieth of the deliveries with a due date came after it."""
    return run.tasks.tardiness.highest_mean(5)


LATENESS = (
    Measure(
        *named("on_time_share"),
        Direction.LARGER,
        "share with delivered_at <= due_at of the tasks with a due date delivered in the window; "
        "late tasks still inside are not in it",
        on_time_share,
        is_share=True,
    ),
    Measure(
        *named("late_share"),
        Direction.SMALLER,
        "share of the tasks with a due date in the window that had not been delivered by then, those still "
        "inside at the end included; repairs have no due date",
        late_share,
        is_share=True,
    ),
    Measure(
        *named("tardiness"),
        Direction.SMALLER,
        "mean of max(0, delivered_at - due_at) over the tasks with a due date delivered in the window; tasks "
        "still inside are not in it, for how late they will be is not known: `late_share` has them; elapsed "
        "hours, nights and weekends included",
        tardiness,
    ),
    Measure(
        *named("tardiness_p95"),
        Direction.SMALLER,
        "smallest tardiness that at least 95 % of the tasks with a due date delivered in the window do not "
        "exceed: the one of rank ⌈0.95 n⌉ in ascending order",
        tardiness_p95,
    ),
    Measure(
        *named("tardiness_es05"),
        Direction.SMALLER,
        "expected shortfall: mean tardiness of the latest twentieth of the tasks with a due date delivered "
        "in the window; where a twentieth of them is no whole number, the next latest counts in part",
        tardiness_es05,
    ),
)
"""Measures of lateness, in the order of tables."""
