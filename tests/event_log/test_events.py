"""Events keep their order, whatever falls together; moments keep it too; and a log may be empty."""

import datetime
import random
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from sim.engines import get_engine
from sim.errors import UsageError
from sim.experiments.event_log import setting_of
from sim.model.build import build
from sim.records.event_log.clock import Clock
from sim.records.event_log.events import EventLog, Row, Setting
from sim.records.event_log.happenings import BACK, OFF, Happening, happenings
from sim.records.event_log.names import apart
from sim.records.event_log.write import WRITERS
from sim.records.record import RunRecord
from sim.scenario.load import load_scenario
from tests.event_log.conftest import SCENARIO, log_of
from tests.event_log.facts import differences
from tests.event_log.ocel_rules import broken_rules as broken_rules_of_ocel
from tests.event_log.ocel_rules import broken_rules_of_base
from tests.event_log.xes_rules import broken_rules as broken_rules_of_xes
from tests.strategies import Draft, scenarios

HOURS = st.floats(min_value=-80_000.0, max_value=80_000.0)
NO_TASKS = """
scenario: Nothing to do
run_length: 1 week
task_types: {letter: {arrivals: {trace: {file: none.csv, column: at}}, route: [open]}}
steps: {open: {service_time: 1 h, done_by: [clerks]}}
people: {clerks: {headcount: 1}}
"""


@settings(max_examples=settings.default.max_examples // 4)
@given(scenarios())
def test_every_drawn_run_comes_out_whole_and_in_order_in_every_format(draft: Draft) -> None:
    note(str(draft))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        effective = load_scenario(draft.save(folder)).under(draft.strategy)
        log = EventLog(get_engine("reference")(build(effective), 1, 0), setting_of(effective))
        steps = sorted(effective.scenario.steps)
        for format_, write in WRITERS.items():
            write(log, folder / format_)
            assert differences(log, format_, folder / format_, steps, "task arrives") == []

        assert swapped(list(log.rows()), log.record) == []
        assert out_of_turn(happenings(log)) == []
        assert broken_rules_of_xes(folder / "xes") == []
        assert broken_rules_of_ocel(folder / "ocel") == []
        assert broken_rules_of_base(folder / "ocel-sqlite") == []


def swapped(rows: list[Row], record: RunRecord) -> list[str]:
    """Return where the events of a task are in an order that cannot have been."""
    visits, found = record.visits, []
    events: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        events[row["case_id"]].append(row)
    for task, own in events.items():
        places = {(row["visit"], row["transition"]): place for place, row in enumerate(own)}
        if own[0]["visit"] is not None:
            found.append(f"task {task} begins with a visit")
        if not np.isnan(record.tasks["delivered_at"][task]) and own[-1]["visit"] is not None:
            found.append(f"task {task} ends with a visit")
        by_visit = sorted({row["visit"] for row in own if row["visit"] is not None})
        for visit in by_visit:
            course = [places.get((visit, what), len(own)) for what in ("schedule", "start", "complete")]
            if course != sorted(course):
                found.append(f"visit {visit} ends before it begins")
        for one, other in pairwise(by_visit):
            before = visits["ended_at"][one] <= visits["ready_at"][other]
            if before and places[one, "complete"] > places[other, "schedule"]:
                found.append(f"visit {other} stands before {one}")
    times = [row["timestamp"] for row in rows]
    if times != sorted(times):
        found.append("time runs backwards")
    return found


def out_of_turn(events: Iterable[Happening]) -> list[str]:
    """Return who comes back without having gone, or goes off the line twice."""
    found, away = [], set()
    for event in events:
        if event.type in {OFF, BACK}:
            actor = event.objects[0][0]
            if (event.type == BACK) != (actor in away):
                found.append(f"{actor} at {event.time}")
            away ^= {actor}
    return found


def test_who_goes_off_the_line_comes_back_after(log: EventLog) -> None:
    events = list(happenings(log))

    assert out_of_turn(events) == []
    assert out_of_turn(events[::-1]) != []


def test_an_absence_that_is_over_at_once_is_told_in_its_order(log: EventLog) -> None:
    absences = {"actor": np.array([0]), "since": np.array([30.0]), "until": np.array([30.0])}
    brief = EventLog(replace(log.record, absences=absences), log._setting)

    told = [event.type for event in happenings(brief) if event.type in {OFF, BACK}]
    assert told == [OFF, BACK]


def test_events_stand_in_the_order_in_which_they_happened(log: EventLog) -> None:
    rows = list(log.rows())

    assert swapped(rows, log.record) == []
    assert [row["event"] for row in rows] == list(range(len(rows)))


def test_a_log_in_disorder_is_found_out(log: EventLog) -> None:
    rows = list(log.rows())
    luck = random.Random(1)
    moments = defaultdict(list)
    for row in rows:
        moments[row["timestamp"]].append(row)
    disorderly = [row for each in moments.values() for row in luck.sample(each, len(each))]

    assert len(swapped(disorderly, log.record)) > 1
    assert "time runs backwards" in swapped(rows[::-1], log.record)


def test_task_by_task_it_is_the_same_events_in_the_same_order(log: EventLog) -> None:
    rows, by_case = list(log.rows()), list(log.rows(by_case=True))

    assert by_case == sorted(rows, key=lambda row: (row["case_id"], row["event"]))


@given(HOURS, HOURS)
def test_a_later_moment_is_never_written_before_an_earlier_one(one: float, other: float) -> None:
    moment = Clock(datetime.date(2026, 1, 5)).moment

    early, late = sorted((one, other))
    assert moment(early) <= moment(late)


@given(HOURS)
def test_a_moment_is_right_to_the_microsecond(hours: float) -> None:
    start = datetime.datetime(2026, 1, 5, tzinfo=datetime.UTC)
    told = datetime.datetime.fromisoformat(Clock(start.date()).moment(hours)) - start

    assert abs(told / datetime.timedelta(microseconds=1) - hours * 3.6e9) <= 0.6
    assert abs(told / datetime.timedelta(microseconds=1) - (hours + 1e-9) * 3.6e9) > 0.6


def test_a_date_beyond_the_calendar_is_a_clear_mistake() -> None:
    with pytest.raises(UsageError, match="start = 9999-12-31: dates in an event log have years 1 to 9999"):
        Clock(datetime.date(9999, 12, 31)).moment(24.0)


def test_without_a_start_the_log_says_on_which_monday_it_begins(tmp_path: Path) -> None:
    log = log_of(tmp_path, NO_TASKS.replace("trace: {file: none.csv, column: at}", "rate: 1 per hour"))

    assert log.clock.first_day.weekday() == 0
    assert "begins on 2001-01-01, a Monday, as the scenario states no start" in log.about["notes"]
    assert next(log.rows())["timestamp"].startswith("2001-01-0")


def test_a_run_in_which_nothing_comes_has_an_empty_log_that_keeps_the_rules(tmp_path: Path) -> None:
    (tmp_path / "none.csv").write_text("at\n1000000\n", encoding="utf-8")
    log = log_of(tmp_path, NO_TASKS)
    for format_, write in WRITERS.items():
        write(log, tmp_path / format_)

    assert list(log.rows()) == []
    assert len((tmp_path / "csv").read_text(encoding="utf-8").splitlines()) == 1
    assert broken_rules_of_xes(tmp_path / "xes") == []
    assert broken_rules_of_ocel(tmp_path / "ocel") == []
    assert broken_rules_of_base(tmp_path / "ocel-sqlite") == []


def test_names_that_look_alike_stay_apart() -> None:
    assert apart(["a", "a", "a (2)", "\x07", "\\x07"]) == ["a", "a (2)", "a (2) (2)", "\\x07", "\\x07 (2)"]


def test_a_worker_called_by_a_number_is_not_taken_for_a_seat(log: EventLog) -> None:
    setting = Setting("s", "do nothing", "", None, {"Bü;ro": ["4", "Ädä <3"]})

    assert len(set(EventLog(log.record, setting).resources)) == len(log.resources)


def test_the_log_depends_on_the_record_and_the_setting_alone(log: EventLog, tmp_path: Path) -> None:
    again = log_of(tmp_path, SCENARIO.replace("START", "start: 2026-01-05"))
    renamed = EventLog(replace(again.record, engine="another"), again._setting)

    assert list(renamed.rows()) == list(log.rows())
    assert renamed.about == log.about
