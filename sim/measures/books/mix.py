"""What those who might have ended a wait were doing meanwhile.

An hour of waiting is shared among all who were due to be there and might have taken the task, each by what he
was doing then: nobody of them alone is to blame for it.  Was one of them free, a limit on work in process has
held the task back, and it is to blame alone.  Where nobody was due, it is for that reason.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from sim.measures.books.causes import Cause
from sim.measures.books.intervals import Intervals, common
from sim.measures.books.presence import Presence
from sim.model.model import Flags, Floats, Ints
from sim.model.names import PoolKind

Blame = tuple[Cause, int]
"""A cause, and the pool that it is about."""
Step = tuple[Blame | None, Intervals, Floats | float]
"""A column (None: due to be there), when something is added to it, and how much."""


class Mix:
    """What a group of actors was doing: as shares that add up to 1 at every moment of the run.

    Attributes:
        blames: what the columns of shares stand for.
        actors: who might have taken the task, empty seats included.
    """

    def __init__(self, presence: Presence, actors: Sequence[int], horizon: float) -> None:
        self.actors = actors
        self._presence = presence
        pools = sorted({presence.pool[actor] for actor in actors})
        self.blames: list[Blame] = [
            blame for pool in pools for blame in _causes_of(presence.kind[pool], pool)
        ]
        place = {blame: column for column, blame in enumerate(self.blames)}
        self.times, counts, due = self._counts(place, horizon)
        self.shares = self._shared_out(place, counts, due)
        lasting = np.diff(self.times, append=self.times[-1])
        self._before = np.concatenate(
            [np.zeros((1, len(self.blames))), np.cumsum(lasting[:, None] * self.shares, axis=0)]
        )
        blamed = (due > 0.0) & ~self._held_back(counts)
        each = np.where(blamed, 1.0 / np.maximum(due, 1.0), 0.0)
        self._each, self._each_before = each, np.concatenate([[0.0], np.cumsum(lasting * each)])

    def between(self, since: Floats, until: Floats) -> Floats:
        """Return the hours of waits by column, shape (waits, columns) [h]."""
        hours: Floats = self._up_to(until) - self._up_to(since)
        return np.maximum(hours, 0.0)

    def course(self, since: float, until: float) -> Iterator[tuple[float, float, Blame]]:
        """Yield what most of them were doing between two moments, from when to when [h]."""
        first = int(np.searchsorted(self.times, since, side="right")) - 1
        last = int(np.searchsorted(self.times, until, side="left"))
        for row in range(first, last):
            begin = max(float(self.times[row]), since)
            end = min(float(self.times[row + 1]), until) if row + 1 < len(self.times) else until
            if end > begin:
                yield begin, end, self.blames[int(np.argmax(self.shares[row]))]

    def at(self, moments: Floats) -> Floats:
        """Return the shares at some moments, shape (moments, columns)."""
        shares: Floats = self.shares[np.searchsorted(self.times, moments, side="right") - 1]
        return shares

    def of_one(self, since: float, until: float) -> float:
        """Return what part of the hours between two moments is one's who was at work all the time [h]."""
        if until <= since:
            return 0.0
        first, last = np.searchsorted(self.times, [since, until], side="right") - 1
        before = self._each_before[first] + self._each[first] * (since - self.times[first])
        return float(self._each_before[last] + self._each[last] * (until - self.times[last]) - before)

    @cached_property
    def work(self) -> tuple[Intervals, Ints]:
        """All work of the group in order of beginning, and the visit of each piece."""
        busy = [self._presence.at_work(actor) for actor in self.actors]
        begin = np.concatenate([each.at.begin for each in busy])
        order = np.argsort(begin, kind="stable")
        end = np.concatenate([each.at.end for each in busy])
        return Intervals(begin[order], end[order]), np.concatenate([each.visit for each in busy])[order]

    def _up_to(self, moments: Floats) -> Floats:
        row = np.searchsorted(self.times, moments, side="right") - 1
        hours: Floats = self._before[row] + self.shares[row] * (moments - self.times[row])[:, None]
        return hours

    def _counts(self, place: dict[Blame, int], horizon: float) -> tuple[Floats, Floats, Floats]:
        """Return moments, what is counted by column from each on, and how many are due to be there."""
        width = len(place) + 1
        moments, columns, changes = [np.array([0.0, horizon])], [np.zeros(2, np.int64)], [np.zeros(2)]
        for blame, at, weight in (step for actor in self.actors for step in self._steps(actor)):
            column = width - 1 if blame is None else place[blame]
            weights = np.broadcast_to(np.asarray(weight, np.float64), len(at.begin))
            moments += [at.begin, at.end]
            columns.append(np.full(2 * len(at.begin), column))
            changes += [weights, -weights]
        every = np.concatenate(moments)
        times, row = np.unique(every, return_inverse=True)
        flat = np.bincount(row * width + np.concatenate(columns), np.concatenate(changes), len(times) * width)
        counts: Floats = np.cumsum(flat.reshape(len(times), width), axis=0)
        due: Floats = np.round(counts[:, -1])
        return times, counts[:, :-1], due

    def _steps(self, actor: int) -> Iterator[Step]:
        """Return what one actor adds to the columns; off duty counts only where nobody is due."""
        who, pool = self._presence, self._presence.pool[actor]
        cause = _CAUSES[who.kind[pool]]
        busy, duty = who.at_work(actor), who.on_duty(actor)
        training = who.in_training(actor)
        slower = np.array([who.slower(visit) for visit in busy.visit.tolist()])
        working = common(busy.at, duty)[0]
        yield (cause["busy"], pool), busy.at, 1.0 - slower
        yield (Cause.ONBOARDING, pool), busy.at, slower
        yield (Cause.TRAINING, pool), training, 1.0
        yield (Cause.LIMIT, pool), duty, 1.0
        yield (Cause.LIMIT, pool), working, -1.0
        yield (Cause.LIMIT, pool), training, -1.0
        for hours, weight in ((duty, 1.0), (working, -1.0)):
            held = common(hours, who.held_by_rate(pool))[0]
            yield (cause["busy"], pool), held, weight
            yield (Cause.LIMIT, pool), held, -weight
        yield None, duty, 1.0
        yield None, busy.at, 1.0
        yield None, working, -1.0
        empty = who.on_calendar(actor).within(*who.searched(actor))
        yield (cause["empty"], pool), empty, 1.0
        yield None, empty, 1.0
        came, left = who.there(actor)
        there = Intervals(np.array([came]), np.array([left]))
        yield (cause["off"], pool), there, 1.0
        yield (cause["off"], pool), duty, -1.0
        days_off = who.days_off(actor)
        yield (Cause.ABSENCE, pool), days_off, 1.0
        yield (cause["off"], pool), days_off, -1.0

    @cached_property
    def _is_limit(self) -> Flags:
        return np.array([cause is Cause.LIMIT for cause, _ in self.blames], np.bool_)

    def _held_back(self, counts: Floats) -> Flags:
        """Return from which moments on somebody is free and yet does not take the task."""
        held: Flags = counts[:, self._is_limit].sum(axis=1) > 0.5
        return held

    def _shared_out(self, place: dict[Blame, int], counts: Floats, due: Floats) -> Floats:
        """Return shares: of those who are free, or all who are due, or else who are off duty, or nobody's."""
        off = np.array([cause in _OFF for cause, _ in place])
        shares = np.zeros_like(counts)
        some = due > 0.0
        shares[some] = np.where(off, 0.0, counts[some]) / due[some, None]
        held = self._held_back(counts)
        free = np.where(self._is_limit, counts[held], 0.0)
        shares[held] = free / free.sum(axis=1, keepdims=True)
        away = np.where(off, np.maximum(counts, 0.0), 0.0)
        number = away.sum(axis=1)
        rest = ~some & (number > 0.5)
        shares[rest] = away[rest] / number[rest, None]
        nobody = ~some & ~rest
        first = next(column for column, (cause, _) in enumerate(place) if cause in _EMPTY)
        shares[nobody, first] = 1.0
        return np.maximum(shares, 0.0)


_CAUSES = {
    PoolKind.PEOPLE: {
        "busy": Cause.BUSY,
        "off": Cause.OFF_SHIFT,
        "empty": Cause.VACANCY,
    },
    PoolKind.FREELANCERS: {
        "busy": Cause.BUSY,
        "off": Cause.OFF_SHIFT,
        "empty": Cause.MARKET,
    },
    PoolKind.TOOL: {
        "busy": Cause.SLOT,
        "off": Cause.OUTAGE,
        "empty": Cause.OUTAGE,
    },
}
_EMPTY = (Cause.VACANCY, Cause.MARKET, Cause.OUTAGE)
_OFF = (Cause.OFF_SHIFT, Cause.ABSENCE, Cause.OUTAGE)


def _causes_of(kind: PoolKind, pool: int) -> list[Blame]:
    """Return the columns of a pool."""
    causes = dict.fromkeys(
        [*_CAUSES[kind].values(), Cause.TRAINING, Cause.ONBOARDING, Cause.ABSENCE, Cause.LIMIT]
    )
    return [(cause, pool) for cause in causes]
