"""W2 as the SimPy documentation teaches it: a process per task, a store of idle workers, a filter."""

import random
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import simpy
from simpy.resources.resource import SortedQueue
from simpy.resources.store import StoreGet

GROUPS = (("ai", 4, 0.5), ("junior", 10, 1.0), ("mid", 8, 0.8), ("senior", 6, 0.7), ("freelance", 8, 0.9))
"""Name, workers, factor on the work time."""
AI, JUNIOR, MID, SENIOR, FREELANCE = range(5)
ROUTES = (
    (AI, JUNIOR, FREELANCE),
    (JUNIOR, MID, FREELANCE),
    (MID, SENIOR, FREELANCE),
    (SENIOR, MID),
    (SENIOR,),
)
"""By class: groups in order of preference; the last class is the review."""
REVIEW = 4
MEANS = (1.0, 2.0, 4.0, 6.0)
SHARES = (0.4, 0.3, 0.2, 0.1)
WORK_LOG = (0.30748469974796066, 0.5545169917441063)
"""Variance and standard deviation of the logarithm at cv 0.6: ln(1.36)."""
REVIEW_LOG = (0.22314355131420976, 0.47238072707743884)
"""The same at cv 0.5: ln(1.25)."""


@dataclass(frozen=True)
class Worker:
    """One server."""

    group: int
    number: int


class WorkerGet(StoreGet):
    """A request for a worker of some groups, served by priority and then in order of asking."""

    def __init__(self, store: "IdleWorkers", route: tuple[int, ...], key: tuple[int, int]) -> None:
        self.route = route
        self.key = key
        super().__init__(store)


class IdleWorkers(simpy.Store):
    """A store of idle workers that knows a task's order of preference."""

    GetQueue = SortedQueue
    get = simpy.core.BoundClass(WorkerGet)  # type: ignore[assignment]

    def _do_get(self, event: WorkerGet) -> bool:  # type: ignore[override]
        for group in event.route:
            fitting = [worker for worker in self.items if worker.group == group]
            if fitting:
                worker = min(fitting, key=lambda w: w.number)
                self.items.remove(worker)
                event.succeed(worker)
                break
        return True


class Agency:
    """The network and its statistics."""

    def __init__(self, tasks: int, seed: int) -> None:
        self.env = simpy.Environment()
        self.random = random.Random(seed)
        self.tasks = tasks
        self.idle = IdleWorkers(self.env)
        self.idle.items.extend(
            Worker(group, number) for group, (_, count, _) in enumerate(GROUPS) for number in range(count)
        )
        self.asked = 0
        self.waited = 0.0
        self.visits = 0
        self.flow_time = 0.0

    def run(self) -> None:
        """Let all tasks enter and leave."""
        self.env.process(self.arrivals())
        self.env.run()

    def arrivals(self) -> Generator[simpy.Event, Any, None]:
        """Tasks of four classes, ten an hour."""
        for _ in range(self.tasks):
            yield self.env.timeout(self.random.expovariate(10.0))
            kind = self.random.choices(range(4), SHARES)[0]
            priority = 0 if self.random.random() < 0.15 else 1
            self.env.process(self.task(kind, priority))

    def task(self, kind: int, priority: int) -> Generator[simpy.Event, Any, None]:
        """Work, review, and again with 20 %."""
        arrived_at = self.env.now
        while True:
            work = MEANS[kind] * self.random.lognormvariate(-0.5 * WORK_LOG[0], WORK_LOG[1])
            yield from self.visit(kind, priority, work)
            review = 0.3 * self.random.lognormvariate(-0.5 * REVIEW_LOG[0], REVIEW_LOG[1])
            yield from self.visit(REVIEW, priority, review)
            if self.random.random() >= 0.2:
                break
        self.flow_time += self.env.now - arrived_at

    def visit(self, kind: int, priority: int, hours: float) -> Generator[simpy.Event, Any, None]:
        """Wait for a worker, hold him, give him back."""
        asked_at = self.env.now
        self.asked += 1
        worker = yield self.idle.get(ROUTES[kind], (priority, self.asked))
        self.waited += self.env.now - asked_at
        self.visits += 1
        yield self.env.timeout(hours if kind == REVIEW else hours * GROUPS[worker.group][2])
        yield self.idle.put(worker)
