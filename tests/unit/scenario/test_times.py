"""How times are read."""

import datetime
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from sim.scenario.notation.annotation import Setting, message_of
from sim.scenario.notation.csv_column import read_arrival_times
from sim.scenario.notation.time import (
    read_day,
    read_duration,
    read_elapsed,
    read_growth,
    read_moment,
    read_rate,
    read_span,
    read_work,
)
from sim.scenario.quantities import Span, When

FILE = Setting(currency="USD", bare_numbers=False)
MONTH = 365.25 * 24 / 12


def refused(read, value) -> str:
    with pytest.raises(PydanticCustomError) as caught:
        read(value, FILE)
    return message_of(caught.value)


def said_of(read, text: str) -> str:
    """Return the refusal of a text, or `read; accepted` where there is none."""
    try:
        read(text, FILE)
    except PydanticCustomError as error:
        return message_of(error)
    return "read; accepted"


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("52 weeks", 52 * 168),
        ("1 week", 168),
        ("30 min", 0.5),
        ("45min", 0.75),
        ("90 s", 0.025),
        ("3 calendar days", 72),
        ("1 h 30 min", 1.5),
        ("2 h, 15 min", 2.25),
        ("1 h and 30 min", 1.5),
        ("1 month", MONTH),
        ("2 quarters", 6 * MONTH),
        ("1 year", 365.25 * 24),
        ("1,000 h", 1000),
        ("0.5 h", 0.5),
        ("  2   hrs ", 2),
    ],
)
def test_a_duration_is_hours_of_the_calendar(text: str, hours: float) -> None:
    assert read_duration(text, FILE) == pytest.approx(hours)


@pytest.mark.parametrize(
    ("text", "hours"), [("45 min", 0.75), ("5 h", 5), ("2 working days", 16), ("1 workday 30 min", 8.5)]
)
def test_effort_counts_eight_hours_a_working_day(text: str, hours: float) -> None:
    assert read_work(text, FILE) == pytest.approx(hours)


@pytest.mark.parametrize(
    ("text", "hours"), [("5 working days", 168), ("1 working day", 33.6), ("2 h", 2), ("3 calendar days", 72)]
)
def test_elapsed_working_days_pass_with_their_weekends(text: str, hours: float) -> None:
    assert read_elapsed(text, FILE) == pytest.approx(hours)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("5 working days", Span(working_days=5)),
        ("2 weeks", Span(hours=336)),
        ("1 working day 4 h", Span(hours=4, working_days=1)),
        ("48 h", Span(hours=48)),
    ],
)
def test_a_span_keeps_working_days_apart(text: str, span: Span) -> None:
    assert read_span(text, FILE) == span


@pytest.mark.parametrize(
    ("text", "per_hour"),
    [
        ("60 per week", 60 / 168),
        ("12/h", 12),
        ("12 / h", 12),
        ("100 per hour", 100),
        ("5 per working day", 25 / 168),
        ("7 per calendar day", 7 / 24),
        ("30 a month", 30 / MONTH),
        ("1,200 per year", 1200 / (365.25 * 24)),
        ("0 per week", 0),
    ],
)
def test_a_rate_is_per_hour(text: str, per_hour: float) -> None:
    assert read_rate(text, FILE) == pytest.approx(per_hour)


@pytest.mark.parametrize(("text", "per_month"), [("2 % per month", 1.02), ("-5% per month", 0.95)])
def test_growth_compounds(text: str, per_month: float) -> None:
    assert math.exp(read_growth(text, FILE) * MONTH) == pytest.approx(per_month)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("week 1", When(hours=0)),
        ("week 13", When(hours=12 * 168)),
        ("Month 3", When(hours=2 * MONTH)),
        ("day 10", When(hours=9 * 24)),
        ("2026-03-02", When(date=datetime.date(2026, 3, 2))),
    ],
)
def test_a_moment_is_the_beginning_of_what_is_counted_from_one(text: str, when: When) -> None:
    assert read_moment(text, FILE) == when


@pytest.mark.parametrize(
    ("read", "value", "advice"),
    [
        (read_duration, "1 day", "'1 calendar day'"),
        (read_duration, "3 d", "'3 calendar days'"),
        (read_duration, "10 working days", "'14 calendar days'"),
        (read_duration, 52, "'52 weeks'"),
        (read_duration, "52", "'52 h'"),
        (read_duration, "5 km", "'52 weeks'"),
        (read_duration, "2,5 h", "'2.5 h'"),
        (read_duration, "1.500 h", "'1500 h' or '1.5 h'"),
        (read_work, "1'000 min", "'1000 min'"),
        (read_work, "2½ h", "'2.5 h'"),
        (read_span, "1 000 h", "'1000 h'"),
        (read_elapsed, "0,900 h", "'0.900 h'"),
        (read_rate, "2,5 per week", "'2.5 per week'"),
        (read_rate, "1 000", "'1,000 per week'"),
        (read_rate, "+20 %", "changes: [{from: week 1, by: +20 %}]"),
        (read_growth, "2,5 % per month", "'2.5 % per month'"),
        (read_moment, "week 1 000", "'week 1000'"),
        (read_duration, "1.2.3 h", "number and a unit"),
        (read_duration, "5 h later", "number and a unit"),
        (read_duration, "", "number and a unit"),
        (read_duration, "9" * 60 + " h", "number and a unit"),
        (read_duration, ["5 h"], "a list cannot stand here"),
        (read_duration, {"a": 1}, "a mapping cannot stand here"),
        (read_work, "1 day", "'1 working day' (8 h each) or '8 hours'"),
        (read_work, "1 month", "working days"),
        (read_elapsed, "3 days", "'3 working days' or '3 calendar days'"),
        (read_span, "1 day", "'1 working day' or '1 calendar day'"),
        (read_rate, "5 per day", "'5 per working day' (25 a week)"),
        (read_rate, 60, "'60 per week'"),
        (read_rate, "60", "'60 per week'"),
        (read_rate, "60 articles/week", "'60 per week'"),
        (read_rate, "-3 per week", "zero or more"),
        (read_rate, "3 per fortnight", "60 per week"),
        (read_growth, "2 per month", "2 % per month"),
        (read_growth, "2 % per hour", "2 % per month"),
        (read_growth, "-100 % per year", "-5 % per month"),
        (read_growth, "1,000,000 % per week", "2 % per month"),
        (read_moment, "13", "week 13"),
        (read_moment, "week 13.5", "week 13"),
        (read_moment, "2026-3-2", "2026-03-02"),
        (read_day, "02.03.2026", "2026-01-05"),
        (read_day, 2026, "2026-01-05"),
    ],
)
def test_what_is_ambiguous_or_no_time_is_refused_with_advice(read, value, advice: str) -> None:
    assert advice in refused(read, value)


def test_numbers_from_python_are_in_hours_and_values_pass() -> None:
    python = Setting()

    assert read_duration(3.5, python) == 3.5
    assert read_rate(0.25, python) == 0.25
    assert read_moment(24, python) == When(hours=24)
    assert read_span(Span(hours=1), python) == Span(hours=1)
    assert read_day(datetime.date(2026, 1, 5), python) == datetime.date(2026, 1, 5)


@given(
    st.floats(0, 1e6).map(lambda x: round(x, 3)),
    st.sampled_from([("h", 1.0), ("min", 1 / 60), ("weeks", 168.0), ("calendar days", 24.0)]),
    st.booleans(),
)
def test_a_written_time_is_read_back(amount: float, unit: tuple[str, float], grouped: bool) -> None:
    text = f"{amount:,.4f} {unit[0]}" if grouped else f"{amount:.4f} {unit[0]}"

    assert read_duration(text, FILE) == pytest.approx(amount * unit[1], abs=1e-9)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_with_a_rule_and_advice(text: str) -> None:
    for read in (read_duration, read_work, read_elapsed, read_span, read_rate, read_growth, read_moment):
        assert "; " in said_of(read, text)


def test_a_trace_with_a_zone_is_refused_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("at\n2026-01-05 09:00\n2026-01-05T10:00Z\n", encoding="utf-8")

    with pytest.raises(PydanticCustomError, match=r"log.csv:3: at = '2026-01-05T10:00Z': a time has no zone"):
        read_arrival_times(tmp_path, "log.csv", "at", datetime.date(2026, 1, 5))
