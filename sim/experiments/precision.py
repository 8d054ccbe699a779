"""How sure a mean over independent replications is, alone and as a paired difference."""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError
from sim.experiments.findings import Estimate
from sim.experiments.wording import NOISE

Floats = NDArray[np.float64]
FEWEST = 2
"""Replications without which there is no interval."""


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


def p_values(values: Floats) -> Floats:
    """Return the two-sided p-value of the t-test that a mean is zero, for many rows of replications.

    Args:
        values: shape (rows, replications); nan where not defined.

    Returns:
        Shape (rows,); nan with fewer than two values.
    """
    from scipy.special import stdtr

    count = (~np.isnan(values)).sum(axis=1)
    mean, half_width = estimates(values)
    known = count >= FEWEST
    error = np.full(len(values), math.nan)
    for number in np.unique(count[known]).tolist():
        error[count == number] = half_width[count == number] / student_quantile(0.975, number - 1)
    p = np.full(len(values), math.nan)
    p[known] = np.where(mean[known] == 0.0, 1.0, 0.0)
    spread = known & (error > 0.0)
    p[spread] = 2.0 * stdtr(count[spread] - 1, -np.abs(mean[spread] / error[spread]))
    return p


def discoveries(p: Floats, rate: float = 0.05) -> NDArray[np.bool_]:
    """Return which of many p-values are small enough: of these, a share of ``rate`` is wrong at most.

    The step-up procedure: with m known p-values, those up to the largest p_(k) <= k·rate/m.  What it bounds
    is the expected share of wrong ones (false discovery rate), for independent and for positively dependent
    tests alike.

    Source: Y. Benjamini, Y. Hochberg (1995), Controlling the False Discovery Rate, Journal of the Royal
    Statistical Society B 57; dependence: Y. Benjamini, D. Yekutieli (2001), Annals of Statistics 29.

    >>> discoveries(np.array([0.001, 0.02, 0.03, 0.8])).tolist()
    [True, True, True, False]
    """
    known = np.sort(p[~np.isnan(p)])
    small = np.flatnonzero(known <= rate * np.arange(1, len(known) + 1) / max(1, len(known)))
    limit = known[small[-1]] if len(small) else -1.0
    return np.asarray(np.where(np.isnan(p), math.inf, p) <= limit)


def paired_difference(candidate: Floats, baseline: Floats, confidence: float = 0.95) -> Estimate:
    """Return the mean of candidate - baseline, replication by replication, with its t-interval.

    The replications share their luck, so they are never treated as two independent samples.  A pair in
    which either value is undefined (nan) is left out.
    """
    return estimate(candidate - baseline, confidence)


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


def replications_for_half_width(values: Floats, half_width: float, confidence: float = 0.95) -> int | None:
    """Return how many replications would bring the half-width down to a wanted one.

        min{i >= n : t(i - 1; (1 + confidence)/2) · s / √i <= half_width}

    planned from the standard deviation s of the n replications at hand (Law, chapter 9).  None where
    fewer than two are defined.
    """
    known = values[~np.isnan(values)]
    if known.size < FEWEST:
        return None
    if not half_width > 0.0:
        raise UsageError(f"precision: half-width = {half_width:g}: should be above 0")
    spread = float(known.std(ddof=1))
    return _first_number(int(known.size), spread, half_width, confidence)


def replications_for_relative_precision(
    values: Floats, precision: float, confidence: float = 0.95
) -> int | None:
    """Return how many replications would bring half-width / |mean| down to a wanted share.

    The share is g/(1 + g) of the estimated mean, so that the error is at most g of the true one
    (Law, chapter 9).  None where fewer than two replications are defined or their mean is zero.
    """
    mean = estimate(values).mean
    if math.isnan(mean) or mean == 0.0:
        return None
    return replications_for_half_width(values, precision / (1.0 + precision) * abs(mean), confidence)


def _first_number(least: int, spread: float, half_width: float, confidence: float) -> int:
    """Return the first number from ``least`` on that is precise enough; precision never falls with it."""

    def enough(number: int) -> bool:
        quantile = student_quantile(0.5 + 0.5 * confidence, number - 1)
        return quantile * spread / math.sqrt(number) <= half_width

    low, high = least, least
    while not enough(high):
        low, high = high + 1, 2 * high
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return low
