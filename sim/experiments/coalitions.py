"""The same runs with every set of some players at work, under the same luck: what Shapley shares rest on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.engines.choice import choose
from sim.experiments.executors import Plan, Progress, execute
from sim.experiments.findings import Replications
from sim.experiments.reality import fewest_runs, tell_reality
from sim.experiments.summary import gather
from sim.measures.registry import measures_of
from sim.model.model import Model
from sim.scenario.load import LoadedScenario
from sim.statistics.shapley import Coalition, coalitions

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Played:
    """What the coalitions of some players gave.

    Attributes:
        values: by coalition, measure values, shape (replications, measures).
        nobody: everything that is kept of the runs with none of them at work.
        engine: name of what ran them.
    """

    values: Mapping[Coalition, Floats]
    nobody: Replications
    engine: str


def play(
    loaded: LoadedScenario,
    players: Sequence[str],
    model_of: Callable[[Coalition], Model],
    *,
    replications: int,
    seed: int,
    engine: str,
    jobs: int | None,
    progress: Progress | None,
) -> Played:
    """Return what every coalition of players gives.

    Args:
        loaded: the scenario, whose reality checks are made first.
        players: their names.
        model_of: the model in which these players are at work, and the others are not.
        replications: runs of each coalition, each with its own luck.
        seed: names the luck.
        engine: name of an engine.
        jobs: processes that share the work.
        progress: called with how many runs are done, of how many.
    """
    played = coalitions(players, seed)
    models = {_name(on): model_of(on) for on in played}
    results, name = run_models(
        loaded, models, replications=replications, seed=seed, engine=engine, jobs=jobs, progress=progress
    )
    values = {on: results[_name(on)].values for on in played}
    return Played(values, results[_name(frozenset())], name)


def run_models(
    loaded: LoadedScenario,
    models: Mapping[str, Model],
    *,
    replications: int,
    seed: int,
    engine: str,
    jobs: int | None,
    progress: Progress | None = None,
) -> tuple[dict[str, Replications], str]:
    """Return what each model gives under the same luck, and what ran them.

    Args:
        loaded: the scenario that they are of, whose reality checks are made first.
        models: by name.
        replications: runs of each, each with its own luck.
        seed: names the luck.
        engine: name of an engine.
        jobs: processes that share the work.
        progress: called with how many runs are done, of how many.
    """
    names, plain = tuple(models), tuple(models.values())
    choice = choose(engine, plain, replications + fewest_runs(loaded))
    tell_reality(loaded, choice.engine, seed)
    summaries = execute(Plan(names, plain, replications, seed, choice.engine), jobs, progress)
    results = {
        name: gather(name, measures_of(model.names), [summaries[place, r] for r in range(replications)])
        for place, (name, model) in enumerate(models.items())
    }
    return results, choice.name


def _name(on: Coalition) -> str:
    return f"with {', '.join(sorted(on))}" if on else "with nothing"
