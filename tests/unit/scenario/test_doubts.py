"""Warnings: a scenario that runs, but perhaps does not say what was meant."""

from pathlib import Path

import pytest

from sim.scenario.load import load_scenario

GOOD = """\
scenario: Agency
start: 2026-01-05
run_length: 52 weeks
task_types:
  article: {arrivals: 20 per week, route: [draft, review]}
steps:
  draft:
    service_time: 5 h
    skills: {writing: 100 %}
    difficulty: 0.5
    standard: 60 %
    done_by: [writers]
    assisted_by: assistant
    exposure: 60 %
  review:
    reviews: [draft]
    service_time: 1 h
    done_by: [writers, freelance]
people:
  writers:
    headcount: 8
    hours: Mon-Fri 9:00-17:00
    skills: {writing: 0.65, ai_literacy: 0.4, critical_thinking: 0.5}
tools:
  assistant: {capability: {writing: 0.6}}
freelancers:
  freelance: {rate: 30 USD/h, seats: 1, skills: {writing: 0.6}}
strategies:
  upskill:
    - {train: writers, in: {ai_literacy: +0.1}, from: week 13}
"""


def warnings(folder: Path, *changes: tuple[str, str]) -> list[str]:
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    return [
        warning.splitlines()[0].partition("scenario.yaml:")[2] for warning in load_scenario(folder).warnings
    ]


def test_a_good_scenario_raises_no_doubt(tmp_path: Path) -> None:
    assert warnings(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        (
            "steps:",
            "steps:\n  spare: {service_time: 1 h, done_by: [writers]}",
            7,
            "no route visits this step",
        ),
        ("done_by: [writers, freelance]", "done_by: [writers]", 27, "no step on a route is done with it"),
        ("    assisted_by: assistant\n    exposure: 60 %\n", "", 23, "no step on a route is done with it"),
        ("ai_literacy: 0.4", "ai_literacy: 0.4, writting: 0.4", 23, "did you mean 'writing'?"),
        ("ai_literacy: 0.4", "ai_literacy: 0.4, cooking: 0.4", 23, "no step asks for this skill"),
        ("{writing: 0.6}}\nfree", "{writng: 0.6}}\nfree", 25, "did you mean 'writing'?"),
        (
            "done_by: [writers]",
            "done_by: [writers, freelance, temps]",
            12,
            "no level of writing is stated for temps",
        ),
        ("    assisted_by: assistant\n", "", 13, "its exposure has no effect"),
        ("assistant: {", "assistant: {access: [freelance], ", 13, "widen its 'access:'"),
        ("    standard: 60 %\n", "", 10, "add e.g. 'standard: 60 %'"),
        ("from: week 13", "from: week 60", 30, "the run ends after 52 weeks"),
        ("from: week 13", "from: 2025-06-01", 30, "before the start"),
        ("from: week 13", "from: 2027-06-01", 30, "the run ends after 52 weeks"),
        ("20 per week", "200000 per week", 5, "about 10,400,000 tasks arrive"),
        ("20 per week", "300 per week", 20, "people.writers: the first visits alone take"),
    ],
)
def test_a_doubt_is_told_at_its_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    changes = [(old, new)]
    if "temps" in new:
        changes.append(("strategies:", "  temps: {rate: 30 USD/h, seats: 1}\nstrategies:"))
    found = warnings(tmp_path, *changes)

    assert any(warning.startswith(f"{line}:") and words in warning for warning in found), found


def test_a_strategy_that_hires_for_an_empty_pool_is_no_mistake_but_a_doubt(tmp_path: Path) -> None:
    found = warnings(
        tmp_path,
        ("done_by: [writers, freelance]", "done_by: [freelance]"),
        ("seats: 1", "seats: 0"),
        ("strategies:", "strategies:\n  hire: [{hire: freelance, seats: 2}]"),
    )

    assert any("nobody is there for 20 h of work a week; open seats from the start" in text for text in found)


def test_difficulty_of_a_review_with_skills_is_no_doubt(tmp_path: Path) -> None:
    """A review without a standard makes no defects, but its difficulty decides what it finds."""
    path = tmp_path / "scenario.yaml"
    path.write_text(
        """
scenario: Reviewed
run_length: 4 weeks
task_types: {a: {arrivals: 5 per week, route: [draft, review]}}
steps:
  draft: {service_time: 1 h, skills: {w: 100 %}, standard: 50 %, done_by: [p]}
  review: {service_time: 1 h, skills: {w: 100 %}, difficulty: 0.4, reviews: [draft], done_by: [p]}
people: {p: {headcount: 1, skills: {w: 0.5}}}
""",
        encoding="utf-8",
    )

    assert load_scenario(path).warnings == ()
