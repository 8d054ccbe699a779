"""Doubts about levers that cost or wait: what a planner of courses, rules and budgets often gets wrong."""

from pathlib import Path

import pytest

from sim.scenario.load import load_scenario

SCENARIO = """\
scenario: Doubts
run_length: {length}
task_types: {{article: {{arrivals: 5 per week, route: [draft, lay out]}}}}
steps:
  draft: {{service_time: 4 h, done_by: [writers, pens]}}
  lay out: {{service_time: 1 h, done_by: [pens]}}
people:
  writers: {{headcount: 2, hours: Mon-Fri 9:00-17:00}}
freelancers:
  pens: {{rate: 20-30 USD/h, seats: 1, hours: Mon-Fri 9:00-17:00}}
behaviour: {behaviour}
strategies:
  plan:
    - {{{lever}}}
"""
TRAIN = "train: writers, in: {ai_fluency: +0.1}"
RULE = "hire: pens, release_when: backlog of draft < 1 task, when:"


def doubts(folder: Path, lever: str, behaviour: str = "'off'", length: str = "20 weeks") -> list[str]:
    text = SCENARIO.format(lever=lever, behaviour=behaviour, length=length)
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    lines = [warning.splitlines()[0] for warning in load_scenario(folder).warnings]
    return [line.partition("scenario.yaml:")[2] for line in lines if "strategies" in line]


@pytest.mark.parametrize(
    ("lever", "words"),
    [
        (f"{RULE} backlog of draft < 0 tasks", "the backlog of draft is never below 0"),
        (f"{RULE} trust of writers > 100 %", "trust is never above 100 %"),
        (
            f"{RULE} trust of writers > 60 %",
            "trust stays at 50 % here, so this never holds; add 'trust_memory'",
        ),
        (f"{RULE} strain of writers > 2 h", "writers work 40 h a week at most, and strain comes beyond 49 h"),
        (f"{RULE} backlog of lay out > 2 weeks of work", "none do lay out; write it in hours or tasks"),
        (
            "hire: pens, when: backlog of draft > 9 tasks",
            "never closed again, however little there is to do; add e.g. 'release_when: backlog of draft < 1",
        ),
        (f"{TRAIN}, for: 2 weeks, time: 50 h per week", "writers work 40 h a week, so that 50 h of training"),
        (
            f"{TRAIN}, for: 2 weeks, trainers: writers, trainers_time: 41 h per week",
            "so that 41 h of training fill more than all of it",
        ),
        (
            "hire: pens, seats: 3, budget: 1000 USD",
            "for all 3 seats together, and a full week of them costs 2,400 USD or more; "
            "if it is for each seat, write '3000 USD'",
        ),
        ("set: {steps.draft.service_time: 5 h}, from: week 30", "so this never happens"),
    ],
)
def test_a_lever_that_does_not_do_what_was_meant_is_doubted(tmp_path: Path, lever: str, words: str) -> None:
    found = doubts(tmp_path, lever)

    assert len(found) == 1
    assert words in found[0]


def test_people_who_come_after_the_run_are_doubted(tmp_path: Path) -> None:
    hire = "hire: writers, seats: 1, from: week 13"
    late = doubts(tmp_path, hire, "{time_to_fill: 8 weeks}")

    assert len(late) == 1
    assert "a seat takes 8 weeks to fill ('behaviour.time_to_fill'), so they come after the run" in late[0]
    assert doubts(tmp_path, hire, "{time_to_fill: 7 weeks}") == []


def test_a_condition_is_never_looked_at_in_a_run_of_one_week(tmp_path: Path) -> None:
    rule = f"{RULE} backlog of draft > 9 tasks"

    assert all("the run ends after the first" in text for text in doubts(tmp_path, rule, length="1 week"))
    assert len(doubts(tmp_path, rule, length="1 week")) == 2
    assert doubts(tmp_path, rule, length="2 weeks") == []


@pytest.mark.parametrize(
    ("lever", "behaviour"),
    [
        (f"{RULE} trust of writers > 60 %", "{trust_memory: 10}"),
        (f"{RULE} trust of writers < 60 %", "'off'"),
        (f"{RULE} strain of writers > 2 h", "{overtime: 140 %}"),
        (f"{RULE} backlog of lay out > 8 h of work", "'off'"),
        ("hire: pens, until: week 18, when: backlog of draft > 9 tasks", "'off'"),
        ("hire: writers, when: backlog of draft > 9 tasks", "'off'"),
        (f"{TRAIN}, for: 2 weeks, time: 40 h per week", "'off'"),
        ("hire: pens, seats: 3, budget: 2400 USD", "'off'"),
    ],
)
def test_what_may_well_be_meant_is_not_doubted(tmp_path: Path, lever: str, behaviour: str) -> None:
    assert doubts(tmp_path, lever, behaviour) == []


TWO_TOOLS = """\
scenario: Two of a kind
run_length: 20 weeks
task_types: {t: {arrivals: 5 per week, route: [do]}}
steps: {do: {service_time: 4 h, done_by: [anna], assisted_by: helper, exposure: 50 %}}
people: {anna: {headcount: 2}}
tools: {helper: {}}
strategies:
  first: [{upgrade: helper, to: {speed: 2}, from: week 3}]
  second: [{upgrade: helper, to: {speed: 3}, when: trust of anna < 60 %}]
  third: [{set: {steps.do.service_time: 3 h}, when: backlog of do > 9 tasks, from: week 2}]
"""


def test_a_lever_that_waits_alone_is_good(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(TWO_TOOLS + "  all: {combine: [first, third]}\n", encoding="utf-8")

    assert load_scenario(path).warnings == ()
