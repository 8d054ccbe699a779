"""Do intervals cover, choices succeed and claims hold as often as the product promises?

A small number of macro-replications of every row of ``docs/verification/statistics.md``, with fixed seeds,
each judged by an exact binomial test against what is promised, at a false-alarm rate of 1e-6.  Beside each
kind stands a twin made wrong that must fail.
"""

import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import bdtr, bdtrc, ndtri

from sim.statistics.comparisons import p_value
from sim.statistics.control_variates import regressed
from sim.statistics.dominance import Distributed, partial_moments, surely_positive
from sim.statistics.estimate import Estimate, estimate, student_quantile
from sim.statistics.futures import wilson
from sim.statistics.proofs import choosing, claiming, contests, covering, robust
from sim.statistics.proofs.choosing import CONFIGURATIONS, DELTA, FIRST, PROCEDURES, ROOM, Configuration
from sim.statistics.proofs.claiming import ALLOWED, CLAIMS
from sim.statistics.proofs.covering import BANK, BETWEEN, CASES, Case
from sim.statistics.selection import allocation, best_intervals, kim_nelson, leader
from sim.statistics.total_variance import _apart

Floats = NDArray[np.float64]
FALSE_ALARM = 1e-6
SEED = 20_261_123


def is_at_least(hits: int, trials: int, share: float) -> bool:
    """One-sided exact test that hits happen with this probability or more."""
    return float(bdtr(hits, trials, share)) > FALSE_ALARM


def is_at_most(hits: int, trials: int, share: float) -> bool:
    """One-sided exact test that hits happen with this probability or less."""
    return float(bdtrc(hits - 1, trials, share)) > FALSE_ALARM if hits else True


# --- intervals cover ----------------------------------------------------------------------------


def covers(case: Case, trials: int) -> bool:
    """Tell whether an interval may cover as often as is asked: the two tails share the false alarms."""
    lucks = (np.random.default_rng([SEED, CASES.index(case), number]) for number in range(trials))
    return is_covered(sum(map(bool, map(case.experiment, lucks))), trials, at_least=case.at_least)


def is_covered(hits: int, trials: int, *, at_least: bool = False) -> bool:
    enough = float(bdtr(hits, trials, BETWEEN[0])) > FALSE_ALARM / 2
    not_too_often = at_least or float(bdtrc(hits - 1, trials, BETWEEN[1])) > FALSE_ALARM / 2
    return enough and not_too_often


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.interval}, {case.model}")
def test_every_interval_covers_as_often_as_it_promises(case: Case) -> None:
    assert covers(case, 150 if case.model == BANK else 500)


def normal_pairs(trials: int) -> list[tuple[Floats, Floats]]:
    return [covering._normal_pairs(np.random.default_rng([SEED, number])) for number in range(trials)]


def hits_with(interval: Callable[[Floats, Floats], Estimate]) -> int:
    found = (interval(*pair) for pair in normal_pairs(1000))
    return sum(each.low <= covering.GAP <= each.high for each in found)


def welch(one: Floats, other: Floats) -> Estimate:
    """Return the interval for two independent samples, which these are not."""
    parts = [float(values.var(ddof=1)) / values.size for values in (one, other)]
    freedom = sum(parts) ** 2 / sum(part**2 / (one.size - 1) for part in parts)
    half_width = student_quantile(0.975, round(freedom)) * math.sqrt(sum(parts))
    return Estimate(float(one.mean() - other.mean()), half_width, one.size)


def test_welch_on_paired_data_covers_too_often_and_is_caught() -> None:
    assert is_covered(hits_with(lambda one, other: estimate(one - other)), 1000)
    assert not is_covered(hits_with(welch), 1000)


def test_an_interval_that_stops_when_it_is_lucky_covers_too_seldom_and_is_caught() -> None:
    """Stopping as soon as zero is outside, in place of a fixed number of replications."""
    hits = 0
    for number in range(1000):
        values = np.random.default_rng([SEED, number]).standard_normal(60)
        found = next(
            (known for n in range(5, 61) if (known := estimate(values[:n])).is_clear), estimate(values)
        )
        hits += found.low <= 0.0 <= found.high

    assert not is_covered(hits, 1000)


def test_intervals_each_for_itself_do_not_hold_together_and_are_caught() -> None:
    hits = 0
    for number in range(1000):
        values = covering._strategies(np.random.default_rng([SEED, number]))
        found = [estimate(values[:, place] - values[:, 0]) for place in range(1, values.shape[1])]
        hits += all(
            each.low <= truth <= each.high for each, truth in zip(found, covering.CANDIDATES, strict=True)
        )

    assert not is_covered(hits, 1000, at_least=True)


def test_comparisons_with_the_best_without_their_number_are_caught() -> None:
    """At 5 % for each pair in place of all of them, where all are equal."""
    hits = 0
    for number in range(1000):
        values = np.random.default_rng([SEED, number]).standard_normal((20, 9))
        low, high = best_intervals(values, 1.0 - 8 * 0.05)
        hits += bool((low <= 0.0).all() and (high >= 0.0).all() and (high > 0.0).all())

    assert not is_covered(hits, 1000, at_least=True)


def test_intervals_that_do_not_pay_for_a_contest_are_caught() -> None:
    """Student's at 95 % over the runs that a contest between two equal systems took."""
    hits = 0
    for number in range(6000):
        values = contests.after_a_contest(np.random.default_rng([SEED, number]), np.zeros(2), 0.1)
        found = estimate(values[:, 1] - values[:, 0])
        hits += found.low <= 0.0 <= found.high

    assert not is_covered(hits, 6000, at_least=True)


def chosen_with(choice: Callable[[Floats], int], trials: int) -> int:
    """Return how often a budget of 300 runs chooses the best of five whose luck is nearly the same."""
    means, hits = np.array([0.3, 0.1, 0.0, 0.0, 0.0]), 0
    for number in range(trials):
        luck = np.random.default_rng([SEED, number])
        common, own = luck.standard_normal((300, 1)), luck.standard_normal((300, 5))
        outputs = means + math.sqrt(0.98) * common + math.sqrt(0.02) * own
        for system, share in enumerate(allocation(outputs[:20])):
            outputs[max(int(300 * share), 20) :, system] = np.nan
        hits += choice(outputs) == 0
    return hits


def test_a_budget_of_runs_chooses_by_what_the_systems_share() -> None:
    assert is_at_least(chosen_with(leader, 500), 500, 0.99)


def test_means_over_unequal_numbers_of_replications_choose_wrongly_and_are_caught() -> None:
    assert not is_at_least(chosen_with(lambda outputs: int(np.nanmean(outputs, 0).argmax()), 500), 500, 0.99)


def test_a_share_of_futures_by_the_means_of_their_runs_is_luck_and_is_caught() -> None:
    """Wilson's interval for what is counted, in place of futures with the luck of four runs taken out."""
    hits = 0
    for number in range(300):
        luck = np.random.default_rng([SEED, number])
        gaps, low, high, truth = robust.share_as_good(luck, ((0.0, 0.0),))
        means = gaps.mean(axis=1)
        counted = float(((means >= low) & (means <= high)).all(axis=1).mean())
        ends = wilson(counted, len(means))
        hits += ends[0] <= truth <= ends[1]

    assert not is_covered(hits, 300, at_least=True)


def test_a_jackknife_of_a_split_that_luck_hides_is_caught() -> None:
    """The share of the first, each group cut off at zero: at both ends it often does not move at all."""
    hits = 0
    for number in range(300):
        luck = np.random.default_rng([SEED, number])
        outputs, again, truth = robust.in_part_anew(luck, *robust.HARD)
        first, second = (_apart(outputs, other) for other in (again[1], again[0]))
        sums = [np.maximum(each.sum() - each, 0.0) for each in (first, second)]
        both = np.maximum(sums[0] + sums[1], 1e-9)
        without, n = sums[0] / both, len(first)
        error = math.sqrt((n - 1) / n * float(((without - without.mean()) ** 2).sum()))
        hits += abs(float(without.mean()) - truth) <= student_quantile(0.975, n - 1) * error

    assert not is_covered(hits, 300, at_least=True)


def test_control_variates_that_the_same_runs_choose_and_adjust_are_caught() -> None:
    """Where the relation that all runs show is close, and not where a first half says so."""
    draw, hits, shown = covering._explained(covering._skewed_residual), 0, 0
    luck = np.random.default_rng(SEED)
    while shown < 300:
        values, controls = draw(luck)
        found = regressed(values[:40], controls[:40])
        if found is not None and found.reduction >= 4.0:
            shown += 1
            hits += found.estimate.low <= covering.LEVEL <= found.estimate.high

    assert not is_covered(hits, shown, at_least=True)


# --- the best is chosen -------------------------------------------------------------------------

CHOICES = 40
DEARER = ("slippage", "slippage, the first is noisy", "slippage, lognormal, correlation 0.5")
"""Configurations in which the screening is looked at too."""


def right(procedure: choosing.Procedure, configuration: Configuration, trials: int = CHOICES) -> int:
    """Return how often the best is chosen."""
    place = CONFIGURATIONS.index(configuration)
    lucks = (np.random.default_rng([SEED, place, number]) for number in range(trials))
    return sum(procedure(configuration.outputs(luck, ROOM))[0] == configuration.best for luck in lucks)


@pytest.mark.parametrize("configuration", CONFIGURATIONS, ids=lambda each: each.name)
def test_the_best_is_chosen_as_often_as_promised(configuration: Configuration) -> None:
    for name, procedure in PROCEDURES.items():
        if name != "screening" or configuration.name in DEARER:
            assert is_at_least(right(procedure, configuration), CHOICES, choosing.CONFIDENCE), name


def test_what_is_run_ahead_costs_little() -> None:
    outputs = [CONFIGURATIONS[1].outputs(np.random.default_rng([SEED, n]), ROOM) for n in range(CHOICES)]
    runs, textbook = (
        sum(procedure(each)[1] for each in outputs)
        for procedure in (choosing.sequentially, choosing.by_the_book)
    )

    assert textbook <= runs <= choosing.MOST_RUNS * textbook


def blind_to_delta(outputs: Floats) -> tuple[int, int]:
    """Choose as if only differences ten times as large mattered: W is nearly nothing."""
    found = kim_nelson(outputs, 10.0 * DELTA)
    return found.best, sum(found.used)


def after_the_first_stage(outputs: Floats) -> tuple[int, int]:
    """Choose the largest mean of the first stage."""
    return int(outputs[:FIRST].mean(axis=0).argmax()), FIRST * outputs.shape[1]


@pytest.mark.parametrize("procedure", [blind_to_delta, after_the_first_stage])
def test_a_choice_that_stops_too_early_is_caught(procedure: choosing.Procedure) -> None:
    assert not is_at_least(right(procedure, CONFIGURATIONS[0]), CHOICES, choosing.CONFIDENCE)


# --- what is not so is seldom claimed -----------------------------------------------------------

CLAIMED = 300


def made(is_made: Callable[[np.random.Generator], bool], place: int = 0) -> int:
    """Return how often a claim is made."""
    return sum(is_made(np.random.default_rng([SEED, place, number])) for number in range(CLAIMED))


@pytest.mark.parametrize("place", range(len(CLAIMS)), ids=[f"{claim}, {truth}" for claim, truth, _ in CLAIMS])
def test_what_is_not_so_is_claimed_no_more_often_than_is_allowed(place: int) -> None:
    assert is_at_most(made(CLAIMS[place][2], place), CLAIMED, ALLOWED)


def dominates_at_nineteen_quantiles(luck: np.random.Generator) -> bool:
    """Claim dominance from levels alone, neither between them nor in the worst hundredth."""
    one, other = claiming._scores(luck)
    one = one + 0.9 * np.abs(one - float(ndtri(0.525))) - 0.02
    levels = np.quantile(np.concatenate([one, other]), np.linspace(0.05, 0.95, 19))
    own, its = (partial_moments(Distributed(each, np.ones_like(each)), levels, 1) for each in (one, other))
    return surely_positive(its - own, 0.95)


def some_difference_without_holm(luck: np.random.Generator) -> bool:
    values = luck.standard_normal((claiming.REPLICATIONS, 1)) + luck.standard_normal(
        (claiming.REPLICATIONS, 5)
    )
    return any(p_value(values[:, place] - values[:, 0]) < ALLOWED for place in range(1, 5))


def beaten_by_the_means(luck: np.random.Generator) -> bool:
    """Call a system beaten where another has the larger means, with no interval at all."""
    means = luck.standard_normal((claiming.REPLICATIONS, 4, 2)).mean(axis=0)
    return bool((means[:, None, :] < means[None, :, :]).all(axis=2).any())


@pytest.mark.parametrize(
    "claim",
    [dominates_at_nineteen_quantiles, some_difference_without_holm, beaten_by_the_means],
    ids=lambda c: c.__name__,
)
def test_a_claim_without_its_guard_is_made_too_often_and_is_caught(
    claim: Callable[[np.random.Generator], bool],
) -> None:
    assert not is_at_most(made(claim), CLAIMED, ALLOWED)
