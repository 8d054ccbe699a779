"""``sim diagnose``: words, tables, JSON, results that replay, and wrong input."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sim

Ask = Callable[..., Any]
MISLED = """
scenario: Misled
run_length: 14 weeks
behaviour: {quality_slope: 6, quality_noise: 0.3}
task_types:
  letter: {arrivals: {rate: 20 per week, hours: Mon-Fri 9:00-17:00}, topics: 40, route: [draft, check]}
steps:
  draft:
    service_time: 2 h
    done_by: [writers]
    skills: {writing: 100 %}
    difficulty: 0.4
    standard: 50 %
    assisted_by: helper
    exposure: 90 %
    reliance: 95 %
    overhead: 20 %
    discernment: 0 %
  check: {service_time: 15 min, done_by: [leads], reviews: [draft], detection: 30 %}
people:
  writers: {headcount: 2, wage: 30 USD/h, hours: Mon-Fri 9:00-17:00, skills: {writing: 0.6}}
  leads: {headcount: 1, wage: 40 USD/h, hours: Mon-Fri 9:00-17:00}
tools: {helper: {capability: {writing: 0.55}, jaggedness: 0.25}}
"""
FEW = ("--replications", "6", "--jobs", "1", "--engine", "kernel")


@pytest.fixture
def misled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk whose writers do not see where their tool is wrong."""
    folder = tmp_path / "misled"
    folder.mkdir()
    (folder / "scenario.yaml").write_text(MISLED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def test_it_says_what_is_wrong_where_and_which_lever_helps(ask: Ask, misled: Path) -> None:
    answer = ask("diagnose", misled, *FEW)
    said = " ".join(answer.out.split())

    assert answer.code == 0
    assert said.startswith("This is an interaction problem: people are misled by the tool at 'draft'")
    assert "of the three levers " in said.lower()
    assert "upskilling: a course of" in said
    assert answer.out.splitlines()[-1] == "results/misled-diagnosis/diagnosis.json"
    assert max(map(len, answer.out.splitlines())) <= 80


def test_its_json_has_the_shares_the_books_and_the_levers(ask: Ask, misled: Path) -> None:
    found = json.loads(ask("diagnose", misled, *FEW, "--json").out)

    assert found["finding"]["side"] == "interaction"
    assert found["finding"]["part"] == "discernment"
    assert [each["lever"] for each in found["finding"]["levers"]] == [
        "better technology",
        "upskilling",
        "flexible talent",
    ]
    loss = found["losses"]["escape_rate"]
    assert sum(share["mean"] for share in loss["share"].values()) == pytest.approx(loss["whole"]["mean"])
    assert set(loss["pairs"]) == {"human and machine", "human and interaction", "machine and interaction"}
    assert found["defects"]["by_birth"]["misled"]["share"]["mean"] > 0.5
    assert found["ways_of_working"]["draft"]["synergy"]["quality"]["mean"] < 0.0
    assert json.loads(Path(found["results"], "diagnosis.json").read_text(encoding="utf-8")) == {
        key: value for key, value in found.items() if key != "results"
    }


def test_a_price_that_is_paid_once_is_told_in_full(ask: Ask, misled: Path) -> None:
    """Two writers at 1,600 USD each; their wages are paid whether they are in class or not."""
    found = json.loads(ask("diagnose", misled, *FEW, "--json").out)
    course = found["finding"]["levers"][1]

    assert course["lever"] == "upskilling"
    assert course["costs"]["mean"] == pytest.approx(3200.0)
    assert found["weeks"] == 14.0


def test_it_says_that_what_was_worst_was_chosen_after_looking(ask: Ask, misled: Path) -> None:
    said = " ".join(ask("diagnose", misled, *FEW).out.split())

    assert "were chosen after looking at these same runs" in said
    assert "costs [USD in 14 weeks]" in said
    assert "USD a week" not in said


def test_its_results_replay(ask: Ask, misled: Path) -> None:
    ask("diagnose", misled, *FEW)
    again = ask("replay", "results/misled-diagnosis", "--jobs", "1")

    assert again.out == (
        "results/misled-diagnosis: the same digits again (diagnose, seed 1, 6 replications)\n"
    )


def test_one_replication_is_too_few(ask: Ask, misled: Path) -> None:
    answer = ask("diagnose", misled, "--replications", "1", "--jobs", "1")

    assert answer.code == 2
    assert "replications = 1: a diagnosis rests on intervals; give 2 or more" in answer.err


def test_a_strategy_that_is_not_there_is_named(ask: Ask, misled: Path) -> None:
    answer = ask("diagnose", misled, "upskil")

    assert answer.code == 2
    assert "unknown strategy 'upskil'" in answer.err


def test_the_same_from_python(misled: Path) -> None:
    found = sim.diagnose(misled, replications=6, jobs=1, engine="kernel")

    assert found.finding is not None
    assert found.finding.part.name == "discernment"
