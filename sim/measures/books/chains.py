"""The chain of visits that a task's life consists of: each began when the one before it ended.

Where branches ran side by side the chain is the one that came last to the join, and so decided when the task
went on: the critical path.
"""

from dataclasses import dataclass

import numpy as np

from sim.records.record import RunRecord


@dataclass(frozen=True, slots=True)
class Chain:
    """A task's life.

    Attributes:
        visits: rows of the visits' table, in order of time.
        waits: row of the table of what waits, with which the chain ends at the horizon; -1 for none.
    """

    visits: list[int]
    waits: int = -1


def chains_of(record: RunRecord) -> list[Chain]:
    """Return the chain of every task, by its number.

    Of a task that is inside, several branches may be open: its chain is that of the branch which asked last.
    """
    before, at_end = _predecessors(record)
    tasks, open_last, open_waits = record.tasks, *_open_ends(record)
    chains = []
    for task, delivered_at in enumerate(tasks["delivered_at"].tolist()):
        last, waits = at_end.get((task, delivered_at), -1), -1
        if np.isnan(delivered_at):
            last, waits = open_last.get(task, -1), open_waits.get(task, -1)
            if waits >= 0:
                last = at_end.get((task, float(record.waiting["asked_at"][waits])), -1)
        visits = []
        while last >= 0:
            visits.append(last)
            last = before[last]
        chains.append(Chain(visits[::-1], waits))
    return chains


def _predecessors(record: RunRecord) -> tuple[list[int], dict[tuple[int, float], int]]:
    """Return for each visit the one whose end let it be asked for, and by task and moment what ended then."""
    visits = record.visits
    rows = zip(*(visits[name].tolist() for name in ("task", "asked_at", "ended_at")), strict=True)
    ended: dict[tuple[int, float], int] = {}
    before = []
    for number, (task, asked_at, ended_at) in enumerate(rows):
        before.append(ended.get((task, asked_at), -1))
        ended[task, ended_at] = number
    return before, ended


def _open_ends(record: RunRecord) -> tuple[dict[int, int], dict[int, int]]:
    """Return by task the visit in hand, or the row that waits, of the branch that asked last."""
    latest: dict[int, float] = {}
    in_hand: dict[int, int] = {}
    waits: dict[int, int] = {}
    for visit in np.flatnonzero(np.isnan(record.visits["ended_at"])).tolist():
        task, asked_at = int(record.visits["task"][visit]), float(record.visits["asked_at"][visit])
        if asked_at > latest.get(task, -np.inf):
            latest[task], in_hand[task] = asked_at, visit
    for row, (task, asked_at) in enumerate(
        zip(record.waiting["task"].tolist(), record.waiting["asked_at"].tolist(), strict=True)
    ):
        if asked_at > latest.get(task, -np.inf):
            latest[task], waits[task] = asked_at, row
            in_hand.pop(task, None)
    return in_hand, waits
