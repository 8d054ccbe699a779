"""Where a part of a side is broken: the pools, tools and steps that the books and the needs point to."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.engines.facts import every_steps
from sim.experiments.diagnosis.ideals import Need, Part
from sim.experiments.diagnosis.margins import (
    is_assisted,
    missing_capability,
    missing_gap,
    missing_skills,
    pools_that_may,
    versions_of,
)
from sim.experiments.diagnosis.tally import Tally
from sim.measures.books.causes import Birth, Cause
from sim.model.model import NONE, Flags, Floats, Model
from sim.model.names import PoolKind


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is broken.

    Attributes:
        step: the step, or -1.
        pool: the pool of people, freelancers or slots, or -1.
        tool: the tool, or -1.
        skills: what is lacking, by number of the skill [0-1 scale].
        seats: seats that are lacking [persons].
    """

    step: int
    pool: int = NONE
    tool: int = NONE
    skills: tuple[tuple[int, float], ...] = ()
    seats: int = 0


_SHOWS_IN: dict[str, tuple[tuple[Cause, ...], tuple[Birth, ...]]] = {
    "staffing": ((Cause.BUSY, Cause.PRIORITY, Cause.BATCH, Cause.REVIEW_QUEUE), ()),
    "skills": ((), (Birth.PERSON, Birth.STRAIN)),
    "coming and going": ((Cause.VACANCY, Cause.ONBOARDING, Cause.MARKET), ()),
    "reviewing": ((Cause.REWORK,), ()),
    "checking": ((Cause.REWORK,), ()),
    "time off the line": ((Cause.TRAINING,), ()),
    "slots": ((Cause.SLOT,), ()),
    "outages": ((Cause.OUTAGE,), (Birth.DOWN,)),
    "capability": ((), (Birth.TOOL, Birth.MISLED)),
    "speed": ((Cause.TOOL,), ()),
    "hand-offs": ((Cause.HAND_OFF,), (Birth.HAND_OFF,)),
    "use": ((Cause.PERSON, Cause.FREELANCER), (Birth.UNUSED,)),
    "prompting": ((Cause.PROMPTING,), ()),
    "discernment": ((), (Birth.MISLED,)),
    "review of AI output": ((Cause.AI_REVIEW, Cause.REVIEW_QUEUE), ()),
    "limits": ((Cause.LIMIT,), ()),
}
"""What hours and defects a broken part shows in."""


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
    if part.name in ("staffing", "slots"):
        is_tool = part.name == "slots"
        short = {
            each: more
            for each, more in need.seats.items()
            if (model.pools.kind[each] == PoolKind.TOOL) == is_tool
        }
        places = [
            Place(_step_of(model, each, step), each, each if is_tool else tool, (), more)
            for each, more in short.items()
        ]
        if places:
            return places
    if part.name == "skills" and pool != NONE:
        return [Place(step, pool, tool, _largest(missing_skills(model, pool)))]
    if part.name == "capability" and tool != NONE and (versions := versions_of(model, tool)):
        lacking = [missing_capability(model, tool, version) for version in versions]
        return [Place(step, pool, tool, _largest(np.max(lacking, axis=0)))]
    return [Place(step, pool, tool)]


def _shown(model: Model, part: Part, tallies: Sequence[Tally]) -> Floats:
    """Return how much a part shows, shape (steps, pools); below 0 where it cannot be broken."""
    causes, births = _SHOWS_IN[part.name]
    shown = np.zeros((len(model.names.steps), len(model.names.pools)))
    for tally in tallies:
        hours = tally.hours[list(causes)].sum(axis=(0, 1))
        defects = tally.defects[list(births)].sum(axis=(0, 1))
        shown[:, 0] += hours[:-1, -1] / max(float(tally.hours.sum()), 1.0)
        shown += hours[:-1, :-1] / max(float(tally.hours.sum()), 1.0)
        shown += defects / max(float(tally.defects.sum()), 1.0)
    possible = _possible(model, part)
    kept: Floats = np.where(possible[:, None], shown, -1.0) if possible.any() else shown
    return kept


def _possible(model: Model, part: Part) -> Flags:
    """Return at which steps a part can be broken, at the start or after a dated change."""
    states, steps = every_steps(model), len(model.names.steps)
    assisted: Flags = np.any([is_assisted(state) for state in states], axis=0)
    by_tool: Flags = np.array(
        [
            any(model.pools.kind[pool] == PoolKind.TOOL for pool in pools_that_may(model, step))
            for step in range(steps)
        ],
        np.bool_,
    )
    if part.name in ("use", "prompting", "discernment"):
        return assisted
    if part.name == "outages":
        return by_tool | assisted
    if part.name in ("slots", "speed"):
        return by_tool if by_tool.any() else assisted
    if part.name == "capability":
        lacking = missing_gap(model, (PoolKind.TOOL,)) > 0.0
        capable: Flags = assisted | by_tool | lacking
        return capable
    if part.name in ("review of AI output", "reviewing", "checking"):
        reviews: Flags = np.any([np.diff(state.reviewed_first) > 0 for state in states], axis=0)
        return reviews
    return np.ones(steps, np.bool_)


def _tool(model: Model, step: int, pools: Sequence[int]) -> int:
    """Return the tool that does a step alone, or assists in it, at the start or after a dated change; or -1."""
    alone = [pool for pool in pools if model.pools.kind[pool] == PoolKind.TOOL]
    helping = [int(state.tool[step]) for state in every_steps(model) if state.tool[step] != NONE]
    return next(iter([*alone, *helping]), NONE) if step != NONE else NONE


def _step_of(model: Model, pool: int, otherwise: int) -> int:
    """Return a step that a pool does."""
    steps = range(len(model.names.steps))
    if otherwise != NONE and pool in pools_that_may(model, otherwise):
        return otherwise
    return next((step for step in steps if pool in pools_that_may(model, step)), otherwise)


def _largest(lacking: Floats) -> tuple[tuple[int, float], ...]:
    found = [(skill, float(more)) for skill, more in enumerate(lacking.tolist()) if more > 0.0]
    return tuple(sorted(found, key=lambda each: -each[1]))
