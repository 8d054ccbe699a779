"""From when on a mean path stays above zero, and how sure that moment is."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.statistics.estimate import student_quantile

Floats = NDArray[np.float64]


def band(paths: Floats, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return the mean of paths at each place, and the half-width of its t-interval there.

    Args:
        paths: shape (replications, places).
        confidence: at each place by itself.

    Returns:
        Both of shape (places,); without two replications the half-width is infinite.
    """
    number = len(paths)
    mean = paths.mean(axis=0)
    half = np.full_like(mean, math.inf)
    if number > 1:
        quantile = student_quantile(0.5 + confidence / 2.0, number - 1)
        half = quantile * paths.std(axis=0, ddof=1) / math.sqrt(number)
    return mean, half


def ahead_from(path: Floats, least: float = 0.0) -> float:
    """Return from when on a path over the ends of weeks stays at zero or above [weeks]; inf: it does not.

    The moment for the upper end of a band, and that for its lower end, are the ends of an interval for the
    moment of the mean: it lies in it whenever the band holds the true path at that moment.

    Args:
        path: at the ends of weeks, shape (weeks,).
        least: what lies above minus this counts as zero.

    >>> ahead_from(np.array([-2.0, -1.0, 1.0])), ahead_from(np.array([1.0, -1.0]))
    (2.5, inf)
    """
    behind = np.flatnonzero(path < -least)
    if len(behind) == 0:
        return 0.0
    last = int(behind[-1])
    if last + 1 >= len(path):
        return math.inf
    below, above = float(path[last]), float(path[last + 1])
    if not math.isfinite(above):
        return float(last + 2)
    return last + 1 + (-below / (above - below) if above > 0.0 else 1.0)
