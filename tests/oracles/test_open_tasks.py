"""Runs that start from a snapshot: worked out by hand, and by the theory of busy periods."""

import numpy as np
import pytest

from sim.engines import get_engine
from sim.records.record import Outcome, RunRecord
from sim.validation.oracles.agreement import p_value
from tests.running import model_of, run_text

HEADER = "task_type,step,tasks,arrived,due,priority,done"
NOTHING_ARRIVES = "0 per week"
FALSE_ALARM = 1e-6


def desk(arrivals: str = NOTHING_ARRIVES, task: str = "", top: str = "", service: str = "1 h") -> str:
    return f"""
scenario: Desk
run_length: 400 h
snapshot: today.csv
{top}
task_types:
  job: {{arrivals: {arrivals}, route: [brief, work]{task}}}
steps:
  brief: {{service_time: 30 min, done_by: [clerks]}}
  work: {{service_time: {service}, done_by: [clerks]}}
people:
  clerks: {{headcount: 1}}
"""


def run(text: str, *rows: str) -> RunRecord:
    return run_text(text, files={"today.csv": "\n".join([HEADER, *rows])})


def ended(record: RunRecord) -> list[float]:
    times: list[float] = record.visits["ended_at"].tolist()
    return times


# --- one server, no luck --------------------------------------------------------------------------


def test_so_many_tasks_take_so_many_service_times() -> None:
    record = run(desk(), "job,work,24,,,,")

    assert ended(record) == [float(hour) for hour in range(1, 25)]
    assert record.actors["busy_time"][0] == 24.0
    assert record.weeks["arrivals"].tolist() == [0, 0, 0]
    assert record.weeks["delivered"].tolist() == [24, 0, 0]
    assert record.weeks["wip"].tolist() == [0, 0, 0]
    assert record.weeks["mean_wip"].tolist() == [24 * 25 / 2 / 168, 0.0, 0.0]


def test_of_work_that_is_half_done_half_is_left() -> None:
    record = run(desk(), "job,work,1,,,,50 %", "job,work,1,,,,0.75", "job,work,1,,,,")

    assert sorted(record.visits["service_time"].tolist()) == [0.25, 0.5, 1.0]
    assert record.visits["requirement"].tolist() == [1.0, 1.0, 1.0]
    assert max(ended(record)) == 1.75


def test_only_the_visit_that_was_begun_is_shorter() -> None:
    record = run(desk().replace("route: [brief, work]", "route: [work, brief, work]"), "job,work,1,,,,75 %")

    assert record.visits["service_time"].tolist() == [0.25, 0.5, 1.0]
    assert record.visits["attempt"].tolist() == [1, 1, 2]


def test_a_task_goes_on_from_its_step_and_without_one_begins_its_route() -> None:
    record = run(desk(), "job,work,1,,,,", "job,,1,,,,", "job,,1,,,,40 %")
    ways = [record.visits["step"][record.visits["task"] == task].tolist() for task in range(3)]

    assert sorted(ways) == [[0, 1], [0, 1], [1]]
    assert sorted(record.visits["service_time"][record.visits["step"] == 0]) == [0.3, 0.5]


def test_flow_times_count_from_the_true_arrival() -> None:
    record = run(desk(), "job,work,1,-40,,,", "job,work,1,2 calendar days,,,")

    assert (record.tasks["delivered_at"] - record.tasks["arrived_at"]).tolist() == [49.0, 42.0]


# --- who comes first ------------------------------------------------------------------------------


def test_of_equal_rank_work_in_process_comes_first_then_the_oldest() -> None:
    """The newest is begun, the next is beyond its first step; two have yet to begin."""
    record = run(desk(), "job,,1,-10,,,", "job,,1,-30,,,", "job,work,1,-5,,,", "job,,1,-1,,,50 %")
    order = record.tasks["arrived_at"][record.visits["task"]]

    assert order.tolist() == [-5.0, -1.0, -30.0, -10.0, -1.0, -30.0, -10.0]


def test_the_most_urgent_is_taken_first_wherever_it_stands_in_the_file() -> None:
    rows = ["job,work,1,-9,,low,", "job,work,1,-8,,,", "job,work,1,-7,,urgent,", "job,work,1,-6,,high,"]
    record = run(desk(), *rows)

    assert record.tasks["priority"][record.visits["task"]].tolist() == [0, 1, 2, 3]


def test_the_earliest_due_date_is_taken_first_where_the_queue_says_so() -> None:
    rows = ["job,work,1,,30,,", "job,work,1,,10,,", "job,work,1,-50,-2,,", "job,work,1,-50,,,"]
    record = run(desk(task=", due: 65 h", top="queue: earliest due date"), *rows)

    assert record.tasks["due_at"][record.visits["task"]].tolist() == [-2.0, 10.0, 15.0, 30.0]


def test_the_order_of_the_rows_is_no_matter() -> None:
    rows = ["job,work,3,-9,,low,40 %", "job,,8,-8,,,", "job,work,2,-8,12,,", "job,work,2,-8,,,", "job,,1,,,,"]
    text = desk("30 per week", ", topics: 50", service="{exponential: 1 h}")
    one, other = run(text, *rows), run(text, *reversed(rows))

    for table in ("tasks", "visits", "weeks"):
        for name, column in getattr(one, table).items():
            np.testing.assert_array_equal(column, getattr(other, table)[name], err_msg=name)


def test_at_the_limit_of_the_whole_those_in_process_come_in_first() -> None:
    record = run(desk(top="work_in_process_limit: 2"), "job,,2,-9,,,", "job,work,1,-1,,,", "job,work,1,-2,,,")
    steps = [record.names.steps[step] for step in record.visits["step"]]

    assert steps == ["work", "work", "brief", "brief", "work", "work"]
    assert record.visits["ready_at"].tolist() == [0.0, 0.0, 1.0, 2.0, 2.5, 3.0]


# --- dates ----------------------------------------------------------------------------------------


def test_due_dates_count_from_the_arrival_over_the_weekend_before_the_start() -> None:
    """From Wednesday 10:00 three working days, one of them a holiday, lead to the Tuesday after the start."""
    top = "start: 2026-01-05\nholidays: [2026-01-01]"
    record = run(desk(task=", due: 3 working days", top=top), "job,,1,2025-12-31 10:00,,,")

    assert record.tasks["arrived_at"].tolist() == [-110.0]
    assert record.tasks["due_at"].tolist() == [34.0]


@pytest.mark.parametrize(
    ("due", "expected"),
    [("2026-01-06", 48.0), ("20260106", 48.0), ("2026-01-06 12:00", 36.0), ("20", 20.0), ("-3", -3.0)],
)
def test_a_stated_due_day_ends_at_midnight_and_a_moment_is_a_moment(due: str, expected: float) -> None:
    record = run(desk(task=", due: 1 h", top="start: 2026-01-05"), f"job,,1,-100,{due},,")

    assert record.tasks["due_at"].tolist() == [expected]


# --- what is behind them --------------------------------------------------------------------------

CHECKED = """
scenario: Checked
run_length: 100 h
snapshot: today.csv
hand_off: {delay: 2 h, context_loss: 100 %}
task_types:
  job: {arrivals: 0 per week, route: [draft, check]}
steps:
  draft: {service_time: 1 h, done_by: [makers], error_probability: 100 %}
  check: {service_time: 1 h, done_by: [checkers], reviews: [draft], rework: {at_most: 1}}
people:
  makers: {headcount: 1}
  checkers: {headcount: 1}
"""


def test_what_was_made_before_the_start_has_no_defect_and_no_owner() -> None:
    record = run(CHECKED, "job,check,1,,,,")

    assert record.visits["outcome"].tolist() == [Outcome.PASSED]
    assert record.visits["service_time"].tolist() == [1.0]
    assert not record.visits["hand_off"].any()
    assert np.isnan(record.tasks["quality"][0])
    assert not record.tasks["defective"][0]


def test_what_is_made_in_the_run_is_reviewed_as_ever() -> None:
    record = run(CHECKED, "job,draft,1,,,,50 %")

    assert record.visits["outcome"].tolist() == [
        Outcome.NO_REVIEW, Outcome.SENT_BACK, Outcome.NO_REVIEW, Outcome.LIMIT_REACHED,
    ]  # fmt: skip
    assert record.visits["service_time"].tolist() == [0.5, 2.0, 1.0, 2.0]


def test_a_task_may_stand_at_one_of_several_steps() -> None:
    text = desk().replace("[brief, work]", "[{either: {brief: 100 %, work: 0 %}}]")
    record = run(text, "job,work,1,,,,", "job,,1,,,,")

    assert record.visits["step"].tolist() == [1, 0]


def test_each_open_task_of_a_closed_source_is_that_of_a_customer() -> None:
    record = run(desk("{population: 3, away_for: 10 h}"), "job,work,2,-5,,,")

    assert record.tasks["arrived_at"][:5].tolist() == [-5.0, -5.0, 10.0, 11.0, 12.0]
    assert record.weeks["wip"].max() <= 3


# --- with luck ------------------------------------------------------------------------------------


def times_to_empty(tasks: int, replications: int) -> np.ndarray:
    """Return when an M/M/1 queue, half loaded, is empty for the first time [h]."""
    text = desk("0.5 per hour", service="{exponential: 1 h}").replace("route: [brief, work]", "route: [work]")
    text = text.replace("  brief: {service_time: 30 min, done_by: [clerks]}\n", "")
    model = model_of(text, files={"today.csv": f"{HEADER}\njob,,{tasks},,,,"})
    return np.array([_first_empty(get_engine("kernel")(model, 1, r)) for r in range(replications)])


def _first_empty(record: RunRecord) -> float:
    gone = np.sort(record.tasks["delivered_at"])
    came = np.searchsorted(record.tasks["arrived_at"], gone, side="right")
    return float(gone[np.flatnonzero(came == np.arange(1, len(gone) + 1))[0]])


def test_a_queue_empties_after_as_many_busy_periods_as_it_has_tasks() -> None:
    """A busy period lasts 1/(μ - λ) on average; Gross et al. (2008), Fundamentals of Queueing Theory."""
    assert p_value(times_to_empty(10, 2000), 10 / (1.0 - 0.5)) > FALSE_ALARM


def test_one_task_more_would_be_noticed() -> None:
    """The twin of the test above."""
    assert p_value(times_to_empty(11, 2000), 10 / (1.0 - 0.5)) <= FALSE_ALARM
