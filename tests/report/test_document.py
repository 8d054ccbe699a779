"""The documentation of a scenario has every item of STRESS-DES and of ODD, filled from the model."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.report.document import document, odd, stress
from sim.scenario.load import load_scenario
from tests.cli.conftest import ask

__all__ = ["ask"]
SCENARIOS = Path(__file__).parents[2] / "scenarios"
ITEMS = [
    *("1.1", "1.2", "1.3"),
    *("2.1", "2.2", "2.3", "2.4", "2.5.1", "2.5.2", "2.5.3", "2.5.4", "2.5.5"),
    *("3.1", "3.2", "3.3", "3.4"),
    *("4.1", "4.2", "4.3"),
    *("5.1", "5.2", "5.3", "5.4"),
    "6.1",
]
TWO_KINDS = """\
scenario: Desk
run_length: 8 weeks
task_types:
  ticket: {arrivals: {rate: 60 per week, hours: Mon-Fri 9:00-17:00}, route: [answer, note]}
steps:
  answer: {service_time: 1 h, done_by: [agents], skills: {support: 100 %}, assisted_by: bot, work: support}
  note: {service_time: 10 min, done_by: [agents], skills: {writing: 100 %}, assisted_by: bot, work: writing}
people:
  agents: {headcount: 3, hours: Mon-Fri 9:00-17:00, skills: {support: 0.6, writing: 0.6}}
tools: {bot: {}}
checks:
  nobody: {set: {people.agents.headcount: 0}, expect: throughput falls}
"""
NAMES = ("first-queue", "content-agency", "living-agency", "brooks-law")


@pytest.mark.parametrize("name", NAMES)
def test_every_item_is_there_and_says_something(name: str) -> None:
    loaded = load_scenario(SCENARIOS / name)
    chapters = [chapter for _, chapters in stress(loaded) for chapter in chapters]

    assert [number for number, _, _ in chapters] == ITEMS
    silent = {number for number, _, said in chapters if not said}
    assert silent <= {"3.3", "3.4"}  # a plain queue takes nothing from presets and assumes nothing
    assert len(odd(loaded)) == 7


def test_it_is_filled_from_the_model() -> None:
    text = document(load_scenario(SCENARIOS / "living-agency"))

    assert "service_time.assisted_time_factor: time with a tool over time without" in text
    assert "`f = 1 - e u (1 - o r)`" in text
    assert "Loop learning-by-doing (R)" in text
    assert "Tatel, Corey E. and Ackerman, Phillip L. (2025)" in text
    assert "behaviour.forgetting: 11 months (6.5 months to 13 months) [S1] Half of the gain" in text
    assert "week end, lever, week, tool ready, complete, transit, shift, offer, join, return, arrive" in text


def test_what_strategies_and_futures_bring_is_told() -> None:
    text = document(load_scenario(SCENARIOS / "ai-support"))
    shocks = document(load_scenario(SCENARIOS / "winners-and-losers"))

    assert "steps.answer.overhead under 'assistant': 66 % (60 % to 75 %) [D]" in text
    assert "service_time.assisted_time_factor" in text
    assert "task_types.writing.arrivals.changes[0].by under 'what was caused': -30 %" in shocks


def test_calibration_is_told_where_published_numbers_stand_beside(ask: Callable[..., Any]) -> None:
    with_them = ask("document", str(SCENARIOS / "together")).out
    without = ask("document", str(SCENARIOS / "content-agency")).out

    assert "- tools.tool.capability was fitted to: all, against people alone." in with_them
    assert "- These judge, nothing was fitted to them: decisions, against the better of the two;" in with_them
    assert "3.5 Calibration" not in without


def test_every_step_has_its_own_ranges_and_what_must_hold_is_told(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text(TWO_KINDS, encoding="utf-8")
    text = document(load_scenario(tmp_path))

    assert "steps.answer.reliance: 38 % (23 % to 50 %) [S2]" in text
    assert "steps.note.reliance: 60 % (50 % to 75 %) [D]" in text
    assert "It must hold, nobody: throughput falls, if agents: headcount 3 → 0 persons." in text


def test_what_a_plain_queue_does_not_do_is_not_told() -> None:
    text = document(load_scenario(SCENARIOS / "first-queue"))

    assert "Loop " not in text
    assert "learning" not in text.partition("## 3 Data")[0].partition("### 2.4")[2]


def test_the_verb_writes_a_file_or_prints(
    ask: Callable[..., Any],
    tmp_path: Path,
) -> None:
    path = SCENARIOS / "first-queue"
    printed = ask("document", path)
    written = ask("document", path, "--output", tmp_path / "study.md")

    assert printed.out == (tmp_path / "study.md").read_text(encoding="utf-8")
    assert (written.code, written.err) == (0, f"{tmp_path / 'study.md'}: written\n")
