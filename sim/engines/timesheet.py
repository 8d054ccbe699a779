"""Hours of visits and actors within any window, from what has happened."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.model.model import FINISH, Model
from sim.records.record import Table

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DutyHours:
    """One calendar as it ran."""

    start: Floats
    end: Floats
    worked: Floats

    def until(self, moment: Floats) -> Floats:
        """Return the hours on duty up to each moment [h]."""
        if len(self.start) == 0:
            return np.zeros_like(moment)
        row = np.searchsorted(self.start, moment, side="right") - 1
        inside = np.maximum(row, 0)
        hours = self.worked[inside] + (np.minimum(moment, self.end[inside]) - self.start[inside])
        return np.where(row >= 0, hours, 0.0)


@dataclass(frozen=True, slots=True)
class History:
    """What an engine hands over at the end.

    Attributes:
        tasks: columns of ``sim.records.columns.TASKS``.
        visits: columns of ``VISITS`` but for the number of the visit; those in hand last.
        joined_at, left_at, rate: of each actor.
        duties: each calendar as it ran, outages drawn.
    """

    tasks: dict[str, list[float]]
    visits: dict[str, list[float]]
    joined_at: list[float]
    left_at: list[float]
    rate: list[float]
    duties: list[DutyHours]


class Timesheet:
    """Hours of visits and actors within any window."""

    def __init__(self, model: Model, visits: Table, history: History) -> None:
        self.actor = visits["actor"].astype(np.int64)
        self.start = visits["started_at"].astype(np.float64)
        ended = visits["ended_at"].astype(np.float64)
        self.end = np.where(np.isnan(ended), math.inf, ended)
        self._calendar = model.actors.calendar
        self._duties = history.duties
        self._stays = model.steps.end_of_shift[visits["step"].astype(np.int64)] == FINISH
        planned = self.start + visits["service_time"].astype(np.float64)
        self.end = np.where(self._stays, planned, self.end)
        self.joined_at = np.array(history.joined_at)
        self.left_at = np.array(history.left_at)

    def worked(self, begin: float, end: float) -> tuple[Floats, Floats]:
        """Return hands-on hours of each visit within a window, and those of them beyond the shift [h]."""
        first = np.clip(self.start, begin, end)
        last = np.clip(self.end, begin, end)
        on_duty = np.zeros(len(first))
        calendars = self._calendar[self.actor]
        for calendar in np.unique(calendars):
            rows = calendars == calendar
            duty = self._duties[int(calendar)]
            on_duty[rows] = duty.until(last[rows]) - duty.until(first[rows])
        hours = np.where(self._stays, last - first, on_duty)
        return hours, np.maximum(hours - on_duty, 0.0)

    def available(self, begin: float, end: float) -> Floats:
        """Return the hours on duty of each actor within a window [h]."""
        first = np.clip(self.joined_at, begin, end)
        last = np.clip(self.left_at, begin, end)
        hours = np.zeros(len(first))
        for calendar in np.unique(self._calendar):
            rows = self._calendar == calendar
            duty = self._duties[int(calendar)]
            hours[rows] = duty.until(last[rows]) - duty.until(first[rows])
        return hours
