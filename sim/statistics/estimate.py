"""How sure a mean over independent replications is, alone and as a paired difference."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FEWEST = 2
"""Replications without which there is no interval."""
NOISE = 1e-12
"""Half-widths below this share of the mean are rounding of the computer, not spread."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over independent replications with its confidence interval.

    Attributes:
        mean: point estimate; nan where no replication defines it.
        half_width: of the interval at ``confidence``; inf with fewer than 2 replications.
        replications: number of values behind it.
        confidence: level of the interval.
    """

    mean: float
    half_width: float
    replications: int
    confidence: float = 0.95

    @property
    def low(self) -> float:
        """Lower end of the interval."""
        return self.mean - self.half_width

    @property
    def high(self) -> float:
        """Upper end of the interval."""
        return self.mean + self.half_width

    @property
    def is_clear(self) -> bool:
        """True when the interval excludes zero."""
        return self.low > 0.0 or self.high < 0.0


@lru_cache(maxsize=4096)
def student_quantile(probability: float, freedom: int) -> float:
    """Return the quantile of Student's t distribution with so many degrees of freedom.

    >>> round(student_quantile(0.975, 9), 4)
    2.2622
    """
    from scipy.special import stdtrit

    return float(stdtrit(freedom, probability))


def estimate(values: Floats, confidence: float = 0.95) -> Estimate:
    """Return the mean of independent replications with its t-interval.

        x̄ ± t(n - 1; (1 + confidence)/2) · s / √n

    A replication in which the measure is undefined (nan) is left out; ``Estimate.replications`` says
    how many are left.  With one the half-width is infinite, with none the mean is nan as well.

    Source: A. M. Law, Simulation Modeling and Analysis, chapter 9.

    >>> estimate(np.array([1.0, 2.0, 3.0]), confidence=0.90).mean
    2.0
    """
    known = values[~np.isnan(values)]
    if known.size == 0:
        return Estimate(math.nan, math.inf, 0, confidence)
    mean = float(known.mean())
    if known.size < FEWEST:
        return Estimate(mean, math.inf, int(known.size), confidence)
    standard_error = float(known.std(ddof=1)) / math.sqrt(known.size)
    quantile = student_quantile(0.5 + 0.5 * confidence, int(known.size) - 1)
    return Estimate(mean, quantile * standard_error, int(known.size), confidence)


def estimates(values: Floats, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return mean and half-width as ``estimate`` does, for many rows of replications at once.

    Args:
        values: shape (rows, replications); nan where not defined.
        confidence: level of each interval by itself.

    Returns:
        Means and half-widths, each of shape (rows,).
    """
    known = ~np.isnan(values)
    count = known.sum(axis=1)
    mean = np.full(len(values), math.nan)
    np.divide(np.where(known, values, 0.0).sum(axis=1), count, out=mean, where=count > 0)
    squares = (np.where(known, values - mean[:, None], 0.0) ** 2).sum(axis=1)
    half_width = np.full(len(values), math.inf)
    for number in np.unique(count[count >= FEWEST]).tolist():
        rows = count == number
        quantile = student_quantile(0.5 + 0.5 * confidence, number - 1)
        half_width[rows] = quantile * np.sqrt(squares[rows] / (number - 1) / number)
    return mean, half_width


def paired_difference(candidate: Floats, baseline: Floats, confidence: float = 0.95) -> Estimate:
    """Return the mean of candidate - baseline, replication by replication, with its t-interval.

    The replications share their luck, so they are never treated as two independent samples.  A pair in
    which either value is undefined (nan) is left out.
    """
    return estimate(candidate - baseline, confidence)


def level_beside(candidate: Floats, baseline: Floats, confidence: float = 0.95) -> Estimate:
    """Return the level of a system with fewer replications than its baseline, so that all adds up.

        B̄_N + D̄_n,   s.e.² = S_B²/N + S_D²/n + 2 S_BD/N,   D = candidate - baseline over the first n

    Means over unequal numbers of replications must not stand side by side: they differ by luck that is not
    shared.  nan where nothing defines either; the interval is infinite with fewer than two pairs.

    Args:
        candidate, baseline: shapes (n,) and (N,), n <= N; nan where undefined.
        confidence: of the interval.

    >>> level_beside(np.array([2.0, 4.0]), np.array([1.0, 2.0, 6.0])).mean
    4.5
    """
    gap = candidate - baseline[: len(candidate)]
    pairs = ~np.isnan(gap)
    apart, beside = gap[pairs], baseline[: len(candidate)][pairs]
    known = baseline[~np.isnan(baseline)]
    number = len(apart)
    if number < FEWEST:
        mean = float(known.mean() + apart.mean()) if number else math.nan
        return Estimate(mean, math.inf, number, confidence)
    shared = 2.0 * float(np.cov(apart, beside)[0, 1]) / len(known)
    variance = float(known.var(ddof=1)) / len(known) + float(apart.var(ddof=1)) / number + shared
    half_width = student_quantile(0.5 + 0.5 * confidence, number - 1) * math.sqrt(max(variance, 0.0))
    return Estimate(float(known.mean() + apart.mean()), half_width, number, confidence)


def variance_reduction(candidate: Floats, baseline: Floats) -> float:
    """Return by how much common random numbers shrink the variance of the difference.

        (S₁² + S₂²) / S_Z²,   Z = candidate - baseline

    So many times more independent replications would have been needed for the same interval.  nan
    where fewer than two pairs are defined or a variance is zero (but for rounding).
    """
    pairs = ~np.isnan(candidate - baseline)
    if np.count_nonzero(pairs) < FEWEST:
        return math.nan
    first, second = candidate[pairs], baseline[pairs]
    variances = [float(values.var(ddof=1)) for values in (first, second, first - second)]
    rounding = (NOISE * max(abs(float(first.mean())), abs(float(second.mean())))) ** 2
    if min(variances) <= rounding:
        return math.nan
    return (variances[0] + variances[1]) / variances[2]


def ratio(part: Floats, whole: Floats, confidence: float = 0.95) -> Estimate:
    """Return a mean as a share of another one, with the jackknife's interval for a ratio of paired means.

        r = p̄/w̄,   r_(j) the same without replication j,   s.e. = √((n - 1)/n Σ (r_(j) - r̄_(·))²)

    The delta method's interval would cover too seldom where outputs are skewed.

    Args:
        part, whole: paired, replication by replication; nan where undefined.
        confidence: of the interval.

    Source: Quenouille (1956); Tukey (1958); for ratios, Cochran, Sampling Techniques, chapter 6.

    >>> ratio(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])).mean
    0.5
    """
    known = ~np.isnan(part) & ~np.isnan(whole)
    own, all_of_it = part[known], whole[known]
    number = len(own)
    if not number or not all_of_it.mean() > 0.0:
        return Estimate(math.nan, math.inf, number, confidence)
    share = float(own.sum() / all_of_it.sum())
    if number < FEWEST:
        return Estimate(share, math.inf, number, confidence)
    rest = all_of_it.sum() - all_of_it
    if not (rest > 0.0).all():  # one replication makes the whole: nothing tells how the share varies
        return Estimate(share, math.inf, number, confidence)
    without = (own.sum() - own) / rest
    error = math.sqrt((number - 1) / number * float(((without - without.mean()) ** 2).sum()))
    return Estimate(share, student_quantile(0.5 + 0.5 * confidence, number - 1) * error, number, confidence)
