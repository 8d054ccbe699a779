"""The run is the one we reviewed."""

import math
from pathlib import Path

import pytest

from sim.engines import get_engine
from sim.model.build import build
from sim.records.columns import TABLES
from sim.records.record import RunRecord
from sim.scenario.load import load_scenario

HERE = Path(__file__).parent
SCENARIO = HERE.parents[1] / "scenarios" / "content-agency"
ROWS = 20
LAST_DIGITS = 1e-9
"""Relative difference that another system's mathematics library may make."""


def some_rows(record: RunRecord, table: str) -> str:
    """Return rows spread evenly over a table as text; ``repr`` of a float is exact and readable."""
    count = len(getattr(record, table)[TABLES[table][0].name])
    rows = [place * count // ROWS for place in range(ROWS)]
    columns = [getattr(record, table)[column.name][rows].tolist() for column in TABLES[table]]
    lines = [",".join(column.name for column in TABLES[table])]
    lines += [",".join(map(repr, row)) for row in zip(*columns, strict=True)]
    return "\n".join(lines) + "\n"


def is_same(left: str, right: str) -> bool:
    """Return whether two cells say the same: equal texts, or numbers equal but for the last digits."""
    if left == right:
        return True
    if "." not in left or "." not in right:
        return False
    return math.isclose(float(left), float(right), rel_tol=LAST_DIGITS)


@pytest.mark.parametrize("table", ["tasks", "visits"])
@pytest.mark.parametrize("strategy", ["do nothing", "all three"])
def test_run_is_the_one_we_reviewed(strategy: str, table: str, request: pytest.FixtureRequest) -> None:
    """A difference here means that results changed: say so in the changelog, or mend it."""
    model = build(load_scenario(SCENARIO).under(strategy))
    actual = some_rows(get_engine("reference")(model, 1, 0), table)
    reviewed = HERE / f"{strategy.replace(' ', '-')}-{table}.csv"
    if request.config.getoption("--update-golden"):
        reviewed.write_text(actual, encoding="utf-8", newline="\n")

    expected = [line.split(",") for line in reviewed.read_text(encoding="utf-8").splitlines()]
    found = [line.split(",") for line in actual.splitlines()]
    assert len(found) == len(expected)
    for before, after in zip(expected, found, strict=True):
        assert [(b, a) for b, a in zip(before, after, strict=True) if not is_same(b, a)] == []


def test_a_change_in_the_eighth_digit_is_noticed() -> None:
    assert is_same("1.2345678901234", "1.2345678901235")
    assert not is_same("1.2345678", "1.2345679")
    assert not is_same("3", "4")
    assert not is_same("nan", "0.5")
