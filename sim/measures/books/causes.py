"""What hours and defects are booked to, and on whose side each stands."""

from dataclasses import dataclass
from enum import IntEnum

from sim.model.names import PoolKind


class Side(IntEnum):
    """Where a breakdown lies: the question that a diagnosis answers."""

    HUMAN = 0
    """Waiting for people, or made by people."""
    MACHINE = 1
    """Waiting for a tool, or made by a tool."""
    INTERACTION = 2
    """Hand-offs, review of AI output, being misled, a tool left unused, rules on how work is passed on."""
    BEFORE = 3
    """Before the run began: nobody knows."""


class Phase(IntEnum):
    """What a stretch of a task's life is, as far as the task is concerned."""

    EARLIER = 0
    DOOR = 1
    TRANSIT = 2
    WAITING = 3
    IN_HAND = 4


class Cause(IntEnum):
    """What an hour of a task's life is booked to."""

    PERSON = 0
    FREELANCER = 1
    TOOL = 2
    PROMPTING = 3
    AI_REVIEW = 4
    HAND_OFF = 5
    BUSY = 6
    PRIORITY = 7
    BATCH = 8
    REVIEW_QUEUE = 9
    OFF_SHIFT = 10
    ABSENCE = 11
    TRAINING = 12
    ONBOARDING = 13
    VACANCY = 14
    MARKET = 15
    SLOT = 16
    OUTAGE = 17
    LIMIT = 18
    REWORK = 19
    EARLIER = 20


class Birth(IntEnum):
    """What a defect is booked to where it is made."""

    PERSON = 0
    STRAIN = 1
    TOOL = 2
    MISLED = 3
    HAND_OFF = 4
    UNUSED = 5
    DOWN = 6


class Fate(IntEnum):
    """What becomes of a defect."""

    FOUND = 0
    REDONE = 1
    MISSED = 2
    LIMIT = 3
    UNREVIEWED = 4
    DROPPED = 5
    INSIDE = 6


ESCAPED = (Fate.MISSED, Fate.LIMIT, Fate.UNREVIEWED)
"""Fates of defects that are delivered."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a booking is called, and what it means."""

    name: str
    meaning: str


CAUSES: dict[Cause, Words] = {
    Cause.PERSON: Words("work by people", "hands-on hours of employees"),
    Cause.FREELANCER: Words("work by freelancers", "hands-on hours of freelancers"),
    Cause.TOOL: Words("work by tools", "hours that a tool works alone"),
    Cause.PROMPTING: Words("prompting and checking", "hours that the help of a tool costs people"),
    Cause.AI_REVIEW: Words("longer review of AI output", "what a review takes longer because AI made work"),
    Cause.HAND_OFF: Words("hand-off", "on the way between owners, and getting into another's work"),
    Cause.BUSY: Words("all busy", "waiting while those who may do it work on what came before"),
    Cause.PRIORITY: Words("priority", "waiting while they work on what came later and was taken first"),
    Cause.BATCH: Words("batch", "waiting for others that arrived in the same batch"),
    Cause.REVIEW_QUEUE: Words("review queue", "waiting for a review while its reviewers are busy"),
    Cause.OFF_SHIFT: Words("off shift", "nobody who may do it works at this hour"),
    Cause.ABSENCE: Words("absence", "nobody who may do it works, for a holiday or days off"),
    Cause.TRAINING: Words("training", "those who may do it are off the line in training"),
    Cause.ONBOARDING: Words("onboarding", "what newcomers and their mentors are slower for it"),
    Cause.VACANCY: Words("vacancy", "a seat that may do it is not filled yet, or nobody is left"),
    Cause.MARKET: Words("market", "a freelancer who may do it is still being searched"),
    Cause.SLOT: Words("tool slot", "all slots of the tool are busy, or its rate limit holds the next"),
    Cause.OUTAGE: Words("outage", "the tool is down"),
    Cause.LIMIT: Words(
        "limit on work in process", "held back at the door, or before a step while somebody is free"
    ),
    Cause.REWORK: Words("rework", "from a review that sends work back to the end of the next one"),
    Cause.EARLIER: Words("before the run", "the past of a task that was open at the start"),
}
"""By cause."""

BIRTHS: dict[Birth, tuple[Words, Side]] = {
    Birth.PERSON: (Words("people", "made by a person, by skill and luck"), Side.HUMAN),
    Birth.STRAIN: (Words("strain and haste", "a person who was rested would not have made it"), Side.HUMAN),
    Birth.TOOL: (Words("tools", "made by a tool alone"), Side.MACHINE),
    Birth.MISLED: (Words("misled", "the person alone would not have made it"), Side.INTERACTION),
    Birth.HAND_OFF: (Words("hand-off", "the former owner would not have made it"), Side.INTERACTION),
    Birth.UNUSED: (
        Words("tool unused", "with the tool it would not have been made"),
        Side.INTERACTION,
    ),
    Birth.DOWN: (
        Words("tool down", "with the tool it would not have been made, and that was down"),
        Side.MACHINE,
    ),
}
"""By birth of a defect, its words and its side."""

FATES: dict[Fate, Words] = {
    Fate.FOUND: Words("found", "a review found it and it was done again"),
    Fate.REDONE: Words("redone by chance", "done again for another reason"),
    Fate.MISSED: Words("missed", "the last review that looked did not find it"),
    Fate.LIMIT: Words("let pass", "the limit on rework was reached"),
    Fate.UNREVIEWED: Words("not reviewed", "no review looked at it"),
    Fate.DROPPED: Words("dropped", "its branch was not the one delivered"),
    Fate.INSIDE: Words("inside", "its task is still inside at the horizon"),
}
"""By fate of a defect."""

_BY_KIND = {PoolKind.PEOPLE: Cause.PERSON, PoolKind.FREELANCERS: Cause.FREELANCER, PoolKind.TOOL: Cause.TOOL}
WORK = tuple(_BY_KIND.values())
"""Work itself; all other hours are lost, but those before the run."""
_SIDES = {
    Cause.PROMPTING: Side.INTERACTION,
    Cause.AI_REVIEW: Side.INTERACTION,
    Cause.HAND_OFF: Side.INTERACTION,
    Cause.LIMIT: Side.INTERACTION,
    Cause.TOOL: Side.MACHINE,
    Cause.SLOT: Side.MACHINE,
    Cause.OUTAGE: Side.MACHINE,
    Cause.EARLIER: Side.BEFORE,
}


def work_by(kind: PoolKind) -> Cause:
    """Return what hands-on hours of such an actor are booked to."""
    return _BY_KIND[kind]


def side_of(cause: Cause) -> Side:
    """Return the side of a cause; of a review queue and of rework it depends on the work."""
    return _SIDES.get(cause, Side.HUMAN)
