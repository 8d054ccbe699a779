"""Where the uncertainty about a mean comes from: two groups of inputs, and the luck of the runs."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.statistics.estimate import FEWEST, student_quantile
from sim.statistics.futures import luck_of, means_of, pooled_luck, tells_apart

Floats = NDArray[np.float64]
UNKNOWN = (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Split:
    """Where the uncertainty about a mean comes from, as variances that add up to the whole.

    Attributes:
        first, second: of what the two groups of inputs leave open; what they do together is shared in
            proportion.
        noise: of the mean over all runs, since there are so many and no more.
        low, high: ends of the 95 % interval of the share of the first in both groups [0-1].
        is_clear: whether the futures can be told apart from luck; if not, the parts mean nothing.
    """

    first: float
    second: float
    noise: float
    low: float = 0.0
    high: float = 1.0
    is_clear: bool = True

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

    Source: Jansen (1999), Analysis of variance designs for model output.
    """
    means = means_of(outputs)
    number = np.count_nonzero(~np.isnan(means))
    if number < FEWEST:
        return Split(math.nan, math.nan, math.nan, *UNKNOWN, is_clear=False)
    luck = pooled_luck(outputs)
    between = max(float(np.nanvar(means, ddof=1)) - luck, 0.0)
    noise, is_clear = luck / number, tells_apart(outputs)
    if again is None:
        parts = (between, 0.0) if is_first else (0.0, between)
        end = 1.0 if is_first else 0.0
        return Split(*parts, noise, end, end, is_clear)
    first, second = (_apart(outputs, other) for other in (again[1], again[0]))
    known = ~np.isnan(first) & ~np.isnan(second)
    part, (low, high) = _share_of_first(first[known], second[known])
    return Split(part * between, (1.0 - part) * between, noise, low, high, is_clear)


def _apart(outputs: Floats, other: Floats) -> Floats:
    """Return in each future half of the squared difference that drawing anew makes, less what luck adds."""
    return np.asarray(0.5 * ((means_of(outputs) - means_of(other)) ** 2 - luck_of(outputs) - luck_of(other)))


def _share_of_first(first: Floats, second: Floats) -> tuple[float, tuple[float, float]]:
    """Return the share of the first in both, and its interval.

    A ratio of means whose lower part may be near zero: Fieller's limits, all r with

        (m₁ - r m)² <= t² Var(m₁ - r m) / n,   m = m₁ + m₂

    cut to 0 to 1; everything where m itself is not clear of zero.  A mean below zero, which luck alone can
    make, counts as zero.

    Source: Fieller (1954), Some problems in interval estimation.
    """
    number = len(first)
    if not number:
        return 0.5, UNKNOWN
    both = first + second
    whole = float(both.mean())
    own = min(max(float(first.mean()), 0.0), max(whole, 0.0))
    part = own / whole if whole > 0.0 else 0.5
    if number < FEWEST:
        return part, UNKNOWN
    times = student_quantile(0.975, number - 1) ** 2 / number
    (own_own, own_whole), (_, whole_whole) = np.cov(first, both).tolist()
    square = whole**2 - times * whole_whole
    middle = own * whole - times * own_whole
    if not whole > 0.0 or square <= 0.0:
        return part, UNKNOWN
    root = math.sqrt(max(middle**2 - square * (own**2 - times * own_own), 0.0))
    return part, (max((middle - root) / square, 0.0), min((middle + root) / square, 1.0))
