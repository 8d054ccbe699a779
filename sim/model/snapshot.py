"""The tasks that are open at the start, each with its place on its way."""

import math
from pathlib import Path

from sim.errors import ScenarioError
from sim.model.calendars import CalendarTable
from sim.model.model import CLOSED, NONE, Snapshot, Types
from sim.model.ragged import floats, ints
from sim.model.routes import RouteTable
from sim.rules.arrivals import due_after_working_days
from sim.scenario.schema import PRIORITIES, Scenario, TaskType
from sim.scenario.snapshot import SnapshotRow, read_snapshot

Open = tuple[bool, float, int, int, float, int, float]
"""An open task: still to be begun at its first step, arrival, type, node, due date, priority, share left.

Tasks that are alike in all this are the same to a run, so that in this order the order of rows is no matter.
"""


def build_snapshot(
    scenario: Scenario, folder: Path, types: Types, routes: RouteTable, calendars: CalendarTable
) -> Snapshot:
    """Return the open tasks of a scenario: those in process first, each kind by arrival.

    Raises:
        ScenarioError: the file is no longer the one that was checked.
    """
    names = sorted(scenario.task_types)
    rows: tuple[SnapshotRow, ...] = ()
    if scenario.snapshot is not None:
        snapshot = read_snapshot(folder, scenario.snapshot, scenario.start)
        if snapshot.mistakes:
            raise ScenarioError([f"{folder / scenario.snapshot}: it has changed since it was checked"])
        rows = snapshot.rows
    tasks: list[Open] = []
    for row in rows:
        number = names.index(row.task_type)
        first = int(types.route[number])
        node = routes.node_of(row.task_type, row.step) if row.step else first
        tasks += [
            (
                node == first and not row.done,
                row.arrived_at,
                number,
                node,
                _due_at(row, scenario.task_types[row.task_type], calendars),
                NONE if row.priority is None else PRIORITIES.index(row.priority),
                1.0 - row.done,
            )
        ] * row.tasks
    tasks.sort()
    return _arrays(tasks, types)


def _arrays(tasks: list[Open], types: Types) -> Snapshot:
    """Number the tasks of each type up to -1, and give those of closed sources to their first customers."""
    _, arrived_at, kind, node, due_at, priority, share = zip(*tasks, strict=True) if tasks else [()] * 7
    still, met = [kind.count(number) for number in range(len(types.word))], [0] * len(types.word)
    numbers, customers = [], []
    for number in kind:
        numbers.append(-still[number])
        customers.append(met[number] if types.source[number] == CLOSED else NONE)
        still[number] -= 1
        met[number] += 1
    return Snapshot(
        task_type=ints(kind),
        number=ints(numbers),
        customer=ints(customers),
        node=ints(node),
        share=floats(share),
        arrived_at=floats(arrived_at),
        due_at=floats(due_at),
        priority=ints(priority),
    )


def _due_at(row: SnapshotRow, task_type: TaskType, calendars: CalendarTable) -> float:
    """Return when open tasks are due: as stated, or as their type promises from their arrival on [h]."""
    if row.due_at is not None or task_type.due is None:
        return math.inf if row.due_at is None else row.due_at
    if task_type.due.working_days > 0.0:
        days = calendars.working_days(row.arrived_at).tolist()
        return due_after_working_days(days, len(days), row.arrived_at, task_type.due.working_days)
    return row.arrived_at + task_type.due.hours
