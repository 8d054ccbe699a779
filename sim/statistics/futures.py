"""Several futures, several replications in each: what is robust, and where the uncertainty comes from.

Outputs have the shape (futures, replications, strategies); larger is better.  Futures are drawn
independently of each other and have luck of their own, which the strategies of one future share.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from sim.statistics.estimate import FEWEST, Estimate, estimate, student_quantile

Floats = NDArray[np.float64]


def over_futures(outputs: Floats, confidence: float = 0.95) -> Estimate:
    """Return the mean over futures, each by its mean over replications, with its t-interval.

    Args:
        outputs: shape (futures, replications), nan where undefined.
        confidence: of the interval.
    """
    return estimate(means_of(outputs), confidence)


def regrets(outputs: Floats) -> Floats:
    """Return what each strategy falls short of the best one in each future, shape (futures, strategies).

    The best is picked by one half of the replications and measured by the other, both ways round, since the
    largest of several noisy means looks better than it is.  So a regret may come out below zero, and its
    mean over futures is that of somebody who had to find out the best by half of the runs.  One replication
    is its own judge.

    Source: Savage (1951), minimax regret; Smith & Winkler (2006), the optimiser's curse.
    """
    if outputs.shape[1] < 2:
        means = means_of(outputs)
        return np.asarray(means.max(axis=1, keepdims=True) - means, np.float64)
    halves = [means_of(outputs[:, side::2]) for side in (0, 1)]
    found = np.zeros((outputs.shape[0], outputs.shape[2]))
    for judge, measured in (halves, halves[::-1]):
        best = np.take_along_axis(measured, judge.argmax(axis=1)[:, None], axis=1)
        found += 0.5 * (best - measured)
    return found


def means_of(outputs: Floats) -> Floats:
    """Return the mean over replications of each future; nan where none is defined."""
    known = ~np.isnan(outputs)
    count = known.sum(axis=1)
    total = np.where(known, outputs, 0.0).sum(axis=1)
    means: Floats = np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
    return means


def share(hits: NDArray[np.bool_], confidence: float = 0.95) -> tuple[float, float, float]:
    """Return the share of futures in which something holds, with the ends of its interval.

    Source: Wilson (1927), Probable inference, the law of succession, and statistical inference.

    >>> [round(number, 3) for number in share(np.array([True, True, True, False]))]
    [0.75, 0.301, 0.954]
    """
    number = hits.size
    if not number:
        return math.nan, 0.0, 1.0
    z = float(ndtri(0.5 + 0.5 * confidence))
    p = float(np.count_nonzero(hits)) / number
    centre = (p + z * z / (2.0 * number)) / (1.0 + z * z / number)
    half = z / (1.0 + z * z / number) * math.sqrt(p * (1.0 - p) / number + z * z / (4.0 * number**2))
    return p, min(max(centre - half, 0.0), p), max(min(centre + half, 1.0), p)


@dataclass(frozen=True, slots=True)
class Split:
    """Where the uncertainty about a mean comes from, as variances that add up to the whole.

    Attributes:
        first, second: of what the two groups of inputs leave open; what they do together is shared in
            proportion.
        noise: of the mean over all runs, since there are so many and no more.
        half_width: by how much the share of the first in both groups may be wrong, at 95 % [0-1].
    """

    first: float
    second: float
    noise: float
    half_width: float = 0.0

    @property
    def whole(self) -> float:
        """Of all of it."""
        return self.first + self.second + self.noise


def split(outputs: Floats, again: tuple[Floats, Floats] | None = None, *, is_first: bool = True) -> Split:
    """Return where the uncertainty about an output comes from: the law of total variance, by drawing anew.

        T₁ = E Var(Y | b) = ½ E (Y(a, b) - Y(a', b))²,   T₂ = E Var(Y | a) = ½ E (Y(a, b) - Y(a, b'))²

    over futures, with inputs a and b drawn anew where they are marked, less what luck adds; the variance
    between futures is shared in proportion to T₁ and T₂, which is exact where both groups add up.

    Args:
        outputs: at (a, b), shape (futures, replications).
        again: at (a, b') and at (a', b), same shape, with luck of their own; None: there is one group only.
        is_first: with one group, whether it is the first.

    Source: Jansen (1999), Analysis of variance designs for model output; the interval is a jackknife's.
    """
    means = means_of(outputs)
    defined = means[~np.isnan(means)]
    if defined.size < FEWEST:
        return Split(math.nan, math.nan, math.nan, math.nan)
    luck = _variance_of_means(outputs)
    between = max(float(defined.var(ddof=1)) - luck, 0.0)
    noise = luck / defined.size
    if again is None:
        return Split(between, 0.0, noise) if is_first else Split(0.0, between, noise)
    apart = [
        0.5 * ((means - means_of(other)) ** 2 - luck - _variance_of_means(other))
        for other in (again[1], again[0])
    ]
    known = ~np.isnan(apart[0]) & ~np.isnan(apart[1])
    first, second = apart[0][known], apart[1][known]
    part = _part(first.sum(), second.sum())
    number = len(first)
    if number < FEWEST:
        return Split(part * between, (1.0 - part) * between, noise, 1.0)
    left = zip(first.sum() - first, second.sum() - second, strict=True)
    without = np.array([_part(one, other) for one, other in left])
    error = math.sqrt((number - 1) / number * float(((without - without.mean()) ** 2).sum()))
    half_width = student_quantile(0.975, number - 1) * error
    return Split(part * between, (1.0 - part) * between, noise, half_width)


def _part(first: float, second: float) -> float:
    """Return the share of the first, each of both cut off at zero; a half of nothing."""
    first, second = max(first, 0.0), max(second, 0.0)
    return first / (first + second) if first + second > 0.0 else 0.5


def _variance_of_means(outputs: Floats) -> float:
    """Return the mean variance, over futures, of what luck leaves in the mean of a future."""
    known = ~np.isnan(outputs)
    several = known.sum(axis=1) >= FEWEST
    if not several.any():
        return 0.0
    count = known[several].sum(axis=1)
    return float((np.nanvar(outputs[several], axis=1, ddof=1) / count).mean())
