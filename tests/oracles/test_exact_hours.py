"""Runs without luck, worked out by hand to the minute: calendars, ends of shifts, due dates."""

import pytest

from sim.records.record import Outcome, RunRecord
from tests.oracles.conftest import At

MON, TUE, WED, THU, FRI, SAT, SUN, NEXT_MON = (24.0 * day for day in range(8))
SHIFT = "Mon-Fri 9:00-17:00"
LUNCH = "Mon-Fri 9:00-12:00 and 13:00-17:00"
SHORT_FRIDAY = "Mon-Thu 9:00-17:00, Fri 9:00-13:00"


def clerks(work: str, people: str = f"headcount: 1, hours: {SHIFT}", more: str = "") -> str:
    """Return a scenario of one step: what it takes, and who does it."""
    return f"""
scenario: Clerks
run_length: 4 weeks
{more}
task_types:
  job: {{arrivals: trace, route: [work]}}
steps:
  work: {{done_by: [clerks], service_time: {work}}}
people:
  clerks: {{{people}}}
"""


def started(record: RunRecord) -> list[float]:
    times: list[float] = record.visits["started_at"].tolist()
    return times


def ended(record: RunRecord) -> list[float]:
    times: list[float] = record.visits["ended_at"].tolist()
    return times


# --- calendars ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arrival", "work", "hours", "start", "end"),
    [
        pytest.param(MON + 9, "2 h", SHIFT, MON + 9, MON + 11, id="within a shift"),
        pytest.param(MON + 3, "2 h", SHIFT, MON + 9, MON + 11, id="before opening"),
        pytest.param(MON + 15, "2 h", SHIFT, MON + 15, MON + 17, id="done as the shift ends"),
        pytest.param(MON + 15, "3 h", SHIFT, MON + 15, TUE + 10, id="overnight"),
        pytest.param(MON + 17, "1 h", SHIFT, TUE + 9, TUE + 10, id="at closing time"),
        pytest.param(FRI + 16, "2 h", SHIFT, FRI + 16, NEXT_MON + 10, id="over the weekend"),
        pytest.param(SAT + 12, "1 h", SHIFT, NEXT_MON + 9, NEXT_MON + 10, id="on a Saturday"),
        pytest.param(MON + 9, "20 h", SHIFT, MON + 9, WED + 13, id="over three days"),
        pytest.param(MON + 9, "2 working days", SHIFT, MON + 9, TUE + 17, id="two working days"),
        pytest.param(MON + 10, "4 h", LUNCH, MON + 10, MON + 15, id="lunch break"),
        pytest.param(MON + 12.5, "1 h", LUNCH, MON + 13, MON + 14, id="at lunch"),
        pytest.param(MON + 20, "9 h", "Mon-Fri 22:00-6:00", MON + 22, TUE + 23, id="night shift"),
        pytest.param(MON + 9, "8 h", "Mon, Wed 9:00-13:00", MON + 9, WED + 13, id="part-time"),
        pytest.param(THU + 9, "3 h", SHORT_FRIDAY, THU + 9, THU + 12, id="long Thursday"),
        pytest.param(FRI + 12, "2 h", SHORT_FRIDAY, FRI + 12, NEXT_MON + 10, id="short Friday"),
        pytest.param(SUN + 9, "30 h", "always", SUN + 9, NEXT_MON + 15, id="always"),
    ],
)
def test_work_pauses_where_nobody_is_on_duty(
    at: At, arrival: float, work: str, hours: str, start: float, end: float
) -> None:
    record = at(clerks(work, f"headcount: 1, hours: '{hours}'"), arrival)

    assert started(record) == [start]
    assert ended(record) == [end]
    assert record.visits["service_time"].tolist() == record.visits["requirement"].tolist()
    assert record.actors["busy_time"].tolist() == record.visits["service_time"].tolist()
    assert record.actors["overtime"].tolist() == [0.0]


@pytest.mark.parametrize(
    ("more", "people", "arrival", "end"),
    [
        pytest.param("start: 2026-01-05\nholidays: [2026-01-06]", "", MON + 15, WED + 10, id="for everybody"),
        pytest.param("start: 2026-01-05", "holidays: [2026-01-06]", MON + 15, WED + 10, id="of the pool"),
        pytest.param("start: 2026-01-07", "", WED - WED + 15, THU - WED + 10, id="start on a Wednesday"),
        pytest.param("start: 2026-01-07", "", FRI - WED + 15, NEXT_MON - WED + 10, id="Wednesday, weekend"),
    ],
)
def test_days_off_and_the_first_day_count(at: At, more: str, people: str, arrival: float, end: float) -> None:
    who = f"headcount: 1, hours: {SHIFT}" + (f", {people}" if people else "")

    assert ended(at(clerks("3 h", who, more), arrival)) == [end]


def test_hours_on_duty_are_those_of_the_calendar(at: At) -> None:
    text = clerks("1 h", f"headcount: 2, hours: {SHIFT}", "start: 2026-01-05\nholidays: [2026-01-06]")

    record = at(text, MON + 9)

    assert record.actors["available_time"].tolist() == [152.0, 152.0]
    assert record.pool_weeks["available_time"].tolist() == [64.0, 80.0, 80.0, 80.0]


def test_people_of_one_pool_may_keep_their_own_hours(at: At) -> None:
    people = f"headcount: 2, hours: {SHIFT}, choose: in order, workers: {{Ada: {{hours: Mon 9:00-11:00}}}}"

    record = at(clerks("3 h", people), MON + 9, MON + 9)

    assert ended(record) == [MON + 12, NEXT_MON + 10]
    assert record.visits["actor"].tolist() == [1, 0]


# --- the end of a shift -------------------------------------------------------------------------


def shift_ends(policy: str, work: str, people: str = "headcount: 1") -> str:
    return clerks(f"{work}, end_of_shift: {policy}", f"{people}, hours: {SHIFT}")


@pytest.mark.parametrize(
    ("policy", "work", "arrival", "end", "hours", "overtime"),
    [
        pytest.param("pause", "3 h", MON + 15, TUE + 10, 3.0, 0.0, id="pause"),
        pytest.param("finish", "3 h", MON + 15, MON + 18, 3.0, 1.0, id="finish"),
        pytest.param("finish", "20 h", MON + 9, TUE + 5, 20.0, 12.0, id="finish past midnight"),
        pytest.param("finish", "26 h", MON + 9, TUE + 11, 26.0, 16.0, id="finish into the next shift"),
        pytest.param("restart", "3 h", MON + 15, TUE + 12, 5.0, 0.0, id="restart"),
        pytest.param("restart", "10 h", MON + 15, WED + 11, 12.0, 0.0, id="restart what fits no shift"),
        pytest.param("restart", "3 h", FRI + 16, NEXT_MON + 12, 4.0, 0.0, id="restart after the weekend"),
        pytest.param("finish", "2 h", MON + 15, MON + 17, 2.0, 0.0, id="finish in time"),
        pytest.param("restart", "2 h", MON + 15, MON + 17, 2.0, 0.0, id="restart in time"),
    ],
)
def test_a_visit_at_the_end_of_a_shift_follows_the_policy(
    at: At, policy: str, work: str, arrival: float, end: float, hours: float, overtime: float
) -> None:
    record = at(shift_ends(policy, work), arrival)

    assert ended(record) == [end]
    assert record.visits["service_time"].tolist() == [hours]
    assert record.actors["busy_time"].tolist() == [hours]
    assert record.actors["overtime"].tolist() == [overtime]


def test_who_finishes_late_does_not_begin_another_task(at: At) -> None:
    record = at(shift_ends("finish", "3 h"), MON + 15, MON + 16)

    assert started(record) == [MON + 15, TUE + 9]
    assert ended(record) == [MON + 18, TUE + 12]


def test_a_handed_over_visit_is_taken_up_by_the_next_who_is_idle(at: At) -> None:
    record = at(shift_ends("hand over", "3 h", "headcount: 2"), MON + 15)

    assert started(record) == [MON + 15, TUE + 9]
    assert ended(record) == [MON + 17, TUE + 10]
    assert record.visits["service_time"].tolist() == [2.0, pytest.approx(1.0)]
    assert record.visits["actor"].tolist() == [0, 1]
    assert record.visits["outcome"].tolist() == [Outcome.HANDED_OVER, Outcome.NO_REVIEW]
    assert record.visits["attempt"].tolist() == [1, 1]
    assert record.tasks["hand_offs"].tolist() == [1]


def test_a_new_owner_has_to_find_his_way_in(at: At) -> None:
    text = shift_ends("hand over", "3 h", "headcount: 2")

    record = at(f"hand_off: {{context_loss: 50 %}}\n{text}", MON + 15)

    assert ended(record) == [MON + 17, pytest.approx(TUE + 10.5)]


def test_a_night_shift_takes_over_at_once(at: At) -> None:
    text = clerks("12 h, end_of_shift: hand over").replace("done_by: [clerks]", "done_by: [clerks, night]")

    record = at(f"{text}  night: {{headcount: 1, hours: Mon-Fri 17:00-1:00}}\n", MON + 15)

    assert started(record) == [MON + 15, MON + 17, TUE + 9]
    assert ended(record) == [MON + 17, TUE + 1, pytest.approx(TUE + 11)]


# --- due dates ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "more", "arrival", "promised"),
    [
        ("2 working days", "", MON + 10, WED + 10),
        ("1 working day", "", FRI + 10, NEXT_MON + 10),
        ("5 working days", "", WED + 16, NEXT_MON + WED + 16),
        ("1 working day", "", SAT + 12, NEXT_MON + TUE),
        ("1 working day", "start: 2026-01-05\nholidays: [2026-01-06]", MON + 10, WED + 10),
        ("1 working day", "start: 2026-01-05\nholidays: [2026-01-06]", TUE + 10, THU),
        ("1 working day", "start: 2026-01-07", FRI - WED + 10, NEXT_MON - WED + 10),
        ("36 h", "", FRI + 10, SAT + 22),
        ("1 week", "", FRI + 10, NEXT_MON + FRI + 10),
    ],
)
def test_a_promise_counts_the_days_it_speaks_of(
    at: At, due: str, more: str, arrival: float, promised: float
) -> None:
    text = clerks("1 h", more=more).replace("route: [work]", f"route: [work], due: {due}")

    assert at(text, arrival).tasks["due_at"].tolist() == [promised]
