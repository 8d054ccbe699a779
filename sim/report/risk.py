"""Variability and risk in a report: how far quality and output spread, and how bad the bad cases are."""

from dataclasses import dataclass

from sim.experiments.findings import Comparison
from sim.experiments.telling import telling_of
from sim.report.cells import BETTER, GOOD_OR_BAD, cell, known_of, percent, replications_of, words_of

RISKS = {
    "Bad weeks": ("throughput_week_p10", "throughput_week_es10"),
    "Bad work": ("quality_p05", "quality_es05"),
    "Late work": ("late_share", "tardiness_es05"),
    "Spread between tasks": ("quality_spread",),
    "Spread between weeks": ("quality_week_spread", "throughput_week_spread"),
    "Spread between people": ("quality_person_spread",),
}
"""What is looked at, and the measures that tell it."""


@dataclass(frozen=True, slots=True)
class RiskCell:
    """What a table says of one strategy."""

    difference: str
    words: str
    colour: str | None


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A measure of variability or risk: the baseline's level, and what each strategy changes.

    Attributes:
        about: what it tells; ``""`` where the row above tells the same.
        title, unit, better: of the measure.
        level: of the baseline.
        cells: of the other strategies, in order.
    """

    about: str
    title: str
    unit: str
    better: str
    level: str
    cells: list[RiskCell]


def risk_rows(comparison: Comparison) -> list[RiskRow]:
    """Return the rows of the measures that mean something in the scenario."""
    rows = []
    there = comparison.differences[comparison.baseline]
    for about, names in RISKS.items():
        known = [name for name in names if name in there and name not in comparison.meaningless]
        rows += [_row(comparison, name, about if not place else "") for place, name in enumerate(known)]
    return rows


def _row(comparison: Comparison, name: str, about: str) -> RiskRow:
    base = comparison.differences[comparison.baseline][name]
    told = telling_of(base.measure, comparison.currency)
    others = [strategy for strategy in comparison.differences if strategy != comparison.baseline]
    return RiskRow(
        about,
        base.measure.title,
        told.unit,
        BETTER[base.measure.direction],
        cell(told.of(base.level), replications_of(comparison)),
        [_cell(comparison, strategy, name) for strategy in others],
    )


def _cell(comparison: Comparison, strategy: str, name: str) -> RiskCell:
    found = comparison.differences[strategy][name]
    told = telling_of(found.measure, comparison.currency)
    gap = cell(told.of(found.difference), replications_of(comparison), signed=True)
    share = percent(comparison, strategy, name)
    words = ", ".join(word for word in (share, words_of(comparison, strategy, name)) if word)
    colour = GOOD_OR_BAD.get((known_of(comparison, strategy, name), found.measure.direction))
    return RiskCell(gap, words, colour)
