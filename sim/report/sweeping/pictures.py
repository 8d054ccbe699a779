"""The figures of a sweep: which of them suits the design, each with a title and a text that says it all."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.experiments.sweeping.axes import Axis, axis_of
from sim.experiments.sweeping.design import GRID, ONE_AT_A_TIME
from sim.experiments.sweeping.effects import Swing, extremes, swings_of
from sim.experiments.sweeping.findings import Estimates, Sweep
from sim.experiments.telling import Telling, telling_of
from sim.experiments.wording import format_number, format_quantity, without_remark
from sim.measures.measure import Direction
from sim.report.cells import BETTER as WHICH_IS_BETTER
from sim.report.figures import key_in_lines, shorten
from sim.report.picture import Picture, grid
from sim.report.style import FAINT, INK, colours_of
from sim.report.sweeping.plots import (
    MOST_CELLS,
    diverging,
    plot_heat_map,
    plot_lines,
    plot_parallel,
    plot_tornado,
    sequential,
)
from sim.scenario.telling.wording import count, listed
from sim.statistics.estimate import Estimate

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable
    from matplotlib.figure import Figure

ACROSS = 3
"""Panels of lines beside each other; heat maps and tornados have two."""
KEYS = 2
"""Keys of a heat map."""
CELL, FEWEST_CELLS = 0.3, 4
"""Height of a cell of a heat map [inch], and for how many there is room at least."""
LETTERS_PER_INCH = 15.0
"""Of the name of an axis."""
LINE_OF_LINES, LINE_OF_MAP = 28, 32
"""Letters of a line of the name below a panel of lines, and below a heat map."""
COLOUR_BAR = 1.0
"""Height of a panel that is taken by its title and its colours [inch]."""


def sweep_pictures(sweep: Sweep, measures: Sequence[str]) -> Iterator[Picture]:
    """Yield the figures of a sweep, of the measures that are asked for.

    One key: lines with bands.  A grid of two: heat maps.  One key at a time: tornados.  Else: parallel
    coordinates.
    """
    axes = [axis_of(sweep, key) for key in sweep.design.keys]
    if sweep.design.kind == ONE_AT_A_TIME:
        yield from (_tornado(sweep, strategy, measures) for strategy in (sweep.baseline, *sweep.others))
    elif len(axes) == 1:
        if sweep.others:
            yield _lines(sweep, axes[0], measures, differences=True)
        yield _lines(sweep, axes[0], measures, differences=False)
    elif len(axes) == KEYS and sweep.design.kind == GRID:
        yield from (
            _heat_map(sweep, strategy, axes, measures) for strategy in (*sweep.others, sweep.baseline)
        )
    else:
        yield from (_parallel(sweep, name, axes, measures) for name in sweep.others or (sweep.baseline,))


# --- lines --------------------------------------------------------------------------------------


def _lines(sweep: Sweep, axis: Axis, measures: Sequence[str], *, differences: bool) -> Picture:
    names = sweep.others if differences else sweep.strategies
    colours = colours_of(sweep.strategies, sweep.baseline)
    what = (
        f"What each strategy changes against '{sweep.baseline}'" if differences else "Where each strategy is"
    )
    title = f"{what}, along one key"
    figure, panels = grid(title, len(measures), ACROSS, 2.1)
    alts = []
    for place, (name, ax) in enumerate(zip(measures, panels, strict=True)):
        told = telling_of(sweep.measure(name), sweep.currency)
        known = {each: _told(sweep, each, name, told, differences=differences) for each in names}
        unit = told.of_difference if differences else told.unit
        plot_lines(axis, [(known[each], colours[each]) for each in names], unit=unit, zero=differences, ax=ax)
        _head(ax, sweep, name)
        ax.set_xlabel(key_in_lines(axis.title, LINE_OF_LINES) if place + ACROSS >= len(measures) else "")
        ends = "; ".join(f"{each} {_ends(known[each], axis, unit)}" for each in names)
        alts.append(f"{sweep.measure(name).title}: {ends}.")
    _legend(figure, [(each, colours[each]) for each in names])
    bands = "band: its 95 % interval at that value by itself"
    reading = f"Line: mean over {count(sweep.replications, 'replication')}; {bands}."
    if differences:
        reading += " Where a band holds zero, no difference is clear."
    return Picture(
        "differences" if differences else "levels",
        title,
        reading,
        f"{title}, {axis.key}. {' '.join(alts)}",
        figure,
    )


def _ends(known: Estimates, axis: Axis, unit: str) -> str:
    """Return the estimates at the first and the last place of an axis."""
    order = np.argsort(axis.places, kind="stable")
    said = (
        f"{_in_words(known, int(point), unit)} at {axis.texts[int(point)]}" for point in (order[0], order[-1])
    )
    return " to ".join(said)


# --- heat maps ----------------------------------------------------------------------------------


def _heat_map(sweep: Sweep, strategy: str, axes: Sequence[Axis], measures: Sequence[str]) -> Picture:
    is_difference = strategy != sweep.baseline
    what = (
        f"What '{strategy}' changes against '{sweep.baseline}'"
        if is_difference
        else f"'{strategy}' by itself"
    )
    across, up = axes
    title = f"{what}, over two keys"
    cells_up = max(FEWEST_CELLS, len(up.levels))
    figure, panels = grid(title, len(measures), 2, COLOUR_BAR + CELL * cells_up)
    alts = []
    for name, ax in zip(measures, panels, strict=True):
        measure = sweep.measure(name)
        told = telling_of(measure, sweep.currency)
        known = _told(sweep, strategy, name, told, differences=is_difference)
        colours = _colours(known, measure.direction, differences=is_difference)
        cells = _cells(across, up)
        values = known.mean[cells]
        small = len(across.levels) <= MOST_CELLS
        unit = told.of_difference if is_difference else told.unit
        plot_heat_map(
            [_short(across, level) for level in across.levels],
            [_short(up, level) for level in up.levels],
            values,
            colours,
            hatched=~known.is_clear[cells] if is_difference else None,
            numbers=[[_number(each, signed=is_difference) for each in row] for row in values]
            if small
            else (),
            ax=ax,
        )
        _head(ax, sweep, name)
        ax.set_xlabel(key_in_lines(across.title, LINE_OF_MAP))
        ax.set_ylabel(key_in_lines(up.title, round(LETTERS_PER_INCH * CELL * cells_up)))
        bar = figure.colorbar(colours, ax=ax, shrink=0.85, aspect=14, pad=0.02)
        bar.set_label(unit, color=FAINT, fontsize=7.5)
        bar.outline.set_visible(False)
        alts.append(f"{measure.title}: {_reach(sweep, known, unit)}.")
    reading = f"Each cell: mean over {count(sweep.replications, 'replication')}."
    if is_difference:
        reading += (
            " Blue: the better side (of a measure without one: higher); vermilion: the other. Hatched: the "
            "95 % interval of the cell, by itself, holds zero."
        )
    if sweep.failed:
        reading += " Grey with a cross: the point failed."
    name = f"map-{sweep.strategies.index(strategy)}"
    return Picture(name, title, reading, f"{title}. {' '.join(alts)}", figure)


def _cells(across: Axis, up: Axis) -> "np.ndarray[tuple[int, int], np.dtype[np.intp]]":
    """Return the point of each pair of levels, shape (levels up, levels across)."""
    cells = np.zeros((len(up.levels), len(across.levels)), np.intp)
    for point, (x, y) in enumerate(zip(across.places, up.places, strict=True)):
        cells[up.levels.index(float(y)), across.levels.index(float(x))] = point
    return cells


def _short(axis: Axis, level: float) -> str:
    """Return a level at an axis whose title has the unit already."""
    return format_number(level) if axis.is_numeric else shorten(axis.labels[int(level)], 18)


def _number(value: float, *, signed: bool) -> str:
    text = format_number(float(f"{value:.3g}"), signed=signed) if not np.isnan(value) else ""
    return text.replace("-", "−")


def _colours(known: Estimates, direction: Direction, *, differences: bool) -> "ScalarMappable":
    """Return the colours of estimates; of levels so wide that what luck alone does hardly shows."""
    values = known.mean[~np.isnan(known.mean)]
    if not len(values):
        return sequential(0.0, 1.0)
    if differences:
        return diverging(float(np.abs(values).max()), blue_is_higher=direction is not Direction.SMALLER)
    halves = known.half_width[np.isfinite(known.half_width)]
    luck = float(np.median(halves)) if len(halves) else 0.0
    return sequential(float(values.min()) - luck, float(values.max()) + luck)


# --- tornados -----------------------------------------------------------------------------------


def _tornado(sweep: Sweep, strategy: str, measures: Sequence[str]) -> Picture:
    is_lead = strategy != sweep.baseline
    what = f"the difference that '{strategy}' makes" if is_lead else f"'{strategy}'"
    title = f"What each key alone does to {what}"
    figure, panels = grid(title, len(measures), 1, COLOUR_BAR + 0.42 * len(sweep.design.keys))
    alts = []
    for name, ax in zip(measures, panels, strict=True):
        told = telling_of(sweep.measure(name), sweep.currency)
        swings = [_told_swing(swing, told) for swing in swings_of(sweep, strategy, name)]
        plot_tornado(
            [swing.key for swing in swings],
            [[swing.effects[place] for place in swing.ends] for swing in swings],
            [[swing.values[place] for place in swing.ends] for swing in swings],
            unit=f"change from the scenario as it is [{told.of_difference}]",
            ax=ax,
        )
        _head(ax, sweep, name)
        alts.append(f"{sweep.measure(name).title}: {listed(_swing(each, told) for each in swings)}.")
    reading = (
        "Bars: the change from the scenario as it is with the two values of a key that lower and raise it "
        "most, the one that was named first pale, the other dark, all other keys as they are; thin lines: "
        "95 % intervals, paired. An open bar may be no change at all. What two keys do together is not seen."
    )
    name = f"tornado-{sweep.strategies.index(strategy)}"
    return Picture(name, title, reading, f"{title}. {' '.join(alts)}", figure)


def _told_swing(swing: Swing, told: Telling) -> Swing:
    return Swing(swing.key, swing.values, tuple(told.of(effect) for effect in swing.effects))


def _swing(swing: Swing, told: Telling) -> str:
    said = (
        f"{_estimate(effect, told.of_difference)} at {value}"
        for value, effect in zip(swing.values, swing.effects, strict=True)
    )
    return f"{swing.key} {', '.join(said)}"


# --- parallel coordinates -----------------------------------------------------------------------


def _parallel(sweep: Sweep, strategy: str, axes: Sequence[Axis], measures: Sequence[str]) -> Picture:
    is_difference = strategy != sweep.baseline
    what = f"what '{strategy}' changes against '{sweep.baseline}'" if is_difference else f"'{strategy}'"
    title = f"All points at once: {what}"
    figure, panels = grid(title, len(measures), 1, 2.6)
    alts = []
    for name, ax in zip(measures, panels, strict=True):
        measure = sweep.measure(name)
        told = telling_of(measure, sweep.currency)
        known = _told(sweep, strategy, name, told, differences=is_difference)
        unit = told.of_difference if is_difference else told.unit
        colours = _colours(known, measure.direction, differences=is_difference)
        clear = known.is_clear if is_difference else None
        plot_parallel(axes, known.mean, colours, title=f"{measure.title} [{unit}]", clear=clear, ax=ax)
        _head(ax, sweep, name)
        alts.append(f"{measure.title}: {_reach(sweep, known, unit)}.")
    reading = (
        f"Each line is a point: from left to right its value in each key, and at the right end the mean over "
        f"{count(sweep.replications, 'replication')}, which colours it."
    )
    if is_difference:
        reading += (
            " Blue: the better side (of a measure without one: higher); vermilion: the other. Grey: the 95 % "
            "interval of the point, by itself, holds zero."
        )
    return Picture(
        f"points-{sweep.strategies.index(strategy)}", title, reading, f"{title}. {' '.join(alts)}", figure
    )


# --- words for all ------------------------------------------------------------------------------


def _told(sweep: Sweep, strategy: str, name: str, told: Telling, *, differences: bool) -> Estimates:
    """Return estimates on the scale on which they are told."""
    known = sweep.difference(strategy, name) if differences else sweep.level(strategy, name)
    return Estimates(told.factor * known.mean, told.factor * known.half_width, known.confidence)


def _reach(sweep: Sweep, known: Estimates, unit: str) -> str:
    ends = extremes(known)
    if ends is None:
        return "not defined"
    low, high = (f"{_in_words(known, point, unit)} at point {point}" for point in ends)
    return f"from {low} to {high} of {count(len(sweep.design.points), 'point')}"


def _in_words(known: Estimates, point: int, unit: str) -> str:
    return _estimate(Estimate(float(known.mean[point]), float(known.half_width[point]), 0), unit)


def _estimate(known: Estimate, unit: str) -> str:
    return without_remark(format_quantity(known.mean, known.half_width, unit))


def _head(ax: "Axes", sweep: Sweep, name: str) -> None:
    """Write a measure over its panel, and which way is better."""
    measure = sweep.measure(name)
    better = WHICH_IS_BETTER[measure.direction]
    ax.set_title(measure.title, loc="left", fontsize=9, color=INK, pad=14 if better else 4)
    ax.annotate(better, (0, 1), (0, 4), "axes fraction", "offset points", color=FAINT, fontsize=7.5)


def _legend(figure: "Figure", names: Sequence[tuple[str, str]]) -> None:
    """Name the strategies by their colours below the figure's title."""
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=colour, marker="o", markersize=4, label=shorten(name)) for name, colour in names
    ]
    figure.legend(handles=handles, loc="outside lower left", ncols=4, frameon=False, fontsize=8)
