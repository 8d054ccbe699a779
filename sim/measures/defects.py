"""Measures of defects: what is right the first time, what escapes, what is done again."""

from sim.measures.measure import Direction, Measure
from sim.measures.window import ratio
from sim.records.totals import RunTotals
from sim.scenario.measured import named


def first_pass_yield(run: RunTotals) -> float:
    """Share of the deliveries that were right the first time."""
    return ratio(run.tasks.first_pass, run.tasks.delivered)


def escape_rate(run: RunTotals) -> float:
    """Share of the deliveries that carry a defect."""
    return ratio(run.tasks.delivered - run.tasks.good, run.tasks.delivered)


def escaped_defects(run: RunTotals) -> float:
    """Defective tasks delivered per week."""
    return (run.tasks.delivered - run.tasks.good) / run.measured_weeks


def rework_rate(run: RunTotals) -> float:
    """Share of the visits that repeat work."""
    return ratio(run.visits.repeated, run.visits.completed)


def rework_hours(run: RunTotals) -> float:
    """Hands-on hours of repeated work per week."""
    return run.visits.repeated_hours / run.measured_weeks


DEFECTS = (
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
"""Measures of defects, in the order of tables."""
