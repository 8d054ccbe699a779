"""How many seats the work itself needs, where everything else is in good order."""

import math

import numpy as np

from sim.engines import get_engine
from sim.experiments.diagnosis.ideals import Need, ideal
from sim.experiments.diagnosis.margins import pools_that_may
from sim.experiments.diagnosis.norms import norm
from sim.measures.books.causes import Side
from sim.model.model import CLOSED, Model
from sim.records.record import RunRecord
from sim.rules.calendar import WEEK
from sim.scenario.load_estimate import PoolLoad, balanced_loads

AMPLE = 3
"""Times its seats that each pool has while the work is measured (assumed)."""
PILOTS = 2
"""Runs over which it is measured (assumed)."""
EVERYTHING = frozenset({Side.HUMAN, Side.MACHINE, Side.INTERACTION})


def need_of(model: Model, engine: str, seed: int) -> Need:
    """Return the seats that pools need beside their own, so that the work keeps nobody too busy.

    None where customers come back once they are served: there is always work for more people, and nobody can
    say how many would be enough.

    The work of each step is measured where all sides are in good order and seats are ample; it is spread over
    those who may do it as evenly as that allows.

    Args:
        model: the model.
        engine: name of the engine that runs it.
        seed: names the luck.
    """
    if (model.types.source == CLOSED).any():
        return Need()
    pools = range(len(model.names.pools))
    seats = [int(np.count_nonzero(model.actors.pool == pool)) for pool in pools]
    ample = Need({pool: AMPLE * count for pool, count in enumerate(seats) if count})
    put_right = ideal(model, EVERYTHING, ample)
    run = get_engine(engine)
    records = [run(put_right, seed, replication) for replication in range(PILOTS)]
    work = _work(records)
    hours = _hours_of_a_seat(records, len(seats))
    able = {
        str(step): tuple(str(pool) for pool in pools_that_may(model, step) if hours[pool] * seats[pool] > 0.0)
        for step in range(len(model.names.steps))
    }
    capacity = {str(pool): hours[pool] * seats[pool] for pool in pools if hours[pool] * seats[pool] > 0.0}
    missing = _missing(balanced_loads(work, able, capacity), seats)
    return Need(missing | {tool: missing.get(tool, 1) for tool in _held_up(model, records)})


def _work(records: list[RunRecord]) -> dict[str, float]:
    """Return the hands-on hours a week that each step takes, by its number."""
    steps = range(len(records[0].names.steps))
    hours = np.zeros(len(steps))
    for record in records:
        measured = record.visits["started_at"] >= record.warm_up
        hours += np.bincount(
            record.visits["step"][measured], record.visits["service_time"][measured], len(steps)
        )
    weeks = sum((record.horizon - record.warm_up) / WEEK for record in records)
    return {str(step): float(hours[step]) / weeks for step in steps}


def _hours_of_a_seat(records: list[RunRecord], pools: int) -> list[float]:
    """Return the hours on duty of one seat of each pool in a week."""
    available, there = np.zeros(pools), np.zeros(pools)
    for record in records:
        table = record.pool_weeks
        np.add.at(available, table["pool"], table["available_time"])
        np.add.at(there, table["pool"], table["actors"])
    return [float(hours / max(count, 1.0)) for hours, count in zip(available, there, strict=True)]


def _held_up(model: Model, records: list[RunRecord]) -> list[int]:
    """Return the tools whose rate limit the work would use up by more than is good."""
    weeks = sum(record.horizon / WEEK for record in records)
    pools = [record.actors["pool"][record.visits["actor"]] for record in records]
    starts = np.bincount(np.concatenate(pools), minlength=len(model.names.pools)) / weeks
    return np.flatnonzero(starts * model.pools.spacing / WEEK > norm("utilisation")).tolist()


def _missing(loads: tuple[PoolLoad, ...], seats: list[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for load in loads:
        over = load.utilisation / norm("utilisation")
        for name in load.pools if over > 1.0 else ():
            pool = int(name)
            found[pool] = math.ceil(seats[pool] * over) - seats[pool]
    return {pool: more for pool, more in found.items() if more > 0}
