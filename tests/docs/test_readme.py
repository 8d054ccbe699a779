"""What the README shows works as printed.  Its two commands are run by .ci/run and by a reader."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from sim.cli import answer
from sim.engines import get_summing
from sim.experiments.reality import check_reality
from sim.scenario.load import load_scenario
from sim.scenario.measured import measured_in
from sim.scenario.notation.annotation import Setting
from sim.scenario.notation.expectation import read_expectations
from sim.validation.judging import Outcome, judge
from sim.validation.published import read_published

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(marker: str) -> str:
    """Return the fenced block that follows a marker."""
    found = re.search(rf"<!-- {marker} -->\n```\w+\n(.*?)```", README, re.DOTALL)
    assert found is not None, marker
    return found.group(1)


def test_the_scenario_loads_without_a_warning(tmp_path: Path) -> None:
    text = block("a scenario")
    path = tmp_path / "scenario.yaml"
    path.write_text(text, encoding="utf-8")

    assert load_scenario(path).warnings == ()
    assert len([line for line in text.splitlines() if line.strip()]) <= 25


def test_the_scenario_with_published_values_holds_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text(block("a scenario with published values"), encoding="utf-8")
    loaded = load_scenario(tmp_path)

    assert (loaded.warnings, loaded.notes) == ((), ())
    assert check_reality(loaded, get_summing("reference"), 1) == ()


def test_your_own_figures_are_judged_as_the_page_says(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "reference" / "published.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert example is not None
    (tmp_path / "scenario.yaml").write_text(block("a scenario"), encoding="utf-8")
    (tmp_path / "published.yaml").write_text(example[1], encoding="utf-8")

    judged = judge(read_published(tmp_path), engine="reference")

    assert [each.outcome for each in judged.rows] == [*[Outcome.PASS] * 3, Outcome.FAIL]


def test_the_checks_of_the_page_are_about_measures_that_there_are() -> None:
    page = (ROOT / "docs" / "reference" / "checks.md").read_text(encoding="utf-8")
    statements = re.findall(r"expect: (\[.*?\]|[^#\n]*)", page.partition("```\n")[0])

    assert len(statements) == 3
    for statement in statements:
        for each in read_expectations(yaml.safe_load(statement), Setting()):
            assert each.measure in measured_in([]), each.measure


def test_the_python_block_prints_what_it_says() -> None:
    done = subprocess.run(
        [sys.executable, "-c", block("from Python")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=True,
    )

    assert done.stdout == block("its output")


def test_the_commands_of_the_table_run_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "my-desk").mkdir()
    (tmp_path / "my-desk" / "scenario.yaml").write_text(block("a scenario"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    commands = re.findall(r"^\|.*\| `sim (.*)` \|$", README, re.MULTILINE)

    assert len(commands) >= 9
    for command in commands:
        all_of_it = command == "validate"  # is tested in tests/validation, part by part
        assert answer(shlex.split(f"{command} T12" if all_of_it else command)) == 0, command


def test_every_link_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)

    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_both_commands_are_there() -> None:
    assert "sim compare scenarios/content-agency" in block("the main job")
    assert "pytest" in block("the test command")
