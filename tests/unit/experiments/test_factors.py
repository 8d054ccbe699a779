"""Factors: how keys with levels and ranges are written, and what values they give."""

from pathlib import Path

import pytest

from sim.errors import UsageError
from sim.experiments.sweeping.factors import Range, factors_of, factors_of_texts, in_whole_numbers
from sim.scenario.load import LoadedScenario, load_scenario

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def agency() -> LoadedScenario:
    return load_scenario(HERE / "agency.yaml")


def levels(text: str) -> tuple[object, ...] | None:
    (factor,) = factors_of_texts([text])
    return factor.values


def refusal(*texts: str) -> str:
    with pytest.raises(UsageError) as caught:
        factors_of_texts(texts)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("people.writers.headcount = 6, 8, 10", (6, 8, 10)),
        ("people.writers.headcount=6,8,10", (6, 8, 10)),
        ("steps.draft.exposure = 20 %, 40 %", ("20 %", "40 %")),
        ("a.price = 1,200 USD, 12,000 USD", ("1,200 USD", "12,000 USD")),
        (
            "a.time = {lognormal: {mean: 4 h, cv: 0.5}}, 4 h",
            ({"lognormal": {"mean": "4 h", "cv": 0.5}}, "4 h"),
        ),
        ("a.done_by = [writers, editors], [writers]", (["writers", "editors"], ["writers"])),
        ('a.name = "one, two", three', ("one, two", "three")),
        ("queue = first come, shortest expected", ("first come", "shortest expected")),
        ("a.share = 20 % to 60 % in 5 levels", ("20 %", "30 %", "40 %", "50 %", "60 %")),
        ("a.share = 20 to 60 % in 3 steps", ("20 %", "40 %", "60 %")),
        ("a.when = week 4 to week 6 in 3 levels", ("week 4", "week 5", "week 6")),
        ("a.gain = +0.1 to +0.3 in 3 levels", ("+0.1", "+0.2", "+0.3")),
        ("a.change = -10 % to 10 % in 3 levels", ("-10 %", "0 %", "10 %")),
        ("a.price = 1,000 USD to 2,000 USD in 2 levels", ("1000 USD", "2000 USD")),
        ("a.skill = 0.5 ± 0.06 to 0.7 ± 0.06 in 3 levels", ("0.5 ± 0.06", "0.6 ± 0.06", "0.7 ± 0.06")),
        ("a.x = 6, 8, 6", (6, 8)),
    ],
)
def test_levels_are_read_as_a_scenario_writes_them(text: str, values: tuple[object, ...]) -> None:
    assert levels(text) == values


def test_a_range_has_no_levels_but_a_value_at_every_share_of_the_way() -> None:
    (factor,) = factors_of_texts(["a.share = 20 % to 60 %"])

    assert factor.values is None
    assert [factor.at(share) for share in (0.0, 0.25, 0.333333333)] == ["20 %", "30 %", "33.3333 %"]
    assert factor.ends == ("20 %", "60 %")


def test_levels_are_equally_likely_along_the_way() -> None:
    (factor,) = factors_of_texts(["a = x, y, z"])

    drawn = [factor.at((place + 0.5) / 300.0) for place in range(300)]
    assert [drawn.count(level) for level in ("x", "y", "z")] == [100, 100, 100]


def test_whole_numbers_of_a_range_are_equally_likely() -> None:
    whole = Range(4.0, 6.0, whole=True)

    drawn = [whole.at((place + 0.5) / 300.0) for place in range(300)]
    assert [drawn.count(number) for number in (4, 5, 6)] == [100, 100, 100]
    assert all(type(number) is int for number in drawn)


def test_the_scenario_says_which_keys_take_whole_numbers_only(agency: LoadedScenario) -> None:
    pool = next(iter(agency.scenario.people))
    step = next(iter(agency.scenario.steps))
    factors = factors_of_texts(
        [
            f"people.{pool}.headcount = 4 to 9",
            f"steps.{step}.service_time = 4 h to 9 h",
            "run_length = 1 x to 3 x",
        ]
    )

    ranges = [factor.range for factor in in_whole_numbers(factors, agency)]
    assert [each.whole for each in ranges if each] == [True, False, False]


@pytest.mark.parametrize(("said", "values"), [("0 to 4", None), ("0 to 10 in 5 levels", (0, 2, 5, 8, 10))])
def test_an_end_that_the_key_does_not_take_leaves_the_others_whole(
    agency: LoadedScenario, said: str, values: tuple[int, ...] | None
) -> None:
    pool = next(iter(agency.scenario.people))
    (factor,) = in_whole_numbers(factors_of_texts([f"people.{pool}.headcount = {said}"]), agency)

    assert factor.range is not None
    assert factor.range.whole
    assert factor.values == values
    assert all(isinstance(factor.at(share / 10), int) for share in range(10))


def test_levels_of_a_range_of_whole_numbers_are_rounded_and_none_stands_twice(agency: LoadedScenario) -> None:
    pool = next(iter(agency.scenario.people))
    factors = factors_of_texts([f"people.{pool}.headcount = 4 to 6 in 5 levels"])

    (factor,) = in_whole_numbers(factors, agency)
    assert factor.values == (4, 5, 6)


def test_python_writes_levels_as_a_list_and_a_range_as_a_tuple() -> None:
    first, second, third, fourth = factors_of(
        {"a": [6, 8], "b": ("20 %", "60 %"), "c": ("20 %", "60 %", 3), "d": "1, 2"}
    )

    assert first.values == (6, 8)
    assert (second.values, second.range) == (None, Range(20.0, 60.0, "", " %"))
    assert third.values == ("20 %", "40 %", "60 %")
    assert fourth.values == (1, 2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "people.writers.headcount",
            "--over = people.writers.headcount: a key and its values belong here; write e.g. --over "
            "'people.writers.headcount = 6, 8, 10' or --over 'steps.draft.exposure = 20 % to 60 %'",
        ),
        (
            "a = 5",
            "--over = a = 5: one value does not vary; write a comma and a space between two: '6, 8', or a "
            "range: '6 to 10'",
        ),
        (
            "a = 1, , 2",
            "--over = a = 1, , 2: a level is empty; write values with a comma between them: '6, 8, 10'",
        ),
        (
            "a = low to high",
            "--over = a = low to high: a range has two numbers, e.g. '20 % to 60 %'; levels have "
            "commas: 'a, b'",
        ),
        ("a = 5 h to 6 %", "--over = a = 5 h to 6 %: both ends need the same unit, e.g. '20 % to 60 %'"),
        ("a = 6 to 5", "--over = a = 6 to 5: a range goes upwards; write the smaller end first"),
        (
            "a = 1 to 5 in 1 levels",
            "--over = a = 1 to 5 in 1 levels: a range has 2 to 1,000 levels, its ends among them",
        ),
        ("a = [1, 2", "--over = a = [1, 2: [1, 2: a list opened with '[' is not closed"),
    ],
)
def test_a_mistake_says_what_would_be_right(text: str, message: str) -> None:
    assert refusal(text).startswith(message)


def test_a_key_that_stands_twice_is_refused_however_it_is_written() -> None:
    message = "--over: 'people.\"writers\".headcount' stands twice; write all its values in one"

    assert refusal("people.writers.headcount = 1, 2", 'people."writers".headcount = 2, 3') == message


@pytest.mark.parametrize("turned", [False, True])
def test_a_key_and_a_part_of_it_do_not_both_vary(turned: bool) -> None:
    given = ["people.writers = {headcount: 1}, {headcount: 2}", "people.writers.headcount = 2, 3"]
    message = (
        "--over: 'people.writers.headcount' is part of 'people.writers', which varies too; keep one of both"
    )

    assert refusal(*(given[::-1] if turned else given)) == message


def test_nothing_to_vary_is_refused() -> None:
    assert refusal().startswith("--over: nothing varies; name a key and its values")


@pytest.mark.parametrize("value", [5, {"low": 1}, [7], ("20 %",)])
def test_a_python_value_that_is_neither_levels_nor_range_is_refused(value: object) -> None:
    with pytest.raises(UsageError, match=r"^over: a = "):
        factors_of({"a": value})
