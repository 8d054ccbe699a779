"""All loops of a scenario in one causal-loop diagram, for a slide."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.report.loop_composition import VARIABLE_SIZE, Frame, composition, is_clockwise, share_of_strokes
from sim.report.loop_curves import Box
from sim.report.loop_graph import LoopGraph, graph_of, in_lines
from sim.report.loop_layout import Area
from sim.report.slide import HEIGHT, SMALLEST, WIDTH, TextSize, new_slide, write
from sim.report.style import FAINT, INK, PALETTE
from sim.rules.loops import Loop

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]
FRAME = Frame(
    Area(left=0.9, bottom=1.05, width=WIDTH - 1.8, height=HEIGHT - 2.2),
    Box(0.5 * WIDTH, 0.5 * HEIGHT, WIDTH - 0.3, HEIGHT - 1.4),
)
"""Below the title, above the key."""
COLOURS = {1: PALETTE[0], -1: PALETTE[1]}
"""Of links by sign."""
LOOP_COLOUR = "#7A3B69"
SIGN_POINTS = 16.0
"""[pt]."""
BADGE = 0.36
"""Width of the letter in its turning arrow, with its gap [inch]."""
THIN = 4
"""One of so many points along a link is drawn."""
KEY = (
    ("+", "more makes more", COLOURS[1]),
    ("−", "more makes less", COLOURS[-1]),
    ("ǁ", "with a delay", INK),
    ("R", "reinforces itself", LOOP_COLOUR),
    ("B", "holds itself back", LOOP_COLOUR),
)


def loop_map(loops: Sequence[Loop], title: str, patience: int = 1) -> "Figure":
    """Return the diagram of some loops: every variable once, every link once with its sign.

    Two strokes across a link mark a delay.  A letter in a turning arrow, R for reinforcing or B for
    balancing, stands with the name of each loop near the middle of its variables.

    Args:
        loops: what is drawn.
        title: of the slide.
        patience: times as long as usual that a good arrangement is looked for.
    """
    graph = graph_of(loops)
    figure, ax = new_slide(title)
    size = TextSize(figure)
    labels = [_with_badge(size.of(in_lines(loop.name), SMALLEST)) for loop in graph.loops]
    best = composition(graph, FRAME, size, labels, patience)
    _draw_links(ax, graph, best.curves, best.signs)
    for name, box in zip(graph.variables, best.variables, strict=True):
        write(ax, in_lines(name), box.x, box.y, points=VARIABLE_SIZE)
    for number, (loop, box) in enumerate(zip(graph.loops, best.names, strict=True)):
        _draw_name(ax, loop, box, clockwise=is_clockwise(graph, number, best.variables))
    _draw_key(ax, size, delays=any(arrow.late for arrow in graph.arrows))
    return figure


def _draw_links(ax: "Axes", graph: LoopGraph, seen: Sequence[Floats], signs: Sequence[Box]) -> None:
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    for arrow, points, sign in zip(graph.arrows, seen, signs, strict=True):
        colour, path = COLOURS[arrow.sign], Path(np.concatenate([points[:-1:THIN], points[-1:]]))
        ax.add_patch(
            FancyArrowPatch(
                path=path, arrowstyle="-|>", mutation_scale=17, shrinkA=0, shrinkB=0,
                color=colour, linewidth=1.9, zorder=2, joinstyle="miter",
            )
        )  # fmt: skip
        if arrow.late:
            _strokes(ax, points, colour)
        mark = "+" if arrow.sign > 0 else "−"
        write(ax, mark, sign.x, sign.y, colour, points=SIGN_POINTS, weight="bold")


def _strokes(ax: "Axes", points: Floats, colour: str) -> None:
    """Draw the two strokes of a delay across a link."""
    middle, length = share_of_strokes(points)
    for share in (middle - 0.035 / length, middle + 0.035 / length):
        place = min(max(1, round(share * len(points))), len(points) - 2)
        along = points[place + 1] - points[place - 1]
        normal = 0.11 * np.array([-along[1], along[0]]) / float(np.hypot(*along))
        ends = np.array([points[place] - normal, points[place] + normal])
        ax.plot(*ends.T, color=colour, linewidth=2.2, solid_capstyle="butt", zorder=3)


def _with_badge(size: tuple[float, float]) -> tuple[float, float]:
    return size[0] + BADGE + 0.04, max(size[1], BADGE)


def _draw_name(ax: "Axes", loop: Loop, box: Box, *, clockwise: bool) -> None:
    """Write the name of a loop behind its letter, on a white rim, since a link may run behind it."""
    left = box.x - 0.5 * box.width
    _draw_badge(ax, loop.polarity, left + 0.5 * BADGE - 0.02, box.y, clockwise=clockwise)
    x = left + BADGE + 0.04
    write(ax, in_lines(loop.name), x, box.y, LOOP_COLOUR, ha="left", style="italic", rim=True)


def _draw_badge(ax: "Axes", letter: str, x: float, y: float, *, clockwise: bool) -> None:
    """Draw R or B in an arrow that turns the way of the loop."""
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    angles = np.radians(np.linspace(-50.0, 230.0, 40))
    angles = angles[::-1] if clockwise else angles
    ring = np.stack([x + 0.17 * np.cos(angles), y + 0.17 * np.sin(angles)], axis=1)
    ax.add_patch(
        FancyArrowPatch(
            path=Path(ring), arrowstyle="-|>", mutation_scale=9, shrinkA=0, shrinkB=0,
            color=LOOP_COLOUR, linewidth=1.3, zorder=5,
        )
    )  # fmt: skip
    write(ax, letter, x, y, LOOP_COLOUR, weight="bold", rim=True)


def _draw_key(ax: "Axes", size: TextSize, *, delays: bool) -> None:
    """Write what signs and letters mean along the foot of the slide."""
    x = 0.4
    for mark, words, colour in KEY:
        if mark == "ǁ":
            if not delays:
                continue
            stroke = np.array([[x, 0.42], [x + 0.22, 0.42]])
            ax.plot(*stroke.T, color=colour, linewidth=1.9)
            _strokes(ax, np.linspace(stroke[0], stroke[1], 40), colour)
            x += 0.3
        else:
            write(ax, mark, x, 0.42, colour, points=SMALLEST + 2.0, ha="left", weight="bold")
            x += 0.24
        write(ax, words, x, 0.42, FAINT, ha="left")
        x += size.of(words, SMALLEST)[0] + 0.42
