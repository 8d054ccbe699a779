"""What head counts alone would have said, beside what was simulated, in tables and in words."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.experiments.findings import Comparison, Gap
from sim.experiments.telling import spoken_title, telling_of
from sim.experiments.wording import format_number
from sim.report.cells import cell, replications_of
from sim.scenario.telling.wording import count, listed
from sim.statistics.estimate import FEWEST, Estimate

if TYPE_CHECKING:
    from rich.table import Table

TITLE = "What head counts alone would have said"
WIDTHS = (27, 11, 15, 17)
"""Columns of the terminal for strategies and parts, and for the three numbers; with the gaps between: 79."""
NOTHING = 1e-9
"""Share of a forecast below which a part of the gap is rounding of the computer."""


@dataclass(frozen=True, slots=True)
class GapLine:
    """What is said of one strategy and one measure, in numbers on the scale of the measure's unit.

    Attributes:
        strategy: its name.
        forecast, simulated, gap: in figures.
        parts: what makes up the gap, each with its figures; only those that are not nothing.
    """

    strategy: str
    forecast: str
    simulated: str
    gap: str
    parts: Sequence[tuple[str, str]]


def shown(comparison: Comparison) -> list[str]:
    """Return the measures of the foreground of which head counts say something, in order."""
    return [
        name for name in comparison.foreground if any(name in found for found in comparison.gaps.values())
    ]


def lines(comparison: Comparison, name: str) -> list[GapLine]:
    """Return what is said of each strategy on one measure."""
    return [
        _line(comparison, strategy, found[name])
        for strategy, found in comparison.gaps.items()
        if name in found
    ]


def heading(comparison: Comparison, name: str) -> tuple[str, str]:
    """Return title and unit of a measure."""
    measure = comparison.differences[comparison.baseline][name].measure
    return measure.title, telling_of(measure, comparison.currency).unit


def _line(comparison: Comparison, strategy: str, gap: Gap) -> GapLine:
    told = telling_of(gap.measure, comparison.currency)
    number = replications_behind(comparison)

    def figures(known: Estimate, *, signed: bool = False) -> str:
        return cell(told.of(known), number, signed=signed)

    least = NOTHING * abs(gap.forecast)
    parts = [
        (part, known) for part, known in gap.parts.items() if max(abs(known.mean), _spread(known)) > least
    ]
    return GapLine(
        strategy,
        format_number(told.factor * gap.forecast),
        figures(gap.simulated),
        figures(gap.gap, signed=True),
        [(part, figures(known, signed=True)) for part, known in parts],
    )


def _spread(known: Estimate) -> float:
    return known.half_width if math.isfinite(known.half_width) else 0.0


def replications_behind(comparison: Comparison) -> int:
    """Return over how many replications the gaps hold."""
    return comparison.split or min(len(each.values) for each in comparison.replications.values())


def gap_tables(comparison: Comparison) -> "Iterator[Table]":
    """Yield a table for each measure of the foreground of which head counts say something.

    Below each strategy stands what makes up its gap; the tables fit into 80 columns.
    """
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    for name in shown(comparison):
        title, unit = heading(comparison, name)
        table = Table(
            box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, title_justify="left", title_style="bold",
            title=escape(f"{TITLE}: {title} [{unit}]"),
        )  # fmt: skip
        table.add_column("", overflow="fold", width=WIDTHS[0])
        for column, width in zip(("head counts", "simulated", "gap"), WIDTHS[1:], strict=True):
            table.add_column(column, justify="right", overflow="fold", width=width)
        for line in lines(comparison, name):
            table.add_row(escape(line.strategy), line.forecast, line.simulated, line.gap)
            for part, figures in line.parts:
                table.add_row(f"  {part}", "", "", figures, style="dim")
        yield table


def basis_of_gaps(comparison: Comparison, names: Sequence[str]) -> str:
    """Return in a few sentences what head counts are, and what the gaps on some measures rest on."""
    number = replications_behind(comparison)
    first = count(number, "replication")
    over = f"the first {first}" if number < replications_of(comparison) else first
    sentences = (
        "Head counts: hours times speed, without queues, luck, rework, ramps and feedback; each lever alone "
        "and in full from its date on, the effects added.",
        f"Simulated and gap: over {over}" + ("." if number < FEWEST else "; ± is half of a 95 % interval."),
        "The parts add up to the gap." if comparison.split else "With --split N the gap is split into parts.",
        parts_by_luck(comparison, names),
    )
    return " ".join(sentence for sentence in sentences if sentence)


def parts_by_luck(comparison: Comparison, names: Sequence[str]) -> str:
    """Say of which gaps the parts are not told from luck yet, and which ``--split`` would do; else ``""``.

    They are not where the interval of one reaches farther than the whole gap, or than the gap's own interval
    where that is wider.  Half-widths shrink with the root of the number of replications.
    """
    short: dict[str, list[str]] = {}
    needed = 0.0
    for name in names:
        for strategy, found in comparison.gaps.items():
            gap = found.get(name)
            if gap is None or not gap.parts or gap.gap.replications < FEWEST:
                continue
            reach = max(abs(gap.gap.mean), gap.gap.half_width)
            widest = max(part.half_width for part in gap.parts.values())
            if widest > reach > 0.0:
                short.setdefault(heading(comparison, name)[0], []).append(f"'{strategy}'")
                needed = max(needed, gap.gap.replications * (widest / reach) ** 2)
    if not short:
        return ""
    which = "; ".join(
        f"{title} under {listed(those) if len(those) < len(comparison.gaps) else 'every strategy'}"
        for title, those in short.items()
    )
    number = math.ceil(needed)
    also = f" (and --replications {number})" if number > replications_of(comparison) else ""
    return (
        f"Parts that are not told from luck yet, as an interval is wider than the whole gap: {which}; about "
        f"--split {number} would do{also}."
    )


def gap_in_words(comparison: Comparison, strategy: str, name: str) -> str:
    """Return in a sentence what head counts would have said of a strategy, and what they miss."""
    gap = comparison.gaps[strategy][name]
    line = _line(comparison, strategy, gap)
    unit = telling_of(gap.measure, comparison.currency).spoken
    title = spoken_title(gap.measure)
    forecast = f"{line.forecast} {unit}".strip()
    said = (
        f"'{strategy}': head counts alone would have said {forecast} for {title}; simulated {line.simulated}"
    )
    if not line.parts:
        return f"{said}."
    parts = listed([f"{part} {figures}" for part, figures in line.parts])
    return f"{said}; of the gap of {line.gap}, {parts}."


def headline_gaps(comparison: Comparison) -> list[str]:
    """Return that sentence for each strategy on the first measure of which head counts say something."""
    names = shown(comparison)
    told = [each for each, found in comparison.gaps.items() if names and names[0] in found]
    return [gap_in_words(comparison, each, names[0]) for each in told]


def gap_json(comparison: Comparison, strategy: str) -> dict[str, object]:
    """Return the gaps of a strategy on all measures of which head counts say something, for machines."""
    return {
        name: {
            "forecast": gap.forecast,
            "simulated": _plain(gap.simulated),
            "gap": _plain(gap.gap),
            "parts": {part: _plain(known) for part, known in gap.parts.items()},
            "words": gap_in_words(comparison, strategy, name),
        }
        for name, gap in comparison.gaps.get(strategy, {}).items()
    }


def _plain(known: Estimate) -> dict[str, float]:
    return {"mean": known.mean, "half_width": known.half_width, "replications": known.replications}


def print_gaps(comparison: Comparison) -> None:
    """Print the table of the first measure, and what it rests on; the report has the others."""
    from rich.console import Console

    names = shown(comparison)
    if not names:
        return
    console = Console(highlight=False)
    console.print()
    console.print(next(iter(gap_tables(comparison))))
    others = [heading(comparison, name)[0] for name in names[1:]]
    also = f"  The report says the same of {listed(others)}." if others else ""
    console.print(f"\n{basis_of_gaps(comparison, names[:1])}{also}", markup=False)
