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
from sim.statistics.estimate import FEWEST, student_quantile

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
FIRST = 10
"""Replications of the first stage, from which variances are estimated (Kim & Nelson 2001)."""
NEAREST = 1e-3
"""Smallest gap and spread that count in an allocation, as a share of the largest of them (assumed): no system
takes all of a budget."""
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
    gaps, errors, numbers = _pairs(values)
    level = 1.0 - (1.0 - confidence) / max(systems - 1, 1)
    room = np.full_like(gaps, np.inf)
    np.fill_diagonal(room, 0.0)
    for number in np.unique(numbers[numbers >= FEWEST]).tolist():
        those = numbers == number
        room[those] = student_quantile(level, number - 1) * errors[those]
    return gaps, room


def _pairs(values: Floats) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Return of each pair X̄_i - X̄_l, its standard error and number, over the replications that both have.

    Each of shape (systems, systems).  nan: no replication has both, or for the error fewer than two do.
    """
    systems = values.shape[1]
    gaps, errors = np.full((2, systems, systems), np.nan)
    numbers = np.zeros((systems, systems), np.int64)
    np.fill_diagonal(gaps, 0.0)
    for one, other in combinations(range(systems), 2):
        apart = values[:, one] - values[:, other]
        apart = apart[~np.isnan(apart)]
        numbers[one, other] = numbers[other, one] = len(apart)
        if len(apart):
            gaps[one, other] = apart.mean()
            gaps[other, one] = -gaps[one, other]
        if len(apart) >= FEWEST:
            errors[one, other] = errors[other, one] = apart.std(ddof=1) / math.sqrt(len(apart))
    return gaps, errors, numbers


# --- a fixed number of runs ---------------------------------------------------------------------


def leader(values: Floats) -> int:
    """Return the system whose mean is ahead of every other's, over the replications that the two have.

    Where there is none, as pairs rest on different replications, the one that is most probably the best.

    Args:
        values: shape (replications, systems), nan behind the last replication of each.
    """
    gaps, errors, numbers = _pairs(values)
    ahead = np.flatnonzero((gaps >= 0.0).all(axis=1))
    return int(ahead[0]) if len(ahead) else int(_chances(gaps, errors, numbers, 0.0).argmax())


def allocation(values: Floats) -> Floats:
    """Return the shares of a budget of runs that make a correct selection most likely, shape (systems,).

        N_i/N_j = (s_bi/d_bi)²/(s_bj/d_bj)²,   N_b = max N_i

    with d_bi the mean and s_bi the standard deviation of the paired difference from the best system b, of
    which no replication is of use to a pair unless b has it too.  With independent luck Chen et al. take the
    spread of each system alone in place of s_bi; under common random numbers a strategy that hardly differs
    from the best in its luck would then take most of the budget in vain.

    Args:
        values: shape (replications, systems), nan behind the last replication of each.

    Source: Chen, Lin, Yücesan & Chick (2000), Simulation budget allocation (OCBA); for correlated
    systems Fu, Hu, Chen & Xiong (2007), Simulation allocation for determining the best design.

    >>> values = np.array([[0.0, 1.0, 2.0], [0.0, 2.0, 1.0], [0.0, 0.0, 3.0]])
    >>> allocation(values).round(3).tolist()
    [0.03, 0.485, 0.485]
    """
    best = leader(values)
    gaps, errors, numbers = _pairs(values)
    spread = np.nan_to_num(np.sqrt(numbers[best]) * errors[best])
    far = max(float(np.abs(gaps[best]).max()), float(spread.max()))
    if far == 0.0:
        return np.full(len(spread), 1.0 / len(spread))
    shares = (np.maximum(spread, NEAREST * far) / np.maximum(gaps[best], NEAREST * far)) ** 2
    shares[best] = 0.0
    shares[best] = shares.max()
    return np.asarray(shares / shares.sum(), np.float64)


def chance_of_correct_selection(values: Floats, delta: float = 0.0) -> float:
    """Return at least how probable it is that no system is better than the leading one by δ or more.

        1 - Σ_{i ≠ b} P(μ_i - μ_b >= δ),   each from Student's t of the paired difference

    An estimate from the runs themselves (Bonferroni), and no guarantee.

    Args:
        values: shape (replications, systems); pairs are taken over the replications that both have, so that
            nan may stand behind the last of each.
        delta: δ [unit of the values].

    Source: approximate probability of correct selection, Chen et al. (2000).
    """
    return float(_chances(*_pairs(values), delta)[leader(values)])


def _chances(gaps: Floats, errors: Floats, numbers: NDArray[np.int64], delta: float) -> Floats:
    """Return for each system the chance, at least, that none is better by δ, shape (systems,)."""
    from scipy.special import stdtr

    wrong = np.zeros_like(gaps)
    known = (numbers >= FEWEST) & (errors > 0.0)
    wrong[known] = stdtr(numbers[known] - 1, -(gaps[known] + delta) / errors[known])
    sure = (numbers >= FEWEST) & ~known
    wrong[sure] = gaps[sure] + delta < 0.0
    return np.asarray(np.maximum(0.0, 1.0 - wrong.sum(axis=1)), np.float64)
