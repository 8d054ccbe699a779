"""Run a scenario given as text: what most tests of the engine need."""

import dataclasses
from collections.abc import Mapping
from pathlib import Path

from sim.engines import get_engine
from sim.model.build import build
from sim.model.model import Model
from sim.records.record import RunRecord
from sim.scenario.load import load_scenario
from sim.validation.published import FILE
from sim.validation.texts import model_of

__all__ = ["model_of", "run_text", "shipped_model"]
SCENARIOS = Path(__file__).parents[1] / "scenarios"
SHIPPED = sorted(path.parent.name for path in SCENARIOS.glob("*/scenario.yaml"))
"""Names of the scenarios that are shipped."""


def shipped_model(name: str, strategy: str) -> Model:
    """Return the model of a shipped scenario; of a published experiment, which is large, the first week."""
    effective = load_scenario(SCENARIOS / name).under(strategy)
    if (SCENARIOS / name / FILE).exists():
        first_week = effective.scenario.model_copy(update={"run_length": 168.0, "warm_up": 0.0})
        effective = dataclasses.replace(effective, scenario=first_week)
    return build(effective)


def run_text(
    text: str,
    seed: int = 1,
    replication: int = 0,
    strategy: str = "do nothing",
    files: Mapping[str, str] | None = None,
    engine: str = "reference",
) -> RunRecord:
    """Return one replication of a scenario text; the kernel, for long runs, walks the same path sooner."""
    return get_engine(engine)(model_of(text, strategy, files=files), seed, replication)
