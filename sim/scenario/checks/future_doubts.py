"""Doubts about futures: keys that a strategy sets as well, where the strategy wins."""

from collections.abc import Iterator

from sim.scenario.checks.walk import SetKey, set_by_futures, set_by_strategies
from sim.scenario.reading.messages import Problem, dotted
from sim.scenario.reading.yaml_text import Path_, Tree


def future_doubts(tree: Tree) -> Iterator[Problem]:
    """Yield the keys of futures that have no effect under some strategy, which sets them otherwise."""
    by_strategies = list(set_by_strategies(tree))
    found: dict[tuple[Path_, str], list[str]] = {}
    for future in set_by_futures(tree):
        for strategy in by_strategies:
            key = _common(future, strategy)
            if key and strategy[0] not in found.setdefault((future[1], key), []):
                found[future[1], key].append(strategy[0])
    for (place, key), names in found.items():
        if names:
            yield Problem(place, _told(key, names), names_itself=True)


def _common(future: SetKey, strategy: SetKey) -> str:
    """Return the key that both set, to different values; nothing where there is none."""
    (_, _, ours, value), (_, _, theirs, other) = future, strategy
    size = min(len(ours), len(theirs))
    if ours[:size] != theirs[:size] or (ours == theirs and value == other):
        return ""
    return dotted(theirs)


def setting(key: str, names: list[str]) -> str:
    """Return that strategies set a key as well, and that theirs is the value that counts; no full stop."""
    several = len(names) > 1
    who = f"the strateg{'ies' if several else 'y'} {' and '.join(repr(name) for name in names)}"
    return f"{who} set{'' if several else 's'} '{key}' too, and what a strategy sets wins"


def _told(key: str, names: list[str]) -> str:
    return (
        f"{setting(key, names)}, so there this future "
        "changes nothing and it falls on the other strategies alone; to ask what if a strategy delivers "
        "less, let the future change a key that no strategy sets, e.g. 'behaviour.reliance' or a tool's "
        "'capability'"
    )
