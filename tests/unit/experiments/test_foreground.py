"""Smallest differences that matter, as people write them, in the unit of the measure."""

import pytest

from sim.scenario.measured import in_unit


@pytest.mark.parametrize(
    ("said", "unit", "number"),
    [
        (1.0, "tasks/week", 1.0),
        ("1", "tasks/week", 1.0),
        ("1 per week", "tasks/week", 1.0),
        ("2 tasks/week", "tasks/week", 2.0),
        ("7 good tasks per week", "tasks/week", 7.0),
        ("1 per hour", "tasks/week", 168.0),
        ("3 tasks", "tasks", 3.0),
        ("30 min", "h", 0.5),
        ("2 calendar days", "h", 48.0),
        ("5 h per week", "h/week", 5.0),
        ("60 min per week", "h/week", 1.0),
        ("2 %", "1", 0.02),
        ("0.01", "1", 0.01),
        ("1,000 USD per week", "currency/week", 1000.0),
        ("10 USD", "currency/task", 10.0),
        ("10 USD per task", "currency/task", 10.0),
    ],
)
def test_quantity_is_put_into_the_unit_of_the_measure(said: float | str, unit: str, number: float) -> None:
    assert in_unit(said, unit, "USD") == pytest.approx(number)


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ("soon", "h"),
        ("1 per week", "h"),
        ("2 days", "h"),  # working or calendar days?
        ("2 h", "tasks/week"),
        ("1 task", "tasks/week"),  # per what time?
        ("10 EUR", "currency/task"),
        ("10 USD per week", "currency/task"),
        ("5 h", "h/week"),
        ("5 USD", "1"),
        (float("nan"), "1"),
        (float("inf"), "h"),
    ],
)
def test_quantity_of_another_kind_is_not_understood(said: float | str, unit: str) -> None:
    assert in_unit(said, unit, "USD") is None
