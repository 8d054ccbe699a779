"""Which weeks of a run are measured from their first hour to their last."""

import numpy as np
from numpy.typing import NDArray

from sim.units import HOURS_PER_WEEK


def measured_weeks(weeks: NDArray[np.int64], warm_up: float, run_length: float) -> NDArray[np.bool_]:
    """Return which weeks lie whole between the warm-up and the end of the run.

    Args:
        weeks: week numbers, 1 up.
        warm_up, run_length: [h].

    >>> measured_weeks(np.arange(1, 5), 168.0, 3.5 * 168.0).tolist()
    [False, True, True, False]
    """
    ends = weeks * HOURS_PER_WEEK
    whole: NDArray[np.bool_] = (ends - HOURS_PER_WEEK >= warm_up) & (ends <= run_length)
    return whole
