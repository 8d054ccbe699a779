"""Doing a visit: the mode, the time it takes, how good it is."""

from math import inf

from sim.engines.reference.drawn import Ledger
from sim.engines.reference.plan import Plan, StepPlan
from sim.engines.reference.practice import Practice
from sim.engines.reference.state import Actor, Duty, Request, Visit
from sim.engines.reference.toolbox import Toolbox
from sim.model.model import FINISH, HAND_OVER, NONE, PAUSE, RESTART
from sim.model.names import PoolKind
from sim.records.record import Mode
from sim.rules.calendar import EDGE, hours_on_duty, interval_at, paused_finish, restarted_finish
from sim.rules.handoff import share_left, visit_effort
from sim.rules.luck import identity, uniform
from sim.rules.normal import normal_quantile
from sim.rules.onboarding import ramp
from sim.rules.quality import assisted_match, capability_on_topic, is_defective, visit_quality
from sim.rules.reliance import discernment, doubting_reliance, overhead, reliance
from sim.rules.review import attention, detection_probability, thorough_detection
from sim.rules.service_time import SLOWEST, assisted_time_factor, review_time_factor, work_rate
from sim.rules.trust import trusting_reliance


class Workshop:
    """Knows how work is done: by a person, by a person with a tool, by a tool alone."""

    def __init__(
        self,
        plan: Plan,
        practice: Practice,
        toolbox: Toolbox,
        replication_word: int,
        tool_duty: dict[int, Duty],
        ledger: Ledger,
    ) -> None:
        self._ledger = ledger
        self._plan = plan
        self._practice = practice
        self._toolbox = toolbox
        self._behaviour = plan.model.behaviour
        self._replication_word = replication_word
        self._tool_duty = tool_duty
        versions = plan.model.versions
        self._capability: list[list[float]] = versions.capability.tolist()
        self._topic_capability: dict[tuple[int, int, int, int], float] = {}
        self._kind = [PoolKind(kind) for kind in plan.model.pools.kind.tolist()]
        self._speed: list[float] = versions.speed.tolist()

    def begin(self, actor: Actor, request: Request, now: float) -> Visit:
        """Return the visit that an actor begins now, with everything about it that luck and skill decide."""
        step = self._plan.steps[request.step]
        task = request.token.task
        mode = self._mode(actor, step, now)
        hand_off = self._is_hand_off(request, actor)
        requirement = step.service.of(task.word, request.attempt - 1)
        if not request.is_rest:
            self._ledger.requirement(request.step, requirement - step.service.mean, now)
        effort = visit_effort(requirement, request.share, step.context_loss if hand_off else 0.0)
        effort *= actor.effort
        if step.reviewed and step.ai_review_time > 1.0:
            effort *= review_time_factor(step.ai_review_time, ai_share_of(request, step.reviewed))
        own_match = self.match(actor, step, request, now)
        rate = self._rate(actor, step, own_match, now)
        hours, factor, match, ai_share = self._effect_of_mode(
            mode, actor, step, request, effort, own_match, rate, now
        )
        quality, defective = float("nan"), False
        lost = step.quality_loss if hand_off else 0.0
        if step.standard > 0.0:
            difficulty = step.difficulty_mean + step.difficulty_sd * task.difficulty
            luck = normal_quantile(uniform(task.word, step.quality_slot, request.attempt - 1))
            b = self._behaviour
            quality = visit_quality(match - lost - actor.loss, difficulty, b.quality_slope, step.noise, luck)
            defective = is_defective(quality, step.standard)
        visit = Visit(
            request,
            actor,
            mode,
            now,
            requirement,
            hours,
            factor,
            own_match,
            match,
            lost + actor.loss,
            quality,
            defective,
            ai_share,
            hand_off,
        )
        self._plan_end(visit, step, now)
        return visit

    def _is_hand_off(self, request: Request, actor: Actor) -> bool:
        """Return whether a task changes owner: a tool is one, and nobody's own work is new to him."""
        owner = request.token.owner
        if owner is None or owner is actor:
            return False
        if owner.pool == actor.pool and self._kind[actor.pool] is PoolKind.TOOL:
            return False
        return not (request.redo and request.token.task.works[request.step].actor is actor)

    def match(self, actor: Actor, step: StepPlan, request: Request, now: float) -> float:
        """Return θ: how well an actor's skills fit a step; a tool's depends on the topic."""
        if not step.skills:
            return step.gap + step.difficulty_mean
        if self._kind[actor.pool] is PoolKind.TOOL:
            return self._tool_match_on_topic(self._toolbox.newest(actor.pool), step, request)
        if step.number not in actor.match or self._practice.moves_skill:
            match = 0.0
            for skill, weight in step.skills:
                match += weight * self._practice.skill(actor, skill, now)
            actor.match[step.number] = match
        return actor.match[step.number]

    def _rate(self, actor: Actor, step: StepPlan, match: float, now: float) -> float:
        """Return the rate at which an actor works [factor]: skill, and what weeks and tenure make of it."""
        b, s = self._behaviour, self._plan.model.stocks
        rate = actor.factor
        if now < actor.full_at:
            time = float(s.ramp_time[actor.pool])
            rate *= ramp(now - actor.joined_at, time, s.ramp_start, s.ramp_at_once)
        rate = max(rate, SLOWEST)
        if step.skills and b.speed_slope > 0.0:
            rate *= work_rate(match, b.reference_match, b.speed_slope)
        return rate

    def found_defects(self, visit: Visit) -> list[int]:
        """Return the reviewed steps whose defects a review visit finds, in the order that it lists them."""
        step = self._plan.steps[visit.request.step]
        task = visit.request.token.task
        found = []
        for other in step.reviewed:
            work = task.works.get(other)
            if work is None or not work.defective:
                continue
            draw = uniform(task.word, step.detection_slots[other], visit.request.attempt - 1)
            if draw < self._detection(visit, step, work.ai_share):
                found.append(other)
        return found

    def _detection(self, visit: Visit, step: StepPlan, ai_share: float) -> float:
        b = self._behaviour
        trust = self._practice.trust(visit.actor.checking)
        highest = thorough_detection(step.detection, visit.actor.thoroughness)
        if not step.skills:
            return highest * attention(b.complacency, trust, ai_share)
        difficulty = step.difficulty_mean + step.difficulty_sd * visit.request.token.task.difficulty
        return detection_probability(
            highest, b.review_slope, visit.match, difficulty, b.complacency, trust, ai_share
        )

    def _mode(self, actor: Actor, step: StepPlan, now: float) -> Mode:
        if self._kind[actor.pool] is PoolKind.TOOL:
            return Mode.AUTOMATED
        if step.tool == NONE or step.exposure <= 0.0 or not self._toolbox.is_used(step.tool, actor, now):
            return Mode.SOLO
        return Mode.ASSISTED if self._tool_duty[step.tool].open else Mode.SOLO

    def _effect_of_mode(
        self,
        mode: Mode,
        actor: Actor,
        step: StepPlan,
        request: Request,
        effort: float,
        match: float,
        rate: float,
        now: float,
    ) -> tuple[float, float, float, float]:
        """Return (hands-on hours, factor on them by a tool's help, effective match, share made by AI)."""
        if mode is Mode.AUTOMATED:
            return effort / self._speed[self._toolbox.newest(actor.pool)], 1.0, match, 1.0
        if mode is Mode.SOLO:
            return effort / rate, 1.0, match, 0.0
        b = self._behaviour
        rate *= self._toolbox.familiarity(step.tool, actor, now)
        hours = effort / rate
        fluency = self._skill(actor, b.fluency_skill, now)
        used = reliance(step.reliance, b.fluency_slope, fluency, b.reference_cooperation)
        if b.doubt_slope > 0.0:
            used = doubting_reliance(used, b.doubt_slope, match, b.reference_match)
        if self._practice.moves_trust:
            used = trusting_reliance(used, self._practice.trust(actor.use), b.trust)
        prompting = 0.5 * (self._skill(actor, b.communication_skill, now) + fluency)
        cost = overhead(step.overhead, b.overhead_slope, prompting, b.reference_cooperation)
        factor = assisted_time_factor(step.exposure, used, cost, rate)
        hours *= factor
        version = self._toolbox.version_of(step.tool, actor, now)
        if step.skills and self._plan.model.versions.stated[version]:
            literacy = 0.5 * (
                self._skill(actor, b.literacy_skill, now) + self._skill(actor, b.critical_skill, now)
            )
            seen_through = discernment(step.discernment, b.literacy_slope, literacy, b.reference_cooperation)
            tool_match = self._tool_match_on_topic(version, step, request)
            match = assisted_match(match, tool_match, step.exposure, used, seen_through)
        return hours, factor, match, step.exposure * used

    def _skill(self, actor: Actor, skill: int, now: float) -> float:
        if skill == NONE:
            return self._behaviour.reference_cooperation
        return self._practice.skill(actor, skill, now)

    def _tool_match_on_topic(self, version: int, step: StepPlan, request: Request) -> float:
        """Return c̃: what a tool's version can do for a step, on the topic of the task."""
        if not self._plan.model.versions.stated[version]:
            return self._behaviour.reference_match
        task = request.token.task
        key = (version, step.number, task.task_type, task.topic)
        if key not in self._topic_capability:
            self._topic_capability[key] = self._capability_on_topic(*key)
        return self._topic_capability[key]

    def _capability_on_topic(self, version: int, step: int, task_type: int, topic: int) -> float:
        model = self._plan.model
        capability = 0.0
        for skill, weight in self._plan.steps[step].skills:
            capability += weight * self._capability[version][skill]
        owner = identity(self._replication_word, int(model.versions.word[version]))
        slot = identity(model.slots.jaggedness, int(model.types.word[task_type]))
        score = normal_quantile(uniform(owner, slot, topic))
        return capability_on_topic(capability, float(model.versions.jaggedness[version]), score)

    def replan(self, visit: Visit) -> None:
        """Fix anew when a visit ends that goes on in another shift, after hours have changed."""
        if visit.goes_on != NONE:
            duty = visit.actor.duty
            row = interval_at(duty.start, 0, len(duty.start), visit.started_at)
            self._plan_over_shifts(visit, visit.goes_on, row)

    def _plan_end(self, visit: Visit, step: StepPlan, now: float) -> None:
        """Fix when the visit ends: done, or handed over at the end of the shift; a tool only pauses."""
        duty = visit.actor.duty
        done_at = now + visit.service_time
        if done_at <= duty.until + EDGE:
            visit.finishes_at = min(done_at, duty.until)
            return
        policy = PAUSE if self._kind[visit.actor.pool] is PoolKind.TOOL else step.end_of_shift
        if policy == FINISH:
            visit.finishes_at = done_at
        elif policy == HAND_OVER:
            worked = duty.until - now
            visit.share_left = share_left(visit.request.share, worked, visit.service_time)
            visit.service_time = worked
            visit.finishes_at = duty.until
        else:
            visit.needs, visit.goes_on = visit.service_time, policy
            self._plan_over_shifts(visit, policy, duty.row)

    def _plan_over_shifts(self, visit: Visit, policy: int, row: int) -> None:
        """Fix when a visit ends that begins in some interval on duty and goes on in others."""
        duty, begin = visit.actor.duty, visit.started_at
        finish = restarted_finish if policy == RESTART else paused_finish
        visit.finishes_at = finish(
            duty.start, duty.end, duty.worked, 0, len(duty.start), row, begin, visit.needs
        )
        if policy == RESTART and visit.finishes_at < inf:
            visit.service_time = _hours_between(duty, begin, visit.finishes_at)


def _hours_between(duty: Duty, begin: float, end: float) -> float:
    rows = (duty.start, duty.end, duty.worked, 0, len(duty.start))
    return hours_on_duty(*rows, end) - hours_on_duty(*rows, begin)


def ai_share_of(request: Request, steps: list[int]) -> float:
    """Return the share of the effort of some steps' work that AI made, for one task [0-1]."""
    effort, made = 0.0, 0.0
    for step in steps:
        work = request.token.task.works.get(step)
        if work is not None:
            effort += work.effort
            made += work.effort * work.ai_share
    return made / effort if effort > 0.0 else 0.0
