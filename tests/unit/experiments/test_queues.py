"""Queues that grow without end are told, and queues that merely go up and down are not."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.experiments.compare import compare
from sim.experiments.findings import Replications
from sim.experiments.queues import growing, overloads
from sim.scenario.load import LoadedScenario, load_scenario

DESK = """\
scenario: Desk
run_length: 12 weeks
warm_up: 2 weeks
task_types:
  ticket: {arrivals: 60 per week, route: [answer]}
steps:
  answer: {service_time: {exponential: 30 min}, done_by: [night_agents]}
people:
  night_agents: {headcount: 1, hours: Mon-Fri 9:00-17:00}
freelancers:
  helpers: {rate: 20 USD/h}
strategies:
  slow: [set: {steps.answer.service_time: {exponential: 60 min}}]
  slower: [set: {steps.answer.service_time: {exponential: 60 min}, people.night_agents.headcount: 1}]
  two: [set: {people.night_agents.headcount: 2}]
futures:
  boom: {task_types.ticket.arrivals: 120 per week}
"""
WEEK = 168.0


@pytest.fixture
def desk(tmp_path: Path) -> LoadedScenario:
    path = tmp_path / "desk.yaml"
    path.write_text(DESK.replace("freelancers:\n  helpers: {rate: 20 USD/h}\n", ""), encoding="utf-8")
    return load_scenario(path)


def test_overload_of_a_strategy_alone_is_told(desk: LoadedScenario) -> None:
    assert overloads(desk, ["do nothing", "slow", "two"], "") == (
        "under 'slow' night agents would have 60 h of work a week for 40 h (150 %), so the queue grows as "
        "long as the run lasts",
    )


def test_strategies_with_the_same_overload_share_a_sentence(desk: LoadedScenario) -> None:
    (said,) = overloads(desk, ["do nothing", "slow", "slower"], "")

    assert said.startswith("under 'slow' and 'slower' night agents would have 60 h")


def test_overload_of_a_future_is_told_with_the_strategies_that_it_hits(desk: LoadedScenario) -> None:
    assert overloads(desk, ["do nothing", "two"], "boom") == (
        "in the future 'boom' under 'do nothing' night agents would have 60 h of work a week for 40 h "
        "(150 %), so the queue grows as long as the run lasts",
    )


def test_what_is_overloaded_in_the_file_already_is_not_told_twice(tmp_path: Path) -> None:
    path = tmp_path / "desk.yaml"
    text = DESK.replace("60 per week", "90 per week").replace(
        "freelancers:\n  helpers: {rate: 20 USD/h}\n", ""
    )
    path.write_text(text, encoding="utf-8")
    loaded = load_scenario(path)

    assert "the queue grows as long as the run lasts" in loaded.warnings[0]
    assert overloads(loaded, ["do nothing", "two"], "boom") == ()


def test_nothing_is_said_without_an_overload(desk: LoadedScenario) -> None:
    assert overloads(desk, ["do nothing", "two"], "") == ()


Results = Callable[..., Replications]


def with_inside(result: Replications, inside: np.ndarray) -> Replications:
    """Return replications whose weekly work in process is given, shape (replications, weeks)."""
    weeks = np.arange(1, inside.shape[1] + 1)
    return replace(result, weeks=weeks, series={"mean_wip": inside})


@pytest.fixture
def result(replications: Results) -> Replications:
    return replications("do nothing", {"throughput": [1.0] * 10})


def test_work_in_process_that_grows_is_told_from_where_to_where(result: Replications) -> None:
    """10 + 5 a week, warm-up of two weeks: the line through weeks 3 to 12 goes from 20 to 65."""
    noise = np.random.default_rng(1).normal(0.0, 0.1, (10, 12))
    inside = 10.0 + 5.0 * np.arange(12) + noise

    (said,) = growing({"do nothing": with_inside(result, inside)}, 2 * WEEK, 12 * WEEK)

    assert said.startswith(
        "work in process keeps growing over the measured weeks under 'do nothing' (from about 20 to about 65 "
        "tasks): more arrives than is done"
    )


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


def test_comparison_carries_overload_and_growth(desk: LoadedScenario) -> None:
    found = compare(desk, ["slow", "two"], replications=3, jobs=1)

    overload, growth = found.warnings
    assert overload.startswith("under 'slow' night agents would have 60 h")
    assert "under 'slow' (from about" in growth
    assert "'two'" not in growth


def test_comparison_carries_the_doubts_about_the_file_in_one_line_each(tmp_path: Path) -> None:
    path = tmp_path / "desk.yaml"
    path.write_text(DESK, encoding="utf-8")
    loaded = load_scenario(path)
    assert loaded.warnings

    found = compare(loaded, ["two"], replications=1, jobs=1)

    assert found.warnings == tuple(warning.partition("\n")[0] for warning in loaded.warnings)
