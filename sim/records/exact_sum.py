"""Sums of floating-point numbers that do not depend on the order in which they are added.

A number is cut into whole numbers of 2^-10, 2^-50 and 2^-90, which add up without rounding.  What is a
multiple of 2^-90 is added exactly: all numbers from 4e-12 up, to their last bit.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DIGITS = (10, 40, 40)
"""Binary digits after the point that each part takes, one part after the other."""
AT_ONCE = 2**13
"""So many parts of 40 digits add up to less than 2^53, exactly, even as floating-point numbers."""
MOST = 2.0**40
"""Beyond so many 2^-10, a number of 1e9, whole numbers of any length are used."""


class ExactSums:
    """Sums by bin, to which numbers are added in any order."""

    def __init__(self, bins: int = 1) -> None:
        self._parts = [np.zeros(bins, np.int64) for _ in DIGITS]
        self._large = np.zeros(bins, object)

    @classmethod
    def of(cls, *parts: Ints) -> "ExactSums":
        """Return sums by bin whose parts have been added up elsewhere, each of shape (bins,)."""
        sums = cls(len(parts[0]))
        sums._parts = [np.array(part) for part in parts]
        return sums

    def add(self, values: Floats, bins: Ints | None = None) -> None:
        """Add numbers, each to its bin; to the first where no bins are given.

        Args:
            values: finite.
            bins: of the same shape.
        """
        for first in range(0, len(values), AT_ONCE):
            rows = slice(first, first + AT_ONCE)
            self._add(values[rows], None if bins is None else bins[rows])

    def _add(self, values: Floats, bins: Ints | None) -> None:
        rest = values
        for part, digits in zip(self._parts, DIGITS, strict=True):
            rest = rest * 2.0**digits
            whole = np.trunc(rest)
            rest -= whole
            if part is self._parts[0] and np.abs(whole).max() > MOST:
                places = np.zeros(len(whole), np.int64) if bins is None else bins
                np.add.at(self._large, places, np.array([int(number) for number in whole], object))
            elif bins is None:
                part[0] += int(whole.sum())
            else:
                part[:] += np.bincount(bins, whole, len(part)).astype(np.int64)

    def total(self) -> list[float]:
        """Return the sums, each rounded once.

        >>> sums = ExactSums()
        >>> sums.add(np.array([0.1] * 10 + [1e300, -1e300]))
        >>> sums.total()
        [1.0]
        """
        columns = zip(*(part.tolist() for part in self._parts), self._large.tolist(), strict=True)
        return [
            ((coarse + large << 80) + (middle << 40) + fine) / 2**90
            for coarse, middle, fine, large in columns
        ]
