"""What measured effects look like on the links of a loop diagram: a strand for each loop, side by side.

A link that several loops use is as wide as their shares together, and still shows whose they are.  Lengths
are in pixels, of which 72 make an inch of the composition.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.report.knockout import Effect, effect_of
from sim.report.loop_graph import LoopGraph
from sim.statistics.estimate import Estimate

Floats = NDArray[np.float64]
WIDEST_LOOP, WIDEST_LINK = 14.0, 24.0
"""Most width of a strand, and of all strands of a link together."""
HAIR, THREAD = 1.6, 1.3
"""Width of the smallest clear share, and of every share that is not clear."""
GAP = 1.0
"""Between strands."""
GRAIN = 14
"""Points along a strand."""
HEAD_ROOM, SHORTEST_HEAD, LONGEST_HEAD = 7.0, 8.0, 15.0
"""By how much the head of an arrow is wider than its strands; its least and its most length."""
STEPS = (1.0, 2.0, 5.0)
"""First digits of numbers in a legend."""


@dataclass(frozen=True, slots=True)
class Strand:
    """The part of a link that one loop has.

    Attributes:
        arrow: number of the link.
        offset: of its middle from the middle of the link, to the left of its way [px].
        width: [px].
    """

    arrow: int
    offset: float
    width: float


@dataclass(frozen=True, slots=True)
class Strands:
    """All strands of a diagram.

    Attributes:
        scale: width of a share of 1, before hairs are widened [px per unit]; 0 where no share is clear.
        sizes: by loop, its clear share without its sign; 0 for an unclear one.
        widths: by loop, of each of its strands [px].
        of_loop: by loop, a strand for each link of its walk.
        links: by link, the width of all its strands with their gaps [px].
    """

    scale: float
    sizes: Sequence[float]
    widths: Sequence[float]
    of_loop: Sequence[Sequence[Strand]]
    links: Sequence[float]

    @property
    def largest(self) -> float:
        """The largest clear share; 0 where there is none."""
        return max(self.sizes)

    @property
    def hair(self) -> float:
        """Share up to which a strand is drawn wider than its scale."""
        return HAIR / self.scale

    @property
    def is_widened(self) -> bool:
        """Whether a share is clear and yet so small that it is."""
        return any(0.0 < size < self.hair for size in self.sizes)


def strands_of(graph: LoopGraph, shares: Sequence[Estimate]) -> Strands:
    """Return a strand for each link of each loop, as wide as the loop's share is large.

    Raising loops lie on the left of a link's way, lowering ones on the right, the largest ones outside.

    Args:
        graph: the diagram.
        shares: by loop, of the measure.
    """
    users = [[loop for loop, ring in enumerate(graph.rings) if _uses(ring, arrow)] for arrow in _ends(graph)]
    sizes = [0.0 if effect_of(share) is Effect.UNCLEAR else abs(share.mean) for share in shares]
    together = max(sum(sizes[loop] for loop in loops) for loops in users)
    scale = min(WIDEST_LOOP / max(sizes), WIDEST_LINK / together) if together > 0.0 else 0.0
    widths = [max(HAIR, scale * size) if size else THREAD for size in sizes]
    signed = [math.copysign(size, share.mean) for size, share in zip(sizes, shares, strict=True)]
    of_loop: list[list[Strand]] = [[] for _ in shares]
    links = []
    for arrow, loops in enumerate(users):
        wide = sum(widths[loop] for loop in loops) + GAP * (len(loops) - 1)
        links.append(wide)
        left = 0.5 * wide
        for loop in sorted(loops, key=lambda each: -signed[each]):
            of_loop[loop].append(Strand(arrow, left - 0.5 * widths[loop], widths[loop]))
            left -= widths[loop] + GAP
    return Strands(scale, sizes, widths, of_loop, links)


def _ends(graph: LoopGraph) -> list[tuple[int, int]]:
    return [(arrow.cause, arrow.effect) for arrow in graph.arrows]


def _uses(ring: Sequence[int], ends: tuple[int, int]) -> bool:
    return ends in zip(ring, [*ring[1:], ring[0]], strict=True)


@dataclass(frozen=True, slots=True)
class Bundle:
    """The course of a link, along which its strands run.

    Attributes:
        points: of its middle, shape (points, 2) [px], y downwards; the last one is where the head begins.
        normals: unit vectors to the left of its way, as the reader sees it.
        tip: of the head.
        flare: how many times as wide as the strands the head begins.
    """

    points: Floats
    normals: Floats
    tip: Floats
    flare: float

    def body(self, strand: Strand) -> Floats:
        """Return the points of a strand's middle, shape (points, 2) [px]."""
        points: Floats = self.points + strand.offset * self.normals
        return points

    def head(self, strand: Strand) -> Floats:
        """Return the corners of a strand's part of the head, shape (3, 2) [px]."""
        sides = self.flare * (strand.offset + 0.5 * strand.width * np.array([1.0, -1.0]))
        base = self.points[-1] + sides[:, None] * self.normals[-1]
        corners: Floats = np.vstack([base, self.tip])
        return corners


def bundle(points: Floats, width: float) -> Bundle:
    """Return the course of a link whose strands are so wide together.

    Args:
        points: from end to end, shape (points, 2) [px], y downwards.
        width: [px].
    """
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    head = width + HEAD_ROOM
    length = min(max(0.9 * head, SHORTEST_HEAD), LONGEST_HEAD, 0.45 * along[-1])
    at = np.linspace(0.0, along[-1] - length, GRAIN)
    course = np.stack([np.interp(at, along, points[:, axis]) for axis in (0, 1)], axis=1)
    ways = np.gradient(course, axis=0)
    ways[-1] = points[-1] - course[-1]
    ways /= np.hypot(*ways.T)[:, None]
    return Bundle(course, np.stack([ways[:, 1], -ways[:, 0]], axis=1), points[-1], head / width)


def legend_numbers(largest: float) -> tuple[float, float, float]:
    """Return three round numbers for a legend, the first one at most the largest share that is drawn.

    >>> legend_numbers(3.1), legend_numbers(0.7)
    ((2.0, 1.0, 0.5), (0.5, 0.2, 0.1))
    """
    power = 10.0 ** math.floor(math.log10(largest))
    series = [step * power * factor for factor in (1.0, 0.1) for step in reversed(STEPS)]
    first = next(number for number, value in enumerate(series) if value <= largest * (1.0 + 1e-9))
    one, two, three = (float(f"{value:.1g}") for value in series[first : first + 3])
    return one, two, three
