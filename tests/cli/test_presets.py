"""The presets and the figures behind them are listed and explained; a scenario's references are printed."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.scenario.presets import KINDS, parameters, presets_of

Ask = Callable[..., Any]
SCENARIOS = Path(__file__).parents[2] / "scenarios"


def test_without_a_name_everything_that_can_be_named_is_listed(ask: Ask) -> None:
    answer = ask("presets")

    assert (answer.code, answer.err) == (0, "")
    for kind in KINDS:
        for name in presets_of(kind):
            assert name in answer.out
    assert "evidence: 104 published figures" in answer.out


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_presets_is_listed_with_ranges_grades_and_sources(ask: Ask, kind: str) -> None:
    lines = ask("presets", kind).out.splitlines()

    assert len(lines) == sum(map(len, presets_of(kind).values()))
    assert all(line.startswith(f"{KINDS[kind]} ") for line in lines)


def test_a_line_has_value_range_grade_and_source(ask: Ask) -> None:
    assert (
        "role content_writer: rate 15-40 USD/h (15 USD/h to 40 USD/h) [S2] Upwork"
        in ask("presets", "roles").out
    )
    assert "work writing: overhead 33 % (17 % to 58 %) [D] Noy & Zhang" in ask("presets", "work").out


def test_all_published_figures_are_listed_and_those_of_a_topic(ask: Ask) -> None:
    assert len(ask("presets", "evidence").out.splitlines()) == len(parameters())
    assert len(ask("presets", "ai.support").out.splitlines()) == 8


def test_a_preset_is_explained_with_the_figures_behind_it(ask: Ask) -> None:
    out = ask("presets", "support").out

    assert out.startswith(
        "work support (named by `work:` of a step)\n- exposure: 100 %, from 50 % to 100 % [A]\n"
    )
    assert "  ai.support.time_factor: 0.868 (0.83 to 0.91) ratio\n" in out


def test_a_figure_is_explained_with_all_that_is_known_of_it(ask: Ask) -> None:
    out = ask("presets", "ai.coding_expert_2025.time_factor").out

    assert (
        out
        == """\
ai.coding_expert_2025.time_factor
- Time with AI over time without, experts in their own repositories, tools of early 2025: \
1.19 (1.02 to 1.39) ratio
- grade: S1 (read in the source itself)
- source: METR (2025): 19 % more time, +2 to +39 %
- population: 16 programmers with five years in their own repositories on average, 246 tasks
- vintage: Cursor Pro with Claude 3.5 and 3.7, early 2025
- caution: Sixteen people.
- stands behind: work coding-expert-2025: overhead
- Becker, Joel, Rush, Nate, Barnes, Elizabeth and Rein, David (2025). Measuring the Impact of Early-2025 AI \
on Experienced Open-Source Developer Productivity. arXiv 2507.09089.
"""
    )


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        ("role", "; did you mean 'roles'?"),
        ("ai.writing.time_facter", "; did you mean 'ai.writing.time_factor'?"),
        ("xyz", "; choose from roles, market, shocks, behaviour, work, occupations, evidence"),
    ],
)
def test_a_slip_is_answered_with_the_nearest(ask: Ask, slip: str, told: str) -> None:
    answer = ask("presets", slip)

    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"{slip}: no preset and no published figure has this name{told}\n"


def test_json_has_one_entry_for_each_value_and_each_figure(ask: Ask) -> None:
    rows = json.loads(ask("presets", "--json").out)

    values = sum(len(keys) for kind in KINDS for keys in presets_of(kind).values())
    assert len(rows) == values + len(parameters())
    assert all(row["source"] for row in rows)
    figure = next(row for row in rows if row["key"] == "ai.writing.time_factor")
    assert (figure["value"], figure["low"], figure["high"], figure["unit"]) == (0.6, 0.5, 0.75, "ratio")


# --- sim cite ------------------------------------------------------------------------------------


def test_a_plain_queue_stands_on_the_methods_alone(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text(
        "scenario: Queue\nrun_length: 1 week\ntask_types: {t: {arrivals: {every: 1 h}, route: [s]}}\n"
        "steps: {s: {service_time: 30 min, done_by: [p]}}\npeople: {p: {headcount: 1}}\n",
        encoding="utf-8",
    )
    out = ask("cite", str(tmp_path)).out

    assert out.splitlines()[0] == "Queue stands on 1 work:"
    assert "Wichura, Michael J. (1988)" in out


def test_what_a_strategy_uses_is_cited_and_what_nobody_uses_is_not(ask: Ask) -> None:
    living = ask("cite", str(SCENARIOS / "living-agency")).out
    desk = ask("cite", str(SCENARIOS / "support-desk")).out

    assert "Tatel, Corey E. and Ackerman, Phillip L. (2025)" in living
    assert "behaviour.forgetting; rule learning.remembered_skill" in living
    assert "Tatel" not in desk


def test_the_works_of_published_numbers_beside_a_scenario_are_cited(ask: Ask) -> None:
    cited = ask("cite", str(SCENARIOS / "unaided-eye")).out

    assert re.search(r"Budzy.*\n +published numbers beside it\n", cited)


def test_a_work_without_a_year_is_not_cited_for_one_of_the_same_author(ask: Ask) -> None:
    """Upwork (2025) and what Upwork wrote without a date are two works."""
    agents = ask("cite", str(SCENARIOS / "agents-alone")).out
    agency = ask("cite", str(SCENARIOS / "content-agency")).out

    assert ("Upwork (2025)" in agents, "Upwork (undated)" in agents) == (True, False)
    assert "Upwork (undated)" in agency


def test_bibtex_has_an_entry_for_each_reference(ask: Ask) -> None:
    path = str(SCENARIOS / "content-agency")
    entries = json.loads(ask("cite", path, "--json").out)
    bibtex = ask("cite", path, "--bibtex").out

    assert bibtex.count("\n@") + 1 == len(entries)
    assert all(f"{{{entry['key']},\n" in bibtex for entry in entries)
