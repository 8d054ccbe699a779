"""Measures of output: how much comes out, how evenly, and how little in a bad week."""

from functools import partial

from sim.measures.measure import Direction, Measure
from sim.measures.window import FEWEST_WEEKS, good_of_whole_weeks, of_whole_weeks, spread
from sim.records.totals import RunTotals
from sim.scenario.measured import named


def throughput(run: RunTotals) -> float:
    """Good tasks per week."""
    return run.tasks.good / run.measured_weeks


def delivered_per_week(run: RunTotals) -> float:
    """Tasks per week, good or not."""
    return run.tasks.delivered / run.measured_weeks


def throughput_week_quantile(run: RunTotals, percent: int) -> float:
    """Good tasks that ``percent`` % of the weeks do not exceed."""
    return good_of_whole_weeks(run).quantile(percent)


def throughput_week_es10(run: RunTotals) -> float:
    """Mean good tasks of the worst tenth of the weeks."""
    return good_of_whole_weeks(run).lowest_mean(10)


def throughput_week_spread(run: RunTotals) -> float:
    """Standard deviation of good tasks from week to week."""
    return spread(of_whole_weeks(run, "good"))


ENOUGH_WEEKS = f"nan for fewer than {FEWEST_WEEKS} of them"
THROUGHPUT = (
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
    *(
        Measure(
            *named(f"throughput_week_p{percent}"),
            Direction.LARGER,
            f"smallest number of good tasks per week that at least {percent} % of the whole weeks of the "
            f"window do not exceed: the one of rank ⌈{percent / 100:g} n⌉ in ascending order; {ENOUGH_WEEKS}",
            partial(throughput_week_quantile, percent=percent),
        )
        for percent in (10, 50, 90)
    ),
    Measure(
        *named("throughput_week_es10"),
        Direction.LARGER,
        "expected shortfall: mean good tasks per week of the worst tenth of the whole weeks of the window; "
        f"where a tenth of them is no whole number, the next worst week counts in part; {ENOUGH_WEEKS}",
        throughput_week_es10,
    ),
    Measure(
        *named("throughput_week_spread"),
        Direction.SMALLER,
        "standard deviation (divisor n - 1) of the good tasks per week over the whole weeks of the window",
        throughput_week_spread,
    ),
)
"""Measures of output, in the order of tables."""
