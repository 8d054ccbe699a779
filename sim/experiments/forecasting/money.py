"""What an organisation costs on paper, in a stretch of time in which nothing changes."""

from collections.abc import Mapping

import numpy as np

from sim.experiments.forecasting.supply import share_on_duty
from sim.experiments.forecasting.ways import users_of
from sim.model.model import Model
from sim.model.names import PoolKind
from sim.rules.market import mean_market_rate
from sim.units import HOURS_PER_MONTH

Uses = Mapping[int, tuple[float, float]]
"""By tool: visits that it assists or does, and hours of those that it does alone [h]."""


def cost_of(model: Model, begin: float, end: float, busy: Mapping[str, float], uses: Uses) -> float:
    """Return what wages, freelancers and tools cost between two moments [currency].

    Args:
        model: the model.
        begin, end: [h].
        busy: hands-on hours by pool [h].
        uses: of tools.
    """
    total = 0.0
    for pool, kind in enumerate(model.names.pool_kinds):
        if kind == PoolKind.PEOPLE:
            total += (end - begin) * _wages(model, pool)
        elif kind == PoolKind.FREELANCERS:
            total += _market(model, pool, begin, end) * _rates(model, pool, busy[model.names.pools[pool]])
        else:
            total += _tool(model, pool, (end - begin) / HOURS_PER_MONTH, *uses[pool])
    return total


def _wages(model: Model, pool: int) -> float:
    """Return the wages of a pool by the hour, day and night [currency/h]."""
    rates: list[float] = model.actors.rate_low[model.actors.pool == pool].tolist()
    return sum(rate * share for rate, share in zip(rates, share_on_duty(model, pool), strict=True))


def _rates(model: Model, pool: int, busy: float) -> float:
    """Return what freelancers cost for hours of work, with the fee [currency]."""
    if busy <= 0.0:
        return 0.0
    first = int(np.flatnonzero(model.actors.pool == pool)[0])
    rate = mean_market_rate(float(model.actors.rate_low[first]), float(model.actors.rate_high[first]))
    return busy * rate * (1.0 + float(model.pools.client_fee[pool]))


def _market(model: Model, pool: int, begin: float, end: float) -> float:
    """Return the mean rates of a market between two moments, over those of the start [factor]."""
    pools = model.pools
    part = slice(pools.market_first[pool], pools.market_first[pool + 1])
    since = pools.market_from[part]
    hours = np.minimum(np.append(since[1:], end), end) - np.maximum(since, begin)
    return float((np.maximum(hours, 0.0) * pools.market_rate[part]).sum()) / (end - begin)


def _tool(model: Model, tool: int, months: float, uses: float, hours: float) -> float:
    """Return what a tool costs: by use, by hour alone, by person and month, by month [currency]."""
    v, version = model.versions, int(model.versions.first[tool])
    persons = int(np.isin(model.actors.pool, users_of(model, tool)).sum())
    by_use = float(v.price_per_use[version]) * uses + float(v.price_per_hour[version]) * hours
    by_month = float(v.price_per_month[version]) + float(v.price_per_person_month[version]) * persons
    return by_use + by_month * months
