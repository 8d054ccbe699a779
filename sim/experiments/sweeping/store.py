"""The store of a sweep: chunks of points, each written whole or not at all, so that a kill costs little.

A chunk's content depends on the question alone: on scenario, design, strategies, replications, seed and code.
So a sweep that goes on where it was stopped ends with the same files, bit for bit, as one that was not.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.errors import UsageError
from sim.experiments.sweeping.findings import Failed
from sim.records.columns import Column
from sim.records.record import Array
from sim.records.tables import read_table, write_table

FOLDER = "store"
"""Name of the store in a folder of results."""
QUESTION = "question.json"
DESIGN = "design.csv"
"""The points: one column a key, one row a point, the first row of values is point 0."""
RUNS = (
    Column("point", "int64", "-", "number of the point, 0 up: its row in design.csv"),
    Column("strategy", "string", "-", "the strategy"),
    Column("replication", "int64", "-", "index of the replication, 0 up; equal ones share their luck"),
    Column("measure", "string", "-", "name of the measure"),
    Column("value", "float64", "of the measure", "its value; nan where it is not defined"),
)
FAILED = (
    Column("point", "int64", "-", "number of the point, 0 up: its row in design.csv"),
    Column("strategy", "string", "-", "the strategy"),
    Column("reason", "string", "-", "why there are no runs of it"),
)
MAKES_NUMBERS = ("rules", "scenario", "model", "engines", "records", "measures")
"""Packages whose code decides the digits of a run."""
_RUNS, _FAILED = "runs-", "failed-"
Table = Mapping[str, Array]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some points in a row.

    Attributes:
        number: of the chunk, 0 up.
        first, last: its points, the last one left out.
    """

    number: int
    first: int
    last: int

    @property
    def points(self) -> range:
        """Numbers of its points."""
        return range(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Content:
    """What is known of a chunk.

    Attributes:
        runs: one row a number, see ``RUNS``.
        failed: what has no runs.
    """

    runs: Table
    failed: tuple[Failed, ...]


def chunks_of(points: int, size: int) -> list[Chunk]:
    """Return the chunks of so many points."""
    starts = range(0, points, size)
    return [Chunk(number, first, min(first + size, points)) for number, first in enumerate(starts)]


class Store:
    """A folder with the chunks of one question."""

    def __init__(self, folder: Path, question: Mapping[str, object], design: str) -> None:
        """Look at the store in a folder of results; nothing is written yet.

        Raises:
            UsageError: it holds the chunks of another question; the message says what differs.
        """
        self.folder = folder / FOLDER
        self._design = design
        self._question = json.dumps(question, indent=2, ensure_ascii=False) + "\n"
        path = self.folder / QUESTION
        if path.is_file() and any(self.folder.glob(f"{_RUNS}*")):
            _same_question(folder, path.read_text(encoding="utf-8"), json.loads(self._question))

    def begin(self) -> None:
        """Make the store, where there is none yet."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._whole(DESIGN, lambda file: _write(file, self._design))
        self._whole(QUESTION, lambda file: _write(file, self._question))

    def has(self, chunk: Chunk) -> bool:
        """Tell whether a chunk is there."""
        return (self.folder / _name(_RUNS, chunk)).is_file()

    def write(self, chunk: Chunk, content: Content) -> None:
        """Write a chunk: what failed first, since a chunk counts as there once its runs are."""
        if content.failed:
            table = _table_of_failed(content.failed)
            self._whole(_name(_FAILED, chunk), lambda file: write_table(table, FAILED, file))
        self._whole(_name(_RUNS, chunk), lambda file: write_table(content.runs, RUNS, file))

    def read(self, chunk: Chunk) -> Content:
        """Return what ``write`` wrote."""
        failed = self.folder / _name(_FAILED, chunk)
        table = read_table(failed, FAILED) if failed.is_file() else {}
        rows = zip(*(table[column.name].tolist() for column in FAILED), strict=True) if table else ()
        runs = read_table(self.folder / _name(_RUNS, chunk), RUNS)
        return Content(runs, tuple(Failed(*row) for row in rows))

    def _whole(self, name: str, write: Callable[[Path], None]) -> None:
        """Write a file so that it is there whole or not at all, even if this process is killed."""
        number, temporary = tempfile.mkstemp(prefix=".", suffix=Path(name).suffix, dir=self.folder)
        os.close(number)
        try:
            write(Path(temporary))
            Path(temporary).chmod(0o644)
            Path(temporary).replace(self.folder / name)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def stored_files(folder: Path) -> list[Path]:
    """Return the files of the store in a folder of results; what was left half written is none of them."""
    store = folder / FOLDER
    return [path for path in sorted(store.iterdir()) if path.name[0] != "."] if store.is_dir() else []


def code_digest() -> str:
    """Return the sha256 of the code that decides the digits of a run."""
    package = Path(__file__).parents[2]
    whole = hashlib.sha256()
    for part in MAKES_NUMBERS:
        for file in sorted((package / part).rglob("*")):
            if file.suffix in {".py", ".yaml"}:
                whole.update(file.relative_to(package).as_posix().encode() + b"\n" + file.read_bytes())
    return whole.hexdigest()


def table_of_runs(rows: Iterable[tuple[int, str, int, Mapping[str, float]]]) -> Table:
    """Return the long table of some replications: point, strategy, replication, and measures by name."""
    cells: list[tuple[int, str, int, str, float]] = [
        (point, strategy, replication, name, value)
        for point, strategy, replication, measured in rows
        for name, value in measured.items()
    ]
    return _columns(RUNS, cells)


def _table_of_failed(failed: Sequence[Failed]) -> Table:
    return _columns(FAILED, [(each.point, each.strategy, each.reason) for each in failed])


def _columns(columns: Sequence[Column], rows: Sequence[tuple[object, ...]]) -> Table:
    types = {"string": np.str_, "int64": np.int64, "float64": np.float64}
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    return {
        column.name: np.array(values, types[column.dtype])
        for column, values in zip(columns, cells, strict=True)
    }


def _name(what: str, chunk: Chunk) -> str:
    return f"{what}{chunk.number:05d}.parquet"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _same_question(folder: Path, stored: str, asked: Mapping[str, object]) -> None:
    """Raise UsageError, with what differs, unless a store holds chunks of the question that is asked."""
    try:
        before = json.loads(stored)
    except ValueError:
        before = {}
    keys = dict.fromkeys([*before, *asked])
    differing = [key for key in keys if before.get(key) != asked.get(key)]
    if not differing:
        return
    said = "; ".join(_difference(key, before.get(key), asked.get(key)) for key in differing)
    raise UsageError(
        f"{folder}: holds the sweep of another question ({said}); ask that one again, name another folder "
        "with --output, or delete this one"
    )


def _difference(key: str, before: object, now: object) -> str:
    name = key.replace("_", " ")
    if key.endswith("digest"):
        return f"another {name.removesuffix(' digest')}"
    return f"{name}: {_told(before)} there, {_told(now)} now"


def _told(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {item}" for key, item in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value) or "none"
