"""A number that is asked of a scenario's runs, and its estimate over independent replications."""

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.engines import Engine
from sim.errors import UsageError
from sim.experiments.break_even import break_even
from sim.experiments.forecast import added_forecast
from sim.experiments.summary import Summary, gather, summarise
from sim.model.build import build
from sim.model.model import Model
from sim.records.record import RunRecord
from sim.scenario.load import LoadedScenario
from sim.statistics.estimate import Estimate, estimate
from sim.units import HOURS_PER_WEEK
from sim.validation.effect_sizes import effect_size
from sim.validation.pairs import PAIRS
from sim.validation.readings import reading, within

WEEKS = re.compile(r"(\d+)(?: to (\d+))?")
WEEKS_EXAMPLE = "'13 to 20', or '8' for a run of eight weeks"
BREAK_EVEN = "break-even of "
EFFECT_SIZE = "effect_size"
FORECAST = "forecast"
"""What a number may be against beside a strategy: what head counts alone say of the same strategy."""
Which = tuple[str, str, int, int]
"""Strategy, future, weeks and replication of a run."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A number that is asked of runs.

    Attributes:
        measure: see ``sim.validation.readings`` and ``pairs``; ``break-even of money`` (or ``of work``) is
            the week in which ``strategy`` has made up for what it cost beside ``against``; ``effect_size``
            is against the best of several strategies.
        kind: `level`, itself; or beside another strategy `difference`, `ratio`, or relative `change`.
        strategy, future: under which it is read.
        against: the strategies that it is compared with, or ``forecast``.
        against_future: their future.
        of: of whom, of which step or of which task type.
        weeks: shortens the run to so many weeks and leaves out the warm-up; 0: the run as it is.
        window: first and last of the weeks that are measured; None: all after the warm-up.
        against_window: the same of what it is compared with, where it is another.
    """

    measure: str
    kind: str
    strategy: str = "do nothing"
    future: str = ""
    against: tuple[str, ...] = ()
    against_future: str = ""
    of: str = ""
    weeks: int = 0
    window: tuple[int, int] | None = None
    against_window: tuple[int, int] | None = None


class Runs:
    """The runs of one scenario under one seed, each made once for all that is asked of it."""

    def __init__(self, scenario: LoadedScenario, engine: Engine, seed: int) -> None:
        self._scenario = scenario
        self._engine = engine
        self._seed = seed
        self._models: dict[tuple[str, str, int], Model] = {}
        self._records: dict[Which, RunRecord] = {}

    def record(self, strategy: str, future: str, weeks: int, replication: int) -> RunRecord:
        """Return one replication of a strategy under a future."""
        which = (strategy, future, weeks, replication)
        if which not in self._records:
            self._records[which] = self._engine(self._model(strategy, future, weeks), self._seed, replication)
        return self._records[which]

    def forget(self) -> None:
        """Forget the records, which are large; models are kept."""
        self._records.clear()

    def _model(self, strategy: str, future: str, weeks: int) -> Model:
        if (strategy, future, weeks) not in self._models:
            effective = self._scenario.under(strategy, future)
            if weeks:
                shorter = {"run_length": weeks * HOURS_PER_WEEK, "warm_up": 0.0}
                effective = dataclasses.replace(
                    effective, scenario=effective.scenario.model_copy(update=shorter)
                )
            self._models[strategy, future, weeks] = build(effective)
        return self._models[strategy, future, weeks]

    def forecast(self, asked: Asked) -> float:
        """Return what head counts alone say of a strategy."""
        return added_forecast(self._scenario, asked.strategy, asked.future)[asked.measure]


def estimates(runs: Runs, asked: Sequence[Asked], replications: int, confidence: float) -> list[Estimate]:
    """Return what is asked of runs, each as a mean over replications with its interval.

    Raises:
        UsageError: something is asked that cannot be read.
    """
    rows, summaries = [], []
    for replication in range(replications):
        rows.append([_number(runs, each, replication) for each in asked])
        summaries.append([_of_break_even(runs, each, replication) for each in asked])
        runs.forget()
    return [
        _break_even(each, [row[place] for row in summaries], confidence)
        if each.measure.startswith(BREAK_EVEN)
        else estimate(np.array([row[place] for row in rows]), confidence)
        for place, each in enumerate(asked)
    ]


def _number(runs: Runs, asked: Asked, replication: int) -> float:
    if asked.measure.startswith(BREAK_EVEN):
        return float("nan")
    own = runs.record(asked.strategy, asked.future, asked.weeks, replication)
    if asked.kind == "level":
        return _read(own, asked, asked.window)
    if not asked.against:
        raise UsageError(f"measure = {asked.measure}: a {asked.kind} needs 'against', a strategy")
    if asked.against == (FORECAST,):
        return _compared(asked.kind, _read(own, asked, asked.window), runs.forecast(asked))
    others = [runs.record(name, asked.against_future, asked.weeks, replication) for name in asked.against]
    if asked.measure == EFFECT_SIZE:
        return effect_size(own, others, asked.of)
    if asked.measure in PAIRS:
        return _compared(asked.kind, *PAIRS[asked.measure](own, others[0], asked.of))
    other = _read(others[0], asked, asked.against_window or asked.window)
    return _compared(asked.kind, _read(own, asked, asked.window), other)


def _read(record: RunRecord, asked: Asked, window: tuple[int, int] | None) -> float:
    seen = within(record, asked.measure, *window) if window else record
    return reading(seen, asked.measure, asked.of)


def _compared(kind: str, candidate: float, baseline: float) -> float:
    if kind == "difference":
        return candidate - baseline
    return candidate / baseline - (1.0 if kind == "change" else 0.0)


def _of_break_even(runs: Runs, asked: Asked, replication: int) -> tuple[Summary, ...]:
    if not asked.measure.startswith(BREAK_EVEN):
        return ()
    names = (asked.strategy, *asked.against)
    return tuple(summarise(runs.record(name, asked.future, asked.weeks, replication)) for name in names)


def _break_even(asked: Asked, summaries: list[tuple[Summary, ...]], confidence: float) -> Estimate:
    """Return the middle of the weeks in which a strategy may break even, and half of their width [week]."""
    names = (asked.strategy, *asked.against)
    own, other = (gather(name, (), [row[place] for row in summaries]) for place, name in enumerate(names))
    one = break_even(other, own, asked.measure.removeprefix(BREAK_EVEN), confidence)
    return Estimate((one.low + one.high) / 2.0, (one.high - one.low) / 2.0, len(summaries), confidence)


def read_weeks(weeks: object) -> tuple[int, tuple[int, int] | None]:
    """Return how long a run is and which weeks of it are measured, from `8` or `13 to 20`."""
    match = WEEKS.fullmatch(str(weeks))
    if match is None:
        raise UsageError(f"weeks = {weeks}: these are no weeks; write {WEEKS_EXAMPLE}")
    return (0, (int(match[1]), int(match[2]))) if match[2] else (int(match[1]), None)


def read_against(against: object) -> tuple[str, ...]:
    """Return the strategies that a number is compared with, from one name or several."""
    if isinstance(against, list):
        return tuple(map(str, against))
    return (str(against),) if against else ()
