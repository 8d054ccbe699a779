"""What is to come, and what is to be done now.

Completions of actors stand in a tournament tree, one leaf an actor: moved in log2(actors) steps, the lowest
number first among equals.  All other events stand in a binary heap by (moment, kind, entity).  What one event
brings about is done through the agenda: the action put on it last is done first.
"""

from sim.engines.kernel import at
from sim.engines.kernel.compiling import operation
from sim.engines.kernel.memory import World
from sim.engines.order import RANKS


@operation
def do(w: World, action: int, subject: int) -> None:
    """Put an action on the agenda; it is done before those that stand there."""
    entry = at.agenda(w, w.agenda_size)
    entry.action = action
    entry.subject = subject
    w.agenda_size += 1


# --- the tournament of completions --------------------------------------------------------------


@operation
def complete_at(w: World, actor: int, moment: float) -> None:
    """Let an actor's completion happen at a moment; at infinity it never does."""
    node, winner = w.leaves + actor, actor
    at.tree(w, node).moment = moment
    while node > 1:
        other = at.tree(w, node ^ 1)
        theirs, rival = other.moment, other.winner
        # in numbers and not in branches: nobody can foresee who is first
        loses = (theirs < moment) | ((theirs == moment) & (rival < winner))
        winner += (rival - winner) * loses
        if theirs < moment:  # noqa: PLR1730 -- compiled, min() asks about nan as well
            moment = theirs
        node >>= 1
        parent = at.tree(w, node)
        parent.moment, parent.winner = moment, winner


@operation
def build_tree(w: World) -> None:
    """Set the inner nodes of the tree from its leaves."""
    for node in range(w.leaves - 1, 0, -1):
        left, right, parent = at.tree(w, 2 * node), at.tree(w, 2 * node + 1), at.tree(w, node)
        parent.moment = right.moment if right.moment < left.moment else left.moment
        parent.winner = right.winner if right.moment < left.moment else left.winner


# --- the heap of all other events ----------------------------------------------------------------


@operation
def happen_at(w: World, moment: float, kind: int, entity: int, what: int) -> None:
    """Let an event happen at a moment, before the horizon or never."""
    if not moment < w.horizon:
        return
    rank = kind * RANKS + entity
    place = w.heap_size
    w.heap_size += 1
    while place > 0:
        above = (place - 1) >> 1
        parent = at.heap(w, above)
        if parent.moment < moment or (parent.moment == moment and parent.rank <= rank):
            break
        child = at.heap(w, place)
        child.moment, child.rank, child.what = parent.moment, parent.rank, parent.what
        place = above
    event = at.heap(w, place)
    event.moment, event.rank, event.what = moment, rank, what


@operation
def drop_first(w: World) -> None:
    """Take the first event off the heap."""
    w.heap_size -= 1
    size = w.heap_size
    last = at.heap(w, size)
    place = 0
    while True:
        below = 2 * place + 1
        if below >= size:
            break
        child = at.heap(w, below)
        if below + 1 < size:
            other = at.heap(w, below + 1)
            if other.moment < child.moment or (other.moment == child.moment and other.rank < child.rank):
                below += 1
                child = other
        if last.moment < child.moment or (last.moment == child.moment and last.rank <= child.rank):
            break
        event = at.heap(w, place)
        event.moment, event.rank, event.what = child.moment, child.rank, child.what
        place = below
    event = at.heap(w, place)
    event.moment, event.rank, event.what = last.moment, last.rank, last.what
