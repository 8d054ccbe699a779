"""Hours of visits and actors within any window, from what has happened."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.model import FINISH, NONE, Model
from sim.model.names import PoolKind
from sim.records.record import Table

Floats = NDArray[np.float64]
Rows = slice | NDArray[np.int64]


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
        pool, seat, calendar, joined_at, left_at, rate: of each actor, those hired on the way last.
        duties: each calendar as it ran, outages drawn, overtime worked.
        stocks: columns of ``STOCKS``.
        absences: actor, since and until of hours off the line [h].
        acted_at: when each lever has acted; inf: never [h].
    """

    tasks: dict[str, Floats]
    visits: dict[str, Floats]
    pool: NDArray[np.int64]
    seat: NDArray[np.int64]
    calendar: NDArray[np.int64]
    joined_at: Floats
    left_at: Floats
    rate: Floats
    duties: list[DutyHours]
    stocks: dict[str, Floats]
    absences: dict[str, Floats]
    acted_at: Floats


class Timesheet:
    """Hours of visits and actors within any window."""

    def __init__(self, model: Model, visits: Table, history: History) -> None:
        self.actor = visits["actor"].astype(np.int64)
        self.start = visits["started_at"].astype(np.float64)
        ended = visits["ended_at"].astype(np.float64)
        self.end = np.where(np.isnan(ended), math.inf, ended)
        self.pool = history.pool
        self._calendar = history.calendar
        self._duties = history.duties
        self._normal = _normal_duties(model)
        self.acted_at = history.acted_at
        self._model = model
        self._step = visits["step"].astype(np.int64)
        finish = self.of_steps("end_of_shift") == FINISH
        self._stays = finish & (model.pools.kind[self.pool[self.actor]] != PoolKind.TOOL)
        self._away = history.absences
        self._away_actor = history.absences["actor"].astype(np.int64)
        self.has_training = len(self._away_actor) > 0
        self.joined_at = history.joined_at
        self.left_at = history.left_at

    def of_steps(self, name: str) -> NDArray[Any]:
        """Return for each visit what a column of the steps was when it began, after dated changes.

        Args:
            name: a column of ``sim.model.model.Steps`` with a row for each step.
        """
        levers = self._model.levers
        values: NDArray[Any] = getattr(self._model.steps, name)[self._step]
        events = np.flatnonzero(levers.phase != NONE)
        for event in events[np.argsort(self.acted_at[events], kind="stable")]:
            phase = self._model.phases[int(levers.phase[event])]
            rows = (self.start >= self.acted_at[event]) & np.isin(self._step, phase.changed)
            values[rows] = getattr(phase.steps, name)[self._step[rows]]
        return values

    def worked(self, begin: float, end: float, visits: Rows = slice(None)) -> tuple[Floats, Floats]:
        """Return hands-on hours of visits within a window, and those of them beyond the shift [h].

        Args:
            begin, end: the window [h].
            visits: which visits; all when left out.
        """
        first = np.clip(self.start[visits], begin, end)
        last = np.clip(self.end[visits], begin, end)
        on_duty = self._on_duty(self._calendar[self.actor[visits]], first, last)
        hours = np.where(self._stays[visits], last - first, on_duty)
        return hours, np.maximum(hours - on_duty, 0.0)

    def trained(self, begin: float, end: float) -> Floats:
        """Return the hours on duty that each actor spends off the line within a window [h]."""
        actor = self._away_actor
        first = np.clip(self._away["since"], begin, end)
        last = np.clip(np.fmin(self._away["until"], self.left_at[actor]), begin, end)
        hours = self._on_duty(self._calendar[actor], first, last)
        trained: Floats = np.bincount(actor, hours, len(self.pool)).astype(np.float64)
        return trained

    def available(self, begin: float, end: float) -> Floats:
        """Return the hours on duty of each actor within a window [h]."""
        first = np.clip(self.joined_at, begin, end)
        last = np.clip(self.left_at, begin, end)
        return self._on_duty(self._calendar, first, last)

    def prolonged(self, begin: float, end: float) -> Floats:
        """Return the hours on duty of each actor within a window beyond the normal ones [h]."""
        first = np.clip(self.joined_at, begin, end)
        last = np.clip(self.left_at, begin, end)
        normal = self._on_duty(self._calendar, first, last, self._normal)
        return np.maximum(self.available(begin, end) - normal, 0.0)

    def _on_duty(
        self,
        calendars: NDArray[np.int64],
        first: Floats,
        last: Floats,
        duties: list[DutyHours] | None = None,
    ) -> Floats:
        hours = np.zeros(len(first))
        for calendar, duty in enumerate(duties or self._duties):
            rows = np.flatnonzero(calendars == calendar)
            hours[rows] = duty.until(last[rows]) - duty.until(first[rows])
        return hours


def _normal_duties(model: Model) -> list[DutyHours]:
    """Return the calendars as they are without overtime; those of tools without random outages."""
    c = model.calendars
    return [
        DutyHours(c.start[begin:end], c.end[begin:end], c.worked[begin:end])
        for begin, end in zip(c.first[:-1].tolist(), c.first[1:].tolist(), strict=True)
    ]
