"""Means that a few exceptional replications make: what their t-interval misses, and how many it takes."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.statistics.estimate import FEWEST, NOISE, student_quantile

Floats = NDArray[np.float64]
COCHRAN = 25.0
"""Replications for each unit of squared skewness, from which on a 95 % t-interval misses at most 6 %."""
SURELY = 3.0
"""Standard errors of the skewness of normal outputs beyond which it is none of chance (assumed)."""
FEWEST_KNOWN = 3
"""Values without which there is no skewness."""


@dataclass(frozen=True, slots=True)
class Skewed:
    """An interval that allows for skewness, where the symmetric one holds less often than it says.

    Attributes:
        low, high: its ends.
        replications: from about so many on the symmetric one holds.
    """

    low: float
    high: float
    replications: int


def skewed(values: Floats, confidence: float = 0.95) -> Skewed | None:
    """Return what skewness asks for, or None where the t-interval may stand.

    It may not where there are fewer than 25 G₁² replications (Cochran's rule; G₁: their skewness), and G₁ is
    farther from zero than that of normal outputs.  Skewness that no replication has shown yet stays unseen.

    Args:
        values: independent replications; nan where undefined.
        confidence: of the interval.

    Source: Cochran (1977), Sampling Techniques, section 2.15.
    """
    known = values[~np.isnan(values)]
    number = len(known)
    if number < FEWEST_KNOWN or not known.std() > NOISE * abs(float(known.mean())):
        return None
    skewness = _skewness(known)
    by_chance = math.sqrt(6.0 * number * (number - 1) / ((number - 2) * (number + 1) * (number + 3)))
    asked = math.ceil(COCHRAN * skewness**2)
    if asked <= number or abs(skewness) <= SURELY * by_chance:
        return None
    return Skewed(*corrected(known, confidence), asked)


def corrected(values: Floats, confidence: float = 0.95) -> tuple[float, float]:
    """Return the ends of the interval of a mean that allows for skewness; both infinite with one value.

        T = √n (x̄ - μ)/s,   g(T) = T + γT²/(3√n) + γ²T³/(27n) + γ/(6√n) is nearly Student's

    Source: Hall (1992), On the removal of skewness by transformation.

    >>> low, high = corrected(np.array([1.0, 2.0, 3.0]))
    >>> round(low, 2), round(high, 2)
    (-0.48, 4.48)
    """
    number, mean = len(values), float(values.mean())
    if number < FEWEST:
        return -math.inf, math.inf
    error = float(values.std(ddof=1)) / math.sqrt(number)
    quantile = student_quantile(0.5 + 0.5 * confidence, number - 1)
    bend = _skewness(values) / math.sqrt(number)
    return mean - error * _back(quantile, bend), mean - error * _back(-quantile, bend)


def _back(normal: float, bend: float) -> float:
    """Return the T of which g(T) is ``normal``; γ/√n is the bend."""
    if abs(bend) < NOISE:
        return normal
    return 3.0 / bend * (math.cbrt(1.0 + bend * (normal - bend / 6.0)) - 1.0)


def _skewness(values: Floats) -> float:
    """Return m₃/m₂^{3/2}, 0 where nothing varies."""
    apart = values - values.mean()
    spread = float((apart**2).mean())
    return float((apart**3).mean()) / spread**1.5 if spread > 0.0 else 0.0
