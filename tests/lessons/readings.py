"""Numbers that claims read from a run record beside its measures."""

import dataclasses

import numpy as np

from sim.experiments.stocks import stock_series
from sim.measures.flow import FLOW
from sim.measures.quality import QUALITY
from sim.measures.registry import measures_of
from sim.measures.window import HOURS_PER_WEEK, Mask
from sim.records.record import RunRecord
from sim.records.totals import totals_of

BY_WEEK = {measure.name for measure in (*FLOW, *QUALITY)} | {
    "flow_time_spread",
    "flow_time_tail",
    "wait",
    "pace",
}
"""What can be read for a window of weeks: all that is made of deliveries and visits."""


def reading(record: RunRecord, name: str, of: str = "") -> float:
    """Return a measure by its name, or one of what only claims need.

    ``stock.strain`` or ``stock.skill.writing`` of a pool, a mean over weeks; ``wait`` of a step [h]; ``pace``
    of a pool, its visits in a week in which all have one in hand; ``flow_time_spread``, a standard deviation
    [h]; ``flow_time_tail``, the 95th percentile over the mean.
    """
    if name.startswith("stock."):
        return _stock(record, name.removeprefix("stock."), of)
    if name == "wait":
        return _wait(record, of)
    if name == "pace":
        return _pace(record, of)
    if name == "flow_time_spread":
        return totals_of(record).tasks.flow_time.spread
    if name == "flow_time_tail":
        flow_time = totals_of(record).tasks.flow_time
        return flow_time.quantile(95) / flow_time.mean
    by_name = {measure.name: measure for measure in measures_of(record.names)}
    return by_name[name].value(record)


def within(record: RunRecord, name: str, first: int, last: int) -> RunRecord:
    """Return a record of which only the weeks from ``first`` to ``last`` are measured."""
    if name not in BY_WEEK and not name.startswith("stock."):
        raise ValueError(f"'{name}' is not counted week by week; leave the weeks out")
    return dataclasses.replace(record, warm_up=(first - 1) * HOURS_PER_WEEK, horizon=last * HOURS_PER_WEEK)


def _stock(record: RunRecord, name: str, of: str) -> float:
    stock, _, skill = name.partition(".")
    series = stock_series(record)[of, stock, skill]
    first, last = (round(moment / HOURS_PER_WEEK) for moment in (record.warm_up, record.horizon))
    return float(series[first:last].mean())


def _wait(record: RunRecord, step: str) -> float:
    visits = record.visits
    begun = (visits["step"] == record.names.steps.index(step)) & _begun(record)
    return float(np.mean((visits["started_at"] - visits["ready_at"])[begun]))


def _pace(record: RunRecord, pool: str) -> float:
    visits, begun = record.visits, _begun(record)
    seats = record.actors["actor"][record.actors["pool"] == record.names.pools.index(pool)]
    hours = [visits["service_time"][begun & (visits["actor"] == seat)] for seat in seats]
    return sum(HOURS_PER_WEEK / float(each.mean()) for each in hours if len(each))


def _begun(record: RunRecord) -> Mask:
    """Return which visits began in the measured part."""
    started_at = record.visits["started_at"]
    begun: Mask = (started_at >= record.warm_up) & (started_at < record.horizon)
    return begun
