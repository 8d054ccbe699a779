"""Reality checks name measures that there are, and amounts in their units."""

import re
from collections.abc import Iterator

from pydantic_core import PydanticCustomError

from sim.scenario.changing.combine import DO_NOTHING
from sim.scenario.checks.comparison import measure_hint, measure_rule
from sim.scenario.checks.walk import PERFORMERS, names, refer, things
from sim.scenario.measured import example_of, in_unit, measured_in
from sim.scenario.notation.annotation import Setting
from sim.scenario.notation.expectation import CHANGES, Expectation, read_expectations
from sim.scenario.reading.messages import Problem
from sim.scenario.reading.yaml_text import Path_, Tree


def reality_problems(tree: Tree, currency: str) -> Iterator[Problem]:
    """Yield what is wrong with ``checks:``."""
    for name, check in things(tree, "checks").items():
        strategy, expect = check.get("strategy"), check.get("expect")
        if isinstance(strategy, str):
            yield from refer(tree, ("checks", name, "strategy"), strategy, ("strategies",), also=DO_NOTHING)
        try:
            expectations = read_expectations(expect, Setting()) if expect is not None else ()
        except PydanticCustomError:
            continue  # its own message says already that it cannot be read
        changes = [each.measure for each in expectations if each.expects in CHANGES]
        if changes and not check.get("set"):
            text = "nothing is changed, so that nothing can differ; add 'set:', or say 'below' or 'above'"
            yield Problem(("checks", name, "expect"), text, names_itself=True)
        elif len(changes) > len(set(changes)):
            text = "it says two things of one measure; keep one of them"
            yield Problem(("checks", name, "expect"), text, names_itself=True)
        for place, each in enumerate(expectations):
            path: Path_ = ("checks", name, "expect", *((place,) if isinstance(expect, list) else ()))
            yield from _problem(tree, path, each, currency)


def _problem(tree: Tree, path: Path_, expectation: Expectation, currency: str) -> Iterator[Problem]:
    known = measured_in(names(tree, *PERFORMERS))
    name = expectation.measure
    if name not in known:
        is_two = " and " in name or "," in name
        hint = "put several statements in brackets" if is_two else measure_hint(name, known)
        yield Problem(path, f"unknown measure '{name}'; {hint}", names_itself=True)
    elif _lacks_unit(expectation.amount, known[name].unit):
        example = "1 %" if known[name].unit == "1" else example_of(known[name].unit, currency)
        amount = re.sub(r"^[\d.]+", expectation.amount, example)
        yield Problem(path, f"an amount needs its unit; write '{name} {expectation.expects} {amount}'")
    elif expectation.amount and in_unit(expectation.amount, known[name].unit, currency) is None:
        rule, example = measure_rule(known[name], currency), example_of(known[name].unit, currency)
        yield Problem(path, f"{rule}; write it like '{name} {expectation.expects} {example}'")


def _lacks_unit(amount: str, unit: str) -> bool:
    """True for a bare number, unless it counts tasks or can be a share."""
    is_bare = re.fullmatch(r"[\d.]+", amount) is not None and amount.count(".") <= 1
    return is_bare and unit != "tasks" and not (unit == "1" and float(amount) <= 1.0)
