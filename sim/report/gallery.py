"""The figures of a report: small multiples, each with a title and a text for those who cannot see."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.experiments.findings import Comparison, Difference
from sim.experiments.judgement import LEAST_OF_BASELINE, LEAST_OF_POINTS
from sim.experiments.telling import telling_of
from sim.experiments.wording import format_interval, format_quantity, without_remark
from sim.measures.measure import Measure
from sim.report.bands import EDGES_IN_WORDS, band, quality_edges, quality_shares, whole_weeks
from sim.report.basis import clear_in_words
from sim.report.break_even import break_even_pictures
from sim.report.cells import BETTER
from sim.report.figures import (
    in_lines,
    name_panel,
    plot_differences,
    plot_levels,
    plot_moments,
    plot_quality,
    plot_weekly_band,
)
from sim.report.futures import future_picture
from sim.report.load import load_picture
from sim.report.moments import Moment
from sim.report.picture import Cast, Picture, cut, grey_of, grid, label_edges, warm_up_and_moments
from sim.report.stocks import stock_pictures
from sim.report.style import FAINT, INK
from sim.report.welch import settling_picture
from sim.scenario.telling.wording import count
from sim.statistics.estimate import Estimate

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MEASURES_ACROSS, STRATEGIES_ACROSS = 3, 2
ASSUMED = f"assumed where the scenario does not say it: {LEAST_OF_BASELINE}, {LEAST_OF_POINTS} of a share"
TITLE_LETTERS = 27
"""Letters of a line over a panel of a measure."""


def comparison_pictures(
    comparison: Comparison, standards: Sequence[float] = (), moments: Sequence[Moment] = ()
) -> Iterator[Picture]:
    """Yield the figures of a comparison, the most telling first.

    Args:
        comparison: what was found.
        standards: acceptance standards of the scenario's steps.
        moments: when levers act.
    """
    strategies = list(comparison.replications.values())
    cast = Cast(
        strategies,
        comparison.baseline,
        comparison.run_length,
        comparison.warm_up,
        standards,
        moments,
        is_steady=bool(comparison.settled),
    )
    if len(strategies) > 1:
        yield _differences(comparison, cast)
    yield _levels(comparison, cast)
    in_futures = future_picture(comparison)
    if in_futures is not None:
        yield in_futures
    yield from break_even_pictures(comparison, cast)
    yield from strategy_pictures(cast)


def strategy_pictures(cast: Cast) -> Iterator[Picture]:
    """Yield the figures that need no differences: flow, quality, load, and the stocks that move."""
    yield _weekly(cast, "throughput", "Good tasks delivered per week", "good", "tasks/week")
    if any(each.quality_counts.sum() for each in cast.strategies):
        yield _quality(cast)
        title = "Quality of the deliveries of each week"
        yield _weekly(cast, "quality-by-week", title, "quality", "quality (0–1)", from_zero=False)
    yield _weekly(cast, "work-in-process", "Work in process", "mean_wip", "tasks")
    load = load_picture(cast)
    if load is not None:
        yield load
    if cast.warm_up > 0.0 or cast.is_steady:
        yield settling_picture(cast)
    yield from stock_pictures(cast)


def _differences(comparison: Comparison, cast: Cast) -> Picture:
    names = [name for name in comparison.replications if name != comparison.baseline]
    title = f"What each strategy changes against '{comparison.baseline}'"
    figure, panels = grid(title, len(comparison.foreground), MEASURES_ACROSS, _height_of(names))
    alts = []
    for place, (measure_name, ax) in enumerate(zip(comparison.foreground, panels, strict=True)):
        found = [comparison.differences[name][measure_name] for name in names]
        measure, told = found[0].measure, telling_of(found[0].measure, comparison.currency)
        differences = [told.of(each.difference) for each in found]
        colours = [cast.colours[name] for name in names]
        plot_differences(
            names,
            differences,
            colours,
            unit=told.of_difference,
            baseline=comparison.baseline,
            clear=[each.is_clear for each in found],
            matters_from=told.factor * comparison.matters_from.get(measure_name, 0.0),
            ax=ax,
        )
        _head_measure(ax, measure, told.of_difference, place)
        alts.append(_alt_of(measure, told.spoken_difference, names, differences, signed=True))
    reading = (
        f"Point: mean difference over paired replications; bar: {_confidence(comparison)} interval. "
        "A full point is a clear difference; an open one may be none"
    )
    if any(comparison.matters_from.get(name, 0.0) > 0.0 for name in comparison.foreground):
        reading += ", or too small to matter (grey zone)"
        if comparison.matters_assumed.intersection(comparison.foreground):
            reading += f" ({ASSUMED})"
    reading = f"{reading}. {clear_in_words(comparison)}".rstrip()
    return Picture("differences", title, reading, f"{title}. {' '.join(alts)}", figure)


def _levels(comparison: Comparison, cast: Cast) -> Picture:
    names = list(comparison.replications)
    title = "Where each strategy ends up"
    figure, panels = grid(title, len(comparison.foreground), MEASURES_ACROSS, _height_of(names))
    alts = []
    for place, (measure_name, ax) in enumerate(zip(comparison.foreground, panels, strict=True)):
        found: list[Difference] = [comparison.differences[name][measure_name] for name in names]
        measure, told = found[0].measure, telling_of(found[0].measure, comparison.currency)
        levels = [told.of(each.level) for each in found]
        plot_levels(names, levels, [cast.colours[name] for name in names], unit=told.unit, ax=ax)
        _head_measure(ax, measure, told.unit, place)
        alts.append(_alt_of(measure, told.spoken, names, levels, signed=False))
    reading = (
        f"Point: mean over the replications; bar: its {_confidence(comparison)} interval. Bars may overlap "
        "although a difference is clear, because the strategies share their luck."
    )
    return Picture("levels", title, reading, f"{title}. {' '.join(alts)}", figure)


def _height_of(names: Sequence[str]) -> float:
    """Return the height of a panel with a row for each name [inch]."""
    row = 0.34 if any("\n" in in_lines(name) for name in names) else 0.24
    return 0.72 + row * len(names)


def _weekly(cast: Cast, name: str, title: str, series: str, unit: str, *, from_zero: bool = True) -> Picture:
    figure, panels = grid(title, len(cast.others), STRATEGIES_ACROSS, 1.75, share=True)
    weeks = cast.strategies[0].weeks
    whole = whole_weeks(weeks, cast.run_length)
    bands = {each.strategy: cut(band(each.series[series]), whole) for each in cast.strategies}
    baseline = bands[cast.reference.strategy] if cast.reference else None
    for place, (strategy, ax) in enumerate(zip(cast.others, panels, strict=True)):
        colour, warm_up = cast.colours[strategy.strategy], cast.warm_up / 168.0
        own = bands[strategy.strategy]
        plot_weekly_band(
            weeks[whole],
            own,
            colour,
            unit=unit,
            baseline=baseline,
            warm_up=warm_up,
            from_zero=from_zero,
            ax=ax,
        )
        plot_moments(ax, [moment for moment in cast.moments if strategy.strategy in moment.doing])
        name_panel(ax, strategy.strategy, colour, cast.baseline if place == 0 and cast.reference else "")
        label_edges(ax, place, len(cast.others), "week", STRATEGIES_ACROSS)
    runs = count(cast.count, "replication")
    reading = f"Line: median over {runs}; band: {EDGES_IN_WORDS}. {grey_of(cast)}"
    reading += warm_up_and_moments(cast)
    ends = "; ".join(
        f"{each.strategy} {_mean_of(bands[each.strategy].middle[weeks[whole] * 168.0 > cast.warm_up])}"
        for each in cast.strategies
    )
    return Picture(
        name,
        title,
        reading,
        f"{title}, mean of the weekly median after the warm-up [{unit}]: {ends}.",
        figure,
    )


def _quality(cast: Cast) -> Picture:
    title = "Quality of what was delivered"
    figure, panels = grid(title, len(cast.others), STRATEGIES_ACROSS, 1.75, share=True)
    shares = {each.strategy: 100.0 * quality_shares(each.quality_counts) for each in cast.strategies}
    baseline = band(shares[cast.reference.strategy]) if cast.reference else None
    for place, (strategy, ax) in enumerate(zip(cast.others, panels, strict=True)):
        colour = cast.colours[strategy.strategy]
        unit = "% of deliveries"
        own = band(shares[strategy.strategy])
        standards = cast.standards
        plot_quality(quality_edges(), own, colour, unit=unit, baseline=baseline, standards=standards, ax=ax)
        name_panel(ax, strategy.strategy, colour, cast.baseline if place == 0 and cast.reference else "")
        label_edges(ax, place, len(cast.others), "quality of a delivery (0–1)", STRATEGIES_ACROSS)
    reading = (
        "Filled: share of the deliveries per step of 0.02 in quality, median over the replications; "
        f"darker: 10th to 90th percentile. {grey_of(cast)}"
    )
    if cast.standards:
        reading += (
            " Dashed: the standard of acceptance; work below it is a defect, and reviews send back what they "
            "find, so the distribution breaks off there."
        )
    middles = (quality_edges()[:-1] + quality_edges()[1:]) / 2.0
    means = "; ".join(f"{name} {_mean_of(found @ middles / 100.0)}" for name, found in shares.items())
    return Picture("quality", title, reading, f"{title}, mean quality: {means}.", figure)


def _head_measure(ax: "Axes", measure: Measure, unit: str, place: int) -> None:
    """Write the measure over its panel, which way is better under it, and the names only at the left edge."""
    title = textwrap.fill(measure.title, TITLE_LETTERS)
    ax.set_title(title, loc="left", fontsize=9, color=INK, pad=14 if BETTER[measure.direction] else 4)
    ax.annotate(
        BETTER[measure.direction], (0, 1), (0, 4), "axes fraction", "offset points", color=FAINT, fontsize=7.5
    )
    ax.set_xlabel(unit)
    if place % MEASURES_ACROSS:
        ax.tick_params(axis="y", labelleft=False)


def _mean_of(values: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> str:
    known = values[~np.isnan(values)]
    return format_interval(float(known.mean()), 0.0) if known.size else "not defined"


def _confidence(comparison: Comparison) -> str:
    first = next(iter(comparison.differences.values()))
    return f"{100.0 * next(iter(first.values())).level.confidence:g} %"


def _alt_of(
    measure: Measure, unit: str, names: Sequence[str], estimates: Sequence[Estimate], *, signed: bool
) -> str:
    said = "; ".join(
        f"{name} {without_remark(format_quantity(each.mean, each.half_width, unit, signed=signed))}"
        for name, each in zip(names, estimates, strict=True)
    )
    return f"{measure.title}: {said}."
