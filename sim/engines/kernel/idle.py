"""Who is idle: in the order in which they became so, and by number.

Each pool's idle actors are threaded on a list, the longest idle first.  The seats of the model have a bit
each as well, so that the lowest idle number is found without a search through the list.
"""

import numpy as np

from sim.engines.kernel import at
from sim.engines.kernel.compiling import operation
from sim.engines.kernel.memory import World
from sim.engines.kernel.words import trailing_zeros
from sim.model.model import NONE

BITS = 64
"""Actors of one word."""


@operation
def rest(w: World, actor: int) -> None:
    """Let an actor be idle, as the last of the pool to become so; who is idle already stays where he is."""
    a = at.actors(w, actor)
    if a.idle:
        return
    pool = at.pools(w, a.pool)
    a.idle = 1
    a.idle_before = pool.idle_tail
    a.idle_after = NONE
    if pool.idle_tail == NONE:
        pool.idle_head = actor
    else:
        at.actors(w, pool.idle_tail).idle_after = actor
    pool.idle_tail = actor
    at.idle_words(w, actor // BITS).bits |= np.uint64(1) << np.uint64(actor % BITS)


@operation
def stir(w: World, actor: int) -> None:
    """Let an actor be idle no longer."""
    a = at.actors(w, actor)
    if not a.idle:
        return
    pool = at.pools(w, a.pool)
    a.idle = 0
    if a.idle_before == NONE:
        pool.idle_head = a.idle_after
    else:
        at.actors(w, a.idle_before).idle_after = a.idle_after
    if a.idle_after == NONE:
        pool.idle_tail = a.idle_before
    else:
        at.actors(w, a.idle_after).idle_before = a.idle_before
    at.idle_words(w, actor // BITS).bits &= ~(np.uint64(1) << np.uint64(actor % BITS))


@operation
def next_idle(w: World, first: int, last: int) -> int:
    """Return the lowest idle actor from ``first`` up to ``last`` (exclusive), of any pool; or NONE."""
    number = first
    while number < last:
        bits = at.idle_words(w, number // BITS).bits >> np.uint64(number % BITS)
        if bits:
            number += trailing_zeros(bits)
            return number if number < last else NONE
        number = (number // BITS + 1) * BITS
    return NONE
