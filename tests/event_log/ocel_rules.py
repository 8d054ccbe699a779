"""What OCEL 2.0 asks of a log in JSON and in SQLite, in our own words; each broken rule is told."""

import datetime
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema

TEXT = {"type": "string"}


def _each(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    item = {"type": "object", "properties": required | (optional or {}), "required": list(required)}
    return {"type": "array", "items": item | {"additionalProperties": False}}


TYPES = _each({"name": TEXT, "attributes": _each({"name": TEXT, "type": TEXT})})
RELATIONS = {"relationships": _each({"objectId": TEXT, "qualifier": TEXT})}
SHAPE = {
    "type": "object",
    "properties": {
        "eventTypes": TYPES,
        "objectTypes": TYPES,
        "events": _each(
            {"id": TEXT, "type": TEXT, "time": TEXT},
            {"attributes": _each({"name": TEXT, "value": TEXT})} | RELATIONS,
        ),
        "objects": _each(
            {"id": TEXT, "type": TEXT},
            {"attributes": _each({"name": TEXT, "value": TEXT, "time": TEXT})} | RELATIONS,
        ),
    },
    "required": ["eventTypes", "objectTypes", "events", "objects"],
    "additionalProperties": False,
}
"""The form of the JSON: everything is text, and identifiers, types, times and qualifiers must be there."""


def moment(text: str) -> datetime.datetime:
    found = datetime.datetime.fromisoformat(text)
    if "T" not in text or found.utcoffset() is None:
        raise ValueError(text)
    return found


def truth(text: str) -> bool:
    return {"true": True, "false": False}[text]


VALUES: dict[str, Callable[[str], object]] = {
    "string": str,
    "time": moment,
    "integer": int,
    "float": float,
    "boolean": truth,
}
"""What reads a value of each type."""


def broken_rules(path: Path) -> list[str]:
    """Return each rule that a JSON file breaks."""
    try:
        log = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        return [f"no JSON: {error}"]
    shape = [error.message[:80] for error in jsonschema.Draft7Validator(SHAPE).iter_errors(log)]
    return shape or list(_broken(log))


def _broken(log: dict[str, Any]) -> Iterator[str]:
    ids = {each["id"] for each in log["objects"]}
    for sort in ("event", "object"):
        types, items = log[f"{sort}Types"], log[f"{sort}s"]
        yield from _twice(f"{sort} type", (each["name"] for each in types))
        yield from _twice(sort, (each["id"] for each in items))
        declared = {each["name"]: {a["name"]: a["type"] for a in each["attributes"]} for each in types}
        for each in types:
            yield from _twice(f"attribute of {each['name']}", (a["name"] for a in each["attributes"]))
            yield from (f"{a['type']}: no type" for a in each["attributes"] if a["type"] not in VALUES)
        for each in items:
            yield from _broken_item(each, declared, ids)
    times = [each["time"] for each in log["events"]]
    if times != sorted(times):
        yield "events are not in order of time"
    for each in log["events"]:
        if not each.get("relationships"):
            yield f"{each['id']}: happens to no object"


def _broken_item(each: dict[str, Any], declared: dict[str, dict[str, str]], ids: set[str]) -> Iterator[str]:
    name = each["id"]
    if each["type"] not in declared:
        yield f"{name}: its type is not declared"
    known = declared.get(each["type"], {})
    for attribute in each.get("attributes", ()):
        if attribute["name"] not in known:
            yield f"{name}: {attribute['name']} is not declared"
        elif not _reads(VALUES.get(known[attribute["name"]], str), attribute["value"]):
            yield f"{name}: {attribute['value']} is no {known[attribute['name']]}"
    times = [part["time"] for part in (each, *each.get("attributes", ())) if "time" in part]
    yield from (f"{name}: {time} is no moment" for time in times if not _reads(moment, time))
    is_event = "time" in each
    settings = [(a["name"], a.get("time")) for a in each.get("attributes", ())]
    yield from _twice(f"{name}: value", ((a, "" if is_event else time) for a, time in settings))
    relations = [(part["objectId"], part["qualifier"]) for part in each.get("relationships", ())]
    yield from _twice(f"{name}: relation", relations)
    yield from (f"{name}: there is no {other}" for other, _ in relations if other not in ids)


def _twice(what: str, things: Iterable[object]) -> Iterator[str]:
    yield from (f"{what} {thing}: stands there twice" for thing, n in Counter(things).items() if n > 1)


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except (ValueError, KeyError):
        return False
    return True


GENERAL = {
    "event_map_type": ["ocel_type", "ocel_type_map"],
    "object_map_type": ["ocel_type", "ocel_type_map"],
    "event": ["ocel_id", "ocel_type"],
    "object": ["ocel_id", "ocel_type"],
    "event_object": ["ocel_event_id", "ocel_object_id", "ocel_qualifier"],
    "object_object": ["ocel_source_id", "ocel_target_id", "ocel_qualifier"],
}
"""Tables that every database has, with their columns."""


def broken_rules_of_base(path: Path) -> list[str]:
    """Return each rule that a database breaks."""
    with closing(sqlite3.connect(path)) as base:
        try:
            return list(_broken_base(base))
        except sqlite3.Error as error:
            return [str(error)]


def _broken_base(base: sqlite3.Connection) -> Iterator[str]:
    tables = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table, columns in GENERAL.items():
        if list(_columns(base, table)) != columns:
            yield f"{table}: is not there, or has other columns"
            return
    yield from (f"{row[0]}: refers to nothing" for row in base.execute("PRAGMA foreign_key_check"))
    expected = set(GENERAL)
    for sort in ("event", "object"):
        maps = base.execute(f"SELECT ocel_type, ocel_type_map FROM {sort}_map_type").fetchall()
        expected |= {f"{sort}_{name}" for _, name in maps}
        for type_, name in maps:
            yield from _broken_table(base, sort, type_, f"{sort}_{name}")
    yield from (f"{table}: has no type, or a type no table" for table in tables ^ expected)


def _broken_table(base: sqlite3.Connection, sort: str, type_: str, table: str) -> Iterator[str]:
    columns = _columns(base, table)
    if columns.get("ocel_id") != "TEXT" or columns.get("ocel_time") != "TIMESTAMP":
        yield f"{table}: lacks identifiers or times"
    known = {name for (name,) in base.execute(f"SELECT ocel_id FROM {sort} WHERE ocel_type = ?", (type_,))}
    rows = [name for (name,) in base.execute(f"SELECT ocel_id FROM {table}")]
    if set(rows) != known or (sort == "event" and len(rows) != len(known)):
        yield f"{table}: holds others than those of its type"
    for (time,) in base.execute(f"SELECT ocel_time FROM {table}"):
        if not _reads(moment, time):
            yield f"{table}: {time} is no moment"
    if sort == "object":
        first = base.execute(
            f"SELECT ocel_id FROM {table} WHERE ocel_changed_field IS NULL "
            "AND ocel_time LIKE '1970-01-01T00:00:00%'"
        ).fetchall()
        if sorted(name for (name,) in first) != sorted(known):
            yield f"{table}: an object does not begin once"
        changed = base.execute(
            f"SELECT DISTINCT ocel_changed_field FROM {table} WHERE ocel_changed_field IS NOT NULL"
        )
        yield from (f"{table}: {name} is no column" for (name,) in changed if name not in columns)


def _columns(base: sqlite3.Connection, table: str) -> dict[str, str]:
    return {row[1]: row[2] for row in base.execute(f'PRAGMA table_info("{table}")')}
