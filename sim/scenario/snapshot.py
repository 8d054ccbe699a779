"""The snapshot: the tasks that are open at the start, a CSV file with one row for each or for several alike.

Reading never stops at a mistake: what is wrong with a cell is kept beside the rows, with line and column.
"""

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic_core import PydanticCustomError

from sim.scenario.notation.annotation import Setting, message_of, refusal, shown
from sim.scenario.notation.csv_column import hours_since, read_content, without_zone
from sim.scenario.notation.csv_table import CsvRow, lines_of, rows_of
from sim.scenario.notation.number import read_share, whole_number
from sim.scenario.notation.time import read_duration
from sim.scenario.quantities import HOURS_PER_DAY
from sim.scenario.schema import PRIORITIES, Priority
from sim.units import nearest

T = TypeVar("T")
SEPARATORS = {";": "';'", "\t": "tabs", "|": "'|'"}
"""What separates columns in place of commas, in words."""
SNAPSHOT_COLUMNS = {
    "task_type": "its task type; needed",
    "step": "the step at which it waits or was worked on; empty: it waits for the first of its route",
    "tasks": "how many tasks are just like this; empty: 1",
    "arrived": "when it arrived: a date or date and time up to the start (which needs `start:`), an age such "
    "as `3 calendar days`, or hours from the start, `-40`; empty: at the start",
    "due": "when it is due: a date (its end), a date and time, or hours from the start; empty: the `due` of "
    "its type after its arrival",
    "priority": "urgent, high, normal or low; empty: as its type says",
    "done": "share of the effort of its visit at that step that is done already, `40 %` or 0.4; empty: none",
}
"""Columns by name, with what they mean."""
MOST_TASKS = 1_000_000
"""Tasks of one row beyond which a number is surely mistyped."""
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)")
_HOURS = re.compile(r"[-+]?(?:\d{1,7}(?:\.\d*)?|\.\d+)")
"""A number of hours; eight digits are a date."""
_DAY = re.compile(r"\d{4}-?\d{2}-?\d{2}")
_OTHER_DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*")
_IN_FILE = Setting(bare_numbers=False)


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a cell.

    Attributes:
        line, column: where it begins, from 1.
        text: `what = value: rule; suggestion`.
    """

    line: int
    column: int
    text: str


class OpenTask(NamedTuple):
    """What is said of a task that is open at the start.

    Attributes:
        task_type: its name.
        step: where it stands; ``""``: before the first of its route.
        arrived_at: up to 0 [h].
        due_at: None: as the type says [h].
        priority: None: as the type says.
        done: share of the visit's effort [0-1).
    """

    task_type: str
    step: str
    arrived_at: float
    due_at: float | None
    priority: Priority | None
    done: float


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """Open tasks that are alike.

    Attributes:
        task: each of them.
        tasks: how many.
        line: where the row begins, from 1.
        columns: where the cells of this line begin, by name of the column, from 1.
    """

    task: OpenTask
    tasks: int
    line: int
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a snapshot file says.

    Attributes:
        rows: where a cell has a mistake, with what stands for a cell that is empty.
        mistakes: in the order of the file.
        lines: its text, to quote.
    """

    rows: tuple[SnapshotRow, ...]
    mistakes: tuple[Mistake, ...]
    lines: Sequence[str]

    @property
    def open_tasks(self) -> Counter[OpenTask]:
        """How many tasks there are of each, whichever rows they stand in."""
        counts: Counter[OpenTask] = Counter()
        for row in self.rows:
            counts[row.task] += row.tasks
        return counts


def read_snapshot(folder: Path, file: str, start: datetime.date | None) -> Snapshot:
    """Return the rows of a snapshot file, and what is wrong with the others.

    Args:
        folder: where relative paths start.
        file: path of the file.
        start: first day of the run, for dates.

    Raises:
        PydanticCustomError: the file is not there, cannot be read, or has no rows.
    """
    text = read_content(folder / file, file)
    table = list(rows_of(text, file))
    if len(table) < 2:
        raise refusal(f"{file} has no rows below its header; add the open tasks, or take 'snapshot:' out")
    header, *others = table
    mistakes = list(_mistakes_of_header(header))
    rows: list[SnapshotRow] = []
    for row in others if not mistakes else ():
        rows += _read(row, header.cells, start, mistakes)
    return Snapshot(tuple(rows), tuple(mistakes), lines_of(text))


# --- header ---------------------------------------------------------------------------------------


def _mistakes_of_header(header: CsvRow) -> Iterator[Mistake]:
    known = ", ".join(SNAPSHOT_COLUMNS)
    meant = set(header.cells)
    if header.cells[0].lower().startswith("sep="):
        said = "this line tells a spreadsheet what separates columns; take it out"
        yield Mistake(header.line, 1, said)
        return
    sign = next((sign for sign in SEPARATORS if len(header.cells) == 1 and sign in header.cells[0]), "")
    if sign:
        said = f"the columns are separated by {SEPARATORS[sign]}; save the file with commas between them"
        yield Mistake(header.line, 1, said)
        return
    for number, name in enumerate(header.cells):
        line, place = header.line, header.column(number)
        if not name:
            yield Mistake(line, place, f"this column has no name; name it, or take it out ({known})")
        elif name in header.cells[:number]:
            yield Mistake(line, place, f"column '{name}' stands twice; keep one of them")
        elif name not in SNAPSHOT_COLUMNS:
            guess = nearest(name.replace(" ", "_"), SNAPSHOT_COLUMNS)
            meant.add(guess or "")
            hint = f"did you mean '{guess}'?" if guess else f"a snapshot has {known}"
            yield Mistake(line, place, f"unknown column '{name}'; {hint}")
    if "task_type" not in meant:
        needed = "a snapshot needs the column 'task_type'; add it, with the type of each task"
        yield Mistake(header.line, 1, needed)


# --- rows -----------------------------------------------------------------------------------------


def _read(
    row: CsvRow, header: Sequence[str], start: datetime.date | None, mistakes: list[Mistake]
) -> Iterator[SnapshotRow]:
    """Yield what a row says, if it makes any sense, and add what is wrong with it to the mistakes."""
    if len(row.cells) > len(header):
        extra = f"the row has {len(row.cells)} cells, but the header {len(header)}"
        advice = f"{extra}; put a text with a comma in quotes, or take the others out"
        mistakes.append(Mistake(row.line, row.column(len(header)), advice))
        return
    text = dict.fromkeys(SNAPSHOT_COLUMNS, "") | dict(zip(header, row.cells, strict=False))
    columns = {name: row.column(number) for number, name in enumerate(header)}

    def read(name: str, reader: Callable[[str], T], left_out: T) -> T:
        try:
            return reader(text[name]) if text[name] else left_out
        except PydanticCustomError as error:
            said = f"{name} = {shown(text[name])}: {message_of(error)}"
            mistakes.append(Mistake(row.line, columns[name], said))
            return left_out

    if not text["task_type"]:
        needed = "the row has no task_type; write the type of these tasks"
        mistakes.append(Mistake(row.line, columns["task_type"], needed))
        return
    found_before = len(mistakes)
    tasks = read("tasks", _tasks, 1)
    task = OpenTask(
        task_type=text["task_type"],
        step=text["step"],
        arrived_at=read("arrived", lambda said: _arrived(said, start), 0.0),
        due_at=read("due", lambda said: _due(said, start), None),
        priority=read("priority", _priority, None),
        done=read("done", _done, 0.0),
    )
    if len(mistakes) == found_before and task.due_at is not None and task.due_at < task.arrived_at:
        said = f"due = {text['due']}: that lies before its arrival; mend 'due' or 'arrived'"
        mistakes.append(Mistake(row.line, columns["due"], said))
    yield SnapshotRow(task, tasks, row.line, columns)


def _number_or_text(text: str) -> float | str:
    return float(text) if _NUMBER.fullmatch(text) else text


def _tasks(text: str) -> int:
    found = whole_number(1, "tasks", MOST_TASKS).read(_number_or_text(text), _IN_FILE)
    assert isinstance(found, int)
    return found


def _done(text: str) -> float:
    found = read_share(_number_or_text(text), _IN_FILE)
    if found >= 1.0:
        raise refusal("that visit would be over; name the next step of the route, with nothing done")
    return found


def _priority(text: str) -> Priority:
    for priority in PRIORITIES:
        if text == priority:
            return priority
    guess = nearest(text, PRIORITIES)
    hint = f"did you mean '{guess}'?" if guess else f"choose one of {', '.join(PRIORITIES)}"
    raise refusal(f"there is no such priority; {hint}")


def _arrived(text: str, start: datetime.date | None) -> float:
    """Return when a task arrived [h], up to 0."""
    if _HOURS.fullmatch(text):
        hours = float(text)
        if hours > 0.0:
            raise refusal(
                f"{hours:.10g} hours from the start lie after it; write '{hours:.10g} h' for an age, or "
                f"-{hours:.10g}"
            )
        return hours + 0.0
    moment = _moment(text, start)
    if moment is None:
        if not text[:1].isdigit():
            raise refusal("that is neither a date nor an age; write '2026-01-02' or '3 calendar days'")
        return 0.0 - read_duration(text, _IN_FILE)
    if moment > 0.0:
        raise refusal(
            "that lies after the start, so it is no open task yet; take the row out, or move 'start:'"
        )
    return moment


def _due(text: str, start: datetime.date | None) -> float:
    """Return when a task is due [h]; a day means its end."""
    moment = float(text) if _HOURS.fullmatch(text) else _moment(text, start)
    if moment is None:
        raise refusal("that is no date; write '2026-01-09', '2026-01-09 12:00' or hours from the start")
    if _DAY.fullmatch(text):
        moment += HOURS_PER_DAY
    return moment


def _moment(text: str, start: datetime.date | None) -> float | None:
    """Return a date, or date and time, in hours from the start [h]; None for what is neither."""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        if _OTHER_DAY.fullmatch(text):
            advice = "a date is written '2026-01-05', and with its time '2026-01-05 09:30'; write it so"
            raise refusal(advice) from None
        return None
    if start is None:
        raise refusal("a date needs to know when the scenario starts; add e.g. 'start: 2026-01-05'")
    if moment.tzinfo is not None:
        raise refusal(without_zone(moment))
    return hours_since(start, moment)
