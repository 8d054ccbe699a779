"""Where everything of a loop diagram stands: variables, links, signs and names of loops."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.report.loop_curves import Box, controls, curve
from sim.report.loop_graph import Arrow, LoopGraph, in_lines
from sim.report.loop_layout import Area, arrangements, cheapest
from sim.report.loop_names import name_boxes, sign_boxes, widened
from sim.report.slide import TextSize

Floats = NDArray[np.float64]
VARIABLE_SIZE = 13.0
"""[pt]."""
NAMES = 3.0
"""What a name off its place costs [1/inch²]."""
STROKES = 0.2
"""Width of the two strokes of a delay [inch]."""
GRAIN = 120
"""Points along a link."""
SPARSE, SPARSEST = 8, 12
"""One of so many of them counts where a name may not stand: more of a wide link, which would hide it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The room of a diagram.

    Attributes:
        area: where variables stand.
        page: where anything of the diagram may stand.
        beside: room that links keep from names, beyond what thin ones do [inch].
    """

    area: Area
    page: Box
    beside: float = 0.0


@dataclass(frozen=True, slots=True)
class Composition:
    """Where everything stands.

    Attributes:
        variables: the box of each variable.
        curves: points of each link between its variables, shape (points, 2) [inch].
        signs: the box of each link's sign.
        names: the box of each loop's name.
        cost: smaller is easier to read.
    """

    variables: Sequence[Box]
    curves: Sequence[Floats]
    signs: Sequence[Box]
    names: Sequence[Box]
    cost: float


def composition(
    graph: LoopGraph, frame: Frame, size: TextSize, labels: Sequence[tuple[float, float]], patience: int = 1
) -> Composition:
    """Return where everything stands so that it is easy to read.

    Args:
        graph: what is drawn.
        frame: where.
        size: measures names of variables.
        labels: width and height of what stands in each loop [inch].
        patience: times as long as usual that a good arrangement is looked for.
    """
    tried = [
        _composed(graph, frame, places, size, labels) for places in arrangements(graph, frame.area, patience)
    ]
    return tried[cheapest([each.cost for each in tried])]


def text_boxes(
    graph: LoopGraph,
    frame: Frame,
    variables: Sequence[Box],
    curves: Sequence[Floats],
    labels: Sequence[tuple[float, float]],
    half_widths: Sequence[float] = (),
) -> tuple[list[Box], list[Box], float]:
    """Return boxes of signs and of what stands in each loop, once variables and links stand, and the cost.

    Args:
        graph: what is drawn.
        frame: where.
        variables: boxes of the variables.
        curves: points of the links.
        labels: width and height of what stands in each loop [inch].
        half_widths: of the links [inch]; left out: they are thin.
    """
    late = [points for arrow, points in zip(graph.arrows, curves, strict=True) if arrow.late]
    taken = [*variables, *(Box(*_place_of_strokes(points), STROKES, STROKES) for points in late)]
    signs = sign_boxes(curves, taken, frame.page, half_widths)
    step = SPARSE if half_widths else SPARSEST
    at = np.array([(box.x, box.y) for box in variables])
    rings = [at[list(ring)] for ring in graph.rings]
    halves = half_widths or [0.0] * len(curves)
    seen = [widened(points, half)[::step] for points, half in zip(curves, halves, strict=True)]
    names, cost = name_boxes(labels, rings, [*taken, *signs], seen, frame.page)
    return signs, names, cost


def share_of_strokes(points: Floats) -> tuple[float, float]:
    """Return how far along a link its strokes stand, off the head of a short one, and its length [inch]."""
    length = float(np.hypot(*np.diff(points, axis=0).T).sum())
    return 0.42 if length > 0.8 else 0.28, length


def is_clockwise(graph: LoopGraph, number: int, variables: Sequence[Box]) -> bool:
    """Tell whether the walk of a loop runs clockwise on the page."""
    x, y = np.array([(variables[place].x, variables[place].y) for place in graph.rings[number]]).T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum()) < 0.0


def _composed(
    graph: LoopGraph, frame: Frame, places: Floats, size: TextSize, labels: Sequence[tuple[float, float]]
) -> Composition:
    """Return where everything goes, once the variables have their places."""
    boxes = [
        Box(float(x), float(y), *size.of(in_lines(name), VARIABLE_SIZE))
        for name, (x, y) in zip(graph.variables, places, strict=True)
    ]
    grown = [
        Box(box.x, box.y, box.width + 2.0 * frame.beside, box.height + 2.0 * frame.beside) for box in boxes
    ]
    bent, cost = controls(graph, grown, frame.page)
    seen = [_seen(arrow, control, boxes) for arrow, control in zip(graph.arrows, bent, strict=True)]
    signs, names, more = text_boxes(graph, frame, boxes, seen, labels)
    return Composition(boxes, seen, signs, names, cost + NAMES * more)


def _seen(arrow: Arrow, control: Floats, boxes: Sequence[Box]) -> Floats:
    """Return the points of a link between the edges of its names, shape (points, 2) [inch]."""
    begin, end = boxes[arrow.cause], boxes[arrow.effect]
    points = curve(np.array([begin.x, begin.y]), control, np.array([end.x, end.y]), GRAIN)
    kept = points[~begin.holds(points, 0.06) & ~end.holds(points, 0.08)]
    return kept if len(kept) > 2 else points[GRAIN // 3 : -GRAIN // 3]


def _place_of_strokes(points: Floats) -> tuple[float, float]:
    x, y = points[round(share_of_strokes(points)[0] * len(points))]
    return float(x), float(y)
