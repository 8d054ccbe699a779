"""Several futures, several replications in each: what holds over them, with the luck of the runs taken out.

Outputs have the shape (futures, replications, ...); larger is better where it matters.  Each future has luck
of its own, which the strategies of one future share.  A handful of replications leaves luck in the mean of a
future, so that these means differ by more than the futures do: shares, percentiles and pictures are made
from means that are drawn together until they differ as much as the futures.
"""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtri, ndtri

from sim.statistics.estimate import FEWEST, Estimate, estimate

Floats = NDArray[np.float64]
Share = tuple[float, float, float]
"""A share of the futures with the ends of its interval [0-1]."""
RESAMPLES, SEED = 1000, 20_261_123
"""Of the bootstrap; the same luck each time, so that an answer can be replayed."""


def over_futures(outputs: Floats, confidence: float = 0.95) -> Estimate:
    """Return the mean over futures, each by its mean over replications, with its t-interval.

    The interval is that of independent futures.  Futures that lie evenly (a Latin hypercube) leave the mean
    less uncertain than that, so it covers at least as often as it says.

    Args:
        outputs: shape (futures, replications), nan where undefined.
        confidence: of the interval.
    """
    return estimate(means_of(outputs), confidence)


def regrets(outputs: Floats) -> Floats:
    """Return what each strategy falls short of the best one in each future, shape (futures, strategies).

    The best is picked by one half of the replications and measured by the other, both ways round, since the
    largest of several noisy means looks better than it is.  So a regret may come out below zero, and its
    mean over futures is that of somebody who had to find out the best by half of the runs.  One replication
    is its own judge.

    Source: Savage (1951), minimax regret; Smith & Winkler (2006), the optimiser's curse.
    """
    if outputs.shape[1] < 2:
        means = means_of(outputs)
        return np.asarray(means.max(axis=1, keepdims=True) - means, np.float64)
    halves = [means_of(outputs[:, side::2]) for side in (0, 1)]
    found = np.zeros((outputs.shape[0], outputs.shape[2]))
    for judge, measured in (halves, halves[::-1]):
        best = np.take_along_axis(measured, judge.argmax(axis=1)[:, None], axis=1)
        found += 0.5 * (best - measured)
    return found


def means_of(outputs: Floats) -> Floats:
    """Return the mean over replications of each future; nan where none is defined."""
    known = ~np.isnan(outputs)
    count = known.sum(axis=1)
    total = np.where(known, outputs, 0.0).sum(axis=1)
    means: Floats = np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
    return means


def luck_of(outputs: Floats) -> Floats:
    """Return the variance that luck leaves in the mean of each future.

    Where fewer than two replications are defined it is that of the other futures on average; 0 where none
    of them tells.
    """
    count = (~np.isnan(outputs)).sum(axis=1)
    means = np.expand_dims(means_of(outputs), 1)
    squares = np.nansum((outputs - means) ** 2, axis=1)
    several = count >= FEWEST
    own = np.divide(squares, (count - 1) * count, out=np.zeros(squares.shape), where=several)
    number = several.sum(axis=0)
    usual = np.divide(own.sum(axis=0), number, out=np.zeros(np.shape(number)), where=number > 0)
    found: Floats = np.where(several, own, np.where(count > 0, usual, np.nan))
    return found


def pooled_luck(outputs: Floats) -> float:
    """Return the variance that luck leaves in the mean of a future, on average over those that were run."""
    luck = luck_of(outputs)
    known = ~np.isnan(luck)
    return float(luck[known].mean()) if known.any() else 0.0


# --- futures without the luck of their runs -----------------------------------------------------


def tells_apart(outputs: Floats, confidence: float = 0.95) -> bool:
    """Tell whether futures differ by more than luck makes the means of their runs differ: an F test.

    Args:
        outputs: shape (futures, replications), nan where undefined.
        confidence: with which futures that do not differ are told to be so.

    Source: Fisher; the analysis of variance with random effects, Searle, Casella & McCulloch (1992).
    """
    means = means_of(outputs)
    runs, futures = np.count_nonzero(~np.isnan(outputs)), np.count_nonzero(~np.isnan(means))
    if futures < FEWEST:
        return False
    spread, luck = float(np.nanvar(means, ddof=1)), pooled_luck(outputs)
    if runs <= futures:
        return spread > 0.0
    return spread > float(fdtri(futures - 1, runs - futures, confidence)) * luck


def shrunk(outputs: Floats) -> Floats:
    """Return the means of futures, drawn together until they differ as much as the futures do.

        m + √(B / (B + L)) (mean - m),   B + L the variance of the means, L what luck leaves in one

    Their variance is B, that between futures: constrained empirical Bayes.  (Each future's own best estimate
    would be drawn further, by B / (B + L), and all of them together would lie too close for shares and
    percentiles.)

    Args:
        outputs: shape (futures, replications, ...), nan where undefined.

    Returns:
        Shape (futures, ...); nan where no replication is defined.

    Source: Louis (1984), Estimating a population of parameter values using Bayes and empirical Bayes
    methods, JASA 79; Ghosh (1992), Constrained Bayes estimation with applications, JASA 87.
    """
    flat = outputs.reshape(*outputs.shape[:2], -1)
    found = _shrunk(means_of(flat), luck_of(flat), np.ones((1, len(flat))))[0]
    return np.asarray(found.reshape(outputs.shape[0], *outputs.shape[2:]), np.float64)


def _shrunk(means: Floats, luck: Floats, weights: Floats) -> Floats:
    """Return shrunk means of several samples of the same futures, shape (samples, futures, columns).

    Args:
        means, luck: of each future, shape (futures, columns).
        weights: how often a sample has each future, shape (samples, futures).
    """
    known = ~np.isnan(means)
    values, noise = np.where(known, means, 0.0), np.where(known, luck, 0.0)
    count = np.maximum(weights @ known, 1.0)
    middle = weights @ values / count
    # about the mean of all futures, as the difference of two large squares would lose its digits
    usual = values.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    away = np.where(known, values - usual, 0.0)
    spread = (weights @ away**2 - count * (middle - usual) ** 2) / np.maximum(count - 1.0, 1.0)
    ratio = np.divide(weights @ noise / count, spread, out=np.zeros(spread.shape), where=spread > 0.0)
    kept = np.sqrt(np.clip(1.0 - ratio, 0.0, 1.0))
    return np.asarray(means - (1.0 - kept)[:, None, :] * (means - middle[:, None, :]), np.float64)


def share_between(outputs: Floats, low: Floats, high: Floats) -> Share:
    """Return the share of futures in which all columns lie between bounds, luck taken out, with its interval.

    The interval reaches as far as that of a share of so many futures (Wilson's), and as far as drawing the
    futures again from those there are, runs and all, makes the share go (bootstrap percentiles): the first
    knows that a share of 0 or 1 may be chance, the second that four runs do not place a future.

    Args:
        outputs: shape (futures, replications, columns); a future in which a column is undefined counts as
            not between.
        low, high: bounds that still count, shape (columns,).

    Source: Efron & Tibshirani (1993), An introduction to the bootstrap; Wilson (1927).
    """
    futures = len(outputs)
    if not futures:
        return math.nan, 0.0, 1.0
    means, luck = means_of(outputs), luck_of(outputs)

    def share(weights: Floats) -> Floats:
        values = _shrunk(means, luck, weights)
        between = ((values >= low) & (values <= high)).all(axis=2)
        return np.asarray((weights * between).sum(axis=1) / futures, np.float64)

    found = float(share(np.ones((1, futures)))[0])
    again = np.random.default_rng(SEED).multinomial(futures, np.full(futures, 1.0 / futures), RESAMPLES)
    ends = np.percentile(share(again.astype(np.float64)), (2.5, 97.5)).tolist()
    least, most = wilson(found, futures)
    return found, min(least, ends[0]), max(most, ends[1])


def wilson(share: float, number: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the ends of the interval of a share of so many.

    Source: Wilson (1927), Probable inference, the law of succession, and statistical inference.

    >>> [round(end, 3) for end in wilson(0.75, 4)]
    [0.301, 0.954]
    """
    z = float(ndtri(0.5 + 0.5 * confidence))
    centre = (share + z * z / (2.0 * number)) / (1.0 + z * z / number)
    root = math.sqrt(share * (1.0 - share) / number + z * z / (4.0 * number**2))
    half = z / (1.0 + z * z / number) * root
    return min(max(centre - half, 0.0), share), max(min(centre + half, 1.0), share)
