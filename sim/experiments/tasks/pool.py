"""What those did whom a task waited for, over the days around its longest wait for them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from sim.experiments.tasks.life import Stretch
from sim.experiments.tasks.names import actor_name
from sim.experiments.tasks.reasons import lying
from sim.experiments.tasks.task import Told
from sim.measures.books.causes import Cause, Phase
from sim.measures.books.intervals import Intervals
from sim.rules.calendar import DAY

MOST_DAYS, MOST_ROWS = 7, 24
"""A picture shows so many days and people at most (assumed)."""
ALWAYS_OFF = (Cause.OFF_SHIFT, Cause.ABSENCE)
"""Hours that say nothing of whom a task waited for."""


class Kind(IntEnum):
    """What somebody works on."""

    FIRST_PASS = 0
    REWORK = 1
    REVIEW = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """Work on a task, from when to when [h]."""

    since: float
    until: float
    kind: Kind
    task: int


@dataclass(frozen=True, slots=True)
class Row:
    """What one actor did.

    Attributes:
        name: his.
        duty, training: from when to when on duty, and off the line in training [h].
        work: in order of time.
    """

    name: str
    duty: Sequence[tuple[float, float]]
    training: Sequence[tuple[float, float]]
    work: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class PoolDays:
    """What a pool did for some days.

    Attributes:
        pool: its name.
        since, until: [h].
        rows: an actor each, by seat.
        left_out: actors for whom there was no room.
    """

    pool: str
    since: float
    until: float
    rows: Sequence[Row]
    left_out: int


def pool_days(told: Told) -> PoolDays | None:
    """Return what the pool did that a task waited for longest, or that worked on it; None for nobody."""
    longest = _longest(told.life.stretches)
    if longest is None:
        return None
    pool, stretch = longest
    since, until = _days_around(told, stretch)
    presence, names = told.basis.presence, told.basis.record.names
    actors = [
        actor
        for actor in presence.members(names.pools.index(pool))
        if presence.there(actor)[0] < until and presence.there(actor)[1] > since
    ]
    own = [actor for actor in actors if _touches(told, actor)]
    shown = sorted([*own, *(actor for actor in actors if actor not in own)][:MOST_ROWS])
    rows = [_row(told, actor, since, until) for actor in shown]
    return PoolDays(pool, since, until, rows, len(actors) - len(shown))


def _longest(stretches: Sequence[Stretch]) -> tuple[str, Stretch] | None:
    """Return the pool that a task waited for longest while it was on duty, and its longest wait for it."""
    hours: dict[str, float] = {}
    for stretch in stretches:
        waits = stretch.phase is Phase.WAITING
        for part in lying(stretch) if waits else ():
            if part.cause not in ALWAYS_OFF:
                hours[part.pool] = hours.get(part.pool, 0.0) + part.hours
    held = {each.pools[0]: each for each in stretches if each.phase is Phase.IN_HAND}
    if not hours:
        longest = max(held.values(), key=lambda each: each.hours, default=None)
        return None if longest is None else (longest.pools[0], longest)
    pool = max(hours, key=lambda name: hours[name])
    waits_for = [each for each in stretches if each.phase is Phase.WAITING and pool in each.pools]
    return (pool, max(waits_for, key=lambda each: each.hours)) if waits_for else None


def _days_around(told: Told, stretch: Stretch) -> tuple[float, float]:
    """Return whole days that end the day after a stretch, or with the run [h]."""
    horizon = math.ceil(told.life.horizon / DAY) * DAY
    until = min((math.floor(stretch.until / DAY) + 2) * DAY, horizon)
    since = max(math.floor(stretch.since / DAY) * DAY, until - MOST_DAYS * DAY, 0.0)
    return since, until


def _touches(told: Told, actor: int) -> bool:
    visits = told.basis.record.visits
    return bool(((visits["actor"] == actor) & (visits["task"] == told.life.task)).any())


def _row(told: Told, actor: int, since: float, until: float) -> Row:
    basis, record = told.basis, told.basis.record
    busy = basis.presence.at_work(actor)
    work = [
        Bar(max(begin, since), min(end, until), _kind(told, visit), int(record.visits["task"][visit]))
        for begin, end, visit in zip(
            busy.at.begin.tolist(), busy.at.end.tolist(), busy.visit.tolist(), strict=True
        )
        if begin < until and end > since
    ]
    return Row(
        actor_name(told.scenario, record, actor),
        _pairs(basis.presence.on_duty(actor), since, until),
        _pairs(basis.presence.in_training(actor), since, until),
        work,
    )


def _kind(told: Told, visit: int) -> Kind:
    if told.basis.steps.row(visit, "reviewed"):
        return Kind.REVIEW
    return Kind.REWORK if told.basis.record.visits["rework"][visit] else Kind.FIRST_PASS


def _pairs(intervals: Intervals, since: float, until: float) -> list[tuple[float, float]]:
    inside = intervals.within(since, until)
    return list(zip(inside.begin.tolist(), inside.end.tolist(), strict=True))
