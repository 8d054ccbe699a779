"""Stocks as they move in a run: every story is worked out by hand."""

import itertools
import math

import numpy as np
import pytest

from sim.measures.registry import measures_of
from sim.records.record import Account, RunRecord, Stock
from tests.running import run_text
from tests.unit.engine.reading import visits

WEEK = 168.0


def stock(record: RunRecord, kind: Stock, pool: str, skill: str = "") -> list[float]:
    """Return a stock of a pool, week by week."""
    table, names = record.stocks, record.names
    rows = (table["stock"] == kind) & (table["pool"] == names.pools.index(pool))
    if skill:
        rows &= table["skill"] == names.skills.index(skill)
    return [float(value) for value in table["value"][rows]]


def delivered(record: RunRecord, begin: float, end: float) -> int:
    at = record.tasks["delivered_at"]
    return int(np.sum((at > begin) & (at <= end)))


def test_nothing_is_written_where_nothing_moves() -> None:
    record = run_text("""
scenario: Still
run_length: 4 weeks
task_types: {t: {arrivals: 1 per hour, route: [do]}}
steps: {do: {service_time: 30 min, skills: {s: 100 %}, done_by: [anna]}}
people: {anna: {headcount: 1, skills: {s: 0.5}}}
""")

    assert len(record.stocks["week"]) == 0


# --- newcomers -----------------------------------------------------------------------------------


def team(newcomers: int, ramp_time: str) -> RunRecord:
    """Return 20 experienced people, some newcomers, and more work than they can do."""
    text = f"""
scenario: Brooks
run_length: 20 weeks
warm_up: 4 weeks
task_types: {{t: {{arrivals: {{every: 3 min}}, route: [do]}}}}
steps: {{do: {{service_time: 1 h, done_by: [team]}}}}
people: {{team: {{headcount: {20 + newcomers}, newcomers: {newcomers}}}}}
behaviour:
  {{ramp_time: {ramp_time}, ramp_start: {0.8 / 1.2}, ramp: at once, mentoring: 25 %, talking: 0.0006}}
"""
    return run_text(text, engine="kernel")


@pytest.mark.parametrize(
    ("newcomers", "just_after", "later"),
    [(0, 1.8240, 1.8240), (2, 1.7740, 1.8733), (5, 1.65625, 1.8750), (10, 1.3340, 1.6560)],
)
def test_adding_people_to_a_late_project_makes_it_later(
    newcomers: int, just_after: float, later: float
) -> None:
    """Abdel-Hamid & Madnick's numbers, from counted deliveries: to one task in each person's last hour."""
    hours, rounding = 16.0 * WEEK, 2.0 * 0.12 * (20 + newcomers) / (16.0 * WEEK)

    slow = delivered(team(newcomers, "1 year"), 4.0 * WEEK, 20.0 * WEEK)
    fast = delivered(team(newcomers, "1 min"), 4.0 * WEEK, 20.0 * WEEK)

    assert 0.12 * slow / hours == pytest.approx(just_after, abs=5e-5 + rounding)
    assert 0.12 * fast / hours == pytest.approx(later, abs=5e-5 + rounding)


def test_a_newcomer_gets_faster_day_by_day() -> None:
    """Half as fast at first, the ramp is 100 h: visits of one hour begun at 0, 2, 2 + 1/0.51 h, ..."""
    record = run_text("""
scenario: Ramp
run_length: 200 h
task_types: {t: {arrivals: {every: 30 min}, route: [do]}}
steps: {do: {service_time: 1 h, done_by: [anna]}}
people: {anna: {headcount: 1, newcomers: 1}}
behaviour: {ramp_time: 100 h, ramp_start: 50 %}
""")
    found = visits(record, "started_at", "service_time")

    for started_at, time in found:
        assert time == pytest.approx(1.0 / (0.5 + 0.5 * min(started_at / 100.0, 1.0)), rel=1e-12)
    assert found[-1][1] == 1.0


# --- fatigue -------------------------------------------------------------------------------------


def output(hours: float) -> float:
    """Return the weekly hours' worth of work of one person on a long week, once strain has settled."""
    day = hours / 7.0
    text = f"""
scenario: Pencavel
run_length: 100 weeks
task_types: {{t: {{arrivals: {{every: 20 min}}, route: [do]}}}}
steps: {{do: {{service_time: 10 min, done_by: [one]}}}}
people: {{one: {{headcount: 1, hours: Mon-Sun 0:00-{int(day)}:{round(60.0 * (day % 1.0)):02d}}}}}
behaviour: {{fatigue_curvature: 0.03595}}
"""
    record = run_text(text, engine="kernel")
    return delivered(record, 40.0 * WEEK, 100.0 * WEEK) / 6.0 / 60.0


def test_seventy_hours_give_no_more_than_fifty_six_and_most_comes_at_sixty_three() -> None:
    assert output(70.0) / output(56.0) == pytest.approx(0.998, abs=0.002)
    assert output(49.0) == pytest.approx(49.0, abs=0.02)
    assert output(59.5) < output(63.0) > output(66.5)
    assert output(63.0) == pytest.approx(55.95, abs=0.05)


def test_strain_follows_the_hours_beyond_the_threshold_and_wears_off() -> None:
    """63 h a week: 14 h beyond the threshold, four weeks to build two thirds of it up."""
    record = run_text("""
scenario: Strain
run_length: 8 weeks
task_types: {t: {arrivals: {every: 10 h}, route: [do]}}
steps: {do: {service_time: 1 h, done_by: [one]}}
people: {one: {headcount: 1, hours: Mon-Sun 0:00-9:00}}
behaviour: {fatigue_curvature: 0.03595}
""")

    expected = [14.0 * -math.expm1(-week / 4.0) for week in range(1, 9)]
    assert stock(record, Stock.STRAIN, "one") == pytest.approx(expected, rel=1e-12)


# --- pressure ------------------------------------------------------------------------------------


def pressed(behaviour: str, arrivals: str = "every: 1 h", weeks: int = 3, step: str = "") -> RunRecord:
    """Return one person for 40 h a week and work of 2 h for each arrival, from Monday 0:00 on."""
    return run_text(f"""
scenario: Pressed
run_length: {weeks} weeks
task_types: {{t: {{arrivals: {{{arrivals}}}, route: [do]}}}}
steps: {{do: {{service_time: 2 h, done_by: [anna]{step}}}}}
people: {{anna: {{headcount: 1, wage: 10 USD/h, overtime_premium: 50 %, hours: Mon-Fri 9:00-17:00}}}}
behaviour: {{{behaviour}}}
""")


def test_pressure_is_the_backlog_in_weeks_of_work() -> None:
    """167 arrivals in the first week, 20 of them done: 147 wait, 294 h of work for 40 h a week."""
    record = pressed("overtime: 100 %, pace: 0.001")

    assert stock(record, Stock.PRESSURE, "anna")[:2] == [0.0, pytest.approx(147.0 * 2.0 / 40.0)]


def test_under_pressure_each_day_lasts_longer_and_overtime_is_paid() -> None:
    record = pressed("overtime: 125 %")
    ends = [end % 24.0 for (end,) in visits(record, "ended_at") if WEEK < end < 2.0 * WEEK]
    ledger = dict(zip(record.ledger["account"].tolist(), record.ledger["amount"].tolist(), strict=True))

    assert max(ends) == 19.0
    assert stock(record, Stock.OVERTIME, "anna") == [1.0, 1.25, 1.25]
    assert record.pool_weeks["available_time"].tolist() == [40.0, 50.0, 50.0]
    assert record.actors["overtime"].tolist() == [20.0]
    assert ledger == {Account.WAGES: 1200.0, Account.OVERTIME: 20.0 * 15.0}


def test_the_first_day_of_a_week_lasts_longer_too() -> None:
    """Tasks of 30 min for 10 h a day, all of which are worked; the first week knows no pressure yet."""
    record = run_text("""
scenario: Monday
run_length: 2 weeks
task_types: {t: {arrivals: {every: 15 min}, route: [do]}}
steps: {do: {service_time: 30 min, done_by: [anna]}}
people: {anna: {headcount: 1, hours: Mon-Fri 9:00-17:00}}
behaviour: {overtime: 125 %}
""")
    ended = np.array([end for (end,) in visits(record, "ended_at") if end > WEEK]) - WEEK

    assert [int(np.sum(ended // 24.0 == day)) for day in range(7)] == [20, 20, 20, 20, 20, 0, 0]


def test_a_visit_that_waits_over_the_weekend_ends_by_the_new_hours() -> None:
    """A task of 60 h, begun on Monday: 40 h in the first week, 10 h a day in the next two days."""
    record = run_text("""
scenario: Long
run_length: 3 weeks
task_types: {t: {arrivals: {every: 9 h}, route: [do]}}
steps: {do: {service_time: 60 h, done_by: [anna]}}
people: {anna: {headcount: 1, hours: Mon-Fri 9:00-17:00}}
behaviour: {overtime: 125 %}
""")

    assert visits(record, "started_at", "ended_at")[0] == (9.0, WEEK + 24.0 + 19.0)


def test_pace_care_and_switching_change_the_time_of_a_visit() -> None:
    """Pressure 7.35 from the second week on: pace at its cap, care and switching by their laws."""
    record = pressed("pace: 1, pace_limit: 110 %, corner_cutting: 0.1, switching: 1 %")
    pressure = 147.0 * 2.0 / 40.0
    first = next(time for start, time in visits(record, "started_at", "service_time") if start > WEEK)

    assert first == pytest.approx(2.0 * pressure**-0.1 * (1.0 + 0.01 * (pressure - 1.0)) / 1.1, rel=1e-12)


def test_the_standard_of_care_falls_and_does_not_come_back() -> None:
    """Work comes in the first weeks only; care recovers with the backlog, its standard does not."""
    record = pressed(
        "corner_cutting: 0.3, standard_falls: 19 weeks",
        arrivals="rate: 30 per week, hours: Mon-Fri 9:00-17:00, changes: [{from: week 5, by: -90 %}]",
        weeks=30,
    )
    standard, care = stock(record, Stock.STANDARD, "anna"), stock(record, Stock.CARE, "anna")

    assert min(care) < 0.9
    assert all(after <= before for before, after in itertools.pairwise(standard))
    assert standard[-1] == standard[-8] < 1.0
    assert care[-1] == standard[-1]


# --- skill ---------------------------------------------------------------------------------------

LEARNER = """
scenario: Learner
run_length: {weeks} weeks
task_types: {{t: {{arrivals: {{{arrivals}}}, route: [do]}}}}
steps:
  do: {{service_time: 1 h, skills: {{writing: 100 %}}, done_by: [anna]{step}}}
people: {{anna: {{headcount: 1, skills: {{writing: {level}}}}}}}
tools: {{bot: {{}}}}
behaviour: {{{behaviour}}}
"""


def test_practice_leads_toward_the_ceiling() -> None:
    """One visit of an hour each two hours: 84 h of practice a week, of 100 h of learning time."""
    record = run_text(LEARNER.format(
        weeks=3, arrivals="every: 2 h", step="", level=0.4,
        behaviour="learning_time: 100 h, learning_ceiling: 0.8",
    ))  # fmt: skip

    practised = [83.0, 167.0, 251.0]  # the visit that begins at the week's end is still in hand
    expected = [0.8 - 0.4 * math.exp(-hours / 100.0) for hours in practised]
    assert stock(record, Stock.SKILL, "anna", "writing") == pytest.approx(expected, rel=1e-9)


def test_what_is_not_used_is_forgotten_by_half_in_the_half_life() -> None:
    """Practice in the first week only, up to 0.9 from 0.5."""
    record = run_text(LEARNER.format(
        weeks=53, arrivals="rate: 5 per hour, changes: [{from: week 2, by: -100 %}]", step="", level=0.5,
        behaviour="learning_time: 1 h, learning_ceiling: 0.9, forgetting: 26 weeks",
    ))  # fmt: skip
    level = stock(record, Stock.SKILL, "anna", "writing")
    busy_until = max(end for (end,) in visits(record, "ended_at"))
    gone = [week * WEEK - busy_until for week in range(1, 54)]

    assert level[0] == pytest.approx(0.9, abs=1e-6)
    for week, unused in enumerate(gone):
        expected = 0.9 if unused <= WEEK else 0.5 + 0.4 * 0.5 ** (unused / (26.0 * WEEK))
        assert level[week] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("effect", "after"), [("0 %", 0.8), ("-40 %", 0.8 * 0.6)])
def test_an_expert_who_leans_on_a_tool_keeps_or_loses_the_skill_as_the_effect_says(
    effect: str, after: float
) -> None:
    record = run_text(LEARNER.format(
        weeks=40, arrivals="every: 2 h", step=", assisted_by: bot, exposure: 100 %", level=0.8,
        behaviour=f"learning_time: 50 h, learning_ceiling: 0.8, ai_learning: {effect}, overhead: 90 %",
    ))  # fmt: skip

    assert stock(record, Stock.SKILL, "anna", "writing")[-1] == pytest.approx(after, abs=1e-6)


# --- trust ---------------------------------------------------------------------------------------


def test_trust_counts_what_reviews_find_and_failures_weigh_more() -> None:
    """Every draft is defective and found: after n of them (10 x 0.5) / (10 + 2 n)."""
    record = run_text("""
scenario: Trust
run_length: 3 weeks
task_types: {t: {arrivals: {every: 10 h}, route: [draft, review]}}
steps:
  draft: {service_time: 1 h, error_probability: 100 %, done_by: [anna], assisted_by: bot, exposure: 50 %}
  review: {service_time: 1 h, reviews: [draft], rework: {at_most: 0}, done_by: [bert]}
people: {anna: {headcount: 1}, bert: {headcount: 1}}
tools: {bot: {}}
behaviour: {trust: 50 %, trust_memory: 10, failure_weight: 2}
""")
    reviewed = [
        sum(step == "review" and end <= week * WEEK for step, end in visits(record, "step", "ended_at"))
        for week in (1, 2, 3)
    ]

    belief = pytest.approx([5.0 / (10.0 + 2.0 * n) for n in reviewed])
    assert stock(record, Stock.TRUST, "anna") == belief
    assert stock(record, Stock.TRUST, "bert") == belief  # the reviewer has seen the same


def test_less_trust_hands_less_to_the_tool() -> None:
    """With trust at 5/12 after one failure, 5/6 of the half that would be handed over is."""
    record = run_text("""
scenario: Reliance
run_length: 25 h
task_types: {t: {arrivals: {every: 10 h}, route: [draft, review]}}
steps:
  draft: {service_time: 1 h, error_probability: 100 %, done_by: [anna], assisted_by: bot, exposure: 100 %}
  review: {service_time: 1 h, reviews: [draft], rework: {at_most: 0}, done_by: [bert]}
people: {anna: {headcount: 1}, bert: {headcount: 1}}
tools: {bot: {}}
behaviour: {trust: 50 %, trust_memory: 10, failure_weight: 2, reliance: 50 %}
""")
    drafts = [time for step, time in visits(record, "step", "service_time") if step == "draft"]

    assert drafts == pytest.approx([0.5, 1.0 - 0.5 * 10.0 / 12.0])


# --- quits ---------------------------------------------------------------------------------------


def test_those_who_quit_are_replaced_by_newcomers_after_the_time_to_fill() -> None:
    record = run_text("""
scenario: Turnover
run_length: 3 years
task_types: {t: {arrivals: 1 per hour, route: [do]}}
steps: {do: {service_time: 30 min, done_by: [desk]}}
people: {desk: {headcount: 10, wage: 20 USD/h}}
behaviour: {turnover: 50 %, time_to_fill: 6 weeks, hiring_cost: 1000 USD per person, ramp_time: 8 weeks}
""")
    joined, left = record.actors["joined_at"], record.actors["left_at"]
    quits = np.sort(left[left < record.horizon])
    starts = np.sort(joined[(joined > 0.0) & (joined < record.horizon)])
    hiring = record.ledger["amount"][record.ledger["account"] == Account.HIRING]

    assert 8 <= len(quits) <= 30  # about 7 a year among the nine or so who are there
    assert len(starts) == np.sum(quits + 6.0 * WEEK < record.horizon)
    np.testing.assert_allclose(starts, (quits + 6.0 * WEEK)[: len(starts)], atol=1.0)
    assert hiring.tolist() == [1000.0 * len(starts)]
    assert max(stock(record, Stock.NEWCOMERS, "desk")) >= 1.0


def test_a_longer_time_to_fill_changes_nobodys_luck() -> None:
    """The same people quit in the same weeks as long as they are there."""
    texts = [
        f"""
scenario: Turnover
run_length: 1 year
task_types: {{t: {{arrivals: 1 per hour, route: [do]}}}}
steps: {{do: {{service_time: 30 min, done_by: [desk]}}}}
people: {{desk: {{headcount: 10}}}}
behaviour: {{turnover: 50 %, time_to_fill: {weeks} weeks}}
"""
        for weeks in (1, 10)
    ]
    quits = [run_text(text).actors["left_at"][:10] for text in texts]

    week = [np.floor(each / WEEK) for each in quits]
    np.testing.assert_array_equal(*week)


def test_the_luck_of_those_who_come_does_not_depend_on_another_pool() -> None:
    """The other pool's quits come in between; the desk's own people and their skills are the same."""
    records = [
        run_text(f"""
scenario: Two pools
run_length: 2 years
task_types: {{t: {{arrivals: 1 per hour, route: [do]}}, u: {{arrivals: 1 per hour, route: [other]}}}}
steps:
  do: {{service_time: 30 min, skills: {{s: 100 %}}, done_by: [desk]}}
  other: {{service_time: 30 min, done_by: [back office]}}
people:
  desk: {{headcount: 6, skills: {{s: 0.5 ± 0.1}}, turnover: 60 %}}
  back office: {{headcount: 6, turnover: {turnover}}}
behaviour: {{time_to_fill: 2 weeks, forgetting: 1 year}}
""")
        for turnover in ("0 %", "90 %")
    ]
    of_desk = [record.actors["pool"] == record.names.pools.index("desk") for record in records]

    assert len(records[0].actors["pool"]) < len(records[1].actors["pool"])
    for column in ("joined_at", "left_at"):
        one, other = (record.actors[column][rows] for record, rows in zip(records, of_desk, strict=True))
        np.testing.assert_array_equal(np.sort(one), np.sort(other))
    one, other = (stock(record, Stock.SKILL, "desk", "s") for record in records)
    assert one == pytest.approx(other, rel=1e-12)


LONG = """
scenario: Long
run_length: 4 weeks
task_types: {{t: {{arrivals: {{every: {every}}}, route: [do]}}}}
steps: {{do: {{service_time: {effort}, done_by: [anna], end_of_shift: {policy}}}}}
people: {{anna: {{headcount: 1, hours: Mon-Sun 9:00-17:00}}}}
behaviour: {{overtime: 125 %}}
"""


def test_work_that_is_finished_after_the_shift_is_not_planned_anew() -> None:
    """Begun on Sunday at 15:00 it takes 12 h, over midnight into a week with longer hours."""
    record = run_text(LONG.format(every="159 h, batch: 40", effort="12 h", policy="finish"))

    assert visits(record, "started_at", "ended_at")[0] == (159.0, 171.0)


def test_work_that_starts_over_is_planned_anew_with_the_longer_day() -> None:
    """9 h fit in no day of 8 h and would be paused; from Monday a day has 10 h, as 39 tasks wait."""
    record = run_text(LONG.format(every="159 h, batch: 40", effort="9 h", policy="restart"))
    (begun, ended, time), *_ = visits(record, "started_at", "ended_at", "service_time")

    assert (begun, ended) == (159.0, WEEK + 18.0)
    assert time == pytest.approx(2.0 + 9.0)


def test_reviewers_check_less_the_more_they_have_seen_the_tool_succeed() -> None:
    """Nine drafts in ten are good: the reviewer, in a pool of her own, comes to trust, and lets more pass."""

    def escaped(loops: str) -> int:
        record = run_text(f"""
scenario: Complacent
run_length: 30 weeks
task_types: {{t: {{arrivals: {{every: 4 h}}, route: [draft, check]}}}}
steps:
  draft: {{service_time: 1 h, done_by: [anna], assisted_by: bot, exposure: 80 %, error_probability: 10 %}}
  check: {{service_time: 30 min, done_by: [eve], reviews: [draft], detection: 90 %}}
people: {{anna: {{headcount: 1}}, eve: {{headcount: 1}}}}
tools: {{bot: {{}}}}
behaviour: {{reliance: 100 %, trust: 50 %, trust_memory: 10, complacency: 60 %}}
{loops}
""")
        return int(record.tasks["defective"].sum())

    trusting, frozen = escaped(""), escaped("loops: {off: [complacency], from: week 1}")

    assert trusting > frozen + 5


def test_what_nobody_reviews_and_nobody_sends_back_counts_as_a_success() -> None:
    record = run_text("""
scenario: No news
run_length: 4 weeks
task_types: {t: {arrivals: {every: 10 h}, route: [do]}}
steps: {do: {service_time: 1 h, done_by: [anna], assisted_by: bot, exposure: 50 %}}
people: {anna: {headcount: 1}}
tools: {bot: {}}
behaviour: {trust: 50 %, trust_memory: 10}
""")
    done = [sum(end <= week * WEEK for (end,) in visits(record, "ended_at")) for week in (1, 2, 3, 4)]

    assert stock(record, Stock.TRUST, "anna") == pytest.approx([(5.0 + n) / (10.0 + n) for n in done])


def test_holidays_are_no_pressure() -> None:
    """A backlog of some hours is the same in a week of which most is off."""
    record = run_text("""
scenario: Holidays
start: 2026-01-05
run_length: 8 weeks
task_types: {t: {arrivals: {every: 2 h, batch: 1}, route: [do]}}
steps: {do: {service_time: 50 min, done_by: [anna]}}
people:
  anna:
    headcount: 3
    hours: Mon-Fri 9:00-17:00
    holidays: [2026-02-02, 2026-02-03, 2026-02-04, 2026-02-05, 2026-02-06]
behaviour: {overtime: 140 %}
""")

    assert max(stock(record, Stock.PRESSURE, "anna")) < 1.0
    assert max(stock(record, Stock.OVERTIME, "anna")) == 1.0


def test_practice_keeps_up_what_was_taught_for_good() -> None:
    record = run_text(
        """
scenario: Kept
run_length: 52 weeks
task_types: {t: {arrivals: {every: 30 min}, route: [do]}}
steps: {do: {service_time: 1 h, skills: {s: 100 %}, done_by: [anna]}}
people: {anna: {headcount: 1, skills: {s: 0.65}}}
behaviour: {learning_time: 870 h, learning_ceiling: 0.7}
strategies: {teach: [{train: anna, in: {s: +0.25}, from: week 4}]}
""",
        strategy="teach",
    )

    level = stock(record, Stock.SKILL, "anna", "s")
    assert level[3] > 0.9
    assert level[-1] == pytest.approx(level[3], abs=1e-3)


def test_hours_that_pressure_adds_are_hours_at_work_once() -> None:
    record = pressed("overtime: 125 %")
    anna = {name: float(column[0]) for name, column in record.actors.items()}
    utilisation = {m.name: m.value(record) for m in measures_of(record.names)}["utilisation.anna"]

    assert anna["available_time"] == 40.0 + 50.0 + 50.0
    assert (anna["prolonged_time"], anna["overtime"]) == (20.0, 20.0)
    assert utilisation == anna["busy_time"] / 140.0
