"""What does AI do to an organisation?  Compare strategies by throughput and by the variability of quality.

import sim
comparison = sim.compare("scenarios/content-agency")

Nothing heavy is imported before it is used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.api import (
        check,
        compare,
        diff,
        explain,
        knock_out,
        load_scenario,
        loops,
        resolve,
        run,
        schema,
        sweep,
    )
    from sim.errors import EngineRefusalError, ScenarioError, SimError, UsageError
    from sim.experiments.findings import Comparison, Difference, Estimate, Replications
    from sim.experiments.knockout import Knockout
    from sim.experiments.sweeping.findings import Sweep
    from sim.report import write_comparison, write_knockout, write_replications, write_sweep
    from sim.rules.loops import Loop
    from sim.scenario.load import LoadedScenario

    __version__: str

__all__ = [
    "Comparison",
    "Difference",
    "EngineRefusalError",
    "Estimate",
    "Knockout",
    "LoadedScenario",
    "Loop",
    "Replications",
    "ScenarioError",
    "SimError",
    "Sweep",
    "UsageError",
    "__version__",
    "check",
    "compare",
    "diff",
    "explain",
    "knock_out",
    "load_scenario",
    "loops",
    "resolve",
    "run",
    "schema",
    "sweep",
    "write_comparison",
    "write_knockout",
    "write_replications",
    "write_sweep",
]

_HOMES = {
    "sim.api": (
        "check",
        "compare",
        "diff",
        "explain",
        "knock_out",
        "load_scenario",
        "loops",
        "resolve",
        "run",
        "schema",
        "sweep",
    ),
    "sim.errors": ("EngineRefusalError", "ScenarioError", "SimError", "UsageError"),
    "sim.experiments.findings": ("Comparison", "Difference", "Estimate", "Replications"),
    "sim.experiments.knockout": ("Knockout",),
    "sim.experiments.sweeping.findings": ("Sweep",),
    "sim.report": ("write_comparison", "write_knockout", "write_replications", "write_sweep"),
    "sim.rules.loops": ("Loop",),
    "sim.scenario.load": ("LoadedScenario",),
}
"""The module that defines each public name."""


def __getattr__(name: str) -> object:
    """Import a public name where it is first used."""
    if name == "__version__":
        from importlib.metadata import version

        return version("workforce-sim")
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'sim' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
