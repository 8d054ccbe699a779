"""Weekly hours, holidays and outages into intervals on duty over the run."""

import datetime
import math
from collections.abc import Sequence

from sim.model.model import NONE, Calendars, Floats
from sim.model.ragged import flat, floats, offsets
from sim.scenario.arrival_rate import SOME_MONDAY
from sim.scenario.quantities import HOURS_PER_DAY, HOURS_PER_WEEK, WeeklyHours

Interval = tuple[float, float]
WORKING_WEEKDAYS = 5
"""Monday to Friday."""
DUE_DATES_REACH = 3.0 * 52.0 * HOURS_PER_WEEK
"""How far beyond the horizon working days are counted for due dates [h]."""
WEEKS_BEYOND = 3
"""Weeks that are written beyond the whole weeks of a run: the first may be short by its weekday, and the last
covers the week that a visit begun at the horizon may look ahead."""


class CalendarTable:
    """Collects calendars; equal ones share a row, so that they open and close together."""

    def __init__(self, start: datetime.date | None, horizon: float, holidays: list[datetime.date]) -> None:
        self._weekday = start.weekday() if start else 0
        self._start = start
        self._horizon = horizon
        self._holidays = holidays
        self._rows: dict[tuple[Interval, ...], int] = {}
        self._free: list[list[Interval]] = []

    def add(self, hours: WeeklyHours, holidays: list[datetime.date], owner: int = NONE) -> int:
        """Return the row of people's hours; beyond the horizon they go on for a week at least.

        Args:
            hours: in a week.
            holidays: beside those of the scenario.
            owner: the pool whose row it is, where its hours may grow; NONE: equal hours share a row.
        """
        days_off = [*self._holidays, *holidays]
        if hours.always and not days_off:
            return self._row([(0.0, math.inf)])
        pattern = self._pattern(hours, self._horizon)
        midnights = [self._midnight(day) for day in days_off]
        offs = [(midnight, midnight + HOURS_PER_DAY) for midnight in midnights]
        intervals = without(pattern, offs)
        mark = [] if owner == NONE else [(math.inf, float(owner))]
        return self._row([*intervals, *mark], without(pattern, intervals))

    def add_outages(self, outages: list[Interval], *, own: bool) -> int:
        """Return the row of a machine that is always on but for dated outages.

        Args:
            outages: begin and end of each [h].
            own: True gives it a row of its own, to be redrawn in every replication.
        """
        up = without([(0.0, math.inf)], outages)
        if own:
            return self._row([*up, (math.inf, -1.0 - len(self._rows))])
        return self._row(up)

    def working_days(self, since: float = 0.0) -> Floats:
        """Return the midnights of the working days, Monday to Friday without holidays [h].

        Args:
            since: from which moment on; up to 0 [h].
        """
        days_off = {self._midnight(day) for day in self._holidays}
        first = math.floor(since / HOURS_PER_DAY)
        days = range(first, math.ceil((self._horizon + DUE_DATES_REACH) / HOURS_PER_DAY))
        weekdays = [day for day in days if (self._weekday + day) % 7 < WORKING_WEEKDAYS]
        midnights = [day * HOURS_PER_DAY for day in weekdays]
        return floats(midnight for midnight in midnights if midnight not in days_off)

    def finished(self) -> Calendars:
        """Return all rows as arrays."""
        rows = [[interval for interval in row if interval[0] < math.inf] for row in self._rows]
        return Calendars(
            offsets(rows),
            floats(start for start, _ in flat(rows)),
            floats(end for _, end in flat(rows)),
            floats(flat([hours_before(row) for row in rows])),
            offsets(self._free),
            floats(start for start, _ in flat(self._free)),
            floats(end for _, end in flat(self._free)),
        )

    def _row(self, intervals: list[Interval], free: Sequence[Interval] = ()) -> int:
        row = self._rows.setdefault(tuple(intervals), len(self._rows))
        if row == len(self._free):
            self._free.append(list(free))
        return row

    def _pattern(self, hours: WeeklyHours, until: float) -> list[Interval]:
        shift = self._weekday * HOURS_PER_DAY
        weeks = range(int(until // HOURS_PER_WEEK) + WEEKS_BEYOND)
        moved = [
            (week * HOURS_PER_WEEK + begin - shift, week * HOURS_PER_WEEK + end - shift)
            for week in weeks
            for begin, end in hours.intervals
        ]
        return joined([(max(begin, 0.0), end) for begin, end in moved if end > 0.0])

    def _midnight(self, day: datetime.date) -> float:
        return (day - (self._start or SOME_MONDAY)).days * HOURS_PER_DAY


def without(intervals: list[Interval], cuts: list[Interval]) -> list[Interval]:
    """Return the intervals with the cuts taken out.

    >>> without([(0.0, 10.0)], [(2.0, 3.0), (8.0, 12.0)])
    [(0.0, 2.0), (3.0, 8.0)]
    """
    for low, high in cuts:
        intervals = [
            piece
            for begin, end in intervals
            for piece in ((begin, min(end, low)), (max(begin, high), end))
            if piece[0] < piece[1]
        ]
    return intervals


def joined(intervals: list[Interval]) -> list[Interval]:
    """Return sorted intervals with those that touch made one.

    >>> joined([(0.0, 24.0), (24.0, 48.0), (50.0, 51.0)])
    [(0.0, 48.0), (50.0, 51.0)]
    """
    result: list[Interval] = []
    for begin, end in intervals:
        if result and begin <= result[-1][1]:
            result[-1] = (result[-1][0], end)
        else:
            result.append((begin, end))
    return result


def hours_before(intervals: list[Interval]) -> list[float]:
    """Return the hours on duty before each interval.

    >>> hours_before([(9.0, 17.0), (33.0, 41.0), (57.0, 65.0)])
    [0.0, 8.0, 16.0]
    """
    total, result = 0.0, []
    for begin, end in intervals:
        result.append(total)
        total += end - begin
    return result
