"""Whether one distribution is better than another throughout: first- and second-order dominance.

Values are grouped by replication: those of one replication depend on each other, replications do not, and
replication j of both systems shares its luck.  Larger values are better.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.statistics.estimate import FEWEST, student_quantile
from sim.statistics.quantiles import lowest_mean

Floats = NDArray[np.float64]
PERCENTILES = (5, 95)
"""Of both systems' values taken together, between which their distributions are compared: in the far tails
there are too few values to tell anything (Davidson & Duclos 2013)."""
WORST = 1
"""Per cent of a replication's values that are its worst."""


@dataclass(frozen=True, slots=True)
class Distributed:
    """The values of each replication of a system.

    Attributes:
        values: shape (replications, values).
        weights: how often each counts, same shape, whole numbers; 0 for one that is not there.
    """

    values: Floats
    weights: Floats


def order_of_dominance(candidate: Distributed, baseline: Distributed, confidence: float = 0.95) -> int:
    """Return the lowest order in which the candidate surely dominates: 1, 2, or 0 for none.

    *Second order*: at each level between the 5th and the 95th percentile of both together the candidate
    falls short of it by less on average, E (x - X)⁺, and the worst hundredth of its values is better on
    average.  *First order*: besides, fewer of its values lie below each of these levels.  A level that no
    value of either lies beyond tells nothing.  Levels are a percentile apart; as a distribution function
    never falls, the candidate's at one level stays below the baseline's at the level before, so that they
    cannot cross in between either.

    Each is claimed only if every paired difference that it asks for is by itself surely on the right side (an
    intersection-union test), and the first order only with the second, so that a wrong claim has probability
    1 - confidence at most, whatever the number of levels.

    Args:
        candidate, baseline: paired replications.
        confidence: of the claim.

    Source: Berger (1982); Davidson & Duclos (2013), Testing for restricted stochastic dominance.
    """
    points = grid(candidate, baseline)
    own, its = (partial_moments(each, points, 2) for each in (candidate, baseline))
    is_undercut = (own + its > 0.0).any(axis=0)
    worst = _worst(candidate) - _worst(baseline)
    if not surely_positive(np.column_stack([(its - own)[:, is_undercut], worst]), confidence):
        return 0
    ends = np.append(points[1:], np.nextafter(points[-1], np.inf))
    own, its = _shares_below(candidate, ends), partial_moments(baseline, points, 1)
    is_exceeded = (np.minimum(own, its) < 1.0).any(axis=0)
    return 1 if surely_positive((its - own)[:, is_exceeded], confidence) else 2


def grid(one: Distributed, other: Distributed) -> Floats:
    """Return the levels at which distributions are compared: percentiles of all values, none twice."""
    values = np.concatenate([one.values, other.values])
    weights = np.concatenate([one.weights, other.weights])
    order = np.argsort(values, axis=None, kind="stable")
    ranked = values.ravel()[order]
    share = np.cumsum(weights.ravel()[order])
    wanted = np.arange(PERCENTILES[0], PERCENTILES[1] + 1) / 100.0 * share[-1]
    return np.asarray(np.unique(ranked[np.searchsorted(share, wanted)]), np.float64)


def partial_moments(system: Distributed, points: Floats, order: int) -> Floats:
    """Return the lower partial moments of each replication's values, shape (replications, points).

    Order 1: the share that does not exceed a point, F(x).  Order 2: E (x - X)⁺, which is F integrated.

    Args:
        system: its values.
        points: x.
        order: 1 or 2.
    """
    if order == 1:
        return _shares_below(system, np.nextafter(points, np.inf))
    short = [(np.maximum(point - system.values, 0.0) * system.weights).sum(axis=1) for point in points]
    return np.asarray(np.column_stack(short) / system.weights.sum(axis=1)[:, None], np.float64)


def _shares_below(system: Distributed, points: Floats) -> Floats:
    """Return the share of each replication's values that lie below each point, (replications, points)."""
    below = [((system.values < point) * system.weights).sum(axis=1) for point in points]
    return np.asarray(np.column_stack(below) / system.weights.sum(axis=1)[:, None], np.float64)


def _worst(system: Distributed) -> Floats:
    """Return the mean of the worst values of each replication, shape (replications,)."""
    order = np.argsort(system.values, axis=1, kind="stable")
    ranked, counts = (np.take_along_axis(each, order, axis=1) for each in (system.values, system.weights))
    rows = zip(ranked, counts.astype(np.int64), strict=True)
    return np.array([lowest_mean(values, WORST, each) for values, each in rows])


def surely_positive(differences: Floats, confidence: float) -> bool:
    """Return whether the mean of every column is by itself surely above zero (Student).

    Args:
        differences: shape (replications, columns).
        confidence: of each, one-sided.
    """
    number = len(differences)
    if number < FEWEST:
        return False
    errors = differences.std(axis=0, ddof=1) / math.sqrt(number)
    means = differences.mean(axis=0)
    return bool((means > student_quantile(confidence, number - 1) * errors).all() and (means > 0.0).all())
