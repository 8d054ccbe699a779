"""A sample whose mean, spread and quantiles are read when all of it is there, in bounded memory."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.records.exact_sum import ExactSums

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MOST_KEPT = 2**20
"""Values that are kept as they are; a larger sample is kept as a histogram (assumed)."""
BITS_DROPPED = 38
"""Of the 52 bits behind the point, so that 14 stay: a histogram's values are right to 1/32,768 of theirs
(assumed)."""
LEAST = 2.0**-30
"""What is smaller counts as zero in a histogram (assumed)."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What is known of a sample of numbers from 0 up.  Nothing depends on the order of its values.

    Attributes:
        count: of its values.
        total: their sum, rounded once.
        values: all of them; or of a sample of more than ``MOST_KEPT`` those that differ when rounded to 15
            binary digits, in ascending order.
        each: how many there are of each of these; empty where each is one.
    """

    count: int
    total: float
    values: Floats
    each: Ints

    @property
    def mean(self) -> float:
        """Their mean; nan where there is none."""
        return self.total / self.count if self.count else float("nan")

    @property
    def spread(self) -> float:
        """Their standard deviation (divisor n - 1); nan for fewer than 2.

        >>> sample_of(np.array([0.5, 0.5, 0.5])).spread
        0.0
        """
        if self.count < 2:
            return float("nan")
        squares = (self.values - self.mean) ** 2
        sums = ExactSums()
        sums.add(squares * self.each if len(self.each) else squares)
        return float(np.sqrt(sums.total()[0] / (self.count - 1)))

    def quantile(self, percent: int) -> float:
        """Return the smallest of the values that at least ``percent`` % of them do not exceed.

        The value of rank ⌈n · percent / 100⌉ in ascending order (the inverse of the empirical distribution
        function); it was observed, not interpolated.  nan where there is none.

        >>> sample_of(np.array([4.0, 1.0, 3.0, 2.0])).quantile(50)
        2.0
        >>> sample_of(np.array([4.0, 1.0, 3.0, 2.0])).quantile(51)
        3.0
        """
        if not self.count:
            return float("nan")
        rank = max(1, -(-self.count * percent // 100))
        if len(self.each):
            return float(self.values[np.searchsorted(np.cumsum(self.each), rank)])
        has_many_equal = 4 * np.count_nonzero(self.values) < 3 * self.count  # of which a partition is slow
        in_place = np.sort(self.values) if has_many_equal else np.partition(self.values, rank - 1)
        return float(in_place[rank - 1])

    def lowest_mean(self, percent: int) -> float:
        """Return the mean of the lowest ``percent`` % of the values; nan where there is none.

        Of m = n · percent / 100 values; where m is not whole, the value of rank ⌈m⌉ counts with the share of
        it that is missing.  The expected shortfall of the empirical distribution (Acerbi & Tasche 2002, On
        the coherence of expected shortfall, Journal of Banking & Finance 26, 1487-1503), in the form q -
        Σ max(q - x, 0) / m around the quantile q (Rockafellar & Uryasev 2002, Conditional value-at-risk for
        general loss distributions, ibid., 1443-1471).

        >>> sample_of(np.arange(1.0, 11.0)).lowest_mean(10)
        1.0
        >>> 1.5 * sample_of(np.arange(1.0, 16.0)).lowest_mean(10)  # 1 · 1 + 0.5 · 2
        2.0
        """
        if not self.count:
            return float("nan")
        edge = self.quantile(percent)
        return edge - self._total_above_zero(edge - self.values) / (self.count * percent / 100)

    def highest_mean(self, percent: int) -> float:
        """Return the mean of the highest ``percent`` % of the values; nan where there is none.

        As ``lowest_mean``, from the other end.

        >>> sample_of(np.arange(1.0, 21.0)).highest_mean(5)
        20.0
        >>> 1.5 * sample_of(np.arange(1.0, 31.0)).highest_mean(5)  # 1 · 30 + 0.5 · 29
        44.5
        """
        if not self.count:
            return float("nan")
        edge = self.quantile(100 - percent)
        return edge + self._total_above_zero(self.values - edge) / (self.count * percent / 100)

    def _total_above_zero(self, numbers: Floats) -> float:
        """Return the sum, rounded once, of those above zero among numbers that belong to the values."""
        rows = np.flatnonzero(numbers > 0.0)
        return math.fsum((numbers[rows] * self.each[rows] if len(self.each) else numbers[rows]).tolist())

    def counts(self, bins: int) -> Ints:
        """Return how many values lie in each of some equal bins over [0, 1], shape (bins,)."""
        each = self.each if len(self.each) else None
        return np.histogram(self.values, bins, (0.0, 1.0), weights=each)[0].astype(np.int64)


class SampleTally:
    """A sample while it grows."""

    def __init__(self, most_kept: int = MOST_KEPT) -> None:
        self._most_kept = most_kept
        self._kept: list[Floats] = []
        self._count = self._kept_count = 0
        self._sum = ExactSums()
        self._first_key, self._counts = 0, np.zeros(0, np.int64)

    def add(self, values: Floats) -> None:
        """Add values, from 0 up."""
        self._kept.append(values)
        self._count += len(values)
        self._kept_count += len(values)
        self._sum.add(values)
        if self._kept_count > self._most_kept:
            self._fold()

    def sample(self) -> Sample:
        """Return what has come together."""
        if self._count > self._most_kept:
            self._fold()
            there = np.flatnonzero(self._counts)
            values, each = _value_of(self._first_key + there), self._counts[there]
        else:
            values, each = np.concatenate([np.zeros(0), *self._kept]), np.zeros(0, np.int64)
        return Sample(self._count, self._sum.total()[0], values, each)

    def _fold(self) -> None:
        """Count the kept values in the histogram."""
        keys = _key_of(np.concatenate([np.zeros(0), *self._kept]))
        self._kept, self._kept_count = [], 0
        if not len(keys):
            return
        first = int(keys.min()) if not len(self._counts) else min(self._first_key, int(keys.min()))
        last = max(int(keys.max()), self._first_key + len(self._counts) - 1)
        counts = np.bincount(keys - first, minlength=last - first + 1)
        begin = self._first_key - first
        counts[begin : begin + len(self._counts)] += self._counts
        self._first_key, self._counts = first, counts


def sample_of(values: Floats) -> Sample:
    """Return a sample of values from 0 up."""
    tally = SampleTally()
    tally.add(values)
    return tally.sample()


_ZERO = (int(np.float64(LEAST).view(np.int64)) >> BITS_DROPPED) - 1
"""The key of zero."""


def _key_of(values: Floats) -> Ints:
    """Return the number of the bin of each value: its leading bits, rounded."""
    bits = np.ascontiguousarray(values).view(np.int64)
    keys: Ints = np.maximum((bits + (1 << (BITS_DROPPED - 1))) >> BITS_DROPPED, _ZERO)
    return keys


def _value_of(keys: Ints) -> Floats:
    """Return the value that a bin's values are rounded to."""
    values: Floats = np.where(keys == _ZERO, 0.0, (keys << BITS_DROPPED).view(np.float64))
    return values
