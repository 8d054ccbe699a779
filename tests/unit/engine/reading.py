"""Reading a run record aloud: what the tests of the engine compare with a story worked out by hand."""

import numpy as np

from sim.records.record import Account, Mode, Outcome, RunRecord

Row = tuple[object, ...]


def who(record: RunRecord, actor: int) -> str:
    """Return an actor by pool, with the seat where the pool has more than one: ``writers 2``."""
    pools = record.actors["pool"]
    name = record.names.pools[pools[actor]]
    alone = np.count_nonzero(pools == pools[actor]) == 1
    return name if alone else f"{name} {record.actors['seat'][actor]}"


def visits(record: RunRecord, *columns: str, step: str = "", task: int | None = None) -> list[Row]:
    """Return some columns of the visits in order of their start, with names for indices.

    Args:
        record: the run.
        columns: columns of the table of visits; ``who`` is the actor in words.
        step: only visits to this step.
        task: only visits of this task.
    """
    v = record.visits
    rows = range(len(v["visit"]))
    rows = sorted(rows, key=lambda row: (v["started_at"][row], v["visit"][row]))
    told = {
        "who": lambda row: who(record, int(v["actor"][row])),
        "step": lambda row: record.names.steps[v["step"][row]],
        "mode": lambda row: Mode(v["mode"][row]).name,
        "outcome": lambda row: Outcome(v["outcome"][row]).name,
    }
    return [
        tuple(told[name](row) if name in told else v[name][row].item() for name in columns)
        for row in rows
        if (not step or record.names.steps[v["step"][row]] == step)
        and (task is None or v["task"][row] == task)
    ]


def column(record: RunRecord, name: str, step: str = "", task: int | None = None) -> list[object]:
    """Return one column of the visits, as ``visits`` does."""
    return [value for (value,) in visits(record, name, step=step, task=task)]


def tasks(record: RunRecord, name: str) -> list[object]:
    """Return one column of the tasks."""
    return record.tasks[name].tolist()


def ledger(record: RunRecord, amount: str = "amount") -> dict[tuple[str, str], float]:
    """Return the ledger by (account, pool)."""
    rows = zip(record.ledger["account"], record.ledger["pool"], record.ledger[amount], strict=True)
    return {
        (Account(account).name, record.names.pools[pool]): float(amount) for account, pool, amount in rows
    }


def weekly(record: RunRecord, name: str) -> list[object]:
    """Return one column of the weeks."""
    return record.weeks[name].tolist()


def by_pool_and_week(record: RunRecord, name: str) -> dict[str, list[object]]:
    """Return one column of the pools' weeks, a list of weeks for each pool."""
    table = record.pool_weeks
    return {
        pool: table[name][table["pool"] == number].tolist() for number, pool in enumerate(record.names.pools)
    }
