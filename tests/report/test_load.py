"""Load and queues in pictures: the numbers in the cells, what is said of them, and no warning."""

import warnings
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from sim.engines import get_engine
from sim.experiments.findings import Replications
from sim.report.load import load_picture
from sim.report.picture import Cast
from sim.report.queues import queue_picture
from sim.report.style import figure_style
from tests.running import run_text, shipped_model

WEEKS = 4
NAMES = (
    "content-agency",
    "living-agency",
    "todays-backlog",
    "late-project",
    "freelance-relief",
    "first-queue",
)


@pytest.fixture(autouse=True)
def _styled() -> object:
    with warnings.catch_warnings(), figure_style():
        warnings.simplefilter("error")
        yield


def busy(whole: Replications, **pools: float) -> Replications:
    """Return replications in which pools are busy for a share of 40 hours a week; nan: nobody is there."""
    shape = (len(whole.values), WEEKS)
    series = {}
    for pool, share in pools.items():
        there = 0.0 if np.isnan(share) else 40.0
        series[pool, "available_time"] = np.full(shape, there)
        series[pool, "busy_time"] = np.full(shape, 0.0 if np.isnan(share) else there * share)
    return replace(whole, weeks=np.arange(1, WEEKS + 1), pool_series=series)


def test_a_column_is_a_week_under_one_strategy(replicated: Callable[..., Replications]) -> None:
    one = busy(replicated("upskill", replications=3), writers=0.8, editors=0.5, assistant=0.0)
    picture = load_picture(Cast([one], "", WEEKS * 168.0, 0.0))
    assert picture is not None

    (ax,) = picture.figure.axes
    assert [label.get_text() for label in ax.get_yticklabels()] == ["writers", "editors"]
    assert [text.get_text() for text in ax.texts] == ["80"] * WEEKS + ["50"] * WEEKS
    assert [label.get_text() for label in ax.get_xticklabels()] == ["1", "2", "3", "4"]
    assert picture.alt.endswith(
        "writers: 80 on average, at most 80 in week 1; editors: 50 on average, at most 50 in week 1."
    )


def test_a_column_is_a_strategy_where_there_are_several(replicated: Callable[..., Replications]) -> None:
    base = busy(replicated("do nothing", replications=3), writers=0.8, helpers=np.nan)
    other = busy(replicated("upskill", replications=3), writers=0.6, helpers=0.25)
    picture = load_picture(Cast([base, other], "do nothing", WEEKS * 168.0, 168.0))
    assert picture is not None

    (ax,) = picture.figure.axes
    assert [text.get_text() for text in ax.texts] == ["80", "60", "25"]
    assert "after the warm-up, mean over 3 replications" in picture.reading
    assert picture.alt.endswith(
        "writers: do nothing 80, upskill 60; helpers: do nothing nobody on duty, upskill 25."
    )


def test_it_says_how_sure_it_is(replicated: Callable[..., Replications]) -> None:
    one = busy(replicated("upskill", replications=2), writers=0.8)
    spread = one.pool_series["writers", "busy_time"].copy()
    spread[0] -= 4.0
    one = replace(one, pool_series={**one.pool_series, ("writers", "busy_time"): spread})

    picture = load_picture(Cast([one], "", WEEKS * 168.0, 0.0))

    assert picture is not None
    half_width = 12.706 * (10.0 / 2.0)  # t of 1 degree of freedom; two values 10 points apart
    assert f"each to ± {half_width:.1f} percentage points or better (95 %)" in picture.reading


def test_nobody_busy_is_no_picture(replicated: Callable[..., Replications]) -> None:
    idle = busy(replicated("upskill", replications=2), assistant=0.0)
    assert load_picture(Cast([idle], "", WEEKS * 168.0, 0.0)) is None


@pytest.mark.parametrize("name", NAMES)
def test_queues_are_drawn_of_one_run_that_is_named(name: str) -> None:
    picture = queue_picture(get_engine("reference")(shipped_model(name, "do nothing"), 1, 0))

    assert picture is not None
    assert picture.svg().startswith("<?xml")
    assert "of one run: replication 0 of seed 1" in picture.reading
    assert "on average, at most" in picture.alt


def test_where_nothing_waits_there_is_no_picture_of_queues() -> None:
    text = """
scenario: Idle
run_length: 1 week
task_types:
  letter: {arrivals: {every: 20 h}, route: [write]}
steps:
  write: {service_time: 1 h, done_by: [clerks]}
people:
  clerks: {headcount: 1, hours: always}
"""
    assert queue_picture(run_text(text)) is None
