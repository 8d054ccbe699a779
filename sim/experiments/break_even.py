"""Break-even: when what a strategy has brought beyond the baseline makes up for what it has cost.

Both are added up from the first hour on, warm-up included, since investments are made when they are made.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.experiments.findings import Comparison, Replications, paired
from sim.statistics.crossing import ahead_from, band
from sim.statistics.estimate import FEWEST, Estimate

Floats = NDArray[np.float64]
CONFIDENCE = 0.95
ROUNDING = 1e-6
"""Share of the largest amount below which a sum over weeks is rounding."""
MONEY, WORK = "money", "work"
"""What is added up: value earned less cost, or good deliveries."""


@dataclass(frozen=True, slots=True)
class BreakEven:
    """When a strategy has made up for what it cost.

    Attributes:
        counted: MONEY or WORK.
        deepest: the lowest that the mean of strategy less baseline, added up, ever is: what has to be laid
            out [currency, or tasks].
        deepest_week: the week at whose end it is.
        week: end of the week from which on the mean stays above zero, in weeks from the start, between two
            ends by a straight line; inf: not within the run; 0: it is never behind.
        low, high: the same of the upper and the lower end of the interval of the mean, pointwise at its
            confidence; inf where it is not within the run.
        at_end: strategy less baseline, added up to the end of the run [currency, or tasks].
        mean, half_width: strategy less baseline, added up to the end of each week, and its interval.
    """

    counted: str
    deepest: float
    deepest_week: int
    week: float
    low: float
    high: float
    at_end: Estimate
    mean: Floats
    half_width: Floats

    @property
    def is_an_investment(self) -> bool:
        """True when the strategy is behind the baseline at some time."""
        return self.week > 0.0


def break_evens(comparison: Comparison) -> dict[str, dict[str, BreakEven]]:
    """Return when strategies break even, by strategy and by what is counted.

    Only what is an investment: strategies whose mean is behind the baseline at some time, and clearly so.
    Money is counted only where work has a value; one replication cannot tell.
    """
    base = comparison.replications[comparison.baseline]
    if len(base.values) < FEWEST:
        return {}
    counts = (MONEY, WORK) if base.series["value"].any() else (WORK,)
    found: dict[str, dict[str, BreakEven]] = {}
    for name, own in comparison.replications.items():
        if name != comparison.baseline:
            each = {counted: break_even(base, own, counted) for counted in counts}
            invested = {counted: one for counted, one in each.items() if one.is_an_investment}
            if invested:
                found[name] = invested
    return found


def break_even(
    baseline: Replications, strategy: Replications, counted: str = MONEY, confidence: float = CONFIDENCE
) -> BreakEven:
    """Return when a strategy has made up for what it cost, against a baseline with the same luck.

    Args:
        baseline: its replications.
        strategy: the strategy's; those that both have are paired.
        counted: MONEY (value earned less cost) or WORK (good deliveries).
        confidence: of the interval.
    """
    own, base = paired(strategy, baseline)
    ahead = np.cumsum(_weekly(own.series, counted) - _weekly(base.series, counted), axis=1)
    number = len(ahead)
    mean, half = band(ahead, confidence)
    least = ROUNDING * float(np.max(np.abs(ahead), initial=0.0))
    deepest = int(np.argmin(mean))
    is_behind = bool((mean + np.where(np.isfinite(half), half, 0.0) < -least).any())
    return BreakEven(
        counted=counted,
        deepest=float(mean[deepest]) if is_behind else 0.0,
        deepest_week=int(strategy.weeks[deepest]),
        week=ahead_from(mean, least) if is_behind else 0.0,
        low=ahead_from(mean + half, least) if is_behind else 0.0,
        high=ahead_from(mean - half, least) if is_behind else 0.0,
        at_end=Estimate(float(mean[-1]), float(half[-1]), number, confidence),
        mean=mean,
        half_width=half,
    )


def _weekly(series: Mapping[str, Floats], counted: str) -> Floats:
    return series["good"] if counted == WORK else series["value"] - series["cost"]
