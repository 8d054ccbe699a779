"""What IEEE 1849-2016 asks of an XES file, in our own words; each broken rule is told."""

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

NAME = re.compile(r"[A-Za-z_:][\w.:-]*", re.ASCII)
"""An XML name, as keys are."""
WITHOUT_COLON = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
"""The same without a colon, as names of extensions and classifiers, prefixes and scopes are."""
ORDER = ("extension", "global", "classifier", "attribute", "trace", "event")
"""Parts of a log, in the order in which they must stand."""
STANDARD_LIFECYCLE = {
    *("schedule", "assign", "withdraw", "reassign", "start", "suspend", "resume", "pi_abort", "ate_abort"),
    *("complete", "autoskip", "manualskip", "unknown"),
}
EXTENSIONS = {
    "concept": {
        "log": {"name": "string"},
        "trace": {"name": "string"},
        "event": {"name": "string", "instance": "string"},
    },
    "lifecycle": {"log": {"model": "string"}, "event": {"transition": "string", "state": "string"}},
    "org": {"event": {"resource": "string", "role": "string", "group": "string"}},
    "time": {"event": {"timestamp": "date"}},
    "cost": {
        "trace": {"total": "float", "currency": "string"},
        "event": {"total": "float", "currency": "string"},
    },
    "identity": {part: {"id": "id"} for part in ("log", "trace", "event")},
}
"""Attributes that the standard extensions define, with their type, by prefix and where they may stand."""


def moment(text: str) -> datetime.datetime:
    found = datetime.datetime.fromisoformat(text)
    if "T" not in text or found.utcoffset() != datetime.timedelta(0):
        raise ValueError(text)
    return found


def whole(text: str) -> int:
    if not re.fullmatch(r"[-+]?\d+", text) or not -(2**63) <= int(text) < 2**63:
        raise ValueError(text)
    return int(text)


def truth(text: str) -> bool:
    return {"true": True, "false": False, "1": True, "0": False}[text]


def uuid(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text):
        raise ValueError(text)
    return text


VALUES = {"string": str, "date": moment, "int": whole, "float": float, "boolean": truth, "id": uuid}
"""What reads a value of each type."""


def broken_rules(path: Path) -> list[str]:
    """Return each rule that a file breaks."""
    try:
        log = ET.parse(path).getroot()
    except ET.ParseError as error:
        return [f"no XML: {error}"]
    return list(_broken(log))


def _broken(log: ET.Element) -> Iterator[str]:
    if log.tag != "log" or not re.fullmatch(r"\d+(\.\d+)?", log.get("xes.version", "")):
        yield "the root is no log with a version"
    if set(log.attrib) - {"xes.version", "xes.features"}:
        yield "the log has unknown attributes"
    parts = ["attribute" if part.tag in VALUES else part.tag for part in log]
    if set(parts) - set(ORDER) or parts != sorted(parts, key=ORDER.index):
        yield "the parts of the log stand in another order"
    prefixes = set()
    for extension in log.findall("extension"):
        prefixes.add(extension.get("prefix", ""))
        yield from _broken_extension(extension)
    yield from _broken_attributes(log, "log", prefixes)
    globals_ = {each.get("scope", ""): each for each in log.findall("global")}
    for scope, part in globals_.items():
        yield from _broken_attributes(part, scope, prefixes)
    for classifier in log.findall("classifier"):
        yield from _broken_classifier(classifier, globals_)
    for trace in log.findall("trace"):
        yield from _broken_trace(trace, globals_, prefixes)


def _broken_extension(extension: ET.Element) -> Iterator[str]:
    name, prefix, uri = (extension.get(key, "") for key in ("name", "prefix", "uri"))
    if not WITHOUT_COLON.fullmatch(name) or prefix not in EXTENSIONS:
        yield f"extension {name}: is none of the standard"
    if uri != f"http://www.xes-standard.org/{prefix}.xesext":
        yield f"extension {name}: has another address"


def _broken_classifier(classifier: ET.Element, globals_: dict[str, ET.Element]) -> Iterator[str]:
    name, scope = classifier.get("name", ""), classifier.get("scope", "event")
    if not WITHOUT_COLON.fullmatch(name):
        yield f"classifier {name}: has no proper name"
    known = {part.get("key") for part in globals_.get(scope, ())}
    if not set(classifier.get("keys", "-").split()) <= known:
        yield f"classifier {name}: its keys are no globals"


def _broken_trace(trace: ET.Element, globals_: dict[str, ET.Element], prefixes: set[str]) -> Iterator[str]:
    called = next((part.get("value") for part in trace if part.get("key") == "concept:name"), "?")
    tags = [part.tag == "event" for part in trace]
    if tags != sorted(tags):
        yield f"trace {called}: an attribute stands behind an event"
    events = trace.findall("event")
    for scope, parts in (("trace", [trace]), ("event", events)):
        wanted = {(part.tag, part.get("key")) for part in globals_.get(scope, ())}
        for part in parts:
            yield from (f"{called}: {told}" for told in _broken_attributes(part, scope, prefixes))
            if not wanted <= {(each.tag, each.get("key")) for each in part}:
                yield f"trace {called}: lacks a global of a {scope}"
    yield from (f"trace {called}: {told}" for told in _broken_course(events))


def _broken_course(events: list[ET.Element]) -> Iterator[str]:
    """What stands in a trace must be in its order; a visit is scheduled, started, completed, each once."""
    rows = [{part.get("key"): part.get("value", "") for part in event} for event in events]
    times = [row.get("time:timestamp", "") for row in rows]
    if times != sorted(times):
        yield "its events are not in order of time"
    course: dict[str | None, list[str]] = {}
    for row in rows:
        state = row.get("lifecycle:transition", "")
        if state not in STANDARD_LIFECYCLE:
            yield f"{state}: no transition of the standard lifecycle"
        if "concept:instance" in row:
            course.setdefault(row["concept:instance"], []).append(state)
    for visit, states in course.items():
        if states not in (["schedule", "start"], ["schedule", "start", "complete"]):
            yield f"visit {visit}: goes {', '.join(states)}"


def _broken_attributes(part: ET.Element, where: str, prefixes: set[str]) -> Iterator[str]:
    attributes = [each for each in part if each.tag in VALUES]
    keys = Counter(each.get("key", "") for each in attributes)
    for key, count in keys.items():
        if count > 1 or not NAME.fullmatch(key):
            yield f"{key}: is no name, or stands there twice"
    for each in attributes:
        prefix, colon, name = each.get("key", "").partition(":")
        if colon and (prefix not in prefixes or EXTENSIONS[prefix].get(where, {}).get(name) != each.tag):
            yield f"{prefix}:{name}: is no {each.tag} of a {where} in a declared extension"
        if set(each.attrib) != {"key", "value"} or len(each):
            yield f"{name}: has more or less than a key and a value"
        try:
            VALUES[each.tag](each.get("value", ""))
        except (ValueError, KeyError):
            yield f"{prefix}{colon}{name}: {each.get('value')} is no {each.tag}"
