"""Names as an event log shows them: fit for every format, and none twice where they must differ."""

import re
from collections.abc import Iterable, Mapping, Sequence

from sim.model.names import PoolKind
from sim.records.record import Run

KINDS = {PoolKind.PEOPLE: "person", PoolKind.TOOL: "tool", PoolKind.FREELANCERS: "freelancer"}
"""What one of a pool is called."""
ARRIVAL, DELIVERY = "task arrives", "task delivered"
"""Activities beside the steps."""
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legible(text: str) -> str:
    r"""Return a text with what no XML may hold written as an escape, so that nothing of it is lost.

    >>> legible("Büro <b> 🚀"), legible("bell\x07")
    ('Büro <b> 🚀', 'bell\\x07')
    """
    return _NOT_IN_XML.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def apart(texts: Iterable[str]) -> list[str]:
    """Return the texts, legible, with a number behind those that were there before.

    >>> apart(["check", "pay", "check"])
    ['check', 'pay', 'check (2)']
    """
    found: dict[str, None] = {}
    for text in map(legible, texts):
        name, number = text, 1
        while name in found:
            number += 1
            name = f"{text} ({number})"
        found[name] = None
    return list(found)


def resources(run: Run, workers: Mapping[str, Sequence[str]]) -> list[str]:
    """Return what each actor is called: its pool with its name, or with its place in the pool, 1 up.

    Args:
        run: with the actors.
        workers: by pool, names of those who have one, in order of their seats.
    """
    pools, seats = run.actors["pool"].tolist(), run.actors["seat"].tolist()
    called = []
    for pool, seat in zip(pools, seats, strict=True):
        name = run.names.pools[pool]
        named = workers.get(name, ())
        called.append(f"{name}: {named[seat]}" if seat < len(named) else f"{name} {seat + 1}")
    return apart(called)
