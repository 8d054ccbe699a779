"""Luck in compiled functions: the rules of ``sim.rules.luck`` on unsigned words."""

import numpy as np

from sim.engines.kernel import at
from sim.engines.kernel.compiling import operation
from sim.engines.kernel.memory import World
from sim.rules.luck import identity, uniform
from sim.rules.normal import normal_quantile
from sim.rules.sampling import CONSTANT, sampled


@operation
def member(owner: int, number: int) -> int:
    """Return the word of a part of a whole."""
    return identity(np.uint64(owner), np.uint64(number))  # type: ignore[arg-type]


@operation
def draw(owner: int, slot: int, occurrence: int) -> float:
    """Return a uniform draw in (0, 1)."""
    return uniform(np.uint64(owner), np.uint64(slot), np.uint64(occurrence))  # type: ignore[arg-type]


@operation
def score(owner: int, slot: int, occurrence: int) -> float:
    """Return a standard normal draw."""
    return normal_quantile(draw(owner, slot, occurrence))


@operation
def value(w: World, row: int, owner: int, slot: int, occurrence: int) -> float:
    """Return a draw from a distribution of the model."""
    d = at.distributions(w, row)
    if d.kind == CONSTANT:
        return d.a  # type: ignore[no-any-return]
    luck = draw(owner, slot, occurrence)
    return sampled(d.kind, d.a, d.b, d.c, at.quantiles(w), d.offset, d.size, luck)
