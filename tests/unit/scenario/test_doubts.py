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
  freelance: {rate: 30 USD/h, seats: 1, hours: Mon-Fri 9-17, skills: {writing: 0.6}}
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
        ("run_length: 52 weeks", "run_length: 1 month", 30, "the run ends after 1 month, so this never"),
        (
            "ai_literacy: +0.1",
            "ai_literacy: +0.7",
            30,
            "0.4 + 0.7 is 1.1, but the scale ends at 1; write '+0.6'",
        ),
        (
            "ai_literacy: +0.1",
            "ai_literacy: -0.7",
            30,
            "0.4 - 0.7 is -0.3, but the scale ends at 0; write '-0.4'",
        ),
        ("hours: Mon-Fri 9-17, ", "", 27, "each seat works around the clock, 168 h a week; add e.g. 'hours:"),
        (
            "hours: Mon-Fri 9-17",
            "hours: Mon-Fri 17-9",
            27,
            "lasts through the night, 16 h; for the day write",
        ),
        ("hours: Mon-Fri 9:00-17:00", "hours: Mon-Fri 18-8", 22, "'18-8' lasts through the night, 14 h"),
        ("from: week 13", "from: 2025-06-01", 30, "before the start"),
        ("from: week 13", "from: 2027-06-01", 30, "the run ends after 52 weeks"),
        ("20 per week", "200000 per week", 5, "about 10,400,000 tasks arrive"),
        ("20 per week", "300 per week", 20, "people.writers: the first visits alone take"),
        ("20 per week", "3000 per week", 20, "take 9,000 h a week"),
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


SECOND = "  note: {arrivals: 1 per week, route: "


@pytest.mark.parametrize(
    ("route", "doubted"),
    [
        ("[review, draft]", True),
        ("[review, draft, again: {from: draft, chance: 10 %}]", True),
        ("[review, draft, review]", False),
        ("[review, draft, again: {from: review, chance: 10 %}]", False),
        ("[together: [draft, review]]", True),
        ("[review]", False),
    ],
)
def test_a_review_before_the_work_is_doubted_where_the_route_stands(
    tmp_path: Path, route: str, doubted: bool
) -> None:
    found = warnings(tmp_path, ("steps:", f"{SECOND}{route}}}\nsteps:"))

    assert (
        any(text.startswith("6:") and "so nothing is found; swap them" in text for text in found) == doubted
    )


LIMITS = (("service_time: 5 h", "service_time: 5 h\n    work_in_process_limit: 3"),)
CROSSING = (*LIMITS, ("service_time: 1 h", "service_time: 1 h\n    work_in_process_limit: 3"))


@pytest.mark.parametrize(
    ("changes", "route", "doubted"),
    [
        (CROSSING, "[review, draft, review]", True),
        (CROSSING, "[draft, review]", False),
        (LIMITS, "[review, draft, review]", False),
        ((), "[review, draft, review]", False),
    ],
)
def test_routes_that_cross_between_two_limited_steps_are_doubted(
    tmp_path: Path, changes: tuple[tuple[str, str], ...], route: str, doubted: bool
) -> None:
    found = warnings(tmp_path, ("steps:", f"{SECOND}{route}}}\nsteps:"), *changes)

    assert any("can wait for each other for ever; take one limit out" in text for text in found) == doubted


def test_a_tool_that_only_a_strategy_brings_is_no_doubt(tmp_path: Path) -> None:
    text = "strategies:\n  tool: [set: {steps.draft.assisted_by: assistant}]"
    found = warnings(tmp_path, ("    assisted_by: assistant\n", ""), ("strategies:", text))

    assert found == []


@pytest.mark.parametrize(
    ("strategy", "doubted"),
    [
        ("[set: {steps.review.done_by: [writers, temps]}]", False),
        ("[set: {steps: {review: {done_by: [temps]}}}]", False),
        ("[set: {steps.review.service_time: 2 h}]", True),
    ],
)
def test_a_pool_that_only_a_strategy_asks_is_no_doubt(tmp_path: Path, strategy: str, doubted: bool) -> None:
    temps = "  temps: {rate: 30 USD/h, seats: 1, hours: always}\nstrategies:"
    found = warnings(tmp_path, ("strategies:", f"{temps}\n  more: {strategy}"))

    assert any("no step on a route is done with it" in text for text in found) == doubted


def test_gains_of_a_combination_are_added_up(tmp_path: Path) -> None:
    text = "  more: [{train: writers, in: {ai_literacy: +0.55}}]\n  both: {combine: [upskill, more]}\n"
    found = warnings(tmp_path, ("strategies:\n", f"strategies:\n{text}"))

    assert len(found) == 1
    assert "0.5 + 0.55 is 1.05, but the scale ends at 1; write '+0.5'" in found[0]


BUDGET = "compare: {budget: 1000 USD}\n"


@pytest.mark.parametrize(
    ("lever", "words"),
    [
        ("{train: writers, in: {writing: +0.1}, price: 200 USD per person}", "this alone costs 1,600 USD"),
        ("{upgrade: assistant, to: {speed: 2}, price: 1200 USD}", "more than compare.budget of 1,000 USD"),
        ("{upgrade: assistant, to: {speed: 2}, price: 800 USD}", ""),
        (
            "{hire: freelance, seats: 1, budget: 25 USD}",
            "one visit of review takes 1 h and costs 30 USD or more",
        ),
        ("{hire: freelance, seats: 1, budget: 35 USD}", ""),
    ],
)
def test_a_budget_too_small_for_one_step_is_doubted(tmp_path: Path, lever: str, words: str) -> None:
    found = warnings(tmp_path, ("strategies:\n", f"{BUDGET}strategies:\n  x: [{lever}]\n"))

    assert len(found) == bool(words)
    assert all(words in text for text in found)


def test_a_strategy_whose_levers_cost_too_much_together_is_doubted(tmp_path: Path) -> None:
    upgrade = "{upgrade: assistant, to: {speed: 2}, price: 600 USD}"
    levers = f"  x: [{upgrade}]\n  y: [{upgrade}]\n  z: {{combine: [x, y]}}\n"
    found = warnings(tmp_path, ("strategies:\n", f"{BUDGET}strategies:\n{levers}"))

    assert len(found) == 1
    assert "strategies.z: its training and upgrades cost 1,200 USD, more than compare.budget" in found[0]


@pytest.mark.parametrize("skill", ["critical_thinking", "data_analysis"])
def test_a_skill_that_counts_at_its_reference_is_noted_and_not_doubted(tmp_path: Path, skill: str) -> None:
    """Whoever states no critical thinking has it at the reference level, and not at 0."""
    changes = (
        ("    service_time: 1 h\n", f"    service_time: 1 h\n    skills: {{{skill}: 100 %}}\n"),
        (", critical_thinking: 0.5", ""),
    )

    assert warnings(tmp_path, *changes) == []
    assert any(
        f"no level of {skill} is stated for writers, so it counts as 0.5" in text for text in notes(tmp_path)
    )


def notes(folder: Path) -> list[str]:
    return [note.splitlines()[0] for note in load_scenario(folder).notes]


FREE = "costs nothing (add 'price:')"
TRUSTED = "is given all that it can take, and prompting and checking take no time"


@pytest.mark.parametrize(
    ("old", "new", "noted"),
    [
        ("steps:", "steps:", (FREE, TRUSTED)),
        ("{capability: {writing: 0.6}}", "{price: 0 USD per month, capability: {writing: 0.6}}", (TRUSTED,)),
        ("steps:", "behaviour: knowledge-work\nsteps:", (FREE,)),
        ("steps:", "behaviour: {reliance: 80 %}\nsteps:", (FREE,)),
        ("exposure: 60 %", "exposure: 60 %\n    overhead: 0 %", (FREE,)),
        ("strategies:", "strategies:\n  buy: [set: {tools.assistant.price: 9 USD per month}]", (TRUSTED,)),
        ("    assisted_by: assistant\n    exposure: 60 %\n", "", ()),
    ],
)
def test_a_tool_that_is_free_or_trusted_because_nothing_is_said_is_noted(
    tmp_path: Path, old: str, new: str, noted: tuple[str, ...]
) -> None:
    warnings(tmp_path, (old, new))
    told = " ".join(text for text in notes(tmp_path) if "tools.assistant" in text)

    assert tuple(each for each in (FREE, TRUSTED) if each in told) == noted


OFFICE = "hours: Mon-Fri 9:00-17:00"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("steps:", "steps:", "article arrives day and night, weekends too; the people who begin with it are"),
        ("20 per week", "{rate: 20 per week, hours: Mon-Fri 9-17}", ""),
        ("20 per week", "{rate: 20 per week, hours: always}", ""),
        ("20 per week", "{every: 8 h}", ""),
        (f"    {OFFICE}\n", "", ""),
        ("done_by: [writers]", "done_by: [writers, assistant]", ""),
        ("headcount: 8", "headcount: 8\n    workers: {Owl: {hours: always}}", ""),
        (
            "[draft, review]",
            "[{either: {draft: 50 %, review: 50 %}}, review]",
            "Mon-Fri 9:00-17:00 or Mon-Fri 9-17;",
        ),
        (
            "steps:",
            "  note: {arrivals: 1 per week, route: [draft]}\nsteps:",
            "article and note arrive day and night, weekends too; the people who begin with them are",
        ),
    ],
)
def test_customers_who_come_at_night_to_people_with_hours_are_noted(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    warnings(tmp_path, (old, new))
    told = [note for note in notes(tmp_path) if "day and night" in note]

    assert len(told) == bool(said)
    assert all(said in note and "add 'hours:' to the arrivals" in note for note in told)


@pytest.mark.parametrize(
    ("strategy", "future", "key"),
    [
        ("steps.draft.exposure: 80 %", "steps.draft.exposure: 30 %", "steps.draft.exposure"),
        ("steps.draft: {exposure: 80 %}", "steps: {draft: {exposure: 30 %}}", "steps.draft.exposure"),
        (
            "task_types.article.arrivals: 9 per week",
            "task_types.article.arrivals.rate: 8 per week",
            "arrivals",
        ),
        ("steps.draft.exposure: 80 %", "steps.draft.exposure: 80 %", ""),
        ("steps.draft.exposure: 80 %", "behaviour.reliance: 50 %", ""),
        ("steps.draft.exposure: 80 %", "steps.review.service_time: 2 h", ""),
    ],
)
def test_a_future_that_a_strategy_overrules_is_doubted(
    tmp_path: Path, strategy: str, future: str, key: str
) -> None:
    found = warnings(
        tmp_path,
        ("strategies:", f"strategies:\n  bolder:\n    - set: {{{strategy}}}"),
        ("people:", f"futures:\n  worse:\n    {future}\npeople:"),
    )

    assert len(found) == bool(key)
    for text in found:
        assert text.startswith("21:5: the strategy 'bolder' sets '")
        assert f"{key}' too, and what a strategy sets wins" in text
        assert "let the future change a key that no strategy sets, e.g. 'behaviour.reliance'" in text


def test_the_strategy_wins_as_the_doubt_says_and_the_advice_works(tmp_path: Path) -> None:
    warnings(
        tmp_path,
        ("strategies:", "strategies:\n  bolder:\n    - set: {steps.draft.exposure: 80 %}"),
        (
            "people:",
            "futures:\n  worse: {steps.draft.exposure: 30 %}\n  half: {behaviour.reliance: 50 %}\npeople:",
        ),
    )
    loaded = load_scenario(tmp_path)

    assert loaded.under("bolder", "worse").scenario.steps["draft"].exposure == 0.8
    assert loaded.under("do nothing", "worse").scenario.steps["draft"].exposure == 0.3
    assert loaded.under("bolder", "half").scenario.behaviour.reliance == 0.5


def test_people_without_hours_are_doubted_where_long_weeks_tire(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    text = (
        "scenario: x\nrun_length: 4 weeks\nbehaviour: living-organisation\n"
        "task_types: {t: {arrivals: 1 per week, route: [a]}}\n"
        "steps: {a: {service_time: 1 h, done_by: [p]}}\npeople: {p: {headcount: 1HOURS}}\n"
    )
    path.write_text(text.replace("HOURS", ""), encoding="utf-8")
    doubted = [warning for warning in load_scenario(path).warnings if "worn out" in warning]
    path.write_text(text.replace("HOURS", ", hours: Mon-Fri 9:00-17:00"), encoding="utf-8")

    assert len(doubted) == 1
    assert "people.p: no hours are stated" in doubted[0]
    assert not [warning for warning in load_scenario(path).warnings if "worn out" in warning]
