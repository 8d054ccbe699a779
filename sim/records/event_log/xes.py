"""An event log as XES (IEEE 1849-2016): a trace for each task.

The order of what stands in the file is that of the standard's XML Schema: extensions, globals, classifiers,
attributes of the log, traces.  Its schema has no namespace, and neither have we.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import quoteattr

from sim.records.columns import Column
from sim.records.event_log.columns import CASE, EVENT
from sim.records.event_log.events import EventLog, Row
from sim.records.provenance import digest_of

OPENING = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- An event log of workforce-sim'
"""How each file begins."""
EXTENSIONS = {
    "concept": "Concept",
    "lifecycle": "Lifecycle",
    "org": "Organizational",
    "time": "Time",
    "cost": "Cost",
    "identity": "Identity",
}
"""Standard extensions whose attributes stand in the log: name by prefix."""
KEYS = {
    "case_id": "concept:name",
    "activity": "concept:name",
    "transition": "lifecycle:transition",
    "timestamp": "time:timestamp",
    "visit": "concept:instance",
    "resource": "org:resource",
    "resource_group": "org:group",
    "resource_kind": "org:role",
    "cost": "cost:total",
}
"""Keys of the extensions by column; other columns have their own name as a key."""
CLASSIFIERS = (
    ("Activity", "event", "concept:name"),
    ("Activity_and_transition", "event", "concept:name lifecycle:transition"),
    ("Task_type", "trace", "task_type"),
)
"""Name, scope and keys; each key is a global attribute of its scope."""
_TAGS = {"string": "string", "time": "date", "int64": "int", "float64": "float", "bool": "boolean"}
_AS_TEXT = {"case_id", "visit"}
_TRACE = (next(column for column in EVENT if column.name == "case_id"), *CASE)
_EVENT = tuple(column for column in EVENT if column.name != "case_id")


def write_xes(log: EventLog, path: Path) -> None:
    """Write all events, task by task in the order of their numbers."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_head(log))
        for _, rows in groupby(log.rows(by_case=True), lambda row: row["case_id"]):
            file.writelines(_trace(list(rows), log.about["currency"]))
        file.write("</log>\n")


def _head(log: EventLog) -> Iterator[str]:
    yield f"{OPENING}: XES, IEEE 1849-2016 -->\n"
    yield '<log xes.version="1849.2016" xes.features="">\n'
    for prefix, name in EXTENSIONS.items():
        uri = f"http://www.xes-standard.org/{prefix}.xesext"
        yield f'<extension name="{name}" prefix="{prefix}" uri="{uri}"/>\n'
    unknown = _attribute("string", "concept:name", "unknown")
    yield f'<global scope="trace">{unknown}{_attribute("string", "task_type", "unknown")}</global>\n'
    transition = _attribute("string", "lifecycle:transition", "complete")
    moment = _attribute("date", "time:timestamp", log.clock.moment(0.0))
    yield f'<global scope="event">{unknown}{transition}{moment}</global>\n'
    for name, scope, keys in CLASSIFIERS:
        yield f'<classifier name="{name}" scope="{scope}" keys="{keys}"/>\n'
    yield _attribute("string", "concept:name", log.about["scenario"]) + "\n"
    yield _attribute("string", "lifecycle:model", "standard") + "\n"
    yield _attribute("id", "identity:id", str(uuid5(NAMESPACE_URL, digest_of(log.record)))) + "\n"
    for key, value in log.about.items():
        tag = {int: "int", float: "float"}.get(type(value), "string")
        yield _attribute(tag, key, value) + "\n"


def _trace(rows: Sequence[Row], currency: str) -> Iterator[str]:
    yield f"<trace>{_attributes(rows[0], _TRACE)}\n"
    for row in rows:
        paid_in = "" if row["cost"] is None else _attribute("string", "cost:currency", currency)
        yield f"<event>{_attributes(row, _EVENT)}{paid_in}</event>\n"
    yield "</trace>\n"


def _attributes(row: Row, columns: Sequence[Column]) -> str:
    return "".join(
        _attribute(_tag(column), KEYS.get(column.name, column.name), row[column.name])
        for column in columns
        if row[column.name] is not None
    )


def _tag(column: Column) -> str:
    return "string" if column.name in _AS_TEXT else _TAGS[column.dtype]


def _attribute(tag: str, key: str, value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f'<{tag} key="{key}" value={quoteattr(text)}/>'
