"""First figures: what a few replications say, while the others are still to come."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.experiments.executors import Key, Plan, run_here
from sim.experiments.summary import Floats, Summary
from sim.experiments.wording import format_number, unit_in
from sim.measures.measure import Measure
from sim.scenario.telling.wording import count

FEW = 3
"""Replications of each strategy that first figures are made of (assumed)."""
PATIENCE = 1.0
"""First figures that would take longer are left out: they would keep the other processes waiting
(assumed) [s]."""
TellFirst = Callable[["FirstFigures"], None]


@dataclass(frozen=True, slots=True)
class FirstFigures:
    """One measure after a few replications.

    Attributes:
        measure: that stands first.
        currency: of the scenario.
        values: by strategy, one number a replication.
    """

    measure: Measure
    currency: str
    values: Mapping[str, Floats]

    @property
    def words(self) -> str:
        """What they say: from the lowest to the highest replication; there is no interval yet.

        >>> from sim.measures.registry import MEASURES
        >>> import numpy as np
        >>> FirstFigures(MEASURES["wip"], "USD", {"do nothing": np.array([7.5, 9.0, 8.0])}).words
        'after 3 replications of each, work in process [tasks]: do nothing 7.5 to 9'
        """
        replications = count(len(next(iter(self.values.values()))), "replication")
        unit = "%" if self.measure.is_share else unit_in(self.measure.unit, self.currency)
        scale = 100.0 if self.measure.is_share else 1.0
        each = ", ".join(f"{name} {_range(scale * values)}" for name, values in self.values.items())
        return f"after {replications} of each, {self.measure.title} [{unit}]: {each}"


def first_runs(
    plan: Plan, measures: Sequence[Measure], shown: str, currency: str, tell: TellFirst
) -> dict[Key, Summary]:
    """Run the first replications of each strategy here and tell what they say; return what they gave.

    Args:
        plan: of the strategies.
        measures: of all of them.
        shown: name of the measure to tell.
        currency: of the scenario.
        tell: called once; not at all where the runs take long, or there are no more than these.
    """
    if plan.replications <= FEW:
        return {}
    began = time.perf_counter()
    places = range(len(plan.models))
    one = run_here(plan, [(0, 0)])
    if (time.perf_counter() - began) * FEW * len(places) > PATIENCE:
        return one
    rest = [(place, number) for number in range(FEW) for place in places if (place, number) != (0, 0)]
    found = one | run_here(plan, rest)
    column = next(place for place, measure in enumerate(measures) if measure.name == shown)
    values = {
        name: np.array([found[place, number].values[column] for number in range(FEW)])
        for place, name in enumerate(plan.strategies)
    }
    tell(FirstFigures(measures[column], currency, values))
    return found


def _range(values: Floats) -> str:
    low, high = (format_number(float(f"{value:.3g}")) for value in (values.min(), values.max()))
    return low if low == high else f"{low} to {high}"
