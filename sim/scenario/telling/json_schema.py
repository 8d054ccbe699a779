"""The JSON Schema of a scenario file: completion, hover text and marks in editors."""

import json
from typing import Any

import yaml

from sim.scenario.presets import presets_of
from sim.scenario.schema import Scenario

DIALECT = "https://json-schema.org/draft/2020-12/schema"
JSON_TYPES = {str: "string", bool: "boolean", int: "integer", float: "number"}
Part = dict[str, Any]
OF_PRESETS = (
    ("Step", "work", "work"),
    ("People", "occupation", "occupations"),
    ("Change", "shock", "shocks"),
    ("MarketChange", "shock", "shocks"),
)
"""Keys that name a preset: where they stand, and the kind of preset."""
ONLY_WITH_EXTENDS: Part = {
    "adds": {
        "type": "object",
        "description": "With `extends`: new things, under their section.",
        "examples": [{"people": {"interns": {"headcount": 2}}}],
    },
    "removes": {
        "type": "array",
        "items": {"type": "string"},
        "description": "With `extends`: paths of things of the base to take out.",
        "examples": [["people.designers"]],
    },
}
"""Keys that change a base and are gone in the effective file."""


def json_schema() -> Part:
    """Return the JSON Schema (draft 2020-12) of a scenario file.

    Every key has a description with its unit, and examples of how its value is written.  A file that
    ``extends`` another states only what it changes, so task types and steps require nothing here;
    ``sim check`` says what is missing.
    """
    schema = _tidied(Scenario.model_json_schema(by_alias=True))
    schema["anyOf"] = [{"required": schema.pop("required")}, {"required": ["extends"]}]
    schema["properties"] |= ONLY_WITH_EXTENDS
    for name in ("TaskType", "Step"):
        del schema["$defs"][name]["required"]
    for name, key, kind in OF_PRESETS:
        schema["$defs"][name]["properties"][key]["enum"] = list(presets_of(kind))
    arrivals = schema["$defs"]["TaskType"]["properties"]["arrivals"]
    arrivals["anyOf"] = [{"type": "string"}, {"$ref": arrivals.pop("$ref")}]
    _measures(schema["$defs"]["Compare"]["properties"]["measures"])
    _uncertainties(schema["properties"]["uncertainties"])
    return {"$schema": DIALECT, "title": "Scenario of the workforce simulator", **schema}


def _uncertainties(uncertainties: Part) -> None:
    """Let an uncertainty be a range alone, or a list of values."""
    alone = [{"type": "string"}, {"type": "array", "minItems": 2}]
    uncertainties["additionalProperties"] = {"anyOf": [uncertainties["additionalProperties"], *alone]}


def _measures(measures: Part) -> None:
    """Let measures be names in a list, or keys of which each may say what matters."""
    keys = {key: measures.pop(key) for key in ("type", "additionalProperties") if key in measures}
    keys["additionalProperties"] = {"anyOf": [keys["additionalProperties"], {"type": "null"}]}
    measures["anyOf"] = [keys, {"type": "array", "items": {"type": "string"}, "minItems": 1}]


def json_schema_text() -> str:
    """Return the schema as indented JSON."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _tidied_value(value: object) -> object:
    if isinstance(value, list):
        return [_tidied_value(item) for item in value]
    return _tidied(value) if isinstance(value, dict) else value


def _tidied(part: Part) -> Part:
    """Return a part of the schema as a writer of scenarios needs it, without what only Python knows."""
    tidied = {
        key: _properties(value) if key in {"properties", "$defs"} else _tidied_value(value)
        for key, value in part.items()
    }
    for tidy in (
        _without_title,
        _without_null,
        _with_readable_default,
        _with_readable_examples,
        _with_fitting_examples,
    ):
        tidied = tidy(tidied)
    return tidied


def _properties(properties: Part) -> Part:
    return {name: _tidied(part) for name, part in properties.items()}


def _without_title(part: Part) -> Part:
    """Titles only repeat the key."""
    return {key: value for key, value in part.items() if key != "title"}


def _without_null(part: Part) -> Part:
    """A key without a value is left out, not set to null."""
    choices = [choice for choice in part.get("anyOf", []) if choice != {"type": "null"}]
    if len(choices) != 1:
        return part
    rest = {key: value for key, value in part.items() if key != "anyOf"}
    return {**choices[0], **rest}


def _with_readable_default(part: Part) -> Part:
    """Keep a default only where it can be typed as it stands; the others are neutral."""
    types = part.get("type", [])
    known = [types] if isinstance(types, str) else types
    if "default" in part and JSON_TYPES.get(type(part["default"])) not in known:
        return {key: value for key, value in part.items() if key != "default"}
    return part


def _with_fitting_examples(part: Part) -> Part:
    """Leave out the examples of a notation that this key's own bounds refuse."""
    least = part.get("minimum")
    if least is None or "examples" not in part:
        return part
    return {**part, "examples": [value for value in part["examples"] if value >= least] or [least]}


def _with_readable_examples(part: Part) -> Part:
    """Turn examples of lists and mappings, which stand as YAML text, into lists and mappings."""
    if part.get("type") in ("array", "object") and "examples" in part:
        return {
            **part,
            "examples": [
                yaml.safe_load(text) if isinstance(text, str) else text for text in part["examples"]
            ],
        }
    return part
