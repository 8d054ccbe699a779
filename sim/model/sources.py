"""How tasks enter: rates over time, traces, closed populations."""

import datetime
from pathlib import Path

from sim.scenario.arrival_rate import moment_of_when, piecewise_rate
from sim.scenario.notation.csv_column import read_arrival_times
from sim.scenario.schema import Arrivals

__all__ = ["moment_of_when", "piecewise_rate", "trace_of"]


def trace_of(arrivals: Arrivals, folder: Path, start: datetime.date | None) -> list[float]:
    """Return the arrival times of a trace, sorted, in hours from the start [h]."""
    if arrivals.trace is None:
        return []
    return list(read_arrival_times(folder, arrivals.trace.file, arrivals.trace.column, start))
