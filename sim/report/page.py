"""``report.html``: one page that opens offline and prints; the verdict first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sim.experiments.findings import Comparison, Difference, Replications
from sim.experiments.precision import estimate
from sim.experiments.verdict import finding, headline, verdict
from sim.experiments.wording import format_interval, format_number, unit_in
from sim.records.provenance import Provenance
from sim.report.gallery import Picture
from sim.report.style import colours_of
from sim.report.terminal import BETTER, GOOD_OR_BAD, IN_WORDS, pairs_in_words, reduction_in_words
from sim.scenario.load import LoadedScenario
from sim.scenario.telling.explain import assumptions, published

if TYPE_CHECKING:
    from jinja2 import Template

Drawn = tuple[Picture, str]
"""A picture and its SVG text."""
TONE = {"green": "better", "red": "worse", None: ""}


@dataclass(frozen=True, slots=True)
class Cell:
    """What a table says of one strategy and one measure."""

    level: str
    difference: str
    words: str
    tone: str
    reduction: str


@dataclass(frozen=True, slots=True)
class Row:
    """A strategy in the table."""

    name: str
    colour: str
    cells: Sequence[Cell]
    spent: str
    planned: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture on the page."""

    title: str
    reading: str
    alt: str
    svg: str


def comparison_page(
    comparison: Comparison, loaded: LoadedScenario, drawn: Sequence[Drawn], provenance: Provenance
) -> str:
    """Return the page of a comparison."""
    said = verdict(comparison)
    baseline = comparison.differences[comparison.baseline]
    measures = [baseline[name].measure for name in comparison.foreground]
    count = len(comparison.replications[comparison.baseline].values)
    return _template().render(
        title=comparison.scenario,
        question=comparison.question,
        future=comparison.future,
        headline=with_minus(headline(comparison)),
        sentences=[with_minus(sentence) for sentence in said[1:]],
        warnings=comparison.warnings,
        baseline=comparison.baseline,
        headings=[(m.title, _unit(m.unit, comparison.currency), BETTER[m.direction]) for m in measures],
        definitions=[(m.title, m.definition) for m in measures],
        rows=[_row(comparison, name) for name in comparison.replications],
        currency=comparison.currency,
        budget=None if comparison.budget is None else format_number(comparison.budget),
        drawings=[_drawing(picture, svg) for picture, svg in drawn],
        replications=count,
        assumptions=assumptions(loaded, comparison.baseline, comparison.future),
        published=published(loaded),
        provenance=provenance,
        weeks=format_number(comparison.run_length / 168.0),
        warm_up=format_number(comparison.warm_up / 168.0) if comparison.warm_up else "",
    )


def run_page(
    replications: Replications, loaded: LoadedScenario, drawn: Sequence[Drawn], provenance: Provenance
) -> str:
    """Return the page of one strategy."""
    scenario = loaded.scenario
    levels = [
        (
            measure.title,
            with_minus(format_interval(known.mean, known.half_width)),
            _unit(measure.unit, scenario.currency),
        )
        for measure, known in (
            (m, estimate(replications.values[:, place])) for place, m in enumerate(replications.measures)
        )
        if known.replications
    ]
    return _template().render(
        title=scenario.scenario,
        question=scenario.question or "",
        future=provenance.future,
        headline=f"What happens under '{replications.strategy}'",
        sentences=(),
        warnings=(),
        levels=levels,
        rows=(),
        definitions=[(m.title, m.definition) for m in replications.measures],
        drawings=[_drawing(picture, svg) for picture, svg in drawn],
        replications=len(replications.values),
        assumptions=assumptions(loaded, replications.strategy, provenance.future),
        published=published(loaded),
        provenance=provenance,
        weeks=format_number(scenario.run_length / 168.0),
        warm_up=format_number(scenario.warm_up / 168.0) if scenario.warm_up else "",
    )


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("sim.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2")


def _row(comparison: Comparison, name: str) -> Row:
    names = list(comparison.replications)
    spent, planned = comparison.spending[name], comparison.planned[name]
    is_baseline = name == comparison.baseline
    return Row(
        name=name,
        colour=colours_of(names, comparison.baseline)[name],
        cells=[
            _cell(comparison, comparison.differences[name][measure], is_baseline=is_baseline)
            for measure in comparison.foreground
        ],
        spent="" if is_baseline else format_interval(spent.mean, spent.half_width),
        planned="" if is_baseline or planned is None else format_number(planned),
    )


def _cell(comparison: Comparison, found: Difference, *, is_baseline: bool) -> Cell:
    level = format_interval(found.level.mean, found.level.half_width)
    if is_baseline:
        return Cell(with_minus(level), "", "", "", "")
    known = finding(found, comparison.matters_from.get(found.measure.name, 0.0))
    count = len(comparison.replications[comparison.baseline].values)
    words = IN_WORDS[known] + pairs_in_words(found, count)
    gap = format_interval(found.difference.mean, found.difference.half_width, signed=True)
    tone = TONE[GOOD_OR_BAD.get((known, found.measure.direction))]
    return Cell(with_minus(level), with_minus(gap), words, tone, reduction_in_words(found))


def with_minus(text: str) -> str:
    """Return a text whose numbers have a real minus sign; hyphens in names stay as they are.

    >>> with_minus("-0.5 ± 0.1"), with_minus("'plan-2' (-3 h)")
    ('−0.5 ± 0.1', "'plan-2' (−3 h)")
    """
    return re.sub(r"(^|(?<=\())-(?=\d)", "−", text)


def _unit(unit: str, currency: str) -> str:
    return "0–1" if unit == "1" else unit_in(unit, currency)


def _drawing(picture: Picture, svg: str) -> Drawing:
    return Drawing(picture.title, picture.reading, picture.alt, inline_svg(picture.name, svg))


def inline_svg(name: str, svg: str) -> str:
    """Return a drawing as an SVG element that can stand in a page beside others.

    Its ids get the picture's name before them, so that two figures cannot take each other's shapes.
    """
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r'href="#', f'href="#{name}-', svg)
    svg = re.sub(r"url\(#", f"url(#{name}-", svg)
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    return re.sub(r'<svg[^>]*?(viewBox="[^"]*")[^>]*>', r'<svg \1 aria-hidden="true">', svg, count=1)
