"""What a model has and has not: facts that spare an engine work."""

import math

import numpy as np

from sim.model.model import NONE, Model, Steps


def every_steps(model: Model) -> list[Steps]:
    """Return the steps as they are at the start, and as each dated change makes them."""
    return [model.steps, *(phase.steps for phase in model.phases)]


def limited_steps(model: Model) -> list[bool]:
    """Return for each step whether its column has a limit at some time."""
    limited: list[bool] = np.any([steps.limit > 0 for steps in every_steps(model)], axis=0).tolist()
    return limited


def customers_inside(model: Model) -> list[int]:
    """Return for each type how many customers of a closed source have a task that is open at the start."""
    snapshot = model.snapshot
    inside = np.bincount(snapshot.task_type[snapshot.customer != NONE], minlength=len(model.types.word))
    counts: list[int] = inside.tolist()
    return counts


def has_quality(model: Model) -> bool:
    """Return whether some step makes quality."""
    return any(bool((steps.standard > 0.0).any()) for steps in every_steps(model))


def has_difficulty(model: Model) -> bool:
    """Return whether tasks differ in difficulty."""
    return any(bool((steps.difficulty_sd > 0.0).any()) for steps in every_steps(model))


def moves_skill(model: Model) -> bool:
    """Return whether skills change with time and practice."""
    stocks = model.stocks
    lapses = bool((model.levers.fade > 0.0).any())
    return stocks.learning_time < math.inf or stocks.half_life < math.inf or lapses


def moves_trust(model: Model) -> bool:
    """Return whether trust in tools changes."""
    return model.stocks.trust_memory > 0.0


def moves_by_week(model: Model) -> bool:
    """Return whether anything changes, or is looked at, from week to week."""
    stocks = model.stocks
    sizes = (
        stocks.fatigue_curvature, stocks.fatigue_errors, stocks.pace, stocks.corner_cutting,
        stocks.switching, stocks.mentoring, stocks.talking, stocks.training_squeeze, len(model.conditions.of),
    )  # fmt: skip
    spreads = stocks.adoption_rate > 0.0 and bool((model.pools.adopted < 1.0).any())
    later = any(bool((phase.overtime > 1.0).any()) for phase in model.phases)
    now = bool((stocks.overtime > 1.0).any() or (stocks.turnover > 0.0).any())
    return any(sizes) or spreads or later or now
