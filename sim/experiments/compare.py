"""Strategies side by side, under common random numbers."""

from collections.abc import Sequence

from sim.engines import AUTO
from sim.engines.choice import choose
from sim.experiments.budget import beyond_baseline, near_the_budget
from sim.experiments.defined import left_out
from sim.experiments.difference import differences, spending_beyond
from sim.experiments.executors import Plan, Progress, execute
from sim.experiments.findings import Comparison
from sim.experiments.first import TellFirst, first_runs
from sim.experiments.foreground import assumed_to_matter, foreground, meaningful, smallest_that_matters
from sim.experiments.gaps import gaps_of
from sim.experiments.ladder import check_split, lower_rungs, with_ladders
from sim.experiments.queues import file_doubts, overloads
from sim.experiments.reality import check_reality, fewest_runs
from sim.experiments.remarks import notes_on
from sim.experiments.replicate import check_numbers
from sim.experiments.summary import gather
from sim.experiments.trends import growing
from sim.measures.registry import measures_of
from sim.model.build import build
from sim.scenario.load import LoadedScenario


def compare(
    loaded: LoadedScenario,
    strategies: Sequence[str] | None = None,
    *,
    replications: int = 20,
    seed: int = 1,
    engine: str = AUTO,
    jobs: int | None = None,
    future: str = "",
    split: int = 0,
    progress: Progress | None = None,
    tell_first: TellFirst | None = None,
) -> Comparison:
    """Return the strategies of a scenario against its baseline, with paired intervals.

    Replication j of every strategy has the same luck (same seed and replication index), so differences
    are taken replication by replication.

    Budget.  ``compare.budget`` is what a strategy may cost beside the baseline.  One that spends more is
    run all the same, and the verdict does not count it.  One that only might spend more (freelancers on
    every hour of their seats, a mean above the budget whose interval is not) is a warning in
    ``Comparison.warnings``, beside doubts about the file and queues that keep growing.

    Gaps.  ``Comparison.gaps`` says what head counts alone would have said of each strategy.  Over the first
    ``split`` replications the gap to the simulation is split into parts, which takes three more runs each.

    Args:
        loaded: the scenario.
        strategies: names, in the order of tables; the baseline is put first and need not be named.
            None is all strategies of the scenario.
        replications: runs of each strategy, each with its own luck.
        seed: names the luck: the same seed gives the same digits.
        engine: name of an engine; ``auto`` takes the one that has the answer sooner.  Never changes a digit.
        jobs: processes that share the work; None is one per core.  Never changes a digit.
        future: a future of the scenario that is assumed, or ``""``.
        split: replications over which the gap between head counts and simulation is split; 0: none.
        progress: called with how many replications are done, of how many.
        tell_first: called once with what the first few replications say, where they take no time.

    Raises:
        UsageError: an argument is wrong: strategy, future, engine, or a number out of range.
        RealityError: something that must hold of the scenario does not.
        SimError: the engine refuses a model.
    """
    check_numbers(replications, seed)
    check_split(split)
    scenario = loaded.scenario
    baseline = scenario.compare.baseline
    names = ordered(baseline, list(scenario.strategies) if strategies is None else strategies)
    effective = {name: loaded.under(name, future) for name in names}
    models = {name: build(each) for name, each in effective.items()}
    measures = measures_of(models[baseline].names)
    shown = foreground(loaded)
    split = min(split, replications)
    choice = choose(engine, list(models.values()), replications + fewest_runs(loaded))
    undecided = check_reality(loaded, choice.engine, seed)
    plan = Plan(tuple(names), tuple(models.values()), replications, seed, choice.engine)
    known = first_runs(plan, measures, shown[0], scenario.currency, tell_first) if tell_first else {}
    plan = with_ladders(plan, list(effective.values()) if split else [], split)
    summaries = execute(plan, jobs, progress, known)
    results = {
        name: gather(
            name, measures_of(models[name].names), [summaries[place, r] for r in range(replications)]
        )
        for place, name in enumerate(names)
    }
    horizon, warm_up = models[baseline].horizon, models[baseline].warm_up
    needless = left_out([each.scenario for each in effective.values()], results.values(), measures)
    spending = {name: spending_beyond(result, results[baseline]) for name, result in results.items()}
    found = {name: differences(result, results[baseline]) for name, result in results.items()}
    plans = beyond_baseline(models, baseline)
    stated, assumed = smallest_that_matters(loaded, measures), assumed_to_matter(found[baseline])
    return Comparison(
        scenario=scenario.scenario,
        question=scenario.question or "",
        currency=scenario.currency,
        future=future,
        baseline=baseline,
        seed=seed,
        engine=choice.name,
        run_length=horizon,
        warm_up=warm_up,
        budget=scenario.compare.budget,
        foreground=meaningful(shown, needless),
        replications=results,
        differences=found,
        spending=spending,
        planned={name: planned.at_most for name, planned in plans.items()},
        names=models[baseline].names,
        matters_from={**assumed, **stated},
        matters_assumed=frozenset(assumed) - frozenset(stated),
        warnings=(
            *file_doubts(loaded),
            *undecided,
            *overloads(loaded, names, future),
            *growing(results, warm_up, horizon),
            *near_the_budget(plans, spending, scenario.compare.budget, scenario.currency),
        ),
        notes=notes_on(loaded, names, future),
        left_out={name: needless[name] for name in shown if name in needless},
        gaps={
            name: gaps_of(loaded, effective[name], results[name], lower_rungs(plan, place, summaries, split))
            for place, name in enumerate(names)
        },
        split=split,
        open_tasks=len(models[baseline].snapshot.number),
    )


def ordered(baseline: str, strategies: Sequence[str]) -> list[str]:
    """Return the names with the baseline first and none twice.

    >>> ordered("do nothing", ["upskill", "do nothing", "upskill"])
    ['do nothing', 'upskill']
    """
    return list(dict.fromkeys([baseline, *strategies]))
