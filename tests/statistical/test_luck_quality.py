"""The draws look random along every axis: owners, slots, occurrences, replications, seeds.

Each test has a false-alarm rate of 1e-7 or less, so the whole file stays below 1e-6; the seeds are fixed.
"""

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from sim.rules.luck import identity, mixed, uniform

FALSE_ALARM = 1e-8
COUNT = 40_000
OWNER, SLOT = mixed(11), mixed(12)

AXES: dict[str, Callable[[int], float]] = {
    "occurrences of one decision": lambda n: uniform(OWNER, SLOT, n),
    "tasks of one source": lambda n: uniform(identity(OWNER, n), SLOT, 0),
    "decisions of one task": lambda n: uniform(OWNER, identity(SLOT, n), 0),
    "replications": lambda n: uniform(identity(identity(mixed(2), n), OWNER), SLOT, 0),
    "seeds": lambda n: uniform(identity(identity(mixed(n + 1), 0), OWNER), SLOT, 0),
}


def draws(axis: str) -> np.ndarray:
    return np.array([AXES[axis](n) for n in range(COUNT)])


def p_uniform(sample: np.ndarray) -> float:
    """Chi-square over 256 equal bins."""
    return float(stats.chisquare(np.histogram(sample, 256, (0.0, 1.0))[0]).pvalue)


def p_serial(sample: np.ndarray) -> float:
    """Correlation of neighbours: r sqrt(n) is standard normal."""
    r = np.corrcoef(sample[:-1], sample[1:])[0, 1]
    return float(2.0 * stats.norm.sf(abs(r) * math.sqrt(len(sample) - 1)))


def p_pairs(sample: np.ndarray) -> float:
    """Chi-square of neighbours over a 16 by 16 grid."""
    grid = np.histogram2d(sample[0::2], sample[1::2], 16, [[0, 1], [0, 1]])[0]
    return float(stats.chisquare(grid.ravel()).pvalue)


@pytest.mark.parametrize("axis", AXES)
@pytest.mark.parametrize("p_value", [p_uniform, p_serial, p_pairs])
def test_draws_are_uniform_and_independent_along(axis: str, p_value: Callable[[np.ndarray], float]) -> None:
    assert p_value(draws(axis)) > FALSE_ALARM


@pytest.mark.parametrize("p_value", [p_uniform, p_serial, p_pairs])
def test_the_checks_would_notice_a_weyl_sequence(p_value: Callable[[np.ndarray], float]) -> None:
    """Steps of the golden ratio fill the interval far too evenly: every check must reject them."""
    weyl = np.mod(np.arange(COUNT) * 0.6180339887498949, 1.0)
    p = p_value(weyl)

    assert p < FALSE_ALARM or 1.0 - p < FALSE_ALARM


def test_two_axes_are_independent_of_each_other() -> None:
    """Correlation between the draws of two decisions, task by task."""
    tasks = [identity(OWNER, n) for n in range(COUNT)]
    left = np.array([uniform(task, SLOT, 0) for task in tasks])
    right = np.array([uniform(task, SLOT + 1, 0) for task in tasks])
    r = np.corrcoef(left, right)[0, 1]

    assert 2.0 * stats.norm.sf(abs(r) * math.sqrt(COUNT)) > FALSE_ALARM


def test_one_bit_of_any_argument_turns_half_of_the_bits() -> None:
    """Avalanche of the mixer: each of 64 input bits, over 200 words, turns 32 ± 0.6 bits on average."""
    words = [mixed(n + 1) for n in range(200)]
    for bit in range(64):
        turned = [(mixed(word) ^ mixed(word ^ (1 << bit))).bit_count() for word in words]
        z = (np.mean(turned) - 32.0) / (4.0 / math.sqrt(len(words)))

        assert 2.0 * stats.norm.sf(abs(z)) > FALSE_ALARM / 64
