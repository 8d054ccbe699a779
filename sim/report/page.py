"""``report.html``: one page that opens offline and prints; the verdict first."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from sim.experiments.account import account, meaningless, spoken_of, warnings_of
from sim.experiments.defined import left_out_in_words
from sim.experiments.fairness import over_budget, share_of_budget
from sim.experiments.findings import Comparison, Difference, Replications
from sim.experiments.remarks import notes_on, without_place
from sim.experiments.telling import POINTS, days, in_days, telling_of
from sim.experiments.verdict import verdict
from sim.experiments.wording import format_number
from sim.measures.measure import Measure
from sim.measures.registry import grouped
from sim.records.provenance import Provenance
from sim.report.basis import clear_in_words, control_variates, factor_in_words, gain, terminating, too_small
from sim.report.break_even import break_even_sentences
from sim.report.cells import (
    BETTER,
    GOOD_OR_BAD,
    cell,
    known_of,
    percent,
    replications_in_words,
    replications_of,
    words_of,
)
from sim.report.futures import FutureLine, future_lines
from sim.report.gaps import GapLine, basis_of_gaps, heading, headline_gaps, lines, shown
from sim.report.pays import Pay, pays
from sim.report.picture import Picture
from sim.report.risk import RiskRow, risk_rows
from sim.report.small_svg import small_svg
from sim.report.standing import basis_of_choice, standings, unit_ahead
from sim.report.strategies import strategies_in_words
from sim.report.style import colours_of
from sim.scenario.load import LoadedScenario
from sim.scenario.telling.explain import assumptions, published
from sim.scenario.telling.wording import count
from sim.statistics.estimate import FEWEST, estimate

if TYPE_CHECKING:
    from jinja2 import Template

Drawn = tuple[Picture, str]
"""A picture and its SVG text."""
TONE = {"green": "better", "red": "worse", None: ""}


@dataclass(frozen=True, slots=True)
class Cell:
    """What a table says of one strategy and one measure."""

    level: str
    days: str
    difference: str
    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class Row:
    """A strategy in the table."""

    name: str
    colour: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Spending:
    """What a strategy spent beside the baseline, and its mark where that is over the budget."""

    name: str
    spent: str
    share: str
    planned: str
    mark: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A measure at the head of a table."""

    title: str
    unit: str
    better: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture on the page."""

    name: str
    title: str
    reading: str
    alt: str
    svg: str


def comparison_page(
    comparison: Comparison, loaded: LoadedScenario, drawn: Sequence[Drawn], provenance: Provenance
) -> str:
    """Return the page of a comparison."""
    drawings = [drawing(picture, svg) for picture, svg in drawn]
    return template().render(comparison_context(comparison, loaded, provenance), drawings=drawings)


def comparison_context(
    comparison: Comparison, loaded: LoadedScenario, provenance: Provenance
) -> dict[str, Any]:
    """Return what the templates say of a comparison, by the name that they know it by."""
    said = verdict(comparison)
    baseline = comparison.differences[comparison.baseline]
    measures = [baseline[name].measure for name in comparison.foreground]
    names = list(comparison.replications)
    return {
        "receipt": provenance.key,
        "title": comparison.scenario,
        "question": comparison.question,
        "future": comparison.future,
        "sentences": [with_minus(sentence) for sentence in said],
        "warnings": [without_place(warning) for warning in comparison.warnings],
        "notes": [without_place(note) for note in comparison.notes],
        "baseline": comparison.baseline,
        "headings": [_heading(measure, comparison.currency) for measure in measures],
        "left_out": left_out_in_words(comparison.left_out, [found.measure for found in baseline.values()]),
        "definitions": [(m.title, m.definition) for m in measures],
        "rows": [_row(comparison, name) for name in names],
        "standings": [replace(each, ahead=with_minus(each.ahead)) for each in standings(comparison)],
        "unit_ahead": unit_ahead(comparison),
        "basis_of_choice": basis_of_choice(comparison),
        "risks": [_risk(row) for row in risk_rows(comparison)] if len(names) > 1 else (),
        "others": [name for name in names if name != comparison.baseline],
        "futures": [_future(line) for line in future_lines(comparison)],
        "robustness": comparison.robustness,
        "paid_back": [with_minus(sentence) for sentence in break_even_sentences(comparison)],
        "gaps": _gaps(comparison),
        "gaps_said": [with_minus(sentence) for sentence in headline_gaps(comparison)],
        "gaps_basis": basis_of_gaps(comparison, shown(comparison)),
        "spending": [_spending(comparison, name) for name in names if name != comparison.baseline],
        "clear": clear_in_words(comparison),
        "too_small": too_small(comparison),
        "strategies": strategies_in_words(loaded, list(comparison.replications.values()), comparison.future),
        "pays": [_with_minus_signs(pay) for pay in pays(comparison, loaded)],
        "reductions": _factors(comparison, lambda found: found.variance_reduction),
        "controlled": _factors(comparison, gain),
        "control_variates": control_variates(comparison),
        "currency": comparison.currency,
        "budget": None if comparison.budget is None else format_number(comparison.budget),
        "replications": replications_in_words(comparison),
        "one": replications_of(comparison) < FEWEST,
        "points": POINTS if any(measure.is_share for measure in measures) else "",
        "assumptions": assumptions(loaded, [(name, comparison.future) for name in names]),
        "published": published(loaded, [(name, comparison.future) for name in names]),
        "provenance": provenance,
        "weeks": count(comparison.run_length / 168.0, "week"),
        "measured": comparison.settled or terminating(comparison.warm_up, comparison.run_length),
    }


def run_page(
    replications: Replications, loaded: LoadedScenario, drawn: Sequence[Drawn], provenance: Provenance
) -> str:
    """Return the page of one strategy."""
    scenario, future = loaded.scenario, provenance.future
    needless = meaningless(replications, loaded, future)
    measures = [measure for measure in replications.measures if measure.name not in needless]
    said = account(replications, spoken_of(replications, loaded, future), scenario.currency, future)
    return template().render(
        title=scenario.scenario,
        question=scenario.question or "",
        future=future,
        sentences=[with_minus(sentence) for sentence in said],
        warnings=[without_place(warning) for warning in warnings_of(replications, loaded, future)],
        receipt=provenance.key,
        notes=[without_place(note) for note in notes_on(loaded, [replications.strategy], future)],
        levels=[
            [_level(replications, measure, scenario.currency) for measure in group]
            for group in grouped(measures)
        ],
        left_out=left_out_in_words(needless, replications.measures),
        clear="",
        rows=(),
        standings=(),
        futures=(),
        risks=(),
        paid_back=(),
        gaps=(),
        strategies=strategies_in_words(loaded, [replications], future),
        pays=(),
        definitions=[(m.title, m.definition) for m in measures],
        drawings=[drawing(picture, svg) for picture, svg in drawn],
        replications=count(len(replications.values), "replication"),
        one=len(replications.values) < FEWEST,
        assumptions=assumptions(loaded, [(replications.strategy, future)]),
        published=published(loaded, [(replications.strategy, future)]),
        provenance=provenance,
        weeks=count(scenario.run_length / 168.0, "week"),
        measured=terminating(scenario.warm_up, scenario.run_length),
    )


def _risk(row: RiskRow) -> tuple[RiskRow, list[Cell]]:
    cells = [
        Cell("", "", with_minus(each.difference), with_minus(each.words), TONE[each.colour])
        for each in row.cells
    ]
    return row, cells


def _future(line: FutureLine) -> FutureLine:
    return replace(line, difference=with_minus(line.difference), nine_of_ten=with_minus(line.nine_of_ten))


def _gaps(comparison: Comparison) -> list[tuple[str, str, list[GapLine]]]:
    """Return for each measure its title, its unit, and what head counts would have said of each strategy."""
    return [(*heading(comparison, name), _minus_in(lines(comparison, name))) for name in shown(comparison)]


def _minus_in(said: Sequence[GapLine]) -> list[GapLine]:
    return [
        GapLine(
            line.strategy,
            with_minus(line.forecast),
            with_minus(line.simulated),
            with_minus(line.gap),
            [(part, with_minus(figures)) for part, figures in line.parts],
        )
        for line in said
    ]


def _heading(measure: Measure, currency: str) -> Heading:
    unit = telling_of(measure, currency).unit
    better = BETTER[measure.direction]
    if measure.unit == "h":
        better = f"{better}; nights and weekends count"
    return Heading(measure.title, unit, better)


def _level(replications: Replications, measure: Measure, currency: str) -> tuple[str, str, str, str]:
    """Return the title, level, days and unit of a measure."""
    column = [each.name for each in replications.measures].index(measure.name)
    told = telling_of(measure, currency)
    known = told.of(estimate(replications.values[:, column]))
    in_words = in_days(known.mean) if measure.unit == "h" else ""
    return measure.title, with_minus(cell(known, len(replications.values))), in_words, told.unit


def _factors(comparison: Comparison, factor: Callable[[Difference], float]) -> list[tuple[str, list[str]]]:
    """Return factors of each strategy, in the order of the foreground."""
    return [
        (name, [_factor(factor(comparison.differences[name][measure])) for measure in comparison.foreground])
        for name in comparison.replications
        if name != comparison.baseline
    ]


def _factor(factor: float) -> str:
    return "–" if math.isnan(factor) else factor_in_words(factor)


def _with_minus_signs(pay: Pay) -> Pay:
    return replace(pay, value=with_minus(pay.value), cost=with_minus(pay.cost), margin=with_minus(pay.margin))


@cache
def template(name: str = "report.html.j2") -> "Template":
    """Return a template of a page by the name of its file."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("sim.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def _row(comparison: Comparison, name: str) -> Row:
    colours = colours_of(list(comparison.replications), comparison.baseline)
    cells = [_cell(comparison, name, measure) for measure in comparison.foreground]
    return Row(name, colours[name], cells)


def _spending(comparison: Comparison, name: str) -> Spending:
    spent, planned = comparison.spending[name], comparison.planned[name]
    return Spending(
        name=name,
        spent=with_minus(cell(spent, replications_of(comparison))),
        share=share_of_budget(spent, comparison.budget) if comparison.budget else "",
        planned="depends on the run" if planned is None else with_minus(format_number(planned)),
        mark="over budget" if name in over_budget(comparison) else "",
    )


def _cell(comparison: Comparison, strategy: str, name: str) -> Cell:
    found, number = comparison.differences[strategy][name], replications_of(comparison)
    told = telling_of(found.measure, comparison.currency)
    level = with_minus(cell(told.of(found.level), number))
    days = _days(comparison, strategy, name)
    if strategy == comparison.baseline:
        return Cell(level, days, "", "", "")
    gap = with_minus(cell(told.of(found.difference), number, signed=True))
    share = with_minus(percent(comparison, strategy, name))
    words = ", ".join(word for word in (share, words_of(comparison, strategy, name)) if word)
    tone = TONE[GOOD_OR_BAD.get((known_of(comparison, strategy, name), found.measure.direction))]
    return Cell(level, days, gap, words, tone)


def _days(comparison: Comparison, strategy: str, name: str) -> str:
    """Return a level in days, if that of any strategy is easier to picture so: in all cells or in none."""
    levels = [found[name].level.mean for found in comparison.differences.values()]
    if comparison.differences[strategy][name].measure.unit != "h" or not any(map(in_days, levels)):
        return ""
    return days(comparison.differences[strategy][name].level.mean)


def with_minus(text: str) -> str:
    """Return a text whose numbers have a real minus sign; hyphens in names stay as they are.

    >>> with_minus("-0.5 ± 0.1"), with_minus("'plan-2' (-3 h)"), with_minus("a gap of -4.4 to -3")
    ('−0.5 ± 0.1', "'plan-2' (−3 h)", 'a gap of −4.4 to −3')
    >>> with_minus("'squeeze' has -100 ± 380 h"), with_minus("no clear effect: -0.2 ± 0.3")
    ("'squeeze' has −100 ± 380 h", 'no clear effect: −0.2 ± 0.3')
    """
    return re.sub(r"(^|(?<=[\s(]))-(?=\d)", "−", text)


def drawing(picture: Picture, svg: str) -> Drawing:
    """Return a picture as it stands on a page."""
    return Drawing(picture.name, picture.title, picture.reading, picture.alt, inline_svg(picture.name, svg))


def inline_svg(name: str, svg: str) -> str:
    """Return a drawing as an SVG element that can stand in a page beside others.

    Its ids get the picture's name before them, so that two figures cannot take each other's shapes.
    """
    svg = small_svg(svg[svg.index("<svg") :])
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r'href="#', f'href="#{name}-', svg)
    svg = re.sub(r"url\(#", f"url(#{name}-", svg)
    svg = _without_idle_names(svg)
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    return re.sub(r'<svg[^>]*?(viewBox="[^"]*")[^>]*>', r'<svg \1 aria-hidden="true">', svg, count=1)


def _without_idle_names(svg: str) -> str:
    """Return a drawing without the ids that nothing in it refers to."""
    used = set(re.findall(r'(?:href="|url\()#([^")]+)', svg))
    return re.sub(r' id="([^"]*)"', lambda found: found[0] if found[1] in used else "", svg)
