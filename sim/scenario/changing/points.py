"""A point in input space: any keys of a scenario, set to values (`{"people.writers.headcount": 9}`)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeGuard, cast

from sim.scenario.changing.draft import Draft, parse_dotted
from sim.scenario.changing.patches import wrong_start
from sim.scenario.notation.annotation import shown
from sim.scenario.reading.messages import Problem, existing, origin_of, placed
from sim.scenario.reading.plain_words import in_yaml
from sim.scenario.reading.yaml_text import Fault, Origin, Path_, Value

Point = Mapping[str, Value]
"""Values by dotted key, as ``set:`` takes both."""
SAME_AT_ALL_POINTS = ("scenario", "question", "extends", "currency")
"""Keys that hold for every point alike, so that points stay comparable."""
MOST_NAMED = 3
"""Keys of a point that a message names before it counts the others (assumed)."""
_POINT = "the point"
"""Begins the path of a problem with a key that leads nowhere in the tree."""


def apply_point(draft: Draft, point: Point) -> list[Problem]:
    """Change a draft by a point; return the problems of its keys.

    A key that the file leaves out is put in; whether it may stand there, the schema says afterwards.  What
    the point sets stands in no line of a file: its origin is line 0, and its column counts the keys.
    """
    problems: list[Problem] = []
    for number, (key, value) in enumerate(point.items(), 1):
        source: Path_ = (_POINT, key)
        target = parse_dotted(key)
        wrong = _wrong_key(draft, target) or _wrong_value(value)
        if wrong or target is None:
            problems.append(Problem(source, wrong))
        else:
            origins = dict.fromkeys(paths_of(source, value), Origin("", 0, number))
            problems += draft.change(target, value, source, origins, "")
    return problems


def placed_at(point: Point, problems: Iterable[Problem], draft: Draft, file: str) -> list[Fault]:
    """Return problems of a draft with a point applied: at a key of it, or in the file, the point named."""
    keys = list(point)
    faults = []
    for problem in problems:
        fault = placed(problem, draft.tree, draft.origins, file)
        key = _key_of(problem, draft, keys)
        if key is None:
            faults.append(Fault(fault.origin, f"with {in_words(point)}, {fault.text}", fault.is_cause))
            continue
        is_its_own = problem.names_itself or problem.path in {parse_dotted(key), (_POINT, key)}
        text = f"{_set(key, point[key])}: {problem.text if is_its_own else fault.text}"
        faults.append(Fault(Origin("", 0, keys.index(key) + 1), text, fault.is_cause))
    return faults


def in_words(point: Point) -> str:
    """Return the keys of a point with their values, the first few.

    >>> in_words({"people.writers.headcount": 9, "steps.draft.exposure": "40 %"})
    'people.writers.headcount = 9, steps.draft.exposure = 40 %'
    """
    named = ", ".join(_set(key, value) for key, value in list(point.items())[:MOST_NAMED])
    more = len(point) - MOST_NAMED
    return f"{named} and {more} more" if more > 0 else named


def plain_point(point: Mapping[str, object]) -> dict[str, Value]:
    """Return a point with values as YAML gives them: numbers of NumPy become Python's, tuples lists."""
    return {str(key): plain_value(value) for key, value in point.items()}


def plain_value(value: object) -> Value:
    """Return a value as YAML gives it."""
    if isinstance(value, Mapping):
        return {str(key): plain_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(item) for item in value]
    item = getattr(value, "item", None)
    return cast("Value", item() if callable(item) else value)  # what is no value, apply_point refuses


def _wrong_key(draft: Draft, target: Path_ | None) -> str:
    if target is None:
        return "that is not a path; write it like 'people.editors.headcount'"
    if target[0] in SAME_AT_ALL_POINTS:
        return f"'{target[0]}' is the same at all points; change it in the scenario itself"
    return wrong_start(draft, target, SAME_AT_ALL_POINTS)


def _wrong_value(value: object) -> str:
    if _is_value(value):
        return ""
    return "a number, text, a list or a mapping belongs here; to leave the key as it is, leave it out"


def _is_value(value: object) -> TypeGuard[Value]:
    return isinstance(value, str | int | float | list | dict) and not isinstance(value, bool)


def _key_of(problem: Problem, draft: Draft, keys: list[str]) -> str | None:
    """Return the key of the point that a problem is about, or None where it stands in a file."""
    if problem.path[:1] == (_POINT,):
        return str(problem.path[1])
    origin = origin_of(existing(draft.tree, problem.path)[0], draft.origins, "")
    return None if origin.line else keys[origin.column - 1]


def paths_of(path: Path_, value: Value) -> Iterator[Path_]:
    """Yield the path of a value and of all that is inside it."""
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, item in inside:
        yield from paths_of((*path, part), item)


def _set(key: str, value: Value) -> str:
    return f"{key} = {shown(in_yaml(value))}"
