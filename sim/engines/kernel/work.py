"""Doing a visit: the mode, the time it takes, how good it is."""

from math import inf, nan

from sim.engines.kernel import at
from sim.engines.kernel.compiling import operation
from sim.engines.kernel.drawn import count_requirement
from sim.engines.kernel.luck import draw, member, score, value
from sim.engines.kernel.memory import Row, World
from sim.engines.kernel.practice import skill, trust
from sim.engines.kernel.toolbox import familiarity, is_used, newest, version_of
from sim.model.model import FINISH, HAND_OVER, NONE, PAUSE, RESTART
from sim.model.names import PoolKind
from sim.records.record import Mode
from sim.rules.calendar import EDGE, hours_on_duty, interval_at, paused_finish, restarted_finish
from sim.rules.handoff import share_left, visit_effort
from sim.rules.onboarding import ramp
from sim.rules.quality import assisted_match, capability_on_topic, is_defective, visit_quality
from sim.rules.reliance import discernment, doubting_reliance, overhead, reliance
from sim.rules.review import attention, detection_probability, thorough_detection
from sim.rules.service_time import SLOWEST, assisted_time_factor, review_time_factor, work_rate
from sim.rules.trust import trusting_reliance

TOOL = int(PoolKind.TOOL)
SOLO, ASSISTED, AUTOMATED = int(Mode.SOLO), int(Mode.ASSISTED), int(Mode.AUTOMATED)


@operation
def work_of(w: World, task: int, step: int) -> Row:
    """Return what a task carries away from a step."""
    return at.works(w, task * w.step_count + step)


@operation
def meet_topics(w: World, version: int) -> None:
    """Let luck say how a tool's version fares on each topic of each type."""
    owner = member(w.luck, at.versions(w, version).word)
    for number in range(w.type_count):
        task_type = at.types(w, number)
        slot = member(w.slot_jaggedness, task_type.word)
        for topic in range(task_type.topics):
            place = version * w.topic_count + task_type.topic_first + topic
            at.topics(w, place).score = score(owner, slot, topic)


@operation
def _tool_match(w: World, version: int, step: Row, task: Row) -> float:
    """Return c̃: what a tool's version can do for a step, on the topic of the task."""
    v = at.versions(w, version)
    if not v.stated:
        return w.reference_match
    capability = 0.0
    for row in range(step.skill_first, step.skill_last):
        need = at.demanded(w, row)
        capability += need.weight * at.capabilities(w, version * w.skill_count + need.skill).level
    place = version * w.topic_count + at.types(w, task.type).topic_first + task.topic
    return capability_on_topic(capability, v.jaggedness, at.topics(w, place).score)


@operation
def match(w: World, actor: int, step: Row, token: int) -> float:
    """Return θ: how well an actor's skills fit a step; a tool's depends on the topic."""
    if step.skill_first == step.skill_last:
        return step.gap + step.difficulty_mean
    pool = at.actors(w, actor).pool
    if at.pools(w, pool).kind == TOOL:
        return _tool_match(w, newest(w, pool), step, at.tasks(w, at.tokens(w, token).task))
    fit = 0.0
    for row in range(step.skill_first, step.skill_last):
        need = at.demanded(w, row)
        fit += need.weight * skill(w, actor, need.skill, w.now)
    return fit


@operation
def _is_hand_off(w: World, actor: int, token: Row) -> bool:
    """Return whether a task changes owner: a tool is one, and nobody's own work is new to him."""
    if token.owner in (NONE, actor):
        return False
    pool = at.actors(w, actor).pool
    if at.actors(w, token.owner).pool == pool and at.pools(w, pool).kind == TOOL:
        return False
    return not (token.redo and work_of(w, token.task, token.step).actor == actor)


@operation
def _ai_share_of(w: World, task: int, step: Row) -> float:
    """Return the share of the effort of what a step reviews that AI made, for one task [0-1]."""
    effort, made = 0.0, 0.0
    for row in range(step.reviewed_first, step.reviewed_last):
        work = work_of(w, task, at.reviewed(w, row).step)
        if work.made:
            effort += work.effort
            made += work.effort * work.ai_share
    return made / effort if effort > 0.0 else 0.0


@operation
def _rate(w: World, a: Row, step: Row, fit: float) -> float:
    """Return the rate at which an actor works [factor]: skill, and what weeks and tenure make of it."""
    rate = a.factor
    if w.now < a.full_at:
        time = at.pools(w, a.pool).ramp_time
        rate *= ramp(w.now - a.joined_at, time, w.ramp_start, w.ramp_at_once != 0)
    rate = max(rate, SLOWEST)
    if step.skill_first < step.skill_last and w.speed_slope > 0.0:
        rate *= work_rate(fit, w.reference_match, w.speed_slope)
    return rate


@operation
def _mode(w: World, a: Row, step: Row) -> int:
    if at.pools(w, a.pool).kind == TOOL:
        return AUTOMATED
    if step.tool == NONE or step.exposure <= 0.0 or not is_used(w, step.tool, a):
        return SOLO
    return ASSISTED if at.calendars(w, at.pools(w, step.tool).calendar).open else SOLO


@operation
def _cooperative(w: World, actor: int, number: int) -> float:
    """Return a cooperative skill; where nobody has it stated, its reference."""
    return skill(w, actor, number, w.now) if number != NONE else w.reference_cooperation


@operation
def _assist(w: World, actor: int, step: Row, task: Row, effort: float, rate: float) -> None:
    """Let a tool assist in a visit: what it does to the hours and the match."""
    a = at.actors(w, actor)
    rate *= familiarity(w, step.tool, a)
    hours = effort / rate
    fluency = _cooperative(w, actor, w.fluency_skill)
    used = reliance(step.reliance, w.fluency_slope, fluency, w.reference_cooperation)
    if w.doubt_slope > 0.0:
        used = doubting_reliance(used, w.doubt_slope, a.match, w.reference_match)
    if w.moves_trust:
        used = trusting_reliance(used, trust(w, a.use_successes, a.use_failures), w.trust)
    prompting = 0.5 * (_cooperative(w, actor, w.communication_skill) + fluency)
    cost = overhead(step.overhead, w.overhead_slope, prompting, w.reference_cooperation)
    a.time_factor = assisted_time_factor(step.exposure, used, cost, rate)
    hours *= a.time_factor
    version = version_of(w, step.tool, a)
    if step.skill_first < step.skill_last and at.versions(w, version).stated:
        literacy = 0.5 * (_cooperative(w, actor, w.literacy_skill) + _cooperative(w, actor, w.critical_skill))
        seen_through = discernment(step.discernment, w.literacy_slope, literacy, w.reference_cooperation)
        tool_match = _tool_match(w, version, step, task)
        a.match = assisted_match(a.match, tool_match, step.exposure, used, seen_through)
    a.service_time = hours
    a.ai_share = step.exposure * used


@operation
def begin(w: World, actor: int) -> None:
    """Let an actor begin the visit of the token that he has taken."""
    a = at.actors(w, actor)
    token = at.tokens(w, a.token)
    task = at.tasks(w, token.task)
    step = at.steps(w, token.step)
    occurrence = token.attempt - 1
    a.started_at = w.now
    a.mode = _mode(w, a, step)
    a.hand_off = _is_hand_off(w, actor, token)
    a.requirement = value(w, step.service, task.word, step.service_slot, occurrence)
    count_requirement(w, token, a.requirement - at.distributions(w, step.service).mean)
    effort = visit_effort(a.requirement, token.share, step.context_loss if a.hand_off else 0.0)
    effort *= a.effort
    if step.reviewed_first < step.reviewed_last and step.ai_review_time > 1.0:
        effort *= review_time_factor(step.ai_review_time, _ai_share_of(w, token.task, step))
    a.own_match = match(w, actor, step, a.token)
    a.match = a.own_match
    a.time_factor = 1.0
    rate = _rate(w, a, step, a.match)
    if a.mode == AUTOMATED:
        a.service_time = effort / at.versions(w, newest(w, a.pool)).speed
        a.ai_share = 1.0
    elif a.mode == SOLO:
        a.service_time = effort / rate
        a.ai_share = 0.0
    else:
        _assist(w, actor, step, task, effort, rate)
    a.quality = nan
    a.defective = 0
    lost = step.quality_loss if a.hand_off else 0.0
    a.match_loss = lost + a.loss
    if step.standard > 0.0:
        difficulty = step.difficulty_mean + step.difficulty_sd * task.difficulty
        luck = score(task.word, step.quality_slot, occurrence)
        a.quality = visit_quality(a.match - lost - a.loss, difficulty, w.quality_slope, step.noise, luck)
        a.defective = is_defective(a.quality, step.standard)
    a.goes_on = NONE
    a.share_left = 0.0
    a.outcome = 0
    _note(w, a, step)
    _plan_end(w, a, step)


@operation
def _note(w: World, a: Row, step: Row) -> None:
    """Note of a visit that begins which tool it uses, and whether its actor stays until it is done."""
    is_tool = at.pools(w, a.pool).kind == TOOL
    a.stays = step.end_of_shift == FINISH and not is_tool
    a.uses = a.pool if is_tool else (step.tool if a.mode == ASSISTED else NONE)


@operation
def note_changes(w: World) -> None:
    """Let visits that have begun at this moment be booked as of the steps that hold from it on."""
    for actor in range(w.actor_count):
        a = at.actors(w, actor)
        if a.token != NONE and a.started_at == w.now:
            _note(w, a, at.steps(w, at.tokens(w, a.token).step))


@operation
def _plan_end(w: World, a: Row, step: Row) -> None:
    """Fix when a visit ends: done, or handed over at the end of the shift; a tool only pauses."""
    duty = at.calendars(w, a.calendar)
    done_at = w.now + a.service_time
    if done_at <= duty.until + EDGE:
        a.finishes_at = min(done_at, duty.until)
        return
    policy = PAUSE if at.pools(w, a.pool).kind == TOOL else step.end_of_shift
    if policy == FINISH:
        a.finishes_at = done_at
    elif policy == HAND_OVER:
        worked = duty.until - w.now
        a.share_left = share_left(at.tokens(w, a.token).share, worked, a.service_time)
        a.service_time = worked
        a.finishes_at = duty.until
    else:
        a.needs = a.service_time
        a.goes_on = policy
        _plan_over_shifts(w, a, duty.row)


@operation
def _plan_over_shifts(w: World, a: Row, row: int) -> None:
    """Fix when a visit ends that begins in some interval on duty and goes on in others."""
    c = at.calendars(w, a.calendar)
    starts, ends, worked = at.begins(w), at.ends(w), at.worked(w)
    if a.goes_on == RESTART:
        a.finishes_at = restarted_finish(starts, ends, worked, c.first, c.last, row, a.started_at, a.needs)
        if a.finishes_at < inf:
            after = hours_on_duty(starts, ends, worked, c.first, c.last, a.finishes_at)
            a.service_time = after - hours_on_duty(starts, ends, worked, c.first, c.last, a.started_at)
    else:
        a.finishes_at = paused_finish(starts, ends, worked, c.first, c.last, row, a.started_at, a.needs)


@operation
def replan(w: World, a: Row) -> None:
    """Fix anew when a visit ends that goes on in another shift, after hours have changed."""
    if a.goes_on != NONE:
        c = at.calendars(w, a.calendar)
        _plan_over_shifts(w, a, interval_at(at.begins(w), c.first, c.last, a.started_at))


@operation
def finds(w: World, actor: int, step: Row, row: int) -> bool:
    """Return whether a review visit finds a defect of the work that its step reviews there."""
    a = at.actors(w, actor)
    token = at.tokens(w, a.token)
    other = at.reviewed(w, row)
    work = work_of(w, token.task, other.step)
    if not (work.made and work.defective):
        return False
    luck = draw(at.tasks(w, token.task).word, other.slot, token.attempt - 1)
    believed = trust(w, a.checking_successes, a.checking_failures)
    highest = thorough_detection(step.detection, a.thoroughness)
    if step.skill_first == step.skill_last:
        return luck < highest * attention(w.complacency, believed, work.ai_share)
    difficulty = step.difficulty_mean + step.difficulty_sd * at.tasks(w, token.task).difficulty
    return luck < detection_probability(
        highest, w.review_slope, a.match, difficulty, w.complacency, believed, work.ai_share
    )
