"""Small systems whose answers are known exactly, drawn many replications at a time."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, gammaincc, ndtr

Floats = NDArray[np.float64]
Luck = np.random.Generator


# --- a bank: one fast machine or two slow ones ---------------------------------------------------

CUSTOMERS = 100
"""Customers of a replication; all start with an empty bank (Law, Simulation Modeling and Analysis,
chapter 10)."""
FAST, SLOW = 0.9, 1.8
"""Mean service times; customers arrive once a minute [min]."""


def delays(servers: int, mean_service: float, gaps: Floats, work: Floats) -> Floats:
    """Return the mean delay in queue of each replication.

    Args:
        servers: c, first come first served.
        mean_service: of exponential service times.
        gaps, work: exponential draws of mean 1, shape (..., customers).
    """
    free_at = np.zeros((*gaps.shape[:-1], servers))
    now, total = np.zeros(gaps.shape[:-1]), np.zeros(gaps.shape[:-1])
    for customer in range(gaps.shape[-1]):
        now = now + gaps[..., customer]
        start = np.maximum(now, free_at.min(axis=-1))
        first = free_at.argmin(axis=-1)
        np.put_along_axis(
            free_at, first[..., None], (start + mean_service * work[..., customer])[..., None], axis=-1
        )
        total = total + (start - now)
    return np.asarray(total / gaps.shape[-1], np.float64)


def mean_delay(servers: int, mean_service: float) -> float:
    """Return the expected mean delay of the first customers of an M/M/c queue that begins empty.

    The number that an arrival finds is a Markov chain: between two arrivals each service that is due is
    finished before the arrival with probability min(m, c)μ/(λ + min(m, c)μ).

    >>> round(mean_delay(1, FAST), 3), round(mean_delay(2, SLOW), 3)
    (4.134, 3.7)
    """
    rate = 1.0 / mean_service
    numbers = np.arange(CUSTOMERS + 1)
    busy = np.minimum(numbers, servers) * rate
    served = busy / (1.0 + busy)
    step = np.zeros((CUSTOMERS, CUSTOMERS))
    for found in range(CUSTOMERS):
        chance = 1.0
        for left in range(min(found + 1, CUSTOMERS - 1), -1, -1):
            if left < found + 1:
                chance *= float(served[left + 1])
            step[found, left] = chance * (1.0 - float(served[left]))
    waits = np.maximum(numbers[:CUSTOMERS] - servers + 1, 0) * mean_service / servers
    state, total = np.zeros(CUSTOMERS), 0.0
    state[0] = 1.0
    for _ in range(CUSTOMERS):
        total += float(state @ waits)
        state = state @ step
    return total / CUSTOMERS


# --- weeks: tasks delivered in a week are Poisson where everybody is served at once ---------------


def weekly_counts(mean: float, uniforms: Floats) -> Floats:
    """Return Poisson numbers by inversion, so that more demand brings more in the same luck."""
    numbers = np.arange(int(mean + 12.0 * math.sqrt(mean)) + 12)
    return np.asarray(np.searchsorted(_poisson(numbers, mean), uniforms), np.float64)


def mean_week_of_rank(mean: float, weeks: int, rank: int) -> float:
    """Return the expected size of the week of a rank, in ascending order, among so many Poisson weeks.

    E X_(k) = Σ_x P(X_(k) > x),   P(X_(k) > x) = P(Binomial(n, F(x)) < k)
    """
    numbers = np.arange(int(mean + 12.0 * math.sqrt(mean)) + 12)
    return float(bdtr(rank - 1, weeks, _poisson(numbers, mean)).sum())


def _poisson(numbers: NDArray[np.int64], mean: float) -> Floats:
    return np.asarray(gammaincc(numbers + 1.0, mean), np.float64)


# --- quality: logistic of a normal score ---------------------------------------------------------


def quality(centre: float, spread: float, scores: Floats) -> Floats:
    """Return logistic(centre + spread × score)."""
    return np.asarray(1.0 / (1.0 + np.exp(-centre - spread * scores)), np.float64)


def mean_quality_of_rank(centre: float, spread: float, tasks: int, rank: int) -> float:
    """Return the expected quality of the task of a rank, in ascending order, among so many.

    E Q_(k) = ∫₀¹ P(Q_(k) > q) dq
    """
    steps = 200_000
    q = (np.arange(steps) + 0.5) / steps
    below = ndtr((np.log(q / (1.0 - q)) - centre) / spread)
    return float(bdtr(rank - 1, tasks, below).mean())


def mean_sample_deviation(spread: float, count: int) -> float:
    """Return the expected sample standard deviation of so many normal values.

    E s = σ √(2/(n - 1)) Γ(n/2)/Γ((n - 1)/2)
    """
    ratio = math.exp(math.lgamma(0.5 * count) - math.lgamma(0.5 * (count - 1)))
    return spread * math.sqrt(2.0 / (count - 1)) * ratio
