"""Closed forms of queueing theory, written from the books: what the simulator must agree with.

λ is an arrival rate, μ a service rate, a = λ/μ the offered load, ρ the utilisation.  Times and rates are in
any one unit.  Every doctest value is published, or was worked out apart from this code.
"""

import itertools
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter
from scipy.special import gammaincinv

# --- one station --------------------------------------------------------------------------------


def mean_wait_mg1(arrival_rate: float, mean: float, cv: float) -> float:
    """Return the mean wait in M/G/1.

        Wq = λ E[S²] / (2 (1 - ρ)),   E[S²] = mean² (1 + cv²)

    Source: Pollaczek-Khinchine; L. Kleinrock (1975), Queueing Systems 1, ch. 5.

    >>> [round(mean_wait_mg1(0.8, 1.0, cv), 12) for cv in (0.0, 0.5, 1.0, math.sqrt(2.0))]
    [2.0, 2.5, 4.0, 6.0]
    >>> [round(mean_wait_mg1(rho, 1.0, 1.0), 9) for rho in (0.9, 0.95)]
    [9.0, 19.0]
    >>> round(mean_wait_mg1(5.0, 1.0 / 8.0, 1.0), 6)
    0.208333
    """
    second_moment = mean * mean * (1.0 + cv * cv)
    return arrival_rate * second_moment / (2.0 * (1.0 - arrival_rate * mean))


def mean_wait_of_mixture(arrival_rate: float, parts: Sequence[tuple[float, float]]) -> float:
    """Return the mean wait in M/G/1 whose service time is a mixture of exponentials.

    Args:
        arrival_rate: λ.
        parts: (share, mean) of each part; E[S] = Σ p m, E[S²] = Σ p 2 m².

    Source: as ``mean_wait_mg1``.

    >>> round(mean_wait_of_mixture(0.8, [(0.4, 0.6), (0.6, 1.0)]), 6)
    1.814634
    """
    mean = sum(share * part for share, part in parts)
    second_moment = sum(share * 2.0 * part * part for share, part in parts)
    return arrival_rate * second_moment / (2.0 * (1.0 - arrival_rate * mean))


def mean_wait_with_vacations(arrival_rate: float, mean: float, vacation: float) -> float:
    """Return the mean wait in M/M/1 whose server leaves for an exponential time whenever it finds no one.

        Wq = λ E[S²] / (2 (1 - ρ)) + E[V²] / (2 E[V]),   and E[V²] / (2 E[V]) = E[V] for an exponential V

    Source: B. T. Doshi (1986), Queueing systems with vacations - a survey, Queueing Systems 1, 29-66.

    >>> round(mean_wait_with_vacations(0.6, 1.0, 2.0), 12)
    3.5
    """
    return mean_wait_mg1(arrival_rate, mean, 1.0) + vacation


def erlang_b(load: float, servers: int) -> float:
    """Return the share of arrivals that M/M/c/c turns away.

    Source: A. K. Erlang (1917), by the recursion B(c) = a B(c-1) / (c + a B(c-1)); R. B. Cooper (1981),
        Introduction to Queueing Theory.

    >>> round(erlang_b(10.0, 12), 8)
    0.11973919
    """
    blocked = 1.0
    for count in range(1, servers + 1):
        blocked = load * blocked / (count + load * blocked)
    return blocked


def erlang_c(load: float, servers: int) -> float:
    """Return the probability of waiting in M/M/c: C = B / (1 - ρ (1 - B)).

    Source: A. K. Erlang (1917); D. Gross et al. (2008), Fundamentals of Queueing Theory, section 2.3.

    >>> round(erlang_c(10.0, 14), 7), round(erlang_c(9.0, 10), 6), round(erlang_c(2.0, 3), 6)
    (0.1741319, 0.668732, 0.444444)
    >>> [round(erlang_c(rho * servers, servers), 3) for servers in (5, 20) for rho in (0.8, 0.9)]
    [0.554, 0.762, 0.256, 0.551]
    """
    blocked = erlang_b(load, servers)
    return blocked / (1.0 - load / servers * (1.0 - blocked))


def mean_wait_mmc(arrival_rate: float, mean: float, servers: int) -> float:
    """Return the mean wait in M/M/c: Wq = C / (c μ - λ).

    Source: D. Gross et al. (2008), Fundamentals of Queueing Theory, section 2.3.

    >>> [round(mean_wait_mmc(*queue), 6) for queue in ((0.2, 10.0, 3), (0.9 * 10, 1.0, 10))]
    [4.444444, 0.668732]
    >>> [round(mean_wait_mmc(0.25, 10.0, servers), 5) for servers in (5, 4)]
    [0.52149, 2.13238]
    """
    return erlang_c(arrival_rate * mean, servers) / (servers / mean - arrival_rate)


def share_waiting_at_most(arrival_rate: float, mean: float, servers: int, time: float) -> float:
    """Return P(wait <= t) in M/M/c, first come first served: 1 - C exp(-(c μ - λ) t).

    Source: D. Gross et al. (2008), Fundamentals of Queueing Theory, section 2.3.

    >>> round(share_waiting_at_most(10.0 / 3.0, 3.0, 14, 20.0 / 60.0), 7)
    0.88835
    """
    return 1.0 - erlang_c(arrival_rate * mean, servers) * math.exp(-(servers / mean - arrival_rate) * time)


def flow_time_quantile_mm1(arrival_rate: float, mean: float, share: float) -> float:
    """Return the time within which a share of tasks passes through M/M/1; it is exponential, rate μ - λ.

    Source: L. Kleinrock (1975), Queueing Systems 1, ch. 5.

    >>> round(flow_time_quantile_mm1(0.8, 1.0, 0.95), 4)
    14.9787
    """
    return -math.log1p(-share) / (1.0 / mean - arrival_rate)


def from_empty(
    arrival_rate: float, mean: float, servers: int, count: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return P(wait) and the mean wait of each of the first tasks that come to an empty M/M/c.

    Exact, by the chain of the numbers that arrivals find: from k inside the next event is a departure with
    probability min(k, c) μ / (λ + min(k, c) μ), else the next arrival; who finds k >= c waits
    (k - c + 1) / (c μ) on average.

    Source: the embedded chain of D. G. Kendall (1953), Annals of Mathematical Statistics 24, 338-354.  Known
        values: A. M. Law, Simulation Modeling and Analysis, ch. 10: 4.13 and 3.70.

    >>> [f"{from_empty(1.0, 0.9 * servers, servers, 100)[1].mean():.3f}" for servers in (1, 2)]
    ['4.134', '3.700']
    >>> [f"{values[-1]:.4f}" for values in from_empty(0.8, 1.0, 1, 1000)]
    ['0.8000', '4.0000']
    """
    rates = np.minimum(np.arange(count + 1), servers) / mean
    departs = rates / (arrival_rate + rates)
    waits = np.maximum(np.arange(count + 1) - servers + 1, 0) * (mean / servers)
    found = np.zeros(count + 1)
    found[0] = 1.0
    chances, expected = np.zeros(count), np.zeros(count)
    for number in range(count):
        chances[number] = found[servers:].sum()
        expected[number] = waits @ found
        inside = np.concatenate([[0.0], found[:-1]])
        all_busy = inside[servers:][::-1]
        inside[servers:] = lfilter([1.0], [1.0, -departs[-1]], all_busy)[::-1]
        for left in range(min(servers, count) - 1, -1, -1):
            inside[left] += inside[left + 1] * departs[left + 1]
        found = inside * (1.0 - departs)
    return chances, expected


def mean_waits_by_priority(
    arrival_rates: Sequence[float], means: Sequence[float], second_moments: Sequence[float]
) -> list[float]:
    """Return the mean wait of each class in M/G/1 with non-preemptive priorities, best class first.

        Wq_k = Σ λ_i E[S_i²] / 2 / ((1 - σ_{k-1}) (1 - σ_k)),   σ_k = ρ_1 + … + ρ_k

    Source: A. Cobham (1954), Operations Research 2, 70-76.

    >>> [round(wait, 12) for wait in mean_waits_by_priority([0.2, 0.6], [1.0, 1.0], [2.0, 2.0])]
    [1.0, 5.0]
    """
    pairs = list(zip(arrival_rates, means, strict=True))
    residual = sum(rate * moment for rate, moment in zip(arrival_rates, second_moments, strict=True)) / 2.0
    loads = [sum(rate * mean for rate, mean in pairs[:count]) for count in range(len(pairs) + 1)]
    return [residual / ((1.0 - above) * (1.0 - own)) for above, own in itertools.pairwise(loads)]


# --- a limited number of tasks ------------------------------------------------------------------


def shares_of_time(births: Sequence[float], deaths: Sequence[float]) -> list[float]:
    """Return the long-run probabilities of a birth-death process on 0, 1, …, n.

    Args:
        births: rate from k to k + 1, for k = 0 … n - 1.
        deaths: rate from k + 1 to k, for k = 0 … n - 1.

    Source: L. Kleinrock (1975), Queueing Systems 1, ch. 3.

    >>> shares_of_time([1.0, 1.0], [2.0, 2.0]) == [4 / 7, 2 / 7, 1 / 7]
    True
    """
    weights = [1.0]
    for birth, death in zip(births, deaths, strict=True):
        weights.append(weights[-1] * birth / death)
    return [weight / sum(weights) for weight in weights]


def finite_source(customers: int, away: float, mean: float, servers: int = 1) -> tuple[float, float]:
    """Return (P(nobody inside), mean number inside) where each of some customers comes after a time away.

    Source: the machine repair model; D. Gross et al. (2008), section 2.8.

    >>> [round(value, 6) for value in finite_source(6, 1.0 / 0.2, 1.0)]
    [0.191847, 1.959236]
    """
    births = [(customers - inside) / away for inside in range(customers)]
    deaths = [min(inside + 1, servers) / mean for inside in range(customers)]
    shares = shares_of_time(births, deaths)
    return shares[0], sum(inside * share for inside, share in enumerate(shares))


def mmck(arrival_rate: float, mean: float, servers: int, room: int) -> tuple[float, float]:
    """Return (share turned away, mean number inside) of M/M/c/K, where no more than K tasks find room.

    Source: D. Gross et al. (2008), section 2.5.

    >>> [round(value, 5) for value in mmck(3.0, 1.0 / 4.0, 2, 3)]
    [0.04936, 0.76234]
    >>> abs(mmck(10.0, 1.0, 12, 12)[0] - erlang_b(10.0, 12)) < 1e-12
    True
    """
    deaths = [min(inside + 1, servers) / mean for inside in range(room)]
    shares = shares_of_time([arrival_rate] * room, deaths)
    return shares[-1], sum(inside * share for inside, share in enumerate(shares))


# --- networks -----------------------------------------------------------------------------------


def erlang_share(stages: int, mean: float, time: float) -> float:
    """Return P(X <= t) of a sum of exponential times: that of passing a tandem of M/M/1 queues.

    What a task spends at each queue of the tandem is exponential, and these times are independent.

    Args:
        stages: exponential times in the sum.
        mean: mean of each.
        time: t.

    Source: E. Reich (1957), Waiting times when queues are in tandem, Annals of Mathematical Statistics 28.

    >>> round(erlang_share(1, 5.0, 5.0), 6) == round(1.0 - math.exp(-1.0), 6)
    True
    >>> round(erlang_share(2, 1.0, 1.6783469900166605), 12)
    0.5
    """
    x = time / mean
    return 1.0 - math.exp(-x) * math.fsum(math.pow(x, k) / math.factorial(k) for k in range(stages))


def erlang_median(stages: int, mean: float) -> float:
    """Return the time within which half of the sums of exponential times lie; see ``erlang_share``.

    >>> round(erlang_median(2, 1.0), 6)
    1.678347
    """
    return mean * float(gammaincinv(stages, 0.5))


def arrival_rates(external: Sequence[float], routing: Sequence[Sequence[float]]) -> list[float]:
    """Return the arrival rate at each node of an open network: λ = γ + λ P.

    Each node of a Jackson network then is an M/M/c of its own.

    Source: J. R. Jackson (1957), Operations Research 5, 518-521.

    >>> [round(rate, 12) for rate in arrival_rates([0.3, 0.2, 0.0], [[0, 0.3, 0.7], [0, 0, 1.0], [0, 0, 0]])]
    [0.3, 0.29, 0.5]
    >>> [round(rate, 12) for rate in arrival_rates([0.5], [[0.2]])]
    [0.625]
    """
    balance = np.eye(len(external)) - np.array(routing, dtype=float).T
    rates: list[float] = np.linalg.solve(balance, np.array(external, dtype=float)).tolist()
    return rates


def expected_maximum(count: int, mean: float) -> float:
    """Return the mean of the longest of some exponential times: mean (1 + 1/2 + … + 1/n).

    Source: A. Rényi (1953), On the theory of order statistics, Acta Mathematica Hungarica 4, 191-231.

    >>> round(expected_maximum(3, 1.0), 4)
    1.8333
    """
    return mean * math.fsum(1.0 / rank for rank in range(1, count + 1))


def expected_series(count: int, mean: float, stop: float) -> float:
    """Return the mean length of stages in a row, after each of which a share goes no further.

    >>> round(expected_series(3, 1.0, 0.1), 12)
    2.71
    """
    return mean * math.fsum((1.0 - stop) ** done for done in range(count))


# --- rework -------------------------------------------------------------------------------------


def passes(error: float, detection: float) -> float:
    """Return the mean times that work is done when each found defect sends it back: 1 / (1 - e d).

    Rework is as prone to error as new work and costs as much; nothing limits how often it comes back.

    Source: the geometric distribution; the rework cycle of K. G. Cooper (1980), Interfaces 10(6), 22-28.

    >>> [round(passes(error, 0.6), 4) for error in (0.15, 0.30)]
    [1.0989, 1.2195]
    """
    return 1.0 / (1.0 - error * detection)


def escapes(error: float, detection: float) -> float:
    """Return the share of work that is delivered with a defect: e (1 - d) / (1 - e d).

    Source: as ``passes``.

    >>> [round(escapes(error, 0.6), 4) for error in (0.15, 0.30)]
    [0.0659, 0.1463]
    """
    return error * (1.0 - detection) / (1.0 - error * detection)
