"""An event log as OCEL 2.0 in JSON.

The standard's JSON Schema wants every value as text; what it is a text of, the declared type says.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from sim.records.event_log.events import EventLog
from sim.records.event_log.happenings import Happening, event_types, happenings
from sim.records.event_log.objects import ALWAYS, Object, Relations, Type, Value, object_types, objects

T = TypeVar("T")
OPENING = '{"objectTypes": [\n{"name": "run"'
"""How each file begins."""
EPOCH = "1970-01-01T00:00:00.000000+00:00"
"""Stands for the beginning of all time."""
TYPES = {"string": "string", "time": "time", "int64": "integer", "float64": "float", "bool": "boolean"}
"""What the standard calls the type of a column."""


def write_ocel(log: EventLog, path: Path) -> None:
    """Write types, objects and events, one a line."""
    moment = log.clock.moment
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("{")
        file.writelines(_array("objectTypes", object_types(log), _type))
        file.write(",\n")
        file.writelines(_array("eventTypes", event_types(log), _type))
        file.write(",\n")
        file.writelines(_array("objects", objects(log), lambda each: _object(each, moment)))
        file.write(",\n")
        file.writelines(_array("events", happenings(log), lambda each: _event(each, moment)))
        file.write("}\n")


def since(moment: Callable[[float], str], hours: float) -> str:
    """Return the moment from which on a value holds."""
    return EPOCH if hours == ALWAYS else moment(hours)


def _array(name: str, items: Iterable[T], content: Callable[[T], dict[str, Any]]) -> Iterator[str]:
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    yield f'"{name}": ['
    for number, item in enumerate(items):
        yield f"{',' if number else ''}\n{encode(content(item))}"
    yield "\n]"


def _type(each: Type) -> dict[str, Any]:
    attributes = [{"name": name, "type": TYPES[dtype]} for name, dtype in each.attributes.items()]
    return {"name": each.name, "attributes": attributes}


def _object(each: Object, moment: Callable[[float], str]) -> dict[str, Any]:
    attributes = [
        {"name": change.name, "value": _text(change.value), "time": since(moment, change.since)}
        for change in each.changes
    ]
    return {
        "id": each.id,
        "type": each.type,
        "attributes": attributes,
        "relationships": _relations(each.objects),
    }


def _event(each: Happening, moment: Callable[[float], str]) -> dict[str, Any]:
    attributes = [{"name": name, "value": _text(value)} for name, value in each.attributes]
    return {
        "id": each.id,
        "type": each.type,
        "time": moment(each.time),
        "attributes": attributes,
        "relationships": _relations(each.objects),
    }


def _relations(objects: Relations) -> list[dict[str, str]]:
    return [{"objectId": name, "qualifier": qualifier} for name, qualifier in objects]


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
