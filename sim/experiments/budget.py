"""What a strategy is planned to cost before anything is run, and whether it keeps to the budget."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.engines.visit_hours import spans_of
from sim.experiments.wording import format_number, format_quantity
from sim.model.build import build
from sim.model.model import CLOSE_SEATS, NONE, OPEN_SEATS, SET, TRAIN, UPGRADE, Floats, Model
from sim.model.names import PoolKind
from sim.rules.market import indexed, mean_market_rate, own_demand
from sim.scenario.load import LoadedScenario
from sim.statistics.estimate import Estimate
from sim.units import HOURS_PER_MONTH

ROUNDING = 1e-9
"""Share by which a sum of prices may miss the budget through rounding."""


@dataclass(frozen=True, slots=True)
class PlannedCost:
    """What people, tools, training and changes are planned to cost over the whole run [currency].

    Attributes:
        sure: what is paid whatever happens: wages for hours on duty (of who is hired on the way from the
            mean first day on), hiring, training, changes of tools and of work, and tools paid by the month.
        at_most: this, levers that wait for a condition as if it held at once, and freelancers on every hour
            of their seats (or the budget of these seats), with the tools they use; None where an upgrade
            changes what a use or an hour of a tool costs, so that it depends on the run.
    """

    sure: float
    at_most: float | None

    def beyond(self, baseline: "PlannedCost") -> "PlannedCost":
        """Return what is planned beyond the baseline's plan."""
        known = self.at_most is not None and baseline.at_most is not None
        return PlannedCost(
            self.sure - baseline.sure,
            (self.at_most or 0.0) - (baseline.at_most or 0.0) if known else None,
        )


def planned_cost(model: Model) -> PlannedCost:
    """Return what a model's people, tools, training and changes are planned to cost.

    - wages: wage x hours on duty of every employee
    - training: price x persons of the pool
    - change of a tool, or of how work is done: its price, once
    - hiring: cost per person hired on the way, without those who follow somebody who quits
    - tool: price per month x months + price per person per month x months x persons with access
    - freelancers: the budget of their seats, or seats x hours on duty x mean rate x (1 + client fee)
    """
    seats = [_Seat(model, actor) for actor in range(len(model.actors.pool))]
    people = [seat for seat in seats if seat.kind == PoolKind.PEOPLE]
    planned = [seat for seat in people if not seat.is_conditional]
    freelancers = [seat for seat in seats if seat.kind == PoolKind.FREELANCERS]
    sure = _of_people(model, planned, _dates(model, conditional=False))
    if _prices_of_use_change(model):
        return PlannedCost(sure, None)
    most = _of_people(model, people, dates := _dates(model, conditional=True))
    return PlannedCost(sure, most + _of_persons(model, freelancers, dates) + _rates(model, freelancers))


def _dates(model: Model, *, conditional: bool) -> Floats:
    """Return when each lever acts: as planned, with those that wait for a condition never or at once [h]."""
    waits = (model.levers.when != NONE) & (not conditional)
    return np.where(waits, math.inf, model.levers.moment)


def _of_people(model: Model, people: list["_Seat"], dates: Floats) -> float:
    """Return what people, and all that is paid whoever is there, cost."""
    return (
        _wages(model, people)
        + _hirings(model, people)
        + _changes(model, dates)
        + _months(model, dates)
        + _of_persons(model, people, dates)
    )


def _hirings(model: Model, people: list["_Seat"]) -> float:
    hired = sum(seat.lever != NONE and seat.begin < model.horizon for seat in people)
    return hired * model.stocks.hiring_cost


class _Seat:
    """A place of a person or freelancer: from when to when it is open."""

    def __init__(self, model: Model, actor: int) -> None:
        actors, levers = model.actors, model.levers
        self.actor = actor
        self.pool = int(actors.pool[actor])
        self.kind = PoolKind(int(model.pools.kind[self.pool]))
        self.lever = int(actors.lever[actor])
        self.is_conditional = self.lever != NONE and bool(levers.when[self.lever] != NONE)
        self.begin = 0.0 if self.lever == NONE else float(levers.moment[self.lever])
        if self.lever != NONE and self.kind == PoolKind.PEOPLE:
            self.begin += float(model.distributions.mean[model.stocks.time_to_fill])
        closings = levers.moment[(levers.kind == CLOSE_SEATS) & (levers.opened == self.lever)]
        self.end = float(closings[0]) if self.lever != NONE and len(closings) else model.horizon
        self.end = min(self.end, model.horizon)

    def hours_in(self, begin: float, end: float) -> float:
        """Return for how many hours of an interval the seat is open."""
        return max(min(self.end, end) - max(self.begin, begin), 0.0)


def _wages(model: Model, people: list[_Seat]) -> float:
    return sum(float(model.actors.rate_low[seat.actor]) * _hours_on_duty(model, seat) for seat in people)


def _changes(model: Model, dates: Floats) -> float:
    levers = model.levers
    in_time = ((levers.kind == UPGRADE) | (levers.kind == SET)) & (dates < model.horizon)
    return float(levers.price[in_time].sum())


def _months(model: Model, dates: Floats) -> float:
    """Return what the tools cost by the month, whoever uses them."""
    prices = model.versions.price_per_month
    return sum(
        float(prices[version]) * (end - begin) / HOURS_PER_MONTH
        for _, version, begin, end in _versions(model, dates)
    )


def _of_persons(model: Model, seats: list[_Seat], dates: Floats) -> float:
    """Return what these persons cost in training, and in tools that are paid per person and month."""
    levers, v, total = model.levers, model.versions, 0.0
    for event in np.flatnonzero((levers.kind == TRAIN) & (dates < model.horizon)).tolist():
        moment, pool = float(dates[event]), int(levers.pool[event])
        heads = sum(seat.pool == pool and seat.begin <= moment < seat.end for seat in seats)
        total += float(levers.price[event]) * heads
    for _, version, begin, end in _versions(model, dates):
        access = v.access[v.access_first[version] : v.access_first[version + 1]].tolist()
        hours = sum(seat.hours_in(begin, end) for seat in seats if seat.pool in access)
        total += float(model.versions.price_per_person_month[version]) * hours / HOURS_PER_MONTH
    return total


def _versions(model: Model, dates: Floats) -> list[tuple[int, int, float, float]]:
    """Return (tool, version, since, until) for every version of every tool, within the run [h]."""
    tools = np.flatnonzero(model.pools.kind == PoolKind.TOOL).tolist()
    return [(tool, *span) for tool in tools for span in spans_of(model, tool, dates)]


def _rates(model: Model, freelancers: list[_Seat]) -> float:
    """Return what freelancers cost at most: the budget of their seats, or every hour of them."""
    by_lever: dict[int, float] = {}
    for seat in freelancers:
        rate = mean_market_rate(
            float(model.actors.rate_low[seat.actor]), float(model.actors.rate_high[seat.actor])
        )
        fee = 1.0 + float(model.pools.client_fee[seat.pool])
        rate *= _dearest(model, seat.pool, len(freelancers))
        cost = rate * fee * _hours_on_duty(model, seat)
        by_lever[seat.lever] = by_lever.get(seat.lever, 0.0) + cost
    budgets = {
        event: float(model.levers.budget[event])
        for event in np.flatnonzero(model.levers.kind == OPEN_SEATS).tolist()
    }
    return sum(
        budgets[lever] if math.isfinite(budgets.get(lever, math.inf)) else cost
        for lever, cost in by_lever.items()
    )


def _dearest(model: Model, pool: int, seats: int) -> float:
    """Return the highest rates of a market over those of the start, if all seats are filled [factor]."""
    pools = model.pools
    course = pools.market_rate[pools.market_first[pool] : pools.market_first[pool + 1]]
    demand = own_demand(seats, float(pools.depth[pool]))
    return indexed(float(course.max()), demand, float(pools.rate_elasticity[pool]))


def _hours_on_duty(model: Model, seat: _Seat) -> float:
    row, calendars = int(model.actors.calendar[seat.actor]), model.calendars
    part = slice(int(calendars.first[row]), int(calendars.first[row + 1]))
    intervals = zip(calendars.start[part].tolist(), calendars.end[part].tolist(), strict=True)
    return sum(seat.hours_in(begin, end) for begin, end in intervals)


def _prices_of_use_change(model: Model) -> bool:
    prices = np.stack([model.versions.price_per_use, model.versions.price_per_hour])
    return any(
        bool((prices[:, version] != prices[:, model.versions.first[tool]]).any())
        for tool, version, _, _ in _versions(model, model.levers.moment)
    )


# --- against the budget -------------------------------------------------------------------------


def beyond_baseline(models: Mapping[str, Model], baseline: str) -> dict[str, PlannedCost]:
    """Return what strategies are planned to cost beyond the baseline's plan, by name."""
    base = planned_cost(models[baseline])
    return {name: planned_cost(model).beyond(base) for name, model in models.items()}


def plans_over_budget(loaded: LoadedScenario) -> tuple[str, ...]:
    """Return a sentence for each strategy of a file that is sure to cost more than its budget.

    Nothing is run.
    """
    target, currency = loaded.scenario.compare, loaded.scenario.currency
    if target.budget is None:
        return ()
    names = {target.baseline, *loaded.scenario.strategies}
    models = {name: build(loaded.under(name)) for name in loaded.strategies if name in names}
    return tuple(
        f"'{name}' is sure to cost {format_number(plan.sure, 0)} {currency}, more than the budget of "
        f"{format_number(target.budget)} {currency}"
        for name, plan in beyond_baseline(models, target.baseline).items()
        if plan.sure > target.budget * (1.0 + ROUNDING)
    )


def is_over(spent: Estimate, budget: float | None) -> bool:
    """Tell whether more than the budget was spent: clearly more, where there is an interval."""
    if budget is None:
        return False
    certain = spent.low if math.isfinite(spent.half_width) else spent.mean
    return certain > budget * (1.0 + ROUNDING)


def near_the_budget(
    plans: Mapping[str, PlannedCost], spending: Mapping[str, Estimate], budget: float | None, currency: str
) -> tuple[str, ...]:
    """Return a warning for each strategy that is not over the budget but might be.

    Its mean spending lies above the budget though its interval does not, or its freelancers could cost
    more than they did.
    """
    if budget is None:
        return ()
    limit, said = budget * (1.0 + ROUNDING), f"above the budget of {format_number(budget)} {currency}"
    warnings = []
    for name, spent in spending.items():
        at_most = plans[name].at_most
        if is_over(spent, budget):
            continue
        if spent.mean > limit:
            quantity = format_quantity(spent.mean, spent.half_width, currency)
            warnings.append(f"'{name}' spent {quantity}, {said}")
        elif at_most is not None and at_most > limit:
            warnings.append(
                f"'{name}' may cost up to {format_number(at_most, 0)} {currency} if every freelancer is "
                f"found at once and works every hour, {said}"
            )
    return tuple(warnings)
