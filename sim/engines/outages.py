"""Random outages: the calendar of a tool in one replication."""

import math

from sim.engines.draws import Draw
from sim.model.model import Model
from sim.rules.luck import identity


def outages_of(
    model: Model, pool: int, replication_word: int
) -> tuple[list[float], list[float], list[float]]:
    """Return when a tool is up: begin and end of each interval, hours up before it [h].

    Up and down alternate from an up start; every length is drawn by the number of the outage, so that the
    outages of a tool are the same in every strategy.  Outages at known moments come on top.
    """
    word = identity(replication_word, int(model.pools.word[pool]))
    d = model.distributions
    table: list[float] = d.table.tolist()
    gap = Draw(d, table, int(model.pools.outage_every[pool]), model.slots.outage_gap)
    length = Draw(d, table, int(model.pools.outage_lasting[pool]), model.slots.outage_length)
    up: list[tuple[float, float]] = []
    begin, number = 0.0, 0
    while begin <= model.horizon:
        end = begin + gap.of(word, number)
        up.append((begin, end))
        begin = end + length.of(word, number)
        number += 1
    both = _shared([*up, (begin, math.inf)], _dated(model, pool))
    worked = [0.0]
    for begin, end in both[:-1]:
        worked.append(worked[-1] + (end - begin))
    return [begin for begin, _ in both], [end for _, end in both], worked


def _dated(model: Model, pool: int) -> list[tuple[float, float]]:
    """Return when a tool is up but for its outages at known moments."""
    c = model.calendars
    calendar = int(model.actors.calendar[model.actors.pool == pool][0])
    rows = slice(int(c.first[calendar]), int(c.first[calendar + 1]))
    return list(zip(c.start[rows].tolist(), c.end[rows].tolist(), strict=True))


def _shared(left: list[tuple[float, float]], right: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return what two lists of sorted intervals share.

    >>> _shared([(0.0, 5.0), (6.0, 9.0)], [(0.0, 1.0), (2.0, 8.0)])
    [(0.0, 1.0), (2.0, 5.0), (6.0, 8.0)]
    """
    shared = []
    i = j = 0
    while i < len(left) and j < len(right):
        begin, end = max(left[i][0], right[j][0]), min(left[i][1], right[j][1])
        if begin < end:
            shared.append((begin, end))
        if left[i][1] <= right[j][1]:
            i += 1
        else:
            j += 1
    return shared
