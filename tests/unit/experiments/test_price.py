"""The price of a sweep: what it will take, and a budget that is kept."""

import math

import pytest

from sim.errors import UsageError
from sim.experiments.sweeping.price import Price, budget_of, keep_to

SWEEP = Price(points=3_200, strategies=2, replications=10, making=0.01, running=0.008, jobs=2)


def test_the_price_is_the_product_and_the_time_on_all_processes() -> None:
    assert SWEEP.runs == 64_000
    assert SWEEP.seconds == pytest.approx(2.0 + 3_200 * (0.01 + 20 * 0.008) / 2)
    assert SWEEP.words == (
        "3,200 points × 2 strategies × 10 replications = 64,000 runs, about 5 min on 2 processes"
    )


def test_one_of_each_is_told_in_the_singular() -> None:
    price = Price(1, 1, 1, 0.0, 3.0, 1)

    assert price.words == "1 point × 1 strategy × 1 replication = 1 run, about 3 s on 1 process"


@pytest.mark.parametrize(
    ("text", "seconds", "runs"),
    [
        ("10 min", 600.0, math.inf),
        ("1.5 h", 5400.0, math.inf),
        ("50,000 runs", math.inf, 50_000.0),
        ("1 run", math.inf, 1.0),
    ],
)
def test_a_budget_is_a_time_or_a_number_of_runs(text: str, seconds: float, runs: float) -> None:
    budget = budget_of(text)

    assert (budget.seconds, budget.runs) == (seconds, runs)


@pytest.mark.parametrize("text", ["10", "many", "10 USD", "2 days"])
def test_another_budget_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        budget_of(text)
    assert str(caught.value).startswith(f"--budget = {text}: ")
    assert str(caught.value).endswith(
        "a budget is a time or a number of runs, e.g. '10 min' or '50,000 runs'"
    )


def test_a_sweep_within_its_budget_is_allowed() -> None:
    keep_to(budget_of("10 min"), SWEEP)
    keep_to(budget_of("64,000 runs"), SWEEP)


def test_a_sweep_above_its_budget_is_refused_with_what_would_fit() -> None:
    with pytest.raises(UsageError) as caught:
        keep_to(budget_of("2 min"), SWEEP)
    assert str(caught.value) == (
        "--budget = 2 min: 3,200 points × 2 strategies × 10 replications = 64,000 runs, about 5 min on 2 "
        "processes, which is more; within it fit about 1,388 points or about 3 replications; to allow it: "
        "--budget '7 min'"
    )


@pytest.mark.parametrize("text", ["2 min", "30 s", "20,000 runs"])
def test_what_is_said_to_fit_does_fit_and_one_more_does_not(text: str) -> None:
    budget = budget_of(text)
    with pytest.raises(UsageError) as caught:
        keep_to(budget, SWEEP)
    points = int(str(caught.value).partition("fit about ")[2].partition(" points")[0].replace(",", ""))

    def with_points(number: int) -> Price:
        return Price(number, SWEEP.strategies, SWEEP.replications, SWEEP.making, SWEEP.running, SWEEP.jobs)

    keep_to(budget, with_points(points))
    with pytest.raises(UsageError):
        keep_to(budget, with_points(points + 1))


def test_too_many_runs_are_refused_and_the_number_to_allow_is_told() -> None:
    with pytest.raises(
        UsageError, match=r"; within it fit about 2,500 points or about 7 replications; to allow"
    ):
        keep_to(budget_of("50,000 runs"), SWEEP)
