"""Engines: a model and (seed, replication) in, a run record out."""

from collections.abc import Callable

from sim.errors import UsageError
from sim.model.model import Model
from sim.records.record import RunRecord

Engine = Callable[[Model, int, int], RunRecord]
"""(model, seed, replication) → record: a pure function."""
ENGINES = ("reference",)
"""Names of the engines."""


def get_engine(name: str) -> Engine:
    """Return an engine by its name.

    Raises:
        UsageError: no engine has that name.
    """
    if name == "reference":
        from sim.engines.reference import run

        return run
    raise UsageError(f"engine = {name!r}: there is no such engine; choose one of {', '.join(ENGINES)}")
