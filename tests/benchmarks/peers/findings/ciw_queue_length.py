"""Ciw: what does a service cost when many wait?

    python -m tests.benchmarks.peers.findings.ciw_queue_length

One server, service in one hour, one arrival an hour, and a number of customers waiting from the start: the
queue keeps its length, and each hour has the same two events.
"""

import itertools
import json

import ciw

from tests.benchmarks.peers.program import cpu_seconds

WAITING = (10, 100, 1000, 10_000)
HOURS = 400


def microseconds(waiting: int) -> float:
    """Return CPU time for one service and one arrival, with so many waiting [µs]."""
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Deterministic(1.0)],
        service_distributions=[ciw.dists.Deterministic(1.0)],
        batching_distributions=[ciw.dists.Sequential([waiting, *itertools.repeat(1, 100 * HOURS)])],
        number_of_servers=[1],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(1.5)  # those who wait have come
    return cpu_seconds(lambda: simulation.simulate_until_max_time(1.5 + HOURS)) / HOURS * 1e6


def main() -> None:
    """Print the CPU time by queue length."""
    print(json.dumps({"by_waiting": [[waiting, microseconds(waiting)] for waiting in WAITING]}))


if __name__ == "__main__":
    main()
