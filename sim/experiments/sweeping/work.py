"""The chunks of a sweep: those that are stored already, and the runs of the others."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from pathlib import Path

import numpy as np

from sim.engines.size import expected_visits
from sim.experiments.executors import Progress, Told, available_cores, in_parcels, parcels_of
from sim.experiments.sweeping.design import design_text
from sim.experiments.sweeping.findings import Failed, Floats
from sim.experiments.sweeping.price import Budget, Price, keep_to, timed
from sim.experiments.sweeping.question import Asked, question_of
from sim.experiments.sweeping.runs import Failure, Key, Measured, Runs
from sim.experiments.sweeping.store import Chunk, Content, Store, chunks_of, table_of_runs
from sim.measures.measure import Measure
from sim.model.model import Model

CHUNK_VISITS = 4_000_000.0
"""Visits of a chunk: some seconds of the kernel, so that a kill costs no more than that (assumed)."""
MOST_POINTS_OF_CHUNK = 1_000
"""Points of a chunk, where runs take no time (assumed)."""
PARCELS = 4
"""Parcels of a chunk for each process (assumed)."""
TellPrice = Callable[[Price, int, int], None]
"""Called with the price of what is to be run, and how many points of how many are in the store already."""


def chunk_size_of(question: Asked, models: Sequence[Model]) -> int:
    """Return the points of a chunk, which depend on the question alone."""
    visits = question.replications * sum(expected_visits(model) for model in models)
    return min(MOST_POINTS_OF_CHUNK, max(1, int(CHUNK_VISITS / max(1.0, visits))))


class ChunkedRuns:
    """The chunks of a sweep: which are stored already, and the runs of those that are not."""

    def __init__(self, question: Asked, runs: Runs, chunk_size: int, folder: Path | None) -> None:
        design = question.design
        self.question, self.runs = question, runs
        self.store = (
            Store(folder, question_of(question, chunk_size), design_text(design))
            if folder is not None
            else None
        )
        chunks = chunks_of(len(design.points), chunk_size)
        self.stored = self.store.there(chunks) if self.store is not None else []
        there = set(self.stored)
        self.missing = [chunk for chunk in chunks if chunk not in there]

    def price(self, jobs: int | None, budget: Budget, tell: TellPrice | None) -> Price:
        """Return what is left to pay, told and kept to the budget."""
        points, replications = sum(len(chunk.points) for chunk in self.missing), self.question.replications
        cores = jobs or available_cores()
        if points:
            found = timed(self.runs, points, replications, cores)
        else:
            found = Price(0, len(self.runs.strategies), replications, 0.0, 0.0, cores)
        whole = len(self.runs.points)
        if tell is not None:
            tell(found, whole - points, whole)
        keep_to(budget, found)
        return found

    def contents(self, jobs: int, progress: Progress | None) -> Generator[Content, None, None]:
        """Yield the content of every chunk: first those that are stored, then the others as they are done."""
        with self.store.filling() if self.store is not None else nullcontext():
            for chunk in self.stored:
                yield self.store.read(chunk)  # type: ignore[union-attr]  # nothing is stored without one
            if self.missing:
                yield from self._new(jobs, progress)

    def _new(self, jobs: int, progress: Progress | None) -> Iterator[Content]:
        keys = {chunk.number: self._keys(chunk) for chunk in self.missing}
        chunk_of = {point: chunk for chunk in self.missing for point in chunk.points}
        parcels = [
            parcel for chunk in self.missing for parcel in parcels_of(keys[chunk.number], jobs, PARCELS)
        ]
        found: dict[int, dict[Key, Measured | Failure]] = {number: {} for number in keys}
        told = Told(progress, 0, sum(map(len, keys.values())))
        with closing(in_parcels(self.runs, parcels, min(jobs, max(1, len(parcels))))) as results:
            for parcel in results:
                chunk = chunk_of[next(iter(parcel))[0]]
                found[chunk.number] |= parcel
                if len(found[chunk.number]) == len(keys[chunk.number]):
                    content = _content(self.question, keys[chunk.number], found.pop(chunk.number))
                    if self.store is not None:
                        self.store.write(chunk, content)
                    yield content
                told.add(len(parcel))

    def _keys(self, chunk: Chunk) -> list[Key]:
        strategies, replications = range(len(self.runs.strategies)), range(self.question.replications)
        return [(point, s, r) for point in chunk.points for s in strategies for r in replications]


def _content(question: Asked, keys: Sequence[Key], found: Mapping[Key, Measured | Failure]) -> Content:
    """Return a chunk's tables in the order of the keys; one failure of a strategy at a point fails it."""
    reasons: dict[tuple[int, int], str] = {}
    for point, strategy, replication in keys:
        result = found[point, strategy, replication]
        if isinstance(result, Failure):
            reasons.setdefault((point, strategy), result.reason)
    names = question.strategies
    rows = (
        (point, names[strategy], replication, result)
        for point, strategy, replication in keys
        if (point, strategy) not in reasons
        and not isinstance(result := found[point, strategy, replication], Failure)
    )
    failed = tuple(Failed(point, names[strategy], reason) for (point, strategy), reason in reasons.items())
    return Content(table_of_runs(rows), failed)


def gathered(
    question: Asked, measures: Sequence[Measure], contents: Iterable[Content]
) -> tuple[Floats, tuple[Failed, ...]]:
    """Return all numbers, shape (points, strategies, replications, measures), and what has none."""
    names = question.strategies
    shape = (len(question.design.points), len(names), question.replications, len(measures))
    values, failed = np.full(shape, np.nan), list[Failed]()
    column = {measure.name: place for place, measure in enumerate(measures)}
    for content in contents:
        failed += content.failed
        known = np.array([column.get(name, -1) for name in content.runs["measure"].tolist()], np.int64)
        strategy = np.array([names.index(name) for name in content.runs["strategy"].tolist()], np.int64)
        kept = known >= 0  # a point may have measures of its own, of a person whom only it has
        place = tuple(
            each[kept] for each in (content.runs["point"], strategy, content.runs["replication"], known)
        )
        values[place] = content.runs["value"][kept]
    return values, tuple(sorted(failed, key=lambda each: (each.point, names.index(each.strategy))))
