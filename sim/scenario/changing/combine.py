"""Strategies made of others: ``combine: [upskill, upgrade tools]``."""

from sim.scenario.reading.yaml_text import Tree

DO_NOTHING = "do nothing"
"""The strategy without levers; it exists in every scenario."""


def is_do_nothing(name: str) -> bool:
    """True for the name of the strategy without levers, however it is spelt.

    >>> is_do_nothing("do nothing"), is_do_nothing("Do_Nothing"), is_do_nothing("do nothing new")
    (True, True, False)
    """
    return name.casefold().replace("_", " ").replace("-", " ") == DO_NOTHING


def parts_of(tree: Tree, strategy: str) -> list[str]:
    """Return the names of the strategies whose own levers ``strategy`` pulls, in order, each once."""
    found: list[str] = []
    _collect(tree, strategy, found, set())
    return found


def _collect(tree: Tree, strategy: str, found: list[str], seen: set[str]) -> None:
    if strategy in seen:
        return
    seen.add(strategy)
    strategies = tree.get("strategies")
    content = strategies.get(strategy) if isinstance(strategies, dict) else None
    if isinstance(content, list):
        found.append(strategy)
    elif isinstance(content, dict):
        names = content.get("combine")
        for name in names if isinstance(names, list) else ():
            if isinstance(name, str):
                _collect(tree, name, found, seen)


def circle_of(tree: Tree, strategy: str) -> list[str]:
    """Return a circle of combinations that leads from ``strategy`` back to itself, or nothing."""
    strategies = tree.get("strategies")
    links = {
        name: [part for part in parts if isinstance(part, str)]
        for name, content in (strategies.items() if isinstance(strategies, dict) else ())
        if isinstance(content, dict) and isinstance(parts := content.get("combine"), list)
    }
    stack = [[strategy]]
    seen: set[str] = set()
    while stack:
        trail = stack.pop()
        for part in links.get(trail[-1], ()):
            if part == strategy:
                return [*trail, part]
            if part not in seen:
                seen.add(part)
                stack.append([*trail, part])
    return []
