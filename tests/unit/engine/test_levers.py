"""Levers: what changes at a date, for whom, and in what order."""

import math

import numpy as np
import pytest

from sim.records.record import RunRecord
from tests.running import run_text
from tests.unit.engine.reading import column, ledger, visits


def levers(
    strategies: str, tool: str = "capability: {s: 0.5}", length: str = "6 weeks", more: str = ""
) -> str:
    """Return drafts of 1 h each 100 h by anna's pool or bert's; quality is logistic(match)."""
    return f"""
scenario: Levers
run_length: {length}
{more}
behaviour: {{quality_noise: 0, quality_slope: 1}}
task_types:
  t: {{arrivals: {{every: 100 h}}, route: [together: [a, b], c]}}
steps:
  a: {{service_time: 1 h, skills: {{s: 100 %}}, difficulty: 0, standard: 1 %, done_by: [anna]}}
  b: {{service_time: 1 h, skills: {{s: 100 %}}, difficulty: 0, standard: 1 %, done_by: [bert]}}
  c: {{service_time: 1 h, skills: {{s: 100 %}}, difficulty: 0, standard: 1 %, done_by: [bot]}}
people:
  anna: {{headcount: 2, skills: {{s: 0.4}}}}
  bert: {{headcount: 1, skills: {{s: 0.4}}}}
tools: {{bot: {{{tool}}}}}
strategies:
{strategies}
"""


def matches(record: RunRecord, step: str) -> list[tuple[float, float]]:
    """Return (start, match) of each visit to a step."""
    return [
        (start, round(math.log(q / (1.0 - q)), 9))
        for start, q in visits(record, "started_at", "quality", step=step)
    ]


# --- training ------------------------------------------------------------------------------------


def test_training_raises_the_skill_of_its_pool_from_its_date_on() -> None:
    record = run_text(levers("  x: [{train: anna, in: {s: +0.25}, from: week 2}]"), strategy="x")

    assert matches(record, "a")[:3] == [(100.0, 0.4), (200.0, 0.65), (300.0, 0.65)]
    assert {match for _, match in matches(record, "b")} == {0.4}
    assert {match for _, match in matches(record, "c")} == {0.5}


@pytest.mark.parametrize(("gain", "match"), [("+0.9", 1.0), ("-0.9", 0.0)])
def test_a_skill_stays_within_the_scale(gain: str, match: float) -> None:
    record = run_text(levers(f"  x: [{{train: anna, in: {{s: {gain}}}, from: week 2}}]"), strategy="x")

    assert matches(record, "a")[1] == (200.0, match)


def test_training_adds_up() -> None:
    text = levers(
        "  x: [{train: anna, in: {s: +0.1}, from: week 2}, {train: anna, in: {s: +0.2}, from: week 3}]"
    )

    assert matches(run_text(text, strategy="x"), "a")[:4] == [(100, 0.4), (200, 0.5), (300, 0.5), (400, 0.7)]


def test_training_is_paid_for_each_person_at_its_date() -> None:
    text = levers("  x: [{train: anna, in: {s: +0.1}, from: week 2, price: 120 USD per person}]")
    before, after = (
        run_text(
            text.replace("run_length: 6 weeks", f"run_length: 6 weeks\nwarm_up: {warm_up}"), strategy="x"
        )
        for warm_up in ("1 week", "2 weeks")
    )

    assert ledger(before)["TRAINING", "anna"] == ledger(after)["TRAINING", "anna"] == 240.0
    assert ledger(before, "measured_amount")["TRAINING", "anna"] == 240.0
    assert ledger(after, "measured_amount")["TRAINING", "anna"] == 0.0


def test_what_comes_after_the_end_of_the_run_costs_nothing() -> None:
    text = levers("  x: [{train: anna, in: {s: +0.1}, from: week 7, price: 120 USD per person}]")

    assert ledger(run_text(text, strategy="x")) == {}


def test_what_lies_before_the_start_holds_and_is_paid_from_the_first_hour() -> None:
    """Two upgrades before the start come in the order of their dates, whatever their order in the list."""
    text = levers(
        """
  x:
    - {upgrade: bot, to: {jaggedness: 0, speed: 2}, from: 2025-12-02, price: 7 USD}
    - {upgrade: bot, to: {capability: {s: +0.2}, speed: 4}, from: 2025-12-01, price: 5 USD}
    - {train: anna, in: {s: +0.1}, from: 2025-12-01, price: 100 USD per person}
""",
        more="start: 2026-01-05",
    )
    record = run_text(text, strategy="x")

    assert matches(record, "a")[0] == (100.0, 0.5)
    assert matches(record, "c")[0][1] == 0.7
    assert column(record, "service_time", step="c")[0] == 0.5
    assert ledger(record) == {("TRAINING", "anna"): 200.0, ("TOOL_CHANGE", "bot"): 12.0}


def test_training_of_a_skill_that_nobody_stated_starts_from_nothing() -> None:
    """Except skills in the use of tools and critical thinking, which all have at the reference."""
    text = levers("  x: [{train: anna, in: {u: +0.3}, from: week 2}]")
    text = text.replace(
        "a: {service_time: 1 h, skills: {s: 100 %}", "a: {service_time: 1 h, skills: {s: 50 %, u: 50 %}"
    )
    text = text.replace(
        "bert: {headcount: 1, skills: {s: 0.4}}", "bert: {headcount: 1, skills: {s: 0.4, u: 0}}"
    )
    text = text.replace("done_by: [anna]", "done_by: [anna, bert]")

    assert matches(run_text(text, strategy="x"), "a")[:2] == [(100.0, 0.2), (200.0, 0.35)]


@pytest.mark.parametrize("skill", ["ai_literacy", "ai_fluency", "algorithmic_communication", "data_analysis"])
def test_everyone_has_the_skills_in_the_use_of_tools_at_the_reference(skill: str) -> None:
    text = levers("  x: []").replace(
        "a: {service_time: 1 h, skills: {s: 100 %}", f"a: {{service_time: 1 h, skills: {{{skill}: 100 %}}"
    )

    assert matches(run_text(text), "a")[0] == (100.0, 0.5)


# --- upgrades ------------------------------------------------------------------------------------


def test_an_upgrade_adds_to_the_capability_within_the_scale() -> None:
    text = levers(
        "  x: [{upgrade: bot, to: {capability: {s: +0.2}}, from: week 2}, "
        "{upgrade: bot, to: {capability: {s: +0.9}}, from: week 3}]"
    )
    record = run_text(text, strategy="x")

    assert [match for _, match in matches(record, "c")[:4]] == [0.5, 0.7, 0.7, 1.0]
    assert {match for _, match in matches(record, "a")} == {0.4}


def test_an_upgrade_changes_the_speed_of_visits_that_begin_after_it() -> None:
    record = run_text(levers("  x: [{upgrade: bot, to: {speed: 4}, from: week 2}]"), strategy="x")

    assert column(record, "service_time", step="c")[:3] == [1.0, 0.25, 0.25]


def test_each_version_has_its_own_strengths_and_weaknesses() -> None:
    """One topic: its draw changes with the version and not before; without an upgrade it stays."""
    text = levers(
        "  x: [{upgrade: bot, to: {capability: {s: +0.0001}}, from: week 3}]",
        tool="capability: {s: 0.5}, jaggedness: 0.2",
    ).replace("{every: 100 h}, route", "{every: 100 h}, topics: 1, route")
    same, changed = (matches(run_text(text, strategy=name), "c") for name in ("do nothing", "x"))

    assert len({match for _, match in same}) == 1
    assert changed[:3] == same[:3]
    assert len({match for _, match in changed[3:]}) == 1
    assert abs(changed[3][1] - same[3][1]) > 0.001


def test_a_new_jaggedness_replaces_the_old_one() -> None:
    text = levers(
        "  x: [{upgrade: bot, to: {jaggedness: 0}, from: week 2}]", "capability: {s: 0.5}, jaggedness: 0.2"
    )
    record = run_text(text, strategy="x")

    assert matches(record, "c")[0][1] != 0.5
    assert {match for _, match in matches(record, "c")[1:]} == {0.5}


# --- several at once, combinations, set ----------------------------------------------------------


def test_levers_of_one_moment_act_in_the_order_of_the_list() -> None:
    """First to the top of the scale, then down: 0.8; the other way round 0.9."""
    one = levers(
        "  x: [{train: anna, in: {s: +0.9}, from: week 2}, {train: anna, in: {s: -0.2}, from: week 2}]"
    )
    other = levers(
        "  x: [{train: anna, in: {s: -0.2}, from: week 2}, {train: anna, in: {s: +0.7}, from: week 2}]"
    )

    assert matches(run_text(one, strategy="x"), "a")[1] == (200.0, 0.8)
    assert matches(run_text(other, strategy="x"), "a")[1] == (200.0, 0.9)


def test_a_lever_holds_for_a_visit_that_begins_at_its_moment() -> None:
    text = levers("  x: [{train: anna, in: {s: +0.25}, from: week 2}]").replace(
        "every: 100 h", "every: 168 h"
    )

    assert matches(run_text(text, strategy="x"), "a")[0] == (168.0, 0.65)


def test_a_combination_pulls_the_levers_of_its_parts_once_each() -> None:
    text = levers(
        """
  up: [{train: anna, in: {s: +0.1}, from: week 2, price: 10 USD per person}]
  tools: [{upgrade: bot, to: {capability: {s: +0.2}}, from: week 3, price: 100 USD}]
  both: {combine: [up, tools]}
  all: {combine: [both, up]}
"""
    )
    for name in ("both", "all"):
        record = run_text(text, strategy=name)
        assert [match for _, match in matches(record, "a")[:2]] == [0.4, 0.5]
        assert [match for _, match in matches(record, "c")[:4]] == [0.5, 0.5, 0.5, 0.7]
        assert ledger(record) == {("TRAINING", "anna"): 20.0, ("TOOL_CHANGE", "bot"): 100.0}


def test_set_gives_a_key_another_value_from_the_start() -> None:
    record = run_text(levers("  x: [{set: {people.bert.skills.s: 0.9}}]"), strategy="x")

    assert {match for _, match in matches(record, "b")} == {0.9}


def test_a_strategy_leaves_the_luck_of_people_alone() -> None:
    """Skills drawn for anna's pool are the same with and without a lever on something else."""
    text = levers("  x: [{train: bert, in: {s: +0.1, ai_fluency: +0.2}, from: week 1}]").replace(
        "anna: {headcount: 2, skills: {s: 0.4}}", "anna: {headcount: 2, skills: {s: 0.4 ± 0.1}}"
    )
    left, right = (matches(run_text(text, strategy=name), "a") for name in ("do nothing", "x"))

    assert left == right
    assert len({match for _, match in left}) == 2
    np.testing.assert_array_less([0.0, 0.0], sorted({match for _, match in left}))
