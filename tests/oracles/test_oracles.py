"""The simulator against the book, and twins that are 3 % wrong against the same book.

Each claim is tested at ``LEVEL``, so that all of them together raise a false alarm with one in a million
choices of luck.  What the tests found and what power they have stands in ``docs/verification/oracles.md``.
"""

import numpy as np
import pytest
from scipy import stats

from sim.validation.oracles import formulas
from sim.validation.oracles.agreement import corrected, p_value
from sim.validation.oracles.catalogue import LEVEL, ORACLES, QUICK, TEST_SEED
from sim.validation.oracles.oracle import Oracle, samples


@pytest.mark.parametrize("oracle", ORACLES, ids=lambda oracle: oracle.name)
def test_simulation_agrees_with_the_book_and_not_with_one_that_is_three_percent_off(oracle: Oracle) -> None:
    found, _ = samples(oracle.text, oracle.claims, oracle.replications, TEST_SEED)

    for claim, sample in zip(oracle.claims, found, strict=True):
        assert p_value(sample, claim.expected) > LEVEL, (claim.what, sample.mean(), claim.expected)
    assert p_value(found[0], oracle.claims[0].of_twin) <= LEVEL


@pytest.mark.parametrize("oracle", QUICK, ids=lambda oracle: oracle.name)
def test_a_simulated_twin_that_is_three_percent_wrong_is_found_out(oracle: Oracle) -> None:
    """For all of them see the table; these are the quickest.

    The kernel's first replication is the reference engine's, so that it is the twin of both.
    """
    judge = oracle.claims[0]

    found, _ = samples(oracle.twin, (judge,), oracle.replications, TEST_SEED)
    first, _ = samples(oracle.twin, (judge,), 1, TEST_SEED, "reference")

    assert found[0][0] == first[0][0]
    assert p_value(found[0], judge.expected) <= LEVEL
    assert p_value(found[0], judge.of_twin) > LEVEL


@pytest.mark.parametrize(
    ("rate", "mean", "servers", "left_out"),
    [(0.8, 1.0, 1, 300), (5.0, 0.125, 1, 100), (0.2, 10.0, 3, 100), (0.25, 10.0, 4, 100),
     (0.25, 10.0, 5, 100), (4.0, 1.0, 5, 250), (200.0, 0.05, 14, 150), (16.0, 1.0, 20, 300),
     (9.0, 1.0, 10, 500)],
)  # fmt: skip
def test_the_empty_start_is_forgotten_within_the_tasks_left_out(
    rate: float, mean: float, servers: int, left_out: int
) -> None:
    """What is left of it shifts claims by less than a hundredth of what the twin shifts them by."""
    chances, waits = formulas.from_empty(rate, mean, servers, left_out + 3000)
    load = rate * mean
    claims = (
        (chances, formulas.erlang_c(load, servers), formulas.erlang_c(1.03 * load, servers)),
        (
            waits,
            formulas.mean_wait_mmc(rate, mean, servers),
            formulas.mean_wait_mmc(rate, 1.03 * mean, servers),
        ),
    )

    for of_task, expected, of_twin in claims:
        assert abs(of_task[left_out:].mean() - expected) < 0.01 * (of_twin - expected)


def test_the_test_keeps_its_level_on_skewed_samples() -> None:
    """A hundred exponential values each: Student's t alone raises four times as many false alarms."""
    count, level, times = 100, 1e-3, 40_000
    samples_drawn = np.random.default_rng(1).exponential(size=(times, count))
    t = (samples_drawn.mean(axis=1) - 1.0) / samples_drawn.std(axis=1, ddof=1) * np.sqrt(count)
    skewness = stats.skew(samples_drawn, axis=1)
    plain, mended = (2.0 * stats.t.sf(abs(each), count - 1) for each in (t, corrected(t, skewness, count)))

    assert (plain <= level).mean() > 3.0 * level
    assert 0.5 * level < (mended <= level).mean() < 1.5 * level


def test_a_correction_for_no_skewness_is_none() -> None:
    np.testing.assert_array_equal(corrected(np.array([-6.0, 0.0, 6.0]), 0.0, 50), [-6.0, 0.0, 6.0])
