"""What the hours of waiting are booked to."""

import numpy as np

from sim.engines.in_force import StepsInForce
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
        self._rows = np.flatnonzero(spans["phase"] == Phase.WAITING)
        self._waits = waits
        self._open_steps = StepsInForce(
            model, record.levers["acted_at"], record.waiting["step"],
            np.full(len(record.waiting["step"]), record.horizon),
        )  # fmt: skip
        self._mates = _batch_mates(record)
        self._mixes: dict[Group, Mix] = {}

    def mix_of(self, span: int) -> Mix:
        """Return what those who might have ended a wait were doing."""
        group = self._group(span)
        if group not in self._mixes:
            members = [[group[1]]] if group[0] == NONE else [self._presence.members(pool) for pool in group]
            actors = [actor for pool in members for actor in pool]
            self._mixes[group] = Mix(self._presence, actors, self._record.horizon)
        return self._mixes[group]

    def book(self, entries: Entries) -> None:
        """Book the hours of all waits."""
        groups: dict[int, list[int]] = {}
        for span in self._rows.tolist():
            groups.setdefault(id(self.mix_of(span)), []).append(span)
        for spans in groups.values():
            self._book(np.array(spans, np.int64), self.mix_of(spans[0]), entries)

    # --- whom a task waits for -----------------------------------------------------------------------

    def _group(self, span: int) -> Group:
        visit, row = int(self._spans["visit"][span]), int(self._waits[span])
        table, number = (self._record.visits, visit) if visit >= 0 else (self._record.waiting, row)
        only_actor, only_pool = int(table["only_actor"][number]), int(table["only_pool"][number])
        if only_actor != NONE:
            return (NONE, only_actor)
        if only_pool != NONE:
            return (only_pool,)
        steps = self._steps if visit >= 0 else self._open_steps
        return tuple(steps.row(number, "prefer"))

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

    def _book(self, spans: Ints, mix: Mix, entries: Entries) -> None:
        since, until = self._spans["since"][spans], self._spans["until"][spans]
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
        overtaken = (last > 0) & (latest[last - 1] > since)
        found: dict[tuple[Cause, int], Floats] = {}
        for place in np.flatnonzero(overtaken | self._in_batch(spans)).tolist():
            low, high = since[place], until[place]
            pieces = np.arange(np.searchsorted(ends, low, side="right"), last[place])
            mates = self._mates.get(int(self._spans["task"][spans[place]]), ())
            for cause, those in (
                (Cause.PRIORITY, (started[pieces] >= low) & (ready[pieces] > low)),
                (Cause.BATCH, (ready[pieces] <= low) & np.isin(task[pieces], list(mates))),
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
