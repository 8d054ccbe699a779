"""Measures of quality: its level, its bad end, and how far it spreads between tasks, weeks and people."""

from functools import partial

from sim.measures.components import spread_between
from sim.measures.measure import Direction, Measure
from sim.measures.window import in_pools, of_whole_weeks, spread
from sim.model.names import PoolKind
from sim.records.totals import RunTotals
from sim.scenario.measured import named


def quality(run: RunTotals) -> float:
    """Mean delivered quality."""
    return run.tasks.quality.mean


def quality_spread(run: RunTotals) -> float:
    """Standard deviation of delivered quality from task to task."""
    return run.tasks.quality.spread


def quality_quantile(run: RunTotals, percent: int) -> float:
    """Quality that ``percent`` % of the deliveries do not exceed."""
    return run.tasks.quality.quantile(percent)


def quality_es05(run: RunTotals) -> float:
    """Mean quality of the worst twentieth of the deliveries."""
    return run.tasks.quality.lowest_mean(5)


def quality_week_spread(run: RunTotals) -> float:
    """Standard deviation of the weekly mean quality."""
    return spread(of_whole_weeks(run, "quality"))


def quality_person_spread(run: RunTotals) -> float:
    """Standard deviation of the quality that people and freelancers make at the same step."""
    ratings = run.visits.ratings
    if not ratings.count.any():  # most queues make no quality, and need not look for people
        return float("nan")
    return spread_between(ratings, in_pools(run, PoolKind.PEOPLE, PoolKind.FREELANCERS))


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
    *(
        Measure(
            *named(f"quality_p{percent:02}"),
            Direction.LARGER,
            f"smallest quality that at least {percent} % of the tasks delivered in the window do not exceed: "
            f"the one of rank ⌈{percent / 100:g} n⌉ in ascending order",
            partial(quality_quantile, percent=percent),
        )
        for percent in (5, 50, 95)
    ),
    Measure(
        *named("quality_es05"),
        Direction.LARGER,
        "expected shortfall: mean quality of the worst twentieth of the tasks delivered in the window, "
        "repairs and tasks without quality left out; where a twentieth of them is no whole number, the next "
        "worst counts in part",
        quality_es05,
    ),
    Measure(
        *named("quality_week_spread"),
        Direction.SMALLER,
        "standard deviation (divisor n - 1) of the weekly mean quality over the whole weeks of the window, "
        "weeks without a delivery left out",
        quality_week_spread,
    ),
    Measure(
        *named("quality_person_spread"),
        Direction.SMALLER,
        "standard deviation between people and freelancers, tools left out, of the mean quality of their "
        "visits to the same step in the window: √ max(0, Σ (a - 1)(MSB - MSW) / Σ (a - 1) n₀) over steps at "
        "which a >= 2 of them made quality, the variance component between groups of unequal size; it holds "
        "none of the luck of single visits, so that a team of equals shows about 0, and whoever made little "
        "counts for little; nan where there is no such step, or nobody made quality twice at it",
        quality_person_spread,
    ),
)
"""Measures of quality, in the order of tables."""
