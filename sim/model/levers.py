"""Levers of a strategy into dated events, and the versions and seats that they bring."""

import datetime
import math
from dataclasses import dataclass, field

from sim.model.model import CLOSE_SEATS, NONE, OPEN_SEATS, TRAIN, UPGRADE, Levers
from sim.model.pools import Version, first_version
from sim.model.ragged import flat, floats, ints, offsets
from sim.model.sources import moment_of_when
from sim.scenario.schema import Hire, Scenario, Train, Upgrade

Lever = Train | Upgrade | Hire


@dataclass(slots=True)
class _Event:
    """A dated event before it becomes a row."""

    kind: int
    moment: float
    pool: int
    price: float = 0.0
    budget: float = math.inf
    gains: dict[int, float] = field(default_factory=dict)
    version: Version | None = None
    opened: "_Event | None" = None
    seats: int = 0
    freelancers: str = ""


@dataclass(frozen=True, slots=True)
class LeverPlan:
    """Events of a strategy with what they refer to."""

    levers: Levers
    versions: list[list[Version]]
    """By pool; none for people and freelancers."""
    opened: list[tuple[int, str, int]]
    """(number of the event, freelancers, seats) of each event that opens seats."""


def plan_levers(
    scenario: Scenario, levers: tuple[Lever, ...], pools: list[str], skill_index: dict[str, int]
) -> LeverPlan:
    """Return the dated events of a strategy, in order of time and then of the strategy's list.

    What was to happen before the start holds from the first hour.
    """
    pool_index = {name: number for number, name in enumerate(pools)}
    events: list[_Event] = []
    for lever in levers:
        events += _events(lever, scenario.start, pool_index, skill_index)
    events.sort(key=lambda event: event.moment)
    versions = [
        [first_version(name, scenario.tools[name])] if name in scenario.tools else [] for name in pools
    ]
    for lever, event in _upgrades(levers, events, scenario.start):
        row = versions[event.pool]
        event.version = row[-1].changed(lever.to)
        row.append(event.version)
    rows = {id(version): number for number, version in enumerate(flat(versions))}
    numbers = {id(event): number for number, event in enumerate(events)}
    gains = [sorted(event.gains) for event in events]
    return LeverPlan(
        Levers(
            kind=ints(event.kind for event in events),
            moment=floats(max(event.moment, 0.0) for event in events),
            pool=ints(event.pool for event in events),
            version=ints(rows[id(event.version)] if event.version else NONE for event in events),
            opened=ints(numbers[id(event.opened)] if event.opened else NONE for event in events),
            budget=floats(event.budget for event in events),
            price=floats(event.price for event in events),
            skill_first=offsets(gains),
            skill=ints(flat(gains)),
            gain=floats(event.gains[skill] for event in events for skill in sorted(event.gains)),
        ),
        versions,
        [(numbers[id(e)], e.freelancers, e.seats) for e in events if e.kind == OPEN_SEATS],
    )


def _events(
    lever: Lever, start: datetime.date | None, pool_index: dict[str, int], skill_index: dict[str, int]
) -> list[_Event]:
    moment = moment_of_when(lever.from_, start)
    match lever:
        case Train():
            gains = {skill_index[skill]: gain for skill, gain in lever.in_.items()}
            return [_Event(TRAIN, moment, pool_index[lever.train], price=lever.price, gains=gains)]
        case Upgrade():
            return [_Event(UPGRADE, moment, pool_index[lever.upgrade], price=lever.price)]
        case Hire():
            opening = _Event(
                OPEN_SEATS,
                moment,
                pool_index[lever.hire],
                budget=math.inf if lever.budget is None else lever.budget,
                seats=lever.seats,
                freelancers=lever.hire,
            )
            if lever.until is None:
                return [opening]
            closing_at = moment_of_when(lever.until, start)
            return [opening, _Event(CLOSE_SEATS, closing_at, opening.pool, opened=opening)]


def _upgrades(
    levers: tuple[Lever, ...], events: list[_Event], start: datetime.date | None
) -> list[tuple[Upgrade, _Event]]:
    """Return each upgrade with its event, in order of time."""
    upgrades = [lever for lever in levers if isinstance(lever, Upgrade)]
    upgrades.sort(key=lambda lever: moment_of_when(lever.from_, start))
    return list(zip(upgrades, [event for event in events if event.kind == UPGRADE], strict=True))
