"""What happens to the objects of a run, in the terms of OCEL 2.0.

The events are those of the event log, each with its task and with whoever does it.  Beside them the run
begins and ends, actors come and go, and levers act.
"""

import heapq
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sim.records.event_log.columns import EVENT
from sim.records.event_log.events import EventLog, Row, rows_of
from sim.records.event_log.objects import RUN, Relations, Type, Value, actor_id, declared, pool_id, task_id

BEGINS, ENDS = "run begins", "run ends"
JOINS, LEAVES = "actor joins", "actor leaves"
OFF, BACK = "actor goes off the line", "actor is back on the line"
ACTS = "lever acts"
_STARTED = ("visit", "attempt", "rework", "mode", "hand_off")
OF_VISIT = {
    "schedule": ("visit", "attempt", "rework"),
    "start": _STARTED,
    "complete": (*_STARTED, "outcome", "service_time", "quality", "defective", "cost"),
}
"""Attributes of the events of a visit, by transition."""
OF_DELIVERY = ("quality", "defective", "value")
LEVER = "lever"
_Unnumbered = tuple[float, str, Relations, Sequence[tuple[str, Value]]]


class Happening(NamedTuple):
    """One event: its identifier and type, when [h], its attributes, and the objects that take part."""

    id: str
    type: str
    time: float
    attributes: Sequence[tuple[str, Value]]
    objects: Relations


def event_types(log: EventLog) -> list[Type]:
    """Return every type of events with its attributes."""
    known = declared(EVENT)

    def with_some(name: str, attributes: Sequence[str]) -> Type:
        return Type(name, {attribute: known[attribute] for attribute in attributes})

    of_visits = [
        with_some(f"{transition} {step}", attributes)
        for step in log.steps
        for transition, attributes in OF_VISIT.items()
    ]
    others = [Type(name, {}) for name in (BEGINS, JOINS, LEAVES, OFF, BACK, ENDS)]
    lever = Type(ACTS, {LEVER: "int64"})
    delivery = with_some(log.delivery, OF_DELIVERY)
    return [Type(log.arrival, {}), *of_visits, delivery, *others, lever]


def happenings(log: EventLog) -> Iterator[Happening]:
    """Yield all events in order of time; at one moment, coming stands before work, and going after it."""
    coming, going = _coming_and_going(log)
    yield from heapq.merge(coming, _of_tasks(log), going, key=lambda event: event.time)


def count(log: EventLog) -> int:
    """Return how many there are."""
    return len(log.in_time.task) + sum(map(len, _coming_and_going(log)))


def _of_tasks(log: EventLog) -> Iterator[Happening]:
    times = log.in_time.time
    for row in log.rows():
        number, case, actor = row["event"], row["case_id"], row["actor"]
        doer = [(actor_id(actor), "does it")] if actor is not None else []
        taking_part = [(task_id(case), "is the task"), *doer]
        kind, attributes = _kind(log, row)
        told = [(name, row[name]) for name in attributes if row[name] is not None]
        yield Happening(f"event {number}", kind, float(times[number]), told, taking_part)


def _kind(log: EventLog, row: Row) -> tuple[str, Sequence[str]]:
    """Return the type of an event and which attributes it has."""
    if row["visit"] is not None:
        return f"{row['transition']} {row['activity']}", OF_VISIT[row["transition"]]
    return row["activity"], OF_DELIVERY if row["activity"] == log.delivery else ()


def _coming_and_going(log: EventLog) -> tuple[list[Happening], list[Happening]]:
    """Return what is no event of a task: what opens something and what closes it, each in order of time."""
    record, run = log.record, [(RUN, "is the run")]
    pools = [(pool_id(log, pool), "is a pool of it") for pool in range(len(log.pools))]
    coming: list[_Unnumbered] = [(0.0, BEGINS, [*run, *pools], [])]
    going: list[_Unnumbered] = []
    for row in rows_of(record.levers):
        coming.append((row["acted_at"], ACTS, run, [(LEVER, row["lever"])]))
    for row in rows_of(record.actors):
        who = [(actor_id(row["actor"]), "is the actor"), (pool_id(log, row["pool"]), "is the pool")]
        coming.append((row["joined_at"], JOINS, who, []))
        going.append((row["left_at"], LEAVES, who, []))
    for row in rows_of(record.absences):
        who = [(actor_id(row["actor"]), "is the actor")]
        is_over_at_once = row["since"] == row["until"]  # then who goes must not come back before
        (coming if is_over_at_once else going).append((row["since"], OFF, who, []))
        coming.append((row["until"], BACK, who, []))
    going.append((record.horizon, ENDS, run, []))
    return _numbered("coming", coming), _numbered("going", going)


def _numbered(what: str, events: list[_Unnumbered]) -> list[Happening]:
    """Return those that happened, in order of time."""
    happened = sorted((event for event in events if math.isfinite(event[0])), key=lambda event: event[0])
    return [
        Happening(f"{what} {number}", kind, time, attributes, taking_part)
        for number, (time, kind, taking_part, attributes) in enumerate(happened)
    ]
