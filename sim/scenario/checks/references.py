"""Names that a scenario uses must be declared, and mean something where they stand."""

from collections.abc import Iterator

from sim.scenario.checks.routes import WORDS, goes_before, items, steps_in
from sim.scenario.checks.walk import PERFORMERS, SINGULAR, keys_in, names, refer, texts, things
from sim.scenario.reading.messages import Problem
from sim.scenario.reading.yaml_text import Path_, Tree, Value
from sim.scenario.skills import AT_REFERENCE
from sim.units import nearest

NOBODY_MAY_DO = "nobody may do"
"""How the message begins that a step has nobody, which only a reality check may want."""


def reference_problems(tree: Tree) -> Iterator[Problem]:
    """Yield every dangling or senseless reference of task types, steps and tools."""
    for task_type, keys in things(tree, "task_types").items():
        yield from _route(tree, task_type)
        defects = keys.get("escaped_defects")
        if isinstance(defects, dict):
            for path, name in texts(
                defects.get("route"), ("task_types", task_type, "escaped_defects", "route")
            ):
                yield from refer(tree, path, name, ("steps",))
    for step, keys in things(tree, "steps").items():
        yield from _step(tree, step, keys)
    for tool, keys in things(tree, "tools").items():
        for path, name in texts(keys.get("access"), ("tools", tool, "access")):
            yield from refer(tree, path, name, ("people", "freelancers"))
    for market, keys in things(tree, "freelancers").items():
        guide = keys.get("shown_round_by")
        if isinstance(guide, str):
            yield from refer(tree, ("freelancers", market, "shown_round_by"), guide, ("people",))
    yield from _nobody(tree)
    yield from _names_used_twice(tree)


def _route(tree: Tree, task_type: str) -> Iterator[Problem]:
    earlier: list[str] = []
    for place, item in enumerate(items(tree, task_type)):
        here: Path_ = ("task_types", task_type, "route", place)
        for path, name in steps_in(item, here):
            yield from refer(tree, path, name, ("steps",))
        if isinstance(item, str):
            earlier.append(item)
        again = item.get("again") if isinstance(item, dict) else None
        target = again.get("from") if isinstance(again, dict) else None
        if isinstance(target, str) and target not in earlier:
            yield _not_earlier(tree, (*here, "again", "from"), target, earlier)


def _not_earlier(tree: Tree, path: Path_, target: str, earlier: list[str]) -> Problem:
    if target not in names(tree, "steps"):
        return next(refer(tree, path, target, ("steps",)))
    choice = (
        f"go back to one of {', '.join(dict.fromkeys(earlier))}" if earlier else "let a step stand before it"
    )
    return Problem(path, f"this step does not stand by itself earlier in the route; {choice}")


def _step(tree: Tree, step: str, keys: Tree) -> Iterator[Problem]:
    here: Path_ = ("steps", step)
    if step in WORDS:
        yield Problem(here, f"'{step}' is a word of 'either:'; give the step another name", names_itself=True)
    seen: set[str] = set()
    for path, name in texts(keys.get("done_by"), (*here, "done_by")):
        yield from refer(tree, path, name, PERFORMERS)
        if name in seen:
            yield Problem(path, "it is named twice; name each once, in order of preference")
        seen.add(name)
    tool = keys.get("assisted_by")
    if isinstance(tool, str):
        yield from refer(tree, (*here, "assisted_by"), tool, ("tools",))
    for path, name in texts(keys.get("reviews"), (*here, "reviews")):
        yield from _review(tree, step, path, name)
    yield from _skills(tree, here, keys)


def _review(tree: Tree, step: str, path: Path_, name: str) -> Iterator[Problem]:
    if name == step:
        yield Problem(path, "a step cannot review itself; name the step whose work is checked")
    elif name not in names(tree, "steps"):
        yield from refer(tree, path, name, ("steps",))
    elif things(tree, "task_types") and not goes_before(tree, name, step):
        yield Problem(
            path, f"no route visits '{name}' before '{step}'; put it earlier in a route, or do not review it"
        )


def _nobody(tree: Tree) -> Iterator[Problem]:
    """Yield pools without anyone, on whom steps depend now and under every strategy."""
    waiting: dict[str, list[str]] = {}
    for step, keys in things(tree, "steps").items():
        able = [name for _, name in texts(keys.get("done_by"), ())]
        if able and all(_is_empty(tree, name) for name in able):
            waiting.setdefault(able[0], []).append(step)
    for pool, steps in waiting.items():
        section, key = ("people", "headcount") if pool in names(tree, "people") else ("freelancers", "seats")
        text = (
            f"{NOBODY_MAY_DO} {' and '.join(steps)}; write '{key}: 1' or more, or name others in 'done_by:'"
        )
        yield Problem((section, pool, key), text)


def _is_empty(tree: Tree, name: str) -> bool:
    people, market = things(tree, "people").get(name), things(tree, "freelancers").get(name)
    if people is not None:
        return people.get("headcount") == 0 and name not in _hired(tree)
    if market is not None:
        return market.get("seats", 0) == 0 and name not in _hired(tree)
    return False


def _hired(tree: Tree) -> set[str]:
    """Return the freelancers and the pools of people for whom some strategy opens seats."""
    strategies = tree.get("strategies")
    found = set()
    for levers in strategies.values() if isinstance(strategies, dict) else ():
        for lever in levers if isinstance(levers, list) else ():
            if isinstance(lever, dict) and isinstance(lever.get("hire"), str):
                found.add(str(lever["hire"]))
    return found


def skills_of(tree: Tree, name: str) -> set[str]:
    """Return the skills that a pool, a tool or freelancers state."""
    found: set[str] = set()
    for section, key in (("people", "skills"), ("freelancers", "skills"), ("tools", "capability")):
        keys = things(tree, section).get(name, {})
        found |= set(keys_in(keys.get(key)))
        workers = keys.get("workers")
        for worker in workers.values() if isinstance(workers, dict) else ():
            found |= set(keys_in(worker.get("skills"))) if isinstance(worker, dict) else set()
    return found


def _skills(tree: Tree, here: Path_, keys: Tree) -> Iterator[Problem]:
    """Yield the skills of a step that nobody who may do it has."""
    able = [name for _, name in texts(keys.get("done_by"), ()) if name in names(tree, *PERFORMERS)]
    if not able or any(_is_unstated(tree, name) for name in able):
        return
    stated = set().union(*(skills_of(tree, name) for name in able))
    for skill in keys_in(keys.get("skills")):
        if skill in stated or skill in AT_REFERENCE:
            continue
        guess = nearest(skill, stated)
        section = next(section for section in PERFORMERS if able[0] in names(tree, section))
        key = "capability" if section == "tools" else "skills"
        hint = f"did you mean '{guess}'?" if guess else f"add it to '{section}.{able[0]}.{key}'"
        yield Problem((*here, "skills", skill), f"nobody who may do this step has this skill; {hint}")


def _is_unstated(tree: Tree, name: str) -> bool:
    """True where skills are left out altogether, which is a choice and no slip."""
    content: Value | None = things(tree, "freelancers").get(name)
    return content is not None and not skills_of(tree, name)


def _names_used_twice(tree: Tree) -> Iterator[Problem]:
    """One name, one thing: a step's ``done_by`` must say who is meant."""
    first: dict[str, str] = {}
    for section in PERFORMERS:
        for name in names(tree, section):
            if name in first:
                text = f"'{name}' is a {SINGULAR[first[name]]} already; give one of them another name"
                yield Problem((section, name), text, names_itself=True)
            first.setdefault(name, section)
