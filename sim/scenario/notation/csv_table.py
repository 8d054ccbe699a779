"""Tables in CSV files, each cell with the place where it stands."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.scenario.notation.annotation import refusal


@dataclass(frozen=True, slots=True)
class CsvRow:
    """A row of a table.

    Attributes:
        line: on which it begins, from 1.
        cells: their texts, without spaces around them.
        begins: where the cells of that line begin, from 1.
    """

    line: int
    cells: Sequence[str]
    begins: Sequence[int]

    def column(self, number: int) -> int:
        """Return where a cell begins, from 1; 1 where it stands on another line, or nowhere."""
        return self.begins[number] if number < len(self.begins) else 1


def lines_of(text: str) -> list[str]:
    """Return the lines of a text as CSV counts them."""
    return list(io.StringIO(text, newline=""))


def rows_of(text: str, file: str) -> Iterator[CsvRow]:
    """Yield the rows that hold anything; refuses what is no CSV."""
    lines = lines_of(text)
    rows = csv.reader(lines, strict=True)
    first = 1
    try:
        for row in rows:
            line, first = first, rows.line_num + 1
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield CsvRow(line, cells, beginnings(lines[line - 1]))
    except csv.Error as error:
        raise refusal(
            f"{file}:{rows.line_num}: this is not readable as CSV ({error}); save it as CSV again"
        ) from None


def beginnings(line: str) -> list[int]:
    """Return where the cells of a line begin, from 1.

    >>> beginnings('a,"b, c", d')
    [1, 3, 11]
    """
    places, quoted, begins = [], False, True
    for place, sign in enumerate(line, 1):
        if begins and sign != " ":
            places.append(place)
            begins = False
        quoted ^= sign == '"'
        begins = begins or (sign == "," and not quoted)
    return [*places, len(line.rstrip("\r\n")) + 1] if begins else places
