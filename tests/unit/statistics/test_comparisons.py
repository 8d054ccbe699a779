"""Several comparisons together, several measures together, and distributions throughout."""

import numpy as np
import pytest

from sim.statistics.comparisons import holm, p_value, simultaneous
from sim.statistics.control_variates import Controlled, controlled, regressed
from sim.statistics.dominance import (
    Distributed,
    grid,
    order_of_dominance,
    partial_moments,
    surely_positive,
)
from sim.statistics.estimate import estimate
from sim.statistics.pareto import Place, front

LUCK = np.random.default_rng(9)
NAN = float("nan")


def test_a_p_value_is_below_five_percent_where_the_interval_leaves_out_zero() -> None:
    for shift in np.linspace(0.0, 1.5, 16):
        values = LUCK.standard_normal(15) + shift
        assert (p_value(values) < 0.05) == estimate(values).is_clear


def test_p_values_without_spread_are_sure() -> None:
    assert p_value(np.array([0.0, 0.0])) == 1.0
    assert p_value(np.array([2.0, 2.0])) == 0.0
    assert np.isnan(p_value(np.array([2.0, NAN])))


def test_holm_adjusts_the_example_of_the_literature() -> None:
    """Four p-values 0.01, 0.04, 0.03, 0.005: adjusted 0.03, 0.06, 0.06, 0.02."""
    assert holm(np.array([0.01, 0.04, 0.03, 0.005])).tolist() == pytest.approx([0.03, 0.06, 0.06, 0.02])
    found = holm(np.array([0.9, NAN, 0.8]))
    assert found[[0, 2]].tolist() == [1.0, 1.0]
    assert np.isnan(found[1])


def test_intervals_that_hold_together_are_wider_the_more_there_are() -> None:
    values = LUCK.standard_normal(20)
    one, four = simultaneous(values, 1), simultaneous(values, 4)
    assert one.half_width == estimate(values).half_width
    assert four.half_width == estimate(values, 0.9875).half_width


def test_a_control_that_explains_everything_leaves_no_interval_to_speak_of() -> None:
    control = LUCK.standard_normal((20, 1))
    found = controlled(10.0 + 2.0 * control[:, 0] + 1e-6 * LUCK.standard_normal(20), control)
    assert found.estimate.mean == pytest.approx(10.0, abs=1e-5)
    assert found.reduction > 1e6
    assert found.estimate.replications == 10


def test_a_relation_that_only_the_second_half_shows_is_not_taken_for_one() -> None:
    control = LUCK.standard_normal(80)
    values = np.where(np.arange(80) < 40, LUCK.standard_normal(80), control)
    assert controlled(values, control[:, None]) == Controlled(estimate(values), 1.0, 0)
    assert controlled(values[::-1], control[::-1, None]).reduction > 100.0


def test_nothing_is_adjusted_where_a_few_exceptional_runs_make_the_mean() -> None:
    control = LUCK.standard_normal(80)
    values = 5.0 * control
    values[[3, 60]] += 100.0
    assert controlled(values, control[:, None]) == Controlled(estimate(values), 1.0, 0)


def test_a_control_is_used_once_and_one_that_does_not_vary_never() -> None:
    control = LUCK.standard_normal(20)
    values = control + LUCK.standard_normal(20)
    twice = np.column_stack([control, 2.0 * control, np.zeros(20)])
    found, once = regressed(values, twice), regressed(values, control[:, None])
    assert found is not None
    assert once is not None
    assert found.controls == 1
    assert found.estimate.half_width == pytest.approx(once.estimate.half_width)


def test_controls_that_explain_nothing_leave_the_plain_mean() -> None:
    values = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0])
    useless = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0])[:, None]
    found = controlled(values, useless)
    assert (found.controls, found.reduction) == (0, 1.0)
    assert found.estimate == estimate(values)


def alone(values: np.ndarray) -> Distributed:
    return Distributed(values, np.ones_like(values))


def test_partial_moments_are_shares_and_mean_shortfalls() -> None:
    system = Distributed(np.array([[1.0, 2.0, 4.0]]), np.array([[1.0, 1.0, 2.0]]))
    points = np.array([1.0, 3.0])
    assert partial_moments(system, points, 1).tolist() == [[0.25, 0.5]]
    assert partial_moments(system, points, 2).tolist() == [[0.0, (2.0 + 1.0) / 4.0]]


def test_what_is_better_throughout_dominates_in_the_first_order() -> None:
    base = LUCK.standard_normal((20, 300))
    better = base + 0.5 + 0.1 * LUCK.standard_normal((20, 300))
    assert order_of_dominance(alone(better), alone(base)) == 1
    assert order_of_dominance(alone(base), alone(better)) == 0


def test_what_is_only_steadier_dominates_in_the_second_order_alone() -> None:
    base = LUCK.standard_normal((40, 500))
    steadier = 0.1 + 0.5 * LUCK.standard_normal((40, 500))
    assert order_of_dominance(alone(steadier), alone(base)) == 2


def test_numbers_of_equal_values_are_compared_as_the_values_themselves() -> None:
    base, better = LUCK.integers(3, 9, (20, 300)), LUCK.integers(4, 10, (20, 300))
    counted = [
        Distributed(
            np.tile(np.arange(10.0), (20, 1)),
            np.array([np.bincount(row, minlength=10) for row in each], float),
        )
        for each in (better, base)
    ]
    assert order_of_dominance(*counted) == order_of_dominance(alone(better * 1.0), alone(base * 1.0)) == 1


def test_distributions_that_cross_between_two_levels_do_not_dominate_in_the_first_order() -> None:
    """More by 3 everywhere, but for eight values that lie together just above a level."""
    base = np.tile(np.arange(1000.0), (20, 1)) + 0.01 * LUCK.standard_normal((20, 1000))
    better = base + 3.0
    better[:, 499:508] = 502.0
    own, its = alone(better), alone(base)
    levels, between = grid(own, its), np.array([504.0])

    assert surely_positive(partial_moments(its, levels, 1) - partial_moments(own, levels, 1), 0.95)
    assert surely_positive(partial_moments(own, between, 1) - partial_moments(its, between, 1), 0.95)
    assert order_of_dominance(own, its) == 2


def test_systems_that_beat_each_other_in_a_ring_are_all_on_the_front() -> None:
    """Each is better than the next by as much as matters, and worse by half of that on two measures."""
    means = np.array([[0.5, 0.0, -0.5], [-0.5, 0.5, 0.0], [0.0, -0.5, 0.5], [-3.0, -3.0, -3.0]])
    values = means + 0.1 * LUCK.standard_normal((20, 4, 3))
    assert front(values[:, :3], np.ones(3)) == 3 * [Place.ON]
    assert front(values, np.ones(3)) == [*3 * [Place.ON], Place.OFF]


def test_the_front_is_told_from_what_is_beaten_and_what_is_open() -> None:
    means = np.array([[3.0, 0.0], [0.0, 3.0], [-1.0, -1.0], [2.95, 0.05]])
    values = means + 0.05 * LUCK.standard_normal((30, 4, 2))
    assert front(values, np.array([0.5, 0.5])) == [Place.ON, Place.ON, Place.OFF, Place.ON]
    noisy = means + 5.0 * LUCK.standard_normal((10, 4, 2))
    assert set(front(noisy, np.array([0.5, 0.5]))) == {Place.OPEN}
