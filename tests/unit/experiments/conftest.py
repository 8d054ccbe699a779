"""Run records and comparisons made by hand, small enough to work out every number on paper."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest

from sim.experiments.difference import all_differences
from sim.experiments.findings import QUALITY_BINS, Comparison, Replications
from sim.measures.registry import MEASURES
from sim.model.names import Names, PoolKind
from sim.records.columns import TABLES
from sim.records.record import RunRecord
from sim.statistics.estimate import paired_difference

Rows = Sequence[Mapping[str, object]]
WEEK = 168.0
NAN, INF = float("nan"), float("inf")
NAMES = Names(
    task_types=("article",),
    steps=("draft", "review"),
    pools=("assistant", "content_writers", "writers"),
    pool_kinds=(PoolKind.TOOL, PoolKind.FREELANCERS, PoolKind.PEOPLE),
    skills=(),
    currency="USD",
)
LEFT_OUT = {"parent": -1, "due_at": INF, "quality": NAN, "delivered_at": NAN, "ended_at": NAN}
"""Values of columns that a row does not mention, where they are not zero."""


def make_record(horizon: float = 4 * WEEK, warm_up: float = WEEK, **tables: Rows) -> RunRecord:
    """Return a record with these rows; what a row leaves out is zero, nothing, or never."""
    return RunRecord(
        seed=1,
        replication=0,
        engine="by hand",
        horizon=horizon,
        warm_up=warm_up,
        names=NAMES,
        **{
            table: {
                column.name: np.array(
                    [row.get(column.name, LEFT_OUT.get(column.name, 0)) for row in tables.get(table, ())],
                    column.dtype,
                )
                for column in columns
            }
            for table, columns in TABLES.items()
        },
    )


TASKS = (
    {"arrived_at": 100, "delivered_at": 160, "due_at": 300, "quality": 0.9,
     "value": 900},  # before the window
    {"arrived_at": 10, "delivered_at": 168, "due_at": 168, "quality": 0.9,
     "value": 900},  # on its open end
    {"arrived_at": 150, "delivered_at": 200, "due_at": 210, "quality": 0.8, "value": 100,
     "hand_offs": 2, "service_time": 5},
    {"arrived_at": 170, "delivered_at": 270, "due_at": 260, "quality": 0.6, "value": 100,
     "hand_offs": 4, "service_time": 10, "reworks": 1},
    {"arrived_at": 180, "delivered_at": 330, "quality": 0.4, "defective": True, "service_time": 15},
    {"arrived_at": 300, "delivered_at": 340, "quality": 0.7, "parent": 4, "service_time": 3},  # a repair
    {"arrived_at": 400, "delivered_at": 672, "due_at": 672, "value": 50, "hand_offs": 2,
     "service_time": 4},  # on the closed end, without quality
    {"arrived_at": 600, "due_at": 650},  # still inside
)  # fmt: skip
VISITS = (
    {"ended_at": 100, "service_time": 50, "mode": 2, "rework": True, "quality": 0.25},  # before the window
    {"ended_at": 200, "service_time": 6, "mode": 0, "actor": 2, "quality": 0.5},
    {
        "ended_at": 300,
        "service_time": 2,
        "mode": 0,
        "actor": 2,
        "outcome": 5,
    },  # handed over at the end of a shift
    {"ended_at": 310, "service_time": 4, "mode": 1, "actor": 2, "rework": True, "quality": 0.75},
    {"ended_at": 400, "service_time": 3, "mode": 2, "actor": 0, "quality": 0.125},  # by a tool
    {"ended_at": 500, "service_time": 5, "mode": 1, "actor": 1, "quality": 1.0},
    {"service_time": 40, "mode": 2},  # in hand at the horizon
)
ACTORS = (
    {"pool": 0, "busy_time": 90, "available_time": 504},
    {"pool": 1, "busy_time": 30, "available_time": 40},
    {"pool": 2, "busy_time": 100, "available_time": 120, "overtime": 5},
    {"pool": 2, "busy_time": 66, "available_time": 80, "overtime": 0},
)
LEDGER = (
    {"account": 0, "pool": 2, "amount": 8000, "measured_amount": 6000},
    {"account": 2, "pool": 0, "amount": 400, "measured_amount": 300},
    {"account": 3, "pool": 1, "amount": 1500, "measured_amount": 1200},
    {"account": 3, "pool": 1, "amount": 100, "measured_amount": 0},
)
WEEKS = (
    {"week": 1, "ended_at": 168, "good": 9, "quality": 0.9},
    {"week": 2, "ended_at": 336, "good": 1, "quality": 0.5},
    {"week": 3, "ended_at": 504, "good": 2, "quality": NAN},
    {"week": 4, "ended_at": 672, "good": 6, "quality": 0.7},
)
POOL_WEEKS = tuple(
    {"week": week, "pool": pool, "busy_time": 10 * week + pool, "available_time": 40, "actors": pool}
    for week in (1, 2, 3, 4)
    for pool in (0, 1, 2)
)


@pytest.fixture
def record() -> RunRecord:
    """Four weeks of a small agency, the first of them warm-up."""
    return make_record(
        tasks=TASKS,
        visits=VISITS,
        actors=ACTORS,
        weeks=WEEKS,
        pool_weeks=POOL_WEEKS,
        stocks=(),
        ledger=LEDGER,
    )


@pytest.fixture
def empty() -> RunRecord:
    """A run in which nothing happened."""
    return make_record()


@pytest.fixture
def new_record() -> Callable[..., RunRecord]:
    """Return the maker of records."""
    return make_record


Values = Mapping[str, Sequence[float]]


def make_replications(strategy: str, values: Values, spent: Sequence[float] | None = None) -> Replications:
    """Return replications with these values by measure; one account, freelancers."""
    measures = tuple(MEASURES[name] for name in values)
    table = np.array([values[name] for name in values], np.float64).T
    count = len(table)
    return Replications(
        strategy=strategy,
        measures=measures,
        values=table,
        weeks=np.arange(1),
        series={name: np.zeros((count, 1)) for name in ("good", "value", "cost")},
        pool_series={},
        quality_counts=np.zeros((count, QUALITY_BINS), np.int64),
        accounts={("freelancers", "content_writers"): np.array(spent or [0.0] * count)},
    )


def make_comparison(
    results: Sequence[Replications],
    foreground: tuple[str, ...] = ("throughput",),
    budget: float | None = None,
    matters_from: Mapping[str, float] | None = None,
) -> Comparison:
    """Return the comparison of these replications with the first of them."""
    baseline = results[0]
    spent = {result.strategy: result.accounts["freelancers", "content_writers"] for result in results}
    return Comparison(
        scenario="Small agency",
        question="",
        currency="USD",
        future="",
        baseline=baseline.strategy,
        seed=1,
        engine="by hand",
        run_length=4 * WEEK,
        warm_up=WEEK,
        budget=budget,
        foreground=foreground,
        replications={result.strategy: result for result in results},
        differences=all_differences({result.strategy: result for result in results}, baseline.strategy),
        spending={
            name: paired_difference(amounts, spent[baseline.strategy]) for name, amounts in spent.items()
        },
        planned={result.strategy: 0.0 for result in results},
        names=NAMES,
        matters_from=matters_from or {},
    )


@pytest.fixture
def replications() -> Callable[..., Replications]:
    """Return the maker of replications."""
    return make_replications


@pytest.fixture
def comparison() -> Callable[..., Comparison]:
    """Return the maker of comparisons."""
    return make_comparison
