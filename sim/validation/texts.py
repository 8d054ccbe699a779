"""Models of scenarios that are written in code, where a file would only be in the way."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from sim.model.build import build
from sim.model.model import Model
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
