"""Sweep: the points of a design run with the same luck, chunk by chunk, and stored as they are done."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from sim.engines import AUTO
from sim.engines.choice import choose
from sim.experiments.defined import left_out
from sim.experiments.executors import SMALL_WORK, Progress, available_cores, check_jobs
from sim.experiments.foreground import foreground, meaningful
from sim.experiments.reality import check_reality, fewest_runs
from sim.experiments.sweeping.findings import Failed, Sweep
from sim.experiments.sweeping.overruled import overruled
from sim.experiments.sweeping.price import START_UP, USUAL_BUDGET, Budget, Price, budget_of, timed
from sim.experiments.sweeping.question import Asked, stated
from sim.experiments.sweeping.runs import Failure, Runs
from sim.experiments.sweeping.work import ChunkedRuns, TellPrice, chunk_size_of, gathered
from sim.measures.registry import measures_of
from sim.model.build import build
from sim.model.model import Model

MOST_TRIED = 50
"""Points that are looked at before a sweep is bought: some seconds of the largest scenarios (assumed)."""


def sweep(
    question: Asked,
    *,
    engine: str = AUTO,
    jobs: int | None = None,
    budget: str | None = USUAL_BUDGET,
    folder: Path | None = None,
    progress: Progress | None = None,
    tell_price: TellPrice | None = None,
) -> Sweep:
    """Return what the points of a design give.

    A point that fails is told in ``Sweep.failed`` and stops nothing.

    Args:
        question: what is asked.
        engine: name of an engine; ``auto`` takes the one that has the answer sooner.  Never changes a digit.
        jobs: processes that share the work; None is one per core.  Never changes a digit.
        budget: the most that it may take, a time or a number of runs; None is no limit.
        folder: of results, whose store is filled or gone on with; None keeps nothing.
        progress: called with how many runs are done, of how many.
        tell_price: called once with what the runs will cost, before the budget is held against it.

    Raises:
        UsageError: it costs more than the budget, or the folder holds the sweep of another question.
        RealityError: something that must hold of the scenario does not.
        ReplicationError: a process was ended from outside; what is stored stays.
    """
    check_jobs(jobs)
    models = _models(question)
    allowed = Budget("none") if budget is None else budget_of(budget)
    runs, name = _runs(question, models, engine)
    undecided = check_reality(question.loaded, runs.engine, question.seed)
    work = ChunkedRuns(question, runs, chunk_size_of(question, models), folder)
    cost = work.price(jobs, allowed, tell_price)
    processes = cost.jobs if jobs is not None or not cost.seconds - START_UP < SMALL_WORK else 1
    measures = measures_of(models[0].names)
    with closing(work.contents(processes, progress)) as contents:
        values, failed = gathered(question, measures, contents)
    scenarios = [question.loaded.under(each, question.future).scenario for each in question.strategies]
    needless = left_out(scenarios, (), measures)
    return Sweep(
        scenario=question.loaded.scenario.scenario,
        question=question.loaded.scenario.question or "",
        currency=question.loaded.scenario.currency,
        future=question.future,
        design=question.design,
        stated=stated(question.loaded, question.design),
        strategies=question.strategies,
        measures=measures,
        foreground=meaningful(foreground(question.loaded), needless),
        values=values,
        failed=failed,
        replications=question.replications,
        seed=question.seed,
        engine=name,
        notes=(
            *question.design.notes,
            *overruled(question.loaded, question.design, question.strategies, question.future),
            *undecided,
            *([question.settled] if question.settled else []),
        ),
    )


def price(question: Asked, *, engine: str = AUTO, jobs: int | None = None) -> Price:
    """Return what a sweep would cost; a few runs are timed, and nothing is stored."""
    check_jobs(jobs)
    runs, _ = _runs(question, _models(question), engine)
    return timed(runs, len(question.design.points), question.replications, jobs or available_cores())


def impossible(question: Asked) -> tuple[Failed, ...]:
    """Return which points cannot be run, and why; of many some are looked at, and none is run."""
    runs, _ = _runs(question, _models(question), "reference")
    number = len(question.design.points)
    tried = range(0, number, -(-number // MOST_TRIED))
    found = ((point, name, runs.model(point, s)) for point in tried for s, name in enumerate(runs.strategies))
    return tuple(
        Failed(point, name, model.reason) for point, name, model in found if isinstance(model, Failure)
    )


def _models(question: Asked) -> list[Model]:
    return [build(question.loaded.under(name, question.future)) for name in question.strategies]


def _runs(question: Asked, models: Sequence[Model], engine: str) -> tuple[Runs, str]:
    """Return the runs of a question, and the name of their engine.

    A kernel that is worth compiling is waited for: the price would else be that of the engine that works
    meanwhile.
    """
    loaded, points = question.loaded, question.design.points
    runs = len(points) * question.replications + fewest_runs(loaded)
    choice = choose(engine, models, runs, wait=True)
    made = Runs(loaded, points, question.strategies, question.seed, choice.engine, question.future)
    return made, choice.name
