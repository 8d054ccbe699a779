"""Resolve prints a scenario that means the same, and where each of its values comes from."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.scenario.load import load_scenario
from sim.scenario.schema import Scenario
from sim.scenario.telling.resolve import resolve

Ask = Callable[..., Any]
RICH = Path(__file__).parent / "rich_scenario.yaml"
CHILD = """\
extends: desk
scenario: Three clerks
people: {clerks: {headcount: 3}}
"""
AWKWARD = """\
scenario: "no"
question: "a: b # c, and 'd'\\n in two lines"
run_length: 2 weeks
task_types:
  "12:30": {arrivals: {rate: 0.25 per week}, value: "1,200 USD", route: ["- odd, name"]}
steps:
  "- odd, name": {service_time: {gamma: {mean: 5 h, cv: .00001}}, done_by: ["010", "a, b"]}
people:
  "010": {headcount: 1}
  "a, b": {headcount: 2}
"""


def written(text: str, name: str = "again.yaml") -> Path:
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path


def test_each_value_stands_with_the_file_and_line_it_comes_from(small: Path) -> None:
    loaded = load_scenario(written(CHILD, "child.yaml"))
    lines = resolve(loaded).splitlines()
    assert lines[0] == "# Three clerks: the effective values, each with the file and line that it comes from"
    assert f"{'scenario: Three clerks':<56}  # child.yaml:2" in lines
    assert f"{'run_length: 4 weeks':<56}  # desk/scenario.yaml:3" in lines
    assert f"{'    headcount: 3':<56}  # child.yaml:3" in lines
    assert f"{'    wage: 30 EUR/h':<56}  # desk/scenario.yaml:14" in lines


def test_every_origin_leads_to_a_line_that_says_the_value(small: Path) -> None:
    for line in resolve(load_scenario(RICH)).splitlines()[1:]:
        value, _, origin = line.partition("  # ")
        if not origin or "presets" in origin:
            continue
        file, number = origin.rsplit(":", 1)
        there = Path(file).read_text(encoding="utf-8").splitlines()[int(number) - 1]
        said = re.split(r"[\[\],: ]+", value.strip().split(": ", 1)[-1].lstrip("- "))
        assert any(word.strip("'\"") in there for word in said if word), line


def without(scenario: Scenario, *keys: str) -> dict[str, object]:
    return {key: getattr(scenario, key) for key in Scenario.model_fields if key not in keys}


@pytest.mark.parametrize(
    "text", [RICH.read_text(encoding="utf-8"), AWKWARD, CHILD], ids=["rich", "awkward", "child"]
)
def test_what_resolve_prints_is_a_scenario_with_the_same_meaning(text: str, small: Path) -> None:
    loaded = load_scenario(written(text, "first.yaml"))
    again = load_scenario(written(resolve(loaded)))
    assert without(again.scenario, "extends") == without(loaded.scenario, "extends")


@pytest.mark.parametrize("strategy", ["do nothing", "all", "more editors", "new tool"])
@pytest.mark.parametrize("future", ["", "slump"])
def test_a_resolved_strategy_and_future_mean_what_they_meant(strategy: str, future: str, small: Path) -> None:
    loaded = load_scenario(RICH)
    again = load_scenario(written(resolve(loaded, strategy, future)))
    meant = loaded.under(strategy, future)
    means = again.under(strategy if meant.levers else "do nothing")
    apart = ("strategies", "futures", "compare")
    assert without(means.scenario, *apart) == without(meant.scenario, *apart)
    assert means.levers == meant.levers
    assert again.scenario.compare.baseline == "do nothing"
    assert list(again.scenario.strategies) == ([strategy] if meant.levers else [])


def test_the_verb_prints_what_the_function_returns(ask: Ask, small: Path) -> None:
    answer = ask("resolve", small, "--strategy", "third clerk", "--future", "boom")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == resolve(load_scenario(small), "third clerk", "boom")


def test_every_value_that_resolve_prints_has_an_origin(small: Path) -> None:
    text = (small / "scenario.yaml").read_text(encoding="utf-8").replace("EUR", "USD")
    path = written(text + "behaviour: knowledge-work\n", "first.yaml")
    for strategy in (None, "do nothing", "third clerk"):
        lines = resolve(load_scenario(path), strategy).splitlines()[1:]
        assert [line for line in lines if not line.endswith(":") and "  # " not in line] == []


@pytest.mark.parametrize("stated", ["", "compare: {baseline: third clerk}\n"])
def test_a_resolved_strategy_is_the_scenario_and_no_baseline_of_another(stated: str, small: Path) -> None:
    path = written((small / "scenario.yaml").read_text(encoding="utf-8") + stated, "first.yaml")
    text = resolve(load_scenario(path), "third clerk")
    assert text.startswith("# Two clerks under 'third clerk': the effective values")
    assert "headcount: 3 " in text
    assert [word for word in ("strategies", "baseline", "compare") if word in text] == []


def test_of_a_future_stays_what_the_resolved_strategy_does_not_set(small: Path) -> None:
    """A strategy wins over a future; with its values in the scenario itself the future would win."""
    text = (small / "scenario.yaml").read_text(encoding="utf-8")
    text = text.replace("40 per week}", "40 per week, people.clerks: {headcount: 1, wage: 31 EUR/h}}")
    loaded = load_scenario(written(text, "first.yaml"))
    again = load_scenario(written(resolve(loaded, "third clerk")))
    meant, means = loaded.under("third clerk", "boom"), again.under(future="boom")
    assert means.scenario.people == meant.scenario.people
    assert means.scenario.people["clerks"].headcount == 3
    assert means.scenario.people["clerks"].wage == 31


def test_a_gain_keeps_its_sign_and_stands_without_quotes(small: Path) -> None:
    text = (
        (small / "scenario.yaml")
        .read_text(encoding="utf-8")
        .replace(
            "  third clerk: [set: {people.clerks.headcount: 3}]",
            "  third clerk: [{train: clerks, in: {ai_fluency: +0.25}}]",
        )
    )
    loaded = load_scenario(written(text, "first.yaml"))
    assert "ai_fluency: +0.25 " in resolve(loaded)
    assert load_scenario(written(resolve(loaded))).scenario.strategies == loaded.scenario.strategies
