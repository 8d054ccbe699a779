"""Every defect booked to where it was made, and to what became of it."""

from collections.abc import Mapping

import numpy as np

from sim.engines.in_force import StepsInForce
from sim.measures.books.capability import Capability
from sim.measures.books.causes import BIRTHS, Birth, Fate, Side
from sim.measures.books.presence import Presence
from sim.measures.books.uptake import Uptake
from sim.measures.books.works import Works
from sim.model.model import BEST_OF_PARALLEL, NONE, Model
from sim.model.names import PoolKind
from sim.records.record import Array, Mode, Outcome, RunRecord
from sim.rules.quality import logit

MADE_WITH_AI = 0.0
"""Share of AI in a work above which letting its defect pass is a matter of reviewing AI output."""


def defects_of(
    model: Model, record: RunRecord, steps: StepsInForce, works: Works, presence: Presence
) -> dict[str, Array]:
    """Return the columns of ``DEFECTS``: a row for each visit that made a defect."""
    births = _births(model, record, steps, presence)
    judges = _judges(works)
    visits, rows = record.visits, []
    for visit in np.flatnonzero(visits["defective"]).tolist():
        birth = births[visit]
        fate, judge = _fate(model, record, works, judges, visit)
        passed_at, passed_side = _way_out(record, fate, judge, visit, BIRTHS[birth][1])
        rows.append((visit, birth, BIRTHS[birth][1], fate, judge, passed_at, passed_side))
    names = ("visit", "birth", "side", "fate", "judge", "passed_at", "passed_side")
    columns = np.array(rows, np.int64).reshape(-1, len(names)).T
    found = dict(zip(names, columns, strict=True))
    return found | {name: visits[name][found["visit"]] for name in ("task", "step", "actor")}


# --- where it was made ---------------------------------------------------------------------------


def _births(model: Model, record: RunRecord, steps: StepsInForce, presence: Presence) -> Mapping[int, Birth]:
    """Return what each defect is booked to: the first of these without which it would not have been made."""
    visits = record.visits
    rows = np.flatnonzero(visits["defective"])
    capability, uptake = Capability(model, record), Uptake(record, steps, presence)
    kinds = model.pools.kind[record.actors["pool"][visits["actor"][rows]]]
    columns = {name: steps[name][rows] for name in ("standard", "quality_loss", "tool", "exposure")}
    births = {}
    for place, visit in enumerate(rows.tolist()):
        if kinds[place] == PoolKind.TOOL:
            births[visit] = Birth.TOOL
            continue
        quality = float(visits["quality"][visit])
        wanted = np.inf
        if quality > 0.0:
            wanted = (
                logit(float(columns["standard"][place])) - logit(quality)
            ) / model.behaviour.quality_slope
        own = float(visits["match"][visit])
        lost = float(columns["quality_loss"][place]) if visits["hand_off"][visit] else 0.0
        missed, without = 0.0, Birth.UNUSED
        tool = int(columns["tool"][place])
        if visits["mode"][visit] == Mode.SOLO and tool != NONE:
            missed = float(columns["exposure"][place]) * max(capability.of(tool, visit) - own, 0.0)
            without = Birth.DOWN if uptake.was_kept_off(tool, visit) else Birth.UNUSED
        would_do = (
            (Birth.MISLED, -float(visits["ai_lift"][visit])),
            (Birth.HAND_OFF, lost),
            (Birth.STRAIN, float(visits["match_loss"][visit]) - lost),
            (without, missed),
        )
        births[visit] = next(
            (birth for birth, gain in would_do if gain > 0.0 and gain >= wanted), Birth.PERSON
        )
    return births


# --- what became of it ---------------------------------------------------------------------------


def _judges(works: Works) -> dict[int, list[int]]:
    """Return by visit the reviews that looked at its work, in order."""
    judges: dict[int, list[int]] = {}
    for review, look in works.looks.items():
        for visit in look.works:
            judges.setdefault(visit, []).append(review)
    return judges


def _fate(
    model: Model, record: RunRecord, works: Works, judges: Mapping[int, list[int]], visit: int
) -> tuple[Fate, int]:
    """Return what became of a defect, and the review that had the last word on it, or -1."""
    task = int(record.visits["task"][visit])
    own = [judge for judge in judges.get(visit, ()) if record.visits["task"][judge] == task]
    last = own[-1] if own else NONE
    after = works.replaced.get(visit)
    if after is not None:
        sent_back = last != NONE and record.visits["outcome"][last] == Outcome.SENT_BACK
        return (Fate.FOUND, last) if sent_back and record.visits["rework"][after] else (Fate.REDONE, NONE)
    if np.isnan(record.tasks["delivered_at"][task]):
        return Fate.INSIDE, NONE
    if not record.tasks["defective"][task] and _is_best_of(model, record, task):
        return Fate.DROPPED, NONE
    if last == NONE:
        return Fate.UNREVIEWED, NONE
    passed = record.visits["outcome"][last] == Outcome.LIMIT_REACHED
    return (Fate.LIMIT if passed else Fate.MISSED), last


def _is_best_of(model: Model, record: RunRecord, task: int) -> bool:
    return bool(model.types.combine[record.tasks["task_type"][task]] == BEST_OF_PARALLEL)


def _way_out(record: RunRecord, fate: Fate, judge: int, visit: int, side: Side) -> tuple[int, int]:
    """Return the step of the review that let a defect out, and the side of what let it out; -1 for none.

    Where nobody looked, or more rework was not allowed, it is on the side of its birth.
    """
    if fate is Fate.UNREVIEWED:
        return NONE, side
    if fate not in (Fate.MISSED, Fate.LIMIT):
        return NONE, NONE
    step = int(record.visits["step"][judge])
    if fate is Fate.LIMIT:
        return step, side
    if record.visits["mode"][judge] == Mode.AUTOMATED:
        return step, Side.MACHINE
    with_ai = record.visits["ai_share"][visit] > MADE_WITH_AI
    return step, Side.INTERACTION if with_ai else Side.HUMAN
