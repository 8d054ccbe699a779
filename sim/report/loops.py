"""Causal-loop diagrams from the registry of loops: rings of variables, signs on the links, R or B inside."""

import math
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.report.style import FAINT, INK, PALETTE, new_figure
from sim.rules.loops import REINFORCING, Loop

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ACROSS = 3
"""Loops side by side."""
PANEL_HEIGHT = 2.55
"""[inch]."""
COLOURS = {1: PALETTE[0], -1: PALETTE[1]}
"""Of links by sign."""
NAME_LETTERS = 13
"""Letters of a line of a variable's name."""
BEND = 0.28
"""How much links are bent, so that a ring looks round."""
SIGN_GAP = 0.13
"""Distance of a sign from its link."""


def plot_loop(loop: Loop, ax: "Axes | None" = None) -> "Axes":
    """Draw one loop: its variables in a ring, an arrow for each link with its sign, R or B in the middle.

    A blue arrow with + means more makes more, an orange one with − more makes less.
    """
    ax = ax or new_figure(PANEL_HEIGHT).add_subplot()
    places = _ring(len(loop.links))
    names = [link.cause for link in loop.links]
    for name, place in zip(names, places, strict=True):
        ax.annotate(_in_lines(name), place, ha="center", va="center", fontsize=7.5, color=INK, zorder=3)
    for number, link in enumerate(loop.links):
        _arrow(ax, places[number], places[(number + 1) % len(places)], link.sign)
    ax.annotate(
        f"{loop.polarity} {'↻' if loop.polarity == REINFORCING else '⇄'}",
        (0.0, 0.0), ha="center", va="center", fontsize=13, color=FAINT,
    )  # fmt: skip
    ax.set_title(loop.name, fontsize=9, color=INK, loc="center", pad=2)
    ax.set_xlim(-1.75, 1.75)
    ax.set_ylim(-1.35, 1.35)
    ax.set_axis_off()
    return ax


def loops_figure(loops: Sequence[Loop]) -> "Figure":
    """Return all loops side by side."""
    rows = math.ceil(len(loops) / ACROSS)
    figure = new_figure(PANEL_HEIGHT * rows)
    panels = figure.subplots(rows, ACROSS, squeeze=False).ravel()
    for ax, loop in zip(panels, loops, strict=False):
        plot_loop(loop, ax)
    for ax in panels[len(loops) :]:
        ax.set_axis_off()
    return figure


def _ring(count: int) -> list[tuple[float, float]]:
    """Return places on a flat ring, the first at the top, clockwise."""
    angles = [0.5 * math.pi - 2.0 * math.pi * number / count for number in range(count)]
    return [(1.22 * math.cos(angle), 1.0 * math.sin(angle)) for angle in angles]


def _in_lines(name: str) -> str:
    return textwrap.fill(name, NAME_LETTERS, break_long_words=False)


def _arrow(ax: "Axes", begin: tuple[float, float], end: tuple[float, float], sign: int) -> None:
    from matplotlib.patches import FancyArrowPatch

    colour = COLOURS[sign]
    arrow = FancyArrowPatch(
        begin, end, connectionstyle=f"arc3,rad={-BEND}", arrowstyle="-|>", mutation_scale=9,
        shrinkA=17, shrinkB=17, color=colour, linewidth=1.1, zorder=2,
    )  # fmt: skip
    ax.add_patch(arrow)
    middle = (0.5 * (begin[0] + end[0]), 0.5 * (begin[1] + end[1]))
    reach = math.hypot(*middle)
    outward = 1.0 + (0.5 * BEND * math.dist(begin, end) + SIGN_GAP) / reach
    ax.annotate(
        "+" if sign > 0 else "−", (middle[0] * outward, middle[1] * outward), ha="center", va="center",
        fontsize=10, color=colour, zorder=4,
    )  # fmt: skip
