"""A sample whose mean, spread and quantiles are read when all of it is there, in bounded memory."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.records.exact_sum import ExactSums
from sim.statistics.quantiles import highest_mean, lowest_mean, quantile

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
        """Return the smallest of the values that at least ``percent`` % of them do not exceed."""
        return quantile(self.values, percent, self.each)

    def lowest_mean(self, percent: int) -> float:
        """Return the mean of the lowest ``percent`` % of the values, the expected shortfall."""
        return lowest_mean(self.values, percent, self.each)

    def highest_mean(self, percent: int) -> float:
        """Return the mean of the highest ``percent`` % of the values."""
        return highest_mean(self.values, percent, self.each)

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
