"""Weekly stocks of a run record as series: one number a week for each pool and stock."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.records.record import RunRecord, Stock

Floats = NDArray[np.float64]
Key = tuple[str, str, str]
"""Pool, stock and skill; the skill is ``""`` for a stock that is none."""


def stock_series(record: RunRecord) -> dict[Key, Floats]:
    """Return the stocks of a record, each of shape (weeks,); nan in a week in which nobody was there.

    A record in which nothing moves has no stocks, so that the result is empty.
    """
    table = record.stocks
    if not len(table["week"]):
        return {}
    weeks, values = np.asarray(table["week"], np.int64), np.asarray(table["value"], np.float64)
    keys = np.stack([np.asarray(table[name], np.int64) for name in ("pool", "stock", "skill")])
    found, place = np.unique(keys, axis=1, return_inverse=True)
    series = np.full((found.shape[1], len(record.weeks["week"])), np.nan)
    series[place.ravel(), weeks - 1] = values
    return dict(zip(_names(found, record), series, strict=True))


def _names(found: NDArray[np.int64], record: RunRecord) -> Iterator[Key]:
    names = record.names
    for pool, stock, skill in found.T.tolist():
        yield names.pools[pool], Stock(stock).name.lower(), names.skills[skill] if skill >= 0 else ""


def gathered(all_series: Sequence[Mapping[Key, Floats]], weeks: int) -> dict[Key, Floats]:
    """Return the stocks of several replications, each of shape (replications, weeks).

    A stock that a replication does not have, since nobody of the pool ever came, is nan there.
    """
    nothing = np.full(weeks, np.nan)
    keys = dict.fromkeys(key for series in all_series for key in series)
    return {key: np.stack([series.get(key, nothing) for series in all_series]) for key in sorted(keys)}
