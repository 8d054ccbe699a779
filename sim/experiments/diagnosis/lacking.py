"""What skills are lacking at a place, by name, in hundredths and never beyond what a skill can be.

Of a skill that the work demands it is what the match lacks; of a cooperative skill it is what people would
have to learn until their work with the tool is as good practice has it.
"""

import math
from collections.abc import Collection, Mapping

import numpy as np

from sim.engines.facts import every_steps
from sim.experiments.diagnosis.margins import is_assisted, missing_capability, missing_skills, versions_of
from sim.experiments.diagnosis.norms import norm
from sim.model.model import NONE, Floats, Model

Points = Mapping[str, float]
"""By name of a skill, the most first [0-1 scale]."""
HIGHEST = 1.0
"""Of a skill."""
FINEST = 0.01
"""Steps in which points are told and taught; less than one of them is nothing."""


def nothing(_: Model, __: int, ___: int, ____: int) -> Points:
    """Return that no skill is lacking."""
    return {}


def of_people(model: Model, _: int, pool: int, __: int) -> Points:
    """Return what a pool lacks of the skills that its steps demand."""
    if pool == NONE:
        return {}
    return _named(model, missing_skills(model, pool), HIGHEST - _levels(model, pool))


def of_the_tool(model: Model, _: int, __: int, tool: int) -> Points:
    """Return what a tool lacks in the version that lacks most; nothing where its capability is not stated."""
    versions = versions_of(model, tool) if tool != NONE else []
    if not versions:
        return {}
    lacking = np.max([missing_capability(model, tool, version) for version in versions], axis=0)
    return _named(model, lacking, HIGHEST - model.versions.capability[versions].min(axis=0))


def of_fluency(model: Model, step: int, pool: int, _: int) -> Points:
    """Return what a pool lacks until enough is handed to the tool."""
    b, short = model.behaviour, norm("reliance") - min(_assisted(model, step, "reliance"))
    return _to_learn(model, pool, ("ai_fluency",), b.fluency_slope, short)


def of_communication(model: Model, step: int, pool: int, _: int) -> Points:
    """Return what a pool lacks until prompting and checking cost little enough."""
    b, short = model.behaviour, max(_assisted(model, step, "overhead")) - norm("overhead")
    return _to_learn(model, pool, ("algorithmic_communication", "ai_fluency"), b.overhead_slope, short)


def of_literacy(model: Model, step: int, pool: int, _: int) -> Points:
    """Return what a pool lacks until it sees through enough of the tool's misleading."""
    b, short = model.behaviour, norm("discernment") - min(_assisted(model, step, "discernment"))
    return _to_learn(model, pool, ("ai_literacy", "critical_thinking"), b.literacy_slope, short)


def _assisted(model: Model, step: int, name: str) -> list[float]:
    """Return an input of a step in each of its states in which a tool assists; if in none, at the start."""
    states = [steps for steps in every_steps(model) if is_assisted(steps)[step]]
    return [float(getattr(steps, name)[step]) for steps in states or [model.steps]]


def _to_learn(model: Model, pool: int, skills: tuple[str, ...], slope: float, short: float) -> Points:
    """Return what is lacking of skills whose mean has to rise by ``short / slope`` over the reference.

    Nothing where the skills change nothing, which is what a slope of 0 says.  The laws are those of
    ``sim.rules.reliance``, solved for the skill.
    """
    if slope <= 0.0 or pool == NONE:
        return {}
    wanted = model.behaviour.reference_cooperation + max(short, 0.0) / slope
    levels = {skill: _level(model, pool, skill) for skill in skills}
    return _largest_first({skill: _points(wanted - has, HIGHEST - has) for skill, has in levels.items()})


def room(model: Model, pool: int, skill: str) -> float:
    """Return by how many points a pool's mean of a skill can rise [0-1 scale]."""
    return max(_points(HIGHEST, HIGHEST - _level(model, pool, skill)), 0.0)


def levels_of(model: Model, pool: int, skills: Collection[str]) -> dict[str, tuple[float, float]]:
    """Return mean and standard deviation of some skills over those of a pool, as they begin [0-1 scale]."""
    rows = model.actors.pool == pool
    found = {}
    for skill in sorted(skills) if rows.any() else ():
        column = model.names.skills.index(skill)
        means, own = model.actors.skill_mean[rows, column], model.actors.skill_sd[rows, column]
        found[skill] = float(means.mean()), math.sqrt(float((own**2).mean() + means.var()))
    return found


def _level(model: Model, pool: int, skill: str) -> float:
    """Return the mean of a skill; of one that nobody states, the reference of the cooperative ones."""
    if skill not in model.names.skills:
        return model.behaviour.reference_cooperation
    return float(_levels(model, pool)[model.names.skills.index(skill)])


def _levels(model: Model, pool: int) -> Floats:
    """Return the mean of each skill over those of a pool as they begin."""
    rows = model.actors.pool == pool
    means: Floats = (
        model.actors.skill_mean[rows].mean(axis=0) if rows.any() else np.zeros(len(model.names.skills))
    )
    return means


def _named(model: Model, lacking: Floats, room: Floats) -> Points:
    pairs = zip(model.names.skills, lacking.tolist(), room.tolist(), strict=True)
    return _largest_first({skill: _points(more, most) for skill, more, most in pairs})


def _points(lacking: float, room: float) -> float:
    """Return points in whole hundredths: enough, but no more than there is room for."""
    enough, most = math.ceil(lacking / FINEST - 1e-9), math.floor(room / FINEST + 1e-9)
    return round(FINEST * min(enough, most), 2)


def _largest_first(points: Points) -> Points:
    some = {skill: more for skill, more in points.items() if more > 0.0}
    return dict(sorted(some.items(), key=lambda each: -each[1]))
