"""A run record on disk: one file per table beside a header, read back equal bit for bit."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.errors import UsageError
from sim.model.names import Names, PoolKind
from sim.records.columns import TABLES
from sim.records.record import RunRecord
from sim.records.tables import FORMATS, read_table, write_table

HEADER = "record.json"
"""What a run record says beside its tables."""
_TUPLES = ("task_types", "steps", "pools", "skills")


def write_record(record: RunRecord, folder: Path, formats: Sequence[str] = FORMATS) -> None:
    """Write a run record into a folder: ``record.json`` and each table in each format."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, columns in TABLES.items():
        for suffix in formats:
            write_table(getattr(record, name), columns, folder / f"{name}.{suffix}")
    text = json.dumps(_header(record), indent=2, ensure_ascii=False)
    (folder / HEADER).write_text(text + "\n", encoding="utf-8")


def read_record(folder: Path, suffix: str = "parquet") -> RunRecord:
    """Return the run record that ``write_record`` wrote, equal bit for bit.

    Raises:
        UsageError: the folder holds no run record.
    """
    header = folder / HEADER
    if not header.is_file():
        raise UsageError(f"{folder}: holds no {HEADER}; name a folder that a run record was written to")
    said = json.loads(header.read_text(encoding="utf-8"))
    tables = {name: read_table(folder / f"{name}.{suffix}", columns) for name, columns in TABLES.items()}
    return RunRecord(**said | {"names": _names(said["names"])} | tables)


def _header(record: RunRecord) -> dict[str, object]:
    names = record.names
    said: dict[str, object] = {field: list(getattr(names, field)) for field in _TUPLES}
    said |= {"pool_kinds": [kind.name.lower() for kind in names.pool_kinds], "currency": names.currency}
    plain = ("seed", "replication", "engine", "horizon", "warm_up")
    return {field: getattr(record, field) for field in plain} | {"names": said}


def _names(said: dict[str, Any]) -> Names:
    tuples = {field: tuple(said[field]) for field in _TUPLES}
    kinds = tuple(PoolKind[kind.upper()] for kind in said["pool_kinds"])
    return Names(**tuples, pool_kinds=kinds, currency=said["currency"])
