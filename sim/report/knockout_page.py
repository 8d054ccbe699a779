"""``knockout.html``: the diagrams of what each feedback loop does, and each loop in words."""

from collections.abc import Sequence

from sim.experiments.knockout import Knockout
from sim.records.provenance import Provenance
from sim.report.knockout import basis_of_shares, measure_of, strongest_in_words
from sim.report.loop_effect_rows import loop_effect_rows, rows_html
from sim.report.page import template, with_minus


def knockout_page(
    found: Knockout, measures: Sequence[str], question: str, diagrams: Sequence[str], provenance: Provenance
) -> str:
    """Return the page of a knock-out.

    Args:
        found: what was found.
        measures: names of those that are shown, at least one; loops stand in the order of the first one.
        question: of the scenario, or ``""``.
        diagrams: an SVG element for each measure.
        provenance: where the numbers come from.
    """
    shown = [measure_of(found, name) for name in measures]
    return template("knockout.html.j2").render(
        title=found.scenario,
        strategy=found.strategy,
        future=found.future,
        question=question,
        sentences=[with_minus(strongest_in_words(found, name)) for name in measures],
        diagrams=diagrams,
        rows=rows_html(loop_effect_rows(found, *measures)),
        basis=basis_of_shares(found),
        definitions=[(measure.title, measure.definition) for measure in shown],
        provenance=provenance,
    )
