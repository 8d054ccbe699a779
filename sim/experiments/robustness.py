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
from sim.statistics.estimate import Estimate
from sim.statistics.futures import Split, means_of, over_futures, regrets, share, split

Floats = NDArray[np.float64]
Share = tuple[float, float, float]
"""A share of the futures with the ends of its interval [0-1]."""
RANGE = (5.0, 95.0)
"""Percentiles between which nine futures of ten lie."""


@dataclass(frozen=True, slots=True)
class Robust:
    """What one strategy does to the leading measure in many futures.

    Attributes:
        level: mean over futures [unit of the measure].
        difference: from the baseline, mean over futures.
        low, high: the 5th and the 95th percentile of the difference over futures, each by the mean of its
            replications.
        regret: what it falls short of the best strategy of each future, mean over futures.
        as_good: share of the futures in which it falls short by less than matters.
        satisfies: share of the futures in which it meets all goals; None where there are none.
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
            each: _robust(found, place, name, shortfall[:, place], matters_from, _met(found, place, goals))
            for place, each in enumerate(found.strategies)
        },
        outcomes=found,
        failures=found.failures,
    )


def _robust(
    found: Outcomes,
    place: int,
    name: str,
    shortfall: Floats,
    matters_from: float,
    met: NDArray[np.bool_] | None,
) -> Robust:
    own, gaps = found.of(name)[:, :, place], _gaps(found.values, found, place, name)
    by_future = means_of(gaps)
    ran = by_future[~np.isnan(by_future)]
    low, high = np.percentile(ran, RANGE) if ran.size else (math.nan, math.nan)
    known = shortfall[~np.isnan(shortfall)]
    return Robust(
        level=over_futures(own),
        difference=over_futures(gaps),
        low=float(low),
        high=float(high),
        regret=over_futures(shortfall[:, None]),
        as_good=share(known < matters_from) if known.size else (math.nan, 0.0, 1.0),
        satisfies=None if met is None else share(met),
        uncertain=_uncertain(found, place, name),
    )


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


def _met(found: Outcomes, place: int, goals: list[Goal]) -> NDArray[np.bool_] | None:
    """Return in which futures a strategy meets all goals, by the mean of its replications; None: no goals.

    Futures that could not be run are left out; a measure that one of the others does not define is no goal
    that is met.
    """
    if not goals:
        return None
    met = np.ones(len(found.values), bool)
    for _, name, low, high in goals:
        means = means_of(found.of(name)[:, :, place])
        met &= (means >= low) & (means <= high)
    return met[found.ran(place)]
