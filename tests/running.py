"""Run a scenario given as text: what most tests of the engine need."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from sim.engines import get_engine
from sim.model.build import build
from sim.model.model import Model
from sim.records.record import RunRecord
from sim.scenario.load import load_scenario


def model_of(
    text: str, strategy: str = "do nothing", future: str = "", files: Mapping[str, str] | None = None
) -> Model:
    """Return the model of a scenario text, with files beside it, under a strategy."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (files or {}).items():
            (Path(folder) / name).write_text(content, encoding="utf-8")
        path = Path(folder) / "scenario.yaml"
        path.write_text(text, encoding="utf-8")
        return build(load_scenario(path).under(strategy, future))


def run_text(
    text: str,
    seed: int = 1,
    replication: int = 0,
    strategy: str = "do nothing",
    files: Mapping[str, str] | None = None,
) -> RunRecord:
    """Return one replication of a scenario text on the reference engine."""
    return get_engine("reference")(model_of(text, strategy, files=files), seed, replication)
