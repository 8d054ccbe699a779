"""Break-even: when the sum of what a strategy brings beyond the baseline stays above zero."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from sim.experiments.break_even import MONEY, WORK, BreakEven, break_even
from sim.experiments.findings import Replications
from sim.report.break_even import _sentence
from sim.statistics.estimate import student_quantile

Results = Callable[..., Replications]


def result(replications: Results, good: np.ndarray, value: np.ndarray, cost: np.ndarray) -> Replications:
    weeks = np.arange(1, good.shape[1] + 1)
    made = replications("any", {"throughput": [1.0] * len(good)})
    return replace(made, weeks=weeks, series={"good": good, "value": value, "cost": cost})


def against_nothing(replications: Results, weekly: list[list[float]], counted: str = MONEY) -> BreakEven:
    """Return when weekly gains over a baseline of nothing break even."""
    gains = np.array(weekly, dtype=float)
    none = np.zeros_like(gains)
    own = result(replications, gains, gains, none)
    return break_even(result(replications, none, none, none), own, counted)


def test_an_investment_is_made_up_for_when_its_sum_crosses_zero(replications: Results) -> None:
    """-100, then +40 a week: half of the fourth week."""
    one = against_nothing(replications, [[-100.0, 40.0, 40.0, 40.0, 40.0]] * 3)

    assert (one.deepest, one.deepest_week) == (-100.0, 1)
    assert one.week == pytest.approx(3.5)
    assert (one.low, one.high) == (one.week, one.week)  # no replication differs
    assert one.at_end.mean == 60.0


def test_cost_counts_against_value(replications: Results) -> None:
    value, cost = np.full((2, 4), 50.0), np.array([[200.0, 0.0, 0.0, 0.0]] * 2)
    none = np.zeros((2, 4))

    one = break_even(result(replications, none, none, none), result(replications, none, value, cost), MONEY)

    assert one.deepest == -150.0
    assert one.week == pytest.approx(4.0)


def test_the_last_crossing_counts(replications: Results) -> None:
    one = against_nothing(replications, [[-10.0, 20.0, -30.0, 10.0, 20.0]] * 2)

    assert one.week == pytest.approx(4.5)  # sums -10, 10, -20, -10, 10


def test_what_is_never_behind_is_no_investment(replications: Results) -> None:
    one = against_nothing(replications, [[0.0, 5.0, -5.0, 1.0]] * 2)

    assert not one.is_an_investment
    assert one.week == 0.0


def test_chance_alone_makes_no_investment(replications: Results) -> None:
    noise = np.random.default_rng(3).normal(0.0, 10.0, (20, 30))

    assert not against_nothing(replications, noise.tolist()).is_an_investment


def test_what_never_pays_says_so(replications: Results) -> None:
    one = against_nothing(replications, [[-100.0, 1.0, 1.0]] * 4)

    assert math.isinf(one.week)
    said = _sentence("course", one, "USD")
    assert said == (
        "'course' is behind at first, by 100 USD at the end of week 1; it does not make up for it within the "
        "run (-98 USD at the end)."
    )


def test_what_costs_to_the_end_is_no_investment_that_pays_late(replications: Results) -> None:
    said = _sentence("rent", against_nothing(replications, [[-10.0, -10.0, -10.0]] * 4), "USD")

    assert said == "'rent' costs more than it brings to the end of the run: -30 USD by then."


def test_the_week_is_told_with_its_interval(replications: Results) -> None:
    gains = [[-100.0, *([step] * 11)] for step in (18.0, 20.0, 22.0, 24.0)]

    said = _sentence("course", against_nothing(replications, gains), "USD")
    sure = _sentence("course", against_nothing(replications, [[-100.0, 40.0, 40.0, 40.0]] * 3), "USD")

    assert said.startswith(
        "'course' is behind at first, by 100 USD at the end of week 1; it has made up for it in week 6 "
        "(between week 5 and week 7, 95 %), +131 "
    )
    assert "in week 4 (95 %: the same week), +20 USD" in sure


def test_the_interval_is_where_the_ends_of_the_band_cross(replications: Results) -> None:
    gains = np.array([[-100.0, *([step] * 9)] for step in (18.0, 20.0, 22.0, 24.0)])
    one = against_nothing(replications, gains.tolist(), WORK)
    weeks = np.arange(10)
    mean = -100.0 + 21.0 * weeks
    half = student_quantile(0.975, 3) * np.std([18.0, 20.0, 22.0, 24.0], ddof=1) / 2.0 * weeks

    assert one.week == pytest.approx(1 + 100.0 / 21.0)
    assert np.interp(one.low, weeks + 1, mean + half) == pytest.approx(0.0, abs=1e-9)
    assert np.interp(one.high, weeks + 1, mean - half) == pytest.approx(0.0, abs=1e-9)


def test_one_replication_has_no_interval(replications: Results) -> None:
    one = against_nothing(replications, [[-100.0, 60.0, 60.0]])

    assert one.week == pytest.approx(1 + 100.0 / 60.0)
    assert math.isinf(one.high)
