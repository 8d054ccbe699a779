"""Where a part of a side is broken: the pools, tools and steps that the books and the needs point to."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.engines.facts import every_steps
from sim.experiments.diagnosis.ideals import Need, Part
from sim.experiments.diagnosis.lacking import Points
from sim.experiments.diagnosis.margins import pools_that_may
from sim.experiments.diagnosis.tally import Tally
from sim.model.model import NONE, Floats, Model
from sim.model.names import PoolKind


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is broken.

    Attributes:
        step: the step, or -1.
        pool: the pool of people, freelancers or slots, or -1.
        tool: the tool, or -1.
        skills: what is lacking of the people, or of the tool where it is that which is broken.
        seats: seats that are lacking [persons].
    """

    step: int
    pool: int = NONE
    tool: int = NONE
    skills: Points = field(default_factory=dict)
    seats: int = 0


def places_of(model: Model, part: Part, tallies: Sequence[Tally], need: Need) -> list[Place]:
    """Return where a part is broken most; for want of seats every pool that lacks some.

    Args:
        model: the model.
        part: the part.
        tallies: the books of some replications.
        need: seats that pools need beside their own.
    """
    shown = _shown(model, part, tallies)
    step, who = divmod(int(np.argmax(shown)), shown.shape[1])
    pools = pools_that_may(model, step)
    people = [pool for pool in pools if model.pools.kind[pool] != PoolKind.TOOL]
    pool = who if who in people else people[0] if people else NONE
    tool = _tool(model, step, pools)
    short = {
        each: more for each, more in need.seats.items() if PoolKind(model.pools.kind[each]) in part.seats
    }
    if short:
        return [
            Place(_step_of(model, each, step), each, _own_tool(model, each, tool), seats=more)
            for each, more in short.items()
        ]
    return [Place(step, pool, tool, part.skills(model, step, pool, tool))]


def _shown(model: Model, part: Part, tallies: Sequence[Tally]) -> Floats:
    """Return how much a part shows, shape (steps, pools); below 0 where it cannot be broken."""
    shown = np.zeros((len(model.names.steps), len(model.names.pools)))
    for tally in tallies:
        hours = tally.hours[list(part.causes)].sum(axis=(0, 1))
        defects = tally.defects[list(part.births)].sum(axis=(0, 1))
        shown[:, 0] += hours[:-1, -1] / max(float(tally.hours.sum()), 1.0)
        shown += hours[:-1, :-1] / max(float(tally.hours.sum()), 1.0)
        shown += defects / max(float(tally.defects.sum()), 1.0)
    possible = part.steps(model)
    kept: Floats = np.where(possible[:, None], shown, -1.0) if possible.any() else shown
    return kept


def _tool(model: Model, step: int, pools: Sequence[int]) -> int:
    """Return the tool that does a step alone or assists in, at the start or after a dated change; or -1."""
    alone = [pool for pool in pools if model.pools.kind[pool] == PoolKind.TOOL]
    helping = [int(state.tool[step]) for state in every_steps(model) if state.tool[step] != NONE]
    return next(iter([*alone, *helping]), NONE) if step != NONE else NONE


def _own_tool(model: Model, pool: int, otherwise: int) -> int:
    """Return the tool whose slots a pool is, or another one."""
    return pool if model.pools.kind[pool] == PoolKind.TOOL else otherwise


def _step_of(model: Model, pool: int, otherwise: int) -> int:
    """Return a step that a pool does."""
    steps = range(len(model.names.steps))
    if otherwise != NONE and pool in pools_that_may(model, otherwise):
        return otherwise
    return next((step for step in steps if pool in pools_that_may(model, step)), otherwise)
