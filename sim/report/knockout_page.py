"""``knockout.html``: the diagrams of what each feedback loop does, and each loop in words."""

from collections.abc import Mapping

from sim.experiments.knockout import Knockout
from sim.records.provenance import Provenance
from sim.report.knockout import basis_of_loops, measure_of, strongest_in_words
from sim.report.loop_effect_rows import loop_effect_rows, rows_html
from sim.report.page import template, with_minus


def knockout_page(found: Knockout, question: str, diagrams: Mapping[str, str], provenance: Provenance) -> str:
    """Return the page of a knock-out.

    Args:
        found: what was found.
        question: of the scenario, or ``""``.
        diagrams: an SVG element by name of a measure, at least one; loops stand in the order of the first.
        provenance: where the numbers come from.
    """
    shown = [measure_of(found, name) for name in diagrams]
    return template("knockout.html.j2").render(
        title=found.scenario,
        strategy=found.strategy,
        future=found.future,
        question=question,
        sentences=[with_minus(strongest_in_words(found, name)) for name in diagrams],
        diagrams=list(diagrams.values()),
        rows=rows_html(loop_effect_rows(found, *diagrams)),
        basis=basis_of_loops(found),
        definitions=[(measure.title, measure.definition) for measure in shown],
        provenance=provenance,
        receipt=provenance.key,
    )
