"""Tools as people have them: versions, who has which, who uses them at all."""

from dataclasses import dataclass

from sim.engines.reference.plan import Plan
from sim.engines.reference.practice import Practice
from sim.engines.reference.state import Actor
from sim.rules.adoption import adopted_share, diffusion_rate, turn
from sim.rules.luck import identity, uniform
from sim.rules.onboarding import ramp


@dataclass(slots=True, frozen=True)
class _Change:
    """One version of a tool: since when, how long it takes to reach everybody [h], and its dip."""

    version: int
    since: float = 0.0
    lasts: float = 0.0
    dip: float = 0.0
    dip_for: float = 0.0


@dataclass(slots=True)
class _Tool:
    """One tool as it runs.

    Attributes:
        changes: its versions, the latest last.
        adopted: share of those with access who use it [0-1].
        slot_adopt, slot_turn: words of what decides about a person.
    """

    changes: list[_Change]
    adopted: float
    slot_adopt: int
    slot_turn: int

    @property
    def version(self) -> int:
        """The newest version."""
        return self.changes[-1].version


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
                changes=[_Change(int(v.first[pool]))],
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
        tool.changes.append(
            _Change(
                int(levers.version[lever]),
                now,
                float(levers.lasts[lever]),
                float(levers.dip[lever]),
                float(levers.dip_for[lever]),
            )
        )

    def newest(self, pool: int) -> int:
        """Return the version that a tool's own slots are."""
        return self._tools[pool].version

    def version_of(self, pool: int, actor: Actor, now: float) -> int:
        """Return the version that a person has."""
        tool = self._tools[pool]
        for change in reversed(tool.changes):
            if now >= _turn(tool, change, actor):
                return change.version
        return tool.changes[0].version

    def is_used(self, pool: int, actor: Actor, now: float) -> bool:
        """Return whether a person has access to a tool and uses it."""
        tool = self._tools[pool]
        if actor.pool not in self._users[self.version_of(pool, actor, now)]:
            return False
        return tool.adopted >= 1.0 or uniform(actor.word, tool.slot_adopt, 0) < tool.adopted

    def familiarity(self, pool: int, actor: Actor, now: float) -> float:
        """Return the rate at which a person works with a new version, relative to knowing it [factor]."""
        tool, rate = self._tools[pool], 1.0
        for change in tool.changes:
            if change.dip > 0.0 and now >= (since := _turn(tool, change, actor)):
                rate *= ramp(now - since, change.dip_for, 1.0 - change.dip, at_once=False)
        return rate

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


def _turn(tool: _Tool, change: _Change, actor: Actor) -> float:
    """Return when a change of a tool reaches a person [h]; his turn comes at the same share of each."""
    if change.lasts <= 0.0:
        return change.since
    return turn(change.since, change.lasts, uniform(actor.word, tool.slot_turn, 0))
