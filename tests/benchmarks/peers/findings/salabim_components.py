"""salabim: what does it cost to create a component, and how much of that is looking at its signatures?

    python -m tests.benchmarks.peers.findings.salabim_components

The same creations are timed as they are, and with the answers of ``inspect.signature`` remembered.
"""

import inspect
import json
import statistics
from collections.abc import Callable, Generator
from typing import Any

import salabim as sim

from tests.benchmarks.peers.program import cpu_seconds

COMPONENTS = 1000
ROUNDS = 5

sim.yieldless(False)


class Visitor(sim.Component):
    """Comes and goes."""

    def setup(self, size: float) -> None:
        self.size = size

    def process(self) -> Generator[Any, None, None]:
        yield self.hold(self.size)


def create() -> None:
    """Create some components."""
    for _ in range(COMPONENTS):
        Visitor(size=1.0)


def remembering(signature: Callable[..., Any]) -> Callable[..., Any]:
    """Return a look-up that asks once for each function, whatever it is bound to."""
    known: dict[object, Any] = {}

    def look_up(method: Any) -> Any:
        key = getattr(method, "__func__", method), hasattr(method, "__self__")
        if key not in known:
            known[key] = signature(method)
        return known[key]

    return look_up


def microseconds() -> float:
    """Return CPU time to create one component [µs]."""
    sim.Environment(trace=False)
    return cpu_seconds(create) / COMPONENTS * 1e6


def main() -> None:
    """Print the medians as they are and with signatures remembered, from interleaved rounds."""
    looked_up, remembered = [], []
    signature = inspect.signature
    for _ in range(ROUNDS):
        looked_up.append(microseconds())
        inspect.signature = remembering(signature)
        remembered.append(microseconds())
        inspect.signature = signature
    medians = statistics.median(looked_up), statistics.median(remembered)
    print(json.dumps({"looked_up": medians[0], "remembered": medians[1]}))


if __name__ == "__main__":
    main()
