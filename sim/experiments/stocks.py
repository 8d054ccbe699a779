"""Weekly stocks of a run as series: one number a week for each pool and stock."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.records.record import Run, Stock

Floats = NDArray[np.float64]
Key = tuple[str, str, str]
"""Pool, stock and skill; the skill is ``""`` for a stock that is none."""


def stock_series(run: Run) -> dict[Key, Floats]:
    """Return the stocks of a run, each of shape (weeks,); nan in a week in which nobody was there.

    A run in which nothing moves has no stocks, so that the result is empty.
    """
    table = run.stocks
    if not len(table["week"]):
        return {}
    weeks, values = np.asarray(table["week"], np.int64), np.asarray(table["value"], np.float64)
    pool, stock, skill = (np.asarray(table[name], np.int64) for name in ("pool", "stock", "skill"))
    skills = len(run.names.skills) + 1
    keys, place = np.unique((pool * len(Stock) + stock) * skills + skill + 1, return_inverse=True)
    series = np.full((len(keys), len(run.weeks["week"])), np.nan)
    series[place, weeks - 1] = values
    found = np.stack([keys // skills // len(Stock), keys // skills % len(Stock), keys % skills - 1])
    return dict(zip(_names(found, run), series, strict=True))


def _names(found: NDArray[np.int64], run: Run) -> Iterator[Key]:
    names = run.names
    for pool, stock, skill in found.T.tolist():
        yield names.pools[pool], Stock(stock).name.lower(), names.skills[skill] if skill >= 0 else ""


def gathered(all_series: Sequence[Mapping[Key, Floats]], weeks: int) -> dict[Key, Floats]:
    """Return the stocks of several replications, each of shape (replications, weeks).

    A stock that a replication does not have, since nobody of the pool ever came, is nan there.
    """
    nothing = np.full(weeks, np.nan)
    keys = dict.fromkeys(key for series in all_series for key in series)
    return {key: np.stack([series.get(key, nothing) for series in all_series]) for key in sorted(keys)}
