"""``sim explain``: what does this file describe?"""

import shutil
import sys
import textwrap
from pathlib import Path

import click

from sim.cli.options import future_option, path_argument

WIDEST = 100
"""Columns of text that are still comfortable to read."""


@click.command("explain")
@path_argument
@click.option("--strategy", metavar="NAME", help="Only this strategy; left out: all of them.")
@future_option
def verb(path: Path, strategy: str | None, future: str) -> None:
    """Say in sentences what a scenario describes."""
    from sim.scenario.explain import explain
    from sim.scenario.load import load_scenario

    text = explain(load_scenario(path), strategy=strategy, future=future)
    click.echo(wrapped(text) if sys.stdout.isatty() else text)


def wrapped(text: str) -> str:
    """Break long lines to the width of the terminal; list items hang under their first word."""
    width = min(shutil.get_terminal_size().columns, WIDEST)
    return "\n".join(_fill(line, width) for line in text.splitlines())


def _fill(line: str, width: int) -> str:
    return textwrap.fill(line, width, subsequent_indent="  " if line.startswith("- ") else "")
