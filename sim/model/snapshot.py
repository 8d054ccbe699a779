"""The tasks that are open at the start, each with its place on its way."""

import math
from collections import Counter
from pathlib import Path

from sim.errors import ScenarioError
from sim.model.calendars import CalendarTable
from sim.model.model import CLOSED, NONE, Snapshot, Types
from sim.model.ragged import floats, ints
from sim.model.routes import RouteTable
from sim.rules.arrivals import due_after_working_days
from sim.scenario.schema import PRIORITIES, Scenario, TaskType
from sim.scenario.snapshot import OpenTask, read_snapshot


def build_snapshot(
    scenario: Scenario, folder: Path, types: Types, routes: RouteTable, calendars: CalendarTable
) -> Snapshot:
    """Return the open tasks of a scenario, those in process before the backlog, each of the two by arrival.

    Raises:
        ScenarioError: the file is no longer the one that was checked.
    """
    tasks, names = _open_tasks(scenario, folder), sorted(scenario.task_types)
    days: list[float] = calendars.working_days(tasks[0].arrived_at).tolist() if tasks else []
    kind = [names.index(task.task_type) for task in tasks]
    place = _places(kind)
    first = [int(types.route[number]) for number in kind]
    node = [
        routes.node_of(task.task_type, task.step) if task.step else begin
        for task, begin in zip(tasks, first, strict=True)
    ]
    order = sorted(range(len(tasks)), key=lambda row: node[row] == first[row] and not tasks[row].done)
    count = Counter(kind)
    return Snapshot(
        task_type=ints(kind[row] for row in order),
        number=ints(place[row] - count[kind[row]] for row in order),
        customer=ints(place[row] if types.source[kind[row]] == CLOSED else NONE for row in order),
        node=ints(node[row] for row in order),
        share=floats(1.0 - tasks[row].done for row in order),
        arrived_at=floats(tasks[row].arrived_at for row in order),
        due_at=floats(_due_at(tasks[row], scenario.task_types[names[kind[row]]], days) for row in order),
        priority=ints(_rank(tasks[row]) for row in order),
    )


def _open_tasks(scenario: Scenario, folder: Path) -> list[OpenTask]:
    """Return the open tasks by arrival, and those that came together in an order that only they decide.

    Tasks that are alike in everything are the same to a run.  So the order of the rows cannot be seen, and
    the luck of a task is the same under every strategy, whatever becomes of its route.
    """
    if scenario.snapshot is None:
        return []
    snapshot = read_snapshot(folder, scenario.snapshot, scenario.start)
    if snapshot.mistakes:
        raise ScenarioError([f"{folder / scenario.snapshot}: it has changed since it was checked"])
    tasks = snapshot.open_tasks.elements()
    return sorted(tasks, key=lambda task: (task.arrived_at, *(f"{said}" for said in task)))


def _places(kind: list[int]) -> list[int]:
    """Return which task of its type each one is, 0 up."""
    met: Counter[int] = Counter()
    places = []
    for number in kind:
        places.append(met[number])
        met[number] += 1
    return places


def _rank(task: OpenTask) -> int:
    return NONE if task.priority is None else PRIORITIES.index(task.priority)


def _due_at(task: OpenTask, task_type: TaskType, days: list[float]) -> float:
    """Return when an open task is due: as stated, or as its type promises from its arrival on [h].

    Args:
        task: what is said of it.
        task_type: its type.
        days: midnights of the working days since the first arrival [h].
    """
    if task.due_at is not None or task_type.due is None:
        return math.inf if task.due_at is None else task.due_at
    if task_type.due.working_days > 0.0:
        return due_after_working_days(days, len(days), task.arrived_at, task_type.due.working_days)
    return task.arrived_at + task_type.due.hours
