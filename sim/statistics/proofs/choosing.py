"""How often the procedures choose the best system, in configurations that are known to be hard."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.statistics.selection import FIRST, clark_yang, h_squared, kim_nelson, screened
from sim.statistics.sequential import next_step

Floats = NDArray[np.float64]
DELTA = 1.0
"""Smallest difference worth detecting in all configurations."""
SPREAD = 3.0
"""Standard deviation of an output, unless it is a noisy one."""
NOISY = 3.0
"""A noisy system's standard deviation is so many times that of the others (assumed)."""
LOG_SPREAD = 0.5
"""Standard deviation of the logarithm of lognormal outputs: their skewness is 1.75 (assumed)."""
SYSTEMS = 5
CONFIDENCE = 0.95
SEED = 20_260_106


@dataclass(frozen=True, slots=True)
class Configuration:
    """Means, spreads and correlation of systems of which the best is known.

    Attributes:
        name: what is hard about it.
        means: of the systems; the best is better by at least ``DELTA``.
        spreads: standard deviations.
        correlation: of any two systems in one replication.
        smaller_is_better: then outputs are turned round before they are compared.
        is_skewed: outputs are lognormal in place of normal.
    """

    name: str
    means: tuple[float, ...]
    spreads: tuple[float, ...] = (SPREAD,) * SYSTEMS
    correlation: float = 0.0
    smaller_is_better: bool = False
    is_skewed: bool = False

    @property
    def best(self) -> int:
        """The system that should be chosen."""
        return int(np.argmin(self.means) if self.smaller_is_better else np.argmax(self.means))

    def outputs(self, luck: np.random.Generator, replications: int) -> Floats:
        """Return outputs, larger better, shape (replications, systems)."""
        shared = luck.standard_normal((replications, 1))
        own = luck.standard_normal((replications, len(self.means)))
        scores = math.sqrt(self.correlation) * shared + math.sqrt(1.0 - self.correlation) * own
        if self.is_skewed:
            variance = math.expm1(LOG_SPREAD**2) * math.exp(LOG_SPREAD**2)
            scores = (np.exp(LOG_SPREAD * scores) - math.exp(0.5 * LOG_SPREAD**2)) / math.sqrt(variance)
        values: Floats = np.array(self.means) + np.array(self.spreads) * scores
        return -values if self.smaller_is_better else values


_SLIPPAGE = (DELTA, 0.0, 0.0, 0.0, 0.0)
_SPACED = (4.0, 3.0, 2.0, 1.0, 0.0)
_NOISY_FIRST = (NOISY * SPREAD, *(SPREAD,) * (SYSTEMS - 1))
CONFIGURATIONS = (
    Configuration("slippage", _SLIPPAGE),
    Configuration("slippage, correlation 0.5", _SLIPPAGE, correlation=0.5),
    Configuration("slippage, correlation 0.9", _SLIPPAGE, correlation=0.9),
    Configuration("equal spacing", _SPACED),
    Configuration("equal spacing, correlation 0.5", _SPACED, correlation=0.5),
    Configuration("equal spacing, correlation 0.9", _SPACED, correlation=0.9),
    Configuration("slippage, the first is noisy", _SLIPPAGE, _NOISY_FIRST),
    Configuration("slippage, the last is noisy", _SLIPPAGE, _NOISY_FIRST[::-1]),
    Configuration("slippage, negative means", tuple(mean - 100.0 for mean in _SLIPPAGE)),
    Configuration("the smallest, at the end", (*_SLIPPAGE[::-1][:-1], -DELTA), smaller_is_better=True),
    Configuration("slippage, lognormal", _SLIPPAGE, is_skewed=True),
    Configuration("slippage, lognormal, correlation 0.5", _SLIPPAGE, correlation=0.5, is_skewed=True),
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """How one procedure did in one configuration.

    Attributes:
        configuration, procedure: names.
        correct: share of macro-replications in which the best was chosen.
        standard_error: of this share if it were the promised one.
        runs: mean runs of all systems together.
        textbook_runs: of the procedure as the paper writes it; nan where it is that.
    """

    configuration: str
    procedure: str
    correct: float
    standard_error: float
    runs: float
    textbook_runs: float = math.nan

    @property
    def holds(self) -> bool:
        """Whether the promise is kept, but for chance, and not too dearly."""
        enough = self.correct >= CONFIDENCE - 2.0 * self.standard_error
        return enough and not self.runs > MOST_RUNS * self.textbook_runs


MOST_RUNS = 1.1
"""Times the textbook's runs that may be spent."""
Procedure = Callable[[Floats], tuple[int, int]]
"""Outputs of more than enough replications → the system chosen, and the runs it took."""


def sequentially(outputs: Floats) -> tuple[int, int]:
    """Choose as experiments do: step by step, and what a step runs ahead is paid for."""
    return _step_by_step(outputs, range(outputs.shape[1]), CONFIDENCE)


def after_screening(outputs: Floats) -> tuple[int, int]:
    """Screen after the first stage at half of what may go wrong, then choose at the other half."""
    half = 0.5 * (1.0 + CONFIDENCE)
    return _step_by_step(outputs, screened(outputs[:FIRST], half), half)


def _step_by_step(outputs: Floats, entrants: Sequence[int], confidence: float) -> tuple[int, int]:
    number, runs = FIRST, FIRST * outputs.shape[1]
    while True:
        found = kim_nelson(outputs[:number], DELTA, confidence, entrants=entrants)
        if found.is_decided:
            return found.best, runs
        step = next_step(number)
        runs += step * len(found.survivors)
        number += step


def by_the_book(outputs: Floats) -> tuple[int, int]:
    """Choose as Kim & Nelson write it, a replication of each survivor at a time."""
    _, systems = outputs.shape
    first = outputs[:FIRST]
    h_2 = h_squared(systems, FIRST, CONFIDENCE)
    among, stage, runs = list(range(systems)), FIRST, FIRST * systems
    sums = first.sum(axis=0)

    def room(one: int, other: int) -> float:
        variance = float(np.var(first[:, one] - first[:, other], ddof=1))
        return max(0.0, DELTA / (2.0 * stage) * (h_2 * variance / DELTA**2 - stage))

    while True:
        mean = sums / stage
        among = [i for i in among if all(mean[i] >= mean[other] - room(i, other) for other in among)]
        if len(among) == 1:
            return among[0], runs
        sums = sums + outputs[stage]
        stage, runs = stage + 1, runs + len(among)


def in_two_stages(outputs: Floats) -> tuple[int, int]:
    """Choose by the conservative certificate (Clark & Yang)."""
    number = clark_yang(outputs[:FIRST], DELTA, CONFIDENCE)
    return int(outputs[:number].mean(axis=0).argmax()), number * outputs.shape[1]


PROCEDURES: dict[str, Procedure] = {
    "Kim–Nelson": sequentially,
    "Clark–Yang": in_two_stages,
    "screening": after_screening,
}
ROOM = 6_000
"""Replications that are drawn ahead: more than any procedure has asked for here."""


def chosen(macro_replications: int, seed: int = SEED) -> Iterator[Chosen]:
    """Yield how each procedure does in each configuration.

    Args:
        macro_replications: how often each choice is made.
        seed: of the outputs; every procedure sees the same ones.
    """
    error = math.sqrt(CONFIDENCE * (1.0 - CONFIDENCE) / macro_replications)
    for place, configuration in enumerate(CONFIGURATIONS):
        outputs = [
            configuration.outputs(np.random.default_rng([seed, place, macro]), ROOM)
            for macro in range(macro_replications)
        ]
        textbook = np.array([by_the_book(each) for each in outputs])
        for name, procedure in PROCEDURES.items():
            found = np.array([procedure(each) for each in outputs])
            correct = float((found[:, 0] == configuration.best).mean())
            runs = float(found[:, 1].mean())
            usual = float(textbook[:, 1].mean()) if procedure is sequentially else math.nan
            yield Chosen(configuration.name, name, correct, error, runs, usual)
