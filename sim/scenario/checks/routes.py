"""Reading routes in a tree: which steps they name, and in what order they are visited."""

from collections.abc import Iterator

from sim.scenario.checks.walk import keys_in, texts, things
from sim.scenario.reading.yaml_text import Path_, Tree, Value

WORDS = frozenset({"skip", "leave"})
"""Words of an ``either`` that are no steps."""


def items(tree: Tree, task_type: str) -> list[Value]:
    """Return the items of a route."""
    route = things(tree, "task_types").get(task_type, {}).get("route")
    return route if isinstance(route, list) else []


def steps_in(item: Value, path: Path_) -> Iterator[tuple[Path_, str]]:
    """Yield the path and name of each step that a route item may visit."""
    if isinstance(item, str):
        yield path, item
    elif isinstance(item, dict):
        for name in keys_in(item.get("either")):
            if name not in WORDS:
                yield (*path, "either", name), name
        branches = item.get("together")
        yield from texts(branches, (*path, "together"))
        for place, branch in enumerate(branches if isinstance(branches, list) else ()):
            yield from texts(branch, (*path, "together", place))


def visited(tree: Tree, task_type: str) -> set[str]:
    """Return the names of all steps a task type may visit."""
    return {name for item in items(tree, task_type) for _, name in steps_in(item, ())}


def first_steps(tree: Tree, task_type: str) -> list[str]:
    """Return the names of the steps with which a task type may begin."""
    for item in items(tree, task_type):
        branches = item.get("together") if isinstance(item, dict) else None
        if isinstance(branches, list):
            return [str(branch[0] if isinstance(branch, list) else branch) for branch in branches if branch]
        found = [name for _, name in steps_in(item, ())]
        if found:
            return found
    return []


def goes_before(tree: Tree, first: str, second: str) -> bool:
    """True when on some route a task may visit ``first`` and later ``second``."""
    return any(in_order(items(tree, name), first, second) for name in things(tree, "task_types"))


def in_order(route: list[Value], first: str, second: str) -> bool:
    """True when a task on this route may visit ``first`` and later ``second``."""
    seen = False
    for item in route:
        visits = {name for _, name in steps_in(item, ())}
        if second in visits and (seen or _within_branch(item, first, second)):
            return True
        seen = seen or first in visits
    return False


def _within_branch(item: Value, first: str, second: str) -> bool:
    """True when one branch of a ``together`` visits both in this order."""
    branches = item.get("together") if isinstance(item, dict) else None
    for branch in branches if isinstance(branches, list) else ():
        if isinstance(branch, list) and first in branch and second in branch:
            last = len(branch) - 1 - branch[::-1].index(second)
            if branch.index(first) < last:
                return True
    return False
