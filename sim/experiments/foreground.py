"""Which measures a comparison shows first, and from what difference on they matter.

That the names are measures, and the differences quantities in their units, is checked when a file is read.
"""

from collections.abc import Mapping, Sequence

from sim.experiments.findings import Difference
from sim.measures.measure import Measure
from sim.scenario.load import LoadedScenario
from sim.scenario.measured import in_unit

DEFAULT = ("throughput", "flow_time", "quality", "quality_spread", "cost_per_good_task")
"""The foreground of a scenario that names no measures."""
ALWAYS_DEFINED = ("throughput",)
"""The foreground where none of the measures that were named means anything."""

ASSUMED_SHARE = 0.01
"""Share of the baseline's level from which on a difference matters where nobody says it (assumed)."""
ASSUMED_POINTS = 0.005
"""The same for a measure that is a share itself: half a percentage point (assumed)."""


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
    stated = {name: target.matters_from for name, target in targets.items()}
    said = {
        measure.name: in_unit(quantity, measure.unit, currency)
        for measure in measures
        if (quantity := stated.get(measure.name)) is not None
    }
    return {name: number for name, number in said.items() if number is not None}


def assumed_to_matter(baseline: Mapping[str, Difference]) -> dict[str, float]:
    """Return from what difference on each measure is assumed to matter, in its unit.

    Half a percentage point for a share, else 1 % of the baseline's mean level; none where that is not
    defined or zero.
    """
    assumed = {
        name: ASSUMED_POINTS if found.measure.is_share else ASSUMED_SHARE * abs(found.level.mean)
        for name, found in baseline.items()
    }
    return {name: number for name, number in assumed.items() if number > 0.0}
