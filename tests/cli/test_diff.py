"""Diff says in words what differs, and nothing about the order of keys or the way a value is written."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.scenario.load import load_scenario
from sim.scenario.telling.diff import diff

Ask = Callable[..., Any]
RICH = Path(__file__).parent / "rich_scenario.yaml"


def changed(small: Path, *changes: tuple[str, str]) -> Path:
    """Return a copy of the small scenario with some text replaced."""
    text = (small / "scenario.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = Path("other.yaml")
    path.write_text(text, encoding="utf-8")
    return path


CHANGES = {
    "clerks: headcount 2 → 4 persons": ("headcount: 2,", "headcount: 4,"),
    "clerks: wage 30 → 35 EUR/h": ("30 EUR/h", "35 EUR/h"),
    "clerks: hours Mon-Fri 9:00-17:00 → Mon-Fri 8:00-16:00": ("9:00-17:00", "8:00-16:00"),
    "request: arrivals rate 30 → 45 per week": ("30 per week", "45 per week"),
    "request: due 2 → 3 working days": ("2 working days", "3 working days"),
    "request: value 20 → 25 EUR": ("20 EUR", "25 EUR"),
    "request: route answer, then check → answer, then check, then with a chance of 5 % back to answer": (
        "[answer, check]", "[answer, check, again: {from: answer, chance: 5 %}]",
    ),
    "answer: service time 1.5 h on average (lognormal, cv 0.5) → 1.5 h on average (exponential)": (
        "{lognormal: {mean: 90 min, cv: 0.5}}", "{exponential: 90 min}",
    ),
    "answer: error probability 10 → 12 %": ("error_probability: 10 %", "error_probability: 12 %"),
    "check: rework effort 100 → 40 %": ("detection: 80 %", "detection: 80 %, rework: {effort: 40 %}"),
    "check: detection 0.8 → 0.8000001": ("detection: 80 %", "detection: 80.00001 %"),
    "run length: 4 → 6 weeks": ("run_length: 4 weeks", "run_length: 6 weeks"),
    "queue: first come → earliest due date": ("currency: EUR", "currency: EUR\nqueue: earliest due date"),
    "strategy third clerk: "
    "From the start on, clerks headcount is 3. → From the start on, clerks headcount is 5.": (
        "headcount: 3}", "headcount: 5}",
    ),
    "pool helpers: only in B (headcount 1)": ("people:\n", "people:\n  helpers: {headcount: 1}\n"),
    "compare budget: nothing → 500 EUR": ("currency: EUR", "currency: EUR\ncompare: {budget: 500 EUR}"),
}  # fmt: skip


@pytest.mark.parametrize("sentence", CHANGES)
def test_one_change_is_one_sentence(sentence: str, small: Path) -> None:
    other = load_scenario(changed(small, CHANGES[sentence]))
    assert [d.sentence for d in diff(load_scenario(small), other)] == [sentence]


def test_the_other_way_round_a_thing_is_only_in_the_first(small: Path) -> None:
    other = load_scenario(changed(small, ("people:\n", "people:\n  helpers: {headcount: 1}\n")))
    found = diff(other, load_scenario(small), labels=("new", "old"))
    assert [d.sentence for d in found] == ["pool helpers: only in new (headcount 1)"]


def test_order_and_spelling_do_not_count(small: Path) -> None:
    rewritten = changed(
        small,
        ("headcount: 2, wage: 30 EUR/h", "wage: 30 EUR per hour, headcount: 2"),
        ("90 min", "1 h 30 min"),
        ("error_probability: 10 %", "error_probability: 0.1"),
        ("arrivals: 30 per week", "arrivals: {rate: 30 per week}"),
    )
    assert diff(load_scenario(small), load_scenario(rewritten)) == ()


def test_a_file_does_not_differ_from_itself(ask: Ask, small: Path) -> None:
    answer = ask("diff", small, small)
    assert (answer.code, answer.out, answer.err) == (0, "desk → desk\nno difference\n", "")


def test_two_strategies_differ_by_what_they_do(ask: Ask) -> None:
    answer = ask("diff", RICH, "--strategies", "all", "more editors")
    assert answer.code == 0
    assert answer.out.splitlines() == [
        "all → more editors",
        "- review: rework effort 40 → 30 %",
        "- editors: headcount 3 → 4 persons",
        "- only in all: From week 13 on, writers have +0.25 in AI literacy, "
        "for 1,200 USD per person (7,200 USD for 6 persons).",
        "- only in all: From month 3 on, helper is a new version, for 5,000 USD once: "
        "+0.12 capability in writing, jaggedness 0.14, 5 times the speed of a person "
        "and a price of 60 USD per person per month.",
        "- only in all: From 2026-03-02 on, 2 more seats are open for pens until week 20, "
        "for at most 40,000 USD.",
    ]


def test_pairs_of_file_and_strategy_are_compared(ask: Ask, small: Path) -> None:
    answer = ask("diff", "desk", "desk:third clerk")
    assert (answer.code, answer.out) == (0, "do nothing → third clerk\n- clerks: headcount 2 → 3 persons\n")


def test_json_names_the_key_and_both_values(ask: Ask, small: Path) -> None:
    answer = ask("diff", "desk", "desk:third clerk", "--json")
    assert (answer.code, answer.err) == (0, "")
    assert json.loads(answer.out) == [
        {
            "where": "people.clerks.headcount",
            "before": "2",
            "after": "3",
            "sentence": "clerks: headcount 2 → 3 persons",
        }
    ]


def test_a_set_in_braces_is_told_key_by_key(small: Path) -> None:
    nested = changed(
        small, ("{people.clerks.headcount: 3}", "{people: {clerks: {headcount: 3, wage: 35 EUR/h}}}")
    )
    (difference,) = diff(load_scenario(small), load_scenario(nested))
    assert difference.after == "From the start on, clerks headcount is 3 and clerks wage is 35 EUR/h."
