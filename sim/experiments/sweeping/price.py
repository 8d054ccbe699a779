"""What a sweep costs, said before it is paid: a few runs are timed, and a budget is kept."""

import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from pydantic_core import PydanticCustomError

from sim.errors import UsageError
from sim.experiments.sweeping.runs import Failure, Runs
from sim.scenario.notation.annotation import Setting, message_of
from sim.scenario.notation.time import read_duration
from sim.scenario.telling.wording import count, lasted

T = TypeVar("T")
USUAL_BUDGET = "30 min"
"""What a sweep may take where nobody says it (assumed)."""
PILOT_POINTS = 4
"""Points, evenly from the first to the last, whose runs are timed (assumed)."""
PILOT_TIME = 5.0
"""Time after which no further point is timed (assumed) [s]."""
START_UP = 2.0
"""What starting further processes takes (assumed) [s]."""
_RUNS = re.compile(r"([\d,]+)\s*runs?")
_TIME = Setting(bare_numbers=False)


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that a sweep may cost.

    Attributes:
        text: as it was written.
        seconds: of time; inf for none [s].
        runs: replications in all; inf for none.
    """

    text: str
    seconds: float = math.inf
    runs: float = math.inf


@dataclass(frozen=True, slots=True)
class Price:
    """What a sweep is expected to cost.

    Attributes:
        points: to be run.
        strategies: at each of them.
        replications: of each strategy.
        making: time to make the models of one point [s].
        running: time of one replication [s].
        jobs: processes that share the work.
    """

    points: int
    strategies: int
    replications: int
    making: float
    running: float
    jobs: int

    @property
    def runs(self) -> int:
        """Replications in all."""
        return self.points * self.strategies * self.replications

    @property
    def seconds(self) -> float:
        """Expected time of the whole [s]."""
        return self.at(self.points, self.replications)

    def at(self, points: int, replications: int) -> float:
        """Return the time of so many points and replications [s]."""
        each = self.making + self.strategies * replications * self.running
        return points * each / self.jobs + (START_UP if self.jobs > 1 else 0.0)

    @property
    def words(self) -> str:
        """The product and the time."""
        product = (
            f"{count(self.points, 'point')} × {_strategies(self.strategies)} × "
            f"{count(self.replications, 'replication')} = {count(self.runs, 'run')}"
        )
        return f"{product}, about {lasted(self.seconds)} on {_processes(self.jobs)}"


def budget_of(text: str) -> Budget:
    """Return the budget that a text means: a time (`10 min`) or a number of runs (`50,000 runs`).

    Raises:
        UsageError: it means none.
    """
    runs = _RUNS.fullmatch(text.strip())
    if runs is not None:
        return Budget(text.strip(), runs=float(runs[1].replace(",", "")))
    try:
        return Budget(text.strip(), seconds=3600.0 * read_duration(text, _TIME))
    except PydanticCustomError as error:
        raise UsageError(
            f"--budget = {text}: {message_of(error)}; a budget is a time or a number of runs, "
            "e.g. '10 min' or '50,000 runs'"
        ) from None


def timed(runs: Runs, points: int, replications: int, jobs: int) -> Price:
    """Time a few runs here and return what all of them will cost.

    Args:
        runs: of the whole design.
        points: of it that are still to be run.
        replications: of each strategy.
        jobs: processes that will share the work.

    Raises:
        UsageError: no point at all can be run, so that something is wrong with the question itself.
    """
    making: list[float] = []
    running: list[float] = []
    began = time.perf_counter()
    for tried, point in enumerate(_pilots(len(runs.points))):
        if running and (tried >= PILOT_POINTS or time.perf_counter() - began > PILOT_TIME):
            break
        making.append(0.0)
        for strategy in range(len(runs.strategies)):
            making[-1] += _time_of(partial(runs.model, point, strategy))[1]
            run = partial(runs.result, (point, strategy, 0))
            if not running:
                run()  # the first one loads the engine
            result, seconds = _time_of(run)
            running += [] if isinstance(result, Failure) else [seconds]
    if not running:
        reason = runs.result((0, 0, 0))
        said = reason.reason if isinstance(reason, Failure) else ""
        raise UsageError(
            f"none of the {count(len(runs.points), 'point')} can be run; at the first one: {said}"
        )
    each = sum(making) / len(making), sum(running) / len(running)
    return Price(points, len(runs.strategies), replications, *each, jobs)


def _pilots(number: int) -> list[int]:
    """Return all points: first a few, evenly from the first to the last, then the others."""
    few = [round(k * (number - 1) / max(1, PILOT_POINTS - 1)) for k in range(PILOT_POINTS)]
    return list(dict.fromkeys([*few, *range(number)]))


def _time_of(act: Callable[[], T]) -> tuple[T, float]:
    """Return what something gives, and how long it took [s]."""
    start = time.perf_counter()
    given = act()
    return given, time.perf_counter() - start


def keep_to(budget: Budget, price: Price) -> None:
    """Raise UsageError where a sweep costs more than its budget; the message says what would fit."""
    too_many, too_long = price.runs > budget.runs, price.seconds > budget.seconds
    if not (too_many or too_long):
        return
    most = [_fitting(price, budget, "point"), _fitting(price, budget, "replication")]
    fits = [f"about {words}" for words in most if words]
    inside = f"; within it fit {' or '.join(fits)}" if fits else ""
    asked = f"{price.runs} runs" if too_many else _rounded_up(price.seconds)
    raise UsageError(
        f"--budget = {budget.text}: {price.words}, which is more{inside}; to allow it: --budget '{asked}'"
    )


def _fitting(price: Price, budget: Budget, what: str) -> str:
    """Return the largest number of points, or of replications, that keeps to a budget; "" for none."""
    whole = price.points if what == "point" else price.replications

    def fits(number: int) -> bool:
        points, replications = (number, price.replications) if what == "point" else (price.points, number)
        runs = points * price.strategies * replications
        return runs <= budget.runs and price.at(points, replications) <= budget.seconds

    low, high = 0, whole
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    least = 1 if what == "point" else 2
    return count(low, what) if low >= least else ""


def _rounded_up(seconds: float) -> str:
    """Return a time that is surely enough, as an option takes it.

    >>> _rounded_up(42.0), _rounded_up(4000.0)
    ('2 min', '1.5 h')
    """
    enough = 1.25 * seconds
    return (
        f"{math.ceil(enough / 60.0 + 0.5)} min"
        if enough < 3000.0
        else f"{math.ceil(enough / 1800.0) / 2:g} h"
    )


def _strategies(number: int) -> str:
    return "1 strategy" if number == 1 else f"{number} strategies"


def _processes(number: int) -> str:
    return "1 process" if number == 1 else f"{number} processes"
