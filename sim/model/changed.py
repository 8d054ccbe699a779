"""Models with one thing changed: steps, a time that is shorter, tools that are always up."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from sim.model.model import NONE, Ints, Model, Steps
from sim.model.names import PoolKind
from sim.rules.sampling import CONSTANT


def with_steps(model: Model, change: Callable[[Steps], Steps]) -> Model:
    """Return a model whose steps are changed, as they are at the start and after each dated change."""
    phases = tuple(replace(phase, steps=change(phase.steps)) for phase in model.phases)
    return replace(model, steps=change(model.steps), phases=phases)


def with_time_at_most(model: Model, row: int, most: float) -> tuple[Model, int]:
    """Return a model with a time whose mean is at most so long, and its row among the distributions.

    Args:
        model: the model.
        row: of the distribution; where its mean is not longer it stays as it is.
        most: what stands in its place otherwise [h].
    """
    d = model.distributions
    if float(d.mean[row]) <= most:
        return model, row
    added = {"kind": CONSTANT, "a": most, "b": 0.0, "c": 0.0, "offset": 0, "size": 0, "mean": most}
    columns = {
        name: np.append(column := getattr(d, name), np.array(value, column.dtype))
        for name, value in added.items()
    }
    return replace(model, distributions=replace(d, **columns)), len(d.kind)


def with_tools_up(model: Model, least: float) -> Model:
    """Return a model in which every tool that is up for less than a share of the run is always up.

    Args:
        model: the model.
        least: share of the run [0-1].
    """
    every, calendar = model.pools.outage_every.copy(), model.actors.calendar.copy()
    c, always = model.calendars, len(model.calendars.first) - 1
    for tool in np.flatnonzero(model.pools.kind == PoolKind.TOOL).tolist():
        own = model.actors.pool == tool
        if own.any() and _availability(model, tool) < least:
            every[tool] = NONE
            calendar[own] = always
    if not (calendar == always).any():
        return model
    calendars = replace(
        c,
        first=_one_more(c.first, len(c.start) + 1),
        start=np.append(c.start, 0.0),
        end=np.append(c.end, math.inf),
        worked=np.append(c.worked, 0.0),
        free_first=_one_more(c.free_first, len(c.free_start)),
    )
    return replace(
        model,
        calendars=calendars,
        pools=replace(model.pools, outage_every=every),
        actors=replace(model.actors, calendar=calendar),
    )


def _availability(model: Model, tool: int) -> float:
    """Return the share of the run in which a tool is up, as far as is known beforehand."""
    c, d = model.calendars, model.distributions
    calendar = int(model.actors.calendar[model.actors.pool == tool][0])
    rows = slice(int(c.first[calendar]), int(c.first[calendar + 1]))
    up = float(np.sum(np.clip(c.end[rows], 0.0, model.horizon) - np.clip(c.start[rows], 0.0, model.horizon)))
    share = up / model.horizon
    every, lasting = int(model.pools.outage_every[tool]), int(model.pools.outage_lasting[tool])
    if every != NONE:
        between, down = float(d.mean[every]), float(d.mean[lasting])
        share *= between / (between + down) if between + down > 0.0 else 0.0
    return share


def _one_more(offsets: Ints, end: int) -> Ints:
    return np.append(offsets, end)
