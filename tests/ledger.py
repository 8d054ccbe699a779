"""What a book-keeper finds who goes through visits, actors and levers of a run, one by one."""

import math
from collections import defaultdict
from itertools import pairwise

import numpy as np

from sim.model.model import FINISH, NONE, SET, TRAIN, UPGRADE, Model
from sim.model.names import PoolKind
from sim.records.record import Account, Mode, RunRecord
from tests.holding import (
    TINY,
    Interval,
    Row,
    close,
    duties_of,
    length_within,
    normal_duties,
    overlap,
    rows_of,
    steps_at,
    visits_of,
)

MONTH = 365.25 * 24.0 / 12.0
"""Hours in a month, for prices."""


def hours_of(
    model: Model, record: RunRecord, visit: Row, window: Interval, duty: list[Interval] | None
) -> float:
    """Return the hands-on hours of a visit within a window; nan where the calendar is not known."""
    step = int(visit["step"])
    human = int(model.pools.kind[record.actors["pool"][int(visit["actor"])]]) != PoolKind.TOOL
    policy = steps_at(model, record, step, visit["started_at"]).end_of_shift[step]
    if human and policy == FINISH:
        return overlap((visit["started_at"], visit["started_at"] + visit["service_time"]), window)
    held = (max(visit["started_at"], window[0]), min(visit["ended_at"], window[1]))
    return math.nan if duty is None else length_within(duty, held)


def the_ledger_adds_up(model: Model, record: RunRecord) -> None:
    """What each account says is what a book-keeper finds; accounts whose hours are not known are left out."""
    for column, begin in (("amount", 0.0), ("measured_amount", record.warm_up)):
        booked = dict.fromkeys(Account, 0.0)
        for row in rows_of(record.ledger):
            booked[Account(int(row["account"]))] += row[column]
        found = _costs(model, record, begin)
        for account in Account:
            if not math.isnan(found[account]):
                close(booked[account], found[account])
        assert all(amount >= -TINY for amount in booked.values())
        close(math.fsum(booked.values()), float(record.ledger[column].sum()))


def _costs(model: Model, record: RunRecord, begin: float) -> dict[Account, float]:
    """Return what each account should say of the time from ``begin`` on; nan where that is not known."""
    costs: dict[Account, float] = defaultdict(float)
    window, actors = (begin, record.horizon), rows_of(record.actors)
    duties, normal = duties_of(model, record), normal_duties(model, record)
    for actor, duty, plain in zip(actors, duties, normal, strict=True):
        pool = int(actor["pool"])
        if model.pools.kind[pool] == PoolKind.PEOPLE:
            there = (max(actor["joined_at"], begin), min(actor["left_at"], record.horizon))
            hours = math.nan if plain is None else length_within(plain, there)
            longer = math.nan if duty is None else max(length_within(duty, there) - hours, 0.0)
            costs[Account.WAGES] += actor["rate"] * hours
            costs[Account.OVERTIME] += actor["rate"] * longer * _premium(model, pool)
    for visit in visits_of(record):
        who = int(visit["actor"])
        for account, amount in _costs_of_visit(model, record, visit, duties[who], window).items():
            costs[account] += amount
    costs[Account.TOOLS] += _rent(model, record, actors, window)
    for account, amount in _costs_of_levers(model, record, actors, window).items():
        costs[account] += amount
    return costs


def _premium(model: Model, pool: int) -> float:
    return 1.0 + float(model.pools.overtime_premium[pool])


def _costs_of_levers(
    model: Model, record: RunRecord, actors: list[Row], window: Interval
) -> dict[Account, float]:
    costs: dict[Account, float] = defaultdict(float)
    accounts = {TRAIN: Account.TRAINING, UPGRADE: Account.TOOL_CHANGE, SET: Account.WAY_OF_WORKING}
    for event, moment in enumerate(record.levers["acted_at"].tolist()):
        kind, pool = int(model.levers.kind[event]), int(model.levers.pool[event])
        if window[0] <= moment < window[1] and kind in accounts:
            heads = [a for a in actors if a["pool"] == pool and a["joined_at"] <= moment < a["left_at"]]
            each = float(model.levers.price[event])
            costs[accounts[kind]] += each * (len(heads) if kind == TRAIN else 1)
    first = model.actors.lever.tolist()
    for actor in actors:
        number = int(actor["actor"])
        on_the_way = number >= len(first) or first[number] != NONE
        person = model.pools.kind[int(actor["pool"])] == PoolKind.PEOPLE
        if on_the_way and person and window[0] <= actor["joined_at"] < window[1]:
            costs[Account.HIRING] += model.stocks.hiring_cost
    return costs


def _costs_of_visit(
    model: Model, record: RunRecord, visit: Row, duty: list[Interval] | None, window: Interval
) -> dict[Account, float]:
    who = int(visit["actor"])
    pool, rate = int(record.actors["pool"][who]), float(record.actors["rate"][who])
    hours = hours_of(model, record, visit, window, duty)
    costs = {Account.TOOLS: _price_of_use(model, record, visit, hours, window[0])}
    kind = int(model.pools.kind[pool])
    if kind == PoolKind.FREELANCERS:
        costs[Account.FREELANCERS] = hours * rate
        costs[Account.CLIENT_FEES] = hours * rate * float(model.pools.client_fee[pool])
    if kind == PoolKind.PEOPLE:
        held = (max(visit["started_at"], window[0]), min(visit["ended_at"], window[1]))
        on_duty = math.nan if duty is None else length_within(duty, held)
        costs[Account.OVERTIME] = max(hours - on_duty, 0.0) * rate * _premium(model, pool)
    return costs


def _version_at(model: Model, record: RunRecord, tool: int, moment: float) -> int:
    version = int(model.versions.first[tool])
    events = np.flatnonzero((model.levers.kind == UPGRADE) & (model.levers.pool == tool))
    for event in sorted(events.tolist(), key=lambda event: record.levers["acted_at"][event]):
        if record.levers["acted_at"][event] <= moment:
            version = int(model.levers.version[event])
    return version


def _price_of_use(model: Model, record: RunRecord, visit: Row, hours: float, begin: float) -> float:
    """Return what a visit's use of a tool costs: by use, and by the hour when the tool worked alone."""
    if visit["mode"] == Mode.SOLO:
        return 0.0
    alone = visit["mode"] == Mode.AUTOMATED
    step, moment = int(visit["step"]), visit["started_at"]
    pool = int(record.actors["pool"][int(visit["actor"])])
    tool = pool if alone else int(steps_at(model, record, step, moment).tool[step])
    version = _version_at(model, record, tool, moment)
    uses = 1.0 if moment >= begin else 0.0
    by_hour = hours * float(model.versions.price_per_hour[version]) if alone else 0.0
    return uses * float(model.versions.price_per_use[version]) + by_hour


def _rent(model: Model, record: RunRecord, actors: list[Row], window: Interval) -> float:
    """Return what tools cost by the month, and by the month for each person with access."""
    total = 0.0
    v = model.versions
    for tool in np.flatnonzero(model.pools.kind == PoolKind.TOOL).tolist():
        moments = record.levers["acted_at"][(model.levers.kind == UPGRADE) & (model.levers.pool == tool)]
        edges = sorted({*window, *(m for m in moments.tolist() if window[0] < m < window[1])})
        for span in pairwise(edges):
            version = _version_at(model, record, tool, span[0])
            users = v.access[v.access_first[version] : v.access_first[version + 1]]
            stays = [(a["joined_at"], a["left_at"]) for a in actors if int(a["pool"]) in users]
            persons = math.fsum(overlap(stay, span) for stay in stays) / MONTH
            total += persons * float(v.price_per_person_month[version])
            total += (span[1] - span[0]) / MONTH * float(v.price_per_month[version])
    return total
