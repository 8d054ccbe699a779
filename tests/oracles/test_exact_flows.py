"""Runs without luck, worked out by hand: queues, steps, tools, freelancers, money."""

import math

import numpy as np
import pytest

from sim.records.record import Account, Mode, Outcome, RunRecord
from tests.oracles.conftest import At


def started(record: RunRecord) -> list[float]:
    times: list[float] = record.visits["started_at"].tolist()
    return times


def ended(record: RunRecord) -> list[float]:
    times: list[float] = record.visits["ended_at"].tolist()
    return times


# --- queues -------------------------------------------------------------------------------------


def deterministic(minutes: int, servers: int = 1) -> str:
    return f"""
scenario: D/D/{servers}
run_length: 200 h
task_types:
  job: {{arrivals: {{every: 1 h}}, route: [work]}}
steps:
  work: {{service_time: {minutes} min, done_by: [clerks]}}
people:
  clerks: {{headcount: {servers}}}
"""


def test_nobody_waits_where_service_is_shorter_than_the_time_between_arrivals(at: At) -> None:
    record = at(deterministic(45))

    np.testing.assert_array_equal(record.tasks["arrived_at"], np.arange(1.0, 200.0))
    np.testing.assert_array_equal(record.visits["started_at"], np.arange(1.0, 200.0))
    np.testing.assert_array_equal(record.visits["ended_at"][:-1], np.arange(1.0, 199.0) + 0.75)
    assert record.actors["busy_time"][0] == 199 * 0.75


def test_each_wait_is_half_an_hour_longer_where_service_is_that_much_too_long(at: At) -> None:
    record = at(deterministic(90))
    waits = record.visits["started_at"] - record.visits["ready_at"]

    np.testing.assert_array_equal(waits, 0.5 * np.arange(len(waits)))
    assert record.actors["busy_time"][0] == 199.0
    assert len(waits) == 133  # starts at 1, 2.5, 4, …, 199
    assert record.weeks["wip"][-1] == 199 - 132


def test_two_servers_take_turns(at: At) -> None:
    record = at(deterministic(120, servers=2))

    np.testing.assert_array_equal(record.visits["started_at"][:-2], np.arange(1.0, 198.0))
    assert record.visits["actor"][:6].tolist() == [0, 1, 0, 1, 0, 1]


def test_tasks_of_a_batch_are_done_one_after_the_other(at: At) -> None:
    text = deterministic(15).replace("every: 1 h", "every: 1 h, batch: 3")

    assert started(at(text))[:4] == [1.0, 1.25, 1.5, 2.0]


def test_the_urgent_task_goes_first_but_does_not_interrupt(at: At) -> None:
    text = """
scenario: Urgent
run_length: 20 h
task_types:
  slow: {arrivals: {every: 1 h}, route: [work], priority: low}
  fast: {arrivals: {every: 3 h}, route: [work], priority: urgent}
steps:
  work: {service_time: 90 min, done_by: [clerk]}
people:
  clerk: {headcount: 1}
"""
    record = at(text)
    urgent = record.tasks["priority"][record.visits["task"]] == 0

    assert started(record)[:5] == [1.0, 2.5, 4.0, 5.5, 7.0]
    assert urgent[:5].tolist() == [False, False, True, False, True]


# --- several steps ------------------------------------------------------------------------------

STEPS = """
scenario: Steps
run_length: 100 h
task_types:
  job: {arrivals: trace, route: ROUTE}
steps:
  brief: {service_time: 1 h, done_by: [editors]}
  draft: {service_time: 4 h, done_by: [writers]}
  sketch: {service_time: 2 h, done_by: [artists]}
  layout: {service_time: 3 h, done_by: [artists]}
people:
  editors: {headcount: 1}
  writers: {headcount: 1}
  artists: {headcount: 1}
"""


@pytest.mark.parametrize(
    ("route", "delivered"),
    [
        ("[brief, draft]", [5.0, 9.0]),
        ("[brief, together: [draft, sketch]]", [5.0, 9.0]),
        ("[brief, together: [draft, [sketch, layout]]]", [8.0, 11.0]),
        ("[together: [draft, [sketch, layout]], brief]", [8.0, 11.0]),
        ("[brief, either: {leave: 100 %}, draft]", [1.0, 2.0]),
        ("[brief, either: {skip: 100 %}, sketch]", [3.0, 5.0]),
        ("[brief, either: {sketch: 100 %}, layout]", [8.0, 11.0]),
    ],
)
def test_branches_join_before_the_route_goes_on(at: At, route: str, delivered: list[float]) -> None:
    """Two tasks at time 0: the artist sketches for the first, then for the second, then does the layouts."""
    assert at(STEPS.replace("ROUTE", route), 0.0, 0.0).tasks["delivered_at"].tolist() == delivered


def test_a_hand_off_takes_its_time_and_costs_context(at: At) -> None:
    text = "hand_off: {delay: 30 min, context_loss: 25 %}" + STEPS.replace("ROUTE", "[brief, sketch, layout]")

    record = at(text, 0.0)

    assert record.visits["ready_at"].tolist() == [0.0, 1.5, 4.5]
    assert ended(record) == [1.0, 4.0, 7.5]  # 1 h; 2 h and a quarter for a new owner; 3 h for the same one
    assert record.visits["hand_off"].tolist() == [False, True, False]


def test_a_full_column_holds_up_the_step_before(at: At) -> None:
    """One task in the column of the draft, in work or waiting to be laid out, which takes three hours."""
    text = STEPS.replace("ROUTE", "[sketch, layout]").replace(
        "artists: {headcount: 1}", "artists: {headcount: 1}\n  printers: {headcount: 1}"
    )
    text = text.replace("3 h, done_by: [artists]", "3 h, done_by: [printers]")
    text = text.replace("2 h, done_by: [artists]", "2 h, done_by: [artists], work_in_process_limit: 1")

    record = at(text, 0.0, 0.0, 0.0)

    assert started(record) == [0.0, 2.0, 2.0, 5.0, 5.0, 8.0]
    assert record.tasks["delivered_at"].tolist() == [5.0, 8.0, 11.0]


def test_tasks_wait_at_the_door_of_a_full_house(at: At) -> None:
    text = "work_in_process_limit: 1" + STEPS.replace("ROUTE", "[brief, sketch]")

    record = at(text, 0.0, 0.0)

    assert record.visits["ready_at"].tolist() == [0.0, 1.0, 3.0, 4.0]
    assert record.tasks["delivered_at"].tolist() == [3.0, 6.0]


@pytest.mark.parametrize(
    ("queue", "order"),
    [
        ("first come", [0, 1, 2, 3]),
        ("earliest due date", [0, 3, 2, 1]),
        ("shortest expected", [0, 2, 1, 3]),
    ],
)
def test_the_queue_discipline_decides_who_is_next(at: At, queue: str, order: list[int]) -> None:
    """At 0 a long task; at 1, 2 and 3 a long, a short and a long one while it is being done."""
    text = f"""
scenario: Disciplines
run_length: 100 h
queue: {queue}
task_types:
  first: {{arrivals: {{every: 60 h}}, route: [long]}}
  late: {{arrivals: {{every: 61 h}}, route: [long], due: 30 h}}
  short: {{arrivals: {{every: 62 h}}, route: [short], due: 20 h}}
  soon: {{arrivals: {{every: 63 h}}, route: [long], due: 10 h}}
steps:
  long: {{service_time: 4 h, done_by: [clerk]}}
  short: {{service_time: 1 h, done_by: [clerk]}}
people:
  clerk: {{headcount: 1}}
"""

    assert at(text).visits["task"].tolist() == order


# --- review and rework --------------------------------------------------------------------------

REVIEWED = """
scenario: Review
run_length: 100 h
task_types:
  job: {arrivals: trace, route: [draft, check], value: 100 USD, escaped_defects: DEFECTS}
steps:
  draft: {service_time: 4 h, done_by: [writers], error_probability: 100 %}
  check:
    service_time: 1 h
    done_by: [editors]
    reviews: [draft]
    detection: 100 %
    rework: {effort: 25 %, at_most: 2}
people:
  writers: {headcount: 1}
  editors: {headcount: 1}
"""


def test_work_comes_back_until_the_limit_and_then_goes_on_as_it_is(at: At) -> None:
    record = at(REVIEWED.replace("DEFECTS", "{lose: 40 %}"), 0.0)

    assert ended(record) == [4.0, 5.0, 6.0, 7.0, 8.0, 9.0]
    assert record.visits["outcome"].tolist() == [0, 2, 0, 2, 0, 4]
    assert record.visits["rework"].tolist() == [False, False, True, False, True, False]
    assert record.tasks["defective"].tolist() == [True]
    assert record.tasks["value"].tolist() == [60.0]
    assert record.tasks["reworks"].tolist() == [2]
    assert record.tasks["service_time"].tolist() == [9.0]


def test_an_escaped_defect_returns_as_urgent_repair(at: At) -> None:
    defects = "{return_chance: 100 %, after: 20 h, route: [draft], effort: 50 %}"

    record = at(REVIEWED.replace("DEFECTS", defects), 0.0)

    assert record.tasks["arrived_at"][:2].tolist() == [0.0, 29.0]
    assert record.tasks["delivered_at"][:2].tolist() == [9.0, 31.0]
    assert record.tasks["parent"][:2].tolist() == [-1, 0]
    assert record.tasks["priority"][1] == 0
    assert record.tasks["value"][1] == 0.0


def test_a_false_alarm_costs_a_round(at: At) -> None:
    text = REVIEWED.replace("DEFECTS", "{}").replace("error_probability: 100 %", "error_probability: 0 %")

    record = at(text.replace("detection: 100 %", "false_alarm: 100 %"), 0.0)

    assert record.visits["outcome"].tolist() == [
        Outcome.NO_REVIEW, Outcome.FALSE_ALARM, Outcome.NO_REVIEW, Outcome.FALSE_ALARM,
        Outcome.NO_REVIEW, Outcome.LIMIT_REACHED,
    ]  # fmt: skip
    assert record.tasks["defective"].tolist() == [False]


# --- tools and freelancers ----------------------------------------------------------------------

TOOL = """
scenario: Tool
run_length: 100 h
task_types:
  job: {arrivals: trace, route: [work]}
steps:
  work: {service_time: 2 h, done_by: [machine]}
tools:
  machine: {speed: 4, MORE}
"""


def test_a_tool_works_at_its_speed_in_its_slots(at: At) -> None:
    record = at(TOOL.replace("MORE", "slots: 2"), 0.0, 0.0, 0.0)

    assert ended(record) == [0.5, 0.5, 1.0]
    assert record.visits["mode"].tolist() == [Mode.AUTOMATED] * 3


def test_a_rate_limit_spaces_the_starts(at: At) -> None:
    record = at(TOOL.replace("MORE", "slots: 9, rate_limit: 4 per hour"), 0.0, 0.0, 0.0, 0.75, 2.0)

    assert started(record) == [0.0, 0.25, 0.5, 0.75, 2.0]


def test_an_outage_stops_the_tool(at: At) -> None:
    dates = "outages: {dates: [{from: day 2, lasting: 3 h}]}"

    record = at(TOOL.replace("MORE", dates), 23.75, 25.0)

    assert started(record) == [23.75, 27.25]
    assert ended(record) == [27.25, 27.75]
    assert record.actors["available_time"].tolist() == [97.0]


def test_assistance_stops_with_the_tool(at: At) -> None:
    text = TOOL.replace("MORE", "outages: {dates: [{from: day 2, lasting: 3 h}]}")
    text = text.replace("done_by: [machine]", "done_by: [clerks], assisted_by: machine, exposure: 50 %")

    record = at(f"{text}people:\n  clerks: {{headcount: 1}}\n", 0.0, 25.0)

    assert ended(record) == [1.0, 27.0]
    assert record.visits["mode"].tolist() == [Mode.ASSISTED, Mode.SOLO]


FREELANCE = """
scenario: Freelance
run_length: 4 weeks
task_types:
  job: {arrivals: {every: 12 h}, route: [work]}
steps:
  work: {service_time: 6 h, done_by: [pens]}
freelancers:
  pens: {rate: 50 USD/h, seats: SEATS, search_delay: 30 h, client_fee: 10 %}
strategies:
  hire: [{hire: pens, seats: 1, from: week 2, until: week 3}]
  small budget: [{hire: pens, seats: 1, from: week 2, budget: 700 USD}]
"""


def test_a_freelancer_begins_after_the_search(at: At) -> None:
    record = at(FREELANCE.replace("SEATS", "1"))

    assert started(record)[0] == 30.0
    assert record.actors["joined_at"].tolist() == [30.0]
    assert record.actors["left_at"].tolist() == [math.inf]


def test_hired_seats_end_with_the_work_in_hand(at: At) -> None:
    record = at(FREELANCE.replace("SEATS", "0"), strategy="hire")

    assert record.actors["joined_at"].tolist() == [168.0 + 30.0]
    assert record.actors["left_at"].tolist() == [336.0]  # its 23rd visit ends then
    assert len(record.visits["visit"]) == 23


def test_a_budget_closes_seats_once_it_is_spent(at: At) -> None:
    """A visit costs 6 h x 50 USD and 10 % of it: the third one spends the budget of 700 USD."""
    record = at(FREELANCE.replace("SEATS", "0"), strategy="small budget")

    assert len(record.visits["visit"]) == 3
    assert record.actors["left_at"].tolist() == [198.0 + 18.0]
    assert dict(zip(record.ledger["account"], record.ledger["amount"], strict=True)) == {
        Account.FREELANCERS: 900.0,
        Account.CLIENT_FEES: pytest.approx(90.0),
    }


def test_the_ledger_of_a_week_is_what_a_book_keeper_writes(at: At) -> None:
    """Two writers at 40 USD/h for five days of 8 h; the second task runs an hour over on Monday."""
    text = """
scenario: Ledger
run_length: 1 week
task_types:
  job: {arrivals: trace, route: [draft, polish]}
steps:
  draft: {service_time: 5 h, done_by: [writers], end_of_shift: finish}
  polish: {service_time: 2 h, done_by: [machine]}
people:
  writers: {headcount: 2, wage: 40 USD/h, overtime_premium: 50 %, hours: Mon-Fri 9:00-17:00}
tools:
  machine: {price: [3 USD per use, 5 USD/h, 730.5 USD per month]}
"""
    record = at(text, 9.0, 13.0)
    ledger = dict(zip(record.ledger["account"], record.ledger["amount"], strict=True))

    assert ended(record) == [14.0, 16.0, 18.0, 20.0]
    assert ledger == {
        Account.WAGES: 2 * 5 * 8 * 40.0,
        Account.OVERTIME: 1 * 40.0 * 1.5,
        Account.TOOLS: pytest.approx(2 * 3.0 + 4 * 5.0 + 168.0),
    }
