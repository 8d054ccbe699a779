"""The shipped scenarios load, run, say where their numbers come from, and keep to their budgets."""

import re

import numpy as np
import pytest

from sim.experiments.budget import PlannedCost, planned_cost
from sim.model.build import build
from sim.scenario.presets import role_rate
from tests.lessons.claims import SCENARIOS, loaded, run

NAMES = sorted(file.parent.name for file in SCENARIOS.glob("*/scenario.yaml"))
NUMBERED = (
    "behaviour",
    "task_types",
    "steps",
    "people",
    "tools",
    "freelancers",
    "strategies",
    "futures",
    "uncertainties",
    "compare",
)
"""Sections of a scenario that hold numbers."""
ALL_LEVERS_PULLED = {
    "right-skills-mix": 3,
    "winners-and-losers": 2,
    "days-to-minutes": 4,
    "readiness-gap": 17,
    "replace-or-together": 1,
    "skill-balance": 1,
    "agents-alone": 1,
    "ai-coding": 1,
    "ai-support": 1,
    "ai-teams": 1,
    "ai-writing": 1,
    "jagged-frontier": 1,
    "new-agents": 2,
    "review-queue": 1,
    "together": 1,
    "unaided-eye": 1,
    "wrong-advice": 1,
    "beyond-the-frontier": 1,
    "brooks-law": 6,
    "busy-desk": 1,
    "content-agency": 14,
    "first-queue": 1,
    "freelance-relief": 12,
    "late-project": 38,
    "living-agency": 29,
    "long-weeks": 1,
    "overtime": 18,
    "review-bottleneck": 1,
    "software-team": 2,
    "spreadsheet": 6,
    "support-desk": 3,
    "todays-backlog": 9,
    "training-dip": 49,
    "unsure-desk": 3,
    "unused-skill": 1,
}
"""Weeks after which every lever has acted."""


@pytest.mark.parametrize("name", NAMES)
def test_scenario_loads_without_a_warning(name: str) -> None:
    assert loaded(name).warnings == ()


@pytest.mark.parametrize("name", NAMES)
def test_every_strategy_in_every_future_runs(name: str) -> None:
    scenario = loaded(name).scenario
    for future in ("", *scenario.futures):
        for strategy in ("do nothing", *scenario.strategies):
            record = run(name, strategy, future, weeks=ALL_LEVERS_PULLED[name])

            assert np.isfinite(record.tasks["delivered_at"]).any()


@pytest.mark.parametrize("name", NAMES)
def test_every_section_says_where_its_numbers_come_from(name: str) -> None:
    assert [section for section, comments in _comments(name).items() if not comments] == []


@pytest.mark.parametrize("name", NAMES)
def test_readme_tells_what_is_assumed_in_each_section(name: str) -> None:
    readme = (SCENARIOS / name / "README.md").read_text(encoding="utf-8")
    told = readme.split("## What is assumed")[1].split("\n## ")[0]
    assumed = [section for section, comments in _comments(name).items() if "assumed" in comments]

    assert assumed
    assert [section for section in assumed if f"- `{section}`:" not in told] == []


def test_the_first_scenario_is_at_most_25_lines() -> None:
    text = (SCENARIOS / "first-queue" / "scenario.yaml").read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 25


@pytest.mark.parametrize("strategy", ["upskill", "upgrade tools", "flexible talent", "all three"])
def test_every_strategy_of_the_agency_plans_to_spend_the_whole_budget(strategy: str) -> None:
    budget = loaded("content-agency").scenario.compare.budget
    planned = _planned("content-agency", strategy).beyond(_planned("content-agency", "do nothing"))

    assert budget is not None
    assert planned.at_most is not None
    assert 0.99 * budget <= planned.at_most <= budget


@pytest.mark.parametrize(
    ("pool", "role"),
    [
        ("writers", "content_writer"),
        ("copywriters", "copywriter"),
        ("editors", "brand_strategist"),
        ("graphic_designer", "graphic_designer"),
        ("web_designer", "web_designer"),
        ("video_editor", "video_editor"),
    ],
)
def test_wages_of_the_agency_are_midpoints_of_published_ranges(pool: str, role: str) -> None:
    published = role_rate(role)

    assert loaded("content-agency").scenario.people[pool].wage == (published.low + published.high) / 2.0


@pytest.mark.parametrize("future", ["bloomberry", "causal"])
def test_futures_of_the_agency_change_the_stated_demand_only(future: str) -> None:
    """The rates before the change are repeated in the futures; they must be those of the file."""
    before = loaded("content-agency").under().scenario.task_types
    after = loaded("content-agency").under("do nothing", future).scenario.task_types

    assert {name: each.arrivals.rate for name, each in after.items()} == {
        name: each.arrivals.rate for name, each in before.items()
    }
    assert any(each.arrivals.changes for each in after.values())


def _planned(name: str, strategy: str) -> PlannedCost:
    return planned_cost(build(loaded(name).under(strategy)))


def _comments(name: str) -> dict[str, str]:
    """Return the comments of each section that holds numbers: those just above it and those in it."""
    text = (SCENARIOS / name / "scenario.yaml").read_text(encoding="utf-8")
    sections: dict[str, str] = {}
    above, section = "", ""
    for line in text.splitlines():
        comment = "".join(re.findall(r"(?:^|\s)#.*", line))
        key = re.match(r"(\w+):", line)
        if key:
            section, above, comment = key[1], "", above + comment
        if line.startswith("#"):
            above += comment
        else:
            sections[section] = sections.get(section, "") + comment
    return {section: comments for section, comments in sections.items() if section in NUMBERED}
