"""A picture of the size of a slide, drawn in inches, with no text too small for the last row."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sim.report.style import INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 40.0 / 3.0, 7.5
"""A wide slide [inch]."""
SMALLEST, TITLE = 12.0, 20.0
"""Sizes of text [pt]."""
DOTS = 150
"""Dots per inch of a PNG: 2000 by 1125."""
LINE = 1.05
"""Distance of lines over the usual one."""
RIM = 0.04
"""Room around a text [inch]."""


def new_slide(title: str) -> "tuple[Figure, Axes]":
    """Return an empty slide with its title, and axes in inches from its lower left corner."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DOTS)
    ax = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    ax.set_xlim(0.0, WIDTH)
    ax.set_ylim(0.0, HEIGHT)
    ax.set_axis_off()
    ax.text(0.4, HEIGHT - 0.42, title, fontsize=TITLE, fontweight="bold", color=INK, va="center", zorder=6)
    return figure, ax


def write(
    ax: "Axes",
    text: str,
    x: float,
    y: float,
    colour: str = INK,
    *,
    points: float = SMALLEST,
    ha: str = "center",
    weight: str = "normal",
    style: Literal["normal", "italic"] = "normal",
    rim: bool = False,
) -> None:
    """Write a text at a place on a slide.

    Args:
        ax: of the slide.
        text: in one or more lines.
        x, y: its middle, or the middle of its edge [inch].
        colour: of the letters.
        points: their size.
        ha: ``center``, or the edge at x: ``left`` or ``right``.
        weight, style: of the letters.
        rim: whether they have a white rim, since a line may run behind them.
    """
    from matplotlib.patheffects import withStroke

    effects = [withStroke(linewidth=3.0, foreground="white")] if rim else []
    ax.text(
        x, y, text, fontsize=points, color=colour, ha=ha, va="center", linespacing=LINE, zorder=6,
        weight=weight, style=style, path_effects=effects,
    )  # fmt: skip


def save_picture(figure: "Figure", path: Path, description: str = "") -> None:
    """Save a figure as SVG and PNG; the same text each time.

    Args:
        figure: the drawing.
        path: without a suffix.
        description: kept with the picture.
    """
    about = {"Description": description} if description else {}
    figure.savefig(path.with_suffix(".svg"), metadata={"Date": None, **about})
    figure.savefig(path.with_suffix(".png"), metadata={"Software": None, **about})


class TextSize:
    """Measures text as it will be drawn."""

    def __init__(self, figure: "Figure") -> None:
        self._figure = figure
        self._known: dict[tuple[str, float, str], tuple[float, float]] = {}

    def of(self, text: str, points: float, weight: str = "normal") -> tuple[float, float]:
        """Return width and height of a text of one or more lines [inch]."""
        key = (text, points, weight)
        if key not in self._known:
            artist = self._figure.text(0.0, 0.0, text, fontsize=points, linespacing=LINE, fontweight=weight)
            box = artist.get_window_extent()
            artist.remove()
            self._known[key] = box.width / DOTS + RIM, box.height / DOTS + RIM
        return self._known[key]
