"""When tasks enter, and when they are promised."""

import math
from collections.abc import Sequence

from sim.rules.calendar import interval_at


def next_arrival(
    rate_from: Sequence[float], rate: Sequence[float], first: int, last: int, moment: float, amount: float
) -> float:
    """Return the next arrival of a Poisson process whose rate is constant in pieces.

    The time t after ``moment`` with  ∫ λ(s) ds = amount  from ``moment`` to t: unit-exponential amounts
    give a Poisson process, and the n-th arrival keeps its luck when the rate changes.

    Args:
        rate_from: beginning of each piece [h], rows ``first`` to ``last`` (exclusive); the last has no end.
        rate: rate of each piece [1/h], >= 0.
        moment: the arrival before, at or after the first piece's beginning [h].
        amount: expected arrivals until the next one [1], > 0.

    Returns:
        Moment of the next arrival [h]; infinity if the rate stays 0.

    Source: inversion of the cumulative rate, E. Çinlar (1975), Introduction to Stochastic Processes, ch. 4.

    >>> next_arrival([0.0], [2.0], 0, 1, 1.0, 1.0)
    1.5
    >>> next_arrival([0.0, 4.0, 6.0], [1.0, 0.0, 2.0], 0, 3, 3.0, 2.0)
    6.5
    >>> next_arrival([0.0], [0.005], 0, 1, 0.0, 1.0), next_arrival([0.0], [0.0], 0, 1, 0.0, 1.0)
    (200.0, inf)
    """
    row = interval_at(rate_from, first, last, moment)
    while row < last - 1:
        expected = rate[row] * (rate_from[row + 1] - moment)
        if expected >= amount:
            return moment + amount / rate[row]
        amount -= expected
        row += 1
        moment = rate_from[row]
    if rate[row] <= 0.0:
        return math.inf
    return moment + amount / rate[row]


def expected_arrivals(
    rate_from: Sequence[float], rate: Sequence[float], before: Sequence[float], row: int, moment: float
) -> float:
    """Return how many arrivals a Poisson process is expected to have had by some moment.

        Λ(t) = ∫ λ(s) ds  from the first piece's beginning to t

    Args:
        rate_from: beginning of each piece of constant rate [h].
        rate: rate of each piece [1/h], >= 0.
        before: arrivals expected up to the beginning of each piece [1].
        row: the piece in which the moment lies.
        moment: t [h].

    >>> expected_arrivals([0.0, 4.0], [1.0, 2.0], [0.0, 4.0], 1, 5.0)
    6.0
    >>> expected_arrivals([0.0], [0.0], [0.0], 0, 5.0)
    0.0
    """
    return before[row] + rate[row] * (moment - rate_from[row])


def due_after_working_days(day_starts: Sequence[float], count: int, moment: float, days: float) -> float:
    """Return the moment some working days after ``moment``, at the same time of day.

    A moment on a day off counts as the beginning of the next working day.

    Args:
        day_starts: midnights of the working days, sorted [h].
        count: their number.
        moment: the arrival [h].
        days: promised working days [working days]; a fraction is a fraction of 24 h.

    >>> due_after_working_days([0.0, 24.0, 96.0, 120.0], 4, 33.0, 1.0)
    105.0
    >>> due_after_working_days([0.0, 24.0, 96.0, 120.0], 4, 50.0, 1.0)
    120.0
    >>> due_after_working_days([0.0, 24.0, 96.0, 120.0], 4, 33.0, 2.5)
    141.0
    >>> due_after_working_days([0.0], 1, 9.0, 1.0)
    inf
    """
    row = interval_at(day_starts, 0, count, moment)
    time_of_day = moment - day_starts[row] if row >= 0 else 24.0
    if time_of_day >= 24.0:
        row, time_of_day = row + 1, 0.0
    whole = math.floor(days)
    if row + whole >= count:
        return math.inf
    return day_starts[row + whole] + time_of_day + (days - float(whole)) * 24.0
