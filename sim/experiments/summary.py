"""What is kept of one replication: numbers and plain arrays, small enough to send between processes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.experiments.findings import QUALITY_BINS, Replications
from sim.experiments.stocks import Key, gathered, stock_series
from sim.measures.measure import Measure
from sim.measures.registry import measures_of
from sim.measures.window import floats
from sim.records.record import Account, Run
from sim.records.totals import RunTotals, totals_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SERIES = ("arrivals", "delivered", "good", "wip", "mean_wip", "quality", "value", "cost")
"""Weekly series of the organisation, columns of the weeks."""
POOL_SERIES = ("busy_time", "available_time", "training_time", "actors")
"""Weekly series of each pool, columns of its weeks."""


@dataclass(frozen=True, slots=True)
class Summary:
    """One replication, without its tasks and visits.

    Attributes:
        values: one number per measure, in the order of ``measures_of(names)``; nan where undefined.
        weeks: week numbers, shape (weeks,).
        series: weekly series by name, each of shape (weeks,).
        pool_series: weekly series by pool and name, same shape.
        quality_counts: deliveries of the window by quality in ``QUALITY_BINS`` equal bins over [0, 1].
        accounts: whole-run cost by account name and pool name [currency].
        stock_series: weekly stocks by pool, stock and skill, shape (weeks,); empty where nothing moves.
        acted_at: when each event of the strategy acted, shape (events,) [h]; inf: it did not.
        controls: what luck drew less what was expected, in the order of ``CONTROLS``; of mean 0.
    """

    values: Floats
    weeks: Ints
    series: Mapping[str, Floats]
    pool_series: Mapping[tuple[str, str], Floats]
    quality_counts: Ints
    accounts: Mapping[tuple[str, str], float]
    stock_series: Mapping[Key, Floats]
    acted_at: Floats
    controls: Floats


def summarise(run: Run) -> Summary:
    """Return what is kept of a run."""
    totals = totals_of(run)
    return Summary(
        values=values_of(totals),
        weeks=np.asarray(run.weeks["week"], np.int64),
        series={name: floats(run.weeks, name) for name in SERIES},
        pool_series=_pool_series(run),
        quality_counts=totals.tasks.quality.counts(QUALITY_BINS),
        accounts=_accounts(run),
        stock_series=stock_series(run),
        acted_at=floats(run.levers, "acted_at"),
        controls=np.array(run.controls, np.float64),
    )


def values_of(totals: RunTotals) -> Floats:
    """Return all measures of a run, in the order of ``measures_of(totals.names)``; nan where undefined."""
    return np.array([measure.of(totals) for measure in measures_of(totals.names)], np.float64)


def _pool_series(run: Run) -> dict[tuple[str, str], Floats]:
    table = run.pool_weeks
    by_week = np.argsort(np.asarray(table["week"], np.int64), kind="stable")
    pools = np.asarray(table["pool"], np.int64)[by_week]
    return {
        (pool, name): floats(table, name)[by_week][pools == number]
        for number, pool in enumerate(run.names.pools)
        for name in POOL_SERIES
    }


def _accounts(run: Run) -> dict[tuple[str, str], float]:
    amounts: dict[tuple[str, str], float] = {}
    table = run.ledger
    columns = (table[name].tolist() for name in ("account", "pool", "amount"))
    for account, pool, amount in zip(*columns, strict=True):
        key = (Account(account).name.lower(), run.names.pools[pool])
        amounts[key] = amounts.get(key, 0.0) + amount
    return amounts


def gather(strategy: str, measures: tuple[Measure, ...], summaries: Sequence[Summary]) -> Replications:
    """Return the replications of one strategy as arrays with one row each, in the order given.

    An account that a replication did not use cost it nothing.
    """
    first = summaries[0]
    accounts = sorted({key for summary in summaries for key in summary.accounts})
    return Replications(
        strategy=strategy,
        measures=measures,
        values=np.stack([summary.values for summary in summaries]),
        weeks=first.weeks,
        series={name: np.stack([summary.series[name] for summary in summaries]) for name in SERIES},
        pool_series={
            key: np.stack([summary.pool_series[key] for summary in summaries]) for key in first.pool_series
        },
        quality_counts=np.stack([summary.quality_counts for summary in summaries]),
        accounts={
            key: np.array([summary.accounts.get(key, 0.0) for summary in summaries]) for key in accounts
        },
        stock_series=gathered([summary.stock_series for summary in summaries], len(first.weeks)),
        acted_at=np.stack([summary.acted_at for summary in summaries]),
        controls=np.stack([summary.controls for summary in summaries]),
    )
