"""How the number of a measure is told to people: its scale, its unit, its name in a sentence."""

import math
from dataclasses import dataclass, replace

from sim.experiments.wording import format_number, unit_in
from sim.measures.measure import Measure
from sim.scenario.quantities import HOURS_PER_DAY
from sim.statistics.estimate import Estimate

SCORE = "0–1"
"""Unit of a number on a scale from 0 to 1 that is not a share of anything."""
POINTS = "percentage points"
SPOKEN = {
    "tasks/week": "tasks a week",
    "tasks": "tasks",
    "h": "hours",
    "h/week": "hours a week",
    "currency/week": "currency a week",
    "currency/task": "currency",
    "1/task": "",
}
"""Units as one says them behind a number, where the title of the measure says the rest."""
HOURS_SAID_IN_DAYS = 2 * HOURS_PER_DAY
"""Hours from which on days are easier to picture."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How the numbers of a measure are told.

    Attributes:
        factor: what a number is multiplied with; 100 for a share.
        unit: in the head of a table or at an axis.
        of_difference: the same for differences; a difference of shares is in percentage points.
        spoken: unit of a level in a sentence; ``""`` for none.
        spoken_difference: unit of a difference in a sentence; ``""`` for none.
    """

    factor: float
    unit: str
    of_difference: str
    spoken: str
    spoken_difference: str

    def of(self, estimate: Estimate) -> Estimate:
        """Return an estimate on the scale on which it is told."""
        return replace(
            estimate, mean=self.factor * estimate.mean, half_width=self.factor * estimate.half_width
        )


def telling_of(measure: Measure, currency: str) -> Telling:
    """Return how the numbers of a measure are told."""
    if measure.is_share:
        return Telling(100.0, "%", POINTS, "%", POINTS)
    if measure.unit == "1":
        return Telling(1.0, SCORE, SCORE, "", "")
    unit = "per task" if measure.unit == "1/task" else unit_in(measure.unit, currency)
    spoken = unit_in(SPOKEN.get(measure.unit, measure.unit), currency)
    return Telling(1.0, unit, unit, spoken, spoken)


def spoken_title(measure: Measure) -> str:
    """Return the title of a measure as one says it in a sentence.

    >>> from sim.measures.registry import MEASURES
    >>> spoken_title(MEASURES["throughput"]), spoken_title(MEASURES["flow_time_p85"])
    ('the throughput', 'the 85th percentile of flow time')
    >>> spoken_title(MEASURES["escape_rate"])
    'the share of escaped defects'
    """
    of, _, what = measure.title.partition(", ")
    return f"the {what} of {of}" if what else f"the {of}"


def singular(unit: str) -> str:
    """Return a unit as one says it of one.

    >>> singular("tasks a week"), singular("percentage points"), singular("USD")
    ('task a week', 'percentage point', 'USD')
    """
    return " ".join(word.removesuffix("s") for word in unit.split(" "))


def in_days(hours: float) -> str:
    """Return elapsed hours in days where that is easier to picture; ``""`` where it is not.

    >>> in_days(61.0), in_days(30.0)
    ('2.5 days', '')
    """
    return days(hours) if abs(hours) >= HOURS_SAID_IN_DAYS else ""


def days(hours: float) -> str:
    """Return elapsed hours in days; ``""`` where they are not defined.

    >>> days(30.0), days(float("nan"))
    ('1.2 days', '')
    """
    return "" if math.isnan(hours) else f"{format_number(hours / HOURS_PER_DAY, 1)} days"
