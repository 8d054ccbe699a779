"""How money, counts, shares and levels are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from sim.scenario.notation.annotation import Setting, message_of
from sim.scenario.notation.money import (
    read_budget,
    read_hourly,
    read_money,
    read_money_per_person,
    read_price,
    read_prices,
    read_rate_range,
)
from sim.scenario.notation.number import (
    plain_number,
    read_change,
    read_factor,
    read_gain,
    read_level,
    read_share,
    whole_number,
)
from sim.scenario.quantities import Level, Price, PricePer, RateRange

FILE = Setting(currency="USD", bare_numbers=False)
EUROS = Setting(currency="EUR", bare_numbers=False)


def refused(read, value, setting: Setting = FILE) -> str:
    with pytest.raises(PydanticCustomError) as caught:
        read(value, setting)
    return message_of(caught.value)


def said_of(read, text: str) -> str:
    """Return the refusal of a text, or `read; accepted` where there is none."""
    try:
        read(text, FILE)
    except PydanticCustomError as error:
        return message_of(error)
    return "read; accepted"


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (read_money, "450 USD", 450),
        (read_money, "1,200.50 USD", 1200.5),
        (read_money_per_person, "1,200 USD per person", 1200),
        (read_money_per_person, "1200 USD a person", 1200),
        (read_hourly, "36 USD/h", 36),
        (read_hourly, "0.125 USD/h", 0.125),
        (read_hourly, "36 USD per hour", 36),
        (read_hourly, "36 USD an hour", 36),
        (read_rate_range, "15-40 USD/h", RateRange(15, 40)),
        (read_rate_range, "15 – 40 USD per hour", RateRange(15, 40)),
        (read_rate_range, "15 to 40 USD/h", RateRange(15, 40)),
        (read_rate_range, "34 USD/h", RateRange(34, 34)),
        (read_price, "30 USD per person per month", Price(30, PricePer.PERSON_MONTH)),
        (read_price, "30 USD/person/month", Price(30, PricePer.PERSON_MONTH)),
        (read_price, "0.02 USD per use", Price(0.02, PricePer.USE)),
        (read_price, "3 USD/h", Price(3, PricePer.HOUR)),
        (read_price, "500 USD a month", Price(500, PricePer.MONTH)),
        (
            read_prices,
            ["500 USD per month", "3 USD/h"],
            [Price(500, PricePer.MONTH), Price(3, PricePer.HOUR)],
        ),
        (read_factor, "130 %", 1.3),
        (read_share, "60 %", 0.6),
        (read_share, "60%", 0.6),
        (read_share, 0.6, 0.6),
        (read_share, 1, 1.0),
        (read_change, "-19 %", -0.19),
        (read_change, "−19 %", -0.19),
        (read_change, "+12 %", 0.12),
        (read_change, "0 %", 0.0),
        (read_budget, "30,000 USD", 30_000),
        (read_gain, "+0.25", 0.25),
        (read_gain, "+ 0.25", 0.25),
        (read_gain, -0.1, -0.1),
        (read_gain, 0, 0.0),
        (read_level, "0.65 ± 0.12", Level(0.65, 0.12)),
        (read_level, "0.65 +/- 0.12", Level(0.65, 0.12)),
        (read_level, "0.65", Level(0.65)),
        (read_level, 0.65, Level(0.65)),
        (read_level, {"mean": 0.5, "sd": 0.15}, Level(0.5, 0.15)),
        (whole_number(1).read, 3, 3),
        (plain_number(0.0).read, 0.25, 0.25),
    ],
)
def test_values_are_read(read, text, value) -> None:
    assert read(text, FILE) == pytest.approx(value) if isinstance(value, float) else read(text, FILE) == value


@pytest.mark.parametrize(
    ("read", "value", "advice"),
    [
        (read_money, 450, "write '450 USD'"),
        (read_money, "450", "write '450 USD'"),
        (read_money, "450 EUR", "the currency of this scenario is USD"),
        (read_money, "450 usd", "the currency of this scenario is USD"),
        (read_money, "€450", "write '450 EUR'"),
        (read_money, "120k USD", "write '120,000 USD'"),
        (read_money, "1.2M USD", "write '1,200,000 USD'"),
        (read_money, "-5 USD", "zero or more"),
        (
            read_money,
            "450 USD per person",
            "for all together, not 'per person'; write the sum for all, e.g. '450 USD'",
        ),
        (read_money, "120.000 USD", "write '120000 USD' or '120 USD'"),
        (read_money, "1.125 USD", "write '1125 USD' or '1.1250 USD'"),
        (read_money, "60 €", "a currency is written in three letters; write '60 EUR'"),
        (read_money, "60 euros", "write '60 EUR'"),
        (read_money, "+20 %", "that is a change"),
        (read_money, "20 %", "a percentage is no amount of money"),
        (read_money_per_person, "1,200 USD", "for each person or for all; write '1,200 USD per person'"),
        (read_hourly, "60 €/h", "write '60 EUR/h'"),
        (read_hourly, "60€ per hour", "write '60 EUR per hour'"),
        (read_hourly, "€60/h", "write '60 EUR/h'"),
        (read_rate_range, "15-40 €/h", "write '15-40 EUR/h'"),
        (read_rate_range, "€15-40/h", "write '15-40 EUR/h'"),
        (read_rate_range, "15-40", "write '15-40 USD/h'"),
        (read_money, "much", "write it like '450 USD'"),
        (read_money_per_person, "5 USD per month", "write '5 USD per person'"),
        (read_hourly, "36 USD", "write '36 USD/h'"),
        (read_hourly, "6,000 USD per month", "paid by the hour"),
        (read_rate_range, "40-15 USD/h", "write '15-40 USD/h'"),
        (read_price, "30 USD", "per use"),
        (read_price, "720 USD per person per year", "write '60 USD per person per month'"),
        (read_price, "720 USD a year per person", "write '60 USD per person per month'"),
        (read_price, "100 USD a year", "write '8.33 USD per month'"),
        (read_price, "90 USD/quarter", "write '30 USD per month'"),
        (read_price, "90 USD per mile per year", "write '90 USD per use'"),
        (read_budget, "30,000 USD per person per year", "write '30,000 USD' for the whole run, or"),
        (read_budget, "30,000 USD per working day", "'30,000 USD per year', 'per month' or 'per week'"),
        (read_budget, "30,000 USD year", "'year' does not belong here"),
        (read_budget, 30000, "write '30,000 USD'"),
        (read_budget, "30,000 USD per year", "write the amount for the whole run"),
        (read_factor, 1.3, "write '130 %'"),
        (read_factor, "-3 %", "the new value itself belongs here; write e.g. '130 %'"),
        (read_share, 60, "write '60 %' or 0.6"),
        (read_share, "160 %", "between 0 % and 100 %"),
        (read_share, -0.1, "between 0 % and 100 %"),
        (read_share, "0,5 %", "write '0.5 %'"),
        (read_share, "half", "'60 %'"),
        (read_change, -0.19, "write '-19 %'"),
        (read_change, 0.19, "write '+19 %'"),
        (read_change, "19 %", "write '+19 %' for that much more, or '-19 %' for that much less"),
        (read_change, "0.5 %", "write '+0.5 %'"),
        (read_change, -19, "write '-19 %'"),
        (read_change, "-101 %", "100 %"),
        (read_level, 65, "write 0.65"),
        (read_level, "65 %", "write 0.65"),
        (read_level, "65 % ± 12 %", "write '0.65 ± 0.12'"),
        (read_level, "0.65 ± 12 %", "write '0.65 ± 0.12'"),
        (read_level, "+0.1", "that is a change"),
        (read_share, "+10 %", "that is a change"),
        (read_gain, 0.25, "write '+0.25' to add that much"),
        (read_gain, "+25 %", "write '+0.25'"),
        (read_gain, "25 %", "write '+0.25'"),
        (read_gain, 25, "write '+0.25'"),
        (read_gain, "+2", "write it like '+0.1'"),
        (read_gain, "+0,25", "write +0.25"),
        (read_gain, "more", "digits"),
        (read_level, "0.65 ± 0.9", "standard deviation"),
        (read_level, {"mean": 0.5, "cv": 1}, "{mean: 0.65, sd: 0.12}"),
        (read_level, {"sd": 0.1}, "the mean is missing"),
        (read_level, "good", "0.65"),
        (
            whole_number(0, "people").read,
            2.5,
            "part-time staff write 3, one by name with hours of their own: 'workers: {Part timer: {hours",
        ),
        (whole_number(0, "people").read, "6,000", "write 6000"),
        (whole_number(0, "people").read, "6.000", "write 6000 or 6"),
        (whole_number(0, "people").read, "+1", "without a sign"),
        (whole_number(1).read, 2.5, "write 2 or 3"),
        (whole_number(1).read, 0, "1 or more"),
        (whole_number(1).read, "1e3", "write 1000"),
        (whole_number(1).read, "nan", "digits"),
        (whole_number(1).read, float("inf"), "finite"),
        (plain_number(0.0, 1.0).read, 65, "write 0.65"),
        (plain_number(above=0.0).read, 0, "more than 0"),
    ],
)
def test_what_is_no_such_value_is_refused_with_advice(read, value, advice: str) -> None:
    assert advice in refused(read, value)


@pytest.mark.parametrize(("text", "gain"), [("+0.25", 0.25), ("-0.1", -0.1), ("+ 0.2", 0.2), (-0.1, -0.1)])
def test_a_gain_is_a_number_with_its_sign_in_quotes_or_without(text: object, gain: float) -> None:
    assert read_gain(text, FILE) == gain


@pytest.mark.parametrize("text", ["--1", "+", "0.1", "+1e-2", "+0,5"])
def test_what_only_looks_like_a_gain_is_refused(text: str) -> None:
    with pytest.raises(PydanticCustomError):
        read_gain(text, FILE)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("30,000 USD per year", 30_000 * 26 * 168 / (365.25 * 24)),
        ("2,500 USD a month", 12 * 2_500 * 26 * 168 / (365.25 * 24)),
        ("100 USD/week", 2_600),
        ("30,000 USD", 30_000),
    ],
)
def test_a_budget_per_time_is_multiplied_by_the_length_of_the_run(text: str, amount: float) -> None:
    half_a_year = Setting(currency="USD", bare_numbers=False, run_length=26 * 168.0)

    assert read_budget(text, half_a_year) == pytest.approx(amount)


def test_a_gain_from_python_needs_no_sign_and_a_factor_from_python_is_not_negative() -> None:
    assert read_gain(0.25, Setting()) == 0.25
    assert read_change(0.25, Setting()) == 0.25
    assert "cannot be negative" in refused(read_factor, -0.1, Setting())


def test_advice_speaks_of_the_currency_of_the_scenario() -> None:
    assert "write '36 EUR/h'" in refused(read_hourly, 36, EUROS)
    assert "write '450 EUR'" in refused(read_money, "450", EUROS)


def test_every_wrong_price_of_a_list_is_told_at_its_place() -> None:
    with pytest.raises(ValidationError) as caught:
        read_prices(["500 USD per month", "3 USD", "x"], FILE)

    assert [error["loc"] for error in caught.value.errors()] == [(1,), (2,)]


@given(st.integers(0, 100_000), st.integers(0, 99), st.booleans())
def test_a_written_amount_is_read_back(units: int, cents: int, grouped: bool) -> None:
    text = f"{units:,}.{cents:02} USD" if grouped else f"{units}.{cents:02} USD"

    assert read_money(text, FILE) == pytest.approx(units + cents / 100)


@given(st.floats(0, 1), st.floats(0, 0.5))
def test_a_written_level_is_read_back(mean: float, sd: float) -> None:
    level = read_level(f"{mean:.6f} ± {sd:.6f}", FILE)

    assert (level.mean, level.sd) == (pytest.approx(mean, abs=1e-6), pytest.approx(sd, abs=1e-6))


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_with_a_rule_and_advice(text: str) -> None:
    for read in (read_money, read_hourly, read_price, read_rate_range, read_share, read_change, read_level):
        assert "; " in said_of(read, text)
