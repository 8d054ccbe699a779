"""The objects of a run in the terms of OCEL 2.0: the run itself, pools, actors and tasks."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sim.records.columns import ACTORS, POOL_WEEKS, TASKS, Column
from sim.records.event_log.columns import CASE
from sim.records.event_log.events import EventLog, Row, rows_of
from sim.records.event_log.names import KINDS
from sim.records.record import Stock

Value = str | int | float | bool
Relations = Sequence[tuple[str, str]]
"""Identifiers of objects, each with how it takes part."""
RUN, POOL, TASK = "run", "pool", "task"
"""Types of objects beside those of actors, which are ``KINDS``."""
ALWAYS = -math.inf
"""Since when an attribute has the value that it begins with [h]."""


class Type(NamedTuple):
    """A type of objects or of events.

    Attributes:
        name: of the type.
        attributes: the type of the values by name, as in a ``Column``.
    """

    name: str
    attributes: Mapping[str, str]


class Change(NamedTuple):
    """A value that an attribute has from a moment on [h]."""

    name: str
    value: Value
    since: float


class Object(NamedTuple):
    """One object: its identifier and type, the values of its attributes, and the objects it belongs to."""

    id: str
    type: str
    changes: Sequence[Change]
    objects: Relations


def _some(columns: Iterable[Column], *names: str) -> tuple[Column, ...]:
    return tuple(column for column in columns if column.name in names)


ON_THE_LINE = "on_the_line"
"""Whether an actor works here and is not in a training."""
SEAT = _some(ACTORS, "seat", "rate")
HOURS = _some(ACTORS, "busy_time", "available_time", "training_time", "prolonged_time", "overtime")
WEEK = _some(POOL_WEEKS, "busy_time", "available_time", "training_time", "actors")
DELIVERED = _some(TASKS, "quality", "defective", "value")
SPENT = _some(TASKS, "service_time", "visits", "reworks", "hand_offs")


def task_id(task: int) -> str:
    """Return the identifier of a task."""
    return f"task {task}"


def actor_id(actor: int) -> str:
    """Return the identifier of an actor."""
    return f"actor {actor}"


def pool_id(log: EventLog, pool: int) -> str:
    """Return the identifier of a pool."""
    return f"pool {log.pools[pool]}"


def declared(columns: Iterable[Column]) -> dict[str, str]:
    """Return the type of the values of each column."""
    return {column.name: column.dtype for column in columns}


def object_types(log: EventLog) -> list[Type]:
    """Return every type of objects with its attributes."""
    words = {str: "string", int: "int64", float: "float64"}
    of_run = {name: words[type(value)] for name, value in log.about.items()}
    named, status = {"name": "string"}, {"status": "string"}
    stocks = {change.name: "float64" for changes in _stocks(log).values() for change in changes}
    of_pool = named | {"kind": "string"} | declared(WEEK) | stocks
    of_actor = named | declared((*SEAT, *HOURS)) | {ON_THE_LINE: "bool"}
    of_task = declared(CASE) | status | declared((*DELIVERED, *SPENT))
    actors = [Type(kind, of_actor) for kind in KINDS.values()]
    return [Type(RUN, of_run), Type(POOL, of_pool), *actors, Type(TASK, of_task)]


def objects(log: EventLog) -> Iterator[Object]:
    """Yield the run, its pools, its actors, its tasks."""
    yield Object(RUN, RUN, [Change(name, value, ALWAYS) for name, value in log.about.items()], [])
    yield from _pools(log)
    yield from _actors(log)
    yield from _tasks(log)


def _pools(log: EventLog) -> Iterator[Object]:
    ends, stocks = _week_ends(log), _stocks(log)
    weekly: dict[int, list[Change]] = defaultdict(list)
    for row in rows_of(log.record.pool_weeks):
        weekly[row["pool"]] += _changes(row, WEEK, ends[row["week"]])
    for pool, name in enumerate(log.pools):
        first = [Change("name", name, ALWAYS), Change("kind", log.pool_kinds[pool], ALWAYS)]
        yield Object(pool_id(log, pool), POOL, [*first, *weekly[pool], *stocks[pool]], [])


def _stocks(log: EventLog) -> Mapping[int, list[Change]]:
    """Return by pool what its stocks are at the end of each week."""
    ends = _week_ends(log)
    found: dict[int, list[Change]] = defaultdict(list)
    for row in rows_of(log.record.stocks):
        skill = f": {log.skills[row['skill']]}" if row["skill"] >= 0 else ""
        if math.isfinite(row["value"]):
            name = f"{Stock(row['stock']).name.lower()}{skill}"
            found[row["pool"]].append(Change(name, row["value"], ends[row["week"]]))
    return found


def _week_ends(log: EventLog) -> dict[int, float]:
    return {row["week"]: row["ended_at"] for row in rows_of(log.record.weeks)}


def _actors(log: EventLog) -> Iterator[Object]:
    away: dict[int, list[Change]] = defaultdict(list)
    for row in rows_of(log.record.absences):
        away[row["actor"]] += [
            Change(ON_THE_LINE, False, row["since"]),
            Change(ON_THE_LINE, True, row["until"]),
        ]
    for row in rows_of(log.record.actors):
        actor = row["actor"]
        line = [Change(ON_THE_LINE, True, row["joined_at"]), *away[actor]]
        line.append(Change(ON_THE_LINE, False, row["left_at"]))
        happened = sorted((each for each in line if math.isfinite(each.since)), key=lambda each: each.since)
        last_of_moment = {each.since: each for each in happened}
        changes = [
            Change("name", log.resources[actor], ALWAYS),
            *_changes(row, SEAT, ALWAYS),
            *_changes(row, HOURS, log.record.horizon),
            Change(ON_THE_LINE, False, ALWAYS),
            *last_of_moment.values(),
        ]
        member = [(pool_id(log, row["pool"]), "member of")]
        yield Object(actor_id(actor), log.pool_kinds[row["pool"]], changes, member)


def _tasks(log: EventLog) -> Iterator[Object]:
    for row in rows_of(log.record.tasks):
        told = {name: value for name, value in log.case(row).items() if value is not None}
        changes = [*(Change(name, value, ALWAYS) for name, value in told.items())]
        changes.append(Change("status", "open", ALWAYS))
        out = row["delivered_at"]
        is_out = math.isfinite(out)
        if is_out:
            changes += [Change("status", "delivered", out), *_changes(row, DELIVERED, out)]
        changes += _changes(row, SPENT, out if is_out else log.record.horizon)
        repairs = [(task_id(row["parent"]), "repairs")] if row["parent"] >= 0 else []
        yield Object(task_id(row["task"]), TASK, changes, repairs)


def _changes(row: Row, columns: Sequence[Column], since: float) -> list[Change]:
    """Return what a row says in some columns, as far as it says it."""
    told = ((column.name, row[column.name]) for column in columns)
    return [Change(name, value, since) for name, value in told if math.isfinite(value)]
