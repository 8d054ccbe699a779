"""Stand-ins for an engine, importable by other processes: a model here is any plain value."""

import os
import time
from pathlib import Path

import numpy as np

from sim.errors import EngineRefusalError
from sim.model.names import Names, PoolKind
from sim.records.columns import TABLES
from sim.records.record import Account, RunRecord

NAMES = Names(("article",), ("draft",), ("writers",), (PoolKind.PEOPLE,), (), "USD")


def drawn(model: float, seed: int, replication: int) -> RunRecord:
    """A few deliveries whose quality depends on model, seed and replication alone."""
    luck = np.random.default_rng([seed, replication]).random(20)
    tables = {table: {c.name: np.zeros(0, c.dtype) for c in columns} for table, columns in TABLES.items()}
    tables["tasks"] = {column.name: np.zeros(20, column.dtype) for column in TABLES["tasks"]} | {
        "parent": np.full(20, -1),
        "delivered_at": np.linspace(1.0, 300.0, 20),
        "quality": model * luck,
    }
    tables["ledger"] = {
        "account": np.array([int(Account.TOOLS)]),
        "pool": np.array([0]),
        "amount": np.array([luck[0]]),
        "measured_amount": np.array([luck[0]]),
    }
    return RunRecord(seed, replication, "drawn", 336.0, 0.0, NAMES, **tables)


def with_process_number(model: float, seed: int, replication: int) -> RunRecord:
    """As ``drawn``, with the number of the process that computed it in the ledger."""
    record = drawn(model, seed, replication)
    record.ledger["amount"][0] = os.getpid()
    return record


def failing(model: float, seed: int, replication: int) -> RunRecord:
    """Fails in replication 3."""
    if replication == 3:
        raise ZeroDivisionError("division by zero")
    return drawn(model, seed, replication)


def refusing(model: float, seed: int, replication: int) -> RunRecord:
    """Refuses every model."""
    raise EngineRefusalError("engine 'small': cannot do batches")


def dying(model: float, seed: int, replication: int) -> RunRecord:
    """Ends its process, as an operating system short of memory would."""
    os._exit(9)


def sleeping(model: float, seed: int, replication: int) -> RunRecord:
    """Takes a minute from replication 1 on."""
    if replication > 0:
        time.sleep(60.0)
    return drawn(model, seed, replication)


def ticking(model: str, seed: int, replication: int) -> RunRecord:
    """Writes to a file of its process in the folder ``model``, for a minute."""
    clock = Path(model) / f"{os.getpid()}.clock"
    for tick in range(1200):
        clock.write_text(str(tick), encoding="utf-8")
        time.sleep(0.05)
    return drawn(1.0, seed, replication)


class Squares:
    """Work that is no plan: the square of each key."""

    def result(self, key: int) -> int:
        if key < 0:
            raise ValueError("below zero")
        return key * key

    def described(self, key: int, error: BaseException) -> str:
        return f"the square of {key}: {type(error).__name__}: {error}"
