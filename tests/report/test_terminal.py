"""Tables on the terminal."""

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.console import Console

from sim.experiments.findings import Comparison, Replications
from sim.experiments.wording import format_interval
from sim.report.terminal import basis, comparison_tables, replications_table


def printed(*things: object, width: int = 80) -> str:
    stream = io.StringIO()
    console = Console(file=stream, width=width, highlight=False)
    for thing in things:
        console.print(thing)
    return stream.getvalue()


def test_units_and_names_in_brackets_are_not_taken_for_markup(comparison: Comparison) -> None:
    renamed = {
        name.replace("upskill", "[bold]upskill"): found for name, found in comparison.differences.items()
    }
    spending = {name.replace("upskill", "[bold]upskill"): s for name, s in comparison.spending.items()}
    planned = {name.replace("upskill", "[bold]upskill"): p for name, p in comparison.planned.items()}
    text = printed(
        *comparison_tables(replace(comparison, differences=renamed, spending=spending, planned=planned)),
        width=200,
    )

    assert "throughput [tasks/week]" in text
    assert "delivered quality [0-1]" in text
    assert "[bold]upskill" in text


def test_nothing_is_wider_than_80_columns(comparison: Comparison) -> None:
    text = printed(*comparison_tables(comparison), basis(comparison))

    assert max(map(len, text.splitlines())) <= 80
    assert "…" not in text


def test_numbers_of_many_digits_are_not_cut_off(comparison: Comparison) -> None:
    found = comparison.differences["upskill"]["quality_spread"]
    wide = replace(found, variance_reduction=165.3, difference=replace(found.difference, replications=17))
    upskill = {**comparison.differences["upskill"], "quality_spread": wide}
    changed = replace(
        comparison,
        differences={**comparison.differences, "upskill": upskill},
        matters_from={"quality_spread": 0.1},
    )

    text = printed(*comparison_tables(changed, 80))

    row = next(line for line in text.splitlines() if line.endswith("165.3"))
    assert row.startswith("upskill")
    assert format_interval(found.difference.mean, found.difference.half_width, signed=True) in row
    assert "(17" in text
    assert max(map(len, text.splitlines())) <= 80


def test_the_columns_of_all_measures_stand_under_each_other(comparison: Comparison) -> None:
    text = printed(*comparison_tables(comparison))

    heads = [line for line in text.splitlines() if line.rstrip().endswith("VRF")]
    assert len(heads) == len(comparison.foreground)
    assert len(set(heads)) == 1


@pytest.mark.parametrize("width", [50, 60, 70])
def test_a_narrow_terminal_breaks_lines_but_loses_nothing(comparison: Comparison, width: int) -> None:
    text = printed(*comparison_tables(comparison, width), width=width)

    assert max(map(len, text.splitlines())) <= width
    assert "…" not in text
    assert "+10.60" in text


def test_a_clear_difference_is_said_in_words_and_not_by_colour_alone(comparison: Comparison) -> None:
    text = printed(next(comparison_tables(comparison)))

    row = next(line for line in text.splitlines() if line.strip().startswith("all three"))
    assert "higher" in row
    assert "+" in row
    assert "8.3" in row


def test_the_baseline_has_no_difference(comparison: Comparison) -> None:
    text = printed(next(comparison_tables(comparison)))

    row = next(line for line in text.splitlines() if line.strip().startswith("do nothing"))
    assert row.split()[-1] == "baseline"


def test_one_strategy_has_a_table_of_its_measures(replicated: Callable[..., Replications]) -> None:
    text = printed(replications_table(replicated("upskill"), "USD"))

    assert "USD/task" in text
    assert "20 of 20" in text
