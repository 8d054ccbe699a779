"""What the processes of a sweep compute: every replication of each strategy at each point."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.engines import Summing
from sim.errors import SimError
from sim.experiments.summary import values_of
from sim.experiments.sweeping.design import Point
from sim.measures.registry import measures_of
from sim.model.build import build
from sim.model.model import Model
from sim.records.totals import totals_of
from sim.scenario.load import LoadedScenario

Floats = NDArray[np.float64]
Key = tuple[int, int, int]
"""Which point, which strategy (its place), which replication."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no number: the scenario is wrong at the point, the engine refused it, or it failed.

    Attributes:
        reason: in words.
    """

    reason: str


Measured = dict[str, float]
"""The measures of a replication by name; nan where one is not defined."""


@dataclass
class Runs:
    """The runs of a sweep; with the same luck at all points, since the luck belongs to the replication.

    Attributes:
        loaded: the scenario.
        points: values by key.
        strategies: their names.
        seed: names the luck.
        engine: what computes a replication.
        future: that is assumed, or ``""``.
    """

    loaded: LoadedScenario
    points: Sequence[Point]
    strategies: Sequence[str]
    seed: int
    engine: Summing
    future: str = ""
    _there: tuple[int, LoadedScenario | Failure] | None = field(default=None, init=False, repr=False)
    _model: tuple[tuple[int, int], Model | Failure] | None = field(default=None, init=False, repr=False)

    def result(self, key: Key) -> Measured | Failure:
        """Return the measures of a replication, or why there are none; never raises."""
        point, strategy, replication = key
        model = self.model(point, strategy)
        if isinstance(model, Failure):
            return model
        try:
            values = values_of(totals_of(self.engine(model, self.seed, replication)))
        except Exception as error:
            return _failure(error)
        names = [measure.name for measure in measures_of(model.names)]
        return dict(zip(names, values.tolist(), strict=True))

    def described(self, key: Key, error: BaseException) -> str:
        """Return which replication of which point failed and why."""
        point, strategy, replication = key
        return (
            f"point {point}, strategy '{self.strategies[strategy]}', replication {replication}, seed "
            f"{self.seed}: {type(error).__name__}: {error}"
        )

    def model(self, point: int, strategy: int) -> Model | Failure:
        """Return the model of a strategy at a point, or why there is none; the latest one is kept."""
        if self._model is None or self._model[0] != (point, strategy):
            self._model = ((point, strategy), self._built(point, strategy))
        return self._model[1]

    def _built(self, point: int, strategy: int) -> Model | Failure:
        if self._there is None or self._there[0] != point:
            self._there = (point, self._loaded_at(point))
        there = self._there[1]
        if isinstance(there, Failure):
            return there
        try:
            return build(there.under(self.strategies[strategy], self.future))
        except Exception as error:
            return _failure(error)

    def _loaded_at(self, point: int) -> LoadedScenario | Failure:
        try:
            return self.loaded.at(self.points[point])
        except Exception as error:
            return _failure(error)


def _failure(error: Exception) -> Failure:
    """Return a failure in words; a fault of the program is told by its kind, too."""
    return Failure(str(error) if isinstance(error, SimError) else f"{type(error).__name__}: {error}")
