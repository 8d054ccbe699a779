"""Writing an event log: whole or not at all, and never over what is not one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.errors import UsageError
from sim.records.event_log import FORMATS, happenings
from sim.records.event_log.columns import COLUMNS
from sim.records.event_log.csv_log import write_csv, write_dictionary
from sim.records.event_log.events import EventLog
from sim.records.event_log.ocel import OPENING as OCEL_OPENING
from sim.records.event_log.ocel import write_ocel
from sim.records.event_log.ocel_sqlite import APPLICATION, write_ocel_sqlite
from sim.records.event_log.xes import OPENING as XES_OPENING
from sim.records.event_log.xes import write_xes
from sim.records.tables import DICTIONARY
from sim.writing import write_whole

WRITERS: Mapping[str, Callable[[EventLog, Path], None]] = {
    "csv": write_csv,
    "xes": write_xes,
    "ocel": write_ocel,
    "ocel-sqlite": write_ocel_sqlite,
}
"""What writes each of ``FORMATS``."""
_BEGINNINGS = (
    *(",".join(column.name for column in columns) for columns in (COLUMNS, DICTIONARY)),
    XES_OPENING,
    OCEL_OPENING,
)
_SQLITE, _PLACE = b"SQLite format 3\0", 68
"""How an SQLite file begins, and where the number of its application stands in it."""


@dataclass(frozen=True, slots=True)
class Written:
    """An event log on disk.

    Attributes:
        file: where it is.
        dictionary: where its columns are explained; None for a format that has none.
        format: one of ``FORMATS``.
        events: how many are in it.
        tasks: how many are in it.
        open_tasks: of these, how many are still inside at the end.
    """

    file: Path
    dictionary: Path | None
    format: str
    events: int
    tasks: int
    open_tasks: int


def format_of(name: str | None, file: Path | None) -> str:
    """Return the format that is asked for, or that a file's suffix says, or else CSV.

    Raises:
        UsageError: there is no such format.
    """
    if name is None:
        suffix = file.suffix.lower() if file else ""
        return next((known for known, own in FORMATS.items() if own == suffix), "csv")
    if name not in FORMATS:
        raise UsageError(f"format = {name}: unknown format of an event log; use {' or '.join(FORMATS)}")
    return name


def dictionary_beside(file: Path, format_: str) -> Path | None:
    """Return where the columns of an event log are explained."""
    return file.with_name(f"{file.stem}.dictionary.csv") if format_ == "csv" else None


def write_event_log(log: EventLog, file: Path, format_: str) -> Written:
    """Write an event log into a file, which is replaced if it is there.

    Raises:
        UsageError: it cannot be written there, or something else than a data dictionary is beside it.
    """
    dictionary = dictionary_beside(file, format_)
    if dictionary:
        refuse_what_is_not_ours(dictionary)
    write_whole(file, lambda part: WRITERS[format_](log, part))
    if dictionary:
        write_whole(dictionary, lambda part: write_dictionary(log, part))
    events = happenings.count(log) if format_.startswith("ocel") else len(log.in_time.task)
    delivered_at = log.record.tasks["delivered_at"]
    inside = int(np.isnan(delivered_at).sum())
    return Written(file, dictionary, format_, events, len(delivered_at), inside)


def refuse_what_is_not_ours(path: Path) -> None:
    """Raise UsageError where a file is there that is no event log of ours, nor the dictionary of one."""
    if path.exists() and not (path.is_file() and _is_ours(path)):
        raise UsageError(f"{path}: is there and no event log of sim; name another file with --output")


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(1024)
    number = head[_PLACE : _PLACE + 4]
    is_base = head.startswith(_SQLITE) and int.from_bytes(number, "big") == APPLICATION
    return is_base or any(head.startswith(beginning.encode()) for beginning in _BEGINNINGS)
