"""Which strategies are better than the baseline throughout, and not just on average."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.experiments.findings import QUALITY_BINS, Comparison, Replications, paired
from sim.experiments.weeks import measured_weeks
from sim.scenario.telling.wording import listed
from sim.statistics.dominance import dominates, grid, partial_moments

Floats = NDArray[np.float64]
QUALITY, WEEKLY = "quality of deliveries", "good tasks of a week"
"""What is distributed."""
CONFIDENCE = 0.95
"""Of all claims on one quantity together."""


@dataclass(frozen=True, slots=True)
class Dominance:
    """One strategy is better than another throughout.

    Attributes:
        quantity: what is distributed, QUALITY or WEEKLY.
        better, worse: the strategies; one of them is the baseline.
        order: 1: for anyone; 2: for anyone who shuns risk.
    """

    quantity: str
    better: str
    worse: str
    order: int


def dominances(comparison: Comparison) -> tuple[Dominance, ...]:
    """Return which strategies dominate the baseline, or are dominated by it, in quality and weekly output.

    Distributions are compared between the 5th and the 95th percentile of both together.  The claims on one
    quantity hold together with probability ``CONFIDENCE``.
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

    Either may be the better one, so there are twice as many claims.  The first order is looked at only where
    the second, which follows from it, is claimed: then both are one claim (fixed sequence).
    """
    (values, weights), (base, base_weights) = (
        _distributed(comparison, quantity, result) for result in (one, other)
    )
    if not (weights.sum(axis=1) > 0.0).all() or not (base_weights.sum(axis=1) > 0.0).all():
        return
    points = grid(np.concatenate([values, base]), np.concatenate([weights, base_weights]))
    confidence = 1.0 - (1.0 - CONFIDENCE) / (2 * claims)
    own, its = (
        {order: partial_moments(*each, points, order) for order in (1, 2)}
        for each in ((values, weights), (base, base_weights))
    )
    for better, worse, names in (
        (own, its, (one.strategy, other.strategy)),
        (its, own, (other.strategy, one.strategy)),
    ):
        if dominates(better[2], worse[2], confidence):
            order = 1 if dominates(better[1], worse[1], confidence) else 2
            yield Dominance(quantity, *names, order)


def _distributed(comparison: Comparison, quantity: str, result: Replications) -> tuple[Floats, Floats]:
    """Return the values of each replication and how often each counts, both (replications, values)."""
    if quantity == QUALITY:
        counts = result.quality_counts.astype(np.float64)
        middles = (np.arange(QUALITY_BINS) + 0.5) / QUALITY_BINS
        return np.broadcast_to(middles, counts.shape), counts
    whole = measured_weeks(result.weeks, comparison.warm_up, comparison.run_length)
    weekly = np.asarray(result.series["good"][:, whole], np.float64)
    return weekly, np.ones_like(weekly)


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
    side = "better" if is_better else "worse"
    for_whom = "throughout, for anyone" if order == 1 else "for anyone who shuns risk"
    plain = "first" if order == 1 else "second"
    return (
        f"The {quantity} {_are(quantity)} {side} {for_whom} under {strategies} than under '{baseline}' "
        f"({plain}-order stochastic dominance, {100.0 * CONFIDENCE:g} % for all together)."
    )


def _are(quantity: str) -> str:
    return "are" if quantity == WEEKLY else "is"
