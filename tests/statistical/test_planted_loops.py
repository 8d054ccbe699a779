"""A knock-out names the planted loop; all 20 scenarios: ``python -m tests.statistical.planted_loops``."""

import pytest

from sim.errors import UsageError
from sim.experiments.knockout import active_loops, knock_out
from sim.model.build import build
from tests.statistical.planted_loops import LEAST, PAGE, finding
from tests.statistical.plants import FAINT, PLANTS, SCENARIOS, planted

QUICK = (1, 7, 8, 13)
"""Scenarios whose knock-outs are quick."""


@pytest.mark.parametrize("number", QUICK)
def test_the_planted_loop_is_named(number: int) -> None:
    found = finding(number)

    assert found.named == SCENARIOS[number]
    assert len(found.shares) > 2


@pytest.mark.parametrize("number", QUICK)
def test_with_a_thousandth_of_its_gain_it_is_not(number: int) -> None:
    found = finding(number, FAINT)

    assert SCENARIOS[number] in found.shares
    assert found.named != SCENARIOS[number]


@pytest.mark.parametrize("number", SCENARIOS)
def test_with_a_neutral_gain_it_is_not_at_work_and_cannot_be_asked_for(number: int) -> None:
    loop = SCENARIOS[number]
    assert loop in active_loops(build(planted(loop, number).under()))

    silent = planted(loop, number, 0.0)

    assert loop not in active_loops(build(silent.under()))
    with pytest.raises(UsageError, match=f"'{loop}' is not at work"):
        knock_out(silent, loops=[loop], replications=1, jobs=1)


def test_each_planted_loop_has_a_scenario_and_the_page_tells_of_enough_that_are_named() -> None:
    assert set(SCENARIOS.values()) == set(PLANTS)
    text = PAGE.read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines() if line.startswith("| ") and line[2].isdigit()]
    assert [int(cells[1]) for cells in rows] == list(SCENARIOS)
    assert [cells[2].strip() for cells in rows] == list(SCENARIOS.values())
    assert sum(cells[4].strip() == f"**{cells[2].strip()}**" for cells in rows) >= LEAST
    assert all(cells[8].strip() != cells[2].strip() for cells in rows)
