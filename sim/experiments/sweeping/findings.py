"""What a sweep found: plain data, one number for each point, strategy, replication and measure."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.experiments.sweeping.design import Design
from sim.measures.measure import Measure
from sim.scenario.reading.yaml_text import Value
from sim.statistics.estimate import NOISE, estimates

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Failed:
    """A strategy that has no numbers at a point.

    Attributes:
        point: number of the point, 0 up.
        strategy: its name.
        reason: why, in words.
    """

    point: int
    strategy: str
    reason: str


@dataclass(frozen=True, slots=True)
class Estimates:
    """A mean with its interval at each point.

    Attributes:
        mean: shape (points,); nan where nothing defines it.
        half_width: of the interval at ``confidence``, shape (points,); inf with fewer than 2 values.
        confidence: level of each interval by itself.
    """

    mean: Floats
    half_width: Floats
    confidence: float

    @property
    def is_clear(self) -> NDArray[np.bool_]:
        """Where the interval leaves out zero, shape (points,)."""
        return np.abs(self.mean) > self.half_width


@dataclass(frozen=True, slots=True)
class Sweep:
    """What the points of a design gave, all with the same luck.

    Attributes:
        scenario: name of the scenario.
        question: what it asks, or ``""``.
        currency: of all money.
        future: name of the future that was assumed, or ``""``.
        design: which points were run.
        stated: by key, the value that the file (or a preset) states; a key that neither states is left out.
        strategies: names, the baseline first; the baseline alone, where none was named.
        measures: in the order of the last axis of ``values``.
        foreground: names of the measures to show first, in order.
        values: shape (points, strategies, replications, measures); nan where a measure is not defined or
            the point failed.
        failed: what has no numbers, in order of points.
        replications: of each strategy at each point.
        seed, engine: what it was made with.
        notes: what a reader should know, in sentences.
    """

    scenario: str
    question: str
    currency: str
    future: str
    design: Design
    stated: Mapping[str, Value]
    strategies: tuple[str, ...]
    measures: tuple[Measure, ...]
    foreground: tuple[str, ...]
    values: Floats
    failed: tuple[Failed, ...]
    replications: int
    seed: int
    engine: str
    notes: tuple[str, ...] = ()

    @property
    def baseline(self) -> str:
        """The first strategy."""
        return self.strategies[0]

    @property
    def others(self) -> tuple[str, ...]:
        """The strategies that were set against the baseline."""
        return self.strategies[1:]

    def measure(self, name: str) -> Measure:
        """Return a measure by its name."""
        return self.measures[self._column(name)]

    def of(self, strategy: str, measure: str) -> Floats:
        """Return the numbers of a strategy on a measure, shape (points, replications)."""
        return self.values[:, self.strategies.index(strategy), :, self._column(measure)]

    def paired(self, strategy: str, measure: str) -> Floats:
        """Return strategy − baseline at the same point and replication, shape (points, replications).

        What is but rounding of the computer is nothing.
        """
        base = self.of(self.baseline, measure)
        found = self.of(strategy, measure) - base
        return np.where(np.abs(found) <= NOISE * np.abs(base), 0.0, found)

    def level(self, strategy: str, measure: str, confidence: float = 0.95) -> Estimates:
        """Return a strategy's own level at each point."""
        return _estimates(self.of(strategy, measure), confidence)

    def difference(self, strategy: str, measure: str, confidence: float = 0.95) -> Estimates:
        """Return a strategy's paired difference from the baseline at each point."""
        return _estimates(self.paired(strategy, measure), confidence)

    def __repr__(self) -> str:
        """Return what it says, in sentences."""
        from sim.experiments.sweeping.account import sentences

        return "\n".join(sentences(self))

    def _column(self, name: str) -> int:
        return [measure.name for measure in self.measures].index(name)


def _estimates(values: Floats, confidence: float) -> Estimates:
    return Estimates(*estimates(values, confidence), confidence)
