"""How the links of a loop diagram run: gentle curves that keep clear of names and of each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.report.loop_graph import LoopGraph
from sim.report.loop_layout import cheapest

Floats = NDArray[np.float64]
BENDS = (0.0, 0.1, -0.1, 0.2, -0.2, 0.35, -0.35)
"""How far the middle of a curve may be off the straight line, over its length."""
GRAIN = 18
"""Points along a curve when curves are compared."""
ROUNDS = 3
THROUGH_NAME, CROSSING, STRAIGHTNESS, INWARD = 30.0, 2.5, 3.0, 0.6
"""Cost of a curve that lies in a name all along, of a crossing, of a bend of its whole length, and of a curve
that bulges into its loop [1]."""
TOUCHING = 0.15
"""What it counts, as a share of the curve, that a name is touched at all."""
PAD = 0.1
"""Room around a name [inch]."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page, upright.

    Attributes:
        x, y: its middle [inch].
        width, height: [inch].
    """

    x: float
    y: float
    width: float
    height: float

    def holds(self, points: Floats, pad: float = 0.0) -> NDArray[np.bool_]:
        """Tell which points, shape (..., 2), lie within it or nearer than ``pad``."""
        inside: NDArray[np.bool_] = (np.abs(points[..., 0] - self.x) < 0.5 * self.width + pad) & (
            np.abs(points[..., 1] - self.y) < 0.5 * self.height + pad
        )
        return inside

    def meets(self, other: "Box", pad: float = 0.0) -> bool:
        """Tell whether two rectangles overlap or come nearer than ``pad``."""
        return (
            abs(self.x - other.x) < 0.5 * (self.width + other.width) + pad
            and abs(self.y - other.y) < 0.5 * (self.height + other.height) + pad
        )


def curve(begin: Floats, control: Floats, end: Floats, grain: int = GRAIN) -> Floats:
    """Return points on a quadratic Bézier curve, shape (grain, 2)."""
    t = np.linspace(0.0, 1.0, grain)[:, None]
    points: Floats = (1.0 - t) ** 2 * begin + 2.0 * t * (1.0 - t) * control + t**2 * end
    return points


def controls(graph: LoopGraph, boxes: Sequence[Box], page: Box) -> tuple[Floats, float]:
    """Return the control point of each link's curve, shape (links, 2) [inch], and what all of them cost.

    Args:
        graph: the links.
        boxes: of the variables.
        page: what no curve should leave.
    """
    at = np.array([(box.x, box.y) for box in boxes])
    ends = [(at[arrow.cause], at[arrow.effect]) for arrow in graph.arrows]
    middles = _middles(graph, at)
    options = np.array([[_bent(begin, end, bend) for bend in BENDS] for begin, end in ends])
    drawn = np.array([
        [curve(begin, control, end) for control in each]
        for (begin, end), each in zip(ends, options, strict=True)
    ])  # fmt: skip
    own = np.array([
        [_own_cost(graph, boxes, page, link, bend, points, middles[link])
         for bend, points in zip(BENDS, each, strict=True)]
        for link, each in enumerate(drawn)
    ])  # fmt: skip
    links = np.arange(len(drawn))
    chosen = np.array([cheapest(each) for each in own])
    touching = _touching(graph)
    costs = np.zeros(len(links))
    for _ in range(ROUNDS):
        for link in links:
            others = links[links != link]
            rest = drawn[others, chosen[others]]
            crossed = [crossings(points, rest, touching[link, others]) for points in drawn[link]]
            each = own[link] + CROSSING * np.array(crossed)
            chosen[link], costs[link] = cheapest(each), each.min()
    return options[links, chosen], float(costs.sum())


def crossings(one: Floats, others: Floats, touching: NDArray[np.bool_]) -> int:
    """Return how often a curve crosses others, all given by as many points.

    Args:
        one: shape (points, 2).
        others: shape (curves, points, 2).
        touching: which of them have an end in common with it; near ends they may cross it.
    """
    along, across = np.diff(one, axis=0), np.diff(others, axis=1)
    here = _sides(one[None, :-1], along[None], others)
    there = _sides(others[:, :-1], across, np.broadcast_to(one, others.shape)).transpose(0, 2, 1)
    met = here & there
    met[np.ix_(touching, _AT_ENDS, _AT_ENDS)] = False
    return int(np.count_nonzero(met))


_AT_ENDS = [*range(GRAIN // 9), *range(GRAIN - 1 - GRAIN // 9, GRAIN - 1)]
"""Stretches of a curve that are near its ends."""


def _sides(begin: Floats, along: Floats, points: Floats) -> NDArray[np.bool_]:
    """Tell for each stretch of a curve between which neighbours of other points its straight line passes."""
    x, y = (points[:, None, :, axis] - begin[:, :, None, axis] for axis in (0, 1))
    side = along[:, :, None, 0] * y - along[:, :, None, 1] * x
    parted: NDArray[np.bool_] = side[:, :, 1:] * side[:, :, :-1] < 0.0
    return parted


def _bent(begin: Floats, end: Floats, bend: float) -> Floats:
    along = end - begin
    control: Floats = 0.5 * (begin + end) + 2.0 * bend * np.array([-along[1], along[0]])
    return control


def _own_cost(
    graph: LoopGraph, boxes: Sequence[Box], page: Box, link: int, bend: float, points: Floats, middle: Floats
) -> float:
    arrow = graph.arrows[link]
    strange = [box for place, box in enumerate(boxes) if place not in (arrow.cause, arrow.effect)]
    within = [float(box.holds(points, PAD).mean()) for box in strange]
    inside = sum(within) + TOUCHING * sum(share > 0.0 for share in within)
    outside = float((~page.holds(points)).mean())
    straight = 0.5 * (points[0] + points[-1])
    inward = float(np.dot(points[len(points) // 2] - straight, middle - straight) > 0.0)
    strayed = THROUGH_NAME * (inside + outside)
    return strayed + STRAIGHTNESS * abs(bend) + INWARD * inward - _roundness(bend)


def _roundness(bend: float) -> float:
    """Return what a slight bend is worth: loops should look round."""
    return 0.6 if 0.0 < abs(bend) < 0.25 else 0.0


def _middles(graph: LoopGraph, at: Floats) -> list[Floats]:
    """Return for each link the middle of the smallest loop that it is in."""
    found = []
    for arrow in graph.arrows:
        rings = [ring for ring in graph.rings if (arrow.cause, arrow.effect) in _steps(ring)]
        _, smallest = min((len(ring), ring) for ring in rings)
        found.append(at[list(smallest)].mean(axis=0))
    return found


def _steps(ring: Sequence[int]) -> set[tuple[int, int]]:
    return set(zip(ring, [*ring[1:], ring[0]], strict=True))


def _touching(graph: LoopGraph) -> NDArray[np.bool_]:
    """Tell which links have an end in common."""
    ends = [{arrow.cause, arrow.effect} for arrow in graph.arrows]
    return np.array([[bool(one & other) for other in ends] for one in ends])
