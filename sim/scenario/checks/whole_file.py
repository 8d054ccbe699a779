"""Checks across the whole file: names, horizon, dates, data.  They also run on a file with other mistakes."""

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

from pydantic_core import PydanticCustomError

from sim.scenario.checks.closed_sources import timeless_sources
from sim.scenario.checks.comparison import comparison_problems
from sim.scenario.checks.levers import lever_problems
from sim.scenario.checks.reality import reality_problems
from sim.scenario.checks.references import reference_problems
from sim.scenario.checks.snapshot import snapshot_problems
from sim.scenario.checks.uncertainties import uncertainty_problems
from sim.scenario.checks.waiting_levers import waiting_problems
from sim.scenario.checks.walk import things
from sim.scenario.notation.annotation import Setting, message_of
from sim.scenario.notation.csv_column import read_arrival_times
from sim.scenario.notation.money import SIGNS, SPELT
from sim.scenario.notation.number import read_share
from sim.scenario.notation.time import read_day, read_duration
from sim.scenario.reading.messages import Problem
from sim.scenario.reading.yaml_text import Path_, Tree, Value

T = TypeVar("T")
_ADOPTION = ("adopted", "adoption_limit")
_CODE = re.compile(r"[A-Z]{3}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def check(tree: Tree, setting: Setting) -> Iterator[Problem]:
    """Yield the problems that are no matter of one value alone."""
    yield from reference_problems(tree)
    yield from lever_problems(tree)
    yield from waiting_problems(tree)
    yield from comparison_problems(tree, setting.currency)
    yield from reality_problems(tree, setting.currency)
    yield from uncertainty_problems(tree)
    yield from _adoption(tree, setting)
    yield from _horizon(tree, setting)
    yield from _currency(tree)
    if "start" not in tree:
        yield from _dates(tree, ())
        yield from _months(tree)
    yield from _traces(tree, setting)
    yield from snapshot_problems(tree, setting)
    yield from timeless_sources(tree, setting)


def _readable(read: Callable[[object, Setting], T], value: object, setting: Setting) -> T | None:
    """Return a value, or None where its own message says already that it cannot be read."""
    try:
        return read(value, setting)
    except PydanticCustomError:
        return None


def length_of(tree: Tree) -> float | None:
    """Return the length of the run, or None where its own message says already that it cannot be read [h]."""
    return _readable(read_duration, tree.get("run_length", ""), Setting(bare_numbers=False))


def _horizon(tree: Tree, setting: Setting) -> Iterator[Problem]:
    length = length_of(tree)
    warm_up = _readable(read_duration, tree.get("warm_up", "0 h"), setting)
    if length == 0.0:
        yield Problem(("run_length",), "nothing happens in no time; write e.g. '52 weeks'")
    elif length is not None and warm_up is not None and warm_up >= length:
        yield Problem(
            ("warm_up",),
            f"it leaves nothing to measure in a run_length of {tree['run_length']}; make it shorter",
        )


def _adoption(tree: Tree, setting: Setting) -> Iterator[Problem]:
    """Yield tools that more people use at the start than ever will."""
    for name, keys in things(tree, "tools").items():
        now, most = (_readable(read_share, keys.get(key, 1.0), setting) for key in _ADOPTION)
        if all(key in keys for key in _ADOPTION) and now is not None and most is not None and now > most:
            text = (
                f"that is more than 'adoption_limit', the share that will ever use it ({most:.4g}); "
                f"write '{100.0 * most:.4g} %' or less, or raise the limit"
            )
            yield Problem(("tools", name, "adopted"), text)


def _currency(tree: Tree) -> Iterator[Problem]:
    currency = tree.get("currency")
    if isinstance(currency, str) and not is_code(currency):
        words = {**SIGNS, **{word.lower(): code for word, code in SPELT.items()}}
        meant = words.get(currency.lower().removesuffix("s"), currency.upper())
        hint = f"write '{meant}'" if is_code(meant) else "write e.g. 'USD' or 'EUR'"
        yield Problem(("currency",), f"a currency is three capital letters; {hint}")


def is_code(currency: object) -> bool:
    """True for a currency as a scenario states it: `USD`."""
    return isinstance(currency, str) and _CODE.fullmatch(currency) is not None


def _dates(value: Value, path: Path_) -> Iterator[Problem]:
    """Yield dates that mean nothing as long as nobody says when the scenario starts."""
    if isinstance(value, dict):
        for key, item in value.items():
            if not (key == "futures" and not path):
                yield from _dates(item, (*path, key))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _dates(item, (*path, place))
    elif isinstance(value, str) and _DATE.fullmatch(value) and path[-1] not in {"scenario", "question"}:
        yield Problem(path, "a date needs to know when the scenario starts; add e.g. 'start: 2026-01-05'")


def _months(tree: Tree) -> Iterator[Problem]:
    for name, keys in things(tree, "task_types").items():
        arrivals = keys.get("arrivals")
        if isinstance(arrivals, dict) and arrivals.get("months"):
            text = "calendar months need to know when the scenario starts; add e.g. 'start: 2026-01-05'"
            yield Problem(("task_types", name, "arrivals", "months"), text)


def _traces(tree: Tree, setting: Setting) -> Iterator[Problem]:
    start = _readable(read_day, tree.get("start", ""), setting)
    for name, keys in things(tree, "task_types").items():
        arrivals = keys.get("arrivals")
        trace = arrivals.get("trace") if isinstance(arrivals, dict) else None
        if not isinstance(trace, dict):
            continue
        file, column = trace.get("file"), trace.get("column")
        if isinstance(file, str) and isinstance(column, str):
            try:
                read_arrival_times(setting.folder, file, column, start)
            except PydanticCustomError as error:
                yield Problem(("task_types", name, "arrivals", "trace"), message_of(error))
