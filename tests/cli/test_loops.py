"""Loops are told and drawn, and knocked out: the shares add up, wrong names are answered."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ask = Callable[..., Any]
PRESSED = """\
scenario: Pressed
run_length: 12 weeks
warm_up: 2 weeks
task_types: {t: {arrivals: {rate: 11 per week, hours: Mon-Fri 9:00-17:00}, due: 2 working days, route: [do]}}
steps: {do: {service_time: {lognormal: {mean: 4 h, cv: 0.5}}, done_by: [anna]}}
people: {anna: {headcount: 1, wage: 30 USD/h, hours: Mon-Fri 9:00-17:00}}
behaviour: {overtime: 140 %, pace: 0.1}
"""


@pytest.fixture
def pressed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "pressed.yaml"
    path.write_text(PRESSED, encoding="utf-8")
    return path


def test_loops_at_work_are_told_with_walk_cut_and_source_and_the_silent_are_named(
    ask: Ask, pressed: Path
) -> None:
    answer = ask("loops", pressed)

    assert answer.code == 0
    assert "overtime-relief (B, balancing): a backlog makes people work longer" in answer.out
    assert "backlog →+ pressure →+ overtime →+ capacity →− backlog" in answer.out
    assert "silent here: fatigue-rework, corner-cutting," in answer.out


def test_loops_for_machines_say_which_are_at_work(ask: Ask, pressed: Path) -> None:
    found = json.loads(ask("loops", pressed, "--json").out)

    assert [loop["name"] for loop in found if loop["at_work"]] == ["overtime-relief", "working-harder"]
    assert {link["sign"] for loop in found for link in loop["links"]} == {1, -1}


def test_loops_are_drawn(ask: Ask, pressed: Path) -> None:
    answer = ask("loops", pressed, "--output", "drawn")

    assert answer.code == 0
    assert sorted(path.name for path in Path("drawn").iterdir()) == ["loops.png", "loops.svg"]


def test_shares_of_a_knock_out_add_up_to_what_all_loops_do(ask: Ask, pressed: Path) -> None:
    answer = ask("knockout", pressed, "--replications", "3", "--json", "--jobs", "1")
    flow_time = json.loads(answer.out)["measures"]["flow_time"]

    assert answer.code == 0
    assert flow_time["whole"]["mean"] < 0.0
    total = sum(share["mean"] for share in flow_time["share"].values())
    assert total == pytest.approx(flow_time["whole"]["mean"], abs=1e-9)


def test_a_knock_out_is_told_loop_by_loop(ask: Ask, pressed: Path) -> None:
    answer = ask("knockout", pressed, "--replications", "3", "--measure", "flow_time", "--from", "week 4")

    assert answer.code == 0
    assert answer.out.startswith("flow time [h], ")
    words = " ".join(answer.out.split())
    for said in (
        "overtime-relief B",
        "working-harder B",
        "all together",
        "Off from 3 weeks after the start on",
    ):
        assert said in words


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--loop", "overtime-releif"], "did you mean 'overtime-relief'?"),
        (
            ["--loop", "complacency"],
            "'complacency' is not at work in this scenario; at work are overtime-relief",
        ),
        (["--measure", "flowtime"], "did you mean 'flow_time'?"),
        (["--from", "Easter"], "--from = Easter: "),
    ],
)
def test_wrong_words_are_answered(ask: Ask, pressed: Path, arguments: list[str], told: str) -> None:
    answer = ask("knockout", pressed, *arguments)

    assert answer.code == 2
    assert told in answer.err.replace("\n", " ")


def test_a_scenario_without_loops_says_so(ask: Ask, pressed: Path) -> None:
    pressed.write_text(PRESSED.replace("behaviour: {overtime: 140 %, pace: 0.1}\n", ""), encoding="utf-8")

    assert "no feedback loop is at work" in ask("knockout", pressed).err
