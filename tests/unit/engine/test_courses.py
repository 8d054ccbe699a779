"""Training that takes hours off the line before it pays: every story is worked out by hand."""

import math

import numpy as np
import pytest

from sim.records.record import Account, RunRecord, Stock
from tests.running import run_text
from tests.unit.engine.test_stocks import stock

WEEK = 168.0
MONTH = 365.25 * 24.0 / 12.0


def course(lever: str, behaviour: str = "{speed_slope: 0}", people: str = "", start: str = "") -> RunRecord:
    """Return a year of two people who are always busy, under one training."""
    return run_text(
        f"""
scenario: Course
run_length: 56 weeks
task_types: {{t: {{arrivals: {{every: 15 min}}, route: [do]}}}}
steps: {{do: {{service_time: 1 h, skills: {{s: 100 %}}, done_by: [anna]}}}}
people:
  anna: {{headcount: 2, wage: 10 USD/h, hours: Mon-Fri 9:00-17:00, skills: {{s: 0.5}}}}
  tom: {{headcount: 1, wage: 20 USD/h, hours: Mon-Fri 9:00-17:00}}
  {people}
behaviour: {behaviour}
{start}
strategies:
  learn:
    - {{train: anna, in: {{s: +0.2}}, {lever}}}
""",
        strategy="learn",
        engine="kernel",
    )


def weekly(record: RunRecord, column: str, pool: str) -> np.ndarray:
    rows = record.pool_weeks["pool"] == record.names.pools.index(pool)
    return np.asarray(record.pool_weeks[column][rows])


def test_a_course_takes_its_hours_off_the_line_and_no_more() -> None:
    record = course("from: week 3, for: 4 weeks, time: 5 h per week")

    trained = weekly(record, "training_time", "anna")

    assert trained[:2] == pytest.approx([0.0, 0.0])
    assert trained[2:6] == pytest.approx([10.0] * 4)
    assert trained[6:] == pytest.approx(np.zeros(50))
    assert weekly(record, "busy_time", "anna") + trained == pytest.approx(np.full(56, 80.0))


def test_the_line_delivers_less_by_exactly_the_hours_that_are_missing() -> None:
    record = course("from: week 3, for: 4 weeks, time: 5 h per week")

    delivered = record.weeks["delivered"]

    assert list(delivered[:8]) == [80, 80, 70, 70, 70, 70, 80, 80]


def test_a_class_waits_for_the_work_in_hand() -> None:
    record = course("from: week 1, for: 1 week, time: 8 h per week")
    at_work = record.visits["started_at"][record.visits["actor"] == 0]
    second = record.visits["started_at"][record.visits["actor"] == 1]

    assert at_work[0] == 33.0  # the first seat's class is on Monday: she begins on Tuesday at 9
    assert second[:8] == pytest.approx(np.arange(9.0, 17.0))
    assert second[8] == 57.0  # the second seat's on Tuesday


def test_a_course_of_one_day_teaches_all_of_them() -> None:
    """A seventh of 14 h a week is 2 h for each of the two; both have learned it."""
    record = course(
        "for: 1 calendar day, time: 14 h per week", "{learning_time: 1000000 h, learning_ceiling: 0.5}"
    )

    assert weekly(record, "training_time", "anna")[:2] == pytest.approx([4.0, 0.0])
    assert stock(record, Stock.SKILL, "anna", "s")[0] == pytest.approx(0.7, abs=1e-3)


def test_a_course_that_ends_within_a_week_takes_its_part_of_the_hours() -> None:
    """Ten days at 7 h a week: 10 h for each of the two, 7 h in the first week and 3 h in the second."""
    record = course("for: 10 calendar days, time: 7 h per week")

    assert weekly(record, "training_time", "anna")[:3] == pytest.approx([14.0, 6.0, 0.0])


def test_people_who_teach_each_other_miss_what_is_dropped_like_all_others() -> None:
    record = course(
        "from: week 5, for: 8 weeks, time: 4 h per week, trainers: anna, trainers_time: 1 min per week",
        "{learning_time: 1000000 h, learning_ceiling: 0.5, training_squeeze: 0.5}",
    )
    held = float(weekly(record, "training_time", "anna").sum()) / 64.0
    level = stock(record, Stock.SKILL, "anna", "s")[20]

    assert held < 0.7
    assert (level - 0.5) / 0.2 == pytest.approx(held, abs=0.02)


def test_trainers_leave_the_line_too() -> None:
    record = course(
        "from: week 1, for: 2 weeks, time: 1 h per week, trainers: tom, trainers_time: 6 h per week"
    )

    assert weekly(record, "training_time", "tom")[:3] == pytest.approx([6.0, 6.0, 0.0])


def test_the_skill_is_there_at_the_end_of_the_course() -> None:
    record = course(
        "from: week 3, for: 4 weeks, time: 5 h per week", "{learning_time: 1000000 h, learning_ceiling: 0.5}"
    )

    level = stock(record, Stock.SKILL, "anna", "s")

    assert level[:5] == pytest.approx([0.5] * 5)
    assert level[6:10] == pytest.approx([0.7] * 4, abs=1e-3)


def test_what_ends_with_a_week_counts_from_the_next_however_long_the_run() -> None:
    """The course ends with the first week; a run of one week must not see less of it than a longer one."""
    text = """
scenario: Ends with the week
run_length: {} weeks
task_types: {{t: {{arrivals: {{every: 15 h}}, route: [do]}}}}
steps: {{do: {{service_time: 1 h, skills: {{s: 100 %}}, done_by: [anna]}}}}
people: {{anna: {{headcount: 2, skills: {{s: 0.5}}}}}}
behaviour: {{learning_time: 1000000 h, learning_ceiling: 0.5}}
strategies: {{learn: [{{train: anna, in: {{s: +0.2}}, for: 1 week, time: 1 h per week}}]}}
"""
    levels = [
        stock(run_text(text.format(weeks), strategy="learn"), Stock.SKILL, "anna", "s") for weeks in (1, 3)
    ]

    assert levels[0] == [0.5]
    assert levels[1] == pytest.approx([0.5, 0.7, 0.7], abs=1e-3)


def test_what_is_applied_follows_saks_and_belcourt_and_misses_the_middle() -> None:
    """62, 44, 34 % at 0, 6, 12 months.  The curve is fitted at both ends; in between it gives 45.9 %."""
    record = course("transfer: 62 %, fading: 13.84 months", "{speed_slope: 0}")
    level = np.array(stock(record, Stock.SKILL, "anna", "s"))
    applied = (level - 0.5) / 0.2
    months = np.arange(1, len(level) + 1) * WEEK / MONTH

    at_six, at_twelve = np.interp([6.0, 12.0], months, applied)

    assert applied[0] == pytest.approx(0.62, abs=0.01)
    assert at_twelve == pytest.approx(0.34, abs=0.001)
    assert at_six == pytest.approx(0.44, abs=0.03)
    assert at_six == pytest.approx(0.459, abs=0.001)


def test_a_newcomer_who_misses_half_of_the_classes_learns_half() -> None:
    record = course(
        "from: week 1, for: 4 weeks, time: 5 h per week",
        "{learning_time: 1000000 h, learning_ceiling: 0.5, turnover: 90 %, time_to_fill: 1 min}",
    )
    learned = {round(float(level), 6) for level in stock(record, Stock.SKILL, "anna", "s")}

    assert 0.5 in learned
    assert any(0.5 < level < 0.7 for level in learned)


def test_pressure_drops_training_and_what_it_would_have_taught() -> None:
    calm = course(
        "from: week 5, for: 8 weeks, time: 4 h per week", "{learning_time: 1000000 h, learning_ceiling: 0.5}"
    )
    squeezed = course(
        "from: week 5, for: 8 weeks, time: 4 h per week",
        "{learning_time: 1000000 h, learning_ceiling: 0.5, training_squeeze: 0.5}",
    )
    frozen = course(
        "from: week 5, for: 8 weeks, time: 4 h per week",
        "{learning_time: 1000000 h, learning_ceiling: 0.5, training_squeeze: 0.5}",
        start="loops: {off: [training-squeeze], from: week 1}",
    )

    hours = [float(weekly(run, "training_time", "anna").sum()) for run in (calm, squeezed, frozen)]
    levels = [stock(run, Stock.SKILL, "anna", "s")[20] for run in (calm, squeezed, frozen)]

    assert hours[0] == pytest.approx(64.0) == hours[2]
    assert hours[1] < 40.0
    assert levels[0] == pytest.approx(levels[2], abs=1e-6)
    assert (levels[1] - 0.5) / 0.2 == pytest.approx(hours[1] / 64.0, abs=0.02)


def test_what_a_course_costs_stands_in_the_ledger() -> None:
    record = course("from: week 3, for: 4 weeks, time: 5 h per week, price: 300 USD per person")
    paid = {
        Account(int(account)): float(amount)
        for account, amount in zip(record.ledger["account"], record.ledger["amount"], strict=True)
        if record.names.pools[int(record.ledger["pool"][list(record.ledger["amount"]).index(amount)])]
        == "anna"
    }

    assert paid[Account.TRAINING] == 600.0
    assert paid[Account.WAGES] == 56 * 80 * 10.0  # hours off the line are paid like any other


def test_a_course_waits_for_its_condition() -> None:
    record = course("when: backlog of do > 20 weeks of work, for: 2 weeks, time: 5 h per week")
    trained = weekly(record, "training_time", "anna")
    waiting = record.weeks["wip"] - 2  # two are in hand; 80 h of work are done in a week
    begins = int(np.argmax(waiting > 20 * 80)) + 1

    assert begins > 1
    assert trained[:begins] == pytest.approx(np.zeros(begins))
    assert trained[begins : begins + 2] == pytest.approx([10.0, 10.0])
    assert math.isclose(float(trained.sum()), 20.0)


def test_who_comes_after_a_training_without_classes_has_not_learned_it() -> None:
    record = run_text(
        """
scenario: Late
run_length: 30 weeks
task_types: {t: {arrivals: {every: 15 min}, route: [do]}}
steps: {do: {service_time: 1 h, skills: {s: 100 %}, done_by: [anna]}}
people: {anna: {headcount: 2, skills: {s: 0.5}}}
behaviour: {speed_slope: 1}
strategies:
  both:
    - {train: anna, in: {s: +0.2}, from: week 3}
    - {hire: anna, seats: 1, from: week 8}
""",
        strategy="both",
    )
    late = record.visits["started_at"] > 10 * WEEK
    hours = [
        set(record.visits["service_time"][late & (record.visits["actor"] == who)].round(6))
        for who in (0, 1, 2)
    ]

    assert hours == [{round(math.exp(-0.2), 6)}, {round(math.exp(-0.2), 6)}, {1.0}]


def test_those_who_follow_somebody_sit_in_his_class() -> None:
    """People who are hired elsewhere later change nothing about whose class is when."""

    def trained(lever: str) -> np.ndarray:
        record = run_text(
            f"""
scenario: Classes
run_length: 40 weeks
task_types: {{t: {{arrivals: {{every: 2 h}}, route: [do]}}}}
steps: {{do: {{service_time: 1 h, done_by: [anna, bert]}}}}
people:
  anna: {{headcount: 4, hours: Mon-Fri 9:00-17:00}}
  bert: {{headcount: 1, hours: Mon-Fri 9:00-17:00}}
behaviour: {{turnover: 90 %, time_to_fill: 2 weeks}}
strategies: {{s: [{{train: anna, in: {{ai_fluency: +0.1}}, for: 30 weeks, time: 4 h per week}}{lever}]}}
""",
            strategy="s",
        )
        return weekly(record, "training_time", "anna")[:38]

    np.testing.assert_array_equal(trained(", {hire: bert, seats: 2, from: week 39}"), trained(""))
