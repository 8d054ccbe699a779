"""SimPy: what does a turn at a FilterStore cost when others are idle, and others wait?

    python -m tests.benchmarks.peers.findings.simpy_filter_store

A number of workers are idle whom nobody wants, and as many tasks wait for a skill whose workers are away.
Meanwhile one worker of a third skill is taken and given back, again and again.
"""

import json
from collections.abc import Generator
from typing import Any

import simpy

from tests.benchmarks.peers.program import cpu_seconds

CROWDS = (10, 30, 100, 300)
TURNS = 300


def wanted(store: simpy.FilterStore, skill: str) -> Any:
    """Ask for a worker of a skill."""
    return store.get(lambda worker: worker == skill)


def turns(env: simpy.Environment, store: simpy.FilterStore) -> Generator[Any, Any, None]:
    """Take the third worker and give him back."""
    for _ in range(TURNS):
        worker = yield wanted(store, "third")
        yield env.timeout(1.0)
        yield store.put(worker)


def microseconds(crowd: int) -> float:
    """Return CPU time for a turn, with so many idle and so many waiting [µs]."""
    env = simpy.Environment()
    store = simpy.FilterStore(env)
    store.items.extend(["unwanted"] * crowd + ["third"])
    for _ in range(crowd):
        wanted(store, "away")
    env.process(turns(env, store))
    return cpu_seconds(env.run) / TURNS * 1e6


def main() -> None:
    """Print the CPU time by the number of idle workers and of waiting tasks."""
    print(json.dumps({"by_crowd": [[crowd, microseconds(crowd)] for crowd in CROWDS]}))


if __name__ == "__main__":
    main()
