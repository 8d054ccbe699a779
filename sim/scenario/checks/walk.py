"""Looking into a tree that may hold mistakes anywhere: what is not of the expected form is passed over."""

from collections.abc import Iterator

from sim.scenario.changing.draft import parse_dotted
from sim.scenario.reading.messages import Problem
from sim.scenario.reading.yaml_text import Path_, Tree, Value
from sim.units import nearest

PERFORMERS = ("people", "tools", "freelancers")
"""Sections whose things may do a step."""
SINGULAR = {
    "people": "pool of people",
    "tools": "tool",
    "freelancers": "pool of freelancers",
    "steps": "step",
    "task_types": "task type",
    "strategies": "strategy",
}


def things(tree: Tree, section: str) -> dict[str, Tree]:
    """Return the named things of a section that are mappings."""
    content = tree.get(section)
    if not isinstance(content, dict):
        return {}
    return {name: keys for name, keys in content.items() if isinstance(keys, dict)}


def names(tree: Tree, *sections: str) -> list[str]:
    """Return every name in these sections."""
    found: list[str] = []
    for section in sections:
        content = tree.get(section)
        found += list(content) if isinstance(content, dict) else []
    return found


def texts(value: Value | None, path: Path_) -> Iterator[tuple[Path_, str]]:
    """Yield the path and text of each item of a list that is text."""
    for place, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, str):
            yield (*path, place), item


def changes_in(tree: Tree) -> Iterator[tuple[Path_, Value]]:
    """Yield target and value of everything that some strategy or future sets."""
    for _, _, target, value in (*set_by_futures(tree), *set_by_strategies(tree)):
        yield target, value


SetKey = tuple[str, Path_, Path_, Value]
"""Who sets a key, where that stands, what is set, and to which value."""


def set_by_futures(tree: Tree) -> Iterator[SetKey]:
    """Yield everything that some future sets."""
    for name, patch in things(tree, "futures").items():
        yield from _set(name, ("futures", name), patch)


def set_by_strategies(tree: Tree) -> Iterator[SetKey]:
    """Yield everything that some strategy sets by its own levers."""
    strategies = tree.get("strategies")
    for name, levers in strategies.items() if isinstance(strategies, dict) else ():
        for place, lever in enumerate(levers if isinstance(levers, list) else ()):
            patch = lever.get("set") if isinstance(lever, dict) else None
            if isinstance(patch, dict):
                yield from _set(name, ("strategies", name, place, "set"), patch)


def _set(name: str, here: Path_, patch: Tree) -> Iterator[SetKey]:
    for key, value in patch.items():
        for target, new in leaves(parse_dotted(key) or (), value):
            yield name, (*here, key), target, new


def leaves(path: Path_, value: Value) -> Iterator[tuple[Path_, Value]]:
    """Yield path and value of everything in a mapping that is no mapping itself."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves((*path, key), item)
    else:
        yield path, value


def texts_in(value: Value) -> Iterator[str]:
    """Yield every text in a tree."""
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts_in(item)


def keys_in(value: Value | None) -> list[str]:
    """Return the keys of a mapping, or nothing."""
    return list(value) if isinstance(value, dict) else []


def refer(tree: Tree, path: Path_, name: str, sections: tuple[str, ...], also: str = "") -> Iterator[Problem]:
    """Yield the problem of a name that ``sections`` do not declare and that is not ``also``."""
    known = [*([also] if also else []), *names(tree, *sections)]
    if name in known:
        return
    wanted = " or ".join(SINGULAR[section] for section in sections) if len(sections) < 3 else "pool or tool"
    for section, what in SINGULAR.items():
        if section not in sections and name in names(tree, section):
            which = f"; name one of {', '.join(known[:8])}" if known else ""
            yield Problem(path, f"that is a {what}, but a {wanted} belongs here{which}")
            return
    if name in SINGULAR:
        choice = f"name one of {', '.join(known[:8])}" if known else f"declare one under '{name}:'"
        yield Problem(path, f"that is a section and not a {wanted}; {choice}", missing=(name, *sections))
        return
    guess = nearest(name, known)
    where = " or ".join(f"'{section}:'" for section in sections)
    hint = f"did you mean '{guess}'?" if guess else f"declare it under {where}"
    yield Problem(path, f"there is no {wanted} of this name; {hint}", missing=(name, *sections))
