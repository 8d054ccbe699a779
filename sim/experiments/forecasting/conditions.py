"""What an organisation is like at a moment, when every lever acts in full from its date on.

A dated lever becomes part of the scenario itself: more skill, another tool, more seats.  Nobody is away to
learn, nothing is forgotten, no search and no ramp: that is how a plan on paper counts.  A lever that waits
for a condition on a stock never acts: paper knows no backlog.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from sim.model.sources import moment_of_when
from sim.rules.market import mean_market_rate
from sim.rules.reliance import clipped
from sim.scenario.load import Effective
from sim.scenario.presets import behaviour_of, role_rate
from sim.scenario.quantities import HOURS_PER_WEEK, Level
from sim.scenario.schema import Freelancers, Hire, Lever, People, Scenario, Set, Tool, Train, Upgrade
from sim.scenario.skills import AT_REFERENCE


def stretches(effective: Effective) -> list[tuple[float, float]]:
    """Return begin and end of the stretches of the measured window in which nothing changes at a date [h].

    Neither does a lever act within one, nor does the demand change for good.
    """
    scenario = effective.scenario
    edges = {scenario.warm_up, scenario.run_length}
    for task_type in scenario.task_types.values():
        edges.update(moment_of_when(change.from_, scenario.start) for change in task_type.arrivals.changes)
    for lever in effective.levers:
        edges.update(_times(scenario, lever))
    inside = sorted(moment for moment in edges if scenario.warm_up <= moment <= scenario.run_length)
    return list(pairwise(inside))


def at_moment(effective: Effective, moment: float) -> Effective:
    """Return the organisation as it is at a moment [h], without any lever that is still to act."""
    first = effective.scenario
    scenario = _way_of_working(effective, moment)
    for lever in sorted(effective.levers, key=lambda lever: _times(first, lever)[0]):
        begin, end = _times(first, lever)
        if begin <= moment < end:
            scenario = _with_lever(scenario, lever)
    return replace(effective, scenario=scenario, levers=(), phases=())


def _way_of_working(effective: Effective, moment: float) -> Scenario:
    """Return the scenario after the last dated ``set``: each builds on those before it."""
    sets = [lever for lever in effective.levers if isinstance(lever, Set) and lever.is_dated]
    acted = [
        (begin, place)
        for place, lever in enumerate(sets)
        if (begin := _times(effective.scenario, lever)[0]) <= moment
    ]
    return effective.phases[max(acted)[1]] if acted else effective.scenario


def paid_once(effective: Effective) -> float:
    """Return what trainings, hirings and changes cost at their dates in the measured window [currency]."""
    scenario = effective.scenario
    return sum(
        _price(scenario, lever)
        for lever in effective.levers
        if lever.when is None and scenario.warm_up <= _begins(scenario, lever) < scenario.run_length
    )


def _price(scenario: Scenario, lever: Lever) -> float:
    match lever:
        case Train():
            people = scenario.people[lever.train]
            return lever.price * max(people.headcount or 0, len(people.workers))
        case Hire():
            cost = behaviour_of(scenario).hiring_cost
            return cost * lever.seats if lever.hire in scenario.people else 0.0
        case _:
            return lever.price


def _begins(scenario: Scenario, lever: Lever) -> float:
    return max(moment_of_when(lever.from_, scenario.start), 0.0) if lever.from_ else 0.0


def _times(scenario: Scenario, lever: Lever) -> tuple[float, float]:
    """Return from when to when a lever acts [h]: a training from its end on, seats until they are closed.

    Seats with a budget are closed when it is spent at full hours.
    """
    if lever.when is not None:
        return math.inf, math.inf
    begin, end = _begins(scenario, lever), math.inf
    if isinstance(lever, Train):
        begin += lever.for_
    if isinstance(lever, Hire):
        if lever.until is not None:
            end = moment_of_when(lever.until, scenario.start)
        market = scenario.freelancers.get(lever.hire)
        cost = lever.seats * _cost_of_seat(market) if market else 0.0
        if lever.budget is not None and cost > 0.0:
            end = min(end, begin + lever.budget / cost * HOURS_PER_WEEK)
    return begin, end


def _cost_of_seat(market: Freelancers) -> float:
    """Return what a seat costs that works all its hours, with the fee [currency/week]."""
    rate = market.rate or (role_rate(market.role) if market.role else None)
    hourly = mean_market_rate(rate.low, rate.high) if rate else 0.0
    return hourly * (1.0 + market.client_fee) * market.hours.hours_per_week


def _with_lever(scenario: Scenario, lever: Lever) -> Scenario:
    match lever:
        case Train():
            return _trained(scenario, lever)
        case Upgrade():
            tool = _upgraded(scenario.tools[lever.upgrade], lever)
            return scenario.model_copy(update={"tools": {**scenario.tools, lever.upgrade: tool}})
        case Hire():
            return _hired(scenario, lever)
        case Set():
            return scenario  # it holds already, see ``_way_of_working``


def _hired(scenario: Scenario, lever: Hire) -> Scenario:
    """Return the scenario with a lever's seats filled."""
    if lever.hire in scenario.people:
        pool: People = scenario.people[lever.hire]
        heads = max(pool.headcount or 0, len(pool.workers)) + lever.seats
        more = {lever.hire: pool.model_copy(update={"headcount": heads})}
        return scenario.model_copy(update={"people": {**scenario.people, **more}})
    market = scenario.freelancers[lever.hire]
    seats = {lever.hire: market.model_copy(update={"seats": market.seats + lever.seats})}
    return scenario.model_copy(update={"freelancers": {**scenario.freelancers, **seats}})


def _trained(scenario: Scenario, lever: Train) -> Scenario:
    """Return the scenario after a training: everyone in the pool has gained what it teaches."""
    people = scenario.people[lever.train]
    usual = Level(behaviour_of(scenario).reference_cooperation)
    unstated = {skill: usual if skill in AT_REFERENCE else Level(0.0) for skill in lever.in_}
    workers = {
        name: worker.model_copy(update={"skills": _raised(worker.skills, lever)})
        for name, worker in people.workers.items()
    }
    skills = _raised({**unstated, **people.skills}, lever)
    taught = people.model_copy(update={"skills": skills, "workers": workers})
    return scenario.model_copy(update={"people": {**scenario.people, lever.train: taught}})


def _raised(skills: Mapping[str, Level], lever: Train) -> dict[str, Level]:
    """Return stated skills with what a training adds to them."""
    return {
        skill: replace(level, mean=clipped(level.mean + lever.in_.get(skill, 0.0), 0.0, 1.0))
        for skill, level in skills.items()
    }


def _upgraded(tool: Tool, lever: Upgrade) -> Tool:
    """Return the tool's next version, which keeps what the upgrade does not speak of."""
    to = lever.to
    gained = {
        skill: clipped(tool.capability.get(skill, 0.0) + gain, 0.0, 1.0)
        for skill, gain in to.capability.items()
    }
    stated = {"jaggedness": to.jaggedness, "speed": to.speed, "price": to.price, "access": to.access}
    changed = {key: value for key, value in stated.items() if value is not None}
    return tool.model_copy(update={"capability": {**tool.capability, **gained}, **changed})
