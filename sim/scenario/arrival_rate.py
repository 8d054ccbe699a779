"""How many tasks arrive when: the stated mean rate, and what raises and lowers it around this mean.

``weekdays`` and ``hours`` shape the week and ``months`` the year, each with a mean of 1, so that the stated
rate stays the mean.  ``growth`` and ``changes`` lead away from it.
"""

import datetime
import itertools
import math
from collections.abc import Mapping
from typing import get_args

from sim.scenario.quantities import HOURS_PER_DAY, HOURS_PER_MONTH, HOURS_PER_WEEK, When
from sim.scenario.schema import Arrivals, Month, Weekday

WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
MONTHS: tuple[Month, ...] = get_args(Month)
DAYS_OF_MONTHS = (31.0, 28.2425, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0)
"""Mean length of each month in the Gregorian calendar [days]."""
DAYS_OF_CYCLE = 146_097
"""Days after which the Gregorian calendar repeats, weekdays too (400 years)."""
SOME_MONDAY = datetime.date(2001, 1, 1)
"""Stands for the first day of a scenario without a date."""
MOST_GROWTH = 50.0
"""Logarithm of the growth beyond which a rate is not followed any further."""


def moment_of_when(when: When, start: datetime.date | None) -> float:
    """Return a stated moment in hours from the start [h].

    >>> moment_of_when(When(hours=168.0), None)
    168.0
    >>> moment_of_when(When(date=datetime.date(2026, 1, 6)), datetime.date(2026, 1, 5))
    24.0
    """
    if when.date is None:
        return when.hours
    return (when.date - (start or SOME_MONDAY)).days * HOURS_PER_DAY


def day_at(moment: float, start: datetime.date | None) -> datetime.date:
    """Return the day at a moment; beyond the last year that dates know, one with the same place in a cycle.

    >>> day_at(30.0, datetime.date(2026, 1, 31)).isoformat(), day_at(9e8, None).isoformat()
    ('2026-02-01', '9872-07-07')
    """
    number = (start or SOME_MONDAY).toordinal() + math.floor(moment / HOURS_PER_DAY)
    beyond = max(number - datetime.date.max.toordinal() + DAYS_OF_CYCLE, 0)
    return datetime.date.fromordinal(number - beyond // DAYS_OF_CYCLE * DAYS_OF_CYCLE)


def piecewise_rate(
    arrivals: Arrivals, start: datetime.date | None, horizon: float
) -> tuple[list[float], list[float]]:
    """Return where pieces of constant rate begin [h] and the rate of each [1/h].

    Growth, weekdays and months change the rate at midnight; growth holds its value of midday.
    """
    changes = [(moment_of_when(change.from_, start), change.by) for change in arrivals.changes]
    points = {0.0, *(moment for moment, _ in changes if 0.0 < moment < horizon)}
    if arrivals.growth or arrivals.weekdays or arrivals.months:
        points.update(day * HOURS_PER_DAY for day in range(math.ceil(horizon / HOURS_PER_DAY)))
    if not arrivals.hours.always:
        points.update(_edges_of_hours(arrivals, start or SOME_MONDAY, horizon))
    begins = sorted(points)
    ends = [*begins[1:], horizon]
    weighted, year = weighted_hours(arrivals), _mean_over_the_year(arrivals.months)
    rates = []
    for begin, end in zip(begins, ends, strict=True):
        moment = 0.5 * (begin + end)
        rate = (arrivals.rate or 0.0) * _growth(arrivals, moment)
        rate *= _weight_of_day(arrivals, start, moment)
        rate *= _weight_of_month(arrivals, start, moment) / year
        for since, by in changes:
            if moment >= since:
                rate *= 1.0 + by
        rates.append(_within_hours(rate, arrivals, start, moment, weighted))
    return begins, rates


def _edges_of_hours(arrivals: Arrivals, start: datetime.date, horizon: float) -> set[float]:
    shift = start.weekday() * HOURS_PER_DAY
    weeks = range(int(horizon // HOURS_PER_WEEK) + 2)
    edges = (
        week * HOURS_PER_WEEK + edge - shift
        for week, interval in itertools.product(weeks, arrivals.hours.intervals)
        for edge in interval
    )
    return {edge for edge in edges if 0.0 < edge < horizon}


def _growth(arrivals: Arrivals, moment: float) -> float:
    """Return the growth since the start, at the midday of the day of a moment."""
    midday = (math.floor(moment / HOURS_PER_DAY) + 0.5) * HOURS_PER_DAY
    return math.exp(min(arrivals.growth * midday, MOST_GROWTH))


def _weight_of_day(arrivals: Arrivals, start: datetime.date | None, moment: float) -> float:
    return arrivals.weekdays.get(WEEKDAYS[day_at(moment, start).weekday()], 1.0)


def _weight_of_month(arrivals: Arrivals, start: datetime.date | None, moment: float) -> float:
    return arrivals.months.get(MONTHS[day_at(moment, start).month - 1], 1.0)


def _within_hours(
    rate: float, arrivals: Arrivals, start: datetime.date | None, moment: float, weighted: float
) -> float:
    """Return a rate that was spread over the whole week as it is in the hours of arrivals alone."""
    if not weighted:
        return 0.0
    if arrivals.hours.always:
        return rate * HOURS_PER_WEEK / weighted if arrivals.weekdays else rate
    shift = (start or SOME_MONDAY).weekday() * HOURS_PER_DAY
    hour_of_week = math.fmod(moment + shift, HOURS_PER_WEEK)
    inside = any(begin <= hour_of_week < end for begin, end in arrivals.hours.intervals)
    return rate * HOURS_PER_WEEK / weighted if inside else 0.0


def weighted_hours(arrivals: Arrivals) -> float:
    """Return the hours of arrivals in a week, each with the weight of its weekday [h]."""
    if not arrivals.weekdays:
        return arrivals.hours.hours_per_week
    return sum(_weighted_hours_on(arrivals, day) for day in range(len(WEEKDAYS)))


def _weighted_hours_on(arrivals: Arrivals, day: int) -> float:
    return arrivals.weekdays.get(WEEKDAYS[day], 1.0) * arrivals.hours.hours_on(day)


def share_of_day(arrivals: Arrivals, day: int) -> float:
    """Return the share of a week's arrivals that come on a day, Monday being 0 [share]."""
    return _weighted_hours_on(arrivals, day) / (weighted_hours(arrivals) or 1.0)


def _mean_over_the_year(months: Mapping[Month, float]) -> float:
    """Return the mean of the stated weights over a year, where a month without a weight counts as 1."""
    weights = [months.get(month, 1.0) for month in MONTHS]
    days = sum(DAYS_OF_MONTHS)
    return sum(weight * length for weight, length in zip(weights, DAYS_OF_MONTHS, strict=True)) / days or 1.0


def rate_between(arrivals: Arrivals, start: datetime.date | None, begin: float, end: float) -> float:
    """Return the mean rate of a time in which no change begins and no month ends [1/h].

    The week is not looked into: its mean is the stated rate.
    """
    moment = 0.5 * (begin + end)
    rate = (arrivals.rate or 0.0) * _mean_growth(arrivals.growth, begin, end)
    rate *= _weight_of_month(arrivals, start, moment) / _mean_over_the_year(arrivals.months)
    for change in arrivals.changes:
        if moment >= moment_of_when(change.from_, start):
            rate *= 1.0 + change.by
    return rate


def _mean_growth(growth: float, begin: float, end: float) -> float:
    first, last = (min(growth * moment, MOST_GROWTH) for moment in (begin, end))
    if abs(last - first) < 1e-9:
        return math.exp(first)
    return (math.exp(last) - math.exp(first)) / (last - first)


def turning_points(arrivals: Arrivals, start: datetime.date | None, run_length: float) -> set[float]:
    """Return the moments within a run between which ``rate_between`` holds [h]."""
    found = {moment_of_when(change.from_, start) for change in arrivals.changes}
    if arrivals.months or (arrivals.growth and start is not None):
        found |= _first_days_of_months(start or SOME_MONDAY, run_length)
    elif arrivals.growth:
        months = math.ceil(run_length / HOURS_PER_MONTH)
        found |= {number * HOURS_PER_MONTH for number in range(1, months)}
    return {moment for moment in found if 0.0 < moment < run_length}


def _first_days_of_months(start: datetime.date, run_length: float) -> set[float]:
    found: set[float] = set()
    moment = 0.0
    while moment < run_length:
        day = day_at(moment, start)
        length = (day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - day
        moment += length.days * HOURS_PER_DAY
        found.add(moment)
    return found
