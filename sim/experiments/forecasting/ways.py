"""How a pool does a step at the mean: mean skill, mean difficulty, no luck; by the rules that a run uses."""

from dataclasses import dataclass

from sim.model.model import NONE, Model
from sim.model.names import PoolKind
from sim.records.record import Mode
from sim.rules.quality import assisted_match, is_defective, visit_quality
from sim.rules.reliance import discernment, doubting_reliance, overhead, reliance
from sim.rules.service_time import assisted_time_factor, work_rate


@dataclass(frozen=True, slots=True)
class Way:
    """How a pool does a step.

    Attributes:
        mode: alone, with a tool, or by the tool alone.
        pace: hands-on time for an hour of effort [h/h].
        match: effective match of skills and step [0-1 scale].
        ai_share: share of the work that AI makes [0-1].
    """

    mode: Mode
    pace: float
    match: float
    ai_share: float


def ways_of(model: Model, step: int, pool: int) -> list[tuple[float, Way]]:
    """Return how the average member of a pool does a step, each way with the share of those who do it so.

    Args:
        model: the model, whose levers have all acted.
        step, pool: indices.
    """
    match = _match(model, step, pool)
    if model.pools.kind[pool] == PoolKind.TOOL:
        pace = 1.0 / float(model.versions.speed[_version(model, pool)])
        return [(1.0, Way(Mode.AUTOMATED, pace, match, 1.0))]
    b, s = model.behaviour, model.steps
    has_skills = bool(s.skill_first[step + 1] > s.skill_first[step])
    rate = work_rate(match, b.reference_match, b.speed_slope) if has_skills else 1.0
    solo = Way(Mode.SOLO, 1.0 / rate, match, 0.0)
    tool, exposure = int(s.tool[step]), float(s.exposure[step])
    if tool == NONE or exposure <= 0.0 or pool not in users_of(model, tool):
        return [(1.0, solo)]
    adopted = float(model.pools.adopted[tool])
    assisted = _assisted(model, step, pool, match, rate)
    return [(share, way) for share, way in ((adopted, assisted), (1.0 - adopted, solo)) if share > 0.0]


def _assisted(model: Model, step: int, pool: int, match: float, rate: float) -> Way:
    """Return how people work with the tool of a step."""
    b, s = model.behaviour, model.steps
    tool, exposure = int(s.tool[step]), float(s.exposure[step])
    fluency, communication, literacy, critical = (
        _skill(model, pool, skill)
        for skill in (b.fluency_skill, b.communication_skill, b.literacy_skill, b.critical_skill)
    )
    used = reliance(float(s.reliance[step]), b.fluency_slope, fluency, b.reference_cooperation)
    used = doubting_reliance(used, b.doubt_slope, match, b.reference_match)
    prompting = 0.5 * (communication + fluency)
    cost = overhead(float(s.overhead[step]), b.overhead_slope, prompting, b.reference_cooperation)
    pace = assisted_time_factor(exposure, used, cost, rate) / rate
    if s.skill_first[step + 1] > s.skill_first[step] and model.versions.stated[_version(model, tool)]:
        knowing = 0.5 * (literacy + critical)
        seen = discernment(float(s.discernment[step]), b.literacy_slope, knowing, b.reference_cooperation)
        match = assisted_match(match, _match(model, step, tool), exposure, used, seen)
    return Way(Mode.ASSISTED, pace, match, exposure * used)


def quality_of(model: Model, step: int, match: float, new_owner: float) -> tuple[float, bool]:
    """Return the quality of a visit without luck, and whether it is a defect; nan where the step makes none.

    Args:
        model: the model.
        step: index of the step.
        match: effective match of whoever does it [0-1 scale].
        new_owner: share of the visits that somebody hands on to a new owner [0-1].
    """
    s = model.steps
    standard = float(s.standard[step])
    if standard <= 0.0:
        return float("nan"), False
    quality = visit_quality(
        match - new_owner * float(s.quality_loss[step]),
        float(s.difficulty_mean[step]),
        model.behaviour.quality_slope,
        float(s.noise[step]),
        0.0,
    )
    return quality, is_defective(quality, standard)


def _match(model: Model, step: int, pool: int) -> float:
    """Return how well the average member of a pool fits a step [0-1 scale]."""
    s = model.steps
    rows = range(int(s.skill_first[step]), int(s.skill_first[step + 1]))
    if not rows:
        return float(s.gap[step]) + float(s.difficulty_mean[step])
    if model.pools.kind[pool] != PoolKind.TOOL:
        return sum(float(s.weight[row]) * _skill(model, pool, int(s.skill[row])) for row in rows)
    version = _version(model, pool)
    if not model.versions.stated[version]:
        return model.behaviour.reference_match
    capability = model.versions.capability[version]
    return sum(float(s.weight[row]) * float(capability[s.skill[row]]) for row in rows)


def _skill(model: Model, pool: int, skill: int) -> float:
    """Return the mean level of a skill in a pool [0-1 scale]."""
    if skill == NONE:
        return model.behaviour.reference_cooperation
    members = model.actors.pool == pool
    return float(model.actors.skill_mean[members, skill].mean())


def _version(model: Model, tool: int) -> int:
    return int(model.versions.first[tool])


def users_of(model: Model, tool: int) -> list[int]:
    """Return the pools that may use a tool for assistance."""
    v, version = model.versions, _version(model, tool)
    users: list[int] = v.access[v.access_first[version] : v.access_first[version + 1]].tolist()
    return users
