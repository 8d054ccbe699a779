"""How often intervals cover, on models whose answers are known."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.statistics.comparisons import simultaneous
from sim.statistics.control_variates import FEWEST_CONTROLLED, LEAST_GAIN, controlled
from sim.statistics.crossing import ahead_from, band
from sim.statistics.estimate import Estimate, estimate, level_beside, paired_difference, ratio
from sim.statistics.precision import Target, enough_after
from sim.statistics.proofs import contests, models, robust
from sim.statistics.quantiles import lowest_mean, quantile
from sim.statistics.selection import best_intervals
from sim.statistics.shapley import share_estimate, shares
from sim.statistics.skewness import corrected

Floats = NDArray[np.float64]
REPLICATIONS = 20
"""Of an experiment, unless its rule asks for more: what ``sim compare`` runs."""
WEEKS, TASKS = 40, 400
"""Measured weeks, and deliveries, of a replication (assumed)."""
PROMISED = 0.95
BETWEEN = (0.93, 0.97)
"""What of 1,000 macro-replications must cover, where 95 % is promised."""
SEED = 20_260_107
Experiment = Callable[[np.random.Generator], "bool | float"]
"""Luck → whether the interval covers, or for several the share of those that do."""


@dataclass(frozen=True, slots=True)
class Covered:
    """How often one kind of interval covers.

    Attributes:
        interval: what it is an interval of.
        model: whose answer is known.
        share: of the macro-replications in which it covers.
        at_least: True where it is conservative by design: more is no fault.
    """

    interval: str
    model: str
    share: float
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """Whether it covers as often as it must."""
        return self.share >= BETWEEN[0] and (self.at_least or self.share <= BETWEEN[1])


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of interval on one model."""

    interval: str
    model: str
    experiment: Experiment
    at_least: bool = False


def covered(macro_replications: int, seed: int = SEED) -> Iterator[Covered]:
    """Yield how often each kind of interval covers.

    Args:
        macro_replications: how often each experiment is made.
        seed: of their luck.
    """
    for place, case in enumerate(CASES):
        found = [
            float(case.experiment(np.random.default_rng([seed, place, macro])))
            for macro in range(macro_replications)
        ]
        yield Covered(case.interval, case.model, float(np.mean(found)), case.at_least)


def _holds(found: Estimate, truth: float) -> bool:
    return found.low <= truth <= found.high


# --- levels and paired differences ---------------------------------------------------------------

FAST_DELAY = models.mean_delay(1, models.FAST)
SLOW_DELAY = models.mean_delay(2, models.SLOW)
LEVEL, GAP, SHARED = 10.0, 3.0, 0.8
"""Normal outputs: the baseline's mean, the difference, and the share of variance that luck shares."""


def _normal_pairs(luck: np.random.Generator, replications: int = REPLICATIONS) -> tuple[Floats, Floats]:
    shared, own, other = luck.standard_normal((3, replications))
    common = math.sqrt(SHARED) * shared
    rest = math.sqrt(1.0 - SHARED)
    return LEVEL + GAP + common + rest * own, LEVEL + common + rest * other


def _machines(luck: np.random.Generator, replications: int = REPLICATIONS) -> tuple[Floats, Floats]:
    gaps, work = luck.exponential(size=(2, replications, models.CUSTOMERS))
    return models.delays(1, models.FAST, gaps, work), models.delays(2, models.SLOW, gaps, work)


def _level_of_normal(luck: np.random.Generator) -> bool:
    return _holds(estimate(_normal_pairs(luck)[1]), LEVEL)


def _level_of_delay(luck: np.random.Generator) -> bool:
    return _holds(estimate(_machines(luck)[0]), FAST_DELAY)


def _difference_of_normal(luck: np.random.Generator) -> bool:
    return _holds(paired_difference(*_normal_pairs(luck)), GAP)


def _difference_of_delay(luck: np.random.Generator) -> bool:
    return _holds(paired_difference(*_machines(luck)), FAST_DELAY - SLOW_DELAY)


def _difference_of_exponential(luck: np.random.Generator) -> bool:
    """A difference that a few exceptional replications make, corrected for skewness."""
    low, high = corrected(luck.exponential(size=REPLICATIONS))
    return low <= 1.0 <= high


# --- quantiles, tails and spreads ---------------------------------------------------------------

WEEKLY, MORE_WEEKLY = 60.0, 66.0
WEAKER, BETTER = (0.8, 0.7), (1.0, 0.5)
"""Centre and spread of the logit of quality."""
RANK_OF_WEEK, RANK_OF_TASK = math.ceil(0.10 * WEEKS), math.ceil(0.05 * TASKS)


def _weeks(luck: np.random.Generator) -> tuple[Floats, Floats]:
    uniforms = luck.random((REPLICATIONS, WEEKS))
    return models.weekly_counts(MORE_WEEKLY, uniforms), models.weekly_counts(WEEKLY, uniforms)


def _tasks(luck: np.random.Generator) -> tuple[Floats, Floats]:
    scores = luck.standard_normal((REPLICATIONS, TASKS))
    return models.quality(*BETTER, scores), models.quality(*WEAKER, scores)


def _week_truth(ranks: range) -> tuple[float, float]:
    more, fewer = (
        float(np.mean([models.mean_week_of_rank(mean, WEEKS, rank) for rank in ranks]))
        for mean in (MORE_WEEKLY, WEEKLY)
    )
    return more, fewer


def _task_truth(ranks: range) -> tuple[float, float]:
    better, weaker = (
        float(np.mean([models.mean_quality_of_rank(*of, TASKS, rank) for rank in ranks]))
        for of in (BETTER, WEAKER)
    )
    return better, weaker


WORST_WEEKS, WORST_TASKS = range(1, RANK_OF_WEEK + 1), range(1, RANK_OF_TASK + 1)
WEEK_P10, WEEK_ES10 = _week_truth(range(RANK_OF_WEEK, RANK_OF_WEEK + 1)), _week_truth(WORST_WEEKS)
TASK_P05, TASK_ES05 = _task_truth(range(RANK_OF_TASK, RANK_OF_TASK + 1)), _task_truth(WORST_TASKS)


Draw = Callable[[np.random.Generator], tuple[Floats, Floats]]
Tail = Callable[[Floats, int], float]


def _level_of(draw: Draw, tail: Tail, percent: int, truth: tuple[float, float]) -> Experiment:
    """Return the experiment on a quantile, or the mean below it, of one system."""
    return lambda luck: _holds(estimate(_of_each(draw(luck)[1], tail, percent)), truth[1])


def _difference_of(draw: Draw, tail: Tail, percent: int, truth: tuple[float, float]) -> Experiment:
    """Return the experiment on the paired difference of quantiles, or of the means below them."""

    def experiment(luck: np.random.Generator) -> bool:
        one, other = (_of_each(values, tail, percent) for values in draw(luck))
        return _holds(paired_difference(one, other), truth[0] - truth[1])

    return experiment


def _of_each(values: Floats, tail: Tail, percent: int) -> Floats:
    """Return what the measures read off each replication, shape (replications,)."""
    return np.array([tail(row, percent) for row in values])


def _spread(luck: np.random.Generator) -> bool:
    values = 0.7 + 0.1 * luck.standard_normal((REPLICATIONS, WEEKS))
    return _holds(estimate(values.std(axis=1, ddof=1)), models.mean_sample_deviation(0.1, WEEKS))


def _difference_of_spreads(luck: np.random.Generator) -> bool:
    scores = luck.standard_normal((REPLICATIONS, WEEKS))
    spreads = [(scale * scores).std(axis=1, ddof=1) for scale in (0.12, 0.1)]
    return _holds(paired_difference(*spreads), models.mean_sample_deviation(0.02, WEEKS))


# --- control variates ---------------------------------------------------------------------------


CONTROLS = 8
"""Of two strategies, as many as each difference has."""
EXPLAINED = 0.7
"""Share of the variance that the controls explain: little more than what is worth showing."""


def _where_shown(draw: Draw, truth: float) -> Experiment:
    """Return the experiment on an adjusted mean, made again until one is shown.

    Args:
        draw: values and controls of an experiment.
        truth: their mean.
    """

    def experiment(luck: np.random.Generator) -> bool:
        while True:
            found = controlled(*draw(luck))
            if found.reduction >= LEAST_GAIN:
                return _holds(found.estimate, truth)

    return experiment


def _explained(residual: Callable[[np.random.Generator], Floats]) -> Draw:
    """Return the draw of values of which one of the controls explains ``EXPLAINED`` of the variance."""

    def draw(luck: np.random.Generator) -> tuple[Floats, Floats]:
        controls = luck.standard_normal((FEWEST_CONTROLLED, CONTROLS))
        rest = math.sqrt(1.0 - EXPLAINED) * residual(luck)
        return np.asarray(LEVEL + math.sqrt(EXPLAINED) * controls[:, 0] + rest, np.float64), controls

    return draw


def _normal_residual(luck: np.random.Generator) -> Floats:
    return luck.standard_normal(FEWEST_CONTROLLED)


def _skewed_residual(luck: np.random.Generator) -> Floats:
    return luck.exponential(size=FEWEST_CONTROLLED) - 1.0


# --- run until it is precise --------------------------------------------------------------------

MOST = 2_000


def _sequential_level(luck: np.random.Generator) -> bool:
    values = LEVEL + 4.0 * luck.standard_normal(MOST)
    number = enough_after(values, Target(0.05, is_relative=True)) or MOST
    return _holds(estimate(values[:number]), LEVEL)


def _sequential_difference(luck: np.random.Generator) -> bool:
    one, other = _machines(luck, 600)
    number = enough_after(one - other, Target(0.05)) or 600
    return _holds(paired_difference(one[:number], other[:number]), FAST_DELAY - SLOW_DELAY)


# --- several at once ----------------------------------------------------------------------------

CANDIDATES = np.array([0.0, 0.0, 0.5, 1.0])
"""Differences of strategies from the baseline in units of their spread."""


def _strategies(luck: np.random.Generator, replications: int = REPLICATIONS) -> Floats:
    shared = luck.standard_normal((replications, 1))
    own = luck.standard_normal((replications, 1 + len(CANDIDATES)))
    return np.asarray(np.concatenate([[0.0], CANDIDATES]) + 2.0 * shared + own, np.float64)


def _all_against_the_baseline(luck: np.random.Generator) -> bool:
    values = _strategies(luck)
    found = [simultaneous(values[:, 1 + i] - values[:, 0], len(CANDIDATES)) for i in range(len(CANDIDATES))]
    return all(_holds(one, truth) for one, truth in zip(found, CANDIDATES, strict=True))


def _all_against_the_best(luck: np.random.Generator) -> bool:
    low, high = best_intervals(_strategies(luck))
    truth = np.array([-1.0, -1.0, -1.0, -0.5, 0.5])
    return bool(((low <= truth) & (truth <= high)).all())


def _level_beside(luck: np.random.Generator) -> bool:
    """The level of a system that left a contest after a third of the replications."""
    one, other = _normal_pairs(luck, 3 * REPLICATIONS)
    return _holds(level_beside(one[:REPLICATIONS], other), LEVEL + GAP)


# --- shares, moments ----------------------------------------------------------------------------


def _share_of_variance(luck: np.random.Generator) -> bool:
    """Sample variances of two independent parts of a sum, in each replication."""
    own, other = luck.standard_normal((2, REPLICATIONS, WEEKS))
    part = (2.0 * own).var(axis=1, ddof=1)
    return _holds(ratio(part, (2.0 * own + 3.0 * other).var(axis=1, ddof=1)), 4.0 / 13.0)


PAID_BACK = 25.0
"""Weeks after which the mean path has made up for its investment."""


def _paid_back(luck: np.random.Generator) -> bool:
    """Paths that begin 50 behind and gain 2 a week, each at its own pace, with noise that adds up."""
    weeks = np.arange(1.0, 53.0)
    pace = 2.0 + 0.6 * luck.standard_normal((REPLICATIONS, 1))
    noise = np.cumsum(luck.standard_normal((REPLICATIONS, len(weeks))), axis=1)
    mean, half = band(-50.0 + pace * weeks + noise)
    return ahead_from(mean + half) <= PAID_BACK <= ahead_from(mean - half)


PLAYERS = tuple("abcdefghij")
"""So many that orders of arrival are sampled."""


def _share_of_a_player(luck: np.random.Generator) -> bool:
    """The worth of a coalition is the square of what its members bring: a player's share is a_i Σ a."""
    brings = 1.0 + 0.3 * luck.standard_normal((REPLICATIONS, len(PLAYERS)))
    brings[:, 0] += 1.0

    def worth(there: frozenset[str]) -> Floats:
        members = [place for place, player in enumerate(PLAYERS) if player in there]
        return np.asarray(brings[:, members].sum(axis=1, keepdims=True) ** 2, np.float64)

    own, spread = shares(PLAYERS, worth, int(luck.integers(2**31)))
    truth = 2.0 * (len(PLAYERS) + 1.0) + 0.3**2
    return _holds(share_estimate(own["a"][:, 0], float(spread["a"][0])), truth)


AS_GOOD = "share of futures in which a strategy is as good as the best"
STUDIES = "share of study evidence"
FAR = "systems far apart"
CLOSE = (("two equal systems", contests.EQUAL[:2]), ("five equal systems", contests.EQUAL))
IN_FUTURES = f"{robust.FUTURES} futures, {robust.WITHIN} runs in each"
NORMAL = "normal outputs"
BANK = f"M/M/1 and M/M/2, first {models.CUSTOMERS} customers"
POISSON = f"{WEEKS} Poisson weeks"
LOGISTIC = f"{TASKS} tasks of logistic-normal quality"
CASES: tuple[Case, ...] = (
    Case("level", NORMAL, _level_of_normal),
    Case("level", BANK, _level_of_delay),
    Case("paired difference", NORMAL, _difference_of_normal),
    Case("paired difference", BANK, _difference_of_delay),
    Case(
        "quantile of weekly output, p10",
        POISSON,
        _level_of(_weeks, quantile, 10, WEEK_P10),
    ),
    Case(
        "paired difference of p10",
        POISSON,
        _difference_of(_weeks, quantile, 10, WEEK_P10),
    ),
    Case(
        "expected shortfall, worst tenth of the weeks", POISSON, _level_of(_weeks, lowest_mean, 10, WEEK_ES10)
    ),
    Case("paired difference of shortfalls", POISSON, _difference_of(_weeks, lowest_mean, 10, WEEK_ES10)),
    Case(
        "quantile of quality, p05",
        LOGISTIC,
        _level_of(_tasks, quantile, 5, TASK_P05),
    ),
    Case(
        "paired difference of p05",
        LOGISTIC,
        _difference_of(_tasks, quantile, 5, TASK_P05),
    ),
    Case(
        "expected shortfall, worst twentieth of the tasks",
        LOGISTIC,
        _level_of(_tasks, lowest_mean, 5, TASK_ES05),
    ),
    Case("paired difference of shortfalls", LOGISTIC, _difference_of(_tasks, lowest_mean, 5, TASK_ES05)),
    Case("spread between weeks", f"{WEEKS} normal weeks", _spread),
    Case("paired difference of spreads", f"{WEEKS} normal weeks", _difference_of_spreads),
    Case(
        "control variates, where they are shown",
        "normal outputs, seven tenths explained",
        _where_shown(_explained(_normal_residual), LEVEL),
        at_least=True,
    ),
    Case(
        "control variates, where they are shown",
        "exponential outputs, seven tenths explained",
        _where_shown(_explained(_skewed_residual), LEVEL),
    ),
    Case("level, run until ± 5 %", NORMAL, _sequential_level),
    Case("paired difference, run until ± 0.05", BANK, _sequential_difference),
    Case("all strategies against the baseline, together", NORMAL, _all_against_the_baseline, at_least=True),
    Case("all strategies against the best, together", NORMAL, _all_against_the_best, at_least=True),
    Case("differences, after a contest", FAR, contests.differences_after(contests.APART, 0.5), at_least=True),
    *(
        Case("differences, after a contest", model, contests.differences_after(means, 0.2), at_least=True)
        for model, means in CLOSE
    ),
    Case("the same, together", "five equal systems", contests.together_after, at_least=True),
    *(
        Case(
            "all against the best, after a contest",
            model,
            contests.against_the_best_after(means),
            at_least=True,
        )
        for model, means in ((FAR, contests.APART), *CLOSE)
    ),
    Case("level of a system that left early", NORMAL, _level_beside, at_least=True),
    Case("share of a variance", f"{WEEKS} normal weeks", _share_of_variance),
    Case("Shapley share, orders sampled", f"a game of {len(PLAYERS)}", _share_of_a_player),
    Case("when an investment has paid back", "paths with noise that adds up", _paid_back),
    Case(
        "mean over futures",
        f"{robust.FUTURES} futures, {robust.WITHIN} runs in each",
        robust.mean_over_futures,
    ),
    Case("mean regret", IN_FUTURES, robust.mean_regret),
    Case(
        "mean over futures",
        f"a Latin hypercube of {robust.FUTURES} futures",
        robust.mean_over_a_hypercube,
        at_least=True,
    ),
    Case(AS_GOOD, "equal to the best in every future", robust.as_good((0.0, 0.0)), at_least=True),
    Case(AS_GOOD, "worse by twice what matters in every future", robust.as_good((1.0, 0.0)), at_least=True),
    Case(AS_GOOD, "futures that differ as much as luck", robust.as_good((0.4, 0.75)), at_least=True),
    Case(
        AS_GOOD,
        "one equal and one apart, in some futures",
        robust.as_good((0.0, 0.0), (0.4, 1.0)),
        at_least=True,
    ),
    Case(
        "share of study evidence",
        "little luck in the futures",
        robust.share_of_the_first(*robust.EASY),
        at_least=True,
    ),
    Case(
        "share of study evidence",
        "much luck in the futures",
        robust.share_of_the_first(*robust.HARD),
        at_least=True,
    ),
    Case("difference corrected for skewness", "exponential outputs", _difference_of_exponential),
)
"""Every kind of interval that is printed."""
