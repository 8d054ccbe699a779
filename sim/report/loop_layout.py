"""Where the names of a loop diagram stand: annealing on a grid, with a fixed seed.

Variables take places of a grid, so that no two can overlap.  What is made small: the length of links, their
crossings, and links that run through a variable or through the middle of a loop, where its name goes.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.report.loop_graph import LoopGraph

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SEED = 11
CHAINS, MOVES = 8, 450
"""Annealings side by side, of which the best counts, and moves tried for each variable in one."""
HOT, COLD = 14.0, 1.0
"""Temperature at the beginning and at the end [cost]."""
CROSSING, HIT, LENGTH, NARROW, CLOSE, FLAT = 3.0, 9.0, 0.5, 8.0, 3.0, 2.0
"""Cost of a crossing, of a link through a variable, of a link's length squared [1/column²], of a link through
the middle of a loop, of two loops with the same middle, and of a link along a row to the next column, since
names are wide."""
NEAR, MIDDLE = 0.75, 0.6
"""Distance at which a link begins to touch a variable, and the middle of a loop [columns]."""
WIDEST, HIGHEST = 2.4, 1.6
"""Most distance of columns and of rows [inch]."""
ROOM = 1.5
"""Places of the grid for each variable."""
TOUCH = 1e-9
"""How far beyond a link a point must lie to be on its other side, times its length [column²]."""
DIGITS = 6
"""Digits of costs that choose."""
AROUND = 1.2
"""Standard deviation of a move around the middle of a variable's neighbours [columns]."""


@dataclass(frozen=True, slots=True)
class Area:
    """The part of a page that names may take.

    Attributes:
        left, bottom, width, height: [inch].
    """

    left: float
    bottom: float
    width: float
    height: float


def arrangements(graph: LoopGraph, area: Area, patience: int = 1) -> list[Floats]:
    """Return good arrangements, the middle of each variable, shape (variables, 2) [inch]; the best one first.

    The same graph always gets the same ones.

    Args:
        graph: what is arranged.
        area: where.
        patience: times as long as usual that they are looked for.
    """
    count = len(graph.variables)
    slots, pitch = _grid(count, area)
    orders = _annealed(_Cost(graph, slots / pitch), np.random.default_rng(SEED), MOVES * patience)
    return [slots[order[:count]] for order in orders]


def cheapest(costs: Sequence[float] | Floats) -> int:
    """Return the first of the smallest costs; last digits, which hang on the machine, choose nothing."""
    return int(np.round(costs, DIGITS).argmin())


def _grid(count: int, area: Area) -> tuple[Floats, Floats]:
    """Return the places of a grid, every other row moved by half a column, and its pitch [inch].

    A grid of a few names stands in the middle of the area.
    """
    shape = 1.55  # columns are that much wider than rows are high
    rows = max(2, round(math.sqrt(ROOM * count * area.height * shape / area.width)))
    columns = max(2, math.ceil(ROOM * count / rows))
    wide = min(WIDEST, area.width / (columns - 0.5))
    high = min(HIGHEST, area.height / (rows - 1))
    left = area.left + 0.5 * (area.width - wide * (columns - 0.5))
    bottom = area.bottom + 0.5 * (area.height - high * (rows - 1))
    places = [
        (left + wide * (column + 0.5 * (row % 2)), bottom + high * row)
        for row in range(rows)
        for column in range(columns)
    ]
    return np.array(places), np.array([wide, high])


class _Cost:
    """What arrangements cost, many at once.

    An arrangement is an order of the slots, of which the first ones hold the variables.
    """

    def __init__(self, graph: LoopGraph, slots: Floats) -> None:
        self.slots: Floats = slots
        self.count = len(graph.variables)
        self._cause = np.array([arrow.cause for arrow in graph.arrows])
        self._effect = np.array([arrow.effect for arrow in graph.arrows])
        ends = np.stack([self._cause, self._effect])
        shared = (ends[:, None, :, None] == ends[None, :, None, :]).any(axis=(0, 1))
        self._apart = np.triu(~shared, 1)
        loops, links = len(graph.loops), len(graph.arrows)
        everyone = np.arange(self.count)
        strange = (everyone != self._cause[:, None]) & (everyone != self._effect[:, None])
        self._reach = np.concatenate([np.full(self.count, NEAR), np.full(loops, MIDDLE)]) ** 2
        weight = np.concatenate([np.full(self.count, HIT), np.full(loops, NARROW)]) / self._reach
        self._weight = np.hstack([strange, np.ones((links, loops))]) * weight
        self._share = np.zeros((loops, self.count))
        for row, ring in enumerate(graph.rings):
            self._share[row, list(ring)] = 1.0 / len(ring)
        self._pairs = np.triu(np.ones((loops, loops)), 1)
        beside = np.zeros((self.count, self.count))
        beside[self._cause, self._effect] = beside[self._effect, self._cause] = 1.0
        self.beside = beside / beside.sum(axis=1, keepdims=True)

    def of(self, orders: Ints) -> Floats:
        """Return the cost of each arrangement, shape (arrangements,)."""
        at = self.slots[orders[:, : self.count]]
        middles = self._share @ at
        begin = at[:, self._cause]
        along = at[:, self._effect] - begin
        squared = (along * along).sum(axis=2)
        points = np.concatenate([at, middles], axis=1)
        ahead = _seen_from(begin, along / squared[:, :, None], points)
        aside = _seen_from(begin, along[:, :, ::-1] * _QUARTER_TURN, points)
        cost: Floats = np.round(
            LENGTH * squared.sum(axis=1)
            + CROSSING * self._crossings(aside)
            + self._hits(ahead, aside, squared[:, :, None])
            + CLOSE * self._crowding(middles)
            + FLAT * ((np.abs(along[:, :, 1]) < 0.1) & (squared < 1.1)).sum(axis=1),
            DIGITS,
        )
        return cost

    def _crossings(self, aside: Floats) -> Ints:
        """Return the number of pairs of links that cross, from the side of a link on which a point lies."""
        parted = aside[:, :, self._cause] * aside[:, :, self._effect] < -TOUCH
        count: Ints = np.count_nonzero(parted & parted.transpose(0, 2, 1) & self._apart, axis=(1, 2))
        return count

    def _hits(self, ahead: Floats, aside: Floats, squared: Floats) -> Floats:
        """Return how deep links run through variables that are not theirs, and through the middles of loops.

        Args:
            ahead: how far along a link a point lies, in lengths of the link.
            aside: how far off its line, times its length.
            squared: the length of each link, squared.
        """
        beyond = ahead - np.clip(ahead, 0.0, 1.0)
        distance = aside * aside / squared + beyond * beyond * squared
        depth = np.maximum(0.0, self._reach - distance)
        hits: Floats = np.einsum("cij,ij->c", depth, self._weight)
        return hits

    def _crowding(self, middles: Floats) -> Floats:
        """Return how near the middles of loops are to each other."""
        apart = middles[:, None, :, :] - middles[:, :, None, :]
        near = np.maximum(0.0, 1.0 - (apart * apart).sum(axis=3))
        crowding: Floats = np.einsum("cij,ij->c", near, self._pairs)
        return crowding


_QUARTER_TURN = np.array([-1.0, 1.0])


def _seen_from(begin: Floats, direction: Floats, points: Floats) -> Floats:
    """Return how far points lie in a direction from where each link begins, shape (..., links, points)."""
    offset = (direction * begin).sum(axis=2)
    seen: Floats = direction @ points.transpose(0, 2, 1) - offset[:, :, None]
    return seen


def _annealed(cost: _Cost, luck: np.random.Generator, moves: int) -> Ints:
    """Return the best arrangement of each of some annealings side by side, the best one first."""
    chains, slots = np.arange(CHAINS), len(cost.slots)
    orders = np.stack([luck.permutation(slots) for _ in chains])
    now = cost.of(orders)
    best, least = orders.copy(), now.copy()
    moves *= cost.count
    for move in range(moves):
        heat = HOT * (COLD / HOT) ** (move / moves)
        one = luck.integers(0, cost.count, CHAINS)
        other = luck.integers(0, slots, CHAINS) if move % 2 else _near_neighbours(cost, orders, one, luck)
        tried = orders.copy()
        tried[chains, one], tried[chains, other] = orders[chains, other], orders[chains, one]
        then = cost.of(tried)
        taken = luck.random(CHAINS) < np.exp(np.minimum(0.0, (now - then) / heat))
        orders[taken], now[taken] = tried[taken], then[taken]
        better = now < least
        best[better], least[better] = orders[better], now[better]
    return best[least.argsort(kind="stable")]


def _near_neighbours(cost: _Cost, orders: Ints, one: Ints, luck: np.random.Generator) -> Ints:
    """Return, for a variable of each arrangement, a place in the order that stands near its neighbours."""
    at = cost.slots[orders]
    middle = np.einsum("cv,cvx->cx", cost.beside[one], at[:, : cost.count])
    wish = middle + AROUND * luck.standard_normal(middle.shape)
    off = at - wish[:, None, :]
    nearest: Ints = (off * off).sum(axis=2).argmin(axis=1)
    return nearest
