"""The step from one week to the next: strain, pressure and what follows from it, newcomers, quits.

Inputs are held for the week, the step itself is exact.  It leaves two numbers with each actor, the factor on
the rate of work and the loss off the match, which a visit reads.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from sim.engines.reference.plan import Plan
from sim.engines.reference.state import Actor, Duty
from sim.model.model import Stocks
from sim.model.names import PoolKind
from sim.rules.calendar import DAY, WEEK, first_from, hours_on_duty, prolonged_end
from sim.rules.fatigue import endurance, fatigue_loss, strain_after
from sim.rules.luck import uniform
from sim.rules.onboarding import mentoring, teamwork
from sim.rules.pressure import (
    care_under_pressure,
    corner_cutting_loss,
    eroded_standard,
    overtime_ratio,
    pace,
    schedule_pressure,
    switching_factor,
    training_held,
)
from sim.rules.staffing import quit_probability


@dataclass(slots=True)
class PoolStock:
    """What a week finds in a pool of people, and what holds in it until the next."""

    pressure: float = 0.0
    overtime: float = 1.0
    pace: float = 1.0
    care: float = 1.0
    standard: float = 1.0
    switching: float = 1.0
    review_care: float = 1.0
    kept_by_mentors: float = 1.0
    kept_by_team: float = 1.0
    training_held: float = 1.0
    newcomers: int = 0
    capacity: float = 0.0


@dataclass(slots=True)
class Weeks:
    """Takes the organisation from one week to the next.

    Attributes:
        plan: the model.
        actors: all actors by number; those who are hired are added.
        duties: all calendars.
        backlog: returns the work that waits for a pool [h].
        quits: what happens when a person quits.
        hours_changed: what happens when the hours of a calendar have changed.
        observe: writes down what a week ends with.
        spread: lets tools spread through pools for some time.
    """

    plan: Plan
    actors: list[Actor]
    duties: list[Duty]
    backlog: Callable[[int], float]
    quits: Callable[[Actor], None]
    hours_changed: Callable[[Duty], None]
    observe: Callable[[int, float], None]
    spread: Callable[[list[Actor], float], None]
    number: int = 0
    stocks: dict[int, PoolStock] = field(init=False)
    _weekly: list[float] = field(init=False)

    def __post_init__(self) -> None:
        kinds = self.plan.model.pools.kind.tolist()
        self._weekly = self.plan.model.actors.weekly_hours.tolist()
        self.stocks = {pool: PoolStock() for pool, kind in enumerate(kinds) if kind == PoolKind.PEOPLE}

    @property
    def _model(self) -> Stocks:
        return self.plan.model.stocks

    def decide(self, now: float) -> None:
        """Decide about the week that begins now."""
        for pool, stock in self.stocks.items():
            members = self.members(pool)
            self._press(pool, stock, members, now)
            self._work_longer(stock, members, now)
            self.settle(pool, members, now)
            for actor in members:
                self._perhaps_quit(actor, now)

    def close(self, now: float) -> None:
        """Close the week that ends now."""
        self.number += 1
        for pool in self.stocks:
            for actor in self.members(pool):
                self._tire(actor, now)
        self.spread(self.actors, now - (self.number - 1) * WEEK)
        self.observe(self.number, now)

    def members(self, pool: int) -> list[Actor]:
        """Return who of a pool is here."""
        return [actor for actor in self.actors if actor.pool == pool and actor.here]

    def capacity(self, pool: int) -> float:
        """Return the working hours of those present in a normal week [h/week]."""
        return self.stocks[pool].capacity

    def training_held(self, pool: int, now: float) -> float:
        """Return the share of planned training hours that a pool holds."""
        stock = self.stocks[pool]
        if self._is_on("training-squeeze", now):
            stock.training_held = training_held(stock.pressure, self._model.training_squeeze)
        return stock.training_held

    def settle(self, pool: int, members: list[Actor], now: float) -> None:
        """Leave with each member of a pool what a visit has to know."""
        s, stock = self._model, self.stocks[pool]
        own = sum(now < actor.full_at for actor in members)
        stock.newcomers = own + self._shown_round(pool, now)
        experienced = len(members) - own
        if self._is_on("onboarding-burden", now):
            stock.kept_by_mentors = mentoring(stock.newcomers, experienced, s.mentoring)
        team = self._model.team[pool]
        size = min(len(members), int(team)) if team else len(members)
        stock.kept_by_team = teamwork(size, s.talking, s.talking_limit)
        for actor in members:
            kept = stock.kept_by_mentors if now >= actor.full_at else 1.0
            if self._is_on("fatigue-rework", now):
                actor.felt_strain = actor.strain
            rested = endurance(actor.felt_strain, s.fatigue_threshold, s.fatigue_curvature)
            actor.factor = rested * stock.pace * kept * stock.kept_by_team
            actor.effort = stock.care * stock.switching
            actor.thoroughness = stock.review_care
            actor.loss = fatigue_loss(
                actor.felt_strain, s.fatigue_threshold, s.fatigue_errors
            ) + corner_cutting_loss(stock.care, s.haste_errors)

    def _shown_round(self, pool: int, now: float) -> int:
        """Return how many freelancers on the ramp take time of a pool [persons]."""
        guide = self.plan.guide
        if pool not in guide:
            return 0
        return sum(
            actor.here and actor.pool != pool and guide[actor.pool] == pool and now < actor.full_at
            for actor in self.actors
        )

    # --- what a week does --------------------------------------------------------------------

    def _tire(self, actor: Actor, now: float) -> None:
        s = self._model
        begin = max((self.number - 1) * WEEK, actor.joined_at)
        if now <= begin:
            return
        excess = max(0.0, _on_duty(actor.duty, begin, now) - s.fatigue_threshold)
        actor.strain = strain_after(actor.strain, excess, now - begin, s.fatigue_time, s.recovery_time)

    def _press(self, pool: int, stock: PoolStock, members: list[Actor], now: float) -> None:
        s = self._model
        capacity = 0.0
        for actor in members:
            capacity += self._weekly[actor.like]
        stock.capacity = capacity
        stock.pressure = schedule_pressure(self.backlog(pool), capacity, s.normal_backlog)
        if self._is_on("overtime-relief", now):
            stock.overtime = overtime_ratio(stock.pressure, self.plan.overtime[pool])
        if self._is_on("working-harder", now):
            stock.pace = pace(stock.pressure, s.pace, s.pace_limit)
        if self._is_on("congestion-switching", now):
            stock.switching = switching_factor(stock.pressure, s.switching, s.switching_limit)
        standard = eroded_standard(stock.standard, stock.care, WEEK, s.standard_falls, s.standard_rises)
        care = care_under_pressure(stock.pressure, s.corner_cutting, standard, s.least_care)
        if self._is_on("corner-cutting", now):
            stock.standard, stock.care = standard, care
        if self._is_on("review-bottleneck", now):
            stock.review_care = care
        self.training_held(pool, now)

    def _is_on(self, loop: str, now: float) -> bool:
        return now < self.plan.off_from[loop]

    def _work_longer(self, stock: PoolStock, members: list[Actor], now: float) -> None:
        for duty in {id(actor.duty): actor.duty for actor in members}.values():
            if prolong(duty, now, now + WEEK, stock.overtime):
                self.hours_changed(duty)

    def _perhaps_quit(self, actor: Actor, now: float) -> None:
        s = self._model
        annual = float(s.turnover[actor.pool])
        if annual <= 0.0 or actor.leaving:
            return
        if self._is_on("attrition-spiral", now):
            actor.quit_strain = actor.strain
        chance = quit_probability(annual, WEEK, actor.quit_strain, s.fatigue_threshold, s.strain_quits)
        if uniform(actor.word, self.plan.model.slots.quit, self.number) < chance:
            self.quits(actor)


def prolong(duty: Duty, begin: float, end: float, ratio: float) -> bool:
    """Let the days that begin in a window last longer, each by the same share; return whether hours change.

    The last interval of a day grows by the share of the day's hours, at most up to the next one.
    """
    rows = range(first_from(duty.start, 0, len(duty.start), begin), len(duty.start))
    changed, hours = False, 0.0
    for row in rows:
        start = duty.start[row]
        if start >= end and not changed:
            break
        if start < end:
            hours += duty.normal_end[row] - start
            following = duty.start[row + 1] if row + 1 < len(duty.start) else math.inf
            new_end = duty.normal_end[row]
            if following // DAY > start // DAY:
                new_end = prolonged_end(new_end, ratio, hours, following)
                hours = 0.0
            changed |= new_end != duty.end[row]
            duty.end[row] = new_end
        if row > 0:
            duty.worked[row] = duty.worked[row - 1] + (duty.end[row - 1] - duty.start[row - 1])
    return changed


def _on_duty(duty: Duty, begin: float, end: float) -> float:
    rows = (duty.start, duty.end, duty.worked, 0, len(duty.start))
    return hours_on_duty(*rows, end) - hours_on_duty(*rows, begin)
