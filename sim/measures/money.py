"""Measures of money: what the work earns and costs.  ``currency`` is the scenario's."""

import numpy as np

from sim.measures.measure import Direction, Measure
from sim.measures.window import floats, good, of_tasks, ratio
from sim.records.record import RunRecord
from sim.scenario.measured import named


def total_cost(record: RunRecord) -> float:
    """Cost in the window [currency]: the sum of the ledger."""
    return float(floats(record.ledger, "measured_amount").sum())


def value(record: RunRecord) -> float:
    """Value earned per week."""
    return float(of_tasks(record, "value").sum()) / record.measured_weeks


def cost(record: RunRecord) -> float:
    """Cost per week."""
    return total_cost(record) / record.measured_weeks


def cost_per_good_task(record: RunRecord) -> float:
    """Cost of the window per good task that came out of it."""
    return ratio(total_cost(record), int(np.count_nonzero(good(record))))


def margin(record: RunRecord) -> float:
    """Value earned less cost, per week."""
    return value(record) - cost(record)


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
