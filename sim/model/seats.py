"""More seats in a pool of a built model: what somebody more would bring."""

from dataclasses import fields, replace
from itertools import count, islice

import numpy as np

from sim.errors import UsageError
from sim.model.model import NONE, Actors, Model
from sim.model.names import PoolKind
from sim.model.ragged import frozen
from sim.model.words import seat_word


def with_more_seats(model: Model, pool: int, seats: int) -> Model:
    """Return a model with more seats in a pool, there from the start and past every ramp.

    They are like the pool's last seat: its hours, rate and skills.  They stand behind all others and have
    words of luck that nobody has, so that nobody else's number within the pool, skills or luck change.  Where
    no lever opens seats and nobody is a newcomer it is the model of a larger ``headcount``, ``slots`` or
    ``seats``, to the last bit.

    Args:
        model: a built model.
        pool: its number: people, tool slots or freelancers.
        seats: how many more, from 0 up.

    Raises:
        UsageError: the pool has no seat that the new ones could be like.
    """
    members = np.flatnonzero(model.actors.pool == pool)
    if not len(members):
        name = model.names.pools[pool]
        raise UsageError(f"{name}: a pool without seats has none that another could be like; give it one")
    last = int(members[-1])
    old = np.arange(len(model.actors.pool))
    rows = np.insert(old, last + 1, np.full(seats, last))  # of every array by actor
    new = slice(last + 1, last + 1 + seats)
    columns = {each.name: getattr(model.actors, each.name)[rows] for each in fields(Actors)}
    columns["seat"][new] = int(model.actors.seat[last]) + 1 + np.arange(seats)
    columns["word"][new] = _unused_words(model, pool, seats)
    columns["lever"][new] = NONE
    newcomer = model.stocks.newcomer[rows]
    newcomer[new] = False
    actors = Actors(**{name: frozen(column) for name, column in columns.items()})
    return replace(model, actors=actors, stocks=replace(model.stocks, newcomer=frozen(newcomer)))


def _unused_words(model: Model, pool: int, seats: int) -> "np.ndarray[tuple[int], np.dtype[np.uint64]]":
    """Return the words of the first seats of a pool that are not there yet."""
    kind, name = PoolKind(int(model.pools.kind[pool])), model.names.pools[pool]
    taken = set(model.actors.word.tolist())
    words = (seat_word(kind, name, number) for number in count())
    return np.array(list(islice((each for each in words if each not in taken), seats)), np.uint64)
