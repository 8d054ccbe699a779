"""What visits have made, added up by who made it and at which step; the order of visits changes nothing."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.records.record import Table

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
MARKS = 2.0**18
"""Marks of the quality 1.  Quality is rounded to whole marks, so that squares add up without rounding, up to
2^27 visits of one actor at one step (assumed)."""


@dataclass(frozen=True, slots=True)
class Ratings:
    """Visits of the measured part whose work has a quality, by actor and step, each of shape (actors, steps).

    Attributes:
        count: of these visits.
        total: of the marks of their qualities.
        squares: sum of the squares of these marks.
    """

    count: Ints
    total: Ints
    squares: Ints


def ratings_of(visits: Table, which: Mask, actors: int, steps: int) -> Ratings:
    """Return what some visits have made.

    Args:
        visits: columns of ``sim.records.columns.VISITS``.
        which: of the visits, shape (visits,); those without a quality are left out.
        actors, steps: how many there are.
    """
    quality = np.asarray(visits["quality"], np.float64)
    rated = np.flatnonzero(which & ~np.isnan(quality))
    marks = np.floor(quality[rated] * MARKS + 0.5).astype(np.int64)
    place = (np.asarray(visits["actor"])[rated], np.asarray(visits["step"])[rated])
    once = np.ones_like(marks)
    return Ratings(*(_added(place, numbers, (actors, steps)) for numbers in (once, marks, marks * marks)))


def _added(place: tuple[NDArray[Any], NDArray[Any]], numbers: Ints, shape: tuple[int, int]) -> Ints:
    """Return the sums of whole numbers by place."""
    sums = np.zeros(shape, np.int64)
    np.add.at(sums, place, numbers)
    return sums
