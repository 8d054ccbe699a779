"""Findings on the terminal: one small table a measure, readable at 80 columns, plain where nobody watches."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.experiments.defined import left_out_in_words
from sim.experiments.fairness import over_budget, share_of_budget
from sim.experiments.findings import Comparison, Replications
from sim.experiments.telling import telling_of
from sim.experiments.wording import format_number
from sim.measures.registry import grouped
from sim.report.basis import basis
from sim.report.cells import BETTER, GOOD_OR_BAD, cell, known_of, percent, replications_of, words_of
from sim.scenario.telling.wording import count
from sim.statistics.estimate import FEWEST, estimate

if TYPE_CHECKING:
    from rich.table import Table

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

    The columns of all measures stand under each other; where there is not room for all, percentages are
    left out, then the strategies and the words are broken into lines, the numbers are not.

    Args:
        comparison: what was found.
        width: of the terminal [columns].
    """
    blocks = _blocks(comparison, with_percent=True)
    if not _fits(blocks, width):
        blocks = _blocks(comparison, with_percent=False)
    widths = _widths(blocks, width)
    for heading, lines in blocks.items():
        yield _measure_table(heading, lines, widths)
    yield _spending_table(comparison)


def _heading(comparison: Comparison, name: str) -> str:
    measure = comparison.differences[comparison.baseline][name].measure
    better = BETTER[measure.direction]
    unit = telling_of(measure, comparison.currency).unit
    return f"{measure.title} [{unit}]" + (f", {better}" if better else "")


def _blocks(comparison: Comparison, *, with_percent: bool) -> dict[str, list[Line]]:
    """Return the lines of each measure's table, by its heading."""
    return {
        _heading(comparison, name): _lines(comparison, name, with_percent=with_percent)
        for name in comparison.foreground
    }


def _lines(comparison: Comparison, name: str, *, with_percent: bool) -> list[Line]:
    said = {each: percent(comparison, each, name) for each in comparison.differences if with_percent}
    percents = {each: f"({words})" for each, words in said.items() if words}
    room = max(map(len, percents.values()), default=-1) + 1
    return [
        _line(comparison, strategy, name, f"{percents.get(strategy, ''):>{room}}" if room else "")
        for strategy in comparison.differences
    ]


def _line(comparison: Comparison, strategy: str, name: str, percents: str) -> Line:
    """Return a line of a table; ``percents`` stand behind the difference, padded to one width."""
    found, number = comparison.differences[strategy][name], replications_of(comparison)
    told = telling_of(found.measure, comparison.currency)
    level = cell(told.of(found.level), number)
    if strategy == comparison.baseline:
        return Line((strategy, level, "", "baseline"), "dim")
    gap = cell(told.of(found.difference), number, signed=True)
    colour = GOOD_OR_BAD.get((known_of(comparison, strategy, name), found.measure.direction))
    return Line((strategy, level, f"{gap}{percents}", words_of(comparison, strategy, name)), colour)


def _rows(blocks: Mapping[str, Sequence[Line]]) -> list[tuple[str, ...]]:
    return [HEAD, *(line.cells for lines in blocks.values() for line in lines)]


def _fits(blocks: Mapping[str, Sequence[Line]], width: int) -> bool:
    """Tell whether the tables need no more columns of the terminal than there are."""
    return sum(max(map(len, cells)) + GAP for cells in zip(*_rows(blocks), strict=True)) <= width


def _widths(blocks: Mapping[str, Sequence[Line]], width: int) -> list[int]:
    """Return the width of each column of the tables of measures; none where the terminal is too narrow."""
    rows = _rows(blocks)
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
    over = over_budget(comparison)
    columns = ["mean", "planned", *(["of the budget"] if budget else []), *([""] if over else [])]
    table = _table(heading, *columns)
    for strategy, spent in comparison.spending.items():
        if strategy != comparison.baseline:
            planned = comparison.planned[strategy]
            said = "depends on the run" if planned is None else format_number(planned)
            share = [share_of_budget(spent, budget)] if budget else []
            mark = ["[red]over budget[/]" if strategy in over else ""] if over else []
            mean = cell(spent, replications_of(comparison))
            table.add_row(escape(strategy), mean, said, *share, *mark)
    return table


def replications_table(replications: Replications, currency: str, left_out: Mapping[str, str]) -> "Table":
    """Return the table of one strategy's measures, without those that are left out."""
    count_of_all = len(replications.values)
    levels = {
        measure.name: telling_of(measure, currency).of(estimate(replications.values[:, column]))
        for column, measure in enumerate(replications.measures)
        if measure.name not in left_out
    }
    is_partial = any(known.replications < count_of_all for known in levels.values())
    table = _table(replications.strategy, "mean", "unit", *(["defined in"] if is_partial else []))
    for group in grouped(measure for measure in replications.measures if measure.name in levels):
        table.add_section()
        for measure in group:
            known = levels[measure.name]
            defined = [f"{known.replications} of {count_of_all}"] if is_partial else []
            unit = telling_of(measure, currency).unit
            table.add_row(measure.title, cell(known, count_of_all), unit, *defined)
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


BEYOND = (
    "An interval that reaches below zero, or above 100 %, is as wide as so few replications make it; what is "
    "impossible is not cut off."
)


def beyond_the_possible(replications: Replications, left_out: Collection[str]) -> bool:
    """Tell whether an interval reaches where no mean can be: below zero, or a share or score above 1.

    It is not cut: ± would no longer be half of it, and it would look surer than it is.
    """
    for column, measure in enumerate(replications.measures):
        known = estimate(replications.values[:, column])
        if measure.name in (*left_out, "margin") or known.replications < FEWEST:
            continue
        if known.low < 0.0 or (measure.unit == "1" and known.high > 1.0):
            return True
    return False


def print_replications(
    replications: Replications, currency: str, left_out: Mapping[str, str], measured: str
) -> None:
    """Print the measures of one strategy, without those that are left out.

    Args:
        replications: what it gave.
        currency: of money.
        left_out: measures that mean nothing, with the reason.
        measured: over what, in a sentence.
    """
    from rich.console import Console

    console = Console(highlight=False)
    console.print(replications_table(replications, currency, left_out))
    number = len(replications.values)
    said = "no intervals" if number < FEWEST else "± is half of a 95 % interval"
    console.print(f"\n{count(number, 'replication')}; {said}. {measured}")
    if beyond_the_possible(replications, left_out):
        console.print(BEYOND)
    if left_out:
        console.print(left_out_in_words(left_out, replications.measures), markup=False)
