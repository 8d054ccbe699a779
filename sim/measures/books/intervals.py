"""Sorted intervals of time as pairs of arrays: what two have in common, and what is in none."""

from typing import NamedTuple

import numpy as np

from sim.model.model import Floats, Ints


class Intervals(NamedTuple):
    """Sorted intervals that do not overlap, begin and end [h]."""

    begin: Floats
    end: Floats

    def within(self, low: float, high: float) -> "Intervals":
        """Return what lies between two moments.

        >>> Intervals(np.array([0.0, 5.0]), np.array([2.0, 9.0])).within(1.0, 6.0)
        Intervals(begin=array([1., 5.]), end=array([2., 6.]))
        """
        begin, end = np.maximum(self.begin, low), np.minimum(self.end, high)
        kept = begin < end
        return Intervals(begin[kept], end[kept])


NOWHERE = Intervals(np.zeros(0), np.zeros(0))


def common(one: Intervals, other: Intervals) -> tuple[Intervals, Ints]:
    """Return what two have in common, and of which interval of the first each piece is.

    >>> common(Intervals(np.array([0.0, 6.0]), np.array([4.0, 8.0])), Intervals(np.array([1.0, 3.0, 7.0]),
    ...     np.array([2.0, 7.0, 9.0])))[0]
    Intervals(begin=array([1., 3., 6., 7.]), end=array([2., 4., 7., 8.]))
    """
    first = np.searchsorted(other.end, one.begin, side="right")
    count = np.maximum(np.searchsorted(other.begin, one.end, side="left") - first, 0)
    of = np.repeat(np.arange(len(one.begin)), count)
    beside = np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count) + first[of]
    begin, end = np.maximum(one.begin[of], other.begin[beside]), np.minimum(one.end[of], other.end[beside])
    kept = begin < end
    return Intervals(begin[kept], end[kept]), of[kept]
