"""Which task is meant: by its number, or the slowest one."""

import numpy as np

from sim.errors import UsageError
from sim.records.record import RunRecord

SLOWEST = "slowest"
"""The word for the delivered task that took longest."""


def task_number(asked: str | int, record: RunRecord, *, with_defect: bool = False) -> int:
    """Return the number of the task that is meant.

    Args:
        asked: a number, or ``slowest``: of those that were delivered, the one with the longest flow time.
        record: of the run.
        with_defect: ``slowest`` only among those in which a defect was made.

    Raises:
        UsageError: there is no such task; with what would be right.
    """
    number = len(record.tasks["task"])
    if not number:
        raise UsageError(f"task = {asked}: no task came in this run; let run_length be longer")
    known = f"a number from 0 to {number - 1:,}" if number > 1 else "0"
    right = f"this run has {number:,} {'task' if number == 1 else 'tasks'}; give {known}, or '{SLOWEST}'"
    if asked == SLOWEST:
        return _slowest(record, with_defect=with_defect)
    if with_defect:
        raise UsageError(f"--with-defect: it goes with '{SLOWEST}', not with the number of a task")
    try:
        task = int(asked)
    except ValueError:
        raise UsageError(f"task = {asked}: neither a number nor '{SLOWEST}'; {right}") from None
    if not 0 <= task < number:
        raise UsageError(f"task = {task:,}: there is no such task; {right}")
    return task


def _slowest(record: RunRecord, *, with_defect: bool) -> int:
    times = record.tasks["delivered_at"] - np.maximum(record.tasks["arrived_at"], 0.0)
    if with_defect:
        flawed = record.visits["task"][record.visits["defective"]]
        times = np.where(np.isin(record.tasks["task"], flawed), times, np.nan)
    if np.isnan(times).all():
        which = "with a defect made in it " if with_defect else ""
        raise UsageError(
            f"task = {SLOWEST}: no task {which}was delivered in this run; give the number of one"
        )
    return int(np.nanargmax(times))
