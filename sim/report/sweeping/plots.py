"""Plot functions of sweeps: tidy numbers in, Axes out.  Nothing is computed, shown or saved here."""

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.report.bands import Band
from sim.report.figures import LINE_LETTERS, TICKS, key_in_lines, say_undefined, shorten, with_thousands
from sim.report.style import BASELINE, FAINT, INK, PALETTE, RULE, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Colormap
    from matplotlib.patches import Patch
    from numpy.typing import NDArray

    from sim.experiments.sweeping.axes import Axis
    from sim.experiments.sweeping.findings import Estimates
    from sim.statistics.estimate import Estimate

    Floats = NDArray[np.float64]
    Marks = NDArray[np.bool_]

FIRST, LAST = "#9ECAE1", "#08519C"
"""The first and the last value of a key: a pale and a dark blue, neither of which says better."""
BETTER, WORSE, MIDDLE = PALETTE[0], PALETTE[1], "#F7F7F7"
"""Ends and middle of the diverging colours: blue and vermilion, which the colour-blind tell apart."""
MOST_CELLS = 9
"""Levels of a key up to which the cells of a heat map hold their number."""
LIGHT = 0.5
"""Luminance below which the number in a cell is white [0-1]."""
UNKNOWN = "#E3E3E3"
LETTERS_BESIDE = 30
"""Letters of all names below a heat map for which there is room side by side."""
LETTERS_OF_KEY = 26
"""Letters of a line of a key beside its bars."""
LINES_AT_FULL_STRENGTH = 60
"""Lines of parallel coordinates from which on each gets paler."""


def diverging(extreme: float, *, blue_is_higher: bool = True) -> "ScalarMappable":
    """Return colours by sign: white at zero, as strong at one end as at the other.

    Args:
        extreme: the number with the strongest colour.
        blue_is_higher: False where less is better.
    """
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import LinearSegmentedColormap, Normalize

    ends = (WORSE, MIDDLE, BETTER) if blue_is_higher else (BETTER, MIDDLE, WORSE)
    most = extreme if extreme > 0.0 else 1.0
    return ScalarMappable(Normalize(-most, most), LinearSegmentedColormap.from_list("signs", ends))


def sequential(low: float, high: float) -> "ScalarMappable":
    """Return colours from a low number to a high one, dark is high; readable without colour."""
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize

    norm: Normalize = Normalize(low, high if high > low else low + 1.0)
    return ScalarMappable(norm, "cividis_r")


def plot_lines(
    axis: "Axis",
    strategies: Sequence[tuple["Estimates", str]],
    *,
    unit: str,
    zero: bool = False,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw a measure along one key: the mean of each strategy in the band of its interval.

    Values that are no numbers stand beside each other, as points with bars.

    Args:
        axis: where the points lie.
        strategies: estimates and colour of each, the first one behind the others.
        unit: of the measure.
        zero: whether to draw a line at zero, for differences.
        ax: where to draw; left out: a new figure.
    """
    ax = ax or new_figure(height=3.0).add_subplot()
    order = np.argsort(axis.places, kind="stable")
    places = axis.places[order]
    for number, (known, colour) in enumerate(strategies):
        band = _band(known, order)
        if axis.is_numeric:
            ax.fill_between(places, band.low, band.high, color=colour, alpha=0.18, linewidth=0, zorder=1)
            ax.plot(places, band.middle, color=colour, linewidth=1.4, marker="o", markersize=3, zorder=3)
        else:
            shift = 0.12 * (number - (len(strategies) - 1) / 2)
            bars = known.half_width[order]
            ax.errorbar(
                places + shift,
                band.middle,
                yerr=bars,
                fmt="o",
                color=colour,
                markersize=4,
                capsize=2,
                zorder=3,
            )
    if all(np.isnan(known.mean).all() for known, _ in strategies):
        say_undefined(ax)
    if zero:
        ax.axhline(0.0, color=BASELINE, linewidth=1.2, zorder=1)
    if axis.is_numeric:
        ax.locator_params(axis="x", nbins=TICKS + 1)
        ax.xaxis.set_major_formatter(with_thousands)
    else:
        names = [shorten(label, 24) for label in axis.labels]
        ax.set_xticks(range(len(names)), labels=names)
        _slant_names(ax)
        ax.set_xlim(-0.5, len(axis.labels) - 0.5)
    ax.yaxis.set_major_formatter(with_thousands)
    ax.set_ylabel(unit)
    ax.grid(axis="y", color=RULE, linewidth=0.6)
    ax.set_axisbelow(True)
    return ax


def _slant_names(ax: "Axes") -> None:
    """Turn the names at the horizontal axis, where side by side they would run into each other."""
    for name in ax.get_xticklabels():
        name.set(rotation=25, ha="right", rotation_mode="anchor")


def _band(known: "Estimates", order: "NDArray[np.intp]") -> Band:
    mean = known.mean[order]
    half = np.where(np.isfinite(known.half_width[order]), known.half_width[order], 0.0)
    return Band(mean - half, mean, mean + half)


def plot_heat_map(
    across: Sequence[str],
    up: Sequence[str],
    values: "Floats",
    colours: "ScalarMappable",
    *,
    hatched: "Marks | None" = None,
    numbers: Sequence[Sequence[str]] = (),
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw a number for each pair of levels of two keys as the colour of a cell.

    Args:
        across, up: the levels of the keys, as they are written.
        values: shape (len(up), len(across)); nan is a grey cell with a cross.
        colours: of the numbers.
        hatched: cells to hatch, same shape.
        numbers: to write into the cells; none where there are too many.
        ax: where to draw; left out: a new figure.
    """
    ax = ax or new_figure(height=3.0).add_subplot()
    cmap: Colormap = colours.get_cmap()
    shades = np.asarray(cmap(np.asarray(colours.norm(np.nan_to_num(values)))))
    for row in range(len(up)):
        for column in range(len(across)):
            is_known = not np.isnan(values[row, column])
            shade = shades[row, column] if is_known else UNKNOWN
            ax.add_patch(_cell(column, row, shade, "white", 1.0))
            if hatched is not None and hatched[row, column] and is_known:
                ax.add_patch(_cell(column, row, "none", BASELINE, 0.0, "////"))
            text = "×" if not is_known else numbers[row][column] if len(numbers) else ""
            dark = is_known and float(np.dot(shades[row, column][:3], (0.299, 0.587, 0.114))) < LIGHT
            behind = {"facecolor": shade, "edgecolor": "none", "pad": 1.0} if text else None
            ax.text(
                column, row, text, ha="center", va="center", fontsize=7.5, color="white" if dark else INK,
                bbox=behind, zorder=4,
            )  # fmt: skip
    ax.set_xlim(-0.5, len(across) - 0.5)
    ax.set_ylim(-0.5, len(up) - 0.5)
    every = [max(1, -(-len(names) // MOST_CELLS)) for names in (across, up)]
    ax.set_xticks(range(0, len(across), every[0]), labels=across[:: every[0]])
    if sum(len(name) + 2 for name in across[:: every[0]]) > LETTERS_BESIDE:
        _slant_names(ax)
    ax.set_yticks(range(0, len(up), every[1]), labels=up[:: every[1]])
    ax.tick_params(length=0)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    return ax


def _cell(column: int, row: int, face: object, edge: str, width: float, hatch: str = "") -> "Patch":
    from matplotlib.patches import Rectangle

    look: Any = {"facecolor": face, "edgecolor": edge, "linewidth": width, "hatch": hatch or None}
    return Rectangle((column - 0.5, row - 0.5), 1.0, 1.0, **look)


def plot_tornado(
    keys: Sequence[str],
    effects: Sequence[Sequence["Estimate"]],
    values: Sequence[Sequence[str]],
    *,
    unit: str,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw what each key does alone: bars from zero for two of its values, with intervals.

    Args:
        keys: the largest first.
        effects: of each key, two at most: the smallest and the largest.
        values: whose effects they are, as they are written, beside the ends of the bars.
        unit: of the effects.
        ax: where to draw; left out: a new figure.
    """
    ax = ax or new_figure(height=3.0).add_subplot()
    for row, (known, texts) in enumerate(zip(effects, values, strict=True)):
        bars = zip(known, texts, (FIRST, LAST), (-0.19, 0.19), strict=False)
        for effect, text, colour, shift in bars:
            half = effect.half_width if np.isfinite(effect.half_width) else 0.0
            is_full = effect.is_clear
            ax.barh(
                row + shift, effect.mean, height=0.34, color=colour if is_full else "white", edgecolor=colour,
                linewidth=1.0, zorder=2,
            )  # fmt: skip
            ax.errorbar(effect.mean, row + shift, xerr=half, color=INK, elinewidth=0.9, capsize=2, zorder=3)
            ax.annotate(
                text, (effect.mean + (half if effect.mean >= 0.0 else -half), row + shift),
                (4 if effect.mean >= 0.0 else -4, 0), textcoords="offset points", va="center", fontsize=7,
                ha="left" if effect.mean >= 0.0 else "right", color=FAINT,
            )  # fmt: skip
    ax.axvline(0.0, color=BASELINE, linewidth=1.2, zorder=1)
    ax.set_yticks(range(len(keys)), labels=[key_in_lines(key, LETTERS_OF_KEY) for key in keys])
    ax.set_ylim(len(keys) - 0.4, -0.6)
    ax.margins(x=0.28)
    ax.tick_params(axis="y", length=0, labelcolor=INK)
    ax.locator_params(axis="x", nbins=TICKS)
    ax.xaxis.set_major_formatter(with_thousands)
    ax.set_xlabel(unit)
    ax.grid(axis="x", color=RULE, linewidth=0.6)
    ax.set_axisbelow(True)
    ax.spines["left"].set_visible(False)
    return ax


def plot_parallel(
    axes: Sequence["Axis"],
    values: "Floats",
    colours: "ScalarMappable",
    *,
    title: str,
    clear: "Marks | None" = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw each point as a line over the keys, side by side, that ends at what it gave, which colours it.

    Args:
        axes: of the keys, from left to right.
        values: what each point gave, shape (points,); points without a number are left out.
        colours: of the numbers.
        title: of the last axis, with its unit.
        clear: which of them are clear; the others are drawn grey and thin; None draws all alike.
        ax: where to draw; left out: a new figure.
    """
    ax = ax or new_figure(height=3.4).add_subplot()
    known = ~np.isnan(values) & np.all([~np.isnan(axis.places) for axis in axes], axis=0)
    if not known.any():
        say_undefined(ax)
        return ax
    scaled = [_scaled(axis.places[known]) for axis in axes] + [_scaled(values[known])]
    heights = np.array(scaled)
    shades = colours.to_rgba(values[known])
    marks = np.ones(int(known.sum()), np.bool_) if clear is None else clear[known]
    alpha = min(0.85, max(0.18, 0.85 * LINES_AT_FULL_STRENGTH / len(marks)))
    places = list(range(len(heights)))
    for number in np.argsort(marks, kind="stable").tolist():
        is_clear = bool(marks[number])
        ax.plot(
            places, heights[:, number], color=shades[number] if is_clear else BASELINE,
            zorder=3 if is_clear else 2, linewidth=1.1 if is_clear else 0.6,
            alpha=alpha if is_clear else 0.5 * alpha,
        )  # fmt: skip
    for place in places:
        ax.plot([place, place], [0.0, 1.0], color=FAINT, linewidth=0.8, zorder=4)
    names = [*(axis.title for axis in axes), title]
    ax.set_xticks(places, labels=[_stacked(name) for name in names])
    ax.tick_params(axis="x", length=0, labelcolor=INK, labelsize=7)
    ax.set_yticks([])
    for place, axis in enumerate(axes):
        _mark_ends(ax, place, axis, axis.places[known])
    _mark_numbers(ax, len(axes), values[known])
    ax.set_xlim(-0.35, len(axes) + 0.45)
    ax.set_ylim(-0.1, 1.1)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    return ax


def _scaled(values: "Floats") -> "Floats":
    low, high = float(values.min()), float(values.max())
    return (values - low) / (high - low) if high > low else np.full(len(values), 0.5)


def _stacked(name: str) -> str:
    r"""Return a key with a line for each of its parts.

    >>> _stacked("people.writers.headcount [h]")
    'people.\nwriters.\nheadcount [h]'
    """
    parts = name.replace(".", ".\n").split("\n")
    return "\n".join(textwrap.fill(part, LINE_LETTERS, max_lines=3, placeholder="…") for part in parts)


def _mark_ends(ax: "Axes", place: int, axis: "Axis", values: "Floats") -> None:
    """Write the lowest and the highest value at an axis; of categories each."""
    if axis.is_numeric:
        _mark_numbers(ax, place, values)
        return
    heights = dict(zip(values.tolist(), _scaled(values).tolist(), strict=True))
    for number, height in heights.items():
        _mark(ax, place, height, shorten(axis.labels[int(number)], 20))


def _mark_numbers(ax: "Axes", place: int, values: "Floats") -> None:
    low, high = float(values.min()), float(values.max())
    for number, height in ((low, 0.0), (high, 1.0)) if high > low else ((low, 0.5),):
        _mark(ax, place, height, with_thousands(float(f"{number:.3g}")))


def _mark(ax: "Axes", place: int, height: float, text: str) -> None:
    """Write a value at an axis: above its upper end, below its lower one, else on it."""
    above = {1.0: ("bottom", 3), 0.0: ("top", -3)}
    side, shift = above.get(height, ("center", 0))
    ax.annotate(
        text, (place, height), (0, shift), textcoords="offset points", ha="center", va=side, color=FAINT,
        fontsize=7, bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6}, zorder=5,
    )  # fmt: skip
