"""Components of variance: how far people differ, apart from the luck of their single visits."""

import math
from collections.abc import Sequence

import numpy as np

from sim.measures.window import Mask
from sim.records.ratings import MARKS, Ratings

Group = tuple[int, int, int]
"""Count, sum and sum of squares of the whole numbers of one group."""


def spread_between(ratings: Ratings, who: Mask) -> float:
    """Return the standard deviation between actors of the mean quality of what they make at a step.

    The one-way model with random effects, at each step of its own, so that a harder step does not count as a
    weaker person: √ max(0, Σ (a - 1)(MSB - MSW) / Σ (a - 1) n₀) over the steps at which a >= 2 actors made
    quality and one of them twice.  Whoever made little counts for little; nobody is left out.  Of one step
    it is the estimator of Searle, Casella & McCulloch (1992), Variance Components, chapter 3, for groups of
    unequal size.

    Args:
        ratings: what visits have made.
        who: the actors that are meant, shape (actors,).

    Returns:
        The standard deviation [0-1]; nan where there is no such step.

    >>> marks = Ratings(np.array([[2], [2]]), np.array([[2], [6]]), np.array([[2], [18]]))  # 1, 1 and 3, 3
    >>> spread_between(marks, np.array([True, True])) * MARKS == math.sqrt(2)
    True
    """
    columns = (ratings.count[who].T, ratings.total[who].T, ratings.squares[who].T)
    rated = np.count_nonzero(columns[0], axis=1)
    steps = np.flatnonzero((rated > 1) & (columns[0].sum(axis=1) > rated))
    found = [_excess(list(zip(*(each[step].tolist() for each in columns), strict=True))) for step in steps]
    weight = math.fsum(weight for _, weight in found)
    excess = math.fsum(excess for excess, _ in found)
    return math.sqrt(max(0.0, excess / weight)) / MARKS if found else float("nan")


def _excess(groups: Sequence[Group]) -> tuple[float, float]:
    """Return (a - 1)(MSB - MSW) and (a - 1) n₀ of groups of whole numbers, whatever their order.

    >>> _excess([(2, 2, 2), (2, 6, 18)])  # 1, 1 and 3, 3: MSB 4, MSW 0, n₀ 2
    (4.0, 2.0)
    >>> _excess([(2, 4, 10), (1, 2, 4), (0, 0, 0)])  # 1, 3 and 2: MSB 0, MSW 2, n₀ 4/3
    (-2.0, 1.3333333333333333)
    """
    there = [group for group in groups if group[0]]
    n, total = sum(group[0] for group in there), sum(group[1] for group in there)
    between = math.fsum((t * n - total * k) ** 2 / (k * n * n) for k, t, _ in there)
    within = math.fsum((q * k - t * t) / k for k, t, q in there)
    spare = len(there) - 1
    return between - spare * within / (n - len(there)), (n * n - sum(k * k for k, _, _ in there)) / n
