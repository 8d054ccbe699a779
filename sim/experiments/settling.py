"""When an organisation that began empty has settled: the warm-up of a steady-state simulation."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.engines.choice import choose
from sim.errors import SimError
from sim.experiments.executors import Plan, execute
from sim.experiments.findings import Replications
from sim.experiments.summary import gather
from sim.experiments.trends import Course, trend_of
from sim.experiments.weeks import measured_weeks
from sim.measures.registry import measures_of
from sim.model.build import build
from sim.scenario.load import LoadedScenario
from sim.scenario.schema.scenario import STEADY_STATE
from sim.scenario.telling.wording import count
from sim.statistics.warm_up import BATCH, FEWEST_BATCHES, mser
from sim.units import HOURS_PER_WEEK

Floats = NDArray[np.float64]
PILOT = 10
"""Replications whose mean is looked at (assumed; Hoad, Robinson & Davies 2010 take 5 or more)."""
SERIES = {
    "mean_wip": "work in process",
    "quality": "the quality of deliveries",
}
"""Weekly series that must have settled, and what they are in words."""
AS_THEY_ARE = "write 'simulation: terminating' to measure these weeks as they are"
WHAT_TO_DO = f"see whether more comes in than can be done, or {AS_THEY_ARE}"


class NotSettledError(SimError):
    """The run is too short to tell when the organisation has settled."""


@dataclass(frozen=True, slots=True)
class Settled:
    """When a series has settled.

    Attributes:
        weeks: to leave out.
        strategy, series: the one that takes longest.
        replications: whose mean was looked at.
    """

    weeks: int
    strategy: str
    series: str
    replications: int

    @property
    def sentence(self) -> str:
        """What was found, in words."""
        how = f"MSER-{BATCH} on weekly means of {count(self.replications, 'replication')}"
        if not self.weeks:
            return f"Steady state: nothing is left out, as nothing shows that it has yet to settle ({how})."
        return (
            f"Steady state: {_first(self.weeks)} left out, after which {SERIES[self.series]} under "
            f"'{self.strategy}', the last to settle, has settled ({how})."
        )


def in_steady_state(
    loaded: LoadedScenario, strategies: Sequence[str], future: str, engine: str, seed: int, jobs: int | None
) -> tuple[LoadedScenario, str]:
    """Return the scenario with the warm-up that a steady-state simulation takes, and what was found.

    A terminating simulation, and one whose warm-up is stated, stay as they are.

    Raises:
        NotSettledError: the run is too short to tell.
    """
    scenario = loaded.scenario
    if scenario.simulation != STEADY_STATE or scenario.warm_up > 0.0:
        return loaded, ""
    models = {name: build(loaded.under(name, future)) for name in strategies}
    choice = choose(engine, list(models.values()), PILOT)
    plan = Plan(tuple(models), tuple(models.values()), PILOT, seed, choice.engine)
    summaries = execute(plan, jobs)
    results = {
        name: gather(name, measures_of(model.names), [summaries[place, r] for r in range(PILOT)])
        for place, (name, model) in enumerate(models.items())
    }
    found = settled(results, scenario.run_length)
    point = {"warm_up": f"{found.weeks} weeks"} if found.weeks else {}
    return loaded.at(point), found.sentence


def settled(results: Mapping[str, Replications], run_length: float) -> Settled:
    """Return when the last of the weekly series has settled, under any strategy.

    Args:
        results: what each strategy gave, from the first week on.
        run_length: [h].

    Raises:
        NotSettledError: one of them has not, by the middle of the run, or work in process still grows.
    """
    last = Settled(0, next(iter(results)), "mean_wip", 0)
    for name, result in results.items():
        whole = measured_weeks(result.weeks, 0.0, run_length)
        if np.count_nonzero(whole) < BATCH * FEWEST_BATCHES:
            raise NotSettledError(
                f"simulation = steady state: {count(int(whole.sum()), 'week')} are too short to tell when "
                f"the organisation has settled; let run_length be {BATCH * FEWEST_BATCHES} weeks or more, "
                f"state a warm_up, or {AS_THEY_ARE}"
            )
        for series in SERIES:
            weekly = averaged(result.series[series][:, whole])
            if weekly is None:
                continue
            cut = mser(weekly)
            if not cut.is_settled:
                raise NotSettledError(_refusal(name, series, len(weekly)))
            if cut.observations >= last.weeks:
                last = Settled(cut.observations, name, series, len(result.values))
    _refuse_growth(results, last.weeks, run_length)
    return last


def _refuse_growth(results: Mapping[str, Replications], weeks: int, run_length: float) -> None:
    """Raise where work in process still grows in the weeks that would be measured.

    A long slow climb looks level enough to a criterion that weighs what is left against how much is left.
    """
    for name, result in results.items():
        trend = trend_of(result, weeks * HOURS_PER_WEEK, run_length)
        if trend and trend.course is not Course.PEAK:
            raise NotSettledError(
                f"simulation = steady state: under '{name}' work in process still grows at the end of the "
                f"run ({trend}), so there is no steady state to measure; {WHAT_TO_DO}"
            )


def averaged(series: Floats) -> Floats | None:
    """Return the mean over replications of each week, or None where a week has none.

    Args:
        series: shape (replications, weeks), nan where undefined.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        weekly: Floats = np.nanmean(series, axis=0)
    return None if np.isnan(weekly).any() else weekly


def _refusal(strategy: str, series: str, weeks: int) -> str:
    return (
        f"simulation = steady state: under '{strategy}' {SERIES[series]} has not settled by the middle of "
        f"{count(weeks, 'week')}, so there is no steady state to measure; run longer, e.g. "
        f"'run_length: {2 * weeks} weeks', {WHAT_TO_DO}"
    )


def _first(weeks: int) -> str:
    return f"the first {count(weeks, 'week')} {'is' if weeks == 1 else 'are'}"
