"""What is said of the sources of variability: with units and intervals, and where they cannot be told."""

import io

import pytest
from rich.console import Console

from sim.experiments.variability import RESIDUAL, Spread, Variability
from sim.measures.registry import MEASURES
from sim.report.variability import parts_in_words, undecided_in_words, variability_tables
from sim.statistics.estimate import Estimate


def found(half_width: float, replications: int = 10) -> dict[str, Variability]:
    """Return a spread of 0.2 ± 0.01 that people make six tenths of, each share ± a half-width."""
    shares = {
        "people": Estimate(0.6, half_width, replications),
        "tool jaggedness": Estimate(0.0, 0.0, replications),
        RESIDUAL: Estimate(0.4, half_width, replications),
    }
    whole = Estimate(0.04, 0.004, replications)
    parts = {
        source: Estimate(0.04 * share.mean, 0.04 * share.half_width, replications)
        for source, share in shares.items()
    }
    spread = Spread(MEASURES["quality_spread"], whole, parts, shares)
    sources = ("people", "tool jaggedness")
    return {
        "do nothing": Variability(
            "Desk", "do nothing", "", sources, {"quality_spread": spread}, replications, 1, "reference"
        )
    }


def test_a_spread_has_its_unit_and_its_interval() -> None:
    console = Console(file=io.StringIO(), width=80)
    for table in variability_tables(found(0.05)):
        console.print(table)

    assert "spread of quality [0–1]" in console.file.getvalue()  # type: ignore[attr-defined]
    assert "0.200 ± 0.010" in console.file.getvalue()  # type: ignore[attr-defined]


def test_what_surely_makes_some_of_it_is_said_and_nothing_else() -> None:
    assert parts_in_words(found(0.05)) == [
        "Under 'do nothing' the square of the spread of quality surely comes from people 60.0 ± 5.0 % and "
        "residual 40.0 ± 5.0 %."
    ]
    assert undecided_in_words(found(0.05)) == []


@pytest.mark.parametrize(("half_width", "needed"), [(0.2, "40"), (0.76, "580")])
def test_shares_that_cannot_be_told_yet_say_how_many_replications_would_do(
    half_width: float, needed: str
) -> None:
    assert undecided_in_words(found(half_width)) == [
        "Not decided yet, as shares are not told from luck: spread of quality under 'do nothing' (up to "
        f"± {100 * half_width:.0f} percentage points). About {needed} replications would bring each share to "
        "± 10 percentage points or less (--replications)."
    ]


def test_where_no_source_is_told_that_is_said() -> None:
    assert parts_in_words(found(0.9)) == [
        "Under 'do nothing' the square of the spread of quality comes from no source that could be told."
    ]
