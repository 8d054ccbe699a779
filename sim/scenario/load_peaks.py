"""When pools are busier than on average: months, weekdays, changes and growth of demand, on paper."""

import datetime
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sim.scenario.arrival_rate import (
    MONTHS,
    WEEKDAYS,
    day_at,
    rate_between,
    share_of_day,
    turning_points,
)
from sim.scenario.load_estimate import PoolLoad, mean_rate, weekly_capacity, work_of
from sim.scenario.quantities import HOURS_PER_DAY, HOURS_PER_MONTH, HOURS_PER_WEEK, WeeklyHours
from sim.scenario.schema import Scenario

HIGHER = 1.01
"""Load beside the average from which on a time is a peak [factor]."""
LONG = 28.0 * HOURS_PER_DAY
"""Length of the shortest month [h]."""
_ALIKE = 1e-6


@dataclass(frozen=True, slots=True)
class Peak:
    """A time in which pools are busier than on average.

    Attributes:
        when: in words, `in Dec`, `from week 13 on`, `on Mon`.
        utilisation: share of the capacity of that time that its work takes [1].
        work: of that time [h/week; for a weekday h].
        is_passing: False where the run ends with it.
    """

    when: str
    utilisation: float
    work: float
    is_passing: bool = True


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A time of the run, and the work per week that comes in it [h]."""

    begin: float
    end: float
    work: float


def peaks(scenario: Scenario, folder: Path, load: PoolLoad) -> list[Peak]:
    """Return the busiest time of the run and the busiest weekday, where they are busier than the average.

    Args:
        scenario: with its presets filled in.
        folder: where relative CSV paths of traces start.
        load: of the pools that are looked at.
    """
    if not load.capacity:
        return []
    stretches = _alike_together(_stretches(scenario, folder, load), load.capacity)
    busiest = _peak(scenario, load, [max(stretches, key=lambda each: each.work)])
    found = [busiest, _busiest_weekday(scenario, folder, load)]
    return [peak for peak in found if peak is not None and peak.utilisation > HIGHER * load.utilisation]


def long_overload(scenario: Scenario, folder: Path, load: PoolLoad) -> Peak | None:
    """Return the worst time of a month or longer in which more comes in than can be done, if not all the run.

    Args:
        scenario: with its presets filled in.
        folder: where relative CSV paths of traces start.
        load: of the pools that are looked at.
    """
    if not load.capacity:
        return None
    stretches = _stretches(scenario, folder, load)
    grouped = itertools.groupby(stretches, key=lambda each: each.work >= load.capacity)
    runs = [list(group) for is_over, group in grouped if is_over]
    long = [run for run in runs if run[-1].end - run[0].begin >= LONG]
    if not long or len(long[0]) == len(stretches):
        return None
    return _peak(scenario, load, max(long, key=lambda run: _excess(run, load.capacity)))


def _excess(run: Sequence[_Stretch], capacity: float) -> float:
    return sum((each.work - capacity) * (each.end - each.begin) for each in run)


def _stretches(scenario: Scenario, folder: Path, load: PoolLoad) -> list[_Stretch]:
    """Cut the run where demand changes; return the work for the pools of ``load`` in each part."""
    start, length = scenario.start, scenario.run_length
    points = {0.0, length}
    for task_type in scenario.task_types.values():
        if task_type.arrivals.rate is not None:
            points |= turning_points(task_type.arrivals, start, length)
    steady = {
        name: mean_rate(task_type.arrivals, length, folder, start)
        for name, task_type in scenario.task_types.items()
    }
    found = []
    for begin, end in itertools.pairwise(sorted(points)):
        arriving = dict(steady)
        for name, task_type in scenario.task_types.items():
            arrivals = task_type.arrivals
            if arrivals.rate is not None:
                arriving[name] = rate_between(arrivals, start, begin, end) * arrivals.batch.expected
        work = work_of(scenario, {name: rate * HOURS_PER_WEEK for name, rate in arriving.items()})
        found.append(_Stretch(begin, end, sum(work[step] for step in load.steps)))
    return found


def _alike_together(stretches: Sequence[_Stretch], capacity: float) -> list[_Stretch]:
    """Join neighbours with the same load."""
    joined = [stretches[0]]
    for each in stretches[1:]:
        last = joined[-1]
        if abs(each.work - last.work) <= _ALIKE * capacity:
            joined[-1] = _Stretch(last.begin, each.end, last.work)
        else:
            joined.append(each)
    return joined


def _peak(scenario: Scenario, load: PoolLoad, run: Sequence[_Stretch]) -> Peak:
    """Return neighbouring stretches as one peak with their mean load."""
    begin, end = run[0].begin, run[-1].end
    work = sum(each.work * (each.end - each.begin) for each in run) / (end - begin)
    when = _in_words(begin, end, scenario)
    return Peak(when, work / load.capacity, work, is_passing=end < scenario.run_length)


def _in_words(begin: float, end: float, scenario: Scenario) -> str:
    """Say a time within the run: months where it is made of them, else its first and last moment."""
    start, length = scenario.start, scenario.run_length
    if start is None and _is_month(begin, length) and _is_month(end, length) and (begin or end < length):
        first, last = round(begin / HOURS_PER_MONTH) + 1, math.ceil(end / HOURS_PER_MONTH - _ALIKE)
        return f"in month {first}" if first == last else f"from month {first} to month {last}"
    if start is not None and _begins_month(begin, start, length) and _begins_month(end, start, length):
        since, till = (_month(moment, start, length) for moment in (begin, end - 1.0))
        return f"in {since}" if since == till else f"from {since} to {till}"
    if end >= length:
        return f"from {_moment(begin, start)} on"
    opened = f"from {_moment(begin, start)} on " if begin else ""
    return f"{opened}until {_moment(end, start)}"


def _is_month(moment: float, length: float) -> bool:
    months = moment / HOURS_PER_MONTH
    return moment >= length or abs(months - round(months)) < _ALIKE


def _begins_month(moment: float, start: datetime.date, length: float) -> bool:
    return (
        moment <= 0.0 or moment >= length or (moment % HOURS_PER_DAY == 0 and day_at(moment, start).day == 1)
    )


def _month(moment: float, start: datetime.date, length: float) -> str:
    day = day_at(moment, start)
    name = MONTHS[day.month - 1]
    return f"{name} {day.year}" if length > 12.0 * HOURS_PER_MONTH else name


def _moment(moment: float, start: datetime.date | None) -> str:
    if start is not None:
        return day_at(moment, start).isoformat()
    weeks = moment / HOURS_PER_WEEK
    if weeks == round(weeks):
        return f"week {round(weeks) + 1}"
    return f"day {moment // HOURS_PER_DAY + 1:.0f}"


def _busiest_weekday(scenario: Scenario, folder: Path, load: PoolLoad) -> Peak | None:
    """Return the weekday with the most work for its hours; what comes on days off waits for the next."""
    if not any(task_type.arrivals.weekdays for task_type in scenario.task_types.values()):
        return None
    found: dict[int, Peak] = {}
    waiting = 0.0
    for day in [*range(len(WEEKDAYS))] * 2:
        work = _work_on(scenario, folder, load, day) + waiting
        capacity = weekly_capacity(scenario, partial(WeeklyHours.hours_on, day=day))
        room = sum(capacity[pool] for pool in load.pools)
        waiting = 0.0 if room else work
        if room:
            found[day] = Peak(f"on {WEEKDAYS[day]}", work / room, work)
    return max(found.values(), key=lambda peak: peak.utilisation, default=None)


def _work_on(scenario: Scenario, folder: Path, load: PoolLoad, day: int) -> float:
    """Return the work for the pools of ``load`` that comes on a weekday [h]."""
    arriving = {
        name: mean_rate(task_type.arrivals, scenario.run_length, folder, scenario.start)
        * HOURS_PER_WEEK
        * share_of_day(task_type.arrivals, day)
        for name, task_type in scenario.task_types.items()
    }
    work = work_of(scenario, arriving)
    return sum(work[step] for step in load.steps)
