"""W2 without priorities in Prosimos, which simulates a number of cases and not a number of hours.

python -m tests.benchmarks.peers.prosimos_process HOURS SEED
"""

import math
import random
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from prosimos.simulation_engine import SimBPMEnv, execute_full_process
from prosimos.simulation_setup import SimDiffSetup

from tests.benchmarks.peers.program import Outcome, cpu_seconds, main
from tests.benchmarks.peers.prosimos_model import HOUR, diagram, parameters, written
from tests.benchmarks.peers.workload import TASKS_PER_HOUR


def simulate_cases(bpmn: str, values: dict[str, Any], cases: int, seed: int) -> Outcome:
    """Return what came out of some cases of a model, once all have left."""
    random.seed(seed)
    np.random.seed(seed)
    with tempfile.TemporaryDirectory() as folder:
        setup = SimDiffSetup(*written(Path(folder), bpmn, values), False, cases)
    environment = SimBPMEnv(setup, None, None)
    seconds = cpu_seconds(lambda: execute_full_process(environment))
    traces = environment.log_info.trace_list
    waits = [event.waiting_time for trace in traces for event in trace.event_list]
    flows = [(trace.completed_at - trace.started_at).total_seconds() for trace in traces]
    wait, flow = math.fsum(waits) / len(waits), math.fsum(flows) / len(flows)
    return Outcome(cases, seconds, wait / HOUR, flow / HOUR)


def simulate(hours: float, seed: int) -> Outcome:
    """Return what came out of as many cases as arrive in some hours on average."""
    return simulate_cases(diagram(), parameters(), round(hours * TASKS_PER_HOUR), seed)


if __name__ == "__main__":
    main(simulate)
