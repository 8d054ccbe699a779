"""Knock-out: what the feedback loops do, each by itself, all together, and each one's fair share."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from pydantic_core import PydanticCustomError

from sim.engines import AUTO
from sim.errors import UsageError
from sim.experiments.coalitions import play
from sim.experiments.executors import Progress
from sim.experiments.replicate import check_numbers
from sim.experiments.settling import in_steady_state
from sim.measures.measure import Measure
from sim.measures.registry import measures_of
from sim.model.build import build
from sim.model.model import NONE, OPEN_SEATS, TRAIN, Model
from sim.model.names import PoolKind
from sim.model.sources import moment_of_when
from sim.rules.loops import LOOP_NAMES
from sim.scenario.load import Effective, LoadedScenario
from sim.scenario.notation.annotation import Setting, message_of
from sim.scenario.notation.time import read_moment
from sim.scenario.quantities import When
from sim.statistics.estimate import Estimate, estimate
from sim.statistics.shapley import MOST_EXACT, Coalition, share_estimate, shares
from sim.units import nearest

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Knockout:
    """What the loops of a scenario do under one strategy.

    Attributes:
        scenario, strategy, future, currency: what was run.
        loops: names of the loops that are at work.
        off_from: from when on they were off [h].
        measures: in order of the columns.
        level: of each measure, with all loops on.
        whole: of each measure, with all loops on less all off.
        alone: by loop and measure, with all on less this one off.
        share: by loop and measure, its Shapley share; they add up to the whole.
        is_exact: whether all coalitions were run, or orders of arrival were sampled.
        replications: of each coalition.
        seed, engine: what it was made with.
    """

    scenario: str
    strategy: str
    future: str
    currency: str
    loops: tuple[str, ...]
    off_from: float
    measures: tuple[Measure, ...]
    level: Mapping[str, Estimate]
    whole: Mapping[str, Estimate]
    alone: Mapping[str, Mapping[str, Estimate]]
    share: Mapping[str, Mapping[str, Estimate]]
    is_exact: bool
    replications: int
    seed: int
    engine: str

    def strongest(self, measure: str) -> str | None:
        """Return the loop with the largest share of a measure, up or down; None if it may as well be zero."""
        first = self.by_share(measure)[0]
        return first if self.share[first][measure].is_clear else None

    def by_share(self, measure: str) -> list[str]:
        """Return the loops, the largest share of a measure first."""
        return sorted(self.loops, key=lambda loop: -abs(self.share[loop][measure].mean))


def knock_out(
    loaded: LoadedScenario,
    strategy: str = "do nothing",
    *,
    loops: Sequence[str] | None = None,
    off_from: When | None = None,
    replications: int = 10,
    seed: int = 1,
    engine: str = AUTO,
    jobs: int | None = None,
    future: str = "",
    progress: Progress | None = None,
) -> Knockout:
    """Return what the feedback loops of a scenario do, under the same luck with each of them on and off.

    A loop that is off keeps the value of its cut (see ``sim.rules.loops``) from ``off_from`` on.

    Args:
        loaded: the scenario.
        strategy: a strategy of the scenario.
        loops: names of loops; None is all that are at work in the scenario.
        off_from: when loops are switched off; None is the end of the warm-up.
        replications: runs of each coalition of loops, each with its own luck.
        seed: names the luck.
        engine: name of an engine; ``auto`` takes the one that has the answer sooner.  Never changes a digit.
        jobs: processes that share the work; None is one per core.  Never changes a digit.
        future: a future of the scenario that is assumed, or ``""``.
        progress: called with how many runs are done, of how many.

    Raises:
        UsageError: an argument is wrong, or no loop is at work.
    """
    check_numbers(replications, seed)
    loaded, _ = in_steady_state(loaded, [strategy], future, engine, seed, jobs)
    effective = loaded.under(strategy, future)
    whole = build(effective)
    players = _chosen(loops, active_loops(whole))
    moment = _moment(effective, off_from)
    played = play(
        loaded,
        players,
        lambda on: _with_only(whole, players, on, moment),
        replications=replications,
        seed=seed,
        engine=engine,
        jobs=jobs,
        progress=progress,
    )
    measures, values = measures_of(whole.names), played.values
    everything, nothing = frozenset(players), frozenset[str]()
    own, spread = shares(players, lambda on: values[on], seed)
    return Knockout(
        scenario=loaded.scenario.scenario,
        strategy=strategy,
        future=future,
        currency=loaded.scenario.currency,
        loops=tuple(players),
        off_from=min(moment, whole.horizon),
        measures=measures,
        level=_estimates(measures, values[everything]),
        whole=_estimates(measures, values[everything] - values[nothing]),
        alone=_alone(measures, players, values),
        share={player: _shared(measures, own[player], spread[player]) for player in players},
        is_exact=len(players) <= MOST_EXACT,
        replications=replications,
        seed=seed,
        engine=played.engine,
    )


def moment_in_words(text: str) -> When:
    """Return the moment that a text means: ``week 13`` or a date.

    Raises:
        UsageError: it means none.
    """
    try:
        return read_moment(text, Setting(bare_numbers=False))
    except PydanticCustomError as error:
        raise UsageError(f"--from = {text}: {message_of(error)}") from None


def active_loops(model: Model) -> list[str]:
    """Return the loops that can do something in a model: the mechanism of each of their links is on."""
    s, b, steps = model.stocks, model.behaviour, model.steps
    assisted = bool(((steps.tool >= 0) & (steps.exposure > 0.0)).any())
    reviewed = len(steps.reviewed) > 0
    strains = bool((s.overtime > 1.0).any()) or any((p.overtime > 1.0).any() for p in model.phases)
    learns, trusts = s.learning_time < math.inf, s.trust_memory > 0.0
    quits = bool((s.turnover > 0.0).any())
    levers, pools = model.levers, model.pools
    opens = levers.kind == OPEN_SEATS
    hires = bool(opens.any()) or bool((pools.kind == PoolKind.FREELANCERS).any())
    thin = np.isfinite(pools.depth) & (pools.rate_elasticity > 0.0)
    budgeted = opens & np.isfinite(levers.budget) & thin[levers.pool]
    classes = (levers.kind == TRAIN) & (levers.hours > 0.0)
    at_work = {
        "overtime-relief": strains,
        "working-harder": s.pace > 0.0,
        "fatigue-rework": strains and (s.fatigue_curvature > 0.0 or s.fatigue_errors > 0.0),
        "corner-cutting": s.corner_cutting > 0.0,
        "review-bottleneck": s.corner_cutting > 0.0 and reviewed,
        "congestion-switching": s.switching > 0.0,
        "learning-by-doing": learns,
        "trust-adoption": trusts and assisted,
        "complacency": trusts and assisted and reviewed and b.complacency > 0.0,
        "reliance-deskilling": learns and assisted and s.ai_learning < 0.0 and b.doubt_slope > 0.0,
        "hiring-relief": bool((opens & (levers.when != NONE)).any()),
        "onboarding-burden": s.mentoring > 0.0 and (quits or hires or bool(s.newcomer.any())),
        "training-squeeze": s.training_squeeze > 0.0 and bool(classes.any()),
        "attrition-spiral": quits and strains and s.strain_quits > 0.0,
        "failure-demand": bool((model.types.return_chance > 0.0).any()),
        "market-price": bool(budgeted.any()),
    }
    return [name for name in LOOP_NAMES if at_work[name] and math.isinf(s.off_from[LOOP_NAMES.index(name)])]


def _chosen(loops: Sequence[str] | None, active: list[str]) -> list[str]:
    if loops is None:
        if not active:
            raise UsageError(
                "loops: no feedback loop is at work in this scenario; "
                "state e.g. 'behaviour: living-organisation'"
            )
        return active
    for name in loops:
        if name not in LOOP_NAMES:
            guess = nearest(name, LOOP_NAMES)
            hint = f"did you mean '{guess}'?" if guess else f"there are {', '.join(LOOP_NAMES)}"
            raise UsageError(f"loops: there is no loop '{name}'; {hint}")
        if name not in active:
            raise UsageError(
                f"loops: '{name}' is not at work in this scenario; at work are {', '.join(active)}"
            )
    return list(dict.fromkeys(loops))


def _moment(effective: Effective, off_from: When | None) -> float:
    """Return when loops are switched off [h]: as asked, as the file says, or at the end of the warm-up."""
    when = off_from or effective.scenario.loops.from_
    scenario = effective.scenario
    return moment_of_when(when, scenario.start) if when else scenario.warm_up


def _with_only(model: Model, players: Sequence[str], on: Coalition, moment: float) -> Model:
    """Return a model in which the players that are not on are off from a moment on; the others stay."""
    off_from = model.stocks.off_from.copy()
    for player in players:
        if player not in on:
            off_from[LOOP_NAMES.index(player)] = moment
    return replace(model, stocks=replace(model.stocks, off_from=off_from))


def _estimates(measures: Sequence[Measure], values: Floats) -> dict[str, Estimate]:
    return {measure.name: estimate(values[:, place]) for place, measure in enumerate(measures)}


def _alone(
    measures: Sequence[Measure], players: Sequence[str], values: Mapping[Coalition, Floats]
) -> dict[str, dict[str, Estimate]]:
    everything = frozenset(players)
    return {
        player: _estimates(measures, values[everything] - values[everything - {player}]) for player in players
    }


def _shared(measures: Sequence[Measure], own: Floats, spread: Floats) -> dict[str, Estimate]:
    """Return shares with intervals over replications, wider by what sampling of orders adds."""
    return {
        measure.name: share_estimate(own[:, place], float(spread[place]))
        for place, measure in enumerate(measures)
    }
