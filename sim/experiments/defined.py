"""Which measures mean something in a scenario: a margin without a value of tasks, for one, does not."""

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.experiments.findings import Replications
from sim.experiments.telling import spoken_title
from sim.measures.measure import Measure
from sim.measures.window import FEWEST_WEEKS, HOURS_PER_WEEK
from sim.model.pools import most_overtime
from sim.scenario.presets import behaviour_of
from sim.scenario.schema import Scenario
from sim.scenario.telling.wording import listed, spoken

Test = Callable[[Scenario], bool]


def _makes_defects(scenario: Scenario) -> bool:
    return any(step.standard or step.error_probability is not None for step in scenario.steps.values())


def _reviews(scenario: Scenario) -> bool:
    return any(step.reviews for step in scenario.steps.values())


def _promises(scenario: Scenario) -> bool:
    return any(task_type.due is not None for task_type in scenario.task_types.values())


def _has_weeks(scenario: Scenario) -> bool:
    begin, end = scenario.warm_up / HOURS_PER_WEEK, scenario.run_length / HOURS_PER_WEEK
    return math.floor(end) - math.ceil(begin) >= FEWEST_WEEKS


def _returns(scenario: Scenario) -> bool:
    types = scenario.task_types.values()
    return _makes_defects(scenario) and any(each.escaped_defects.return_chance for each in types)


def _has_value(scenario: Scenario) -> bool:
    return any(task_type.value for task_type in scenario.task_types.values())


def _has_wages(scenario: Scenario) -> bool:
    pools = scenario.people.values()
    return not pools or any(pool.wage or any(w.wage for w in pool.workers.values()) for pool in pools)


def _has_margin(scenario: Scenario) -> bool:
    return _has_value(scenario) and _has_wages(scenario)


def _works_on(scenario: Scenario) -> bool:
    stays = any(step.end_of_shift == "finish" for step in scenario.steps.values())
    behaviour = behaviour_of(scenario)
    return stays or any(most_overtime(pool, behaviour) > 1.0 for pool in scenario.people.values())


def _has_freelancers(scenario: Scenario) -> bool:
    return bool(scenario.freelancers)


def _automates(scenario: Scenario) -> bool:
    return any(name in scenario.tools for step in scenario.steps.values() for name in step.done_by)


def _assists(scenario: Scenario) -> bool:
    return any(step.assisted_by is not None for step in scenario.steps.values())


@dataclass(frozen=True, slots=True)
class Need:
    """What a scenario must state before some measures mean anything.

    Attributes:
        measures: their names.
        is_met: whether a scenario states it.
        why: in words, why they are left out where it does not.
    """

    measures: tuple[str, ...]
    is_met: Test
    why: str


NEEDS = (
    Need(
        (
            *("quality", "quality_spread", "quality_p05", "quality_p50", "quality_p95", "quality_es05"),
            *("quality_week_spread", "quality_person_spread", "escape_rate", "escaped_defects"),
        ),
        _makes_defects,
        "no step has a standard or a probability of errors",
    ),
    Need(
        ("first_pass_yield",),
        lambda scenario: _makes_defects(scenario) or _reviews(scenario),
        "no step makes defects and none reviews",
    ),
    Need(("rework_rate", "rework_hours"), _reviews, "no step reviews another"),
    Need(("failure_demand_share",), _returns, "no defect comes back"),
    Need(
        ("on_time_share", "late_share", "tardiness", "tardiness_p95", "tardiness_es05"),
        _promises,
        "no task has a due date",
    ),
    Need(
        (*(f"throughput_week_{tenth}" for tenth in ("p10", "p50", "p90", "es10")),),
        _has_weeks,
        f"fewer than {FEWEST_WEEKS} whole weeks are measured",
    ),
    Need(("value",), _has_value, "no value of tasks is stated"),
    Need(("cost", "cost_per_good_task"), _has_wages, "no wage is stated"),
    Need(("margin",), _has_margin, "it takes a value of tasks and wages"),
    Need(("overtime",), _works_on, "nobody works on after a shift, or longer under pressure"),
    Need(("freelance_hours",), _has_freelancers, "there are no freelancers"),
    Need(("ai_share",), _automates, "no tool works alone"),
    Need(("assisted_share",), _assists, "no tool assists"),
)
"""What the measures need; those that are not named here always mean something."""
NEVER = "no value in any replication"
ONLY_ASSISTS = "a tool that assists has no hours of its own"


def left_out(
    scenarios: Collection[Scenario], results: Iterable[Replications], measures: Sequence[Measure]
) -> dict[str, str]:
    """Return the measures that mean nothing, by name, each with the reason.

    A measure stays if one of the scenarios states what it needs, and a replication defines it.

    Args:
        scenarios: the scenario under each strategy.
        results: what each strategy gave; none before the run.
        measures: all measures.
    """
    needless = {
        name: need.why for need in NEEDS for name in need.measures if not any(map(need.is_met, scenarios))
    }
    helpers = {f"utilisation.{tool}" for each in scenarios for tool in each.tools}
    helpers -= {
        f"utilisation.{name}" for each in scenarios for s in each.steps.values() for name in s.done_by
    }
    needless |= dict.fromkeys(helpers, ONLY_ASSISTS)
    needless = {**dict.fromkeys(_never_defined(list(results)), NEVER), **needless}
    return {measure.name: needless[measure.name] for measure in measures if measure.name in needless}


def _never_defined(results: Sequence[Replications]) -> list[str]:
    defined: dict[str, bool] = {}
    for result in results:
        for column, measure in enumerate(result.measures):
            is_defined = not bool(np.isnan(result.values[:, column]).all())
            defined[measure.name] = defined.get(measure.name, False) or is_defined
    return [name for name, known in defined.items() if not known]


def left_out_in_words(reasons: Mapping[str, str], measures: Sequence[Measure]) -> str:
    """Return in one line which measures are left out and why, those with one reason together."""
    by_reason: dict[str, list[Measure]] = {}
    for measure in measures:
        if measure.name in reasons:
            by_reason.setdefault(reasons[measure.name], []).append(measure)
    said = (f"{listed(_titles(needless))} ({reason})" for reason, needless in by_reason.items())
    return f"Left out: {'; '.join(said)}." if by_reason else ""


def _titles(measures: Sequence[Measure]) -> list[str]:
    """Return what measures are called in a sentence; those that are numbers of one thing go by its name.

    >>> from sim.measures.registry import MEASURES
    >>> _titles([MEASURES[name] for name in ("quality", "quality_p05", "quality_p95", "tardiness_p95")])
    ['quality', '95th percentile of tardiness']
    """
    things = [measure.title.partition(", ")[0] for measure in measures]
    titles = [
        thing if things.count(thing) > 1 else spoken_title(measure).removeprefix("the ")
        for thing, measure in zip(things, measures, strict=True)
    ]
    return [spoken(title) for title in dict.fromkeys(titles)]
