"""Where the variability comes from: the variance of quality and of output, shared out among its sources.

Each source is held at its mean in turn, alone and with every set of the others, under the same luck.  The
variance with all sources at work, less that with none, is shared out by Shapley; what is left with none is
the residual.  The shares and the residual add up to the variance, replication by replication.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.engines import AUTO
from sim.errors import UsageError
from sim.experiments.coalitions import play
from sim.experiments.executors import Progress
from sim.experiments.replicate import check_numbers
from sim.experiments.settling import in_steady_state
from sim.measures.measure import Measure
from sim.measures.registry import measures_of
from sim.model.build import build
from sim.model.model import Model
from sim.model.names import PoolKind
from sim.scenario.load import LoadedScenario
from sim.statistics.estimate import Estimate, estimate, ratio
from sim.statistics.shapley import Coalition, shares

Floats = NDArray[np.float64]
SPREADS = ("quality_spread", "quality_week_spread", "throughput_week_spread")
"""Measures whose squares are shared out."""
RESIDUAL = "residual"
"""What is left where every source is held at its mean: luck of each visit, reviews, the mix of types, change
over time."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A variance and what it is made of.

    Attributes:
        measure: the standard deviation that it is the square of.
        whole: the variance.
        parts: by source, the residual last, its share of the variance; they add up to it.
        shares: the same as shares of the whole.
    """

    measure: Measure
    whole: Estimate
    parts: Mapping[str, Estimate]
    shares: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Variability:
    """Where the variability under one strategy comes from.

    Attributes:
        scenario, strategy, future: what was run.
        sources: that are at work.
        spreads: by name of the measure; only those that a replication defines.
        replications: of each set of sources.
        seed, engine: what it was made with.
    """

    scenario: str
    strategy: str
    future: str
    sources: tuple[str, ...]
    spreads: Mapping[str, Spread]
    replications: int
    seed: int
    engine: str


def variability(
    loaded: LoadedScenario,
    strategy: str = "do nothing",
    *,
    replications: int = 10,
    seed: int = 1,
    engine: str = AUTO,
    jobs: int | None = None,
    future: str = "",
    progress: Progress | None = None,
) -> Variability:
    """Return where the variance of quality between tasks and between weeks, and of output, comes from.

    Args:
        loaded: the scenario.
        strategy: a strategy of the scenario.
        replications: runs of each set of sources, each with its own luck, at least 2.
        seed: names the luck.
        engine: name of an engine; ``auto`` takes the one that has the answer sooner.  Never changes a digit.
        jobs: processes that share the work; None is one per core.  Never changes a digit.
        future: a future of the scenario that is assumed, or ``""``.
        progress: called with how many runs are done, of how many.

    Raises:
        UsageError: an argument is wrong, or no source is at work.
    """
    check_numbers(replications, seed)
    loaded, _ = in_steady_state(loaded, [strategy], future, engine, seed, jobs)
    whole = build(loaded.under(strategy, future))
    sources = sources_of(whole)
    if not sources:
        raise UsageError(
            "variability: no source of it is at work in this scenario; state e.g. 'difficulty: {mean: 0.5, "
            "sd: 0.15}' for a step, or skills that differ, '0.65 ± 0.12'"
        )
    played = play(
        loaded,
        sources,
        lambda on: _with_only(whole, sources, on),
        replications=replications,
        seed=seed,
        engine=engine,
        jobs=jobs,
        progress=progress,
    )
    squares = {on: values**2 for on, values in played.values.items()}
    own, _ = shares(sources, lambda on: squares[on], seed)
    everything, nothing = squares[frozenset(sources)], squares[frozenset()]
    columns = {measure.name: column for column, measure in enumerate(measures_of(whole.names))}
    spreads = {
        name: _spread(
            measures_of(whole.names)[columns[name]],
            everything[:, columns[name]],
            {
                **{source: own[source][:, columns[name]] for source in sources},
                RESIDUAL: nothing[:, columns[name]],
            },
        )
        for name in SPREADS
    }
    return Variability(
        scenario=loaded.scenario.scenario,
        strategy=strategy,
        future=future,
        sources=tuple(sources),
        spreads={name: spread for name, spread in spreads.items() if not math.isnan(spread.whole.mean)},
        replications=replications,
        seed=seed,
        engine=played.engine,
    )


def _spread(measure: Measure, whole: Floats, parts: Mapping[str, Floats]) -> Spread:
    """Share a variance out, over the replications that define it with every set of sources."""
    known = ~np.isnan(np.array([whole, *parts.values()])).any(axis=0)
    whole, parts = whole[known], {source: part[known] for source, part in parts.items()}
    level = estimate(whole)
    return Spread(
        measure,
        level,
        {source: estimate(part) for source, part in parts.items()},
        {source: ratio(part, whole) for source, part in parts.items()},
    )


# --- the sources --------------------------------------------------------------------------------

Change = Callable[[Model], Model]


def sources_of(model: Model) -> list[str]:
    """Return the sources of variability that are at work in a model."""
    return [name for name, (at_work, _) in SOURCES.items() if at_work(model)]


def _with_only(model: Model, sources: Sequence[str], on: Coalition) -> Model:
    for source in sources:
        if source not in on:
            model = SOURCES[source][1](model)
    return model


def _of_kind(model: Model, kind: PoolKind) -> NDArray[np.bool_]:
    return np.asarray(model.pools.kind[model.actors.pool] == kind, np.bool_)


def _alike(model: Model, kind: PoolKind) -> Model:
    """Return the model in which all members of each pool of a kind have the pool's mean skills."""
    actors = model.actors
    means, spreads = actors.skill_mean.copy(), actors.skill_sd.copy()
    for pool in np.flatnonzero(model.pools.kind == kind).tolist():
        members = actors.pool == pool
        means[members] = means[members].mean(axis=0) if members.any() else 0.0
        spreads[members] = 0.0
    return replace(model, actors=replace(actors, skill_mean=means, skill_sd=spreads))


def _differ(model: Model, kind: PoolKind) -> bool:
    """Tell whether the members of some pool of a kind differ in skills."""
    actors = model.actors
    for pool in np.flatnonzero(model.pools.kind == kind).tolist():
        members = actors.pool == pool
        means = actors.skill_mean[members]
        if actors.skill_sd[members].any() or (means != means[:1]).any():
            return True
    return False


def _without_difficulty(model: Model) -> Model:
    steps = replace(model.steps, difficulty_sd=np.zeros_like(model.steps.difficulty_sd))
    phases = tuple(
        replace(phase, steps=replace(phase.steps, difficulty_sd=np.zeros_like(phase.steps.difficulty_sd)))
        for phase in model.phases
    )
    return replace(model, steps=steps, phases=phases)


def _without_jaggedness(model: Model) -> Model:
    versions = replace(model.versions, jaggedness=np.zeros_like(model.versions.jaggedness))
    return replace(model, versions=versions)


def _without_fatigue(model: Model) -> Model:
    return replace(model, stocks=replace(model.stocks, fatigue_errors=0.0, fatigue_curvature=0.0))


def _without_haste(model: Model) -> Model:
    return replace(model, stocks=replace(model.stocks, corner_cutting=0.0))


SOURCES: dict[str, tuple[Callable[[Model], bool], Change]] = {
    "difficulty mix": (
        lambda model: bool(model.steps.difficulty_sd.any()),
        _without_difficulty,
    ),
    "people": (
        lambda model: _differ(model, PoolKind.PEOPLE),
        lambda model: _alike(model, PoolKind.PEOPLE),
    ),
    "tool jaggedness": (
        lambda model: bool(model.versions.jaggedness.any()),
        _without_jaggedness,
    ),
    "freelancers": (
        lambda model: _differ(model, PoolKind.FREELANCERS),
        lambda model: _alike(model, PoolKind.FREELANCERS),
    ),
    "fatigue": (
        lambda model: model.stocks.fatigue_errors > 0.0 or model.stocks.fatigue_curvature > 0.0,
        _without_fatigue,
    ),
    "haste": (
        lambda model: model.stocks.corner_cutting > 0.0,
        _without_haste,
    ),
}
"""Sources of variability: whether each is at work, and the model in which it is held at its mean."""
