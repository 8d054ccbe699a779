"""Whether one distribution is better than another throughout: first- and second-order dominance.

Values are grouped by replication: those of one replication depend on each other, replications do not, and
replication j of both systems shares its luck.  Larger values are better.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sim.statistics.estimate import FEWEST, student_quantile

Floats = NDArray[np.float64]
POINTS = 19
"""Values at which distributions are compared (assumed)."""
RANGE = (0.05, 0.95)
"""Quantiles of both systems' values taken together, between which they are compared: in the far tails there
are too few values to tell anything (Davidson & Duclos 2013)."""


def grid(values: Floats, weights: Floats) -> Floats:
    """Return the values at which distributions are compared: quantiles of all of them, none twice.

    Args:
        values: of both systems, any shape.
        weights: how often each counts, same shape.
    """
    order = np.argsort(values, axis=None, kind="stable")
    ranked = values.ravel()[order]
    share = np.cumsum(weights.ravel()[order])
    wanted = np.linspace(*RANGE, POINTS) * share[-1]
    return np.asarray(np.unique(ranked[np.searchsorted(share, wanted)]), np.float64)


def partial_moments(values: Floats, weights: Floats, points: Floats, order: int) -> Floats:
    """Return the lower partial moments of each replication's values, shape (replications, points).

    Order 1: the share that does not exceed a point, F(x).  Order 2: E (x - X)⁺, which is F integrated.

    Args:
        values: shape (replications, values).
        weights: how often each counts, same shape; 0 for one that is not there.
        points: x.
        order: 1 or 2.
    """
    below = points[None, None, :] - values[:, :, None]
    counted = (below >= 0.0) * (below if order > 1 else 1.0) * weights[:, :, None]
    moments: Floats = counted.sum(axis=1) / weights.sum(axis=1)[:, None]
    return moments


def dominates(candidate: Floats, baseline: Floats, confidence: float = 0.95) -> bool:
    """Return whether the candidate's partial moments are surely below the baseline's, at every point.

    The claim is made only if every paired difference is by itself surely on the right side (an
    intersection-union test), so that it is made wrongly with probability 1 - confidence at most, whatever
    the number of points.

    Args:
        candidate, baseline: partial moments, shape (replications, points).
        confidence: of the claim.

    Source: Berger (1982); Davidson & Duclos (2013), Testing for restricted stochastic dominance.
    """
    apart = baseline - candidate
    number = len(apart)
    if number < FEWEST or not apart.shape[1]:
        return False
    errors = apart.std(axis=0, ddof=1) / math.sqrt(number)
    means = apart.mean(axis=0)
    return bool((means > student_quantile(confidence, number - 1) * errors).all() and (means > 0.0).all())
