"""Who does the replications: this process, or several.  The numbers never depend on it.

A replication is a pure function of (model, seed, replication), so it gives the same digits wherever it
is computed; results are put in order by their keys, never by their time of arrival.

Work that is too much to be kept in memory, or whose models are made where they run, is no ``Plan`` but
``Work`` of its own kind, done ``in_parcels``.
"""

import os
import signal
import sys
import threading
import time
import traceback
import types
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import wait
from typing import Any, Generic, Protocol, Self, TypeVar

from sim.engines import Summing
from sim.errors import SimError, UsageError
from sim.experiments.summary import Summary, summarise
from sim.model.model import Model

K = TypeVar("K")
K_contra = TypeVar("K_contra", contravariant=True)
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)
Key = tuple[int, int]
"""Which strategy (its place in the plan), which replication."""
Progress = Callable[[int, int], None]
"""Told how many replications are done, of how many."""
SMALL_WORK = 2.0
"""Work of less than so much time is done before other processes have started [s]."""
PARCELS_PER_PROCESS = 32
"""Parcels that each process gets, so that none waits long for the last one and progress is seen (assumed)."""
MOST_PROCESSES_ON_WINDOWS = 61
"""Windows waits for no more than this at a time (documentation of concurrent.futures)."""


class ReplicationError(RuntimeError):
    """A replication failed by a fault of the program; the message names it, so that it can be run again."""


class Work(Protocol[K_contra, R_co]):
    """What several processes can share: a result for each key, the same wherever it is computed."""

    def result(self, key: K_contra, /) -> R_co:
        """Return what belongs to a key."""
        ...

    def described(self, key: K_contra, error: BaseException, /) -> str:
        """Return which key failed and why, so that it can be run again."""
        ...


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be computed.

    Attributes:
        strategies: their names.
        models: one per strategy.
        replications: of each strategy.
        seed: seed of the experiment.
        engine: what computes one; a function of an importable module.
        fewer: by place in the plan, the replications of a model that has not all of them.
    """

    strategies: tuple[str, ...]
    models: tuple[Model, ...]
    replications: int
    seed: int
    engine: Summing
    fewer: Mapping[int, int] = field(default_factory=dict)

    @property
    def keys(self) -> list[Key]:
        """All replications, those with the same luck side by side."""
        most = [self.fewer.get(place, self.replications) for place in range(len(self.models))]
        return [(s, r) for r in range(self.replications) for s in range(len(self.models)) if r < most[s]]

    def result(self, key: Key) -> Summary:
        """Return the summary of a replication."""
        strategy, replication = key
        return summarise(self.engine(self.models[strategy], self.seed, replication))

    def described(self, key: Key, error: BaseException) -> str:
        """Return which replication failed and why."""
        strategy, replication = key
        return (
            f"strategy '{self.strategies[strategy]}', replication {replication}, seed {self.seed}: "
            f"{type(error).__name__}: {error}"
        )


@dataclass(frozen=True, slots=True)
class _Failure:
    """What a replication in another process died of, in words that are sure to travel."""

    refusal: SimError | None
    words: str
    trace: str


def execute(
    plan: Plan,
    jobs: int | None = None,
    progress: Progress | None = None,
    known: Mapping[Key, Summary] | None = None,
) -> dict[Key, Summary]:
    """Return the summary of every replication of a plan.

    Args:
        plan: what is to be computed.
        jobs: number of processes; 1 is this process alone.  None is one process per core, unless the
            first replication shows that the rest takes less than ``SMALL_WORK``.
        progress: called in this process before the first and after every few replications.
        known: replications that have been run already.

    Raises:
        UsageError: ``jobs`` is below 1.
        SimError: the engine refuses the model.
        ReplicationError: a replication failed; the others are stopped.
    """
    done = dict(known or {})
    keys = [key for key in plan.keys if key not in done]
    with Crew(plan, jobs) as crew:
        return done | crew.results(keys, Told(progress, len(done), len(done) + len(keys)))


def in_parcels(
    work: Work[K, R], parcels: Sequence[Sequence[K]], jobs: int
) -> Generator[dict[K, R], None, None]:
    """Yield the results of one parcel of keys after the other, as each is done.

    To be closed where it is not run to its end (``contextlib.closing``): that ends the processes.

    Args:
        work: what is to be computed.
        parcels: what a process does at a time; they are begun in this order.
        jobs: number of processes; 1 is this process alone.

    Raises:
        SimError: a result is a refusal.
        ReplicationError: a result failed, or a process was ended from outside.
    """
    with Crew(work, jobs) as crew:
        yield from crew.parcels(parcels)


def check_jobs(jobs: int | None) -> None:
    """Raise UsageError unless so many processes can share work."""
    if jobs is not None and jobs < 1:
        raise UsageError(f"jobs = {jobs}: should be a whole number from 1 up; left out: one per core")


def run_here(plan: Plan, keys: Sequence[Key]) -> dict[Key, Summary]:
    """Return the summaries of some replications of a plan, run one after the other in this process.

    Raises:
        SimError: the engine refuses the model.
        ReplicationError: a replication failed.
    """
    return _here(plan, keys, Told(None, 0, len(keys)))


def available_cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Told:
    """Counts what is done and tells it.

    Attributes:
        progress: who is told, or None.
        done, total: how many results there are, of how many.
    """

    def __init__(self, progress: Progress | None, done: int, total: int) -> None:
        self.progress, self.done, self.total = progress, done, total
        self.add(0)

    def add(self, number: int) -> None:
        """Count results, and tell."""
        self.done += number
        if self.progress is not None:
            self.progress(self.done, self.total)


# --- in this process ----------------------------------------------------------------------------


def _here(work: Work[K, R], keys: Sequence[K], told: Told) -> dict[K, R]:
    done: dict[K, R] = {}
    for key in keys:
        try:
            done[key] = work.result(key)
        except SimError:
            raise
        except Exception as error:
            raise ReplicationError(work.described(key, error)) from error
        told.add(1)
    return done


# --- in several processes -----------------------------------------------------------------------


class Crew(Generic[K, R]):
    """Those who share some work, from one batch of it to the next: processes are started once.

    To be used in ``with``: at its end, or where a result fails, the processes are ended.

    Args:
        work: what is to be computed.
        jobs: number of processes; 1 is this process alone.  None is one process per core, unless the
            first result shows that all takes less than ``SMALL_WORK``.

    Raises:
        UsageError: ``jobs`` is below 1.
    """

    def __init__(self, work: Work[K, R], jobs: int | None = None) -> None:
        check_jobs(jobs)
        self._work, self._jobs = work, jobs
        self._pool: ProcessPoolExecutor | None = None
        self._time_of_one: float | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._pool is not None and kind is not None:
            _stop(self._pool)
        elif self._pool is not None:
            self._pool.shutdown()

    def results(self, keys: Sequence[K], told: Told, to_come: int = 0) -> dict[K, R]:
        """Return the result of each key.

        Args:
            keys: of the results; none of them known yet.
            told: counts them.
            to_come: how many more may be asked for later.

        Raises:
            SimError: a result is a refusal.
            ReplicationError: a result failed; the others are stopped.
        """
        first = self._timed(keys[: 1 if self._jobs is None and self._pool is None else 0], told)
        rest = keys[len(first) :]
        jobs = self._jobs_for(len(rest) + to_come)
        if jobs == 1:
            return first | _here(self._work, rest, told)
        done = first
        for parcel in self.parcels(parcels_of(rest, jobs), jobs):
            done |= parcel
            told.add(len(parcel))
        return done

    def parcels(
        self, parcels: Sequence[Sequence[K]], jobs: int | None = None
    ) -> Generator[dict[K, R], None, None]:
        """Yield the results of one parcel of keys after the other, as each is done."""
        jobs = jobs or self._jobs or available_cores()
        if jobs == 1:
            for parcel in parcels:
                yield _here(self._work, parcel, Told(None, 0, 0))
            return
        if self._pool is None:
            jobs = min(jobs, MOST_PROCESSES_ON_WINDOWS) if sys.platform == "win32" else jobs
            self._pool = ProcessPoolExecutor(
                jobs, get_context("spawn"), initializer=_get_ready, initargs=(self._work,)
            )
        with _starting_processes():
            futures = as_completed([self._pool.submit(_parcel, parcel) for parcel in parcels])
        for future in futures:
            yield _collected(future)

    def _timed(self, keys: Sequence[K], told: Told) -> dict[K, R]:
        """Return results, taking the time of the first that there are."""
        began = time.perf_counter()
        done = _here(self._work, keys, told)
        if self._time_of_one is None and keys:
            self._time_of_one = time.perf_counter() - began
        return done

    def _jobs_for(self, number: int) -> int:
        """Return by how many processes so many results are computed."""
        if self._jobs is not None:
            return min(self._jobs, max(1, number))
        if self._pool is not None:
            return available_cores()
        return 1 if (self._time_of_one or 0.0) * number < SMALL_WORK else available_cores()


def parcels_of(keys: Sequence[K], jobs: int, each: int = PARCELS_PER_PROCESS) -> list[Sequence[K]]:
    """Return keys in parcels, about so many for each of so many processes."""
    size = max(1, len(keys) // (jobs * each))
    return [keys[first : first + size] for first in range(0, len(keys), size)]


def _collected(future: "Future[dict[Any, Any] | _Failure]") -> dict[Any, Any]:
    try:
        result = future.result()
    except BrokenProcessPool as error:
        raise ReplicationError(
            "a process that computed replications was ended from outside, perhaps for want of memory; "
            "with jobs = 1 all is computed in one process"
        ) from error
    if not isinstance(result, _Failure):
        return result
    if result.refusal is not None:
        raise result.refusal
    fault = ReplicationError(result.words)
    fault.add_note(result.trace)
    raise fault


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the processes of a pool now, in the middle of what they do."""
    for process in list((pool._processes or {}).values()):  # terminate_workers() of Python 3.14, for all
        process.terminate()
    pool.shutdown(cancel_futures=True)


@contextmanager
def _starting_processes() -> Iterator[None]:
    """Start processes that neither run the user's script again nor print on Ctrl-C.

    A spawned process imports the main module of its parent.  Replications need nothing from it, and a
    script without ``if __name__ == "__main__"`` would start all over; so it is not shown to them.
    """
    main = sys.modules["__main__"]
    with _interrupts_afterwards():
        sys.modules["__main__"] = types.ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


@contextmanager
def _interrupts_afterwards() -> Iterator[None]:
    """Let an interrupt wait until the body is done; processes started in it inherit that they hear none.

    An interrupt is for this process, which then ends the others.  Where another thread of it takes the
    signal, it is heard at once, which the caller stands as well.
    """
    handler = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or handler is None:
        yield
    elif sys.platform == "win32":  # where a signal cannot be held back, it is sent again
        heard: list[int] = []
        signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, handler)
            if heard:
                signal.raise_signal(signal.SIGINT)
    else:
        resource_tracker.ensure_running()  # its start would let interrupts through again
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


_work: list[Work[Any, Any]] = []
"""In a process of a pool: what it computes results of."""


def _get_ready(work: Work[Any, Any]) -> None:
    """Begin life as a process of a pool."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _work[:] = [work]


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, even if that was killed."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _parcel(keys: Sequence[Any]) -> dict[Any, Any] | _Failure:
    done: dict[Any, Any] = {}
    for key in keys:
        try:
            done[key] = _work[0].result(key)
        except SimError as refusal:
            return _Failure(refusal, str(refusal), "")
        except Exception as error:
            return _Failure(None, _work[0].described(key, error), traceback.format_exc())
    return done
