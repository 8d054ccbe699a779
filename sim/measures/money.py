"""Measures of money: what the work earns and costs.  ``currency`` is the scenario's."""

from sim.measures.measure import Direction, Measure
from sim.measures.window import floats, ratio
from sim.records.totals import RunTotals
from sim.scenario.measured import named


def total_cost(run: RunTotals) -> float:
    """Cost in the window [currency]: the sum of the ledger."""
    return float(floats(run.ledger, "measured_amount").sum())


def value(run: RunTotals) -> float:
    """Value earned per week."""
    return run.tasks.value / run.measured_weeks


def cost(run: RunTotals) -> float:
    """Cost per week."""
    return total_cost(run) / run.measured_weeks


def cost_per_good_task(run: RunTotals) -> float:
    """Cost of the window per good task that came out of it."""
    return ratio(total_cost(run), run.tasks.good)


def margin(run: RunTotals) -> float:
    """Value earned less cost, per week."""
    return value(run) - cost(run)


MONEY = (
    Measure(
        *named("value"),
        Direction.LARGER,
        "Σ value earned by the tasks delivered in the window, less what their defects lose / its weeks",
        value,
    ),
    Measure(
        *named("cost"),
        Direction.SMALLER,
        "Σ wages, overtime, tools, freelancers, fees, training and tool changes in the window / its weeks",
        cost,
    ),
    Measure(
        *named("cost_per_good_task"),
        Direction.SMALLER,
        "Σ cost in the window / good tasks delivered in it",
        cost_per_good_task,
    ),
    Measure(
        *named("margin"),
        Direction.LARGER,
        "value per week - cost per week",
        margin,
    ),
)
"""Measures of money, in the order of tables."""
