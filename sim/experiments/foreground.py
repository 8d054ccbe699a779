"""Which measures a comparison shows first, and from what difference on they matter.

That the names are measures, and the differences quantities in their units, is checked when a file is read.
"""

from collections.abc import Mapping, Sequence

from sim.measures.measure import Measure
from sim.scenario.load import LoadedScenario
from sim.scenario.measured import in_unit

DEFAULT = ("throughput", "flow_time", "quality", "quality_spread", "cost_per_good_task")
"""The foreground of a scenario that names no measures."""
ALWAYS_DEFINED = ("throughput",)
"""The foreground where none of the measures that were named means anything."""


def foreground(loaded: LoadedScenario) -> tuple[str, ...]:
    """Return the names of the measures to show first, in the order of ``compare.measures``."""
    return tuple(loaded.scenario.compare.measures) or DEFAULT


def meaningful(wanted: Sequence[str], left_out: Mapping[str, str]) -> tuple[str, ...]:
    """Return the measures of the foreground that mean something in the scenario.

    >>> meaningful(["throughput", "quality"], {"quality": "no step has a standard"})
    ('throughput',)
    """
    return tuple(name for name in wanted if name not in left_out) or ALWAYS_DEFINED


def smallest_that_matters(loaded: LoadedScenario, measures: Sequence[Measure]) -> dict[str, float]:
    """Return ``matters_from`` by measure name in the measure's unit, where the scenario says it."""
    targets, currency = loaded.scenario.compare.measures, loaded.scenario.currency
    said = {
        measure.name: in_unit(targets[measure.name].matters_from or 0.0, measure.unit, currency)
        for measure in measures
        if measure.name in targets
    }
    return {name: number for name, number in said.items() if number}
