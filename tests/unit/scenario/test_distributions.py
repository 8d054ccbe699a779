"""How distributions are read."""

from pathlib import Path

import pytest
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from sim.scenario.notation.annotation import Setting, message_of
from sim.scenario.notation.kinds import NumberDistribution, TimeDistribution, WorkDistribution
from sim.scenario.quantities import Distribution, DistributionKind

FILE = Setting(currency="USD", bare_numbers=False)
K = DistributionKind


def complaint(read, value, setting: Setting = FILE) -> list[tuple[tuple, str]]:
    """Return the places and texts of what is wrong with a value."""
    try:
        read(value, setting)
    except PydanticCustomError as error:
        return [((), message_of(error))]
    except ValidationError as error:
        return [(each["loc"], each["msg"]) for each in error.errors()]
    return []


@pytest.mark.parametrize(
    ("value", "distribution", "expected"),
    [
        ("5 h", Distribution(K.CONSTANT, mean=5), 5),
        ({"constant": "5 h"}, Distribution(K.CONSTANT, mean=5), 5),
        ({"exponential": "5 h"}, Distribution(K.EXPONENTIAL, mean=5), 5),
        ({"exponential": {"mean": "30 min"}}, Distribution(K.EXPONENTIAL, mean=0.5), 0.5),
        ({"lognormal": {"mean": "5 h", "cv": 0.5}}, Distribution(K.LOGNORMAL, mean=5, cv=0.5), 5),
        ({"gamma": {"mean": "1 working day", "cv": 2}}, Distribution(K.GAMMA, mean=8, cv=2), 8),
        (
            {"triangular": {"low": "2 h", "mode": "3 h", "high": "7 h"}},
            Distribution(K.TRIANGULAR, low=2, mode=3, high=7),
            4,
        ),
        ({"uniform": {"low": "2 h", "high": "4 h"}}, Distribution(K.UNIFORM, low=2, high=4), 3),
    ],
)
def test_effort_is_read_by_the_parameters_people_know(value, distribution, expected: float) -> None:
    assert WorkDistribution.read(value, FILE) == distribution
    assert distribution.expected == pytest.approx(expected)


def test_elapsed_working_days_are_calendar_time_and_numbers_have_no_unit() -> None:
    assert TimeDistribution.read({"exponential": "5 working days"}, FILE).mean == pytest.approx(168)
    assert NumberDistribution.read(3, FILE) == Distribution(K.CONSTANT, mean=3)
    assert NumberDistribution.read({"uniform": {"low": 1, "high": 5}}, FILE).expected == 3


@pytest.mark.parametrize(
    ("value", "place", "advice"),
    [
        ({"lognormal": {"mean": "5 km", "cv": 0.5}}, ("lognormal", "mean"), "'km'"),
        ({"lognormal": {"mean": "5 h", "cvv": 0.5}}, ("lognormal", "cvv"), "did you mean 'cv'?"),
        ({"lognormal": {"mean": "5 h", "sd": "1 h"}}, ("lognormal", "sd"), "sd divided by mean"),
        ({"lognormal": {"mean": "5 h"}}, ("lognormal",), "it lacks cv"),
        ({"lognormal": "5 h"}, ("lognormal",), "it needs mean, cv"),
        ({"lognormal": {"mean": "5 h", "cv": -1}}, ("lognormal",), "cannot be negative"),
        ({"lognormal": {"mean": "5 h", "cv": 50}}, ("lognormal",), "not a percentage"),
        ({"gamma": {"mean": "0 h", "cv": 1}}, ("gamma",), "more than zero"),
        ({"exponential": "0 h"}, ("exponential",), "more than zero"),
        ({"exponential": "1 day"}, ("exponential",), "8 h each"),
        ({"triangular": {"low": "5 h", "mode": "3 h", "high": "7 h"}}, ("triangular",), "rising order"),
        ({"uniform": {"low": "5 h", "high": "3 h"}}, ("uniform",), "swap them"),
        ({"weibul": "5 h"}, ("weibul",), "choose one of"),
        ({"exponentail": "5 h"}, ("exponentail",), "'exponential'"),
        ({"normal": {"mean": "5 h", "sd": "1 h"}}, (), "negative values"),
        ({"mean": "5 h", "cv": 0.5}, (), "name the shape"),
        ({"gamma": {}, "uniform": {}}, (), "one shape"),
        ({}, (), "name the shape"),
        ("5 h ± 2 h", (), "{lognormal: {mean: 5 h, cv: 0.4}}"),
        ("3-5 h", (), "{uniform: {low: 3 h, high: 5 h}}"),
        (["5 h"], (), "a list cannot stand here"),
    ],
)
def test_what_is_no_distribution_is_refused_at_its_place(value, place: tuple, advice: str) -> None:
    (where, text) = complaint(WorkDistribution.read, value)[0]

    assert where == place
    assert advice in text
    assert "; " in text


def test_every_mistake_inside_a_distribution_is_told_at_once() -> None:
    found = complaint(WorkDistribution.read, {"gamma": {"mean": "5 km", "cv": "x", "sd": 3}})

    assert {place for place, _ in found} == {("gamma", "mean"), ("gamma", "cv"), ("gamma", "sd")}


def test_counts_take_no_unit_and_are_not_negative() -> None:
    assert "write 3" in complaint(NumberDistribution.read, "3 tasks")[0][1]
    assert "negative" in complaint(NumberDistribution.read, -1)[0][1]


@pytest.fixture
def folder(tmp_path: Path) -> Setting:
    (tmp_path / "times.csv").write_text("task,minutes\na,30\nb,60\n\nc,90\n", encoding="utf-8")
    (tmp_path / "bad.csv").write_text("minutes\n30\nsoon\n", encoding="utf-8")
    (tmp_path / "negative.csv").write_text("minutes\n-3\n", encoding="utf-8")
    (tmp_path / "empty.csv").write_text("minutes\n", encoding="utf-8")
    (tmp_path / "latin.csv").write_bytes("Stück\n3\n".encode("latin-1"))
    (tmp_path / "quotes.csv").write_text('minutes\n"3\n', encoding="utf-8")
    return Setting(folder=tmp_path, bare_numbers=False)


def test_an_empirical_distribution_is_a_column_in_its_unit(folder: Setting) -> None:
    value = {"empirical": {"file": "times.csv", "column": "minutes", "unit": "min"}}

    found = WorkDistribution.read(value, folder)

    assert found.values == pytest.approx((0.5, 1.0, 1.5))
    assert found.expected == pytest.approx(1.0)
    assert found.source == "times.csv, column minutes"


@pytest.mark.parametrize(
    ("keys", "advice"),
    [
        ({"file": "time.csv"}, "did you mean 'times.csv'?"),
        ({"column": "minute"}, "did you mean 'minutes'?"),
        ({"column": "x"}, "it has task, minutes"),
        ({"file": "bad.csv"}, "bad.csv:3: minutes = 'soon' is not a number"),
        ({"file": "negative.csv"}, "negative.csv:2: minutes = '-3' must be zero or more"),
        ({"file": "empty.csv"}, "no rows"),
        ({"file": "latin.csv"}, "UTF-8"),
        ({"file": "quotes.csv"}, "not readable as CSV"),
        ({"file": "."}, "cannot be read"),
        ({"unit": "km"}, "'km'"),
        ({"unit": "weeks"}, "working days"),
    ],
)
def test_what_is_wrong_with_a_data_file_is_told_with_its_line(
    folder: Setting, keys: dict, advice: str
) -> None:
    value = {"empirical": {"file": "times.csv", "column": "minutes", "unit": "min", **keys}}

    assert advice in complaint(WorkDistribution.read, value, folder)[0][1]


def test_an_empirical_time_needs_its_unit_and_a_count_must_not_have_one(folder: Setting) -> None:
    keys = {"file": "times.csv", "column": "minutes"}

    assert "unit: min" in complaint(WorkDistribution.read, {"empirical": keys}, folder)[0][1]
    assert (
        "leave 'unit' out"
        in complaint(NumberDistribution.read, {"empirical": {**keys, "unit": "min"}}, folder)[0][1]
    )
