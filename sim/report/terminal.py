"""Findings on the terminal: one small table a measure, readable at 80 columns, plain where nobody watches."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.experiments.findings import Comparison, Difference, Replications
from sim.experiments.precision import estimate
from sim.experiments.verdict import Finding, finding
from sim.experiments.wording import format_interval, format_number, unit_in
from sim.measures.measure import Direction

if TYPE_CHECKING:
    from rich.table import Table

IN_WORDS = {
    Finding.HIGHER: "higher",
    Finding.LOWER: "lower",
    Finding.TOO_SMALL: "too small to matter",
    Finding.UNCLEAR: "no clear difference",
    Finding.SAME: "the same",
    Finding.UNKNOWN: "not known",
}
GOOD_OR_BAD = {
    (Finding.HIGHER, Direction.LARGER): "green",
    (Finding.LOWER, Direction.SMALLER): "green",
    (Finding.HIGHER, Direction.SMALLER): "red",
    (Finding.LOWER, Direction.LARGER): "red",
}


def comparison_tables(comparison: Comparison) -> "Iterator[Table]":
    """Yield a table for each measure of the foreground, then one of what was spent."""
    for name in comparison.foreground:
        yield _measure_table(comparison, name)
    yield _spending_table(comparison)


def _measure_table(comparison: Comparison, name: str) -> "Table":
    from rich.markup import escape

    measure = comparison.differences[comparison.baseline][name].measure
    unit = unit_in(measure.unit, comparison.currency)
    heading = f"{measure.title} [{unit}]" if unit != "1" else f"{measure.title} [0-1]"
    table = _table(heading, "level", "difference", "", "VRF")
    for strategy, differences in comparison.differences.items():
        found = differences[name]
        level = format_interval(found.level.mean, found.level.half_width)
        if strategy == comparison.baseline:
            table.add_row(escape(strategy), level, "", "baseline", "", style="dim")
        else:
            known = finding(found, comparison.matters_from.get(name, 0.0))
            gap = format_interval(found.difference.mean, found.difference.half_width, signed=True)
            words = IN_WORDS[known]
            colour = GOOD_OR_BAD.get((known, measure.direction))
            told = f"[{colour}]{words}[/]" if colour else words
            table.add_row(escape(strategy), level, gap, told, reduction_in_words(found))
    return table


def reduction_in_words(found: Difference) -> str:
    """Return the variance reduction factor of a difference; nothing where it is not defined."""
    return "" if math.isnan(found.variance_reduction) else f"{found.variance_reduction:.1f}"


def _spending_table(comparison: Comparison) -> "Table":
    from rich.markup import escape

    budget = [] if comparison.budget is None else [format_number(comparison.budget)]
    heading = f"spent beyond {comparison.baseline} [{comparison.currency}]"
    table = _table(heading, "mean", "planned", *["budget" for _ in budget])
    for strategy, spent in comparison.spending.items():
        if strategy != comparison.baseline:
            planned = comparison.planned[strategy]
            said = "depends on the run" if planned is None else format_number(planned)
            table.add_row(escape(strategy), format_interval(spent.mean, spent.half_width), said, *budget)
    return table


def basis(comparison: Comparison) -> str:
    """Return in a line what the numbers rest on."""
    count = len(comparison.replications[comparison.baseline].values)
    return (
        f"{count} replications of each strategy under common random numbers, seed {comparison.seed}. "
        f"Difference: from '{comparison.baseline}', paired. ± is a 95 % interval. "
        "VRF: times as many independent runs that would have been needed."
    )


def replications_table(replications: Replications, currency: str) -> "Table":
    """Return the table of one strategy's measures."""
    table = _table(replications.strategy, "mean", "unit", "defined in")
    count = len(replications.values)
    for column, measure in enumerate(replications.measures):
        known = estimate(replications.values[:, column])
        if known.replications == 0:
            continue
        unit = unit_in(measure.unit, currency)
        value = format_interval(known.mean, known.half_width)
        table.add_row(measure.title, value, "" if unit == "1" else unit, f"{known.replications} of {count}")
    return table


def _table(title: str, *columns: str) -> "Table":
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left")
    table.add_column(escape(title), overflow="fold", min_width=16)
    for column in columns:
        in_words = column in ("", "unit")
        table.add_column(column, justify="left" if in_words else "right", no_wrap=not in_words)
    return table


def print_comparison(comparison: Comparison) -> None:
    """Print the tables of a comparison and what they rest on."""
    from rich.console import Console

    console = Console(highlight=False)
    for table in comparison_tables(comparison):
        console.print(table)
    console.print(basis(comparison))


def print_replications(replications: Replications, currency: str) -> None:
    """Print the measures of one strategy."""
    from rich.console import Console

    console = Console(highlight=False)
    console.print(replications_table(replications, currency))
    console.print(f"{len(replications.values)} replications; ± is a 95 % interval.")
