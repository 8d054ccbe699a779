"""What a sweep says, in sentences: where a strategy is ahead, where it is not, and which key moves most."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.experiments.sweeping.design import ONE_AT_A_TIME
from sim.experiments.sweeping.effects import Marks, Sides, extremes, sides_of, spans_of, swings_of
from sim.experiments.sweeping.findings import Estimates, Sweep
from sim.experiments.telling import spoken_title, telling_of
from sim.experiments.wording import format_number, format_quantity, without_remark
from sim.measures.measure import Direction
from sim.scenario.changing.points import in_words
from sim.scenario.telling.wording import count, listed
from sim.statistics.estimate import FEWEST, Estimate

MOST_SWINGS = 3
"""Keys whose effect is told in the sentences; the picture shows all."""


def sentences(sweep: Sweep, measures: Sequence[str] = ()) -> tuple[str, ...]:
    """Return what a sweep says of one measure, the headline first; ``counts`` has the others.

    Args:
        sweep: what was found.
        measures: the first of them is spoken of; none is the foreground of the scenario.
    """
    lead = (*measures, *sweep.foreground)[0]
    return (*_of_measure(sweep, lead), *_basis(sweep), *_of_failed(sweep))


@dataclass(frozen=True, slots=True)
class Counted:
    """At how many points a strategy differs clearly from the baseline on a measure.

    Attributes:
        strategy: its name.
        title: of the measure.
        ahead, behind: in words, in brackets by the interval of each point by itself.
        unclear: points where neither is clear.
    """

    strategy: str
    title: str
    ahead: str
    behind: str
    unclear: str


def counts(sweep: Sweep, measures: Sequence[str]) -> list[Counted]:
    """Return for each strategy and measure at how many points it is better, worse and neither.

    Of a measure no side of which is better, it is said which number is which.  Nothing without intervals.
    """
    if sweep.replications < FEWEST:
        return []
    found = []
    for strategy in sweep.others:
        for name in measures:
            sides, measure = sides_of(sweep, strategy, name), sweep.measure(name)
            ahead, behind = (
                _clause(sides.known, marks, alone) for _, marks, alone in _both(sides, measure.direction)
            )
            if measure.direction is Direction.NEITHER:
                ahead, behind = f"higher: {ahead}", f"lower: {behind}"
            unclear = format_number(int(sides.unclear.sum()))
            found.append(Counted(strategy, measure.title, ahead, behind, unclear))
    return found


def _of_measure(sweep: Sweep, name: str) -> Iterator[str]:
    if not sweep.others:
        yield _range_of(sweep, name)
    for strategy in sweep.others:
        yield _counted(sweep, strategy, name)
        if sweep.design.kind != ONE_AT_A_TIME:  # there it would tell a key apart that nothing moved with
            yield from _where(sweep, strategy, name)
    if sweep.design.kind == ONE_AT_A_TIME:
        for strategy in sweep.others or (sweep.baseline,):
            yield from _swings(sweep, strategy, name)


def _counted(sweep: Sweep, strategy: str, name: str) -> str:
    """Return at how many points a strategy is higher, lower and neither; by itself in brackets."""
    if sweep.replications < FEWEST:
        return f"One replication cannot tell a difference of '{strategy}' from chance; run at least 2."
    sides, title = sides_of(sweep, strategy, name), spoken_title(sweep.measure(name))
    number = int(sides.known.sum())
    if not number:
        return f"Too few replications define {title} under '{strategy}' anywhere."
    if not np.abs(sweep.difference(strategy, name).mean[sides.known]).any():
        return f"'{strategy}' leaves {title} exactly as it is at all {count(number, 'point')}."
    (first, up, up_alone), (second, down, down_alone) = _both(sides, sweep.measure(name).direction)
    whole = f" of {count(number, 'point')}"
    alone = "at # if each is judged by itself"
    return (
        f"'{strategy}' clearly {first} {title} at "
        f"{_clause(sides.known, up, up_alone, of=whole, by_itself=alone)}, {second} it at "
        f"{_clause(sides.known, down, down_alone, by_itself=alone)}, and makes no clear difference at "
        f"{format_number(int(sides.unclear.sum()))}."
    )


def _both(sides: Sides, direction: Direction) -> list[tuple[str, Marks, Marks]]:
    """Return the two sides, the wanted one first."""
    both = [("raises", sides.higher, sides.higher_alone), ("lowers", sides.lower, sides.lower_alone)]
    return both[::-1] if direction is Direction.SMALLER else both


def _clause(known: Marks, marks: Marks, alone: Marks, of: str = "", by_itself: str = "") -> str:
    """Return how many points are clear, `39 of 128 points (at 116 by itself)`; briefly `39 (116)`."""
    counted, single = int((marks & known).sum()), int((alone & known).sum())
    more = f" ({by_itself.replace('#', format_number(single)) or format_number(single)})"
    return f"{format_number(counted)}{of}{more if single != counted else ''}"


def _where(sweep: Sweep, strategy: str, name: str) -> Iterator[str]:
    """Yield within which values of the keys a strategy is ahead, and within which it is behind."""
    if sweep.replications < FEWEST:
        return
    sides, direction = sides_of(sweep, strategy, name), sweep.measure(name).direction
    for marks, word in ((sides.wanted(direction), "ahead"), (sides.unwanted(direction), "behind")):
        spans = spans_of(sweep, marks, sides.known)
        if spans:
            ends = listed(
                f"{span.key} {_from_to(span.low, span.high)} (of {_from_to(span.lowest, span.highest)})"
                for span in spans
            )
            yield f"Where '{strategy}' is clearly {word}: {ends}."
    best = extremes(_masked(sweep.difference(strategy, name), sides.known))
    if best is not None:
        yield f"The difference of '{strategy}' {_goes(sweep, strategy, name, best, signed=True)}."


def _goes(sweep: Sweep, strategy: str, name: str, ends: tuple[int, int], *, signed: bool) -> str:
    """Return from where to where a number goes, with the points, or what it is everywhere."""
    if ends[0] == ends[1]:
        return f"is {_number(sweep, strategy, name, ends[0], signed=signed)} wherever it is known"
    low, high = (_at(sweep, strategy, name, point, signed=signed) for point in ends)
    return f"goes from {low} to {high}"


def _at(sweep: Sweep, strategy: str, name: str, point: int, *, signed: bool) -> str:
    """Return a level or a difference with its interval, and the point where it was found."""
    where = in_words(sweep.design.points[point]) if sweep.design.points[point] else "the scenario as it is"
    return f"{_number(sweep, strategy, name, point, signed=signed)} at {where}"


def _number(sweep: Sweep, strategy: str, name: str, point: int, *, signed: bool) -> str:
    told = telling_of(sweep.measure(name), sweep.currency)
    known = sweep.difference(strategy, name) if signed else sweep.level(strategy, name)
    each = told.of(Estimate(float(known.mean[point]), float(known.half_width[point]), sweep.replications))
    unit = told.spoken_difference if signed else told.spoken
    return without_remark(format_quantity(each.mean, each.half_width, unit, signed=signed))


def _range_of(sweep: Sweep, name: str) -> str:
    ends = extremes(sweep.level(sweep.baseline, name))
    title = spoken_title(sweep.measure(name))
    if ends is None:
        return f"Nothing defines {title} anywhere."
    reach = _goes(sweep, sweep.baseline, name, ends, signed=False)
    return f"Under '{sweep.baseline}', {title} {reach}."


def _swings(sweep: Sweep, strategy: str, name: str) -> Iterator[str]:
    """Yield which keys move a measure most, each moved alone."""
    told = telling_of(sweep.measure(name), sweep.currency)
    title = spoken_title(sweep.measure(name))
    whose = title if strategy == sweep.baseline else f"the difference that '{strategy}' makes to {title}"
    swings = [swing for swing in swings_of(sweep, strategy, name) if swing.size > 0.0]
    said = []
    for swing in swings[:MOST_SWINGS]:
        effects = listed(
            f"{_change(told.of(effect), told.spoken_difference)} at {value}"
            for value, effect in zip(swing.values, swing.effects, strict=True)
        )
        said.append(f"{swing.key}, by {effects}")
    if said:
        yield f"Moved alone, this changes {whose} most: {'; '.join(said)}."
    still = [key for key in sweep.design.keys if key not in {swing.key for swing in swings}]
    if still:
        yield f"Moved alone, {listed(still)} {'changes' if len(still) == 1 else 'change'} nothing in {whose}."


def _change(effect: Estimate, unit: str) -> str:
    if effect.mean == 0.0 and not 0.0 < effect.half_width < math.inf:
        return "nothing"
    words = without_remark(format_quantity(effect.mean, effect.half_width, unit, signed=True))
    return words if effect.is_clear or effect.replications < FEWEST else f"{words} (not clear)"


def _basis(sweep: Sweep) -> Iterator[str]:
    points, runs = len(sweep.design.points), sweep.replications
    if runs < FEWEST:
        yield f"{count(points, 'point')}, one replication each: no number has an interval."
        return
    if sweep.others:
        yield (
            "Clear: among the points that are called so, one in twenty is called so wrongly at most (false "
            "discovery rate, by paired differences; each strategy and measure for itself)."
        )
    yield (
        f"± is half of a 95 % interval of one point over {count(runs, 'replication')}; all points have the "
        "same luck. The extremes of many points owe a part of their size to it."
    )


def _of_failed(sweep: Sweep) -> Iterator[str]:
    points = len({each.point for each in sweep.failed})
    if points:
        failed = f"{count(points, 'point')} of {len(sweep.design.points)} failed, wholly or in part"
        yield f"{failed}; the list of failures says why."


def _masked(known: Estimates, marks: Marks) -> Estimates:
    return Estimates(np.where(marks, known.mean, np.nan), known.half_width, known.confidence)


def _from_to(low: str, high: str) -> str:
    return low if low == high else f"{low} to {high}"
