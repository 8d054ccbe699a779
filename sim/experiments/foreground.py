"""Which measures a comparison shows first, and from what difference on they matter."""

import math
from collections.abc import Sequence

from sim.errors import UsageError
from sim.measures.measure import Measure
from sim.scenario.load import LoadedScenario
from sim.units import CALENDAR_HOURS, HOURS_PER_WEEK, TIME_UNITS, nearest, split_quantity

DEFAULT = ("throughput", "flow_time", "quality", "quality_spread", "cost_per_good_task")
"""The foreground of a scenario that names no measures."""


def foreground(loaded: LoadedScenario, measures: Sequence[Measure]) -> tuple[str, ...]:
    """Return the names of the measures to show first, in the order of ``compare.measures``.

    Raises:
        UsageError: a name that no measure has; all such names are told.
    """
    known = [measure.name for measure in measures]
    wanted = tuple(loaded.scenario.compare.measures) or DEFAULT
    problems = [
        f"{_where(loaded, name)}: compare.measures = '{name}': no measure has this name; {_hint(name, known)}"
        for name in wanted
        if name not in known
    ]
    if problems:
        raise UsageError("\n".join(problems))
    return wanted


def smallest_that_matters(loaded: LoadedScenario, measures: Sequence[Measure]) -> dict[str, float]:
    """Return ``matters_from`` by measure name in the measure's unit, where the scenario says it.

    Raises:
        UsageError: a text that is no quantity in the unit of its measure; all such texts are told.
    """
    by_name = {measure.name: measure for measure in measures}
    found: dict[str, float] = {}
    problems: list[str] = []
    for name, target in loaded.scenario.compare.measures.items():
        if target.matters_from is None or name not in by_name:
            continue
        unit = by_name[name].unit
        number = in_unit(target.matters_from, unit, loaded.scenario.currency)
        if number is None or number < 0.0:
            problems.append(
                f"{_where(loaded, name, 'matters_from')}: compare.measures.{name}.matters_from = "
                f"{target.matters_from!r}: should be a quantity in the unit of the measure, zero or more; "
                f"write it like '{_example(unit, loaded.scenario.currency)}'"
            )
        else:
            found[name] = number
    if problems:
        raise UsageError("\n".join(problems))
    return found


def in_unit(quantity: float | str, unit: str, currency: str) -> float | None:
    """Return a quantity as a number in the unit of a measure, or None if it is of another kind.

    A bare number is in the measure's unit already.

    >>> in_unit("1 per week", "tasks/week", "USD"), in_unit("30 min", "h", "USD")
    (1.0, 0.5)
    >>> in_unit("2 %", "1", "USD"), in_unit("10 EUR", "currency/task", "USD")
    (0.02, None)
    """
    if not isinstance(quantity, str):
        return quantity if math.isfinite(quantity) else None
    parts = split_quantity(quantity)
    if parts is None:
        return None
    number, said = parts
    if not said:
        return number
    what, _, per = (part.strip() for part in said.replace("/", " per ").partition("per "))
    of, _, each = unit.partition("/")
    factor = _factor(what, of, currency)
    divisor = _divisor(per, each)
    return number * factor / divisor if factor is not None and divisor is not None else None


def _factor(said: str, of: str, currency: str) -> float | None:
    """Return what one of the unit said is in the unit in front of the stroke."""
    if of == "h":
        return CALENDAR_HOURS.get(TIME_UNITS.get(said.lower(), ""))
    words = {
        "tasks": {"": 1.0, "task": 1.0, "tasks": 1.0, "good task": 1.0, "good tasks": 1.0},
        "currency": {currency: 1.0},
        "1": {"": 1.0, "%": 0.01},
    }
    return words[of].get(said)


def _divisor(said: str, each: str) -> float | None:
    """Return what one of the unit said is in the unit behind the stroke; a task goes without saying."""
    if each == "week":
        hours = CALENDAR_HOURS.get(TIME_UNITS.get(said.lower(), ""))
        return None if hours is None else hours / HOURS_PER_WEEK
    allowed = {"task": ("", "task", "good task"), "": ("",)}
    return 1.0 if said in allowed[each] else None


def _example(unit: str, currency: str) -> str:
    examples = {
        "tasks/week": "1 per week",
        "tasks": "3 tasks",
        "h": "2 h",
        "h/week": "5 h per week",
        "1": "0.01",
        "currency/week": f"500 {currency} per week",
        "currency/task": f"10 {currency}",
    }
    return examples[unit]


def _hint(name: str, known: Sequence[str]) -> str:
    near = nearest(name, known)
    return f"did you mean '{near}'?" if near else f"choose from {', '.join(known)}"


def _where(loaded: LoadedScenario, *path: str) -> str:
    origin = loaded.origins.get(("compare", "measures", *path))
    return f"{origin.file}:{origin.line}:{origin.column}" if origin else str(loaded.path)
