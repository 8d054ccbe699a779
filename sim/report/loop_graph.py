"""Loops as one graph: every variable once, every link once, and where each loop waits."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from sim.rules.loops import Link, Loop

NAME_LETTERS = 12
"""Letters of a line of a name."""
SLOW = frozenset({"skill", "trust", "strain", "care", "newcomers", "seats", "returned work"})
"""Variables that accumulate, or come after a wait: a link into one is late."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A link between two variables, numbered as in the graph.

    Attributes:
        cause, effect: numbers of the variables.
        sign: +1 more makes more, -1 more makes less.
        late: whether the effect comes with a delay.
    """

    cause: int
    effect: int
    sign: int
    late: bool


@dataclass(frozen=True, slots=True)
class LoopGraph:
    """Variables, links and loops of one diagram.

    Attributes:
        variables: names, each once.
        arrows: links, each once, whatever number of loops goes through it.
        loops: as declared.
        rings: by loop, the numbers of its variables in the order of its walk.
    """

    variables: tuple[str, ...]
    arrows: tuple[Arrow, ...]
    loops: tuple[Loop, ...]
    rings: tuple[tuple[int, ...], ...]


def graph_of(loops: Sequence[Loop]) -> LoopGraph:
    """Return the graph of some loops."""
    variables = tuple(dict.fromkeys(link.cause for loop in loops for link in loop.links))
    number = {name: place for place, name in enumerate(variables)}
    late = {_ends(link) for loop in loops for link in late_links(loop)}
    links = {_ends(link): link for loop in loops for link in loop.links}
    arrows = tuple(
        Arrow(number[link.cause], number[link.effect], link.sign, ends in late)
        for ends, link in links.items()
    )
    rings = tuple(tuple(number[link.cause] for link in loop.links) for loop in loops)
    return LoopGraph(variables, arrows, tuple(loops), rings)


def late_links(loop: Loop) -> tuple[Link, ...]:
    """Return the links of a loop that carry its delay; none where it has none.

    Those into what accumulates; failing that, the one into the variable that is frozen when the loop is
    off; failing that, the first one.
    """
    if not loop.delay:
        return ()
    slow = tuple(link for link in loop.links if link.effect in SLOW)
    cut = tuple(link for link in loop.links if link.effect in loop.cut or link.rule.endswith(f".{loop.cut}"))
    return slow or cut[:1] or loop.links[:1]


def in_lines(name: str) -> str:
    r"""Return a name as it stands in the diagram, in short lines.

    >>> in_lines("share made by the tool"), in_lines("congestion-switching")
    ('share made\nby the tool', 'congestion-\nswitching')
    """
    return textwrap.fill(name, NAME_LETTERS, break_long_words=False)


def _ends(link: Link) -> tuple[str, str, int]:
    return link.cause, link.effect, link.sign
