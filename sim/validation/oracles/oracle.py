"""What an oracle is: a scenario, what the book says of it, and a twin that is 3 % wrong."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.engines import get_engine
from sim.records.record import RunRecord
from sim.validation.oracles.agreement import Sample
from sim.validation.texts import model_of

Measured = Callable[[RunRecord], float]
WRONG = 1.03
"""What makes a twin wrong: the factor on its service times, or on its probabilities."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One number that the book gives.

    Attributes:
        what: its name and unit, for the table.
        book: its value where all service times (or probabilities) are multiplied by a factor.
        measured: the same from a run.
    """

    what: str
    book: Callable[[float], float]
    measured: Measured

    @property
    def expected(self) -> float:
        """The book's value."""
        return self.book(1.0)

    @property
    def of_twin(self) -> float:
        """The book's value of the twin."""
        return self.book(WRONG)


@dataclass(frozen=True, slots=True)
class Oracle:
    """A system whose behaviour is known.

    Attributes:
        name: for the table and the test.
        text: the scenario, in our own language.
        twin: the same scenario made 3 % wrong.
        claims: what the book says; the first one must tell system and twin apart, all must agree.
        replications: enough for the first claim to do so with probability 0.999.
        start: how the empty start is kept out of it.
    """

    name: str
    text: str
    twin: str
    claims: tuple[Claim, ...]
    replications: int
    start: str


def slower(text: str, *steps: str) -> str:
    """Return a scenario whose steps (all, if none is named) take 3 % longer.

    >>> slower("  work: {service_time: {lognormal: {mean: 60 min, cv: 0.5}}, done_by: [clerk]}")
    '  work: {service_time: {lognormal: {mean: 61.8 min, cv: 0.5}}, done_by: [clerk]}'
    """
    names = "|".join(steps) or r"\w+"

    def longer(found: re.Match[str]) -> str:
        return re.sub(
            r"([0-9.]+) (min|h)\b", lambda time: f"{WRONG * float(time[1]):.10g} {time[2]}", found[0]
        )

    changed, count = re.subn(
        rf"^  (?:{names}): \{{service_time: .*?, done_by", longer, text, flags=re.MULTILINE
    )
    if count < max(1, len(steps)):
        raise ValueError("the scenario has no such step")
    return changed


def samples(
    text: str, claims: tuple[Claim, ...], replications: int, seed: int, engine: str = "kernel"
) -> tuple[list[Sample], int]:
    """Return the sample of each claim, and the tasks that were simulated; no engine changes a digit."""
    model, run = model_of(text), get_engine(engine)
    values = np.empty((len(claims), replications))
    tasks = 0
    for replication in range(replications):
        record = run(model, seed, replication)
        tasks += len(record.tasks["task"])
        values[:, replication] = [claim.measured(record) for claim in claims]
    return list(values), tasks


# --- what is measured ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Window:
    """Tasks of one type by their arrival numbers: those from ``first`` to before ``last``."""

    task_type: str
    first: int
    last: int

    def rows(self, record: RunRecord) -> np.ndarray:
        """Return these tasks' rows; all of them must have arrived and left, or the run was too short."""
        tasks = record.tasks
        rows = np.flatnonzero(
            (tasks["task_type"] == record.names.task_types.index(self.task_type))
            & (tasks["parent"] < 0)
            & (tasks["number"] >= self.first)
            & (tasks["number"] < self.last)
        )
        if len(rows) != self.last - self.first or np.isnan(tasks["delivered_at"][rows]).any():
            raise ValueError("the run is too short for its window")
        return rows


def waits_by_task(record: RunRecord, *steps: str) -> np.ndarray:
    """Return each task's time in the queues of some steps, all its visits there together [h]."""
    visits = record.visits
    rows = np.isin(visits["step"], [record.names.steps.index(step) for step in steps])
    waits = visits["started_at"][rows] - visits["ready_at"][rows]
    return np.bincount(visits["task"][rows], waits, len(record.tasks["task"]))


def mean_wait(*steps: str, of: Window) -> Measured:
    """Return the measure: mean time in the queues of some steps, over the tasks of a window [h]."""
    return lambda record: float(waits_by_task(record, *steps)[of.rows(record)].mean())


def mean_wait_a_visit(step: str, *windows: Window, visits: float) -> Measured:
    """Return the measure: time in the queue of a step over the mean number of visits that it expects [h]."""

    def measured(record: RunRecord) -> float:
        rows = np.concatenate([window.rows(record) for window in windows])
        return float(waits_by_task(record, step)[rows].sum()) / visits

    return measured


def share_waiting(*steps: str, of: Window) -> Measured:
    """Return the measure: share of tasks that wait at one of some steps at all."""
    return lambda record: float((waits_by_task(record, *steps)[of.rows(record)] > 0.0).mean())


def share_started_within(step: str, window: Window, time: float) -> Measured:
    """Return the measure: share of tasks that wait at a step no longer than ``time`` [h]."""
    return lambda record: float((waits_by_task(record, step)[window.rows(record)] <= time).mean())


def flow_times(record: RunRecord, window: Window) -> np.ndarray:
    """Return the time from arrival to delivery of the tasks of a window [h]."""
    rows = window.rows(record)
    times: np.ndarray = record.tasks["delivered_at"][rows] - record.tasks["arrived_at"][rows]
    return times


def mean_flow_time(*windows: Window) -> Measured:
    """Return the measure: mean time from arrival to delivery [h]."""
    return lambda record: float(np.concatenate([flow_times(record, each) for each in windows]).mean())


def mean_time_from(step: str, window: Window) -> Measured:
    """Return the measure: mean time from joining the queue of a step to delivery [h]."""

    def measured(record: RunRecord) -> float:
        visits = record.visits
        rows = visits["step"] == record.names.steps.index(step)
        ready_at = np.full(len(record.tasks["task"]), np.nan)
        ready_at[visits["task"][rows]] = visits["ready_at"][rows]
        tasks = window.rows(record)
        return float((record.tasks["delivered_at"][tasks] - ready_at[tasks]).mean())

    return measured


def visits_per_task(step: str, window: Window) -> Measured:
    """Return the measure: visits to a step for each task."""

    def measured(record: RunRecord) -> float:
        rows = record.visits["step"] == record.names.steps.index(step)
        counts = np.bincount(record.visits["task"][rows], minlength=len(record.tasks["task"]))
        return float(counts[window.rows(record)].mean())

    return measured


def share_defective(window: Window) -> Measured:
    """Return the measure: share of tasks delivered with a defect."""
    return lambda record: float(record.tasks["defective"][window.rows(record)].mean())


def share_delivered_within(window: Window, time: float) -> Measured:
    """Return the measure: share of tasks delivered within ``time`` of their arrival."""
    return lambda record: float((flow_times(record, window) <= time).mean())


def mean_inside(record: RunRecord) -> float:
    """Return the time average of the tasks inside, after the warm-up."""
    begin, end = record.warm_up, record.horizon
    left = np.nan_to_num(record.tasks["delivered_at"], nan=end)
    hours = np.clip(left, begin, end) - np.clip(record.tasks["arrived_at"], begin, end)
    return float(hours.sum()) / (end - begin)


def idle_share(pool: str) -> Measured:
    """Return the measure: share of a pool's hours on duty, after the warm-up, without work."""

    def measured(record: RunRecord) -> float:
        rows = record.actors["pool"] == record.names.pools.index(pool)
        busy, there = record.actors["busy_time"][rows].sum(), record.actors["available_time"][rows].sum()
        return 1.0 - float(busy) / float(there)

    return measured
