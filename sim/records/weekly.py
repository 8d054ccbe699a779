"""Weekly series of the organisation, added up from tasks in any order."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.records.exact_sum import ExactSums
from sim.records.record import Table
from sim.units import HOURS_PER_WEEK

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
COUNTS = ("arrivals", "open_tasks", "departures", "delivered", "good", "rated")
"""What is counted of the tasks of a week; open ones are there from the start, the rated have a quality."""
SUMS = ("moments", "quality", "value")
"""What is added up: when tasks came less when they left, and of those delivered quality and value."""


def week_edges(horizon: float) -> Floats:
    """Return the ends of the weeks of a run, the last at the horizon [h]."""
    weeks = max(1, math.ceil(horizon / HOURS_PER_WEEK))
    edges: Floats = np.minimum(np.arange(1, weeks + 1) * HOURS_PER_WEEK, horizon)
    return edges


class WeekTally:
    """Columns of ``sim.records.columns.WEEKS``, but for costs, while tasks come in.

    What happens at the end of a week belongs to the next one; at the horizon, to the last.
    """

    def __init__(self, horizon: float) -> None:
        self._ends = week_edges(horizon)
        weeks = len(self._ends)
        self._take(
            {name: np.zeros(weeks, np.int64) for name in COUNTS}, {name: ExactSums(weeks) for name in SUMS}
        )

    @classmethod
    def of(cls, horizon: float, counts: Mapping[str, Ints], sums: Mapping[str, ExactSums]) -> "WeekTally":
        """Return a tally of what has been added up elsewhere: ``COUNTS`` and ``SUMS`` by name."""
        tally = cls(horizon)
        tally._take(counts, sums)
        return tally

    def _take(self, counts: Mapping[str, Ints], sums: Mapping[str, ExactSums]) -> None:
        self._arrivals, self._open, self._departures, self._delivered, self._good, self._rated = (
            counts[name] for name in COUNTS
        )
        self._moments, self._quality, self._value = (sums[name] for name in SUMS)

    def add(self, tasks: Table) -> None:
        """Add tasks.

        Args:
            tasks: columns of ``sim.records.columns.TASKS``.
        """
        came_at = np.maximum(np.asarray(tasks["arrived_at"], np.float64), 0.0)
        week = self._week(came_at)
        was_open = _open_at_start(tasks)
        self._count(self._arrivals, week[~was_open])
        self._count(self._open, week[was_open])
        self._moments.add(came_at, week)
        delivered_at = np.asarray(tasks["delivered_at"], np.float64)
        out = _rows(~np.isnan(delivered_at))
        left_at = delivered_at[out]
        week = self._week(left_at)
        self._count(self._departures, week)
        self._moments.add(-left_at, week)
        first_hand = _rows(np.asarray(tasks["parent"])[out] < 0)
        self._add_delivered(week[first_hand], {name: tasks[name][out][first_hand] for name in _OF_DELIVERED})

    def _add_delivered(self, week: Ints, tasks: dict[str, NDArray[Any]]) -> None:
        self._count(self._delivered, week)
        self._count(self._good, week[~tasks["defective"].astype(np.bool_)])
        if tasks["value"].any():
            self._value.add(tasks["value"].astype(np.float64), week)
        quality = tasks["quality"].astype(np.float64)
        rated = _rows(~np.isnan(quality))
        self._count(self._rated, week[rated])
        self._quality.add(quality[rated], week[rated])

    def columns(self) -> dict[str, object]:
        """Return the columns by name, each of shape (weeks,)."""
        rated = self._rated
        quality = np.full(len(rated), np.nan)
        return {
            "week": np.arange(1, len(rated) + 1),
            "ended_at": self._ends,
            "arrivals": self._arrivals,
            "delivered": self._delivered,
            "good": self._good,
            "wip": np.cumsum(self._more()),
            "mean_wip": self._hours_inside() / np.diff(self._ends, prepend=0.0),
            "value": np.array(self._value.total()),
            "quality": np.divide(np.array(self._quality.total()), rated, out=quality, where=rated > 0),
        }

    def _hours_inside(self) -> Floats:
        """Return the hours that tasks spend inside in each week, shape (weeks,) [h]."""
        more = self._more()
        at_begin = np.concatenate([[0], np.cumsum(more)[:-1]])
        of_the_weeks = more * self._ends - np.array(self._moments.total())
        hours: Floats = at_begin * np.diff(self._ends, prepend=0.0) + of_the_weeks
        return hours

    def _more(self) -> Ints:
        """Return how many more tasks are inside at the end of each week than at the end of the last one."""
        more: Ints = self._arrivals + self._open - self._departures
        return more

    def _week(self, moments: Floats) -> Ints:
        """Return the week of each moment, 0 up."""
        week = np.searchsorted(self._ends, moments, side="right")
        inside: Ints = np.minimum(week, len(self._ends) - 1)
        return inside

    def _count(self, counts: Ints, week: Ints) -> None:
        counts += np.bincount(week, minlength=len(counts))


_OF_DELIVERED = ("defective", "value", "quality")


def _open_at_start(tasks: Table) -> NDArray[np.bool_]:
    """Return which tasks were open at the start: their numbers are below 0; their repairs arrive later."""
    was_open: NDArray[np.bool_] = (np.asarray(tasks["number"]) < 0) & (np.asarray(tasks["parent"]) < 0)
    return was_open


def _rows(which: NDArray[np.bool_]) -> slice | Ints:
    """Return the rows that are meant; all of them without a copy."""
    return slice(None) if which.all() else np.flatnonzero(which)
