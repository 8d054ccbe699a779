"""People: who takes what, their hours, and what happens at the end of a shift."""

import math

import numpy as np
import pytest
from scipy import stats

from sim.records.record import RunRecord
from tests.running import run_text
from tests.unit.engine.reading import column, ledger, tasks, visits

DAY = '"Mon-Fri 9:00-17:00"'


def shop(
    people: str,
    arrivals: str = "every: 15 h",
    step: str = "",
    hours: float = 4.0,
    length: str = "1 week",
) -> str:
    """Return drafts of some hours by the people of ``shop``."""
    return f"""
scenario: People
run_length: {length}
task_types: {{t: {{arrivals: {{{arrivals}}}, route: [draft]}}}}
steps: {{draft: {{service_time: {hours} h, done_by: [shop]{step}}}}}
people: {{shop: {{{people}}}}}
"""


def once(record: RunRecord) -> tuple[object, ...]:
    """Return start, end and hands-on hours of the first visit."""
    return visits(record, "started_at", "ended_at", "service_time")[0]


# --- members -------------------------------------------------------------------------------------


def test_named_workers_come_first_and_have_their_own_wage_and_hours() -> None:
    record = run_text(
        shop(
            f"headcount: 3, wage: 10 USD/h, hours: {DAY}, "
            'workers: {zoe: {wage: 30 USD/h}, amy: {hours: "Mon 9:00-13:00"}}',
        )
    )

    assert record.actors["rate"].tolist() == [10.0, 30.0, 10.0]
    assert record.actors["available_time"].tolist() == [4.0, 40.0, 40.0]
    assert ledger(record)["WAGES", "shop"] == 4 * 10.0 + 40 * 30.0 + 40 * 10.0


def test_a_pool_may_be_all_names() -> None:
    assert len(run_text(shop("workers: {amy: {}, zoe: {}}")).actors["actor"]) == 2


def test_a_name_keeps_its_luck_whoever_joins_the_pool() -> None:
    """Skills are drawn for the person: amy is as skilled with and without abe before her."""
    text = shop("workers: {amy: {skills: {s: 0.5 ± 0.1}}}", step=", skills: {s: 100 %}, standard: 1 %")
    text = text.replace("run_length: 1 week", "run_length: 20 h\nbehaviour: {speed_slope: 1}")
    alone = run_text(text)
    both = run_text(text.replace("workers: {", 'workers: {abe: {hours: "Sun 1:00-2:00", skills: {s: 1}}, '))

    assert column(alone, "service_time") == column(both, "service_time")


def test_named_skills_replace_those_of_the_pool() -> None:
    record = run_text(
        shop(
            "skills: {s: 0.5, t: 0.5}, workers: {amy: {skills: {s: 1}}}",
            step=", skills: {s: 50 %, t: 50 %}",
            length="20 h\nbehaviour: {speed_slope: 1, reference_match: 0.75}",
        )
    )

    assert column(record, "service_time") == [4.0]


def test_skills_of_like_members_spread_as_stated_and_stay_within_the_scale() -> None:
    """Normal(0.5, 0.1) over 500 members (t-test and chi-square at 1e-6); clipped at 0.8 ± 0.4."""
    text = shop(
        "headcount: 500, choose: in order, skills: {s: SKILL}",
        "every: 1 h, batch: 500",
        ", skills: {s: 100 %}",
        hours=100,
        length="2 h\nbehaviour: {speed_slope: 1, reference_match: 0}",
    )
    skill = -np.log(np.array(column(run_text(text.replace("SKILL", "0.5 ± 0.1")), "service_time")) / 100.0)
    clipped = -np.log(np.array(column(run_text(text.replace("SKILL", "0.8 ± 0.4")), "service_time")) / 100.0)

    assert stats.ttest_1samp(skill, 0.5).pvalue > 1e-6
    assert stats.ttest_1samp(skill, 0.53).pvalue < 1e-6
    assert 1e-6 < stats.chi2.cdf(np.sum((skill - 0.5) ** 2) / 0.01, 500) < 1 - 1e-6
    assert clipped.max() == pytest.approx(1.0, abs=1e-12)
    assert clipped.min() >= -1e-12
    assert np.count_nonzero(clipped > 1 - 1e-9) == pytest.approx(500 * stats.norm.sf(0.5), abs=60)


# --- who takes it ----------------------------------------------------------------------------------


def turns(choose: str) -> list[object]:
    """Return the seats that take drafts of 1 h arriving each 3 h; three people, all idle each time."""
    people = (
        "workers: {a: {wage: 30 USD/h, skills: {s: 0.2}}, b: {wage: 20 USD/h, skills: {s: 0.9}}, "
        "c: {wage: 20 USD/h, skills: {s: 0.9}}}"
    )
    record = run_text(shop(f"choose: {choose}, {people}", "every: 3 h", ", skills: {s: 100 %}", 1.0, "20 h"))
    return [int(actor) for (actor,) in visits(record, "actor")]


@pytest.mark.parametrize(
    ("choose", "seats"),
    [
        ("longest idle", [0, 1, 2, 0, 1, 2]),
        ("in order", [0] * 6),
        ("most skilled", [1] * 6),
        ("cheapest", [1] * 6),
    ],
)
def test_a_pool_chooses_whom_a_task_is_offered_to(choose: str, seats: list[int]) -> None:
    """Ties go to the lower number."""
    assert turns(choose) == seats


@pytest.mark.parametrize(("choose", "second"), [("in order", 1), ("most skilled", 2), ("cheapest", 2)])
def test_the_second_task_of_a_batch_goes_to_the_next_best(choose: str, second: int) -> None:
    people = (
        "workers: {a: {wage: 30 USD/h, skills: {s: 0.2}}, b: {wage: 20 USD/h, skills: {s: 0.9}}, "
        "c: {wage: 20 USD/h, skills: {s: 0.9}}}"
    )
    record = run_text(
        shop(f"choose: {choose}, {people}", "every: 3 h, batch: 2", ", skills: {s: 100 %}", 1.0, "4 h")
    )

    assert column(record, "actor")[1] == second


def test_longest_idle_counts_from_the_end_of_the_last_work_over_nights() -> None:
    """On Monday the last three begin at 14, 15 and 16 h; on Tuesday they take their turns in this order."""
    record = run_text(shop(f"headcount: 3, hours: {DAY}", "every: 1 h", hours=1))
    turns = sorted(visits(record, "task", "actor", "started_at"))
    last_three = [actor for _, actor, start in turns if start in (14.0, 15.0, 16.0)]

    assert sorted(last_three) == [0, 1, 2]
    assert [actor for _, actor, start in turns if start == 33.0] == last_three


def test_the_first_pool_of_the_list_that_has_somebody_idle_takes_a_task() -> None:
    text = shop("headcount: 1", "every: 10 h, batch: 3", length="19 h").replace(
        "[shop]", "[shop, crew, shop b]"
    )
    record = run_text(text.replace("people: {", "people: {crew: {headcount: 1}, shop b: {headcount: 1}, "))

    assert sorted(visits(record, "started_at", "who")) == [(10.0, "crew"), (10.0, "shop"), (10.0, "shop b")]


def test_an_idle_actor_takes_the_longest_waiting_task_of_all_the_steps_he_may_do() -> None:
    """Anna may do both; while she works on u (10-14 h), t of 12 h and u of 13 h come: t first."""
    record = run_text("""
scenario: Two queues
run_length: 39 h
task_types:
  t: {arrivals: {every: 12 h}, route: [draft]}
  u: {arrivals: {every: 10 h}, route: [cut]}
  v: {arrivals: {every: 13 h}, route: [cut]}
steps:
  draft: {service_time: 4 h, done_by: [anna]}
  cut: {service_time: 4 h, done_by: [anna]}
people: {anna: {headcount: 1}}
""")

    assert visits(record, "step", "ready_at", "started_at")[:3] == [
        ("cut", 10.0, 10.0),
        ("draft", 12.0, 14.0),
        ("cut", 13.0, 18.0),
    ]


# --- calendars -------------------------------------------------------------------------------------


def test_nobody_begins_outside_working_hours() -> None:
    """Tasks of 5 h, 10 h, ...: Monday 9:00 is hour 9; Friday ends at 113 h and Monday begins at 177 h."""
    record = run_text(shop(f"headcount: 9, hours: {DAY}", "every: 5 h", hours=1, length="2 weeks"))
    starts = dict(visits(record, "ready_at", "started_at"))

    assert starts[5.0] == 9.0
    assert starts[10.0] == 10.0
    assert starts[20.0] == 33.0
    assert starts[115.0] == 177.0


def test_holidays_of_all_and_of_the_pool_are_days_off() -> None:
    """2026-01-05 is a Monday; Tuesday is off for all, Wednesday for this pool."""
    text = shop(f"headcount: 1, hours: {DAY}, holidays: [2026-01-07]", "every: 30 h", hours=1)
    record = run_text(text.replace("run_length", "start: 2026-01-05\nholidays: [2026-01-06]\nrun_length"))

    assert visits(record, "ready_at", "started_at")[:3] == [(30.0, 81.0), (60.0, 82.0), (90.0, 105.0)]
    assert record.actors["available_time"].tolist() == [24.0]


def test_holidays_hold_for_those_who_work_round_the_clock_too() -> None:
    text = shop("headcount: 1", "every: 30 h", hours=1)
    record = run_text(text.replace("run_length", "start: 2026-01-05\nholidays: [2026-01-06]\nrun_length"))

    assert visits(record, "ready_at", "started_at")[:2] == [(30.0, 48.0), (60.0, 60.0)]
    assert record.actors["available_time"].tolist() == [144.0]


@pytest.mark.parametrize("start", range(5, 12))
def test_working_hours_follow_the_weekday_of_the_start(start: int) -> None:
    """Whatever the first day, the first visit begins on Wednesday 7 or 14 January at 9:00."""
    text = shop('headcount: 1, hours: "Wed 9:00-17:00"', "every: 5 min", hours=1)
    record = run_text(text.replace("run_length", f"start: 2026-01-{start:02}\nrun_length"))

    assert column(record, "started_at")[0] == ((7 - start) % 7) * 24.0 + 9.0


def test_a_night_shift_runs_past_midnight_and_past_the_week() -> None:
    """Mon-Sun 22:00-6:00: from 0:00 to 6:00 of the first Monday it is Sunday's shift."""
    record = run_text(
        shop('headcount: 1, hours: "Mon-Sun 22:00-6:00"', "every: 1 h", hours=1, length="2 weeks")
    )

    assert column(record, "started_at")[:7] == [1.0, 2.0, 3.0, 4.0, 5.0, 22.0, 23.0]
    assert record.actors["available_time"].tolist() == [2 * 56.0]


# --- the end of a shift ----------------------------------------------------------------------------


def end_of_shift(policy: str, hours: float, calendar: str = DAY) -> RunRecord:
    """Return tasks of 15 h (Monday 15:00), 30 h and so on, and some hours of work."""
    people = f"headcount: 1, wage: 10 USD/h, overtime_premium: 50 %, hours: {calendar}"
    return run_text(shop(people, "every: 15 h", f", end_of_shift: {policy}", hours))


@pytest.mark.parametrize(
    ("policy", "end", "hours"),
    [
        ("pause", 34.0, 3.0),  # two hours on Monday, one on Tuesday from 9:00 (33 h)
        ("finish", 18.0, 3.0),  # one hour longer on Monday
        ("restart", 36.0, 5.0),  # three hours on Tuesday; two on Monday are lost
    ],
)
def test_work_that_does_not_fit_into_the_shift(policy: str, end: float, hours: float) -> None:
    assert once(end_of_shift(policy, 3.0)) == (15.0, end, hours)


@pytest.mark.parametrize("policy", ["pause", "finish", "restart", "hand over"])
def test_work_that_just_fits_ends_with_the_shift_under_every_policy(policy: str) -> None:
    record = end_of_shift(policy, 2.0)

    assert once(record) == (15.0, 17.0, 2.0)
    assert record.actors["overtime"].tolist() == [0.0]


def test_a_visit_may_pause_over_several_shifts_and_the_weekend() -> None:
    """2 h on Monday, 8 h a day from Tuesday to Friday, 4 h on the Monday after (177-181 h)."""
    people = f"headcount: 1, hours: {DAY}"
    record = run_text(shop(people, "every: 15 h", hours=38, length="2 weeks"))

    assert once(record) == (15.0, 181.0, 38.0)


def test_who_pauses_takes_nothing_else_in_the_meantime() -> None:
    """10 h from Monday 15:00 take until Tuesday 17:00; the task of 30 h waits until Wednesday 9:00."""
    record = run_text(shop(f"headcount: 1, hours: {DAY}", "every: 15 h", hours=10))

    assert visits(record, "ready_at", "started_at", "ended_at")[:2] == [
        (15.0, 15.0, 41.0),
        (30.0, 57.0, 83.0),
    ]


def test_work_starts_over_until_a_shift_is_long_enough() -> None:
    """6 h begun on Monday at 15:00: Tuesday has 4 h only, Wednesday (57 h) 8 h."""
    record = end_of_shift("restart", 6.0, calendar='"Mon 9:00-17:00, Tue 9:00-13:00, Wed-Fri 9:00-17:00"')

    assert once(record) == (15.0, 63.0, 2.0 + 4.0 + 6.0)


def test_work_that_fits_into_no_shift_pauses_after_its_first_restart() -> None:
    """10 h: two are lost on Monday, then 8 h on Tuesday and 2 h on Wednesday."""
    assert once(end_of_shift("restart", 10.0)) == (15.0, 59.0, 12.0)


@pytest.mark.parametrize("length", ["167 h", "3 weeks"])
def test_what_is_long_enough_does_not_depend_on_the_end_of_the_run(length: str) -> None:
    """From Tuesday 9:00 (57 h) on: 10 h fit in the next Monday's 14 h alone, whenever the run ends."""
    people = 'headcount: 1, hours: "Mon 6:00-20:00, Tue-Sun 9:00-17:00"'
    text = shop(people, "population: 1, away_for: 57 h", ", end_of_shift: restart", 10, length)
    record = run_text(text.replace("run_length", "start: 2026-01-11\nrun_length"))
    end = 208.0 if length == "3 weeks" else math.nan

    assert once(record)[:2] == (57.0, pytest.approx(end, nan_ok=True))


def test_overtime_is_what_lies_beyond_the_shift_paid_with_its_premium() -> None:
    """20 h begun on Thursday 15:00 (87 h) under finish: until Friday 11:00, of which 2 + 2 h on duty."""
    people = f"headcount: 1, wage: 10 USD/h, overtime_premium: 50 %, hours: {DAY}"
    record = run_text(shop(people, "population: 1, away_for: 87 h", ", end_of_shift: finish", 20.0, "160 h"))

    assert once(record) == (87.0, 107.0, 20.0)
    assert record.actors["overtime"].tolist() == [16.0]
    assert record.actors["busy_time"].tolist() == [20.0]
    assert ledger(record) == {("WAGES", "shop"): 400.0, ("OVERTIME", "shop"): 16 * 15.0}


HAND_OVER = """
scenario: Early and late shift
run_length: 40 h
hand_off: {context_loss: 20 %, quality_loss: 0.1}
behaviour: {quality_noise: 0, quality_slope: 1}
task_types: {t: {arrivals: {every: 21 h}, route: [draft]}}
steps:
  draft:
    service_time: 4 h
    skills: {s: 100 %}
    difficulty: 0
    standard: 1 %
    end_of_shift: hand over
    done_by: [early, late]
people:
  early: {headcount: 1, hours: "Mon-Sun 14:00-22:00", skills: {s: 0.6}}
  late: {headcount: 1, hours: "Mon-Sun 22:00-6:00", skills: {s: 0.4}}
"""


def test_work_handed_over_costs_the_new_owner_time_and_quality() -> None:
    """Early does 1 of 4 h; late the other 3 h with 20 % more effort: 22:00 to 1:36; match 0.4 - 0.1."""
    record = run_text(HAND_OVER)

    assert visits(record, "who", "started_at", "ended_at", "outcome", "hand_off", "attempt") == [
        ("early", 21.0, 22.0, "HANDED_OVER", False, 1),
        ("late", 22.0, pytest.approx(25.6, abs=1e-12), "NO_REVIEW", True, 1),
    ]
    hours = column(record, "service_time")
    assert hours == [pytest.approx(1.0), pytest.approx(3.6)]
    assert np.isnan(column(record, "quality")[0])
    assert column(record, "quality")[1] == pytest.approx(1.0 / (1.0 + np.exp(-0.3)), abs=1e-12)
    assert tasks(record, "visits") == [2]
    assert tasks(record, "hand_offs") == [1]
    assert tasks(record, "service_time") == [pytest.approx(4.6)]


def test_whoever_takes_up_his_own_work_again_loses_nothing() -> None:
    """Without a late shift early goes on at 14:00 the next day, three more hours."""
    record = run_text(HAND_OVER.replace("done_by: [early, late]", "done_by: [early]").replace("40 h", "42 h"))

    assert visits(record, "started_at", "ended_at", "hand_off") == [
        (21.0, 22.0, False),
        (38.0, pytest.approx(41.0, abs=1e-12), False),
    ]


def test_a_new_owner_may_hand_over_in_turn() -> None:
    """Of 22 h of effort early does 1 h, late and early 8/1.2 h in each shift, and 1 h is left for 1.2 h."""
    text = HAND_OVER.replace("service_time: 4 h", "service_time: 22 h").replace(
        "run_length: 40 h", "run_length: 90 h"
    )
    record = run_text(text.replace("every: 21 h", "population: 1, away_for: 21 h"))

    assert visits(record, "who", "started_at", "service_time", task=0)[:4] == [
        ("early", 21.0, pytest.approx(1.0)),
        ("late", 22.0, pytest.approx(8.0)),
        ("early", 38.0, pytest.approx(8.0)),
        ("late", 46.0, pytest.approx(8.0)),
    ]
    assert column(record, "service_time", task=0)[4] == pytest.approx(1.2)


def test_rework_of_a_pool_that_is_handed_over_stays_in_that_pool() -> None:
    """The review (18 min for a new owner) sends back at 21:18; late may do drafts, but not this one."""
    review = "{service_time: 15 min, reviews: [draft], done_by: [rita], rework: {back_to: same pool}}"
    text = HAND_OVER.replace("route: [draft]", "route: [draft, review]").replace("every: 21 h", "every: 17 h")
    text = text.replace("run_length: 40 h", "run_length: 43 h").replace("standard: 1 %", "standard: 99 %")
    text = text.replace("people:", f"  review: {review}\npeople:\n  rita: {{headcount: 1}}")
    record = run_text(text)

    assert visits(record, "who", "started_at", "rework", "outcome", step="draft", task=0)[:3] == [
        ("early", 17.0, False, "NO_REVIEW"),
        ("early", pytest.approx(21.3), True, "HANDED_OVER"),
        ("early", 38.0, True, "NO_REVIEW"),
    ]


# --- rounding at the edges -------------------------------------------------------------------------


@pytest.mark.parametrize("policy", ["pause", "finish", "restart", "hand over"])
@pytest.mark.parametrize("minutes", [20, 10, 12, 5, 48])
def test_a_shift_holds_as_many_visits_as_fit_to_the_minute(minutes: int, policy: str) -> None:
    """24 times 20 minutes fill a shift, though their sum is a trace above or below 8 h on the computer."""
    people = f"headcount: 1, hours: {DAY}"
    text = shop(people, "population: 200, away_for: 1 h", f", end_of_shift: {policy}")
    record = run_text(text.replace("service_time: 4.0 h", f"service_time: {minutes} min"))
    starts = np.array(column(record, "started_at"))
    ends = np.array(column(record, "ended_at"))

    for day in range(5):
        shift = (starts >= 24.0 * day) & (starts < 24.0 * (day + 1))
        assert np.count_nonzero(shift) == 480 // minutes
        assert ends[shift].max() == pytest.approx(24.0 * day + 17.0, abs=1e-9)
    assert set(column(record, "outcome")) == {"NO_REVIEW"}
    assert record.actors["overtime"][0] == pytest.approx(0.0, abs=1e-9)
