"""Which strategy is the best, with what guarantee, in words that a board understands."""

from sim.experiments.fairness import over_budget
from sim.experiments.findings import Comparison
from sim.experiments.judgement import NUMBERS, least, what_matters
from sim.experiments.selection import Decision, Procedure, Selection
from sim.experiments.stopping import Ending
from sim.experiments.telling import spoken_title
from sim.experiments.wording import format_number
from sim.scenario.telling.wording import count, listed

FEW = 3
"""Strategies that are named where it is open which of them is best (assumed)."""

MOST_CHANCE = 99.0
"""An estimate that comes without a guarantee is not told above this [%]."""


def is_decided(comparison: Comparison) -> bool:
    """Tell whether the best strategy is known with a guarantee."""
    found = comparison.selection
    return found is not None and found.decision is not Decision.OPEN and found.procedure is not Procedure.OCBA


def on_selection(comparison: Comparison) -> list[str]:
    """Say which strategy is the best on the leading measure, or what it would take to know."""
    found = comparison.selection
    if found is None:
        return []
    if found.procedure is Procedure.OCBA:
        return [_most_likely(comparison, found)]
    if found.decision is Decision.OPEN:
        return [_open(comparison, found)]
    return [_best(comparison, found) if found.decision is Decision.BEST else _equal(comparison, found)]


def _best(comparison: Comparison, found: Selection) -> str:
    return (
        f"'{found.chosen[0]}' is the best in {_title(found)}, with "
        f"{_sure(found)} guarantee: no other strategy{_budget(comparison)} is better by "
        f"{_matters(comparison, found)} or more."
    )


def _equal(comparison: Comparison, found: Selection) -> str:
    names = listed(f"'{name}'" for name in found.chosen)
    others = len(found.contenders) - len(found.chosen)
    rest = f", and no other strategy{_budget(comparison)} is better by as much" if others else ""
    return (
        f"{names} are practically equal in {_title(found)}, with {_sure(found)} "
        f"guarantee: they differ by less than {_matters(comparison, found)}{rest}."
    )


def _open(comparison: Comparison, found: Selection) -> str:
    open_ = list(found.chosen)
    named = listed((f"'{name}'" for name in open_[:FEW]), "and") if len(open_) <= FEW else _spelt(len(open_))
    more = f"about {count(found.further, 'run')} more" if found.further else "more runs"
    allowed = ", which were not allowed" if comparison.ending is Ending.CAPPED else ""
    title = _title(found)
    return (
        f"Which strategy is the best in {title} is not yet decided between {named}: it takes {more}{allowed}."
    )


def _most_likely(comparison: Comparison, found: Selection) -> str:
    best = found.chosen[0]
    chance = f"{min(100.0 * found.chance, MOST_CHANCE):.0f} %"
    return (
        f"'{best}' is most likely the best in {_title(found)}: the chance that "
        f"none{_budget(comparison)} is better is estimated at {chance} or more, without a guarantee."
    )


def _title(found: Selection) -> str:
    return spoken_title(found.measure).removeprefix("the ")


def _sure(found: Selection) -> str:
    return f"{100.0 * found.confidence:g} %"


def _budget(comparison: Comparison) -> str:
    return " within the budget" if over_budget(comparison) else ""


def _matters(comparison: Comparison, found: Selection) -> str:
    """Return the smallest difference that matters, with what it is where nobody stated it."""
    name = found.measure.name
    amount = what_matters(comparison, name, found.matters_from)
    return f"{amount} ({least(comparison, name)}, assumed)" if name in comparison.matters_assumed else amount


def _spelt(number: int) -> str:
    said = NUMBERS[number] if number < len(NUMBERS) else str(number)
    return f"{said} strategies"


# --- how many runs it took ----------------------------------------------------------------------


def on_runs(comparison: Comparison) -> list[str]:
    """Say how many runs there were, where a rule decided it, and what asked for the most of them."""
    if comparison.ending not in (Ending.ENOUGH, Ending.CAPPED):
        return []
    numbers = {name: len(result.values) for name, result in comparison.replications.items()}
    runs = count(sum(numbers.values()), "run")
    asked = f"; {comparison.asked_by} asked for the most" if comparison.asked_by else ""
    if comparison.ending is Ending.CAPPED:
        asked = f"; {comparison.asked_by} would take about {format_number(comparison.asked_for)} of each"
    return [f"{runs}, {comparison.ending.value}: {_each(numbers)}{asked}."]


def _each(numbers: dict[str, int]) -> str:
    most = max(numbers.values())
    fewer = {name: number for name, number in numbers.items() if number < most}
    if not fewer:
        return f"{count(most, 'replication')} of each strategy"
    said = listed(f"{format_number(number)} of '{name}'" for name, number in fewer.items())
    of_the_rest = "each other" if len(numbers) - len(fewer) > 1 else _only(numbers, fewer)
    return f"{said}, {count(most, 'replication')} of {of_the_rest}"


def _only(numbers: dict[str, int], fewer: dict[str, int]) -> str:
    return f"'{next(name for name in numbers if name not in fewer)}'"
