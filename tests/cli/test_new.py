"""A new scenario checks, explains itself and runs; what is there already is left alone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.cli.new import TEMPLATES
from sim.scenario.telling.json_schema import json_schema

Ask = Callable[..., Any]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_new_scenario_checks_explains_and_runs(template: str, ask: Ask) -> None:
    answer = ask("new", "mine", "--template", template)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "mine/scenario.yaml: written; next: sim explain mine, then sim compare mine\n"
    assert ask("check", "mine").out == "mine: good\n"
    assert ask("explain", "mine").code == 0
    run = ask("run", "mine", "--replications", 2, "--jobs", 1, "--json")
    assert run.code == 0
    assert "warning" not in run.err
    assert json.loads(run.out)["measures"]["throughput"]["level"]["mean"] > 0.0


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_new_scenario_is_short_and_commented(template: str, ask: Ask) -> None:
    ask("new", "mine", "--template", template)
    lines = Path("mine/scenario.yaml").read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if not line.startswith("#")]) <= 25
    assert any("#" in line for line in lines)
    assert "sim explain mine" in lines[0] + lines[1]


def test_a_new_scenario_leads_editors_to_the_schema_beside_it(ask: Ask) -> None:
    """The path in the first line is relative to the scenario, as editors read it."""
    ask("new", "deep/mine")
    first = Path("deep/mine/scenario.yaml").read_text(encoding="utf-8").splitlines()[0]
    sign, _, path = first.partition("$schema=")
    assert sign == "# yaml-language-server: "
    assert json.loads((Path("deep/mine") / path).read_text(encoding="utf-8")) == json_schema()


def test_a_schema_that_is_there_is_not_replaced(ask: Ask) -> None:
    Path("mine").mkdir()
    Path("mine/scenario.schema.json").write_text("mine", encoding="utf-8")
    assert ask("new", "mine").code == 0
    assert Path("mine/scenario.schema.json").read_text(encoding="utf-8") == "mine"


def test_a_scenario_that_is_there_is_not_replaced(ask: Ask) -> None:
    Path("mine").mkdir()
    Path("mine/scenario.yaml").write_text("mine", encoding="utf-8")
    answer = ask("new", "mine")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "mine/scenario.yaml: is there already; name another folder\n"
    assert Path("mine/scenario.yaml").read_text(encoding="utf-8") == "mine"


def test_a_file_is_no_place_for_a_new_scenario(ask: Ask) -> None:
    Path("mine").write_text("mine", encoding="utf-8")
    answer = ask("new", "mine")
    assert (answer.code, answer.out, answer.err) == (2, "", "mine: is a file; name a new folder\n")
