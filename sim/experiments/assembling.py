"""What is known of a comparison, put together from its replications."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.experiments.budget import beyond_baseline, near_the_budget
from sim.experiments.defined import left_out
from sim.experiments.difference import all_differences, spending_beyond
from sim.experiments.executors import Key, Plan
from sim.experiments.findings import Comparison, Replications
from sim.experiments.foreground import assumed_to_matter, foreground, meaningful, smallest_that_matters
from sim.experiments.gaps import gaps_of
from sim.experiments.ladder import lower_rungs
from sim.experiments.queues import file_doubts, overloads
from sim.experiments.remarks import notes_on
from sim.experiments.selection import Contenders, Procedure, select
from sim.experiments.stopping import Want
from sim.experiments.summary import Summary, gather
from sim.experiments.targets import contenders_of
from sim.experiments.trends import growing
from sim.measures.registry import measures_of
from sim.model.model import Model
from sim.scenario.load import Effective, LoadedScenario


@dataclass(frozen=True, slots=True)
class Setup:
    """What holds before anything is run.

    Attributes:
        loaded: the scenario.
        future: that is assumed, or ``""``.
        seed: of the experiment.
        engine: name of what runs it.
        names: of the strategies, the baseline first.
        effective, models: by strategy.
        undecided: checks of the scenario that are not decided, in words.
        settled: what was left out until the organisation had settled, in words, or ``""``.
    """

    loaded: LoadedScenario
    future: str
    seed: int
    engine: str
    names: Sequence[str]
    effective: Mapping[str, Effective]
    models: Mapping[str, Model]
    undecided: tuple[str, ...]
    settled: str


@dataclass(frozen=True, slots=True)
class Split:
    """The lower rungs of the strategies' ladders.

    Attributes:
        plan: that has them.
        replications: of each.
    """

    plan: Plan
    replications: int


def assembled(
    setup: Setup,
    summaries: Mapping[Key, Summary],
    counted: Mapping[str, int],
    split: Split | None = None,
    want: Want | None = None,
    procedure: Procedure = Procedure.KIM_NELSON,
    contenders: Contenders | None = None,
) -> Comparison:
    """Return the comparison.

    Args:
        setup: what holds before anything is run.
        summaries: of all that was run.
        counted: by strategy, how many of its replications count.
        split: the lower rungs; None: the gaps are not split.
        want: how the experiment ended; None: it has not.
        procedure: how the best is chosen.
        contenders: who contended to be the best while it was run; None: nobody did.
    """
    loaded, names, baseline = setup.loaded, setup.names, setup.names[0]
    scenario = loaded.scenario
    results = {
        name: gather(
            name,
            measures_of(setup.models[name].names),
            [summaries[place, number] for number in range(counted[name])],
        )
        for place, name in enumerate(names)
    }
    measures = measures_of(setup.models[baseline].names)
    needless = left_out([each.scenario for each in setup.effective.values()], results.values(), measures)
    spending = {name: spending_beyond(result, results[baseline]) for name, result in results.items()}
    found = all_differences(results, baseline, looked=contenders is not None)
    plans = beyond_baseline(setup.models, baseline)
    stated, assumed = smallest_that_matters(loaded, measures), assumed_to_matter(found[baseline])
    shown, model = foreground(loaded), setup.models[baseline]
    rungs = split.replications if split else 0
    comparison = Comparison(
        scenario=scenario.scenario,
        question=scenario.question or "",
        currency=scenario.currency,
        future=setup.future,
        baseline=baseline,
        seed=setup.seed,
        engine=setup.engine,
        run_length=model.horizon,
        warm_up=model.warm_up,
        budget=scenario.compare.budget,
        foreground=meaningful(shown, needless),
        replications=results,
        differences=found,
        spending=spending,
        planned={name: planned.at_most for name, planned in plans.items()},
        names=model.names,
        matters_from={**assumed, **stated},
        matters_assumed=frozenset(assumed) - frozenset(stated),
        warnings=(
            *file_doubts(loaded),
            *setup.undecided,
            *overloads(loaded, names, setup.future),
            *growing(results, model.warm_up, model.horizon),
            *near_the_budget(plans, spending, scenario.compare.budget, scenario.currency),
        ),
        notes=notes_on(loaded, names, setup.future),
        left_out={name: needless[name] for name in shown if name in needless},
        meaningless=frozenset(needless),
        gaps={
            name: gaps_of(
                loaded,
                setup.effective[name],
                results[name].first(min(counted.values())),
                lower_rungs(split.plan, place, summaries, rungs) if split else [],
            )
            for place, name in enumerate(names)
        },
        split=rungs,
        open_tasks=len(model.snapshot.number),
        ending=want.ending if want else None,
        asked_by=want.asked_by if want else "",
        asked_for=want.asked_for if want else 0,
        looked=contenders is not None,
        settled=setup.settled,
    )
    now = contenders_of(comparison, loaded, procedure)
    if now is None:
        return comparison
    if contenders is None or want is None or not now.are_those(contenders):
        return replace(comparison, selection=select(now, _values(results), looked=comparison.looked))
    return replace(comparison, selection=select(contenders, _values(results), want.standing, looked=True))


def _values(results: Mapping[str, Replications]) -> dict[str, np.ndarray]:
    return {name: result.values for name, result in results.items()}
