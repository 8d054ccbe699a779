"""How often something is claimed that is not so, where it is hardest not to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.statistics.comparisons import holm, p_value
from sim.statistics.dominance import dominates, partial_moments
from sim.statistics.pareto import Place, front
from sim.statistics.proofs.covering import after_a_contest
from sim.statistics.selection import screened
from sim.statistics.sequential import level_after_looking

Floats = NDArray[np.float64]
ALLOWED = 0.05
"""Share of wrong claims that is promised, at most."""
REPLICATIONS, VALUES = 20, 200
"""Of an experiment, and values in a replication."""
SEED = 20_260_108
POINTS = np.linspace(-1.5, 1.5, 13)
"""Where distributions are compared; one of them is 0."""
CONTRACTED, LOWERED = 0.5, -0.029151513
"""Standard deviation and mean of a normal system that falls short of 1.5 by as much as a standard normal one,
E (1.5 - X)⁺ = 1.5293, and of anything below by less."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """How often a wrong claim of one kind was made.

    Attributes:
        claim: what is claimed.
        truth: what is so.
        share: of the macro-replications in which it was claimed.
        standard_error: of this share if it were what is allowed.
    """

    claim: str
    truth: str
    share: float
    standard_error: float

    @property
    def holds(self) -> bool:
        """Whether it is claimed no more often than is allowed, but for chance."""
        return self.share <= ALLOWED + 2.0 * self.standard_error


def claimed(macro_replications: int, seed: int = SEED) -> Iterator[Claimed]:
    """Yield how often each wrong claim is made."""
    error = float(np.sqrt(ALLOWED * (1.0 - ALLOWED) / macro_replications))
    for place, (claim, truth, is_made) in enumerate(CLAIMS):
        lucks = (np.random.default_rng([seed, place, macro]) for macro in range(macro_replications))
        yield Claimed(claim, truth, float(np.mean([is_made(luck) for luck in lucks])), error)


def _no_difference(luck: np.random.Generator) -> bool:
    values = luck.standard_normal((REPLICATIONS, 1)) + luck.standard_normal((REPLICATIONS, 5))
    found = np.array([p_value(values[:, i] - values[:, 0]) for i in range(1, 5)])
    return bool((holm(found) < ALLOWED).any())


def _no_difference_after(luck: np.random.Generator) -> bool:
    """The p-values count as much more as the level of intervals has been raised."""
    values, _ = after_a_contest(luck, np.zeros(3), 0.2)
    share = ALLOWED / (1.0 - level_after_looking(1.0 - ALLOWED))
    found = np.array([p_value(values[:, i] - values[:, 0]) for i in (1, 2)])
    return bool((holm(share * found) < ALLOWED).any())


def _scores(luck: np.random.Generator) -> tuple[Floats, Floats]:
    """Return the scores of two systems that share most of their luck."""
    shared, own, other = luck.standard_normal((3, REPLICATIONS, VALUES))
    return np.sqrt(0.8) * shared + np.sqrt(0.2) * own, np.sqrt(0.8) * shared + np.sqrt(0.2) * other


def _dominates(one: Floats, other: Floats, order: int) -> bool:
    weights = np.ones_like(one)
    moments = (partial_moments(values, weights, POINTS, order) for values in (one, other))
    return dominates(next(moments), next(moments))


def _alike(order: int) -> Callable[[np.random.Generator], bool]:
    return lambda luck: _dominates(*_scores(luck), order)


def _touching(luck: np.random.Generator) -> bool:
    one, other = _scores(luck)
    return _dominates(one + 0.9 * np.abs(one), other, 1)


def _touching_twice_integrated(luck: np.random.Generator) -> bool:
    one, other = _scores(luck)
    return _dominates(LOWERED + CONTRACTED * one, other, 2)


def _on_the_front(luck: np.random.Generator) -> bool:
    """Four systems on a line where what one measure gains the other loses: none is beaten."""
    means = np.array([[0.0, 3.0], [1.0, 2.0], [2.0, 1.0], [3.0, 0.0]])
    values = means + luck.standard_normal((REPLICATIONS, 4, 2))
    return Place.OFF in front(values, np.array([0.0, 0.0]))


def _off_the_front(luck: np.random.Generator) -> bool:
    """One system is better than the last on both measures, by more than matters: the last is beaten."""
    means = np.array([[0.0, 3.0], [3.0, 0.0], [2.0, 2.0], [1.7, 1.7]])
    values = means + luck.standard_normal((REPLICATIONS, 4, 2))
    return front(values, np.array([0.3, 0.3]))[3] is Place.ON


def _best_screened_out(luck: np.random.Generator) -> bool:
    values = luck.standard_normal((REPLICATIONS, 1)) + luck.standard_normal((REPLICATIONS, 5))
    return 0 not in screened(values)


CLAIMS: tuple[tuple[str, str, Callable[[np.random.Generator], bool]], ...] = (
    ("some strategy differs from the baseline (Holm)", "all four are equal to it", _no_difference),
    (
        "some strategy differs from the baseline, after a contest",
        "all are equal to it",
        _no_difference_after,
    ),
    ("first-order dominance", "both distributions are alike", _alike(1)),
    ("first-order dominance", "they are alike at one point, better elsewhere", _touching),
    ("second-order dominance", "both distributions are alike", _alike(2)),
    ("second-order dominance", "they are alike at the last point, better below", _touching_twice_integrated),
    ("some strategy is beaten (Pareto front)", "all four are on the front", _on_the_front),
    ("a strategy is on the Pareto front", "another is better on both measures", _off_the_front),
    ("the best is none of those left (screening)", "all five are equal", _best_screened_out),
)
"""What is claimed, what is so, and an experiment in which it may be claimed."""
