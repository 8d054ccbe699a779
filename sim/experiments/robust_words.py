"""What holds in many futures, in sentences."""

import math

from sim.experiments.findings import Comparison
from sim.experiments.judgement import what_matters
from sim.experiments.robustness import Robust, Robustness
from sim.experiments.telling import spoken_title, telling_of
from sim.experiments.wording import format_interval, format_part, format_quantity, three_digits
from sim.scenario.telling.wording import count, listed
from sim.statistics.estimate import Estimate


def on_robustness(comparison: Comparison) -> list[str]:
    """Say what the strategies do in the futures that were drawn; nothing where none were."""
    found = comparison.robustness
    if found is None:
        return []
    if not found.ran:
        return [f"None of the {found.futures} futures could be run: {found.failures[0]}."]
    others = {name: each for name, each in found.strategies.items() if name != comparison.baseline}
    return [
        *([_headline(comparison, found, others)] if others else []),
        _as_good(comparison, found),
        *([_goals(found)] if found.goals else []),
        *([_uncertain(comparison, found, others)] if others else []),
        *([_failed(found)] if found.failures else []),
    ]


def _failed(found: Robustness) -> str:
    number = found.futures - found.ran
    which = f"{number} of the {found.futures}" if number else "Some"
    return f"{which} futures could not be run: {found.failures[0]}."


def _headline(comparison: Comparison, found: Robustness, others: dict[str, Robust]) -> str:
    told = telling_of(found.measure, comparison.currency)
    said: list[str] = []
    for name, each in others.items():
        gap = told.of(each.difference)
        unit = told.spoken_difference if not said else ""
        ends = [three_digits(told.factor * end, signed=True) for end in (each.low, each.high)]
        mean = format_quantity(gap.mean, gap.half_width, unit, signed=True)
        said.append(f"'{name}' {mean} ({ends[0]} to {ends[1]} in nine of ten)")
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


def _goals(found: Robustness) -> str:
    said = [
        f"'{name}' in {format_part(each.satisfies)}"
        for name, each in found.strategies.items()
        if each.satisfies
    ]
    return f"Futures in which {listed(found.goals)}: {listed(said)}."


def _uncertain(comparison: Comparison, found: Robustness, others: dict[str, Robust]) -> str:
    told = telling_of(found.measure, comparison.currency)
    said: list[str] = []
    for name, each in others.items():
        parts = {
            "study evidence": each.uncertain.first,
            "own guesses": each.uncertain.second,
            "too few runs": each.uncertain.noise,
        }
        whole = each.uncertain.whole
        deviation = three_digits(told.factor * math.sqrt(whole))
        unit = f" {told.spoken_difference}" if not said else ""
        shares = listed(f"{100.0 * part / (whole or 1.0):.0f} % {what}" for what, part in parts.items())
        points = 100.0 * each.uncertain.half_width
        room = f", ± {points:.0f} points between the first two" if points else ""
        said.append(f"'{name}' ± {deviation}{unit} ({shares}{room})")
    return f"How uncertain these differences are (standard deviation; what makes its square): {listed(said)}."


def _regret(regret: Estimate, unit: str) -> str:
    words = format_interval(regret.mean, regret.half_width)
    return f"{words} {unit}".strip()
