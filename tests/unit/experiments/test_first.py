"""First figures: told once, of the first replications, which are not run again."""

from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from sim.experiments import first
from sim.experiments.executors import Plan, execute
from sim.experiments.first import FEW, FirstFigures, first_runs
from sim.measures.registry import MEASURES, measures_of
from sim.model.names import Names, PoolKind

NAMES = Names(("article",), ("draft",), ("writers",), (PoolKind.PEOPLE,), (), "USD")
MEASURED = measures_of(NAMES)


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Stand-ins for engines."""
    monkeypatch.syspath_prepend(Path(__file__).parent)
    import small_engines

    return small_engines


@pytest.fixture
def plan(engines: ModuleType) -> Plan:
    return Plan(("do nothing", "upskill"), (0.5, 0.8), 6, 7, engines.drawn)


def test_first_figures_are_those_of_the_first_replications(plan: Plan) -> None:
    told: list[FirstFigures] = []
    known = first_runs(plan, MEASURED, "quality", "USD", told.append)

    [figures] = told
    assert figures.measure is MEASURES["quality"]
    assert set(known) == {(place, number) for place in range(2) for number in range(FEW)}
    column = [measure.name for measure in MEASURED].index("quality")
    for place, name in enumerate(plan.strategies):
        expected = [known[place, number].values[column] for number in range(FEW)]
        assert figures.values[name].tolist() == expected


def test_what_has_been_run_is_not_run_again_and_changes_nothing(plan: Plan, engines: ModuleType) -> None:
    known = first_runs(plan, MEASURED, "quality", "USD", lambda figures: None)
    counted: list[tuple[int, int]] = []
    run: list[int] = []

    def watched(model: object, seed: int, replication: int) -> object:
        run.append(replication)
        return engines.drawn(model, seed, replication)

    whole = execute(plan, 1)
    rest = execute(
        replace(plan, engine=watched),
        1,
        lambda done, total: counted.append((done, total)),
        known,
    )
    assert min(run) == FEW
    assert counted[0] == (2 * FEW, 12)
    assert counted[-1] == (12, 12)
    for key, summary in whole.items():
        np.testing.assert_array_equal(rest[key].values, summary.values)


def test_nothing_is_told_where_the_runs_take_long(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first, "PATIENCE", 0.0)
    told: list[FirstFigures] = []

    known = first_runs(plan, MEASURED, "quality", "USD", told.append)
    assert not told
    assert set(known) == {(0, 0)}


def test_nothing_is_told_of_an_experiment_that_has_no_more_than_these(plan: Plan) -> None:
    told: list[FirstFigures] = []

    assert first_runs(replace(plan, replications=FEW), MEASURED, "quality", "USD", told.append) == {}
    assert not told


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("throughput", [61.25, 64.0, 62.0], "throughput [tasks/week]: do nothing 61.2 to 64"),
        ("escape_rate", [0.041, 0.05, 0.0457], "[%]: do nothing 4.1 to 5"),
        ("cost", [12345.6, 12345.6, 12345.6], "[EUR/week]: do nothing 12,300"),
    ],
)
def test_figures_are_told_as_a_range_with_their_unit(name: str, values: list[float], words: str) -> None:
    figures = FirstFigures(MEASURES[name], "EUR", {"do nothing": np.array(values)})

    assert figures.words.startswith("after 3 replications of each, ")
    assert figures.words.endswith(words)
