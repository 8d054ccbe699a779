"""Changes of how work is done, from a date or a condition on: worked out by hand."""

import numpy as np
import pytest

from sim.errors import ScenarioError
from sim.records.record import Account, Mode, Outcome, RunRecord, Stock
from tests.running import run_text
from tests.unit.engine.test_stocks import stock

WEEK = 168.0


def studio(levers: str, behaviour: str = "'off'", rest: str = "", rate: str = "every: 1 h") -> RunRecord:
    """Return 20 weeks of writers and editors, under a strategy."""
    return run_text(
        f"""
scenario: Studio
run_length: 20 weeks
task_types: {{t: {{arrivals: {{{rate}}}, route: [draft, review]}}}}
steps:
  draft: {{service_time: 1 h, done_by: [writers], error_probability: 50 %}}
  review: {{service_time: 30 min, done_by: [editors], reviews: [draft], detection: 0 %}}
people:
  writers: {{headcount: 2, wage: 10 USD/h}}
  editors: {{headcount: 1, wage: 10 USD/h}}
behaviour: {behaviour}
{rest}
strategies: {{change: {levers}}}
""",
        strategy="change",
    )


def step_visits(record: RunRecord, step: str, column: str, begin: float, end: float) -> np.ndarray:
    v = record.visits
    rows = (
        (v["step"] == record.names.steps.index(step)) & (v["started_at"] >= begin) & (v["started_at"] < end)
    )
    return np.asarray(v[column][rows])


def test_a_service_time_changes_at_its_date() -> None:
    record = studio("[{set: {steps.draft.service_time: 30 min}, from: week 11}]")

    assert set(step_visits(record, "draft", "service_time", 0, 10 * WEEK)) == {1.0}
    assert set(step_visits(record, "draft", "service_time", 10 * WEEK, 20 * WEEK)) == {0.5}


def test_a_review_becomes_sharp_at_its_date() -> None:
    record = studio("[{set: {steps.review.detection: 100 %}, from: week 11}]")

    before = step_visits(record, "review", "outcome", 0, 10 * WEEK)
    after = step_visits(record, "review", "outcome", 10 * WEEK, 20 * WEEK)

    assert not np.any(before == Outcome.SENT_BACK)
    assert np.mean(after == Outcome.SENT_BACK) > 0.3


def test_others_may_do_a_step_from_its_date_on() -> None:
    record = studio("[{set: {steps.review.done_by: [writers]}, from: week 11}]")
    pools = record.actors["pool"][step_visits(record, "review", "actor", 0, 20 * WEEK)]
    late = record.actors["pool"][step_visits(record, "review", "actor", 10 * WEEK + 1, 20 * WEEK)]

    assert set(pools.tolist()) == {0, 1}
    assert set(late.tolist()) == {record.names.pools.index("writers")}


def test_what_waits_goes_to_whoever_may_do_it_now() -> None:
    """Three tasks an hour: two writers fall behind, until the editor helps."""
    record = studio("[{set: {steps.draft.done_by: [writers, editors]}, from: week 6}]", rate="every: 20 min")
    editors = record.names.pools.index("editors")
    drafts = record.actors["pool"][step_visits(record, "draft", "actor", 5 * WEEK, 5 * WEEK + 2)]

    assert editors in drafts.tolist()


def test_a_limit_of_work_in_process_holds_from_its_date_on() -> None:
    record = studio("[{set: {work_in_process_limit: 4}, from: week 11}]", rate="every: 20 min")
    v = record.visits
    inside = [
        int(np.sum((record.tasks["arrived_at"] <= moment) & ~(record.tasks["delivered_at"] <= moment)))
        for moment in (9.9 * WEEK, 19.9 * WEEK)
    ]
    begun = step_visits(record, "draft", "started_at", 0, 20 * WEEK)

    assert inside[0] > 100
    assert inside[1] > inside[0]  # they wait at the door
    assert len(begun) == len(np.unique(v["task"][v["step"] == record.names.steps.index("draft")]))


def test_a_limit_that_is_lifted_lets_all_in() -> None:
    record = studio(
        "[{set: {steps.draft.work_in_process_limit: 5}, from: week 11}]",
        rest="work_in_process_limit: 1",
        rate="every: 40 min",
    )

    assert len(step_visits(record, "draft", "task", 0, WEEK)) < 168


def test_a_dated_change_stands_beside_a_published_shock() -> None:
    """The shock was filled in when the file was read, and is no second size when the change is made."""
    record = studio(
        "[{set: {steps.draft.service_time: 30 min}, from: week 11}]",
        rest="freelancers: {free: {rate: 20 USD/h, demand: [{from: week 3, shock: translation}]}}",
    )

    assert set(step_visits(record, "draft", "service_time", 10 * WEEK, 20 * WEEK)) == {0.5}


def test_two_dated_changes_of_one_step_build_on_each_other() -> None:
    record = studio(
        "[{set: {steps.review.detection: 100 %}, from: week 6}, "
        "{set: {steps.review.service_time: 1 min}, from: week 11}]"
    )
    late = step_visits(record, "review", "outcome", 11 * WEEK, 20 * WEEK)

    assert np.mean(late == Outcome.SENT_BACK) > 0.3
    assert set(step_visits(record, "review", "service_time", 11 * WEEK, 20 * WEEK)) == {1.0 / 60.0}


def test_an_overtime_cap_holds_from_its_date_on() -> None:
    record = run_text(
        """
scenario: Long days
run_length: 20 weeks
task_types: {t: {arrivals: {every: 1 h}, route: [do]}}
steps: {do: {service_time: 1 h, done_by: [anna]}}
people: {anna: {headcount: 2, hours: Mon-Fri 9:00-17:00, overtime: 140 %}}
strategies: {cap: [{set: {people.anna.overtime: 110 %}, from: week 11}]}
""",
        strategy="cap",
    )
    hours = stock(record, Stock.OVERTIME, "anna")

    assert max(hours[:10]) == pytest.approx(1.4)
    assert max(hours[11:]) == pytest.approx(1.1)


def one_person(step: str, levers: str, behaviour: str = "'off'", tools: str = "{}") -> RunRecord:
    """Return two weeks of one person with more work than she can do, from Monday to Friday, 9 to 17."""
    return run_text(
        f"""
scenario: One person
run_length: 2 weeks
task_types: {{t: {{arrivals: {{every: 30 min}}, route: [do]}}}}
steps: {{do: {{done_by: [anna], {step}}}}}
people: {{anna: {{headcount: 1, wage: 10 USD/h, hours: Mon-Fri 9:00-17:00}}}}
tools: {tools}
behaviour: {behaviour}
strategies: {{change: {levers}}}
""",
        strategy="change",
    )


def test_hours_beyond_the_shift_are_counted_and_paid_from_the_date_on_which_people_stay() -> None:
    """Visits of 5 h: eight in the first week, in 40 h; then two a day, from 9 to 19."""
    record = one_person("service_time: 5 h", "[{set: {steps.do.end_of_shift: finish}, from: week 2}]")

    assert record.pool_weeks["busy_time"] == pytest.approx([40.0, 50.0])
    assert record.actors["overtime"] == pytest.approx([10.0])
    assert record.ledger["amount"][record.ledger["account"] == Account.OVERTIME] == pytest.approx([100.0])


def test_a_visit_keeps_the_end_of_shift_with_which_it_began() -> None:
    """Begun on Friday at 13 to be finished in one go on Tuesday at 17, whatever Saturday and Monday bring."""
    record = one_person(
        "service_time: 100 h, end_of_shift: finish",
        "[{set: {steps.do.end_of_shift: pause}, from: day 6}]",
        "{overtime: 125 %}",
    )

    assert record.visits["started_at"].tolist() == [9.0, 109.0, 209.0]
    assert record.visits["ended_at"][:2].tolist() == [109.0, 209.0]


def test_a_tool_that_comes_to_a_step_at_a_date_is_paid_for_each_use() -> None:
    record = one_person(
        "service_time: 1 h",
        "[{set: {steps.do.assisted_by: helper, steps.do.exposure: 0.5}, from: week 2}]",
        "{reliance: 100 %}",
        "{helper: {price: 2 USD per use}}",
    )
    uses = int(np.sum(record.visits["mode"] == Mode.ASSISTED))

    assert uses == 80
    assert record.ledger["amount"][record.ledger["account"] == Account.TOOLS].tolist() == [2.0 * uses]


def test_a_change_has_its_price_and_may_wait_for_a_condition() -> None:
    record = studio(
        "[{set: {steps.draft.service_time: 10 min}, when: backlog of draft > 50 tasks, price: 900 USD}]",
        rate="every: 20 min",
    )
    hours = step_visits(record, "draft", "service_time", 0, 20 * WEEK)
    changes = step_visits(record, "draft", "started_at", 0, 20 * WEEK)[hours < 1.0]

    assert changes[0] == pytest.approx(WEEK, abs=1.0)  # one task more than it does each hour: 168 by then
    assert record.ledger["amount"][record.ledger["account"] == Account.WAY_OF_WORKING].tolist() == [900.0]


def test_a_change_of_anything_else_at_a_date_is_refused_with_what_would_do() -> None:
    with pytest.raises(
        ScenarioError, match=r"can only be set from the start; at a date, set keys of 'steps'"
    ):
        studio("[{set: {people.writers.headcount: 3}, from: week 6}]")


def test_what_a_dated_change_breaks_is_told_where_it_stands() -> None:
    with pytest.raises(ScenarioError, match=r'strategies\.change\[0\]\.set\."steps.draft.done_by"\[0\]'):
        studio("[{set: {steps.draft.done_by: [nobody]}, from: week 6}]")


def test_a_tool_that_comes_at_a_date_is_paid_from_its_first_use_on() -> None:
    record = run_text(
        """
scenario: Late tool
run_length: 4 weeks
task_types: {t: {arrivals: {every: 10 h}, route: [do]}}
steps: {do: {service_time: 1 h, done_by: [anna]}}
people: {anna: {headcount: 1}}
tools: {helper: {price: 2 USD per use}}
behaviour: {reliance: 100 %}
strategies: {use: [{set: {steps.do.assisted_by: helper, steps.do.exposure: 50 %}, from: week 3}]}
""",
        strategy="use",
    )
    late = np.sum(record.visits["started_at"] >= 2 * WEEK)
    tools = record.ledger["account"] == Account.TOOLS

    assert record.ledger["amount"][tools].tolist() == [2.0 * late]


def test_from_its_date_on_a_visit_is_finished_beyond_the_shift() -> None:
    record = run_text(
        """
scenario: Stay
run_length: 3 weeks
task_types: {t: {arrivals: {every: 16 h}, route: [do]}}
steps: {do: {service_time: 3 h, done_by: [anna]}}
people: {anna: {headcount: 1, wage: 10 USD/h, hours: Mon-Fri 9:00-17:00}}
strategies: {stay: [{set: {steps.do.end_of_shift: finish}, from: week 2}]}
""",
        strategy="stay",
    )
    v = record.visits
    stays = v["ended_at"] - v["started_at"] <= 3.0 + 1e-9
    crossing = (v["started_at"] % 24.0) > 14.0

    assert np.all(stays[v["started_at"] >= WEEK])
    assert not np.all(stays[(v["started_at"] < WEEK) & crossing])
    overtime = record.ledger["amount"][record.ledger["account"] == Account.OVERTIME].sum()
    late = crossing & (v["started_at"] >= WEEK) & ~np.isnan(v["ended_at"])
    assert overtime == pytest.approx(10.0 * np.sum((v["ended_at"][late] % 24.0) - 17.0))


def test_a_change_from_the_start_has_its_price_too() -> None:
    record = studio("[{set: {steps.draft.service_time: 50 min}, price: 50 USD}]")

    assert record.ledger["amount"][record.ledger["account"] == Account.WAY_OF_WORKING].tolist() == [50.0]
    assert set(step_visits(record, "draft", "service_time", 0, 20 * WEEK).round(6)) == {round(50 / 60, 6)}


def test_an_overtime_cap_holds_in_the_week_in_which_it_comes() -> None:
    record = run_text(
        """
scenario: Long days
run_length: 20 weeks
task_types: {t: {arrivals: {every: 1 h}, route: [do]}}
steps: {do: {service_time: 1 h, done_by: [anna]}}
people: {anna: {headcount: 2, hours: Mon-Fri 9:00-17:00, overtime: 140 %}}
strategies: {cap: [{set: {people.anna.overtime: 100 %}, from: week 11}]}
""",
        strategy="cap",
    )

    hours = record.pool_weeks["available_time"]
    assert hours[9] == pytest.approx(2 * 40 * 1.4)
    assert hours[10] == pytest.approx(2 * 40)


def test_a_dated_change_stands_beside_a_shock_of_the_market() -> None:
    market = "freelancers: {fl: {rate: 20 USD/h, demand: [{from: week 10, shock: writing}]}}"

    record = studio("[{set: {steps.draft.service_time: 30 min}, from: week 11}]", rest=market)

    assert set(step_visits(record, "draft", "service_time", 10 * WEEK, 20 * WEEK)) == {0.5}
