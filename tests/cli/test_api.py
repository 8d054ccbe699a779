"""The same from Python: the words of the command line are names and parameters."""

import inspect
from collections.abc import Callable
from pathlib import Path

import click
import numpy as np
import pytest

import sim
from sim.cli.app import command

ONLY_ON_THE_COMMAND_LINE = {"as_json", "output", "records", "named", "shown", "price", "dry_run"}
ONLY_IN_PYTHON = {"progress", "tell_first", "tell_price", "tell_futures", "pilot_only", "folder"}
CALLED = {"path": "scenario", "first": "before", "second": "after"}


def function_of(verb: str) -> Callable[..., object]:
    """Return the function of a verb; what acts has the name of an act."""
    return getattr(sim, {"knockout": "knock_out"}.get(verb, verb))


def parameters(verb: click.Command) -> set[str]:
    """Return the words of a verb, as Python calls them."""
    return {CALLED.get(str(parameter.name), str(parameter.name)) for parameter in verb.params}


@pytest.mark.parametrize(
    "verb",
    ["run", "compare", "sweep", "diagnose", "bottleneck", "knockout", "explain", "resolve", "diff", "loops"],
)
def test_a_function_has_the_words_of_its_verb(verb: str) -> None:
    words = parameters(command.commands[verb]) - ONLY_ON_THE_COMMAND_LINE
    known = set(inspect.signature(function_of(verb)).parameters) - ONLY_IN_PYTHON
    assert words == known


@pytest.mark.parametrize("verb", ["run", "compare", "sweep", "diagnose", "bottleneck", "knockout"])
def test_a_function_has_the_defaults_of_its_verb(verb: str) -> None:
    known = inspect.signature(function_of(verb)).parameters
    needed = ["--over", "people.clerks.headcount = 1, 2"] if verb == "sweep" else []
    given = command.commands[verb].make_context(verb, ["desk", *needed]).params
    both = set(given) & set(known) - {"strategies", "loops", "over"}
    assert both >= {"replications", "seed", "future", "jobs"}
    assert {name: given[name] for name in both} == {name: known[name].default for name in both}


def test_a_path_and_a_loaded_scenario_give_the_same_digits(small: Path) -> None:
    loaded = sim.load_scenario(small)
    by_path = sim.run(small, "third clerk", replications=2, jobs=1)
    by_loaded = sim.run(loaded, "third clerk", replications=2, jobs=1)
    assert np.array_equal(by_path.values, by_loaded.values, equal_nan=True)
    assert sim.explain(small) == sim.explain(loaded)
    assert sim.resolve(str(small)) == sim.resolve(loaded)


def test_compare_takes_the_baseline_first(small: Path) -> None:
    comparison = sim.compare(small, ["third clerk"], replications=2, jobs=1)
    assert list(comparison.replications) == ["do nothing", "third clerk"]


def test_loops_are_those_at_work_and_knock_out_tells_what_they_do(small: Path) -> None:
    assert sim.loops(small) == ()
    with (small / "scenario.yaml").open("a", encoding="utf-8") as file:
        file.write("behaviour: {overtime: 140 %, pace: 0.1, normal_backlog: 2 calendar days}\n")
    assert [loop.name for loop in sim.loops(small)] == ["overtime-relief", "working-harder"]
    found = sim.knock_out(small, loops=["working-harder"], off_from="week 3", replications=2, jobs=1)
    assert (found.loops, found.off_from) == (("working-harder",), 2 * 168.0)
    with pytest.raises(sim.UsageError, match="Easter"):
        sim.knock_out(small, off_from="Easter")


def test_check_returns_the_warnings(small: Path) -> None:
    assert sim.check(small) == ()
    text = (small / "scenario.yaml").read_text(encoding="utf-8")
    (small / "scenario.yaml").write_text(text.replace("30 per week", "90 per week"), encoding="utf-8")
    (warning,) = sim.check(small)
    assert "so the queue grows" in warning


def test_a_mistake_is_one_kind_of_error(small: Path) -> None:
    with pytest.raises(sim.SimError, match="unknown strategy"):
        sim.run(small, "third clark")
    with pytest.raises(sim.ScenarioError, match="there is no such file"):
        sim.compare("nowhere")


def test_what_is_printed_of_a_comparison_is_its_verdict(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    comparison = sim.compare(small, replications=2, jobs=1)
    print(comparison)
    said = capsys.readouterr().out
    assert said == f"{comparison.verdict}\n"
    assert said.startswith("Compared with 'do nothing', 'third clerk' ")


def test_what_is_printed_of_replications_is_their_levels(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    print(sim.run(small, replications=2, jobs=1))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2 replications of 'do nothing'; ± is half of a 95 % interval"
    assert any(line.startswith("  flow time: ") for line in lines)


def test_a_task_is_told_as_by_its_verb(small: Path) -> None:
    words = parameters(command.commands["task"]) - ONLY_ON_THE_COMMAND_LINE
    known = inspect.signature(sim.task).parameters
    assert words == set(known)
    given = command.commands["task"].make_context("task", ["desk", "slowest"]).params
    both = set(given) & set(known) - {"number"}
    assert {name: given[name] for name in both} == {name: known[name].default for name in both}
    assert repr(sim.task(small, "slowest")) == sim.task(small, "slowest").story
