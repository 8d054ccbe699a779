"""What is compared: a baseline that exists, measures that exist, differences in the unit of their measure."""

from collections.abc import Iterator, Mapping

from sim.scenario.changing.combine import DO_NOTHING
from sim.scenario.checks.walk import PERFORMERS, names, refer, texts
from sim.scenario.measured import Measured, example_of, in_unit, measured_in, precision_of
from sim.scenario.notation.digits import advice, misread
from sim.scenario.reading.messages import Problem
from sim.scenario.reading.yaml_text import Path_, Tree, Value
from sim.units import nearest, plain, split_quantity

POINTS = ("pp", "p.p.", "points", "percentage point", "percentage points")
"""What people call a percentage that is a difference of two."""


def comparison_problems(tree: Tree, currency: str) -> Iterator[Problem]:
    """Yield what is wrong with ``compare:``."""
    compare = tree.get("compare")
    if not isinstance(compare, dict):
        return
    baseline, measures = compare.get("baseline"), compare.get("measures")
    if isinstance(baseline, str):
        yield from refer(tree, ("compare", "baseline"), baseline, ("strategies",), also=DO_NOTHING)
    known = measured_in(names(tree, *PERFORMERS))
    here: Path_
    for here, name in texts(measures, ("compare", "measures")):
        if name not in known:
            yield Problem(here, f"unknown measure '{name}'; {measure_hint(name, known)}", names_itself=True)
    for name, target in measures.items() if isinstance(measures, dict) else ():
        here = ("compare", "measures", name)
        if name not in known:
            yield Problem(here, f"unknown measure '{name}'; {measure_hint(name, known)}", names_itself=True)
        elif isinstance(target, dict):
            if "matters_from" in target:
                yield from _target(target["matters_from"], (*here, "matters_from"), known[name], currency)
            for goal in ("at_least", "at_most"):
                if goal in target:
                    yield from _goal(target[goal], (*here, goal), known[name], currency)
            yield from _apart(target, here, known[name], currency)
            if "precision" in target:
                yield from _precision(target["precision"], (*here, "precision"), known[name], currency)


def measure_hint(name: str, known: Mapping[str, Measured]) -> str:
    """Return the measure that was meant, also where its title or only its beginning was written."""
    titles = {measured.title: measured.name for measured in known.values()}
    words = name.replace("_", " ")
    longer = [each for each in known if each.startswith(f"{words.strip().lower().replace(' ', '_')}_")]
    guess = longer[0] if len(longer) == 1 else nearest(name, known)
    by_title = nearest(words, titles)
    if by_title and (words.lower() == by_title.lower() or guess is None):
        guess = titles[by_title]
    return f"did you mean '{guess}'?" if guess else f"choose from {', '.join(known)}"


def _target(value: Value, path: Path_, measured: Measured, currency: str) -> Iterator[Problem]:
    """Yield the problem of a smallest difference that is none in the unit of its measure."""
    if isinstance(value, dict | list):
        return
    number = in_unit(value, measured.unit, currency)
    if number is not None and number >= 0.0:
        yield from _beyond_one(value, number, path, measured)
        return
    found = misread(value) if isinstance(value, str) else None
    if found is not None:
        yield Problem(path, advice(found))
        return
    example = _example(value, measured, currency)
    rule = (
        "a difference that matters is zero or more"
        if number is not None
        else measure_rule(measured, currency)
    )
    yield Problem(path, f"{rule}; write it like '{example}'")


def _goal(value: Value, path: Path_, measured: Measured, currency: str) -> Iterator[Problem]:
    """Yield the problem of a goal that is no amount in the unit of its measure."""
    if isinstance(value, dict | list):
        return
    number = in_unit(value, measured.unit, currency)
    if number is None:
        example = _example(value, measured, currency)
        yield Problem(path, f"{measure_rule(measured, currency)}; write it like '{example}'")
    else:
        yield from _beyond_one(value, number, path, measured)


def _beyond_one(value: Value, number: float, path: Path_, measured: Measured) -> Iterator[Problem]:
    """Yield the problem of a number from 0 to 1, or a difference of two of them, that lies outside."""
    if measured.unit != "1" or 0.0 <= number <= 1.0:
        return
    is_percentage = not isinstance(value, str) and 1.0 < number <= 100.0
    hint = f"'{plain(number)} %'" if is_percentage else "a percentage from '0 %' to '100 %'"
    yield Problem(path, f"{measured.name} lies between 0 % and 100 %; write {hint}")


def _example(value: Value, measured: Measured, currency: str) -> str:
    """Return how a quantity is written; percentage points are a percentage of a measure that is one."""
    parts = split_quantity(value) if isinstance(value, str) else None
    if measured.unit == "1" and parts is not None and parts[1].lower() in POINTS:
        return f"{plain(parts[0])} %"
    return example_of(measured.unit, currency)


def _apart(target: Tree, here: Path_, measured: Measured, currency: str) -> Iterator[Problem]:
    """Yield the problem of two goals that nothing meets."""
    stated = (target.get("at_least"), target.get("at_most"))
    low, high = (
        None if each is None or isinstance(each, dict | list) else in_unit(each, measured.unit, currency)
        for each in stated
    )
    if low is not None and high is not None and low > high:
        text = f"nothing is at least {stated[0]} and at most {stated[1]}; write the smaller one in 'at_least'"
        yield Problem((*here, "at_most"), text)


def _precision(value: Value, path: Path_, measured: Measured, currency: str) -> Iterator[Problem]:
    """Yield the problem of a precision that is neither a percentage nor an amount above zero."""
    if isinstance(value, dict | list):
        return
    wanted = precision_of(value, measured.unit, currency)
    if wanted is None:
        rule = f"{measure_rule(measured, currency)}, and a precision may be a percentage of its mean"
        example = _example(value, measured, currency)
        other = "" if example.endswith("%") else " or '2 %'"
        yield Problem(path, f"{rule}; write it like '{example}'{other}")
    elif not wanted[0] > 0.0:
        yield Problem(path, "a precision is more than zero; write e.g. '2 %'")
    else:
        yield from _beyond_one(value, wanted[0], path, measured)


def measure_rule(measured: Measured, currency: str) -> str:
    """Return in what a measure is measured, in words."""
    if measured.unit == "1":
        return f"{measured.name} is a number without a unit or a percentage"
    unit = measured.unit.replace("currency", currency).replace("/", " per ").removeprefix("1 ")
    return f"{measured.name} is measured in {unit}"
