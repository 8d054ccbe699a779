"""Times in which something builds up or wears off last: zero would divide by nothing."""

from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario.load import load_scenario

TEXT = """
scenario: x
run_length: 1 week
behaviour: {{{key}: {value}}}
task_types: {{t: {{arrivals: 1 per week, route: [a]}}}}
steps: {{a: {{service_time: 1 h, done_by: [p]}}}}
people: {{p: {{headcount: 1}}}}
"""
KEYS = (
    "learning_time", "forgetting", "fading", "adoption_time", "fatigue_threshold", "fatigue_time",
    "recovery_time", "normal_backlog", "standard_falls", "standard_rises",
)  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_a_time_that_is_none_is_refused_with_what_would_do(key: str, tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(TEXT.format(key=key, value="0 h"), encoding="utf-8")

    with pytest.raises(ScenarioError, match=rf"behaviour\.{key} = 0 h: it happens in time, and 0 is none;"):
        load_scenario(path)


@pytest.mark.parametrize("key", KEYS)
def test_a_short_time_is_accepted(key: str, tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(TEXT.format(key=key, value="1 min"), encoding="utf-8")

    assert getattr(load_scenario(path).scenario.behaviour, key) == pytest.approx(1 / 60)
