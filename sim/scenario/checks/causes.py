"""Mistakes from which others follow: the cause is told first, and its consequences are left out."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from sim.scenario.changing.expand import OF_PUBLISHED_RATES
from sim.scenario.checks.walk import names, texts_in
from sim.scenario.reading.messages import Problem
from sim.scenario.reading.plain_words import meant_key
from sim.scenario.reading.yaml_text import Path_, Tree

SECTIONS = frozenset(
    {"task_types", "steps", "people", "tools", "freelancers", "strategies", "futures", "compare"}
)
"""Keys of a scenario under which names are declared or used."""
_OTHER_CURRENCY = re.compile(r"the currency of this scenario is \w+, not (\w+);.*")
_CODE = re.compile(r"\b[A-Z]{3}\b")


def without_consequences(
    values: Sequence[Problem],
    crossing: Sequence[Problem],
    tree: Tree,
    known: Sequence[str],
    doubled: Collection[Path_],
) -> list[Problem]:
    """Return the problems with their causes marked, and without what merely follows from a cause.

    Args:
        values: problems of one value each.
        crossing: problems across the file, such as names that are declared nowhere.
        tree: what the file says.
        known: the keys that a scenario may have.
        doubled: sections and things that stand twice.
    """
    lost = [key for key, value in tree.items() if key not in known and isinstance(value, dict)]
    values = _of_currency(values, tree)
    if not lost and not doubled:
        return [*values, *crossing]
    return [*_of_values(values, tree, lost, known), *_of_names(crossing, tree, lost, doubled)]


def _of_values(
    problems: Sequence[Problem], tree: Tree, lost: Sequence[str], known: Sequence[str]
) -> Iterator[Problem]:
    """Mark unknown sections as causes; one that could be anything may be the section that is missing."""
    unnamed = any(meant_key(key, known) is None for key in lost)
    for problem in problems:
        if len(problem.path) == 1 and problem.path[0] in lost:
            yield replace(problem, is_cause=True)
        elif not (unnamed and len(problem.path) == 1 and problem.path[0] in SECTIONS - set(tree)):
            yield problem


def _of_names(
    problems: Sequence[Problem], tree: Tree, lost: Sequence[str], doubled: Collection[Path_]
) -> Iterator[Problem]:
    """Leave out what cannot be judged as long as sections are lost or stand twice."""
    declared = {*lost, *names(tree, *lost)}
    unsure = {path[0] for path in doubled}
    for problem in problems:
        name, *sections = problem.missing or ("",)
        if problem.missing:
            is_sure = name not in declared and not unsure & {*sections}
        else:
            is_sure = problem.path[:1] != () and problem.path[0] not in SECTIONS
        if is_sure:
            yield problem


def _of_currency(problems: Sequence[Problem], tree: Tree) -> list[Problem]:
    """Put one problem in place of many amounts in a currency that the scenario does not state."""
    strange = {
        problem: found[1] for problem in problems if (found := _OTHER_CURRENCY.fullmatch(problem.text))
    }
    stated = str(tree.get("currency", "USD"))
    fitting = sum(stated in _CODE.findall(text) for text in texts_in(tree)) - ("currency" in tree)
    if len(strange) < 2 or len({*strange.values()}) != 1 or len(strange) < fitting:
        return list(problems)
    first, other = next(iter(strange.items()))
    many = f"{len(strange):,} amounts are in {other}"
    if "currency" in tree:
        cause = Problem(
            ("currency",), f"{many}; write 'currency: {other}', or those amounts in {stated}", is_cause=True
        )
    else:
        text = (
            f"money is in {stated} where nothing else is said, but {many}; add 'currency: {other}' at the top"
        )
        cause = Problem(first.path, text, is_cause=True)
    rest = [problem for problem in problems if problem not in strange]
    return [cause, *(problem for problem in rest if not problem.text.startswith(OF_PUBLISHED_RATES))]
