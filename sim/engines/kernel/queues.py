"""What waits: pairing heaps of tokens, threaded through the tokens themselves.

A queue's best is the least by (priority, order, sequence); no two have the same sequence.

Source: M. Fredman, R. Sedgewick, D. Sleator, R. Tarjan (1986), "The pairing heap", Algorithmica 1.
"""

from sim.engines.kernel import at
from sim.engines.kernel.compiling import operation
from sim.engines.kernel.memory import Row, World
from sim.model.model import NONE


@operation
def goes_before(one: Row, other: Row) -> bool:
    """Return whether one token is served before another."""
    if one.priority != other.priority:
        return one.priority < other.priority
    if one.order != other.order:
        return one.order < other.order
    return one.sequence < other.sequence


@operation
def _joined(w: World, one: int, other: int) -> int:
    """Return the root of two heaps made one."""
    if one == NONE:
        return other
    if other == NONE:
        return one
    first, second = at.tokens(w, one), at.tokens(w, other)
    if goes_before(second, first):
        first.sibling = second.child
        second.child = one
        return other
    second.sibling = first.child
    first.child = other
    return one


@operation
def push(w: World, number: int, token: int) -> None:
    """Let a token wait in a queue."""
    t = at.tokens(w, token)
    t.child = NONE
    t.sibling = NONE
    queue = at.queues(w, number)
    queue.root = _joined(w, queue.root, token)


@operation
def pop(w: World, number: int) -> int:
    """Take the best token out of a queue that is not empty."""
    queue = at.queues(w, number)
    best = queue.root
    pairs, child = NONE, at.tokens(w, best).child
    while child != NONE:
        other = at.tokens(w, child).sibling
        following = NONE
        at.tokens(w, child).sibling = NONE
        if other != NONE:
            following = at.tokens(w, other).sibling
            at.tokens(w, other).sibling = NONE
            child = _joined(w, child, other)
        at.tokens(w, child).sibling = pairs
        pairs = child
        child = following
    root = NONE
    while pairs != NONE:
        following = at.tokens(w, pairs).sibling
        at.tokens(w, pairs).sibling = NONE
        root = _joined(w, root, pairs)
        pairs = following
    queue.root = root
    return best
