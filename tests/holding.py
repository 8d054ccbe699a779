"""What held in a run at a moment, worked out from the model and the record the slow way.

Hours with the overtime that was worked, steps with the changes that had come, versions of tools, hours off
the line.
"""

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np

from sim.model.model import NONE, OPEN_SEATS, SET, Model, Steps
from sim.model.names import PoolKind
from sim.records.record import RunRecord, Stock

Interval = tuple[float, float]
Row = dict[str, float]
Held = TypeVar("Held")
WEEK, DAY = 168.0, 24.0
TINY = 1e-9


# --- rows and intervals -------------------------------------------------------------------------


def close(found: float, expected: float) -> None:
    """Assert equality but for the rounding of sums: 1e-9, relative or absolute."""
    near = abs(found - expected) <= max(TINY * abs(expected), TINY)
    assert near or found == expected, f"{found} is not {expected}"  # infinity is itself


def kept(function: Callable[..., Held]) -> Callable[..., Held]:
    """Return the function with its last answer kept: one law after the other asks about the same run.

    Nobody may change what it returns.
    """
    asked: tuple[object, ...] = ()
    answer: list[Held] = []

    @wraps(function)
    def answered(*about: object) -> Held:
        nonlocal asked
        if len(about) != len(asked) or any(one is not other for one, other in zip(about, asked, strict=True)):
            answer[:] = [function(*about)]
            asked = about
        return answer[0]

    return answered


def rows_of(table: Mapping[str, np.ndarray]) -> list[Row]:
    """Return a table as a list of rows."""
    columns = {name: column.tolist() for name, column in table.items()}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


@kept
def visits_of(record: RunRecord) -> list[Row]:
    """Return the visits, those in hand ending at infinity."""
    visits = rows_of(record.visits)
    for visit in visits:
        visit["ended_at"] = math.inf if math.isnan(visit["ended_at"]) else visit["ended_at"]
    return visits


def by(key: str, rows: Iterable[Row]) -> dict[int, list[Row]]:
    """Return rows grouped by the value of a column."""
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[int(row[key])].append(row)
    return groups


def overlap(one: Interval, other: Interval) -> float:
    """Return the length that two intervals share."""
    return max(0.0, min(one[1], other[1]) - max(one[0], other[0]))


def meeting(spans: list[Interval], span: Interval) -> Iterator[Interval]:
    """Yield those of some disjoint, sorted intervals that share some length with another."""
    for each in _around(spans, span):
        if overlap(each, span) > 0.0:
            yield each


def length_within(spans: list[Interval], span: Interval) -> float:
    """Return the length of some disjoint, sorted intervals within another."""
    around = _around(spans, span)
    if len(around) == 1:  # nearly always
        return overlap(around[0], span)
    return math.fsum([overlap(each, span) for each in around])


def _around(spans: list[Interval], span: Interval) -> list[Interval]:
    """Return those of some disjoint, sorted intervals that can meet another.

    They are the last that begins no later, and all that begin before its end.
    """
    begin, end = span
    first = bisect_right(spans, (begin, math.inf)) - 1
    return spans[max(first, 0) : bisect_left(spans, (end,), max(first, 0))]


def together(several: Iterable[Iterable[Interval]]) -> list[Interval]:
    """Return the disjoint, sorted intervals that several lists of intervals cover between them."""
    covered: list[Interval] = []
    for begin, end in sorted(span for spans in several for span in spans if span[0] < span[1]):
        if covered and begin <= covered[-1][1]:
            covered[-1] = (covered[-1][0], max(end, covered[-1][1]))
        else:
            covered.append((begin, end))
    return covered


# --- hours --------------------------------------------------------------------------------------


@kept
def normal_duties(model: Model, record: RunRecord) -> list[list[Interval] | None]:
    """Return the hours of each actor without overtime; None where they cannot be known.

    Luck decides the hours of a tool with random outages.  Whoever was hired on the way has the hours of the
    seat, which the record does not name: they are known where all seats of the pool have the same.
    """
    edges = [column.tolist() for column in (model.calendars.start, model.calendars.end)]
    shifts = [
        list(zip(*(column[first:last] for column in edges), strict=True))
        for first, last in pairwise(model.calendars.first.tolist())
    ]
    return [
        None if calendar is None or model.pools.outage_every[pool] != NONE else list(shifts[calendar])
        for pool, calendar in zip(record.actors["pool"], calendars_of(model, record), strict=True)
    ]


@kept
def calendars_of(model: Model, record: RunRecord) -> list[int | None]:
    """Return the row of each actor's calendar; None for people hired on the way where seats differ."""
    stated = model.actors.calendar.tolist()
    of_pool = {pool: set(model.actors.calendar[model.actors.pool == pool].tolist()) for pool in
               set(model.actors.pool.tolist())}  # fmt: skip
    later = record.actors["pool"].tolist()[len(stated) :]
    return stated + [min(of_pool[pool]) if len(of_pool[pool]) == 1 else None for pool in later]


@kept
def duties_of(model: Model, record: RunRecord) -> list[list[Interval] | None]:
    """Return the hours of each actor as they were worked, overtime added week by week."""
    duties = normal_duties(model, record)
    calendars = calendars_of(model, record)
    longer = _prolonged(model, record, calendars)
    return [
        duty if duty is None or calendar not in longer else longer[calendar]
        for duty, calendar in zip(duties, calendars, strict=True)
    ]


def _prolonged(model: Model, record: RunRecord, calendars: list[int | None]) -> dict[int, list[Interval]]:
    """Return the calendars in which overtime was worked."""
    normal = dict(zip(calendars, normal_duties(model, record), strict=True))
    longer: dict[int, list[Interval]] = {}
    rows = [row for row in rows_of(record.stocks) if row["stock"] == Stock.OVERTIME and row["value"] != 1.0]
    for row in rows:
        begin = (row["week"] - 1.0) * WEEK
        there = (
            (record.actors["pool"] == row["pool"])
            & (record.actors["joined_at"] < begin)
            & (record.actors["left_at"] >= begin)
        )
        for calendar in {calendars[actor] for actor in np.flatnonzero(there)} - {None}:
            assert calendar is not None
            shifts = longer.setdefault(calendar, list(normal[calendar] or []))
            _prolong(shifts, begin, row["value"])
    return longer


def _prolong(shifts: list[Interval], begin: float, ratio: float) -> None:
    """Let the days that begin in a week last longer by the same share, in their last shift."""
    of_day: dict[float, list[int]] = defaultdict(list)
    for place, (start, _) in enumerate(shifts):
        if begin <= start < begin + WEEK:
            of_day[start // DAY].append(place)
    for places in of_day.values():
        hours = sum(shifts[place][1] - shifts[place][0] for place in places)
        last = places[-1]
        following = shifts[last + 1][0] if last + 1 < len(shifts) else shifts[last][1]
        start, end = shifts[last]
        shifts[last] = (start, min(end + (ratio - 1.0) * hours, following))


@kept
def absences_of(record: RunRecord) -> dict[int, list[Interval]]:
    """Return for each actor when he was off the line; infinity while it lasts."""
    away: dict[int, list[Interval]] = defaultdict(list)
    for row in rows_of(record.absences):
        until = math.inf if math.isnan(row["until"]) else row["until"]
        actor = int(row["actor"])
        away[actor].append((row["since"], min(until, float(record.actors["left_at"][actor]))))
    return {actor: sorted(spans) for actor, spans in away.items()}


# --- what a lever changed -----------------------------------------------------------------------


@kept
def changes_of(model: Model, record: RunRecord) -> list[tuple[float, int]]:
    """Return (moment, event) of each dated change of how work is done that came, in order."""
    events = np.flatnonzero(model.levers.kind == SET).tolist()
    moments = record.levers["acted_at"].tolist()
    return sorted((moments[event], event) for event in events if moments[event] < math.inf)


def steps_at(model: Model, record: RunRecord, step: int, moment: float) -> Steps:
    """Return the steps in which the row of one step is what it was at a moment."""
    held = model.steps
    for at, event in changes_of(model, record):
        phase = model.phases[int(model.levers.phase[event])]
        if at <= moment and step in phase.changed:
            held = phase.steps
    return held


def held_by(model: Model, record: RunRecord, step: int) -> list[tuple[Interval, Steps]]:
    """Return what one step was, and from when to when."""
    moments = sorted({0.0, *(at for at, _ in changes_of(model, record))})
    return [
        ((begin, end), steps_at(model, record, step, begin)) for begin, end in pairwise([*moments, math.inf])
    ]


def ever(model: Model, name: str) -> list[Any]:
    """Return a column of the steps as it is from the start, and after each dated change."""
    return [getattr(steps, name) for steps in (model.steps, *(phase.steps for phase in model.phases))]


def most_inside(model: Model, record: RunRecord, moment: float) -> float:
    """Return the limit of tasks inside that holds at a moment."""
    limit = model.limit
    for at, event in changes_of(model, record):
        changed = model.phases[int(model.levers.phase[event])].limit
        if at <= moment and changed != NONE:
            limit = changed
    return limit or math.inf


def able(steps: Steps, step: int) -> np.ndarray:
    """Return the pools that may do a step."""
    return steps.prefer[steps.prefer_first[step] : steps.prefer_first[step + 1]]


def lever_of(model: Model, record: RunRecord) -> list[int | None]:
    """Return for each actor the event that opened his seat, or NONE; None where it cannot be known.

    The record does not say whose seat somebody has who came on the way: it is known for freelancers whose
    seats only one rule opens again.
    """
    stated: list[int | None] = list(model.actors.lever.tolist())
    openings = np.flatnonzero(model.levers.kind == OPEN_SEATS)
    for pool in record.actors["pool"].tolist()[len(stated) :]:
        rules = [event for event in openings.tolist() if model.levers.pool[event] == pool]
        sure = len(rules) == 1 and model.pools.kind[pool] == PoolKind.FREELANCERS
        stated.append(rules[0] if sure else None)
    return stated
