"""What head counts alone would have said, and what makes up the gap to the simulation.

The parts are differences between neighbouring rungs of a ladder under the same luck, from the arithmetic to
the whole simulation, so that they add up to the gap.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.experiments.findings import PARTS, Gap, Replications
from sim.experiments.forecast import Forecast, added_forecast, forecast
from sim.experiments.summary import Summary
from sim.measures.measure import Measure
from sim.scenario.load import Effective, LoadedScenario
from sim.statistics.estimate import Estimate, estimate

Floats = NDArray[np.float64]


def gaps_of(
    loaded: LoadedScenario, effective: Effective, whole: Replications, lower: list[list[Summary]]
) -> dict[str, Gap]:
    """Return the gap of a strategy on every measure of which head counts say something, by its name.

    Args:
        loaded: the scenario.
        effective: the scenario under the strategy.
        whole: what the strategy gave.
        lower: of each lower rung of the ladder, its first replications; none: the gap is not split.
    """
    added = added_forecast(loaded, effective.strategy, effective.future)
    together = forecast(effective)
    found = {
        measure.name: _gap(measure, column, added, together, whole, lower)
        for column, measure in enumerate(whole.measures)
        if measure.name in added and measure.name in together
    }
    return {name: gap for name, gap in found.items() if gap is not None}


def _gap(
    measure: Measure,
    column: int,
    added: Forecast,
    together: Forecast,
    whole: Replications,
    lower: list[list[Summary]],
) -> Gap | None:
    """Return the gap on one measure; None where no replication defines it on every rung."""
    simulated = whole.values[: len(lower[0]) if lower else None, column]
    below = [np.array([summary.values[column] for summary in rung]) for rung in lower]
    levels = [np.full(len(simulated), together[measure.name]), *below, simulated]
    defined = ~np.isnan(levels).any(axis=0)
    if not defined.any():
        return None
    rows = [np.full(len(simulated), added[measure.name]), *levels]
    return Gap(
        measure,
        added[measure.name],
        estimate(simulated[defined]),
        estimate((simulated - added[measure.name])[defined]),
        parts_between([row[defined] for row in rows]) if lower else {},
    )


def parts_between(rungs: list[Floats]) -> dict[str, Estimate]:
    """Return the difference between neighbouring rungs by the name of the part, pair by pair."""
    return {
        name: estimate(after - before) for name, (before, after) in zip(PARTS, pairwise(rungs), strict=True)
    }
