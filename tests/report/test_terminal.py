"""Tables on the terminal."""

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.console import Console

from sim.experiments.findings import Comparison, Replications
from sim.experiments.wording import format_interval
from sim.report.terminal import basis, comparison_tables, print_comparison, replications_table


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
    assert "delivered quality [0–1]" in text
    assert "[bold]upskill" in text


def test_nothing_is_wider_than_80_columns(comparison: Comparison) -> None:
    text = printed(*comparison_tables(comparison), basis(comparison))

    assert max(map(len, text.splitlines())) <= 80
    assert "…" not in text


def test_numbers_of_many_digits_are_not_cut_off(comparison: Comparison) -> None:
    found = comparison.differences["upskill"]["quality_spread"]
    wide = replace(found, difference=replace(found.difference, replications=17))
    upskill = {**comparison.differences["upskill"], "quality_spread": wide}
    changed = replace(
        comparison,
        differences={**comparison.differences, "upskill": upskill},
        matters_from={"quality_spread": 0.1},
    )

    text = printed(*comparison_tables(changed, 80))

    gap = format_interval(found.difference.mean, found.difference.half_width, signed=True)
    row = next(line for line in text.splitlines() if gap in line)
    assert row.startswith("upskill")
    assert "(17 of 20)" in text
    assert max(map(len, text.splitlines())) <= 80


def test_the_columns_of_all_measures_stand_under_each_other(comparison: Comparison) -> None:
    text = printed(*comparison_tables(comparison))

    heads = [line for line in text.splitlines() if line.rstrip().endswith("difference") and "level" in line]
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


def test_method_stands_in_one_line_at_the_end(comparison: Comparison) -> None:
    assert "8.3" not in printed(*comparison_tables(comparison))
    assert basis(comparison) == (
        "20 replications of each strategy, all with the same luck, seed 1. Difference: from 'do nothing', "
        "paired; ± is half of a 95 % interval. The shared luck is worth 8.3 to 8.3 times as many runs "
        "(variance reduction factor)."
    )


def test_one_replication_is_no_plural(compared: Callable[..., Comparison]) -> None:
    assert basis(compared(["do nothing", "upskill"], replications=1)).startswith("1 replication of each")


def test_shares_are_percentages_and_scores_are_not(comparison: Comparison) -> None:
    share = {
        name: {**found, "utilisation": replace(
            found["utilisation"], measure=replace(found["utilisation"].measure, is_share=True)
        )}
        for name, found in comparison.differences.items()
    }  # fmt: skip
    changed = replace(comparison, differences=share, foreground=("utilisation", "quality_mean"))

    text = printed(*comparison_tables(changed))

    level = comparison.differences["upskill"]["utilisation"].level
    assert "utilisation [%]" in text
    assert format_interval(100.0 * level.mean, 100.0 * level.half_width) in text
    assert "delivered quality [0–1]" in text
    assert "Differences of shares are in percentage points." in basis(changed)


def test_what_is_left_out_is_said_in_one_line(
    comparison: Comparison, capsys: pytest.CaptureFixture[str]
) -> None:
    print_comparison(replace(comparison, left_out={"quality_mean": "no step has a standard"}))

    assert "Left out: delivered quality (no step has a standard).\n" in capsys.readouterr().out


def test_spending_is_told_as_a_share_of_the_budget(comparison: Comparison) -> None:
    text = printed(*comparison_tables(comparison))

    assert "spent beyond do nothing [USD], budget 120,000" in text
    assert text.count("96 %") == 4


def test_the_baseline_has_no_difference(comparison: Comparison) -> None:
    text = printed(next(comparison_tables(comparison)))

    row = next(line for line in text.splitlines() if line.strip().startswith("do nothing"))
    assert row.split()[-1] == "baseline"


def test_one_strategy_has_a_table_of_its_measures(replicated: Callable[..., Replications]) -> None:
    upskill = replicated("upskill")
    upskill.values[0, 1] = float("nan")

    text = printed(replications_table(upskill, "USD", {"quality_mean": "no step has a standard"}))

    assert "USD/task" in text
    assert "20 of 20" in text
    assert "19 of 20" in text
    assert "spread of delivered quality" in text
    assert not any(line.startswith("delivered quality") for line in text.splitlines())


def test_how_many_replications_define_a_measure_is_said_only_where_some_do_not(
    replicated: Callable[..., Replications],
) -> None:
    assert "defined in" not in printed(replications_table(replicated("upskill"), "USD", {}))
