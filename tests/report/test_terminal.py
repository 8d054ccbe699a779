"""Tables on the terminal."""

import io
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest
from rich.console import Console

from sim.experiments.findings import Comparison, Replications
from sim.experiments.wording import format_interval
from sim.report.basis import basis, control_variates
from sim.report.cells import percent
from sim.report.terminal import (
    beyond_the_possible,
    comparison_tables,
    print_comparison,
    replications_table,
)
from sim.statistics.control_variates import FEWEST_CONTROLLED


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
    replications = {
        name.replace("upskill", "[bold]upskill"): each for name, each in comparison.replications.items()
    }
    odd = replace(
        comparison,
        differences=renamed,
        spending=spending,
        planned=planned,
        replications=replications,
    )
    text = printed(*comparison_tables(odd), width=200)

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
        "paired; ± is half of a 95 % interval. A difference is clear where it holds for all strategies "
        "together (Holm); so one whose own interval leaves out zero may still be no clear one. "
        "These runs are as good as 8.3 times as many runs "
        "without the shared luck (variance reduction factor). Terminating simulation: measured after a "
        "warm-up of 12 weeks to the end of 52 weeks, not the long run."
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


def test_a_range_of_what_the_shared_luck_is_worth_has_no_needless_digits(comparison: Comparison) -> None:
    found = comparison.differences["upskill"]["throughput"]
    upskill = {**comparison.differences["upskill"], "throughput": replace(found, variance_reduction=165.3)}
    changed = replace(comparison, differences={**comparison.differences, "upskill": upskill})

    assert "as good as 8.3 to 165 times as many runs without the shared luck" in basis(changed)


def test_what_control_variates_add_is_said_and_where_they_add_nothing_too(
    compared: Callable[..., Comparison],
) -> None:
    comparison = compared(replications=FEWEST_CONTROLLED)
    candidates = [name for name in comparison.differences if name != comparison.baseline]

    def with_factors(factors: Mapping[str, float]) -> Comparison:
        found = dict(comparison.differences)
        for name, factor in factors.items():
            gap = found[name]["throughput"]
            known = replace(gap, controlled=replace(gap.controlled, reduction=factor))
            found[name] = {**found[name], "throughput": known}
        return replace(comparison, differences=found)

    everywhere, in_all_but_one, nowhere = (
        control_variates(with_factors(factors))
        for factors in ({}, {"upskill": 1.0}, dict.fromkeys(candidates, 1.0))
    )

    assert everywhere == (
        "Control variates, luck with a known mean, would on top of that be worth about 4.6 times as many "
        "runs for throughput; half of the runs tell so, the other half are adjusted, and the intervals do "
        "without."
    )
    assert "for throughput, and nothing for 'upskill' (less than 1.5 times as many runs, or" in in_all_but_one
    assert nowhere == (
        "Control variates, luck with a known mean, add nothing to that for throughput (less than 1.5 times "
        "as many runs, or a few exceptional runs make the difference)."
    )


def test_of_control_variates_nothing_is_said_where_they_have_not_been_tried(
    compared: Callable[..., Comparison],
) -> None:
    few, many = (compared(replications=each) for each in (FEWEST_CONTROLLED - 1, FEWEST_CONTROLLED))

    assert not control_variates(few)
    assert control_variates(many) in basis(many)


def test_a_difference_is_told_in_per_cent_where_there_is_room(comparison: Comparison) -> None:
    """10.6 of 61.3 are 17 %; the same table is 80 columns wide without."""
    base, found = (comparison.differences[name]["throughput"] for name in ("do nothing", "all three"))
    share = 100.0 * found.difference.mean / base.level.mean

    wide, narrow = (printed(*comparison_tables(comparison, width), width=width) for width in (120, 60))

    row = next(line for line in wide.splitlines() if line.startswith("all three"))
    assert f"+{share:.0f} %)" in row
    assert " %)" not in narrow


def test_no_percentage_is_told_of_a_level_near_zero_or_of_a_share(comparison: Comparison) -> None:
    base = comparison.differences["do nothing"]["throughput"]
    near_zero = replace(base, level=replace(base.level, mean=1.0, half_width=1.5))
    changed = replace(
        comparison,
        differences={**comparison.differences, "do nothing": {
            **comparison.differences["do nothing"], "throughput": near_zero,
        }},
    )  # fmt: skip

    assert percent(changed, "upskill", "throughput") == ""
    assert percent(comparison, "upskill", "throughput") != ""
    assert percent(comparison, "do nothing", "throughput") == ""


def test_with_one_replication_that_there_is_no_interval_is_said_once(
    compared: Callable[..., Comparison], capsys: pytest.CaptureFixture[str]
) -> None:
    print_comparison(compared(["do nothing", "upskill"], replications=1))

    said = capsys.readouterr().out
    assert "(no interval)" not in said
    assert "not known" not in said
    assert said.count("one replication has no intervals") == 1


def test_what_is_over_the_budget_is_marked(comparison: Comparison) -> None:
    upskill = replace(comparison.spending["upskill"], mean=183_600.0, half_width=100.0)
    changed = replace(comparison, spending={**comparison.spending, "upskill": upskill})

    *_, table = comparison_tables(changed)
    rows = [line for line in printed(table).splitlines() if "over budget" in line]
    assert len(rows) == 1
    assert rows[0].startswith("upskill")
    assert "153 %" in rows[0]
    assert "over budget" not in printed(*comparison_tables(comparison))


def test_what_is_assumed_not_to_matter_is_said_where_it_counts(comparison: Comparison) -> None:
    large = dict.fromkeys(comparison.foreground, 1e6)
    stated, assumed = (
        replace(comparison, matters_from=large, matters_assumed=frozenset(names))
        for names in ((), comparison.foreground)
    )

    words = (
        "Too small to matter, where the scenario does not say it, is less than 1 % of the baseline (assumed)."
    )
    assert words in basis(assumed)
    assert words not in basis(stated)
    assert words not in basis(comparison)


def test_an_interval_beyond_the_possible_is_noticed_where_it_is_shown(
    replicated: Callable[..., Replications],
) -> None:
    upskill = replicated("upskill")
    names = [measure.name for measure in upskill.measures]

    def with_flow_time(low: float, high: float) -> Replications:
        values = upskill.values.copy()
        values[:, names.index("flow_time")] = np.where(np.arange(len(values)) % 2, low, high)
        return replace(upskill, values=values)

    assert not beyond_the_possible(with_flow_time(90.0, 110.0), ())
    rare = with_flow_time(0.0, 0.0)
    rare.values[0, names.index("flow_time")] = 50.0
    assert beyond_the_possible(rare, ())
    assert not beyond_the_possible(rare, ("flow_time",))
