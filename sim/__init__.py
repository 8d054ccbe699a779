"""What does AI do to an organisation?  Compare strategies by throughput and by the variability of quality.

import sim
comparison = sim.compare("scenarios/content-agency")

Nothing heavy is imported before it is used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.api import (
        bottleneck,
        check,
        compare,
        diagnose,
        diff,
        explain,
        export,
        knock_out,
        load_scenario,
        loops,
        resolve,
        run,
        schema,
        study,
        sweep,
        task,
        variability,
        verify,
    )
    from sim.errors import EngineRefusalError, ScenarioError, SimError, UsageError
    from sim.experiments.bottleneck import Bottleneck
    from sim.experiments.diagnosis.diagnose import Diagnosis
    from sim.experiments.findings import Comparison, Difference, Replications
    from sim.experiments.knockout import Knockout
    from sim.experiments.study import Study
    from sim.experiments.sweeping.findings import Sweep
    from sim.experiments.tasks.life import TaskLife
    from sim.experiments.variability import Variability
    from sim.report import (
        write_bottleneck,
        write_comparison,
        write_diagnosis,
        write_knockout,
        write_replications,
        write_study,
        write_sweep,
        write_variability,
    )
    from sim.rules.loops import Loop
    from sim.scenario.load import LoadedScenario
    from sim.statistics.estimate import Estimate

    __version__: str

__all__ = [
    "Bottleneck",
    "Comparison",
    "Diagnosis",
    "Difference",
    "EngineRefusalError",
    "Estimate",
    "Knockout",
    "LoadedScenario",
    "Loop",
    "Replications",
    "ScenarioError",
    "SimError",
    "Study",
    "Sweep",
    "TaskLife",
    "UsageError",
    "Variability",
    "__version__",
    "bottleneck",
    "check",
    "compare",
    "diagnose",
    "diff",
    "explain",
    "export",
    "knock_out",
    "load_scenario",
    "loops",
    "resolve",
    "run",
    "schema",
    "study",
    "sweep",
    "task",
    "variability",
    "verify",
    "write_bottleneck",
    "write_comparison",
    "write_diagnosis",
    "write_knockout",
    "write_replications",
    "write_study",
    "write_sweep",
    "write_variability",
]

_HOMES = {
    "sim.api": (
        "bottleneck",
        "check",
        "compare",
        "diagnose",
        "diff",
        "explain",
        "export",
        "knock_out",
        "load_scenario",
        "loops",
        "resolve",
        "run",
        "schema",
        "study",
        "sweep",
        "task",
        "variability",
        "verify",
    ),
    "sim.errors": ("EngineRefusalError", "ScenarioError", "SimError", "UsageError"),
    "sim.experiments.diagnosis.diagnose": ("Diagnosis",),
    "sim.experiments.bottleneck": ("Bottleneck",),
    "sim.experiments.findings": ("Comparison", "Difference", "Replications"),
    "sim.experiments.knockout": ("Knockout",),
    "sim.experiments.study": ("Study",),
    "sim.experiments.sweeping.findings": ("Sweep",),
    "sim.experiments.tasks.life": ("TaskLife",),
    "sim.experiments.variability": ("Variability",),
    "sim.report": (
        "write_bottleneck",
        "write_comparison",
        "write_diagnosis",
        "write_knockout",
        "write_replications",
        "write_study",
        "write_sweep",
        "write_variability",
    ),
    "sim.rules.loops": ("Loop",),
    "sim.scenario.load": ("LoadedScenario",),
    "sim.statistics.estimate": ("Estimate",),
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
