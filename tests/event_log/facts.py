"""What happened, read back from each format and computed from the record alone: they must be the same."""

import csv
import datetime
import json
import math
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from sim.records.event_log.events import EventLog
from sim.records.record import RunRecord

DELIVERED = "task delivered"
START = datetime.date(2026, 1, 5)
Key = tuple[int, str, str, int | None]
"""Task, activity, transition, visit."""


@dataclass(frozen=True)
class Fact:
    """When [h after the start], by whom, with how many hands-on hours, how good, worth what."""

    hours: float
    actor: int | None = None
    service_time: float | None = None
    quality: float | None = None
    value: float | None = None


def facts_of_record(record: RunRecord, steps: Sequence[str], arrives: str) -> dict[Key, Fact]:
    """Return what happened, row by row of the two tables; ``steps`` are their names."""
    found: dict[Key, Fact] = {}
    tasks, visits = record.tasks, record.visits
    for task in range(len(tasks["task"])):
        found[task, arrives, "complete", None] = Fact(float(tasks["arrived_at"][task]))
        out = float(tasks["delivered_at"][task])
        if not math.isnan(out):
            quality, value = number(tasks["quality"][task]), float(tasks["value"][task])
            found[task, DELIVERED, "complete", None] = Fact(out, None, None, quality, value)
    for visit in range(len(visits["visit"])):
        task, step = int(visits["task"][visit]), steps[visits["step"][visit]]
        actor, ended = int(visits["actor"][visit]), float(visits["ended_at"][visit])
        found[task, step, "schedule", visit] = Fact(float(visits["ready_at"][visit]))
        found[task, step, "start", visit] = Fact(float(visits["started_at"][visit]), actor)
        if not math.isnan(ended):
            spent, quality = float(visits["service_time"][visit]), number(visits["quality"][visit])
            found[task, step, "complete", visit] = Fact(ended, actor, spent, quality)
    return found


def number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def hours_of(text: str) -> float:
    """Return a moment in hours after ``START``, exact to the microsecond [h]."""
    zero = datetime.datetime.combine(START, datetime.time(), datetime.UTC)
    microseconds = (datetime.datetime.fromisoformat(text) - zero) // datetime.timedelta(microseconds=1)
    return microseconds / 3.6e9


def fact(when: str, cells: dict[str, str]) -> Fact:
    """Return a fact from what a file says, as texts."""
    told = {name: float(cells[name]) if cells.get(name) else None for name in ("service_time", "quality")}
    value = float(cells["value"]) if cells.get("value") else None
    return Fact(hours_of(when), int(cells["actor"]) if cells.get("actor") else None, **told, value=value)


def facts_of_csv(path: Path) -> list[tuple[Key, Fact]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (
                (int(r["case_id"]), r["activity"], r["transition"], int(r["visit"]) if r["visit"] else None),
                fact(r["timestamp"], r),
            )
            for r in csv.DictReader(file)
        ]


def facts_of_xes(path: Path) -> list[tuple[Key, Fact]]:
    found = []
    for trace in ET.parse(path).getroot().iter("trace"):
        case = int(cells_of(trace)["concept:name"])
        for event in trace.findall("event"):
            cells = cells_of(event)
            visit = cells.get("concept:instance")
            key = (
                case,
                cells["concept:name"],
                cells["lifecycle:transition"],
                int(visit) if visit else None,
            )
            found.append((key, fact(cells["time:timestamp"], cells)))
    return found


def cells_of(element: ET.Element) -> dict[str, str]:
    return {child.attrib["key"]: child.attrib["value"] for child in element if "key" in child.attrib}


def facts_of_ocel(path: Path) -> list[tuple[Key, Fact]]:
    found = []
    for event in json.loads(path.read_text(encoding="utf-8"))["events"]:
        cells = {each["name"]: each["value"] for each in event["attributes"]}
        objects = {each["qualifier"]: each["objectId"] for each in event["relationships"]}
        if "is the task" in objects:
            found.append(ocel_fact(event["type"], event["time"], cells, objects))
    return found


def facts_of_sqlite(path: Path) -> list[tuple[Key, Fact]]:
    found = []
    with closing(sqlite3.connect(path)) as base:
        base.row_factory = sqlite3.Row
        tables = dict(tuple(row) for row in base.execute("SELECT * FROM event_map_type"))
        objects: dict[str, dict[str, str]] = {}
        for event, name, qualifier in base.execute("SELECT * FROM event_object"):
            objects.setdefault(event, {})[qualifier] = name
        for type_, table in tables.items():
            for row in base.execute(f"SELECT * FROM event_{table}"):
                cells = {name: str(row[name]) for name in row.keys() if row[name] is not None}  # noqa: SIM118
                if "is the task" in objects[row["ocel_id"]]:
                    found.append(ocel_fact(type_, row["ocel_time"], cells, objects[row["ocel_id"]]))
    return found


def ocel_fact(type_: str, when: str, cells: dict[str, str], objects: dict[str, str]) -> tuple[Key, Fact]:
    """Return a fact from an event's type, moment, attributes and objects by qualifier."""
    word, _, step = type_.partition(" ")
    is_visit = word in {"schedule", "start", "complete"}
    activity, transition = (step, word) if is_visit else (type_, "complete")
    actor = objects.get("does it", "").removeprefix("actor ")
    key = int(objects["is the task"].removeprefix("task ")), activity, transition
    return (*key, int(cells["visit"]) if is_visit else None), fact(when, cells | {"actor": actor})


READERS = {
    "csv": facts_of_csv,
    "xes": facts_of_xes,
    "ocel": facts_of_ocel,
    "ocel-sqlite": facts_of_sqlite,
}


STEPS = ["a", "check", "prü,f'en\\x07", "seal", "stamp", "task arrives"]
ARRIVES = "task arrives (2)"
"""In the scenario of ``conftest``, where one step is called like an arrival."""


def differences(
    log: EventLog, format_: str, path: Path, steps: Sequence[str] = STEPS, arrives: str = ARRIVES
) -> list[str]:
    """Return what a file says otherwise than the record; times may differ by half a microsecond.

    Args:
        log: with the record.
        format_: of the file.
        path: the file.
        steps: what the steps are called, in order of their numbers.
        arrives: what an arrival is called.
    """
    read = READERS[format_](path)
    found, wanted = dict(read), facts_of_record(log.record, steps, arrives)
    shift = (log.clock.first_day - START).days * 24.0
    said = ["an event stands there twice"] if len(read) > len(found) else []
    said += [f"{key}: missing" for key in wanted.keys() - found.keys()]
    said += [f"{key}: not in the record" for key in found.keys() - wanted.keys()]
    for key in wanted.keys() & found.keys():
        one, other = wanted[key], found[key]
        if abs(one.hours + shift - other.hours) * 3.6e9 > 0.6:
            said.append(f"{key}: at {other.hours}, not {one.hours}")
        if (one.actor, one.service_time, one.quality, one.value) != (
            other.actor,
            other.service_time,
            other.quality,
            other.value,
        ):
            said.append(f"{key}: {other}, not {one}")
    return said
