"""The snapshot against the rest of the file: its tasks must have a type, and a place on their way."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pydantic_core import PydanticCustomError

from sim.scenario.checks.routes import items, steps_in
from sim.scenario.checks.walk import refer, things
from sim.scenario.notation.annotation import Setting, message_of
from sim.scenario.notation.time import read_day
from sim.scenario.reading.messages import Problem, quoted
from sim.scenario.reading.yaml_text import Origin, Path_, Tree
from sim.scenario.schema import Scenario
from sim.scenario.snapshot import OpenTask, Snapshot, read_snapshot

KEY: Path_ = ("snapshot",)


def snapshot_problems(tree: Tree, setting: Setting) -> Iterator[Problem]:
    """Yield what is wrong with the snapshot, each where it stands in the CSV file."""
    file = tree.get("snapshot")
    if not isinstance(file, str):
        return
    try:
        start = read_day(tree["start"], setting) if "start" in tree else None
    except PydanticCustomError:  # its own message says that no date can be counted from it
        return
    try:
        snapshot = read_snapshot(setting.folder, file, start)
    except PydanticCustomError as error:
        yield Problem(KEY, message_of(error))
        return
    said = [(each.line, each.column, Problem(KEY, each.text)) for each in snapshot.mistakes]
    said += _misplaced(tree, snapshot)
    for line, column, problem in sorted(said, key=lambda each: each[:2]):
        text = problem.text + quoted(snapshot.lines, line, column)
        yield replace(problem, text=text, origin=Origin(str(setting.folder / file), line, column))


def snapshot_doubts(scenario: Scenario, folder: Path) -> Iterator[Problem]:
    """Yield what is doubtful about a run that starts from a snapshot."""
    if scenario.snapshot is None:
        return
    if scenario.warm_up > 0.0:
        text = (
            "the open tasks of the snapshot are worked off from the start on, and what of it happens in the "
            "warm-up is not measured; take it out"
        )
        yield Problem(("warm_up",), text)
    limit = scenario.work_in_process_limit
    rows = read_snapshot(folder, scenario.snapshot, scenario.start).rows
    begun = sum(row.tasks for row in rows if _is_in_process(scenario, row.task))
    if limit is not None and begun > limit:
        text = (
            f"{begun:,} open tasks of the snapshot are in process, so {begun - limit:,} of them wait at the "
            "door until there is room; raise the limit, or check 'step' and 'done' of the snapshot"
        )
        yield Problem(("work_in_process_limit",), text)


def _is_in_process(scenario: Scenario, task: OpenTask) -> bool:
    return task.done > 0.0 or task.step not in ("", scenario.task_types[task.task_type].route[0])


def _misplaced(tree: Tree, snapshot: Snapshot) -> Iterator[tuple[int, int, Problem]]:
    """Yield the rows that have no place in this organisation: line, column, and what is wrong."""
    inside: Counter[str] = Counter()
    for row in snapshot.rows:
        for column, problem in _of_task(tree, row.task):
            text = f"{column} = {getattr(row.task, column)}: {problem.text}"
            yield row.line, row.columns[column], replace(problem, text=text)
        name = row.task.task_type
        inside[name] += row.tasks
        population = _population(tree, name)
        if population is not None and inside[name] - row.tasks <= population < inside[name]:
            text = (
                f"with this row {inside[name]:,} tasks of '{name}' are open, but its population is "
                f"{population:,}, each with one task at most; mend the rows or the population"
            )
            yield row.line, row.columns["task_type"], Problem(KEY, text)


def _of_task(tree: Tree, task: OpenTask) -> Iterator[tuple[str, Problem]]:
    """Yield what is wrong with the names of a task, with the column that it is about."""
    unknown = list(refer(tree, KEY, task.task_type, ("task_types",)))
    yield from (("task_type", problem) for problem in unknown)
    if task.step:
        strange = list(refer(tree, KEY, task.step, ("steps",)))
        yield from (("step", problem) for problem in strange)
        if not unknown and not strange:
            yield from (("step", Problem(KEY, text)) for text in _not_there(tree, task))
    elif task.done and not unknown and not isinstance(next(iter(items(tree, task.task_type)), ""), str):
        text = "it does not say which visit was begun, and the route begins with a choice; name the step"
        yield "done", Problem(KEY, text)


def _not_there(tree: Tree, task: OpenTask) -> Iterator[str]:
    """Yield why a task cannot stand at its step: it never comes there, or not alone."""
    route = items(tree, task.task_type)
    forks = [item for item in route if isinstance(item, dict) and "together" in item]
    alone = [name for item in route if item not in forks for _, name in steps_in(item, ())]
    if task.step in alone:
        return
    choice = f"name one of {', '.join(dict.fromkeys(alone))}" if alone else "leave the step empty"
    if any(task.step == name for item in forks for _, name in steps_in(item, ())):
        yield (
            f"it stands in a 'together', and where the other branches are cannot be said; {choice}"
            f"{', or leave it empty for the beginning of the route' if alone else ''}"
        )
    else:
        yield f"tasks of type '{task.task_type}' never come to this step; {choice}"


def _population(tree: Tree, task_type: str) -> int | None:
    arrivals = things(tree, "task_types").get(task_type, {}).get("arrivals")
    population = arrivals.get("population") if isinstance(arrivals, dict) else None
    return population if isinstance(population, int) else None
