"""The few readings of a run's totals that several measures share, and the statistics that they are made of.

The measured part is the window (warm-up, horizon].
"""

import numpy as np
from numpy.typing import NDArray

from sim.model.names import PoolKind
from sim.records.record import Run, Table
from sim.records.sample import Sample

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
HOURS_PER_WEEK = 168.0
FEWEST_WEEKS = 10
"""Whole weeks of the window from which on a tenth of them is at least one (assumed)."""


def floats(table: Table, column: str) -> Floats:
    """Return a column as floating-point numbers."""
    return np.asarray(table[column], dtype=np.float64)


def in_pools(run: Run, *kinds: PoolKind) -> Mask:
    """Return which actors belong to pools of these kinds."""
    wanted = [pool for pool, kind in enumerate(run.names.pool_kinds) if kind in kinds]
    return np.isin(run.actors["pool"], wanted)


def of_whole_weeks(run: Run, column: str) -> Floats:
    """Return a column of the weeks that lie in the window from their first hour to their last."""
    ended_at = HOURS_PER_WEEK * floats(run.weeks, "week")
    whole = (ended_at - HOURS_PER_WEEK >= run.warm_up) & (ended_at <= run.horizon)
    return floats(run.weeks, column)[whole]


def good_of_whole_weeks(run: Run) -> Sample:
    """Return the good tasks of the whole weeks of the window; none where they are too few for tenths."""
    good = of_whole_weeks(run, "good")
    if len(good) < FEWEST_WEEKS:
        good = good[:0]
    return Sample(len(good), float(good.sum()), good, np.zeros(0, np.int64))


def ratio(part: float, whole: float) -> float:
    """Return part / whole, nan where the whole is zero."""
    return float(part) / float(whole) if whole else float("nan")


def spread(values: Floats) -> float:
    """Return the sample standard deviation of the defined values (divisor n - 1), nan for fewer than 2."""
    known = values[~np.isnan(values)]
    return float(known.std(ddof=1)) if known.size > 1 else float("nan")
