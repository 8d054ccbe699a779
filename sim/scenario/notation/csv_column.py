"""Columns of CSV files that a scenario refers to."""

import csv
import datetime
import io
import math
from pathlib import Path

from sim.scenario.notation.annotation import refusal
from sim.scenario.notation.digits import misread
from sim.units import nearest

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes beyond which a data file is refused."""


def read_cells(folder: Path, file: str, column: str) -> list[tuple[int, str]]:
    """Return (line number, text) of every row of one column; refuses what cannot be read."""
    path = folder / file
    rows = csv.reader(io.StringIO(read_content(path, file), newline=""), strict=True)
    try:
        header = [name.strip() for name in next(rows, [])]
        if column not in header:
            guess = nearest(column, header)
            hint = f"did you mean '{guess}'?" if guess else f"it has {', '.join(header[:8]) or 'no columns'}"
            raise refusal(f"{file} has no column '{column}'; {hint}")
        place = header.index(column)
        cells = [(rows.line_num, row[place].strip() if place < len(row) else "") for row in rows if row]
    except csv.Error as error:
        raise refusal(
            f"{file}:{rows.line_num}: this is not readable as CSV ({error}); save it as CSV again"
        ) from None
    if not cells:
        raise refusal(f"{file} has no rows below its header; add at least one value")
    return cells


def read_content(path: Path, file: str) -> str:
    """Return the text of a CSV file; refuses what cannot be read."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise refusal(f"{file} is larger than 64 MB; keep the column that is needed")
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        siblings = [p.name for p in path.parent.glob("*.csv")] if path.parent.is_dir() else []
        guess = nearest(path.name, siblings)
        hint = f"did you mean '{guess}'?" if guess else "the path is relative to the scenario's folder"
        raise refusal(f"there is no file {file}; {hint}") from None
    except UnicodeDecodeError:
        raise refusal(f"{file} is not UTF-8 text; save it as CSV in UTF-8") from None
    except (OSError, ValueError) as error:
        raise refusal(f"{file} cannot be read ({error}); check the path") from None


def read_numbers(folder: Path, file: str, column: str) -> tuple[float, ...]:
    """Return a column of numbers that are zero or more."""
    found = []
    for line, text in read_cells(folder, file, column):
        try:
            value = float(text)
        except ValueError:
            other = misread(text)
            hint = f"write {other.meant[-1]} in the file" if other else "mend the file"
            raise refusal(f"{file}:{line}: {column} = '{text}' is not a number; {hint}") from None
        if not math.isfinite(value) or value < 0.0:
            raise refusal(f"{file}:{line}: {column} = '{text}' must be zero or more; mend the file")
        found.append(value)
    return tuple(found)


def read_arrival_times(
    folder: Path, file: str, column: str, start: datetime.date | None
) -> tuple[float, ...]:
    """Return arrival times of a trace, sorted [h from the start]; before the start is refused.

    Cells are hours from the start, or ISO dates and times (these need ``start``).
    """
    times = [
        _arrival_time(f"{file}:{line}: {column}", text, start)
        for line, text in read_cells(folder, file, column)
    ]
    return tuple(sorted(times))


def _arrival_time(where: str, text: str, start: datetime.date | None) -> float:
    try:
        hours = float(text)
    except ValueError:
        try:
            moment = datetime.datetime.fromisoformat(text)
        except ValueError:
            raise refusal(f"{where} = '{text}' is neither hours nor a date and time; mend the file") from None
        if start is None:
            raise refusal(
                f"{where} = '{text}' is a date; say when the scenario starts, e.g. 'start: 2026-01-05'"
            ) from None
        if moment.tzinfo is not None:
            raise refusal(f"{where} = '{text}': {without_zone(moment)}") from None
        hours = hours_since(start, moment)
    if not math.isfinite(hours) or hours < 0.0:
        raise refusal(f"{where} = '{text}' lies before the start; mend the file or move 'start:'")
    return hours


def hours_since(start: datetime.date, moment: datetime.datetime) -> float:
    """Return a date and time without a zone in hours from the beginning of a day [h]."""
    return (moment - datetime.datetime.combine(start, datetime.time())).total_seconds() / 3600.0


def without_zone(moment: datetime.datetime) -> str:
    """Return the advice on a time with a zone."""
    return (
        "a time has no zone here, as all are those of the organisation's own clocks; write what these showed"
        f", e.g. '{moment:%Y-%m-%d %H:%M}'"
    )
