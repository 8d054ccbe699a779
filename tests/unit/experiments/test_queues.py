"""Overloads that appear on paper, under a strategy or in a future, are told."""

from pathlib import Path

import pytest

from sim.experiments.compare import compare
from sim.experiments.queues import overloads
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


def test_comparison_carries_overload_and_growth(desk: LoadedScenario) -> None:
    found = compare(desk, ["slow", "two"], replications=3, jobs=1)

    overload, growth = found.warnings
    assert overload.startswith("under 'slow' night agents would have 60 h")
    assert growth.startswith("work in process still grows at the end of the run under 'slow' (about ")
    assert "'two'" not in growth


def test_comparison_carries_the_doubts_about_the_file_in_one_line_each(tmp_path: Path) -> None:
    path = tmp_path / "desk.yaml"
    path.write_text(DESK, encoding="utf-8")
    loaded = load_scenario(path)
    assert loaded.warnings

    found = compare(loaded, ["two"], replications=1, jobs=1)

    assert found.warnings == tuple(warning.partition("\n")[0] for warning in loaded.warnings)
