"""What holds in many futures: regret, goals that are met, and where a verdict's uncertainty comes from."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.experiments.fairness import over_budget
from sim.experiments.findings import Comparison
from sim.experiments.futures import Outcomes
from sim.experiments.judgement import measure_of
from sim.experiments.leading import leading
from sim.experiments.telling import spoken_title
from sim.measures.measure import Direction, Measure
from sim.scenario.load import LoadedScenario
from sim.scenario.measured import in_unit
from sim.statistics.estimate import FEWEST, Estimate
from sim.statistics.futures import Share, means_of, over_futures, regrets, share_between, shrunk
from sim.statistics.total_variance import Split, split

Floats = NDArray[np.float64]
RANGE = (5.0, 95.0)
"""Percentiles between which nine futures of ten lie."""
ENOUGH = 0.9
"""Share of the futures that must have been run if anything is told of them: where more than a tenth is
missing, and not by chance, the rest does not say where nine of ten lie."""


UNKNOWN: Share = (math.nan, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Robust:
    """What one strategy does to the leading measure in many futures.

    Attributes:
        level: mean over futures [unit of the measure].
        difference: from the baseline, mean over futures.
        low, high: the 5th and the 95th percentile of the difference over futures, luck taken out; they mean
            nothing where ``uncertain.is_clear`` is False.
        regret: what it falls short of the best strategy of each future, mean over futures.
        as_good: share of the futures in which it falls short by no more than matters, luck taken out; nan
            where it is over the budget.
        satisfies: share of the futures in which it meets all goals, luck taken out; None without goals.
        uncertain: variances of the difference: from study evidence, own guesses, and too few runs.
    """

    level: Estimate
    difference: Estimate
    low: float
    high: float
    regret: Estimate
    as_good: Share
    satisfies: Share | None
    uncertain: Split


@dataclass(frozen=True, slots=True)
class Robustness:
    """What strategies do in futures drawn from the uncertainties of a scenario.

    Attributes:
        measure: the leading one.
        matters_from: smallest difference that matters in it [unit of the measure].
        futures, replications: how many were drawn, and run of each strategy.
        ran: in how many of them every strategy could be run.
        keys: that are uncertain.
        of_a_study: which of them have a source.
        goals: in words, e.g. `the flow time is at most 24 h`.
        strategies: by name, the baseline first; only those within the budget have a regret to compare.
        outcomes: the numbers behind it.
        failures: reasons why futures could not be run, each once.
    """

    measure: Measure
    matters_from: float
    futures: int
    replications: int
    ran: int
    keys: tuple[str, ...]
    of_a_study: tuple[bool, ...]
    goals: tuple[str, ...]
    strategies: Mapping[str, Robust]
    outcomes: Outcomes
    failures: tuple[str, ...]

    @property
    def is_told(self) -> bool:
        """Whether enough of the futures could be run to say what holds in them."""
        return self.ran >= FEWEST and self.ran >= ENOUGH * self.futures

    def ahead(self, one: str, other: str) -> Estimate:
        """Return by how much a strategy is better than another, mean over futures."""
        values = self.outcomes.of(self.measure.name)
        places = [self.outcomes.strategies.index(name) for name in (one, other)]
        sign = -1.0 if self.measure.direction is Direction.SMALLER else 1.0
        return over_futures(sign * (values[:, :, places[0]] - values[:, :, places[1]]))


def robustness(comparison: Comparison, loaded: LoadedScenario, found: Outcomes) -> Robustness:
    """Return what holds in the futures.

    Args:
        comparison: of the same strategies at the values that the file states.
        loaded: the scenario.
        found: what the strategies gave in the futures.
    """
    name = leading(comparison)
    measure = measure_of(comparison, name)
    sign = -1.0 if measure.direction is Direction.SMALLER else 1.0
    oriented = sign * found.of(name)
    matters_from = comparison.matters_from.get(name, 0.0)
    over = over_budget(comparison)
    within = [place for place, each in enumerate(found.strategies) if each not in over]
    goals = _goals(comparison, loaded)
    shortfall = np.full((oriented.shape[0], oriented.shape[2]), np.nan)
    shortfall[:, within] = regrets(oriented[:, :, within])
    as_good = dict.fromkeys(range(len(found.strategies)), UNKNOWN)
    as_good |= {place: _as_good(oriented, place, within, matters_from) for place in within}
    return Robustness(
        measure=measure,
        matters_from=matters_from,
        futures=oriented.shape[0],
        replications=oriented.shape[1],
        ran=int(np.all([found.ran(place) for place in range(len(found.strategies))], axis=0).sum()),
        keys=found.drawn.keys,
        of_a_study=found.drawn.of_a_study,
        goals=tuple(words for words, _, _, _ in goals),
        strategies={
            each: _robust(
                found,
                place,
                name,
                shortfall[:, place],
                as_good[place],
                _met(found, place, goals),
            )
            for place, each in enumerate(found.strategies)
        },
        outcomes=found,
        failures=found.failures,
    )


def _robust(
    found: Outcomes, place: int, name: str, shortfall: Floats, as_good: Share, satisfies: Share | None
) -> Robust:
    own, gaps = found.of(name)[:, :, place], _gaps(found.values, found, place, name)
    by_future = shrunk(gaps)
    ran = by_future[~np.isnan(by_future)]
    low, high = np.percentile(ran, RANGE) if ran.size else (math.nan, math.nan)
    return Robust(
        level=over_futures(own),
        difference=over_futures(gaps),
        low=float(low),
        high=float(high),
        regret=over_futures(shortfall[:, None]),
        as_good=as_good,
        satisfies=satisfies,
        uncertain=_uncertain(found, place, name),
    )


def _as_good(oriented: Floats, place: int, within: list[int], matters_from: float) -> Share:
    """Return in what share of the futures no other strategy is better by more than matters.

    Each of the others is compared by itself, so that two that are the same in every future stay the same
    however much a third one varies.  Futures in which one of them is not defined are left out.
    """
    ran = ~np.isnan(means_of(oriented[:, :, within])).any(axis=1)
    others = [other for other in within if other != place]
    gaps = oriented[ran][:, :, others] - oriented[ran][:, :, [place]]
    return share_between(gaps, np.full(len(others), -np.inf), np.full(len(others), matters_from))


def _uncertain(found: Outcomes, place: int, name: str) -> Split:
    """Return where the uncertainty about the difference from the baseline comes from."""
    gaps = _gaps(found.values, found, place, name)
    if found.same_study is None or found.same_guess is None:
        return split(gaps, is_first=all(found.drawn.of_a_study))
    again = [_gaps(each, found, place, name) for each in (found.same_study, found.same_guess)]
    return split(gaps, (again[0], again[1]))


def _gaps(values: Floats, found: Outcomes, place: int, name: str) -> Floats:
    """Return the difference from the baseline, shape (futures, replications)."""
    column = values[..., found.measures.index(name)]
    return np.asarray(column[:, :, place] - column[:, :, 0], np.float64)


Goal = tuple[str, str, float, float]
"""In words, measure, lowest and highest value that will do."""


def _goals(comparison: Comparison, loaded: LoadedScenario) -> list[Goal]:
    """Return what ``compare.measures`` wants of the strategies."""
    goals: list[Goal] = []
    measures = comparison.replications[comparison.baseline].measures
    units = {each.name: each.unit for each in measures}
    titles = {each.name: spoken_title(each) for each in measures}
    for name, target in loaded.scenario.compare.measures.items():
        for side, stated in (("at least", target.at_least), ("at most", target.at_most)):
            amount = None if stated is None else in_unit(stated, units[name], comparison.currency)
            if amount is not None:
                low, high = (amount, math.inf) if side == "at least" else (-math.inf, amount)
                goals.append((f"{titles[name]} is {side} {stated}", name, low, high))
    return goals


def _met(found: Outcomes, place: int, goals: list[Goal]) -> Share | None:
    """Return in what share of the futures a strategy meets all goals; None: there are no goals.

    Futures that could not be run are left out; a measure that one of the others does not define is no goal
    that is met.
    """
    if not goals:
        return None
    columns = [found.of(name)[:, :, place] for _, name, _, _ in goals]
    low, high = (np.array([goal[end] for goal in goals], np.float64) for end in (2, 3))
    return share_between(np.stack(columns, axis=2)[found.ran(place)], low, high)
