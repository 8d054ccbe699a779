"""What work leaves behind in people: skill that grows or is forgotten, and trust in a tool."""

from sim.engines.facts import moves_skill, moves_trust
from sim.engines.reference.plan import Plan, StepPlan
from sim.engines.reference.state import Actor, Experience, Lesson, Visit, Work
from sim.model.model import NONE
from sim.rules.learning import applied_gain, practised_skill, remembered_skill
from sim.rules.reliance import clipped
from sim.rules.trust import mean_belief


class Practice:
    """Changes people at the end of a visit, by closed forms over the time since the last one."""

    def __init__(self, plan: Plan) -> None:
        model = plan.model
        self._stocks = model.stocks
        self._off_from = plan.off_from
        self._first_trust = model.behaviour.trust
        self._of_tools = [
            skill
            for skill in (model.behaviour.fluency_skill, model.behaviour.communication_skill)
            if skill != NONE
        ]
        self.moves_skill = moves_skill(model)
        self.moves_trust = moves_trust(model)
        self.moves = self.moves_skill or self.moves_trust

    # --- skill -------------------------------------------------------------------------------

    def skill(self, actor: Actor, skill: int, now: float) -> float:
        """Return an actor's level of a skill: his own, and what is left of what he was taught [0-1 scale]."""
        if not self.moves_skill:
            return actor.skill[skill]
        level = self._own(actor, skill, now)
        if not actor.taught:
            return level
        for lesson in actor.taught:
            if lesson.skill == skill:
                level += applied_gain(lesson.gain, lesson.transfer, lesson.fade, now - lesson.at)
        return clipped(level, 0.0, 1.0)

    def _own(self, actor: Actor, skill: int, now: float) -> float:
        """Return what is left of a skill since it was last practised [0-1 scale]."""
        return remembered_skill(
            actor.skill[skill],
            actor.base[skill],
            min(now, self._off_from["learning-by-doing"]) - actor.practised_at[skill],
            self._stocks.half_life,
            self._stocks.unused_after,
        )

    def practise(self, visit: Visit, step: StepPlan, now: float) -> None:
        """Let a person learn from a visit: the skills of the step, and with a tool how to use it."""
        if not self.moves_skill or now >= self._off_from["learning-by-doing"]:
            return
        ai_share = self._share_of_tool(visit, now)
        for skill, weight in step.skills:
            self._practise(visit, skill, visit.service_time * weight, ai_share, now)
        if visit.ai_share > 0.0:
            for skill in self._of_tools:
                self._practise(visit, skill, visit.service_time * visit.ai_share, 0.0, now)

    def _share_of_tool(self, visit: Visit, now: float) -> float:
        """Return the share made by the tool, as it shapes practice; with its loop off, the mean so far."""
        actor = visit.actor
        if now >= self._off_from["reliance-deskilling"]:
            return actor.assisted / actor.practised if actor.practised > 0.0 else 0.0
        actor.practised += visit.service_time
        actor.assisted += visit.service_time * visit.ai_share
        return visit.ai_share

    def _practise(self, visit: Visit, skill: int, hours: float, ai_share: float, now: float) -> None:
        actor, s = visit.actor, self._stocks
        level = self._own(actor, skill, visit.started_at)
        ceiling = max(s.learning_ceiling, actor.top[skill])
        actor.skill[skill] = practised_skill(level, ceiling, hours / s.learning_time, ai_share, s.ai_learning)
        actor.practised_at[skill] = now

    def teach(self, actor: Actor, lesson: Lesson) -> None:
        """Let a training add to a skill; it lapses at its rate, or is forgotten like any other gain."""
        if lesson.fade > 0.0:
            actor.taught.append(lesson)
            return
        skill, now = lesson.skill, lesson.at
        level = self._own(actor, skill, now) if self.moves_skill else actor.skill[skill]
        actor.skill[skill] = clipped(level + applied_gain(lesson.gain, lesson.transfer, 0.0, 0.0), 0.0, 1.0)
        actor.top[skill] = max(actor.top[skill], actor.skill[skill])
        actor.practised_at[skill] = now

    # --- trust -------------------------------------------------------------------------------

    def trust(self, seen: Experience) -> float:
        """Return the trust of somebody who has seen this of the tool [0-1]."""
        if not self.moves_trust:
            return self._first_trust
        return mean_belief(self._first_trust, self._stocks.trust_memory, seen.successes, seen.failures)

    def belief(self, actor: Actor) -> float:
        """Return a person's trust in tools: as a user, or where he has only reviewed, as a checker [0-1]."""
        used = actor.use.successes + actor.use.failures > 0.0
        return self.trust(actor.use if used else actor.checking)

    def observe(self, work: Work, now: float, *, success: bool) -> None:
        """Let people see how the tool has done in a work: its maker, and whoever reviewed it last."""
        if not self.moves_trust or work.ai_share <= 0.0:
            return
        self._see(work.actor.use, "trust-adoption", now, success=success)
        if work.reviewer is not None:
            self._see(work.reviewer.checking, "complacency", now, success=success)

    def _see(self, seen: Experience, loop: str, now: float, *, success: bool) -> None:
        if now >= self._off_from[loop]:
            return
        if success:
            seen.successes += 1.0
        else:
            seen.failures += self._stocks.failure_weight
