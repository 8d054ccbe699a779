"""Notes on a good scenario: what holds where the file is silent, for an author who may not know it."""

from collections.abc import Iterator

from sim.scenario.checks.routes import first_steps
from sim.scenario.checks.walk import changes_in
from sim.scenario.presets import behaviour_of
from sim.scenario.reading.messages import Problem, existing
from sim.scenario.reading.yaml_text import Path_, Tree
from sim.scenario.schema import Behaviour, Freelancers, People, Scenario
from sim.scenario.skills import AT_REFERENCE


def notes(scenario: Scenario, tree: Tree) -> Iterator[Problem]:
    """Yield what a planner should know before believing a run, though nothing is wrong with it."""
    later = {path for path, _ in changes_in(tree)}
    yield from _free_and_trusted(scenario, later)
    yield from _at_reference(scenario)
    yield from _day_and_night(scenario, tree)
    yield from _replaced_at_once(scenario, later)
    yield from _without_skills(scenario)


def _free_and_trusted(scenario: Scenario, later: set[Path_]) -> Iterator[Problem]:
    """Yield tools that help people at no cost, in money or in time, only because nothing is stated."""
    for name, tool in scenario.tools.items():
        helped = [key for key, step in scenario.steps.items() if step.assisted_by == name]
        if not helped:
            continue
        said = []
        if "price" not in tool.model_fields_set and not any(path[:2] == ("tools", name) for path in later):
            said.append("costs nothing (add 'price:')")
        if _nothing_of_trust(scenario, later) and all(
            scenario.steps[key].overhead is None and scenario.steps[key].reliance is None for key in helped
        ):
            said.append(
                "is given all that it can take, and prompting and checking take no time "
                "(add 'behaviour: knowledge-work', or its 'reliance:' and 'overhead:')"
            )
        if said:
            yield Problem(("tools", name), f"as nothing else is stated, it {' and '.join(said)}")


def _nothing_of_trust(scenario: Scenario, later: set[Path_]) -> bool:
    """True where neither reliance nor overhead is stated, by the file, a preset, a strategy or a future."""
    behaviour = scenario.behaviour
    stated = behaviour.model_fields_set if isinstance(behaviour, Behaviour) else set()
    changed = any(path[0] == "behaviour" or path[-1] in {"overhead", "reliance"} for path in later if path)
    return not changed and not stated & {"reliance", "overhead"}


def _at_reference(scenario: Scenario) -> Iterator[Problem]:
    """Yield built-in skills that a step asks for and that a pool does not state."""
    behaviour = behaviour_of(scenario)
    for step_name, step in scenario.steps.items():
        for place, name in enumerate(step.done_by):
            pool = scenario.people.get(name) or scenario.freelancers.get(name)
            silent = [skill for skill in step.skills if skill in AT_REFERENCE and not _states(pool, skill)]
            if pool is not None and silent:
                level = behaviour.reference_cooperation
                text = f"no level of {' or '.join(silent)} is stated for {name}, so it counts as {level:.10g}"
                yield Problem(("steps", step_name, "done_by", place), text)


def _day_and_night(scenario: Scenario, tree: Tree) -> Iterator[Problem]:
    """Yield, once, the task types that arrive at any hour though those who begin with them keep hours."""
    found: dict[str, list[str]] = {}
    for name, task_type in scenario.task_types.items():
        arrivals = task_type.arrivals
        if arrivals.rate is None or "hours" in arrivals.model_fields_set:
            continue
        pools = dict.fromkeys(who for step in first_steps(tree, name) for who in scenario.steps[step].done_by)
        hours = [_office_hours(scenario, tree, pool) for pool in pools if _is_there(scenario, pool)]
        if hours and all(hours):
            found[name] = hours
    if not found:
        return
    said = " or ".join(dict.fromkeys(hours for each in found.values() for hours in each))
    *before, last = found
    who, them = (f"{', '.join(before)} and {last} arrive", "them") if before else (f"{last} arrives", "it")
    text = (
        f"{who} day and night, weekends too; the people who begin with {them} are there {said}; "
        "add 'hours:' to the arrivals if customers keep office hours, or 'hours: always' if that is meant"
    )
    yield Problem(("task_types", next(iter(found)), "arrivals"), text)


def _replaced_at_once(scenario: Scenario, later: set[Path_]) -> Iterator[Problem]:
    """Yield, once, that people who leave cost nothing, because nothing is stated of those who follow."""
    behaviour = behaviour_of(scenario)
    stated = "time_to_fill" in behaviour.model_fields_set or ("behaviour", "time_to_fill") in later
    if stated or behaviour.time_to_fill.expected > 0.0:
        return
    for name, pool in scenario.people.items():
        if behaviour.turnover if pool.turnover is None else pool.turnover:
            text = (
                "who leaves is replaced at the same moment, as nothing else is stated; add 'hiring' "
                "to the presets of 'behaviour:', or 'time_to_fill: 42 calendar days'"
            )
            yield Problem(("people", name), text)
            return


def _without_skills(scenario: Scenario) -> Iterator[Problem]:
    """Yield kinds of work whose quality no skill and no tool can change, as the step asks for no skill."""
    for name, step in scenario.steps.items():
        if step.work and not step.skills and not step.reviews:
            text = (
                f"the step asks for no skill, so that quality is the same whoever does it, tool or not; "
                f"add e.g. 'skills: {{{step.work}: 100 %}}', and the skill to the people"
            )
            yield Problem(("steps", name, "work"), text)


def _is_there(scenario: Scenario, pool: str) -> bool:
    """True for a tool, and for a pool that has somebody from the start."""
    people, market = scenario.people.get(pool), scenario.freelancers.get(pool)
    if market is not None:
        return market.seats > 0
    return people is None or people.headcount != 0


def _office_hours(scenario: Scenario, tree: Tree, pool: str) -> str:
    """Return the hours that a pool keeps, as the file says them; nothing where somebody is always there."""
    who = scenario.people.get(pool) or scenario.freelancers.get(pool)
    workers = who.workers.values() if isinstance(who, People) else ()
    if who is None or who.hours.always or any(w.hours is not None and w.hours.always for w in workers):
        return ""
    section = "people" if pool in scenario.people else "freelancers"
    return str(existing(tree, (section, pool, "hours"))[1])


def _states(pool: People | Freelancers | None, skill: str) -> bool:
    """True where the pool, or each of its members by name, states a level of the skill."""
    if pool is None or skill in pool.skills:
        return True
    workers = pool.workers.values() if isinstance(pool, People) else ()
    return bool(workers) and all(skill in worker.skills for worker in workers)
