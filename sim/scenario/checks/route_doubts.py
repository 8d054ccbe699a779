"""Doubts about routes: reviews that come before the work, and routes that can block each other."""

from collections.abc import Iterator
from itertools import combinations

from sim.scenario.checks.routes import in_order, items, steps_in, visited
from sim.scenario.reading.messages import Problem
from sim.scenario.reading.yaml_text import Path_, Tree, Value
from sim.scenario.schema import Scenario


def route_doubts(scenario: Scenario, tree: Tree) -> Iterator[Problem]:
    """Yield what a planner should look at in the order of steps."""
    yield from _reviews_too_early(scenario, tree)
    yield from _crossing_limits(scenario, tree)


def _reviews_too_early(scenario: Scenario, tree: Tree) -> Iterator[Problem]:
    for task_type in scenario.task_types:
        route, steps = items(tree, task_type), visited(tree, task_type)
        for review in (name for name in scenario.steps if name in steps):
            for work in scenario.steps[review].reviews:
                if work in steps and not in_order(route, work, review) and not _returns(route, work, review):
                    text = (
                        f"'{review}' comes before '{work}', which it reviews, so nothing is found; swap them"
                    )
                    yield Problem(_where(tree, task_type, review), text)


def _returns(route: list[Value], work: str, review: str) -> bool:
    """True when a task may go back to the review after the work."""
    for place, item in enumerate(route):
        again = item.get("again") if isinstance(item, dict) else None
        target = again.get("from") if isinstance(again, dict) else None
        if target in route[:place]:
            passed = route[route.index(target) : place]
            if all(any(name in _names(each) for each in passed) for name in (work, review)):
                return True
    return False


def _names(item: Value) -> set[str]:
    return {name for _, name in steps_in(item, ())}


def _where(tree: Tree, task_type: str, step: str) -> Path_:
    """Return where a route first names a step."""
    for place, item in enumerate(items(tree, task_type)):
        for path, name in steps_in(item, ("task_types", task_type, "route", place)):
            if name == step:
                return path
    return ("task_types", task_type, "route")


def _crossing_limits(scenario: Scenario, tree: Tree) -> Iterator[Problem]:
    """Yield pairs of limited steps that two task types visit in opposite order."""
    limited = [name for name, step in scenario.steps.items() if step.work_in_process_limit is not None]
    for one, other in combinations(limited, 2):
        forth = [name for name in scenario.task_types if in_order(items(tree, name), one, other)]
        back = [name for name in scenario.task_types if in_order(items(tree, name), other, one)]
        crossing = next(((f, b) for f in forth for b in back if f != b), None)
        if crossing is not None:
            text = (
                f"'{crossing[0]}' goes through {one} and then {other}, '{crossing[1]}' the other way round, "
                "and both steps have a limit, so tasks can wait for each other for ever; take one limit out, "
                "or use the 'work_in_process_limit:' of the scenario"
            )
            yield Problem(("steps", other, "work_in_process_limit"), text)
