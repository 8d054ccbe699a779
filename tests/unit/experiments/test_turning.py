"""What would change the verdict: which inputs are moved, how far, and who is ahead then."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.experiments.sweeping.design import design_of
from sim.experiments.sweeping.findings import Sweep
from sim.experiments.turning import MOST_MOVES, Outcome, ahead, moves, turns
from sim.measures.measure import Direction
from sim.scenario.load import LoadedScenario, load_scenario
from tests.report.conftest import MEASURES, made_up_comparison

SCENARIO = """
scenario: Desk
run_length: 4 weeks
task_types:
  ticket: {arrivals: {rate: 30 per week}, route: [answer]}
  call: {arrivals: {rate: '1,200 per month'}, route: [answer]}
steps:
  answer: {service_time: 30 min, done_by: [agents, lead], assisted_by: helper, exposure: 40 %, work: writing,
           skills: {writing: 100 %}, difficulty: 0.4}
people:
  agents: {headcount: 12, skills: {writing: 0.6}}
  lead: {headcount: 1, skills: {writing: 0.6}}
tools:
  helper: {capability: {writing: 0.9}, jaggedness: 0.1}
strategies:
  upskill: [{set: {people.agents.headcount: 13}}]
  upgrade tools: [{set: {people.agents.headcount: 14}}]
"""


@pytest.fixture
def loaded(tmp_path: Path) -> LoadedScenario:
    path = tmp_path / "scenario.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return load_scenario(path)


def test_inputs_move_by_a_fifth_and_nobody_who_is_alone_is_sent_home(loaded: LoadedScenario) -> None:
    assert moves(loaded) == [
        {"people.agents.headcount": 10},
        {"people.agents.headcount": 14},
        {"people.lead.headcount": 2},
        {"task_types.ticket.arrivals.rate": "24 per week"},
        {"task_types.ticket.arrivals.rate": "36 per week"},
        {"task_types.call.arrivals.rate": "960 per month"},
        {"task_types.call.arrivals.rate": "1440 per month"},
        {"tools.helper.capability.writing": 0.72},
        {"tools.helper.capability.writing": 1.0},
    ]
    for point in moves(loaded):
        loaded.at(point)


def test_a_large_scenario_moves_so_many_inputs_and_no_more(tmp_path: Path) -> None:
    people = "\n".join(f"  team_{number}: {{headcount: 5}}" for number in range(MOST_MOVES))
    text = f"""
scenario: Many teams
run_length: 1 week
task_types: {{ticket: {{arrivals: 30 per week, route: [answer]}}}}
steps: {{answer: {{service_time: 30 min, done_by: [team_0]}}}}
people:
{people}
"""
    path = tmp_path / "scenario.yaml"
    path.write_text(text, encoding="utf-8")

    assert len(moves(load_scenario(path))) == MOST_MOVES


def swept(loaded: LoadedScenario, leads: list[float], measure: int = 0) -> Sweep:
    """A sweep in which 'upskill' is ahead of 'upgrade tools' by so much at each point, with little luck."""
    comparison = made_up_comparison(["do nothing", "upskill", "upgrade tools"])
    points = [{}, *moves(loaded)[: len(leads) - 1]]
    luck = np.random.default_rng(3).normal(0.0, 0.1, (len(leads), 3, 10, len(MEASURES)))
    luck[:, 1, :, measure] += np.array(leads)[:, None]
    luck[:, 0] -= 50.0 if MEASURES[measure].direction is Direction.LARGER else -50.0
    return Sweep(
        "Desk", "", "USD", "", design_of(points, loaded), {"people.agents.headcount": 12},
        tuple(comparison.replications), MEASURES, comparison.foreground, luck, (), 10, 1, "reference",
    )  # fmt: skip


def test_who_is_ahead_after_each_move_is_told_with_its_lead(loaded: LoadedScenario) -> None:
    comparison = replace(
        made_up_comparison(["do nothing", "upskill", "upgrade tools"]), budget=None, matters_from={}
    )
    better = ahead(comparison)
    assert better == "upgrade tools"
    found = turns(comparison, swept(loaded, [-1.0, 0.0, 1.0]))

    assert [turn.outcome for turn in found] == [Outcome.SAME, Outcome.OPEN, Outcome.OTHER]
    assert [turn.rival for turn in found] == ["upskill"] * 3
    assert [turn.key for turn in found] == ["", "people.agents.headcount", "people.agents.headcount"]
    assert [(turn.value, turn.stated) for turn in found[1:]] == [("10", "12"), ("14", "12")]
    assert found[0].lead.mean == pytest.approx(1.0, abs=0.1)


def test_who_is_ahead_must_be_clear_of_every_rival(loaded: LoadedScenario) -> None:
    """A rival that is far behind on average may be the best for all one knows, where it varies much."""
    comparison = replace(
        made_up_comparison(["do nothing", "upskill", "upgrade tools"]), budget=None, matters_from={}
    )
    steady = swept(loaded, [-1.0, -1.0])
    values = steady.values.copy()
    values[1, 0] = np.random.default_rng(4).normal(-3.0, 30.0, values[1, 0].shape)
    found = turns(comparison, replace(steady, values=values))

    assert [turn.outcome for turn in found] == [Outcome.SAME, Outcome.OPEN]
    assert [turn.rival for turn in found] == ["upskill"] * 2


def test_a_lead_that_does_not_matter_is_not_told_apart(loaded: LoadedScenario) -> None:
    comparison = made_up_comparison(["do nothing", "upskill", "upgrade tools"])
    comparison = replace(comparison, budget=None, matters_from={"throughput": 2.0})
    found = turns(comparison, swept(loaded, [-1.0, -3.0]))

    assert [turn.outcome for turn in found] == [Outcome.OPEN, Outcome.SAME]


def test_where_less_is_better_less_is_ahead(loaded: LoadedScenario) -> None:
    comparison = made_up_comparison(["do nothing", "upskill", "upgrade tools"])
    comparison = replace(comparison, budget=None, matters_from={}, foreground=("flow_time",))
    found = turns(comparison, swept(loaded, [1.0, -1.0], measure=1))

    assert ahead(comparison) == "upgrade tools"
    assert [turn.outcome for turn in found] == [Outcome.SAME, Outcome.OTHER]


def test_a_strategy_over_the_budget_is_neither_ahead_nor_a_rival(loaded: LoadedScenario) -> None:
    comparison = made_up_comparison(["do nothing", "upskill", "upgrade tools"])
    dear = replace(comparison.spending["upgrade tools"], mean=1e9, half_width=0.0)
    comparison = replace(comparison, spending=comparison.spending | {"upgrade tools": dear}, matters_from={})
    found = turns(comparison, swept(loaded, [1.0, 1.0]))

    assert ahead(comparison) == "upskill"
    assert [turn.rival for turn in found] == ["do nothing"] * 2
