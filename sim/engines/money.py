"""The ledger: what everything cost, by account and pool, so that the parts add up to the whole."""

import numpy as np
from numpy.typing import NDArray

from sim.engines.timesheet import Timesheet
from sim.model.model import NONE, SET, TRAIN, UPGRADE, Model
from sim.model.names import PoolKind
from sim.records.record import Account, Mode, Table

Floats = NDArray[np.float64]
Amounts = dict[Account, Floats]
"""What each account was charged, shape (segments, pools) [currency]."""
HOURS_PER_MONTH = 365.25 * 24.0 / 12.0


def amounts_of(
    model: Model,
    sheet: Timesheet,
    visits: Table,
    rate: Floats,
    hours: tuple[Floats, Floats, Floats, Floats],
) -> Amounts:
    """Return what is spent in each segment of a run, by account.

    Args:
        model: what was run.
        sheet: hours of visits and actors.
        visits: the visits.
        rate: of each actor [currency/h].
        hours: worked, beyond the shift, available and prolonged, each of shape (segments, actors) [h].
    """
    worked, beyond, available, prolonged = hours
    pools = model.pools
    people, freelancers = _is(model, PoolKind.PEOPLE)[sheet.pool], _is(model, PoolKind.FREELANCERS)
    prolonged = prolonged * people
    extra = (beyond + prolonged) * (rate * (1.0 + pools.overtime_premium[sheet.pool]) * people)
    amounts = {
        Account.WAGES: sheet.by_pool((available - prolonged) * (rate * people)),
        Account.OVERTIME: sheet.by_pool(extra),
        Account.FREELANCERS: sheet.by_pool(worked * (rate * freelancers[sheet.pool])),
        Account.TOOLS: _tools(model, sheet, visits),
        Account.TRAINING: _paid_at_moments(model, sheet, TRAIN),
        Account.TOOL_CHANGE: _paid_at_moments(model, sheet, UPGRADE),
        Account.HIRING: _hired(model, sheet) * model.stocks.hiring_cost,
        Account.WAY_OF_WORKING: _paid_at_moments(model, sheet, SET),
    }
    amounts[Account.CLIENT_FEES] = amounts[Account.FREELANCERS] * pools.client_fee
    return amounts


def ledger_of(amounts: Amounts, measured: NDArray[np.bool_]) -> dict[str, object]:
    """Return the ledger's columns: whole-run and measured amounts by account and pool [currency].

    Args:
        amounts: of each segment.
        measured: which segments lie after the warm-up.
    """
    rows = []
    for account in Account:
        whole = amounts[account].sum(axis=0)
        after = amounts[account][measured].sum(axis=0) if not measured.all() else whole
        both = zip(whole.tolist(), after.tolist(), strict=True)
        rows += [(account, pool, *amount) for pool, amount in enumerate(both) if any(amount)]
    names = ("account", "pool", "amount", "measured_amount")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def cost_of(amounts: Amounts) -> Floats:
    """Return what each segment costs, shape (segments,) [currency]."""
    total = np.zeros(len(amounts[Account.WAGES]))
    for account in Account:
        for column in amounts[account].T:
            total += column
    return total


def _hired(model: Model, sheet: Timesheet) -> Floats:
    """Return how many people of each pool were hired on the way, shape (segments, pools) [persons]."""
    hired = np.arange(len(sheet.pool)) >= len(model.actors.pool)
    hired[: len(model.actors.pool)] = model.actors.lever != NONE
    hired &= model.pools.kind[sheet.pool] == PoolKind.PEOPLE
    there = np.flatnonzero(hired & (sheet.joined_at < sheet.cuts[-1]))
    counts = np.zeros((sheet.segments, len(model.names.pools)))
    segment = np.searchsorted(sheet.cuts, sheet.joined_at[there], side="right") - 1
    np.add.at(counts, (segment, sheet.pool[there]), 1.0)
    return counts


def _tools(model: Model, sheet: Timesheet, visits: Table) -> Floats:
    """Return what tools cost, by use, hour alone, person and month, and month; shape (segments, pools)."""
    v, mode, pool = model.versions, visits["mode"].astype(np.int64), sheet.pool[sheet.actor]
    assisting = np.where(mode == Mode.ASSISTED, sheet.of_steps("tool"), NONE)
    tool_of_visit = np.where(mode == Mode.AUTOMATED, pool, assisting)
    total = np.zeros((sheet.segments, len(model.names.pools)))
    pieces, hours = sheet.pieces, sheet.hands_on[0]
    for tool in np.flatnonzero(model.pools.kind == PoolKind.TOOL).tolist():
        uses = tool_of_visit == tool
        for version, since, until in version_spans(model, tool, sheet.acted_at):
            used = uses & (sheet.start >= since) & (sheet.start < until)
            if v.price_per_use[version]:
                count = np.bincount(sheet.first_segment[used], minlength=sheet.segments)
                total[:, tool] += float(v.price_per_use[version]) * count
            if v.price_per_hour[version]:
                alone = (used & (mode == Mode.AUTOMATED))[pieces.of]
                slot = sheet.actor[pieces.of[alone]]
                by_slot = sheet.summed(pieces.segment[alone], slot, hours[alone])
                total[:, tool] += float(v.price_per_hour[version]) * sheet.by_pool(by_slot)[:, tool]
            moments = np.clip(sheet.cuts, since, until)
            total[:, tool] += float(v.price_per_month[version]) * (np.diff(moments) / HOURS_PER_MONTH)
            if v.price_per_person_month[version]:
                months = _person_hours(model, sheet, version, moments) / HOURS_PER_MONTH
                total[:, tool] += float(v.price_per_person_month[version]) * months
    return total


def _person_hours(model: Model, sheet: Timesheet, version: int, moments: Floats) -> Floats:
    """Return the calendar hours of persons with access to a version of a tool, by segment [person-hours]."""
    v = model.versions
    users = np.isin(sheet.pool, v.access[v.access_first[version] : v.access_first[version + 1]])
    here = np.diff(sheet.while_there(moments), axis=0)
    hours: Floats = sheet.by_pool(here * users).sum(axis=1)
    return hours


def _paid_at_moments(model: Model, sheet: Timesheet, kind: int) -> Floats:
    """Return what levers of a kind cost at their moments; training is paid per person there."""
    levers = model.levers
    total = np.zeros((sheet.segments, len(model.names.pools)))
    for event in np.flatnonzero(levers.kind == kind).tolist():
        moment, pool = float(sheet.acted_at[event]), int(levers.pool[event])
        if moment < sheet.cuts[-1]:
            heads = (sheet.pool == pool) & (sheet.joined_at <= moment) & (sheet.left_at > moment)
            times = int(heads.sum()) if kind == TRAIN else 1
            segment = int(np.searchsorted(sheet.cuts, moment, side="right")) - 1
            total[segment, pool] += float(levers.price[event]) * times
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
