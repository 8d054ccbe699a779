"""An event log as CSV, one row an event, with a data dictionary beside it."""

from collections.abc import Iterator
from pathlib import Path

from sim.records.columns import Column
from sim.records.event_log.columns import COLUMNS
from sim.records.event_log.events import EventLog
from sim.records.tables import DICTIONARY, dictionary, write_rows, write_table


def write_csv(log: EventLog, path: Path) -> None:
    """Write all events in order of time; what has no meaning is empty."""
    write_rows(_cells(log), COLUMNS, path)


def write_dictionary(log: EventLog, path: Path) -> None:
    """Write type, unit and meaning of each column, and below what holds of the whole log."""
    about = [Column(name, "string", "-", str(value)) for name, value in log.about.items() if value != ""]
    write_table(dictionary({"events": COLUMNS, "log": about}), DICTIONARY, path)


def _cells(log: EventLog) -> Iterator[list[object]]:
    for row in log.rows():
        yield [str(value).lower() if isinstance(value, bool) else value for value in row.values()]
