"""``report.html`` of a study: a page to hand to a board, and to check.

It is a pure function of what was found and of its provenance: the same on every machine and at every time.
"""

import json
import re
import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from sim.experiments.diagnosis.norms import NORMS
from sim.experiments.diagnosis.words import norms_in_words
from sim.experiments.diagnosis.words import sentences as diagnosed
from sim.experiments.leading import leading
from sim.experiments.study import Study
from sim.experiments.telling import spoken_title, telling_of
from sim.records.provenance import Provenance, provenance_json
from sim.report.board.diagnosis import diagnosis_pictures
from sim.report.board.seal import PLACE, SEAL, sealed
from sim.report.board.sections import SECTIONS, guarantee, leads
from sim.report.board.turning import turning_picture, turning_table
from sim.report.diagnosis import basis_of_diagnosis, diagnosis_tables
from sim.report.document import Chapter, stress
from sim.report.gallery import comparison_pictures
from sim.report.knockout import basis_of_loops, knockout_tables, measure_of, signed
from sim.report.loop_effect_rows import loop_effect_rows
from sim.report.loop_effects import loop_effects_svg
from sim.report.moments import moments_of
from sim.report.page import Drawing, comparison_context, drawing, template, with_minus
from sim.report.picture import Picture
from sim.report.plain_table import PlainTable
from sim.report.small_svg import LETTERS, with_shared_letters
from sim.report.strategies import standards_of
from sim.report.style import figure_style
from sim.report.variability import (
    basis_of_shares,
    parts_in_words,
    undecided_in_words,
    variability_picture,
    variability_tables,
)
from sim.scenario.load import LoadedScenario
from sim.scenario.telling.wording import count

PLACES = {
    "differences": "strategies",
    "levels": "strategies",
    "quality": "variability",
    "quality-by-week": "variability",
    "futures": "change",
}
"""Section of each picture of a comparison; all others show stocks."""
BREAK_EVEN = "break-even"
"""How the names of pictures begin that belong to the costs."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """An experiment of the study, and how it is run again.

    Attributes:
        key: of the run.
        what: was run, in words.
        command: that asks the same question; ``""`` where only a replay does.
        digest: of all its numbers.
    """

    key: str
    what: str
    command: str
    digest: str


def study_page(study: Study, loaded: LoadedScenario, provenance: Provenance) -> str:
    """Return the sealed page of a study.

    Args:
        study: what was found.
        loaded: the scenario.
        provenance: of the study; only what it says of when and with what is taken from it as it is.
    """
    comparison = study.comparison
    keys = {part.verb: part.key for part in provenance.parts}
    context = comparison_context(comparison, loaded, provenance.parts[0])
    with figure_style():
        drawings = _drawings(study, loaded)
        loops = _loop_diagram(study)
    said = leads(study, context["pays"], len(context["assumptions"]), len(context["published"]))
    page = template("study.html.j2").render(
        context,
        sections=SECTIONS,
        leads={name: [with_minus(sentence) for sentence in lead] for name, lead in said.items()},
        guarantee=with_minus(guarantee(comparison)),
        keys=keys,
        drawings=drawings,
        diagnosed=[with_minus(sentence) for sentence in diagnosed(study.diagnosis)[1:]],
        diagnosis_tables=[_shown(table) for table in diagnosis_tables(study.diagnosis)],
        diagnosis_basis=basis_of_diagnosis(study.diagnosis),
        norms=[_code(norm) for norm in norms_in_words(NORMS)],
        variability_tables=[_shown(table) for table in variability_tables(study.variability)],
        variability_basis=basis_of_shares(study.variability) if study.variability else "",
        variability_said=[
            with_minus(each)
            for each in (*parts_in_words(study.variability), *undecided_in_words(study.variability))
        ],
        loop_diagram=loops,
        **knocked_out(study),
        turning=_shown(turning) if (turning := turning_table(study)) else None,
        chapters=[
            (title, [(number, name, [_code(each) for each in lines]) for number, name, lines in items])
            for title, items in _method(loaded, provenance)
        ],
        study=provenance,
        receipts=list(_receipts(provenance)),
        embedded=_embedded(provenance),
        letters=Markup(LETTERS),
        section_seals=Markup(PLACE),
        seal=Markup(SEAL),
    )
    return sealed(with_shared_letters(page))


def _drawings(study: Study, loaded: LoadedScenario) -> dict[str, list[Drawing]]:
    """Return the pictures by section."""
    comparison = study.comparison
    names, future = list(comparison.replications), comparison.future
    standards, moments = standards_of(loaded, names, future), moments_of(loaded, names, future)
    found: dict[str, list[Drawing]] = {name: [] for name in SECTIONS}

    def draw(section: str, picture: Picture) -> None:
        found[section].append(drawing(picture, picture.svg()))

    for picture in comparison_pictures(comparison, standards, moments):
        is_cost = picture.name.startswith(BREAK_EVEN)
        draw("costs" if is_cost else PLACES.get(picture.name, "stocks"), picture)
    if study.variability:
        draw("variability", variability_picture(study.variability))
    for picture in diagnosis_pictures(study.diagnosis):
        draw("diagnosis", picture)
    turning = turning_picture(study)
    if turning is not None:
        draw("change", turning)
    return found


def _loop_diagram(study: Study) -> Markup | None:
    if study.knockout is None:
        return None
    return Markup(loop_effects_svg(study.knockout, leading(study.comparison)))


def knocked_out(study: Study) -> dict[str, Any]:
    """Return what the templates say of the feedback loops."""
    found = study.knockout
    if found is None:
        return {"loops": (), "loop_tables": (), "loop_basis": "", "loop_head": "", "loop_whole": ""}
    lead = leading(study.comparison)
    measure = measure_of(found, lead)
    told = telling_of(measure, found.currency)
    others = [name for name in study.comparison.foreground if name != lead]
    return {
        "loops": [
            (row, *(with_minus(signed(told.of(by[row.name][lead]))) for by in (found.alone, found.share)))
            for row in loop_effect_rows(found, lead)
        ],
        "loop_whole": with_minus(signed(told.of(found.whole[lead]))),
        "loop_head": f"What each loop does to {spoken_title(measure)} [{told.of_difference}]",
        "loop_tables": [_shown(each) for each in knockout_tables(found, others)],
        "loop_basis": basis_of_loops(found),
    }


def _method(loaded: LoadedScenario, provenance: Provenance) -> Sequence[tuple[str, Sequence[Chapter]]]:
    """Return the items of STRESS-DES, filled from the runs that were made."""
    runs = [f"{receipt.what}; seed {provenance.seed}." for receipt in _receipts(provenance)]
    first = provenance.parts[0]
    return stress(
        loaded,
        name=provenance.name,
        made_with=provenance.versions,
        runs=["Independent replications with common random numbers, as many as these:", *runs],
        command=_command(first, "report", first.strategies, *_asked(first)),
    )


def _shown(table: PlainTable) -> PlainTable:
    """Return a table with real minus signs."""
    rows = [tuple(map(with_minus, row)) for row in table.rows]
    return PlainTable(table.title, table.heads, rows, table.words, table.whole)


def _code(text: str) -> Markup:
    """Return a line of Markdown with what stands in backticks as code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else escape(part)
        for place, part in enumerate(parts)
    )


# --- receipts -------------------------------------------------------------------------------------


def _receipts(provenance: Provenance) -> Iterator[Receipt]:
    for part in provenance.parts:
        words, command = _TOLD[part.verb](part)
        yield Receipt(part.key, words, command, part.results_digest)


def _comparison(part: Provenance) -> tuple[str, str]:
    futures = f", and {count(part.futures, 'future')}" if part.futures else ""
    what = f"{number_of_strategies(len(part.strategies))}, {_runs(part)} of each{futures}"
    return f"comparison: {what}", _command(part, "compare", part.strategies, *_asked(part))


def _asked(part: Provenance) -> tuple[str, list[str]]:
    """Return the replications that a comparison was asked for, and its futures, as a command has them."""
    number = "auto" if part.until_decided else str(part.replications)
    return number, ["--futures", str(part.futures)] if part.futures else []


def number_of_strategies(number: int) -> str:
    """Return a number of strategies in words."""
    return "1 strategy" if number == 1 else f"{number} strategies"


def _told_of(verb: str, what: str) -> Callable[[Provenance], tuple[str, str]]:
    def told(part: Provenance) -> tuple[str, str]:
        names = ", ".join(f"'{name}'" for name in part.strategies)
        command = _command(part, verb, part.strategies, str(part.replications))
        return f"{what} of {names}: {_runs(part)} of each set", command

    return told


def _sweep(part: Provenance) -> tuple[str, str]:
    points = count(len(part.points), "point")
    return f"one input moved at a time: {points}, {_runs(part)} of each strategy", ""


_TOLD: dict[str, Callable[[Provenance], tuple[str, str]]] = {
    "compare": _comparison,
    "diagnose": _told_of("diagnose", "diagnosis"),
    "knockout": _told_of("knockout", "knock-out of the feedback loops"),
    "variability": _told_of("variability", "sources of the variability"),
    "sweep": _sweep,
}


def _runs(part: Provenance) -> str:
    return count(part.replications, "replication")


def _command(
    part: Provenance, verb: str, strategies: Sequence[str], replications: str, extra: Sequence[str] = ()
) -> str:
    future = ["--future", part.future] if part.future else []
    words = ["sim", verb, part.name, *strategies, "--replications", replications, "--seed", str(part.seed)]
    return shlex.join([*words, *future, *extra])


def _embedded(provenance: Provenance) -> Markup:
    """Return the provenance as JSON that no HTML parser mistakes for a tag."""
    text = json.dumps(provenance_json(provenance), indent=0, ensure_ascii=False)
    return Markup(re.sub("[<>&]", lambda found: f"\\u{ord(found[0]):04x}", text))
