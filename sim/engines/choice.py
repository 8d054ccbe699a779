"""Which engine runs an experiment, where it is left to us.  Every engine gives the same digits."""

import logging
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from sim.engines import AUTO, Summing, get_summing
from sim.engines.kernel import cache
from sim.engines.size import expected_visits
from sim.errors import UsageError
from sim.model.model import Model
from sim.records.record import Run

VISIT_TIME = 40e-6
"""What a visit takes the reference engine (assumed) [s]."""
WORTH_LOADING, WORTH_COMPILING = 1.5, 20.0
"""Work of the reference engine from which on the kernel is loaded, or compiled (assumed) [s]."""
FIRST_TIME = 20.0
"""How long compiling is expected to take where it has never been done (assumed) [s]."""
_log = logging.getLogger(__name__)
_seen: dict[str, float] = {"warm": False, "again": 0.0}


@dataclass(frozen=True, slots=True)
class Choice:
    """An engine and its name, for all that is read from totals."""

    name: str
    engine: Summing


def choose(name: str, models: Sequence[Model], replications: int, *, wait: bool = False) -> Choice:
    """Return the engine of a name, or for ``auto`` that which has the answer sooner; say which and why.

    Args:
        name: of an engine, or ``auto``.
        models: what is to be run.
        replications: of each.
        wait: where the kernel is worth compiling, whether it is compiled first; else the reference engine
            works meanwhile.

    Raises:
        UsageError: no engine has that name.
    """
    if name == "kernel":
        say_if_compiling()
    if name != AUTO:
        return Choice(name, get_summing(name))
    visits = sum(expected_visits(model) for model in models) * replications
    work = visits * VISIT_TIME
    if work < WORTH_LOADING:
        return _chosen("reference", visits)
    if _is_warm():
        return _chosen("kernel", visits)
    if work < WORTH_COMPILING:
        return _chosen("reference", visits)
    if wait:
        say_if_compiling()
        return Choice("kernel", get_summing("kernel"))
    _compile_beside()
    _log.info(
        "engine: kernel, for about %s visits; it is compiled now, once (about %.0f s), and the reference "
        "engine works meanwhile",
        f"{visits:,.0f}",
        _expected_seconds(),
    )
    return Choice("kernel", reference_until_compiled)


def reference_until_compiled(model: Model, seed: int, replication: int) -> Run:
    """Run the kernel if it has been compiled, else the reference engine: the digits are the same."""
    return get_summing("kernel" if _is_warm() else "reference")(model, seed, replication)


def _chosen(name: str, visits: float) -> Choice:
    _log.info("engine: %s, for about %s visits", name, f"{visits:,.0f}")
    return Choice(name, get_summing(name))


def _is_warm() -> bool:
    """Return whether the kernel is there; looked at once a second at most."""
    now = time.monotonic()
    if not _seen["warm"] and now >= _seen["again"]:
        _seen["again"] = now + 1.0
        try:
            _seen["warm"] = cache.is_warm()
        except UsageError:  # no folder can be written: nothing is kept
            _seen["warm"] = False
    return bool(_seen["warm"])


def _expected_seconds() -> float:
    return cache.compile_seconds() or FIRST_TIME


def say_if_compiling() -> None:
    """Say that the kernel is compiled first, where it has not been."""
    if not _is_warm():
        _log.info("engine: kernel; it is compiled now, once: about %.0f s", _expected_seconds())


def _compile_beside() -> None:
    """Let a process of its own compile the kernel into the cache, unless one is at it."""
    if not cache.claim():
        return
    subprocess.Popen(
        [sys.executable, "-m", "sim.engines.kernel"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
