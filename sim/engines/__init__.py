"""Engines: a model and (seed, replication) in, a run record out."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.model.model import Model
    from sim.records.record import Run, RunRecord

Engine = Callable[["Model", int, int], "RunRecord"]
"""(model, seed, replication) → record: a pure function."""
Summing = Callable[["Model", int, int], "Run"]
"""The same, where what the record adds up to will do."""
AUTO = "auto"
"""The name that leaves the choice to ``sim.engines.choice``."""
ENGINES = ("reference", "kernel")
"""Names of the engines."""


def get_engine(name: str) -> Engine:
    """Return an engine by its name.

    Raises:
        UsageError: no engine has that name.
    """
    if name == "reference":
        from sim.engines.reference import run

        return run
    if name == "kernel":
        from sim.engines.kernel.run import run as run_kernel

        return run_kernel
    raise _unknown(name)


def get_summing(name: str) -> Summing:
    """Return an engine by its name, where what its records add up to will do: the same digits, sooner.

    Raises:
        UsageError: no engine has that name.
    """
    if name == "kernel":
        from sim.engines.kernel.run import totals

        return totals
    return get_engine(name)


def _unknown(name: str) -> UsageError:
    known = ", ".join((AUTO, *ENGINES))
    return UsageError(f"engine = {name!r}: there is no such engine; choose one of {known}")
