"""Every command of a tutorial or a how-to runs, and prints what stands there."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
TUTORIALS = sorted([*(DOCS / "tutorials").glob("*.md"), *(DOCS / "how-to").glob("*.md")])
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def answered(block: str, folder: Path) -> str:
    """Return a console block with the output of its commands as it is now."""
    lines = []
    for command in (line for line in block.splitlines() if line.startswith("$ ")):
        words = [sys.executable, "-m", *shlex.split(command.removeprefix("$ "))]
        environment = {**os.environ, "COLUMNS": "100", "TERM": "dumb", "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(
            words, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=True
        )
        lines += [command, *(line.rstrip() for line in done.stdout.splitlines())]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("tutorial", TUTORIALS, ids=lambda path: path.stem)
def test_commands_print_what_stands_there(
    tutorial: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """If results changed on purpose, write the outputs anew with ``--update-golden`` and review them."""
    text = tutorial.read_text(encoding="utf-8")
    current = BLOCK.sub(lambda found: f"```console\n{answered(found.group(1), tmp_path)}```", text)
    if request.config.getoption("--update-golden"):
        tutorial.write_text(current, encoding="utf-8", newline="\n")

    assert tutorial.read_text(encoding="utf-8") == current
