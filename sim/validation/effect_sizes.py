"""Effect sizes as meta-analyses have them: standardised differences by task class, averaged over classes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.records.record import RunRecord
from sim.validation.readings import delivered

Floats = NDArray[np.float64]
FIRST_BETTER, SECOND_BETTER = "where the first is better", "where the second is better"
BEYOND = " beyond "


def effect_size(candidate: RunRecord, others: Sequence[RunRecord], of: str = "") -> float:
    """Return the mean Hedges' g of a candidate against the best of some others, over classes of tasks.

        g = J (x̄ - ȳ) / s_p,  J = 1 - 3 / (4 (n + m) - 9)

    Each task type is a class, as each experiment of a meta-analysis is; the best of the others is the one
    with the higher mean quality in the class.

    Args:
        candidate: e.g. people and a tool together.
        others: e.g. people alone and the tool alone.
        of: the beginning of the names of the task types that count, or ``where the first is better``, or
            ``where the second is better`` (of two others); "" is all of them; ``a beyond b`` is the
            difference of two such means.

    Source: L. V. Hedges (1981), Journal of Educational Statistics 6(2); the classes of Vaccaro et al. (2024).
    """
    if BEYOND in of:
        one, another = of.split(BEYOND)
        return effect_size(candidate, others, one) - effect_size(candidate, others, another)
    sizes = [
        hedges_g(_quality(candidate, name), max(them, key=np.mean))
        for name in candidate.names.task_types
        if _counts(of, name, them := [_quality(other, name) for other in others])
    ]
    return float(np.mean(sizes)) if sizes else float("nan")


def hedges_g(candidate: Floats, baseline: Floats) -> float:
    """Return the standardised difference of two samples, corrected for their size.

    >>> round(hedges_g(np.array([2.0, 3.0, 4.0]), np.array([1.0, 2.0, 3.0])), 12)
    0.8
    """
    n, m = len(candidate), len(baseline)
    freedom = n + m - 2
    pooled = ((n - 1) * candidate.var(ddof=1) + (m - 1) * baseline.var(ddof=1)) / freedom
    correction = 1.0 - 3.0 / (4.0 * freedom - 1.0)
    return float(correction * (candidate.mean() - baseline.mean()) / np.sqrt(pooled))


def _counts(of: str, name: str, others: Sequence[Floats]) -> bool:
    if of in {FIRST_BETTER, SECOND_BETTER}:
        first, second = (float(each.mean()) for each in others)
        return (first > second) == (of == FIRST_BETTER)
    return name.startswith(of)


def _quality(record: RunRecord, task_type: str) -> Floats:
    quality: Floats = record.tasks["quality"][delivered(record, task_type)]
    return quality
