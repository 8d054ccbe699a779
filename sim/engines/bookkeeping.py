"""From what has happened to a run record: hours, weeks and money, made once for every engine."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines.money import amounts_of, cost_of, ledger_of
from sim.engines.timesheet import History, Timesheet, cuts_of
from sim.engines.visit_hours import VisitHours, hours_of_visits
from sim.model.model import Model
from sim.records.columns import TABLES, Column
from sim.records.record import RunRecord, Table
from sim.records.totals import RunTotals, TaskTotals, VisitTotals
from sim.records.weekly import WeekTally, week_edges

Floats = NDArray[np.float64]
Columns = dict[str, NDArray[Any]]


def record_of(
    model: Model,
    seed: int,
    replication: int,
    engine: str,
    tasks: Columns,
    visits: Columns,
    waiting: Columns,
    history: History,
    controls: tuple[float, ...],
) -> RunRecord:
    """Return the run record of one replication.

    Args:
        model: what was run.
        seed, replication: with which luck.
        engine: by whom.
        tasks: columns of ``sim.records.columns.TASKS``.
        visits: columns of ``VISITS`` but for the number of the visit; those in hand last.
        waiting: columns of ``WAITING``, in any order.
        history: what else happened.
        controls: what luck drew less what was expected, see ``sim.records.controls``.
    """
    numbered = _table("visits", {"visit": np.arange(len(visits["task"])), **visits})
    all_tasks = _table("tasks", tasks)
    weeks = WeekTally(model.horizon)
    weeks.add(all_tasks)
    hours = hours_of_visits(model, numbered, history, cuts_of_run(model))
    kept = _kept(model, seed, replication, engine, weeks, hours, history, controls)
    order = np.lexsort((waiting["attempt"], waiting["step"], waiting["task"]))
    in_order = {name: values[order] for name, values in waiting.items()}
    return RunRecord(
        **kept,
        tasks=all_tasks,
        visits=numbered,
        waiting=_table("waiting", in_order),
        duties=_table("duties", _duties(history)),
    )


@dataclass(frozen=True, slots=True)
class AddedUp:
    """Tasks and visits of a run, added up by an engine that does not keep them.

    Attributes:
        tasks, visits: of the measured part.
        weeks: tasks, week by week.
        hours: of visits.
    """

    tasks: TaskTotals
    visits: VisitTotals
    weeks: WeekTally
    hours: VisitHours


def totals_from(
    model: Model,
    seed: int,
    replication: int,
    engine: str,
    added_up: AddedUp,
    history: History,
    controls: tuple[float, ...],
) -> RunTotals:
    """Return what one replication adds up to, to the last bit as its record would."""
    kept = _kept(model, seed, replication, engine, added_up.weeks, added_up.hours, history, controls)
    return RunTotals(**kept, tasks=added_up.tasks, visits=added_up.visits)


def cuts_of_run(model: Model) -> Floats:
    """Return where the segments of a run begin, and the horizon [h]."""
    return cuts_of(model.horizon, model.warm_up, week_edges(model.horizon))


def _kept(
    model: Model,
    seed: int,
    replication: int,
    engine: str,
    weeks: WeekTally,
    hours: VisitHours,
    history: History,
    controls: tuple[float, ...],
) -> dict[str, Any]:
    """Return the fields of a ``Run``."""
    ends = week_edges(model.horizon)
    sheet = Timesheet(model, history, cuts_of_run(model))
    worked, _ = hours.in_all
    available, trained = sheet.available(), sheet.trained()
    prolonged = sheet.prolonged()
    amounts = amounts_of(model, sheet, history.rate, hours, available, prolonged)
    measured = sheet.cuts[:-1] >= model.warm_up
    week_of_segment = np.searchsorted(ends, sheet.cuts[1:])
    cost = _by_week(cost_of(amounts), week_of_segment)
    by_pool = {
        "busy_time": _by_week(sheet.by_pool(worked), week_of_segment),
        "available_time": _by_week(sheet.by_pool(available), week_of_segment),
        "training_time": _by_week(sheet.by_pool(trained), week_of_segment),
    }
    return {
        "seed": seed,
        "replication": replication,
        "engine": engine,
        "horizon": model.horizon,
        "warm_up": model.warm_up,
        "names": model.names,
        "actors": _table("actors", _actors(model, sheet, hours, history)),
        "weeks": _table("weeks", weeks.columns() | {"cost": cost}),
        "pool_weeks": _table("pool_weeks", _pool_weeks(model, sheet, ends) | _ravelled(by_pool)),
        "stocks": _table("stocks", history.stocks),
        "ledger": _table("ledger", ledger_of(amounts, measured)),
        "absences": _table("absences", history.absences),
        "levers": _table("levers", {"lever": np.arange(len(history.acted_at)), "acted_at": history.acted_at}),
        "controls": controls,
    }


def _table(name: str, columns: Mapping[str, object]) -> Table:
    """Return columns in the order and with the types of the contract, read-only."""
    return {column.name: _column(column, columns[column.name]) for column in TABLES[name]}


def _column(column: Column, values: object) -> NDArray[Any]:
    array = np.array(values, dtype=column.dtype)
    array.setflags(write=False)
    return array


def _actors(model: Model, sheet: Timesheet, hours: VisitHours, history: History) -> dict[str, object]:
    """Return who was there, and the hours of each after the warm-up.

    The hours are not added up from those of weeks: a run with all times doubled has twice the hours, to the
    last bit, and not twice the weeks.
    """
    window = Timesheet(model, history, cuts_of(model.horizon, model.warm_up, np.array([])))
    available, prolonged = sheet.available(model.warm_up), sheet.prolonged(model.warm_up)
    return {
        "actor": np.arange(len(history.pool)),
        "pool": history.pool,
        "seat": history.seat,
        "calendar": history.calendar,
        "posted_at": history.posted_at,
        "joined_at": history.joined_at,
        "full_at": history.full_at,
        "left_at": history.left_at,
        "rate": history.rate,
        "busy_time": hours.measured_worked,
        "available_time": available[-1],
        "training_time": window.trained()[-1],
        "prolonged_time": prolonged[-1],
        "overtime": hours.measured_beyond + prolonged[-1],
    }


def _duties(history: History) -> dict[str, object]:
    """Return the intervals on duty of all calendars."""
    return {
        "calendar": np.repeat(np.arange(len(history.duties)), [len(duty.start) for duty in history.duties]),
        "begins_at": np.concatenate([duty.start for duty in history.duties]),
        "ends_at": np.concatenate([duty.end for duty in history.duties]),
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
