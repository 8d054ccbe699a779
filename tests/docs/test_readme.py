"""What the README shows works as printed.  Its two commands are run by .ci/run and by a reader."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli import answer
from sim.scenario.load import load_scenario

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
        assert answer(shlex.split(command)) == 0, command


def test_every_link_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)

    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_both_commands_are_there() -> None:
    assert "sim compare scenarios/content-agency" in block("the main job")
    assert "pytest" in block("the test command")
