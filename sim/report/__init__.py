"""Tables, plots and pages made from findings."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.report.results import (
        write_bottleneck,
        write_comparison,
        write_diagnosis,
        write_knockout,
        write_replications,
        write_study,
        write_variability,
    )
    from sim.report.sweeping.results import write_sweep
    from sim.report.terminal import print_comparison, print_replications

__all__ = [
    "print_comparison",
    "print_replications",
    "write_bottleneck",
    "write_comparison",
    "write_diagnosis",
    "write_knockout",
    "write_replications",
    "write_study",
    "write_sweep",
    "write_variability",
]
_PLACES = {
    "print_comparison": "sim.report.terminal",
    "print_replications": "sim.report.terminal",
    "write_bottleneck": "sim.report.results",
    "write_comparison": "sim.report.results",
    "write_diagnosis": "sim.report.results",
    "write_knockout": "sim.report.results",
    "write_replications": "sim.report.results",
    "write_study": "sim.report.results",
    "write_sweep": "sim.report.sweeping.results",
    "write_variability": "sim.report.results",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is asked for: figures and tables are heavy."""
    from importlib import import_module

    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)
