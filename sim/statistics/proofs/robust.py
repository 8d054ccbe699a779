"""Experiments on what is told of futures: in how many of them the truth lies in the interval."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from sim.statistics.estimate import Estimate, estimate
from sim.statistics.futures import over_futures, regrets, share_between
from sim.statistics.hypercube import hypercube
from sim.statistics.total_variance import split

Floats = NDArray[np.float64]
Experiment = Callable[[np.random.Generator], bool]
FUTURES, WITHIN = 50, 4
BETWEEN_FUTURES, LUCK_WITHIN, ADVANTAGE = 1.0, 1.5, 0.4
"""Standard deviations of a difference between futures and within one, and its mean."""


def in_futures(luck: np.random.Generator) -> Floats:
    """Return the outputs of two systems, shape (futures, replications, 2)."""
    truth = ADVANTAGE + BETWEEN_FUTURES * luck.standard_normal((FUTURES, 1))
    gap = truth + LUCK_WITHIN * luck.standard_normal((FUTURES, WITHIN))
    level = luck.standard_normal((FUTURES, WITHIN))
    return np.stack([level + gap, level], axis=2)


def mean_over_futures(luck: np.random.Generator) -> bool:
    """Independent futures."""
    outputs = in_futures(luck)
    return _covers(over_futures(outputs[:, :, 0] - outputs[:, :, 1]), ADVANTAGE)


def mean_regret(luck: np.random.Generator) -> bool:
    """The second system falls short by Δ where half of the runs say so: E Δ 1(Δ + e > 0)."""
    noise = LUCK_WITHIN / math.sqrt(WITHIN / 2)
    seen = math.hypot(BETWEEN_FUTURES, noise)
    z = ADVANTAGE / seen
    density = math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
    truth = ADVANTAGE * float(ndtr(z)) + BETWEEN_FUTURES**2 / seen * density
    return _covers(estimate(regrets(in_futures(luck))[:, 1]), truth)


def mean_over_a_hypercube(luck: np.random.Generator) -> bool:
    """Futures as they are drawn: a Latin hypercube of two keys, both of which the difference depends on."""
    keys = ndtri(hypercube(FUTURES, np.eye(2), int(luck.integers(2**31))))
    gap = ADVANTAGE + keys.sum(axis=1, keepdims=True) + LUCK_WITHIN * luck.standard_normal((FUTURES, WITHIN))
    return _covers(over_futures(gap), ADVANTAGE)


MATTERS = 0.5
"""Smallest difference that matters."""


def share_as_good(
    luck: np.random.Generator, gaps: tuple[tuple[float, float], ...]
) -> tuple[Floats, Floats, Floats, float]:
    """Return by how much others are ahead in futures, with bounds, and in what share they are by too little.

    Args:
        luck: of the experiment.
        gaps: of each other strategy, mean and standard deviation over futures of what it is ahead by.

    Returns:
        Differences (futures, replications, others), lower and upper bounds, the true share.
    """
    means, spreads = np.array(gaps).T
    truth = means + spreads * luck.standard_normal((FUTURES, 1, len(gaps)))
    noise = luck.standard_normal((FUTURES, WITHIN, 1 + len(gaps)))
    outputs = truth + LUCK_WITHIN / math.sqrt(2.0) * (noise[:, :, 1:] - noise[:, :, :1])
    parts = (
        float(ndtr((MATTERS - mean) / spread)) if spread else float(mean <= MATTERS) for mean, spread in gaps
    )
    return outputs, np.full(len(gaps), -np.inf), np.full(len(gaps), MATTERS), math.prod(parts)


def as_good(*gaps: tuple[float, float]) -> Experiment:
    """Return the experiment on the share of futures in which no other is ahead by more than matters."""

    def experiment(luck: np.random.Generator) -> bool:
        *asked, truth = share_as_good(luck, gaps)
        _, low, high = share_between(*asked)
        return low <= truth <= high

    return experiment


EASY, HARD = ((2.0, 1.0), 0.7), ((0.5, 0.5), 2.0)
"""What the two groups of inputs do to an output (standard deviations), and luck."""


def in_part_anew(
    luck: np.random.Generator, does: tuple[float, float], spread: float
) -> tuple[Floats, tuple[Floats, Floats], float]:
    """Return Y = a + b + luck at (a, b); at (a, b') and (a', b); and the share of a in what a and b do."""
    one, other = does
    a, b, new_a, new_b = luck.standard_normal((4, FUTURES, 1))
    noise = spread * luck.standard_normal((3, FUTURES, WITHIN))
    again = (one * a + other * new_b + noise[1], one * new_a + other * b + noise[2])
    return one * a + other * b + noise[0], again, one**2 / (one**2 + other**2)


def share_of_the_first(does: tuple[float, float], spread: float) -> Experiment:
    """Return the experiment on the share of the first group of inputs in what both do."""

    def experiment(luck: np.random.Generator) -> bool:
        outputs, again, truth = in_part_anew(luck, does, spread)
        found = split(outputs, again)
        return found.low <= truth <= found.high

    return experiment


def _covers(found: Estimate, truth: float) -> bool:
    return found.low <= truth <= found.high
