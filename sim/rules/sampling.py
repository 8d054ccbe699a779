"""From a uniform draw to a value: monotone inverse transforms, so that common random numbers stay aligned."""

import math
from collections.abc import Sequence

from sim.rules.normal import normal_quantile

CONSTANT, EXPONENTIAL, LOGNORMAL, TRIANGULAR, UNIFORM, EMPIRICAL, LOG_TABLE = 0, 1, 2, 3, 4, 5, 6
"""Codes of the families in a model."""
TABLE_REACH = 8.5
"""Normal scores that a quantile table covers, -8.5 to 8.5: no uniform draw of 52 bits lies beyond."""


def exponential_quantile(mean: float, draw: float) -> float:
    """Return the value of an exponential distribution at the probability ``draw``.

    >>> exponential_quantile(mean=2.0, draw=0.5) == 2.0 * math.log(2.0)
    True
    """
    return -mean * math.log1p(-draw)


def triangular_quantile(low: float, mode: float, high: float, draw: float) -> float:
    """Return the value of a triangular distribution at the probability ``draw``.

    >>> triangular_quantile(0.0, 1.0, 2.0, 0.5), triangular_quantile(0.0, 2.0, 4.0, 0.125)
    (1.0, 1.0)
    >>> triangular_quantile(0.0, 1.0, 5.0, 0.8), triangular_quantile(3.0, 3.0, 3.0, 0.8)
    (3.0, 3.0)
    >>> triangular_quantile(1.0, 2.0, 5.0, 0.0625), round(triangular_quantile(1.0, 2.0, 5.0, 0.5), 4)
    (1.5, 2.5505)
    """
    width = high - low
    if width <= 0.0:
        return low
    if draw * width < mode - low:
        return low + math.sqrt(draw * width * (mode - low))
    return high - math.sqrt((1.0 - draw) * width * (high - mode))


def tabulated_quantile(table: Sequence[float], offset: int, size: int, draw: float) -> float:
    """Return a quantile from a table of logarithms at equal steps of the normal score.

    The logarithm of a gamma quantile is a smooth curve over the normal score, so that a straight line between
    the nodes is enough.

    Args:
        table: nodes of all tables of the model.
        offset: where this table begins.
        size: its number of nodes, from -TABLE_REACH to TABLE_REACH.
        draw: in (0, 1).

    >>> tabulated_quantile([0.0, 1.0, 2.0], 0, 3, 0.5) == math.exp(1.0)
    True
    >>> one_sd_above = math.log(tabulated_quantile([0.0, 1.0, 4.0], 0, 3, 0.8413447460685429))
    >>> round(one_sd_above - (1.0 + 3.0 / TABLE_REACH), 12)
    0.0
    """
    place = (normal_quantile(draw) + TABLE_REACH) * (float(size - 1) / (2.0 * TABLE_REACH))
    node = min(max(math.floor(place), 0), size - 2)
    below = table[offset + node]
    return math.exp(below + (table[offset + node + 1] - below) * (place - float(node)))


def sampled(
    kind: int, a: float, b: float, c: float, table: Sequence[float], offset: int, size: int, draw: float
) -> float:
    """Return the value of a distribution at the probability ``draw``.

    Args:
        kind: code of the family, as above.
        a, b, c: CONSTANT value; EXPONENTIAL mean; LOGNORMAL mean and standard deviation of the logarithm;
            TRIANGULAR low, mode, high; UNIFORM low, high.
        table, offset, size: EMPIRICAL the sorted values; LOG_TABLE see ``tabulated_quantile``.
        draw: in (0, 1).

    >>> sampled(CONSTANT, 3.0, 0.0, 0.0, [], 0, 0, 0.9)
    3.0
    >>> sampled(UNIFORM, 1.0, 3.0, 0.0, [], 0, 0, 0.25)
    1.5
    >>> sampled(EMPIRICAL, 0.0, 0.0, 0.0, [5.0, 6.0, 7.0], 0, 3, 0.5)
    6.0
    """
    if kind == CONSTANT:
        return a
    if kind == EXPONENTIAL:
        return exponential_quantile(a, draw)
    if kind == LOGNORMAL:
        return math.exp(a + b * normal_quantile(draw))
    if kind == TRIANGULAR:
        return triangular_quantile(a, b, c, draw)
    if kind == UNIFORM:
        return a + (b - a) * draw
    if kind == EMPIRICAL:
        return table[offset + int(draw * float(size))]
    return tabulated_quantile(table, offset, size, draw)
