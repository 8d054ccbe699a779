"""When a system that began empty has settled: how much of the beginning to leave out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
BATCH = 5
"""Observations in a batch (White & Spratt 2000)."""
LAST_IGNORED = 5
"""Batches at the end at which no truncation is tried: the mean of so few is chance (Hoad et al. 2010)."""
FEWEST_BATCHES = 2 * (LAST_IGNORED + 1)
"""With fewer, no truncation in the second half is ever tried, and so none could be refused."""


@dataclass(frozen=True, slots=True)
class Truncation:
    """How much of a series to leave out.

    Attributes:
        observations: d*, a multiple of the batch.
        is_settled: False where so much would have to go that the series is too short to tell: run longer.
        statistic: the criterion for each number of batches left out.
    """

    observations: int
    is_settled: bool
    statistic: Floats


def mser(series: Floats, batch: int = BATCH) -> Truncation:
    """Return where to cut off the beginning of a series, averaged over replications.

        d* = argmin over d of 1/(m - d)² Σ_{i > d} (Y_i - Ȳ_{m,d})²

    over batches Y_1 … Y_m of the series.  A cut in the second half is no answer but a refusal: what is left
    may itself not have settled.  So are fewer than ``FEWEST_BATCHES``.  Observations at the end that fill no
    batch are left aside.

    Args:
        series: one number an observation, e.g. the mean over replications of each week, shape (n,).
        batch: observations in a batch; MSER-5 takes 5.

    Source: White (1997); White & Spratt (2000); refusal and ignored end, Hoad, Robinson & Davies (2010).

    >>> mser(np.array([9.0, 6.0, 3.0] + 27 * [1.0, 2.0]), batch=1).observations
    3
    """
    count = len(series) // batch
    if count < FEWEST_BATCHES:
        return Truncation(0, is_settled=False, statistic=np.empty(0))
    batches = series[: count * batch].reshape(count, batch).mean(axis=1)
    left = np.arange(count, 0, -1)
    apart = batches - batches.mean()
    means = np.cumsum(apart[::-1])[::-1] / left
    squares = np.maximum(np.cumsum((apart**2)[::-1])[::-1] - left * means**2, 0.0)
    statistic: Floats = (squares / left.astype(float) ** 2)[: count - LAST_IGNORED]
    cut = int(statistic.argmin())
    return Truncation(cut * batch, is_settled=2 * cut < count, statistic=statistic)


def moving_average(series: Floats, window: int) -> Floats:
    """Return Welch's moving average: over ``window`` observations on each side, fewer near the beginning.

    Args:
        series: shape (n,).
        window: w, at least 0.

    Returns:
        Shape (n - w,).

    Source: Welch (1983), The statistical analysis of simulation results.

    >>> moving_average(np.array([3.0, 6.0, 0.0, 3.0, 9.0]), 1).tolist()
    [3.0, 3.0, 3.0, 4.0]
    """
    sums = np.concatenate([[0.0], np.cumsum(series)])
    places = np.arange(max(len(series) - window, 0))
    reach = np.minimum(places, window)
    averaged: Floats = (sums[places + reach + 1] - sums[places - reach]) / (2 * reach + 1)
    return averaged
