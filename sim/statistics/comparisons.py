"""Several comparisons at once: what may be said of all of them together."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.statistics.estimate import FEWEST, Estimate, estimate

Floats = NDArray[np.float64]


def p_value(differences: Floats) -> float:
    """Return the two-sided p-value of paired differences against none, by Student's t; nan for fewer than 2.

    >>> round(p_value(np.array([1.0, 2.0, 3.0])), 4)
    0.0742
    """
    from scipy.special import stdtr

    known = differences[~np.isnan(differences)]
    if known.size < FEWEST:
        return math.nan
    error = float(known.std(ddof=1)) / math.sqrt(known.size)
    if error == 0.0:
        return float(known[0] == 0.0)
    return 2.0 * float(stdtr(known.size - 1, -abs(float(known.mean())) / error))


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


def simultaneous(differences: Floats, comparisons: int, confidence: float = 0.95) -> Estimate:
    """Return one of several differences with an interval such that all hold together (Bonferroni).

    Args:
        differences: paired, replication by replication.
        comparisons: how many intervals there are.
        confidence: that all of them hold.
    """
    return estimate(differences, 1.0 - (1.0 - confidence) / max(comparisons, 1))
