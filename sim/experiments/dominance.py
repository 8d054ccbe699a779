"""Which strategies are better than the baseline throughout, and not just on average."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.experiments.findings import QUALITY_BINS, Comparison, Replications, paired
from sim.experiments.weeks import measured_weeks
from sim.scenario.telling.wording import listed
from sim.statistics.dominance import PERCENTILES, Distributed, order_of_dominance

Floats = NDArray[np.float64]
QUALITY, WEEKLY = "quality of deliveries", "good tasks of a week"
"""What is distributed."""
WORST = {QUALITY: "the worst hundredth is", WEEKLY: "the worst weeks are"}
"""What is told of the lower tail: the mean of the worst hundredth of a replication."""
CONFIDENCE = 0.95
"""Of all claims on one quantity together."""


@dataclass(frozen=True, slots=True)
class Dominance:
    """One strategy is better than another throughout.

    Attributes:
        quantity: what is distributed, QUALITY or WEEKLY.
        better, worse: the strategies; one of them is the baseline.
        order: 1: falls below any level more seldom; 2: falls short of any level by less on average.
    """

    quantity: str
    better: str
    worse: str
    order: int


def dominances(comparison: Comparison) -> tuple[Dominance, ...]:
    """Return which strategies dominate the baseline, or are dominated by it, in quality and weekly output.

    Distributions are compared between the 5th and the 95th percentile of both together, and in the mean of
    the worst hundredth.  The claims on one quantity hold together with probability ``CONFIDENCE``.
    """
    base = comparison.replications[comparison.baseline]
    others = [result for name, result in comparison.replications.items() if name != comparison.baseline]
    return tuple(
        found
        for quantity in (QUALITY, WEEKLY)
        for other in others
        for found in _between(comparison, quantity, *paired(other, base), len(others))
    )


def _between(
    comparison: Comparison, quantity: str, one: Replications, other: Replications, claims: int
) -> Iterator[Dominance]:
    """Yield the dominance of the lowest order between two strategies, if there is one.

    Either may be the better one, so there are twice as many claims.
    """
    own, its = (_distributed(comparison, quantity, result) for result in (one, other))
    if not all((each.weights.sum(axis=1) > 0.0).all() for each in (own, its)):
        return
    confidence = 1.0 - (1.0 - CONFIDENCE) / (2 * claims)
    for better, worse, names in (
        (own, its, (one.strategy, other.strategy)),
        (its, own, (other.strategy, one.strategy)),
    ):
        order = order_of_dominance(better, worse, confidence)
        if order:
            yield Dominance(quantity, *names, order)


def _distributed(comparison: Comparison, quantity: str, result: Replications) -> Distributed:
    """Return the values of each replication and how often each counts."""
    if quantity == QUALITY:
        counts = result.quality_counts.astype(np.float64)
        middles = (np.arange(QUALITY_BINS) + 0.5) / QUALITY_BINS
        return Distributed(np.broadcast_to(middles, counts.shape), counts)
    whole = measured_weeks(result.weeks, comparison.warm_up, comparison.run_length)
    weekly = np.asarray(result.series["good"][:, whole], np.float64)
    return Distributed(weekly, np.ones_like(weekly))


def on_dominance(comparison: Comparison) -> list[str]:
    """Say which strategies are better or worse than the baseline throughout, those alike in one sentence."""
    alike: dict[tuple[str, bool, int], list[str]] = {}
    for found in dominances(comparison):
        is_better = found.worse == comparison.baseline
        other = found.better if is_better else found.worse
        alike.setdefault((found.quantity, is_better, found.order), []).append(other)
    return [
        _sentence(quantity, names, comparison.baseline, order, is_better=is_better)
        for (quantity, is_better, order), names in alike.items()
    ]


def _sentence(quantity: str, names: Sequence[str], baseline: str, order: int, *, is_better: bool) -> str:
    strategies = listed(f"'{name}'" for name in names)
    better, seldom, less = ("better", "more seldom", "less") if is_better else ("worse", "more often", "more")
    plain, how = ("first", "throughout") if order == 1 else ("second", "with risk counted")
    falls = f"below any level {seldom}" if order == 1 else f"short of any level by {less} on average"
    it, s = ("they", "") if quantity == WEEKLY else ("it", "s")
    low, high = PERCENTILES
    return (
        f"The {quantity} {'is' if s else 'are'} {better} {how} under {strategies} than under '{baseline}': "
        f"between the {low}th and the {high}th percentile {it} fall{s} {falls}, and {WORST[quantity]} "
        f"{better} ({plain}-order stochastic dominance, {100.0 * CONFIDENCE:g} % for all together)."
    )
