"""The works that a task carries, as its visits make them and its reviews look at them."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sim.engines.in_force import StepsInForce
from sim.records.record import Outcome, RunRecord

SENT_BACK = (Outcome.SENT_BACK, Outcome.FALSE_ALARM)
"""Outcomes of a review after which work is done again."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a review visit looked at.

    Attributes:
        visit: the review.
        works: the visits whose work it looked at.
        ai_share: share of their effort that AI made [0-1].
    """

    visit: int
    works: tuple[int, ...]
    ai_share: float


@dataclass(slots=True)
class Works:
    """Who made what, visit by visit.

    Attributes:
        looks: by review visit, what it looked at.
        replaced: by visit, the later one whose work took the place of its own.
        at_the_end: by task, the visits whose work it carries at the end.
    """

    looks: dict[int, Look] = field(default_factory=dict)
    replaced: dict[int, int] = field(default_factory=dict)
    at_the_end: dict[int, dict[int, int]] = field(default_factory=dict)


def works_of(record: RunRecord, steps: StepsInForce) -> Works:
    """Return who made what, and what reviews looked at.

    A repair begins with the works of the task that it repairs, where these are not defective.
    """
    works = Works()
    parents = dict(_parents(record))
    visits = record.visits
    columns = (visits[name].tolist() for name in ("task", "step", "outcome", "ended_at"))
    for visit, (task, step, outcome, ended_at) in enumerate(zip(*columns, strict=True)):
        if math.isnan(ended_at) or outcome == Outcome.HANDED_OVER:
            continue
        carried = works.at_the_end.get(task)
        if carried is None:
            carried = works.at_the_end[task] = _inherited(record, works, parents.get(task, -1))
        if step in carried and int(visits["task"][carried[step]]) == task:
            works.replaced[carried[step]] = visit
        carried[step] = visit
        if reviewed := steps.row(visit, "reviewed"):
            looked = tuple(carried[other] for other in reviewed if other in carried)
            works.looks[visit] = Look(visit, looked, ai_share_of(record, looked))
    return works


def _parents(record: RunRecord) -> Iterator[tuple[int, int]]:
    for task, parent in enumerate(record.tasks["parent"].tolist()):
        if parent >= 0:
            yield task, parent


def _inherited(record: RunRecord, works: Works, parent: int) -> dict[int, int]:
    """Return the works with which a repair begins."""
    made = works.at_the_end.get(parent, {})
    return {step: visit for step, visit in made.items() if not record.visits["defective"][visit]}


def ai_share_of(record: RunRecord, visits: Iterable[int]) -> float:
    """Return the share of the effort of some visits that AI made [0-1]."""
    effort = made = 0.0
    for visit in visits:
        requirement = float(record.visits["requirement"][visit])
        effort += requirement
        made += requirement * float(record.visits["ai_share"][visit])
    return made / effort if effort > 0.0 else 0.0
