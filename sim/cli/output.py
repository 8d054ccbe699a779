"""What verbs print beside their tables: JSON for machines, warnings, wrapped text."""

import json
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence

import click

WIDEST = 100
"""Columns of text that are still comfortable to read."""


def print_json(content: object) -> None:
    """Print JSON on standard output."""
    click.echo(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False))


def print_text(text: str) -> None:
    """Print sentences; on a terminal they are broken to its width."""
    click.echo(wrapped(text) if sys.stdout.isatty() else text)


def print_said(sentences: Sequence[str]) -> None:
    """Print a headline below an empty line and, as a list, what else is said, as wide as the tables above it.

    Where there is no terminal that is 80 columns.
    """
    headline, *others = sentences
    click.echo(wrapped("\n".join(["", headline, *(f"- {sentence}" for sentence in others)])))


def print_notes(notes: Sequence[str]) -> None:
    """Print what holds because the file is silent, as a list."""
    if notes:
        print_said(["Because the scenario does not say it:", *notes])


def print_warnings(warnings: Iterable[str]) -> None:
    """Print warnings on standard error, where they disturb no machine."""
    for warning in warnings:
        click.echo(f"warning: {warning}", err=True)


def wrapped(text: str) -> str:
    """Break long lines to the width of the terminal; list items hang under their first word."""
    width = min(shutil.get_terminal_size().columns, WIDEST)
    return "\n".join(_fill(line, width) for line in text.splitlines())


def _fill(line: str, width: int) -> str:
    return textwrap.fill(line, width, subsequent_indent="  " if line.startswith("- ") else "")
