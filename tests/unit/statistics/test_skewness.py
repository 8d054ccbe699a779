"""Intervals that allow for skewness, against numbers worked out by hand."""

import math

import numpy as np
import pytest

from sim.statistics.estimate import estimate
from sim.statistics.skewness import corrected, skewed

ONE_EXCEPTION = np.array([0.0] * 9 + [10.0])
"""Ten replications of which one makes the mean: m₂ = 9, m₃ = 72, so that G₁ = 8/3."""


def test_cochran_asks_for_25_times_the_squared_skewness() -> None:
    found = skewed(ONE_EXCEPTION)

    assert found is not None
    assert found.replications == math.ceil(25.0 * (8.0 / 3.0) ** 2)


def test_the_corrected_interval_reaches_to_the_side_of_the_exception() -> None:
    """Hall's transformation, worked out: t = 2.26216, s/√n = 1, γ/√n = 0.84327."""
    low, high = corrected(ONE_EXCEPTION)
    bend = 8.0 / 3.0 / math.sqrt(10.0)

    for end, normal in ((low, 2.262157), (high, -2.262157)):
        studentised = 1.0 - end
        forward = studentised + bend * studentised**2 / 3.0 + bend**2 * studentised**3 / 27.0 + bend / 6.0
        assert forward == pytest.approx(normal, abs=1e-5)
    assert 1.0 - low < high - 1.0


def test_what_is_even_keeps_the_interval_of_student() -> None:
    values = np.array([1.0, 2.0, 4.0, 5.0])
    found = estimate(values)

    assert corrected(values) == pytest.approx((found.low, found.high), abs=1e-12)


@pytest.mark.parametrize(
    "values",
    [
        np.array([]),
        np.array([1.0, 9.0]),
        np.full(20, 3.0),
        np.full(20, math.nan),
        np.linspace(-1.0, 1.0, 20),
        np.tile(ONE_EXCEPTION, 20),
    ],
    ids=["none", "two", "constant", "undefined", "even", "enough"],
)
def test_nothing_is_told_where_nothing_is_asked(values: np.ndarray) -> None:
    assert skewed(values) is None


def test_a_replication_without_a_value_does_not_count() -> None:
    assert skewed(np.append(ONE_EXCEPTION, math.nan)) == skewed(ONE_EXCEPTION)


def test_the_side_does_not_matter() -> None:
    up, down = skewed(ONE_EXCEPTION), skewed(-ONE_EXCEPTION)

    assert up is not None
    assert down is not None
    assert (down.low, down.high) == pytest.approx((-up.high, -up.low))
