"""What a page tells of each feedback loop, where its link in the diagram leads to."""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.experiments.knockout import Knockout
from sim.report.knockout import KIND, Effect, effect_in_words, effect_of, measure_of
from sim.report.loop_effects import anchor_of, diagram_of, loops_of
from sim.report.page import template, with_minus
from sim.rules.loops import Loop

MARKS = {Effect.RAISES: "▲", Effect.LOWERS: "▼", Effect.UNCLEAR: "?"}


@dataclass(frozen=True, slots=True)
class EffectLine:
    """What a loop does to one measure.

    Attributes:
        title: of the measure.
        alone: what it does while all others are on, in words with the interval.
        share: its part of what all do together, likewise.
        mark: of the share, as in the diagram.
        diagram: id of the diagram of the measure.
    """

    title: str
    alone: str
    share: str
    mark: str
    diagram: str


@dataclass(frozen=True, slots=True)
class LoopRow:
    """What is told of one loop.

    Attributes:
        anchor: id of the place.
        name: of the loop.
        polarity: R or B.
        kind: that in words.
        sentence: what the loop is.
        walk: its variables in a ring, each with which way it goes.
        delay: what makes it late; ``""`` where nothing does.
        frozen: the variable that keeps its value when the loop is off.
        source: where it comes from.
        effects: a line a measure.
    """

    anchor: str
    name: str
    polarity: str
    kind: str
    sentence: str
    walk: str
    delay: str
    frozen: str
    source: str
    effects: tuple[EffectLine, ...]


def loop_effect_rows(found: Knockout, measure: str, *others: str) -> list[LoopRow]:
    """Return what a page tells of each loop, the one with the largest share of the measure first.

    Args:
        found: what each loop does.
        measure: name of the measure that the page is about.
        others: names of more measures to tell of.
    """
    by_name = {loop.name: loop for loop in loops_of(found)}
    return [_row(found, by_name[name], (measure, *others)) for name in found.by_share(measure)]


def rows_html(rows: Sequence[LoopRow]) -> str:
    """Return the loops as a piece of a page, each at its anchor, with a way back to the diagrams."""
    return template("loop_effects.html.j2").render(rows=rows)


def walk_in_words(loop: Loop) -> str:
    """Return a loop once round, each variable with which way it goes if the first one goes up.

    >>> from sim.rules.loops import LOOPS
    >>> walk_in_words(LOOPS[0])
    'backlog up → pressure up → overtime up → capacity up → backlog down'
    """
    way, said = 1, [f"{loop.links[0].cause} up"]
    for link in loop.links:
        way *= link.sign
        said.append(f"{link.effect} {'up' if way > 0 else 'down'}")
    return " → ".join(said)


def _row(found: Knockout, loop: Loop, measures: Sequence[str]) -> LoopRow:
    return LoopRow(
        anchor=anchor_of(loop.name),
        name=loop.name,
        polarity=loop.polarity,
        kind=KIND[loop.polarity],
        sentence=f"{loop.title[0].upper()}{loop.title[1:]}.",
        walk=walk_in_words(loop),
        delay=loop.delay,
        frozen=loop.cut,
        source=loop.source,
        effects=tuple(_line(found, loop.name, measure) for measure in measures),
    )


def _line(found: Knockout, loop: str, name: str) -> EffectLine:
    measure = measure_of(found, name)
    alone, share = found.alone[loop][name], found.share[loop][name]
    return EffectLine(
        title=measure.title,
        alone=with_minus(effect_in_words(alone, measure, found.currency)),
        share=with_minus(effect_in_words(share, measure, found.currency)),
        mark=MARKS[effect_of(share)],
        diagram=diagram_of(name),
    )
