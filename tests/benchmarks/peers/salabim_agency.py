"""W2 in salabim: a component per task, a resource per group, a request for one of several.

python -m tests.benchmarks.peers.salabim_agency HOURS SEED
"""

import random
from collections.abc import Generator
from typing import Any

import salabim as sim

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

sim.yieldless(False)  # processes with yield, which run faster than those without


class Totals:
    """What is counted."""

    arrived = visits = delivered = 0
    waited = flow_time = 0.0


class Task(sim.Component):
    """Work, review, and again with 20 %."""

    def setup(self, groups: list[sim.Resource], totals: Totals) -> None:
        self.groups = groups
        self.totals = totals

    def process(self) -> Generator[Any, None, None]:
        totals = self.totals
        arrived_at = self.env.now()
        totals.arrived += 1
        kind = random.choices(range(REVIEW), SHARES)[0]
        priority = 0 if random.random() < HIGH_SHARE else 1
        while True:
            for needed in (kind, REVIEW):
                ready_at = self.env.now()
                route = [self.groups[group] for group in ROUTES[needed]]
                yield self.request(*route, oneof=True, request_priority=priority)
                totals.waited += self.env.now() - ready_at
                totals.visits += 1
                group = self.groups.index(self.claimed_resources()[0])
                yield self.hold(random.lognormvariate(*LOGS[needed]) * factor(needed, group))
                self.release()
            if random.random() >= REWORK_SHARE:
                break
        totals.delivered += 1
        totals.flow_time += self.env.now() - arrived_at


class Arrivals(sim.Component):
    """Ten tasks an hour."""

    def process(self, groups: list[sim.Resource], totals: Totals) -> Generator[Any, None, None]:
        while True:
            yield self.hold(random.expovariate(TASKS_PER_HOUR))
            Task(groups=groups, totals=totals)


def simulate(hours: float, seed: int) -> Outcome:
    """Return what came out of some hours."""
    env = sim.Environment(trace=False, random_seed=seed)  # which seeds the random module
    totals = Totals()
    Arrivals(groups=[sim.Resource(name, capacity=count) for name, count, _ in GROUPS], totals=totals)
    seconds = cpu_seconds(lambda: env.run(till=hours))
    wait, flow = totals.waited / totals.visits, totals.flow_time / totals.delivered
    return Outcome(totals.arrived, seconds, wait, flow)


if __name__ == "__main__":
    main(simulate)
