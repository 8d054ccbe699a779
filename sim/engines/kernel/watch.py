"""Conditions on stocks, looked at once a week."""

from math import inf

from sim.engines.kernel import at
from sim.engines.kernel.compiling import operation
from sim.engines.kernel.memory import Row, World
from sim.engines.kernel.practice import belief
from sim.engines.kernel.weeks import PEOPLE, is_member
from sim.model.model import BACKLOG, HOURS, PRESSURE, STRAIN, TASKS
from sim.rules.pressure import HOURS_PER_GRAIN, grains


@operation
def holds(w: World, row: int) -> bool:
    """Return whether a condition holds now; what nobody is there for does not."""
    condition = at.conditions(w, row)
    if condition.watched == BACKLOG:
        level = _backlog(w, condition.of, condition.unit)
    elif condition.watched == PRESSURE:
        level = at.pools(w, condition.of).pressure
    else:
        total, count = 0.0, 0
        for actor in range(w.actor_count):
            if is_member(w, actor, condition.of):
                total += at.actors(w, actor).strain if condition.watched == STRAIN else belief(w, actor)
                count += 1
        if count == 0:
            return False
        level = total / count
    return level > condition.amount if condition.above else level < condition.amount


@operation
def _backlog(w: World, number: int, unit: int) -> float:
    """Return what waits at a step, in the unit of a condition."""
    step = at.steps(w, number)
    mean = at.distributions(w, step.service).mean
    count, total = 0, 0
    for token in range(w.used_tokens):
        t = at.tokens(w, token)
        if t.waits and t.step == number:
            count += 1
            total += grains(mean * t.share)
    if unit == TASKS:
        return float(count)
    work = total * HOURS_PER_GRAIN
    if unit == HOURS:
        return work
    capacity = _capacity(w, step)
    if capacity <= 0.0:
        return inf if work > 0.0 else 0.0
    return work / capacity


@operation
def _capacity(w: World, step: Row) -> float:
    """Return the working hours of a step's people in a normal week [h/week]."""
    capacity = 0.0
    for row in range(step.prefer_first, step.prefer_last):
        pool = at.pools(w, at.preferred(w, row).pool)
        if pool.kind == PEOPLE:
            capacity += pool.capacity
    return capacity
