"""Intervals and planned replications against published and hand-made numbers."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy.special import bdtr, bdtrc

from sim.errors import UsageError
from sim.statistics.comparisons import holm, p_value
from sim.statistics.estimate import estimate, paired_difference, ratio, student_quantile, variance_reduction
from sim.statistics.precision import (
    FEWEST_PRECISE,
    POWER,
    Target,
    enough_after,
    expected_half_width,
    look_ahead,
    replications_for,
    replications_to_show,
    running_intervals,
    still_needed,
)

BANK = np.array([1.53, 1.66, 1.24, 2.34, 2.00, 1.69, 2.69, 2.86, 1.70, 2.60])
"""Mean delays of ten replications of a bank (Law, Simulation Modeling and Analysis, example 9.14 ff.)."""
NAN = float("nan")


def test_interval_is_that_of_the_bank() -> None:
    """Law: mean 2.03, 90 % half-width 0.32; with more digits 2.031 and 0.322."""
    found = estimate(BANK, confidence=0.90)

    assert (found.replications, found.confidence) == (10, 0.90)
    assert found.mean == pytest.approx(2.031, abs=1e-12)
    assert found.half_width == pytest.approx(0.322, abs=5e-4)


def test_planned_replications_are_those_of_the_bank() -> None:
    assert replications_for(BANK, Target(0.25), confidence=0.90) == 16
    assert replications_for(BANK, Target(0.10, is_relative=True), confidence=0.90) == 27


@pytest.mark.parametrize(
    ("probability", "freedom", "published"),
    [(0.975, 1, 12.706), (0.975, 4, 2.776), (0.95, 9, 1.833), (0.975, 19, 2.093), (0.995, 120, 2.617)],
)
def test_student_quantile_is_that_of_the_tables(probability: float, freedom: int, published: float) -> None:
    assert student_quantile(probability, freedom) == pytest.approx(published, abs=5e-4)


def test_planned_number_is_the_first_that_is_precise_enough() -> None:
    spread = float(BANK.std(ddof=1))

    def half_width(number: int) -> float:
        return student_quantile(0.975, number - 1) * spread / math.sqrt(number)

    for wanted in (0.3, 0.1, 0.03):
        number = replications_for(BANK, Target(wanted))
        assert number is not None
        assert half_width(number) <= wanted < half_width(number - 1)


def test_precision_that_is_reached_needs_no_more_replications() -> None:
    assert replications_for(BANK, Target(10.0)) == len(BANK)


def test_planning_without_a_spread_or_for_nothing_is_refused_or_unknown() -> None:
    assert replications_for(np.array([1.0, NAN]), Target(0.1)) is None
    assert replications_for(np.array([-1.0, 1.0]), Target(0.1, is_relative=True)) is None
    with pytest.raises(UsageError, match="precision: half-width = 0: should be above 0"):
        Target(0.0)


def test_undefined_replications_are_left_out_and_counted() -> None:
    with_gaps = np.insert(BANK, (0, 4, 10), NAN)

    assert estimate(with_gaps) == estimate(BANK)
    assert estimate(with_gaps).replications == 10


def test_one_replication_has_no_interval_and_none_has_no_mean() -> None:
    one, none = estimate(np.array([5.0, NAN])), estimate(np.array([NAN]))

    assert (one.mean, one.half_width, one.replications, one.is_clear) == (5.0, math.inf, 1, False)
    assert math.isnan(none.mean)
    assert (none.half_width, none.replications, none.is_clear) == (math.inf, 0, False)


def test_pairs_are_taken_replication_by_replication() -> None:
    """Levels differ wildly, differences are 1, 2 and 3: x̄ = 2, s = 1, t(2; 0.975) = 4.3027."""
    baseline = np.array([100.0, NAN, 10.0, 55.0, 7.0])
    candidate = np.array([101.0, 5.0, 12.0, 58.0, NAN])

    found = paired_difference(candidate, baseline)

    assert found.mean == pytest.approx(2.0)
    assert found.half_width == pytest.approx(4.302653 / math.sqrt(3), rel=1e-6)
    assert found.replications == 3
    assert not found.is_clear


def test_variance_reduction_is_the_ratio_of_the_book() -> None:
    """S₁² = 1, S₂² = 9, and Z = 2, 0, 4 has S_Z² = 4."""
    baseline = np.array([2.0, 1.0, 3.0])
    candidate = np.array([4.0, 1.0, 7.0])

    assert baseline.var(ddof=1) == 1.0
    assert candidate.var(ddof=1) == 9.0
    assert variance_reduction(candidate, baseline) == pytest.approx((1.0 + 9.0) / 4.0)


def test_variance_reduction_without_variance_is_undefined() -> None:
    level = np.array([1.0, 2.0, 3.0])

    assert math.isnan(variance_reduction(level, level))
    assert math.isnan(variance_reduction(level + 5.0, level))
    assert math.isnan(variance_reduction(level[:1], level[:1]))
    assert math.isnan(variance_reduction(np.array([1.0, NAN]), np.array([NAN, 1.0])))


# --- the rule with look-ahead --------------------------------------------------------------------

LUCK = np.random.default_rng(3)
LONG = 10.0 + 4.0 * LUCK.standard_normal(3000)


def test_running_intervals_are_those_of_each_beginning() -> None:
    values = np.insert(LONG[:30], (4, 20), NAN)
    means, half_widths = running_intervals(values)
    for number in range(2, 33):
        found = estimate(values[:number])
        assert means[number - 1] == pytest.approx(found.mean)
        assert half_widths[number - 1] == pytest.approx(found.half_width)


def test_the_rule_stops_where_precision_has_lasted() -> None:
    """By definition: the first n >= 10 from which on n … n + f(n) are all precise enough."""

    def by_definition(values: np.ndarray, target: Target) -> int:
        number = FEWEST_PRECISE
        while True:
            ends = range(number, number + look_ahead(number) + 1)
            failing = [
                end
                for end in ends
                if (found := estimate(values[:end])).half_width > target.half_width(found.mean)
            ]
            if not failing:
                return ends[-1]
            number = failing[-1] + 1

    for target in (Target(2.0), Target(0.5), Target(0.03, is_relative=True), Target(100.0)):
        assert enough_after(LONG, target) == by_definition(LONG, target)


def test_the_rule_does_not_depend_on_what_was_run_ahead() -> None:
    number = enough_after(LONG, Target(0.5))
    assert number is not None
    assert enough_after(LONG[:number], Target(0.5)) == number
    assert enough_after(LONG[: number - 1], Target(0.5)) is None


def test_what_is_still_needed_shrinks_to_nothing() -> None:
    few, many, all_of_them = (still_needed(LONG[:number], Target(0.5)) for number in (30, 200, 400))
    assert few is not None
    assert many is not None
    assert few > many > 0
    assert all_of_them == 0
    assert still_needed(LONG[:1], Target(0.5)) is None


def test_expected_half_width_is_that_of_so_many_with_the_same_spread() -> None:
    assert expected_half_width(BANK, 10, 0.90) == pytest.approx(estimate(BANK, 0.90).half_width)
    assert expected_half_width(BANK, 16, 0.90) <= 0.25


# --- how many would show a difference --------------------------------------------------------------

TRIALS, FALSE_ALARM, THERE = 1200, 1e-6, 0.2


def shown(planned: Callable[[np.ndarray], int | None], comparisons: int) -> int:
    """Return how often a difference that is there is clear beside others, in as many runs as 40 ask for."""
    luck, hits = np.random.default_rng(20_261_126), 0
    for _ in range(TRIALS):
        number = planned(THERE + luck.standard_normal(40)) or 0
        values = luck.standard_normal((number, comparisons))
        values[:, 0] += THERE
        hits += bool(holm(np.array([p_value(column) for column in values.T]))[0] < 0.05)
    return hits


@pytest.mark.parametrize("comparisons", [1, 4])
def test_a_difference_is_shown_as_often_as_is_said(comparisons: int) -> None:
    """Holm's first step is the hardest, so that more is no fault; a spread of 40 runs is not sure either."""
    hits = shown(lambda pilot: replications_to_show(pilot, THERE, comparisons), comparisons)

    assert float(bdtr(hits, TRIALS, POWER - 0.02)) > FALSE_ALARM
    assert float(bdtrc(hits - 1, TRIALS, POWER + 0.05)) > FALSE_ALARM


def test_an_interval_as_narrow_as_the_difference_shows_it_too_seldom_and_is_caught() -> None:
    hits = shown(lambda pilot: replications_for(pilot, Target(THERE)), 1)

    assert float(bdtr(hits, TRIALS, POWER - 0.02)) <= FALSE_ALARM


def test_no_number_shows_what_too_few_define() -> None:
    assert replications_to_show(np.array([1.0, NAN]), THERE) is None


def test_a_share_that_hangs_on_one_replication_has_no_interval() -> None:
    """Without it there is no whole to share: the jackknife has nothing to compare with."""
    hanging, telling = (
        ratio(np.array([0.0, 1.0]), np.array([0.0, 2.0])),
        ratio(np.ones(2), np.array([1.0, 2.0])),
    )

    assert (hanging.mean, hanging.half_width) == (0.5, math.inf)
    assert math.isfinite(telling.half_width)
