"""Work in process that grows to the end is told as growth, a peak as a peak, and ups and downs not at all."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from sim.experiments.findings import Replications
from sim.experiments.trends import growing

WEEK = 168.0
Results = Callable[..., Replications]


def with_inside(
    result: Replications, inside: np.ndarray, arrivals: np.ndarray | float = 50.0
) -> Replications:
    """Return replications whose weekly work in process is given, shape (replications, weeks)."""
    weeks = np.arange(1, inside.shape[1] + 1)
    series = {"mean_wip": inside, "arrivals": np.broadcast_to(arrivals, inside.shape)}
    return replace(result, weeks=weeks, series=series)


@pytest.fixture
def result(replications: Results) -> Replications:
    return replications("do nothing", {"throughput": [1.0] * 10})


def noisy(course: np.ndarray) -> np.ndarray:
    """Return ten replications of a course, each a little beside it; their median is the course."""
    return course + np.linspace(-0.3, 0.3, 10)[:, None]


def test_work_in_process_that_grows_is_told_with_its_medians(result: Replications) -> None:
    """10 + 5 a week, warm-up of two weeks: 20 in week 3, 65 in week 12."""
    (said,) = growing(
        {"do nothing": with_inside(result, noisy(10.0 + 5.0 * np.arange(12)))}, 336.0, 12 * WEEK
    )

    assert said == (
        "work in process still grows at the end of the run under 'do nothing' (about 20 tasks in week 3, "
        "about 65 in week 12): more arrives than is done, so flow time and work in process would be higher "
        "still in a longer run (medians over 10 replications)"
    )


def test_the_sizes_are_those_of_the_picture_and_not_of_a_straight_line(result: Replications) -> None:
    """One replication of ten grows twice as fast: the mean of the last week is 69.5, the median 65."""
    inside = noisy(10.0 + 5.0 * np.arange(12))
    inside[9, 2:] += 5.0 * np.arange(10)

    (said,) = growing({"do nothing": with_inside(result, inside)}, 336.0, 12 * WEEK)

    assert "(about 20 tasks in week 3, about 65 in week 12)" in said


def test_growth_with_more_demand_at_the_end_promises_nothing_of_a_longer_run(result: Replications) -> None:
    """A season in the last eight of 52 weeks."""
    weeks = np.arange(52)
    season = np.clip(weeks - 44, 0, None)

    (said,) = growing(
        {"do nothing": with_inside(result, noisy(6.0 + 20.0 * season), 50.0 + 20.0 * (season > 0))},
        0.0,
        52 * WEEK,
    )

    assert "about 6 tasks in week 1, about 146 in week 52" in said
    assert "in a season or with growing demand" in said
    assert "longer run" not in said


def test_a_backlog_that_has_come_down_at_the_end_is_a_peak(result: Replications) -> None:
    """Up from week 30 to 120 in week 41, then down again; a line through the weeks rises all the same."""
    weeks = np.arange(1, 53)
    hill = np.clip(120.0 - 10.0 * np.abs(weeks - 41), 6.0, None)

    said = growing({"do nothing": with_inside(result, noisy(hill))}, 0.0, 52 * WEEK)

    assert said == (
        "work in process rises for a time and comes down again under 'do nothing' (to about 120 tasks around "
        "week 41) (medians over 10 replications)",
    )


def test_a_backlog_that_is_level_over_the_last_third_does_not_grow(result: Replications) -> None:
    level = np.minimum(10.0 * np.arange(30), 100.0)

    assert growing({"do nothing": with_inside(result, noisy(level))}, 0.0, 30 * WEEK) == ()


def test_work_in_process_that_goes_up_and_down_is_not_told(result: Replications) -> None:
    """Walks around a level are steep in single replications, but in either direction."""
    luck = np.random.default_rng(2).normal(0.0, 1.0, (10, 40))
    inside = 20.0 + np.cumsum(luck, axis=1)

    assert growing({"do nothing": with_inside(result, inside)}, 0.0, 40 * WEEK) == ()


def test_a_small_rise_is_not_told_however_sure(result: Replications) -> None:
    inside = np.tile(100.0 + 0.5 * np.arange(20), (10, 1)) + np.arange(10)[:, None]

    assert growing({"do nothing": with_inside(result, inside)}, 0.0, 20 * WEEK) == ()


def test_a_broken_last_week_does_not_count(result: Replications) -> None:
    inside = np.full((10, 13), 20.0) + np.random.default_rng(3).normal(0.0, 0.1, (10, 13))
    inside[:, -1] = 500.0

    assert growing({"do nothing": with_inside(result, inside)}, 0.0, 12.5 * WEEK) == ()


def test_one_replication_shows_no_growth(replications: Results) -> None:
    alone = with_inside(replications("do nothing", {"throughput": [1.0]}), np.arange(20.0)[None, :])

    assert growing({"do nothing": alone}, 0.0, 20 * WEEK) == ()
