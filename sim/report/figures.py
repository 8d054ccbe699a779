"""Plot functions: tidy numbers in, Axes out.  Nothing is computed, shown or saved here."""

import math
import re
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.report.bands import Band
from sim.report.style import BASELINE, FAINT, FILL, INK, RULE, SHADE, new_figure

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from sim.experiments.findings import Floats
    from sim.report.moments import Moment
    from sim.statistics.estimate import Estimate

TICKS = 4
"""Most steps on a horizontal axis of estimates: more would run into each other."""
NAME_LETTERS = 40
"""Letters of a strategy's name that have room in a figure."""
THIN, THICKER = 1.1, 0.45
"""Width of the last line of a panel with several, and what each line before it has more [pt]."""
DENSEST, FAINTEST = 0.24, 0.06
"""How dense bands are: shared by those of a panel, and at least [0-1]."""
LINE_LETTERS = 18
"""Letters of a line of a name at an axis."""


def plot_levels(
    names: Sequence[str],
    levels: Sequence["Estimate"],
    colours: Sequence[str],
    *,
    unit: str,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw each strategy's level with its confidence interval, the first one on top."""
    ax = _estimates(names, levels, colours, ax)
    ax.set_xlabel(unit)
    return ax


def plot_differences(
    names: Sequence[str],
    differences: Sequence["Estimate"],
    colours: Sequence[str],
    *,
    unit: str,
    baseline: str,
    clear: Sequence[bool] | None = None,
    matters_from: float = 0.0,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw each strategy's difference from the baseline with its confidence interval and a line at zero.

    A clear difference that matters is a full point.  An open point is one that may be none, or is too
    small to matter; the latter lie in a grey zone around zero.  What is clear is told by ``clear``, or left
    to each interval.
    """
    known = clear or [each.is_clear for each in differences]
    hollow = [
        not sure or abs(each.mean) < matters_from for sure, each in zip(known, differences, strict=True)
    ]
    ax = _estimates(names, differences, colours, ax, hollow=hollow)
    if matters_from > 0.0:
        ax.axvspan(-matters_from, matters_from, color=SHADE, linewidth=0, zorder=0)
    ax.axvline(0.0, color=BASELINE, linewidth=1.2, zorder=1)
    ax.set_xlabel(f"difference from '{baseline}' [{unit}]")
    return ax


def plot_leads(
    labels: Sequence[str],
    leads: Sequence["Estimate"],
    colours: Sequence[str],
    clear: Sequence[bool],
    *,
    unit: str,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw leads with their intervals, each in its line below a long label, and a line at zero.

    A lead that is not clear is an open point.
    """
    ax = _estimates(labels, leads, colours, ax, hollow=[not sure for sure in clear])
    ax.set_yticks(range(len(labels)), labels=list(labels), fontsize=7.5)
    ax.axvline(0.0, color=BASELINE, linewidth=1.2, zorder=1)
    ax.set_xlabel(unit)
    return ax


def plot_bars(
    labels: Sequence[str],
    amounts: Sequence["Estimate"],
    *,
    unit: str,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw an amount as a bar with its interval in a line for each label, the first one on top."""
    ax = ax or _new_axes()
    rows = range(len(labels))
    half = [each.half_width if math.isfinite(each.half_width) else 0.0 for each in amounts]
    ax.barh(rows, [each.mean for each in amounts], height=0.55, color=FILL, zorder=2)
    ax.errorbar(
        [each.mean for each in amounts], rows, xerr=half, fmt="none", ecolor=INK, elinewidth=1.2, capsize=3,
        zorder=3,
    )  # fmt: skip
    ax.axvline(0.0, color=BASELINE, linewidth=1.2, zorder=1)
    ax.set_yticks(rows, labels=list(labels))
    ax.tick_params(axis="y", length=0, labelcolor=INK)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.locator_params(axis="x", nbins=TICKS)
    ax.xaxis.set_major_formatter(with_thousands)
    ax.grid(axis="x", color=RULE, linewidth=0.6)
    ax.set_axisbelow(True)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel(unit)
    return ax


def plot_weekly_band(
    weeks: "NDArray[np.int64]",
    strategy: Band,
    colour: str,
    *,
    unit: str,
    baseline: Band | None = None,
    warm_up: float = 0.0,
    from_zero: bool = True,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw a weekly quantity: the median over replications in its band from P10 to P90.

    Args:
        weeks: week numbers, the horizontal axis.
        strategy: the band to draw.
        colour: of the strategy.
        unit: of the quantity, for the vertical axis.
        baseline: the baseline's band, drawn grey behind.
        warm_up: weeks left out of every measure, shaded [weeks].
        from_zero: whether the vertical axis begins at zero.
        ax: where to draw; left out: a new figure.
    """
    ax = ax or _new_axes()
    if baseline is not None:
        _band(ax, weeks, baseline, BASELINE, order=1)
    _band(ax, weeks, strategy, colour, order=2)
    if all(math.isnan(value) for value in strategy.middle):
        say_undefined(ax)
    if from_zero:
        ax.set_ylim(bottom=0.0, auto=None)  # a panel that shares the axis may still raise its top
    ax.set_ylabel(unit)
    return _weekly_axes(ax, weeks, warm_up)


def plot_settling(
    ax: "Axes",
    weeks: "NDArray[np.int64]",
    weekly: "NDArray[np.float64]",
    smooth: "NDArray[np.float64]",
    colour: str,
    *,
    warm_up: float,
) -> "Axes":
    """Draw a weekly mean, thin, with its moving average, thick, from the first week on.

    Args:
        ax: where to draw.
        weeks: week numbers, shape (weeks,).
        weekly: the mean over replications, same shape.
        smooth: its moving average, which may end earlier.
        colour: of the strategy.
        warm_up: what is left out of the measures, shaded [weeks].
    """
    ax.plot(weeks, weekly, color=colour, linewidth=0.8, alpha=0.55)
    ax.plot(weeks[: len(smooth)], smooth, color=colour, linewidth=2.0)
    ax.set_ylim(bottom=0.0, auto=None)
    ax.set_ylabel("tasks")
    return _weekly_axes(ax, weeks, warm_up)


def plot_weekly_bands(
    weeks: "NDArray[np.int64]",
    strategies: Sequence[tuple[Band, str]],
    *,
    unit: str,
    warm_up: float = 0.0,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw a weekly quantity of several strategies in one panel, each a line in a pale band.

    Later lines are thinner, so that those which coincide are all seen.

    Args:
        weeks: week numbers, the horizontal axis.
        strategies: band and colour of each, the first one behind the others.
        unit: of the quantity, for the vertical axis.
        warm_up: weeks left out of every measure, shaded [weeks].
        ax: where to draw; left out: a new figure.
    """
    ax = ax or _new_axes()
    alpha = max(FAINTEST, DENSEST / max(1, len(strategies)))
    for place, (band, colour) in enumerate(strategies):
        ax.fill_between(weeks, band.low, band.high, color=colour, alpha=alpha, linewidth=0, zorder=1)
        width = THIN + THICKER * (len(strategies) - 1 - place)
        ax.plot(weeks, band.middle, color=colour, linewidth=width, zorder=3 + place)
    ax.set_ylabel(unit)
    return _weekly_axes(ax, weeks, warm_up)


def plot_moments(ax: "Axes", moments: Sequence["Moment"]) -> None:
    """Draw a thin line with its letter for each moment, on an axis of weeks."""
    for moment in moments:
        ax.axvline(moment.place, color=FAINT, linewidth=0.7, linestyle=(0, (1, 2)), zorder=6)
        ax.annotate(
            moment.letter, (moment.place, 1.0), (2, -2), xycoords=("data", "axes fraction"),
            textcoords="offset points", ha="left", va="top", color=FAINT, fontsize=7.5,
        )  # fmt: skip


def _weekly_axes(ax: "Axes", weeks: "NDArray[np.int64]", warm_up: float) -> "Axes":
    if warm_up > 0:
        ax.axvspan(weeks[0] - 0.5, warm_up + 0.5, color=SHADE, linewidth=0, zorder=0)
    ax.set_xlim(weeks[0] - 0.5, weeks[-1] + 0.5)
    ax.yaxis.set_major_formatter(with_thousands)
    ax.grid(axis="y", color=RULE, linewidth=0.6)
    ax.set_axisbelow(True)
    return ax


def plot_quality(
    edges: "Floats",
    strategy: Band,
    colour: str,
    *,
    unit: str,
    baseline: Band | None = None,
    standards: Sequence[float] = (),
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw the distribution of delivered quality: the median share per bin, its band from P10 to P90.

    The baseline is an outline in grey, an acceptance standard a dashed line with its value: below it is a
    defect, so the distribution breaks off there where reviews find it.
    """
    ax = ax or _new_axes()
    ax.stairs(strategy.middle, edges, fill=True, color=colour, alpha=0.35, linewidth=0, zorder=1)
    ax.stairs(
        strategy.high,
        edges,
        baseline=strategy.low,
        fill=True,
        color=colour,
        alpha=0.45,
        linewidth=0,
        zorder=2,
    )
    ax.stairs(strategy.middle, edges, color=colour, linewidth=1.2, zorder=3)
    if baseline is not None:
        ax.stairs(baseline.middle, edges, color=BASELINE, linewidth=1.1, zorder=4)
    ax.set_xlim(float(edges[0]), float(edges[-1]))
    ax.set_ylim(bottom=0.0, auto=None)  # a panel that shares the axis may still raise its top
    ax.set_ylabel(unit)
    for standard in standards:
        _standard(ax, standard)
    return ax


def _standard(ax: "Axes", standard: float) -> None:
    """Draw an acceptance standard, its words on the side where defects are."""
    ax.axvline(standard, color=FAINT, linewidth=0.9, linestyle=(0, (4, 3)), zorder=5)
    ax.annotate(
        f"standard {standard:g}",
        (standard, 1.0),
        (-3, -3),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="right",
        va="top",
        color=FAINT,
        fontsize=7.5,
    )


def name_panel(ax: "Axes", name: str, colour: str, baseline: str = "") -> None:
    """Write a strategy's name over its panel, its colour as a square before it.

    Args:
        ax: the panel.
        name: of the strategy.
        colour: of the strategy.
        baseline: name of the baseline, written in its grey at the right; ``""`` for none.
    """
    where: dict[str, Any] = {"xycoords": "axes fraction", "textcoords": "offset points"}
    ax.annotate("■", (0, 1), (0, 4), color=colour, fontsize=10, **where)
    ax.annotate(shorten(name), (0, 1), (12, 4), color=INK, fontsize=9, **where)
    if baseline:
        grey = shorten(baseline, NAME_LETTERS // 2)
        ax.annotate(f"{grey} ■", (1, 1), (0, 4), color=BASELINE, fontsize=8, ha="right", **where)


def say_undefined(ax: "Axes") -> None:
    """Write into an empty panel that there is nothing to draw."""
    ax.annotate("not defined", (0.5, 0.5), xycoords="axes fraction", ha="center", va="center", color=FAINT)


def shorten(name: str, letters: int = NAME_LETTERS) -> str:
    """Return a name that has room over a panel; a longer one is cut off.

    >>> shorten("flexible talent"), shorten("train everybody twice", 10)
    ('flexible talent', 'train eve…')
    """
    return name if len(name) <= letters else f"{name[: letters - 1].rstrip()}…"


def in_lines(name: str) -> str:
    r"""Return a name as it stands at an axis, in two lines at most.

    >>> in_lines("upskill writers, editors and all the others")
    'upskill writers,\neditors and all…'
    """
    return textwrap.fill(name, LINE_LETTERS, max_lines=2, placeholder="…")


def key_in_lines(title: str, letters: int) -> str:
    r"""Return a key of a scenario, with its unit, in lines of so many letters, broken behind its dots.

    >>> key_in_lines("steps.answer.service_time.lognormal.mean [min]", 28)
    'steps.answer.service_time.\nlognormal.mean [min]'
    """
    lines = [""]
    for part in re.split(r"(?<=[. ])", title):
        if lines[-1] and len(lines[-1]) + len(part.rstrip()) > letters:
            lines.append("")
        lines[-1] += part
    return "\n".join(line.rstrip() for line in lines)


def with_thousands(number: float, _: float = 0.0) -> str:
    """Return the number at a tick, its thousands marked and with a real minus sign.

    >>> with_thousands(-25000.0), with_thousands(0.005), with_thousands(0.30000000000000004)
    ('−25,000', '0.005', '0.3')
    """
    return f"{number:,.6g}".replace("-", "−")


def _new_axes() -> "Axes":
    return new_figure(height=3.0).add_subplot()


def _estimates(
    names: Sequence[str],
    estimates: Sequence["Estimate"],
    colours: Sequence[str],
    ax: "Axes | None",
    hollow: Sequence[bool] | None = None,
) -> "Axes":
    ax = ax or _new_axes()
    for row, (estimate, colour) in enumerate(zip(estimates, colours, strict=True)):
        ax.errorbar(
            [estimate.mean],
            [row],
            xerr=[[estimate.half_width], [estimate.half_width]],
            fmt="o",
            color=colour,
            markersize=5,
            markerfacecolor="white" if hollow and hollow[row] else colour,
            elinewidth=1.6,
            capsize=3,
            zorder=3,
        )
    if all(math.isnan(estimate.mean) for estimate in estimates):
        say_undefined(ax)
    ax.set_yticks(range(len(names)), labels=[in_lines(name) for name in names])
    ax.tick_params(axis="y", length=0, labelcolor=INK)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.locator_params(axis="x", nbins=TICKS)
    ax.xaxis.set_major_formatter(with_thousands)
    ax.grid(axis="x", color=RULE, linewidth=0.6)
    ax.set_axisbelow(True)
    ax.spines["left"].set_visible(False)
    return ax


def _band(ax: "Axes", weeks: "NDArray[np.int64]", band: Band, colour: str, order: int) -> None:
    ax.fill_between(weeks, band.low, band.high, color=colour, alpha=0.22, linewidth=0, zorder=order)
    ax.plot(weeks, band.middle, color=colour, linewidth=1.4, zorder=order + 2)
