"""A time axis of hours of the run, with days on it."""

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sim.experiments.tasks.names import MONTHS, WEEKDAYS
from sim.rules.calendar import DAY, WEEK

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STEPS = (1.0, 2.0, 3.0, 6.0, 12.0, DAY, 2 * DAY, WEEK, 2 * WEEK, 4 * WEEK, 13 * WEEK)
"""Distances between two ticks that are easy to read [h]."""
MOST_TICKS = 8


def days_below(ax: "Axes", since: float, until: float, start: date | None) -> None:
    """Put ticks at full hours, days or weeks under a picture.

    Args:
        ax: of the picture.
        since, until: ends of the axis [h].
        start: the first day of the run, if it has a date.
    """
    step = next((each for each in STEPS if (until - since) / each <= MOST_TICKS), STEPS[-1])
    first = math.ceil(since / step)
    ticks = [number * step for number in range(first, math.floor(until / step) + 1)]
    ax.set_xlim(since, until)
    ax.set_xticks(ticks, [_label(tick, start, with_clock=step < DAY) for tick in ticks])


def _label(hours: float, start: date | None, *, with_clock: bool) -> str:
    """Return weekday and clock, and below it the date or the week."""
    day = math.floor(hours / DAY)
    then = start + timedelta(days=day) if start else None
    weekday = WEEKDAYS[then.weekday() if then else day % 7][:3]
    clock = f" {int(hours - day * DAY):02}:00" if with_clock else ""
    below = f"{then.day} {MONTHS[then.month - 1][:3]}" if then else f"week {int(hours // WEEK) + 1}"
    return f"{weekday}{clock}\n{below}"
