"""The same runs with every set of some players at work, under the same luck: what Shapley shares rest on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.engines.choice import choose
from sim.experiments.executors import Plan, Progress, execute
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
        engine: name of what ran them.
    """

    values: Mapping[Coalition, Floats]
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
    models = [model_of(on) for on in played]
    choice = choose(engine, models, replications + fewest_runs(loaded))
    tell_reality(loaded, choice.engine, seed)
    plan = Plan(tuple(map(_name, played)), tuple(models), replications, seed, choice.engine)
    summaries = execute(plan, jobs, progress)
    measures = measures_of(models[0].names)
    values = {
        on: gather(_name(on), measures, [summaries[place, r] for r in range(replications)]).values
        for place, on in enumerate(played)
    }
    return Played(values, choice.name)


def _name(on: Coalition) -> str:
    return f"with {', '.join(sorted(on))}" if on else "with nothing"
