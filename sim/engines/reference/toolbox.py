"""Tools as people have them: versions, who has which, who uses them at all."""

from dataclasses import dataclass

from sim.engines.reference.plan import Plan
from sim.engines.reference.practice import Practice
from sim.engines.reference.state import Actor
from sim.rules.adoption import adopted_share, diffusion_rate
from sim.rules.luck import identity, uniform
from sim.rules.onboarding import ramp


@dataclass(slots=True)
class _Tool:
    """One tool as it runs.

    Attributes:
        version, former: what it is now, and was before the last change.
        since, lasts: when the last change began, and how long it takes to reach everybody [h].
        dip, dip_for: speed lost on the first day [share], and until nothing is left of it [h].
        adopted: share of those with access who use it [0-1].
        slot_adopt, slot_turn: words of what decides about a person.
    """

    version: int
    former: int
    adopted: float
    slot_adopt: int
    slot_turn: int
    since: float = 0.0
    lasts: float = 0.0
    dip: float = 0.0
    dip_for: float = 0.0


class Toolbox:
    """Knows what each person has of each tool."""

    def __init__(self, plan: Plan, practice: Practice, tools: list[int]) -> None:
        model = plan.model
        self._plan = plan
        self._practice = practice
        v, slots = model.versions, model.slots
        self._users = [
            frozenset(v.access[begin:end].tolist())
            for begin, end in zip(v.access_first[:-1].tolist(), v.access_first[1:].tolist(), strict=True)
        ]
        self._tools = {
            pool: _Tool(
                version=int(v.first[pool]),
                former=int(v.first[pool]),
                adopted=float(model.pools.adopted[pool]),
                slot_adopt=identity(slots.adopt, int(model.pools.word[pool])),
                slot_turn=identity(slots.roll_out, int(model.pools.word[pool])),
            )
            for pool in tools
        }

    def upgrade(self, lever: int, now: float) -> None:
        """Let a tool be another version from now on, as far as the roll-out has come."""
        levers = self._plan.model.levers
        tool = self._tools[int(levers.pool[lever])]
        tool.former, tool.version = tool.version, int(levers.version[lever])
        tool.since, tool.lasts = now, float(levers.lasts[lever])
        tool.dip, tool.dip_for = float(levers.dip[lever]), float(levers.dip_for[lever])

    def newest(self, pool: int) -> int:
        """Return the version that a tool's own slots are."""
        return self._tools[pool].version

    def version_of(self, pool: int, actor: Actor, now: float) -> int:
        """Return the version that a person has."""
        tool = self._tools[pool]
        return tool.version if now >= _turn(tool, actor) else tool.former

    def is_used(self, pool: int, actor: Actor, now: float) -> bool:
        """Return whether a person has access to a tool and uses it."""
        tool = self._tools[pool]
        if actor.pool not in self._users[self.version_of(pool, actor, now)]:
            return False
        return tool.adopted >= 1.0 or uniform(actor.word, tool.slot_adopt, 0) < tool.adopted

    def familiarity(self, pool: int, actor: Actor, now: float) -> float:
        """Return the rate at which a person works with a new version, relative to knowing it [factor]."""
        tool = self._tools[pool]
        turn = _turn(tool, actor)
        if tool.dip <= 0.0 or now < turn:
            return 1.0
        return ramp(now - turn, tool.dip_for, 1.0 - tool.dip, at_once=False)

    # --- adoption ----------------------------------------------------------------------------

    def spread(self, actors: list[Actor], time: float) -> None:
        """Let users win others over, for some time."""
        model = self._plan.model
        for pool, tool in self._tools.items():
            if tool.adopted < 1.0:
                rate = diffusion_rate(
                    model.stocks.adoption_rate, self._mean_trust(tool, actors), model.behaviour.trust
                )
                most = float(model.pools.adoption_limit[pool])
                tool.adopted = adopted_share(tool.adopted, most, rate, time)

    def adopted(self, pool: int) -> float | None:
        """Return the share of those with access who use a tool; None where this does not move."""
        first = float(self._plan.model.pools.adopted[pool])
        return self._tools[pool].adopted if first < 1.0 else None

    def _mean_trust(self, tool: _Tool, actors: list[Actor]) -> float:
        total, count = 0.0, 0
        for actor in actors:
            has_access = actor.here and actor.pool in self._users[tool.version]
            if has_access and uniform(actor.word, tool.slot_adopt, 0) < tool.adopted:
                total += self._practice.trust(actor.use)
                count += 1
        return total / count if count else self._plan.model.behaviour.trust


def _turn(tool: _Tool, actor: Actor) -> float:
    """Return when the last change of a tool reaches a person [h]."""
    if tool.lasts <= 0.0:
        return tool.since
    return tool.since + tool.lasts * uniform(actor.word, tool.slot_turn, 0)
