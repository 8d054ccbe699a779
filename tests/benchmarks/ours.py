"""W2 on our engines: the model, at any length and size, and one timed run."""

import math
import tempfile
import time
from pathlib import Path

import numpy as np
import yaml

from sim.engines import Engine, Summing
from sim.model.build import build
from sim.model.model import Model
from sim.records.totals import RunTotals, totals_of
from sim.scenario.load import load_scenario
from tests.benchmarks.peers.program import Outcome
from tests.benchmarks.peers.workload import GROUPS

W2 = Path(__file__).parent / "w2.yaml"
SERVERS = sum(count for _, count, _ in GROUPS)


def w2_model(hours: float, scale: int = 1) -> Model:
    """Return the model of ``w2.yaml``.

    Args:
        hours: length of the run [h].
        scale: multiplies everybody's number and the arrivals, so that the load stays.
    """
    tree = yaml.safe_load(W2.read_text(encoding="utf-8"))
    tree["run_length"] = f"{hours} h"
    for task_type in tree["task_types"].values():
        rate, unit = task_type["arrivals"].split(" ", 1)
        task_type["arrivals"] = f"{scale * int(rate)} {unit}"
    for pools, size in (("people", "headcount"), ("tools", "slots"), ("freelancers", "seats")):
        for pool in tree[pools].values():
            pool[size] *= scale
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "w2.yaml"
        path.write_text(yaml.safe_dump(tree, sort_keys=False), encoding="utf-8")
        return build(load_scenario(path).under())


def timed(engine: Summing, model: Model, seed: int, replication: int = 0) -> tuple[RunTotals, float]:
    """Return what a run adds up to, and its CPU seconds."""
    begun = time.process_time()
    totals = totals_of(engine(model, seed, replication))
    return totals, time.process_time() - begun


def outcome(engine: Summing, model: Model, seed: int, replication: int = 0) -> Outcome:
    """Return one timed run, as the peers' programs print it; totals say nothing of the wait of a visit."""
    totals, seconds = timed(engine, model, seed, replication)
    return Outcome(totals.tasks.arrived, seconds, math.nan, totals.tasks.flow_time.mean)


def simulate(engine: Engine, model: Model, seed: int, replication: int = 0) -> Outcome:
    """Return one run, as the peers' programs print it, from its record."""
    begun = time.process_time()
    record = engine(model, seed, replication)
    seconds = time.process_time() - begun
    tasks, visits = record.tasks, record.visits
    wait = float(np.mean(visits["started_at"] - visits["ready_at"]))
    flow = float(np.nanmean(tasks["delivered_at"] - tasks["arrived_at"]))
    return Outcome(len(tasks["task"]), seconds, wait, flow)


def events(totals: RunTotals) -> int:
    """Return the number of model events: arrivals, and visits that ended."""
    return totals.tasks.arrived + totals.visits.completed
