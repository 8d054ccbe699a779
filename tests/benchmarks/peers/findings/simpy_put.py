"""SimPy: a ``put`` that is not waited for lets its own process ask again before those who wait are served.

    python -m tests.benchmarks.peers.findings.simpy_put

One worker in a store whose requests are sorted by priority.  A routine task asks at once and finds the
worker taken.  An urgent client holds the worker for an hour, gives him back, and asks again, a hundred
times.  The moment the worker is given back nobody but the routine task is waiting.
"""

import json
from collections.abc import Generator
from typing import Any

import simpy
from simpy.resources.resource import SortedQueue
from simpy.resources.store import StoreGet

URGENT, ROUTINE = 0, 1
TURNS = 100


class PriorityGet(StoreGet):
    """A request with a priority."""

    def __init__(self, store: simpy.Store, key: int) -> None:
        self.key = key
        super().__init__(store)


class PriorityStore(simpy.Store):
    """A store that serves requests by priority."""

    GetQueue = SortedQueue
    get = simpy.core.BoundClass(PriorityGet)  # type: ignore[assignment]


def urgent(env: simpy.Environment, store: PriorityStore, *, waits: bool) -> Generator[Any, Any, None]:
    """Take the worker for an hour, again and again."""
    for _ in range(TURNS):
        worker = yield store.get(URGENT)
        yield env.timeout(1.0)
        put = store.put(worker)
        if waits:
            yield put


def routine(env: simpy.Environment, store: PriorityStore, served: list[float]) -> Generator[Any, Any, None]:
    """Wait for the worker, and note when he came."""
    worker = yield store.get(ROUTINE)
    served.append(env.now)
    yield store.put(worker)


def wait(*, waits: bool) -> float:
    """Return how long the routine task waits [h]."""
    env = simpy.Environment()
    store = PriorityStore(env)
    store.items.append("worker")
    served: list[float] = []
    env.process(urgent(env, store, waits=waits))
    env.process(routine(env, store, served))
    env.run()
    return served[0]


def main() -> None:
    """Print how long the routine task waits [h]."""
    print(json.dumps({"with_yield": wait(waits=True), "without_yield": wait(waits=False), "turns": TURNS}))


if __name__ == "__main__":
    main()
