"""Each loop, off from a date on: until then nothing changes, and from then on something does."""

import numpy as np
import pytest

from sim.experiments.knockout import knock_out
from sim.measures.registry import MEASURES
from sim.records.record import RunRecord, Table
from sim.scenario.quantities import When
from tests.running import run_text
from tests.statistical.plants import PLANTS, planted, text_of

WEEK = 168.0
NUMBER = 201
WEEKS_BEFORE = 2
"""When the loop is switched off: neither at the start nor at the end of the warm-up."""


def off(loop: str) -> str:
    """Return the planted scenario with the loop off from a week on."""
    return f"{text_of(loop, NUMBER)}loops: {{off: [{loop}], from: week {WEEKS_BEFORE + 1}}}\n"


def same(table: Table, other: Table, moment: float, by: str) -> bool:
    """Tell whether two tables have the same rows up to a moment."""
    early, other_early = table[by] < moment, other[by] < moment
    return all(
        np.array_equal(table[name][early], other[name][other_early], equal_nan=table[name].dtype.kind == "f")
        for name in table
        if name != "visit"
    )


@pytest.mark.parametrize("loop", PLANTS)
def test_until_then_every_visit_is_the_same_and_later_some_are_not(loop: str) -> None:
    on: RunRecord = run_text(text_of(loop, NUMBER))
    without = run_text(off(loop))
    moment = WEEKS_BEFORE * WEEK

    assert same(on.visits, without.visits, moment, "ended_at")
    assert same(on.tasks, without.tasks, moment, "delivered_at")
    assert same(on.stocks, without.stocks, WEEKS_BEFORE + 0.5, "week")
    assert not same(on.visits, without.visits, np.inf, "ended_at")


@pytest.mark.parametrize("loop", ["trust-adoption", "failure-demand"])
def test_a_knock_out_from_a_date_is_the_scenario_with_the_loop_off_from_that_date(loop: str) -> None:
    moment = WEEKS_BEFORE * WEEK

    found = knock_out(
        planted(loop, NUMBER), loops=[loop], off_from=When(moment), replications=1, seed=1, jobs=1
    )

    value = MEASURES["flow_time"].value
    expected = value(run_text(text_of(loop, NUMBER))) - value(run_text(off(loop)))
    assert found.off_from == moment
    assert found.alone[loop]["flow_time"].mean == found.share[loop]["flow_time"].mean == expected != 0.0
