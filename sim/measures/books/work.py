"""What the hours in hand are booked to: the work itself, and what comes on top of it."""

import numpy as np

from sim.engines.in_force import StepsInForce
from sim.measures.books.causes import Cause, Phase, work_by
from sim.measures.books.entries import Entries
from sim.measures.books.intervals import Intervals, common
from sim.measures.books.presence import Presence
from sim.measures.books.works import Works
from sim.model.model import Floats, Ints
from sim.model.names import PoolKind
from sim.records.record import Array, Mode, RunRecord
from sim.rules.service_time import review_time_factor


def book_work(
    record: RunRecord,
    spans: dict[str, Array],
    steps: StepsInForce,
    works: Works,
    presence: Presence,
    entries: Entries,
) -> None:
    """Book the hours in which somebody has a task in hand."""
    rows = np.flatnonzero(spans["phase"] == Phase.IN_HAND)
    visit = spans["visit"][rows]
    actor = record.visits["actor"][visit]
    elapsed = spans["until"][rows] - spans["since"][rows]
    worked = np.minimum(_worked(record, presence)[visit], elapsed)
    pool = record.actors["pool"][actor]
    _book_pauses(rows, spans, actor, pool, elapsed - worked, presence, entries)
    left = worked.copy()
    for cause, share in (
        (Cause.HAND_OFF, _into_context(record, steps)),
        (Cause.AI_REVIEW, _for_reviewing_ai(steps, works)),
        (Cause.PROMPTING, _for_prompting(record)),
    ):
        part = left * share[visit]
        entries.book(rows, cause, part, pool)
        left -= part
    kinds = np.array([presence.kind[each] for each in pool.tolist()], np.int64)
    for kind in PoolKind:
        own = kinds == kind
        entries.book(rows[own], work_by(kind), left[own], pool[own])


def _worked(record: RunRecord, presence: Presence) -> Floats:
    """Return the hands-on hours of each visit, up to the horizon [h]."""
    hours = np.zeros(len(record.visits["task"]))
    for actor in range(len(presence.pool)):
        busy = presence.at_work(actor)
        np.add.at(hours, busy.visit, busy.at.end - busy.at.begin)
    return hours


def _book_pauses(
    rows: Ints,
    spans: dict[str, Array],
    actor: Ints,
    pool: Ints,
    paused: Floats,
    presence: Presence,
    entries: Entries,
) -> None:
    """Book the hours in which a task lies in the hands of somebody who is off duty."""
    off = np.zeros(len(rows))
    for place in np.flatnonzero(paused > 0.0).tolist():
        lies = Intervals(spans["since"][rows[place : place + 1]], spans["until"][rows[place : place + 1]])
        days_off = common(lies, presence.days_off(int(actor[place])))[0]
        off[place] = min(float(np.sum(days_off.end - days_off.begin)), paused[place])
    is_tool = np.array([presence.kind[each] is PoolKind.TOOL for each in pool.tolist()], np.bool_)
    entries.book(rows, Cause.ABSENCE, off, pool)
    entries.book(rows[~is_tool], Cause.OFF_SHIFT, (paused - off)[~is_tool], pool[~is_tool])
    entries.book(rows[is_tool], Cause.OUTAGE, paused[is_tool], pool[is_tool])


def _into_context(record: RunRecord, steps: StepsInForce) -> Floats:
    """Return by visit the share of its hours that goes into another's work."""
    loss = np.where(record.visits["hand_off"], steps["context_loss"], 0.0)
    share: Floats = loss / (1.0 + loss)
    return share


def _for_reviewing_ai(steps: StepsInForce, works: Works) -> Floats:
    """Return by visit the share of its hours that a review is longer because AI made work."""
    size = steps["ai_review_time"]
    share = np.zeros(len(size))
    for visit, look in works.looks.items():
        if size[visit] > 1.0:
            share[visit] = 1.0 - 1.0 / review_time_factor(float(size[visit]), look.ai_share)
    return share


def _for_prompting(record: RunRecord) -> Floats:
    """Return by visit the share of its hours that goes into prompting and checking.

    With a tool the time is 1 - e u + e u o r of what it is without; the last part is this one.
    """
    v = record.visits
    cost = v["time_factor"] - (1.0 - v["ai_share"])
    assisted = (v["mode"] == Mode.ASSISTED) & (v["time_factor"] > 0.0)
    share: Floats = np.where(assisted, cost / np.where(assisted, v["time_factor"], 1.0), 0.0)
    return np.clip(share, 0.0, 1.0)
