"""What a comparison says, in sentences that a strategist can read aloud.

The differences of the leading measure are told in full, each with its paired interval; those of the
others in a line each, as the tables have the rest.  No strategy is called the best: each is compared with
the baseline only, at its own confidence.
"""

from collections.abc import Sequence

from sim.experiments.demand import follows_demand, on_demand
from sim.experiments.fairness import on_budget, on_spending, on_the_cheapest, over_budget
from sim.experiments.findings import Comparison
from sim.experiments.judgement import (
    Finding,
    groups,
    improving,
    in_full,
    in_one_line,
    measure_of,
    quantity,
    title_of,
)
from sim.experiments.wording import format_number
from sim.measures.measure import Direction
from sim.statistics.estimate import FEWEST
from sim.statistics.precision import Target, replications_for


def verdict(comparison: Comparison) -> tuple[str, ...]:
    """Return the verdict, the headline first.

    Then what the money does, a line for each other measure of the foreground, how many replications would
    show what matters, what was spent, and what the numbers are.  Strategies over the budget are named and
    left out of the rest, unless all are.
    """
    if not _candidates(comparison):
        return (headline(comparison),)
    over = on_budget(comparison)
    if _replications(comparison) < FEWEST:
        return (headline(comparison), *([f"{over}."] if over else []))
    lead, counted = leading(comparison), _counted(comparison)
    others = (
        sentence
        for name in comparison.foreground
        if name != lead
        for sentence in (f"{in_one_line(comparison, name, counted)}.", *on_demand(comparison, name))
    )
    return (
        headline(comparison),
        *([_beyond_the_budget(comparison, over)] if over else []),
        *on_the_cheapest(comparison, improving(comparison, lead, _within_budget(comparison))),
        *on_demand(comparison, lead),
        *others,
        *_on_precision(comparison, lead, counted),
        *on_spending(comparison),
        _basis(comparison),
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


def leading(comparison: Comparison) -> str:
    """Return the measure of the headline: the first of the foreground of which more or less is better.

    One of output does not lead where it merely follows demand, unless there is no other.
    """
    with_side = [
        name
        for name in comparison.foreground
        if measure_of(comparison, name).direction is not Direction.NEITHER
    ]
    telling = (name for name in with_side if not follows_demand(comparison, name))
    return next(telling, next(iter(with_side), comparison.foreground[0]))


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
    base = comparison.replications[comparison.baseline].values[:, column]
    needed = max(
        replications_for(comparison.replications[name].values[:, column] - base, Target(matters_from)) or 0
        for name in unclear
    )
    if needed <= _replications(comparison):
        return []
    return [
        f"About {format_number(needed)} replications would show a difference of "
        f"{quantity(comparison, lead, matters_from)} in {title_of(comparison, lead)}."
    ]


def _basis(comparison: Comparison) -> str:
    gap = comparison.differences[comparison.baseline][comparison.foreground[0]].difference
    return (
        f"In brackets with ±: the difference from '{comparison.baseline}' and half of its "
        f"{100.0 * gap.confidence:g} % interval, over {format_number(_replications(comparison))} paired "
        "replications. Each interval stands for itself: which strategy is the best of all was not tested."
    )


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
