"""Hours of visits and actors, segment by segment of a run, from what has happened.

A run is cut at the end of each week and of the warm-up.  Hours are added up for each actor, whose visits
follow one another, and then over actors by number: so neither the order of visits nor the length of the run
changes the hours of a week.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.model import FINISH, NONE, Model
from sim.model.names import PoolKind
from sim.records.record import Table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


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

    tasks: dict[str, NDArray[Any]]
    visits: dict[str, NDArray[Any]]
    pool: Ints
    seat: Ints
    calendar: Ints
    joined_at: Floats
    left_at: Floats
    rate: Floats
    duties: list[DutyHours]
    stocks: dict[str, NDArray[Any]]
    absences: dict[str, NDArray[Any]]
    acted_at: Floats


@dataclass(frozen=True, slots=True)
class Pieces:
    """Stretches of time, cut at the ends of segments.

    Attributes:
        of: which stretch a piece is of.
        segment: in which it lies.
        begin, end: of the piece [h].
    """

    of: Ints
    segment: Ints
    begin: Floats
    end: Floats


class Timesheet:
    """Hours of visits and actors in each segment of a run.

    Attributes:
        cuts: where segments begin, and the horizon, shape (segments + 1,) [h].
        actor, start, step: of each visit.
        first_segment: in which a visit begins.
        pool, joined_at, left_at, acted_at: as in ``History``.
    """

    def __init__(self, model: Model, visits: Table, history: History, cuts: Floats) -> None:
        self.cuts = cuts
        self.actor = visits["actor"].astype(np.int64)
        self.start = visits["started_at"].astype(np.float64)
        self.first_segment = np.searchsorted(cuts, self.start, side="right") - 1
        self.pool = history.pool
        self.joined_at = history.joined_at
        self.left_at = history.left_at
        self.acted_at = history.acted_at
        self._calendar = history.calendar
        self._duties = history.duties
        self._model = model
        self._step = visits["step"].astype(np.int64)
        self._ended = visits["ended_at"].astype(np.float64)
        self._absences = history.absences

    @property
    def segments(self) -> int:
        """Their number."""
        return len(self.cuts) - 1

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

    # --- visits ------------------------------------------------------------------------------

    @cached_property
    def pieces(self) -> Pieces:
        """The visits, cut at the ends of segments."""
        return self._cut(self.start, self._ended)

    @cached_property
    def hands_on(self) -> tuple[Floats, Floats]:
        """Hands-on hours of each piece of a visit, and those of them beyond the shift [h]."""
        p = self.pieces
        finish = self.of_steps("end_of_shift") == FINISH
        stays = finish & (self._model.pools.kind[self.pool[self.actor]] != PoolKind.TOOL)
        on_duty = self._on_duty(self._calendar[self.actor[p.of]], p.begin, p.end)
        hours = np.where(stays[p.of], p.end - p.begin, on_duty)
        return hours, np.maximum(hours - on_duty, 0.0)

    def worked(self) -> tuple[Floats, Floats]:
        """Return hands-on hours, and those beyond the shift, each of shape (segments, actors) [h]."""
        hours, beyond = self.hands_on
        actor = self.actor[self.pieces.of]
        return self.summed(self.pieces.segment, actor, hours), self.summed(self.pieces.segment, actor, beyond)

    # --- actors ------------------------------------------------------------------------------

    def trained(self) -> Floats:
        """Return the hours on duty off the line, shape (segments, actors) [h]."""
        actor = self._absences["actor"].astype(np.int64)
        ends = np.fmin(self._absences["until"], self.left_at[actor])
        p = self._cut(self._absences["since"], ends)
        hours = self._on_duty(self._calendar[actor[p.of]], p.begin, p.end)
        return self.summed(p.segment, actor[p.of], hours)

    def available(self) -> Floats:
        """Return the hours on duty, shape (segments, actors) [h]."""
        return self._there(self._duties)

    def prolonged(self, available: Floats) -> Floats:
        """Return the hours on duty beyond normal ones, shape (segments, actors) [h].

        Args:
            available: the hours on duty.
        """
        normal = _normal_duties(self._model)
        if all(np.array_equal(one.end, other.end) for one, other in zip(self._duties, normal, strict=True)):
            return np.zeros_like(available)
        return np.maximum(available - self._there(normal), 0.0)

    def while_there(self, moments: Floats) -> Floats:
        """Return moments kept between when each actor came and left, shape (moments, actors) [h]."""
        horizon = self.cuts[-1]
        came, left = np.minimum(self.joined_at, horizon), np.minimum(self.left_at, horizon)
        there: Floats = np.clip(moments[:, None], came, np.maximum(left, came))
        return there

    def _there(self, duties: list[DutyHours]) -> Floats:
        """Return the hours on duty while each actor was there, shape (segments, actors) [h]."""
        moments = self.while_there(self.cuts)
        hours = np.zeros(moments.shape)
        for calendar, duty in enumerate(duties):
            actors = np.flatnonzero(self._calendar == calendar)
            if len(actors):
                hours[:, actors] = duty.until(moments[:, actors])
        there: Floats = np.diff(hours, axis=0)
        return there

    def by_pool(self, values: Floats) -> Floats:
        """Return the sums over each pool's actors, shape (segments, pools), of values by actor.

        Args:
            values: of shape (segments, actors).
        """
        sums = np.zeros((len(self._model.names.pools), len(values)))
        np.add.at(sums, self.pool, values.T)
        return sums.T

    # --- how it is reckoned ------------------------------------------------------------------

    def _cut(self, begin: NDArray[Any], end: NDArray[Any]) -> Pieces:
        """Cut stretches of time at the ends of segments; nan as an end stands for the horizon."""
        begin = begin.astype(np.float64)
        end = np.fmin(end.astype(np.float64), self.cuts[-1])
        first = np.searchsorted(self.cuts, begin, side="right") - 1
        last = np.maximum(np.searchsorted(self.cuts, end, side="left") - 1, first)
        count = last - first + 1
        of = np.repeat(np.arange(len(begin)), count)
        segment = np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count) + first[of]
        return Pieces(
            of,
            segment,
            np.maximum(begin[of], self.cuts[segment]),
            np.minimum(end[of], self.cuts[segment + 1]),
        )

    def _on_duty(self, calendars: Ints, first: Floats, last: Floats) -> Floats:
        """Return the hours on duty of some calendars between moments [h]."""
        hours = np.zeros(len(first))
        order = np.argsort(calendars, kind="stable")
        bounds = np.searchsorted(calendars[order], np.arange(len(self._duties) + 1))
        for calendar, duty in enumerate(self._duties):
            rows = order[bounds[calendar] : bounds[calendar + 1]]
            if len(rows):
                hours[rows] = duty.until(last[rows]) - duty.until(first[rows])
        return hours

    def summed(self, segment: Ints, actor: Ints, hours: Floats) -> Floats:
        """Return sums of hours in the order given, shape (segments, actors) [h]."""
        actors = len(self.pool)
        sums: Floats = np.bincount(segment * actors + actor, hours, self.segments * actors).astype(np.float64)
        return sums.reshape(self.segments, actors)


def _normal_duties(model: Model) -> list[DutyHours]:
    """Return the calendars as they are without overtime; those of tools without random outages."""
    c = model.calendars
    return [
        DutyHours(c.start[begin:end], c.end[begin:end], c.worked[begin:end])
        for begin, end in zip(c.first[:-1].tolist(), c.first[1:].tolist(), strict=True)
    ]


def cuts_of(horizon: float, warm_up: float, week_ends: Floats) -> Floats:
    """Return where the segments of a run begin, and the horizon [h].

    >>> cuts_of(400.0, 200.0, np.array([168.0, 336.0, 400.0])).tolist()
    [0.0, 168.0, 200.0, 336.0, 400.0]
    """
    inner = {moment for moment in (warm_up, *week_ends.tolist()) if 0.0 < moment < horizon}
    return np.array([0.0, *sorted(inner), horizon])
