"""The story of a task: worked out by hand for a small bureau, and the numbers of the books anywhere."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from sim.api import load_scenario
from sim.engines import get_engine
from sim.errors import UsageError
from sim.experiments.tasks.life import TaskLife
from sim.experiments.tasks.reasons import places_of
from sim.experiments.tasks.task import life_of, task
from sim.measures.books.basis import basis_of
from sim.measures.books.books import booked
from sim.measures.books.causes import Cause, Phase, work_by
from sim.model.build import build
from sim.model.names import PoolKind
from tests.running import SCENARIOS

ARRIVALS = {"a.csv": "h\n4\n8\n12\n"}
BUREAU = """
scenario: A bureau
run_length: 1 week
task_types:
  report: {arrivals: {trace: {file: a.csv, column: h}}, route: [write, check]}
steps:
  write: {service_time: 3 h, done_by: [writers]}
  check: {service_time: 1 h, done_by: [editors]}
people:
  writers: {headcount: 1, hours: "Mon-Fri 9:00-17:00"}
  editors: {headcount: 1, hours: "Mon-Fri 9:00-17:00"}
"""
"""The writer writes 9-12 and 12-15 o'clock, and the third report from 15 to 17 and 9 to 10 the next day."""
DRAWN = (
    BUREAU.replace("[write, check]", "[together: [write, draw], check]").replace(
        "  check:", "  draw: {service_time: 1 h, done_by: [artists]}\n  check:"
    )
    + '  artists: {headcount: 1, hours: "Mon-Fri 9:00-17:00"}\n'
)
REVIEWED = BUREAU.replace("[writers]}", "[writers], error_probability: 100 %}").replace(
    "[editors]}", "[editors], reviews: [write], detection: 100 %, rework: {at_most: 1}}"
)
LUCK = (
    "That is the luck of one task in replication 0 of seed 1 under 'do nothing'; "
    "in another it fares otherwise."
)


def life(folder: Path, text: str, asked: int | str, **files: str) -> TaskLife:
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    for name, content in (ARRIVALS | {f"{key}.csv": value for key, value in files.items()}).items():
        (folder / name).write_text(content, encoding="utf-8")
    return task(load_scenario(folder), asked)


def with_(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


def test_a_task_that_waits_and_lies_over_night(tmp_path: Path) -> None:
    assert life(tmp_path, BUREAU, 2).story == (
        "Task 2, a report, came on Monday of week 1 at 12:00 and left after 23 h, of which 4 h were work. "
        "It lay longest in hand at the write: 16 h outside working hours. "
        "It lay before the write: 3 h because writer 1 was busy with task 1, which had come before. "
        "Writer 1 had it in hand for the write (3 h) and editor 1 for the check (1 h). "
        f"It took longer than each of the 2 others of its type delivered in this run. {LUCK}"
    )


def test_moments_are_dates_where_the_run_has_a_start(tmp_path: Path) -> None:
    text = with_(BUREAU, "1 week\n", "1 week\nstart: 2026-03-02\n")

    assert "came on Monday 2 March 2026 at 12:00 and left" in life(tmp_path, text, 2).story


def test_one_that_never_waits(tmp_path: Path) -> None:
    text = with_(BUREAU, '"Mon-Fri 9:00-17:00"', "always")

    assert life(tmp_path, text, 0).story == (
        "Task 0, a report, came on Monday of week 1 at 04:00 and left after 4 h, of which 4 h were work. "
        "It never waited. Writer 1 had it in hand for the write (3 h) and editor 1 for the check (1 h). "
        f"None of the 2 others of its type delivered in this run took less time. {LUCK}"
    )


def test_one_that_is_still_inside(tmp_path: Path) -> None:
    text = with_(BUREAU, "run_length: 1 week", "run_length: 16 h")

    assert life(tmp_path, text, 2).story == (
        "Task 2, a report, came on Monday of week 1 at 12:00 and was still inside at the end of the run, 4 h "
        "later, of which 1 h was work. It lay before the write: 3 h because writer 1 was busy with task 1, "
        f"which had come before. Writer 1 had it in hand for the write (1 h so far). {LUCK}"
    )


def test_one_at_the_door(tmp_path: Path) -> None:
    text = with_(BUREAU, "run_length: 1 week", "run_length: 14 h\nwork_in_process_limit: 1")

    assert life(tmp_path, text, 2).story == (
        "Task 2, a report, came on Monday of week 1 at 12:00 and was still at the door at the end of the "
        f"run, 2 h later. It lay at the door: 2 h because of the limit on work in process. {LUCK}"
    )


def test_rework_and_defects(tmp_path: Path) -> None:
    """Sent back on Monday at 13; the writer is busy until Tuesday at 10, three of these five hours with 2."""
    assert life(tmp_path, REVIEWED, 0).story == (
        "Task 0, a report, came on Monday of week 1 at 04:00 and left after 34 h, of which 8 h were work. "
        "It lay before the write (26 h): 21 h outside working hours; 5 h because writer 1 was busy, most of "
        "the time with task 2, which had come before. Writer 1 had it in hand for the write (3 h), editor 1 "
        "for the check (1 h), writer 1 for the write again (3 h) and editor 1 for the check again (1 h). "
        "In the write writer 1 made a defect; editor 1 found it at the check, and it was done again. "
        "In the write writer 1 made a defect; editor 1 let it pass at the check, because the limit on rework "
        "was reached. Rework, from being sent back to the end of the next review, took 25 h. "
        f"It took longer than 50 % of the 2 others of its type delivered in this run. {LUCK}"
    )


def test_a_false_alarm_and_a_miss(tmp_path: Path) -> None:
    alarm = with_(REVIEWED, "error_probability: 100 %", "error_probability: 0 %")
    alarm = with_(alarm, "detection: 100 %", "detection: 0 %, false_alarm: 100 %")
    missed = with_(REVIEWED, "detection: 100 %", "detection: 0 %")

    assert "At the check editor 1 sent it back by a false alarm. Rework, " in life(tmp_path, alarm, 0).story
    assert (
        "In the write writer 1 made a defect; editor 1 missed it at the check, and it was delivered."
        in life(tmp_path, missed, 0).story
    )


def test_a_repair(tmp_path: Path) -> None:
    back = "escaped_defects: {return_chance: 100 %, after: 1 calendar day}"
    text = with_(REVIEWED, "detection: 100 %", "detection: 0 %")
    text = with_(text, "check]}", f"check], {back}}}")

    found = life(tmp_path, text, 3)

    assert found.story.startswith(
        "Task 3, the repair of task 0 (a report), came on Tuesday of week 1 at 13:00 and left after 4 h, of "
        "which 4 h were work. It never waited."
    )
    assert found.standing is None


def test_one_that_was_open_at_the_start(tmp_path: Path) -> None:
    text = with_(BUREAU, "1 week\n", "1 week\nsnapshot: s.csv\n")
    today = "task_type,step,tasks,arrived\nreport,check,1,3 calendar days\n"

    assert life(tmp_path, text, 0, s=today).story.startswith(
        "Task 0, a report, was open at the start of the run, 3 days old, and left after 10 h more, of which "
        "1 h was work. It lay before the check: 9 h outside working hours."
    )


def test_a_branch_that_ran_beside_is_named(tmp_path: Path) -> None:
    found = life(tmp_path, DRAWN, 0)

    assert "Beside that ran the draw (artist 1), which did not hold it up." in found.story
    assert [(each.step, each.started, each.until) for each in found.beside] == [("draw", 9.0, 10.0)]


def test_all_of_a_pool_and_names(tmp_path: Path) -> None:
    """Two writers from 9 on; the third report comes at 9:12 and is begun at 12."""
    text = with_(BUREAU, "writers: {headcount: 1,", "writers: {headcount: 2, workers: {Ann: {}},")

    assert (
        "It lay before the write: 2.8 h because both of the writers were busy, most of the time with task 0, "
        "which had come before. Ann had it in hand for the write (3 h)"
    ) in life(tmp_path, text, 2, a="h\n9\n9.1\n9.2\n").story


def test_lateness(tmp_path: Path) -> None:
    late = with_(BUREAU, "check]}", "check], due: 20 h}")

    assert " It was 3 h late. " in life(tmp_path, late, 2).story
    assert " It was on time. " in life(tmp_path, late, 0).story


def test_the_slowest(tmp_path: Path) -> None:
    assert life(tmp_path, BUREAU, "slowest").task == 2
    assert life(tmp_path, BUREAU, "1").task == 1


RIGHT = "this run has 3 tasks; give a number from 0 to 2, or 'slowest'"


@pytest.mark.parametrize(
    ("asked", "more", "message"),
    [
        (3, {}, f"task = 3: there is no such task; {RIGHT}"),
        (-1, {}, f"task = -1: there is no such task; {RIGHT}"),
        ("fast", {}, f"task = fast: neither a number nor 'slowest'; {RIGHT}"),
        ("slowest", {"with_defect": True}, "task = slowest: no task with a defect made in it was delivered"),
        (1, {"with_defect": True}, "--with-defect: it goes with 'slowest', not with the number of a task"),
        (1, {"replication": -1}, "replication = -1: should be a whole number from 0 up"),
    ],
)
def test_what_is_not_there_is_said(
    tmp_path: Path, asked: int | str, more: dict[str, int], message: str
) -> None:
    life(tmp_path, BUREAU, 0)

    with pytest.raises(UsageError) as error:
        task(load_scenario(tmp_path), asked, **more)  # type: ignore[arg-type]

    assert str(error.value).startswith(message)


def test_a_run_without_tasks_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^task = 0: no task came in this run; let run_length be longer$"):
        life(tmp_path, with_(BUREAU, "run_length: 1 week", "run_length: 3 h"), 0)


@pytest.mark.parametrize("name", ["todays-backlog", "freelance-relief", "software-team"])
def test_its_numbers_are_those_of_the_books(name: str) -> None:
    """Every hour of some tasks is told once, moment by moment as well as by cause."""
    loaded = load_scenario(SCENARIOS / name)
    known = loaded.strategies[-1]
    effective = loaded.under(known)
    model = build(effective)
    basis = basis_of(model, get_engine("reference")(model, 1, 0))
    books = booked(basis)
    work = {work_by(kind) for kind in PoolKind}
    number = len(basis.record.tasks["task"])
    for place in range(0, number, max(1, number // 40)):
        told = life_of(basis, books, effective.scenario, place, strategy=known, future="")
        rows = np.flatnonzero(books.spans["task"] == place)
        own = np.isin(books.hours["span"], rows)
        inside = [each for each in told.stretches if each.phase is not Phase.EARLIER]
        assert sum(each.hours for each in inside) == pytest.approx(told.hours, abs=1e-6)
        told_hours = sum(part.hours for each in told.stretches for part in each.parts)
        assert told_hours == pytest.approx(float(books.hours["hours"][own].sum()), abs=1e-6)
        lay = sum(each.hours for each in places_of(told.stretches))
        assert lay + told.worked == pytest.approx(told.hours, abs=1e-6)
        for each in told.stretches:
            moments = each.course
            assert (moments[0].begin, moments[-1].end) == pytest.approx((each.since, each.until))
            assert all(one.end == pytest.approx(two.begin) for one, two in pairwise(moments))
        handled = sum(
            moment.end - moment.begin
            for each in told.stretches
            if each.phase is Phase.IN_HAND
            for moment in each.course
            if moment.cause in work
        )
        assert handled == pytest.approx(told.worked, abs=1e-6)
        assert told.story.count("  ") == 0
        assert "{" not in told.story


def test_every_cause_has_words_and_a_colour() -> None:
    from sim.experiments.tasks.life import WORK
    from sim.experiments.tasks.reasons import BUSY, IN_WORDS
    from sim.report.tasks.pictures import COLOURS, FAMILY

    told = {*WORK, *BUSY, *IN_WORDS, Cause.PRIORITY, Cause.REWORK}
    assert told == set(Cause)
    assert set(FAMILY) == set(Cause) - {Cause.REWORK}
    assert set(FAMILY.values()) == set(COLOURS)


def test_one_that_is_overtaken(tmp_path: Path) -> None:
    """The writer is busy from 9 to 12; the alarm of 10 o'clock then goes before the report of 9:30."""
    text = with_(
        BUREAU,
        "route: [write, check]}",
        "route: [write, check]}\n"
        "  alarm: {arrivals: {trace: {file: b.csv, column: h}}, priority: urgent, route: [write]}",
    )
    text = with_(text, '"Mon-Fri 9:00-17:00"', "always")

    found = life(tmp_path, text, 1, a="h\n9\n9.5\n", b="h\n10\n")

    assert (
        "It lay before the write (5.5 h): 3 h because work that came later was taken first (task 2); 2.5 h "
        "because writer 1 was busy with task 0, which had come before."
    ) in found.story
