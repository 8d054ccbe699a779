"""The verbs of the command line as functions: the same words, the same numbers.

Every scenario may be given as a path to a file or folder, or as what ``load_scenario`` returned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.experiments.bottleneck import Bottleneck
    from sim.experiments.diagnosis.diagnose import Diagnosis
    from sim.experiments.findings import Comparison, Replications
    from sim.experiments.first import TellFirst
    from sim.experiments.futures import TellFutures
    from sim.experiments.knockout import Knockout
    from sim.experiments.price import TellPrice
    from sim.experiments.study import Study, TellPart
    from sim.experiments.sweeping.findings import Sweep
    from sim.experiments.tasks.life import TaskLife
    from sim.experiments.variability import Variability
    from sim.records.event_log.write import Written
    from sim.rules.loops import Loop
    from sim.scenario.load import LoadedScenario
    from sim.scenario.telling.diff import Difference

    Source = str | Path | LoadedScenario
    Over = Mapping[str, object] | Sequence[Mapping[str, object]] | Sequence[str] | str | Path
Progress = Callable[[int, int], None]
"""Called with how many replications are done, of how many."""


def load_scenario(path: str | Path) -> LoadedScenario:
    """Return the validated scenario in a file, or in the ``scenario.yaml`` of a folder.

    Raises:
        ScenarioError: the file is wrong; with every problem, each at its file:line:column.
    """
    from sim.scenario import load

    return load.load_scenario(path)


def check(path: str | Path) -> tuple[str, ...]:
    """Return the warnings about a scenario file; none, if nothing is doubtful.

    Raises:
        ScenarioError: the file is wrong.
    """
    return load_scenario(path).warnings


def explain(scenario: Source, strategy: str | None = None, future: str = "") -> str:
    """Return in sentences what a scenario describes; see ``sim.scenario.telling.explain``."""
    from sim.scenario.telling import explain as telling

    return telling.explain(_loaded(scenario), strategy, future)


def resolve(scenario: Source, strategy: str | None = None, future: str = "") -> str:
    """Return the effective scenario as YAML; see ``sim.scenario.telling.resolve``."""
    from sim.scenario.telling import resolve as resolving

    return resolving.resolve(_loaded(scenario), strategy, future)


def diff(before: Source, after: Source, strategies: tuple[str, str] | None = None) -> tuple[Difference, ...]:
    """Return how two scenarios, or a strategy of each, differ; each difference has a ``sentence``."""
    from sim.scenario.telling import diff as differing

    return differing.diff(_loaded(before), _loaded(after), strategies)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file, for editors."""
    from sim.scenario.telling.json_schema import json_schema

    return json_schema()


def run(
    scenario: Source,
    strategy: str = "do nothing",
    *,
    replications: int = 20,
    seed: int = 1,
    engine: str = "auto",
    jobs: int | None = None,
    future: str = "",
    progress: Progress | None = None,
) -> Replications:
    """Return what independent replications of one strategy give.

    Args:
        scenario: path, or what ``load_scenario`` returned.
        strategy: a strategy of the scenario; ``do nothing`` always exists.
        replications: number of runs, each with its own luck.
        seed: names the luck: the same seed gives the same digits.
        engine: name of an engine; ``auto`` takes the one that has the answer sooner.  Never changes a digit.
        jobs: processes that share the work; None is one per core.  Never changes a digit.
        future: a future of the scenario that is assumed, or ``""``.
        progress: called with how many replications are done, of how many.

    Raises:
        SimError: the file, or an argument, is wrong.
    """
    from sim.experiments.replicate import replicate

    return replicate(
        _loaded(scenario),
        strategy,
        replications=replications,
        seed=seed,
        engine=engine,
        jobs=jobs,
        future=future,
        progress=progress,
    )


def compare(
    scenario: Source,
    strategies: Sequence[str] | None = None,
    *,
    replications: int | str | None = None,
    at_most: int | None = None,
    runs: int | None = None,
    procedure: str | None = None,
    pilot_only: bool = False,
    futures: int | None = None,
    seed: int = 1,
    engine: str = "auto",
    jobs: int | None = None,
    future: str = "",
    split: int = 5,
    progress: Progress | None = None,
    tell_first: TellFirst | None = None,
    tell_price: TellPrice | None = None,
    tell_futures: TellFutures | None = None,
) -> Comparison:
    """Return the strategies of a scenario against its baseline, paired by replication.

    Args:
        scenario: path, or what ``load_scenario`` returned.
        strategies: names; None compares all strategies of the scenario.
        replications: runs of each strategy, each with its own luck; ``auto``: as many as it takes until the
            best is chosen and every measure is as precise as the scenario says; None: what it says, else 20.
        at_most: runs of each strategy that ``auto`` may take; None: what the scenario says, else 1000.  Like
            ``procedure`` and ``pilot_only`` it asks for ``auto``, and is refused beside a number.
        runs: of all strategies together, given to those where they tell most about which is the best.
        procedure: how the best is chosen: ``kim-nelson`` (so where it is None), ``clark-yang`` or
            ``screening``.
        pilot_only: run a first stage only, and tell what ``auto`` (or ``runs``) would take.
        futures: how many are drawn from ``uncertainties:``; None: 50 where there are any; 0: none.
        seed: names the luck: the same seed gives the same digits.
        engine: name of an engine; ``auto`` takes the one that has the answer sooner.  Never changes a digit.
        jobs: processes that share the work; None is one per core.  Never changes a digit.
        future: a future of the scenario that is assumed, or ``""``.
        split: replications over which the gap between head counts and simulation is split; 0: none.
        progress: called with how many replications are done, of how many.
        tell_first: called once with what the first few replications say, where they take no time.
        tell_price: called once after a first stage with what the answer will take.
        tell_futures: called once, before futures are run, with how many they are.

    Raises:
        SimError: the file, or an argument, is wrong.
    """
    from sim.experiments import compare as comparing

    return comparing.compare(
        _loaded(scenario),
        strategies,
        replications=replications,
        at_most=at_most,
        runs=runs,
        procedure=procedure,
        pilot_only=pilot_only,
        futures=futures,
        seed=seed,
        engine=engine,
        jobs=jobs,
        future=future,
        split=split,
        progress=progress,
        tell_first=tell_first,
        tell_price=tell_price,
        tell_futures=tell_futures,
    )


def study(
    scenario: Source,
    strategies: Sequence[str] | None = None,
    *,
    replications: int | str | None = None,
    futures: int | None = None,
    seed: int = 1,
    engine: str = "auto",
    jobs: int | None = None,
    future: str = "",
    split: int = 5,
    progress: Progress | None = None,
    tell_part: TellPart | None = None,
) -> Study:
    """Return what a decision between strategies wants to know; ``write_study`` makes a report of it.

    The strategies are compared; the baseline is diagnosed; feedback loops are knocked out; variability is
    shared out; and inputs are moved one at a time.

    Args:
        scenario: path, or what ``load_scenario`` returned.
        strategies: names; None compares all strategies of the scenario.
        replications: of each strategy in the comparison, as ``compare`` takes them; the other experiments
            take 10, or as few.
        futures: how many are drawn from ``uncertainties:``; None: 50 where there are any; 0: none.
        seed: names the luck: the same seed gives the same digits.
        engine: name of an engine; ``auto`` takes the one that has the answer sooner.  Never changes a digit.
        jobs: processes that share the work; None is one per core.  Never changes a digit.
        future: a future of the scenario that is assumed, or ``""``.
        split: replications over which the gap between head counts and simulation is split; 0: none.
        progress: called with how many runs of a part are done, of how many.
        tell_part: called with each part that begins, in words.

    Raises:
        SimError: the file, or an argument, is wrong.
    """
    from sim.experiments import study as studying

    return studying.study(
        _loaded(scenario),
        strategies,
        replications=replications,
        futures=futures,
        seed=seed,
        engine=engine,
        jobs=jobs,
        future=future,
        split=split,
        progress=progress,
        tell_part=tell_part,
    )


def verify(
    report: str | Path,
    *,
    seal_only: bool = False,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> list[str]:
    """Return what was checked of a report of a study, in sentences; nothing of it was changed.

    Args:
        report: the page, or the folder that holds it as ``report.html``.
        seal_only: check the seal, and run nothing.
        jobs: processes that share the work; None is one per core.  Never changes a digit.
        progress: called with how many runs of a part are done, of how many.

    Raises:
        SimError: it was changed, and where; or it is no report.
    """
    from sim.report.board import verify as verifying

    return verifying.verify(Path(report), seal_only=seal_only, jobs=jobs, progress=progress)


def loops(scenario: Source, strategy: str = "do nothing") -> tuple[Loop, ...]:
    """Return the feedback loops that are at work under a strategy, each with its walk, cut and source."""
    from sim.experiments.knockout import active_loops
    from sim.model.build import build
    from sim.rules.loops import LOOPS

    at_work = active_loops(build(_loaded(scenario).under(strategy)))
    return tuple(loop for loop in LOOPS if loop.name in at_work)


def knock_out(
    scenario: Source,
    strategy: str = "do nothing",
    *,
    loops: Sequence[str] | None = None,
    off_from: str | None = None,
    replications: int = 10,
    seed: int = 1,
    engine: str = "auto",
    jobs: int | None = None,
    future: str = "",
    progress: Progress | None = None,
) -> Knockout:
    """Return what the feedback loops of a scenario do, each alone and as its share of what all do.

    Args:
        scenario: path, or what ``load_scenario`` returned.
        strategy: a strategy of the scenario; ``do nothing`` always exists.
        loops: names of loops; None is all that are at work.
        off_from: when they are switched off, ``week 13`` or a date; None is the end of the warm-up.
        replications: runs of each set of loops, each with its own luck.
        seed: names the luck: the same seed gives the same digits.
        engine: name of an engine; ``auto`` takes the one that has the answer sooner.  Never changes a digit.
        jobs: processes that share the work; None is one per core.  Never changes a digit.
        future: a future of the scenario that is assumed, or ``""``.
        progress: called with how many runs are done, of how many.

    Raises:
        SimError: the file, or an argument, is wrong, or no loop is at work.
    """
    from sim.experiments import knockout

    return knockout.knock_out(
        _loaded(scenario),
        strategy,
        loops=loops,
        off_from=knockout.moment_in_words(off_from) if off_from else None,
        replications=replications,
        seed=seed,
        engine=engine,
        jobs=jobs,
        future=future,
        progress=progress,
    )


def sweep(
    scenario: Source,
    strategies: Sequence[str] = (),
    *,
    over: Over,
    design: str | None = None,
    points: int | None = None,
    replications: int = 10,
    seed: int = 1,
    engine: str = "auto",
    jobs: int | None = None,
    future: str = "",
    budget: str | None = "30 min",
    folder: str | Path | None = None,
    progress: Progress | None = None,
) -> Sweep:
    """Return what strategies give at many points of the input space, all with the same luck.

    >>> over = {"people.writers.headcount": [6, 8, 10], "steps.draft.exposure": ("20 %", "60 %")}

    Args:
        scenario: path, or what ``load_scenario`` returned.
        strategies: names; the baseline is run as well.  None is the baseline alone.
        over: by key, a list of levels or a tuple with the ends of a range (and a number of levels); or
            texts as ``--over`` takes them; or the points themselves, one mapping each; or a CSV file.
        design: ``grid`` (so where it is None), ``latin-hypercube``, ``sobol`` or ``one-at-a-time``; to be
            left out where the points are given.
        points: of a Latin hypercube or of Sobol' points; None is 64.
        replications: runs of each strategy at each point.
        seed: names the luck and the design: the same seed gives the same digits.
        engine: name of an engine; ``auto`` takes the one that has the answer sooner.  Never changes a digit.
        jobs: processes that share the work; None is one per core.  Never changes a digit.
        future: a future of the scenario that is assumed, or ``""``.
        budget: the most that it may take, ``"10 min"`` or ``"50,000 runs"``; None is no limit.
        folder: where runs are stored as they are done, and gone on with; None keeps nothing.
        progress: called with how many runs are done, of how many.

    Raises:
        SimError: the file, or an argument, is wrong, or it costs more than the budget.
    """
    from sim.experiments.sweeping import sweep as sweeping
    from sim.experiments.sweeping.design import design_of
    from sim.experiments.sweeping.question import asked

    loaded = _loaded(scenario)
    chosen = design_of(over, loaded, design, points, seed)
    question = asked(loaded, chosen, strategies, replications=replications, seed=seed, future=future)
    return sweeping.sweep(
        question,
        engine=engine,
        jobs=jobs,
        budget=budget,
        folder=Path(folder) if folder is not None else None,
        progress=progress,
    )


def variability(
    scenario: Source,
    strategy: str = "do nothing",
    *,
    replications: int = 10,
    seed: int = 1,
    engine: str = "auto",
    jobs: int | None = None,
    future: str = "",
    progress: Progress | None = None,
) -> Variability:
    """Return where the variance of quality and of weekly output comes from; its parts add up to the whole.

    Args:
        scenario: path, or what ``load_scenario`` returned.
        strategy: a strategy of the scenario; ``do nothing`` always exists.
        replications: runs of each set of sources, each with its own luck.
        seed: names the luck: the same seed gives the same digits.
        engine: name of an engine; ``auto`` takes the one that has the answer sooner.  Never changes a digit.
        jobs: processes that share the work; None is one per core.  Never changes a digit.
        future: a future of the scenario that is assumed, or ``""``.
        progress: called with how many runs are done, of how many.

    Raises:
        SimError: the file, or an argument, is wrong, or nothing varies.
    """
    from sim.experiments import variability as varying

    return varying.variability(
        _loaded(scenario),
        strategy,
        replications=replications,
        seed=seed,
        engine=engine,
        jobs=jobs,
        future=future,
        progress=progress,
    )


def diagnose(
    scenario: Source,
    strategy: str = "do nothing",
    *,
    replications: int = 10,
    seed: int = 1,
    engine: str = "auto",
    jobs: int | None = None,
    future: str = "",
    progress: Progress | None = None,
) -> Diagnosis:
    """Return whether people, tools or their interplay are what is wrong, how much, where, and what helps.

    Args:
        scenario: path, or what ``load_scenario`` returned.
        strategy: a strategy of the scenario; ``do nothing`` always exists.
        replications: runs of each set of sides that are put to good practice, each with its own luck.
        seed: names the luck: the same seed gives the same digits.
        engine: name of an engine; ``auto`` takes the one that has the answer sooner.  Never changes a digit.
        jobs: processes that share the work; None is one per core.  Never changes a digit.
        future: a future of the scenario that is assumed, or ``""``.
        progress: called with how many runs are done, of how many.

    Raises:
        SimError: the file, or an argument, is wrong.
    """
    from sim.experiments.diagnosis import diagnose as diagnosing

    return diagnosing.diagnose(
        _loaded(scenario),
        strategy,
        replications=replications,
        seed=seed,
        engine=engine,
        jobs=jobs,
        future=future,
        progress=progress,
    )


def export(
    scenario: Source,
    file: str | Path,
    strategy: str = "do nothing",
    *,
    log_format: str | None = None,
    replication: int = 0,
    seed: int = 1,
    engine: str = "auto",
    future: str = "",
) -> Written:
    """Run one replication, write its event log for process mining, and return what was written.

    Args:
        scenario: path, or what ``load_scenario`` returned.
        file: where the log goes; one that is there is replaced.
        strategy: a strategy of the scenario; ``do nothing`` always exists.
        log_format: ``csv``, ``xes``, ``ocel`` or ``ocel-sqlite``; None is what the suffix of the file says.
        replication: which one, 0 up, as the records of ``sim run --records`` are counted.
        seed: names the luck: the same seed gives the same digits.
        engine: name of an engine; ``auto`` takes the one that has the answer sooner.  Never changes a digit.
        future: a future of the scenario that is assumed, or ``""``.

    Raises:
        SimError: the scenario, or an argument, is wrong, or the file cannot be written.
    """
    from sim.experiments import event_log
    from sim.records.event_log.write import format_of

    place = Path(file)
    return event_log.export(
        _loaded(scenario),
        place,
        format_of(log_format, place),
        strategy,
        replication=replication,
        seed=seed,
        engine=engine,
        future=future,
    )


def bottleneck(
    scenario: Source,
    strategy: str = "do nothing",
    *,
    replications: int = 20,
    seed: int = 1,
    engine: str = "auto",
    jobs: int | None = None,
    future: str = "",
    progress: Progress | None = None,
) -> Bottleneck:
    """Return what one more hour a week of each pool brings to output, flow time and margin.

    Args:
        scenario: path, or what ``load_scenario`` returned.
        strategy: a strategy of the scenario; ``do nothing`` always exists.
        replications: runs of the scenario and of each pool with a seat more, each with its own luck.
        seed: names the luck: the same seed gives the same digits.
        engine: name of an engine; ``auto`` takes the one that has the answer sooner.  Never changes a digit.
        jobs: processes that share the work; None is one per core.  Never changes a digit.
        future: a future of the scenario that is assumed, or ``""``.
        progress: called with how many runs are done, of how many.

    Raises:
        SimError: the file, or an argument, is wrong, or no pool that does a step has a seat.
    """
    from sim.experiments import bottleneck as narrowing

    return narrowing.bottleneck(
        _loaded(scenario),
        strategy,
        replications=replications,
        seed=seed,
        engine=engine,
        jobs=jobs,
        future=future,
        progress=progress,
    )


def task(
    scenario: Source,
    number: str | int,
    strategy: str = "do nothing",
    *,
    replication: int = 0,
    seed: int = 1,
    engine: str = "auto",
    future: str = "",
    with_defect: bool = False,
) -> TaskLife:
    """Return one task's life in one replication; its ``story`` tells in a paragraph why it took so long.

    Args:
        scenario: path, or what ``load_scenario`` returned.
        number: of the task, as the run record numbers tasks, or ``slowest``.
        strategy: a strategy of the scenario; ``do nothing`` always exists.
        replication: which run, 0 up.
        seed: names the luck: the same seed gives the same digits.
        engine: name of an engine; ``auto`` takes the one that has the answer sooner.  Never changes a digit.
        future: a future of the scenario that is assumed, or ``""``.
        with_defect: ``slowest`` only among tasks in which a defect was made.

    Raises:
        SimError: the file, or an argument, is wrong, or there is no such task.
    """
    from sim.experiments.tasks import task as telling

    return telling.task(
        _loaded(scenario),
        number,
        strategy,
        replication=replication,
        seed=seed,
        engine=engine,
        future=future,
        with_defect=with_defect,
    )


def _loaded(scenario: Source) -> LoadedScenario:
    return load_scenario(scenario) if isinstance(scenario, str | Path) else scenario
