"""Strategies side by side, under common random numbers."""

from collections.abc import Sequence

from sim.engines import get_engine
from sim.experiments.budget import check_plans, overspending, planned_cost
from sim.experiments.difference import differences, spending_beyond
from sim.experiments.executors import Plan, Progress, execute
from sim.experiments.findings import Comparison
from sim.experiments.foreground import foreground, smallest_that_matters
from sim.experiments.replicate import check_numbers
from sim.experiments.summary import gather
from sim.measures.registry import measures_of
from sim.model.build import build
from sim.scenario.load import LoadedScenario


def compare(
    loaded: LoadedScenario,
    strategies: Sequence[str] | None = None,
    *,
    replications: int = 20,
    seed: int = 1,
    engine: str = "reference",
    jobs: int | None = None,
    future: str = "",
    progress: Progress | None = None,
) -> Comparison:
    """Return the strategies of a scenario against its baseline, with paired intervals.

    Replication j of every strategy has the same luck (same seed and replication index), so differences
    are taken replication by replication.

    Budget.  ``compare.budget`` is what a strategy may cost beside the baseline.  Before the run, what its
    levers are sure to cost (training, changes and seats of tools) must not exceed it: that is a
    UsageError.  What a strategy might cost at most (freelancers on every hour of their seats, or the
    budget of the seats) may exceed it, and so may the mean of what was spent in the runs: each is a
    warning in ``Comparison.warnings``.

    Args:
        loaded: the scenario.
        strategies: names, in the order of tables; the baseline is put first and need not be named.
            None is all strategies of the scenario.
        replications: runs of each strategy, each with its own luck.
        seed: names the luck: the same seed gives the same digits.
        engine: name of the engine.
        jobs: processes that share the work; None is one per core.  Never changes a digit.
        future: a future of the scenario that is assumed, or ``""``.
        progress: called with how many replications are done, of how many.

    Raises:
        UsageError: an argument is wrong: strategy, future, engine, a number out of range, a measure in
            the foreground that does not exist, or a plan above the budget.
        SimError: the engine refuses a model.
    """
    check_numbers(replications, seed)
    scenario = loaded.scenario
    baseline = scenario.compare.baseline
    names = ordered(baseline, list(scenario.strategies) if strategies is None else strategies)
    models = {name: build(loaded.under(name, future)) for name in names}
    measures = measures_of(models[baseline].names)
    shown = foreground(loaded, measures)
    matters_from = smallest_that_matters(loaded, measures)
    plans = {
        name: planned_cost(model).beyond(planned_cost(models[baseline])) for name, model in models.items()
    }
    warnings = check_plans(plans, scenario.compare.budget, scenario.currency)

    plan = Plan(tuple(names), tuple(models.values()), replications, seed, get_engine(engine))
    summaries = execute(plan, jobs, progress)
    results = {
        name: gather(
            name, measures_of(models[name].names), [summaries[place, r] for r in range(replications)]
        )
        for place, name in enumerate(names)
    }
    spending = {name: spending_beyond(result, results[baseline]) for name, result in results.items()}
    return Comparison(
        scenario=scenario.scenario,
        question=scenario.question or "",
        currency=scenario.currency,
        future=future,
        baseline=baseline,
        seed=seed,
        engine=engine,
        run_length=models[baseline].horizon,
        warm_up=models[baseline].warm_up,
        budget=scenario.compare.budget,
        foreground=shown,
        replications=results,
        differences={name: differences(result, results[baseline]) for name, result in results.items()},
        spending=spending,
        planned={name: planned.at_most for name, planned in plans.items()},
        names=models[baseline].names,
        matters_from=matters_from,
        warnings=(*warnings, *overspending(spending, scenario.compare.budget, scenario.currency)),
    )


def ordered(baseline: str, strategies: Sequence[str]) -> list[str]:
    """Return the names with the baseline first and none twice.

    >>> ordered("do nothing", ["upskill", "do nothing", "upskill"])
    ['do nothing', 'upskill']
    """
    return list(dict.fromkeys([baseline, *strategies]))
