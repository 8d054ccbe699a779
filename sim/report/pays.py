"""Does it pay?  What a strategy earns and costs beside the baseline, where tasks have a value."""

from dataclasses import dataclass

from sim.experiments.defined import left_out
from sim.experiments.findings import Comparison
from sim.experiments.judgement import Finding
from sim.report.cells import cell, doubt_of, known_of, replications_of
from sim.scenario.load import LoadedScenario

WORDS = {
    Finding.HIGHER: "pays",
    Finding.LOWER: "does not pay",
    Finding.SAME: "makes no difference",
    Finding.TOO_SMALL: "too small to matter",
}
TONES = {Finding.HIGHER: "better", Finding.LOWER: "worse"}


@dataclass(frozen=True, slots=True)
class Pay:
    """What a strategy earns and costs beside the baseline [currency/week].

    Attributes:
        name: of the strategy.
        value, cost, margin: differences from the baseline, with their intervals.
        words: whether it pays, as far as is known.
        tone: ``better``, ``worse`` or ``""``.
    """

    name: str
    value: str
    cost: str
    margin: str
    words: str
    tone: str


def pays(comparison: Comparison, loaded: LoadedScenario) -> list[Pay]:
    """Return what each strategy earns and costs; nothing where no value or no wage is stated."""
    names = list(comparison.replications)
    scenarios = [loaded.under(name, comparison.future).scenario for name in names]
    measures = comparison.replications[comparison.baseline].measures
    if "margin" in left_out(scenarios, (), measures) or "margin" not in {each.name for each in measures}:
        return []
    return [_pay(comparison, name) for name in names if name != comparison.baseline]


def _pay(comparison: Comparison, name: str) -> Pay:
    found = comparison.differences[name]
    value, cost, margin = (
        cell(gap, replications_of(comparison), signed=True)
        for gap in (found[each].difference for each in ("value", "cost", "margin"))
    )
    known = known_of(comparison, name, "margin")
    words = WORDS.get(known, "not clear") + doubt_of(comparison, name, "margin")
    return Pay(name, value, cost, margin, words, TONES.get(known, ""))
