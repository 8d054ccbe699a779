"""In words, how two files or two strategies differ."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sim.scenario.load import Effective, LoadedScenario
from sim.scenario.measured import title_of
from sim.scenario.schema import Combine, Scenario
from sim.scenario.snapshot import read_snapshot
from sim.scenario.telling import wording as say
from sim.scenario.telling.changes import ABSENT, Change, changes
from sim.scenario.telling.demand import route_text
from sim.scenario.telling.levers import lever_sentence, strategy_sentences
from sim.scenario.telling.values import notations_of, value_text

THINGS = {
    "task_types": "task type",
    "steps": "step",
    "people": "pool",
    "tools": "tool",
    "freelancers": "freelancers",
    "strategies": "strategy",
    "futures": "future",
}
"""Keys that hold things with names, and what one of them is called."""
NAMED = 2
"""Keys that lead to a thing with a name."""
_COUNTED = re.compile(r"\[(persons|tasks|slots)\]")
_WITH_UNIT = re.compile(r"([-+]?[\d.,]+) (\S.*)")


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which B differs from A.

    Attributes:
        where: the key, e.g. ``people.editors.headcount``.
        before: its value in A in words, ``""`` where A has none.
        after: its value in B in words, ``""`` where B has none.
        sentence: the difference, as one would say it.
    """

    where: str
    before: str
    after: str
    sentence: str


def diff(
    before: LoadedScenario,
    after: LoadedScenario,
    strategies: tuple[str, str] | None = None,
    labels: tuple[str, str] = ("A", "B"),
) -> tuple[Difference, ...]:
    """Return how B differs from A, in the order of the schema; the order of keys in the files is no matter.

    Args:
        before: A.
        after: B; the same as A to compare two of its strategies.
        strategies: a strategy of A and one of B, which are compared by what they do; None compares the
            files with all their strategies.
        labels: what to call A and B.

    Raises:
        UsageError: no such strategy.
    """
    first, second, levers = before.scenario, after.scenario, list[Difference]()
    if strategies is not None:
        one, other = before.under(strategies[0]), after.under(strategies[1])
        first, second, levers = one.scenario, other.scenario, _levers(one, other, labels)
    return (*scenario_differences(first, second, labels), *_open_tasks(before, after), *levers)


def scenario_differences(
    before: Scenario, after: Scenario, labels: tuple[str, str] = ("A", "B")
) -> tuple[Difference, ...]:
    """Return how one scenario differs from another, in the order of the schema.

    Where the labels are empty, the one is told as a change of the other.
    """
    return tuple(_said(change, before, after, labels) for change in changes(before, after))


def _said(change: Change, before: Scenario, after: Scenario, labels: tuple[str, str]) -> Difference:
    where = ".".join(change.path)
    subject = _subject(change.path)
    if change.before is ABSENT or change.after is ABSENT:
        here, value, scenario = (
            (labels[1], change.after, after)
            if change.before is ABSENT
            else (labels[0], change.before, before)
        )
        text = _text(change, value, scenario)
        sides = ("", text) if change.before is ABSENT else (text, "")
        new = "is new" if change.before is ABSENT else "is taken out"
        return Difference(where, *sides, f"{subject}{f': only in {here}' if here else f' {new}'} ({text})")
    texts = _text(change, change.before, before), _text(change, change.after, after)
    colon = "" if _is_inside(change.path) else ":"
    return Difference(where, *texts, f"{subject}{colon} {_arrow(*texts, change)}")


def _subject(path: Sequence[str]) -> str:
    """Return what a path means: `editors: headcount`, `step sketch`, `run length`."""
    if _is_inside(path):
        return f"{say.spoken(path[1])}: {say.spoken(' '.join(path[2:]))}"
    if path[:2] == ("compare", "measures") and len(path) > 2:
        return say.spoken(" ".join([title_of(path[2]), *path[3:]]))
    group, *name = path
    if group in THINGS and name:
        return f"{THINGS[group]} {say.spoken(name[0])}"
    return say.spoken(" ".join(path))


def _is_inside(path: Sequence[str]) -> bool:
    """True for a key of a thing with a name."""
    return path[0] in THINGS and len(path) > NAMED


def _text(change: Change, value: object, scenario: Scenario) -> str:
    if change.path[0] == "strategies" and isinstance(value, list | Combine):
        return " ".join(strategy_sentences(value, scenario))
    if change.path[-1] == "route" and isinstance(value, list):
        return route_text(value)
    return value_text(value, notations_of(change.field), scenario.currency)


def _arrow(before: str, after: str, change: Change) -> str:
    """Return `3 → 4 persons`: a unit that both share is said once."""
    if before == after:  # they differ beyond the digits that are said
        return f"{change.before!r} → {change.after!r}"
    counted = _COUNTED.search(change.field.description or "")
    if counted and isinstance(change.before, int) and isinstance(change.after, int):
        return f"{before} → {say.count(change.after, counted[1][:-1])}"
    first, second = _WITH_UNIT.fullmatch(before), _WITH_UNIT.fullmatch(after)
    if first and second and first[2] == second[2]:
        before = first[1]
    return f"{before} → {after}"


def _open_tasks(before: LoadedScenario, after: LoadedScenario) -> list[Difference]:
    """Return that two snapshots of one name hold other tasks; other names are told with the scenarios."""
    name = before.scenario.snapshot
    if name is None or name != after.scenario.snapshot:
        return []
    sides = [
        read_snapshot(each.path.parent, name, each.scenario.start).open_tasks for each in (before, after)
    ]
    if sides[0] == sides[1]:
        return []
    texts = [say.count(side.total(), "task open at the start") for side in sides]
    said = f"{texts[0]} → {texts[1]}" if texts[0] != texts[1] else f"{texts[0]} as before, but others"
    return [Difference("snapshot", texts[0], texts[1], f"{name}: {said}")]


def _levers(first: Effective, second: Effective, labels: tuple[str, str]) -> list[Difference]:
    sides = [
        [lever_sentence(lever, effective.scenario) for lever in effective.levers]
        for effective in (first, second)
    ]
    return [
        Difference(
            "strategies",
            sentence if side == 0 else "",
            sentence if side == 1 else "",
            f"only in {labels[side]}: {sentence}",
        )
        for side in (0, 1)
        for sentence in sides[side]
        if sentence not in sides[1 - side]
    ]
