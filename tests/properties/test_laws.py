"""Laws of every run, on scenarios that Hypothesis draws over the whole language."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engines import get_engine
from sim.model.build import build
from sim.model.model import Model
from sim.records.columns import TABLES
from sim.records.record import RunRecord
from sim.scenario.load import load_scenario
from tests.laws import LAWS
from tests.strategies import Draft, scenarios

FEWER = settings(max_examples=settings.default.max_examples // 2)
"""For laws that run every scenario twice."""
TIMES = {
    "tasks": ("arrived_at", "due_at", "delivered_at", "service_time"),
    "visits": ("ready_at", "started_at", "ended_at", "service_time", "requirement"),
    "actors": ("joined_at", "left_at", "busy_time", "available_time", "overtime"),
}
"""Columns that hold times."""


def run_of(draft: Draft, times: int = 1, replication: int = 0) -> tuple[Model, RunRecord]:
    with tempfile.TemporaryDirectory() as folder:
        model = build(load_scenario(draft.save(Path(folder), times)).under(draft.strategy))
    return model, get_engine("reference")(model, 1, replication)


def assert_same(one: Mapping[str, np.ndarray], other: Mapping[str, np.ndarray], rows: Sequence[bool]) -> None:
    for name, column in one.items():
        np.testing.assert_array_equal(column[rows], other[name][: len(column)][rows], err_msg=name)


@given(scenarios(), st.integers(0, 9))
def test_every_run_obeys_every_law(draft: Draft, replication: int) -> None:
    model, record = run_of(draft, replication=replication)

    for law in LAWS:
        law(model, record)


@FEWER
@given(scenarios(scalable=True))
def test_doubling_all_times_doubles_every_time_of_the_record_bit_for_bit(draft: Draft) -> None:
    _, once = run_of(draft)
    _, twice = run_of(draft, times=2)

    for table, times in TIMES.items():
        for column in TABLES[table]:
            factor = 2.0 if column.name in times else 1.0
            np.testing.assert_array_equal(
                getattr(twice, table)[column.name],
                factor * getattr(once, table)[column.name],
                err_msg=f"{table}.{column.name}",
            )


@FEWER
@given(scenarios(), st.integers(1, 2))
def test_a_longer_run_has_the_same_past(draft: Draft, more: int) -> None:
    length = int(str(draft.tree["run_length"].written(1)).split()[0])  # type: ignore[attr-defined]
    _, short = run_of(draft)
    _, long = run_of(draft.lasting(length + more))

    arrived = np.ones(len(short.tasks["task"]), dtype=bool)
    at_birth = (
        "task_type",
        "number",
        "parent",
        "priority",
        "topic",
        "difficulty_score",
        "arrived_at",
        "due_at",
    )
    assert_same({name: short.tasks[name] for name in at_birth}, long.tasks, arrived)
    assert_same(short.tasks, long.tasks, ~np.isnan(short.tasks["delivered_at"]))
    assert_same(short.visits, long.visits, ~np.isnan(short.visits["ended_at"]))
    weeks = short.weeks["ended_at"] % 168.0 == 0.0
    assert_same(short.weeks, long.weeks, weeks)
    assert_same(short.pool_weeks, long.pool_weeks, np.repeat(weeks, len(short.names.pools)))
