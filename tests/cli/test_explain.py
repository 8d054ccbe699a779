"""Explain says in sentences what a file describes; resolve and diff say the rest."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from sim.cli.output import wrapped
from sim.scenario import schema
from sim.scenario.load import load_scenario
from sim.scenario.telling.assumed import ASSUMPTIONS
from sim.scenario.telling.explain import explain
from sim.scenario.telling.mechanisms import MECHANISMS
from sim.scenario.telling.wording import spoken

Ask = Callable[..., Any]
RICH = Path(__file__).parent / "rich_scenario.yaml"


STATED = """
5 January 2026 | 2026-04-03 | 26 weeks | at most 200 tasks | 30 min | 20 per week | +2 % per month
130 % on Mon | Mon-Fri 8:00-18:00 | week 9 | -19 % | 450 USD | 5 working days | 15 % high
50 % of its value | 20 % of the defective | 40 min on average | 30 customers | 3 weeks on average
draft and sketch-layout | legal (10 %) | straight on (90 %) | 5 % back to brief | 0.5 ± 0.1 | below 0.6
8 % of the visits | between 1 h and 4 h, most often 2 h | gamma, cv 0.4 | handed over
finished after the end | at most 90 % | 5 % of the good work | 1.5 times | at most twice
whoever did it | 36 USD/h | 50 % more | Ada | 36 h a week | most skilled | 9:00-12:00 and 13:00-17:00
4 times as fast | 2 visits at a time | 100 per hour | writers only | 0.18 | 0.02 USD per use
2026-03-02 on for 1 calendar day | 15-40 USD/h | 38 % of the searches | 5 % on top | cheapest
+0.25 in AI literacy | 7,200 USD for 6 persons | month 3 | 5,000 USD once | 2 more seats | week 20
40,000 USD | headcount 3 → 4 persons | rework effort 40 → 30 % | upskill, new tool and flexible together
20 → 15 per week | 120,000 USD | 1 per week
"""
"""What the rich scenario states, in the words of the explanation."""


def test_explain_reads_like_this(ask: Ask, small: Path) -> None:
    answer = ask("explain", small)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (Path(__file__).parent / "small_explained.txt").read_text(encoding="utf-8")


def test_every_number_and_name_of_a_rich_file_is_said() -> None:
    """Whatever a planner stated appears in the explanation, in the words or in other units."""
    text = explain(load_scenario(RICH))
    stated = [words for line in STATED.strip().splitlines() for words in line.split(" | ")]
    lower = text.lower()
    assert [words for words in stated if words.lower() not in lower] == []


def test_every_thing_with_a_name_is_mentioned() -> None:
    loaded = load_scenario(RICH)
    text = explain(loaded)
    scenario = loaded.scenario
    things = (scenario.task_types, scenario.steps, scenario.people, scenario.tools, scenario.freelancers)
    names = [name for group in (*things, scenario.strategies, scenario.futures) for name in group]
    assert [name for name in names if spoken(name) not in text] == []


def test_a_mechanism_is_either_on_or_named_as_off(small: Path) -> None:
    for path in (RICH, small):
        text = explain(load_scenario(path))
        off = re.findall(r"^- Off(?: until '.*' switches it on)?: (.*)\.$", text, re.MULTILINE)
        is_off = {name for line in off for name in re.split(", | and ", line)}
        is_on = {mechanism.name for mechanism in MECHANISMS if f"- {mechanism.name}: " in text}
        assert is_on | is_off == {mechanism.name for mechanism in MECHANISMS}
        assert is_on & is_off == set()


def test_a_strategy_is_told_with_its_set_levers_in_place(ask: Ask, small: Path) -> None:
    told = ask("explain", small, "--strategy", "third clerk").out
    assert "- clerks: 3 persons at 30 EUR/h" in told
    assert "- third clerk: clerks: headcount 2 → 3 persons." in told


def test_a_future_is_told_in_place(ask: Ask, small: Path) -> None:
    assert "- request: 40 per week arrive" in ask("explain", small, "--future", "boom").out


def test_every_value_that_the_schema_marks_as_assumed_is_owned_up_to() -> None:
    """A key marked `(assumed)` is in the list of assumptions, or does nothing when it is left out."""
    marked = {
        f"{model.__name__}.{name}"
        for model in vars(schema).values()
        if isinstance(model, type) and issubclass(model, BaseModel)
        for name, field in model.model_fields.items()
        if "assumed" in (field.description or "") and field.default not in (0, 0.0)
    }
    assert marked == {assumption.key for assumption in ASSUMPTIONS}


DESK_WITH_TOOL = """\
scenario: Desk
run_length: 8 weeks
behaviour: knowledge-work
task_types: {chat: {arrivals: 60 per week, route: [answer]}}
steps:
  answer: {service_time: 1 h, done_by: [agents], skills: {support: 1}, assisted_by: bot, exposure: 50 %OWN}
people: {agents: {headcount: 3, skills: {support: 0.62}}}
tools: {bot: {capability: {support: 0.7}, price: 1 USD per month}}
"""


def test_values_of_a_preset_are_told_with_their_source(small: Path) -> None:
    text = (small / "scenario.yaml").read_text(encoding="utf-8").replace("EUR", "USD")
    (small / "scenario.yaml").write_text(text + "behaviour: knowledge-work\n", encoding="utf-8")
    told = explain(load_scenario(small))
    published, assumed = told.split("What is taken from presets")[1].split("What is assumed")
    assert "- behaviour.reliance: 38 % (23 % to 50 %) [S2] Share of suggestions followed" in published
    assert "- behaviour.quality_noise: 0.5 (0.2 to 1) [A] Assumed" in assumed


@pytest.mark.parametrize(("own", "is_told"), [("", True), (", reliance: 50 %", False)])
def test_a_value_of_a_preset_that_nothing_uses_is_not_told(small: Path, own: str, is_told: bool) -> None:
    text = DESK_WITH_TOOL.replace("OWN", own)
    (small / "scenario.yaml").write_text(text, encoding="utf-8")
    told = explain(load_scenario(small))

    assert ("behaviour.reliance: 38 %" in told) is is_told
    assert "behaviour.overhead: 33 %" in told


def test_long_lines_hang_under_their_first_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    assert wrapped("- one two three four five six seven") == "- one two three four five six\n  seven"


def with_strategy(small: Path, lever: str, more: str = "") -> Path:
    text = (small / "scenario.yaml").read_text(encoding="utf-8")
    text = text.replace("strategies:\n", f"strategies:\n  other: [set: {lever}]\n")
    (small / "scenario.yaml").write_text(f"{text}{more}", encoding="utf-8")
    return small


def test_a_mechanism_that_a_strategy_switches_on_is_said_to_wait_for_it(small: Path) -> None:
    path = with_strategy(small, "{steps.answer.hand_off: {delay: 1 h}, steps.check.work_in_process_limit: 3}")
    told = explain(load_scenario(path))
    assert "- Off until 'other' switches it on: hand-off losses and limits on work in process." in told
    assert "hand-off losses" not in told.partition("- Off: ")[2].partition("\n")[0]
    assert "Off until" not in explain(load_scenario(path), "third clerk")


def test_a_worker_that_a_strategy_adds_is_told_as_new(small: Path) -> None:
    lever = "{people.clerks: {headcount: 3, workers: {Part timer: {hours: Mon-Fri 9:00-13:00}}}}"
    loaded = load_scenario(with_strategy(small, lever))
    told = explain(loaded)
    assert "clerks: workers Part timer is new (hours Mon-Fri 9:00-13:00)" in told
    assert "By name: Part timer (Mon-Fri 9:00-13:00)." in explain(loaded, "other")


def test_measures_have_the_title_of_tables_and_a_budget_says_what_it_covers(small: Path) -> None:
    compare = "compare: {budget: 5218 EUR per year, measures: [on_time_share, utilisation.clerks]}\n"
    told = explain(load_scenario(with_strategy(small, "{people.clerks.wage: 31 EUR/h}", compare)))
    assert "- share on time.\n- utilisation of clerks.\n" in told
    budget = "- Each may cost 400.01 EUR beside it over the whole run of 4 weeks, warm-up included.\n"
    assert budget in told


def test_what_matters_has_the_unit_of_its_measure(small: Path) -> None:
    measures = (
        "{throughput: {matters_from: 1}, quality: {matters_from: 0.01, at_least: 60 %}, "
        "cost_per_good_task: {matters_from: 0.5, precision: 2 %}}"
    )
    compare = f"compare: {{measures: {measures}}}\n"
    told = explain(load_scenario(with_strategy(small, "{people.clerks.wage: 31 EUR/h}", compare)))
    assert "- throughput: a difference matters from 1 task per week on.\n" in told
    assert "from 0.01 (on a scale from 0 to 1) on; the goal is at least 60 %.\n" in told
    assert "- cost per good task: a difference matters from 0.5 EUR per task on; wanted to ± 2 %.\n" in told
