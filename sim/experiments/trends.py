"""Whether work in process still grew when the run ended, or only rose to a peak.

Sizes are told as the pictures draw them: the median over replications of the weekly mean.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np

from sim.experiments.findings import Floats, Replications
from sim.experiments.weeks import measured_weeks
from sim.experiments.wording import format_number
from sim.scenario.telling.wording import count, listed
from sim.statistics.estimate import estimate

NOTABLE_GROWTH = 0.5
"""Share of the mean work in process by which it must rise over the measured weeks to be told (assumed)."""
STILL_RISING = 0.5
"""Share of the mean pace that the last third of the weeks must keep to count as growth (assumed)."""
STILL_UP = 2.0 / 3.0
"""Share of its highest week below which work in process has come down again (assumed)."""
MORE_COMES_IN = 1.05
"""Arrivals in the last third per arrivals on average, from which on they explain the growth (assumed)."""
FEWEST_WEEKS = 6
"""Whole measured weeks without which a trend is none: thirds of two weeks (assumed)."""


class Course(Enum):
    """What work in process did; the value is the sentence, its gap for the strategies with their numbers."""

    GROWS = (
        "work in process still grows at the end of the run under {}: more arrives than is done, so flow time "
        "and work in process would be higher still in a longer run"
    )
    GROWS_WITH_DEMAND = (
        "work in process still grows at the end of the run under {}: more comes in there than on average, in "
        "a season or with growing demand; what still waits at the end counts in no flow time"
    )
    PEAK = "work in process rises for a time and comes down again under {}"


@dataclass(frozen=True, slots=True)
class Trend:
    """Work in process that clearly rose.

    Attributes:
        course: what it did.
        weeks: numbers of the first measured week, and of the last one or that of the peak.
        tasks: inside in these two weeks, median over replications.
    """

    course: Course
    weeks: tuple[int, int]
    tasks: tuple[float, float]

    def __str__(self) -> str:
        """Return the numbers in words."""
        first, last = (f"about {format_number(tasks, 0)}" for tasks in self.tasks)
        if self.course is Course.PEAK:
            return f"to {last} tasks around week {self.weeks[1]}"
        return f"{first} tasks in week {self.weeks[0]}, {last} in week {self.weeks[1]}"


def growing(results: Mapping[str, Replications], warm_up: float, run_length: float) -> tuple[str, ...]:
    """Return sentences on the strategies under which work in process grows to the end, or has a peak.

    Args:
        results: what each strategy gave.
        warm_up, run_length: [h].
    """
    trends = {name: trend_of(result, warm_up, run_length) for name, result in results.items()}
    said = []
    for course in Course:
        names = [f"'{name}' ({trend})" for name, trend in trends.items() if trend and trend.course is course]
        if names:
            said.append(course.value.format(listed(names)))
    replications = max((len(result.values) for result in results.values()), default=0)
    return tuple(f"{sentence} (medians over {count(replications, 'replication')})" for sentence in said)


def trend_of(result: Replications, warm_up: float, run_length: float) -> Trend | None:
    """Return what work in process did over the whole measured weeks, where it clearly rose.

    A straight line through the weekly means of each replication must rise clearly (the 95 % interval of
    the slopes lies above zero) and by ``NOTABLE_GROWTH``.  It is a *peak* if the last week is far below
    the highest one, *growth* if it rises clearly in the last third too, and nothing if it is level there.
    """
    whole = measured_weeks(result.weeks, warm_up, run_length)
    if "mean_wip" not in result.series or np.count_nonzero(whole) < FEWEST_WEEKS:
        return None
    inside, weeks = result.series["mean_wip"][:, whole], result.weeks[whole]
    pace = NOTABLE_GROWTH * float(inside.mean()) / (inside.shape[1] - 1)
    if not _rises(inside, pace):
        return None
    median = np.median(inside, axis=0)
    top, third = int(median.argmax()), -(-inside.shape[1] // 3)
    if median[-1] < STILL_UP * median[top]:
        return _trend(Course.PEAK, weeks, median, top)
    slope = float(_slopes(inside).mean())
    if not _rises(inside[:, -third:], STILL_RISING * slope):
        return None
    arrivals = result.series["arrivals"][:, whole]
    more = arrivals[:, -third:].mean() > MORE_COMES_IN * arrivals.mean()
    return _trend(Course.GROWS_WITH_DEMAND if more else Course.GROWS, weeks, median, len(weeks) - 1)


def _trend(course: Course, weeks: np.ndarray, median: Floats, place: int) -> Trend:
    numbers = int(weeks[0]), int(weeks[place])
    return Trend(course, numbers, (float(median[0]), float(median[place])))


def _rises(series: Floats, least: float) -> bool:
    """Tell whether lines through the rows clearly rise, and on average by ``least`` per column."""
    slope = estimate(_slopes(series))
    return slope.low > 0.0 and slope.mean >= least


def _slopes(series: Floats) -> Floats:
    """Return the slope of the straight line through each row [unit/column]."""
    place = np.arange(series.shape[1]) - 0.5 * (series.shape[1] - 1)
    slopes: Floats = series @ place / (place @ place)
    return slopes
