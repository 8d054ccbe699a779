"""Measures of quality: its level, how far it spreads, what is done again and what escapes."""

from sim.measures.measure import Direction, Measure
from sim.measures.window import of_whole_weeks, ratio, spread
from sim.records.totals import RunTotals
from sim.scenario.measured import named


def quality(run: RunTotals) -> float:
    """Mean delivered quality."""
    return run.tasks.quality.mean


def quality_spread(run: RunTotals) -> float:
    """Standard deviation of delivered quality from task to task."""
    return run.tasks.quality.spread


def quality_p05(run: RunTotals) -> float:
    """Quality that one delivery in twenty does not exceed."""
    return run.tasks.quality.quantile(5)


def quality_week_spread(run: RunTotals) -> float:
    """Standard deviation of the weekly mean quality."""
    return spread(of_whole_weeks(run, "quality"))


def escape_rate(run: RunTotals) -> float:
    """Share of the deliveries that carry a defect."""
    return ratio(run.tasks.delivered - run.tasks.good, run.tasks.delivered)


def escaped_defects(run: RunTotals) -> float:
    """Defective tasks delivered per week."""
    return (run.tasks.delivered - run.tasks.good) / run.measured_weeks


def first_pass_yield(run: RunTotals) -> float:
    """Share of the deliveries that were right the first time."""
    return ratio(run.tasks.first_pass, run.tasks.delivered)


def rework_rate(run: RunTotals) -> float:
    """Share of the visits that repeat work."""
    return ratio(run.visits.repeated, run.visits.completed)


def rework_hours(run: RunTotals) -> float:
    """Hands-on hours of repeated work per week."""
    return run.visits.repeated_hours / run.measured_weeks


QUALITY = (
    Measure(
        *named("quality"),
        Direction.LARGER,
        "mean quality, 0-1, of the tasks delivered in the window, repairs and tasks without quality left out",
        quality,
    ),
    Measure(
        *named("quality_spread"),
        Direction.SMALLER,
        "standard deviation (divisor n - 1) of quality between the tasks delivered in the window, "
        "repairs and tasks without quality left out",
        quality_spread,
    ),
    Measure(
        *named("quality_p05"),
        Direction.LARGER,
        "smallest quality that at least 5 % of the tasks delivered in the window do not exceed: "
        "the one of rank ⌈0.05 n⌉ in ascending order",
        quality_p05,
    ),
    Measure(
        *named("quality_week_spread"),
        Direction.SMALLER,
        "standard deviation (divisor n - 1) of the weekly mean quality over the whole weeks of the window, "
        "weeks without a delivery left out",
        quality_week_spread,
    ),
    Measure(
        *named("first_pass_yield"),
        Direction.LARGER,
        "share of the tasks delivered in the window, repairs left out, that have no defect and needed "
        "no rework",
        first_pass_yield,
        is_share=True,
    ),
    Measure(
        *named("escape_rate"),
        Direction.SMALLER,
        "share of the tasks delivered in the window, repairs left out, that carry a defect: some step of "
        "theirs stayed below its standard",
        escape_rate,
        is_share=True,
    ),
    Measure(
        *named("escaped_defects"),
        Direction.SMALLER,
        "tasks delivered in the window with a defect, repairs left out / its weeks",
        escaped_defects,
    ),
    Measure(
        *named("rework_rate"),
        Direction.SMALLER,
        "share of the visits completed in the window that repeat work which a review sent back",
        rework_rate,
        is_share=True,
    ),
    Measure(
        *named("rework_hours"),
        Direction.SMALLER,
        "hands-on hours of the visits that repeat work and ended in the window / its weeks",
        rework_hours,
    ),
)
"""Measures of quality, in the order of tables."""
