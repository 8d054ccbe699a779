"""The figures of a report: small multiples, each with a title and a text for those who cannot see."""

import io
import math
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.experiments.findings import Comparison, Difference, Estimate, Replications
from sim.experiments.judgement import LEAST_OF_BASELINE, LEAST_OF_POINTS
from sim.experiments.telling import telling_of
from sim.experiments.wording import format_interval, format_quantity, without_remark
from sim.measures.measure import Measure
from sim.report.bands import Band, band, quality_edges, quality_shares, whole_weeks
from sim.report.cells import BETTER
from sim.report.figures import (
    in_lines,
    name_panel,
    plot_differences,
    plot_levels,
    plot_quality,
    plot_weekly_band,
)
from sim.report.style import FAINT, INK, colours_of, new_figure
from sim.scenario.telling.wording import count

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MEASURES_ACROSS, STRATEGIES_ACROSS = 3, 2
ASSUMED = f"assumed where the scenario does not say it: {LEAST_OF_BASELINE}, {LEAST_OF_POINTS} of a share"
TITLE_HEIGHT = 0.55
"""Room for the title of a figure [inch]."""
TITLE_LETTERS = 27
"""Letters of a line over a panel of a measure."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure with what is said about it.

    Attributes:
        name: of its files, e.g. ``differences``.
        title: what it shows, standing over it.
        reading: how to read it, in a sentence or two.
        alt: what it shows in words and numbers, for those who cannot see it.
        figure: the drawing.
    """

    name: str
    title: str
    reading: str
    alt: str
    figure: "Figure"

    def svg(self) -> str:
        """Return the figure as SVG text, the same each time."""
        drawn = io.StringIO()
        self.figure.savefig(drawn, format="svg", metadata={"Date": None})
        return drawn.getvalue()


@dataclass(frozen=True, slots=True)
class Cast:
    """Who appears in the figures: the strategies, the baseline first, and the time they run.

    Attributes:
        strategies: what each gave.
        baseline: its name; ``""`` when a strategy stands alone.
        run_length, warm_up: [h].
        standards: acceptance standards of the steps [0-1].
    """

    strategies: Sequence[Replications]
    baseline: str
    run_length: float
    warm_up: float
    standards: Sequence[float] = ()

    @property
    def colours(self) -> dict[str, str]:
        """Colour of each strategy."""
        return colours_of([each.strategy for each in self.strategies], self.baseline)

    @property
    def reference(self) -> Replications | None:
        """The baseline, where there are others to set before it."""
        found = [each for each in self.strategies if each.strategy == self.baseline]
        return found[0] if found and len(self.strategies) > 1 else None

    @property
    def others(self) -> Sequence[Replications]:
        """The strategies that get a panel of their own."""
        return [each for each in self.strategies if each is not self.reference]

    @property
    def count(self) -> int:
        """Replications of each strategy."""
        return len(self.strategies[0].values)


def comparison_pictures(comparison: Comparison, standards: Sequence[float] = ()) -> Iterator[Picture]:
    """Yield the figures of a comparison, the most telling first.

    Args:
        comparison: what was found.
        standards: acceptance standards of the scenario's steps.
    """
    strategies = list(comparison.replications.values())
    cast = Cast(strategies, comparison.baseline, comparison.run_length, comparison.warm_up, standards)
    if len(strategies) > 1:
        yield _differences(comparison, cast)
    yield _levels(comparison, cast)
    yield from strategy_pictures(cast)


def strategy_pictures(cast: Cast) -> Iterator[Picture]:
    """Yield the figures that need no differences: throughput and work in process over time, and quality."""
    yield _weekly(cast, "throughput", "Good tasks delivered per week", "good", "tasks/week")
    if any(each.quality_counts.sum() for each in cast.strategies):
        yield _quality(cast)
    yield _weekly(cast, "work-in-process", "Work in process", "mean_wip", "tasks")


def _differences(comparison: Comparison, cast: Cast) -> Picture:
    names = [name for name in comparison.replications if name != comparison.baseline]
    title = f"What each strategy changes against '{comparison.baseline}'"
    figure, panels = _grid(title, len(comparison.foreground), MEASURES_ACROSS, _height_of(names))
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
            matters_from=told.factor * comparison.matters_from.get(measure_name, 0.0),
            ax=ax,
        )
        _head_measure(ax, measure, told.of_difference, place)
        alts.append(_alt_of(measure, told.spoken_difference, names, differences, signed=True))
    reading = (
        f"Point: mean difference over paired replications; bar: {_confidence(comparison)} interval. "
        "A full point is a clear difference; the interval of an open one holds zero"
    )
    if any(comparison.matters_from.get(name, 0.0) > 0.0 for name in comparison.foreground):
        reading += ", or it lies in the grey zone of what is too small to matter"
        if comparison.matters_assumed.intersection(comparison.foreground):
            reading += f" ({ASSUMED})"
    reading += "."
    return Picture("differences", title, reading, f"{title}. {' '.join(alts)}", figure)


def _levels(comparison: Comparison, cast: Cast) -> Picture:
    names = list(comparison.replications)
    title = "Where each strategy ends up"
    figure, panels = _grid(title, len(comparison.foreground), MEASURES_ACROSS, _height_of(names))
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


def _weekly(cast: Cast, name: str, title: str, series: str, unit: str) -> Picture:
    figure, panels = _grid(title, len(cast.others), STRATEGIES_ACROSS, 1.75, share=True)
    weeks = cast.strategies[0].weeks
    whole = whole_weeks(weeks, cast.run_length)
    bands = {each.strategy: _cut(band(each.series[series]), whole) for each in cast.strategies}
    baseline = bands[cast.reference.strategy] if cast.reference else None
    for place, (strategy, ax) in enumerate(zip(cast.others, panels, strict=True)):
        colour, warm_up = cast.colours[strategy.strategy], cast.warm_up / 168.0
        own = bands[strategy.strategy]
        plot_weekly_band(weeks[whole], own, colour, unit=unit, baseline=baseline, warm_up=warm_up, ax=ax)
        name_panel(ax, strategy.strategy, colour, cast.baseline if place == 0 and cast.reference else "")
        _label_edges(ax, place, len(cast.others), "week")
    reading = (
        f"Line: median over {count(cast.count, 'replication')}; band: 10th to 90th percentile. {_grey(cast)}"
    )
    if cast.warm_up > 0:
        reading += " Shaded: warm-up, left out of the measures."
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
    figure, panels = _grid(title, len(cast.others), STRATEGIES_ACROSS, 1.75, share=True)
    shares = {each.strategy: 100.0 * quality_shares(each.quality_counts) for each in cast.strategies}
    baseline = band(shares[cast.reference.strategy]) if cast.reference else None
    for place, (strategy, ax) in enumerate(zip(cast.others, panels, strict=True)):
        colour = cast.colours[strategy.strategy]
        unit = "% of deliveries"
        own = band(shares[strategy.strategy])
        standards = cast.standards
        plot_quality(quality_edges(), own, colour, unit=unit, baseline=baseline, standards=standards, ax=ax)
        name_panel(ax, strategy.strategy, colour, cast.baseline if place == 0 and cast.reference else "")
        _label_edges(ax, place, len(cast.others), "quality of a delivery (0–1)")
    reading = (
        "Filled: share of the deliveries per step of 0.02 in quality, median over the replications; "
        f"darker: 10th to 90th percentile. {_grey(cast)}"
    )
    if cast.standards:
        reading += (
            " Dashed: the standard of acceptance; work below it is a defect, and reviews send back what they "
            "find, so the distribution breaks off there."
        )
    middles = (quality_edges()[:-1] + quality_edges()[1:]) / 2.0
    means = "; ".join(f"{name} {_mean_of(found @ middles / 100.0)}" for name, found in shares.items())
    return Picture("quality", title, reading, f"{title}, mean quality: {means}.", figure)


def _grid(
    title: str, panels: int, across: int, height: float, *, share: bool = False
) -> "tuple[Figure, list[Axes]]":
    """Return a titled figure with so many panels, each ``height`` inch high, and its axes by rows."""
    across = min(across, max(1, panels))
    down = math.ceil(panels / across)
    figure = new_figure(TITLE_HEIGHT + down * height)
    figure.suptitle(title, x=0.01, ha="left", fontsize=11.5, fontweight="bold", color=INK)
    axes = figure.subplots(down, across, sharex=share, sharey=share, squeeze=False).flatten()
    for spare in axes[panels:]:
        spare.remove()
    return figure, list(axes[:panels])


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


def _label_edges(ax: "Axes", place: int, panels: int, label: str) -> None:
    """Label the horizontal axis of the lowest panel of each column, the vertical one at the left."""
    lowest = place + STRATEGIES_ACROSS >= panels
    ax.set_xlabel(label if lowest else "")
    ax.tick_params(axis="x", labelbottom=lowest)
    if place % STRATEGIES_ACROSS:
        ax.set_ylabel("")


def _cut(whole: Band, keep: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> Band:
    return Band(whole.low[keep], whole.middle[keep], whole.high[keep])


def _grey(cast: Cast) -> str:
    return f"Grey: '{cast.baseline}'." if cast.reference else ""


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
