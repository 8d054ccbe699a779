"""Conditions on stocks, looked at once a week."""

import math

from sim.engines.reference.dispatch import Dispatcher
from sim.engines.reference.plan import Plan
from sim.engines.reference.practice import Practice
from sim.engines.reference.weeks import Weeks
from sim.model.model import BACKLOG, HOURS, PRESSURE, STRAIN, TASKS
from sim.model.names import PoolKind


class Watch:
    """Tells whether conditions hold."""

    def __init__(self, plan: Plan, dispatcher: Dispatcher, practice: Practice, weeks: Weeks) -> None:
        self._plan = plan
        self._rows = plan.model.conditions
        self._dispatcher = dispatcher
        self._practice = practice
        self._weeks = weeks

    def holds(self, row: int) -> bool:
        """Return whether a condition holds now; what nobody is there for does not."""
        level = self._level(row)
        if level is None:
            return False
        amount = float(self._rows.amount[row])
        return level > amount if self._rows.above[row] else level < amount

    def _level(self, row: int) -> float | None:
        watched, of = int(self._rows.watched[row]), int(self._rows.of[row])
        if watched == BACKLOG:
            return self._backlog(of, int(self._rows.unit[row]))
        if watched == PRESSURE:
            return self._weeks.stocks[of].pressure
        members = self._weeks.members(of)
        if not members:
            return None
        total = 0.0
        for actor in members:
            total += actor.strain if watched == STRAIN else self._practice.belief(actor)
        return total / len(members)

    def _backlog(self, step: int, unit: int) -> float | None:
        count, work = self._dispatcher.waiting_at(step)
        if unit == TASKS:
            return float(count)
        if unit == HOURS:
            return work
        kinds = self._plan.model.pools.kind
        capacity = 0.0
        for pool in self._plan.steps[step].prefer:
            if kinds[pool] == PoolKind.PEOPLE:
                capacity += self._weeks.capacity(pool)
        if capacity <= 0.0:
            return math.inf if work > 0.0 else 0.0
        return work / capacity
