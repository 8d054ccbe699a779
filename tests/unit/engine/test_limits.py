"""Limits of work in process: at the door of the whole, and of a step's column."""

import numpy as np
import pytest

from sim.records.record import RunRecord
from tests.running import run_text
from tests.unit.engine.reading import tasks, visits, weekly

ALMOST_ALWAYS = "99.9999999 %"


def door(limit: str, more: str = "", rank: str = "normal") -> str:
    """Return three tasks of 4 h at 10 h, one urgent at 11 h, and two people."""
    return f"""
scenario: Door
run_length: 20 h
{limit}
task_types:
  b: {{arrivals: {{every: 10 h, batch: 3}}, priority: {rank}, route: [draft]{more}}}
  u: {{arrivals: {{every: 11 h}}, priority: urgent, route: [draft]}}
steps: {{draft: {{service_time: 4 h, done_by: [anna]}}}}
people: {{anna: {{headcount: 2}}}}
"""


def started(record: RunRecord) -> list[tuple[object, ...]]:
    return visits(record, "task", "ready_at", "started_at")


def test_without_a_limit_all_are_let_in() -> None:
    assert started(run_text(door(""))) == [(0, 10, 10), (1, 10, 10), (3, 11, 14), (2, 10, 14)]


def test_tasks_beyond_the_limit_wait_at_the_door_best_first() -> None:
    """One inside: the urgent one comes before those that came before it."""
    assert started(run_text(door("work_in_process_limit: 1"))) == [(0, 10, 10), (3, 14, 14), (1, 18, 18)]


def test_within_a_priority_the_door_serves_in_order_of_arrival() -> None:
    record = run_text(door("work_in_process_limit: 1", rank="urgent"))

    assert started(record) == [(0, 10, 10), (1, 14, 14), (2, 18, 18)]


def test_who_waits_at_the_door_is_inside_the_record() -> None:
    record = run_text(door("work_in_process_limit: 1"))

    assert weekly(record, "wip") == [2]
    assert tasks(record, "arrived_at") == [10.0, 10.0, 10.0, 11.0]


def test_repairs_wait_at_the_door_in_front() -> None:
    """The first task (10-14 h) is defective and returns at 15 h, when the second is inside until 18 h."""
    defects = ", escaped_defects: {return_chance: 100 %, after: 1 h}"
    text = door("work_in_process_limit: 1", defects).replace("every: 11 h", "every: 300 h")
    text = text.replace("service_time: 4 h", "service_time: 4 h, error_probability: 100 %")
    record = run_text(text.replace("run_length: 20 h", "run_length: 23 h"))

    assert started(record) == [(0, 10, 10), (1, 14, 14), (3, 18, 18), (4, 22, 22)]
    assert tasks(record, "parent")[3:5] == [0, 1]


# --- a step's column -----------------------------------------------------------------------------


def column_of(limits: str, route: str = "[draft, edit]") -> str:
    """Return a step draft of 1 h with a limit, a step edit of 3 h by one person, four tasks at 10 h."""
    return f"""
scenario: Columns
run_length: 39 h
task_types: {{t: {{arrivals: {{every: 10 h, batch: 4}}, route: {route}}}}}
steps:
  draft: {{service_time: 1 h, done_by: [anna]{limits}}}
  edit: {{service_time: 3 h, done_by: [bert]}}
people: {{anna: {{headcount: 3}}, bert: {{headcount: 1}}}}
"""


def first_four(text: str, step: str) -> list[tuple[object, ...]]:
    rows = visits(run_text(text), "task", "started_at", step=step)
    return [row for row in rows if row[0] in (0, 1, 2, 3)]


def test_a_task_holds_its_place_until_the_next_step_pulls_it() -> None:
    """Two places: 0 and 1 begin at 10 h; edit pulls 0 at 11 h (so 2 begins) and 1 at 14 h (so 3 begins)."""
    text = column_of(", work_in_process_limit: 2")

    assert first_four(text, "draft") == [(0, 10.0), (1, 10.0), (2, 11.0), (3, 14.0)]
    assert first_four(text, "edit") == [(0, 11.0), (1, 14.0), (2, 17.0), (3, 20.0)]


def test_without_a_limit_nobody_holds_a_place() -> None:
    assert first_four(column_of(""), "draft") == [(0, 10.0), (1, 10.0), (2, 10.0), (3, 11.0)]


def test_a_task_that_leaves_the_route_frees_its_place() -> None:
    text = column_of(", work_in_process_limit: 1", "[draft]")

    assert first_four(text, "draft") == [(0, 10.0), (1, 11.0), (2, 12.0), (3, 13.0)]


def test_a_task_holds_its_place_in_transit() -> None:
    """30 min to the editor, who pulls 0 at 11.5 h."""
    text = column_of(", work_in_process_limit: 1").replace("bert]}", "bert], hand_off: {delay: 30 min}}")

    assert first_four(text, "draft")[:2] == [(0, 10.0), (1, 11.5)]


def test_a_branch_that_waits_at_a_join_holds_no_place() -> None:
    """The draft is done at 11 h and waits for the sketch (3 h) to join: its place is free at 11 h."""
    text = column_of(", work_in_process_limit: 1", "[together: [draft, edit]]")

    assert first_four(text, "draft") == [(0, 10.0), (1, 11.0), (2, 12.0), (3, 13.0)]


def test_who_is_blocked_does_other_work() -> None:
    """Bert may draft too, but edits while the column is full."""
    text = column_of(", work_in_process_limit: 1").replace("done_by: [anna]", "done_by: [bert]")
    rows = visits(run_text(text), "task", "step", "started_at")[:4]

    assert rows == [(0, "draft", 10.0), (0, "edit", 11.0), (1, "draft", 14.0), (1, "edit", 15.0)]


def test_urgent_tasks_take_the_free_place_first() -> None:
    urgent = "u: {arrivals: {every: 10.5 h}, priority: urgent, route: [draft]}"
    text = column_of(", work_in_process_limit: 1").replace("task_types: {", f"task_types: {{{urgent}, ")

    assert visits(run_text(text), "task", "started_at", step="draft")[:3] == [(0, 10.0), (4, 11.0), (1, 12.0)]


# --- nothing may stand for ever ------------------------------------------------------------------


def delivered(text: str) -> int:
    return int(np.count_nonzero(~np.isnan(run_text(text).tasks["delivered_at"])))


REWORK = """
scenario: Rework in full columns
run_length: 300 h
task_types: {{t: {{arrivals: {{every: 1 h}}, route: {route}}}}}
steps:
  draft:
    {{service_time: 1 h, error_probability: 50 %, done_by: [anna], work_in_process_limit: 1{draft}}}
  review:
    service_time: 30 min
    reviews: [draft]
    rework: {{back_to: {back_to}}}
    done_by: [rita]
    work_in_process_limit: 1
people: {{anna: {{headcount: 2{hours}}}, rita: {{headcount: 2}}}}
"""


def rework(route: str = "[draft, review]", back_to: str = "anyone", draft: str = "", hours: str = "") -> str:
    return REWORK.format(route=route, back_to=back_to, draft=draft, hours=hours)


@pytest.mark.parametrize("back_to", ["anyone", "same pool", "same actor"])
def test_rework_passes_full_columns(back_to: str) -> None:
    """About two visits of 1 h a task by one drafter at a time: well over a hundred in 300 h."""
    assert delivered(rework(back_to=back_to)) > 120


def test_going_again_passes_full_columns() -> None:
    """One in draft wants the review, one in the review wants the draft again: neither could move."""
    assert delivered(rework("[draft, review, again: {from: draft, chance: 50 %}]")) > 60


def test_going_again_to_the_same_step_passes_its_own_place() -> None:
    record = run_text(
        column_of(", work_in_process_limit: 1", f"[draft, again: {{from: draft, chance: {ALMOST_ALWAYS}}}]")
    )

    assert visits(record, "task", "started_at")[:3] == [(0, 10.0), (0, 11.0), (0, 12.0)]


def test_a_step_that_stands_twice_in_a_route_passes_full_columns() -> None:
    assert delivered(rework("[draft, review, draft, review]")) > 60


def test_work_handed_over_goes_on_in_its_own_place() -> None:
    """The rest of a visit waits in the column that it fills: 10 to 10:30 and 9:00 to 9:30."""
    text = column_of(", work_in_process_limit: 1, end_of_shift: hand over", "[draft]")
    record = run_text(
        text.replace("anna: {headcount: 3}", 'anna: {headcount: 3, hours: "Mon-Sun 9:00-10:30"}')
    )

    assert visits(record, "task", "started_at", "outcome")[:3] == [
        (0, 10.0, "HANDED_OVER"),
        (0, 33.0, "NO_REVIEW"),
        (1, 33.5, "NO_REVIEW"),
    ]


def test_what_comes_back_does_not_count_as_new_for_those_who_wait() -> None:
    """At most one task is let in anew: tasks start their first drafts in order."""
    record = run_text(rework())
    first = [task for task, attempt in visits(record, "task", "attempt", step="draft") if attempt == 1]

    assert first == sorted(first)


def test_a_limit_changes_when_but_not_what() -> None:
    """With enough people the same first visits are made with the same luck, only later."""
    free = run_text(column_of("").replace("service_time: 1 h", "service_time: {exponential: 1 h}"))
    held = run_text(
        column_of(", work_in_process_limit: 1").replace(
            "service_time: 1 h", "service_time: {exponential: 1 h}"
        )
    )
    hours = [dict(visits(record, "task", "service_time", step="draft")) for record in (free, held)]

    assert all(hours[1][task] == hours[0][task] for task in hours[1])
    assert len(hours[1]) < len(hours[0])


def test_thousands_may_pass_the_door_at_one_moment() -> None:
    """The only place is taken until 14 h; then each leaves at once and lets the next one in."""
    guests = "guests: {arrivals: {every: 11 h, batch: 5000}, route: [either: {draft: 0 %, leave: 100 %}]}"
    text = door("work_in_process_limit: 1").replace("batch: 3", "batch: 1")
    text = text.replace("  u: {arrivals: {every: 11 h}, priority: urgent, route: [draft]}", f"  {guests}")
    record = run_text(text)

    assert tasks(record, "delivered_at") == [14.0] * 5001
