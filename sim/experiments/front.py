"""All measures of the foreground at once: which strategies no other one beats."""

from dataclasses import dataclass

import numpy as np

from sim.experiments.fairness import over_budget
from sim.experiments.findings import Comparison
from sim.experiments.judgement import measure_of
from sim.experiments.telling import spoken_title
from sim.measures.measure import Direction
from sim.scenario.telling.wording import listed
from sim.statistics.pareto import Place, front

CONFIDENCE = 0.95
FEWEST_MEASURES, FEWEST_REPLICATIONS = 2, 3
WORDS = {Place.ON: "on the front", Place.OFF: "beaten by another", Place.OPEN: "not decided"}


@dataclass(frozen=True, slots=True)
class Front:
    """Where the strategies within the budget stand on several measures at once.

    Attributes:
        measures: names, those of the foreground of which more or less is better.
        places: by strategy.
        confidence: that all places are right.
    """

    measures: tuple[str, ...]
    places: dict[str, Place]
    confidence: float


def pareto_front(comparison: Comparison) -> Front | None:
    """Return where the strategies stand; None where there are no two of them, or no two measures.

    Replications that do not define all measures for all strategies are left out.
    """
    measures = [
        name
        for name in comparison.foreground
        if measure_of(comparison, name).direction is not Direction.NEITHER
    ]
    over = over_budget(comparison)
    results = {name: each for name, each in comparison.replications.items() if name not in over}
    if len(results) < 2 or len(measures) < FEWEST_MEASURES:
        return None
    both = min(len(result.values) for result in results.values())
    names = [measure.name for measure in comparison.replications[comparison.baseline].measures]
    signs = np.array([float(measure_of(comparison, name).direction) for name in measures])
    columns = [names.index(name) for name in measures]
    values = np.stack([signs * result.values[:both, columns] for result in results.values()], axis=1)
    values = values[~np.isnan(values).any(axis=(1, 2))]
    if len(values) < FEWEST_REPLICATIONS:
        return None
    deltas = np.array([comparison.matters_from.get(name, 0.0) for name in measures])
    places = front(values, deltas, CONFIDENCE)
    return Front(tuple(measures), dict(zip(results, places, strict=True)), CONFIDENCE)


def on_the_front(comparison: Comparison) -> list[str]:
    """Say which strategies are on the Pareto front, which are beaten, and which are open."""
    found = pareto_front(comparison)
    if found is None:
        return []
    said = []
    for place, words in WORDS.items():
        names = [f"'{name}'" for name, at in found.places.items() if at is place]
        if names:
            said.append(f"{words}: {listed(names)}")
    measures = [measure_of(comparison, name) for name in found.measures]
    titles = listed(spoken_title(measure).removeprefix("the ") for measure in measures)
    sure = f"{100.0 * found.confidence:g} % for all together"
    return [f"On {titles} at once (Pareto front, {sure}): {'; '.join(said)}."]
