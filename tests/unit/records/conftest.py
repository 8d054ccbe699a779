"""A run record with every kind of value that a column may hold."""

import numpy as np
import pytest

from sim.model.names import Names, PoolKind
from sim.records.columns import TABLES, Column
from sim.records.record import Array, RunRecord

ODD = (np.nan, np.inf, -np.inf, -0.0, 5e-324, 1.7976931348623157e308, 0.1, 1.0 / 3.0, 1e16)
"""Floats that a careless file loses: no number, no bound, the sign of zero, the smallest, the last digit."""


def values_of(column: Column, rows: int, luck: np.random.Generator) -> Array:
    if column.dtype == "float64":
        return np.concatenate([ODD, luck.normal(size=rows - len(ODD))])
    if column.dtype == "bool":
        return luck.random(rows) < 0.5
    return luck.integers(-(2**62), 2**62, rows)


def made_up_record(
    *, replication: int = 3, engine: str = "reference", rows: int = 40, seed: int = 1
) -> RunRecord:
    luck = np.random.default_rng(seed)
    names = Names(
        ("article", 'said "so", twice'),
        ("draft",),
        ("writers", "assistant"),
        (PoolKind.PEOPLE, PoolKind.TOOL),
        ("writing", "übersetzen"),
        "USD",
    )
    tables = {
        name: {column.name: values_of(column, rows, luck) for column in columns}
        for name, columns in TABLES.items()
    }
    return RunRecord(7, replication, engine, 0.1 + 0.2, 1.0 / 3.0, names, **tables)


@pytest.fixture
def record() -> RunRecord:
    return made_up_record()


@pytest.fixture
def same_record_of_another_engine() -> RunRecord:
    return made_up_record(engine="kernel")


@pytest.fixture
def next_record() -> RunRecord:
    return made_up_record(replication=4)
