"""The controls have the mean 0, in every scenario that is shipped.

A two-sided t-test for each control of each scenario, over replications with fixed seeds; the false-alarm rate
of the whole file is 1e-6.
"""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from sim.engines import get_engine, get_summing
from sim.model.model import Model
from sim.records.controls import CONTROLS
from sim.records.record import RunRecord
from sim.scenario.load import load_scenario
from tests.running import SCENARIOS, SHIPPED, shipped_model

REPLICATIONS = 40
FALSE_ALARM = 1e-6 / (len(SHIPPED) * len(CONTROLS))
SEED = 20_261
Floats = np.ndarray


def p_zero(values: Floats) -> float:
    """p-value of the mean 0; where nothing varies, whether all is exactly 0."""
    spread = float(values.std(ddof=1)) / math.sqrt(len(values))
    if spread == 0.0:
        return float(np.all(values == 0.0))
    return float(2.0 * stats.t.sf(abs(float(values.mean())) / spread, len(values) - 1))


def over_replications(of: Callable[[int], object]) -> Floats:
    return np.array([of(replication) for replication in range(REPLICATIONS)])


@pytest.mark.parametrize("scenario", SHIPPED)
def test_the_mean_of_each_control_is_zero(scenario: str) -> None:
    last = list(load_scenario(SCENARIOS / scenario).scenario.strategies or ["do nothing"])[-1]
    model, run = shipped_model(scenario, last), get_summing("kernel")

    drawn = over_replications(lambda replication: run(model, SEED, replication).controls)

    p_values = {control.name: p_zero(column) for control, column in zip(CONTROLS, drawn.T, strict=True)}
    assert min(p_values.values()) > FALSE_ALARM, p_values


def closed_queue() -> Model:
    """Two hundred programmers, all with a task in hand when the run stops; measured from the start."""
    return replace(shipped_model("review-queue", "reviews never wait"), warm_up=0.0)


def excess(model: Model, record: RunRecord, *, ended: bool) -> float:
    """Requirements less their means, of the visits that began, or only of those that ended as well [h]."""
    visits, mean = record.visits, model.distributions.mean[model.steps.service]
    rows = ~np.isnan(visits["ended_at"]) | (not ended)
    return float((visits["requirement"] - mean[visits["step"]])[rows].sum())


def test_visits_counted_when_they_end_would_be_noticed() -> None:
    """The twin that must fail: what is in hand at the horizon has more to do than the mean."""
    model, run = closed_queue(), get_engine("kernel")
    records = [run(model, SEED, replication) for replication in range(REPLICATIONS)]

    begun, ended = (
        np.array([excess(model, each, ended=each_way) for each in records]) for each_way in (0, 1)
    )

    assert p_zero(begun) > FALSE_ALARM
    assert p_zero(ended) < FALSE_ALARM


def test_arrivals_that_meet_themselves_would_be_noticed() -> None:
    """The twin that must fail: an arrival is counted by the tasks inside with itself."""
    model, run = shipped_model("first-queue", "do nothing"), get_summing("kernel")
    expected = 7.0 * 8 * 168.0

    drawn = over_replications(lambda replication: run(model, SEED, replication).controls)
    arrivals, by_wip = drawn[:, 0], drawn[:, 2]

    assert p_zero(by_wip) > FALSE_ALARM
    assert p_zero(by_wip + arrivals + expected) < FALSE_ALARM
