"""Numbers for pictures: percentiles over replications, and shares of a histogram."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.experiments.findings import QUALITY_BINS, Floats

LOW, MIDDLE, HIGH = 10.0, 50.0, 90.0
"""Percentiles of a band [%]."""
EDGES_IN_WORDS = "10th to 90th percentile"


@dataclass(frozen=True, slots=True)
class Band:
    """A quantity with its spread over replications, at each place of an axis.

    Attributes:
        low, middle, high: 10th percentile, median and 90th percentile, shape (places,); nan where no
            replication has a value.
    """

    low: Floats
    middle: Floats
    high: Floats


def band(series: Floats) -> Band:
    """Return the percentiles over replications of a series of shape (replications, places)."""
    result = np.full((3, series.shape[1]), np.nan)
    known = ~np.isnan(series).all(axis=0)
    if known.any():
        result[:, known] = np.nanpercentile(series[:, known], [LOW, MIDDLE, HIGH], axis=0)
    return Band(*result)


def mean_band(series: Floats) -> Band:
    """Return the mean over replications between their percentiles, of a series as in ``band``.

    For what counts a few persons, whose median is a staircase.
    """
    series = np.where(np.isfinite(series), series, np.nan)
    around = band(series)
    known = ~np.isnan(around.middle)
    middle = np.full(series.shape[1], np.nan)
    if known.any():
        middle[known] = np.nanmean(series[:, known], axis=0)
    return Band(around.low, middle, around.high)


def quality_shares(counts: NDArray[np.int64]) -> Floats:
    """Return the share of each replication's deliveries per bin of quality; nan for one without deliveries.

    Args:
        counts: deliveries, shape (replications, QUALITY_BINS) [tasks].
    """
    totals = counts.sum(axis=1, keepdims=True).astype(np.float64)
    shares = np.full(counts.shape, np.nan)
    np.divide(counts, totals, out=shares, where=totals > 0)
    return shares


def quality_edges() -> Floats:
    """Return the edges of the bins of quality, shape (QUALITY_BINS + 1,)."""
    return np.linspace(0.0, 1.0, QUALITY_BINS + 1)


def whole_weeks(weeks: NDArray[np.int64], run_length: float) -> NDArray[np.bool_]:
    """Return which weeks the run covers in full: a broken last week would look like a collapse.

    Args:
        weeks: week numbers, 1 up.
        run_length: [h].
    """
    return weeks * 168.0 <= run_length + 1e-9
