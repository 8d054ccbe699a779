"""A task's life in one paragraph of plain English: the longest causes first."""

import math
from collections.abc import Iterator, Sequence

from sim.experiments.tasks.life import Beside, Flaw, Stretch, TaskLife
from sim.experiments.tasks.names import lasting, moment_in_words, with_article
from sim.experiments.tasks.reasons import Place, places_of, reasons_of
from sim.measures.books.causes import Birth, Fate, Phase
from sim.records.record import Mode, Outcome
from sim.scenario.telling.wording import count, listed, spoken

PLACES, FLAWS, HOLDERS = 3, 3, 6
"""So many places where it lay, defects and visits are told, the most telling first (assumed)."""
WORTH_TELLING = 0.02
"""Share of a life below which a place where it lay is not told by itself (assumed)."""
MINUTE = 1.0 / 60.0

MADE = {
    Birth.PERSON: "",
    Birth.STRAIN: " because of strain and haste",
    Birth.TOOL: "",
    Birth.MISLED: " because the tool had misled",
    Birth.HAND_OFF: " that its former owner would not have made",
    Birth.UNUSED: " that would not have been made with the tool",
    Birth.DOWN: " that would not have been made with the tool, which was down",
}
"""By birth of a defect, why it was made; of people by skill and luck, of tools by what they can do."""
ENDED = {
    Fate.FOUND: "{judge} found it at the {step}, and it was done again",
    Fate.REDONE: "it was done again for another reason",
    Fate.MISSED: "{judge} missed it at the {step}, and it was delivered",
    Fate.LIMIT: "{judge} let it pass at the {step}, because the limit on rework was reached",
    Fate.UNREVIEWED: "no review looked at it, and it was delivered",
    Fate.DROPPED: "its branch was not the one delivered",
    Fate.INSIDE: "it is still in it",
}
"""By fate of a defect, what became of it."""


def paragraph(life: TaskLife) -> str:
    """Return a task's life as a paragraph."""
    sentences = [_opening(life), *_due(life), *_lay(life), *_held(life), *_rework(life), *_aside(life.beside)]
    return " ".join([*sentences, *_standing(life), _luck(life)])


# --- when it came and left -----------------------------------------------------------------------


def _opening(life: TaskLife) -> str:
    """Say what the task is, when it came and left, and how much of that was work."""
    took, worked = lasting(life.hours), f"of which {lasting(life.worked)} {_were(life.worked)} work"
    name = f"Task {life.task:,}, {with_article(life.task_type)},"
    if life.parent >= 0:
        name = f"Task {life.task:,}, the repair of task {life.parent:,} ({with_article(life.task_type)}),"
    came = f"came {_on(life, life.arrived_at)}"
    if life.was_open:
        age = f", {lasting(-life.arrived_at)} old," if life.arrived_at < 0.0 else ""
        came = f"was open at the start of the run{age}"
    if life.left_at is not None:
        return f"{name} {came} and left after {took}{' more' if life.was_open else ''}, {worked}."
    still = "was still inside at the end of the run"
    if all(stretch.phase in (Phase.DOOR, Phase.EARLIER) for stretch in life.stretches):
        return f"{name} {came} and was still at the door at the end of the run, {took} later."
    return f"{name} {came} and {still}, {took} later, {worked}."


def _were(hours: float) -> str:
    return "was" if lasting(hours).startswith(("1 ", "less")) else "were"


def _on(life: TaskLife, hours: float) -> str:
    return f"on {moment_in_words(hours, life.start)}"


def _due(life: TaskLife) -> Iterator[str]:
    if life.due_at is None:
        return
    end = life.horizon if life.left_at is None else life.left_at
    late = end - life.due_at
    if late > MINUTE:
        yield f"It was {lasting(late)} {'late' if life.left_at is not None else 'overdue then'}."
    elif life.left_at is not None:
        yield "It was on time."


# --- where it lay, and who held it ---------------------------------------------------------------


def _lay(life: TaskLife) -> Iterator[str]:
    """Say where it lay longest and why, then where else."""
    places = places_of(life.stretches)
    told = [place for place in places if place.hours >= max(WORTH_TELLING * life.hours, MINUTE)][:PLACES]
    if not told:
        yield "It never waited."
        return
    if all(place.phase is Phase.IN_HAND for place in places):
        yield "It never waited for anybody."
    for number, place in enumerate(told):
        yield _told(place, is_first=number == 0 and len(places) > 1)
    rest = sum(place.hours for place in places) - sum(place.hours for place in told)
    if rest >= MINUTE:
        yield f"Elsewhere it lay {lasting(rest)}."


def _told(place: Place, *, is_first: bool) -> str:
    reasons = list(reasons_of(place))
    lay = "It lay longest" if is_first else "It lay"
    if len(reasons) == 1:
        return f"{lay} {place.words}: {reasons[0]}."
    return f"{lay} {place.words} ({lasting(place.hours)}): {'; '.join(reasons)}."


def _held(life: TaskLife) -> Iterator[str]:
    """Say who had it in hand, for what and how long."""
    visits = [stretch for stretch in life.stretches if stretch.phase is Phase.IN_HAND]
    if not visits:
        return
    shown = visits if len(visits) <= HOLDERS else visits[: HOLDERS - 1]
    said = [_visit(stretch, is_first=stretch is visits[0]) for stretch in shown]
    rest = visits[len(shown) :]
    if rest:
        said.append(f"{len(rest)} more visits took {lasting(sum(each.worked for each in rest))} of work")
    yield f"{_capital(listed(said))}."


def _visit(stretch: Stretch, *, is_first: bool) -> str:
    had = "had it in hand for" if is_first else "for"
    length = f"{lasting(stretch.worked)}{'' if stretch.outcome is not None else ' so far'}"
    how = f", helped by the {spoken(stretch.tool)}" if stretch.mode is Mode.ASSISTED else ""
    again = " again" if stretch.attempt > 1 else ""
    return f"{stretch.who[0]} {had} the {spoken(stretch.step)}{again} ({length}{how})"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- what went wrong -----------------------------------------------------------------------------


def _rework(life: TaskLife) -> Iterator[str]:
    """Say which defects were made and what became of them, and how much of its life was rework."""
    for flaw in life.flaws[:FLAWS]:
        yield f"{_flaw(flaw)}."
    if len(life.flaws) > FLAWS:
        yield f"So did {len(life.flaws) - FLAWS} more."
    for stretch in life.stretches:
        if stretch.outcome is Outcome.FALSE_ALARM:
            yield f"At the {spoken(stretch.step)} {stretch.who[0]} sent it back by a false alarm."
    hours = sum(stretch.hours for stretch in life.stretches if stretch.is_rework)
    if hours >= MINUTE:
        yield f"Rework, from being sent back to the end of the next review, took {lasting(hours)}."


def _flaw(flaw: Flaw) -> str:
    end = ENDED[flaw.fate].format(judge=flaw.judge, step=spoken(flaw.judged_at))
    return f"In the {spoken(flaw.step)} {flaw.who} made a defect{MADE[flaw.birth]}; {end}"


def _aside(beside: Sequence[Beside]) -> Iterator[str]:
    """Name the visits on branches that ran beside."""
    if beside:
        each = dict.fromkeys(f"the {spoken(visit.step)} ({visit.who})" for visit in beside)
        yield f"Beside that ran {listed(each)}, which did not hold it up."


# --- how usual that is ---------------------------------------------------------------------------


def _standing(life: TaskLife) -> Iterator[str]:
    """Say how long it took among the deliveries of its type."""
    standing = life.standing
    if standing is None:
        return
    if standing.number == 1:
        yield "No other of its type was delivered in this run."
        return
    others = f"{count(standing.number - 1, 'other')} of its type delivered in this run"
    share = math.floor(100.0 * standing.faster / (standing.number - 1))
    if standing.faster == standing.number - 1:
        yield f"It took longer than each of the {others}."
    elif standing.faster:
        yield f"It took longer than {share} % of the {others}."
    else:
        yield f"None of the {others} took less time."


def _luck(life: TaskLife) -> str:
    future = f", if {life.future}" if life.future else ""
    return (
        f"That is the luck of one task in replication {life.replication} of seed {life.seed} under "
        f"'{life.strategy}'{future}; in another it fares otherwise."
    )
