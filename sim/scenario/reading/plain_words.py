"""Pydantic's errors in a planner's English: `rule; suggestion`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from sim.scenario.notation.annotation import ERROR, Notation, refusal, shown
from sim.units import nearest

SYNONYMS = {
    "headcount": ("capacity", "count", "number", "size", "fte", "people", "persons", "staff"),
    "wage": ("salary", "pay", "rate", "cost", "cost_per_hour", "hourly_rate"),
    "service_time": ("duration", "effort", "time", "takes", "processing_time", "work"),
    "hours": ("schedule", "calendar", "shift", "shifts", "working_hours", "timetable"),
    "done_by": ("by", "who", "resource", "resources", "performed_by", "pool", "pools"),
    "due": ("deadline", "due_date", "sla", "promise"),
    "arrivals": ("demand", "arrival_rate", "rate", "volume"),
    "rate": ("poisson", "per_week", "arrival_rate", "lambda"),
    "route": ("steps", "process", "flow", "path"),
    "chance": ("probability", "share", "p"),
    "price": ("cost", "costs", "fee"),
    "run_length": ("duration", "horizon", "length", "until"),
    "warm_up": ("burn_in", "warmup"),
    "capability": ("skills", "skill", "accuracy"),
    "skills": ("capability", "abilities", "competences"),
    "freelancers": ("contractors", "gig_workers", "talent", "externals", "temps"),
    "people": ("workers", "employees", "staff", "pools", "teams", "team", "workforce"),
    "tools": ("ai", "machines", "software", "ai_tools", "assistants", "bots"),
    "task_types": ("tasks", "jobs", "work", "products", "orders", "cases"),
    "steps": ("stages", "activities", "operations", "phases"),
    "strategies": ("plans", "options", "policies", "alternatives", "scenarios"),
    "futures": ("uncertainties", "outlooks"),
    "seats": ("headcount", "count", "number"),
    "slots": ("capacity", "seats", "parallel"),
    "rework": ("loop", "send_back"),
    "combine": ("strategies", "levers"),
    "for": ("duration", "length", "lasting", "until"),
    "trainers": ("trainer", "teachers", "teacher"),
    "fading": ("fade", "decay"),
    "at_most": ("max", "maximum", "cap"),
    "release_when": ("release", "close_when"),
    "roll_out": ("rollout", "phase_in"),
    "adopted": ("adoption", "usage", "users"),
    "shown_round_by": ("mentor", "mentors", "guide"),
    "candidates": ("applicants",),
}
"""Words that people bring along, by the key that says it here."""
MISSING = "missing key"
"""Type of an error about a key that is not there."""
UNKNOWN = "unknown key"
"""Type of an error that points at a key that has no meaning there."""


def keys_of(model: type[BaseModel]) -> list[str]:
    """Return the keys a mapping of this kind may have, as they are written."""
    return [field.alias or name for name, field in model.model_fields.items()]


def example_of(model: type[BaseModel], key: str) -> str:
    """Return `key: value` with a value that is accepted."""
    for name, field in model.model_fields.items():
        if (field.alias or name) != key:
            continue
        given = list(field.examples or [])
        for note in field.metadata:
            if isinstance(note, Notation):
                given += note.examples
        inner = field.annotation
        if not given and isinstance(inner, type) and issubclass(inner, BaseModel):
            given.append(f"{{{example_of(inner, keys_of(inner)[0])}}}")
        return f"{key}: {in_yaml(given[0])}" if given else f"{key}: ..."
    return f"{key}: ..."


def in_yaml(value: object) -> str:
    """Write a value on one line, the way a scenario would.

    >>> in_yaml({"article": {"arrivals": "60 per week", "route": ["draft", "review"]}})
    '{article: {arrivals: 60 per week, route: [draft, review]}}'
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {in_yaml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(in_yaml(item) for item in value)}]"
    return str(value)


def unknown_key(key: str, known: Iterable[str], owner: str) -> str:
    """Return the message for a key that has no meaning in a mapping."""
    names = list(known)
    guess = meant_key(key, names)
    hint = f"did you mean '{guess}'?" if guess else f"{owner} may have {listed(names)}"
    return f"unknown key '{key}'; {hint}"


def meant_key(key: str, names: Sequence[str]) -> str | None:
    """Return the key that was surely meant, or None.

    >>> meant_key("stages", ["steps", "strategies"]), meant_key("poeple", ["steps", "people"])
    ('steps', 'people')
    """
    return _synonym(key, names) or nearest(key, names)


def _synonym(key: str, names: Iterable[str]) -> str | None:
    """Return the key for which ``key`` is another word."""
    word = key.lower().replace(" ", "_").replace("-", "_")
    return next((name for name in names if word in SYNONYMS.get(name, ())), None)


def listed(names: Sequence[str]) -> str:
    """Return names as a readable list.

    >>> listed(["rate", "every", "trace"])
    'rate, every or trace'
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def in_plain_words(model: type[BaseModel], error: ErrorDetails) -> InitErrorDetails:
    """Return an error of ``model`` in the words of the scenario language."""
    place = error["loc"]
    if error["type"] in {ERROR, MISSING, UNKNOWN}:
        kind = _custom(error["type"], error["msg"])
    elif error["type"] == "missing":
        example = example_of(model, str(place[-1]))
        kind = _custom(MISSING, f"'{place[-1]}' is missing; add '{example}'")
    elif place and place[-1] == "[key]":
        place = place[:-1]
        known = re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected", "")))
        kind = _custom(UNKNOWN, unknown_key(str(place[-1]), known or ["text"], "this mapping"))
    elif error["type"] == "extra_forbidden":
        key = str(place[-1])
        text = unknown_key(key, keys_of(model), _owner(model))
        home = _home(model, key)
        hint = getattr(model, "hints", {}).get(key)
        section = _section_of(model, error["input"])
        if section:
            text = f"unknown key '{key}'; it reads like one of '{section}:', so indent it below that line"
        elif hint:
            text = f"unknown key '{key}'; {hint}"
        elif home and "did you mean" not in text:
            text = f"unknown key '{key}'; {home} may have it, {_owner(model)} may not"
        kind = _custom(UNKNOWN, text)
    else:
        kind = refusal(_say(error, _wanted(model, place)))
    return InitErrorDetails(type=kind, loc=place, input=error["input"])


def without_echoes(details: Sequence[InitErrorDetails]) -> list[InitErrorDetails]:
    """Leave out `x is missing` where an unknown key of the same mapping was surely meant to be x."""
    guesses = [
        _text(detail).partition("did you mean '")[2].partition("'")[0]
        for detail in details
        if _type(detail) == UNKNOWN and len(detail["loc"]) == 1
    ]
    return [detail for detail in details if not any(guess and _asks_for(detail, guess) for guess in guesses)]


def _asks_for(detail: InitErrorDetails, key: str) -> bool:
    """True for an error that merely says that ``key`` should be added."""
    whole = _type(detail) == MISSING or not detail["loc"]
    return whole and f"add '{key}:" in _text(detail)


def _text(detail: InitErrorDetails) -> str:
    kind = detail["type"]
    return kind if isinstance(kind, str) else kind.message()


def _type(detail: InitErrorDetails) -> str:
    kind = detail["type"]
    return kind if isinstance(kind, str) else kind.type


def _custom(kind: str, text: str) -> PydanticCustomError:
    return PydanticCustomError(kind, "{message}", {"message": text})


def _home(model: type[BaseModel], key: str) -> str:
    """Return what kind of mapping has a key that this one has not, or nothing."""
    parents = [parent for parent in model.__bases__ if issubclass(parent, BaseModel)]
    kin = [other for parent in parents for other in parent.__subclasses__() if key in keys_of(other)]
    homes = sorted(kin, key=lambda other: not getattr(other, "called", ""))
    return _owner(homes[0]) if homes else ""


def _section_of(model: type[BaseModel], value: object) -> str:
    """Return the section of a model in which such a thing would stand, or nothing."""
    if not isinstance(value, Mapping) or not value:
        return ""
    for name, field in model.model_fields.items():
        things = [each for each in get_args(field.annotation) if isinstance(each, type)]
        if any(issubclass(each, BaseModel) and set(value) <= {*keys_of(each)} for each in things):
            return name
    return ""


def _owner(model: type[BaseModel]) -> str:
    """Return what a mapping of this kind is called."""
    return getattr(model, "called", "") or f"a {model.__name__.lower()}"


def _wanted(model: type[BaseModel], place: tuple[int | str, ...]) -> str:
    """Return an example for the field an error is about, or nothing."""
    if not place:
        return f"{{{example_of(model, keys_of(model)[0])}}}"
    if len(place) == 1 and isinstance(place[0], str):
        example = example_of(model, place[0])
        return "" if example.endswith("...") else example
    return ""


def _of_presets(value: object, known: list[str]) -> str:
    """Return how several presets, or values beside them, are written; "" where neither is meant."""
    if isinstance(value, dict):
        return "values stand beside presets; write '{preset: [knowledge-work, learning], reliance: 50 %}'"
    several = [each.strip() for each in str(value).split(",")]
    if len(several) > 1 and set(several) <= set(known):
        return f"several stand in brackets; write '[{', '.join(several)}]'"
    return ""


def _say(error: ErrorDetails, example: str) -> str:
    kind, value = error["type"], error["input"]
    context: Mapping[str, Any] = error.get("ctx", {})
    write = f"write it like '{example}'" if example else "see 'sim schema' for what may stand here"
    if kind == "literal_error":
        known = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        if error["loc"][:1] == ("behaviour",) and (said := _of_presets(value, known)):
            return said
        guess = nearest(str(value), known) if isinstance(value, str) and len(known) > 5 else None
        hint = f"did you mean '{guess}'?" if guess else f"choose one of {', '.join(known)}"
        return f"that is not one of the choices; {hint}"
    if kind == "string_type":
        if isinstance(value, int | float):
            return f"text belongs here, not a number; put it in quotes: '{value}'"
        if isinstance(value, list) and value and isinstance(value[0], str):
            return f"one name belongs here, not a list; write '{value[0]}'"
        return f"text belongs here, not {shown(value)}; {write}"
    if kind in {"list_type", "tuple_type"}:
        name = shown(value)
        if isinstance(value, Mapping) and value:
            return f"a list belongs here; begin each item with a dash, or write '[{in_yaml(value)}]'"
        return (
            f"a list belongs here; write '[{name}]'"
            if isinstance(value, str)
            else f"a list belongs here; {write}"
        )
    if kind in {"dict_type", "model_type", "model_attributes_type", "dataclass_type"}:
        keys = (
            f"keys and values belong here, not {shown(value)!r}"
            if isinstance(value, str | int | float)
            else ""
        )
        return f"{keys or 'keys and values belong here, not a list'}; {write}"
    if kind == "too_short":
        return f"it is empty; {write}"
    if kind == "value_error":
        return str(context.get("error", error["msg"]))
    return f"{error['msg'][:1].lower()}{error['msg'][1:]}; {write}"
