"""One strategy against the baseline, replication by replication."""

import numpy as np
from numpy.typing import NDArray

from sim.experiments.findings import Difference, Replications
from sim.measures.measure import Measure
from sim.statistics.estimate import Estimate, estimate, paired_difference, variance_reduction

Floats = NDArray[np.float64]


def differences(candidate: Replications, baseline: Replications) -> dict[str, Difference]:
    """Return a strategy against the baseline on every measure that both have."""
    columns = {measure.name: number for number, measure in enumerate(baseline.measures)}
    return {
        measure.name: _difference(
            measure, candidate.values[:, number], baseline.values[:, columns[measure.name]]
        )
        for number, measure in enumerate(candidate.measures)
        if measure.name in columns
    }


def _difference(measure: Measure, candidate: Floats, baseline: Floats) -> Difference:
    return Difference(
        measure=measure,
        level=estimate(candidate),
        difference=paired_difference(candidate, baseline),
        variance_reduction=variance_reduction(candidate, baseline),
    )


def spending_beyond(candidate: Replications, baseline: Replications) -> Estimate:
    """Return what a strategy spent beyond the baseline over the whole run, on every account [currency]."""
    return paired_difference(_spent(candidate), _spent(baseline))


def _spent(result: Replications) -> Floats:
    spent = np.zeros(len(result.values))
    for amounts in result.accounts.values():
        spent = spent + amounts
    return spent
