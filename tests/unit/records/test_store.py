"""Run records and tables on disk: what is read is what was written, bit for bit."""

import csv
import json
from dataclasses import fields
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from sim.errors import UsageError
from sim.records.columns import TABLES, Column
from sim.records.provenance import digest_of
from sim.records.record import Array, RunRecord
from sim.records.store import read_record, write_record
from sim.records.tables import DICTIONARY, FORMATS, dictionary, read_table, write_table

WORDS = (Column("word", "string", "-", "a word"), Column("count", "int64", "tasks", "how many"))


def same_bits(left: Array, right: Array) -> bool:
    return left.dtype == right.dtype and left.tobytes() == right.tobytes()


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_run_record_comes_back_bit_for_bit(record: RunRecord, suffix: str, tmp_path: Path) -> None:
    write_record(record, tmp_path, [suffix])
    found = read_record(tmp_path, suffix)

    for name, columns in TABLES.items():
        before, after = getattr(record, name), getattr(found, name)
        assert list(after) == [column.name for column in columns]
        assert [column for column in before if not same_bits(before[column], after[column])] == []
    plain = [field.name for field in fields(record) if field.name not in TABLES]
    assert {name: getattr(found, name) for name in plain} == {name: getattr(record, name) for name in plain}
    assert digest_of(found) == digest_of(record)


@pytest.mark.parametrize("suffix", FORMATS)
def test_texts_come_back_with_commas_quotes_and_line_ends(suffix: str, tmp_path: Path) -> None:
    words = np.array(["a,b", 'say "so"', "two\nlines", "", "nan", "Ärger"])
    path = tmp_path / f"words.{suffix}"

    write_table({"word": words, "count": np.arange(6)}, WORDS, path)

    assert read_table(path, WORDS)["word"].tolist() == words.tolist()


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_table_without_rows_keeps_its_columns_and_types(suffix: str, tmp_path: Path) -> None:
    columns = TABLES["tasks"]
    empty = {column.name: np.array([], dtype=column.dtype) for column in columns}
    path = tmp_path / f"tasks.{suffix}"

    write_table(empty, columns, path)

    found = read_table(path, columns)
    assert [(name, values.dtype, values.size) for name, values in found.items()] == [
        (column.name, np.dtype(column.dtype), 0) for column in columns
    ]


def test_parquet_says_the_unit_and_meaning_of_each_column(record: RunRecord, tmp_path: Path) -> None:
    write_record(record, tmp_path)

    for name, columns in TABLES.items():
        schema = pq.read_schema(tmp_path / f"{name}.parquet")
        said = [
            (field.name, field.metadata[b"unit"].decode(), field.metadata[b"meaning"].decode())
            for field in schema
        ]
        assert said == [(column.name, column.unit, column.meaning) for column in columns]


def test_the_two_formats_hold_the_same_values(record: RunRecord, tmp_path: Path) -> None:
    write_record(record, tmp_path)

    for name, columns in TABLES.items():
        tables = [read_table(tmp_path / f"{name}.{suffix}", columns) for suffix in FORMATS]
        assert all(same_bits(tables[0][column.name], tables[1][column.name]) for column in columns)


def test_the_dictionary_has_a_row_for_each_column(tmp_path: Path) -> None:
    path = tmp_path / "dictionary.csv"

    write_table(dictionary(TABLES), DICTIONARY, path)

    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == sum(map(len, TABLES.values()))
    assert rows[0] == {
        "table": "tasks",
        "column": "task",
        "type": "int64",
        "unit": "-",
        "meaning": TABLES["tasks"][0].meaning,
    }


def test_an_unknown_format_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"words\.xlsx: format = 'xlsx': unknown .* use parquet or csv"):
        write_table({}, WORDS, tmp_path / "words.xlsx")


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_with_other_columns_is_refused_in_words(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"words.{suffix}"
    write_table({"word": np.array(["a"])}, WORDS[:1], path)

    with pytest.raises(UsageError, match="columns = word: should be word, count"):
        read_table(path, WORDS)


def test_a_folder_without_a_record_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"holds no record\.json"):
        read_record(tmp_path)


def test_the_header_is_plain_json(record: RunRecord, tmp_path: Path) -> None:
    write_record(record, tmp_path, ["csv"])

    said = json.loads((tmp_path / "record.json").read_text(encoding="utf-8"))
    assert said["horizon"] == record.horizon
    assert said["names"]["pool_kinds"] == ["people", "tool"]
