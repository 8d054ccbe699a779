"""``sim export``: one run as an event log, where it was asked for, and nothing of others lost."""

import csv
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.records.event_log import FORMATS
from sim.records.store import read_record
from tests.cli.conftest import Ask

DEFAULT = Path("results") / "desk-export-replication-0000.csv"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_it_writes_below_results_and_says_what_and_where(small: Path, ask: Ask) -> None:
    said = ask("export", small)

    rows = rows_of(DEFAULT)
    tasks = {row["case_id"] for row in rows}
    inside = len(tasks) - sum(row["activity"] == "task delivered" for row in rows)
    assert said.code == 0
    assert said.out == (
        f"{DEFAULT}: written, {len(rows):,} events of {len(tasks):,} tasks, {inside:,} of them still inside "
        f"at the end; one run, so nothing in it is an estimate\n"
        f"{DEFAULT.with_suffix('')}.dictionary.csv: what its columns mean, and of which run it is\n"
    )
    assert ": replaced, " in ask("export", small).out


def test_the_name_says_strategy_future_and_replication(small: Path, ask: Ask) -> None:
    ask("export", small, "third clerk", "--future", "boom", "--replication", 12, "--format", "xes")

    assert [path.name for path in Path("results").iterdir()] == [
        "desk-export-third-clerk-if-boom-replication-0012.xes"
    ]


def test_replications_are_counted_as_the_records_count_them(small: Path, ask: Ask) -> None:
    ask("run", small, "--replications", 3, "--seed", 7, "--records", "--output", "kept", "--jobs", 1)
    ask("export", small, "--replication", 2, "--seed", 7, "--output", "log.csv")

    record = read_record(Path("kept/records/do-nothing/replication-0002"))
    spent = [float(row["service_time"]) for row in rows_of(Path("log.csv")) if row["service_time"]]
    ended = record.visits["service_time"][~np.isnan(record.visits["ended_at"])]
    assert sorted(spent) == sorted(ended.tolist())
    ask("export", small, "--replication", 1, "--seed", 7, "--output", "other.csv")
    assert sorted(
        float(r["service_time"]) for r in rows_of(Path("other.csv")) if r["service_time"]
    ) != sorted(spent)


@pytest.mark.parametrize("format_", FORMATS)
def test_from_python_the_same_bytes(format_: str, small: Path, ask: Ask) -> None:
    ask("export", small, "third clerk", "--output", f"one{FORMATS[format_]}", "--engine", "reference")
    said = sim.export(small, f"two{FORMATS[format_]}", "third clerk")

    assert said.format == format_
    assert said.file.read_bytes() == Path(f"one{FORMATS[format_]}").read_bytes()


def test_a_file_of_another_at_the_usual_place_stays(small: Path, ask: Ask) -> None:
    DEFAULT.parent.mkdir()
    DEFAULT.write_text("my own notes", encoding="utf-8")

    said = ask("export", small)

    assert (said.code, said.out) == (2, "")
    assert said.err == f"{DEFAULT}: is there and no event log of sim; name another file with --output\n"
    assert DEFAULT.read_text(encoding="utf-8") == "my own notes"
    assert ask("export", small, "--output", DEFAULT).code == 0
    assert len(rows_of(DEFAULT)) > 100


MISTAKES = {
    ("--replication", "-1"): "--replication = -1: must be a whole number from 0 to 999,999",
    ("--format", "mxml"): "'mxml' is not one of",
    ("--output", "desk"): "desk: is a folder; name a file",
    ("--output", "desk/scenario.yaml/log.csv"): "cannot be written",
    ("nobody",): "nobody",
    ("third clerk", "do nothing"): "one strategy at a time",
    ("--future", "doom"): "doom",
}


@pytest.mark.parametrize("words", MISTAKES)
def test_mistakes_are_told(words: tuple[str, ...], small: Path, ask: Ask) -> None:
    said = ask("export", small, *words)

    assert (said.code, said.out) == (2, "")
    assert MISTAKES[words] in said.err


def test_from_python_a_wrong_number_is_told(small: Path) -> None:
    with pytest.raises(sim.UsageError, match="replication = -1: should be a whole number from 0 up"):
        sim.export(small, "log.csv", replication=-1)


def test_what_must_hold_is_tested_before(small: Path, ask: Ask) -> None:
    scenario = small / "scenario.yaml"
    text = scenario.read_text(encoding="utf-8")
    text += "checks:\n  fewer clerks: {set: {people.clerks.headcount: 1}, expect: flow_time falls}\n"
    scenario.write_text(text, encoding="utf-8")

    said = ask("export", small)

    assert said.code == 2
    assert "check 'fewer clerks' does not hold" in said.err
    assert not DEFAULT.exists()
