"""A study: the experiments that a decision wants, asked of one scenario with the same seed.

The strategies are compared; the baseline is diagnosed and its feedback loops are knocked out; the variability
of the baseline and of the strategy ahead is shared out; and inputs are moved one at a time, to see what would
change the verdict.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sim.engines import AUTO
from sim.experiments.compare import compare
from sim.experiments.diagnosis.diagnose import Diagnosis, diagnose
from sim.experiments.digests import Experiment
from sim.experiments.executors import Progress
from sim.experiments.findings import Comparison
from sim.experiments.how_many import UNTIL_DECIDED, how_many
from sim.experiments.knockout import Knockout, active_loops, knock_out
from sim.experiments.sweeping.design import design_of
from sim.experiments.sweeping.findings import Sweep
from sim.experiments.sweeping.question import asked
from sim.experiments.sweeping.sweep import sweep
from sim.experiments.turning import ahead, moves
from sim.experiments.variability import Variability, sources_of, variability
from sim.model.build import build
from sim.scenario.load import LoadedScenario

ANALYSES = 10
"""Replications of each set of loops, sources or inputs; fewer where the comparison has fewer."""
DIAGNOSES = 20
"""Replications of each set of sides, likewise: as many as a comparison has by itself, whose levels of the
baseline it then repeats."""
FEWEST_ANALYSED = 2
TellPart = Callable[[str], None]
"""Called with what begins."""


@dataclass(frozen=True, slots=True)
class Study:
    """What the experiments of a study found.

    Attributes:
        comparison: the strategies side by side.
        diagnosis: of the baseline.
        knockout: of the loops of the baseline, else of the strategy ahead; None where neither has any.
        variability: of the baseline and of the strategy ahead; without those that have no source of it.
        sweep: inputs moved one at a time, the first point the scenario as it is; None where there is no
            input to move, or nothing to choose from.
        until_decided: whether the comparison went on until it was decided.
    """

    comparison: Comparison
    diagnosis: Diagnosis
    knockout: Knockout | None
    variability: Mapping[str, Variability]
    sweep: Sweep | None
    until_decided: bool = False

    @property
    def parts(self) -> tuple[Experiment, ...]:
        """The experiments, those that there are, in the order in which they were asked."""
        found = (self.comparison, self.diagnosis, self.knockout, self.variability, self.sweep)
        return tuple(each for each in found if each)


Found = Experiment | Study
"""What any question finds."""


def study_of(parts: Mapping[str, Found], *, until_decided: bool) -> Study:
    """Return a study made of its experiments, by verb."""
    return Study(
        cast("Comparison", parts["compare"]),
        cast("Diagnosis", parts["diagnose"]),
        cast("Knockout | None", parts.get("knockout")),
        cast("Mapping[str, Variability]", parts.get("variability", {})),
        cast("Sweep | None", parts.get("sweep")),
        until_decided,
    )


def study(
    loaded: LoadedScenario,
    strategies: Sequence[str] | None = None,
    *,
    replications: int | str | None = None,
    futures: int | None = None,
    seed: int = 1,
    engine: str = AUTO,
    jobs: int | None = None,
    future: str = "",
    split: int = 5,
    progress: Progress | None = None,
    tell_part: TellPart | None = None,
) -> Study:
    """Return what a decision between strategies wants to know.

    Args:
        loaded: the scenario.
        strategies: names; None compares all strategies of the scenario.
        replications: of each strategy in the comparison, as ``compare`` takes them; the diagnosis,
            and what moved inputs are run with, take ``DIAGNOSES``, all others ``ANALYSES``, or as few.
        futures: drawn from the uncertainties, as ``compare`` takes them.
        seed: names the luck.
        engine: name of an engine; ``auto`` takes the one that has the answer sooner.  Never changes a digit.
        jobs: processes that share the work; None is one per core.  Never changes a digit.
        future: a future of the scenario that is assumed, or ``""``.
        split: replications over which the gap between head counts and simulation is split.
        progress: called with how many runs of a part are done, of how many.
        tell_part: called with each part that begins.

    Raises:
        SimError: the scenario, or an argument, is wrong.
    """
    tell = tell_part or (lambda _: None)
    settings: dict[str, Any] = {"seed": seed, "engine": engine, "jobs": jobs, "future": future}
    settings["progress"] = progress
    wanted = how_many(loaded.scenario.compare.replications, replications)
    tell("the strategies")
    comparison = compare(
        loaded, strategies, replications=replications, futures=futures, split=split, **settings
    )  # fmt: skip
    best, base = ahead(comparison), comparison.baseline
    most = max(len(each.values) for each in comparison.replications.values())
    settings["replications"] = max(FEWEST_ANALYSED, min(ANALYSES, most))
    in_diagnosis = settings | {"replications": max(FEWEST_ANALYSED, min(DIAGNOSES, most))}
    models = {name: build(loaded.under(name, future)) for name in dict.fromkeys([base, best])}
    tell(f"the diagnosis of '{base}'")
    diagnosis = diagnose(loaded, base, **in_diagnosis)
    looped = next((name for name, model in models.items() if active_loops(model)), None)
    knockout = None
    if looped is not None:
        tell(f"the feedback loops of '{looped}'")
        knockout = knock_out(loaded, looped, **settings)
    spread = {}
    for name, model in models.items():
        if sources_of(model):
            tell(f"the variability of '{name}'")
            spread[name] = variability(loaded, name, **settings)
    return Study(
        comparison,
        diagnosis,
        knockout,
        spread,
        _moved(loaded, comparison, in_diagnosis, tell),
        wanted == UNTIL_DECIDED,
    )


def _moved(
    loaded: LoadedScenario, comparison: Comparison, settings: Mapping[str, Any], tell: TellPart
) -> Sweep | None:
    """Return all strategies with each input moved alone."""
    points = moves(loaded)
    if not points or len(comparison.replications) < 2:
        return None
    tell(f"{len(points)} changes of one input")
    question = asked(
        loaded,
        design_of([{}, *points], loaded),
        list(comparison.replications),
        **{name: settings[name] for name in ("replications", "seed", "future")},
    )
    return sweep(question, budget=None, **{name: settings[name] for name in ("engine", "jobs", "progress")})
