"""What is there at the start: open tasks, by type and step, and how much of them is begun."""

from collections.abc import Sequence
from pathlib import Path

from sim.scenario.schema import Scenario
from sim.scenario.snapshot import SnapshotRow, read_snapshot
from sim.scenario.telling import wording as say

ASSUMED_OF_SNAPSHOT = (
    "What an open task had behind it at the start counts as done, without a defect that a review could find.",
    "Work that is begun at the start waits in its queue, of equal rank before what is not; whoever takes it "
    "does what is left, and no hand-off is counted.",
)
"""What a snapshot leaves open."""


def snapshot_sentences(scenario: Scenario, folder: Path) -> list[str]:
    """Return how many tasks are open at the start, and one line for each type of them.

    Args:
        scenario: whose snapshot has been checked.
        folder: where its path starts.
    """
    if scenario.snapshot is None:
        return []
    rows = read_snapshot(folder, scenario.snapshot, scenario.start).rows
    types = [name for name in scenario.task_types if any(row.task.task_type == name for row in rows)]
    total = f"{say.count(_tasks(rows), 'task')} of {scenario.snapshot} {_are(_tasks(rows))} open at the start"
    return [
        f"{total}{_since(rows)}.",
        *(_of_type(name, scenario, [row for row in rows if row.task.task_type == name]) for name in types),
    ]


def _of_type(name: str, scenario: Scenario, rows: Sequence[SnapshotRow]) -> str:
    first = scenario.task_types[name].route[0]
    beginning = say.spoken(first) if isinstance(first, str) else "the beginning of the route"
    places: dict[str, list[SnapshotRow]] = {}
    for row in rows:
        places.setdefault(say.spoken(row.task.step) if row.task.step else beginning, []).append(row)
    said = say.listed(f"{_waiting(there)} for {place}{_begun(there)}" for place, there in places.items())
    return f"{say.spoken(name)}: {said}."


def _waiting(rows: Sequence[SnapshotRow]) -> str:
    tasks = _tasks(rows)
    return f"{say.number(tasks)} {'waits' if tasks == 1 else 'wait'}"


def _begun(rows: Sequence[SnapshotRow]) -> str:
    """Say how many tasks are begun, and how much of them is done."""
    begun = [row for row in rows if row.task.done > 0.0]
    if not begun:
        return ""
    done = sum(row.tasks * row.task.done for row in begun) / _tasks(begun)
    mean = "on average " if _tasks(begun) > 1 else ""
    who = "" if _tasks(rows) == 1 else "all " if begun == rows else f"{say.number(_tasks(begun))} of them "
    return f" ({who}begun, {mean}{say.share(done)} of the visit done)"


def _since(rows: Sequence[SnapshotRow]) -> str:
    oldest = -min(row.task.arrived_at for row in rows)
    return f", the oldest for {say.duration(oldest)}" if oldest > 0.0 else ""


def _tasks(rows: Sequence[SnapshotRow]) -> int:
    return sum(row.tasks for row in rows)


def _are(tasks: int) -> str:
    return "is" if tasks == 1 else "are"
