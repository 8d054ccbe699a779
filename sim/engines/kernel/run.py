"""The kernel as an engine: a model and (seed, replication) in, a run record out."""

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines.bookkeeping import AddedUp, Columns, record_of, totals_from
from sim.engines.drawn import Drawn, expectation_of
from sim.engines.kernel.layout import TABLES
from sim.engines.kernel.loading import kernel
from sim.engines.kernel.orders import CLOSE, DONE, LIVE_ON, OF_WEEK, OF_WINDOW, OPEN, REPLANT
from sim.engines.kernel.setup import tables_of
from sim.engines.kernel.storage import Storage
from sim.engines.outages import outages_of
from sim.engines.timesheet import DutyHours, History
from sim.engines.visit_hours import VisitHours
from sim.model.model import NONE, Model
from sim.records.columns import ABSENCES, STOCKS, TASKS, VISITS, Column
from sim.records.exact_sum import ExactSums
from sim.records.ratings import Ratings
from sim.records.record import RunRecord
from sim.records.sample import SampleTally
from sim.records.totals import RunTotals, TaskTotals, VisitTotals, tardiness_of
from sim.records.weekly import WeekTally
from sim.rules.luck import identity, mixed

Rows = NDArray[Any]
_NAMES = tuple(TABLES)
PARTS = ("coarse", "middle", "fine")
"""Fields of an exact sum."""


def run(model: Model, seed: int, replication: int) -> RunRecord:
    """Return the record of one replication.

    Args:
        model: what to run.
        seed: seed of the experiment, >= 0.
        replication: index of the replication, 0 up; every index has its own luck.
    """
    ready = _ready(model)
    ready.live(seed, replication)
    tasks, visits, waiting = ready.tasks(), ready.visits(), ready.waiting()
    return record_of(
        model, seed, replication, "kernel", tasks, visits, waiting, ready.history(), ready.controls()
    )


def totals(model: Model, seed: int, replication: int) -> RunTotals:
    """Return what one replication adds up to; memory follows the tasks inside, not all there ever were.

    Args:
        model: what to run.
        seed: seed of the experiment, >= 0.
        replication: index of the replication, 0 up.
    """
    ready = _ready(model)
    added_up = ready.add_up(seed, replication)
    return totals_from(model, seed, replication, "kernel", added_up, ready.history(), ready.controls())


_kept = threading.local()
"""By thread, the models that ran last, ready to run again."""
MOST_KEPT = 32
"""Models that a thread keeps ready: an experiment plays its strategies in turn (assumed)."""


def _ready(model: Model) -> "Run":
    """Return a model in the kernel's memory; what a thread has run lately is there already."""
    runs: dict[int, Run] = _kept.__dict__.setdefault("runs", {})
    run_ = runs.pop(id(model), None)
    if run_ is None:
        run_ = Run(model)
    runs[id(model)] = run_
    if len(runs) > MOST_KEPT:
        del runs[next(iter(runs))]
    return run_


class Run:
    """A model in the kernel's memory, ready for one replication after the other."""

    def __init__(self, model: Model) -> None:
        self._kernel = kernel()
        self._model = model
        self._expected = expectation_of(model)
        self._storage = Storage(*tables_of(model))
        self._samples = SampleTally(), SampleTally(), SampleTally()

    def live(self, seed: int, replication: int) -> None:
        """Let everything happen, and keep each task and visit."""
        self._live(seed, replication, keeps_record=True)

    def add_up(self, seed: int, replication: int) -> AddedUp:
        """Let everything happen, and keep what tasks and visits add up to."""
        self._samples = SampleTally(), SampleTally(), SampleTally()
        self._live(seed, replication, keeps_record=False)
        self._hand_over()
        w, tables = self._storage.world[0], self._storage.tables
        exact = ExactSums.of(*(tables["window_sums"][part] for part in PARTS)).total()
        sums = dict(zip(OF_WINDOW, exact, strict=True))
        counts = tables["task_counts"][0]
        flow_time, tardiness, quality = (tally.sample() for tally in self._samples)
        tasks = TaskTotals(
            **{name: int(counts[name]) for name in counts.dtype.names},
            service_time=sums["service_time"],
            value=sums["value"],
            hours_inside=sums["hours_inside"],
            flow_time=flow_time,
            tardiness=tardiness,
            quality=quality,
        )
        hours = tuple(tables["modes"]["hours"].tolist())
        repeated = int(w["repeated"]), float(w["repeated_hours"])
        visits = VisitTotals(int(w["completed"]), *repeated, hours, self._ratings())
        return AddedUp(tasks, visits, self._weeks(), self._visit_hours())

    def controls(self) -> tuple[float, ...]:
        """Return what luck has drawn in the measured part, less what was expected."""
        w = self._storage.world[0]
        drawn = Drawn(
            arrivals=int(w["poisson_arrivals"]),
            arrivals_by_wip=int(w["arrivals_by_wip"]),
            expected_by_wip=float(w["expected_by_wip"]),
            expected_until=float(w["expected_until"]),
            inside=int(w["all_inside"]),
            requirements=float(w["requirements"]),
            requirements_by_backlog=float(w["requirements_by_backlog"]),
        )
        return drawn.controls(self._expected)

    def _weeks(self) -> WeekTally:
        """Return the weeks, in which tasks have been added up."""
        tables = self._storage.tables
        counts, sums = tables["week_counts"], tables["week_sums"].reshape(-1, len(OF_WEEK))
        return WeekTally.of(
            self._model.horizon,
            {name: counts[name].copy() for name in counts.dtype.names or ()},
            {
                name: ExactSums.of(*(sums[part][:, place] for part in PARTS))
                for place, name in enumerate(OF_WEEK)
            },
        )

    def _live(self, seed: int, replication: int, *, keeps_record: bool) -> None:
        """Let everything happen; tasks and visits are written down or added up."""
        store = self._storage
        word = identity(mixed(seed + 1), replication)
        store.begin(word, *self._with_outages(word), keeps_record=keeps_record)
        self._kernel(store.address, OPEN)
        while (full := self._kernel(store.address, LIVE_ON)) != DONE:
            if _NAMES[full] == "samples":
                self._hand_over()
            else:
                self._make_room(_NAMES[full])
        for log, counter, more in (
            ("visit_log", "visits_logged", "actor_count"),
            ("task_log", "tasks_logged", "used_tasks"),
            ("absence_log", "absences_logged", "actor_count"),
        ):
            while keeps_record or log == "absence_log":
                if store.count(counter) + store.count(more) <= len(store.tables[log]):
                    break
                store.grow(log)
        self._kernel(store.address, CLOSE)

    def _hand_over(self) -> None:
        """Add what has been written down of deliveries to the samples, and forget it."""
        rows = self._storage.tables["samples"][: self._storage.count("sampled")]
        flow_time, tardiness, quality = self._samples
        flow_time.add(rows["flow_time"].copy())
        if self._storage.tables["task_counts"]["promised"][0]:
            tardiness.add(tardiness_of(rows["lateness"]))
        quality.add(rows["quality"][~np.isnan(rows["quality"])])
        self._storage.world["sampled"] = 0

    def _make_room(self, table: str) -> None:
        self._storage.grow(table)
        if table == "actors":
            self._kernel(self._storage.address, REPLANT)

    def _with_outages(self, word: int) -> tuple[dict[str, Rows] | None, Rows | None]:
        """Return the columns and calendars of a replication in which tools have outages by chance."""
        model = self._model
        tools = np.flatnonzero(model.pools.outage_every != NONE).tolist()
        if not tools:
            return None, None
        _, tables, columns = tables_of(model)
        calendars = tables["calendars"]
        for pool in tools:
            number = int(model.actors.calendar[model.actors.pool == pool][0])
            start, end, worked = outages_of(model, pool, word)
            first = len(columns["begins"])
            for name, values in (("begins", start), ("ends", end), ("worked", worked), ("normal_ends", end)):
                columns[name] = np.concatenate([columns[name], values])
            calendars["first"][number], calendars["last"][number] = first, first + len(start)
        return columns, calendars

    def tasks(self) -> Columns:
        """Return the columns of the tasks, in the order of their numbers."""
        tasks = self._storage.tables["task_log"][: self._storage.count("tasks_logged")]
        order = np.empty(len(tasks), dtype=np.int64)
        order[tasks["task"]] = np.arange(len(tasks))
        return {column.name: tasks[column.name][order] for column in TASKS}

    def visits(self) -> Columns:
        """Return the columns of the visits, but for their number; those in hand last."""
        return self._columns("visit_log", "visits_logged", VISITS[1:])

    def waiting(self) -> Columns:
        """Return the columns of what waits, or is in transit."""
        store = self._storage
        tokens = store.tables["tokens"][: store.count("used_tokens")]
        tokens = tokens[tokens["asks"] == 1]
        return {name: tokens[name] for name in ("step", "attempt", "only_pool", "only_actor", "asked_at")} | {
            "task": store.tables["tasks"]["number"][tokens["task"]],
            "ready_at": np.where(tokens["waits"] == 1, tokens["ready_at"], np.nan),
            "rework": tokens["redo"],
        }

    def _ratings(self) -> Ratings:
        """Return what visits have made, by actor and step."""
        store = self._storage
        actors, steps = store.count("actor_count"), store.count("step_count")
        rows = store.tables["ratings"][: actors * steps].reshape(actors, steps)
        return Ratings(*(rows[name].copy() for name in ("count", "total", "squares")))

    def _visit_hours(self) -> VisitHours:
        """Return the hours of visits that have been added up."""
        store = self._storage
        counts = ("actor_count", "span_count", "segment_count", "version_count")
        actors, spans, segments, versions = (store.count(name) for name in counts)
        rows = store.tables["hours"][: actors * spans * segments].reshape(actors, spans, segments)
        by_span = rows.transpose(1, 2, 0)
        own = store.tables["actors"][:actors]
        return VisitHours(
            worked=by_span["worked"].copy(),
            beyond=by_span["beyond"].copy(),
            measured_worked=own["measured_worked"].copy(),
            measured_beyond=own["measured_beyond"].copy(),
            uses=store.tables["uses"]["count"][: segments * versions].reshape(segments, versions).copy(),
        )

    def history(self) -> History:
        """Return what else has happened."""
        store = self._storage
        actors = store.tables["actors"][: store.count("actor_count")]
        levers = store.tables["levers"][: store.count("lever_count")]
        return History(
            pool=actors["pool"].copy(),
            seat=actors["seat"].copy(),
            calendar=actors["calendar"].copy(),
            posted_at=actors["posted_at"].copy(),
            joined_at=actors["joined_at"].copy(),
            full_at=actors["full_at"].copy(),
            left_at=actors["left_at"].copy(),
            rate=actors["rate"].copy(),
            duties=self._duties(),
            stocks=self._columns("stock_log", "stocks_logged", STOCKS),
            absences=self._columns("absence_log", "absences_logged", ABSENCES),
            acted_at=levers["acted_at"].copy(),
        )

    def _columns(self, log: str, counter: str, columns: Sequence[Column]) -> dict[str, Rows]:
        """Return what has been written down; it stands in memory that the next replication uses again."""
        rows = self._storage.tables[log][: self._storage.count(counter)]
        return {column.name: rows[column.name] for column in columns}

    def _duties(self) -> list[DutyHours]:
        store = self._storage
        calendars = store.tables["calendars"][: store.count("calendar_count")]
        return [
            DutyHours(*(store.columns[name][first:last] for name in ("begins", "ends", "worked")))
            for first, last in zip(calendars["first"].tolist(), calendars["last"].tolist(), strict=True)
        ]
