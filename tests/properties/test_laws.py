"""Laws of every run, on scenarios that Hypothesis draws over the whole language."""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, note, settings
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
    "visits": ("asked_at", "ready_at", "started_at", "ended_at", "service_time", "requirement"),
    "waiting": ("asked_at", "ready_at"),
    "duties": ("begins_at", "ends_at"),
    "actors": (
        "posted_at",
        "joined_at",
        "full_at",
        "left_at",
        "busy_time",
        "available_time",
        "training_time",
        "overtime",
    ),
    "levers": ("acted_at",),
}
"""Columns that hold times."""
AT_BIRTH = (
    "task", "task_type", "number", "parent", "priority", "topic", "difficulty_score", "arrived_at", "due_at",
)  # fmt: skip


def run_of(draft: Draft, times: int = 1, replication: int = 0) -> tuple[Model, RunRecord]:
    note(draft)
    with tempfile.TemporaryDirectory() as folder:
        model = build(load_scenario(draft.save(Path(folder), times)).under(draft.strategy))
    return model, get_engine("reference")(model, 1, replication)


def assert_same(one: Mapping[str, np.ndarray], other: Mapping[str, np.ndarray], rows: np.ndarray) -> None:
    for name, column in one.items():
        np.testing.assert_array_equal(column[rows], other[name][: len(column)][rows], err_msg=name)


def assert_same_absences(short: RunRecord, long: RunRecord) -> None:
    """Those that ended are the same; those that last at the horizon of the short run end later, or never."""
    ended = ~np.isnan(short.absences["until"])
    assert_same(short.absences, long.absences, ended)
    later = zip(long.absences["actor"].tolist(), long.absences["since"].tolist(), strict=True)
    begun = zip(short.absences["actor"].tolist(), short.absences["since"].tolist(), strict=True)
    assert set(begun) <= set(later)


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
def test_a_longer_run_has_the_same_past_bit_for_bit(draft: Draft, more: int) -> None:
    """Tasks, visits, stocks, levers and weeks are the same; weekly hours are summed in another order."""
    _, short = run_of(draft)
    _, long = run_of(replace(draft, weeks=draft.weeks + more))

    arrived = np.ones(len(short.tasks["task"]), dtype=bool)
    assert_same({name: short.tasks[name] for name in AT_BIRTH}, long.tasks, arrived)
    assert_same(short.tasks, long.tasks, ~np.isnan(short.tasks["delivered_at"]))
    assert_same(short.visits, long.visits, ~np.isnan(short.visits["ended_at"]))
    assert_same(short.stocks, long.stocks, np.ones(len(short.stocks["week"]), dtype=bool))
    assert_same(short.levers, long.levers, np.isfinite(short.levers["acted_at"]))
    assert_same_absences(short, long)
    weekly = {name: column for name, column in short.weeks.items() if name != "cost"}
    assert_same(weekly, long.weeks, np.ones(draft.weeks, dtype=bool))
    assert long.weeks["cost"][: draft.weeks] == pytest.approx(short.weeks["cost"], rel=1e-9, abs=1e-9)
    for name, column in short.pool_weeks.items():
        assert long.pool_weeks[name][: len(column)] == pytest.approx(column, rel=1e-9, abs=1e-9), name
