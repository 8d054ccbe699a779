"""Numbers read from run records beside measures: what experiments and claims ask for."""

import dataclasses
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError
from sim.experiments.stocks import stock_series
from sim.measures.money import MONEY
from sim.measures.people import PEOPLE
from sim.measures.registry import MEASURES, measures_of
from sim.measures.window import HOURS_PER_WEEK, Mask, ratio
from sim.records.record import RunRecord
from sim.records.totals import totals_of
from sim.units import nearest

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
STOCK = "stock."
WEEKS_PER_MONTH = 365.25 / 12.0 / 7.0


def reading(record: RunRecord, name: str, of: str = "") -> float:
    """Return a measure by its name, or one of ``READINGS``, or a stock.

    ``stock.strain`` or ``stock.skill.writing`` is the mean of a pool's stock over weeks.

    Args:
        record: of one replication.
        name: what is asked for.
        of: of whom, of which step or of which task type, where it needs one.

    Raises:
        UsageError: there is no such number.
    """
    if name.startswith(STOCK):
        return _stock(record, name.removeprefix(STOCK), of)
    if name in READINGS:
        return READINGS[name](record, of)
    by_name = {measure.name: measure for measure in measures_of(record.names)}
    if name not in by_name:
        raise unknown(name, [*READINGS, *by_name])
    return by_name[name].value(record)


def unknown(name: str, known: list[str]) -> UsageError:
    """Return the error that nothing of a name can be read, with the nearest that can."""
    guess = nearest(name, known)
    hint = f"did you mean '{guess}'?" if guess else f"there are {', '.join(sorted(known))}"
    return UsageError(f"measure = {name}: there is no such number; {hint}")


def within(record: RunRecord, name: str, first: int, last: int) -> RunRecord:
    """Return a record of which only the weeks from ``first`` to ``last`` are measured."""
    if name not in BY_WEEK and not name.startswith(STOCK):
        raise UsageError(f"measure = {name}: it is not counted week by week; leave the weeks out")
    return dataclasses.replace(record, warm_up=(first - 1) * HOURS_PER_WEEK, horizon=last * HOURS_PER_WEEK)


def _stock(record: RunRecord, name: str, of: str) -> float:
    stock, _, skill = name.partition(".")
    known = stock_series(record)
    if (of, stock, skill) not in known:
        raise UsageError(
            f"measure = {STOCK}{name}: it does not move in this scenario, so it is not written down"
        )
    series = known[of, stock, skill]
    first, last = (round(moment / HOURS_PER_WEEK) for moment in (record.warm_up, record.horizon))
    return float(series[first:last].mean())


def begun(record: RunRecord) -> Mask:
    """Return which visits began in the measured part."""
    started_at = record.visits["started_at"]
    mask: Mask = (started_at >= record.warm_up) & (started_at < record.horizon)
    return mask


def ended(record: RunRecord) -> Mask:
    """Return which visits ended in the measured part."""
    ended_at = record.visits["ended_at"]
    mask: Mask = (ended_at > record.warm_up) & (ended_at <= record.horizon)
    return mask


def delivered(record: RunRecord, task_type: str = "") -> Mask:
    """Return which tasks were delivered in the measured part, repairs left out; of one type, or of all."""
    tasks = record.tasks
    mask: Mask = (tasks["delivered_at"] > record.warm_up) & (tasks["delivered_at"] <= record.horizon)
    mask &= tasks["parent"] < 0
    return mask & (tasks["task_type"] == record.names.task_types.index(task_type)) if task_type else mask


def seats_of(record: RunRecord, pool: str) -> NDArray[np.int64]:
    """Return the actors of a pool, in order of their seats."""
    seats: NDArray[np.int64] = record.actors["actor"][record.actors["pool"] == record.names.pools.index(pool)]
    return seats


def rows_of_each(record: RunRecord, counted: Mask, pool: str) -> list[Ints]:
    """Return the visits that count of each member of a pool, in order, by seats.

    Args:
        record: of one replication.
        counted: which visits count, shape (visits,).
        pool: its name.
    """
    rows = np.flatnonzero(counted)
    actors = record.visits["actor"][rows]
    few = np.min_scalar_type(len(record.actors["actor"]))  # NumPy sorts short whole numbers far sooner
    order = np.argsort(actors.astype(few), kind="stable")
    seats = seats_of(record, pool)
    begins, ends = (np.searchsorted(actors[order], seats, side=side) for side in ("left", "right"))
    return [rows[order[begin:end]] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]


def _at_step(record: RunRecord, step: str) -> Mask:
    mask: Mask = record.visits["step"] == record.names.steps.index(step)
    return mask


def _wait(record: RunRecord, step: str) -> float:
    """Mean wait at a step [h]."""
    visits, rows = record.visits, _at_step(record, step) & begun(record)
    return float(np.mean((visits["started_at"] - visits["ready_at"])[rows]))


def _time_at_step(record: RunRecord, step: str) -> float:
    """Mean time from joining the queue of a step to the end of the visit [h]."""
    visits, rows = record.visits, _at_step(record, step) & ended(record)
    return float(np.mean((visits["ended_at"] - visits["ready_at"])[rows]))


def _pace(record: RunRecord, pool: str) -> float:
    """Visits of a pool in a week in which everybody always has one in hand [visits/week]."""
    visits = record.visits
    rows = rows_of_each(record, begun(record), pool)
    hours = [visits["service_time"][own] for own in rows]
    return sum(HOURS_PER_WEEK / float(each.mean()) for each in hours if len(each))


def _mean_pace(record: RunRecord, pool: str) -> float:
    """Visits of one person of a pool in an hour of work, over all of them together [visits/h]."""
    visits = record.visits
    rows = begun(record) & np.isin(visits["actor"], seats_of(record, pool))
    return ratio(int(rows.sum()), float(visits["service_time"][rows].sum()))


def _touch_time(record: RunRecord, task_type: str) -> float:
    """Mean hands-on time of all visits of a delivered task [h]."""
    return float(np.mean(record.tasks["service_time"][delivered(record, task_type)]))


def defect_share(record: RunRecord, task_type: str) -> float:
    """Share of the delivered tasks of a type that have a defect [0-1]."""
    return float(np.mean(record.tasks["defective"][delivered(record, task_type)]))


def _quality_of(record: RunRecord, task_type: str) -> float:
    """Mean quality of the delivered tasks of a type [0-1]."""
    return float(np.mean(record.tasks["quality"][delivered(record, task_type)]))


def _spread_of_quality(record: RunRecord, task_type: str) -> float:
    """Standard deviation of the quality of the delivered tasks of a type [0-1]."""
    return float(np.std(record.tasks["quality"][delivered(record, task_type)], ddof=1))


def _delivered_of(record: RunRecord, task_type: str) -> float:
    """Delivered tasks of a type [tasks/week]."""
    weeks = (record.horizon - record.warm_up) / HOURS_PER_WEEK
    return float(delivered(record, task_type).sum()) / weeks


def _flow_time_spread(record: RunRecord, _: str) -> float:
    """Standard deviation of flow time [h]."""
    return totals_of(record).tasks.flow_time.spread


def _flow_time_tail(record: RunRecord, _: str) -> float:
    """The 95th percentile of flow time over its mean."""
    flow_time = totals_of(record).tasks.flow_time
    return flow_time.quantile(95) / flow_time.mean


def _month_of_pace(record: RunRecord, of: str) -> float:
    """The month in which a pool first works at a pace: of is "2.5 agents" [months]; nan where it never does.

    The pace of four weeks around each week is taken, so that luck does not decide.
    """
    level, _, pool = of.partition(" ")
    visits = record.visits
    rows = np.isin(visits["actor"], seats_of(record, pool)) & begun(record)
    weeks = int(np.ceil(record.horizon / HOURS_PER_WEEK))
    week = (visits["started_at"][rows] // HOURS_PER_WEEK).astype(np.int64)
    counts = np.bincount(week, minlength=weeks).astype(np.float64)
    hours = np.bincount(week, visits["service_time"][rows], minlength=weeks)
    window = np.ones(4)
    paces = np.convolve(counts, window, "valid") / np.convolve(hours, window, "valid")
    reached = np.flatnonzero(paces >= float(level))
    return float((reached[0] + 2.0) / WEEKS_PER_MONTH) if len(reached) else float("nan")


READINGS: dict[str, Callable[[RunRecord, str], float]] = {
    "wait": _wait,
    "time_at_step": _time_at_step,
    "pace": _pace,
    "mean_pace": _mean_pace,
    "month_of_pace": _month_of_pace,
    "touch_time": _touch_time,
    "defect_share": defect_share,
    "quality_of": _quality_of,
    "spread_of_quality": _spread_of_quality,
    "delivered_of": _delivered_of,
    "flow_time_spread": _flow_time_spread,
    "flow_time_tail": _flow_time_tail,
}
"""What can be read beside measures: (record, of whom or what) → number."""
BY_WEEK = {*MEASURES, *READINGS} - {measure.name for measure in (*PEOPLE, *MONEY)}
"""What can be read for a window of weeks: all that is made of deliveries and visits."""
