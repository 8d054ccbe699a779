"""How far actors are from making few enough defects: what would have to be added to a match."""

import math

import numpy as np

from sim.experiments.diagnosis.norms import norm
from sim.model.model import Floats, Ints, Model
from sim.model.names import PoolKind
from sim.rules.normal import normal_quantile
from sim.rules.quality import logit


def pools_that_may(model: Model, step: int) -> list[int]:
    """Return the pools that may do a step, at the start or after a dated change."""
    found: dict[int, None] = {}
    for steps in (model.steps, *(phase.steps for phase in model.phases)):
        row = slice(int(steps.prefer_first[step]), int(steps.prefer_first[step + 1]))
        found |= dict.fromkeys(steps.prefer[row].tolist())
    return list(found)


def demanded(model: Model, step: int) -> tuple[Ints, Floats]:
    """Return the skills that a step demands, and their weights."""
    row = slice(int(model.steps.skill_first[step]), int(model.steps.skill_first[step + 1]))
    return model.steps.skill[row], model.steps.weight[row]


def mean_match(model: Model, step: int, pool: int) -> tuple[float, float]:
    """Return the mean and the variance of the match of a pool's actors to a step, as they begin."""
    skills, weights = demanded(model, step)
    rows = model.actors.pool == pool
    if not rows.any():
        return 0.0, 0.0
    means = model.actors.skill_mean[rows][:, skills] @ weights
    within = (model.actors.skill_sd[rows][:, skills] ** 2) @ (weights**2)
    return float(means.mean()), float(within.mean() + means.var())


def missing_match(model: Model, step: int, match: float, variance: float) -> float:
    """Return what a match lacks until few enough visits are below the standard [0-1 scale].

    Args:
        model: the model.
        step: a step with a standard.
        match: mean match of those who do it.
        variance: of the match, beside that of difficulty and of luck.
    """
    s, slope = model.steps, model.behaviour.quality_slope
    standard = float(s.standard[step])
    if standard <= 0.0:
        return 0.0
    spread = math.sqrt(
        float(s.noise[step]) ** 2 + slope * slope * (float(s.difficulty_sd[step]) ** 2 + variance)
    )
    wanted = logit(standard) - normal_quantile(norm("defects")) * spread
    return max(0.0, wanted / slope + float(s.difficulty_mean[step]) - match)


def missing_skills(model: Model, pool: int) -> Floats:
    """Return what the people of a pool lack of each skill, for all steps that they may do."""
    lacking = np.zeros(len(model.names.skills))
    for step in range(len(model.names.steps)):
        skills, _ = demanded(model, step)
        if len(skills) and pool in pools_that_may(model, step):
            more = missing_match(model, step, *mean_match(model, step, pool))
            lacking[skills] = np.maximum(lacking[skills], more)
    return lacking


def missing_capability(model: Model, tool: int, version: int) -> Floats:
    """Return what a version of a tool lacks of each skill: alone for the standard, else beside people."""
    lacking = np.zeros(len(model.names.skills))
    jaggedness = min(float(model.versions.jaggedness[version]), norm("jaggedness"))
    for step in range(len(model.names.steps)):
        skills, weights = demanded(model, step)
        if not len(skills):
            continue
        can = float(model.versions.capability[version][skills] @ weights)
        more, pools = 0.0, pools_that_may(model, step)
        if tool in pools:
            more = missing_match(model, step, can, jaggedness**2)
        if model.steps.tool[step] == tool and model.steps.exposure[step] > 0.0:
            people = [pool for pool in pools if model.pools.kind[pool] != PoolKind.TOOL]
            more = max([more, *(mean_match(model, step, pool)[0] - can for pool in people)])
        lacking[skills] = np.maximum(lacking[skills], more)
    return lacking


def missing_gap(model: Model, kinds: tuple[PoolKind, ...]) -> Floats:
    """Return what steps without skills lack, whose first choice is one of these kinds of actors."""
    lacking = np.zeros(len(model.names.steps))
    for step in range(len(model.names.steps)):
        pools, (skills, _) = pools_that_may(model, step), demanded(model, step)
        if not len(skills) and pools and PoolKind(model.pools.kind[pools[0]]) in kinds:
            match = float(model.steps.gap[step] + model.steps.difficulty_mean[step])
            lacking[step] = missing_match(model, step, match, 0.0)
    return lacking


def versions_of(model: Model, tool: int) -> list[int]:
    """Return the versions of a tool whose capability is stated."""
    v = model.versions
    return [row for row in range(int(v.first[tool]), int(v.first[tool + 1])) if v.stated[row]]
