"""What an event log says is what the record says, event by event, in every format."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from sim.records.event_log import FORMATS
from sim.records.event_log.events import EventLog
from sim.records.event_log.write import WRITERS
from sim.records.record import Mode, Outcome
from tests.event_log.conftest import SCENARIO, log_of
from tests.event_log.facts import differences

Written = Callable[[str], Path]


def test_everything_that_may_go_wrong_happens_in_the_run(log: EventLog) -> None:
    tasks, visits, actors = log.record.tasks, log.record.visits, log.record.actors

    assert np.isnan(tasks["delivered_at"]).any()
    assert (np.isnan(visits["ended_at"])).any()
    assert (tasks["parent"] >= 0).any()
    assert (tasks["arrived_at"] < 0.0).any()
    assert {Outcome.HANDED_OVER, Outcome.SENT_BACK, Outcome.PASSED} <= set(visits["outcome"].tolist())
    assert {Mode.SOLO, Mode.AUTOMATED} <= set(visits["mode"].tolist())
    assert np.isinf(actors["joined_at"]).any()
    assert np.isfinite(actors["left_at"]).any()
    assert len(log.record.absences["actor"]) > 0
    assert (visits["ended_at"] == visits["ready_at"]).any()
    assert np.isinf(tasks["due_at"]).any()


@pytest.mark.parametrize("format_", FORMATS)
def test_a_log_says_what_the_record_says(format_: str, log: EventLog, written: Written) -> None:
    assert differences(log, format_, written(format_)) == []


DAMAGES = {
    "csv": ",start,2026-01-1",
    "xes": '"start"/><date key="time:timestamp" value="2026-01-1',
    "ocel": '"complete a", "time": "2026-01-1',
}
"""What stands before the last digit of a day."""


@pytest.mark.parametrize("format_", DAMAGES)
def test_one_wrong_digit_is_found_out(format_: str, log: EventLog, written: Written, tmp_path: Path) -> None:
    text = written(format_).read_text(encoding="utf-8")
    right = DAMAGES[format_]
    assert right in text
    damaged = tmp_path / "damaged"
    damaged.write_text(text.replace(right, f"{right[:-1]}2", 1), encoding="utf-8", newline="")

    assert len(differences(log, format_, damaged)) == 1


def test_one_wrong_actor_is_found_out_in_the_database(
    log: EventLog, written: Written, tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged"
    shutil.copy(written("ocel-sqlite"), damaged)
    with closing(sqlite3.connect(damaged)) as base, base:
        event = base.execute("SELECT min(ocel_event_id) FROM event_object WHERE ocel_qualifier = 'does it'")
        base.execute(
            "UPDATE event_object SET ocel_object_id = 'actor 99' "
            "WHERE ocel_qualifier = 'does it' AND ocel_event_id = ?",
            event.fetchone(),
        )

    assert len(differences(log, "ocel-sqlite", damaged)) == 1


@pytest.mark.parametrize("format_", FORMATS)
def test_both_engines_write_the_same_bytes(format_: str, written: Written, tmp_path: Path) -> None:
    fast = log_of(tmp_path / "fast", SCENARIO.replace("START", "start: 2026-01-05"), "kernel")
    WRITERS[format_](fast, tmp_path / "log")

    assert (tmp_path / "log").read_bytes() == written(format_).read_bytes()


def test_hours_and_money_add_up_to_those_of_the_record(log: EventLog) -> None:
    rows = list(log.rows())
    tasks, visits = log.record.tasks, log.record.visits
    ended = ~np.isnan(visits["ended_at"])

    spent = [row["service_time"] for row in rows if row["service_time"] is not None]
    assert sum(spent) == pytest.approx(float(tasks["service_time"].sum()), rel=1e-12)
    assert len(spent) == int(tasks["visits"].sum()) == int(ended.sum())
    cost = visits["service_time"] * log.record.actors["rate"][visits["actor"]]
    assert sum(row["cost"] or 0.0 for row in rows) == pytest.approx(float(cost[ended].sum()), rel=1e-12)
    earned = sum(row["value"] or 0.0 for row in rows)
    assert earned == pytest.approx(float(tasks["value"].sum()), rel=1e-12)


def test_a_resource_is_called_by_its_pool_with_its_name_or_its_place(log: EventLog) -> None:
    of_people = [name for name in log.resources if name.startswith("Bü;ro")]

    assert of_people == ["Bü;ro: 4", "Bü;ro: Ädä <3", "Bü;ro 3", "Bü;ro 4", "Bü;ro 5"]
    wages = {row["resource"]: row["cost"] / row["service_time"] for row in log.rows() if row["service_time"]}
    assert wages["Bü;ro: Ädä <3"] == pytest.approx(40.0)
    assert wages["Bü;ro: 4"] == pytest.approx(31.0)
