"""What belongs to the measured part of a run, and the few statistics that measures are made of.

The measured part is the window (warm-up, horizon].  A task belongs to it by its delivery, a visit by its
end, a repair by its arrival.  Repairs are demand that a defect caused: they are work, but never output.
"""

import numpy as np
from numpy.typing import NDArray

from sim.model.names import PoolKind
from sim.records.record import Outcome, RunRecord, Table

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
HOURS_PER_WEEK = 168.0


def floats(table: Table, column: str) -> Floats:
    """Return a column as floating-point numbers."""
    return np.asarray(table[column], dtype=np.float64)


def flags(table: Table, column: str) -> Mask:
    """Return a column of yes and no."""
    return np.asarray(table[column], dtype=np.bool_)


def inside(times: Floats, record: RunRecord) -> Mask:
    """Return which times lie in the window (warm-up, horizon]; nan does not."""
    return (times > record.warm_up) & (times <= record.horizon)


def is_repair(record: RunRecord) -> Mask:
    """Return which tasks are repairs of a task delivered before."""
    return floats(record.tasks, "parent") >= 0.0


def delivered(record: RunRecord) -> Mask:
    """Return which tasks were delivered in the window, repairs left out."""
    return inside(floats(record.tasks, "delivered_at"), record) & ~is_repair(record)


def good(record: RunRecord) -> Mask:
    """Return which tasks were delivered in the window without a defect, repairs left out."""
    return delivered(record) & ~flags(record.tasks, "defective")


def ended(record: RunRecord) -> Mask:
    """Return which visits ended in the window, those of repairs included."""
    return inside(floats(record.visits, "ended_at"), record)


def completed(record: RunRecord) -> Mask:
    """Return which visits ended in the window because the work was done, not because a shift was over."""
    handed_over: Mask = floats(record.visits, "outcome") == Outcome.HANDED_OVER
    return ended(record) & ~handed_over


def of_tasks(record: RunRecord, column: str) -> Floats:
    """Return a column of the tasks delivered in the window, repairs left out."""
    return floats(record.tasks, column)[delivered(record)]


def in_pools(record: RunRecord, *kinds: PoolKind) -> Mask:
    """Return which actors belong to pools of these kinds."""
    wanted = [pool for pool, kind in enumerate(record.names.pool_kinds) if kind in kinds]
    return np.isin(record.actors["pool"], wanted)


def of_whole_weeks(record: RunRecord, column: str) -> Floats:
    """Return a column of the weeks that lie in the window from their first hour to their last."""
    ended_at = HOURS_PER_WEEK * floats(record.weeks, "week")
    whole = (ended_at - HOURS_PER_WEEK >= record.warm_up) & (ended_at <= record.horizon)
    return floats(record.weeks, column)[whole]


def ratio(part: float, whole: float) -> float:
    """Return part / whole, nan where the whole is zero."""
    return float(part) / float(whole) if whole else float("nan")


def mean(values: Floats) -> float:
    """Return the mean of the defined values, nan where there is none."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")


def spread(values: Floats) -> float:
    """Return the sample standard deviation of the defined values (divisor n - 1), nan for fewer than 2."""
    known = values[~np.isnan(values)]
    return float(known.std(ddof=1)) if known.size > 1 else float("nan")


def quantile(values: Floats, percent: int) -> float:
    """Return the smallest of the defined values that at least ``percent`` % of them do not exceed.

    The value of rank ⌈n · percent / 100⌉ in ascending order (the inverse of the empirical distribution
    function); it was observed, not interpolated.  nan where there is none.

    >>> quantile(np.array([4.0, 1.0, 3.0, 2.0]), 50)
    2.0
    >>> quantile(np.array([4.0, 1.0, 3.0, 2.0]), 51)
    3.0
    """
    known = np.sort(values[~np.isnan(values)])
    rank = -(-known.size * percent // 100)
    return float(known[rank - 1]) if known.size else float("nan")
