"""How many tasks wait before each step, over time."""

import numpy as np

from sim.measures.window import Floats
from sim.records.record import RunRecord


def waiting_by_step(record: RunRecord, edges: Floats) -> Floats:
    """Return the mean number of tasks that wait for each step, between moments that follow one another.

    Who is held back by a limit before the step waits too; who is on the way to it does not yet.

    Args:
        record: of the run.
        edges: ascending moments up to the horizon [h].

    Returns:
        Shape (steps, len(edges) - 1) [tasks].
    """
    visits, waiting = record.visits, record.waiting
    queued = ~np.isnan(waiting["ready_at"])
    step = np.concatenate([visits["step"], waiting["step"][queued]])
    since = np.concatenate([visits["ready_at"], waiting["ready_at"][queued]])
    until = np.concatenate([visits["started_at"], np.full(int(queued.sum()), record.horizon)])
    lasting = np.diff(edges)
    rows = []
    for number in range(len(record.names.steps)):
        own = step == number
        hours = _hours_since(since[own], edges) - _hours_since(until[own], edges)
        rows.append(np.diff(hours) / lasting)
    return np.array(rows).reshape(len(rows), len(lasting))


def _hours_since(moments: Floats, at: Floats) -> Floats:
    """Return, summed over some moments, the hours from each to every ``at`` that comes after it [h]."""
    ordered = np.sort(moments)
    before = np.concatenate([[0.0], np.cumsum(ordered)])
    number = np.searchsorted(ordered, at, side="right")
    hours: Floats = number * at - before[number]
    return hours
