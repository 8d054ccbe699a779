"""Tables on the terminal."""

import io
from collections.abc import Callable
from dataclasses import replace

from rich.console import Console

from sim.experiments.findings import Comparison, Replications
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
