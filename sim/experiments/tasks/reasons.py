"""Where a task lay and why, in words: hours as they are booked, and what those did whom it waited for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sim.experiments.tasks.life import WORK, Other, Part, Stretch
from sim.experiments.tasks.names import lasting
from sim.measures.books.causes import Cause, Phase
from sim.scenario.telling.wording import listed, spoken

IN_WORDS = {
    Cause.OFF_SHIFT: "outside working hours",
    Cause.ABSENCE: "on holidays or days off",
    Cause.BATCH: "behind others of its batch",
    Cause.TRAINING: "because some of the {pool} were in training",
    Cause.ONBOARDING: "because newcomers and their mentors are slower ({pool})",
    Cause.VACANCY: "because a seat of the {pool} was empty",
    Cause.MARKET: "because somebody for the {pool} was still being searched",
    Cause.OUTAGE: "because the {pool} was down",
    Cause.LIMIT: "because of the limit on work in process",
    Cause.HAND_OFF: "on the way from one owner to the next",
    Cause.EARLIER: "before the run",
}
"""Why it lay, by what its hours are booked to; who is busy, and with what, is told in more words."""
BUSY = (Cause.BUSY, Cause.REVIEW_QUEUE, Cause.SLOT)
SMALL = 0.03
"""Share of the hours at a place below which a reason is not told by itself (assumed)."""
MOST = 0.5
"""Share of the hours of those who are busy that named tasks make up together (assumed)."""
NAMED = 3
"""So many tasks are named at most."""


@dataclass(slots=True)
class Place:
    """Where a task lay, all times that it lay there together.

    Attributes:
        phase: waiting, in transit, at the door, or in somebody's hands who did not work on it.
        step: the step that it was for.
        hours: that it lay [h].
        parts: what these are booked to.
        stretches: in which it lay there.
    """

    phase: Phase
    step: str
    hours: float = 0.0
    parts: dict[tuple[Cause, str], float] = field(default_factory=dict)
    stretches: list[Stretch] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Where that is."""
        step = spoken(self.step)
        return {
            Phase.EARLIER: "before the run",
            Phase.DOOR: "at the door",
            Phase.TRANSIT: f"on the way to the {step}",
            Phase.WAITING: f"before the {step}",
            Phase.IN_HAND: f"in hand at the {step}",
        }[self.phase]


def places_of(stretches: Sequence[Stretch]) -> list[Place]:
    """Return where a task lay, the longest first; what was before the run is none of it."""
    places: dict[tuple[Phase, str], Place] = {}
    for stretch in stretches:
        for part in lying(stretch):
            place = places.setdefault((stretch.phase, stretch.step), Place(stretch.phase, stretch.step))
            place.hours += part.hours
            key = (part.cause, part.pool)
            place.parts[key] = place.parts.get(key, 0.0) + part.hours
            if stretch not in place.stretches:
                place.stretches.append(stretch)
    return sorted(places.values(), key=lambda place: -place.hours)


def lying(stretch: Stretch) -> Iterator[Part]:
    """Yield what a stretch's hours are booked to in which nobody worked on the task."""
    if stretch.phase is Phase.EARLIER:
        return
    worked = (*WORK, Cause.HAND_OFF) if stretch.phase is Phase.IN_HAND else ()
    yield from (part for part in stretch.parts if part.cause not in worked)


def reasons_of(place: Place) -> Iterator[str]:
    """Yield why a task lay at a place, each with its hours, the longest first; small ones as one."""
    rest = 0.0
    for (cause, pool), hours in sorted(place.parts.items(), key=lambda item: -item[1]):
        if hours < SMALL * place.hours:
            rest += hours
        else:
            yield f"{lasting(hours)} {_because(place, cause, pool)}"
    if rest > 0.0:
        yield f"{lasting(rest)} for other reasons"


def _because(place: Place, cause: Cause, pool: str) -> str:
    others = [other for stretch in place.stretches for other in stretch.others]
    if cause in BUSY:
        busy = "taken" if cause is Cause.SLOT else "busy"
        tasks, is_all = _tasks(others, came_before=True)
        most = "" if is_all else ", most of the time"
        rest = f"{most} with {tasks}, which had come before" if tasks else ""
        return f"because {_crowd(place, cause, pool)} {busy}{rest}"
    if cause is Cause.PRIORITY:
        tasks, _ = _tasks(others, came_before=False)
        return f"because work that came later was taken first{f' ({tasks})' if tasks else ''}"
    return IN_WORDS[cause].format(pool=spoken(pool))


def _crowd(place: Place, cause: Cause, pool: str) -> str:
    """Return who was busy, and whether they all were."""
    members = dict.fromkeys(
        who
        for stretch in place.stretches
        for who, own in zip(stretch.who, stretch.pools, strict=True)
        if own == pool
    )
    if cause is Cause.SLOT:
        return f"the {spoken(pool)} was" if len(members) == 1 else f"all slots of the {spoken(pool)} were"
    if len(members) == 1:
        return f"{next(iter(members))} was"
    alone = not any(own == pool and other in _SHARED for other, own in place.parts)
    if alone and members:
        return f"{'both' if len(members) == 2 else f'all {len(members)}'} of the {spoken(pool)} were"
    return f"whoever was there of the {spoken(pool)} was"


_SHARED = (Cause.TRAINING, Cause.VACANCY, Cause.MARKET, Cause.ONBOARDING, Cause.LIMIT)
"""Beside them not all of a pool were busy all the time."""


def _tasks(others: Sequence[Other], *, came_before: bool) -> tuple[str, bool]:
    """Return with which tasks they were busy most of the time, and whether with no others; or how many."""
    hours: dict[int, float] = {}
    for other in others:
        if other.came_before is came_before:
            hours[other.task] = hours.get(other.task, 0.0) + other.hours
    whole, named, reached = sum(hours.values()), list[int](), 0.0
    for task, own in sorted(hours.items(), key=lambda item: -item[1]):
        if reached >= MOST * whole or len(named) == NAMED:
            break
        named.append(task)
        reached += own
    if reached < MOST * whole:
        return f"{len(hours):,} other tasks", True
    numbers = listed(f"{task:,}" for task in named)
    return f"task{'s' if len(named) > 1 else ''} {numbers}" if named else "", len(named) == len(hours)
