"""Experiments on what is told after a contest, which ends when differences look large."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.statistics.comparisons import simultaneous
from sim.statistics.estimate import estimate
from sim.statistics.selection import best_intervals, kim_nelson
from sim.statistics.sequential import level_after_looking

Floats = NDArray[np.float64]
LOOKED = level_after_looking(0.95)
FIRST, NEAR = 20, 0.2
"""Replications of the first stage; a smallest difference that matters, small beside the spread of 1."""
APART = np.array([0.0, 0.0, 0.0, 0.5, 1.0])
EQUAL = 1e-6 * np.arange(5.0)
"""So near to each other that a contest ends by chance."""


def after_a_contest(luck: np.random.Generator, means: Floats, delta: float) -> Floats:
    """Return the replications that a contest has used, the first system's as many as any's.

    Args:
        luck: of the experiment.
        means: of the systems; their paired differences have a standard deviation of 1.
        delta: smallest difference that matters.

    Returns:
        Shape (replications, systems), nan where a system has left.
    """
    most = int(40.0 / delta**2) + 400
    own = luck.standard_normal((most, len(means)))
    values: Floats = means + math.sqrt(0.5) * (luck.standard_normal((most, 1)) + own)
    used = kim_nelson(values, delta, first=FIRST).used
    for system, number in enumerate((max(used), *used[1:])):
        values[number:, system] = np.nan
    return values[: max(used)]


def differences_after(means: Floats, delta: float) -> Callable[[np.random.Generator], float]:
    """Each strategy against the baseline, by itself: the share of those that hold."""

    def experiment(luck: np.random.Generator) -> float:
        values = after_a_contest(luck, means, delta)
        found = [estimate(values[:, i] - values[:, 0], LOOKED) for i in range(1, len(means))]
        return float(
            np.mean([one.low <= truth <= one.high for one, truth in zip(found, means[1:], strict=True)])
        )

    return experiment


def together_after(luck: np.random.Generator) -> bool:
    """All strategies against the baseline, all equal."""
    values = after_a_contest(luck, EQUAL, NEAR)
    found = [simultaneous(values[:, i] - values[:, 0], len(EQUAL) - 1, LOOKED) for i in range(1, len(EQUAL))]
    return all(one.low <= truth <= one.high for one, truth in zip(found, EQUAL[1:], strict=True))


def against_the_best_after(means: Floats) -> Callable[[np.random.Generator], bool]:
    """All strategies against the best of the others."""
    ahead = means - np.array([np.delete(means, place).max() for place in range(len(means))])

    def experiment(luck: np.random.Generator) -> bool:
        low, high = best_intervals(after_a_contest(luck, means, NEAR), LOOKED)
        return bool(((low <= ahead) & (ahead <= high)).all())

    return experiment
