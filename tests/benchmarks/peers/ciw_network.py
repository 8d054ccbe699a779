"""W2 in Ciw: one node, and a class of nodes of our own that knows who may serve whom.

    python -m tests.benchmarks.peers.ciw_network HOURS SEED

A stock node has interchangeable servers; Ciw foresees node classes for what is beyond that.  Priorities
are Ciw's own, by customer class; what a task does next hangs on the individual.
"""

import math
import random
from typing import Any

import ciw

from tests.benchmarks.peers.program import Outcome, cpu_seconds, main
from tests.benchmarks.peers.workload import (
    CLASSES,
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

KINDS = {
    f"{name} {priority}": kind
    for kind, name in enumerate(CLASSES[:REVIEW])
    for priority in ("high", "normal")
}
"""Customer classes: a task type at a priority."""
SERVER_GROUP = [group for group, (_, count, _) in enumerate(GROUPS) for _ in range(count)]
"""By place of a server."""


def class_of(ind: Any) -> int:
    """Return what an individual needs now: the work of its type, or a review."""
    return REVIEW if getattr(ind, "in_review", False) else KINDS[ind.customer_class]


class SkilledNode(ciw.Node):
    """A node whose servers belong to groups that serve some classes only."""

    def find_free_server(self, ind: Any) -> Any:
        for group in ROUTES[class_of(ind)]:
            for server in self.servers_of[group]:
                if not server.busy:
                    return server
        return None

    def create_starting_servers(self) -> list[Any]:
        servers = super().create_starting_servers()
        self.servers_of: list[list[Any]] = [[] for _ in GROUPS]
        for group, server in zip(SERVER_GROUP, servers, strict=True):
            self.servers_of[group].append(server)
            server.group = group
        return servers

    def begin_service_if_possible_accept(self, next_individual: Any) -> None:
        self.chosen = next_individual  # whoever waits already has found nobody
        super().begin_service_if_possible_accept(next_individual)

    def begin_service_if_possible_release(self, next_individual: Any, newly_free_server: Any) -> None:
        self.chosen = self.best_for(newly_free_server)
        super().begin_service_if_possible_release(next_individual, newly_free_server)

    def choose_next_customer(self) -> Any:
        return self.chosen

    def best_for(self, server: Any) -> Any:
        """Return who has waited longest among those that a server may serve, high priority first."""
        for individuals in self.individuals:
            for ind in individuals:
                if not ind.server and server.group in ROUTES[class_of(ind)]:
                    return ind
        return None


class Hours(ciw.dists.Distribution):
    """Lognormal hours of what the individual needs, at the speed of its server."""

    def sample(self, t: float | None = None, ind: Any = None) -> float:
        kind = class_of(ind)
        return random.lognormvariate(*LOGS[kind]) * factor(kind, ind.server.group)


class WorkAndReview(ciw.routing.NodeRouting):
    """From work to review, and back with 20 %."""

    def next_node(self, ind: Any) -> Any:
        if class_of(ind) == REVIEW and random.random() >= REWORK_SHARE:
            return self.simulation.nodes[-1]
        ind.in_review = class_of(ind) != REVIEW
        return self.node


def network() -> Any:
    """Return W2."""
    share = {"high": HIGH_SHARE, "normal": 1.0 - HIGH_SHARE}
    rates = {name: TASKS_PER_HOUR * SHARES[kind] * share[name.split()[1]] for name, kind in KINDS.items()}
    return ciw.create_network(
        arrival_distributions={name: [ciw.dists.Exponential(rate)] for name, rate in rates.items()},
        service_distributions={name: [Hours()] for name in KINDS},
        routing={name: ciw.routing.NetworkRouting(routers=[WorkAndReview()]) for name in KINDS},
        priority_classes={name: int(name.endswith("normal")) for name in KINDS},
        number_of_servers=[len(SERVER_GROUP)],
    )


def simulate(hours: float, seed: int) -> Outcome:
    """Return what came out of some hours."""
    ciw.seed(seed)
    simulation = ciw.Simulation(network(), node_class=SkilledNode)
    seconds = cpu_seconds(lambda: simulation.simulate_until_max_time(hours))
    records = simulation.get_all_records(include_incomplete=True)
    waits = [r.waiting_time for r in records if r.waiting_time is not None]
    flows = [
        ind.data_records[-1].exit_date - ind.data_records[0].arrival_date
        for ind in simulation.nodes[-1].all_individuals
    ]
    tasks = simulation.nodes[0].number_of_individuals
    return Outcome(tasks, seconds, math.fsum(waits) / len(waits), math.fsum(flows) / len(flows))


if __name__ == "__main__":
    main(simulate)
