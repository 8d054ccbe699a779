"""Luck: every draw is a pure function of whose it is and what for.

A draw is named by three 64-bit words: the *owner* (a task, a person, a posting), the *slot* (what the
draw decides, and at which step) and the *occurrence* (which attempt).  They are chained through a
bijective mixer, so a draw can be made in any order, by any engine, in any process, and the same task
meets the same luck in every strategy.

Words are kept in [0, 2^64) by a mask, so that the same source gives the same bits on Python's whole
numbers and on a compiler's unsigned 64-bit words.

Sources: the mixer is variant 13 of D. Stafford (2011), "Better bit mixing", used as the output function
of SplitMix64: G. Steele, D. Lea, C. Flood (2014), "Fast splittable pseudorandom number generators",
OOPSLA.  Counter-based use: J. Salmon et al. (2011), "Parallel random numbers: as easy as 1, 2, 3", SC11.
"""

WORD = 0xFFFFFFFFFFFFFFFF
"""Mask of 64 bits."""
GOLDEN = 0x9E3779B97F4A7C15
"""Odd whole number next to 2^64 / golden ratio: spreads small counters over the word."""
UNIT = 1.0 / 4503599627370496.0
"""2^-52: the spacing of the uniform draws; with 53 bits the largest would be rounded to 1."""


def mixed(word: int) -> int:
    """Return a word whose every bit depends on every bit of ``word``; one to one on [0, 2^64).

    >>> mixed(1)
    6238072747940578789
    >>> mixed(0)
    0
    """
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & WORD
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & WORD
    return word ^ (word >> 31)


def identity(owner: int, member: int) -> int:
    """Return the word that names ``member`` of ``owner``: task 7 of a source, seat 2 of a pool.

    Args:
        owner: word of the whole, in [0, 2^64).
        member: number or word of the part, in [0, 2^64); -n is the n-th word below 2^64.

    >>> identity(1, 2) != identity(2, 1)
    True
    >>> identity(1, -2) == identity(1, WORD - 1)
    True
    """
    return mixed((mixed(owner ^ GOLDEN) + member * GOLDEN) & WORD)


def uniform(owner: int, slot: int, occurrence: int) -> float:
    """Return the uniform draw in (0, 1) of this owner, for this slot, the n-th time.

    Args:
        owner: word of the task, person or posting.
        slot: word of what is decided.
        occurrence: attempt, 0 up.

    >>> 0.0 < uniform(1, 2, 3) < 1.0
    True
    >>> uniform(1, 2, 3) == uniform(1, 2, 3)
    True
    """
    word = mixed(((owner ^ slot) + occurrence * GOLDEN) & WORD)
    return (float(mixed((word + slot) & WORD) >> 12) + 0.5) * UNIT
