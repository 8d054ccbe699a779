"""Several comparisons at once: what may be said of all of them together."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.statistics.estimate import FEWEST, Estimate, estimate, estimates, student_quantile

Floats = NDArray[np.float64]


def p_value(differences: Floats) -> float:
    """Return the two-sided p-value of paired differences against none, by Student's t; nan for fewer than 2.

    >>> round(p_value(np.array([1.0, 2.0, 3.0])), 4)
    0.0742
    """
    return float(p_values(differences[None, :])[0])


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


def holm(p_values: Floats) -> Floats:
    """Return p-values adjusted so that all that lie below α are right together with probability 1 - α.

    The smallest is multiplied by the number of comparisons, the next by one less, and so on; none falls
    below one before it.  Undefined ones (nan) are left out and stay so.

    Source: Holm (1979), A simple sequentially rejective multiple test procedure.

    >>> holm(np.array([0.01, 0.04, 0.03])).round(3).tolist()
    [0.03, 0.06, 0.06]
    """
    adjusted = np.full(len(p_values), np.nan)
    known = np.flatnonzero(~np.isnan(p_values))
    order = known[np.argsort(p_values[known], kind="stable")]
    weighted = p_values[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(weighted), 1.0)
    return adjusted


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


def simultaneous(differences: Floats, comparisons: int, confidence: float = 0.95) -> Estimate:
    """Return one of several differences with an interval such that all hold together (Bonferroni).

    Args:
        differences: paired, replication by replication.
        comparisons: how many intervals there are.
        confidence: that all of them hold.
    """
    return estimate(differences, 1.0 - (1.0 - confidence) / max(comparisons, 1))
