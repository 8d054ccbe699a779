"""How much a run has to do, before it is run: to choose an engine by."""

import numpy as np
from numpy.typing import NDArray

from sim.model.model import CLOSED, POISSON, RENEWAL, VISIT, VISIT_IF_DEFECTIVE, Model
from sim.rules.calendar import WEEK

Floats = NDArray[np.float64]
WEEK_OF_PERSON = 0.02
"""What following one person through a week costs, in visits (assumed)."""


def expected_visits(model: Model) -> float:
    """Return about how many visits a run has: tasks by the visits of their route, once through.

    Rework and repairs are left out, and no more is counted than all could do who are ever there: nothing but
    the order of magnitude is wanted.
    """
    work = model.distributions.mean[model.steps.service]
    shortest = float(work[work > 0.0].min(initial=1.0))
    most = float(_hours_on_duty(model)[model.actors.calendar].sum()) / shortest
    total = WEEK_OF_PERSON * len(model.actors.pool) * model.horizon / WEEK
    for number, source in enumerate(model.types.source.tolist()):
        visits = _visits_of_route(model, int(model.types.route[number]))
        tasks = _arrivals(model, number, source) + int((model.snapshot.task_type == number).sum())
        total += min(tasks * visits, most)
    return total


def _hours_on_duty(model: Model) -> Floats:
    """Return the hours on duty of each calendar, shape (calendars,) [h]."""
    c = model.calendars
    hours = np.clip(np.minimum(c.end, model.horizon) - c.start, 0.0, None)
    total: Floats = np.diff(np.concatenate([[0.0], np.cumsum(hours)])[c.first])
    return total


def _arrivals(model: Model, number: int, source: int) -> float:
    t, mean = model.types, model.distributions.mean
    batch = max(float(mean[t.batch[number]]), 1.0)
    if source == POISSON:
        rows = slice(int(t.rate_first[number]), int(t.rate_first[number + 1]))
        ends = np.append(t.rate_from[rows][1:], model.horizon)
        spans = np.clip(np.minimum(ends, model.horizon) - t.rate_from[rows], 0.0, None)
        return float((spans * t.rate[rows]).sum()) * batch
    if source in (RENEWAL, CLOSED):
        every = max(float(mean[t.every[number]]), 0.1)
        return model.horizon / every * (batch if source == RENEWAL else float(t.population[number]))
    return float(t.trace_first[number + 1] - t.trace_first[number]) * batch


def _visits_of_route(model: Model, first: int) -> int:
    """Return how many visits stand in a route."""
    n, seen, todo = model.nodes, set(), [first]
    while todo:
        node = todo.pop()
        if node in seen or node < 0:
            continue
        seen.add(node)
        todo += [int(n.next[node]), *n.target[n.target_first[node] : n.target_first[node + 1]].tolist()]
    return sum(int(n.kind[node]) in (VISIT, VISIT_IF_DEFECTIVE) for node in seen)
