"""What is read from a scenario and said again reads as the same value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.notation.annotation import Setting
from sim.scenario.notation.hours import read_hours
from sim.scenario.notation.money import read_hourly, read_money, read_price, read_rate_range
from sim.scenario.notation.number import read_change, read_level, read_share
from sim.scenario.notation.time import (
    read_duration,
    read_growth,
    read_moment,
    read_rate,
    read_span,
    read_work,
)
from sim.scenario.telling import wording as say

SETTING = Setting(currency="USD", bare_numbers=False)
TEXTS = {
    read_duration: (say.duration, ["52 weeks", "30 min", "3 calendar days", "1 month", "2 years", "36 h"]),
    read_work: (say.effort, ["45 min", "5 h", "3 working days", "90 min", "7.5 h"]),
    read_span: (say.span, ["5 working days", "2 weeks", "1 week and 1 working day", "48 h"]),
    read_rate: (say.rate, ["60 per week", "12/h", "5 per working day", "100 per hour", "1.5 per week"]),
    read_growth: (say.growth, ["2 % per month", "-10 % per year", "1 % per week"]),
    read_moment: (say.when, ["week 13", "month 3", "day 10", "2026-03-02"]),
    read_share: (say.share, ["60 %", 0.125, "33.3 %"]),
    read_change: (say.change, ["-19 %", "+12 %"]),
    read_level: (say.level, ["0.65 ± 0.12", 0.5]),
    read_hours: (
        say.weekly_hours,
        ["Mon-Fri 9:00-17:00", "Mon-Thu 9:00-17:00, Fri 9:00-13:00", "Mon-Fri 9:00-12:00 and 13:00-17:30",
         "Mon-Sun 22:00-6:00", "Tue 8:15-9:45"],
    ),
}  # fmt: skip
MONEY = {
    read_money: (say.money, ["450 USD", "120,000 USD", "0.02 USD", "1,234.50 USD"]),
    read_hourly: (say.wage, ["36 USD/h", "36.5 USD per hour"]),
    read_rate_range: (say.rate_range, ["15-40 USD/h", "34 USD/h"]),
    read_price: (
        say.price,
        ["30 USD per person per month", "0.02 USD per use", "500 USD per month", "3 USD/h"],
    ),
}


@pytest.mark.parametrize("read", TEXTS, ids=lambda read: read.__name__)
def test_a_quantity_that_is_said_again_is_the_same(read) -> None:
    speak, texts = TEXTS[read]
    for text in texts:
        value = read(text, SETTING)
        again = read(speak(value), SETTING)
        assert again == (pytest.approx(value, rel=1e-12) if isinstance(value, float) else value)


@pytest.mark.parametrize("read", MONEY, ids=lambda read: read.__name__)
def test_money_that_is_said_again_is_the_same(read) -> None:
    speak, texts = MONEY[read]
    for text in texts:
        value = read(text, SETTING)
        assert read(speak(value, "USD"), SETTING) == value


@given(st.floats(min_value=1e-3, max_value=1e6))
def test_a_duration_is_said_to_four_digits(hours: float) -> None:
    assert read_duration(say.duration(hours), SETTING) == pytest.approx(hours, rel=1e-3)


@given(st.floats(min_value=1e-6, max_value=1e4))
def test_a_rate_is_said_to_three_digits(per_hour: float) -> None:
    assert read_rate(say.rate(per_hour), SETTING) == pytest.approx(per_hour, rel=1e-2)
