"""Paragraphs and tables of the pages."""

import textwrap
from collections.abc import Iterable, Sequence

WIDTH = 108


def paragraph(text: str, indent: str = "") -> str:
    """Return a text in lines of the page's width.

    >>> paragraph("two   words")
    'two words'
    """
    return textwrap.fill(
        " ".join(text.split()),
        WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table, its first column to the left.

    >>> print(table(("a", "b"), [("1", "2")]))
    | a | b |
    |---|---:|
    | 1 | 2 |
    """
    lines = [f"| {' | '.join(header)} |", "|---" + "|---:" * (len(header) - 1) + "|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def number(value: float) -> str:
    """Return a number to three digits.

    >>> number(0.01234), number(56.789), number(1234.5), number(0.0)
    ('0.0123', '56.8', '1,234', '0')
    """
    return f"{value:.3g}" if abs(value) < 999.5 else f"{value:,.0f}"
