"""What a comparison says, in sentences that a strategist can read aloud.

Every claim carries its paired interval and the number of replications behind it.  No strategy is called
the best: each is compared with the baseline only, at its own confidence.
"""

from collections.abc import Sequence
from enum import Enum, auto

from sim.experiments.findings import Comparison, Difference
from sim.experiments.precision import FEWEST, replications_for_half_width
from sim.experiments.wording import NOISE, format_number, format_quantity, unit_in
from sim.measures.measure import Direction

JUDGED = ("throughput", "quality_spread", "cost_per_good_task")
"""Measures that a verdict speaks of, after the first of the foreground."""


class Finding(Enum):
    """What is known of a difference from the baseline."""

    HIGHER = auto()
    LOWER = auto()
    TOO_SMALL = auto()
    UNCLEAR = auto()
    SAME = auto()
    UNKNOWN = auto()


def verdict(comparison: Comparison) -> tuple[str, ...]:
    """Return the verdict, the headline first.

    Then a sentence for each other measure of ``JUDGED``, how many replications would show what matters,
    what was spent, and what the intervals do not say.
    """
    if not _candidates(comparison) or _replications(comparison) < FEWEST:
        return (headline(comparison),)
    known = comparison.differences[comparison.baseline]
    others = [name for name in JUDGED if name in known and name != comparison.foreground[0]]
    return (
        headline(comparison),
        *(f"{_judgement(comparison, name)}." for name in others),
        *_on_precision(comparison),
        *_on_spending(comparison),
        "Each interval stands for itself: which strategy is the best of all has not been tested.",
    )


def headline(comparison: Comparison) -> str:
    """Return in one sentence what the strategies do to the first measure of the foreground."""
    if not _candidates(comparison):
        return f"Only '{comparison.baseline}' was run: there is nothing to compare it with."
    number = _replications(comparison)
    if number < FEWEST:
        return "One replication cannot tell a difference from chance; run at least 2."
    lead = comparison.foreground[0]
    confidence = comparison.differences[comparison.baseline][lead].difference.confidence
    basis = f"difference from '{comparison.baseline}', {100.0 * confidence:g} % interval, "
    return f"{_judgement(comparison, lead)} ({basis}{number} paired replications)."


def finding(difference: Difference, matters_from: float = 0.0) -> Finding:
    """Return what is known of a difference from the baseline.

    *Clear* is a paired interval that leaves out zero.  *Too small to matter* is a clear difference
    below ``matters_from``, and any difference whose whole interval lies below it.
    """
    gap = difference.difference
    if gap.replications < FEWEST:
        return Finding.UNKNOWN
    farthest = max(abs(gap.low), abs(gap.high))
    if farthest <= NOISE * abs(difference.level.mean):
        return Finding.SAME
    if farthest < matters_from or (gap.is_clear and abs(gap.mean) < matters_from):
        return Finding.TOO_SMALL
    if not gap.is_clear:
        return Finding.UNCLEAR
    return Finding.HIGHER if gap.mean > 0.0 else Finding.LOWER


# --- one measure --------------------------------------------------------------------------------


def _judgement(comparison: Comparison, name: str) -> str:
    """Return what each strategy does to a measure: wanted changes first, then unwanted, then the rest."""
    measure = comparison.differences[comparison.baseline][name].measure
    groups = _groups(comparison, name)
    order = list(Finding)
    if measure.direction is Direction.SMALLER:
        order[:2] = Finding.LOWER, Finding.HIGHER
    wanted = order[:2] if measure.direction is Direction.NEITHER else order[:1]
    the_measure = f"the {measure.title}"
    opening = ""
    if len(_candidates(comparison)) > 1 and not any(groups[kind] for kind in wanted):
        verb = {Direction.LARGER: "raises", Direction.SMALLER: "lowers", Direction.NEITHER: "changes"}
        opening = f"No strategy clearly {verb[measure.direction]} {the_measure}: "
    clauses: list[str] = []
    for kind in order:
        if groups[kind]:
            what = "it" if opening or clauses else the_measure
            clauses.append(_clause(comparison, name, kind, groups[kind], what))
    sentence = opening + "; ".join(clauses)
    return sentence[0].upper() + sentence[1:]


def _groups(comparison: Comparison, name: str) -> dict[Finding, list[str]]:
    groups: dict[Finding, list[str]] = {kind: [] for kind in Finding}
    matters_from = comparison.matters_from.get(name, 0.0)
    for strategy in _candidates(comparison):
        groups[finding(comparison.differences[strategy][name], matters_from)].append(strategy)
    return groups


def _clause(comparison: Comparison, name: str, kind: Finding, strategies: Sequence[str], what: str) -> str:
    s = "s" if len(strategies) == 1 else ""
    named = _and([f"'{strategy}'" for strategy in strategies])
    if kind is Finding.UNKNOWN:
        return f"for {named} too few replications define {what}"
    if kind is Finding.SAME:
        return f"{named} leave{s} {what} exactly as it is"
    measured = _and([_with_difference(comparison, strategy, name) for strategy in strategies])
    if kind is Finding.TOO_SMALL:
        matter = _quantity(comparison, name, comparison.matters_from[name])
        return f"{measured} change{s} {what} by too little to matter (less than {matter})"
    if kind is Finding.UNCLEAR:
        return f"{measured} make{s} no clear difference to {what}"
    return f"{measured} clearly {'raise' if kind is Finding.HIGHER else 'lower'}{s} {what}"


def _with_difference(comparison: Comparison, strategy: str, name: str) -> str:
    difference = comparison.differences[strategy][name]
    gap = difference.difference
    unit = unit_in(difference.measure.unit, comparison.currency)
    words = format_quantity(gap.mean, gap.half_width, unit, signed=True)
    if gap.replications < _replications(comparison):
        words += f", defined in {gap.replications} replications"
    return f"'{strategy}' ({words})"


def _quantity(comparison: Comparison, name: str, number: float) -> str:
    measure = comparison.differences[comparison.baseline][name].measure
    return format_quantity(number, 0.0, unit_in(measure.unit, comparison.currency))


# --- the whole comparison -----------------------------------------------------------------------


def _on_precision(comparison: Comparison) -> list[str]:
    """Say how many replications would show the smallest difference that matters, where it is not clear."""
    lead = comparison.foreground[0]
    matters_from = comparison.matters_from.get(lead, 0.0)
    unclear = _groups(comparison, lead)[Finding.UNCLEAR]
    if not matters_from > 0.0 or not unclear:
        return []
    column = [measure.name for measure in comparison.replications[comparison.baseline].measures].index(lead)
    base = comparison.replications[comparison.baseline].values[:, column]
    needed = max(
        replications_for_half_width(comparison.replications[name].values[:, column] - base, matters_from) or 0
        for name in unclear
    )
    if needed <= _replications(comparison):
        return []
    return [
        f"About {format_number(needed)} replications would show a difference of "
        f"{_quantity(comparison, lead, matters_from)} where there is no clear one yet."
    ]


def _on_spending(comparison: Comparison) -> list[str]:
    """Say what the strategies cost beside the baseline, where there is a budget or they cost anything."""
    costs = {name: comparison.spending[name] for name in _candidates(comparison)}
    if comparison.budget is None and not any(cost.mean for cost in costs.values()):
        return []
    said = [
        f"'{name}' {format_quantity(cost.mean, cost.half_width, comparison.currency)}"
        for name, cost in costs.items()
    ]
    sentence = f"Spent beyond '{comparison.baseline}' over the whole run: {', '.join(said)}"
    if comparison.budget is not None:
        sentence += f"; the budget is {format_number(comparison.budget)} {comparison.currency}"
    return [f"{sentence}."]


def _candidates(comparison: Comparison) -> list[str]:
    return [name for name in comparison.replications if name != comparison.baseline]


def _replications(comparison: Comparison) -> int:
    return len(comparison.replications[comparison.baseline].values)


def _and(words: Sequence[str]) -> str:
    """Return the words as a list in a sentence.

    >>> _and(["a"]), _and(["a", "b"]), _and(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
