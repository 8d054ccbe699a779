"""Quantiles of a sample, and means of its worst part: of what was observed, nothing is interpolated."""

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ONCE: Ints = np.zeros(0, np.int64)
"""How many there are of each value, where each is one."""


def quantile(values: Floats, percent: int, each: Ints = ONCE) -> float:
    """Return the smallest of the values that at least ``percent`` % of them do not exceed.

    The value of rank ⌈n · percent / 100⌉ in ascending order (the inverse of the empirical distribution
    function); it was observed, not interpolated.  nan where there is none.

    Args:
        values: in any order; in ascending order where ``each`` is given.
        percent: 1 to 100.
        each: how many there are of each value; empty: one.

    >>> quantile(np.array([4.0, 1.0, 3.0, 2.0]), 50)
    2.0
    >>> quantile(np.array([4.0, 1.0, 3.0, 2.0]), 51)
    3.0
    """
    count = _count(values, each)
    if not count:
        return float("nan")
    rank = max(1, -(-count * percent // 100))
    if len(each):
        return float(values[np.searchsorted(np.cumsum(each), rank)])
    has_many_equal = 4 * np.count_nonzero(values) < 3 * count  # of which a partition is slow
    in_place = np.sort(values) if has_many_equal else np.partition(values, rank - 1)
    return float(in_place[rank - 1])


def lowest_mean(values: Floats, percent: int, each: Ints = ONCE) -> float:
    """Return the mean of the lowest ``percent`` % of the values; nan where there is none.

    Of m = n · percent / 100 values; where m is not whole, the value of rank ⌈m⌉ counts with the share of
    it that is missing.  The expected shortfall of the empirical distribution (Acerbi & Tasche 2002, On
    the coherence of expected shortfall, Journal of Banking & Finance 26, 1487-1503), in the form q -
    Σ max(q - x, 0) / m around the quantile q (Rockafellar & Uryasev 2002, Conditional value-at-risk for
    general loss distributions, ibid., 1443-1471).

    Args:
        values, percent, each: as in ``quantile``.

    >>> lowest_mean(np.arange(1.0, 11.0), 10)
    1.0
    >>> 1.5 * lowest_mean(np.arange(1.0, 16.0), 10)  # 1 · 1 + 0.5 · 2
    2.0
    """
    count = _count(values, each)
    if not count:
        return float("nan")
    edge = quantile(values, percent, each)
    return edge - _total_above_zero(edge - values, each) / (count * percent / 100)


def highest_mean(values: Floats, percent: int, each: Ints = ONCE) -> float:
    """Return the mean of the highest ``percent`` % of the values; nan where there is none.

    As ``lowest_mean``, from the other end.

    >>> highest_mean(np.arange(1.0, 21.0), 5)
    20.0
    >>> 1.5 * highest_mean(np.arange(1.0, 31.0), 5)  # 1 · 30 + 0.5 · 29
    44.5
    """
    count = _count(values, each)
    if not count:
        return float("nan")
    edge = quantile(values, 100 - percent, each)
    return edge + _total_above_zero(values - edge, each) / (count * percent / 100)


def _count(values: Floats, each: Ints) -> int:
    return int(each.sum()) if len(each) else len(values)


def _total_above_zero(numbers: Floats, each: Ints) -> float:
    """Return the sum, rounded once, of those above zero among numbers that belong to the values."""
    rows = np.flatnonzero(numbers > 0.0)
    return math.fsum((numbers[rows] * each[rows] if len(each) else numbers[rows]).tolist())
