"""Which notes of a file concern the strategies that are run."""

from pathlib import Path

import pytest

from sim.experiments.compare import compare
from sim.experiments.remarks import notes_on, without_place
from sim.scenario.load import LoadedScenario, load_scenario

DESK = """\
scenario: Desk
run_length: 2 weeks
task_types:
  ticket: {arrivals: {rate: 30 per week, hours: Mon-Fri 9:00-17:00}, route: [answer]}
steps:
  answer: {service_time: 30 min, done_by: [agents], assisted_by: AI assistant, exposure: 0 %}
people:
  agents: {headcount: 1, hours: Mon-Fri 9:00-17:00}
tools:
  AI assistant: {price: 10 USD per month}
strategies:
  with AI: [set: {steps.answer.exposure: 40 %}]
  one more: [set: {people.agents.headcount: 2}]
  both: {combine: [with AI, one more]}
"""


@pytest.fixture
def desk(tmp_path: Path) -> LoadedScenario:
    path = tmp_path / "desk.yaml"
    path.write_text(DESK, encoding="utf-8")
    loaded = load_scenario(path)
    assert [note for note in loaded.notes if "given all that it can take" in note]
    return loaded


@pytest.mark.parametrize(("strategy", "works"), [("with AI", True), ("both", True), ("one more", False)])
def test_a_note_on_a_tool_concerns_those_who_use_it(desk: LoadedScenario, strategy: str, works: bool) -> None:
    notes = notes_on(desk, ["do nothing", strategy], "")

    assert any("given all that it can take" in note for note in notes) is works
    assert not any("\n" in note for note in notes)


def test_a_comparison_carries_the_notes_on_its_strategies(desk: LoadedScenario) -> None:
    with_tool, without = (compare(desk, [name], replications=1, jobs=1) for name in ("with AI", "one more"))

    assert any("given all that it can take" in note for note in with_tool.notes)
    assert not any("given all that it can take" in note for note in without.notes)


def test_a_remark_without_its_place_is_a_sentence(desk: LoadedScenario) -> None:
    note = next(note for note in notes_on(desk, ["with AI"], "") if "given all" in note)

    assert without_place(note).startswith(
        '"AI assistant": as nothing else is stated, it is given all that it can'
    )
    assert without_place("'a' may cost more") == "'a' may cost more."
