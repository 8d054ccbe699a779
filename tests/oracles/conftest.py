"""Runs whose tasks arrive at stated hours."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.engines import get_engine
from sim.model.build import build
from sim.records.record import RunRecord
from sim.scenario.load import load_scenario

At = Callable[..., RunRecord]


@pytest.fixture
def at(tmp_path: Path) -> At:
    """``at(text, 9.0, 10.5)`` runs a scenario whose tasks arrive at these hours: ``arrivals: trace``."""

    def run(text: str, *hours: float, strategy: str = "do nothing") -> RunRecord:
        rows = "\n".join(f"{hour!r}" for hour in hours)
        (tmp_path / "arrivals.csv").write_text(f"hour\n{rows}\n", encoding="utf-8")
        text = text.replace("arrivals: trace", "arrivals: {trace: {file: arrivals.csv, column: hour}}")
        (tmp_path / "scenario.yaml").write_text(text, encoding="utf-8")
        model = build(load_scenario(tmp_path).under(strategy))
        return get_engine("reference")(model, 1, 0)

    return run
