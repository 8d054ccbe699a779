"""Where signs and names of loops go in a loop diagram, once variables and curves stand."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.report.loop_curves import Box
from sim.report.loop_layout import cheapest

Floats = NDArray[np.float64]
SIGN_SIZE, SIGN_OFF = 0.24, 0.15
"""Of a sign, and its distance from its link [inch]."""
MESH = 0.15
"""Distance of the places that are tried for a name [inch]."""
ON_LINK, OUTSIDE, OVERLAP = 0.8, 2.0, 1.0e3
"""Cost of a point of a link under a name, of a name outside its loop, and of an overlap [inch²]."""
ROUNDS = 3
GAP = 0.06
"""Least distance between texts [inch]."""


def sign_boxes(
    curves: Sequence[Floats], taken: Sequence[Box], page: Box, half_widths: Sequence[float] = ()
) -> list[Box]:
    """Return a place for the sign of each link: beside it, near its head, on no name and on no other link.

    Args:
        curves: points of each link as it is seen, from edge to edge of the names.
        taken: boxes of the variables and of what else stands on the page.
        page: the part of the page that may be used.
        half_widths: of the links [inch]; left out: they are thin.
    """
    halves = half_widths or [0.0] * len(curves)
    seen = [widened(points, half) for points, half in zip(curves, halves, strict=True)]
    room = Box(page.x, page.y, page.width - SIGN_SIZE, page.height - SIGN_SIZE)
    placed: list[Box] = []
    for number, points in enumerate(curves):
        others = np.concatenate([each for other, each in enumerate(seen) if other != number] or [points[:0]])
        options = [
            (_sign_cost(box, points, others, [*taken, *placed], room) + late, box)
            for late, box in _beside(points, SIGN_OFF + halves[number])
        ]
        placed.append(options[cheapest([cost for cost, _ in options])][1])
    return placed


def widened(points: Floats, half_width: float) -> Floats:
    """Return the points of a link, and those of both its edges where it is wide, shape (points, 2) [inch]."""
    if not half_width:
        return points
    along = np.gradient(points, axis=0)
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1) / np.hypot(*along.T)[:, None]
    return np.concatenate([points, points + half_width * normal, points - half_width * normal])


def _beside(points: Floats, off: float) -> list[tuple[float, Box]]:
    """Return places so far off a curve, from its head on, each with what it costs to be far from the head."""
    found = []
    for share in (0.8, 0.72, 0.86, 0.64, 0.55, 0.45, 0.35):
        place = min(int(share * len(points)), len(points) - 2)
        along = points[place + 1] - points[place - 1]
        normal = np.array([-along[1], along[0]]) / max(float(np.hypot(*along)), 1e-9)
        for side in (1.0, -1.0):
            x, y = points[place] + side * off * normal
            found.append((0.8 * abs(share - 0.8), Box(float(x), float(y), SIGN_SIZE, SIGN_SIZE)))
    return found


def _sign_cost(box: Box, own: Floats, others: Floats, taken: Sequence[Box], room: Box) -> float:
    overlaps = sum(box.meets(each, 0.02) for each in taken)
    overlaps += not room.holds(np.array([box.x, box.y]))
    return 10.0 * overlaps + 0.2 * float(box.holds(others).sum()) + 0.3 * float(box.holds(own).sum())


def name_boxes(
    sizes: Sequence[tuple[float, float]],
    rings: Sequence[Floats],
    taken: Sequence[Box],
    curves: Sequence[Floats],
    page: Box,
) -> tuple[list[Box], float]:
    """Return a place for each name of a loop, near its middle as far as texts and links allow, and the cost.

    Args:
        sizes: width and height of each name [inch].
        rings: places of the variables of each loop, shape (variables, 2) [inch].
        taken: boxes of variables and signs.
        curves: points of the links.
        page: the part of the page that may be used.
    """
    links = np.concatenate([*curves, np.empty((0, 2))])
    mesh = _mesh(page)
    plain = [
        _cost_of_places(mesh, size, taken, links, page) + _cost_of_ring(mesh, ring)
        for size, ring in zip(sizes, rings, strict=True)
    ]
    boxes: list[Box | None] = [None] * len(sizes)
    costs = np.zeros(len(sizes))
    order = sorted(range(len(sizes)), key=lambda number: -sizes[number][0] * sizes[number][1])
    for _ in range(ROUNDS):
        for number in order:
            others = [box for other, box in enumerate(boxes) if box is not None and other != number]
            cost = plain[number] + OVERLAP * _overlaps(mesh, sizes[number], others)
            x, y = mesh[cheapest(cost)]
            costs[number] = cost.min()
            boxes[number] = Box(float(x), float(y), *sizes[number])
    return [box for box in boxes if box is not None], float(costs.sum())


def _cost_of_ring(mesh: Floats, ring: Floats) -> Floats:
    """Return what each place costs for being off the middle of a loop, and more so outside it."""
    off = mesh - ring.mean(axis=0)
    begin, end = ring[:, None, :], np.roll(ring, -1, axis=0)[:, None, :]
    level = (begin[..., 1] > mesh[:, 1]) != (end[..., 1] > mesh[:, 1])
    rise = np.where(level, end[..., 1] - begin[..., 1], 1.0)
    at = begin[..., 0] + (mesh[:, 1] - begin[..., 1]) / rise * (end[..., 0] - begin[..., 0])
    is_outside = (level & (mesh[:, 0] < at)).sum(axis=0) % 2 == 0
    cost: Floats = (off * off).sum(axis=1) + OUTSIDE * is_outside
    return cost


def _mesh(page: Box) -> Floats:
    x = np.arange(page.x - 0.5 * page.width, page.x + 0.5 * page.width, MESH)
    y = np.arange(page.y - 0.5 * page.height, page.y + 0.5 * page.height, MESH)
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)


def _cost_of_places(
    mesh: Floats, size: tuple[float, float], taken: Sequence[Box], links: Floats, page: Box
) -> Floats:
    """Return what a box of this size costs at each place, whatever its wish."""
    x, y = (np.abs(mesh[:, None, axis] - links[None, :, axis]) for axis in (0, 1))
    under = ((x < 0.5 * size[0]) & (y < 0.5 * size[1])).sum(axis=1)
    room = Box(page.x, page.y, page.width - size[0], page.height - size[1])
    cost: Floats = ON_LINK * under + OVERLAP * (_overlaps(mesh, size, taken) + ~room.holds(mesh, 1e-9))
    return cost


def _overlaps(mesh: Floats, size: tuple[float, float], taken: Sequence[Box]) -> Floats:
    """Return how many boxes a box of this size would overlap at each place."""
    count = np.zeros(len(mesh))
    for box in taken:
        grown = Box(box.x, box.y, box.width + size[0], box.height + size[1])
        count += grown.holds(mesh, GAP)
    return count
