"""Changes by dotted path: ``set:`` levers and ``futures:``."""

from collections.abc import Collection, Mapping

from sim.scenario.changing.draft import Draft, parse_dotted
from sim.scenario.reading.messages import Problem, dotted
from sim.scenario.reading.plain_words import keys_of, unknown_key
from sim.scenario.reading.yaml_text import Origin, Path_, Tree, Value
from sim.scenario.schema import Scenario
from sim.units import nearest

FIXED = (
    "scenario",
    "question",
    "extends",
    "start",
    "run_length",
    "warm_up",
    "simulation",
    "snapshot",
    "currency",
    "strategies",
    "futures",
    "uncertainties",
    "checks",
    "compare",
)
"""Keys that hold for every strategy alike, so that strategies stay comparable."""
CERTAIN = tuple(key for key in FIXED if key != "strategies")
"""Keys that hold in every future that is drawn; what levers cost and bring may be uncertain."""


def is_dated(lever: Tree) -> bool:
    """True for a `set` that changes something while the scenario runs."""
    return "from" in lever or "when" in lever


def strategy_patches(tree: Tree, names: list[str], *, dated: bool = False) -> list[Path_]:
    """Return the paths of the ``set:`` mappings of these strategies, in order.

    Args:
        tree: the scenario.
        names: of the strategies.
        dated: those with a date or a condition, in place of those from the start.
    """
    found: list[Path_] = []
    strategies = tree.get("strategies")
    for name in names:
        levers = strategies.get(name) if isinstance(strategies, dict) else None
        for place, lever in enumerate(levers if isinstance(levers, list) else []):
            if isinstance(lever, dict) and isinstance(lever.get("set"), dict) and is_dated(lever) == dated:
                found.append(("strategies", name, place, "set"))
    return found


def apply_patch(
    draft: Draft,
    source: Path_,
    origins: Mapping[Path_, Origin],
    changes: Value | None,
    fixed: Collection[str] = FIXED,
) -> list[Problem]:
    """Change the draft by a mapping of dotted paths that stands at ``source``; return the problems there.

    Paths that begin with one of the ``fixed`` keys are refused.
    """
    problems: list[Problem] = []
    for key, value in changes.items() if isinstance(changes, dict) else ():
        place = (*source, key)
        target = parse_dotted(key)
        if target is None:
            problems.append(
                Problem(
                    place,
                    f"'{key}' is not a path; write it like 'people.editors.headcount'",
                    names_itself=True,
                )
            )
            continue
        wrong = _fixed(target, fixed) or wrong_start(draft, target, fixed)
        problems += (
            [Problem(place, wrong, names_itself=True)]
            if wrong
            else draft.change(target, value, place, origins, "")
        )
    return problems


def _fixed(target: Path_, fixed: Collection[str]) -> str:
    if target[0] not in fixed:
        return ""
    return f"'{target[0]}' is the same for all strategies; change it in the scenario itself"


def wrong_start(draft: Draft, target: Path_, fixed: Collection[str]) -> str:
    """Return what is wrong with the first part of a path, or nothing; ``fixed`` keys are no hints."""
    first = str(target[0])
    known = [key for key in keys_of(Scenario) if key not in fixed]
    if first in known:
        return ""
    for section in ("people", "tools", "freelancers", "steps", "task_types"):
        things = draft.tree.get(section)
        if isinstance(things, dict) and first in things:
            return f"a path begins with its section; did you mean '{dotted((section, *target))}'?"
    guess = nearest(first, known)
    if guess:
        return f"unknown key '{first}'; did you mean '{dotted((guess, *target[1:]))}'?"
    return unknown_key(first, known, "a path")
