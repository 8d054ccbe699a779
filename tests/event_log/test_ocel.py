"""A log in OCEL 2.0 keeps its rules, in JSON and in SQLite; one that does not is found out."""

import json
import shutil
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.records.event_log.events import EventLog
from sim.records.event_log.happenings import count
from sim.records.event_log.ocel import write_ocel
from tests.event_log.conftest import SCENARIO, log_of
from tests.event_log.facts import hours_of
from tests.event_log.ocel_rules import broken_rules, broken_rules_of_base

Written = Callable[[str], Path]
Log = dict[str, Any]


@pytest.fixture
def ocel(written: Written) -> Log:
    found: Log = json.loads(written("ocel").read_text(encoding="utf-8"))
    return found


def test_a_log_keeps_the_rules(written: Written) -> None:
    assert broken_rules(written("ocel")) == []
    assert broken_rules_of_base(written("ocel-sqlite")) == []


def event_of(log: Log, kind: str) -> Any:
    return next(each for each in log["events"] if each["type"] == kind)


def object_of(log: Log, kind: str) -> Any:
    return next(each for each in log["objects"] if each["type"] == kind)


def started(log: Log) -> Any:
    """Return an event with several attributes and objects."""
    return event_of(log, "start a")


def twice(items: list[Any]) -> None:
    items.append(items[0])


DAMAGES: dict[str, Callable[[Log], object]] = {
    "no objects": lambda log: log.pop("objects"),
    "a number that is no text": lambda log: started(log)["attributes"][0].update(value=1),
    "a relation without a qualifier": lambda log: started(log)["relationships"][0].pop("qualifier"),
    "an event without a time": lambda log: log["events"][0].pop("time"),
    "a time that is none": lambda log: log["events"][0].update(time="Monday"),
    "a time without a zone": lambda log: log["events"][0].update(time="2026-01-01T00:00:00"),
    "an event before the one before it": lambda log: log["events"].reverse(),
    "an event twice": lambda log: log["events"].append(log["events"][-1]),
    "an object twice": lambda log: twice(log["objects"]),
    "a type that is not declared": lambda log: started(log).update(type="begin a"),
    "a type declared twice": lambda log: twice(log["objectTypes"]),
    "an attribute that is not declared": lambda log: log["eventTypes"][1]["attributes"].clear(),
    "no such type of values": lambda log: log["objectTypes"][0]["attributes"][0].update(type="int"),
    "a truth that is none": lambda log: started(log)["attributes"][2].update(value="False"),
    "a value twice at one time": lambda log: twice(object_of(log, "task")["attributes"]),
    "a relation to nothing": lambda log: started(log)["relationships"][0].update(objectId="task x"),
    "an event that happens to nothing": lambda log: started(log)["relationships"].clear(),
    "a relation twice": lambda log: twice(started(log)["relationships"]),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_broken_rule_is_found_out(damage: str, ocel: Log, tmp_path: Path) -> None:
    DAMAGES[damage](ocel)
    (tmp_path / "damaged").write_text(json.dumps(ocel), encoding="utf-8")

    assert broken_rules(tmp_path / "damaged") != []


DAMAGES_OF_BASE = {
    "a table that is not there": "DROP TABLE object_object",
    "a column of another name": "ALTER TABLE event RENAME COLUMN ocel_type TO kind",
    "a table without a type": "CREATE TABLE event_more (ocel_id TEXT)",
    "a type without a table": "INSERT INTO event_map_type VALUES ('more', 'type_99')",
    "an object that nothing is known of": "INSERT INTO object VALUES ('task x', 'task')",
    "a relation to nothing": "INSERT INTO event_object VALUES ('event 0', 'task x', 'is the task')",
    "an event of another type": "UPDATE event SET ocel_type = 'run ends' WHERE ocel_id = 'event 0'",
    "a change of no column": "UPDATE object_type_1 SET ocel_changed_field = 'x' "
    "WHERE ocel_changed_field IS NOT NULL",
    "a time that is none": "UPDATE event_type_0 SET ocel_time = 'Monday' WHERE ocel_id = 'event 0'",
}


@pytest.mark.parametrize("damage", DAMAGES_OF_BASE)
def test_a_broken_rule_of_a_database_is_found_out(damage: str, written: Written, tmp_path: Path) -> None:
    shutil.copy(written("ocel-sqlite"), tmp_path / "damaged")
    with closing(sqlite3.connect(tmp_path / "damaged")) as base, base:
        base.execute(DAMAGES_OF_BASE[damage])

    assert broken_rules_of_base(tmp_path / "damaged") != []


def test_all_objects_are_there_also_those_who_never_came(ocel: Log, log: EventLog) -> None:
    kinds = Counter(each["type"] for each in ocel["objects"])
    record = log.record

    assert kinds["task"] == len(record.tasks["task"])
    assert (kinds["run"], kinds["pool"]) == (1, len(record.names.pools))
    assert kinds["person"] + kinds["tool"] + kinds["freelancer"] == len(record.actors["actor"])
    never = np.flatnonzero(np.isinf(record.actors["joined_at"])).tolist()
    assert never
    joined = {
        part["objectId"]
        for each in ocel["events"]
        if each["type"] == "actor joins"
        for part in each["relationships"]
    }
    for actor in range(len(record.actors["actor"])):
        assert (f"actor {actor}" in joined) == (actor not in never)


def test_what_is_no_event_of_a_task_happened_as_the_record_says(ocel: Log, log: EventLog) -> None:
    record = log.record
    kinds = Counter(each["type"] for each in ocel["events"])

    assert len(ocel["events"]) == count(log)
    assert kinds["actor leaves"] == np.isfinite(record.actors["left_at"]).sum()
    assert kinds["actor goes off the line"] == len(record.absences["since"])
    assert kinds["actor is back on the line"] == np.isfinite(record.absences["until"]).sum()
    assert kinds["lever acts"] == np.isfinite(record.levers["acted_at"]).sum()
    assert (kinds["run begins"], kinds["run ends"]) == (1, 1)
    assert hours_of(event_of(ocel, "run ends")["time"]) == record.horizon


def test_relations_between_objects_are_those_of_the_record(ocel: Log, log: EventLog) -> None:
    found = {
        (each["id"], part["objectId"], part["qualifier"])
        for each in ocel["objects"]
        for part in each["relationships"]
    }
    tasks, actors = log.record.tasks, log.record.actors
    repairs = np.flatnonzero(tasks["parent"] >= 0)
    pools = ["Bü;ro", "Robot & Co", 'fl"ink', "helper"]

    assert found == {
        *((f"task {task}", f"task {tasks['parent'][task]}", "repairs") for task in repairs),
        *((f"actor {n}", f"pool {pools[pool]}", "member of") for n, pool in enumerate(actors["pool"])),
    }


def test_values_change_when_the_record_says(ocel: Log, log: EventLog) -> None:
    course: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
    for each in ocel["objects"]:
        for part in each["attributes"]:
            is_first = part["time"].startswith("1970")
            since = -np.inf if is_first else hours_of(part["time"])
            course[each["id"], part["name"]].append((since, part["value"]))
    tasks, weeks, pool_weeks = log.record.tasks, log.record.weeks, log.record.pool_weeks

    for task, out in enumerate(tasks["delivered_at"].tolist()):
        states = course[f"task {task}", "status"]
        assert [state for _, state in states] == (["open"] if np.isnan(out) else ["open", "delivered"])
        assert np.isnan(out) or states[1][0] == pytest.approx(out, abs=1e-9)
    ends = dict(zip(weeks["week"].tolist(), weeks["ended_at"].tolist(), strict=True))
    writers = pool_weeks["pool"] == 0
    assert course["pool Bü;ro", "actors"] == [
        (ends[week], str(number))
        for week, number in zip(
            pool_weeks["week"][writers].tolist(), pool_weeks["actors"][writers].tolist(), strict=True
        )
    ]
    away = log.record.absences["actor"].tolist()
    assert [value for _, value in course[f"actor {away[0]}", "on_the_line"]][:3] == ["false", "true", "false"]


def test_who_begins_in_a_training_has_one_state_at_that_moment(tmp_path: Path) -> None:
    """On the line from the first moment on, and off it from the same moment on: the later word holds."""
    at_once = SCENARIO.replace("START", "start: 2026-01-05").replace("from: week 2, for: 1", "for: 1")
    log = log_of(tmp_path, at_once)
    write_ocel(log, tmp_path / "log")

    assert (log.record.absences["since"] == 0.0).any()
    assert broken_rules(tmp_path / "log") == []
    away = log.record.absences["actor"][log.record.absences["since"] == 0.0][0]
    ocel = json.loads((tmp_path / "log").read_text(encoding="utf-8"))
    line = next(each["attributes"] for each in ocel["objects"] if each["id"] == f"actor {away}")
    values = [part["value"] for part in line if part["name"] == "on_the_line"]
    assert values[:3] == ["false", "false", "true"]


def test_both_forms_hold_the_same_objects(ocel: Log, written: Written) -> None:
    with closing(sqlite3.connect(written("ocel-sqlite"))) as base:
        objects = dict(base.execute("SELECT ocel_id, ocel_type FROM object").fetchall())
        relations = set(base.execute("SELECT * FROM object_object").fetchall())
        tables = dict(base.execute("SELECT * FROM object_map_type").fetchall())
        changes = sum(
            base.execute(f"SELECT count(ocel_changed_field) FROM object_{table}").fetchone()[0]
            for table in tables.values()
        )

    assert objects == {each["id"]: each["type"] for each in ocel["objects"]}
    assert relations == {
        (each["id"], part["objectId"], part["qualifier"])
        for each in ocel["objects"]
        for part in each["relationships"]
    }
    later = [part for each in ocel["objects"] for part in each["attributes"] if part["time"][:4] != "1970"]
    assert changes == len(later)
