"""Where the bottleneck is: what one more hour a week of each pool brings, under the same luck.

A pool may be busy without holding anything up, and hold up much without being the busiest.  So each pool in
turn gets one seat more (``with_more_seats``: nobody else's luck moves), and what that changes is divided by
the seat's hours.  Longer hours would be a smaller step, but they tire people, and a tool that never stops has
none to add.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.engines import AUTO
from sim.engines.choice import choose
from sim.engines.facts import every_steps
from sim.errors import UsageError
from sim.experiments.account import meaningless
from sim.experiments.difference import CONFIDENCE
from sim.experiments.executors import Plan, Progress, execute
from sim.experiments.findings import Replications
from sim.experiments.reality import fewest_runs, tell_reality
from sim.experiments.replicate import check_numbers
from sim.experiments.settling import in_steady_state
from sim.experiments.summary import gather
from sim.measures.measure import Measure
from sim.measures.registry import measures_of
from sim.model.build import build
from sim.model.model import Model
from sim.model.seats import with_more_seats
from sim.scenario.load import LoadedScenario
from sim.scenario.measured import utilisation_of
from sim.statistics.comparisons import simultaneous
from sim.statistics.estimate import Estimate, estimate

Floats = NDArray[np.float64]
LOOKED_AT = ("throughput", "flow_time", "margin")
"""Measures on which an hour is valued, where they mean something."""


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """What one more hour a week of each pool brings under one strategy.

    Attributes:
        scenario, strategy, future, currency: what was run.
        pools: names of those that do steps and have a seat, the busiest first.
        measures: on which an hour is valued.
        utilisation: by pool, as it is [0-1].
        hours: by pool, those of one seat, as contracted [h/week].
        share: by pool, the same over those of all its seats [1].
        values: by name of a measure and pool, what each of these hours changes [unit of the measure per
            h/week]; their intervals and those of all their differences hold together on each measure.
        ahead: by name of a measure, the pool that is clearly worth most; None where none is.
        replications: of each model.
        seed, engine: what it was made with.
    """

    scenario: str
    strategy: str
    future: str
    currency: str
    pools: tuple[str, ...]
    measures: tuple[Measure, ...]
    utilisation: Mapping[str, Estimate]
    hours: Mapping[str, float]
    share: Mapping[str, float]
    values: Mapping[str, Mapping[str, Estimate]]
    ahead: Mapping[str, str | None]
    replications: int
    seed: int
    engine: str

    def helping(self, measure: Measure) -> list[str]:
        """Return the pools of which an hour clearly makes a measure better, the best first."""
        good = {pool: measure.direction * value.mean for pool, value in self.values[measure.name].items()}
        clear = [pool for pool, value in self.values[measure.name].items() if value.is_clear]
        return sorted((pool for pool in clear if good[pool] > 0.0), key=lambda pool: -good[pool])

    def __repr__(self) -> str:
        """Return what was found, a sentence a line: the numbers are in the attributes."""
        from sim.experiments.bottleneck_words import in_words

        return "\n".join(in_words(self))


def bottleneck(
    loaded: LoadedScenario,
    strategy: str = "do nothing",
    *,
    replications: int = 20,
    seed: int = 1,
    engine: str = AUTO,
    jobs: int | None = None,
    future: str = "",
    progress: Progress | None = None,
) -> Bottleneck:
    """Return what one more hour a week of each pool brings: to output, flow time and margin.

    The value of an hour is a mean over the hours of one seat, the smallest change that an organisation of
    persons can make; where a seat is much of its pool, the first hour may bring more.

    Args:
        loaded: the scenario.
        strategy: a strategy of the scenario.
        replications: runs of the scenario and of each pool with a seat more, each with its own luck.
        seed: names the luck.
        engine: name of an engine; ``auto`` takes the one that has the answer sooner.  Never changes a digit.
        jobs: processes that share the work; None is one per core.  Never changes a digit.
        future: a future of the scenario that is assumed, or ``""``.
        progress: called with how many runs are done, of how many.

    Raises:
        UsageError: an argument is wrong, or no pool that does a step has a seat.
    """
    check_numbers(replications, seed)
    loaded, _ = in_steady_state(loaded, [strategy], future, engine, seed, jobs)
    base = build(loaded.under(strategy, future))
    pools = pools_at_work(base)
    if not pools:
        raise UsageError("bottleneck: no pool that does a step has a seat from which another could be made")
    models = [base, *(with_more_seats(base, base.names.pools.index(pool), 1) for pool in pools)]
    choice = choose(engine, models, replications + fewest_runs(loaded))
    tell_reality(loaded, choice.engine, seed)
    names = (strategy, *(f"{strategy}, {pool} + 1" for pool in pools))
    summaries = execute(Plan(names, tuple(models), replications, seed, choice.engine), jobs, progress)
    measures = measures_of(base.names)
    as_it_is, *grown = (
        gather(name, measures, [summaries[place, r] for r in range(replications)])
        for place, name in enumerate(names)
    )
    left_out = meaningless(as_it_is, loaded, future)
    looked_at = [
        measure for measure in measures if measure.name in LOOKED_AT and measure.name not in left_out
    ]
    hours, share = {}, {}
    for pool in pools:
        contracted = base.actors.weekly_hours[base.actors.pool == base.names.pools.index(pool)]
        hours[pool] = float(contracted[-1])
        share[pool] = hours[pool] / float(contracted.sum())
    values = {
        measure.name: {
            pool: (_of(other, measure.name) - _of(as_it_is, measure.name)) / hours[pool]
            for pool, other in zip(pools, grown, strict=True)
        }
        for measure in looked_at
    }
    busy = {pool: estimate(_of(as_it_is, utilisation_of(pool).name)) for pool in pools}
    return Bottleneck(
        scenario=loaded.scenario.scenario,
        strategy=strategy,
        future=future,
        currency=loaded.scenario.currency,
        pools=tuple(sorted(pools, key=lambda pool: -np.nan_to_num(busy[pool].mean))),
        measures=tuple(looked_at),
        utilisation=busy,
        hours=hours,
        share=share,
        values={
            name: {pool: _together(own[pool], len(pools)) for pool in pools} for name, own in values.items()
        },
        ahead={measure.name: _ahead(measure, values[measure.name]) for measure in looked_at},
        replications=replications,
        seed=seed,
        engine=choice.name,
    )


def pools_at_work(model: Model) -> list[str]:
    """Return the pools that may do a step, now or after a change of the strategy, and have a seat.

    The slots of a tool that only assists are none of them: any number of people uses it at a time.
    """
    steps = every_steps(model)
    able = {pool for each in steps for pool in each.prefer.tolist()}
    manned = set(model.actors.pool.tolist())
    return [model.names.pools[pool] for pool in sorted(able & manned)]


def _together(values: Floats, pools: int) -> Estimate:
    """Return one value with an interval that holds together with all others and all their differences."""
    found = simultaneous(values, pools * (pools + 1) // 2, CONFIDENCE)
    return replace(found, confidence=CONFIDENCE)


def _ahead(measure: Measure, values: Mapping[str, Floats]) -> str | None:
    """Return the pool of which an hour is clearly good, and clearly better than one of every other pool."""
    good = {pool: measure.direction * own for pool, own in values.items()}
    means = {pool: estimate(own).mean for pool, own in good.items()}
    known = [pool for pool in means if not math.isnan(means[pool])]
    if not known:
        return None
    best = max(known, key=lambda pool: means[pool])
    gaps = [good[best], *(good[best] - good[pool] for pool in known if pool != best)]
    return best if all(_together(gap, len(values)).low > 0.0 for gap in gaps) else None


def _of(result: Replications, measure: str) -> Floats:
    place = [each.name for each in result.measures].index(measure)
    column: Floats = result.values[:, place]
    return column
