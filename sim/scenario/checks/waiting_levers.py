"""Levers that wait for a condition must not compete: which of them comes last would be left to chance."""

from collections.abc import Iterator

from sim.scenario.changing.combine import parts_of
from sim.scenario.changing.draft import parse_dotted
from sim.scenario.changing.patches import is_dated
from sim.scenario.checks.walk import leaves, names
from sim.scenario.reading.messages import Problem
from sim.scenario.reading.yaml_text import Path_, Tree

Changed = tuple[str, str]
"""What a lever gives another form: ("upgrade" or "set", name of the tool or step)."""
Placed = tuple[Path_, Tree]


def waiting_problems(tree: Tree) -> Iterator[Problem]:
    """Yield levers that wait for a condition and change what another lever changes at its date.

    A strategy that combines others is told of once its parts compete with each other.
    """
    for strategy in names(tree, "strategies"):
        changes: dict[Changed, list[Placed]] = {}
        for path, lever in _levers(tree, strategy):
            for changed in _changed(lever):
                changes.setdefault(changed, []).append((path, lever))
        for changed, levers in changes.items():
            waiting = [path for path, lever in levers if "when" in lever]
            parts = {path[1] for path, _ in levers}
            if len(levers) < 2 or not waiting:
                continue
            if parts == {strategy}:
                yield Problem((*waiting[0], "when"), _told(changed, "this strategy"))
            elif len(parts) > 1:
                yield Problem(("strategies", strategy, "combine"), _told(changed, "this combination"))


def _told(changed: Changed, strategy: str) -> str:
    kind, name = changed
    if kind == "upgrade":
        return (
            f"{strategy} upgrades {name} more than once, and with a condition nobody knows which version "
            "comes last; give each upgrade a date with 'from' and no 'when', or keep one"
        )
    return (
        f"{strategy} changes the step {name} more than once, and with a condition nobody knows which change "
        "comes last; put all changes of the step into one 'set', or give each a date and no 'when'"
    )


def _levers(tree: Tree, strategy: str) -> Iterator[Placed]:
    strategies = tree.get("strategies")
    for part in parts_of(tree, strategy):
        levers = strategies.get(part) if isinstance(strategies, dict) else None
        for place, lever in enumerate(levers if isinstance(levers, list) else ()):
            if isinstance(lever, dict):
                yield ("strategies", part, place), lever


def _changed(lever: Tree) -> set[Changed]:
    """Return what a lever gives another form while the scenario runs."""
    tool, patch = lever.get("upgrade"), lever.get("set")
    if isinstance(tool, str):
        return {("upgrade", tool)}
    if not isinstance(patch, dict) or not is_dated(lever):
        return set()
    targets = [target for key, value in patch.items() for target, _ in leaves(parse_dotted(key) or (), value)]
    return {("set", str(target[1])) for target in targets if len(target) > 1 and target[0] == "steps"}
