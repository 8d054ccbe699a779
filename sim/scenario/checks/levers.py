"""Strategies must pull at things that exist, and add up."""

from collections.abc import Iterator

from pydantic_core import PydanticCustomError

from sim.scenario.changing.combine import DO_NOTHING, circle_of, is_do_nothing
from sim.scenario.changing.draft import parse_dotted
from sim.scenario.changing.patches import is_dated
from sim.scenario.checks.references import skills_of
from sim.scenario.checks.walk import keys_in, leaves, names, refer, texts, things
from sim.scenario.notation.annotation import Setting, shown
from sim.scenario.notation.condition import read_condition
from sim.scenario.notation.time import read_moment
from sim.scenario.quantities import Watched, When
from sim.scenario.reading.messages import Problem, dotted
from sim.scenario.reading.yaml_text import Path_, Tree, Value
from sim.scenario.skills import BUILT_IN
from sim.units import nearest

_TARGETS: dict[str, tuple[str, ...]] = {
    "train": ("people",),
    "trainers": ("people",),
    "upgrade": ("tools",),
    "hire": ("freelancers", "people"),
}


def lever_problems(tree: Tree) -> Iterator[Problem]:
    """Yield what is wrong with strategies."""
    strategies = tree.get("strategies")
    for name, content in strategies.items() if isinstance(strategies, dict) else ():
        here: Path_ = ("strategies", name)
        if is_do_nothing(name) and content != []:
            yield _redefined(name)
        for place, lever in enumerate(content if isinstance(content, list) else ()):
            if isinstance(lever, dict):
                yield from _lever(tree, (*here, place), lever)
        yield from _set_twice(here, content)
        if isinstance(content, dict):
            yield from _combination(tree, here, name, content.get("combine"))


def _set_twice(here: Path_, levers: Value) -> Iterator[Problem]:
    """Yield keys that one strategy gives two different values."""
    first: dict[Path_, Value] = {}
    for place, lever in enumerate(levers if isinstance(levers, list) else ()):
        patch = lever.get("set") if isinstance(lever, dict) and not is_dated(lever) else None
        for key, value in patch.items() if isinstance(patch, dict) else ():
            for target, new in leaves(parse_dotted(key) or (), value):
                if first.setdefault(target, new) != new:
                    before = f"'{dotted(target)}' to {shown(first[target])}"
                    text = f"this strategy sets {before} already; keep one of the two"
                    yield Problem((*here, place, "set", key), text)


def _redefined(name: str) -> Problem:
    """Return the problem of levers under the name of the strategy that has none."""
    text = (
        f"'{DO_NOTHING}' is the strategy without levers, in every scenario; give this one another name, "
        "and if the others are compared with it add 'compare: {baseline: <that name>}'"
    )
    return Problem(("strategies", name), text, names_itself=True)


def _lever(tree: Tree, here: Path_, lever: Tree) -> Iterator[Problem]:
    for kind, sections in _TARGETS.items():
        target = lever.get(kind)
        if isinstance(target, str):
            yield from refer(tree, (*here, kind), target, sections)
    for key in ("when", "release_when"):
        yield from _watched(tree, (*here, key), lever.get(key))
    if lever.get("hire") in names(tree, "people"):
        yield from _of_freelancers_only(here, lever)
    yield from _dated(here, lever)
    if lever.get("train") in names(tree, "people"):
        for skill in keys_in(lever.get("in")):
            yield from _trained(tree, (*here, "in", skill), skill, skills_of(tree, str(lever["train"])))
    yield from _period(here, lever)
    change = lever.get("to")
    tool = lever.get("upgrade")
    if isinstance(change, dict) and isinstance(tool, str) and tool in names(tree, "tools"):
        for path, name in texts(change.get("access"), (*here, "to", "access")):
            yield from refer(tree, path, name, ("people", "freelancers"))
        for skill in keys_in(change.get("capability")):
            yield from _upgraded(tree, (*here, "to", "capability", skill), skill, tool)


def _watched(tree: Tree, path: Path_, condition: Value | None) -> Iterator[Problem]:
    """Yield the problem of watching something that is not there."""
    if not isinstance(condition, str):
        return
    try:
        read = read_condition(condition, Setting(bare_numbers=False))
    except PydanticCustomError:
        return
    section = "steps" if read.watched is Watched.BACKLOG else "people"
    yield from refer(tree, path, read.of, (section,))


def _of_freelancers_only(here: Path_, lever: Tree) -> Iterator[Problem]:
    """Yield keys that go with freelancers, where people are hired for good."""
    for key in ("release_when", "budget"):
        if key in lever:
            text = f"people are hired for good, '{key}' is for freelancers; take it out or hire freelancers"
            yield Problem((*here, key), text)


def _dated(here: Path_, lever: Tree) -> Iterator[Problem]:
    """Yield what a `set` cannot change at a date."""
    patch = lever.get("set")
    if not isinstance(patch, dict) or not is_dated(lever):
        return
    for key, value in patch.items():
        for target, _ in leaves(parse_dotted(key) or (), value):
            overtime = len(target) == 3 and target[0] == "people" and target[2] == "overtime"
            if target and not overtime and target[0] not in ("steps", "work_in_process_limit"):
                text = (
                    f"'{dotted(target)}' can only be set from the start; at a date, set keys of 'steps', "
                    "'work_in_process_limit' or 'people.<pool>.overtime', or use train, upgrade or hire"
                )
                yield Problem((*here, "set", key), text)
                break


def _period(here: Path_, lever: Tree) -> Iterator[Problem]:
    """Yield the problem of seats that close before they open."""
    opened, closed = (_moment(lever.get(key, "week 1")) for key in ("from", "until"))
    if "until" not in lever or opened is None or closed is None:
        return
    by_hours = opened.date is None and closed.date is None and closed.hours <= opened.hours
    by_date = opened.date is not None and closed.date is not None and closed.date <= opened.date
    if by_hours or by_date:
        text = (
            f"the seats would close before they open ({lever.get('from', 'the start')}); write a later moment"
        )
        yield Problem((*here, "until"), text)


def _moment(text: Value) -> When | None:
    """Return a moment, or None where its own message says already that it cannot be read."""
    try:
        return read_moment(text, Setting(bare_numbers=False))
    except PydanticCustomError:
        return None


def _trained(tree: Tree, path: Path_, skill: str, stated: set[str]) -> Iterator[Problem]:
    asked = {skill for keys in things(tree, "steps").values() for skill in keys_in(keys.get("skills"))}
    known = stated | asked | BUILT_IN
    if skill not in known:
        guess = nearest(skill, known)
        hint = f"did you mean '{guess}'?" if guess else "train a skill that a step asks for"
        yield Problem(path, f"no step asks for this skill and nobody has it; {hint}")


def _upgraded(tree: Tree, path: Path_, skill: str, tool: str) -> Iterator[Problem]:
    """Yield the problem of a gain over a level that nobody stated."""
    stated = keys_in(things(tree, "tools").get(tool, {}).get("capability"))
    if skill not in stated:
        guess = nearest(skill, stated)
        hint = (
            f"did you mean '{guess}'?"
            if guess
            else f"first state what it can do now: '{skill}: 0.5' in 'tools.{tool}.capability'"
        )
        yield Problem(path, f"{tool} states no capability of this name that could grow; {hint}")


def _combination(tree: Tree, here: Path_, name: str, parts: Value | None) -> Iterator[Problem]:
    for path, part in texts(parts, (*here, "combine")):
        yield from refer(tree, path, part, ("strategies",), also=DO_NOTHING)
    circle = circle_of(tree, name)
    if circle:
        text = f"the strategy combines itself ({' → '.join(circle)}); take one of them out"
        yield Problem((*here, "combine"), text)
