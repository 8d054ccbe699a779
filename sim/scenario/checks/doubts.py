"""Doubts about a valid scenario, told as warnings: it runs, but perhaps it does not say what was meant."""

from collections.abc import Iterator
from pathlib import Path

from sim.scenario.checks.future_doubts import future_doubts
from sim.scenario.checks.lever_doubts import lever_doubts
from sim.scenario.checks.route_doubts import route_doubts
from sim.scenario.checks.routes import visited
from sim.scenario.checks.snapshot import snapshot_doubts
from sim.scenario.checks.uncertainties import uncertainty_doubts
from sim.scenario.checks.walk import changes_in
from sim.scenario.load_estimate import PoolLoad, estimate_load, mean_rate
from sim.scenario.load_peaks import Peak, long_overload
from sim.scenario.notation.hours import long_nights
from sim.scenario.presets import behaviour_of
from sim.scenario.quantities import Level
from sim.scenario.reading.messages import Problem, existing
from sim.scenario.reading.yaml_text import Path_, Tree
from sim.scenario.schema import Scenario, Step
from sim.scenario.skills import AT_REFERENCE, BUILT_IN
from sim.units import nearest

MANY_TASKS = 1_000_000
"""Tasks in one run beyond which a planner surely mistyped something."""


def doubts(scenario: Scenario, tree: Tree, folder: Path) -> Iterator[Problem]:
    """Yield what a planner should look at before believing a run."""
    yield from _overloads(scenario, folder)
    yield from _crowds(scenario, folder)
    yield from _unused(scenario, tree)
    yield from _lonely_skills(scenario)
    yield from _lacking_skills(scenario)
    yield from _without_effect(scenario, tree)
    yield from _doubtful_hours(scenario, tree)
    yield from snapshot_doubts(scenario, folder)
    yield from route_doubts(scenario, tree)
    yield from lever_doubts(scenario, tree)
    yield from future_doubts(tree)
    yield from uncertainty_doubts(scenario, tree)


def _overloads(scenario: Scenario, folder: Path) -> Iterator[Problem]:
    for load in estimate_load(scenario, folder):
        peak = long_overload(scenario, folder, load)
        if peak is not None:
            yield Problem(_place(scenario, load.pools[0]), _for_a_time(load, peak))
        elif load.utilisation >= 1.0:
            yield Problem(_place(scenario, load.pools[0]), _all_the_time(load))


def _all_the_time(load: PoolLoad) -> str:
    if not load.capacity:
        return (
            f"nobody is there for {load.work:,.0f} h of work a week; "
            "open seats from the start, or name another pool"
        )
    return (
        f"the first visits alone take {load.work:,.0f} h a week, {_of_the_hours(load, load.utilisation)}, "
        "so the queue grows as long as the run lasts; add capacity, or check arrivals and service times"
    )


def _for_a_time(load: PoolLoad, peak: Peak) -> str:
    """Say that a queue builds up for a time, and whether it is worked off."""
    end = "until the run ends"
    if peak.is_passing:
        end = "and is worked off later" if load.utilisation < 1.0 else "and is hardly worked off later"
    return (
        f"{peak.when} the first visits alone take {peak.work:,.0f} h a week, "
        f"{_of_the_hours(load, peak.utilisation)}; on average over the run it is "
        f"{100.0 * load.utilisation:,.0f} %, so a queue builds up in that time {end}; add capacity for it, "
        "e.g. freelance seats with 'from:' and 'until:', or check what changes the rate of arrivals"
    )


def _of_the_hours(load: PoolLoad, utilisation: float) -> str:
    who = " and ".join(load.pools)
    together = " together" if len(load.pools) > 1 else ""
    return f"{100.0 * utilisation:,.0f} % of the hours {who} have{together} ({load.capacity:,.0f} h a week)"


def _crowds(scenario: Scenario, folder: Path) -> Iterator[Problem]:
    """Yield task types of which so many arrive that a run takes long."""
    for name, task_type in scenario.task_types.items():
        arriving = scenario.run_length * mean_rate(
            task_type.arrivals, scenario.run_length, folder, scenario.start
        )
        if arriving > MANY_TASKS:
            text = (
                f"about {arriving:,.0f} tasks arrive in the run, which takes long; check rate and run_length"
            )
            yield Problem(("task_types", name, "arrivals"), text)


def _place(scenario: Scenario, pool: str) -> Path_:
    for section in ("people", "tools", "freelancers"):
        if pool in getattr(scenario, section):
            return (section, pool)
    return ()


def _used_steps(scenario: Scenario, tree: Tree) -> set[str]:
    used = {step for name in scenario.task_types for step in visited(tree, name)}
    for task_type in scenario.task_types.values():
        used |= set(task_type.escaped_defects.route)
    return used


def _unused(scenario: Scenario, tree: Tree) -> Iterator[Problem]:
    """Yield steps on no route, and pools and tools without a step."""
    used = _used_steps(scenario, tree)
    for name in scenario.steps:
        if name not in used:
            yield Problem(("steps", name), "no route visits this step; put it on a route or take it out")
    busy = {name for step in used for name in scenario.steps[step].done_by} | _named_later(tree, "done_by")
    helping = {scenario.steps[step].assisted_by for step in used} | _named_later(tree, "assisted_by")
    for section in ("people", "freelancers", "tools"):
        for name in getattr(scenario, section):
            if name not in busy and not (section == "tools" and name in helping):
                yield Problem(
                    (section, name),
                    "no step on a route is done with it; name it in a 'done_by:' or take it out",
                )


def _named_later(tree: Tree, key: str) -> set[str]:
    """Return the names that some strategy or future puts under a key of a step."""
    found: set[str] = set()
    for path, value in changes_in(tree):
        if path[:1] == ("steps",) and path[-1] == key:
            found |= {
                name for name in (value if isinstance(value, list) else [value]) if isinstance(name, str)
            }
    return found


def _lonely_skills(scenario: Scenario) -> Iterator[Problem]:
    """Yield skills that no step asks for and that have no meaning of their own: perhaps misspelt."""
    asked = {skill for step in scenario.steps.values() for skill in step.skills}
    for path, skills in _skill_tables(scenario):
        for skill in skills:
            if skill in asked or skill in BUILT_IN:
                continue
            guess = nearest(skill, asked | BUILT_IN)
            hint = f"did you mean '{guess}'?" if guess else "let a step ask for it, or take it out"
            yield Problem((*path, skill), f"no step asks for this skill; {hint}")


def _skill_tables(scenario: Scenario) -> Iterator[tuple[Path_, dict[str, Level] | dict[str, float]]]:
    for name, people in scenario.people.items():
        yield ("people", name, "skills"), people.skills
        for worker, keys in people.workers.items():
            yield ("people", name, "workers", worker, "skills"), keys.skills
    for name, tool in scenario.tools.items():
        yield ("tools", name, "capability"), tool.capability
    for name, market in scenario.freelancers.items():
        yield ("freelancers", name, "skills"), market.skills


def _lacking_skills(scenario: Scenario) -> Iterator[Problem]:
    """Yield pools that may do a step without stating a skill it asks for."""
    tables = {path[1]: set(skills) for path, skills in _skill_tables(scenario) if len(path) == 3}
    for name, people in scenario.people.items():
        for worker in people.workers.values():
            tables[name] = tables[name] | set(worker.skills)
    usual = {name: () if name in scenario.tools else AT_REFERENCE for name in tables}
    for step_name, step in scenario.steps.items():
        for place, name in enumerate(step.done_by):
            lacking = [
                skill for skill in step.skills if skill not in tables[name] and skill not in usual[name]
            ]
            if lacking:
                text = (
                    f"no level of {' or '.join(lacking)} is stated for {name}, so it counts as 0; "
                    "state it, or let others do this step"
                )
                yield Problem(("steps", step_name, "done_by", place), text)


def _without_effect(scenario: Scenario, tree: Tree) -> Iterator[Problem]:
    """Yield keys that change nothing as things stand, under any strategy or future."""
    helped = {path[1] for path, _ in changes_in(tree) if path[:1] == ("steps",) and path[-1] == "assisted_by"}
    for name, step in scenario.steps.items():
        if step.exposure > 0.0 and step.assisted_by is None and name not in helped:
            tool = next(iter(scenario.tools), "<tool>")
            text = (
                "no tool assists this step, under any strategy, so its exposure has no effect; "
                f"add 'assisted_by: {tool}', let a strategy set it, or take the exposure out"
            )
            yield Problem(("steps", name, "exposure"), text)
        if step.assisted_by is not None and not _assisted(scenario, step):
            text = "nobody who may do this step has access to the tool; widen its 'access:'"
            yield Problem(("steps", name, "assisted_by"), text)
        if (
            step.skills
            and not step.reviews
            and step.standard is None
            and step.error_probability is None
            and "difficulty" in step.model_fields_set
        ):
            text = (
                "without a 'standard:' this step makes no defects, however difficult it is; "
                "add e.g. 'standard: 60 %'"
            )
            yield Problem(("steps", name, "difficulty"), text)


def _assisted(scenario: Scenario, step: Step) -> bool:
    access = scenario.tools[step.assisted_by].access if step.assisted_by else []
    people = [name for name in step.done_by if name not in scenario.tools]
    return bool(people) if not access else any(name in access for name in people)


def _tired_around_the_clock(scenario: Scenario) -> Iterator[Problem]:
    """Yield people without hours, whom 168 of them a week tire."""
    behaviour = behaviour_of(scenario)
    if not (behaviour.fatigue_curvature or behaviour.fatigue_errors):
        return
    for name, pool in scenario.people.items():
        if pool.hours.always and "hours" not in pool.model_fields_set:
            text = (
                "no hours are stated, so everybody works 168 h a week and is worn out within weeks; "
                "add e.g. 'hours: Mon-Fri 9:00-17:00', or 'hours: always' if that is meant"
            )
            yield Problem(("people", name), text)


def _doubtful_hours(scenario: Scenario, tree: Tree) -> Iterator[Problem]:
    """Yield freelancers around the clock, and shifts that last through the night and on."""
    for name, market in scenario.freelancers.items():
        if "hours" not in market.model_fields_set:
            text = (
                "no hours are stated, so each seat works around the clock, 168 h a week; add e.g. "
                "'hours: Mon-Fri 9:00-17:00', or 'hours: always' if that is meant"
            )
            yield Problem(("freelancers", name), text)
    yield from _tired_around_the_clock(scenario)
    places: list[Path_] = [
        (section, name, "hours")
        for section in ("people", "freelancers")
        for name in getattr(scenario, section)
    ]
    for pool, people in scenario.people.items():
        places += [("people", pool, "workers", worker, "hours") for worker in people.workers]
    for place in places:
        found, said = existing(tree, place)
        nights = long_nights(said) if found == place and isinstance(said, str) else []
        for shift, hours, day in nights[:1]:
            text = f"'{shift}' lasts through the night, {hours:.10g} h; for the day write '{day}'"
            yield Problem(place, text)
