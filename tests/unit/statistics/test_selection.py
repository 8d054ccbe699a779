"""Choosing the best: the papers' own numbers, and what must not change an answer."""

import math

import numpy as np
import pytest

from sim.errors import UsageError
from sim.statistics.proofs.choosing import CONFIGURATIONS, DELTA, by_the_book
from sim.statistics.selection import (
    allocation,
    best_intervals,
    chance_of_correct_selection,
    clark_yang,
    difference_variances,
    h_squared,
    kim_nelson,
    leader,
    screened,
)

LUCK = np.random.default_rng(20_261_123)
NOISE = 3.0 * LUCK.standard_normal((2000, 5))
SLIPPAGE = NOISE + np.array([1.0, 0.0, 0.0, 0.0, 0.0])


def test_the_constant_is_that_of_the_paper() -> None:
    """Kim & Nelson: η = ½[(2α/(k - 1))^(-2/(n₀ - 1)) - 1], h² = 2η(n₀ - 1)."""
    eta = 0.5 * ((2.0 * 0.05 / 4.0) ** (-2.0 / 9.0) - 1.0)
    assert h_squared(5, 10, 0.95) == pytest.approx(2.0 * eta * 9.0)


def test_variances_of_differences_are_those_of_the_pairs() -> None:
    found = difference_variances(NOISE[:10])
    assert found[1, 3] == pytest.approx(np.var(NOISE[:10, 1] - NOISE[:10, 3], ddof=1))
    assert found.diagonal().tolist() == [0.0] * 5


@pytest.mark.parametrize("configuration", CONFIGURATIONS, ids=lambda each: each.name)
def test_every_step_is_that_of_the_paper(configuration) -> None:
    for macro in range(20):
        outputs = configuration.outputs(np.random.default_rng([7, macro]), 6000)
        found = kim_nelson(outputs, DELTA)
        assert (found.best, sum(found.used)) == by_the_book(outputs)


def test_what_was_run_ahead_changes_nothing() -> None:
    whole = kim_nelson(SLIPPAGE, 1.0)
    assert whole.is_decided
    short = SLIPPAGE[: max(whole.used)]
    assert kim_nelson(short, 1.0) == whole
    spoilt = SLIPPAGE.copy()
    for system, used in enumerate(whole.used):
        spoilt[used:, system] = np.nan
    assert kim_nelson(spoilt, 1.0) == whole


def test_one_replication_less_does_not_decide() -> None:
    whole = kim_nelson(SLIPPAGE, 1.0)
    before = kim_nelson(SLIPPAGE[: max(whole.used) - 1], 1.0)
    assert not before.is_decided
    assert len(before.survivors) == 2
    assert 0 < before.further <= before.at_most


def test_equal_systems_without_spread_are_decided_and_all_survive() -> None:
    found = kim_nelson(np.ones((20, 3)), 1.0)
    assert (found.is_decided, found.survivors) == (True, (0, 1, 2))


def test_a_difference_that_does_not_matter_and_a_missing_first_stage_are_refused() -> None:
    with pytest.raises(UsageError, match="matters_from = 0: should be above 0"):
        kim_nelson(SLIPPAGE, 0.0)
    with pytest.raises(UsageError, match="replications = 9: should be at least 10"):
        kim_nelson(SLIPPAGE[:9], 1.0)


def test_two_stages_take_what_the_formula_says() -> None:
    """t(9; 0.9875) = 2.685; N = ⌈t² S²/δ²⌉ over all pairs."""
    most = float(difference_variances(SLIPPAGE[:10]).max())
    assert clark_yang(SLIPPAGE[:10], 1.0) == int(np.ceil(2.6850108**2 * most))


def test_screening_keeps_whoever_may_be_the_best() -> None:
    assert screened(SLIPPAGE[:400] * [1.0, 0.1, 0.1, 0.1, 0.1]) == (0,)
    assert screened(NOISE[:20]) == (0, 1, 2, 3, 4)


def test_intervals_against_the_best_are_those_of_one_pair_where_there_are_two() -> None:
    """With two systems: the one-sided t-intervals of their difference, cut at zero."""
    pair = np.array([[1.0, 0.0], [3.0, 1.0], [2.0, 2.0], [4.0, 0.5]])
    gap = pair[:, 0] - pair[:, 1]
    room = 2.353363434801824 * gap.std(ddof=1) / 2.0
    low, high = best_intervals(pair)
    assert high.tolist() == pytest.approx([gap.mean() + room, max(room - gap.mean(), 0.0)])
    expected = [min(gap.mean() - room, 0.0), min(-gap.mean() - room, 0.0)]
    assert low.tolist() == pytest.approx(expected)


def test_the_surely_best_has_a_lower_end_of_zero_and_the_others_an_upper_one() -> None:
    low, high = best_intervals(NOISE[:50] * 0.1 + np.array([3.0, 2.0, 1.0, 0.0, -1.0]))
    assert low[0] == 0.0
    assert high[0] > 0.0
    assert high[1:].tolist() == [0.0] * 4
    assert (low[1:] < 0.0).all()


def test_a_budget_goes_where_it_tells_most() -> None:
    """N_i/N_j = ((s_bi/d_bi)/(s_bj/d_bj))² with differences from the best, which gets as many as any."""
    swing = np.array([1.0, -1.0, 1.0, -1.0])
    values = np.stack([1.0 + 3.0 * swing, 2.0 + 2.0 * swing, np.full(4, 5.0)], axis=1)
    shares = allocation(values)
    assert shares.sum() == pytest.approx(1.0)
    assert shares[0] / shares[1] == pytest.approx(((3.0 / 4.0) / (2.0 / 3.0)) ** 2)
    assert shares[2] == max(shares[:2])


def test_systems_that_are_all_alike_share_a_budget_evenly() -> None:
    assert allocation(np.ones((5, 4))).tolist() == [0.25] * 4


def test_the_leader_is_ahead_of_each_other_where_both_have_run() -> None:
    """The second is better in each replication that it has; the third one's have been lucky ones."""
    luck = np.array([0.0, 1.0, 5.0, -9.0])
    values = np.stack([luck, luck + 1.0, luck + 0.5], axis=1)
    values[3, 2] = np.nan
    assert np.nanmean(values, axis=0).argmax() == 2
    assert leader(values) == 1


def test_a_chance_counts_those_that_are_better_by_as_much_as_matters() -> None:
    """Student's t with 3 degrees of freedom at √3: 1/2 + (atan 1 + 1/2)/π."""
    balanced = np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    assert chance_of_correct_selection(balanced, 1.0) == pytest.approx(0.5 + (math.atan(1.0) + 0.5) / math.pi)


def test_chance_of_a_correct_selection_is_sure_without_noise_and_even_without_a_difference() -> None:
    assert chance_of_correct_selection(np.array([[1.0, 2.0], [1.0, 2.0]])) == 1.0
    assert chance_of_correct_selection(np.array([[1.0, 1.0], [1.0, 1.0]])) == 1.0
    balanced = np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    assert chance_of_correct_selection(balanced) == pytest.approx(0.5)
