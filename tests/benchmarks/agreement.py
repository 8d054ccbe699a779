"""Do two programs simulate the same thing?  Welch's test on the means of independent runs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

LEVEL = 1e-3
"""Chance that two programs for the same thing are called different, for one mean."""


@dataclass(frozen=True)
class Comparison:
    """A mean of a program against the same mean of ours.

    Attributes:
        mean: of the program's runs.
        difference: from ours, program less ours.
        half_width: of the difference's 95 % interval.
        p: chance of a difference at least as large if the expectations were equal.
    """

    mean: float
    difference: float
    half_width: float
    p: float

    @property
    def agrees(self) -> bool:
        """Whether the two cannot be told apart."""
        return self.p >= LEVEL


def compared(theirs: Sequence[float], ours: Sequence[float]) -> Comparison:
    """Compare the means of independent runs.

    Raises:
        ValueError: runs of one program are all equal, so that their seed has no effect.

    >>> compared([1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 3.0, 4.0]).agrees
    True
    >>> compared([1.0, 2.0, 3.0, 4.0], [101.0, 102.0, 103.0, 104.0]).agrees
    False
    """
    if min(np.ptp(theirs), np.ptp(ours)) == 0.0:
        raise ValueError("runs with different seeds came out equal")
    test = stats.ttest_ind(theirs, ours, equal_var=False)
    low, high = test.confidence_interval(0.95)
    return Comparison(
        float(np.mean(theirs)), float(low + high) / 2.0, float(high - low) / 2.0, float(test.pvalue)
    )


def distance(theirs: Sequence[float], ours: Sequence[float]) -> float:
    """Return by how many standard errors two means differ.

    >>> round(distance([1.0, 2.0, 3.0], [2.0, 3.0, 4.0]), 3)
    -1.225
    """
    error = math.sqrt(np.var(theirs, ddof=1) / len(theirs) + np.var(ours, ddof=1) / len(ours))
    return float(np.mean(theirs) - np.mean(ours)) / error
