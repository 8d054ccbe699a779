"""From what has happened to a run record: hours, weeks and money, made once for every engine."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines.money import amounts_of, cost_of, ledger_of
from sim.engines.timesheet import History, Timesheet, cuts_of
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
    horizon, warm_up = model.horizon, model.warm_up
    ends = week_edges(horizon)
    sheet = Timesheet(model, visits, history, cuts_of(horizon, warm_up, ends))
    worked, beyond = sheet.worked()
    available, trained = sheet.available(), sheet.trained()
    prolonged = sheet.prolonged(available)
    amounts = amounts_of(model, sheet, visits, history.rate, (worked, beyond, available, prolonged))
    measured = sheet.cuts[:-1] >= warm_up
    week_of_segment = np.searchsorted(ends, sheet.cuts[1:])
    cost = _by_week(cost_of(amounts), week_of_segment)
    by_pool = {
        "busy_time": _by_week(sheet.by_pool(worked), week_of_segment),
        "available_time": _by_week(sheet.by_pool(available), week_of_segment),
        "training_time": _by_week(sheet.by_pool(trained), week_of_segment),
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
        actors=_table("actors", _actors(model, visits, history)),
        weeks=_table("weeks", _weeks(tasks, horizon) | {"cost": cost}),
        pool_weeks=_table("pool_weeks", _pool_weeks(model, sheet, ends) | _ravelled(by_pool)),
        stocks=_table("stocks", history.stocks),
        ledger=_table("ledger", ledger_of(amounts, measured)),
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


def _actors(model: Model, visits: Table, history: History) -> dict[str, object]:
    """Return who was there, and the hours of each after the warm-up.

    The hours are not added up from those of weeks: a run with all times doubled has twice the hours, to the
    last bit, and not twice the weeks.
    """
    cuts = cuts_of(model.horizon, model.warm_up, np.array([]))
    sheet = Timesheet(model, visits, history, cuts)
    available = sheet.available()
    prolonged = sheet.prolonged(available)
    worked, beyond = sheet.worked()
    return {
        "actor": np.arange(len(history.pool)),
        "pool": history.pool,
        "seat": history.seat,
        "joined_at": history.joined_at,
        "left_at": history.left_at,
        "rate": history.rate,
        "busy_time": worked[-1],
        "available_time": available[-1],
        "training_time": sheet.trained()[-1],
        "prolonged_time": prolonged[-1],
        "overtime": beyond[-1] + prolonged[-1],
    }


def _by_week(values: Floats, week: NDArray[np.int64]) -> Floats:
    """Return sums over the segments of each week, of values whose rows are segments."""
    sums = np.zeros((int(week[-1]) + 1, *values.shape[1:]))
    np.add.at(sums, week, values)
    return sums


def _ravelled(columns: Mapping[str, Floats]) -> dict[str, object]:
    return {name: values.ravel() for name, values in columns.items()}


def _pool_weeks(model: Model, sheet: Timesheet, ends: Floats) -> dict[str, object]:
    """Return week, pool, and who is there at the end of each week."""
    pools = len(model.names.pools)
    here: Floats = np.where((sheet.joined_at < ends[:, None]) & (sheet.left_at >= ends[:, None]), 1.0, 0.0)
    return {
        "week": np.repeat(np.arange(1, len(ends) + 1), pools),
        "pool": np.tile(np.arange(pools), len(ends)),
        "actors": sheet.by_pool(here).ravel(),
    }
