"""Hours that have been booked, before they are a table."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.measures.books.causes import Cause, Side, side_of
from sim.model.model import Floats, Ints
from sim.model.names import PoolKind
from sim.records.record import Array

_OF_A_TOOL = (Cause.PRIORITY, Cause.BATCH)
"""What is on a tool's side where its slots are what the task waits for."""


@dataclass(slots=True)
class Entries:
    """Hours by span, cause, side and pool; columns in pieces."""

    kinds: Sequence[PoolKind]
    _pieces: list[tuple[Ints, Ints, Ints, Ints, Floats]] = field(default_factory=list)

    def book(
        self, spans: Ints, cause: Cause, hours: Floats, pools: Ints | int, side: Side | None = None
    ) -> None:
        """Book hours of some spans to one cause; hours of 0 are no entry.

        Args:
            spans: numbers of the spans, shape (n,).
            cause: what they are booked to.
            hours: of each [h].
            pools: the pool of each, or of all; -1 for none.
            side: on whose side they are; None: as the cause says.
        """
        some = hours > 0.0
        spans, hours = spans[some], hours[some]
        of = np.broadcast_to(np.asarray(pools, np.int64), len(some))[some]
        sides = np.full(len(spans), side_of(cause) if side is None else side, np.int64)
        if side is None and cause in _OF_A_TOOL:
            sides[np.array([self.kinds[pool] is PoolKind.TOOL for pool in of.tolist()], np.bool_)] = (
                Side.MACHINE
            )
        self._pieces.append((spans, np.full(len(spans), cause, np.int64), sides, of, hours))

    def table(self) -> dict[str, Array]:
        """Return span, cause, side, pool and hours, span by span, in the order of the causes."""
        names = ("span", "cause", "side", "pool", "hours")
        columns = (np.concatenate(column) for column in zip(*self._pieces, strict=True))
        found = dict(zip(names, columns, strict=True))
        order = np.lexsort((found["pool"], found["side"], found["cause"], found["span"]))
        return {name: column[order] for name, column in found.items()}
