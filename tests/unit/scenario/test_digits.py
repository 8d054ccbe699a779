"""Numbers in the digits of another country are never guessed at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.notation.digits import misread


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2'500 EUR", ("2500 EUR",)),
        ("2’500 EUR", ("2500 EUR",)),
        ("2_500 EUR", ("2500 EUR",)),
        ("2 500 EUR", ("2500 EUR",)),
        ("2\u00a0500 EUR", ("2500 EUR",)),
        ("2\u202f500,5 EUR", ("2500.5 EUR",)),
        ("1 500-2 000 EUR/h", ("1500-2000 EUR/h",)),
        ("1.500,50", ("1500.50",)),
        ("2.500.000 EUR", ("2500000 EUR",)),
        ("12,34,567 INR", ("1234567 INR",)),
        ("0,9", ("0.9",)),
        ("0,900", ("0.900",)),
        ("2,5 h", ("2.5 h",)),
        (",5 h", ("0.5 h",)),
        (".5 h", ("0.5 h",)),
        ("1 h 2,5 min", ("1 h 2.5 min",)),
        ("0,65 ± 0,12", ("0.65 ± 0.12",)),
        ("-19,5 %", ("-19.5 %",)),
        ("½ h", ("0.5 h",)),
        ("2 ½ h", ("2.5 h",)),
        ("6.000", ("6000", "6")),
        ("12.500 h", ("12500 h", "12.5 h")),
    ],
)
def test_a_number_in_other_digits_is_told_as_it_is_written_here(text: str, meant: tuple[str, ...]) -> None:
    found = misread(text)

    assert found is not None
    assert found.meant == meant


@pytest.mark.parametrize(
    "text",
    [
        "2500 EUR", "2,500 EUR", "2,500.50 EUR", "1,234,567", "0.5", "1.125", "12.50", "0.500", "4.167 h",
        "1 h 30 min", "2 h, 15 min", "week 13", "2026-01-05", "05.01.2026", "1.2.3 h", "9:00-17:00", "1 9 %",
    ],
)  # fmt: skip
def test_a_number_in_our_digits_or_in_none_is_left_alone(text: str) -> None:
    assert misread(text) is None


@given(st.integers(1000, 10**12), st.sampled_from([" ", "'", "’", "_", "\u202f"]))
def test_no_sign_between_thousands_changes_a_number(amount: int, sign: str) -> None:
    found = misread(f"{amount:,} EUR".replace(",", sign))

    assert found is not None
    assert found.meant == (f"{amount} EUR",)


@given(st.integers(0, 10**6), st.integers(0, 99))
def test_a_decimal_comma_is_a_point(whole: int, hundredths: int) -> None:
    found = misread(f"{whole},{hundredths:02} h")

    assert found is not None
    assert found.meant == (f"{whole}.{hundredths:02} h",)


@given(st.text(alphabet="0123456789.,' _½±h-", max_size=20))
def test_what_is_meant_is_in_our_digits(text: str) -> None:
    found = misread(text)

    if found is not None and len(found.meant) == 2:
        assert misread(found.meant[0]) is None
