"""Several measures at once: which systems no other one beats, and how sure that is."""

from enum import Enum

import numpy as np
from numpy.typing import NDArray

from sim.statistics.estimate import student_quantile
from sim.statistics.selection import difference_variances

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Place(Enum):
    """Where a system stands with regard to the Pareto front; the value says it in words."""

    ON = "on the front"
    OFF = "beaten"
    OPEN = "not decided"


def front(values: Floats, deltas: Floats, confidence: float = 0.95) -> list[Place]:
    """Return for each system whether it is on the Pareto front; all answers hold together.

    System l *beats* i where on no measure it is surely not worse by as much as matters left open, and on
    one it is surely better: lower ends of X̄_l - X̄_i above -δ on every measure, above 0 on one on which the
    difference may matter.  As a little worse is let pass, some may beat each other in a ring, straight or by
    way of others; within a ring none counts as *beaten*, so that never all are.  System i is *on the front*
    where against each other system it is surely better on one measure, or as good within δ on all, or in one
    ring with it.  The rest is *not decided*.

    Args:
        values: larger is better, shape (replications, systems, measures).
        deltas: smallest difference that matters on each measure, shape (measures,), >= 0.
        confidence: that all answers are right (Bonferroni over ordered pairs and measures).
    """
    number, systems, measures = values.shape
    claims = systems * max(systems - 1, 1) * measures
    quantile = student_quantile(1.0 - (1.0 - confidence) / claims, number - 1)
    means = values.mean(axis=0)
    gaps = means[:, None, :] - means[None, :, :]
    variances = np.stack([difference_variances(values[:, :, m]) for m in range(measures)], axis=2)
    room = quantile * np.sqrt(variances / number)
    no_worse = (gaps - room > -deltas).all(axis=2)
    better = ((gaps - room > 0.0) & (gaps + room >= deltas)).any(axis=2)
    alike = ((gaps - room > -deltas) & (gaps + room < deltas)).all(axis=2)
    others: Mask = ~np.eye(systems, dtype=bool)
    beats: Mask = no_worse & better & others
    reached = _by_way_of_others(beats)
    in_a_ring = reached & reached.T
    beaten: Mask = np.any(beats & ~in_a_ring, axis=0)
    safe = (better | alike | in_a_ring | ~others).all(axis=1)
    return [_place(bool(off), bool(on)) for off, on in zip(beaten, safe, strict=True)]


def _by_way_of_others(beats: Mask) -> Mask:
    """Return which system beats which, straight or by way of others (transitive closure)."""
    reached = beats.copy()
    for middle in range(len(beats)):
        reached |= reached[:, middle, None] & reached[None, middle, :]
    return reached


def _place(beaten: bool, safe: bool) -> Place:
    if beaten:
        return Place.OFF
    return Place.ON if safe else Place.OPEN
