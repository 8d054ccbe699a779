"""What changes while the system runs: parameters of the stocks, for the whole organisation and by pool."""

import math
from collections.abc import Sequence

from sim.model.distributions import DistributionTable
from sim.model.model import Stocks
from sim.model.pools import most_overtime, pool_names
from sim.model.ragged import flags, floats, ints
from sim.model.sources import moment_of_when
from sim.rules.loops import LOOP_NAMES
from sim.scenario.quantities import HOURS_PER_WEEK
from sim.scenario.schema import Behaviour, People, Scenario


def build_stocks(
    scenario: Scenario, b: Behaviour, table: DistributionTable, pool_of_actor: Sequence[int]
) -> Stocks:
    """Return the parameters of the stocks of a scenario.

    Args:
        scenario: the scenario.
        b: parameters of its rules.
        table: where distributions are collected.
        pool_of_actor: the pool of each actor.
    """
    names = pool_names(scenario)
    pools = [scenario.people.get(name) for name in names]
    markets = [scenario.freelancers.get(name) for name in names]
    return Stocks(
        learning_time=_or_never(b.learning_time),
        learning_ceiling=b.learning_ceiling,
        ai_learning=b.ai_learning,
        half_life=_or_never(b.forgetting),
        unused_after=b.unused_after,
        fatigue_threshold=b.fatigue_threshold,
        fatigue_curvature=b.fatigue_curvature,
        fatigue_errors=b.fatigue_errors,
        fatigue_time=b.fatigue_time,
        recovery_time=b.recovery_time,
        normal_backlog=b.normal_backlog / HOURS_PER_WEEK,
        pace=b.pace,
        pace_limit=b.pace_limit,
        corner_cutting=b.corner_cutting,
        least_care=b.least_care,
        haste_errors=b.haste_errors,
        standard_falls=_or_never(b.standard_falls),
        standard_rises=_or_never(b.standard_rises),
        switching=b.switching,
        switching_limit=b.switching_limit,
        trust_memory=b.trust_memory or 0.0,
        failure_weight=b.failure_weight,
        ramp_start=b.ramp_start,
        ramp_at_once=b.ramp == "at once",
        mentoring=b.mentoring,
        talking=b.talking,
        talking_limit=b.talking_limit,
        training_squeeze=b.training_squeeze,
        adoption_rate=1.0 / b.adoption_time if b.adoption_time else 0.0,
        strain_quits=b.strain_quits,
        time_to_fill=table.add(b.time_to_fill),
        hiring_cost=b.hiring_cost,
        ramp_time=floats(
            market.ramp_time if market else _own(pool, "ramp_time", b.ramp_time)
            for pool, market in zip(pools, markets, strict=True)
        ),
        turnover=floats(_own(pool, "turnover", b.turnover) for pool in pools),
        overtime=floats(most_overtime(pool, b) if pool else 1.0 for pool in pools),
        team=ints(pool.team or 0 if pool else 0 for pool in pools),
        newcomer=flags(_newcomers(pools, pool_of_actor)),
        off_from=floats(_switches(scenario)),
    )


def _switches(scenario: Scenario) -> list[float]:
    """Return when each loop is switched off [h]; infinity for never."""
    loops = scenario.loops
    moment = moment_of_when(loops.from_, scenario.start) if loops.from_ else scenario.warm_up
    return [moment if name in loops.off else math.inf for name in LOOP_NAMES]


def _or_never(time: float | None) -> float:
    return math.inf if time is None else time


def _own(pool: People | None, key: str, common: float | None) -> float:
    """Return a pool's own value, or that of all people; tools and freelancers have none."""
    if pool is None:
        return 0.0
    own: float | None = getattr(pool, key)
    return (common if own is None else own) or 0.0


def _newcomers(pools: Sequence[People | None], pool_of_actor: Sequence[int]) -> list[bool]:
    """Return which actors begin on the ramp: the last seats of each pool."""
    left = {number: pool.newcomers for number, pool in enumerate(pools) if pool}
    marked = []
    for pool in reversed(pool_of_actor):
        marked.append(left.get(pool, 0) > 0)
        left[pool] = left.get(pool, 0) - 1
    return marked[::-1]
