"""The stretches that a task's life falls into: at the door, in transit, waiting, in hand."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from sim.measures.books.causes import Phase, Side
from sim.measures.books.chains import Chain
from sim.measures.books.columns import SPANS
from sim.measures.books.works import SENT_BACK
from sim.records.record import Array, Outcome, RunRecord


class Span(NamedTuple):
    """A stretch, as a row of ``SPANS`` without its number; ``waits``: row of the table of what waits."""

    task: int
    phase: Phase
    step: int
    visit: int
    since: float
    until: float
    rework: bool
    waits: int = -1


class Spans(NamedTuple):
    """All stretches, and by the number of one in a rework the review that began it."""

    columns: dict[str, Array]
    waits: Array
    begun_by: dict[int, int]


def spans_of(record: RunRecord, chains: Sequence[Chain]) -> Spans:
    """Return the stretches of all tasks; those without length are left out."""
    rows: list[Span] = []
    begun_by: dict[int, int] = {}
    for task, chain in enumerate(chains):
        for span, review in _life(record, task, chain):
            if span.until > span.since:
                if span.rework:
                    begun_by[len(rows)] = review
                rows.append(span)
    columns = list(zip(*rows, strict=True)) or [()] * len(Span._fields)
    named = dict(zip(Span._fields, columns, strict=True)) | {"span": range(len(rows))}
    table = {column.name: np.array(named[column.name], column.dtype) for column in SPANS}
    return Spans(table, np.array(named["waits"], np.int64), begun_by)


def _life(record: RunRecord, task: int, chain: Chain) -> Iterator[tuple[Span, int]]:
    """Return the stretches of a task's life, and the review that has begun the rework that each is in."""
    arrived = float(record.tasks["arrived_at"][task])
    visits, reviews = record.visits, _Reviews()
    inside = max(arrived, 0.0)
    if arrived < 0.0:
        yield Span(task, Phase.EARLIER, -1, -1, arrived, 0.0, False), -1
    first = visits["asked_at"][chain.visits[0]] if chain.visits else _first(record, task, chain)
    yield Span(task, Phase.DOOR, -1, -1, inside, float(first), False), -1
    for visit in chain.visits:
        step, review = int(visits["step"][visit]), reviews.open
        asked, ready, started, ended = (
            float(visits[name][visit]) for name in ("asked_at", "ready_at", "started_at", "ended_at")
        )
        yield Span(task, Phase.TRANSIT, step, visit, asked, ready, review >= 0), review
        yield Span(task, Phase.WAITING, step, visit, ready, started, review >= 0), review
        until = record.horizon if np.isnan(ended) else ended
        yield Span(task, Phase.IN_HAND, step, visit, started, until, review >= 0), review
        reviews.note(visit, step, int(visits["outcome"][visit]), is_done=not np.isnan(ended))
    if chain.waits >= 0:
        row, review = chain.waits, reviews.open
        step, asked, ready = (record.waiting[name][row] for name in ("step", "asked_at", "ready_at"))
        since = record.horizon if np.isnan(ready) else float(ready)
        yield Span(task, Phase.TRANSIT, int(step), -1, float(asked), since, review >= 0), review
        yield (
            Span(task, Phase.WAITING, int(step), -1, since, record.horizon, review >= 0, row),
            review,
        )


def _first(record: RunRecord, task: int, chain: Chain) -> float:
    """Return when a task without visits has come through the door; the horizon where it has not."""
    if chain.waits >= 0:
        return float(record.waiting["asked_at"][chain.waits])
    return float(np.nan_to_num(record.tasks["delivered_at"][task], nan=record.horizon))


class _Reviews:
    """The reviews that have sent work back and have not been repeated yet, the latest last."""

    def __init__(self) -> None:
        self._open: list[tuple[int, int]] = []

    @property
    def open(self) -> int:
        """The latest of them, or -1."""
        return self._open[-1][0] if self._open else -1

    def note(self, visit: int, step: int, outcome: int, *, is_done: bool) -> None:
        """Take note of a visit that has ended."""
        if not is_done or outcome == Outcome.HANDED_OVER:
            return
        if self._open and self._open[-1][1] == step:
            self._open.pop()
        if outcome in SENT_BACK:
            self._open.append((visit, step))


def sides_of_rework(found: Sequence[Side], reviewer: Side) -> dict[Side, float]:
    """Return on whose sides a rework is: those of the defects that were found, or the reviewer's.

    >>> sides_of_rework([Side.HUMAN, Side.MACHINE], Side.HUMAN)[Side.MACHINE]
    0.5
    >>> sides_of_rework([], Side.HUMAN)
    {<Side.HUMAN: 0>: 1.0}
    """
    sides = list(found) or [reviewer]
    return {side: sides.count(side) / len(sides) for side in dict.fromkeys(sides)}
