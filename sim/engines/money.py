"""The ledger: what everything cost, by account and pool, so that the parts add up to the whole."""

import numpy as np
from numpy.typing import NDArray

from sim.engines.timesheet import Timesheet
from sim.model.model import NONE, SET, TRAIN, UPGRADE, Model
from sim.model.names import PoolKind
from sim.records.record import Account, Mode, Table

Floats = NDArray[np.float64]
HOURS_PER_MONTH = 365.25 * 24.0 / 12.0


def ledger_of(model: Model, sheet: Timesheet, visits: Table, rate: Floats) -> dict[str, object]:
    """Return the ledger's columns: whole-run and measured amounts by account and pool [currency]."""
    whole = _amounts(model, sheet, visits, rate, 0.0)
    measured = _amounts(model, sheet, visits, rate, model.warm_up) if model.warm_up > 0.0 else whole
    rows = [(account, pool) for account in Account for pool in range(len(model.names.pools))]
    kept = [row for row in rows if whole[row] != 0.0 or measured[row] != 0.0]
    return {
        "account": [account for account, _ in kept],
        "pool": [pool for _, pool in kept],
        "amount": [whole[row] for row in kept],
        "measured_amount": [measured[row] for row in kept],
    }


def _amounts(
    model: Model, sheet: Timesheet, visits: Table, rate: Floats, begin: float
) -> dict[tuple[Account, int], float]:
    """Return what is spent between ``begin`` and the horizon, by account and pool."""
    pools = len(model.names.pools)
    hours, overtime = sheet.worked(begin, model.horizon)
    available = sheet.available(begin, model.horizon)
    pool_of_visit = sheet.pool[sheet.actor]
    premium = model.pools.overtime_premium[pool_of_visit]
    people = _is(model, PoolKind.PEOPLE)
    prolonged = sheet.prolonged(begin, model.horizon) * people[sheet.pool]
    extra = prolonged * rate * (1.0 + model.pools.overtime_premium[sheet.pool])
    by_account = {
        Account.WAGES: np.bincount(sheet.pool, (available - prolonged) * rate, pools) * people,
        Account.OVERTIME: people
        * (
            np.bincount(pool_of_visit, overtime * rate[sheet.actor] * (1.0 + premium), pools)
            + np.bincount(sheet.pool, extra, pools)
        ),
        Account.FREELANCERS: np.bincount(pool_of_visit, hours * rate[sheet.actor], pools)
        * _is(model, PoolKind.FREELANCERS),
        Account.TOOLS: _tools(model, sheet, visits, hours, begin),
    }
    by_account[Account.CLIENT_FEES] = by_account[Account.FREELANCERS] * model.pools.client_fee
    by_account[Account.TRAINING] = _paid_at_moments(model, sheet, TRAIN, begin)
    by_account[Account.TOOL_CHANGE] = _paid_at_moments(model, sheet, UPGRADE, begin)
    by_account[Account.HIRING] = _hired(model, sheet, begin) * model.stocks.hiring_cost
    by_account[Account.WAY_OF_WORKING] = _paid_at_moments(model, sheet, SET, begin)
    return {
        (account, pool): float(amounts[pool])
        for account, amounts in by_account.items()
        for pool in range(pools)
    }


def _hired(model: Model, sheet: Timesheet, begin: float) -> Floats:
    """Return how many people of each pool were hired on the way [persons]."""
    hired = np.arange(len(sheet.pool)) >= len(model.actors.pool)
    hired[: len(model.actors.pool)] = model.actors.lever != NONE
    hired &= model.pools.kind[sheet.pool] == PoolKind.PEOPLE
    there = hired & (sheet.joined_at >= begin) & (sheet.joined_at < model.horizon)
    return np.bincount(sheet.pool[there], minlength=len(model.names.pools)).astype(np.float64)


def _is(model: Model, kind: PoolKind) -> Floats:
    flags: Floats = (model.pools.kind == kind).astype(np.float64)
    return flags


def _tools(model: Model, sheet: Timesheet, visits: Table, hours: Floats, begin: float) -> Floats:
    """Return what each tool costs: by use, by hour alone, by person and month, by month."""
    total = np.zeros(len(model.names.pools))
    v = model.versions
    step, mode = visits["step"].astype(np.int64), visits["mode"].astype(np.int64)
    pool_of_visit = sheet.pool[sheet.actor]
    tool_of_visit = np.where(
        mode == Mode.AUTOMATED, pool_of_visit, np.where(mode == Mode.ASSISTED, model.steps.tool[step], NONE)
    )
    for tool in np.flatnonzero(model.pools.kind == PoolKind.TOOL):
        uses = tool_of_visit == tool
        alone = uses & (mode == Mode.AUTOMATED)
        for version, since, until in version_spans(model, int(tool), sheet.acted_at):
            in_span = (sheet.start >= since) & (sheet.start < until)
            counted = uses & in_span & (sheet.start >= begin)
            total[tool] += float(v.price_per_use[version]) * int(counted.sum())
            total[tool] += float(v.price_per_hour[version]) * float(hours[alone & in_span].sum())
            first, last = max(since, begin), max(until, begin)
            months = (last - first) / HOURS_PER_MONTH
            total[tool] += float(v.price_per_month[version]) * months
            persons = _person_hours(model, sheet, version, first, last)
            total[tool] += float(v.price_per_person_month[version]) * persons / HOURS_PER_MONTH
    return total


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


def _person_hours(model: Model, sheet: Timesheet, version: int, begin: float, end: float) -> float:
    """Return the calendar hours for which persons had access to a version of a tool [person-hours]."""
    v = model.versions
    users = v.access[v.access_first[version] : v.access_first[version + 1]]
    here = np.clip(sheet.left_at, begin, end) - np.clip(sheet.joined_at, begin, end)
    return float(here[np.isin(sheet.pool, users)].sum())


def _paid_at_moments(model: Model, sheet: Timesheet, kind: int, begin: float) -> Floats:
    """Return what levers of a kind cost at their moments; training is paid per person there."""
    total = np.zeros(len(model.names.pools))
    for event in np.flatnonzero(model.levers.kind == kind):
        moment, pool = float(sheet.acted_at[event]), int(model.levers.pool[event])
        if begin <= moment < model.horizon:
            heads = (sheet.pool == pool) & (sheet.joined_at <= moment) & (sheet.left_at > moment)
            total[pool] += float(model.levers.price[event]) * (int(heads.sum()) if kind == TRAIN else 1)
    return total
