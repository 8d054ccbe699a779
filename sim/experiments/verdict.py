"""What a comparison says, in sentences that a strategist can read aloud.

The differences of the leading measure are told in full, each with its paired interval; those of the
others in a line each, as the tables have the rest.  A strategy is called the best only with a guarantee.
"""

from collections.abc import Sequence

from sim.experiments.demand import on_demand
from sim.experiments.dominance import on_dominance
from sim.experiments.fairness import on_budget, on_spending, on_the_cheapest, over_budget
from sim.experiments.findings import Comparison, paired
from sim.experiments.front import on_the_front
from sim.experiments.guarantee import is_decided, on_runs, on_selection
from sim.experiments.judgement import (
    Finding,
    groups,
    improving,
    in_full,
    in_one_line,
    pairs_of,
    quantity,
    title_of,
)
from sim.experiments.leading import leading
from sim.experiments.robust_words import on_robustness
from sim.experiments.skewed import on_skewness
from sim.experiments.wording import format_number
from sim.statistics.estimate import FEWEST
from sim.statistics.precision import POWER, replications_to_show
from sim.statistics.sequential import level_after_looking


def verdict(comparison: Comparison) -> tuple[str, ...]:
    """Return the verdict, the headline first: which strategy is the best, where that is decided.

    Then what the money does, a line for each other measure of the foreground, how many replications would
    show what matters, what was spent, and what the numbers are.  Strategies over the budget are named and
    left out of the rest, unless all are.
    """
    if not _candidates(comparison):
        return (headline(comparison),)
    over = on_budget(comparison)
    if _replications(comparison) < FEWEST:
        return (headline(comparison), *([f"{over}."] if over else []), *on_robustness(comparison))
    lead, counted = leading(comparison), _counted(comparison)
    others = (
        sentence
        for name in comparison.foreground
        if name != lead
        for sentence in (f"{in_one_line(comparison, name, counted)}.", *on_demand(comparison, name))
    )
    said, best = headline(comparison), on_selection(comparison)
    first = [*best, said] if is_decided(comparison) else [said, *best]
    return (
        *first,
        *([_beyond_the_budget(comparison, over)] if over else []),
        *on_the_cheapest(comparison, improving(comparison, lead, _within_budget(comparison))),
        *on_demand(comparison, lead),
        *others,
        *on_robustness(comparison),
        *on_dominance(comparison),
        *on_the_front(comparison),
        *_on_precision(comparison, lead, counted),
        *on_spending(comparison),
        *on_runs(comparison),
        _basis(comparison),
        *on_skewness(comparison, counted),
    )


def headline(comparison: Comparison) -> str:
    """Return in one sentence what the strategies do to the leading measure."""
    if not _candidates(comparison):
        return f"Only '{comparison.baseline}' was run: there is nothing to compare it with."
    if _replications(comparison) < FEWEST:
        return "One replication cannot tell a difference from chance; run at least 2."
    found = in_full(comparison, leading(comparison), _counted(comparison))
    none = "" if _within_budget(comparison) else "No strategy keeps to the budget. "
    return f"{none}Compared with '{comparison.baseline}', {found}."


def _beyond_the_budget(comparison: Comparison, over: str) -> str:
    """Say which strategies cost more than the budget, and what they would bring if not all do."""
    if not _within_budget(comparison):
        return f"{over}."
    found = in_full(comparison, leading(comparison), over_budget(comparison))
    return f"{over}; beyond it, {found}."


def _on_precision(comparison: Comparison, lead: str, strategies: Sequence[str]) -> list[str]:
    """Say how many replications would show the smallest difference that matters, where it is not clear."""
    unclear = groups(comparison, lead, strategies).get(Finding.UNCLEAR, [])
    matters_from = 0.0 if lead in comparison.matters_assumed else comparison.matters_from.get(lead, 0.0)
    if not matters_from > 0.0 or not unclear:
        return []
    column = [measure.name for measure in comparison.replications[comparison.baseline].measures].index(lead)
    base = comparison.replications[comparison.baseline]
    pairs = [paired(comparison.replications[name], base) for name in unclear]
    several = len(_candidates(comparison))
    needed = max(
        replications_to_show(own.values[:, column] - base.values[:, column], matters_from, several) or 0
        for own, base in pairs
    )
    if needed <= _replications(comparison):
        return []
    return [
        f"About {format_number(needed)} replications would show a difference of "
        f"{quantity(comparison, lead, matters_from)} in {title_of(comparison, lead)} with a probability of "
        f"{100.0 * POWER:g} %."
    ]


def _basis(comparison: Comparison) -> str:
    gap = comparison.differences[comparison.baseline][comparison.foreground[0]].difference
    several = len(_candidates(comparison)) > 1
    clear = ", what is called clear holds for all strategies together" if several else ""
    level = 100.0 * level_after_looking(gap.confidence)
    looked = f" (computed at {level:g} %, as runs went on by what was seen)" if comparison.looked else ""
    return (
        f"In brackets with ±: the difference from '{comparison.baseline}' and half of its "
        f"{100.0 * gap.confidence:g} % interval{looked}, over {_pairs(comparison)} paired replications; each "
        f"interval stands for itself{clear}.{_on_levels(comparison)}"
    )


def _on_levels(comparison: Comparison) -> str:
    """Say what the level of a strategy with fewer replications is."""
    base = _replications(comparison)
    fewer = [name for name in _candidates(comparison) if len(comparison.replications[name].values) < base]
    if not fewer:
        return ""
    return f" A level over fewer replications is that of '{comparison.baseline}' plus the difference."


def _pairs(comparison: Comparison) -> str:
    """Return over how many paired replications strategies are compared, from the fewest to the most."""
    numbers = [pairs_of(comparison, name) for name in _candidates(comparison)]
    return " to ".join(dict.fromkeys(format_number(number) for number in (min(numbers), max(numbers))))


def _candidates(comparison: Comparison) -> list[str]:
    return [name for name in comparison.replications if name != comparison.baseline]


def _within_budget(comparison: Comparison) -> list[str]:
    over = over_budget(comparison)
    return [name for name in _candidates(comparison) if name not in over]


def _counted(comparison: Comparison) -> list[str]:
    """Return the strategies within the budget, or all where none is."""
    return _within_budget(comparison) or _candidates(comparison)


def _replications(comparison: Comparison) -> int:
    return len(comparison.replications[comparison.baseline].values)
