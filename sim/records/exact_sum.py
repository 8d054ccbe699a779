"""Sums of floating-point numbers that do not depend on the order in which they are added.

A number is cut into three whole numbers, of 2^-10, 2^-50 and 2^-90, which add up without rounding.  What is a
multiple of 2^-90 is added exactly: all numbers from 4e-12 up, to their last bit.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
UNITS = (2.0**-10, 2.0**-50, 2.0**-90)
"""What the parts of a number are counted in."""
MOST = 2.0**53
"""Whole numbers up to this are exact as floating-point numbers."""


class ExactSums:
    """Sums by bin, to which numbers are added in any order."""

    def __init__(self, bins: int) -> None:
        self._parts = [np.zeros(bins, np.int64) for _ in UNITS]

    def add(self, values: Floats, bins: Ints | None = None) -> None:
        """Add numbers, each to its bin; to the first where no bins are given.

        Args:
            values: finite, of up to 4e12 each, and together up to 9e15.
            bins: of the same shape.
        """
        rest = values
        for part, unit in zip(self._parts, UNITS, strict=True):
            whole = np.floor(rest / unit)
            rest = rest - whole * unit
            if bins is None:
                part[0] += int(whole.astype(np.int64).sum())
            elif len(whole) * np.abs(whole).max(initial=0.0) < MOST:
                part[:] += np.bincount(bins, whole, len(part)).astype(np.int64)
            else:
                np.add.at(part, bins, whole.astype(np.int64))

    def total(self) -> list[float]:
        """Return the sums, each rounded once.

        >>> sums = ExactSums(1)
        >>> sums.add(np.array([0.1] * 10 + [1e9, -1e9]))
        >>> sums.total()
        [1.0]
        """
        columns = zip(*(sums.tolist() for sums in self._parts), strict=True)
        return [(((coarse << 40) + middle << 40) + fine) / 2**90 for coarse, middle, fine in columns]
