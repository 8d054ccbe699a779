"""``report.html`` of a sweep: what it says first, then what was asked, the pictures and the points."""

from collections.abc import Iterator, Sequence

from sim.experiments.sweeping.account import counts, sentences
from sim.experiments.sweeping.axes import axis_of
from sim.experiments.sweeping.design import GRID, LATIN_HYPERCUBE, ONE_AT_A_TIME, SOBOL, TABLE
from sim.experiments.sweeping.effects import sides_of
from sim.experiments.sweeping.findings import Failed, Sweep
from sim.experiments.telling import telling_of
from sim.experiments.wording import format_interval, format_number
from sim.records.provenance import Provenance
from sim.report.cells import BETTER
from sim.report.page import Drawn, drawing, template, with_minus
from sim.scenario.load import LoadedScenario
from sim.scenario.reading.plain_words import in_yaml
from sim.scenario.telling.wording import count, listed

DESIGNS = {
    GRID: "A grid: every level of each key with every level of the others",
    LATIN_HYPERCUBE: "A Latin hypercube: as many slices of each key as points, one point in each",
    SOBOL: "Scrambled Sobol' points, which fill the ranges evenly",
    ONE_AT_A_TIME: "The scenario as it is, and each key moved alone",
    TABLE: "A table of points",
}
"""What each design is, in words."""
MOST_ROWS = 200
"""Points that the page shows in its table; the tables hold all."""
MOST_LEVELS = 8
"""Levels of a key that are listed; of more, the ends are told."""


def sweep_page(
    sweep: Sweep,
    measures: Sequence[str],
    loaded: LoadedScenario,
    drawn: Sequence[Drawn],
    provenance: Provenance,
) -> str:
    """Return the page of a sweep."""
    scenario = loaded.scenario
    return template("sweep.html.j2").render(
        title=sweep.scenario,
        question=sweep.question,
        future=sweep.future,
        sentences=[with_minus(sentence) for sentence in sentences(sweep, measures)],
        notes=sweep.notes,
        counts=counts(sweep, measures),
        baseline=sweep.baseline,
        asked=asked_in_words(sweep),
        keys=[(key, _stated(sweep, key), swept(sweep, key)) for key in sweep.design.keys],
        drawings=[drawing(picture, svg) for picture, svg in drawn],
        failed=failed_in_words(sweep.failed, sweep.strategies),
        headings=list(_headings(sweep, measures)),
        rows=list(_rows(sweep, measures)),
        table_basis=_table_basis(sweep),
        definitions=[(sweep.measure(name).title, sweep.measure(name).definition) for name in measures],
        provenance=provenance,
        receipt=provenance.key,
        weeks=count(scenario.run_length / 168.0, "week"),
        warm_up=count(scenario.warm_up / 168.0, "week") if scenario.warm_up else "",
    )


def asked_in_words(sweep: Sweep) -> str:
    """Return the design, the strategies and how many runs that makes, as sentences."""
    points, names = len(sweep.design.points), len(sweep.strategies)
    runs = points * names * sweep.replications
    many = "1 strategy" if names == 1 else f"{names} strategies"
    others = listed(f"'{name}'" for name in sweep.others)
    who = f"{others} against '{sweep.baseline}'" if others else f"'{sweep.baseline}' alone"
    return (
        f"{DESIGNS[sweep.design.kind]}. {who}: {count(points, 'point')} × {many} × "
        f"{count(sweep.replications, 'replication')} = {count(runs, 'run')}."
    )


def swept(sweep: Sweep, key: str) -> str:
    """Return the values that a key was given: its levels, or of many the ends."""
    axis = axis_of(sweep, key)
    given = [text for text, point in zip(axis.texts, sweep.design.points, strict=True) if key in point]
    levels = list(dict.fromkeys(given))
    if len(levels) <= MOST_LEVELS:
        return ", ".join(sorted(levels, key=lambda text: axis.places[axis.texts.index(text)]))
    if not axis.is_numeric:
        return f"{levels[0]} … {levels[-1]} ({len(levels)} values)"
    places = axis.places[[key in point for point in sweep.design.points]]
    ends = f"{axis.text_of(float(places.min()))} to {axis.text_of(float(places.max()))}"
    return f"{ends} ({format_number(len(levels))} values)"


def failed_in_words(failed: Sequence[Failed], strategies: Sequence[str]) -> list[tuple[str, str]]:
    """Return each reason why something failed, with the points and strategies that failed so."""
    found: dict[str, dict[int, list[str]]] = {}
    for each in failed:
        found.setdefault(each.reason, {}).setdefault(each.point, []).append(each.strategy)
    return [(reason, ", ".join(_points(points, len(strategies)))) for reason, points in found.items()]


def _points(points: dict[int, list[str]], strategies: int) -> Iterator[str]:
    for point, names in points.items():
        is_all = len(names) == strategies
        yield f"{point}" if is_all else f"{point} ({listed(names)})"


def _stated(sweep: Sweep, key: str) -> str:
    return in_yaml(sweep.stated[key]) if key in sweep.stated else "left out"


def _headings(sweep: Sweep, measures: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    for strategy in sweep.others or (sweep.baseline,):
        for name in measures:
            measure = sweep.measure(name)
            told = telling_of(measure, sweep.currency)
            unit = told.of_difference if sweep.others else told.unit
            yield f"{strategy}: {measure.title}", unit, BETTER[measure.direction]


def _rows(sweep: Sweep, measures: Sequence[str]) -> Iterator[tuple[int, list[str], list[tuple[str, str]]]]:
    """Yield number, values and cells of each point that the page shows."""
    names = sweep.others or (sweep.baseline,)
    columns = [_column(sweep, strategy, name) for strategy in names for name in measures]
    for number, point in enumerate(sweep.design.points[:MOST_ROWS]):
        values = [in_yaml(point[key]) if key in point else "as it is" for key in sweep.design.keys]
        yield number, values, [column[number] for column in columns]


def _column(sweep: Sweep, strategy: str, name: str) -> list[tuple[str, str]]:
    """Return each point's number with its interval, and its mark: clear on the better or the worse side."""
    measure = sweep.measure(name)
    told = telling_of(measure, sweep.currency)
    known = sweep.difference(strategy, name) if sweep.others else sweep.level(strategy, name)
    texts = [
        with_minus(format_interval(told.factor * mean, told.factor * half, signed=bool(sweep.others)))
        for mean, half in zip(known.mean.tolist(), known.half_width.tolist(), strict=True)
    ]
    if not sweep.others or not measure.direction:
        return [(text, "") for text in texts]
    sides = sides_of(sweep, strategy, name)
    better, worse = sides.wanted(measure.direction), sides.unwanted(measure.direction)
    return [
        (text, "better" if better[point] else "worse" if worse[point] else "")
        for point, text in enumerate(texts)
    ]


def _table_basis(sweep: Sweep) -> str:
    what = (
        f"The difference from '{sweep.baseline}' at the same point, paired; coloured where it counts as "
        "clear; "
        if sweep.others
        else ""
    )
    said = f"{what}± is half of the 95 % interval of the point by itself."
    more = len(sweep.design.points) - MOST_ROWS
    if more > 0:
        said += f" The first {MOST_ROWS} points; tables/ holds all {len(sweep.design.points):,}."
    return f"{said[0].upper()}{said[1:]}"
