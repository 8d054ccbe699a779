"""An event log as OCEL 2.0 in SQLite: general tables, and a table for each type of objects and of events."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from sim.records.event_log.events import EventLog
from sim.records.event_log.happenings import event_types, happenings
from sim.records.event_log.objects import ALWAYS, Object, Type, object_types, objects
from sim.records.event_log.ocel import since

APPLICATION = int.from_bytes(b"wsim", "big")
"""Number in the header of the file by which it is known as one of ours."""
TYPES = {"string": "TEXT", "time": "TIMESTAMP", "int64": "INTEGER", "float64": "REAL", "bool": "BOOLEAN"}
"""What SQLite calls the type of a column."""
GENERAL = """
CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT UNIQUE);
CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT UNIQUE);
CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT REFERENCES event_map_type (ocel_type));
CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT REFERENCES object_map_type (ocel_type));
CREATE TABLE event_object (ocel_event_id TEXT REFERENCES event (ocel_id),
    ocel_object_id TEXT REFERENCES object (ocel_id), ocel_qualifier TEXT,
    PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier));
CREATE TABLE object_object (ocel_source_id TEXT REFERENCES object (ocel_id),
    ocel_target_id TEXT REFERENCES object (ocel_id), ocel_qualifier TEXT,
    PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier));
"""
"""The tables that do not depend on the types."""


def write_ocel_sqlite(log: EventLog, path: Path) -> None:
    """Write all tables; ``path`` is empty or not there.

    Raises:
        OSError: the disk takes no more.
    """
    try:
        with closing(sqlite3.connect(path)) as base, base:
            _fill(base, log)
    except sqlite3.OperationalError as error:
        raise OSError(str(error)) from error


def _fill(base: sqlite3.Connection, log: EventLog) -> None:
    base.execute(f"PRAGMA application_id = {APPLICATION}")
    base.executescript(GENERAL)
    of_objects = _make_tables(base, "object", object_types(log), "ocel_id TEXT REFERENCES object (ocel_id)")
    of_events = _make_tables(
        base, "event", event_types(log), "ocel_id TEXT PRIMARY KEY REFERENCES event (ocel_id)"
    )
    moment = log.clock.moment
    for each in objects(log):
        base.execute("INSERT INTO object VALUES (?, ?)", (each.id, each.type))
        for row in _history(each, moment):
            _insert(base, of_objects[each.type], row)
    for each in objects(log):  # once more: an object may belong to one that comes after it
        rows = [(each.id, *relation) for relation in each.objects]
        base.executemany("INSERT INTO object_object VALUES (?, ?, ?)", rows)
    for event in happenings(log):
        base.execute("INSERT INTO event VALUES (?, ?)", (event.id, event.type))
        told = {"ocel_id": event.id, "ocel_time": moment(event.time), **dict(event.attributes)}
        _insert(base, of_events[event.type], told)
        rows = [(event.id, *relation) for relation in event.objects]
        base.executemany("INSERT INTO event_object VALUES (?, ?, ?)", rows)


def _make_tables(
    base: sqlite3.Connection, sort: str, types: Sequence[Type], identifier: str
) -> Mapping[str, str]:
    """Make a table for each type, and return its name by that of the type."""
    tables = {}
    for number, each in enumerate(types):
        columns = [identifier, "ocel_time TIMESTAMP"]
        columns += ["ocel_changed_field TEXT"] if sort == "object" else []
        columns += [f"{_quoted(name)} {TYPES[dtype]}" for name, dtype in each.attributes.items()]
        tables[each.name] = f"{sort}_type_{number}"
        base.execute(f"CREATE TABLE {tables[each.name]} ({', '.join(columns)})")
        base.execute(f"INSERT INTO {sort}_map_type VALUES (?, ?)", (each.name, f"type_{number}"))
    return tables


def _history(each: Object, moment: Callable[[float], str]) -> Iterator[dict[str, object]]:
    """Yield the values that an object begins with as one row, then a row for each change."""
    first = {change.name: change.value for change in each.changes if change.since == ALWAYS}
    yield {"ocel_id": each.id, "ocel_time": since(moment, ALWAYS), **first}
    for change in each.changes:
        if change.since != ALWAYS:
            told = {"ocel_time": moment(change.since), "ocel_changed_field": change.name}
            yield {"ocel_id": each.id, **told, change.name: change.value}


def _insert(base: sqlite3.Connection, table: str, row: Mapping[str, object]) -> None:
    columns = ", ".join(map(_quoted, row))
    marks = ", ".join("?" * len(row))
    base.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(row.values()))


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'
