"""Strategies against the baseline, replication by replication."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.experiments.findings import Difference, Replications, paired
from sim.measures.measure import Measure
from sim.statistics.comparisons import holm, p_value, simultaneous
from sim.statistics.control_variates import FEWEST_CONTROLLED, LEAST_GAIN, Controlled, controlled
from sim.statistics.estimate import (
    Estimate,
    estimate,
    level_beside,
    paired_difference,
    variance_reduction,
)
from sim.statistics.sequential import level_after_looking
from sim.statistics.skewness import skewed

Floats = NDArray[np.float64]
CONFIDENCE = 0.95
"""Of every interval: the usual one."""


def all_differences(
    results: Mapping[str, Replications], baseline: str, *, looked: bool = False
) -> dict[str, dict[str, Difference]]:
    """Return each strategy against the baseline, on every measure that both have.

    A strategy that has fewer replications than the baseline is compared over those that both have, and its
    level is the baseline's plus that difference.  What is clear is clear together with all other strategies
    (Holm), on each measure.

    Args:
        results: by strategy.
        baseline: name of one.
        looked: whether what was seen decided how many replications there are; half of the error is spent on
            that (``level_after_looking``).
    """
    base, confidence = results[baseline], level_after_looking(CONFIDENCE) if looked else CONFIDENCE
    share = (1.0 - CONFIDENCE) / (1.0 - confidence)
    found = {
        name: _differences(result, base, len(results) - 1, confidence) for name, result in results.items()
    }
    for measure in {measure for by_measure in found.values() for measure in by_measure}:
        names = [name for name in results if name != baseline and measure in found[name]]
        adjusted = holm(np.array([share * found[name][measure].p_value for name in names]))
        for name, p in zip(names, adjusted.tolist(), strict=True):
            found[name][measure] = found[name][measure].adjusted(p)
    return found


def _differences(
    candidate: Replications, baseline: Replications, comparisons: int, confidence: float
) -> dict[str, Difference]:
    columns = {measure.name: number for number, measure in enumerate(baseline.measures)}
    own, base = paired(candidate, baseline)
    controls = _controls(own, base)
    return {
        measure.name: _difference(
            measure,
            candidate.values[:, number],
            baseline.values[:, columns[measure.name]],
            comparisons,
            confidence,
            controls,
        )
        for number, measure in enumerate(candidate.measures)
        if measure.name in columns
    }


def _controls(candidate: Replications, baseline: Replications) -> Floats:
    """Return the controls of both strategies, shape (replications, controls); none where they are not known.

    What both have drawn alike, as arrivals mostly are, counts once: ``controlled`` leaves copies out.
    """
    both = [candidate.controls, baseline.controls]
    known = [each for each in both if len(each) == len(candidate.values)]
    return np.hstack(known) if known else np.empty((len(candidate.values), 0))


def _difference(
    measure: Measure,
    own: Floats,
    base: Floats,
    comparisons: int,
    confidence: float,
    controls: Floats,
) -> Difference:
    """Return a difference on one measure; intervals computed at a confidence that stands for CONFIDENCE."""
    both = min(len(own), len(base))
    candidate, baseline = own[:both], base[:both]
    gap = candidate - baseline
    level = estimate(own) if len(own) >= len(base) else level_beside(own, base)
    return Difference(
        measure=measure,
        level=level,
        difference=_said(estimate(gap, confidence)),
        variance_reduction=variance_reduction(candidate, baseline),
        together=_said(simultaneous(gap, comparisons, confidence)),
        p_value=p_value(gap),
        skewed=skewed(gap, confidence),
        controlled=_controlled(gap, controls, confidence),
    )


def _controlled(differences: Floats, controls: Floats, confidence: float) -> Controlled:
    """Return the mean difference adjusted by control variates, where enough is gained in enough runs."""
    if np.count_nonzero(~np.isnan(differences)) >= FEWEST_CONTROLLED:
        found = controlled(differences, controls, confidence)
        if found.reduction >= LEAST_GAIN:
            return replace(found, estimate=_said(found.estimate))
    return Controlled(_said(estimate(differences, confidence)), 1.0, 0)


def _said(found: Estimate) -> Estimate:
    return replace(found, confidence=CONFIDENCE)


def spending_beyond(candidate: Replications, baseline: Replications) -> Estimate:
    """Return what a strategy spent beyond the baseline over the whole run, on every account [currency]."""
    own, base = paired(candidate, baseline)
    return paired_difference(_spent(own), _spent(base))


def _spent(result: Replications) -> Floats:
    spent = np.zeros(len(result.values))
    for amounts in result.accounts.values():
        spent = spent + amounts
    return spent
