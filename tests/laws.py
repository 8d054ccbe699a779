"""Laws that every run obeys, whatever the scenario: each is checked on the record alone, the slow way.

A law takes the model and one run of it and asserts.  They share nothing with the engine's bookkeeping but
the model's numbers, so that a mistake there cannot hide itself.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable

import numpy as np
import pytest

from sim.model.model import (
    ANYONE,
    FINISH,
    FIRST_COME,
    FORK,
    NONE,
    TRAIN,
    UPGRADE,
    Model,
)
from sim.records.record import Account, Mode, Outcome, PoolKind, RunRecord

Law = Callable[[Model, RunRecord], None]
Interval = tuple[float, float]
Row = dict[str, float]
MONTH = 365.25 * 24.0 / 12.0
"""Hours in a month, for prices."""


def close(found: float, expected: float) -> None:
    """Assert equality but for the rounding of sums: 1e-9, relative or absolute."""
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


def rows(table: object) -> list[Row]:
    """Return a table as a list of rows."""
    columns = {name: column.tolist() for name, column in dict(table).items()}  # type: ignore[call-overload]
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def visits_of(record: RunRecord) -> list[Row]:
    """Return the visits, those in hand ending at infinity."""
    visits = rows(record.visits)
    for visit in visits:
        if math.isnan(visit["ended_at"]):
            visit["ended_at"] = math.inf
    return visits


def by(key: str, all_rows: Iterable[Row]) -> dict[int, list[Row]]:
    """Return rows grouped by the value of a column."""
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in all_rows:
        groups[int(row[key])].append(row)
    return groups


def stays(record: RunRecord) -> list[Interval]:
    """Return when each task came and left; infinity while inside."""
    return [
        (task["arrived_at"], math.inf if math.isnan(task["delivered_at"]) else task["delivered_at"])
        for task in rows(record.tasks)
    ]


def overlap(one: Interval, other: Interval) -> float:
    """Return the length that two intervals share."""
    return max(0.0, min(one[1], other[1]) - max(one[0], other[0]))
