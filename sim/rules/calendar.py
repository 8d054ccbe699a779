"""Working time: from a moment and some hours of work to the moment they are done.

A calendar is a run of intervals on duty, sorted, with the hours worked before each: rows ``first`` to
``last`` (exclusive) of three columns.  Beyond its last interval nobody works: the answer is infinity.

Sums of decimal hours do not meet the end of an interval to the last digit: 24 times 20 minutes from 9:00 is
a little after 17:00 on the computer.  Work that misses the end by less than ``EDGE`` is done at the end.
"""

import math
from collections.abc import Sequence

EDGE = 1e-9
"""Hours that do not count at the end of an interval on duty (4 µs; more than any rounding) [h]."""

DAY = 24.0
"""Hours of a day."""
WEEK = 168.0
"""Hours of a week; so far work that starts over looks ahead for a shift that is long enough."""


def interval_at(starts: Sequence[float], first: int, last: int, moment: float) -> int:
    """Return the row of the last interval that begins at or before ``moment``; ``first`` - 1 if none does.

    >>> interval_at([9.0, 33.0], 0, 2, 20.0)
    0
    >>> interval_at([9.0, 33.0], 0, 2, 8.0)
    -1
    """
    low, high = first, last
    while low < high:
        middle = (low + high) // 2
        if starts[middle] <= moment:
            low = middle + 1
        else:
            high = middle
    return low - 1


def first_from(starts: Sequence[float], first: int, last: int, moment: float) -> int:
    """Return the row of the first interval that begins at ``moment`` or later; ``last`` if none does.

    >>> first_from([9.0, 33.0], 0, 2, 9.0), first_from([9.0, 33.0], 0, 2, 10.0), first_from([9.0], 0, 1, 10.0)
    (0, 1, 1)
    """
    row = interval_at(starts, first, last, moment)
    return row if row >= first and starts[row] == moment else row + 1


def hours_on_duty(
    starts: Sequence[float],
    ends: Sequence[float],
    worked: Sequence[float],
    first: int,
    last: int,
    moment: float,
) -> float:
    """Return the hours on duty from the start of the calendar to ``moment`` [h].

    >>> hours_on_duty([9.0, 33.0], [17.0, 41.0], [0.0, 8.0], 0, 2, 35.0)
    10.0
    >>> hours_on_duty([9.0, 33.0], [17.0, 41.0], [0.0, 8.0], 0, 2, 20.0)
    8.0
    """
    row = interval_at(starts, first, last, moment)
    return hours_up_to(starts, ends, worked, first, row, moment)


def hours_up_to(
    starts: Sequence[float],
    ends: Sequence[float],
    worked: Sequence[float],
    first: int,
    row: int,
    moment: float,
) -> float:
    """Return the hours on duty from the start of the calendar to ``moment``, where its interval is known [h].

    Args:
        row: last interval that begins at or before ``moment``; ``first`` - 1 if none does.

    >>> hours_up_to([9.0, 33.0], [17.0, 41.0], [0.0, 8.0], 0, 1, 35.0)
    10.0
    """
    if row < first:
        return 0.0
    return worked[row] + (min(moment, ends[row]) - starts[row])


def moment_of(
    starts: Sequence[float],
    ends: Sequence[float],
    worked: Sequence[float],
    first: int,
    last: int,
    hours: float,
) -> float:
    """Return the first moment at which ``hours`` have been on duty since the start of the calendar [h].

    Hours that pass the end of an interval by less than ``EDGE`` have been reached at that end.

    >>> moment_of([9.0, 33.0], [17.0, 41.0], [0.0, 8.0], 0, 2, 10.0)
    35.0
    >>> moment_of([9.0, 33.0], [17.0, 41.0], [0.0, 8.0], 0, 2, 8.0)
    17.0
    >>> moment_of([9.0, 33.0], [17.0, 41.0], [0.0, 8.0], 0, 2, 17.0)
    inf
    """
    row = max(interval_at(worked, first, last, hours), first)
    while row > first and hours - worked[row] <= EDGE:
        row -= 1
    moment = starts[row] + (hours - worked[row])
    if row == last - 1 and moment > ends[row] + EDGE:
        return math.inf
    return min(moment, ends[row])


def fits(ends: Sequence[float], row: int, moment: float, hours: float) -> bool:
    """Return whether work of some hours, begun at ``moment`` in an interval, is done by its end.

    >>> fits([17.0], 0, 16.0, 1.0), fits([17.0], 0, 16.0, 1.0 + 1e-12), fits([17.0], 0, 16.0, 1.1)
    (True, True, False)
    """
    return moment + hours <= ends[row] + EDGE


def paused_finish(
    starts: Sequence[float],
    ends: Sequence[float],
    worked: Sequence[float],
    first: int,
    last: int,
    row: int,
    moment: float,
    hours: float,
) -> float:
    """Return when work of some hours, begun on duty and paused off duty, is done [h].

    Args:
        starts, ends, worked, first, last: the calendar.
        row: interval on duty in which the work begins.
        moment: when it begins [h]; before the interval counts as its beginning.
        hours: work to do [h], >= 0.

    >>> paused_finish([9.0, 33.0], [17.0, 41.0], [0.0, 8.0], 0, 2, 0, 15.0, 1.0)
    16.0
    >>> paused_finish([9.0, 33.0], [17.0, 41.0], [0.0, 8.0], 0, 2, 0, 15.0, 3.0)
    34.0
    """
    begin = max(moment, starts[row])
    if fits(ends, row, begin, hours):
        return min(begin + hours, ends[row])
    return moment_of(starts, ends, worked, first, last, worked[row] + (begin - starts[row]) + hours)


def restarted_finish(
    starts: Sequence[float],
    ends: Sequence[float],
    worked: Sequence[float],
    first: int,
    last: int,
    row: int,
    moment: float,
    hours: float,
) -> float:
    """Return when work that starts over at each shift is done [h].

    It is done in the first shift that it fits in.  Work that fits in no shift that begins within a week could
    never be done so: from its second shift on it is paused instead.  Arguments as in ``paused_finish``.

    >>> restarted_finish([9.0, 33.0], [17.0, 41.0], [0.0, 8.0], 0, 2, 0, 15.0, 1.0)
    16.0
    >>> restarted_finish([9.0, 33.0], [17.0, 41.0], [0.0, 8.0], 0, 2, 0, 15.0, 3.0)
    36.0
    >>> restarted_finish([9.0, 33.0, 57.0], [17.0, 41.0, 65.0], [0.0, 8.0, 16.0], 0, 3, 0, 15.0, 10.0)
    59.0
    """
    begin = max(moment, starts[row])
    if fits(ends, row, begin, hours):
        return min(begin + hours, ends[row])
    for later in range(row + 1, last):
        if starts[later] > begin + WEEK:
            break
        if fits(ends, later, starts[later], hours):
            return min(starts[later] + hours, ends[later])
    if row + 1 >= last:
        return math.inf
    return paused_finish(starts, ends, worked, first, last, row + 1, starts[row + 1], hours)


def prolonged_end(normal_end: float, ratio: float, hours: float, following: float) -> float:
    """Return when a day ends that lasts longer, or shorter, by a share of its hours [h].

        e' = min(e + (r - 1) h, f)

    Args:
        normal_end: e, end of its last interval without overtime [h].
        ratio: r, hours worked over normal hours [factor]; 1 is neutral.
        hours: h, normal hours of the day [h].
        following: f, beginning of the next interval, which is not passed [h].

    Source: the project's own; overtime is worked at the end of the day.

    >>> prolonged_end(17.0, 1.0, 8.0, 33.0), prolonged_end(17.0, 1.25, 8.0, 33.0)
    (17.0, 19.0)
    >>> prolonged_end(17.0, 4.0, 8.0, 33.0)
    33.0
    """
    return min(normal_end + (ratio - 1.0) * hours, following)
