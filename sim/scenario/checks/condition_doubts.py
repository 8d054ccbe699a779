"""Doubts about levers that wait: conditions that can never hold, and rules that never close a seat again."""

from collections.abc import Iterator

from sim.scenario.checks.walk import changes_in
from sim.scenario.presets import behaviour_of
from sim.scenario.quantities import HOURS_PER_WEEK, Condition, Unit, Watched
from sim.scenario.reading.messages import Problem
from sim.scenario.reading.yaml_text import Path_, Tree
from sim.scenario.schema import Hire, Lever, People, Scenario

Placed = tuple[Path_, Lever]


def condition_doubts(scenario: Scenario, tree: Tree, levers: list[Placed]) -> Iterator[Problem]:
    """Yield what a planner should look at in the conditions of some levers, each with its path."""
    moved = {target[0] for target, _ in changes_in(tree) if target}
    for path, lever in levers:
        conditions = {"when": lever.when}
        if isinstance(lever, Hire):
            conditions["release_when"] = lever.release_when
            yield from _one_way(scenario, path, lever)
        for key, condition in conditions.items():
            text = _never(scenario, condition, moved) if condition else ""
            if text:
                yield Problem((*path, key), text)


def _one_way(scenario: Scenario, path: Path_, lever: Hire) -> Iterator[Problem]:
    """Yield a rule for freelancers that opens seats and never closes one."""
    closes = lever.release_when or lever.until or lever.budget is not None
    if lever.when is not None and lever.hire in scenario.freelancers and not closes:
        text = (
            "seats that this opens are never closed again, however little there is to do; add e.g. "
            "'release_when: backlog of draft < 1 day of work', 'until' or 'budget'"
        )
        if lever.when.watched is Watched.BACKLOG:
            text = text.replace("of draft", f"of {lever.when.of}")
        yield Problem((*path, "when"), text)


def _never(scenario: Scenario, condition: Condition, moved: set[str | int]) -> str:
    """Return why a condition can never hold, or nothing where it might."""
    if scenario.run_length <= HOURS_PER_WEEK:
        return "it is looked at once a week, and the run ends after the first; lengthen the run"
    if not condition.above and condition.amount <= 0.0:
        return f"{_level(condition)} is never below 0; write a larger number"
    if condition.watched is Watched.TRUST:
        return _never_trust(scenario, condition, moved)
    if condition.watched is Watched.STRAIN:
        return _never_strain(scenario, condition, moved)
    if condition.unit is Unit.WEEKS_OF_WORK and "steps" not in moved:
        able = scenario.steps[condition.of].done_by
        if not any(name in scenario.people for name in able):
            return (
                f"weeks of work are counted in time of people, and none do {condition.of}; "
                f"write it in hours or tasks, e.g. 'backlog of {condition.of} > 40 h of work'"
            )
    return ""


def _level(condition: Condition) -> str:
    return f"the {condition.watched} of {condition.of}"


def _never_trust(scenario: Scenario, condition: Condition, moved: set[str | int]) -> str:
    if condition.above and condition.amount >= 1.0:
        return "trust is never above 100 %; write a smaller share"
    behaviour = behaviour_of(scenario)
    if behaviour.trust_memory or "behaviour" in moved:
        return ""
    holds = behaviour.trust > condition.amount if condition.above else behaviour.trust < condition.amount
    if holds:
        return ""
    return (
        f"trust stays at {100.0 * behaviour.trust:.4g} % here, so this never holds; add "
        "'trust_memory' to 'behaviour:' to let it move, or choose another condition"
    )


def _never_strain(scenario: Scenario, condition: Condition, moved: set[str | int]) -> str:
    """Return why people who never work beyond the threshold of fatigue are never strained."""
    behaviour, pool = behaviour_of(scenario), scenario.people[condition.of]
    most = behaviour.overtime if pool.overtime is None else pool.overtime
    hours = max(_weekly_hours(pool)) * most
    if not condition.above or hours > behaviour.fatigue_threshold or moved & {"behaviour", "people"}:
        return ""
    return (
        f"{condition.of} work {hours:.4g} h a week at most, and strain comes beyond "
        f"{behaviour.fatigue_threshold:.4g} h, so this never holds; allow 'overtime', or watch the pressure"
    )


def _weekly_hours(pool: People) -> list[float]:
    own = [(worker.hours or pool.hours).hours_per_week for worker in pool.workers.values()]
    return [*own, pool.hours.hours_per_week]
