"""One table on disk: Parquet or CSV, with units, read back equal bit for bit."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from sim.errors import UsageError
from sim.records.columns import Column
from sim.records.record import Array, Table

FORMATS = ("parquet", "csv")
"""File formats of a table; both hold the same values."""
DICTIONARY = (
    Column("table", "string", "-", "the table"),
    Column("column", "string", "-", "its column"),
    Column("type", "string", "-", "type of the values"),
    Column("unit", "string", "-", "unit of the values; - for none"),
    Column("meaning", "string", "-", "what the values say"),
)
"""Columns of a data dictionary."""
_TRUTH = {"true": True, "false": False}


def write_table(table: Table, columns: Sequence[Column], path: Path) -> None:
    """Write a table as Parquet or CSV, by the suffix of ``path``.

    Parquet carries each column's unit and meaning as metadata of its field.  CSV writes floats with the
    shortest digits that give the same number back.

    Raises:
        UsageError: the suffix names neither.
    """
    if _format_of(path) == "parquet":
        _write_parquet(table, columns, path)
    else:
        _write_csv(table, columns, path)


def read_table(path: Path, columns: Sequence[Column]) -> dict[str, Array]:
    """Return the table that ``write_table`` wrote, with the same bits.

    Raises:
        UsageError: the suffix names no known format, or the file has other columns.
    """
    parquet = _format_of(path) == "parquet"
    return _read_parquet(path, columns) if parquet else _read_csv(path, columns)


def write_rows(rows: Iterable[Sequence[object]], columns: Sequence[Column], path: Path) -> None:
    """Write a table as CSV as its rows come, so that few are in memory; None is an empty cell."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(column.name for column in columns)
        writer.writerows(rows)


def dictionary(tables: Mapping[str, Sequence[Column]]) -> dict[str, Array]:
    """Return the data dictionary of some tables: one row per column, with type, unit and meaning."""
    rows = [
        (name, column.name, column.dtype, column.unit, column.meaning)
        for name, columns in tables.items()
        for column in columns
    ]
    return {head.name: np.array([row[i] for row in rows], np.str_) for i, head in enumerate(DICTIONARY)}


def _format_of(path: Path) -> str:
    suffix = path.suffix.lstrip(".")
    if suffix not in FORMATS:
        raise UsageError(
            f"{path}: format = '{suffix}': unknown format of a table; use {' or '.join(FORMATS)}"
        )
    return suffix


def _check_columns(path: Path, found: Sequence[str], columns: Sequence[Column]) -> None:
    wanted = [column.name for column in columns]
    if list(found) != wanted:
        raise UsageError(f"{path}: columns = {', '.join(found)}: should be {', '.join(wanted)}")


def _write_parquet(table: Table, columns: Sequence[Column], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    fields = [
        pa.field(
            column.name,
            pa.type_for_alias(column.dtype),
            metadata={"unit": column.unit, "meaning": column.meaning},
        )
        for column in columns
    ]
    arrays = [pa.array(table[field.name], type=field.type) for field in fields]
    pq.write_table(pa.Table.from_arrays(arrays, schema=pa.schema(fields)), path)


def _read_parquet(path: Path, columns: Sequence[Column]) -> dict[str, Array]:
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    _check_columns(path, table.column_names, columns)
    return {
        column.name: table[column.name].to_numpy().astype(_numpy_type(column), copy=False)
        for column in columns
    }


def _write_csv(table: Table, columns: Sequence[Column], path: Path) -> None:
    write_rows(zip(*(_texts(table[column.name], column) for column in columns), strict=True), columns, path)


def _texts(values: Array, column: Column) -> list[str]:
    if column.dtype == "bool":
        return ["true" if value else "false" for value in values.tolist()]
    if column.dtype == "float64":
        return [repr(value) for value in values.astype(np.float64).tolist()]
    return [str(value) for value in values.tolist()]


def _read_csv(path: Path, columns: Sequence[Column]) -> dict[str, Array]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        _check_columns(path, next(reader, []), columns)
        by_column = list(zip(*reader, strict=True)) or [()] * len(columns)
    return {
        column.name: np.array([_TRUTH[text] for text in texts] if column.dtype == "bool" else texts).astype(
            _numpy_type(column)
        )
        for column, texts in zip(columns, by_column, strict=True)
    }


def _numpy_type(column: Column) -> type[np.generic]:
    return {"int64": np.int64, "float64": np.float64, "bool": np.bool_, "string": np.str_}[column.dtype]
