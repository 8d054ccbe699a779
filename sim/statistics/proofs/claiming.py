"""How often something is claimed that is not so, where it is hardest not to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from sim.statistics.comparisons import holm, p_value
from sim.statistics.dominance import Distributed, order_of_dominance
from sim.statistics.pareto import Place, front
from sim.statistics.proofs.contests import after_a_contest
from sim.statistics.selection import screened
from sim.statistics.sequential import level_after_looking

Floats = NDArray[np.float64]
ALLOWED = 0.05
"""Share of wrong claims that is promised, at most."""
REPLICATIONS, VALUES = 20, 200
"""Of an experiment, and values in a replication."""
SEED = 20_260_108
POOR = (-1.0, 1.0, 2.0, 3.0, 4.0)
FAIR = (0.0, 1.0, 2.0, 3.0, 4.0)
"""Values of a baseline and of a candidate that are few, so that the levels of a comparison are these."""


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
    values = after_a_contest(luck, np.zeros(3), 0.2)
    share = ALLOWED / (1.0 - level_after_looking(1.0 - ALLOWED))
    found = np.array([p_value(values[:, i] - values[:, 0]) for i in (1, 2)])
    return bool((holm(share * found) < ALLOWED).any())


def _scores(luck: np.random.Generator) -> tuple[Floats, Floats]:
    """Return the scores of two systems that share most of their luck."""
    shared, own, other = luck.standard_normal((3, REPLICATIONS, VALUES))
    return np.sqrt(0.8) * shared + np.sqrt(0.2) * own, np.sqrt(0.8) * shared + np.sqrt(0.2) * other


def _order(one: Floats, other: Floats) -> int:
    """Return the order in which the tool calls the first system dominating."""
    own, its = (Distributed(values, np.ones_like(values)) for values in (one, other))
    return order_of_dominance(own, its)


def _alike(order: int) -> Callable[[np.random.Generator], bool]:
    """Return the claim of this order or a lower one, where distributions are alike."""
    return lambda luck: 0 < _order(*_scores(luck)) <= order


def _few(values: tuple[float, ...], cumulative: tuple[float, ...], scores: Floats) -> Floats:
    """Return values whose distribution function at each of them but the last is given."""
    return np.asarray(np.array(values)[np.searchsorted(cumulative, ndtr(scores))], np.float64)


def _touching(luck: np.random.Generator) -> bool:
    """As many values at or below 2, fewer below any other level."""
    one, other = _scores(luck)
    return _order(_few(FAIR, (0.05, 0.2, 0.7, 0.85), one), _few(POOR, (0.1, 0.3, 0.7, 0.9), other)) == 1


def _crossing(luck: np.random.Generator) -> bool:
    """Better but in the middle, where the candidate has up to 8 in 1,000 values more below a level."""
    one, other = _scores(luck)
    middle = float(ndtri(0.525))
    return _order(one + 0.9 * np.abs(one - middle) - 0.02, other) == 1


def _touching_twice_integrated(luck: np.random.Generator) -> bool:
    """As much short of 4, which is the last level, and less short of any other."""
    one, other = _scores(luck)
    return _order(_few(FAIR, (0.08, 0.36, 0.78, 0.96), one), _few(POOR, (0.14, 0.3, 0.7, 0.9), other)) > 0


def _disastrous(luck: np.random.Generator) -> bool:
    """More and steadier, but for one value in a hundred that is four standard deviations below the mean."""
    one, other = _scores(luck)
    return _order(np.where(luck.random(one.shape) < 0.01, -4.0, 0.8 + 0.8 * one), other) > 0


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
    ("first-order dominance", "they are alike at one level, better elsewhere", _touching),
    ("first-order dominance", "they cross between two levels", _crossing),
    ("dominance of any order", "both distributions are alike", _alike(2)),
    ("dominance of any order", "mean shortfalls are alike at the last level", _touching_twice_integrated),
    ("dominance of any order", "better, but for disasters in one of a hundred", _disastrous),
    ("some strategy is beaten (Pareto front)", "all four are on the front", _on_the_front),
    ("a strategy is on the Pareto front", "another is better on both measures", _off_the_front),
    ("the best is none of those left (screening)", "all five are equal", _best_screened_out),
)
"""What is claimed, what is so, and an experiment in which it may be claimed."""
