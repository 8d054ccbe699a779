"""What is measured: name, title and unit of every measure, so that a file that names one can be checked.

The numbers themselves are computed in ``sim.measures``, which takes these names from here.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from sim.scenario.notation.digits import misread
from sim.units import CALENDAR_HOURS, HOURS_PER_WEEK, TIME_UNITS, plain, split_quantity


@dataclass(frozen=True, slots=True)
class Measured:
    """What one measure is called.

    Attributes:
        name: as in YAML, columns and options.
        title: for tables and plots.
        unit: of the number; ``currency`` stands for the scenario's currency.
    """

    name: str
    title: str
    unit: str

    @property
    def row(self) -> tuple[str, str, str]:
        """Name, title and unit, as a ``Measure`` begins."""
        return self.name, self.title, self.unit


NAMES: tuple[Measured, ...] = (
    Measured("throughput", "throughput", "tasks/week"),
    Measured("delivered_per_week", "deliveries", "tasks/week"),
    Measured("throughput_week_p10", "weekly throughput, 10th percentile", "tasks/week"),
    Measured("throughput_week_p50", "weekly throughput, median", "tasks/week"),
    Measured("throughput_week_p90", "weekly throughput, 90th percentile", "tasks/week"),
    Measured("throughput_week_es10", "weekly throughput, worst tenth", "tasks/week"),
    Measured("throughput_week_spread", "spread of weekly throughput", "tasks/week"),
    Measured("flow_time", "flow time", "h"),
    Measured("flow_time_p50", "flow time, median", "h"),
    Measured("flow_time_p85", "flow time, 85th percentile", "h"),
    Measured("flow_time_p95", "flow time, 95th percentile", "h"),
    Measured("flow_efficiency", "flow efficiency", "1"),
    Measured("on_time_share", "share on time", "1"),
    Measured("late_share", "late tasks, share", "1"),
    Measured("tardiness", "tardiness", "h"),
    Measured("tardiness_p95", "tardiness, 95th percentile", "h"),
    Measured("tardiness_es05", "tardiness, latest twentieth", "h"),
    Measured("wip", "work in process", "tasks"),
    Measured("hand_offs", "hand-offs per task", "1/task"),
    Measured("failure_demand_share", "failure demand", "1"),
    Measured("quality", "quality", "1"),
    Measured("quality_spread", "spread of quality", "1"),
    Measured("quality_p05", "quality, 5th percentile", "1"),
    Measured("quality_p50", "quality, median", "1"),
    Measured("quality_p95", "quality, 95th percentile", "1"),
    Measured("quality_es05", "quality, worst twentieth", "1"),
    Measured("quality_week_spread", "spread of weekly quality", "1"),
    Measured("quality_person_spread", "spread of quality between people", "1"),
    Measured("first_pass_yield", "first-pass yield", "1"),
    Measured("escape_rate", "escaped defects, share", "1"),
    Measured("escaped_defects", "escaped defects", "tasks/week"),
    Measured("rework_rate", "rework", "1"),
    Measured("rework_hours", "rework hours", "h/week"),
    Measured("utilisation", "utilisation", "1"),
    Measured("overtime", "overtime", "h/week"),
    Measured("freelance_hours", "freelance hours", "h/week"),
    Measured("ai_share", "share of hours by tools alone", "1"),
    Measured("assisted_share", "share of hours with assistance", "1"),
    Measured("value", "value", "currency/week"),
    Measured("cost", "cost", "currency/week"),
    Measured("cost_per_good_task", "cost per good task", "currency/task"),
    Measured("margin", "margin", "currency/week"),
)
"""Every measure that all scenarios have, in the order of tables."""
_BY_NAME = {measured.name: measured for measured in NAMES}
EXAMPLES = {
    "tasks/week": "1 per week",
    "tasks": "3 tasks",
    "h": "2 h",
    "h/week": "5 h per week",
    "1": "0.01",
    "1/task": "0.2 per task",
    "currency/week": "500 USD per week",
    "currency/task": "10 USD",
}
"""How a quantity is written, by the unit of the measure."""


def named(name: str) -> tuple[str, str, str]:
    """Return name, title and unit of a measure.

    >>> named("wip")
    ('wip', 'work in process', 'tasks')
    """
    return _BY_NAME[name].row


def title_of(name: str) -> str:
    """Return what tables call a measure; its name where it has no title.

    >>> title_of("on_time_share"), title_of("utilisation.editors")
    ('share on time', 'utilisation of editors')
    """
    whole, dot, pool = name.partition(".")
    if name in _BY_NAME or not dot:
        return _BY_NAME[name].title if name in _BY_NAME else name
    return utilisation_of(pool).title if whole == "utilisation" else name


def utilisation_of(pool: str) -> Measured:
    """Return the measure that each pool has of its own."""
    return Measured(f"utilisation.{pool}", f"utilisation of {pool}", "1")


def measured_in(pools: Iterable[str]) -> dict[str, Measured]:
    """Return the measures of a scenario with these pools, tools and freelancers, by name."""
    return _BY_NAME | {measured.name: measured for measured in map(utilisation_of, pools)}


def example_of(unit: str, currency: str) -> str:
    """Return how a quantity in the unit of a measure is written."""
    return EXAMPLES[unit].replace("USD", currency)


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
    if parts is None or misread(quantity) is not None:
        return None
    number, said = parts
    if not said:
        return number
    what, _, per = (part.strip() for part in said.replace("/", " per ").partition("per "))
    of, _, each = unit.partition("/")
    factor = _factor(what, of, currency)
    divisor = _divisor(per, each)
    return number * factor / divisor if factor is not None and divisor is not None else None


def in_words(quantity: float | str, name: str, currency: str) -> str:
    """Return a quantity of a measure as one says it: as it was written, or a bare number with its unit.

    >>> in_words("30 min", "flow_time", "USD"), in_words(1.0, "throughput", "USD")
    ('30 min', '1 task per week')
    >>> in_words(0.5, "cost_per_good_task", "EUR"), in_words(0.01, "quality", "EUR")
    ('0.5 EUR per task', '0.01 (on a scale from 0 to 1)')
    """
    if isinstance(quantity, str) and (split_quantity(quantity) or ("", ""))[1]:
        return quantity
    unit = _BY_NAME[name].unit if name in _BY_NAME else "1"
    number = quantity if isinstance(quantity, str) else plain(quantity)
    if unit == "1":
        return f"{number} (on a scale from 0 to 1)"
    words = unit.replace("currency", currency).replace("/", " per ").removeprefix("1 ")
    return f"{number} {words.replace('tasks', 'task') if number == '1' else words}"


def precision_of(quantity: float | str, unit: str, currency: str) -> tuple[float, bool] | None:
    """Return a wanted half-width, and whether it is a share of the mean; None if it is neither.

    A percentage is a share of the mean, but for a measure that is a share itself: there it is in points.

    >>> precision_of("2 %", "tasks/week", "USD"), precision_of("0.5 per week", "tasks/week", "USD")
    ((0.02, True), (0.5, False))
    >>> precision_of("2 %", "1", "USD"), precision_of("2 h", "tasks/week", "USD")
    ((0.02, False), None)
    """
    share = in_unit(quantity, "1", currency) if isinstance(quantity, str) and "%" in quantity else None
    if share is not None and unit != "1":
        return share, True
    amount = in_unit(quantity, unit, currency)
    return None if amount is None else (amount, False)


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
