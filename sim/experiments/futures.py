"""Strategies in many futures, drawn from what is not known: what is robust, and why it is uncertain."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.engines.choice import choose
from sim.errors import UsageError
from sim.experiments.executors import Crew, Progress, Told, available_cores
from sim.experiments.sweeping.factors import kept_whole
from sim.experiments.sweeping.price import Price, timed
from sim.experiments.sweeping.runs import Failure, Key, Measured, Runs
from sim.experiments.uncertain import uncertainties_of
from sim.measures.registry import measures_of
from sim.model.build import build
from sim.scenario.load import LoadedScenario
from sim.scenario.reading.yaml_text import Value
from sim.scenario.schema.uncertainty import Uncertainty
from sim.statistics.copula import root
from sim.statistics.hypercube import hypercube

Floats = NDArray[np.float64]
FUTURES = 50
"""Futures that are drawn where nobody says how many (assumed)."""
REPLICATIONS = 4
"""Replications of each strategy in each future (assumed)."""
STUDY, GUESS = "study evidence", "own guesses"
Point = dict[str, Value]
TellFutures = Callable[[int], None]
"""Told how many futures are run next."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Futures drawn from the uncertainties of a scenario.

    Attributes:
        keys: that are uncertain.
        of_a_study: which of them have a source.
        points: values by key, a future each.
        same_study: the same futures with new guesses; None where one of the groups is empty.
        same_guess: the same futures with new values of what studies say.
    """

    keys: tuple[str, ...]
    of_a_study: tuple[bool, ...]
    points: tuple[Point, ...]
    same_study: tuple[Point, ...] | None
    same_guess: tuple[Point, ...] | None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What the strategies gave in the futures.

    Attributes:
        drawn: the futures.
        strategies: their names, the baseline first.
        measures: names of the measures.
        values: shape (futures, replications, strategies, measures); nan where undefined or failed.
        same_study, same_guess: the same in the futures drawn anew in part; None where there are none.
        failures: reasons why a future could not be run, each once.
    """

    drawn: Drawn
    strategies: tuple[str, ...]
    measures: tuple[str, ...]
    values: Floats
    same_study: Floats | None
    same_guess: Floats | None
    failures: tuple[str, ...]

    def of(self, measure: str) -> Floats:
        """Return the values of a measure, shape (futures, replications, strategies)."""
        return np.asarray(self.values[..., self.measures.index(measure)], np.float64)

    def ran(self, strategy: int) -> NDArray[np.bool_]:
        """Return in which futures a strategy, by its place, could be run, shape (futures,)."""
        return np.asarray(~np.isnan(self.values[:, :, strategy]).all(axis=(1, 2)), np.bool_)


def draw(uncertainties: Mapping[str, Uncertainty], futures: int, seed: int) -> Drawn:
    """Return futures drawn from uncertainties: a Latin hypercube, with the rank correlations that are stated.

    Args:
        uncertainties: by key.
        futures: how many.
        seed: names their luck.

    Raises:
        UsageError: there are none to draw, or the correlations contradict each other.

    """
    if not uncertainties:
        raise UsageError(
            "uncertainties.presets = published: no number of this scenario is from a preset with a published "
            "range; state keys of your own, e.g. 'people.writers.headcount: 3 to 5', or take it out"
        )
    if futures < 2:
        raise UsageError(f"futures = {futures}: should be at least 2, or 0 for none")
    keys = tuple(uncertainties)
    try:
        together = root({key: each.moves_with for key, each in uncertainties.items()})
    except ValueError as error:
        raise UsageError(f"uncertainties: {error}") from None
    first, second = (hypercube(futures, together, [seed, number]) for number in (0, 1))
    study = np.array([uncertainties[key].source is not None for key in keys])
    points = _points(uncertainties, first)
    if study.all() or not study.any():
        return Drawn(keys, tuple(study.tolist()), points, None, None)
    return Drawn(
        keys,
        tuple(study.tolist()),
        points,
        _points(uncertainties, np.where(study, first, second)),
        _points(uncertainties, np.where(study, second, first)),
    )


def _points(uncertainties: Mapping[str, Uncertainty], shares: Floats) -> tuple[Point, ...]:
    return tuple(
        {
            key: stated.at(float(share))
            for (key, stated), share in zip(uncertainties.items(), row, strict=True)
        }
        for row in shares
    )


@dataclass(frozen=True)
class Asked:
    """What is to be found out in futures.

    Attributes:
        loaded: the scenario; it has uncertainties.
        strategies: names, the baseline first.
        futures: how many are drawn.
        seed: names the luck, of the futures too.
        engine: name of an engine.
        jobs: processes that share the work; None is one per core.
        future: a named future in which all this is, or ``""``.
    """

    loaded: LoadedScenario
    strategies: Sequence[str]
    futures: int
    seed: int
    engine: str
    jobs: int | None
    future: str = ""

    @cached_property
    def work(self) -> tuple[Drawn, Runs]:
        """The futures, and the runs: in the futures themselves, then in those drawn anew in part.

        Raises:
            UsageError: a number is out of range, or correlations contradict each other.
        """
        uncertain = uncertainties_of(self.loaded)
        stated = {key: _in_whole_numbers(key, each, self.loaded) for key, each in uncertain.items()}
        drawn = draw(stated, self.futures, self.seed)
        again = [points for points in (drawn.same_study, drawn.same_guess) if points is not None]
        points = [*drawn.points, *(point for each in again for point in each)]
        base = build(self.loaded.under(self.strategies[0], self.future))
        choice = choose(self.engine, [base] * len(self.strategies), len(points) * REPLICATIONS)
        return drawn, Runs(self.loaded, points, self.strategies, self.seed, choice.engine, self.future)


def outcomes(asked: Asked, progress: Progress | None = None) -> Outcomes:
    """Return what strategies give in futures drawn from the uncertainties of a scenario.

    Each future has luck of its own, which its strategies share.

    Args:
        asked: what is to be found out.
        progress: called with how many runs are done, of how many.
    """
    drawn, work = asked.work
    points, strategies = work.points, asked.strategies
    keys = [
        (point, strategy, point * REPLICATIONS + number)
        for point in range(len(points))
        for strategy in range(len(strategies))
        for number in range(REPLICATIONS)
    ]
    with Crew(work, asked.jobs) as crew:
        found = crew.results(keys, Told(progress, 0, len(keys)))
    base = build(asked.loaded.under(strategies[0], asked.future))
    names = tuple(measure.name for measure in measures_of(base.names))
    shape = (len(points), REPLICATIONS, len(strategies), len(names))
    values = np.array([_row(found[key], names) for key in _in_order(keys)]).reshape(shape)
    parts = np.split(values, len(points) // asked.futures)
    failures = dict.fromkeys(each.reason for each in found.values() if isinstance(each, Failure))
    same_study, same_guess = (parts[1], parts[2]) if len(parts) > 1 else (None, None)
    return Outcomes(drawn, tuple(strategies), names, parts[0], same_study, same_guess, tuple(failures))


def price_of_futures(asked: Asked) -> Price | None:
    """Return what ``outcomes`` will take, by a few of its runs; None where none of them can be run."""
    _, work = asked.work
    try:
        return timed(work, len(work.points), REPLICATIONS, asked.jobs or available_cores())
    except UsageError:
        return None


def _in_whole_numbers(key: str, stated: Uncertainty, loaded: LoadedScenario) -> Uncertainty:
    """Return an uncertainty whose range keeps to whole numbers where the scenario takes no others."""
    between = stated.between
    return stated if between is None else stated.within(kept_whole(key, between, loaded))


def _in_order(keys: Sequence[Key]) -> list[Key]:
    """Return the keys by point, then replication, then strategy."""
    return sorted(keys, key=lambda key: (key[0], key[2], key[1]))


def _row(found: Measured | Failure, names: Sequence[str]) -> list[float]:
    if isinstance(found, Failure):
        return [np.nan] * len(names)
    return [found.get(name, np.nan) for name in names]
