"""What work leaves behind in people: skill that grows or is forgotten, and trust in a tool."""

from sim.engines.kernel import at
from sim.engines.kernel.compiling import operation
from sim.engines.kernel.memory import Row, World
from sim.model.model import NONE
from sim.rules.learning import applied_gain, practised_skill, remembered_skill
from sim.rules.reliance import clipped
from sim.rules.trust import mean_belief


@operation
def _own(w: World, level: Row, now: float) -> float:
    """Return what is left of a skill since it was last practised [0-1 scale]."""
    unused = min(now, w.off_learning_by_doing) - level.practised_at
    return remembered_skill(level.skill, level.base, unused, w.half_life, w.unused_after)


@operation
def skill(w: World, actor: int, number: int, now: float) -> float:
    """Return an actor's level of a skill: his own, and what is left of what he was taught [0-1 scale]."""
    level = at.levels(w, actor * w.skill_count + number)
    if not w.moves_skill:
        return level.skill
    known = _own(w, level, now)
    if w.taught_levers == 0:
        return known
    for place in range(w.taught_levers):
        lever = at.levers(w, at.order_of_levers(w, place).taught)
        for row in range(lever.lesson_first, lever.lesson_last):
            if at.lessons(w, row).skill == number:
                gain = at.taught(w, actor * w.lesson_count + row).gain
                known += applied_gain(gain, lever.transfer, lever.fade, now - lever.taught_at)
    return clipped(known, 0.0, 1.0)


@operation
def _practise(
    w: World, actor: int, number: int, practice: float, ai_share: float, started: float, now: float
) -> None:
    level = at.levels(w, actor * w.skill_count + number)
    known = _own(w, level, started)
    ceiling = max(w.learning_ceiling, level.top)
    level.skill = practised_skill(known, ceiling, practice / w.learning_time, ai_share, w.ai_learning)
    level.practised_at = now


@operation
def practise(w: World, actor: int, step: Row) -> None:
    """Let a person learn from a visit: the skills of the step, and with a tool how to use it."""
    now = w.now
    if not w.moves_skill or now >= w.off_learning_by_doing:
        return
    a = at.actors(w, actor)
    ai_share = a.ai_share
    if now >= w.off_reliance_deskilling:
        ai_share = a.assisted / a.practised if a.practised > 0.0 else 0.0
    else:
        a.practised += a.service_time
        a.assisted += a.service_time * a.ai_share
    for row in range(step.skill_first, step.skill_last):
        need = at.demanded(w, row)
        _practise(w, actor, need.skill, a.service_time * need.weight, ai_share, a.started_at, now)
    if a.ai_share > 0.0:
        hours = a.service_time * a.ai_share
        if w.fluency_skill != NONE:
            _practise(w, actor, w.fluency_skill, hours, 0.0, a.started_at, now)
        if w.communication_skill != NONE:
            _practise(w, actor, w.communication_skill, hours, 0.0, a.started_at, now)


@operation
def teach(w: World, actor: int, number: int, gain: float, transfer: float, now: float) -> None:
    """Let a training add to a skill what is forgotten like any other gain."""
    level = at.levels(w, actor * w.skill_count + number)
    known = _own(w, level, now) if w.moves_skill else level.skill
    level.skill = clipped(known + applied_gain(gain, transfer, 0.0, 0.0), 0.0, 1.0)
    level.top = max(level.top, level.skill)
    level.practised_at = now


# --- trust ---------------------------------------------------------------------------------------


@operation
def trust(w: World, successes: float, failures: float) -> float:
    """Return the trust of somebody who has seen this of the tool [0-1]."""
    if not w.moves_trust:
        return w.trust
    return mean_belief(w.trust, w.trust_memory, successes, failures)


@operation
def belief(w: World, actor: int) -> float:
    """Return a person's trust in tools: as a user, or where he has only reviewed, as a checker [0-1]."""
    a = at.actors(w, actor)
    if a.use_successes + a.use_failures > 0.0:
        return trust(w, a.use_successes, a.use_failures)
    return trust(w, a.checking_successes, a.checking_failures)


@operation
def observe(w: World, work: Row, success: bool) -> None:
    """Let people see how the tool has done in a work: its maker, and whoever reviewed it last."""
    if not w.moves_trust or work.ai_share <= 0.0:
        return
    if w.now < w.off_trust_adoption:
        maker = at.actors(w, work.actor)
        if success:
            maker.use_successes += 1.0
        else:
            maker.use_failures += w.failure_weight
    if work.reviewer != NONE and w.now < w.off_complacency:
        reviewer = at.actors(w, work.reviewer)
        if success:
            reviewer.checking_successes += 1.0
        else:
            reviewer.checking_failures += w.failure_weight
