"""What every peer's program does besides simulating: read HOURS and SEED, and print one line of JSON."""

import json
import sys
import time
from collections.abc import Callable
from typing import NamedTuple


class Outcome(NamedTuple):
    """What a program prints.

    Attributes:
        tasks: tasks that arrived.
        cpu_seconds: of the simulation alone: no import, no building, no statistics.
        mean_wait: of the visits begun [h].
        mean_flow: mean flow time of the tasks delivered [h].
    """

    tasks: int
    cpu_seconds: float
    mean_wait: float
    mean_flow: float


def cpu_seconds(run: Callable[[], object]) -> float:
    """Return the CPU time of a call."""
    begun = time.process_time()
    run()
    return time.process_time() - begun


def main(simulate: Callable[[float, int], Outcome]) -> None:
    """Simulate what the command line asks for."""
    print(json.dumps(simulate(float(sys.argv[1]), int(sys.argv[2]))._asdict()))
