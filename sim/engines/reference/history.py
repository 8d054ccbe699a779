"""What the reference engine hands over at the end of a run."""

import math
from collections.abc import Sequence
from itertools import chain

import numpy as np

from sim.engines.reference.state import Actor, Duty, Request, Task, Visit
from sim.engines.timesheet import DutyHours, Floats, History
from sim.model.model import NONE
from sim.records.columns import ABSENCES, STOCKS, Column
from sim.records.record import Outcome

Row = tuple[float, ...]


def visit_row(visit: Visit, ended_at: float) -> Row:
    """Return a visit's row, in the order of the columns; nan as its end marks one still in hand."""
    request = visit.request
    made = not math.isnan(ended_at) and visit.outcome is not Outcome.HANDED_OVER
    return (
        request.token.task.number,
        request.step,
        request.attempt,
        visit.actor.number,
        visit.mode,
        request.only_pool,
        NONE if request.only_actor is None else request.only_actor.number,
        request.asked_at,
        request.ready_at,
        visit.started_at,
        ended_at,
        visit.service_time,
        visit.requirement,
        visit.time_factor,
        visit.own_match,
        visit.match - visit.own_match,
        visit.match_loss,
        visit.ai_share,
        visit.quality if made else math.nan,
        visit.defective and made,
        visit.outcome,
        request.redo is not None,
        visit.hand_off,
    )


def waiting_row(request: Request, ready_at: float) -> Row:
    """Return the row of a task that waits, in the order of the columns; nan marks one in transit."""
    return (
        request.token.task.number,
        request.step,
        request.attempt,
        request.only_pool,
        NONE if request.only_actor is None else request.only_actor.number,
        request.asked_at,
        ready_at,
        request.redo is not None,
    )


def task_row(task: Task) -> Row:
    """Return a task's row, in the order of the columns."""
    return (
        task.number,
        task.task_type,
        task.arrival_number,
        -1 if task.parent is None else task.parent.number,
        task.priority,
        task.topic,
        task.difficulty,
        task.arrived_at,
        task.due_at,
        task.delivered_at,
        task.quality,
        task.defective,
        task.value,
        task.service_time,
        task.visits,
        task.reworks,
        task.hand_offs,
    )


def history_of(
    actors: Sequence[Actor],
    duties: Sequence[Duty],
    stocks: Sequence[Row],
    absences: Sequence[Row],
    acted_at: Sequence[float],
) -> History:
    """Return what else happened than tasks and visits."""
    away = [*absences, *((a.number, a.away.since, math.nan) for a in actors if a.away is not None)]
    return History(
        pool=np.array([actor.pool for actor in actors], dtype=np.int64),
        seat=np.array([actor.seat for actor in actors], dtype=np.int64),
        calendar=np.array([actor.calendar for actor in actors], dtype=np.int64),
        posted_at=np.array([actor.posted_at for actor in actors]),
        joined_at=np.array([actor.joined_at for actor in actors]),
        full_at=np.array([actor.full_at for actor in actors]),
        left_at=np.array([actor.left_at for actor in actors]),
        rate=np.array([actor.rate for actor in actors]),
        duties=[
            DutyHours(np.array(duty.start), np.array(duty.end), np.array(duty.worked)) for duty in duties
        ],
        stocks=columns_of(STOCKS, stocks),
        absences=columns_of(ABSENCES, away),
        acted_at=np.array(acted_at, dtype=np.float64),
    )


def columns_of(columns: Sequence[Column], rows: Sequence[Row]) -> dict[str, Floats]:
    """Return rows as columns; every whole number in them is exact as a float."""
    cells = np.fromiter(chain.from_iterable(rows), np.float64, len(rows) * len(columns))
    names = [column.name for column in columns]
    return dict(zip(names, cells.reshape(-1, len(names)).T, strict=True))
