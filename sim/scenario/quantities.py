"""The quantities a scenario may state, as values with their unit resolved.

Each class is what one kind of text becomes: ``45 min`` a number of hours, ``0.65 ± 0.12`` a
level with a spread, ``Mon-Fri 9:00-17:00`` weekly hours.  Parsing stands in ``sim.scenario.notation.kinds``.
"""

import datetime
from dataclasses import dataclass, field
from enum import StrEnum

HOURS_PER_WEEK = 168.0
HOURS_PER_DAY = 24.0
HOURS_PER_WORKING_DAY = 8.0
"""Work content of one working day [h]."""
HOURS_PER_MONTH = 365.25 * 24.0 / 12.0
"""Mean length of a calendar month [h]."""
CALENDAR_PER_WORKING_DAY = 7.0 / 5.0
"""Calendar days that pass per working day in a five-day week, where only the mean matters."""


class DistributionKind(StrEnum):
    """Families by the names people know them under."""

    CONSTANT = "constant"
    EXPONENTIAL = "exponential"
    LOGNORMAL = "lognormal"
    GAMMA = "gamma"
    TRIANGULAR = "triangular"
    UNIFORM = "uniform"
    EMPIRICAL = "empirical"


@dataclass(frozen=True, slots=True)
class Distribution:
    """A distribution by the parameters that people know.

    ``constant`` and ``exponential`` use mean; ``lognormal`` and ``gamma`` mean and cv;
    ``triangular`` low, mode, high; ``uniform`` low, high; ``empirical`` values.
    All in the unit of the key it stands under (time in hours).
    """

    kind: DistributionKind
    mean: float = 0.0
    cv: float = 0.0
    low: float = 0.0
    mode: float = 0.0
    high: float = 0.0
    values: tuple[float, ...] = ()
    source: str = ""
    """For ``empirical``: the file and column the values came from."""

    @property
    def expected(self) -> float:
        """Mean of the distribution, in its unit."""
        if self.kind is DistributionKind.TRIANGULAR:
            return (self.low + self.mode + self.high) / 3.0
        if self.kind is DistributionKind.UNIFORM:
            return (self.low + self.high) / 2.0
        if self.kind is DistributionKind.EMPIRICAL:
            return sum(self.values) / len(self.values)
        return self.mean


@dataclass(frozen=True, slots=True)
class Span:
    """An elapsed time that may count working days: ``5 working days`` or ``2 weeks``."""

    hours: float = 0.0
    working_days: float = 0.0


@dataclass(frozen=True, slots=True)
class When:
    """A point in time: ``week 13``, ``month 3``, ``day 10`` (from the start) or a date."""

    hours: float = 0.0
    date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A skill or difficulty over a pool: ``0.65 ± 0.12`` is mean and standard deviation [0-1]."""

    mean: float
    sd: float = 0.0


class PricePer(StrEnum):
    """What a tool's price is charged for."""

    USE = "use"
    HOUR = "hour"
    PERSON_MONTH = "person month"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Price:
    """A tool's price: ``30 USD per person per month``, ``0.02 USD per use``, ``3 USD/h``."""

    amount: float
    per: PricePer


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """Working hours as intervals of the week, hours from Monday 0:00, sorted, not overlapping."""

    intervals: tuple[tuple[float, float], ...] = field(default=((0.0, HOURS_PER_WEEK),))

    @property
    def always(self) -> bool:
        """True when there is no hour off."""
        return self.intervals == ((0.0, HOURS_PER_WEEK),)

    @property
    def hours_per_week(self) -> float:
        """Working hours in a week [h]."""
        return sum(end - start for start, end in self.intervals)

    def hours_on(self, day: int) -> float:
        """Return the working hours that lie on a day of the week, Monday being 0 [h].

        >>> night = WeeklyHours(((20.0, 30.0),))
        >>> night.hours_on(0), night.hours_on(1)
        (4.0, 6.0)
        """
        midnight = day * HOURS_PER_DAY
        parts = ((max(begin, midnight), min(end, midnight + HOURS_PER_DAY)) for begin, end in self.intervals)
        return sum(end - begin for begin, end in parts if begin < end)


@dataclass(frozen=True, slots=True)
class RateRange:
    """An hourly rate range: ``15-40 USD/h`` (5th to 95th percentile of a lognormal) or one value."""

    low: float
    high: float


class Watched(StrEnum):
    """What a condition may look at, by the names people know them under."""

    BACKLOG = "backlog"
    PRESSURE = "pressure"
    STRAIN = "strain"
    TRUST = "trust"


class Unit(StrEnum):
    """What a condition's amount is counted in."""

    WEEKS_OF_WORK = "weeks of work"
    HOURS = "hours"
    TASKS = "tasks"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on a stock: ``backlog of draft > 1 week of work``.

    ``of`` is a step for a backlog, a pool of people otherwise; ``amount`` is in ``unit``.
    """

    watched: Watched
    of: str
    above: bool
    amount: float
    unit: Unit

    def __str__(self) -> str:
        """Return the condition in words."""
        amounts = {
            Unit.WEEKS_OF_WORK: f"{self.amount:.4g} week{'' if self.amount == 1.0 else 's'} of work",
            Unit.HOURS: f"{self.amount:.4g} h" + (" of work" if self.watched is Watched.BACKLOG else ""),
            Unit.TASKS: f"{self.amount:.4g} tasks",
            Unit.NUMBER: f"{self.amount:.4g}",
        }
        return f"{self.watched} of {self.of} {'>' if self.above else '<'} {amounts[self.unit]}"
