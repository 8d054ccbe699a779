"""Tools as people have them: versions, who has which, who uses them at all."""

from sim.engines.kernel import at
from sim.engines.kernel.compiling import operation
from sim.engines.kernel.luck import draw
from sim.engines.kernel.memory import Row, World
from sim.engines.kernel.practice import trust
from sim.rules.adoption import adopted_share, diffusion_rate, turn
from sim.rules.onboarding import ramp


@operation
def _turn(tool: Row, change: Row, actor: Row) -> float:
    """Return when a change of a tool reaches a person [h]."""
    if change.lasts <= 0.0:
        return change.since
    return turn(change.since, change.lasts, draw(actor.word, tool.slot_turn, 0))


@operation
def _change(w: World, pool: int, number: int) -> Row:
    return at.changes(w, pool * (w.lever_count + 1) + number)


@operation
def newest(w: World, pool: int) -> int:
    """Return the version that a tool's own slots are."""
    return _change(w, pool, at.pools(w, pool).changes - 1).version


@operation
def version_of(w: World, pool: int, actor: Row) -> int:
    """Return the version that a person has."""
    tool = at.pools(w, pool)
    for number in range(tool.changes - 1, 0, -1):
        change = _change(w, pool, number)
        if w.now >= _turn(tool, change, actor):
            return change.version
    return _change(w, pool, 0).version


@operation
def has_access(w: World, version: int, pool: int) -> bool:
    """Return whether a pool may use a version."""
    return at.users(w, version * w.pool_count + pool).has_access != 0


@operation
def is_used(w: World, pool: int, actor: Row) -> bool:
    """Return whether a person has access to a tool and uses it."""
    if not has_access(w, version_of(w, pool, actor), actor.pool):
        return False
    tool = at.pools(w, pool)
    return tool.adopted >= 1.0 or draw(actor.word, tool.slot_adopt, 0) < tool.adopted


@operation
def familiarity(w: World, pool: int, actor: Row) -> float:
    """Return the rate at which a person works with a new version, relative to knowing it [factor]."""
    tool, rate = at.pools(w, pool), 1.0
    for number in range(tool.changes):
        change = _change(w, pool, number)
        if change.dip > 0.0:
            since = _turn(tool, change, actor)
            if w.now >= since:
                rate *= ramp(w.now - since, change.dip_for, 1.0 - change.dip, False)
    return rate


@operation
def _mean_trust(w: World, pool: int) -> float:
    """Return the mean trust of those who use a tool [0-1]."""
    tool, version = at.pools(w, pool), newest(w, pool)
    total, count = 0.0, 0
    for number in range(w.actor_count):
        actor = at.actors(w, number)
        if not (actor.here and has_access(w, version, actor.pool)):
            continue
        if draw(actor.word, tool.slot_adopt, 0) < tool.adopted:
            total += trust(w, actor.use_successes, actor.use_failures)
            count += 1
    return total / count if count > 0 else w.trust


@operation
def spread(w: World, time: float) -> None:
    """Let users win others over, for some time [h]."""
    for pool in range(w.pool_count):
        tool = at.pools(w, pool)
        if tool.changes > 0 and tool.adopted < 1.0:
            rate = diffusion_rate(w.adoption_rate, _mean_trust(w, pool), w.trust)
            tool.adopted = adopted_share(tool.adopted, tool.adoption_limit, rate, time)


@operation
def upgrade(w: World, number: int) -> None:
    """Let a tool be another version from now on, as far as the roll-out has come."""
    lever = at.levers(w, number)
    tool = at.pools(w, lever.pool)
    change = _change(w, lever.pool, tool.changes)
    tool.changes += 1
    change.version, change.since, change.lasts = lever.version, w.now, lever.lasts
    change.dip, change.dip_for = lever.dip, lever.dip_for
