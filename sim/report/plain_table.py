"""A table of texts that the terminal and a page show alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table


@dataclass(frozen=True, slots=True)
class PlainTable:
    """Texts in rows below their heads; the first columns hold words, the others numbers.

    Attributes:
        title: what it shows, with the unit.
        heads: of the columns.
        rows: each with a text for each column.
        words: columns that hold words.
        whole: first text of the row that the others add up to; ``""`` for none.
    """

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: int = 1
    whole: str = ""

    def __rich__(self) -> "Table":
        """Return the table as the terminal draws it."""
        from rich import box
        from rich.markup import escape
        from rich.table import Table

        table = Table(
            box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, title_justify="left", title_style="bold",
            title=escape(self.title),
        )  # fmt: skip
        for column, head in enumerate(self.heads):
            table.add_column(escape(head), justify="left" if column < self.words else "right")
        for row in self.rows:
            table.add_row(*map(escape, row), style="bold" if row[0] == self.whole else None)
        return table
