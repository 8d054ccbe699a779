"""What went on while a task lay or was worked on: who might have taken it, and what those did."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from sim.measures.books.basis import Basis
from sim.measures.books.causes import Cause, Phase, work_by
from sim.measures.books.intervals import Intervals, common
from sim.model.names import PoolKind

NOBODY: tuple[int, ...] = ()
_PLAIN = {Phase.EARLIER: Cause.EARLIER, Phase.DOOR: Cause.LIMIT, Phase.TRANSIT: Cause.HAND_OFF}


class Piece(NamedTuple):
    """Work on some visit: whose, on what, from when to when [h]."""

    actor: int
    visit: int
    begin: float
    end: float


class Moment(NamedTuple):
    """Why a task did what it did from one moment to another [h]: mostly this."""

    begin: float
    end: float
    cause: Cause


class Meanwhile(NamedTuple):
    """A stretch of a task's life.

    Attributes:
        span: row of the books' spans.
        actors: who might have taken the task, or has it in hand.
        work: what those worked on meanwhile, in order of time; empty while it is in hand itself.
        course: the stretch by what happened, moment by moment.
    """

    span: int
    actors: Sequence[int]
    work: Sequence[Piece]
    course: Sequence[Moment]


def meanwhile_of(basis: Basis, task: int) -> list[Meanwhile]:
    """Return the stretches of a task's life, in order of time."""
    spans = basis.found.columns
    return [_stretch(basis, span) for span in np.flatnonzero(spans["task"] == task).tolist()]


def _stretch(basis: Basis, span: int) -> Meanwhile:
    spans = basis.found.columns
    phase = Phase(int(spans["phase"][span]))
    since, until = float(spans["since"][span]), float(spans["until"][span])
    if phase in _PLAIN:
        return Meanwhile(span, NOBODY, (), (Moment(since, until, _PLAIN[phase]),))
    if phase is Phase.IN_HAND:
        visit = int(spans["visit"][span])
        actor = int(basis.record.visits["actor"][visit])
        return Meanwhile(span, (actor,), (), tuple(in_hand(basis, actor, visit, since, until)))
    parts = list(basis.waits.parts_of(span))
    course = (
        Moment(begin, end, cause)
        for part in parts
        for begin, end, (cause, _) in part.mix.course(part.since, part.until)
    )
    work = tuple(piece for part in parts for piece in _work(basis, part.mix.actors, part.since, part.until))
    actors = tuple(dict.fromkeys(actor for part in parts for actor in part.mix.actors))
    return Meanwhile(span, actors, work, _joined(course))


def in_hand(basis: Basis, actor: int, visit: int, since: float, until: float) -> Iterator[Moment]:
    """Yield when an actor who has a task in hand works on it, and why he pauses."""
    presence = basis.presence
    kind = presence.kind[presence.pool[actor]]
    busy = presence.at_work(actor)
    own = busy.visit == visit
    moment = since
    off, pause = presence.days_off(actor), Cause.OUTAGE if kind is PoolKind.TOOL else Cause.OFF_SHIFT
    for begin, end in zip(busy.at.begin[own].tolist(), busy.at.end[own].tolist(), strict=True):
        if begin > moment:
            yield Moment(moment, begin, _pause(off, moment, begin, pause))
        yield Moment(begin, end, work_by(kind))
        moment = end
    if moment < until:
        yield Moment(moment, until, _pause(off, moment, until, pause))


def _pause(off: Intervals, since: float, until: float, usual: Cause) -> Cause:
    days_off, _ = common(Intervals(np.array([since]), np.array([until])), off)
    return Cause.ABSENCE if 2.0 * float(np.sum(days_off.end - days_off.begin)) > until - since else usual


def _work(basis: Basis, actors: Sequence[int], since: float, until: float) -> tuple[Piece, ...]:
    """Return what some actors worked on between two moments, in order of time."""
    pieces = []
    wait = Intervals(np.array([since]), np.array([until]))
    for actor in actors:
        busy = basis.presence.at_work(actor)
        inside, of = common(busy.at, wait)
        columns = (each.tolist() for each in (busy.visit[of], inside.begin, inside.end))
        pieces += [Piece(actor, *row) for row in zip(*columns, strict=True)]
    return tuple(sorted(pieces, key=lambda piece: (piece.begin, piece.actor)))


def _joined(moments: Iterator[Moment]) -> tuple[Moment, ...]:
    """Return moments with those that follow one another for the same cause made one."""
    found: list[Moment] = []
    for moment in moments:
        if found and found[-1].cause is moment.cause:
            found[-1] = Moment(found[-1].begin, moment.end, moment.cause)
        else:
            found.append(moment)
    return tuple(found)
