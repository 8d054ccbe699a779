"""The ledger: what everything cost, by account and pool, so that the parts add up to the whole."""

import numpy as np
from numpy.typing import NDArray

from sim.engines.timesheet import Timesheet
from sim.engines.visit_hours import VisitHours, spans_of
from sim.model.model import NONE, SET, TRAIN, UPGRADE, Model
from sim.model.names import PoolKind
from sim.records.record import Account

Floats = NDArray[np.float64]
Amounts = dict[Account, Floats]
"""What each account was charged, shape (segments, pools) [currency]."""
HOURS_PER_MONTH = 365.25 * 24.0 / 12.0


def amounts_of(
    model: Model, sheet: Timesheet, rate: Floats, hours: VisitHours, available: Floats, prolonged: Floats
) -> Amounts:
    """Return what is spent in each segment of a run, by account.

    Args:
        model: what was run.
        sheet: hours of actors.
        rate: of each actor [currency/h].
        hours: of visits.
        available, prolonged: hours on duty, and those beyond normal ones, shape (segments, actors) [h].
    """
    worked, beyond = hours.in_all
    pools = model.pools
    people, freelancers = _is(model, PoolKind.PEOPLE)[sheet.pool], _is(model, PoolKind.FREELANCERS)
    prolonged = prolonged * people
    extra = (beyond + prolonged) * (rate * (1.0 + pools.overtime_premium[sheet.pool]) * people)
    amounts = {
        Account.WAGES: sheet.by_pool((available - prolonged) * (rate * people)),
        Account.OVERTIME: sheet.by_pool(extra),
        Account.FREELANCERS: sheet.by_pool(worked * (rate * freelancers[sheet.pool])),
        Account.TOOLS: _tools(model, sheet, hours),
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


def _tools(model: Model, sheet: Timesheet, hours: VisitHours) -> Floats:
    """Return what tools cost, by use, hour alone, person and month, and month; shape (segments, pools)."""
    v = model.versions
    total = np.zeros((sheet.segments, len(model.names.pools)))
    for tool in np.flatnonzero(model.pools.kind == PoolKind.TOOL).tolist():
        spans = spans_of(model, tool, sheet.acted_at)
        for version in dict.fromkeys(version for version, _, _ in spans):
            total[:, tool] += float(v.price_per_use[version]) * hours.uses[:, version]
        for span, (version, since, until) in enumerate(spans):
            if v.price_per_hour[version]:
                alone = sheet.by_pool(hours.worked[span])[:, tool]
                total[:, tool] += float(v.price_per_hour[version]) * alone
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
