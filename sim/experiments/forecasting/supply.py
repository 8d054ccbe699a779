"""How much comes in and how many hours there are, in a stretch of time."""

import numpy as np

from sim.model.model import CLOSED, POISSON, RENEWAL, Model
from sim.model.names import PoolKind
from sim.rules.calendar import hours_on_duty
from sim.scenario.load_estimate import weekly_capacity
from sim.scenario.quantities import HOURS_PER_WEEK
from sim.scenario.schema import Scenario


def arriving(model: Model, task_type: int, begin: float, end: float, through: float) -> float:
    """Return how many tasks of a type arrive between two moments, on average.

    Args:
        model: the model.
        task_type: index of the type.
        begin, end: [h].
        through: mean time of such a task from door to door, after which a customer of a closed source is away
            for a time [h].
    """
    types, means = model.types, model.distributions.mean
    source, time = int(types.source[task_type]), float(means[types.every[task_type]])
    if source == CLOSED:
        return int(types.population[task_type]) * (end - begin) / (time + through)
    batch = float(means[types.batch[task_type]])
    if source == RENEWAL:
        return (end - begin) / time * batch
    if source == POISSON:
        part = slice(types.rate_first[task_type], types.rate_first[task_type + 1])
        since, rates = types.rate_from[part], types.rate[part]
        hours = np.minimum(np.append(since[1:], model.horizon), end) - np.maximum(since, begin)
        return float((np.maximum(hours, 0.0) * rates).sum()) * batch
    moments = types.trace[types.trace_first[task_type] : types.trace_first[task_type + 1]]
    return int(((moments > begin) & (moments <= end)).sum()) * batch


def open_at_start(model: Model, task_type: int, begin: float, end: float) -> float:
    """Return how many of the open tasks of a type a plan on paper does between two moments [h].

    It does them evenly over the run.  Each counts as a whole task.  Those of closed sources are among the
    tasks that their customers bring.
    """
    if model.types.source[task_type] == CLOSED:
        return 0.0
    return int((model.snapshot.task_type == task_type).sum()) * (end - begin) / model.horizon


def hours_of_pools(scenario: Scenario, model: Model, length: float) -> dict[str, float]:
    """Return the hours of each pool in a time of some length [h]; of tools, the effort they can do."""
    hours = {name: weekly / HOURS_PER_WEEK for name, weekly in weekly_capacity(scenario).items()}
    for number, name in enumerate(model.names.pools):
        if model.names.pool_kinds[number] != PoolKind.TOOL:
            hours[name] = sum(share_on_duty(model, number))
    return {name: length * share for name, share in hours.items()}


def share_on_duty(model: Model, pool: int) -> list[float]:
    """Return the share of the measured time that each actor of a pool is on duty, without holidays [0-1]."""
    c, shares = model.calendars, []
    starts, ends, worked = c.start.tolist(), c.end.tolist(), c.worked.tolist()
    for row in model.actors.calendar[model.actors.pool == pool].tolist():
        rows = (starts, ends, worked, int(c.first[row]), int(c.first[row + 1]))
        hours = hours_on_duty(*rows, model.horizon) - hours_on_duty(*rows, model.warm_up)
        shares.append(hours / (model.horizon - model.warm_up))
    return shares
