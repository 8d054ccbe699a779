"""The store of a sweep: chunks of points, each written whole or not at all, so that a kill costs little.

A chunk's content depends on the question alone: on scenario, design, strategies, replications, seed and code.
So a sweep that goes on where it was stopped ends with the same files, bit for bit, as one that was not.

A chunk counts as there once its seal is: the digests of its files, of its points and of its question.  What
no longer fits its seal is told, and its points are run again.
"""

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from sim.errors import UsageError
from sim.experiments.sweeping.findings import Failed
from sim.experiments.sweeping.stored_question import (
    FOLDER,
    OTHERWISE,
    QUESTION,
    check_same,
    question_text,
    read_question,
)
from sim.records.columns import Column
from sim.records.record import Array
from sim.records.tables import read_table, write_table
from sim.writing import PART, held, whole_file

_log = logging.getLogger(__name__)
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
_RUNS, _FAILED, _SEAL = "runs-", "failed-", "chunk-"
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
        self._results, self.folder = folder, folder / FOLDER
        self._texts = {DESIGN: design, QUESTION: question_text(question)}
        self._digest = hashlib.sha256(self._texts[QUESTION].encode()).hexdigest()
        self._check_question()

    def there(self, chunks: Sequence[Chunk]) -> list[Chunk]:
        """Return the chunks that are there and fit their seals; tell of those that do not, and why."""
        found = [chunk for chunk in chunks if self._is_sound(chunk)]
        known = {_name(what, chunk) for what in (_RUNS, _FAILED, _SEAL) for chunk in chunks}
        for path in self._chunk_files():
            if path.name not in known:
                _log.warning("%s: belongs to no chunk of this sweep; it is not read", path)
        for name, text in self._texts.items():
            if found and not _holds(self.folder / name, text):
                _log.warning("%s: is not as it was written; it is written again", self.folder / name)
        return found

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Hold the store, where nobody else fills it, with question and design in their places.

        Raises:
            UsageError: another process fills it, or has filled it for another question.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            try:
                stack.enter_context(held(self.folder))
            except BlockingIOError:
                raise UsageError(
                    f"{self._results}: another sweep is filling it just now; wait for its end, or name "
                    "another folder with --output"
                ) from None
            self._check_question()
            for path in self.folder.glob(f"{PART}*"):
                path.unlink(missing_ok=True)
            for name, text in self._texts.items():
                if not _holds(self.folder / name, text):
                    whole_file(self.folder / name, partial(_write, text=text))
            yield

    def write(self, chunk: Chunk, content: Content) -> None:
        """Write a chunk; its seal last, since with that it counts as there."""
        failed, runs = (self.folder / _name(what, chunk) for what in (_FAILED, _RUNS))
        failed.unlink(missing_ok=True)
        if content.failed:
            table = _table_of_failed(content.failed)
            whole_file(failed, lambda part: write_table(table, FAILED, part))
        whole_file(runs, lambda part: write_table(content.runs, RUNS, part))
        seal = json.dumps(self._seal(chunk), indent=2) + "\n"
        whole_file(self.folder / _name(_SEAL, chunk), partial(_write, text=seal))

    def read(self, chunk: Chunk) -> Content:
        """Return what ``write`` wrote."""
        failed = self.folder / _name(_FAILED, chunk)
        table = read_table(failed, FAILED) if failed.is_file() else {}
        rows = zip(*(table[column.name].tolist() for column in FAILED), strict=True) if table else ()
        runs = read_table(self.folder / _name(_RUNS, chunk), RUNS)
        return Content(runs, tuple(Failed(*row) for row in rows))

    def _is_sound(self, chunk: Chunk) -> bool:
        """Tell whether a chunk is there and fits its seal; say so where it does not fit."""
        path = self.folder / _name(_SEAL, chunk)
        if not path.is_file():
            return False
        fault = _fault(_read_seal(path), self._seal(chunk))
        if fault:
            points = f"points {chunk.first} to {chunk.last - 1}"
            _log.warning("%s: %s; its %s are run again", self.folder / _name(_RUNS, chunk), fault, points)
        return not fault

    def _seal(self, chunk: Chunk) -> dict[str, object]:
        """Return the seal of a chunk whose files are as they are."""
        files = [self.folder / _name(what, chunk) for what in (_RUNS, _FAILED)]
        digests = {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files if path.is_file()
        }
        return {"question": self._digest, "points": [chunk.first, chunk.last - 1], "files": digests}

    def _chunk_files(self) -> list[Path]:
        """Return the files that are of chunks by their names."""
        found = [path for what in (_RUNS, _FAILED, _SEAL) for path in self.folder.glob(f"{what}[0-9]*")]
        return sorted(found)

    def _check_question(self) -> None:
        """Raise UsageError unless what is stored, if anything, is of the question that is asked."""
        path = self.folder / QUESTION
        stored, files = read_question(path), self._chunk_files()
        if stored is None:
            if path.is_file() and not files:
                raise UsageError(f"{path}: is not the question of a sweep; name another folder with --output")
            if files:
                self._check_seals(path)
        elif files:
            check_same(self._results, stored, json.loads(self._texts[QUESTION]))

    def _check_seals(self, path: Path) -> None:
        """Raise UsageError unless the chunks themselves are of the question that is asked."""
        seals = [_read_seal(each) for each in self.folder.glob(f"{_SEAL}*")]
        if not seals or any(seal and seal.get("question") != self._digest for seal in seals):
            there = "cannot be read" if path.is_file() else "is missing"
            raise UsageError(
                f"{path}: {there}, and the chunks beside it are not those of this question; {OTHERWISE}"
            )


def _read_seal(path: Path) -> dict[str, object]:
    """Return the seal in a file; an empty one where it cannot be read."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _fault(seal: Mapping[str, object], found: Mapping[str, object]) -> str:
    """Return why files do not fit their seal, or ``""``."""
    if seal == found:
        return ""
    if seal.get("question", found["question"]) != found["question"]:
        return "belongs to another question"
    if seal.get("points", found["points"]) != found["points"]:
        return "belongs to other points"
    return "was changed or damaged after it was written"


def _holds(path: Path, text: str) -> bool:
    """Tell whether a file holds just this text."""
    return path.is_file() and path.read_bytes() == text.encode()


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
    return f"{what}{chunk.number:05d}.{'json' if what == _SEAL else 'parquet'}"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
