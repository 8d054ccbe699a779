"""How tasks enter: rates over time, traces, closed populations."""

import datetime
import itertools
import math
from pathlib import Path

import numpy as np

from sim.scenario.notation.csv_column import read_arrival_times
from sim.scenario.quantities import HOURS_PER_DAY, HOURS_PER_WEEK, When
from sim.scenario.schema import Arrivals, Month, Weekday

WEEKDAYS: tuple[Weekday, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: tuple[Month, ...] = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
SOME_MONDAY = datetime.date(2001, 1, 1)
"""Stands for the first day of a scenario without a date."""


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


def piecewise_rate(
    arrivals: Arrivals, start: datetime.date | None, horizon: float
) -> tuple[list[float], list[float]]:
    """Return where pieces of constant rate begin [h] and the rate of each [1/h].

    Growth, weekdays and months change the rate at midnight; growth holds its value of midday.
    """
    changes = [(moment_of_when(change.from_, start), change.by) for change in arrivals.changes]
    points = {0.0, *(moment for moment, _ in changes if 0.0 < moment < horizon)}
    if arrivals.growth or arrivals.weekdays or arrivals.months:
        points.update(np.arange(0.0, horizon, HOURS_PER_DAY).tolist())
    if not arrivals.hours.always:
        points.update(_edges_of_hours(arrivals, start or SOME_MONDAY, horizon))
    begins = sorted(points)
    ends = [*begins[1:], horizon]
    rates = [_rate_at(arrivals, start, changes, 0.5 * (b + e)) for b, e in zip(begins, ends, strict=True)]
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


def _rate_at(
    arrivals: Arrivals, start: datetime.date | None, changes: list[tuple[float, float]], moment: float
) -> float:
    day = (start or SOME_MONDAY) + datetime.timedelta(days=math.floor(moment / HOURS_PER_DAY))
    rate = arrivals.rate or 0.0
    rate *= math.exp(arrivals.growth * (math.floor(moment / HOURS_PER_DAY) + 0.5) * HOURS_PER_DAY)
    rate *= arrivals.weekdays.get(WEEKDAYS[day.weekday()], 1.0)
    rate *= arrivals.months.get(MONTHS[day.month - 1], 1.0)
    for begin, by in changes:
        if moment >= begin:
            rate *= 1.0 + by
    if arrivals.hours.always:
        return rate
    shift = (start or SOME_MONDAY).weekday() * HOURS_PER_DAY
    hour_of_week = math.fmod(moment + shift, HOURS_PER_WEEK)
    inside = any(begin <= hour_of_week < end for begin, end in arrivals.hours.intervals)
    return rate * HOURS_PER_WEEK / arrivals.hours.hours_per_week if inside else 0.0


def trace_of(arrivals: Arrivals, folder: Path, start: datetime.date | None) -> list[float]:
    """Return the arrival times of a trace, sorted, in hours from the start [h]."""
    if arrivals.trace is None:
        return []
    return list(read_arrival_times(folder, arrivals.trace.file, arrivals.trace.column, start))
