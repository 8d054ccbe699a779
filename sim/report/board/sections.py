"""The sections of the report of a study: their order, their headings, and what each says first."""

from collections.abc import Mapping, Sequence

from sim.experiments.diagnosis.words import headline as diagnosed
from sim.experiments.findings import Comparison
from sim.experiments.leading import leading
from sim.experiments.robust_words import on_robustness
from sim.experiments.study import Study
from sim.report.board.turning import turning_sentences
from sim.report.break_even import break_even_sentences
from sim.report.cells import replications_in_words
from sim.report.gaps import headline_gaps
from sim.report.knockout import strongest_in_words
from sim.report.pays import Pay
from sim.report.variability import parts_in_words
from sim.scenario.telling.wording import count, listed

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
        "spreadsheet": headline_gaps(comparison) or ["Head counts say nothing of these measures."],
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


def _variability(study: Study) -> list[str]:
    said = (
        "How uneven work and weeks are, beside the mean: a strategy can raise the mean and make them wilder."
    )
    return [said, *parts_in_words(study.variability)]


def _loops(study: Study) -> list[str]:
    found = study.knockout
    if found is None:
        return [
            "No feedback loop is at work in this scenario: nothing that people learn, how tired they are or "
            "how much is waiting acts back on the work ('behaviour: living-organisation' brings them in)."
        ]
    said = (
        f"{count(len(found.loops), 'feedback loop')} at work under '{found.strategy}'; each was switched off "
        "under the same luck, and an arrow is as wide as what its loop was measured to do."
    )
    return [said, strongest_in_words(found, leading(study.comparison))]


def _costs(comparison: Comparison, pays: Sequence[Pay]) -> list[str]:
    margins = [f"'{pay.name}' {pay.words}" for pay in pays if pay.words]
    said = [f"In value less cost: {listed(margins)}."] if margins else []
    paid = break_even_sentences(comparison)
    none = [] if paid or not comparison.spending else ["No strategy is behind at first and catches up later."]
    return [*said, *paid, *none]


def _assumptions(assumed: int, published: int) -> str:
    return (
        f"{count(published, 'value')} from published figures, each with the grade of its source; "
        f"{count(assumed, 'standard value')} for which no published figure was found; everything else was "
        "stated by the author of the scenario."
    )
