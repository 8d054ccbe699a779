"""Names into words of luck: a draw belongs to a name, never to a place in a list."""

from hashlib import blake2b

from sim.model.model import Slots
from sim.model.names import PoolKind


def word(*names: str) -> int:
    """Return the 64-bit word of a name; names are joined so that no two lists share one.

    >>> word("writers") == word("writers")
    True
    >>> word("a", "b") == word("ab")
    False
    """
    text = "\x1f".join(names).encode("utf-8")
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big")


def seat_word(kind: PoolKind, pool: str, number: int) -> int:
    """Return the word of a pool's seat without a name of its own, 0 up."""
    return word("slot" if kind is PoolKind.TOOL else "seat", pool, str(number))


def slots() -> Slots:
    """Return the word of each thing that a draw may decide.

    The texts are an interface: changing one changes the luck of every run.
    """
    return Slots(**{name: word("slot", name) for name in Slots.__dataclass_fields__})
