"""People, tools and freelancers into pools, actors and versions of tools."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.model.calendars import CalendarTable, Interval
from sim.model.distributions import DistributionTable
from sim.model.markets import STILL, market_course
from sim.model.model import (
    CHEAPEST,
    IN_ORDER,
    LONGEST_IDLE,
    MOST_SKILLED,
    NONE,
    Actors,
    Floats,
    Pools,
    Versions,
)
from sim.model.names import PoolKind
from sim.model.ragged import flat, floats, frozen, ints, offsets, words
from sim.model.sources import moment_of_when
from sim.model.words import seat_word, word
from sim.scenario.presets import role_rate
from sim.scenario.quantities import (
    HOURS_PER_WEEK,
    Distribution,
    DistributionKind,
    Level,
    Price,
    PricePer,
    RateRange,
)
from sim.scenario.schema import (
    Behaviour,
    Freelancers,
    Lever,
    People,
    Scenario,
    Tool,
    ToolChange,
    Train,
    Upgrade,
)
from sim.scenario.skills import AT_REFERENCE

CHOICES = {
    "longest idle": LONGEST_IDLE,
    "in order": IN_ORDER,
    "most skilled": MOST_SKILLED,
    "cheapest": CHEAPEST,
}
NO_TIME = Distribution(DistributionKind.CONSTANT)


@dataclass(slots=True)
class Seat:
    """A place in a pool before it becomes a row."""

    pool: int
    word: int
    calendar: int
    rate: RateRange
    skills: dict[str, Level]
    lever: int = NONE
    weekly_hours: float = HOURS_PER_WEEK


@dataclass(slots=True)
class Version:
    """What a tool is from some moment on."""

    tool: str
    number: int
    capability: dict[str, float]
    jaggedness: float
    speed: float
    access: list[str] | None = None
    price: list[Price] = field(default_factory=list)

    def changed(self, change: ToolChange) -> "Version":
        """Return the next version."""
        capability = dict(self.capability)
        for skill, gain in change.capability.items():
            capability[skill] = min(max(capability.get(skill, 0.0) + gain, 0.0), 1.0)
        return Version(
            self.tool,
            self.number + 1,
            capability,
            self.jaggedness if change.jaggedness is None else change.jaggedness,
            self.speed if change.speed is None else change.speed,
            self.access if change.access is None else change.access,
            self.price if change.price is None else change.price,
        )


def pool_names(scenario: Scenario) -> list[str]:
    """Return the names of all pools, tools and freelancers, in order of their numbers."""
    return sorted([*scenario.people, *scenario.tools, *scenario.freelancers])


def pool_of(scenario: Scenario, name: str) -> People | Tool | Freelancers:
    """Return what a pool's name stands for."""
    return scenario.people.get(name) or scenario.tools.get(name) or scenario.freelancers[name]


def kind_of(scenario: Scenario, name: str) -> PoolKind:
    """Return who is in a pool."""
    if name in scenario.people:
        return PoolKind.PEOPLE
    return PoolKind.TOOL if name in scenario.tools else PoolKind.FREELANCERS


def skill_names(scenario: Scenario, levers: Sequence[Lever], phases: Sequence[Scenario]) -> list[str]:
    """Return every skill that the scenario or a lever mentions, in order of their numbers."""
    names: set[str] = set()
    for step in flat([list(each.steps.values()) for each in (scenario, *phases)]):
        names.update(step.skills)
    for people in scenario.people.values():
        names.update(people.skills)
        for worker in people.workers.values():
            names.update(worker.skills)
    for market in scenario.freelancers.values():
        names.update(market.skills)
    for tool in scenario.tools.values():
        names.update(tool.capability)
    for lever in levers:
        if isinstance(lever, Train):
            names.update(lever.in_)
        if isinstance(lever, Upgrade):
            names.update(lever.to.capability)
    return sorted(names)


def build_pools(scenario: Scenario, table: DistributionTable) -> Pools:
    """Return the pools of a scenario."""
    names = pool_names(scenario)
    index = {name: number for number, name in enumerate(names)}
    pools = [pool_of(scenario, name) for name in names]
    tools = [pool if isinstance(pool, Tool) else None for pool in pools]
    markets = [pool if isinstance(pool, Freelancers) else None for pool in pools]
    courses = [market_course(market, scenario.start) if market else STILL for market in markets]
    return Pools(
        kind=ints(kind_of(scenario, name) for name in names),
        choose=ints(IN_ORDER if isinstance(pool, Tool) else CHOICES[pool.choose] for pool in pools),
        spacing=floats(1.0 / tool.rate_limit if tool and tool.rate_limit else 0.0 for tool in tools),
        adopted=floats(tool.adopted if tool else 1.0 for tool in tools),
        adoption_limit=floats(tool.adoption_limit if tool else 1.0 for tool in tools),
        overtime_premium=floats(p.overtime_premium if isinstance(p, People) else 0.0 for p in pools),
        client_fee=floats(market.client_fee if market else 0.0 for market in markets),
        search_delay=ints(table.add(market.search_delay if market else NO_TIME) for market in markets),
        fill_probability=floats(market.fill_probability if market else 1.0 for market in markets),
        candidates=ints(market.candidates if market else 1 for market in markets),
        matching=floats(market.matching if market else 0.0 for market in markets),
        least_skill=floats(market.least_skill if market else 0.0 for market in markets),
        no_show=floats(market.no_show if market else 0.0 for market in markets),
        guide=ints(_guide(pool, number, index) for number, pool in enumerate(pools)),
        market_first=offsets(courses),
        market_from=floats(each.begin for each in flat(courses)),
        market_rate=floats(each.rate for each in flat(courses)),
        market_delay=floats(each.delay for each in flat(courses)),
        rate_elasticity=floats(market.rate_elasticity if market else 0.0 for market in markets),
        delay_elasticity=floats(market.delay_elasticity if market else 0.0 for market in markets),
        depth=floats(
            math.inf if market is None or market.depth is None else market.depth for market in markets
        ),
        outage_every=ints(_outage(tool, table, "every") for tool in tools),
        outage_lasting=ints(_outage(tool, table, "lasting") for tool in tools),
        word=words(word("pool", name) for name in names),
    )


def _outage(tool: Tool | None, table: DistributionTable, part: str) -> int:
    stated = getattr(tool.outages, part) if tool and tool.outages else None
    return table.add(stated) if stated else NONE


def _guide(pool: People | Tool | Freelancers, number: int, index: dict[str, int]) -> int:
    """Return the pool whose time newcomers take."""
    if isinstance(pool, People):
        return number
    named = pool.shown_round_by if isinstance(pool, Freelancers) else None
    return index[named] if named else NONE


def build_actors(
    scenario: Scenario,
    skills: list[str],
    calendars: CalendarTable,
    opened: list[tuple[int, str, int]],
    behaviour: Behaviour,
    phases: Sequence[Scenario] = (),
) -> Actors:
    """Return the actors of a scenario: all seats of all pools, those that levers open last in each.

    Args:
        scenario: the scenario.
        skills: every skill, in order of their numbers.
        calendars: where working hours are collected.
        opened: (number of the lever event, pool, seats) of each lever that opens seats.
        behaviour: parameters of the rules.
        phases: the scenario after each dated ``set``.
    """
    seats: list[Seat] = []
    for number, name in enumerate(pool_names(scenario)):
        pool = pool_of(scenario, name)
        match pool:
            case People():
                ways = [pool, *(phase.people[name] for phase in phases)]
                prolongs = any(most_overtime(way, behaviour) > 1.0 for way in ways)
                hired = _seats_of_levers(name, opened)
                seats += _people(number, name, pool, calendars, hired, prolongs=prolongs)
            case Tool():
                seats += _tool_slots(number, name, pool, scenario, calendars)
            case Freelancers():
                seats += _freelancers(number, name, pool, calendars, _seats_of_levers(name, opened))
    usual = {skill: Level(behaviour.reference_cooperation) for skill in AT_REFERENCE}
    for seat in seats:
        seat.skills = {**usual, **seat.skills}
    return Actors(
        pool=ints(seat.pool for seat in seats),
        seat=ints(_numbers_within([seat.pool for seat in seats])),
        word=words(seat.word for seat in seats),
        calendar=ints(seat.calendar for seat in seats),
        rate_low=floats(seat.rate.low for seat in seats),
        rate_high=floats(seat.rate.high for seat in seats),
        skill_mean=_by_skill([{k: v.mean for k, v in seat.skills.items()} for seat in seats], skills),
        skill_sd=_by_skill([{k: v.sd for k, v in seat.skills.items()} for seat in seats], skills),
        weekly_hours=floats(seat.weekly_hours for seat in seats),
        lever=ints(seat.lever for seat in seats),
    )


def _people(
    number: int, name: str, pool: People, calendars: CalendarTable, hired: list[int], *, prolongs: bool
) -> list[Seat]:
    seats = []
    owner = number if prolongs else NONE
    for worker_name in sorted(pool.workers):
        worker = pool.workers[worker_name]
        wage = pool.wage if worker.wage is None else worker.wage
        hours = worker.hours or pool.hours
        seats.append(
            Seat(
                number,
                word("person", name, worker_name),
                calendars.add(hours, pool.holidays, owner),
                RateRange(wage, wage),
                {**pool.skills, **worker.skills},
                weekly_hours=hours.hours_per_week,
            )
        )
    levers = [NONE] * max((pool.headcount or 0) - len(seats), 0) + hired
    alike = len(levers)
    calendar = calendars.add(pool.hours, pool.holidays, owner) if alike else NONE
    weekly = pool.hours.hours_per_week
    for seat in range(alike):
        rate = RateRange(pool.wage, pool.wage)
        seats.append(
            Seat(
                number,
                seat_word(PoolKind.PEOPLE, name, seat),
                calendar,
                rate,
                dict(pool.skills),
                levers[seat],
                weekly,
            )
        )
    return seats


def most_overtime(pool: People, behaviour: Behaviour) -> float:
    """Return the most that a pool works, over its normal hours [factor]."""
    return behaviour.overtime if pool.overtime is None else pool.overtime


def _tool_slots(
    number: int, name: str, tool: Tool, scenario: Scenario, calendars: CalendarTable
) -> list[Seat]:
    dated: list[Interval] = []
    outages = tool.outages
    if outages:
        for outage in outages.dates:
            begin = moment_of_when(outage.from_, scenario.start)
            dated.append((begin, begin + outage.lasting))
    random = outages is not None and outages.every is not None
    calendar = calendars.add_outages(dated, own=random)
    free = RateRange(0.0, 0.0)
    return [
        Seat(number, seat_word(PoolKind.TOOL, name, slot), calendar, free, {}) for slot in range(tool.slots)
    ]


def _seats_of_levers(name: str, opened: list[tuple[int, str, int]]) -> list[int]:
    """Return the event that opens it for each seat of a pool that is not there from the start."""
    return flat([[lever] * count for lever, who, count in opened if who == name])


def _freelancers(
    number: int, name: str, market: Freelancers, calendars: CalendarTable, hired: list[int]
) -> list[Seat]:
    rate = market.rate or (role_rate(market.role) if market.role else RateRange(0.0, 0.0))
    levers = [NONE] * market.seats + hired
    if not levers:
        return []
    calendar = calendars.add(market.hours, [])
    return [
        Seat(
            number,
            seat_word(PoolKind.FREELANCERS, name, seat),
            calendar,
            rate,
            dict(market.skills),
            lever,
            market.hours.hours_per_week,
        )
        for seat, lever in enumerate(levers)
    ]


def _numbers_within(pools: list[int]) -> list[int]:
    seen: dict[int, int] = {}
    numbers = []
    for pool in pools:
        numbers.append(seen.get(pool, 0))
        seen[pool] = numbers[-1] + 1
    return numbers


def first_version(name: str, tool: Tool) -> Version:
    """Return what a tool is at the start."""
    access = list(tool.access) or None
    return Version(name, 0, dict(tool.capability), tool.jaggedness, tool.speed, access, list(tool.price))


def build_versions(
    by_pool: list[list[Version]], skills: list[str], scenario: Scenario, phases: Sequence[Scenario]
) -> Versions:
    """Return the versions of all tools, ragged by pool."""
    versions = flat(by_pool)
    index = {name: number for number, name in enumerate(pool_names(scenario))}
    access = [
        sorted(index[who] for who in version.access or _users((scenario, *phases), version.tool))
        for version in versions
    ]
    return Versions(
        first=offsets(by_pool),
        word=words(word("version", version.tool, str(version.number)) for version in versions),
        capability=_by_skill([version.capability for version in versions], skills),
        stated=frozen(np.array([bool(version.capability) for version in versions], dtype=np.bool_)),
        access_first=offsets(access),
        access=ints(flat(access)),
        jaggedness=floats(version.jaggedness for version in versions),
        speed=floats(version.speed for version in versions),
        price_per_use=_prices(versions, PricePer.USE),
        price_per_hour=_prices(versions, PricePer.HOUR),
        price_per_person_month=_prices(versions, PricePer.PERSON_MONTH),
        price_per_month=_prices(versions, PricePer.MONTH),
    )


def _users(scenarios: Sequence[Scenario], tool: str) -> list[str]:
    """Return the pools that do a step which a tool assists."""
    users = [
        who
        for scenario in scenarios
        for step in scenario.steps.values()
        if step.assisted_by == tool
        for who in step.done_by
        if who not in scenario.tools
    ]
    return list(dict.fromkeys(users))


def _prices(versions: list[Version], per: PricePer) -> Floats:
    return floats(sum(price.amount for price in version.price if price.per is per) for version in versions)


def _by_skill(rows: list[dict[str, float]], skills: list[str]) -> Floats:
    values = np.array([[row.get(skill, 0.0) for skill in skills] for row in rows], dtype=np.float64)
    return frozen(values.reshape(len(rows), len(skills)))
