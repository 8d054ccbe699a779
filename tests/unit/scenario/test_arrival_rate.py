"""The stated rate is the mean, whatever shapes the week and the year around it."""

import datetime
import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.scenario.arrival_rate import day_at, piecewise_rate, rate_between, share_of_day, turning_points
from sim.scenario.schema import Arrivals
from tests.running import run_text

WEEK = 168.0
CALENDAR_CYCLE = 146_097 * 24.0
"""The 400 years after which the calendar repeats [h]."""


def arrivals(**keys: object) -> Arrivals:
    return Arrivals.model_validate({"rate": "300 per week", **keys})


def per_week(stated: Arrivals, begin: float, end: float, start: datetime.date | None = None) -> float:
    """Return the mean of the pieces of constant rate between two moments [tasks/week]."""
    begins, rates = piecewise_rate(stated, start, end)
    pieces = zip(begins, [*begins[1:], end], rates, strict=True)
    return sum(max(stop - max(at, begin), 0.0) * rate for at, stop, rate in pieces) / (end - begin) * WEEK


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEIGHTS = st.dictionaries(st.sampled_from(DAYS), st.integers(1, 400).map(lambda percent: f"{percent} %"))
HOURS = st.sampled_from(["always", "Mon-Fri 9:00-17:00", "Fri 22:00-6:00, Mon 8-12", "Sun 20:00-4:00"])


@given(WEIGHTS, HOURS, st.sampled_from([None, datetime.date(2026, 1, 7)]))
def test_weekdays_and_hours_keep_the_mean_over_a_week(
    weekdays: dict[str, str], hours: str, start: datetime.date | None
) -> None:
    stated = arrivals(weekdays=weekdays, hours=hours)

    assert per_week(stated, 0.0, 2 * WEEK, start) == pytest.approx(300)
    assert sum(share_of_day(stated, day) for day in range(7)) == pytest.approx(1)


def test_a_weekday_is_weighted_beside_the_others() -> None:
    stated = arrivals(weekdays={"Mon": "200 %"}, hours="Mon-Fri 9:00-17:00")

    assert per_week(stated, 0.0, 24.0) / 7 == pytest.approx(300 * 2 / 6)
    assert per_week(stated, 24.0, 48.0) / 7 == pytest.approx(300 / 6)
    assert per_week(stated, 5 * 24.0, 6 * 24.0) == 0
    assert share_of_day(stated, 0) == pytest.approx(1 / 3)


def test_months_keep_the_mean_over_the_years() -> None:
    stated = arrivals(months={"Nov": "125 %", "Dec": "130 %"})
    start = datetime.date(2026, 1, 1)

    assert per_week(stated, 0.0, CALENDAR_CYCLE, start) == pytest.approx(300, rel=1e-9)
    december, january = 334 * 24.0, 365 * 24.0
    assert per_week(stated, december, january, start) == pytest.approx(
        1.3 * per_week(stated, 0.0, 31 * 24.0, start)
    )


def test_growth_and_changes_lead_away_from_the_stated_rate() -> None:
    changed = arrivals(changes=[{"from": "week 3", "by": "+50 %"}])
    grown = arrivals(growth="10 % per year")

    assert (per_week(changed, 0.0, 2 * WEEK), per_week(changed, 2 * WEEK, 4 * WEEK)) == pytest.approx(
        (300, 450)
    )
    assert per_week(grown, 365.25 * 24.0, 365.25 * 24.0 + WEEK) == pytest.approx(330, rel=0.002)


@pytest.mark.parametrize(
    "keys",
    [
        {"weekdays": {"Mon": "200 %"}, "hours": "Mon-Fri 9:00-17:00"},
        {"months": {"Feb": "40 %", "Dec": "300 %"}},
        {"growth": "5 % per month", "months": {"Dec": "130 %"}},
        {"changes": [{"from": "week 5", "by": "-30 %"}, {"from": "week 9", "by": "+10 %"}]},
    ],
)
def test_the_mean_on_paper_is_that_of_the_pieces_that_are_run(keys: dict[str, object]) -> None:
    stated, start, length = arrivals(**keys), datetime.date(2026, 1, 5), 52 * WEEK
    points = [0.0, *sorted(turning_points(stated, start, length)), length]
    parts = [
        rate_between(stated, start, begin, end) * (end - begin) for begin, end in itertools.pairwise(points)
    ]

    assert sum(parts) / length * WEEK == pytest.approx(per_week(stated, 0.0, length, start), rel=1e-4)


OFFICE = """\
scenario: Office
run_length: 52 weeks
task_types: {a: {arrivals: {rate: 100 per week, weekdays: {Mon: 200 %}, hours: Mon-Fri 9-17}, route: [s]}}
steps: {s: {service_time: 1 min, done_by: [p]}}
people: {p: {headcount: 1}}
"""


def test_as_many_tasks_enter_a_run_as_the_rate_says() -> None:
    """5,200 are expected with a standard deviation of 72; a mean of 114 a week would be ten of them away."""
    entered = len(run_text(OFFICE).tasks["task"])

    assert abs(entered - 5200) < 5 * math.sqrt(5200)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"hours": "Mon 9-17", "weekdays": {"Mon": "0 %"}}, "no weekday is left on which tasks arrive"),
        ({"weekdays": dict.fromkeys(DAYS, "0 %")}, "no weekday is left on which tasks arrive"),
        (
            {
                "months": dict.fromkeys(
                    ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
                    "0 %",
                )
            },
            "no month is left in which tasks arrive",
        ),
    ],
)
def test_weights_that_leave_no_time_are_refused(keys: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        arrivals(**keys)


def test_days_beyond_the_last_date_have_the_weekday_and_month_of_their_place_in_the_calendar() -> None:
    start = datetime.date(2026, 1, 5)
    years = 4000

    beyond = day_at(years * 365.2425 * 24.0 * 10, start)

    assert (beyond.month, beyond.day) == (start.month, start.day)
    assert beyond.weekday() == start.weekday()
