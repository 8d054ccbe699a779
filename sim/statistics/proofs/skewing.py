"""How often intervals cover where a few exceptional replications make the mean, and that is told."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.statistics.estimate import estimate
from sim.statistics.skewness import corrected, skewed

Floats = NDArray[np.float64]
SIZES = (20, 40, 100, 400)
"""Replications of an experiment."""
SEED = 20_261_124
WIDE = 0.7
"""Standard deviation of the logarithm of lognormal outputs, which have a skewness of 2.9 then."""


@dataclass(frozen=True, slots=True)
class Told:
    """What happens with outputs of one kind in experiments of one size.

    Attributes:
        model: of the outputs.
        replications: of an experiment.
        plain, corrected: shares of experiments in which the t-interval, and the one corrected for skewness,
            cover.
        told: share in which the t-interval is called too narrow.
    """

    model: str
    replications: int
    plain: float
    corrected: float
    told: float


def told(macro_replications: int, seed: int = SEED) -> Iterator[Told]:
    """Yield what happens with each model, size by size."""
    for place, (model, draw, mean) in enumerate(MODELS):
        for size in SIZES:
            hits = np.zeros(3)
            for macro in range(macro_replications):
                values = draw(np.random.default_rng([seed, place, size, macro]), size)
                plain, (low, high) = estimate(values), corrected(values)
                hits += plain.low <= mean <= plain.high, low <= mean <= high, skewed(values) is not None
            yield Told(model, size, *(hits / macro_replications).tolist())


MODELS: tuple[tuple[str, Callable[[np.random.Generator, int], Floats], float], ...] = (
    ("normal", lambda luck, size: luck.standard_normal(size), 0.0),
    ("exponential, skewness 2", lambda luck, size: luck.exponential(size=size), 1.0),
    ("lognormal, skewness 2.9", lambda luck, size: luck.lognormal(0.0, WIDE, size), math.exp(WIDE**2 / 2.0)),
)
"""In words, how to draw so many outputs, and their mean."""
