"""What a comparison says, in sentences that a strategist can read aloud.

Every claim carries its paired interval and the number of replications behind it.  No strategy is called
the best: each is compared with the baseline only, at its own confidence.
"""

from collections.abc import Sequence
from enum import Enum, auto

from sim.experiments.fairness import on_spending
from sim.experiments.findings import Comparison, Difference
from sim.experiments.precision import FEWEST, replications_for_half_width
from sim.experiments.telling import Telling, singular, spoken_title, telling_of
from sim.experiments.wording import NOISE, format_number, format_quantity
from sim.measures.measure import Direction
from sim.scenario.telling.wording import effort, listed

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


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

    Then a sentence for each other measure of the foreground, how many replications would show what
    matters, what was spent, and what the numbers are.
    """
    if not _candidates(comparison) or _replications(comparison) < FEWEST:
        return (headline(comparison),)
    lead = leading(comparison)
    others = [name for name in comparison.foreground if name != lead]
    return (
        headline(comparison),
        *(f"{_capital(_judgement(comparison, name))}." for name in others),
        *_on_precision(comparison),
        *on_spending(comparison),
        _basis(comparison),
    )


def headline(comparison: Comparison) -> str:
    """Return in one sentence what the strategies do to the leading measure."""
    if not _candidates(comparison):
        return f"Only '{comparison.baseline}' was run: there is nothing to compare it with."
    if _replications(comparison) < FEWEST:
        return "One replication cannot tell a difference from chance; run at least 2."
    return f"Compared with '{comparison.baseline}', {_judgement(comparison, leading(comparison))}."


def leading(comparison: Comparison) -> str:
    """Return the measure of the headline: the first of the foreground of which more or less is better."""
    measures = comparison.differences[comparison.baseline]
    with_side = (
        name for name in comparison.foreground if measures[name].measure.direction is not Direction.NEITHER
    )
    return next(with_side, comparison.foreground[0])


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
    """Return what the strategies do to a measure: wanted changes first, then unwanted, then the rest."""
    measure = comparison.differences[comparison.baseline][name].measure
    order = list(Finding)
    if measure.direction is Direction.SMALLER:
        order[:2] = Finding.LOWER, Finding.HIGHER
    groups = _groups(comparison, name)
    said = [kind for kind in order if groups[kind]]
    title = _title(comparison, name)
    if len(said) == 1 and len(_candidates(comparison)) > 1:
        return _of_all(comparison, name, said[0], title)
    clauses: list[str] = []
    with_unit = True
    for kind in said:
        clauses.append(_clause(comparison, name, kind, groups[kind], "it" if clauses else title, with_unit))
        with_unit = with_unit and kind in (Finding.SAME, Finding.UNKNOWN)
    return "; ".join(clauses)


def _groups(comparison: Comparison, name: str) -> dict[Finding, list[str]]:
    groups: dict[Finding, list[str]] = {kind: [] for kind in Finding}
    matters_from = comparison.matters_from.get(name, 0.0)
    for strategy in _candidates(comparison):
        groups[finding(comparison.differences[strategy][name], matters_from)].append(strategy)
    return groups


def _of_all(comparison: Comparison, name: str, kind: Finding, what: str) -> str:
    """Return what all strategies, two or more, do to a measure alike."""
    names = _candidates(comparison)
    all_of_them = "both strategies" if len(names) == 2 else f"all {_spelt(len(names))} strategies"
    if kind is Finding.UNKNOWN:
        return f"too few replications define {what} under {all_of_them}"
    if kind is Finding.SAME:
        return f"{all_of_them} leave {what} exactly as it is"
    numbers = _measured(comparison, name, names, with_unit=True)
    if kind is Finding.UNCLEAR:
        neither = "neither strategy" if len(names) == 2 else "no strategy"
        return f"{neither} makes a clear difference to {what}: {numbers}"
    return f"{all_of_them} {_does(comparison, name, kind, what)}: {numbers}"


def _clause(
    comparison: Comparison, name: str, kind: Finding, strategies: Sequence[str], what: str, with_unit: bool
) -> str:
    s = "s" if len(strategies) == 1 else ""
    if kind is Finding.UNKNOWN:
        return f"for {_quoted(strategies)} too few replications define {what}"
    if kind is Finding.SAME:
        return f"{_quoted(strategies)} leave{s} {what} exactly as it is"
    measured = _measured(comparison, name, strategies, with_unit=with_unit)
    if kind is Finding.UNCLEAR:
        return f"{measured} make{s} no clear difference to {what}"
    return f"{measured} {_does(comparison, name, kind, what, s)}"


def _does(comparison: Comparison, name: str, kind: Finding, what: str, s: str = "") -> str:
    """Return the verb of a clear or small change; ``s`` is the ending of the singular."""
    if kind is Finding.TOO_SMALL:
        least = _quantity(comparison, name, comparison.matters_from[name])
        return f"change{s} {what} by too little to matter (less than {least})"
    return f"clearly {'raise' if kind is Finding.HIGHER else 'lower'}{s} {what}"


def _measured(comparison: Comparison, name: str, strategies: Sequence[str], *, with_unit: bool) -> str:
    """Return the strategies with their differences; the unit stands behind the first one."""
    return listed(
        _with_difference(comparison, strategy, name, with_unit=with_unit and place == 0)
        for place, strategy in enumerate(strategies)
    )


def _with_difference(comparison: Comparison, strategy: str, name: str, *, with_unit: bool) -> str:
    found = comparison.differences[strategy][name]
    told = _telling(comparison, name)
    gap = told.of(found.difference)
    unit = told.spoken_difference if with_unit else ""
    words = format_quantity(gap.mean, gap.half_width, unit, signed=True)
    if gap.replications < _replications(comparison):
        words += f", defined in {gap.replications} replications"
    return f"'{strategy}' ({words})"


def _quantity(comparison: Comparison, name: str, number: float) -> str:
    """Return a difference that matters, as one says it; a time below an hour in minutes."""
    told = _telling(comparison, name)
    if told.spoken_difference == "hours":
        return effort(number)
    amount = told.factor * number
    return format_quantity(
        amount, 0.0, singular(told.spoken_difference) if amount == 1.0 else told.spoken_difference
    )


def _title(comparison: Comparison, name: str) -> str:
    return spoken_title(comparison.differences[comparison.baseline][name].measure)


def _telling(comparison: Comparison, name: str) -> Telling:
    return telling_of(comparison.differences[comparison.baseline][name].measure, comparison.currency)


# --- the whole comparison -----------------------------------------------------------------------


def _on_precision(comparison: Comparison) -> list[str]:
    """Say how many replications would show the smallest difference that matters, where it is not clear."""
    lead = leading(comparison)
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
        f"{_quantity(comparison, lead, matters_from)} in {_title(comparison, lead)}."
    ]


def _basis(comparison: Comparison) -> str:
    gap = comparison.differences[comparison.baseline][comparison.foreground[0]].difference
    return (
        f"In brackets: the difference from '{comparison.baseline}' and half of its "
        f"{100.0 * gap.confidence:g} % interval, over {format_number(_replications(comparison))} paired "
        "replications. Each interval stands for itself: which strategy is the best of all was not tested."
    )


def _candidates(comparison: Comparison) -> list[str]:
    return [name for name in comparison.replications if name != comparison.baseline]


def _replications(comparison: Comparison) -> int:
    return len(comparison.replications[comparison.baseline].values)


def _quoted(names: Sequence[str]) -> str:
    return listed(f"'{name}'" for name in names)


def _spelt(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def _capital(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]
