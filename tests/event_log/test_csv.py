"""The CSV: tidy, whole, explained; and files of others are safe."""

import csv
import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.errors import UsageError
from sim.records.columns import Column
from sim.records.event_log import FORMATS
from sim.records.event_log.columns import COLUMNS
from sim.records.event_log.events import EventLog
from sim.records.event_log.write import WRITERS, format_of, refuse_what_is_not_ours, write_event_log

READS = {
    "string": str,
    "int64": int,
    "float64": float,
    "bool": {"true": True, "false": False}.__getitem__,
    "time": datetime.datetime.fromisoformat,
}
ALWAYS_THERE = {"event", "case_id", "activity", "transition", "timestamp", "task_type", "priority"}


def misfits(path: Path) -> list[str]:
    """Return each cell that is not what its column says."""
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        assert rows.fieldnames == [column.name for column in COLUMNS]
        for row in rows:
            for column in COLUMNS:
                text = row[column.name]
                if not (_reads(column, text) if text else column.name not in ALWAYS_THERE):
                    found.append(f"{column.name} = {text}")
    return found


def _reads(column: Column, text: str) -> bool:
    try:
        READS[column.dtype](text)
    except (ValueError, KeyError):
        return False
    return True


def test_every_cell_is_what_its_column_says(written: Callable[[str], Path]) -> None:
    assert misfits(written("csv")) == []


@pytest.mark.parametrize(
    ("right", "wrong"), [(",false,", ",False,"), (",complete,2026", ",complete,"), (",start,", ",,x")]
)
def test_a_cell_that_is_not_is_found_out(
    right: str, wrong: str, written: Callable[[str], Path], tmp_path: Path
) -> None:
    text = written("csv").read_text(encoding="utf-8")
    assert right in text
    (tmp_path / "damaged").write_text(text.replace(right, wrong, 1), encoding="utf-8", newline="")

    assert misfits(tmp_path / "damaged") != []


def test_the_dictionary_explains_every_column(log: EventLog, tmp_path: Path) -> None:
    said = write_event_log(log, tmp_path / "log.csv", "csv")

    assert said.dictionary == tmp_path / "log.dictionary.csv"
    with said.dictionary.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["column"] for row in rows if row["table"] == "events"] == [each.name for each in COLUMNS]
    about = {row["column"]: row["meaning"] for row in rows if row["table"] == "log"}
    assert (about["strategy"], about["seed"], about["replication"]) == ("all of it", "3", "0")
    assert "begins on 2026-01-05. Times are local, without a zone, and written as UTC" in about["notes"]
    assert all(row["meaning"] and row["unit"] and row["type"] for row in rows)
    assert said.events == len(list(log.rows()))
    assert 0 < said.open_tasks < said.tasks == len(log.record.tasks["task"])


@pytest.mark.parametrize("format_", FORMATS)
def test_a_log_is_known_as_ours_and_other_files_are_not(format_: str, log: EventLog, tmp_path: Path) -> None:
    WRITERS[format_](log, tmp_path / "log")
    refuse_what_is_not_ours(tmp_path / "log")

    content = (tmp_path / "log").read_bytes()
    (tmp_path / "other").write_bytes(content[:20] + b"x" * 80)
    with pytest.raises(UsageError, match="other: is there and no event log of sim; name another file"):
        refuse_what_is_not_ours(tmp_path / "other")


def test_a_table_of_another_beside_the_log_is_safe(log: EventLog, tmp_path: Path) -> None:
    (tmp_path / "log.dictionary.csv").write_text("my,own,words\n", encoding="utf-8")

    with pytest.raises(UsageError, match=r"log\.dictionary\.csv: is there"):
        write_event_log(log, tmp_path / "log.csv", "csv")
    assert not (tmp_path / "log.csv").exists()


def test_a_format_is_known_by_its_name_or_its_suffix() -> None:
    assert [format_of(None, Path(f"x{suffix.upper()}")) for suffix in FORMATS.values()] == list(FORMATS)
    assert [format_of(name, Path("x.csv")) for name in FORMATS] == list(FORMATS)
    assert format_of(None, Path("x.txt")) == format_of(None, None) == "csv"
    with pytest.raises(UsageError, match="format = mxml: unknown format of an event log; use csv or xes"):
        format_of("mxml", None)
