"""Sums and samples that depend on neither the order nor the portions in which things come."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.records import sample
from sim.records.exact_sum import ExactSums
from sim.records.ratings import MARKS, ratings_of
from sim.records.sample import SampleTally, sample_of
from sim.records.weekly import WeekTally

LUCK = np.random.default_rng(20_260_101)
numbers = st.floats(-1e12, 1e12, allow_subnormal=False).map(lambda number: round(number, 9))


@given(st.lists(numbers, max_size=60), st.integers(1, 7))
def test_sums_are_rounded_once_whatever_the_order_and_the_portions(values: list[float], portion: int) -> None:
    sums = ExactSums()
    for first in range(0, len(values), portion):
        sums.add(np.array(values[first : first + portion]))

    assert sums.total() == [math.fsum(values)]


@given(st.lists(st.tuples(numbers, st.integers(0, 3)), max_size=60))
def test_sums_by_bin_are_the_sums_of_each_bin(pairs: list[tuple[float, int]]) -> None:
    sums = ExactSums(4)
    sums.add(np.array([value for value, _ in pairs]), np.array([place for _, place in pairs], np.int64))

    assert sums.total() == [math.fsum(value for value, at in pairs if at == place) for place in range(4)]


def test_more_numbers_than_are_added_at_once_are_added_exactly() -> None:
    values = LUCK.lognormal(2.0, 3.0, 50_000)
    sums, binned = ExactSums(), ExactSums(2)
    sums.add(values)
    binned.add(values, np.ones(len(values), np.int64))

    assert sums.total() == [math.fsum(values.tolist())]
    assert binned.total() == [0.0, math.fsum(values.tolist())]


def test_a_plain_sum_would_not_do() -> None:
    """The twin that must fail: floating-point sums depend on the order."""
    values = LUCK.lognormal(2.0, 3.0, 50_000)

    assert np.cumsum(values)[-1] != np.cumsum(values[::-1])[-1]


def test_large_amounts_of_a_small_currency_are_added_exactly() -> None:
    values = [3e12 + 0.25, 7e15, -2.5e9, 0.5]
    sums = ExactSums()
    sums.add(np.array(values))

    assert sums.total() == [math.fsum(values)]


@pytest.fixture
def small_tally() -> Callable[[], SampleTally]:
    """Return the maker of tallies that keep a hundred values."""
    return lambda: SampleTally(most_kept=100)


def test_a_small_sample_is_what_numpy_says() -> None:
    values = LUCK.gamma(2.0, 10.0, 1000)
    found = sample_of(values)

    assert found.count == 1000
    assert found.mean == pytest.approx(values.mean(), rel=1e-14)
    assert found.spread == pytest.approx(values.std(ddof=1), rel=1e-12)
    assert found.quantile(85) == np.sort(values)[849]


def test_a_sample_does_not_depend_on_the_order_of_its_values() -> None:
    values = LUCK.gamma(2.0, 10.0, 1000)
    one, other = sample_of(values), sample_of(values[::-1])

    assert (one.mean, one.spread, one.quantile(5)) == (other.mean, other.spread, other.quantile(5))
    assert (one.lowest_mean(7), one.highest_mean(7)) == (other.lowest_mean(7), other.highest_mean(7))


def test_a_large_sample_is_right_to_its_leading_digits(small_tally: Callable[[], SampleTally]) -> None:
    values = LUCK.lognormal(1.0, 2.0, 100_000)
    tally = small_tally()
    for portion in np.array_split(values, 700):
        tally.add(portion)
    found, exact = tally.sample(), sample_of(values)

    assert found.mean == exact.mean
    for percent in (1, 5, 50, 85, 95, 99):
        assert abs(found.quantile(percent) / exact.quantile(percent) - 1.0) <= 2.0**-15
    for percent in (5, 10):
        assert abs(found.lowest_mean(percent) / exact.lowest_mean(percent) - 1.0) <= 2.0**-15
        assert abs(found.highest_mean(percent) / exact.highest_mean(percent) - 1.0) <= 2.0**-15
    assert found.spread == pytest.approx(exact.spread, rel=2.0**-14)
    assert int(found.each.sum()) == found.count == 100_000
    assert len(found.values) < len(values)


@pytest.mark.parametrize("most", [10, 10**6])
def test_tail_mean_counts_the_value_at_the_edge_in_part(most: int) -> None:
    """Of 25 values a tenth is 2.5: both ones and half of the two; nine tenths from above are 22.5."""
    tally = SampleTally(most_kept=most)
    tally.add(np.array([3.0] * 22 + [1.0, 2.0, 1.0]))
    found = tally.sample()

    assert bool(len(found.each)) == (most == 10)
    assert found.lowest_mean(10) == pytest.approx((1 + 1 + 0.5 * 2) / 2.5, rel=1e-15)
    assert found.highest_mean(90) == pytest.approx((22 * 3 + 0.5 * 2) / 22.5, rel=1e-15)
    assert (found.lowest_mean(4), found.highest_mean(4)) == (1.0, 3.0)
    assert found.lowest_mean(100) == found.highest_mean(100) == pytest.approx(found.mean, rel=1e-15)


def test_tail_of_a_sample_of_nothing_has_no_mean() -> None:
    nothing = sample_of(np.zeros(0))

    assert np.isnan([nothing.lowest_mean(5), nothing.highest_mean(5)]).all()


@pytest.mark.parametrize("zeros", [0, 50, 1500, 30_000])
def test_quantiles_among_many_zeros_are_those_of_the_sorted_values(zeros: int) -> None:
    values = LUCK.permutation(np.concatenate([LUCK.gamma(2.0, 10.0, 1000), np.zeros(zeros)]))
    found = sample_of(values)

    for percent in (1, 5, 50, 95, 99):
        assert found.quantile(percent) == np.sort(values)[-(-len(values) * percent // 100) - 1]


def test_a_large_sample_does_not_depend_on_its_portions(small_tally: Callable[[], SampleTally]) -> None:
    values = np.concatenate([LUCK.lognormal(1.0, 2.0, 3000), np.zeros(50)])
    by_ones, at_once = small_tally(), small_tally()
    for value in values:
        by_ones.add(np.array([value]))
    at_once.add(values[::-1])
    one, other = by_ones.sample(), at_once.sample()

    assert one.values.tolist() == other.values.tolist()
    assert one.each.tolist() == other.each.tolist()
    assert one.quantile(1) == 0.0


def test_a_histogram_of_fewer_digits_is_not_right_enough(
    small_tally: Callable[[], SampleTally], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin that must fail: with six binary digits quantiles are wrong in the third decimal."""
    monkeypatch.setattr(sample, "BITS_DROPPED", 47)
    monkeypatch.setattr(sample, "_ZERO", (int(np.float64(sample.LEAST).view(np.int64)) >> 47) - 1)
    values = LUCK.lognormal(1.0, 2.0, 100_000)
    tally = small_tally()
    tally.add(values)

    wrong = [
        abs(tally.sample().quantile(percent) / sample_of(values).quantile(percent) - 1.0)
        for percent in (50, 85)
    ]
    assert max(wrong) > 2.0**-15


def test_memory_of_a_tally_does_not_grow_with_the_sample(small_tally: Callable[[], SampleTally]) -> None:
    tally = small_tally()
    for _ in range(50):
        tally.add(LUCK.lognormal(1.0, 1.0, 10_000))

    assert len(tally.sample().values) < 200_000  # 2^14 for each of a dozen octaves, not the 500,000 that came


def test_quality_is_counted_in_equal_bins() -> None:
    values = np.array([0.0, 0.009, 0.01, 0.5, 0.999, 1.0])
    found = sample_of(values).counts(100)

    assert found.sum() == 6
    assert found[[0, 1, 50, 99]].tolist() == [2, 1, 1, 2]


def tasks(**columns: list[float]) -> dict[str, np.ndarray]:
    rows = len(columns["arrived_at"])
    neutral = {
        "number": [float(row) for row in range(rows)],
        "parent": [-1.0] * rows,
        "defective": [0.0] * rows,
        "value": [1.0] * rows,
        "quality": [0.5] * rows,
    }
    return {name: np.array(values) for name, values in (neutral | columns).items()}


def test_weeks_are_the_same_whatever_the_portions() -> None:
    arrived = np.sort(LUCK.uniform(0.0, 1000.0, 400))
    left = arrived + LUCK.exponential(60.0, 400)
    left[left >= 1000.0] = np.nan
    at_once, in_portions = WeekTally(1000.0), WeekTally(1000.0)
    at_once.add(tasks(arrived_at=arrived.tolist(), delivered_at=left.tolist()))
    for rows in np.array_split(LUCK.permutation(400), 9):
        in_portions.add(tasks(arrived_at=arrived[rows].tolist(), delivered_at=left[rows].tolist()))

    for name, column in at_once.columns().items():
        np.testing.assert_array_equal(in_portions.columns()[name], column)


def test_hours_inside_are_those_that_each_task_spends_in_the_week() -> None:
    tally = WeekTally(400.0)
    tally.add(tasks(arrived_at=[10.0, 100.0, 350.0], delivered_at=[20.0, 200.0, np.nan]))
    columns = tally.columns()

    np.testing.assert_allclose(columns["mean_wip"], [(10 + 68) / 168, 32 / 168, 50 / 64], rtol=1e-14)
    np.testing.assert_array_equal(columns["wip"], [1, 0, 1])
    np.testing.assert_array_equal(columns["arrivals"], [2, 0, 1])
    np.testing.assert_array_equal(columns["delivered"], [1, 1, 0])


def test_ratings_are_whole_marks_added_up_by_actor_and_step() -> None:
    visits = {
        "actor": np.array([1, 0, 1, 1, 0, 1]),
        "step": np.array([0, 1, 0, 1, 1, 0]),
        "quality": np.array([0.5, 0.25, 0.75, np.nan, 1.0, 0.125]),
    }
    found = ratings_of(visits, np.array([True, True, True, True, True, False]), actors=2, steps=2)

    assert found.count.tolist() == [[0, 2], [2, 0]]
    assert (found.total / MARKS).tolist() == [[0.0, 1.25], [1.25, 0.0]]
    assert (found.squares / MARKS**2).tolist() == [[0.0, 1.0625], [0.8125, 0.0]]


def test_marks_are_right_to_four_millionths_of_the_scale() -> None:
    quality = LUCK.uniform(0.0, 1.0, 1000)
    ones = np.zeros(1000, np.int64)
    numbered = {"actor": np.arange(1000), "step": ones, "quality": quality}
    found = ratings_of(numbered, np.ones(1000, bool), actors=1000, steps=1)

    assert np.abs(found.total[:, 0] / MARKS - quality).max() <= 0.5 / MARKS < 2e-6


def test_a_task_of_a_snapshot_is_inside_from_the_start_and_no_arrival() -> None:
    """Two open tasks and one that arrives; the repair of an open one arrives like any task."""
    tally = WeekTally(336.0)
    tally.add(
        tasks(
            number=[-2, -1, 0, -2],
            parent=[-1, -1, -1, 0],
            arrived_at=[-500.0, 0.0, 84.0, 200.0],
            delivered_at=[42.0, np.nan, 126.0, np.nan],
        )
    )
    weeks = tally.columns()

    assert np.asarray(weeks["arrivals"]).tolist() == [1, 1]
    assert np.asarray(weeks["wip"]).tolist() == [1, 2]
    assert np.asarray(weeks["mean_wip"]).tolist() == [(42 + 168 + 42) / 168, (168 + 136) / 168]
