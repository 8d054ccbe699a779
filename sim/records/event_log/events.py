"""From a run record to its events: one row an event, in order of time or task by task."""

import datetime
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from importlib.metadata import version
from typing import Any

import numpy as np

from sim.model.names import PoolKind
from sim.records.event_log.clock import Clock
from sim.records.event_log.columns import COLUMNS
from sim.records.event_log.names import ARRIVAL, DELIVERY, KINDS, apart, legible, resources
from sim.records.record import Array, Mode, Outcome, RunRecord, Table
from sim.scenario.schema import PRIORITIES

Row = dict[str, Any]
"""Value by column; None where it has no meaning."""
BLOCK = 8192
"""Events that are turned into rows at a time."""
_NAMES = [column.name for column in COLUMNS]


class Kind(IntEnum):
    """What happens; of what happens at one moment to one visit the lower comes first."""

    ARRIVE = 0
    SCHEDULE = 1
    START = 2
    COMPLETE = 3
    DELIVER = 4


@dataclass(frozen=True, slots=True)
class Setting:
    """What an event log says beside its run record.

    Attributes:
        scenario, strategy, future: names.
        start: first day; None where the scenario does not say it.
        workers: by pool, names of those people who have one, in order of their seats.
    """

    scenario: str
    strategy: str
    future: str
    start: datetime.date | None
    workers: Mapping[str, Sequence[str]]


class EventLog:
    """The events of one run; a pure function of its record and its setting.

    Attributes:
        record: the run.
        clock: tells its hours as dates.
        resources: what each actor is called.
        steps: what each step is called.
        arrival, delivery: activities of a task that are no step.
        task_types, pools, skills: names, legible.
        pool_kinds: what one of each pool is called.

    Args:
        record: the run.
        setting: what it does not say of itself.
    """

    def __init__(self, record: RunRecord, setting: Setting) -> None:
        names = record.names
        self.record = record
        self.clock = Clock(setting.start)
        self.resources = resources(record, setting.workers)
        *self.steps, self.arrival, self.delivery = apart([*names.steps, ARRIVAL, DELIVERY])
        self.task_types, self.pools, self.skills = map(apart, (names.task_types, names.pools, names.skills))
        self.pool_kinds = [KINDS[PoolKind(kind)] for kind in names.pool_kinds]
        self._setting = setting

    @cached_property
    def about(self) -> dict[str, Any]:
        """What holds of the whole log; without the engine, which never changes a digit."""
        record, setting = self.record, self._setting
        currency = legible(record.names.currency)
        first = self.clock.first_day.isoformat()
        stated = "" if setting.start else ", a Monday, as the scenario states no start"
        return {
            "scenario": legible(setting.scenario),
            "strategy": legible(setting.strategy),
            "future": legible(setting.future),
            "seed": record.seed,
            "replication": record.replication,
            "horizon": record.horizon,
            "warm_up": record.warm_up,
            "currency": currency,
            "written_by": f"workforce-sim {version('workforce-sim')}",
            "notes": f"One simulated run, which begins on {first}{stated}. Times are local, without a zone, "
            f"and written as UTC. Durations are in hours, money in {currency}, shares from 0 to 1.",
        }

    @cached_property
    def in_time(self) -> "Order":
        """All events in order of time."""
        return _in_time(self.record.tasks, self.record.visits)

    def rows(self, *, by_case: bool = False) -> Iterator[Row]:
        """Yield each event, with the columns of ``COLUMNS``.

        Args:
            by_case: task by task, each in order of time; else all in order of time.
        """
        order = self.in_time
        places = np.argsort(order.task, kind="stable") if by_case else np.arange(len(order.task))
        for first in range(0, len(places), BLOCK):
            yield from self._block(places[first : first + BLOCK])

    def _block(self, places: Array) -> Iterator[Row]:
        order, record = self.in_time, self.record
        visits = order.visit[places]
        at_visits = rows_at(record.visits, visits[visits >= 0])
        at_tasks = rows_at(record.tasks, order.task[places])
        kinds, hours = order.kind[places].tolist(), order.time[places].tolist()
        for number, kind, time, task in zip(places.tolist(), kinds, hours, at_tasks, strict=True):
            row: Row = dict.fromkeys(_NAMES)
            row["event"], row["case_id"], row["timestamp"] = number, task["task"], self.clock.moment(time)
            row |= self.case(task)
            if kind == Kind.ARRIVE:
                row["activity"], row["transition"] = self.arrival, "complete"
            elif kind == Kind.DELIVER:
                self._tell_delivery(row, task)
            else:
                self._tell_visit(row, next(at_visits), Kind(kind))
            yield row

    def case(self, task: Row) -> Row:
        """Return what holds of a task as a whole, with the columns of ``CASE``; ``task`` is its row."""
        return {
            "task_type": self.task_types[task["task_type"]],
            "parent": task["parent"] if task["parent"] >= 0 else None,
            "priority": PRIORITIES[task["priority"]],
            "topic": task["topic"],
            "difficulty_score": task["difficulty_score"],
            "due": self.clock.moment(task["due_at"]) if math.isfinite(task["due_at"]) else None,
        }

    def _tell_delivery(self, row: Row, task: Row) -> None:
        row["activity"], row["transition"] = self.delivery, "complete"
        row["quality"] = known(task["quality"])
        row["defective"], row["value"] = task["defective"], task["value"]

    def _tell_visit(self, row: Row, visit: Row, kind: Kind) -> None:
        row["activity"], row["transition"] = self.steps[visit["step"]], kind.name.lower()
        row["visit"], row["attempt"], row["rework"] = visit["visit"], visit["attempt"], visit["rework"]
        if kind is Kind.SCHEDULE:
            return
        actor = visit["actor"]
        pool = int(self.record.actors["pool"][actor])
        row["actor"], row["resource"] = actor, self.resources[actor]
        row["resource_group"], row["resource_kind"] = self.pools[pool], self.pool_kinds[pool]
        row["mode"], row["hand_off"] = Mode(visit["mode"]).name.lower(), visit["hand_off"]
        if kind is Kind.COMPLETE:
            row["outcome"] = Outcome(visit["outcome"]).name.lower().replace("_", " ")
            row["service_time"] = visit["service_time"]
            row["quality"], row["defective"] = known(visit["quality"]), visit["defective"]
            row["cost"] = visit["service_time"] * float(self.record.actors["rate"][actor])


@dataclass(frozen=True, slots=True)
class Order:
    """Events in an order, one a row: what happens, to which task, in which visit (-1: none), when [h]."""

    kind: Array
    task: Array
    visit: Array
    time: Array


def _in_time(tasks: Table, visits: Table) -> Order:
    """Return all events in order of time; of those at one moment, visits in order of their ending.

    That is the order of what happened to a task: a visit that follows another one ends after it, even where
    both take no time.
    """
    ended = np.flatnonzero(~np.isnan(visits["ended_at"]))
    delivered = np.flatnonzero(~np.isnan(tasks["delivered_at"]))
    all_visits, all_tasks = np.arange(len(visits["visit"])), np.arange(len(tasks["task"]))
    parts = [
        (Kind.ARRIVE, all_tasks, np.full(len(all_tasks), -1), tasks["arrived_at"]),
        (Kind.SCHEDULE, visits["task"], all_visits, visits["ready_at"]),
        (Kind.START, visits["task"], all_visits, visits["started_at"]),
        (Kind.COMPLETE, visits["task"][ended], ended, visits["ended_at"][ended]),
        (Kind.DELIVER, delivered, np.full(len(delivered), -1), tasks["delivered_at"][delivered]),
    ]
    kind = np.concatenate([np.full(len(task), int(what)) for what, task, _, _ in parts])
    task, visit, time = (np.concatenate([part[place] for part in parts]) for place in (1, 2, 3))
    rank = np.where(kind == Kind.DELIVER, len(all_visits), visit)
    order = np.lexsort((kind, rank, time))
    return Order(kind[order], task[order], visit[order], time[order])


def known(value: float) -> float | None:
    """Return a number, or None for one that there is not."""
    return value if math.isfinite(value) else None


def rows_of(table: Table) -> Iterator[Row]:
    """Yield the rows of a table in turn, a value by column."""
    length = len(next(iter(table.values())))
    for first in range(0, length, BLOCK):
        yield from rows_at(table, np.arange(first, min(first + BLOCK, length)))


def rows_at(table: Table, places: Array) -> Iterator[Row]:
    """Yield rows of a table by their places, a value by column."""
    columns = [values[places].tolist() for values in table.values()]
    return (dict(zip(table, cells, strict=True)) for cells in zip(*columns, strict=True))
