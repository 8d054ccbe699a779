"""What the hours of waiting are booked to."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from sim.engines.in_force import StepsInForce, moments_of_change
from sim.measures.books.causes import Cause, Phase, Side
from sim.measures.books.entries import Entries
from sim.measures.books.mix import Mix
from sim.measures.books.presence import Presence
from sim.measures.books.works import Works, ai_share_of
from sim.model.model import NONE, Floats, Ints, Model
from sim.model.names import PoolKind
from sim.records.record import Array, RunRecord
from sim.rules.calendar import EDGE

Group = tuple[int, ...]
"""The pools that may do a visit; or with NONE before it the one actor who may."""


class Part(NamedTuple):
    """A wait, or the part of it from one dated change of the step to the next.

    Attributes:
        span: row of the books' spans.
        since, until: from when to when [h].
        mix: what those who might have ended it were doing.
    """

    span: int
    since: float
    until: float
    mix: Mix


_BUSY = (Cause.BUSY, Cause.SLOT)


class Waits:
    """The stretches of waiting of a run, by who might have ended them."""

    def __init__(
        self,
        model: Model,
        record: RunRecord,
        spans: dict[str, Array],
        waits: Ints,
        steps: StepsInForce,
        works: Works,
        presence: Presence,
    ) -> None:
        self._model, self._record, self._spans, self._works = model, record, spans, works
        self._presence, self._steps = presence, steps
        self._waits = waits
        self._open_steps = StepsInForce(
            model, record.levers["acted_at"], record.waiting["step"],
            np.full(len(record.waiting["step"]), record.horizon),
        )  # fmt: skip
        self._mates = _batch_mates(record)
        self._mixes: dict[Group, Mix] = {}

    def parts_of(self, span: int) -> Iterator[Part]:
        """Yield a wait in parts, by who might have ended it, and what those were doing."""
        since, until = float(self._spans["since"][span]), float(self._spans["until"][span])
        changed = moments_of_change(
            self._model, self._record.levers["acted_at"], int(self._spans["step"][span])
        )
        edges = [since, *(moment for moment in changed if since < moment < until), until]
        for begin, end in pairwise(edges):
            yield Part(span, begin, end, self._mix(self._group(span, begin)))

    def book(self, entries: Entries) -> None:
        """Book the hours of all waits."""
        groups: dict[int, list[Part]] = {}
        for span in np.flatnonzero(self._spans["phase"] == Phase.WAITING).tolist():
            for part in self.parts_of(span):
                groups.setdefault(id(part.mix), []).append(part)
        for parts in groups.values():
            self._book(parts, entries)

    # --- whom a task waits for -----------------------------------------------------------------------

    def _mix(self, group: Group) -> Mix:
        if group not in self._mixes:
            members = [[group[1]]] if group[0] == NONE else [self._presence.members(pool) for pool in group]
            actors = [actor for pool in members for actor in pool]
            self._mixes[group] = Mix(self._presence, actors, self._record.horizon)
        return self._mixes[group]

    def _group(self, span: int, moment: float) -> Group:
        """Return who might have taken a task at a moment of its wait."""
        visit, row = int(self._spans["visit"][span]), int(self._waits[span])
        table, number = (self._record.visits, visit) if visit >= 0 else (self._record.waiting, row)
        only_actor, only_pool = int(table["only_actor"][number]), int(table["only_pool"][number])
        if only_actor != NONE:
            return (NONE, only_actor)
        if only_pool != NONE:
            return (only_pool,)
        step = self._spans["step"][span : span + 1]
        at = StepsInForce(self._model, self._record.levers["acted_at"], step, np.array([moment]))
        return tuple(at.row(0, "prefer"))

    def _ai_share_under_review(self, span: int) -> float:
        """Return the share of AI in what waits for a review; nan where it is not a review."""
        visit, row = int(self._spans["visit"][span]), int(self._waits[span])
        steps, number = (self._steps, visit) if visit >= 0 else (self._open_steps, row)
        reviewed = steps.row(number, "reviewed")
        if not reviewed:
            return np.nan
        carried = self._works.at_the_end.get(int(self._spans["task"][span]), {})
        look = self._works.looks.get(visit)
        made = look.works if look else tuple(carried[step] for step in reviewed if step in carried)
        return ai_share_of(self._record, made)

    # --- what they were doing ------------------------------------------------------------------------

    def _book(self, parts: Sequence[Part], entries: Entries) -> None:
        """Book parts of waits that the same people might have ended."""
        spans = np.array([part.span for part in parts], np.int64)
        since, until = np.array([part.since for part in parts]), np.array([part.until for part in parts])
        mix = parts[0].mix
        hours = mix.between(since, until)
        hours[hours < EDGE] = 0.0  # what rounding leaves
        short = hours.sum(axis=1) <= 0.0
        hours[short] = mix.at(since[short])
        hours *= ((until - since) / hours.sum(axis=1))[:, None]
        under_review = np.array([self._ai_share_under_review(span) for span in spans.tolist()])
        passed = self._passed_over(spans, since, until, mix)
        for column, (cause, pool) in enumerate(mix.blames):
            own = hours[:, column]
            if cause in _BUSY:
                for other in (Cause.PRIORITY, Cause.BATCH):
                    part = np.minimum(passed.get((other, pool), np.zeros(len(spans))), own)
                    self._book_busy(spans, other, part, pool, under_review, entries)
                    own = own - part
                self._book_busy(spans, cause, own, pool, under_review, entries)
            else:
                entries.book(spans, cause, own, pool)

    def _book_busy(
        self, spans: Ints, cause: Cause, hours: Floats, pool: int, under_review: Floats, entries: Entries
    ) -> None:
        """Book a wait for somebody who is busy; before a review by people it is the review queue."""
        is_queue = ~np.isnan(under_review)
        if self._presence.kind[pool] is PoolKind.TOOL:
            is_queue[:] = False
        entries.book(spans[~is_queue], cause, hours[~is_queue], pool)
        with_ai = np.nan_to_num(under_review) * hours
        for side, part in ((Side.INTERACTION, with_ai), (Side.HUMAN, hours - with_ai)):
            entries.book(spans[is_queue], Cause.REVIEW_QUEUE, part[is_queue], pool, side)

    def _passed_over(
        self, spans: Ints, since: Floats, until: Floats, mix: Mix
    ) -> dict[tuple[Cause, int], Floats]:
        """Return the hours in which what came later was worked on, or others of the same batch."""
        work, visit = mix.work
        if not len(visit):
            return {}
        visits = self._record.visits
        task, ready, started = (visits[name][visit] for name in ("task", "ready_at", "started_at"))
        latest, ends = np.maximum.accumulate(ready), np.maximum.accumulate(work.end)
        last = np.searchsorted(work.begin, until, side="left")
        waits_since = self._spans["since"][spans]
        overtaken = (last > 0) & (latest[last - 1] > waits_since)
        found: dict[tuple[Cause, int], Floats] = {}
        for place in np.flatnonzero(overtaken | self._in_batch(spans)).tolist():
            low, high, came = since[place], until[place], waits_since[place]
            pieces = np.arange(np.searchsorted(ends, low, side="right"), last[place])
            mates = self._mates.get(int(self._spans["task"][spans[place]]), ())
            for cause, those in (
                (Cause.PRIORITY, (started[pieces] >= came) & (ready[pieces] > came)),
                (Cause.BATCH, (ready[pieces] <= came) & np.isin(task[pieces], list(mates))),
            ):
                for piece in pieces[those].tolist():
                    pool = int(self._record.actors["pool"][visits["actor"][visit[piece]]])
                    hours = mix.of_one(max(work.begin[piece], low), min(work.end[piece], high))
                    hours *= 1.0 - self._presence.slower(int(visit[piece]))
                    found.setdefault((cause, pool), np.zeros(len(spans)))[place] += hours
        return found

    def _in_batch(self, spans: Ints) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        return np.array([task in self._mates for task in self._spans["task"][spans].tolist()], np.bool_)


def _batch_mates(record: RunRecord) -> dict[int, frozenset[int]]:
    """Return by task those that arrived with it, of its type; only where there are some."""
    tasks = record.tasks
    together: dict[tuple[int, float], list[int]] = {}
    for task, (task_type, arrived_at, number, parent) in enumerate(
        zip(*(tasks[name].tolist() for name in ("task_type", "arrived_at", "number", "parent")), strict=True)
    ):
        if parent < 0 <= number:
            together.setdefault((task_type, arrived_at), []).append(task)
    return {
        task: frozenset(mates) - {task} for mates in together.values() if len(mates) > 1 for task in mates
    }
