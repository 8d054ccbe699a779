"""Statistics of several futures on made-up outputs whose answer is known."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.statistics.estimate import estimate
from sim.statistics.futures import over_futures, regrets, share_between, shrunk, tells_apart, wilson
from sim.statistics.total_variance import Split, split

Floats = NDArray[np.float64]
FALSE_ALARM = 1e-6
FUTURES, REPLICATIONS = 400, 4
STUDY, GUESS, LUCK = 2.0, 1.0, 1.5
"""Standard deviations of what a study leaves open, what a guess does, and of a replication."""
NAN = math.nan


# --- where the uncertainty comes from -----------------------------------------------------------


def made_up(
    seed: int, interplay: float = 0.0, futures: int = FUTURES
) -> tuple[Floats, tuple[Floats, Floats]]:
    """Return Y = a + b + interplay · a b + luck at (a, b), (a, b') and (a', b)."""
    luck = np.random.default_rng(seed)
    (a, a_new), (b, b_new) = (spread * luck.standard_normal((2, futures)) for spread in (STUDY, GUESS))

    def outputs(study: Floats, guess: Floats) -> Floats:
        level = study + guess + interplay * study * guess
        return np.asarray(level[:, None] + LUCK * luck.standard_normal((futures, REPLICATIONS)))

    return outputs(a, b), (outputs(a, b_new), outputs(a_new, b))


def variances(found: Split) -> tuple[float, float, float]:
    return found.first, found.second, found.noise


def agrees(parts: list[Split], truth: Split) -> bool:
    """Tell whether the mean of several splits may be the truth, part by part; they share the alarms."""
    return all(
        abs(found.mean - true) <= found.half_width
        for found, true in (
            (estimate(np.array(column), 1.0 - FALSE_ALARM / 3.0), true)
            for column, true in zip(zip(*map(variances, parts), strict=True), variances(truth), strict=True)
        )
    )


NOISE = LUCK**2 / REPLICATIONS / FUTURES


def test_the_split_of_a_linear_function_is_that_of_its_variances() -> None:
    found = [split(*made_up(seed)) for seed in range(40)]

    assert agrees(found, Split(STUDY**2, GUESS**2, NOISE))


def test_an_interplay_is_shared_in_proportion_to_what_each_group_does_in_all() -> None:
    """With 2,000 futures: a ratio of means is right in the limit only."""
    found = [split(*made_up(seed, interplay=0.5, futures=2000)) for seed in range(40)]
    both = (0.5 * STUDY * GUESS) ** 2
    first, second = STUDY**2 + both, GUESS**2 + both
    whole = first + second - both
    noise = LUCK**2 / REPLICATIONS / 2000

    assert agrees(found, Split(whole * first / (first + second), whole * second / (first + second), noise))
    assert not agrees(found, Split(STUDY**2 + both, GUESS**2, noise))


def test_a_split_that_forgets_the_luck_of_replications_is_caught() -> None:
    """Its groups would share the whole variance of the means, luck and all."""

    def forgetful(seed: int) -> Split:
        outputs, again = made_up(seed)
        means = [each.mean(axis=1, keepdims=True) for each in (outputs, *again)]
        return split(means[0], (means[1], means[2]))

    assert not agrees([forgetful(seed) for seed in range(40)], Split(STUDY**2, GUESS**2, NOISE))


def test_a_split_with_its_groups_mistaken_for_each_other_is_caught() -> None:
    def mistaken(seed: int) -> Split:
        outputs, (same_study, same_guess) = made_up(seed)
        return split(outputs, (same_guess, same_study))

    assert not agrees([mistaken(seed) for seed in range(40)], Split(STUDY**2, GUESS**2, NOISE))


def test_the_parts_of_a_split_add_up_to_the_whole_and_none_is_below_zero() -> None:
    for seed in range(20):
        found = split(*made_up(seed))
        assert found.whole == found.first + found.second + found.noise
        assert min(variances(found)) >= 0.0


@pytest.mark.parametrize("is_first", [True, False])
def test_of_one_group_alone_the_split_gives_it_everything_but_the_noise(is_first: bool) -> None:
    found = split(made_up(1)[0], is_first=is_first)
    own, other = (found.first, found.second) if is_first else (found.second, found.first)

    assert other == 0.0
    assert own > 4.0


def test_futures_without_spread_leave_nothing_uncertain() -> None:
    assert split(np.full((5, 3), 7.0)) == Split(0.0, 0.0, 0.0, 1.0, 1.0, is_clear=False)


def test_futures_that_could_not_be_run_are_left_out_of_the_split() -> None:
    outputs, (same_study, same_guess) = made_up(1)
    gap = np.full((1, REPLICATIONS), NAN)
    with_gaps = [np.concatenate([gap, each, gap]) for each in (outputs, same_study, same_guess)]

    assert variances(split(with_gaps[0], (with_gaps[1], with_gaps[2]))) == pytest.approx(
        variances(split(outputs, (same_study, same_guess)))
    )


def test_one_future_alone_says_nothing_of_the_uncertainty() -> None:
    assert np.isnan(variances(split(np.array([[1.0, 2.0], [NAN, NAN]])))).all()


# --- regret -------------------------------------------------------------------------------------


def test_the_always_best_has_no_regret_and_the_others_what_they_fall_short() -> None:
    level = np.array([3.0, 2.5, 1.0])
    outputs = np.linspace(0.0, 9.0, 10)[:, None, None] + np.zeros((10, 4, 1)) + level

    np.testing.assert_allclose(regrets(outputs), np.broadcast_to(3.0 - level, (10, 3)))


def test_regret_is_against_the_best_of_each_future() -> None:
    outputs = np.array([[[5.0, 1.0]], [[0.0, 2.0]]])

    assert regrets(outputs).tolist() == [[0.0, 4.0], [2.0, 0.0]]


def all_equal(seed: int) -> Floats:
    return np.random.default_rng(seed).standard_normal((300, 4, 5))


def test_regret_of_equals_is_zero_on_average_however_noisy_they_are() -> None:
    found = estimate(regrets(all_equal(3)).mean(axis=1), 1.0 - FALSE_ALARM)

    assert found.low <= 0.0 <= found.high


def test_regret_against_the_luckiest_mean_would_not_be_and_is_caught() -> None:
    means = all_equal(3).mean(axis=1)
    naive = means.max(axis=1, keepdims=True) - means

    assert estimate(naive.mean(axis=1), 1.0 - FALSE_ALARM).low > 0.0


def test_mean_regret_of_a_worse_strategy_is_above_zero() -> None:
    outputs = all_equal(4) + np.array([0.0, 0.0, 0.0, 0.0, -1.0])

    assert over_futures(regrets(outputs)[:, 4:], 1.0 - FALSE_ALARM).low > 0.0


def test_a_future_that_could_not_be_run_has_no_regret() -> None:
    outputs = np.array([[[5.0, 1.0]] * 2, [[NAN, 2.0]] * 2])

    found = regrets(outputs)
    assert found[0].tolist() == [0.0, 4.0]
    assert np.isnan(found[1]).all()


# --- shares and means ---------------------------------------------------------------------------


def test_the_mean_over_futures_has_as_many_values_as_futures() -> None:
    outputs = np.array([[1.0, 3.0], [4.0, NAN], [NAN, NAN]])
    found = over_futures(outputs)

    assert (found.mean, found.replications) == (3.0, 2)


def test_ends_of_a_share_stay_between_nothing_and_all() -> None:
    for number in range(11):
        low, high = wilson(number / 10, 10)
        assert 0.0 <= low <= number / 10 <= high <= 1.0
    assert wilson(1.0, 10) == pytest.approx((10 / (10 + 1.959964**2), 1.0))


def below(outputs: Floats, bound: float) -> tuple[float, float, float]:
    return share_between(outputs[:, :, None], np.array([-np.inf]), np.array([bound]))


def test_a_share_of_no_futures_is_unknown() -> None:
    found, low, high = below(np.empty((0, 4)), 1.0)

    assert math.isnan(found)
    assert (low, high) == (0.0, 1.0)


def test_a_share_of_futures_without_luck_is_what_is_counted() -> None:
    outputs = np.repeat(np.arange(10.0)[:, None], 4, axis=1)
    found, low, high = below(outputs, 6.0)

    assert found == 0.7
    assert low <= wilson(0.7, 10)[0]
    assert high >= wilson(0.7, 10)[1]


def test_a_future_in_which_a_column_is_undefined_is_not_between() -> None:
    outputs = np.zeros((4, 3, 2))
    outputs[0, :, 1] = NAN
    bounds = np.full(2, -1.0), np.full(2, 1.0)

    assert share_between(outputs, *bounds)[0] == 0.75


# --- the luck of a future -----------------------------------------------------------------------


def test_means_are_drawn_together_until_they_differ_as_much_as_the_futures() -> None:
    """Exactly: the variance of what is left is that of the means less what luck leaves in them."""
    outputs = made_up(5)[0]
    means, luck = outputs.mean(axis=1), (outputs.var(axis=1, ddof=1) / REPLICATIONS).mean()
    found = shrunk(outputs)

    assert found.mean() == pytest.approx(means.mean())
    assert found.var(ddof=1) == pytest.approx(means.var(ddof=1) - luck)
    assert (found.argsort() == means.argsort()).all()


def test_futures_that_differ_by_less_than_luck_become_one() -> None:
    """Means that differ by less than their runs, which luck alone can make."""
    outputs = np.array([[1.0, 9.0], [2.0, 8.0], [9.0, 1.0]]) + np.array([[0.0], [0.1], [0.2]])

    assert shrunk(outputs) == pytest.approx(np.full(3, 5.1))
    assert not tells_apart(outputs)


def test_futures_without_luck_stay_as_they_are() -> None:
    outputs = np.repeat(np.array([[0.1], [0.3], [NAN], [0.7]]), 3, axis=1)

    assert shrunk(outputs) == pytest.approx([0.1, 0.3, NAN, 0.7], nan_ok=True)
    assert tells_apart(outputs)


def told_apart(spread: float) -> int:
    """Return in how many of 400 designs of 50 futures of four runs these are told apart."""
    luck = np.random.default_rng(8)
    designs = luck.standard_normal((400, 50, 4)) + spread * luck.standard_normal((400, 50, 1))
    return sum(map(tells_apart, designs))


def test_futures_that_are_the_same_are_told_apart_as_often_as_is_allowed_and_others_are() -> None:
    """Binomial at a false-alarm rate of 1e-6: 5 % of 400 is 20, and 45 too many."""
    assert told_apart(0.0) <= 45
    assert told_apart(1.0) >= 390
