"""Findings on the terminal: one small table a measure, readable at 80 columns, plain where nobody watches."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
BETTER = {Direction.LARGER: "larger is better", Direction.SMALLER: "smaller is better", Direction.NEITHER: ""}
"""Which way is better, in words."""
HEAD = ("", "level", "difference", "", "VRF")
WORDS = 3
"""Place of the words in a line."""
GAP = 3
"""Columns of the terminal between two columns of a table."""
NAMES_AT_LEAST = 16
"""Columns that names of strategies keep before the words are broken."""
FEWEST_LETTERS = 8
"""Columns that names keep in any case, before numbers are broken too."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a table says of one strategy: name, level, difference, words, variance reduction factor."""

    cells: tuple[str, str, str, str, str]
    style: str | None = None
    """Of the words, beside what they say; ``dim`` for the whole line of the baseline."""


def comparison_tables(comparison: Comparison, width: int = 80) -> "Iterator[Table]":
    """Yield a table for each measure of the foreground, then one of what was spent.

    The columns of all measures stand under each other; where there is not room for all, the strategies
    and the words are broken into lines, the numbers are not.

    Args:
        comparison: what was found.
        width: of the terminal [columns].
    """
    blocks = {_heading(comparison, name): _lines(comparison, name) for name in comparison.foreground}
    widths = _widths(blocks, width)
    for heading, lines in blocks.items():
        yield _measure_table(heading, lines, widths)
    yield _spending_table(comparison)


def _heading(comparison: Comparison, name: str) -> str:
    measure = comparison.differences[comparison.baseline][name].measure
    unit = "0-1" if measure.unit == "1" else unit_in(measure.unit, comparison.currency)
    better = BETTER[measure.direction]
    return f"{measure.title} [{unit}]" + (f", {better}" if better else "")


def _lines(comparison: Comparison, name: str) -> list[Line]:
    return [_line(comparison, strategy, name) for strategy in comparison.differences]


def _line(comparison: Comparison, strategy: str, name: str) -> Line:
    found = comparison.differences[strategy][name]
    level = format_interval(found.level.mean, found.level.half_width)
    if strategy == comparison.baseline:
        return Line((strategy, level, "", "baseline", ""), "dim")
    known = finding(found, comparison.matters_from.get(name, 0.0))
    gap = format_interval(found.difference.mean, found.difference.half_width, signed=True)
    count = len(comparison.replications[comparison.baseline].values)
    words = IN_WORDS[known] + pairs_in_words(found, count)
    colour = GOOD_OR_BAD.get((known, found.measure.direction))
    return Line((strategy, level, gap, words, reduction_in_words(found)), colour)


def pairs_in_words(found: Difference, count: int) -> str:
    """Return how many pairs stand behind a difference, where fewer replications than all define it."""
    pairs = found.difference.replications
    return "" if pairs == count else f" ({pairs} of {count})"


def _widths(blocks: Mapping[str, Sequence[Line]], width: int) -> list[int]:
    """Return the width of each column of the tables of measures; none where the terminal is too narrow."""
    rows = [HEAD, *(line.cells for lines in blocks.values() for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    words = max(len(word) for row in rows for word in row[WORDS].split() or [""])
    for place, least in ((0, NAMES_AT_LEAST), (WORDS, words), (0, FEWEST_LETTERS)):
        excess = sum(widths) + GAP * len(widths) - width
        widths[place] = max(min(least, widths[place]), widths[place] - max(0, excess))
    return widths if sum(widths) + GAP * len(widths) <= width else []


def _measure_table(heading: str, lines: Sequence[Line], widths: Sequence[int]) -> "Table":
    from rich.markup import escape

    table = _table(heading, *HEAD[1:], widths=widths)
    for line in lines:
        cells = [escape(cell) for cell in line.cells]
        if line.style and line.style != "dim":
            cells[WORDS] = f"[{line.style}]{cells[WORDS]}[/]"
        table.add_row(*cells, style="dim" if line.style == "dim" else None)
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
    confidence = next(iter(comparison.differences[comparison.baseline].values())).difference.confidence
    return (
        f"{count} replications of each strategy under common random numbers, seed {comparison.seed}. "
        f"Difference: from '{comparison.baseline}', paired. "
        f"± is a {100.0 * confidence:g} % interval. "
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


def _table(title: str, *columns: str, widths: Sequence[int] = ()) -> "Table":
    """Return an empty table; columns are as wide as their content unless widths are given."""
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    table = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        show_edge=False,
        title=escape(title),
        title_style="bold",
        title_justify="left",
    )
    known: Sequence[int | None] = widths or [None] * (1 + len(columns))
    table.add_column("", overflow="fold", width=known[0])
    for column, width in zip(columns, known[1:], strict=True):
        in_words = column in ("", "unit")
        table.add_column(column, justify="left" if in_words else "right", overflow="fold", width=width)
    return table


def print_comparison(comparison: Comparison) -> None:
    """Print the tables of a comparison and what they rest on."""
    from rich.console import Console

    console = Console(highlight=False)
    for table in comparison_tables(comparison, console.width):
        console.print(table)
        console.print()
    console.print(basis(comparison))


def print_replications(replications: Replications, currency: str) -> None:
    """Print the measures of one strategy."""
    from rich.console import Console

    console = Console(highlight=False)
    console.print(replications_table(replications, currency))
    console.print(f"\n{len(replications.values)} replications; ± is a 95 % interval.")
