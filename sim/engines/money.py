"""The ledger: what everything cost, by account and pool, so that the parts add up to the whole."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.engines.timesheet import Rows, Timesheet
from sim.model.model import NONE, SET, TRAIN, UPGRADE, Model
from sim.model.names import PoolKind
from sim.records.record import Account, Mode, Table

Floats = NDArray[np.float64]
HOURS_PER_MONTH = 365.25 * 24.0 / 12.0


def ledger_of(model: Model, sheet: Timesheet, visits: Table, rate: Floats) -> dict[str, object]:
    """Return the ledger's columns: whole-run and measured amounts by account and pool [currency]."""
    books = _Books(model, sheet, visits, rate)
    whole = books.amounts(0.0, model.horizon)
    measured = books.amounts(model.warm_up, model.horizon) if model.warm_up > 0.0 else whole
    rows = [(account, pool) for account in Account for pool in range(len(model.names.pools))]
    kept = [row for row in rows if whole[row] != 0.0 or measured[row] != 0.0]
    return {
        "account": [account for account, _ in kept],
        "pool": [pool for _, pool in kept],
        "amount": [whole[row] for row in kept],
        "measured_amount": [measured[row] for row in kept],
    }


def weekly_cost(model: Model, sheet: Timesheet, visits: Table, rate: Floats, ends: Floats) -> Floats:
    """Return what each week costs [currency].

    Args:
        model: what was run.
        sheet: hours of visits and actors.
        visits: the visits.
        rate: of each actor [currency/h].
        ends: of the weeks [h].
    """
    books = _Books(model, sheet, visits, rate)
    begins = [0.0, *ends.tolist()]
    return np.array([sum(books.amounts(*week).values()) for week in pairwise(begins)])


class _Books:
    """What was spent, in any window of a run."""

    def __init__(self, model: Model, sheet: Timesheet, visits: Table, rate: Floats) -> None:
        self._model = model
        self._sheet = sheet
        self._rate = rate
        self._mode = visits["mode"].astype(np.int64)
        self._pool_of_visit = sheet.pool[sheet.actor]
        assisting = np.where(self._mode == Mode.ASSISTED, sheet.of_steps("tool"), NONE)
        self._tool_of_visit = np.where(self._mode == Mode.AUTOMATED, self._pool_of_visit, assisting)

    def amounts(self, begin: float, end: float) -> dict[tuple[Account, int], float]:
        """Return what is spent within a window, by account and pool [currency]."""
        model, sheet, pools = self._model, self._sheet, self._model.pools
        count = len(model.names.pools)
        rows = np.flatnonzero((sheet.start < end) & (sheet.end >= begin))
        pool, rate = self._pool_of_visit[rows], self._rate[sheet.actor[rows]]
        hours, overtime = sheet.worked(begin, end, rows)
        available = sheet.available(begin, end)
        people = _is(model, PoolKind.PEOPLE)
        prolonged = sheet.prolonged(begin, end) * people[sheet.pool]
        extra = prolonged * self._rate * (1.0 + pools.overtime_premium[sheet.pool])
        beyond = overtime * rate * (1.0 + pools.overtime_premium[pool])
        by_account = {
            Account.WAGES: np.bincount(sheet.pool, (available - prolonged) * self._rate, count) * people,
            Account.OVERTIME: people
            * (np.bincount(pool, beyond, count) + np.bincount(sheet.pool, extra, count)),
            Account.FREELANCERS: np.bincount(pool, hours * rate, count) * _is(model, PoolKind.FREELANCERS),
            Account.TOOLS: self._tools(rows, hours, begin, end),
        }
        by_account[Account.CLIENT_FEES] = by_account[Account.FREELANCERS] * pools.client_fee
        by_account[Account.TRAINING] = self._paid_at_moments(TRAIN, begin, end)
        by_account[Account.TOOL_CHANGE] = self._paid_at_moments(UPGRADE, begin, end)
        by_account[Account.HIRING] = self._hired(begin, end) * model.stocks.hiring_cost
        by_account[Account.WAY_OF_WORKING] = self._paid_at_moments(SET, begin, end)
        return {
            (account, pool): float(amounts[pool])
            for account, amounts in by_account.items()
            for pool in range(count)
        }

    def _hired(self, begin: float, end: float) -> Floats:
        """Return how many people of each pool were hired on the way [persons]."""
        model, sheet = self._model, self._sheet
        hired = np.arange(len(sheet.pool)) >= len(model.actors.pool)
        hired[: len(model.actors.pool)] = model.actors.lever != NONE
        hired &= model.pools.kind[sheet.pool] == PoolKind.PEOPLE
        there = hired & (sheet.joined_at >= begin) & (sheet.joined_at < end)
        return np.bincount(sheet.pool[there], minlength=len(model.names.pools)).astype(np.float64)

    def _tools(self, rows: Rows, hours: Floats, begin: float, end: float) -> Floats:
        """Return what each tool costs: by use, by hour alone, by person and month, by month."""
        model, sheet, v = self._model, self._sheet, self._model.versions
        total = np.zeros(len(model.names.pools))
        start, tool_of_visit, mode = sheet.start[rows], self._tool_of_visit[rows], self._mode[rows]
        for tool in np.flatnonzero(model.pools.kind == PoolKind.TOOL):
            uses = tool_of_visit == tool
            alone = uses & (mode == Mode.AUTOMATED)
            for version, since, until in version_spans(model, int(tool), sheet.acted_at):
                in_span = (start >= since) & (start < until)
                counted = uses & in_span & (start >= begin)
                total[tool] += float(v.price_per_use[version]) * int(counted.sum())
                total[tool] += float(v.price_per_hour[version]) * float(hours[alone & in_span].sum())
                first, last = np.clip((since, until), begin, end).tolist()
                months = (last - first) / HOURS_PER_MONTH
                total[tool] += float(v.price_per_month[version]) * months
                persons = self._person_hours(version, first, last)
                total[tool] += float(v.price_per_person_month[version]) * persons / HOURS_PER_MONTH
        return total

    def _person_hours(self, version: int, begin: float, end: float) -> float:
        """Return the calendar hours for which persons had access to a version of a tool [person-hours]."""
        v, sheet = self._model.versions, self._sheet
        users = v.access[v.access_first[version] : v.access_first[version + 1]]
        here = np.clip(sheet.left_at, begin, end) - np.clip(sheet.joined_at, begin, end)
        return float(here[np.isin(sheet.pool, users)].sum())

    def _paid_at_moments(self, kind: int, begin: float, end: float) -> Floats:
        """Return what levers of a kind cost at their moments; training is paid per person there."""
        model, sheet, levers = self._model, self._sheet, self._model.levers
        total = np.zeros(len(model.names.pools))
        for event in np.flatnonzero(levers.kind == kind):
            moment, pool = float(sheet.acted_at[event]), int(levers.pool[event])
            if begin <= moment < end:
                heads = (sheet.pool == pool) & (sheet.joined_at <= moment) & (sheet.left_at > moment)
                total[pool] += float(levers.price[event]) * (int(heads.sum()) if kind == TRAIN else 1)
        return total


def _is(model: Model, kind: PoolKind) -> Floats:
    flags: Floats = (model.pools.kind == kind).astype(np.float64)
    return flags


def version_spans(model: Model, tool: int, moments: Floats) -> list[tuple[int, float, float]]:
    """Return (version, since, until) of a tool over the run [h].

    Args:
        model: the model.
        tool: number of its pool.
        moments: when each lever acts [h].
    """
    levers = model.levers
    changes = [
        (int(levers.version[event]), float(moments[event]))
        for event in np.flatnonzero((levers.kind == UPGRADE) & (levers.pool == tool))
        if moments[event] < model.horizon
    ]
    starts = [(int(model.versions.first[tool]), 0.0), *changes]
    ends = [moment for _, moment in changes] + [model.horizon]
    return [(version, since, until) for (version, since), until in zip(starts, ends, strict=True)]
