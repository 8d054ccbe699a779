"""Control variates: what luck drew less what was expected, against the tables of a record."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from sim.engines import get_engine, get_summing
from sim.engines.conformance import NonconformityError, check_engine
from sim.engines.drawn import expectation_of
from sim.model.model import Model
from sim.records.record import Outcome, RunRecord
from tests.running import model_of, shipped_model

HANDED_OVER = """
scenario: A desk that hands over
run_length: 8 weeks
warm_up: 1 week
task_types:
  letter:
    arrivals: {rate: 30 per week, hours: Mon-Fri 9:00-17:00, changes: [{from: week 4, by: +20 %}]}
    route: [draft]
steps:
  draft: {service_time: {exponential: 5 h}, done_by: [editors], end_of_shift: hand over}
people:
  editors: {headcount: 5, hours: Mon-Fri 9:00-17:00}
strategies:
  quicker: [{set: {steps.draft.service_time: {exponential: 3 h}}, from: week 5}]
"""
BATCHES = """
scenario: Letters in bundles
run_length: 8 weeks
task_types:
  letter: {arrivals: {rate: 5 per week, batch: 3}, route: [draft]}
  memo: {arrivals: {every: 10 h}, route: [draft]}
steps:
  draft: {service_time: 1 h, done_by: [editors]}
people:
  editors: {headcount: 5, hours: always}
"""


def by_hand(model: Model, record: RunRecord, mean: Callable[[float], float]) -> list[float]:
    """The controls of a scenario with one type and one step without rework, from the tables alone."""
    tasks, visits = record.tasks, record.visits
    expected, warm_up, horizon = expectation_of(model), model.warm_up, model.horizon
    came, left = tasks["arrived_at"], np.where(np.isnan(tasks["delivered_at"]), np.inf, tasks["delivered_at"])
    rows = np.argsort(visits["started_at"], kind="stable")
    begun = zip(*(visits[name][rows] for name in ("task", "started_at", "requirement")), strict=True)
    first = {}
    for task, start, requirement in begun:
        first.setdefault(task, (start, requirement))
    by = partial(np.interp, xp=[*expected.since, horizon], fp=[*expected.before, expected.by_horizon])
    arrivals = requirements = by_wip = by_backlog = 0.0
    for moment in came[came > warm_up]:
        arrivals += 1.0
        by_wip += np.sum((came < moment) & (left >= moment))
    for begin, end in zip(came, left, strict=True):
        spent = by(min(end, horizon)) - by(max(begin, warm_up))
        by_wip -= max(spent, 0.0)
    for place, (start, requirement) in enumerate(first.values()):
        if start > warm_up:
            waiting = np.sum(came <= start) - (place + 1)
            requirements += requirement - mean(start)
            by_backlog += (requirement - mean(start)) * waiting
    return [arrivals - (by(horizon) - by(warm_up)), requirements, by_wip, by_backlog]


@pytest.mark.parametrize("engine", ["reference", "kernel"])
def test_controls_are_what_the_tables_say(engine: str) -> None:
    model = shipped_model("first-queue", "do nothing")

    record = get_engine(engine)(model, 1, 0)

    expected = by_hand(model, record, lambda _: 1.0 / 3.0)
    np.testing.assert_allclose(record.controls, expected, rtol=1e-9, atol=1e-6)


def test_what_is_handed_over_is_drawn_once_by_the_distribution_of_the_day() -> None:
    model = model_of(HANDED_OVER, "quicker")

    record = get_engine("reference")(model, 1, 0)

    assert (record.visits["outcome"] == Outcome.HANDED_OVER).sum() > 20
    expected = by_hand(model, record, lambda start: 3.0 if start >= 4 * 168.0 else 5.0)
    np.testing.assert_allclose(record.controls[:3], expected[:3], rtol=1e-9, atol=1e-6)
    check_engine(get_summing("kernel"), model, replications=(0, 1, 2))


def test_a_batch_is_one_arrival_and_a_renewal_source_has_no_part() -> None:
    model = model_of(BATCHES)

    record = get_engine("reference")(model, 1, 0)

    bundles = (record.tasks["task_type"] == 0).sum() / 3
    assert record.controls[0] == pytest.approx(bundles - 5 * 8)
    assert record.controls[1] == record.controls[3] == 0.0


def test_an_engine_that_draws_something_else_is_noticed() -> None:
    model = shipped_model("first-queue", "do nothing")

    def one_more(model: Model, seed: int, replication: int) -> RunRecord:
        record = get_engine("kernel")(model, seed, replication)
        return replace(record, controls=(record.controls[0] + 1.0, *record.controls[1:]))

    with pytest.raises(NonconformityError, match="controls, row 0"):
        check_engine(one_more, model)
