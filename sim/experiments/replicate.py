"""One strategy, replicated."""

from dataclasses import replace

from sim.engines import AUTO
from sim.engines.choice import choose
from sim.errors import UsageError
from sim.experiments.executors import Plan, Progress, execute
from sim.experiments.findings import Replications
from sim.experiments.reality import check_reality, fewest_runs
from sim.experiments.settling import in_steady_state
from sim.experiments.summary import gather
from sim.measures.registry import measures_of
from sim.model.build import build
from sim.scenario.load import LoadedScenario


def replicate(
    loaded: LoadedScenario,
    strategy: str = "do nothing",
    *,
    replications: int = 20,
    seed: int = 1,
    engine: str = AUTO,
    jobs: int | None = None,
    future: str = "",
    progress: Progress | None = None,
) -> Replications:
    """Return what independent replications of one strategy give.

    Args:
        loaded: the scenario.
        strategy: a strategy of the scenario; ``do nothing`` always exists.
        replications: number of runs, each with its own luck.
        seed: names the luck: the same seed gives the same digits.
        engine: name of an engine; ``auto`` takes the one that has the answer sooner.  Never changes a digit.
        jobs: processes that share the work; None is one per core.  Never changes a digit.
        future: a future of the scenario that is assumed, or ``""``.
        progress: called with how many replications are done, of how many.

    Raises:
        UsageError: an argument is wrong: strategy, future, engine, or a number out of range.
        RealityError: something that must hold of the scenario does not.
        SimError: the engine refuses the model.
    """
    check_numbers(replications, seed)
    loaded, _ = in_steady_state(loaded, [strategy], future, engine, seed, jobs)
    model = build(loaded.under(strategy, future))
    choice = choose(engine, [model], replications + fewest_runs(loaded))
    undecided = check_reality(loaded, choice.engine, seed)
    plan = Plan((strategy,), (model,), replications, seed, choice.engine)
    summaries = execute(plan, jobs, progress)
    found = gather(strategy, measures_of(model.names), [summaries[key] for key in sorted(summaries)])
    return replace(found, engine=choice.name, undecided=undecided)


def check_numbers(replications: int, seed: int) -> None:
    """Raise UsageError unless there is something to run and the seed is one."""
    if replications < 1:
        raise UsageError(f"replications = {replications}: should be a whole number from 1 up")
    if seed < 0:
        raise UsageError(f"seed = {seed}: should be a whole number from 0 up")
