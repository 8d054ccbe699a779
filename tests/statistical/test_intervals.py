"""Do the intervals cover as often as they promise, and do shared draws pay what is published?

Each test is a macro-replication with fixed seeds, judged at a false-alarm rate of 1e-6; beside it stands
a twin made wrong that must fail.
"""

import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import bdtr, bdtrc, ndtri

from sim.statistics.estimate import Estimate, estimate, paired_difference, variance_reduction

Floats = NDArray[np.float64]
FALSE_ALARM = 1e-6
MACRO_REPLICATIONS = 4000
TRUE_MEAN = 3.0


def agrees_with_share(hits: int, trials: int, share: float) -> bool:
    """Two-sided binomial test that hits happen with this probability."""
    tail = min(float(bdtr(hits, trials, share)), float(bdtrc(hits - 1, trials, share)))
    return 2.0 * tail > FALSE_ALARM


def hits(interval: Callable[[Floats, Floats], Estimate], size: int, seed: int) -> int:
    """Count the intervals that cover the true mean difference of normal pairs with correlation 0.8."""
    draws = np.random.default_rng(seed).standard_normal((MACRO_REPLICATIONS, 3, size))
    shared, own, other = draws[:, 0], draws[:, 1], draws[:, 2]
    baseline = 10.0 + 2.0 * shared + other
    candidate = 10.0 + TRUE_MEAN + 2.0 * shared + own
    found = [interval(c, b) for c, b in zip(candidate, baseline, strict=True)]
    return sum(one.low <= TRUE_MEAN <= one.high for one in found)


def of_the_level(candidate: Floats, _: Floats) -> Estimate:
    level = estimate(candidate)
    return Estimate(level.mean - 10.0, level.half_width, level.replications)


def with_normal_quantile(candidate: Floats, _: Floats) -> Estimate:
    level = of_the_level(candidate, _)
    standard_error = float(candidate.std(ddof=1)) / math.sqrt(candidate.size)
    return Estimate(level.mean, float(ndtri(0.975)) * standard_error, level.replications)


def as_if_independent(candidate: Floats, baseline: Floats) -> Estimate:
    gap = paired_difference(candidate, baseline)
    variance = float(candidate.var(ddof=1)) + float(baseline.var(ddof=1))
    half_width = float(ndtri(0.975)) * math.sqrt(variance / candidate.size)
    return Estimate(gap.mean, half_width, gap.replications)


@pytest.mark.parametrize("size", [2, 5, 20])
def test_intervals_of_a_level_cover_as_promised(size: int) -> None:
    assert agrees_with_share(hits(of_the_level, size, seed=size), MACRO_REPLICATIONS, 0.95)


@pytest.mark.parametrize("size", [2, 5, 20])
def test_intervals_of_a_paired_difference_cover_as_promised(size: int) -> None:
    assert agrees_with_share(hits(paired_difference, size, seed=100 + size), MACRO_REPLICATIONS, 0.95)


def test_interval_that_forgets_student_covers_too_seldom_and_is_caught() -> None:
    assert not agrees_with_share(hits(with_normal_quantile, 5, seed=5), MACRO_REPLICATIONS, 0.95)


def test_interval_that_forgets_the_pairing_covers_too_often_and_is_caught() -> None:
    assert not agrees_with_share(hits(as_if_independent, 20, seed=120), MACRO_REPLICATIONS, 0.95)


# --- Law's bank: Zippy, one fast machine, against Klunky, two slow ones -------------------------

REPLICATIONS = 20_000
CUSTOMERS = 100
ZIPPY, KLUNKY = 4.137, 3.702
"""Mean delay in queue of the first 100 customers, recomputed with 200,000 runs (Law: 4.13, 3.70)."""
PUBLISHED_ERROR = 0.013
"""Half-width of these two values at 95 %."""


def delays(servers: int, mean_service: float, gaps: Floats, work: Floats) -> Floats:
    """Return the mean delay of the first customers in each replication; all start with an empty system."""
    free_at = np.zeros((len(gaps), servers))
    now, total = np.zeros(len(gaps)), np.zeros(len(gaps))
    for customer in range(CUSTOMERS):
        now = now + gaps[:, customer]
        first = free_at.argmin(axis=1)
        start = np.maximum(now, free_at.min(axis=1))
        free_at[np.arange(len(gaps)), first] = start + mean_service * work[:, customer]
        total = total + (start - now)
    return total / CUSTOMERS


def machines(shared: bool, klunky_service: float = 1.8) -> tuple[Floats, Floats]:
    gaps, work, other_gaps, other_work = np.random.default_rng(31).exponential(
        size=(4, REPLICATIONS, CUSTOMERS)
    )
    zippy = delays(1, 0.9, gaps, work)
    luck = (gaps, work) if shared else (other_gaps, other_work)
    return zippy, delays(2, klunky_service, *luck)


def agrees_with_published(found: Estimate, published: float, error: float) -> bool:
    """Two-sided normal test that two estimates with 95 % half-widths mean the same."""
    spread = math.hypot(found.half_width, error) / float(ndtri(0.975))
    return abs(found.mean - published) <= float(ndtri(1.0 - FALSE_ALARM / 2.0)) * spread


def test_two_machines_are_as_far_apart_as_published() -> None:
    zippy, klunky = machines(shared=True)

    assert agrees_with_published(estimate(zippy), ZIPPY, PUBLISHED_ERROR)
    assert agrees_with_published(estimate(klunky), KLUNKY, PUBLISHED_ERROR)


def test_three_percent_slower_machines_would_be_noticed() -> None:
    _, slower = machines(shared=True, klunky_service=1.8 * 1.03)

    assert not agrees_with_published(estimate(slower), KLUNKY, PUBLISHED_ERROR)


def test_shared_draws_replace_as_many_runs_as_published() -> None:
    """Published: 301, without its error; twenty batches of 1,000 give the error of ours."""
    zippy, klunky = machines(shared=True)
    batches = zip(np.split(zippy, 20), np.split(klunky, 20), strict=True)
    found = estimate(np.array([variance_reduction(a, b) for a, b in batches]), confidence=1.0 - FALSE_ALARM)

    assert found.low < 301.0 < found.high
    assert found.half_width < 60.0


def test_draws_that_are_not_shared_replace_nothing() -> None:
    """Then S_Z² = S₁² + S₂² in expectation: the factor is 1."""
    zippy, klunky = machines(shared=False)
    batches = zip(np.split(zippy, 20), np.split(klunky, 20), strict=True)
    found = estimate(np.array([variance_reduction(a, b) for a, b in batches]), confidence=1.0 - FALSE_ALARM)

    assert found.low < 1.0 < found.high
    assert found.half_width < 0.1


def test_one_run_ranks_the_machines_wrongly_as_often_as_published() -> None:
    """Published: 3 % of single runs with shared draws, 44 % without."""
    for shared, published in ((True, 0.03), (False, 0.44)):
        zippy, klunky = machines(shared)
        assert round(float((zippy < klunky).mean()), 2) == published
