"""Which strategy is the best: the table behind the guarantee."""

from dataclasses import dataclass

from sim.experiments.findings import Comparison
from sim.experiments.judgement import what_matters
from sim.experiments.selection import Decision
from sim.experiments.telling import telling_of
from sim.experiments.wording import decimals_of, format_number

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a strategy is ahead of the best of the others.

    Attributes:
        strategy: its name.
        ahead: from what to what, in words.
        known: what that says.
    """

    strategy: str
    ahead: str
    known: str


def standings(comparison: Comparison) -> list[Standing]:
    """Return how far each contender is ahead of the best of the others, all intervals together."""
    found = comparison.selection
    if found is None:
        return []
    factor = telling_of(found.measure, comparison.currency).factor
    widths = [factor * (high - low) for low, high in found.ahead.values() if high > low]
    decimals = decimals_of(0.5 * max(widths)) if widths else 0
    return [
        Standing(name, _range(factor * low, factor * high, decimals), _known(comparison, name))
        for name, (low, high) in found.ahead.items()
    ]


def unit_ahead(comparison: Comparison) -> str:
    """Return the title of the leading measure with the unit of its differences."""
    found = comparison.selection
    if found is None:
        return ""
    return f"{found.measure.title} [{telling_of(found.measure, comparison.currency).of_difference}]"


def basis_of_choice(comparison: Comparison) -> str:
    """Return in a sentence how the choice was made."""
    found = comparison.selection
    if found is None:
        return ""
    least = what_matters(comparison, found.measure.name, found.matters_from)
    assumed = " (assumed)" if found.measure.name in comparison.matters_assumed else ""
    sure = f"{100.0 * found.confidence:g} %"
    intervals = (
        f"Ahead is better, whichever way better is. All intervals hold together at {sure} (multiple "
        "comparisons with the best, Edwards & Hsu 1983)"
    )
    smallest = f"a smallest difference that matters of {least}{assumed}"
    if found.by_contest:
        return (
            f"The choice is made at {sure} with {smallest} ({found.procedure.words}): a contest asks which "
            f"strategy is the best, which takes fewer runs than to tell by how much.  {intervals}."
        )
    return f"{intervals}, and the choice is made from them, with {smallest}."


def selection_json(comparison: Comparison) -> Json | None:
    """Return what is known of the best strategy, for machines."""
    found = comparison.selection
    if found is None:
        return None
    return {
        "measure": found.measure.name,
        "matters_from": found.matters_from,
        "confidence": found.confidence,
        "procedure": found.procedure.value,
        "decision": found.decision.value,
        "chosen": list(found.chosen),
        "contenders": list(found.contenders),
        "further_runs": found.further,
        "ahead": {name: {"low": low, "high": high} for name, (low, high) in found.ahead.items()},
        "estimated_chance": found.chance,
        "is_certified": found.is_certified,
    }


def _range(low: float, high: float, decimals: int) -> str:
    ends = (format_number(end, decimals, signed=True) for end in (low, high))
    return " to ".join(dict.fromkeys(ends))


def _known(comparison: Comparison, strategy: str) -> str:
    found = comparison.selection
    if found is None:
        return ""
    low, high = found.ahead[strategy]
    if found.decision is Decision.EQUAL and strategy in found.chosen:
        return "practically equal"
    if found.by_contest and low < 0.0 < high:
        return "chosen" if strategy in found.chosen else "left the contest"
    if low == 0.0:
        return "surely the best"
    return "surely not the best" if high == 0.0 else "may be the best"
