"""The ladder from head counts to the whole simulation: one kind of reality after the other switched on.

Each switch returns the organisation without one kind; a scenario that has none of it stays as it is, so that
its step on the ladder is exactly zero.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from sim.errors import UsageError
from sim.experiments.executors import Key, Plan
from sim.experiments.summary import Summary
from sim.model.build import build
from sim.model.model import Model
from sim.rules.loops import LOOP_NAMES
from sim.scenario.load import Effective
from sim.scenario.presets import behaviour_of
from sim.scenario.quantities import Distribution, DistributionKind
from sim.scenario.schema import Hire, Lever, Scenario, Set, Train, Upgrade

RUNGS = ("queues and luck alone", "with rework", "with ramps")
"""The lower rungs: between head counts and the whole simulation."""
ON_LOWER_RUNGS = ("failure-demand", "onboarding-burden")
"""Loops that are no feedback here: returned work belongs to rework, mentors' time to ramps."""


def rungs(effective: Effective) -> tuple[Model, Model, Model]:
    """Return the organisation with queues and luck alone; with rework too; with ramps and training too."""
    steady = without_adoption(effective)
    settled = without_ramps(steady)
    lower = (without_rework(settled), settled, steady)
    first, second, third = (without_loops(build(each)) for each in lower)
    return first, second, third


def with_ladders(plan: Plan, effective: Sequence[Effective], split: int) -> Plan:
    """Return the plan with the lower rungs of each strategy behind it, over the first replications.

    Args:
        plan: of the strategies themselves.
        effective: the scenario under each of them; none: the plan stays as it is.
        split: replications of each rung.
    """
    models = [model for each in effective for model in rungs(each)]
    names = [f"{each.strategy}, {rung}" for each in effective for rung in RUNGS]
    places = range(len(plan.models), len(plan.models) + len(models))
    return replace(
        plan,
        strategies=(*plan.strategies, *names),
        models=(*plan.models, *models),
        fewer=dict.fromkeys(places, split),
    )


def lower_rungs(plan: Plan, place: int, summaries: Mapping[Key, Summary], split: int) -> list[list[Summary]]:
    """Return what the lower rungs of the strategy at a place of the plan gave, replication by replication."""
    strategies = len(plan.models) - len(plan.fewer)
    first = strategies + place * len(RUNGS)
    return [[summaries[first + rung, r] for r in range(split)] for rung in range(len(RUNGS)) if split]


def check_split(split: int) -> None:
    """Raise UsageError unless a number of replications can be split."""
    if split < 0:
        raise UsageError(f"split = {split}: should be a whole number from 0 up")


def without_rework(effective: Effective) -> Effective:
    """Return the organisation whose reviews send nothing back and whose defects never return."""
    return _everywhere(effective, _nothing_returns)


def _nothing_returns(scenario: Scenario) -> Scenario:
    steps = {
        name: step.model_copy(update={"detection": 0.0, "false_alarm": 0.0}) if step.reviews else step
        for name, step in scenario.steps.items()
    }
    types = {}
    for name, each in scenario.task_types.items():
        kept = each.escaped_defects.model_copy(update={"return_chance": 0.0})
        types[name] = each.model_copy(update={"escaped_defects": kept})
    return scenario.model_copy(update={"steps": steps, "task_types": types})


def without_ramps(effective: Effective) -> Effective:
    """Return the organisation in which nobody leaves, whoever and whatever is new counts in full at once.

    No search, no ramp, no mentors, no talk in teams, no hours in courses; a training is applied whole and for
    good; a tool reaches everybody at once.
    """
    levers = tuple(lever.model_copy(update=_at_once(lever)) for lever in effective.levers)
    return replace(_everywhere(effective, _nobody_new), levers=levers)


def _nobody_new(scenario: Scenario) -> Scenario:
    people = {
        name: pool.model_copy(update={"newcomers": 0, "ramp_time": None, "turnover": None})
        for name, pool in scenario.people.items()
    }
    markets = {name: market.model_copy(update=FOUND_AT_ONCE) for name, market in scenario.freelancers.items()}
    behaviour = behaviour_of(scenario).model_copy(update=NOBODY_NEW)
    return scenario.model_copy(update={"people": people, "freelancers": markets, "behaviour": behaviour})


NO_TIME = Distribution(DistributionKind.CONSTANT)
NOBODY_NEW = {
    "ramp_time": None,
    "mentoring": 0.0,
    "talking": 0.0,
    "turnover": 0.0,
    "time_to_fill": NO_TIME,
    "transfer": 1.0,
    "fading": None,
}
"""Behaviour without newcomers, mentors, talk in teams, people who leave, and with trainings that last."""
FOUND_AT_ONCE = {"search_delay": NO_TIME, "fill_probability": 1.0, "no_show": 0.0, "ramp_time": 0.0}
"""Freelancers without a search and without a ramp."""


def _at_once(lever: Lever) -> dict[str, object]:
    """Return what lets a lever act in full at its date."""
    match lever:
        case Train():
            return {"time": 0.0, "trainers_time": 0.0, "transfer": 1.0, "fading": None}
        case Upgrade():
            return {"roll_out": 0.0, "dip": 0.0, "dip_for": 0.0}
        case Hire():
            return {"over": 0.0}
        case Set():
            return {}


def without_adoption(effective: Effective) -> Effective:
    """Return the organisation in which as many people use a tool as at the start."""
    return _everywhere(effective, _nobody_won_over)


def _nobody_won_over(scenario: Scenario) -> Scenario:
    behaviour = behaviour_of(scenario).model_copy(update={"adoption_time": None})
    return scenario.model_copy(update={"behaviour": behaviour})


def without_loops(model: Model) -> Model:
    """Return the model in which every loop of feedback is off from the first hour."""
    off_from = np.array(
        [
            stated if name in ON_LOWER_RUNGS else 0.0
            for name, stated in zip(LOOP_NAMES, model.stocks.off_from.tolist(), strict=True)
        ]
    )
    return replace(model, stocks=replace(model.stocks, off_from=off_from))


def _everywhere(effective: Effective, change: Callable[[Scenario], Scenario]) -> Effective:
    """Return the organisation with a change of its scenario, now and after each dated ``set``."""
    phases = tuple(map(change, effective.phases))
    return replace(effective, scenario=change(effective.scenario), phases=phases)
