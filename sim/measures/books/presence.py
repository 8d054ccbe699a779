"""What every actor was doing, and when: on duty, at work, in training; and which seats were empty."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from sim.engines.in_force import StepsInForce
from sim.measures.books.intervals import NOWHERE, Intervals, common
from sim.model.model import FINISH, Floats, Ints, Model
from sim.model.names import PoolKind
from sim.records.record import RunRecord, Stock
from sim.rules.calendar import WEEK
from sim.rules.onboarding import ramp


@dataclass(frozen=True, slots=True)
class Busy:
    """What an actor works on.

    Attributes:
        at: the hours.
        visit: of each interval, the visit.
    """

    at: Intervals
    visit: Ints


class Presence:
    """Who is there, and what each does, up to the horizon."""

    def __init__(self, model: Model, record: RunRecord, steps: StepsInForce) -> None:
        self._model, self._record = model, record
        self._actors = record.actors
        self.kind: list[PoolKind] = [PoolKind(kind) for kind in model.pools.kind.tolist()]
        self.pool: list[int] = self._actors["pool"].tolist()
        self._members: dict[int, list[int]] = {}
        for actor, pool in enumerate(self.pool):
            self._members.setdefault(pool, []).append(actor)
        self._duty: dict[int, Intervals] = {}
        self._busy: dict[int, Busy] = {}
        self._end_of_shift: Ints = steps["end_of_shift"]

    def members(self, pool: int) -> list[int]:
        """Return all who ever had a seat in a pool."""
        return self._members.get(pool, [])

    def on_calendar(self, actor: int) -> Intervals:
        """Return the hours of an actor's calendar, there or not."""
        return self._calendars[int(self._actors["calendar"][actor])]

    def there(self, actor: int) -> tuple[float, float]:
        """Return from when to when an actor is there [h]."""
        horizon = self._record.horizon
        joined, left = float(self._actors["joined_at"][actor]), float(self._actors["left_at"][actor])
        return min(joined, horizon), max(min(left, horizon), min(joined, horizon))

    def searched(self, actor: int) -> tuple[float, float]:
        """Return from when to when somebody is searched for a seat [h]."""
        horizon = self._record.horizon
        posted = min(float(self._actors["posted_at"][actor]), horizon)
        ends = min(float(self._actors["joined_at"][actor]), float(self._actors["left_at"][actor]), horizon)
        return posted, max(ends, posted)

    def on_duty(self, actor: int) -> Intervals:
        """Return the hours on duty of an actor."""
        if actor not in self._duty:
            self._duty[actor] = self.on_calendar(actor).within(*self.there(actor))
        return self._duty[actor]

    def days_off(self, actor: int) -> Intervals:
        """Return the hours of an actor's weekly pattern that are off duty, for a holiday or days off."""
        c, calendar = self._model.calendars, int(self._actors["calendar"][actor])
        rows = slice(int(c.free_first[calendar]), int(c.free_first[calendar + 1]))
        return Intervals(c.free_start[rows], c.free_end[rows]).within(*self.there(actor))

    def in_training(self, actor: int) -> Intervals:
        """Return the hours on duty that an actor is off the line."""
        rows = np.flatnonzero(self._record.absences["actor"] == actor)
        if not len(rows):
            return NOWHERE
        until = np.fmin(self._record.absences["until"][rows], self.there(actor)[1])
        away = Intervals(self._record.absences["since"][rows], until)
        return common(away, self.on_duty(actor))[0]

    def at_work(self, actor: int) -> Busy:
        """Return the hours in which an actor works on visits: on duty, or beyond it where he stays."""
        if actor not in self._busy:
            self._busy[actor] = self._work_of(actor)
        return self._busy[actor]

    def slower(self, visit: int) -> float:
        """Return the share of an actor's speed in a visit that newcomers and their mentors lack [0-1]."""
        visits, stocks = self._record.visits, self._model.stocks
        actor, began = int(visits["actor"][visit]), float(visits["started_at"][visit])
        pool = self.pool[actor]
        if began < float(self._actors["full_at"][actor]):
            tenure = began - float(self._actors["joined_at"][actor])
            time = float(stocks.ramp_time[pool])
            return 1.0 - ramp(tenure, time, stocks.ramp_start, stocks.ramp_at_once)
        return 1.0 - self._kept.get((pool, int(began // WEEK) + 1), 1.0)

    def held_by_rate(self, pool: int) -> Intervals:
        """Return when a pool's rate limit holds the next visit, after each that began."""
        spacing = float(self._model.pools.spacing[pool])
        if spacing <= 0.0:
            return NOWHERE
        pools = self._actors["pool"][self._record.visits["actor"]]
        began = np.sort(self._record.visits["started_at"][pools == pool])
        return Intervals(began, np.minimum(began + spacing, np.append(began[1:], np.inf)))

    # --- what is looked up ------------------------------------------------------------------------

    @cached_property
    def _calendars(self) -> list[Intervals]:
        duties, number = self._record.duties, len(self._model.calendars.first) - 1
        bounds = np.searchsorted(duties["calendar"], np.arange(number + 1))
        return [
            Intervals(duties["begins_at"][first:last], duties["ends_at"][first:last]).within(
                0.0, self._record.horizon
            )
            for first, last in pairwise(bounds.tolist())
        ]

    @cached_property
    def _kept(self) -> dict[tuple[int, int], float]:
        """By pool and week, the share of their time that experienced people kept for their own work."""
        stocks = self._record.stocks
        rows = np.flatnonzero(stocks["stock"] == Stock.KEPT_BY_MENTORS)
        columns = (stocks[name][rows].tolist() for name in ("pool", "week", "value"))
        return {(pool, week): value for pool, week, value in zip(*columns, strict=True)}

    @cached_property
    def _by_actor(self) -> tuple[Ints, Ints]:
        """Visits by actor and beginning, and where those of each actor begin."""
        visits = self._record.visits
        order = np.lexsort((visits["started_at"], visits["actor"]))
        return order, np.searchsorted(visits["actor"][order], np.arange(len(self.pool) + 1))

    def _work_of(self, actor: int) -> Busy:
        order, bounds = self._by_actor
        own = order[bounds[actor] : bounds[actor + 1]]
        visits = self._record.visits
        begin = visits["started_at"][own]
        whole = Intervals(begin, np.fmin(visits["ended_at"][own], self._record.horizon))
        stays = self._end_of_shift[own] == FINISH
        if self.kind[self.pool[actor]] is PoolKind.TOOL:
            stays = np.zeros(len(own), np.bool_)
        pieces, of = common(whole, self.on_duty(actor))
        paused = ~stays[of]
        begins: Floats = np.concatenate([pieces.begin[paused], whole.begin[stays]])
        ends: Floats = np.concatenate([pieces.end[paused], whole.end[stays]])
        visit = np.concatenate([own[of[paused]], own[stays]])
        order = np.argsort(begins, kind="stable")
        return Busy(Intervals(begins[order], ends[order]), visit[order])
