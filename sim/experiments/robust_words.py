"""What holds in many futures, in sentences."""

import math

from sim.experiments.findings import Comparison
from sim.experiments.guarantee import is_decided
from sim.experiments.judgement import what_matters
from sim.experiments.narrowing import narrowing, parts_of, subject
from sim.experiments.robustness import Robust, Robustness
from sim.experiments.telling import spoken_title, telling_of
from sim.experiments.wording import format_interval, format_part, format_quantity, three_digits
from sim.scenario.telling.wording import count, listed
from sim.statistics.estimate import Estimate

NOT_APART = "its futures cannot be told apart from luck"
MOST = 0.5
"""Share of the futures from which on a strategy is as good as the best in most of them."""


def on_robustness(comparison: Comparison) -> list[str]:
    """Say what the strategies do in the futures that were drawn; nothing where none were."""
    found = comparison.robustness
    if found is None:
        return []
    if not found.is_told:
        return [_too_few(found)]
    others = {name: each for name, each in found.strategies.items() if name != comparison.baseline}
    return [
        *([_headline(comparison, found, others)] if others else []),
        _as_good(comparison, found),
        *_against_the_choice(comparison, found),
        *([_goals(found)] if found.goals else []),
        *_uncertain(comparison, found, others),
        *([_failed(found)] if found.failures else []),
        *([narrowing(found, subject(comparison, others))] if others else []),
    ]


def _too_few(found: Robustness) -> str:
    if not found.ran:
        return f"None of the {found.futures} futures could be run: {found.failures[0]}."
    return (
        f"Only {found.ran} of the {found.futures} futures could be run, too few to say what holds in the "
        f"ranges that are stated: {found.failures[0]}."
    )


def _failed(found: Robustness) -> str:
    number = found.futures - found.ran
    which = f"{number} of the {found.futures}" if number else "Some"
    return f"{which} futures could not be run and are left out of all this: {found.failures[0]}."


def _headline(comparison: Comparison, found: Robustness, others: dict[str, Robust]) -> str:
    told = telling_of(found.measure, comparison.currency)
    said: list[str] = []
    for name, each in others.items():
        gap = told.of(each.difference)
        unit = told.spoken_difference if not said else ""
        ends = [three_digits(told.factor * end, signed=True) for end in (each.low, each.high)]
        mean = format_quantity(gap.mean, gap.half_width, unit, signed=True)
        spread = f"{ends[0]} to {ends[1]} in nine of ten" if each.uncertain.is_clear else NOT_APART
        said.append(f"'{name}' {mean} ({spread})")
    return (
        f"In {count(found.futures, 'future')} drawn from {_sources(found)}, the difference from "
        f"'{comparison.baseline}' in {spoken_title(found.measure)} is: {listed(said)}."
    )


def _sources(found: Robustness) -> str:
    """Return from what the futures are drawn, and how much of it studies say."""
    studies = sum(found.of_a_study)
    guesses = len(found.keys) - studies
    parts = [
        *([f"{studies} from studies"] if studies else []),
        *([f"{guesses} own {'guess' if guesses == 1 else 'guesses'}"] if guesses else []),
    ]
    many = "1 uncertainty" if len(found.keys) == 1 else f"{len(found.keys)} uncertainties"
    return f"{many} ({listed(parts)})"


def _as_good(comparison: Comparison, found: Robustness) -> str:
    told = telling_of(found.measure, comparison.currency)
    known = {name: each for name, each in found.strategies.items() if not math.isnan(each.as_good[0])}
    order = sorted(known, key=lambda name: known[name].regret.mean)
    said = [
        f"'{name}' in {format_part(known[name].as_good)} (regret "
        f"{_regret(told.of(known[name].regret), told.spoken_difference if place == 0 else '')})"
        for place, name in enumerate(order)
    ]
    least = what_matters(comparison, found.measure.name, found.matters_from)
    return f"As good as the best of that future, within {least}: {listed(said)}."


def _against_the_choice(comparison: Comparison, found: Robustness) -> list[str]:
    """Say where the strategy that the guarantee calls the best is not so in the futures."""
    choice = comparison.selection
    if choice is None or not is_decided(comparison) or choice.measure.name != found.measure.name:
        return []
    known = {name: each for name, each in found.strategies.items() if not math.isnan(each.as_good[0])}
    chosen = [name for name in choice.chosen if name in known]
    if not chosen:
        return []
    least, best = (min(names, key=lambda name: known[name].regret.mean) for names in (known, chosen))
    said: list[str] = []
    if least not in chosen:
        told = telling_of(found.measure, comparison.currency)
        gap = told.of(found.ahead(least, best))
        amount = format_quantity(gap.mean, gap.half_width, told.spoken_difference)
        clearly = "" if gap.is_clear else ", though not clearly"
        said.append(f"over the futures '{least}' is ahead of it by {amount} on average{clearly}")
    share = known[best].as_good
    if share[0] < MOST:
        said.append(f"it is as good as the best in {format_part(share)} of them only")
    return [f"'{best}' is the best at the values of the file; {listed(said)}."] if said else []


def _goals(found: Robustness) -> str:
    said = [
        f"'{name}' in {format_part(each.satisfies)}"
        for name, each in found.strategies.items()
        if each.satisfies
    ]
    return f"Futures in which {listed(found.goals)}: {listed(said)}."


def _uncertain(comparison: Comparison, found: Robustness, others: dict[str, Robust]) -> list[str]:
    """Say by how much futures differ and why; of those that luck hides, the headline has said so."""
    told = telling_of(found.measure, comparison.currency)
    said: list[str] = []
    for name, each in others.items():
        if each.uncertain.is_clear:
            deviation = three_digits(told.factor * math.sqrt(each.uncertain.whole))
            unit = f" {told.spoken_difference}".rstrip() if not said else ""
            shares = listed(f"{what} {part}" for what, part in parts_of(each.uncertain).items())
            said.append(f"'{name}' {deviation}{unit}, of its square {shares}")
    return [f"Standard deviation of the difference from future to future: {'; '.join(said)}."] if said else []


def _regret(regret: Estimate, unit: str) -> str:
    words = format_interval(regret.mean, regret.half_width)
    return f"{words} {unit}".strip()
