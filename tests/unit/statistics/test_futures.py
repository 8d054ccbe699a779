"""Statistics of several futures on made-up outputs whose answer is known."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.statistics.estimate import estimate
from sim.statistics.futures import Split, over_futures, regrets, share, split

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
    assert split(np.full((5, 3), 7.0)) == Split(0.0, 0.0, 0.0)


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


def test_intervals_of_a_share_stay_between_nothing_and_all() -> None:
    for number in range(11):
        found, low, high = share(np.arange(10) < number)
        assert 0.0 <= low <= found <= high <= 1.0
    assert share(np.ones(10, bool)) == pytest.approx((1.0, 10 / (10 + 1.959964**2), 1.0))


def test_a_share_of_nothing_is_unknown() -> None:
    found, low, high = share(np.empty(0, bool))

    assert math.isnan(found)
    assert (low, high) == (0.0, 1.0)
