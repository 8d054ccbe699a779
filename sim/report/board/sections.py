"""The sections of the report of a study: their order, their headings, and what each says first."""

from collections.abc import Mapping, Sequence

from sim.experiments.diagnosis.words import headline as diagnosed
from sim.experiments.findings import Comparison
from sim.experiments.guarantee import is_decided, on_selection
from sim.experiments.leading import leading
from sim.experiments.robust_words import on_robustness
from sim.experiments.study import Study
from sim.experiments.telling import spoken_title, telling_of
from sim.experiments.turning import ahead
from sim.experiments.variability import RESIDUAL, SPREADS
from sim.experiments.wording import format_number, format_part, format_quantity
from sim.report.board.turning import turning_sentences
from sim.report.break_even import break_even_sentences
from sim.report.cells import replications_in_words
from sim.report.gaps import shown
from sim.report.knockout import strongest_in_words
from sim.report.pays import Pay
from sim.scenario.telling.wording import count, listed

MOST = {
    "difficulty mix": "how hard the tasks are",
    "people": "differences between people",
    "tool jaggedness": "topics on which tools are better or worse",
    "freelancers": "differences between freelancers",
    "fatigue": "fatigue",
    "haste": "haste",
    RESIDUAL: "the luck of single visits, reviews and the mix of types",
}
"""Sources of variability as a board calls them."""
SECTIONS: Mapping[str, str] = {
    "question": "The question",
    "verdict": "The verdict",
    "strategies": "The strategies side by side",
    "variability": "Variability",
    "spreadsheet": "What the spreadsheet would have said",
    "diagnosis": "Diagnosis: people, tools, or their interplay",
    "loops": "What drives it: feedback loops",
    "stocks": "Stocks over time",
    "costs": "Costs and break-even",
    "assumptions": "Assumptions, with source and grade",
    "change": "What would change the verdict",
    "method": "Method",
    "receipts": "Receipts",
}
"""Anchor and heading of each section, in the order in which a board reads them."""


def leads(study: Study, pays: Sequence[Pay], assumed: int, published: int) -> dict[str, list[str]]:
    """Return what each section says first, in plain sentences, by anchor.

    Args:
        study: what was found.
        pays: what each strategy earns and costs, where tasks have a value.
        assumed, published: how many values nobody set, and were taken from published figures.
    """
    comparison = study.comparison
    base = comparison.baseline
    return {
        "question": [_question(comparison)],
        "strategies": [
            "Each cell says first what a strategy reaches, then how much more or less that is than "
            f"'{base}', and whether the difference is clear."
        ],
        "variability": _variability(study),
        "spreadsheet": _spreadsheet(comparison),
        "diagnosis": [diagnosed(study.diagnosis)],
        "loops": _loops(study),
        "stocks": [
            "How work, and what accumulates in people and teams, moves week by week. A strategy that begins "
            "later, or takes time to work, shows it here."
        ],
        "costs": _costs(comparison, pays),
        "assumptions": [_assumptions(assumed, published)],
        "change": [*turning_sentences(study), *on_robustness(comparison)],
        "method": [
            "What a reader must know to judge and to repeat the study, in the order of STRESS-DES (Monks et "
            "al. 2019), filled from the model that ran."
        ],
        "receipts": [
            "Every table and figure carries a receipt: the key of the run that made it. The same question "
            "has the same key on every machine, and the same digits."
        ],
    }


def _question(comparison: Comparison) -> str:
    others = [f"'{name}'" for name in comparison.replications if name != comparison.baseline]
    who = f"{listed(others)} beside '{comparison.baseline}'" if others else f"'{comparison.baseline}' alone"
    weeks = count(comparison.run_length / 168.0, "week")
    return (
        f"{who[0].upper() + who[1:]}: every task of {weeks} was simulated, "
        f"{replications_in_words(comparison)} of each strategy, with the same luck for all of them."
    )


def guarantee(comparison: Comparison) -> str:
    """Return the sentence that stands beside the headline of the verdict: how sure the choice is."""
    if len(comparison.replications) < 2:
        return ""
    if comparison.selection is None:
        return f"No guarantee goes with it: no best can be chosen from {replications_in_words(comparison)}."
    return "" if is_decided(comparison) else " ".join(on_selection(comparison))


def _variability(study: Study) -> list[str]:
    said = ["How uneven work and weeks are: a strategy can raise the mean and make the spread wilder."]
    for name, found in study.variability.items():
        spread = found.spreads.get(SPREADS[0])
        most = max(spread.shares, key=lambda each: spread.shares[each].mean) if spread else ""
        if spread and spread.shares[most].is_clear:
            share = spread.shares[most]
            part = format_part((share.mean, share.low, share.high))
            what = f"{spoken_title(spread.measure)} under '{name}'"
            said.append(f"The largest part of the square of {what} comes from {MOST[most]}: {part}.")
    return said


def _spreadsheet(comparison: Comparison) -> list[str]:
    """Return what head counts promise of the strategy ahead, on the first measure that they speak of."""
    name, best = next(iter(shown(comparison)), None), ahead(comparison)
    gap = comparison.gaps.get(best, {}).get(name or "")
    if gap is None:
        return ["Head counts say nothing of the measures that are compared here."]
    told = telling_of(gap.measure, comparison.currency)
    promised = f"{format_number(told.factor * gap.forecast)} {told.spoken}".rstrip()
    simulated, missing = told.of(gap.simulated), told.of(gap.gap)
    level = format_quantity(simulated.mean, simulated.half_width, told.spoken)
    said = f"For {spoken_title(gap.measure)} under '{best}' a spreadsheet would have said {promised}; "
    said += f"simulated, it is {level}."
    if not missing.is_clear:
        return [f"{said} The gap may be luck."]
    parts = {part: told.of(known) for part, known in gap.parts.items() if known.is_clear}
    if not parts:
        return [said]
    most = max(parts, key=lambda part: abs(parts[part].mean))
    size = format_quantity(parts[most].mean, parts[most].half_width, told.spoken_difference, signed=True)
    return [f"{said} What it misses most is {most}: {size}."]


def _loops(study: Study) -> list[str]:
    found = study.knockout
    if found is None:
        return [
            "No feedback loop is at work in this scenario: nothing that people learn, how tired they are or "
            "how much is waiting acts back on the work ('behaviour: living-organisation' brings them in)."
        ]
    is_one = len(found.loops) == 1
    many = "One feedback loop is" if is_one else f"{len(found.loops)} feedback loops are"
    said = (
        f"{many} at work under '{found.strategy}'; {'it' if is_one else 'each'} was switched off under the "
        "same luck, and an arrow is as wide as what its loop was measured to do."
    )
    return [said, strongest_in_words(found, leading(study.comparison))]


def _costs(comparison: Comparison, pays: Sequence[Pay]) -> list[str]:
    by_words: dict[str, list[str]] = {}
    for pay in pays:
        by_words.setdefault(pay.words, []).append(f"'{pay.name}'")
    margins = "; ".join(f"{listed(names)} ({words})" for words, names in by_words.items())
    said = [f"Value of the work less cost, in the measured weeks: {margins}."] if margins else []
    paid = break_even_sentences(comparison)
    none = [] if paid or not comparison.spending else ["No strategy is behind at first and catches up later."]
    return [*said, *paid, *none]


def _assumptions(assumed: int, published: int) -> str:
    return (
        f"{count(published, 'value')} from published figures, each with the grade of its source; "
        f"{count(assumed, 'value')} for which no published figure was found; everything else was stated by "
        "the author of the scenario."
    )
