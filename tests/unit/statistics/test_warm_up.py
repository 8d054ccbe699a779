"""Where the beginning of a series ends."""

import numpy as np
import pytest

from sim.statistics.warm_up import BATCH, FEWEST_BATCHES, LAST_IGNORED, moving_average, mser

LUCK = np.random.default_rng(5)


def by_definition(series: np.ndarray, batch: int) -> int:
    """MSER as it is written, sum by sum."""
    batches = [float(np.mean(series[i : i + batch])) for i in range(0, len(series) - batch + 1, batch)]
    count = len(batches)
    best = min(
        range(count - LAST_IGNORED),
        key=lambda d: sum((y - np.mean(batches[d:])) ** 2 for y in batches[d:]) / (count - d) ** 2,
    )
    return best * batch


def test_the_cut_is_where_the_definition_has_it() -> None:
    for number in range(20):
        series = np.random.default_rng(number).normal(0.0, 1.0, 120) + 8.0 * np.exp(-np.arange(120) / 15.0)
        assert mser(series).observations == by_definition(series, 5)
        assert mser(series, batch=1).observations == by_definition(series, 1)


def test_a_ramp_is_left_out_and_a_level_series_is_kept() -> None:
    ramp = np.minimum(np.arange(200) / 40.0, 1.0) + 0.05 * LUCK.standard_normal(200)
    assert 35 <= mser(ramp).observations <= 60
    assert mser(ramp).is_settled
    level = LUCK.standard_normal(400)
    assert mser(level).is_settled


def test_what_has_not_settled_by_the_middle_is_refused() -> None:
    still_rising = np.arange(200.0) + LUCK.standard_normal(200)
    assert not mser(still_rising).is_settled


@pytest.mark.parametrize("weeks", range(30, 121))
def test_a_ramp_has_not_settled_however_long_it_is(weeks: int) -> None:
    assert not mser(np.arange(float(weeks))).is_settled


@pytest.mark.parametrize("weeks", range(60, 121))
def test_a_short_beginning_has_settled_however_long_the_rest_is(weeks: int) -> None:
    series = np.where(np.arange(weeks) < 7, 1.0, 10.0) + 0.2 * np.resize([1.0, -1.0], weeks)
    assert mser(series).is_settled
    assert mser(series).observations == 10


def test_a_queue_near_saturation_is_refused() -> None:
    """M/M/1 at 0.9, averaged over 300 runs of 4,000 customers: the average is too smooth to cut early."""
    gaps, work = LUCK.exponential(size=(2, 300, 4000))
    waits, now = np.zeros((300, 4000)), np.zeros(300)
    for customer in range(1, 4000):
        now = np.maximum(now + 0.9 * work[:, customer - 1] - gaps[:, customer], 0.0)
        waits[:, customer] = now
    found = mser(waits.mean(axis=0))
    assert found.observations > 1000 or not found.is_settled


def test_a_series_too_short_to_tell_is_refused() -> None:
    assert not mser(np.ones(BATCH * FEWEST_BATCHES - 1)).is_settled
    assert mser(np.ones(BATCH * FEWEST_BATCHES)).is_settled


def test_welch_averages_over_a_window_that_shrinks_at_the_beginning() -> None:
    series = LUCK.standard_normal(30)
    smooth = moving_average(series, 5)
    assert len(smooth) == 25
    assert smooth[0] == series[0]
    assert np.isclose(smooth[2], series[:5].mean())
    assert np.isclose(smooth[10], series[5:16].mean())
