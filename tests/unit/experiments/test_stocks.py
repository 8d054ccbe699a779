"""Weekly stocks travel as they were recorded."""

from collections.abc import Callable

import numpy as np
import pytest

from sim.experiments.stocks import gathered, stock_series
from sim.experiments.summary import gather, summarise
from sim.measures.registry import measures_of
from sim.records.record import RunRecord, Stock
from sim.records.stocks import TOLD, told_of
from tests.running import run_text

LIVING = """\
scenario: Learners
run_length: 30 calendar days
warm_up: 1 week
task_types: {t: {arrivals: {rate: 40 per week, hours: Mon-Fri 9:00-17:00}, route: [do]}}
steps: {do: {service_time: 90 min, skills: {craft: 100 %}, done_by: [anna, temps]}}
people: {anna: {headcount: 2, wage: 30 USD/h, hours: Mon-Fri 9:00-17:00, skills: {craft: 0.5}}}
freelancers: {temps: {rate: 20 USD/h, search_delay: 1 week, skills: {craft: 0.6}}}
behaviour: {learning_time: 300 h, overtime: 130 %}
strategies: {help: [{hire: temps, seats: 1}]}
"""


@pytest.fixture(scope="module")
def record() -> RunRecord:
    return run_text(LIVING, strategy="help")


def test_every_stock_is_told_with_a_unit() -> None:
    assert set(TOLD) == set(Stock)
    assert all(told.unit and told.title and told.step > 0.0 for told in TOLD.values())
    assert told_of("strain") is TOLD[Stock.STRAIN]


def test_series_hold_every_number_of_the_record_and_no_other(record: RunRecord) -> None:
    series = stock_series(record)

    table, names = record.stocks, record.names
    for week, pool, stock, skill, value in zip(*(table[column].tolist() for column in table), strict=True):
        key = (
            names.pools[int(pool)],
            Stock(int(stock)).name.lower(),
            names.skills[int(skill)] if skill >= 0 else "",
        )
        assert series[key][int(week) - 1] == value
    known = sum(int(np.count_nonzero(~np.isnan(values))) for values in series.values())
    assert known == len(table["value"])


def test_a_week_in_which_nobody_of_the_pool_is_there_has_no_number(record: RunRecord) -> None:
    skill = stock_series(record)["temps", "skill", "craft"]

    assert len(skill) == len(record.weeks["week"])
    assert np.isnan(skill[0])
    assert skill[-1] > 0.5


def test_a_run_in_which_nothing_moves_has_no_stocks(empty: RunRecord) -> None:
    assert stock_series(empty) == {}


def test_a_summary_of_replications_has_a_row_of_stocks_for_each() -> None:
    records = [run_text(LIVING, replication=number) for number in (0, 1)]

    found = gather("do nothing", measures_of(records[0].names), [summarise(each) for each in records])

    for key, values in found.stock_series.items():
        for row, record in zip(values, records, strict=True):
            np.testing.assert_array_equal(row, stock_series(record)[key])


def test_a_stock_that_only_some_replications_have_is_not_defined_in_the_others(
    new_record: Callable[..., RunRecord],
) -> None:
    there = {("temps", "skill", "craft"): np.array([0.5, 0.6])}

    found = gathered([there, {}], weeks=2)

    assert found["temps", "skill", "craft"][0].tolist() == [0.5, 0.6]
    assert np.isnan(found["temps", "skill", "craft"][1]).all()
