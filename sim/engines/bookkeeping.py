"""From what has happened to a run record: hours, weeks and money, made once for every engine."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines.money import ledger_of, weekly_cost
from sim.engines.timesheet import History, Timesheet
from sim.model.model import Model
from sim.records.columns import TABLES, Column
from sim.records.record import RunRecord, Table

Floats = NDArray[np.float64]
HOURS_PER_WEEK = 168.0


def record_of(model: Model, seed: int, replication: int, engine: str, history: History) -> RunRecord:
    """Return the run record of one replication."""
    tasks = _table("tasks", history.tasks)
    numbers = np.arange(len(history.visits["task"]))
    visits = _table("visits", {"visit": numbers, **history.visits})
    sheet = Timesheet(model, visits, history)
    horizon, warm_up = model.horizon, model.warm_up
    busy, overtime = sheet.worked(warm_up, horizon)
    prolonged = sheet.prolonged(warm_up, horizon)
    count = len(history.pool)
    ledger = _table("ledger", ledger_of(model, sheet, visits, history.rate))
    ends = week_edges(horizon)
    costs = len(ledger["amount"]) > 0
    cost = weekly_cost(model, sheet, visits, history.rate, ends) if costs else np.zeros(len(ends))
    actors = {
        "actor": np.arange(count),
        "pool": history.pool,
        "seat": history.seat,
        "joined_at": sheet.joined_at,
        "left_at": sheet.left_at,
        "rate": history.rate,
        "busy_time": np.bincount(sheet.actor, busy, count),
        "available_time": sheet.available(warm_up, horizon),
        "training_time": sheet.trained(warm_up, horizon),
        "prolonged_time": prolonged,
        "overtime": np.bincount(sheet.actor, overtime, count) + prolonged,
    }
    return RunRecord(
        seed=seed,
        replication=replication,
        engine=engine,
        horizon=horizon,
        warm_up=warm_up,
        names=model.names,
        tasks=tasks,
        visits=visits,
        actors=_table("actors", actors),
        weeks=_table("weeks", _weeks(tasks, horizon) | {"cost": cost}),
        pool_weeks=_table("pool_weeks", _pool_weeks(model, sheet, horizon)),
        stocks=_table("stocks", history.stocks),
        ledger=ledger,
        absences=_table("absences", history.absences),
        levers=_table("levers", {"lever": np.arange(len(history.acted_at)), "acted_at": history.acted_at}),
    )


def _table(name: str, columns: Mapping[str, object]) -> Table:
    """Return columns in the order and with the types of the contract, read-only."""
    return {column.name: _column(column, columns[column.name]) for column in TABLES[name]}


def _column(column: Column, values: object) -> NDArray[Any]:
    array = np.array(values, dtype=column.dtype)
    array.setflags(write=False)
    return array


def week_edges(horizon: float) -> Floats:
    """Return the ends of the weeks of a run, the last at the horizon [h]."""
    weeks = max(1, math.ceil(horizon / HOURS_PER_WEEK))
    edges: Floats = np.minimum(np.arange(1, weeks + 1) * HOURS_PER_WEEK, horizon)
    return edges


def _weeks(tasks: Table, horizon: float) -> dict[str, object]:
    edges = week_edges(horizon)
    bounds = np.concatenate([[0.0], edges])
    arrived, delivered_at = tasks["arrived_at"].astype(float), tasks["delivered_at"].astype(float)
    out = ~np.isnan(delivered_at)
    first_hand = out & (tasks["parent"] < 0)
    good = first_hand & ~tasks["defective"].astype(bool)
    delivered = np.histogram(delivered_at[first_hand], bounds)[0]
    quality = tasks["quality"].astype(float)
    rated = first_hand & ~np.isnan(quality)
    ratings = np.histogram(delivered_at[rated], bounds)[0]
    total = np.histogram(delivered_at[rated], bounds, weights=quality[rated])[0]
    gone = np.sort(delivered_at[out])
    wip = np.searchsorted(arrived, edges) - np.searchsorted(gone, edges)
    return {
        "week": np.arange(1, len(edges) + 1),
        "ended_at": edges,
        "arrivals": np.histogram(arrived, bounds)[0],
        "delivered": delivered,
        "good": np.histogram(delivered_at[good], bounds)[0],
        "wip": wip,
        "mean_wip": np.diff(_hours_inside(arrived, gone, bounds)) / np.diff(bounds),
        "value": np.histogram(delivered_at[first_hand], bounds, weights=tasks["value"][first_hand])[0],
        "quality": np.divide(total, ratings, out=np.full(len(edges), np.nan), where=ratings > 0),
    }


def _hours_inside(arrived: Floats, gone: Floats, moments: Floats) -> Floats:
    """Return the task-hours spent inside up to each moment [h]; both columns sorted."""

    def hours_since(times: Floats) -> Floats:
        count = np.searchsorted(times, moments, side="right")
        sums = np.concatenate([[0.0], np.cumsum(times)])
        hours: Floats = count * moments - sums[count]
        return hours

    return hours_since(arrived) - hours_since(gone)


def _pool_weeks(model: Model, sheet: Timesheet, horizon: float) -> dict[str, object]:
    edges = week_edges(horizon)
    pools = len(model.names.pools)
    busy = np.zeros((len(edges), pools))
    available = np.zeros((len(edges), pools))
    trained = np.zeros((len(edges), pools))
    actors = np.zeros((len(edges), pools), dtype=np.int64)
    pool_of_visit = sheet.pool[sheet.actor]
    previous = np.zeros(pools)
    begin = 0.0
    whole = _cumulative_busy(sheet, pool_of_visit, pools, edges)
    for week, end in enumerate(edges):
        busy[week] = whole[week] - previous
        previous = whole[week]
        available[week] = np.bincount(sheet.pool, sheet.available(begin, float(end)), pools)
        if sheet.has_training:
            trained[week] = np.bincount(sheet.pool, sheet.trained(begin, float(end)), pools)
        here = (sheet.joined_at < end) & (sheet.left_at >= end)
        actors[week] = np.bincount(sheet.pool[here], minlength=pools)
        begin = float(end)
    return {
        "week": np.repeat(np.arange(1, len(edges) + 1), pools),
        "pool": np.tile(np.arange(pools), len(edges)),
        "busy_time": busy.ravel(),
        "available_time": available.ravel(),
        "training_time": trained.ravel(),
        "actors": actors.ravel(),
    }


def _cumulative_busy(sheet: Timesheet, pool_of_visit: NDArray[np.int64], pools: int, edges: Floats) -> Floats:
    """Return hands-on hours of each pool up to each week's end, shape (weeks, pools) [h].

    Visits that end within a week are booked whole; only those across its end are cut.  They are added up in
    an order that does not depend on when the run ends, so that a longer run has the same past.
    """
    hours, _ = sheet.worked(0.0, float(edges[-1]))
    done = np.flatnonzero(sheet.end <= edges[-1])
    ended = np.zeros((len(edges), pools))
    np.add.at(ended, (np.searchsorted(edges, sheet.end[done]), pool_of_visit[done]), hours[done])
    total: Floats = np.cumsum(ended, axis=0)
    for week, edge in enumerate(edges):
        across = np.flatnonzero((sheet.start < edge) & (sheet.end > edge))
        across = across[np.argsort(sheet.actor[across])]
        part, _ = sheet.worked(0.0, float(edge), across)
        total[week] += np.bincount(pool_of_visit[across], part, pools)
    return total
