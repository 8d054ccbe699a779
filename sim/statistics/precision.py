"""How many replications a wanted precision takes: planned from a pilot, or found out on the way."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError
from sim.statistics.estimate import FEWEST, NOISE, estimate, student_quantile

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FEWEST_PRECISE = 10
"""Replications before which no precision is believed (Law, chapter 9)."""
POWER = 0.8
"""Probability with which a difference that is there is to be shown, as is usual (Cohen 1988)."""
LOOK_AHEAD = 5
"""Further replications over which a precision must last, up to 100; beyond, so many in a hundred."""


@dataclass(frozen=True, slots=True)
class Target:
    """A half-width that is wanted of an interval.

    Attributes:
        amount: the largest one, in the unit of the mean; or as a share of the mean.
        is_relative: whether it is a share of the mean.

    Raises:
        UsageError: the amount is not above 0.
    """

    amount: float
    is_relative: bool = False

    def __post_init__(self) -> None:
        if not self.amount > 0.0:
            raise UsageError(f"precision: half-width = {self.amount:g}: should be above 0")

    def half_width(self, mean: float) -> float:
        """Return the largest half-width that will do.

        A relative target g asks for g/(1 + g) of the estimated mean, so that the error is at most g of
        the true one (Law, chapter 9).

        >>> Target(0.25, is_relative=True).half_width(-10.0)
        2.0
        """
        return self.amount / (1.0 + self.amount) * abs(mean) if self.is_relative else self.amount


# --- planned ------------------------------------------------------------------------------------


def replications_for(values: Floats, target: Target, confidence: float = 0.95) -> int | None:
    """Return how many replications would bring the half-width down to a wanted one.

        min{i >= n : t(i - 1; (1 + confidence)/2) · s / √i <= half-width}

    planned from the mean and the standard deviation s of the n replications at hand (Law, chapter 9).
    None where fewer than two are defined, or nothing is a share of a mean of zero.
    """
    known = values[~np.isnan(values)]
    if known.size < FEWEST:
        return None
    half_width = target.half_width(float(known.mean()))
    if half_width == 0.0:
        return None
    return _first_number(known, half_width, confidence, power=0.5)


def replications_to_show(
    values: Floats, difference: float, comparisons: int = 1, confidence: float = 0.95
) -> int | None:
    """Return how many replications would show a true difference, with probability ``POWER``.

        min{i >= n : (t(i - 1; 1 - α/2) + t(i - 1; power)) · s / √i <= difference}

    Planned from the standard deviation s of the n replications at hand.  An interval as narrow as the
    difference is large would show it in every other experiment only.  None where fewer than two are defined.

    Args:
        values: paired differences, nan where undefined.
        difference: above 0, in their unit.
        comparisons: m among which it must be clear: at α = (1 - confidence)/m, Holm's first step.
        confidence: that none is called clear that is no difference.
    """
    known = values[~np.isnan(values)]
    if known.size < FEWEST:
        return None
    return _first_number(known, difference, 1.0 - (1.0 - confidence) / max(comparisons, 1), POWER)


def _first_number(known: Floats, reach: float, confidence: float, power: float) -> int:
    """Return the first number, from those at hand on, that reaches far enough; it never falls with it."""
    least, spread = int(known.size), float(known.std(ddof=1))

    def enough(number: int) -> bool:
        sure = student_quantile(0.5 + 0.5 * confidence, number - 1)
        seen = student_quantile(power, number - 1)
        return (sure + seen) * spread / math.sqrt(number) <= reach

    low, high = least, least
    while not enough(high):
        low, high = high + 1, 2 * high
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return low


def expected_half_width(values: Floats, replications: int, confidence: float = 0.95) -> float:
    """Return the half-width that so many replications are expected to have, from those at hand."""
    known = values[~np.isnan(values)]
    if known.size < FEWEST or replications < FEWEST:
        return math.inf
    quantile = student_quantile(0.5 + 0.5 * confidence, replications - 1)
    return quantile * float(known.std(ddof=1)) / math.sqrt(replications)


# --- found out on the way -----------------------------------------------------------------------


def look_ahead(replications: int) -> int:
    """Return over how many further replications a precision must last.

    Source: Hoad, Robinson & Davies (2010), Automated selection of the number of replications.

    >>> look_ahead(30), look_ahead(100), look_ahead(460)
    (5, 5, 23)
    """
    return LOOK_AHEAD if replications <= 100 else LOOK_AHEAD * replications // 100


def enough_after(values: Floats, target: Target, confidence: float = 0.95) -> int | None:
    """Return after how many replications the rule with look-ahead stops; None: not within these.

    The interval of the first n replications, n >= ``FEWEST_PRECISE``, is as narrow as wanted, and stays so
    over the next ``look_ahead(n)``; these are run, and counted.  Nothing depends on how many more
    replications are at hand, so the answer is the same whatever was run ahead.

    Args:
        values: in order of the replications, nan where undefined, shape (replications,).
        target: the half-width wanted.
        confidence: of the interval.

    Source: Hoad, Robinson & Davies (2010), begun at 10 replications in place of 3.
    """
    means, half_widths = running_intervals(values, confidence)
    wanted = target.amount / (1.0 + target.amount) * np.abs(means) if target.is_relative else target.amount
    good = half_widths <= np.maximum(wanted, NOISE * np.abs(means))
    good[: FEWEST_PRECISE - 1] = False
    failures = np.flatnonzero(~good) + 1
    numbers = np.flatnonzero(good) + 1
    if not numbers.size:
        return None
    last = numbers + np.where(numbers <= 100, LOOK_AHEAD, LOOK_AHEAD * numbers // 100)
    next_failure = np.append(failures, len(values) + 1)[np.searchsorted(failures, numbers)]
    lasting = last[(last <= len(values)) & (next_failure > last)]
    return int(lasting[0]) if lasting.size else None


def running_intervals(values: Floats, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return mean and half-width after each replication, each of shape (replications,).

    Undefined replications (nan) are left out; without two that are defined the half-width is infinite.
    """
    from scipy.special import stdtrit

    known = ~np.isnan(values)
    count = np.cumsum(known)
    centre = float(values[known].mean()) if known.any() else 0.0
    apart = np.where(known, values - centre, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.cumsum(apart) / count
        squares = np.cumsum(apart * apart) - count * means * means
        errors = np.sqrt(np.maximum(squares, 0.0) / (count - 1) / count)
        half_widths = stdtrit(np.maximum(count - 1, 1), 0.5 + 0.5 * confidence) * errors
    return centre + means, np.where(count < FEWEST, np.inf, half_widths)


def still_needed(values: Floats, target: Target, confidence: float = 0.95) -> int | None:
    """Return how many replications more the rule with look-ahead is expected to take; 0: none.

    None where nothing can be said: too few are defined.
    """
    if enough_after(values, target, confidence) is not None:
        return 0
    planned = replications_for(values, target, confidence)
    if planned is None:
        return None
    share_defined = np.count_nonzero(~np.isnan(values)) / len(values)
    number = max(math.ceil(planned / share_defined), FEWEST_PRECISE)
    return max(number + look_ahead(number) - len(values), 1)


def relative_half_width(values: Floats, confidence: float = 0.95) -> float:
    """Return half-width / |mean|; inf where the mean is zero or there is no interval."""
    known = estimate(values, confidence)
    return known.half_width / abs(known.mean) if known.mean else math.inf
