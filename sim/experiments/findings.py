"""What experiments find: estimates with intervals.  Plain data; the report draws it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.measures.measure import Measure
from sim.model.names import Names
from sim.statistics.control_variates import Controlled
from sim.statistics.estimate import Estimate
from sim.statistics.skewness import Skewed

if TYPE_CHECKING:
    from sim.experiments.break_even import BreakEven
    from sim.experiments.robustness import Robustness
    from sim.experiments.selection import Selection
    from sim.experiments.stopping import Ending

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Replications:
    """What the replications of one strategy gave.

    Attributes:
        strategy: its name.
        measures: the measures, in order of the columns of ``values``.
        values: measure values, shape (replications, measures).
        weeks: week number of each column of the series, shape (weeks,).
        series: weekly series by name (``arrivals``, ``delivered``, ``good``, ``wip``, ``mean_wip``,
            ``quality``, ``value``, ``cost``), each of shape (replications, weeks).
        pool_series: by pool and series name (``busy_time``, ``available_time``, ``training_time``,
            ``actors``), same shape.
        quality_counts: histogram of the quality of measured deliveries in ``QUALITY_BINS`` equal bins over
            [0, 1], shape (replications, QUALITY_BINS).
        accounts: whole-run cost by (account name, pool name), each of shape (replications,) [currency].
        stock_series: weekly stocks by (pool, stock, skill), skill ``""`` for a stock that is none, each of
            shape (replications, weeks); nan where nobody is there; empty where nothing moves.
        acted_at: when each event of the strategy acted, in the order of the model's levers, shape
            (replications, events) [h]; inf: it did not.
        controls: what luck drew less what was expected, in the order of ``sim.records.controls.CONTROLS``,
            shape (replications, controls); each of mean 0; no columns where that is not known.
        engine: the engine that ran it.
        undecided: checks of the scenario that so many runs do not decide, in words.
    """

    strategy: str
    measures: tuple[Measure, ...]
    values: Floats
    weeks: NDArray[np.int64]
    series: Mapping[str, Floats]
    pool_series: Mapping[tuple[str, str], Floats]
    quality_counts: NDArray[np.int64]
    accounts: Mapping[tuple[str, str], Floats]
    stock_series: Mapping[tuple[str, str, str], Floats] = field(default_factory=dict)
    acted_at: Floats = field(default_factory=lambda: np.empty((0, 0)))
    controls: Floats = field(default_factory=lambda: np.empty((0, 0)))
    engine: str = "reference"
    undecided: tuple[str, ...] = ()

    def first(self, number: int) -> "Replications":
        """Return the first so many replications, or all where there are fewer."""
        if len(self.values) <= number:
            return self
        return replace(
            self,
            values=self.values[:number],
            series={name: rows[:number] for name, rows in self.series.items()},
            pool_series={key: rows[:number] for key, rows in self.pool_series.items()},
            quality_counts=self.quality_counts[:number],
            accounts={key: amounts[:number] for key, amounts in self.accounts.items()},
            stock_series={key: rows[:number] for key, rows in self.stock_series.items()},
            acted_at=self.acted_at[:number],
            controls=self.controls[:number],
        )

    def __repr__(self) -> str:
        """Return the level of each measure, a line each."""
        from sim.experiments.account import levels_in_lines

        return levels_in_lines(self)


def paired(one: Replications, other: Replications) -> tuple[Replications, Replications]:
    """Return the replications that both have, those with the same luck side by side."""
    both = min(len(one.values), len(other.values))
    return one.first(both), other.first(both)


@dataclass(frozen=True, slots=True)
class Difference:
    """A strategy against the baseline on one measure, paired by replication.

    Attributes:
        measure: what is compared.
        level: the strategy's own level.
        difference: mean of strategy − baseline over the same replications.
        variance_reduction: (S₁² + S₂²) / S_Z², how many times more independent runs would have been needed;
            nan when a variance is zero.
        together: the same difference with an interval that holds together with those of all other
            strategies on this measure (Bonferroni).
        p_value: of no difference, two-sided; among several strategies adjusted for their number (Holm).
        controlled: the same difference with what the controls of both strategies explain of it taken out:
            a second opinion, by which nothing is called clear.
        skewed: what a few exceptional replications do to the interval of ``difference``; None: nothing.
    """

    measure: Measure
    level: Estimate
    difference: Estimate
    variance_reduction: float
    together: Estimate
    p_value: float
    controlled: Controlled
    skewed: Skewed | None = None

    def adjusted(self, p_value: float) -> "Difference":
        """Return the difference with its p-value adjusted for the other strategies."""
        return replace(self, p_value=p_value)

    @property
    def is_clear(self) -> bool:
        """True when it surely is one, beside all other strategies together."""
        return self.p_value < 1.0 - self.difference.confidence


@dataclass(frozen=True, slots=True)
class Gap:
    """What head counts alone would have said of a strategy on one measure, and what they miss.

    Attributes:
        measure: what is spoken of.
        forecast: head-count arithmetic, each lever alone and their effects added.
        simulated: the strategy's own level, over the replications of the split.
        gap: simulated less forecast.
        parts: by name (``PARTS``), what makes up the gap, in order; they add up to it.  Empty where the gap
            was not split.
    """

    measure: Measure
    forecast: float
    simulated: Estimate
    gap: Estimate
    parts: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Strategies against a baseline under common random numbers.

    Attributes:
        scenario: name of the scenario.
        question: what it asks, or ``""``.
        currency: of all money.
        future: name of the future that was assumed, or ``""``.
        baseline: name of the baseline strategy.
        seed: seed of the experiment.
        engine: the engine that ran it.
        run_length, warm_up: [h].
        budget: what each strategy may cost beside the baseline, or None [currency].
        foreground: names of the measures to show first, in order.
        replications: by strategy, the baseline first.
        differences: by strategy and measure name; the baseline's differences are exactly zero.
        spending: by strategy, what the whole run cost beyond the baseline's, on every account [currency].
        planned: by strategy, what its levers were planned to cost before the run beyond the baseline's;
            None where it depends on the run [currency].
        names: what the indices stand for.
        matters_from: by measure name, the smallest difference that matters, in the measure's unit.
        matters_assumed: names of the measures whose ``matters_from`` is assumed, as the scenario is silent.
        warnings: what a reader of the numbers should know, in sentences; doubts about the file first.
        notes: what holds because the file is silent and concerns one of the strategies, one line each.
        left_out: measures that should have been in the foreground and mean nothing in this scenario, by
            name, each with the reason.
        meaningless: names of all measures that mean nothing in this scenario.
        gaps: by strategy and measure name, what head counts alone would have said and what they miss; only
            measures of which they say something.
        split: replications over which the gaps are split into parts; 0: they are not, and hold for all.
        open_tasks: tasks of a snapshot, there from the start.
        ending: why so many replications were run and no more; None: that is not known.
        asked_by: what needed the most of them, in words, where a rule decided.
        asked_for: how many of each strategy that took, or would take.
        looked: whether what was seen decided how many; half of the error is spent on that.
        settled: what was left out until the organisation had settled, in words; ``""`` where nothing was
            looked for.
        robustness: what holds in futures drawn from the uncertainties of the scenario; None where none were.
        selection: which strategy is the best on the leading measure, with what guarantee; None where there
            is nothing to choose.
    """

    scenario: str
    question: str
    currency: str
    future: str
    baseline: str
    seed: int
    engine: str
    run_length: float
    warm_up: float
    budget: float | None
    foreground: tuple[str, ...]
    replications: Mapping[str, Replications]
    differences: Mapping[str, Mapping[str, Difference]]
    spending: Mapping[str, Estimate]
    planned: Mapping[str, float | None]
    names: Names
    matters_from: Mapping[str, float] = field(default_factory=dict)
    matters_assumed: frozenset[str] = frozenset()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    meaningless: frozenset[str] = frozenset()
    gaps: Mapping[str, Mapping[str, Gap]] = field(default_factory=dict)
    split: int = 0
    open_tasks: int = 0
    ending: "Ending | None" = None
    asked_by: str = ""
    asked_for: int = 0
    looked: bool = False
    settled: str = ""
    selection: "Selection | None" = None
    robustness: "Robustness | None" = None

    @property
    def break_evens(self) -> "dict[str, dict[str, BreakEven]]":
        """When strategies that are behind at first have made up for it, by strategy and what is counted."""
        from sim.experiments.break_even import break_evens

        return break_evens(self)

    @property
    def verdict(self) -> str:
        """What the comparison says, a sentence a line, the headline first."""
        from sim.experiments.verdict import verdict

        return "\n".join(verdict(self))

    def __repr__(self) -> str:
        """Return the verdict: the numbers are in the attributes."""
        return self.verdict


QUALITY_BINS = 50
"""Bins of the quality histogram over [0, 1]."""

PARTS = (
    "interplay of levers",
    "queueing and variability",
    "review and rework",
    "ramp and training",
    "feedback",
)
"""What the gap between head counts and a simulation is made of, in order."""
