"""Levers of a strategy into dated events, and the versions and seats that they bring."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.model.conditions import ConditionTable
from sim.model.model import CLOSE_SEATS, NONE, OPEN_SEATS, SET, TRAIN, UPGRADE, Levers
from sim.model.pools import Version, first_version
from sim.model.ragged import flat, floats, ints, offsets
from sim.model.sources import moment_of_when
from sim.rules.learning import LN_2
from sim.scenario.changing.draft import parse_dotted
from sim.scenario.schema import Behaviour, Hire, Lever, Scenario, Set, Train, Upgrade


@dataclass(slots=True)
class _Event:
    """A dated event before it becomes a row."""

    kind: int
    moment: float
    pool: int = NONE
    when: int = NONE
    lasts: float = 0.0
    hours: float = 0.0
    trainers: int = NONE
    trainer_hours: float = 0.0
    transfer: float = 1.0
    fade: float = 0.0
    dip: float = 0.0
    dip_for: float = 0.0
    seats: int = 0
    at_most: int = 0
    release: int = NONE
    budget: float = math.inf
    phase: int = NONE
    price: float = 0.0
    gains: dict[int, float] = field(default_factory=dict)
    version: Version | None = None
    opened: "_Event | None" = None
    upgrade: Upgrade | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class LeverPlan:
    """Events of a strategy with what they refer to."""

    levers: Levers
    versions: list[list[Version]]
    """By pool; none for people and freelancers."""
    opened: list[tuple[int, str, int]]
    """(number of the event, pool, seats) of each event that opens seats."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What stands for names and conditions, and what holds where a lever is silent."""

    scenario: Scenario
    pools: dict[str, int]
    skills: dict[str, int]
    conditions: ConditionTable
    behaviour: Behaviour


def plan_levers(levers: Sequence[Lever], numbers: Numbers) -> LeverPlan:
    """Return the events of a strategy, in order of their dates and then of the strategy's list.

    What was to happen before the start holds from the first hour.
    """
    tools = numbers.scenario.tools
    events: list[_Event] = []
    phases = 0
    for lever in levers:
        events += _events(lever, numbers, phases)
        phases += isinstance(lever, Set) and lever.is_dated
    events.sort(key=lambda event: event.moment)
    versions = [[first_version(name, tools[name])] if name in tools else [] for name in numbers.pools]
    for event in events:
        if event.upgrade:
            event.version = versions[event.pool][-1].changed(event.upgrade.to)
            versions[event.pool].append(event.version)
    rows = {id(version): number for number, version in enumerate(flat(versions))}
    places = {id(event): number for number, event in enumerate(events)}
    gains = [sorted(event.gains) for event in events]
    return LeverPlan(
        Levers(
            kind=ints(event.kind for event in events),
            moment=floats(max(event.moment, 0.0) for event in events),
            when=ints(event.when for event in events),
            pool=ints(event.pool for event in events),
            lasts=floats(event.lasts for event in events),
            hours=floats(event.hours for event in events),
            trainers=ints(event.trainers for event in events),
            trainer_hours=floats(event.trainer_hours for event in events),
            transfer=floats(event.transfer for event in events),
            fade=floats(event.fade for event in events),
            version=ints(rows[id(event.version)] if event.version else NONE for event in events),
            dip=floats(event.dip for event in events),
            dip_for=floats(event.dip_for for event in events),
            seats=ints(event.seats for event in events),
            at_most=ints(event.at_most for event in events),
            release=ints(event.release for event in events),
            opened=ints(places[id(event.opened)] if event.opened else NONE for event in events),
            budget=floats(event.budget for event in events),
            phase=ints(event.phase for event in events),
            price=floats(event.price for event in events),
            skill_first=offsets(gains),
            skill=ints(flat(gains)),
            gain=floats(event.gains[skill] for event in events for skill in sorted(event.gains)),
        ),
        versions,
        [(places[id(e)], e.who, e.at_most) for e in events if e.kind == OPEN_SEATS],
    )


def _events(lever: Lever, numbers: Numbers, phase: int) -> list[_Event]:
    moment = moment_of_when(lever.from_, numbers.scenario.start) if lever.from_ else 0.0
    when = numbers.conditions.add(lever.when)
    match lever:
        case Train():
            return [_training(lever, moment, when, numbers)]
        case Upgrade():
            pool = numbers.pools[lever.upgrade]
            return [
                _Event(
                    UPGRADE,
                    moment,
                    pool,
                    when,
                    lasts=lever.roll_out,
                    dip=lever.dip,
                    dip_for=lever.dip_for,
                    price=lever.price,
                    upgrade=lever,
                )
            ]
        case Hire():
            return _hiring(lever, moment, when, numbers)
        case Set():
            pool = numbers.pools[_whose(lever, numbers.scenario)]
            row = phase if lever.is_dated else NONE
            return [_Event(SET, moment, pool, when, phase=row, price=lever.price)]


def _whose(lever: Set, scenario: Scenario) -> str:
    """Return the pool that a change is booked for: whose hours it sets, or who does its first step."""
    targets = [target for key in lever.set if (target := parse_dotted(key)) and len(target) > 1]
    section, name = targets[0][:2] if targets else ("steps", min(scenario.steps))
    return scenario.steps[str(name)].done_by[0] if section == "steps" else str(name)


def _training(lever: Train, moment: float, when: int, numbers: Numbers) -> _Event:
    b = numbers.behaviour
    fading = b.fading if lever.fading is None else lever.fading
    return _Event(
        TRAIN,
        moment,
        numbers.pools[lever.train],
        when,
        lasts=lever.for_,
        hours=lever.time,
        trainers=numbers.pools[lever.trainers] if lever.trainers else NONE,
        trainer_hours=lever.trainers_time,
        transfer=b.transfer if lever.transfer is None else lever.transfer,
        fade=LN_2 / fading if fading else 0.0,
        price=lever.price,
        gains={numbers.skills[skill]: gain for skill, gain in lever.in_.items()},
    )


def _hiring(lever: Hire, moment: float, when: int, numbers: Numbers) -> list[_Event]:
    opening = _Event(
        OPEN_SEATS,
        moment,
        numbers.pools[lever.hire],
        when,
        lasts=lever.over,
        seats=lever.seats,
        at_most=lever.at_most or lever.seats,
        release=numbers.conditions.add(lever.release_when),
        budget=math.inf if lever.budget is None else lever.budget,
        who=lever.hire,
    )
    if lever.until is None:
        return [opening]
    closing_at = moment_of_when(lever.until, numbers.scenario.start)
    return [opening, _Event(CLOSE_SEATS, closing_at, opening.pool, opened=opening)]
