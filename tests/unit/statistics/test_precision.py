"""Intervals and planned replications against published and hand-made numbers."""

import math

import numpy as np
import pytest

from sim.errors import UsageError
from sim.statistics.estimate import estimate, paired_difference, student_quantile, variance_reduction
from sim.statistics.precision import Target, replications_for

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
