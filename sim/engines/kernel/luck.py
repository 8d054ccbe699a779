"""Luck in compiled functions: the rules of ``sim.rules.luck`` on unsigned words."""

from typing import Any

import numpy as np

from sim.engines.kernel import at
from sim.engines.kernel.compiling import operation
from sim.engines.kernel.memory import World
from sim.rules.luck import identity, uniform
from sim.rules.normal import normal_quantile
from sim.rules.sampling import CONSTANT, sampled

WORD: Any = np.uint64
"""Makes the unsigned words that the rules of luck want."""


@operation
def member(owner: int, number: int) -> int:
    """Return the word of a part of a whole."""
    return identity(WORD(owner), WORD(number))


@operation
def draw(owner: int, slot: int, occurrence: int) -> float:
    """Return a uniform draw in (0, 1)."""
    return uniform(WORD(owner), WORD(slot), WORD(occurrence))


@operation
def score(owner: int, slot: int, occurrence: int) -> float:
    """Return a standard normal draw."""
    return normal_quantile(draw(owner, slot, occurrence))


@operation
def value(w: World, row: int, owner: int, slot: int, occurrence: int) -> float:
    """Return a draw from a distribution of the model."""
    d = at.distributions(w, row)
    if d.kind == CONSTANT:
        return d.a
    luck = draw(owner, slot, occurrence)
    return sampled(d.kind, d.a, d.b, d.c, at.quantiles(w), d.offset, d.size, luck)
