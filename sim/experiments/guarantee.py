"""Which strategy is the best, with what guarantee, in words that a board understands."""

from sim.experiments.fairness import over_budget
from sim.experiments.findings import Comparison
from sim.experiments.judgement import NUMBERS, least, what_matters
from sim.experiments.selection import Decision, Procedure, Selection
from sim.experiments.stopping import CHOICE, Ending
from sim.experiments.telling import spoken_title
from sim.experiments.wording import format_number
from sim.scenario.telling.wording import count, listed

FEW = 3
"""Strategies that are named where it is open which of them is best (assumed)."""

LIKELY = 0.5
"""Estimated chance from which on a strategy is called most likely the best."""
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
        said = _most_likely(comparison, found)
    elif found.decision is Decision.OPEN:
        said = _open(comparison, found)
    else:
        said = _best(comparison, found) if found.decision is Decision.BEST else _equal(comparison, found)
    return [said, *_on_left_out(comparison, found)]


def _on_left_out(comparison: Comparison, found: Selection) -> list[str]:
    """Say which strategies within the budget could not be chosen."""
    over = over_budget(comparison)
    names = [each for each in comparison.replications if each not in over and each not in found.contenders]
    if not names:
        return []
    quoted = listed(f"'{name}'" for name in names)
    return [f"{quoted} cannot be chosen: most replications leave {_title(found)} undefined."]


def _best(comparison: Comparison, found: Selection) -> str:
    return (
        f"'{found.chosen[0]}' is the best in {_title(found)}, with "
        f"{_sure(found)} guarantee{_given(comparison)}: no other strategy{_budget(comparison)} is better by "
        f"{_matters(comparison, found)} or more{_where_defined(comparison, found)}."
    )


def _equal(comparison: Comparison, found: Selection) -> str:
    names = listed(f"'{name}'" for name in found.chosen)
    others = len(found.contenders) - len(found.chosen)
    rest = f", and no other strategy{_budget(comparison)} is better by as much" if others else ""
    return (
        f"{names} are practically equal in {_title(found)}, with {_sure(found)} "
        f"guarantee{_given(comparison)}: they differ by less than {_matters(comparison, found)}{rest}"
        f"{_where_defined(comparison, found)}."
    )


def _open(comparison: Comparison, found: Selection) -> str:
    open_ = list(found.chosen)
    named = listed((f"'{name}'" for name in open_[:FEW]), "and") if len(open_) <= FEW else _spelt(len(open_))
    more = f"about {count(found.further, 'run')} more" if found.further else "more runs"
    how = "" if comparison.looked else " (--replications auto)"
    allowed = ", which were not allowed" if comparison.ending is Ending.CAPPED else how
    title = _title(found)
    return (
        f"Which strategy is the best in {title} is not yet decided between {named}: it takes {more}{allowed}."
    )


def _most_likely(comparison: Comparison, found: Selection) -> str:
    best = found.chosen[0]
    chance = f"{min(100.0 * found.chance, MOST_CHANCE):.0f} %"
    begins = (
        f"'{best}' is most likely the best in {_title(found)}"
        if found.chance >= LIKELY
        else f"Which strategy is the best in {_title(found)} so many runs do not tell; '{best}' is ahead"
    )
    return (
        f"{begins}: the chance that none{_budget(comparison)} is better by {_matters(comparison, found)} or "
        f"more is estimated at {chance} or more, without a guarantee{_given(comparison)}."
    )


def _given(comparison: Comparison) -> str:
    """Say that a guarantee is against luck alone, where values of the scenario are uncertain."""
    return " if all is as stated" if comparison.robustness is not None else ""


def _where_defined(comparison: Comparison, found: Selection) -> str:
    """Say over which replications a choice was made, where not all define the measure."""
    looked_at = max(len(comparison.replications[name].values) for name in found.contenders)
    if found.replications >= looked_at:
        return ""
    return f", over the {found.replications} of {looked_at} replications that define it for all"


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
        if comparison.asked_by == CHOICE and is_decided(comparison):
            asked = (
                f"; the contest itself would take about {format_number(comparison.asked_for)} of each, but "
                "multiple comparisons with the best decide it already"
            )
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
