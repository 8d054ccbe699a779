"""W2 as the SimPy documentation teaches it: a process per task, a store of idle workers, a filter.

python -m tests.benchmarks.peers.simpy_idiomatic HOURS SEED
"""

import random
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import simpy
from simpy.resources.resource import SortedQueue
from simpy.resources.store import StoreGet

from tests.benchmarks.peers.program import Outcome, cpu_seconds, main
from tests.benchmarks.peers.workload import (
    GROUPS,
    HIGH_SHARE,
    LOGS,
    REVIEW,
    REWORK_SHARE,
    ROUTES,
    SHARES,
    TASKS_PER_HOUR,
    factor,
)


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
    """The network and its statistics; without a number of tasks they come until the run is stopped."""

    def __init__(self, tasks: int | None, seed: int) -> None:
        self.env = simpy.Environment()
        self.random = random.Random(seed)
        self.tasks = tasks
        self.idle = IdleWorkers(self.env)
        self.idle.items.extend(
            Worker(group, number) for group, (_, count, _) in enumerate(GROUPS) for number in range(count)
        )
        self.arrived = 0
        self.asked = 0
        self.waited = 0.0
        self.visits = 0
        self.flow_time = 0.0
        self.delivered = 0

    def run(self, hours: float | None = None) -> None:
        """Let all tasks enter and leave, or stop after some hours."""
        self.env.process(self.arrivals())
        self.env.run(hours)

    def arrivals(self) -> Generator[simpy.Event, Any, None]:
        """Tasks of four classes, ten an hour."""
        while self.tasks is None or self.arrived < self.tasks:
            yield self.env.timeout(self.random.expovariate(TASKS_PER_HOUR))
            self.arrived += 1
            kind = self.random.choices(range(4), SHARES)[0]
            priority = 0 if self.random.random() < HIGH_SHARE else 1
            self.env.process(self.task(kind, priority))

    def task(self, kind: int, priority: int) -> Generator[simpy.Event, Any, None]:
        """Work, review, and again with 20 %."""
        arrived_at = self.env.now
        while True:
            yield from self.visit(kind, priority)
            yield from self.visit(REVIEW, priority)
            if self.random.random() >= REWORK_SHARE:
                break
        self.flow_time += self.env.now - arrived_at
        self.delivered += 1

    def visit(self, kind: int, priority: int) -> Generator[simpy.Event, Any, None]:
        """Wait for a worker, hold him, give him back."""
        hours = self.random.lognormvariate(*LOGS[kind])
        asked_at = self.env.now
        self.asked += 1
        worker = yield self.idle.get(ROUTES[kind], (priority, self.asked))
        self.waited += self.env.now - asked_at
        self.visits += 1
        yield self.env.timeout(hours * factor(kind, worker.group))
        yield self.idle.put(worker)


def simulate(hours: float, seed: int) -> Outcome:
    """Return what came out of some hours."""
    agency = Agency(None, seed)
    seconds = cpu_seconds(lambda: agency.run(hours))
    wait, flow = agency.waited / agency.visits, agency.flow_time / agency.delivered
    return Outcome(agency.arrived, seconds, wait, flow)


if __name__ == "__main__":
    main(simulate)
