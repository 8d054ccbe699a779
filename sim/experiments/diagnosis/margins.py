"""How far actors are from making few enough defects: what would have to be added to a match.

A dated change may ask for more, or bring a tool in: the state of the steps that lacks most decides.
"""

import math
from collections.abc import Iterator

import numpy as np

from sim.engines.facts import every_steps
from sim.experiments.diagnosis.norms import norm
from sim.model.model import NONE, Flags, Floats, Ints, Model, Steps
from sim.model.names import PoolKind
from sim.rules.normal import normal_quantile
from sim.rules.quality import logit


def pools_that_may(model: Model, step: int) -> list[int]:
    """Return the pools that may do a step, at the start or after a dated change."""
    return list(dict.fromkeys(pool for steps in every_steps(model) for pool in pools_of(steps, step)))


def pools_of(steps: Steps, step: int) -> list[int]:
    """Return the pools that may do a step in one state of the steps, by preference."""
    pools: list[int] = steps.prefer[steps.prefer_first[step] : steps.prefer_first[step + 1]].tolist()
    return pools


def is_assisted(steps: Steps) -> Flags:
    """Return at which steps a tool assists in one state of the steps."""
    assisted: Flags = (steps.tool != NONE) & (steps.exposure > 0.0)
    return assisted


def demanded(steps: Steps, step: int) -> tuple[Ints, Floats]:
    """Return the skills that a step demands, and their weights."""
    row = slice(int(steps.skill_first[step]), int(steps.skill_first[step + 1]))
    return steps.skill[row], steps.weight[row]


def mean_match(model: Model, steps: Steps, step: int, pool: int) -> tuple[float, float]:
    """Return the mean and the variance of the match of a pool's actors to a step, as they begin."""
    skills, weights = demanded(steps, step)
    rows = model.actors.pool == pool
    if not rows.any():
        return 0.0, 0.0
    means = model.actors.skill_mean[rows][:, skills] @ weights
    within = (model.actors.skill_sd[rows][:, skills] ** 2) @ (weights**2)
    return float(means.mean()), float(within.mean() + means.var())


def missing_match(model: Model, steps: Steps, step: int, match: float, variance: float) -> float:
    """Return what a match lacks until few enough visits are below the standard [0-1 scale].

    Args:
        model: the model.
        steps: one state of its steps.
        step: a step with a standard.
        match: mean match of those who do it.
        variance: of the match, beside that of difficulty and of luck.
    """
    slope, standard = model.behaviour.quality_slope, float(steps.standard[step])
    if standard <= 0.0:
        return 0.0
    spread = math.sqrt(
        float(steps.noise[step]) ** 2 + slope * slope * (float(steps.difficulty_sd[step]) ** 2 + variance)
    )
    wanted = logit(standard) - normal_quantile(norm("defects")) * spread
    return max(0.0, wanted / slope + float(steps.difficulty_mean[step]) - match)


def missing_skills(model: Model, pool: int) -> Floats:
    """Return what the people of a pool lack of each skill, for all steps that they may ever do."""
    lacking = np.zeros(len(model.names.skills))
    for steps, step in _states(model):
        skills, _ = demanded(steps, step)
        if len(skills) and pool in pools_of(steps, step):
            more = missing_match(model, steps, step, *mean_match(model, steps, step, pool))
            lacking[skills] = np.maximum(lacking[skills], more)
    return lacking


def missing_capability(model: Model, tool: int, version: int) -> Floats:
    """Return what a version of a tool lacks of each skill: alone for the standard, else beside people."""
    lacking = np.zeros(len(model.names.skills))
    jaggedness = min(float(model.versions.jaggedness[version]), norm("jaggedness"))
    for steps, step in _states(model):
        skills, weights = demanded(steps, step)
        if not len(skills):
            continue
        can = float(model.versions.capability[version][skills] @ weights)
        more, pools = 0.0, pools_of(steps, step)
        if tool in pools:
            more = missing_match(model, steps, step, can, jaggedness**2)
        if steps.tool[step] == tool and steps.exposure[step] > 0.0:
            people = [pool for pool in pools if model.pools.kind[pool] != PoolKind.TOOL]
            more = max([more, *(mean_match(model, steps, step, pool)[0] - can for pool in people)])
        lacking[skills] = np.maximum(lacking[skills], more)
    return lacking


def missing_gap(model: Model, kinds: tuple[PoolKind, ...]) -> Floats:
    """Return what steps without skills lack, whose first choice is one of these kinds of actors."""
    lacking = np.zeros(len(model.names.steps))
    for steps, step in _states(model):
        pools, (skills, _) = pools_of(steps, step), demanded(steps, step)
        if not len(skills) and pools and PoolKind(model.pools.kind[pools[0]]) in kinds:
            match = float(steps.gap[step] + steps.difficulty_mean[step])
            lacking[step] = max(lacking[step], missing_match(model, steps, step, match, 0.0))
    return lacking


def versions_of(model: Model, tool: int) -> list[int]:
    """Return the versions of a tool whose capability is stated."""
    v = model.versions
    return [row for row in range(int(v.first[tool]), int(v.first[tool + 1])) if v.stated[row]]


def _states(model: Model) -> Iterator[tuple[Steps, int]]:
    """Yield each step as it is at the start, and as each dated change makes it."""
    return ((steps, step) for steps in every_steps(model) for step in range(len(model.names.steps)))
