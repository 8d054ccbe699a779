"""Speed: reference hours of work done per hands-on hour, read from a run record."""

import numpy as np
from numpy.typing import NDArray

from sim.records.record import RunRecord

Floats = NDArray[np.float64]


def speeds(record: RunRecord, of: str) -> Floats:
    """Return the speed of each member of a pool, in order of seats; or the one speed in a step.

    Counted are finished first visits of tasks that are not repairs, whose effort is the whole requirement.
    """
    visits = record.visits
    repair = record.tasks["parent"][visits["task"]] >= 0
    counted = (visits["attempt"] == 1) & ~visits["rework"] & ~repair & ~np.isnan(visits["ended_at"])
    if of in record.names.steps:
        groups = np.where(visits["step"] == record.names.steps.index(of), 0, -1)
        return _speeds(record, counted, groups, [0])
    pool = record.names.pools.index(of)
    seats = record.actors["actor"][record.actors["pool"] == pool].tolist()
    return _speeds(record, counted, visits["actor"], seats)


def _speeds(
    record: RunRecord, counted: NDArray[np.bool_], groups: NDArray[np.int64], wanted: list[int]
) -> Floats:
    effort, hours = record.visits["requirement"], record.visits["service_time"]
    rows = [counted & (groups == one) for one in wanted]
    return np.array([effort[row].sum() / hours[row].sum() for row in rows])
