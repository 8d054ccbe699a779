"""What the README shows works as printed.  Its two commands are run by .ci/run and by a reader."""

import re
import subprocess
import sys
from pathlib import Path

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


def test_the_python_block_runs() -> None:
    done = subprocess.run(
        [sys.executable, "-c", block("from Python")], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.startswith("do nothing ")


def test_every_link_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)

    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_both_commands_are_there() -> None:
    assert "sim compare scenarios/content-agency" in block("the main job")
    assert "pytest" in block("the test command")
