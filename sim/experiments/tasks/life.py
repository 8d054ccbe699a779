"""What is known of one task's life: plain data, named; the words and the pictures are made from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sim.measures.books.causes import Birth, Cause, Fate, Phase, Side
from sim.measures.books.meanwhile import Moment
from sim.records.record import Mode, Outcome

WORK = (Cause.PERSON, Cause.FREELANCER, Cause.TOOL, Cause.PROMPTING, Cause.AI_REVIEW)
"""What hands-on hours are booked to, but for those of getting into another's work."""


@dataclass(frozen=True, slots=True)
class Part:
    """Hours of a stretch that are booked to one cause.

    Attributes:
        cause: what they went into; hours of rework by what they were then.
        pool: that worked, or for which it waited; ``""`` for none.
        hours: [h].
    """

    cause: Cause
    pool: str
    hours: float


@dataclass(frozen=True, slots=True)
class Other:
    """What those whom the task waited for worked on meanwhile.

    Attributes:
        task: its number.
        hours: of them all [h].
        came_before: whether it had joined the queue before.
    """

    task: int
    hours: float
    came_before: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a task's life.

    Attributes:
        phase: what it is.
        step: the step that it is for; ``""`` at the door.
        visit: row of the record's visits; -1 where none has begun.
        since, until: [h].
        who: who has it in hand, or might have taken it and was there.
        pools: of each of those, his pool.
        mode: how it is worked on; None while it lies.
        tool: that helps; ``""`` for none.
        outcome: of the visit that ends with it; None where none does.
        attempt: how many times the task has been at this step.
        is_rework: whether it lies between a review that sent work back and the end of the next.
        parts: what its hours are booked to, most first.
        others: what else those who might have taken it worked on, most first.
        course: why, moment by moment.
    """

    phase: Phase
    step: str
    visit: int
    since: float
    until: float
    who: Sequence[str]
    pools: Sequence[str]
    mode: Mode | None
    tool: str
    outcome: Outcome | None
    attempt: int
    is_rework: bool
    parts: Sequence[Part]
    others: Sequence[Other]
    course: Sequence[Moment]

    @property
    def hours(self) -> float:
        """How long it is [h]."""
        return self.until - self.since

    @property
    def worked(self) -> float:
        """Hands-on hours in it [h]."""
        if self.phase is not Phase.IN_HAND:
            return 0.0
        return sum(part.hours for part in self.parts if part.cause in (*WORK, Cause.HAND_OFF))


@dataclass(frozen=True, slots=True)
class Flaw:
    """A defect of the task.

    Attributes:
        step, who: where it was made, and by whom.
        birth: what it is booked to.
        fate: what became of it.
        judge, judged_at: who had the last word on it, and at which step; ``""`` for nobody.
        passed_side: on whose side it is that it was let out; None where it was not.
    """

    step: str
    who: str
    birth: Birth
    fate: Fate
    judge: str
    judged_at: str
    passed_side: Side | None


@dataclass(frozen=True, slots=True)
class Beside:
    """A visit on a branch that ran beside: it did not decide when the task went on.

    Attributes:
        step, who: what was done, and by whom.
        since, started, until: when it was asked for, begun and ended (or the horizon) [h].
    """

    step: str
    who: str
    since: float
    started: float
    until: float


@dataclass(frozen=True, slots=True)
class Standing:
    """How long a task took among the delivered ones of its type in this run.

    Attributes:
        faster: how many took less.
        number: how many there are, this one included.
    """

    faster: int
    number: int


@dataclass(frozen=True, slots=True)
class TaskLife:
    """One task's life, in one replication.

    Attributes:
        scenario, strategy, future: what was run.
        seed, replication, engine: what it was made with.
        start: the first day; None where the scenario has none.
        horizon: [h].
        task: its number.
        task_type: name of its type.
        parent: the task that it repairs; -1 for none.
        was_open: whether it was there at the start.
        arrived_at: when it came; below 0 where it was there before the run [h].
        left_at: when it was delivered; None while inside [h].
        due_at: when it was promised; None for no promise [h].
        is_defective: whether it was delivered with a defect.
        stretches: of its life, in order of time; they follow one another.
        flaws: its defects, in order of making.
        beside: visits on branches that did not decide when it went on.
        standing: among the delivered ones of its type; None for a repair, or while inside.
    """

    scenario: str
    strategy: str
    future: str
    seed: int
    replication: int
    engine: str
    start: date | None
    horizon: float
    task: int
    task_type: str
    parent: int
    was_open: bool
    arrived_at: float
    left_at: float | None
    due_at: float | None
    is_defective: bool
    stretches: Sequence[Stretch]
    flaws: Sequence[Flaw]
    beside: Sequence[Beside]
    standing: Standing | None

    @property
    def hours(self) -> float:
        """Its time inside so far, what was before the run left out [h]."""
        end = self.horizon if self.left_at is None else self.left_at
        return end - max(self.arrived_at, 0.0)

    @property
    def worked(self) -> float:
        """Hands-on hours of its life [h]."""
        return sum(stretch.worked for stretch in self.stretches)

    @property
    def story(self) -> str:
        """Its life in one paragraph."""
        from sim.experiments.tasks.words import paragraph

        return paragraph(self)

    def __repr__(self) -> str:
        """Return its life in one paragraph: the numbers are in the attributes."""
        return self.story
