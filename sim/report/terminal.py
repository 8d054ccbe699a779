"""Findings on the terminal: one small table a measure, readable at 80 columns, plain where nobody watches."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.experiments.defined import left_out_in_words
from sim.experiments.fairness import share_of_budget
from sim.experiments.findings import Comparison, Difference, Replications
from sim.experiments.precision import estimate
from sim.experiments.telling import POINTS, telling_of
from sim.experiments.verdict import Finding, finding
from sim.experiments.wording import format_interval, format_number
from sim.measures.measure import Direction
from sim.scenario.telling.wording import count

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
HEAD = ("", "level", "difference", "")
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
    """What a table says of one strategy: name, level, difference, words."""

    cells: tuple[str, str, str, str]
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
    better = BETTER[measure.direction]
    unit = telling_of(measure, comparison.currency).unit
    return f"{measure.title} [{unit}]" + (f", {better}" if better else "")


def _lines(comparison: Comparison, name: str) -> list[Line]:
    return [_line(comparison, strategy, name) for strategy in comparison.differences]


def _line(comparison: Comparison, strategy: str, name: str) -> Line:
    found = comparison.differences[strategy][name]
    told = telling_of(found.measure, comparison.currency)
    level, gap = told.of(found.level), told.of(found.difference)
    said = format_interval(level.mean, level.half_width)
    if strategy == comparison.baseline:
        return Line((strategy, said, "", "baseline"), "dim")
    known = finding(found, comparison.matters_from.get(name, 0.0))
    words = IN_WORDS[known] + pairs_in_words(found, replications_of(comparison))
    colour = GOOD_OR_BAD.get((known, found.measure.direction))
    return Line((strategy, said, format_interval(gap.mean, gap.half_width, signed=True), words), colour)


def replications_of(comparison: Comparison) -> int:
    """Return how many replications each strategy has."""
    return len(comparison.replications[comparison.baseline].values)


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


def _spending_table(comparison: Comparison) -> "Table":
    from rich.markup import escape

    budget = comparison.budget
    heading = f"spent beyond {comparison.baseline} [{comparison.currency}]"
    if budget is not None:
        heading += f", budget {format_number(budget)}"
    table = _table(heading, "mean", "planned", *(["of the budget"] if budget else []))
    for strategy, spent in comparison.spending.items():
        if strategy != comparison.baseline:
            planned = comparison.planned[strategy]
            said = "depends on the run" if planned is None else format_number(planned)
            share = [share_of_budget(spent, budget)] if budget else []
            table.add_row(escape(strategy), format_interval(spent.mean, spent.half_width), said, *share)
    return table


def basis(comparison: Comparison) -> str:
    """Return in a few sentences what the numbers rest on."""
    first = comparison.differences[comparison.baseline]
    confidence = next(iter(first.values())).difference.confidence
    shares = any(first[name].measure.is_share for name in comparison.foreground)
    return " ".join(
        sentence
        for sentence in (
            f"{count(replications_of(comparison), 'replication')} of each strategy, all with the same luck, "
            f"seed {comparison.seed}.",
            f"Difference: from '{comparison.baseline}', paired; ± is half of a {100.0 * confidence:g} % "
            "interval.",
            f"Differences of shares are in {POINTS}." if shares else "",
            reductions(comparison),
        )
        if sentence
    )


def reductions(comparison: Comparison) -> str:
    """Return in a sentence what the shared luck is worth; nothing where no variance reduction is defined."""
    factors = [
        found.variance_reduction
        for differences in comparison.differences.values()
        for name, found in differences.items()
        if name in comparison.foreground and not math.isnan(found.variance_reduction)
    ]
    if not factors:
        return ""
    least, most = (f"{factor:,.1f}" for factor in (min(factors), max(factors)))
    return f"The shared luck is worth {least} to {most} times as many runs (variance reduction factor)."


def replications_table(replications: Replications, currency: str, left_out: Mapping[str, str]) -> "Table":
    """Return the table of one strategy's measures, without those that are left out."""
    count_of_all = len(replications.values)
    levels = [
        (measure, telling_of(measure, currency).of(estimate(replications.values[:, column])))
        for column, measure in enumerate(replications.measures)
        if measure.name not in left_out
    ]
    is_partial = any(known.replications < count_of_all for _, known in levels)
    table = _table(replications.strategy, "mean", "unit", *(["defined in"] if is_partial else []))
    for measure, known in levels:
        value = format_interval(known.mean, known.half_width)
        defined = [f"{known.replications} of {count_of_all}"] if is_partial else []
        table.add_row(measure.title, value, telling_of(measure, currency).unit, *defined)
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
    measures = [found.measure for found in comparison.differences[comparison.baseline].values()]
    for line in (left_out_in_words(comparison.left_out, measures), basis(comparison)):
        if line:
            console.print(line, markup=False)


def print_replications(replications: Replications, currency: str, left_out: Mapping[str, str]) -> None:
    """Print the measures of one strategy, without those that are left out."""
    from rich.console import Console

    console = Console(highlight=False)
    console.print(replications_table(replications, currency, left_out))
    console.print(f"\n{count(len(replications.values), 'replication')}; ± is half of a 95 % interval.")
    if left_out:
        console.print(left_out_in_words(left_out, replications.measures), markup=False)
