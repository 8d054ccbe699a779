"""What work leaves behind in people: skill that grows or is forgotten, and trust in a tool."""

import math

from sim.engines.reference.plan import Plan, StepPlan
from sim.engines.reference.state import Actor, Experience, Visit, Work
from sim.model.model import NONE
from sim.rules.learning import practised_skill, remembered_skill
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
        self.moves_skill = model.stocks.learning_time < math.inf or model.stocks.half_life < math.inf
        self.moves_trust = model.stocks.trust_memory > 0.0
        self.moves = self.moves_skill or self.moves_trust

    # --- skill -------------------------------------------------------------------------------

    def skill(self, actor: Actor, skill: int, now: float) -> float:
        """Return an actor's level of a skill: what is left of it since it was last practised [0-1 scale]."""
        if not self.moves_skill:
            return actor.skill[skill]
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
        level = self.skill(actor, skill, visit.started_at)
        ceiling = max(s.learning_ceiling, actor.base[skill])
        actor.skill[skill] = practised_skill(level, ceiling, hours / s.learning_time, ai_share, s.ai_learning)
        actor.practised_at[skill] = now

    def teach(self, actor: Actor, skill: int, gain: float, now: float) -> None:
        """Let a training add to a skill; what it adds may be forgotten."""
        level = self.skill(actor, skill, now)
        actor.skill[skill] = min(max(level + gain, 0.0), 1.0)
        actor.practised_at[skill] = now

    # --- trust -------------------------------------------------------------------------------

    def trust(self, seen: Experience) -> float:
        """Return the trust of somebody who has seen this of the tool [0-1]."""
        if not self.moves_trust:
            return self._first_trust
        return mean_belief(self._first_trust, self._stocks.trust_memory, seen.successes, seen.failures)

    def observe(self, work: Work, now: float, *, success: bool) -> None:
        """Let the maker of a work see how the tool has done in it."""
        if not self.moves_trust or work.ai_share <= 0.0:
            return
        for seen, loop in ((work.actor.use, "trust-adoption"), (work.actor.checking, "complacency")):
            if now >= self._off_from[loop]:
                continue
            if success:
                seen.successes += 1.0
            else:
                seen.failures += self._stocks.failure_weight
