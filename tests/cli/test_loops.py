"""Loops are told and drawn, and knocked out: the shares add up, wrong names are answered."""

import json
import re
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


def test_loops_are_drawn_together_and_one_by_one_beside_the_stocks_and_flows(ask: Ask, pressed: Path) -> None:
    answer = ask("loops", pressed, "--output", "drawn")

    assert answer.code == 0
    names = ("loop-map", "loops", "stocks-and-flows")
    drawn = [f"{name}.{suffix}" for name in names for suffix in ("png", "svg")]
    assert sorted(path.name for path in Path("drawn").iterdir()) == drawn
    said = answer.out.replace("\\", "/").splitlines()
    assert {f"drawn/{name}.png" for name in names} <= set(said)


def test_a_scenario_without_loops_has_its_flows_drawn_and_no_loop(ask: Ask, pressed: Path) -> None:
    pressed.write_text(PRESSED.replace("behaviour: {overtime: 140 %, pace: 0.1}\n", ""), encoding="utf-8")

    answer = ask("loops", pressed, "--output", "drawn", "--json")

    assert sorted(path.name for path in Path("drawn").iterdir()) == [
        "stocks-and-flows.png",
        "stocks-and-flows.svg",
    ]
    assert not any(loop["at_work"] for loop in json.loads(answer.out))


def test_a_strategy_can_switch_loops_on(ask: Ask, pressed: Path) -> None:
    text = f"{PRESSED}strategies: {{hurry: [{{set: {{behaviour.switching: 10 %}}}}]}}\n"
    pressed.write_text(text, encoding="utf-8")

    found = json.loads(ask("loops", pressed, "hurry", "--json").out)

    assert "congestion-switching" in [loop["name"] for loop in found if loop["at_work"]]
    assert "congestion-switching" in ask("loops", pressed).out.partition("silent here:")[2]


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


def test_the_loop_with_the_largest_share_is_named_with_its_interval(ask: Ask, pressed: Path) -> None:
    answer = ask("knockout", pressed, "--measure", "flow_time", "--jobs", "1")
    words = " ".join(answer.out.split())

    assert "The largest share in the flow time has 'overtime-relief': it lowers it by " in words
    assert re.search(r"it lowers it by [\d,.]+ ± [\d,.]+ h\.", words)


def test_no_loop_is_named_where_the_interval_of_the_largest_share_holds_zero(ask: Ask, pressed: Path) -> None:
    answer = ask("knockout", pressed, "--measure", "flow_time", "--replications", "1", "--jobs", "1")
    told = "No loop can be said to have the largest share in the flow time: 'overtime-relief' has -"

    assert told in " ".join(answer.out.split())
    found = json.loads(ask("knockout", pressed, "--replications", "1", "--jobs", "1", "--json").out)
    assert found["measures"]["flow_time"]["largest_share"] is None


def test_a_knock_out_is_kept_and_its_replay_gives_the_same_digits(ask: Ask, pressed: Path) -> None:
    few = ("--replications", "3", "--jobs", "1")
    answer = ask("knockout", pressed, "--loop", "working-harder", "--from", "week 4", *few)
    folder = "results/pressed-knockout-working-harder+from-week-4"

    assert answer.out.endswith(f"\n{folder}/knockout.html\n")
    kept = json.loads(Path(folder, "knockout.json").read_text(encoding="utf-8"))
    assert (kept["loops"], kept["off_from"]) == (["working-harder"], 3 * 168.0)
    again = ask("replay", folder, "--jobs", "1")
    assert again.out == f"{folder}: the same digits again (knockout, seed 1, 3 replications)\n"


def test_the_page_of_a_knock_out_leads_from_each_loop_to_what_it_does_and_back(
    ask: Ask, pressed: Path
) -> None:
    shown = ("--measure", "flow_time", "--measure", "late_share", "--measure", "flow_time")
    ask("knockout", pressed, "--replications", "3", "--jobs", "1", "--output", "mine", *shown)
    page = Path("mine/knockout.html").read_text(encoding="utf-8")

    drawn = [f"loop-effects-{name}.svg" for name in ("flow_time", "late_share")]
    assert sorted(path.name for path in Path("mine/figures").iterdir()) == drawn
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    links = re.findall(r'href="([^"]+)"', page)
    assert {f"#{name}" for name in ("loop-overtime-relief", "loop-working-harder")} <= set(links)
    assert {link.removeprefix("#") for link in links} <= set(ids)
    assert not re.search(r"<script|<link|<img|src=|url\(|@import", page)
    alone = Path("mine/figures/loop-effects-late_share.svg").read_text(encoding="utf-8")
    assert 'href="../knockout.html#loop-working-harder"' in alone
    assert "percentage points" in alone


def test_without_a_measure_those_that_are_compared_are_drawn(ask: Ask, pressed: Path) -> None:
    text = pressed.read_text(encoding="utf-8")
    pressed.write_text(f"{text}compare: {{measures: [throughput, late_share]}}\n", encoding="utf-8")
    answer = ask("knockout", pressed, "--replications", "2", "--jobs", "1", "--output", "mine")

    drawn = {path.stem.removeprefix("loop-effects-") for path in Path("mine/figures").iterdir()}
    assert drawn == {"throughput", "late_share"}
    assert "[%]" in " ".join(answer.out.split())
    assert "effects in percentage points" in " ".join(answer.out.split())


def test_a_replay_names_what_of_a_knock_out_comes_out_otherwise(ask: Ask, pressed: Path) -> None:
    ask("knockout", pressed, "--replications", "3", "--jobs", "1", "--output", "mine")
    path = Path("mine/provenance.json")
    stored = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(stored | {"off_from": 5 * 168.0}), encoding="utf-8")
    answer = ask("replay", "mine", "--jobs", "1")

    assert answer.code == 2
    assert "'overtime-relief' alone: flow_time" in answer.err
    assert "all loops: flow_time" not in answer.err


def test_a_loop_that_the_file_switches_off_stays_off_when_others_go_later(ask: Ask, pressed: Path) -> None:
    text = pressed.read_text(encoding="utf-8")
    few = ("--replications", "2", "--jobs", "1", "--json", "--loop", "overtime-relief")
    pressed.write_text(f"{text}loops: {{off: [working-harder], from: week 1}}\n", encoding="utf-8")
    stays = json.loads(ask("knockout", pressed, *few, "--from", "week 9").out)
    pressed.write_text(text.replace(", pace: 0.1", ""), encoding="utf-8")
    never = json.loads(ask("knockout", pressed, *few, "--from", "week 9").out)

    assert stays["measures"]["flow_time"]["alone"] == never["measures"]["flow_time"]["alone"]


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
