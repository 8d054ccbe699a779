"""Rows of unequal length as flat arrays with offsets."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.model.model import Flags, Floats, Ints, Words

T = TypeVar("T")
A = TypeVar("A", bound=NDArray[Any])


def offsets(rows: Iterable[Sequence[object]]) -> Ints:
    """Return where each row begins in the flat array, and where the last ends.

    >>> offsets([[1, 2], [], [3]]).tolist()
    [0, 2, 2, 3]
    """
    return np.cumsum([0, *(len(row) for row in rows)], dtype=np.int64)


def ints(values: Iterable[int]) -> Ints:
    """Return whole numbers as a frozen array."""
    return frozen(np.array(list(values), dtype=np.int64))


def floats(values: Iterable[float]) -> Floats:
    """Return numbers as a frozen array."""
    return frozen(np.array(list(values), dtype=np.float64))


def flags(values: Iterable[bool]) -> Flags:
    """Return a frozen row of truths."""
    return frozen(np.array(list(values), dtype=np.bool_))


def words(values: Iterable[int]) -> Words:
    """Return words of luck as a frozen array."""
    return frozen(np.array(list(values), dtype=np.uint64))


def frozen(array: A) -> A:
    """Return the array, made read-only."""
    array.setflags(write=False)
    return array


def flat(rows: Iterable[Sequence[T]]) -> list[T]:
    """Return the rows one after the other.

    >>> flat([[1, 2], [], [3]])
    [1, 2, 3]
    """
    return [value for row in rows for value in row]
