"""At which steps a part of a side can be broken, at the start or after a dated change; shape (steps,)."""

import numpy as np

from sim.engines.facts import every_steps
from sim.experiments.diagnosis.margins import is_assisted, missing_gap, pools_that_may
from sim.model.model import Flags, Model
from sim.model.names import PoolKind


def anywhere(model: Model) -> Flags:
    """Every step."""
    return np.ones(len(model.names.steps), np.bool_)


def assisted(model: Model) -> Flags:
    """Steps at which a tool assists."""
    flags: Flags = np.any([is_assisted(steps) for steps in every_steps(model)], axis=0)
    return flags


def automated(model: Model) -> Flags:
    """Steps that a tool may do alone; where there is none, those at which one assists."""
    alone = _by_tool(model)
    return alone if alone.any() else assisted(model)


def with_a_tool(model: Model) -> Flags:
    """Steps that a tool may do alone or assists in."""
    flags: Flags = assisted(model) | _by_tool(model)
    return flags


def by_capability(model: Model) -> Flags:
    """Steps that a tool may do alone or assists in, or that state how far a tool is from their difficulty."""
    flags: Flags = with_a_tool(model) | (missing_gap(model, (PoolKind.TOOL,)) > 0.0)
    return flags


def reviews(model: Model) -> Flags:
    """Steps that review others."""
    flags: Flags = np.any([np.diff(steps.reviewed_first) > 0 for steps in every_steps(model)], axis=0)
    return flags


def _by_tool(model: Model) -> Flags:
    steps = range(len(model.names.steps))
    kind = model.pools.kind
    return np.array(
        [any(kind[pool] == PoolKind.TOOL for pool in pools_that_may(model, step)) for step in steps], np.bool_
    )
