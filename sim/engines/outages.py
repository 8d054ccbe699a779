"""Random outages: the calendar of a tool in one replication."""

import math
from typing import Protocol

from sim.model.model import Model
from sim.rules.luck import identity


class Drawable(Protocol):
    """A distribution that draws by owner and occurrence."""

    def of(self, owner: int, occurrence: int) -> float:
        """Return this owner's draw, the n-th time."""
        ...


class DrawSource(Protocol):
    """Whatever holds the model and makes its distributions drawable."""

    model: Model

    def draw(self, row: int, slot: int) -> Drawable:
        """Return a distribution with what it is drawn for."""
        ...


def outages_of(
    plan: DrawSource, pool: int, replication_word: int
) -> tuple[list[float], list[float], list[float]]:
    """Return when a tool is up: begin and end of each interval, hours up before it [h].

    Up and down alternate from an up start; every length is drawn by the number of the outage, so that the
    outages of a tool are the same in every strategy.
    """
    model = plan.model
    word = identity(replication_word, int(model.pools.word[pool]))
    gap = plan.draw(int(model.pools.outage_every[pool]), model.slots.outage_gap)
    length = plan.draw(int(model.pools.outage_lasting[pool]), model.slots.outage_length)
    starts, ends, worked = [0.0], [], [0.0]
    number = 0
    while starts[-1] <= model.horizon:
        ends.append(starts[-1] + gap.of(word, number))
        starts.append(ends[-1] + length.of(word, number))
        worked.append(worked[-1] + (ends[-1] - starts[-2]))
        number += 1
    return starts, [*ends, math.inf], worked
