"""Where the bottleneck is, in sentences."""

from collections.abc import Iterator

from sim.experiments.bottleneck import Bottleneck
from sim.experiments.telling import telling_of
from sim.experiments.wording import format_number, format_quantity
from sim.measures.measure import Measure
from sim.scenario.telling.wording import count, listed, spoken
from sim.statistics.estimate import FEWEST

LARGE = 0.25
"""Share of a pool from which on one seat is much of it (assumed)."""
HEADS = {
    "throughput": ("The bottleneck", "brings"),
    "flow_time": ("What holds tasks up most", "changes flow time by"),
    "margin": ("What pays most", "brings a margin of"),
}
"""By measure, what the pool is called that is clearly ahead on it, and what an hour does."""
NOBODY = {
    "throughput": "No bottleneck is clear: of no pool does one more hour a week surely bring good tasks.",
    "flow_time": "Of no pool does one more hour a week surely shorten flow time.",
    "margin": "Of no pool does one more hour a week surely bring more than it costs.",
}
"""By measure, what is said where no hour surely helps."""


def in_words(found: Bottleneck) -> list[str]:
    """Return what was found, the headline first; nothing is called clear that luck may have made."""
    if found.replications < FEWEST:
        return ["One replication tells nothing of differences; take more (--replications)."]
    said = [_on(found, measure) for measure in found.measures]
    return [*said, *_busier(found), *_large_steps(found)]


def _on(found: Bottleneck, measure: Measure) -> str:
    helping, best = found.helping(measure), found.ahead[measure.name]
    head, does = HEADS[measure.name]
    if best is not None:
        return f"{head} is the {spoken(best)}: one more hour a week {does} {_value(found, measure, best)}."
    if not helping:
        return NOBODY[measure.name]
    each = listed(f"{_value(found, measure, pool)} (the {spoken(pool)})" for pool in helping)
    runs = count(found.replications, "replication")
    which = "which of them most" if len(helping) > 1 else "whether it does more than any other pool"
    return f"One more hour a week {does} {each}; {which} is not clear from {runs}."


def _value(found: Bottleneck, measure: Measure, pool: str) -> str:
    value, unit = found.values[measure.name][pool], telling_of(measure, found.currency).spoken_difference
    return format_quantity(value.mean, value.half_width, unit, signed=True)


def _busier(found: Bottleneck) -> Iterator[str]:
    """Say who is busier than the bottleneck and yet is none."""
    best = found.ahead.get("throughput") or found.ahead.get("flow_time")
    if best is None:
        return
    measure = next(each for each in found.measures if found.ahead[each.name] == best)
    pools = found.pools[: found.pools.index(best)]
    idle = [pool for pool in pools if pool not in found.helping(measure)]
    if idle:
        each = listed(f"{spoken(pool)} ({_percent(found.utilisation[pool].mean)})" for pool in idle)
        own = f"{spoken(best)} ({_percent(found.utilisation[best].mean)})"
        yield f"Busier than {own}, yet without a clear gain by one more hour: {each}."


def _large_steps(found: Bottleneck) -> Iterator[str]:
    large = [pool for pool in found.pools if found.share[pool] >= LARGE]
    if large:
        each = listed(f"{spoken(pool)} (+{_percent(found.share[pool])})" for pool in large)
        yield f"One seat is much of its pool, so that its first hours may bring more than the mean: {each}."


def _percent(share: float) -> str:
    return f"{format_number(100.0 * share, 0)} %"
