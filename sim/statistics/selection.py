"""Which of several systems is the best, with a guarantee, where a difference of δ is worth detecting.

Larger is better.  Replication j of every system may share its luck with replication j of the others: only
variances of paired differences are used, so that under common random numbers all of it takes fewer runs.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError
from sim.statistics.estimate import estimate, student_quantile

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
FIRST = 10
"""Replications of the first stage, from which variances are estimated (Kim & Nelson 2001)."""
BLOCK = 64
"""Stages that are looked at together: it changes nothing but the time."""


@dataclass(frozen=True, slots=True)
class Contest:
    """What the replications at hand say of systems that contend to be the best.

    Attributes:
        survivors: systems that may still be chosen, in order.
        used: by system, the replications of it that the contest has looked at.
        best: the survivor with the largest mean.
        is_decided: whether one is left, or those that are left may be taken for equal.
        further: runs, of all systems together, that it is expected to take to the end.
        at_most: runs that it can still take.
    """

    survivors: tuple[int, ...]
    used: tuple[int, ...]
    best: int
    is_decided: bool
    further: int
    at_most: int


# --- fully sequential ---------------------------------------------------------------------------


def kim_nelson(
    values: Floats,
    delta: float,
    confidence: float = 0.95,
    *,
    first: int = FIRST,
    entrants: Sequence[int] | None = None,
) -> Contest:
    """Return how far a fully sequential contest has come.

    After a first stage of n₀ replications a system is kept while, for all others that are kept,

        X̄_i(r) >= X̄_l(r) - W_il(r),   W_il(r) = max{0, δ/(2r) (h² S²_il/δ² - r)}

    with S²_il the variance of the paired differences over the first stage.  Where outputs are normal, the
    best system is chosen with probability 1 - α if it is better by δ than any other.

    The answer depends on no replication beyond the one that decides, and on none of a system after it has
    left: what was run ahead changes nothing.

    Args:
        values: of each system, shape (replications, systems); nan may stand where a system has left.
        delta: δ, the smallest difference worth detecting [unit of the values], > 0.
        confidence: 1 - α.
        first: n₀, replications of the first stage, at least 2.
        entrants: systems that take part, e.g. those left by a screening; None is all.  The others count
            among the k systems all the same, since who they are was found out from the same replications.

    Raises:
        UsageError: δ is not above 0, or the first stage has not been run.

    Source: Kim & Nelson (2001), A fully sequential procedure for indifference-zone selection in simulation.
    """
    number, systems = values.shape
    _check(delta, number, first)
    reach = h_squared(systems, first, confidence) * difference_variances(values[:first]) / delta**2
    sums = np.cumsum(values, axis=0)
    used, alive, stage = np.full(systems, first), np.arange(systems), first
    alive = alive if entrants is None else alive[list(entrants)]
    last = first
    while len(alive) > 1 and stage <= number:
        stage, leaving = _next_to_leave(sums, alive, stage, reach, delta)
        used[alive[leaving]] = stage
        alive = alive[~leaving]
        last = stage
        stage += 1
    used[alive] = last
    means = sums[last - 1, alive] / last
    is_decided = len(alive) == 1 or last > float(_among(reach, alive).max())
    further, at_most = (0, 0) if is_decided else _left_to_run(means, _among(reach, alive), last, delta)
    best = int(alive[means.argmax()])
    return Contest(tuple(alive.tolist()), tuple(used.tolist()), best, is_decided, further, at_most)


def h_squared(systems: int, first: int, confidence: float) -> float:
    """Return h² = 2η(n₀ - 1), η = ½[(2α/(k - 1))^(-2/(n₀ - 1)) - 1].

    >>> round(h_squared(systems=5, first=10, confidence=0.95), 3)
    11.429
    """
    share = 2.0 * (1.0 - confidence) / max(systems - 1, 1)
    return float(share ** (-2.0 / (first - 1)) - 1.0) * (first - 1)


def difference_variances(values: Floats) -> Floats:
    """Return the sample variance of each paired difference, shape (systems, systems)."""
    apart = values - values.mean(axis=0)
    covariance = apart.T @ apart / (len(values) - 1)
    own = np.diag(covariance)
    variances: Floats = np.maximum(own[:, None] + own[None, :] - 2.0 * covariance, 0.0)
    np.fill_diagonal(variances, 0.0)
    return variances


def _next_to_leave(
    sums: Floats, alive: NDArray[np.int64], stage: int, reach: Floats, delta: float
) -> tuple[int, Mask]:
    """Return the first stage from ``stage`` on at which systems leave, and which; at the end perhaps none."""
    own, number = _among(reach, alive), len(sums)
    for begin in range(stage, number + 1, BLOCK):
        stages = np.arange(begin, min(begin + BLOCK, number + 1))[:, None, None]
        means = sums[begin - 1 : begin - 1 + BLOCK, alive] / stages[:, :, 0]
        room = np.maximum(0.5 * delta * (own / stages - 1.0), 0.0)
        behind: Mask = np.any(means[:, :, None] < means[:, None, :] - room, axis=2)
        if behind.any():
            place = int(behind.any(axis=1).argmax())
            return begin + place, behind[place]
    return number, np.zeros(len(alive), np.bool_)


def _among(reach: Floats, alive: NDArray[np.int64]) -> Floats:
    return reach[np.ix_(alive, alive)]


def _left_to_run(means: Floats, reach: Floats, stage: int, delta: float) -> tuple[int, int]:
    """Return how many runs are expected, and possible at most, if the means and variances are the true ones.

    System l leaves when r (X̄_b - X̄_l + δ/2) > δ/2 · reach, and surely when r > reach.
    """
    best = int(means.argmax())
    gaps = means[best] - means
    ends = np.floor(reach[best] * delta / (2.0 * gaps + delta)) + 1.0
    ends[best] = np.delete(ends, best).max()
    latest = np.floor(reach.max(axis=1)) + 1.0
    expected = np.maximum(ends - stage, 1.0).sum()
    return int(expected), int(max(np.maximum(latest - stage, 1.0).sum(), expected))


def _check(delta: float, number: int, first: int) -> None:
    if not delta > 0.0:
        raise UsageError(f"matters_from = {delta:g}: should be above 0, to choose the best by")
    if first < 2 or number < first:
        raise UsageError(f"replications = {number}: should be at least {max(first, 2)}, the first stage")


# --- in two stages ------------------------------------------------------------------------------


def clark_yang(values: Floats, delta: float, confidence: float = 0.95) -> int:
    """Return how many replications of every system the conservative two-stage procedure takes.

        N = max{n₀, ⌈max_il t² S²_il/δ²⌉},   t = t(n₀ - 1; 1 - α/(k - 1))

    The system with the largest mean of all N is then the best with probability 1 - α wherever it is better
    by δ than any other, whatever the correlations.

    Args:
        values: of the first stage, shape (n₀, systems).
        delta: δ [unit of the values], > 0.
        confidence: 1 - α.

    Source: Clark & Yang (1986), A Bonferroni selection procedure when using common random numbers.
    """
    first, systems = values.shape
    _check(delta, first, 2)
    quantile = student_quantile(1.0 - (1.0 - confidence) / max(systems - 1, 1), first - 1)
    most = float(difference_variances(values).max())
    return max(int(first), math.ceil(quantile * quantile * most / delta**2))


def screened(values: Floats, confidence: float = 0.95) -> tuple[int, ...]:
    """Return the systems that may be the best, after equally many replications of each.

        keep i iff X̄_i >= X̄_l - t(n - 1; 1 - α/(k - 1)) S_il/√n for all l

    The best is among them with probability 1 - α.

    Source: subset selection with paired differences; Nelson, Swann, Goldsman & Song (2001).
    """
    gaps, room = _gaps_and_room(values, confidence)
    return tuple(np.flatnonzero((gaps >= -room).all(axis=1)).tolist())


def best_intervals(values: Floats, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return intervals of each system's mean less that of the best of the others: multiple comparisons.

    All hold together with probability 1 - α, whatever the correlations.  Where the lower end is 0 the
    system is the best; where the upper end is 0 it is not.

        S = {i : X̄_i - X̄_l + w_il > 0 for all l},   w_il = t(n - 1; 1 - α/(k - 1)) S_il/√n
        upper end  (min over l of X̄_i - X̄_l + w_il)⁺
        lower end  0 if S = {i}, else -(min over l in S of X̄_i - X̄_l - w_il)⁻

    Args:
        values: shape (replications, systems); a pair is compared over the replications that both have, so
            that nan may stand where one has left.
        confidence: 1 - α.

    Returns:
        Lower and upper ends, each of shape (systems,).

    Source: Edwards & Hsu (1983), Multiple comparisons with the best treatment; pairs by Bonferroni.
    """
    gaps, room = _gaps_and_room(values, confidence)
    np.fill_diagonal(gaps, np.inf)
    high = np.maximum((gaps + room).min(axis=1), 0.0)
    possible = high > 0.0
    if not possible.any():  # all of them are equal without any spread
        possible[:] = True
    lower = np.where(possible[None, :], gaps - room, np.inf).min(axis=1)
    only = possible & (possible.sum() == 1)
    low = np.where(only, 0.0, np.minimum(lower, 0.0))
    return low, high


def _gaps_and_room(values: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Return mean differences X̄_i - X̄_l and what each may be wrong by, shape (systems, systems)."""
    systems = values.shape[1]
    gaps, room = np.zeros((systems, systems)), np.zeros((systems, systems))
    level = 1.0 - 2.0 * (1.0 - confidence) / max(systems - 1, 1)
    for one, other in combinations(range(systems), 2):
        found = estimate(values[:, one] - values[:, other], level)
        gaps[one, other], gaps[other, one] = found.mean, -found.mean
        room[one, other] = room[other, one] = found.half_width
    return gaps, room


# --- a fixed number of runs ---------------------------------------------------------------------


def allocation(means: Floats, variances: Floats) -> Floats:
    """Return the shares of a budget of runs that make a correct selection most likely, shape (systems,).

        N_i/N_j = ((s_i/d_i)/(s_j/d_j))²,   N_b = s_b √(Σ N_i²/s_i²)

    with d_i the distance of the mean from the best one's.  Systems whose mean equals the best one's share
    with it alone.

    Source: Chen, Lin, Yücesan & Chick (2000), Simulation budget allocation (OCBA).

    >>> allocation(np.array([0.0, 1.0, 2.0]), np.array([1.0, 1.0, 1.0])).round(3).tolist()
    [0.11, 0.438, 0.452]
    """
    best = int(means.argmax())
    spread = np.sqrt(np.maximum(variances, np.finfo(float).tiny))
    gaps = np.maximum(means[best] - means, 1e-9 * max(float(np.ptp(means)), np.finfo(float).tiny))
    shares = (spread / gaps) ** 2
    shares[best] = 0.0
    shares = shares / max(float(shares.max()), np.finfo(float).tiny)
    shares[best] = spread[best] * math.sqrt(float(((shares / spread) ** 2).sum()))
    return np.asarray(shares / shares.sum(), np.float64)


def chance_of_correct_selection(values: Floats) -> float:
    """Return at least how probable it is that the largest mean belongs to the best system.

        1 - Σ_{i ≠ b} P(X̄_b - X̄_i < 0),   each from Student's t of the paired difference

    An estimate from the runs themselves (Bonferroni), and no guarantee.  Systems may have unequal numbers
    of replications, with nan behind their last: pairs are taken over those that both have.

    Source: approximate probability of correct selection, Chen et al. (2000).
    """
    from scipy.special import stdtr

    best = int(np.nanmean(values, axis=0).argmax())
    wrong = 0.0
    for system in range(values.shape[1]):
        gap = values[:, best] - values[:, system]
        gap = gap[~np.isnan(gap)]
        if system == best or gap.size < 2:
            continue
        error = float(gap.std(ddof=1)) / math.sqrt(gap.size)
        wrong += float(stdtr(gap.size - 1, -gap.mean() / error)) if error > 0.0 else float(gap.mean() <= 0.0)
    return max(0.0, 1.0 - wrong)
