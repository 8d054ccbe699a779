"""What the tasks and visits of a run add up to: all that measures read of them, however many there are."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.records.exact_sum import ExactSums
from sim.records.ratings import Ratings, ratings_of
from sim.records.record import Mode, Outcome, Run, RunRecord, Table
from sim.records.sample import Sample, SampleTally

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class TaskTotals:
    """Tasks of the measured part, the window (warm-up, horizon].

    A task belongs to it by its delivery, or by its due date where that is what is counted.  Repairs are
    demand that a defect caused: they are work, but never output, and are counted as arrivals only.

    Attributes:
        delivered: tasks delivered.
        good: of these, without a defect.
        first_pass: of the good ones, without rework.
        promised: of the delivered, with a due date.
        kept: of these, delivered by then.
        due: tasks whose due date lies in the window, wherever they are.
        late: of these, not delivered by then.
        hand_offs: changes of owner of the delivered.
        arrived: tasks that arrived, repairs included.
        repairs: of these, repairs.
        service_time: hands-on hours of the delivered [h].
        value: earned by the delivered, less what their defects lose [currency].
        hours_inside: that tasks, repairs included, spent inside [h].
        flow_time: of the delivered [h].
        tardiness: of the promised [h].
        quality: of the delivered that have one [0-1].
    """

    delivered: int
    good: int
    first_pass: int
    promised: int
    kept: int
    due: int
    late: int
    hand_offs: int
    arrived: int
    repairs: int
    service_time: float
    value: float
    hours_inside: float
    flow_time: Sample
    tardiness: Sample
    quality: Sample


@dataclass(frozen=True, slots=True)
class VisitTotals:
    """Visits that ended in the measured part, those of repairs included.

    Attributes:
        completed: those that ended because the work was done, not because a shift was over.
        repeated: of these, that repeat work which a review sent back.
        repeated_hours: hands-on hours that repeat work [h].
        hours: hands-on hours by mode, in the order of ``Mode`` [h].
        ratings: quality of what the completed made.
    """

    completed: int
    repeated: int
    repeated_hours: float
    hours: tuple[float, ...]
    ratings: Ratings


@dataclass(frozen=True, slots=True)
class RunTotals(Run):
    """One replication without its tasks and visits; its size does not grow with their number.

    Attributes:
        tasks, visits: what those of the measured part add up to.
    """

    tasks: TaskTotals
    visits: VisitTotals


def totals_of(run: Run) -> RunTotals:
    """Return what a run adds up to."""
    if isinstance(run, RunTotals):
        return run
    if not isinstance(run, RunRecord):
        raise TypeError(f"{type(run).__name__}: has neither tasks and visits nor their totals")
    tally = TaskTally(run.warm_up, run.horizon)
    tally.add(run.tasks)
    kept = {field.name: getattr(run, field.name) for field in fields(Run)}
    return RunTotals(**kept, tasks=tally.totals(), visits=visit_totals(run))


def visit_totals(run: RunRecord) -> VisitTotals:
    """Return what the visits of the measured part add up to; hours are added in the order of the visits."""
    visits = run.visits
    ended = _inside(visits["ended_at"], run.warm_up, run.horizon)
    hours = np.asarray(visits["service_time"], np.float64)[ended]
    mode = np.asarray(visits["mode"], np.int64)[ended]
    rework = np.asarray(visits["rework"], np.bool_)[ended]
    completed = np.asarray(visits["outcome"])[ended] != Outcome.HANDED_OVER
    by_mode = np.bincount(mode, hours, len(Mode))
    return VisitTotals(
        completed=int(completed.sum()),
        repeated=int((completed & rework).sum()),
        repeated_hours=float(np.bincount(rework.astype(np.int64), hours, 2)[1]),
        hours=tuple(by_mode.tolist()),
        ratings=ratings_of(visits, ended, len(run.actors["actor"]), len(run.names.steps)),
    )


class TaskTally:
    """Totals of tasks while they come in, in any order and any portions."""

    def __init__(self, warm_up: float, horizon: float) -> None:
        self._window = (warm_up, horizon)
        self._counts = dict.fromkeys(
            (
                *("delivered", "good", "first_pass", "promised", "kept", "due", "late"),
                *("hand_offs", "arrived", "repairs"),
            ),
            0,
        )
        self._sums = {name: ExactSums() for name in ("service_time", "value", "hours_inside")}
        self._flow_time, self._tardiness, self._quality = SampleTally(), SampleTally(), SampleTally()

    def add(self, tasks: Table) -> None:
        """Add tasks.

        Args:
            tasks: columns of ``sim.records.columns.TASKS``.
        """
        warm_up, horizon = self._window
        arrived_at, delivered_at = _floats(tasks["arrived_at"]), _floats(tasks["delivered_at"])
        first_hand = np.asarray(tasks["parent"]) < 0
        arrived = _inside(arrived_at, warm_up, horizon)
        self._count("arrived", arrived)
        self._count("repairs", arrived & ~first_hand)
        due_at = _floats(tasks["due_at"])
        due = _inside(due_at, warm_up, horizon) & first_hand
        self._count("due", due)
        self._count("late", due & ~(delivered_at <= due_at))
        left_at = np.fmin(delivered_at, horizon)
        self._sums["hours_inside"].add(np.maximum(left_at - np.maximum(arrived_at, warm_up), 0.0))
        which = _inside(delivered_at, warm_up, horizon) & first_hand
        rows = slice(None) if which.all() else np.flatnonzero(which)
        self._add_delivered({name: np.asarray(tasks[name])[rows] for name in _OF_DELIVERED})

    def _add_delivered(self, tasks: dict[str, NDArray[Any]]) -> None:
        delivered_at, due_at = _floats(tasks["delivered_at"]), _floats(tasks["due_at"])
        good = ~tasks["defective"].astype(np.bool_)
        promised = np.isfinite(due_at)
        self._counts["delivered"] += len(good)
        self._counts["hand_offs"] += int(tasks["hand_offs"].astype(np.int64).sum())
        self._count("good", good)
        self._count("first_pass", good & (tasks["reworks"] == 0))
        self._count("promised", promised)
        self._count("kept", promised & (delivered_at <= due_at))
        self._sums["service_time"].add(_floats(tasks["service_time"]))
        if tasks["value"].any():
            self._sums["value"].add(_floats(tasks["value"]))
        self._flow_time.add(delivered_at - _floats(tasks["arrived_at"]))
        self._tardiness.add(tardiness_of(delivered_at - due_at))
        quality = _floats(tasks["quality"])
        self._quality.add(quality[~np.isnan(quality)])

    def totals(self) -> TaskTotals:
        """Return what has been added so far."""
        sums = {name: sums.total()[0] for name, sums in self._sums.items()}
        return TaskTotals(
            **self._counts,
            service_time=sums["service_time"],
            value=sums["value"],
            hours_inside=sums["hours_inside"],
            flow_time=self._flow_time.sample(),
            tardiness=self._tardiness.sample(),
            quality=self._quality.sample(),
        )

    def _count(self, name: str, which: Mask) -> None:
        self._counts[name] += int(np.count_nonzero(which))


def tardiness_of(lateness: Floats) -> Floats:
    """Return by how much tasks came after their due date [h], those without one left out.

    Args:
        lateness: delivery less due date [h]; -inf for none.
    """
    promised = np.isfinite(lateness)
    return np.maximum(lateness if promised.all() else lateness[promised], 0.0)


_OF_DELIVERED = (
    "arrived_at", "delivered_at", "due_at", "defective", "reworks", "hand_offs", "service_time", "value",
    "quality",
)  # fmt: skip


def _floats(values: NDArray[Any]) -> Floats:
    return np.asarray(values, dtype=np.float64)


def _inside(times: NDArray[Any], warm_up: float, horizon: float) -> Mask:
    """Return which times lie in the window (warm-up, horizon]; nan does not."""
    moments = _floats(times)
    inside: Mask = (moments > warm_up) & (moments <= horizon)
    return inside
