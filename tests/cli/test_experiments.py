"""Run, compare and replay: from a scenario to a folder of results, and back to the same digits."""

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.cli.results import plain_name, results_folder

Ask = Callable[..., Any]
FEW = ("--replications", 3, "--jobs", 1)


def without_progress(err: str) -> str:
    """Return what stands on stderr beside the lines that tell of the work."""
    told = ("engine: ", "running ", "comparing ", "replaying ", "done in ", "after 3 replications ")
    return "".join(line for line in err.splitlines(keepends=True) if not line.startswith(told))


def contents(folder: Path) -> dict[str, str]:
    """Return the digest of every file below a folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_compare_says_first_what_a_few_replications_range_over(ask: Ask, small: Path) -> None:
    answer = ask("compare", small, "--replications", "4", "--json")

    first, *others = (line for line in answer.err.splitlines() if line.startswith("after "))
    assert re.fullmatch(
        r"after 3 replications of each, throughput \[tasks/week\]: (.+ [\d.]+( to [\d.]+)?,? ?){2}", first
    )
    assert not others
    assert "after 3 replications" not in answer.out


def test_compare_prints_tables_the_verdict_and_where_the_report_is(ask: Ask, small: Path) -> None:
    answer = ask("compare", small, *FEW)
    assert (answer.code, without_progress(answer.err)) == (0, "")
    lines = answer.out.splitlines()
    assert lines[-1] == "results/desk-compare/report.html"
    assert Path(lines[-1]).is_file()
    assert any(line.split()[:1] == ["throughput"] for line in lines)
    said = " ".join(answer.out.split())
    assert "Compared with 'do nothing', 'third clerk' " in said
    assert "95 % interval, over 3 paired replications" in said
    assert max(map(len, lines)) <= 80


def test_run_prints_a_table_and_where_the_report_is(ask: Ask, small: Path) -> None:
    answer = ask("run", small, "--strategy", "third clerk", *FEW)
    assert (answer.code, without_progress(answer.err)) == (0, "")
    assert "third clerk" in answer.out
    assert "Under 'third clerk', the throughput is " in answer.out
    assert answer.out.splitlines()[-1] == "results/desk-run-third-clerk/report.html"
    assert Path("results/desk-run-third-clerk/report.html").is_file()
    assert max(map(len, answer.out.splitlines())) <= 80


def test_compare_prints_json_and_nothing_else_for_machines(ask: Ask, small: Path) -> None:
    answer = ask("compare", small, *FEW, "--json", "--output", "out")
    assert (answer.code, without_progress(answer.err)) == (0, "")
    said = json.loads(answer.out)
    assert said["results"] == "out"
    assert list(said["strategies"]) == ["do nothing", "third clerk"]
    found = said["strategies"]["third clerk"]["measures"]["throughput"]
    comparison = sim.compare(small, replications=3, jobs=1)
    expected = comparison.differences["third clerk"]["throughput"]
    assert found["level"]["mean"] == expected.level.mean
    assert found["difference"]["half_width"] == expected.difference.half_width
    assert found["difference"]["replications"] == 3


def test_run_prints_json_and_nothing_else_for_machines(ask: Ask, small: Path) -> None:
    answer = ask("run", small, *FEW, "--seed", 7, "--future", "boom", "--json")
    assert (answer.code, without_progress(answer.err)) == (0, "")
    said = json.loads(answer.out)
    assert (said["seed"], said["future"], said["strategy"]) == (7, "boom", "do nothing")
    result = sim.run(small, replications=3, seed=7, future="boom", jobs=1)
    column = [measure.name for measure in result.measures].index("flow_time")
    assert said["measures"]["flow_time"]["level"]["mean"] == pytest.approx(np.mean(result.values[:, column]))


def test_one_replication_has_no_interval_and_json_says_null(ask: Ask, small: Path) -> None:
    said = json.loads(ask("run", small, "--replications", 1, "--json").out)
    assert said["measures"]["throughput"]["level"]["half_width"] is None


def test_doubts_about_a_scenario_are_told_on_stderr(ask: Ask, small: Path) -> None:
    text = (small / "scenario.yaml").read_text(encoding="utf-8")
    (small / "scenario.yaml").write_text(text.replace("30 per week", "90 per week"), encoding="utf-8")
    answer = ask("run", small, *FEW, "--json")
    assert answer.code == 0
    assert answer.err.startswith("warning: desk/scenario.yaml:14:3: people.clerks:")
    assert json.loads(answer.out)


@pytest.mark.parametrize("verb", ["run", "compare"])
def test_replay_gives_the_same_digits(verb: str, ask: Ask, small: Path) -> None:
    ask(verb, small, *FEW, "--future", "boom")
    answer = ask("replay", f"results/desk-{verb}-if-boom", "--jobs", 1)
    told = f"results/desk-{verb}-if-boom: the same digits again ({verb}, seed 1, 3 replications)\n"
    assert (answer.code, answer.out, without_progress(answer.err)) == (0, told, "")


def test_results_hold_the_snapshot_that_they_come_from(ask: Ask, small: Path) -> None:
    """Its text is kept, another text is another scenario, and a replay needs no file of the planner's."""
    path, today = small / "scenario.yaml", small / "today.csv"
    path.write_text(f"snapshot: today.csv\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    stored = []
    for tasks in (60, 20):
        today.write_text(f"task_type,tasks\nrequest,{tasks}\n", encoding="utf-8")
        ask("run", small, *FEW)
        stored.append(json.loads(Path("results/desk-run/provenance.json").read_text(encoding="utf-8")))
    today.unlink()

    assert [each["inputs"] for each in stored] == [
        {"today.csv": "task_type,tasks\nrequest,60\n"}, {"today.csv": "task_type,tasks\nrequest,20\n"},
    ]  # fmt: skip
    assert stored[0]["scenario"] == stored[1]["scenario"]
    for key in ("scenario_digest", "results_digest"):
        assert stored[0][key] != stored[1][key]
    assert ask("replay", "results/desk-run", "--jobs", 1).code == 0


def test_replay_names_the_numbers_that_differ(ask: Ask, small: Path) -> None:
    ask("run", small, *FEW)
    path = Path("results/desk-run/provenance.json")
    stored = json.loads(path.read_text(encoding="utf-8"))
    stored["digests"]["do nothing"]["flow_time"] = "0" * 64
    stored["versions"]["numpy"] = "1.0.0"
    path.write_text(json.dumps(stored), encoding="utf-8")
    answer = ask("replay", "results/desk-run", "--jobs", 1)
    assert (answer.code, answer.out) == (2, "")
    assert without_progress(answer.err) == (
        "results/desk-run: other digits than stored (run, seed 1, 3 replications): "
        f"numpy 1.0.0 then, {np.__version__} now\n  do nothing: flow_time\n"
    )


def test_a_folder_without_results_cannot_be_replayed(ask: Ask, small: Path) -> None:
    answer = ask("replay", small)
    assert (answer.code, answer.out) == (2, "")
    assert (
        answer.err
        == "desk: holds no provenance.json; name a folder of results, e.g. results/content-agency-compare\n"
    )


def test_records_are_kept_on_demand(ask: Ask, small: Path) -> None:
    ask("compare", small, "--replications", 2, "--jobs", 1)
    assert not Path("results/desk-compare/records").exists()
    ask("compare", small, "--replications", 2, "--jobs", 1, "--records")
    kept = Path("results/desk-compare/records")
    assert sorted(str(path.relative_to(kept)) for path in kept.glob("*/*")) == [
        "do-nothing/replication-0000",
        "do-nothing/replication-0001",
        "third-clerk/replication-0000",
        "third-clerk/replication-0001",
    ]
    assert (kept / "third-clerk/replication-0001/tasks.parquet").is_file()


def test_results_replace_older_results_of_the_same_verb(ask: Ask, small: Path) -> None:
    ask("run", small, *FEW)
    for name in ("figures/old.svg", "notes.md"):
        Path("results/desk-run", name).write_text("old", encoding="utf-8")
    answer = ask("run", small, *FEW, "--seed", 2)
    assert answer.code == 0
    assert without_progress(answer.err).startswith("results/desk-run: replaced the results of 20")
    assert answer.err.endswith("(seed 1, 3 replications)\n")
    assert not Path("results/desk-run/figures/old.svg").exists()
    assert Path("results/desk-run/notes.md").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in Path("results").iterdir()) == ["desk-run"]


@pytest.mark.parametrize("verb", ["run", "compare"])
def test_results_of_fewer_replications_go_beside_those_of_more(verb: str, ask: Ask, small: Path) -> None:
    ask(verb, small, *FEW)
    before = contents(Path(f"results/desk-{verb}"))
    for words in (("--replications", 1, "--seed", 2), ("--replications", 1)):
        answer = ask(verb, small, *words)
        assert answer.code == 0
        assert answer.out.splitlines()[-1] == f"results/desk-{verb}-1-replication/report.html"
    kept, replaced = without_progress(answer.err).splitlines()
    assert kept.startswith(f"results/desk-{verb}: holds the results of 20")
    assert kept.endswith(
        f"(seed 1, 3 replications); fewer do not replace them, see results/desk-{verb}-1-replication"
    )
    assert replaced.startswith(f"results/desk-{verb}-1-replication: replaced the results of 20")
    assert contents(Path(f"results/desk-{verb}")) == before
    said = json.loads(ask(verb, small, "--replications", 2, "--json").out)
    assert said["results"] == f"results/desk-{verb}-2-replications"
    assert ask("replay", f"results/desk-{verb}-2-replications").code == 0


def test_results_of_fewer_replications_go_beside_a_folder_that_was_named(ask: Ask, small: Path) -> None:
    ask("run", small, *FEW, "--output", "mine/good")
    ask("run", small, "--replications", 2, "--output", "mine/good")
    assert sorted(path.name for path in Path("mine").iterdir()) == ["good", "good-2-replications"]
    Path("mine/good-1-replication").mkdir()
    Path("mine/good-1-replication/notes.txt").write_text("mine", encoding="utf-8")
    answer = ask("run", small, "--replications", 1, "--output", "mine/good")
    assert (answer.code, answer.out) == (2, "")
    assert "holds other files than results" in answer.err


ASSISTED = """\
scenario: Desk
run_length: 2 weeks
task_types:
  ticket: {arrivals: {rate: 30 per week, hours: Mon-Fri 9:00-17:00}, route: [answer]}
steps:
  answer: {service_time: 30 min, done_by: [agents], assisted_by: helper, exposure: 40 %}
people:
  agents: {headcount: 1, hours: Mon-Fri 9:00-17:00}
tools:
  helper: {price: 10 USD per month}
strategies:
  one more: [set: {people.agents.headcount: 2}]
"""


@pytest.mark.parametrize("verb", ["run", "compare"])
def test_what_holds_because_the_file_is_silent_stands_after_the_verdict(
    verb: str, ask: Ask, small: Path
) -> None:
    (small / "scenario.yaml").write_text(ASSISTED, encoding="utf-8")
    answer = ask(verb, small, *FEW)
    said = " ".join(answer.out.split())
    note = "Helper: as nothing else is stated, it is given all that it can take"
    verdict = "interval, over 3" if verb == "compare" else "Under 'do nothing'"
    assert said.index(f"Because the scenario does not say it: - {note}") > said.index(verdict)
    page = Path(f"results/desk-{verb}/report.html").read_text(encoding="utf-8")
    assert note in page
    assert "None that matters" not in page
    machine = json.loads(ask(verb, small, *FEW, "--json").out)
    assert any("given all that it can take" in note for note in machine["notes"])


def test_what_is_run_is_told_on_stderr_before_and_after(ask: Ask, small: Path) -> None:
    answers = {
        "comparing 2 strategies, 3 replications of each, the first 3 with 3 runs more: 24 runs": ask(
            "compare", small, *FEW
        ),
        "comparing 2 strategies, 3 replications of each: 6 runs": ask(
            "compare", small, *FEW, "--split", 0, "--output", "whole"
        ),
        "running 'third clerk', 3 replications: 3 runs": ask("run", small, "third clerk", *FEW),
        "replaying results/desk-compare: 24 runs": ask("replay", "results/desk-compare"),
    }
    for line, answer in answers.items():
        before, after = answer.err.splitlines()
        assert before == line
        assert after.startswith("done in ")


def test_a_strategy_over_the_budget_does_not_stop_the_others(ask: Ask, small: Path) -> None:
    text = (small / "scenario.yaml").read_text(encoding="utf-8")
    (small / "scenario.yaml").write_text(f"{text}compare: {{budget: 1 EUR}}\n", encoding="utf-8")
    answer = ask("compare", small, *FEW)
    said = " ".join(answer.out.split())
    assert answer.code == 0
    assert "over budget" in said
    assert "No strategy keeps to the budget." in said
    assert "'third clerk' costs 4,800 EUR, more than the budget of 1 EUR." in said
    machine = json.loads(ask("compare", small, *FEW, "--json").out)
    assert machine["strategies"]["third clerk"]["over_budget"] is True
    assert machine["strategies"]["do nothing"]["over_budget"] is False


def test_a_mistake_leaves_the_results_that_are_there_alone(ask: Ask, small: Path) -> None:
    ask("run", small, *FEW)
    before = contents(Path("results"))
    mistakes = (("--strategy", "third clark"), ("--future", "bom"), ("--replications", "0"), ("--seed", "x"))
    for words in mistakes:
        assert ask("run", small, *words).code == 2
    assert contents(Path("results")) == before


def test_a_file_that_became_wrong_leaves_the_results_that_are_there_alone(ask: Ask, small: Path) -> None:
    ask("run", small, *FEW)
    before = contents(Path("results"))
    (small / "scenario.yaml").write_text("scenario: [", encoding="utf-8")
    assert ask("run", small, *FEW).code == 2
    assert contents(Path("results")) == before


def test_results_are_named_after_the_scenario(small: Path) -> None:
    assert results_folder(None, small / "scenario.yaml", "run") == Path("results/desk-run")
    assert results_folder(None, Path("mine.yaml"), "compare") == Path("results/mine-compare")
    os.chdir(small)
    assert results_folder(None, Path("scenario.yaml"), "run") == Path("results/desk-run")


def test_another_question_has_another_folder(small: Path) -> None:
    file = small / "scenario.yaml"
    folders = [
        results_folder(None, file, "run"),
        results_folder(None, file, "run", ["third clerk"]),
        results_folder(None, file, "run", ["third clerk"], "boom"),
        results_folder(None, file, "run", (), "boom"),
        results_folder(None, file, "run", ["boom"]),
        results_folder(None, file, "compare", ["a", "b"]),
        results_folder(None, file, "compare", ["a b"]),
    ]
    assert [folder.name for folder in folders] == [
        "desk-run",
        "desk-run-third-clerk",
        "desk-run-third-clerk-if-boom",
        "desk-run-if-boom",
        "desk-run-boom",
        "desk-compare-a+b",
        "desk-compare-a-b",
    ]


def test_names_that_look_alike_in_a_path_are_told_apart() -> None:
    names = ["hire two", "hire: two", "hire/two", "hire-two"]
    assert plain_name(names[0]) == "hire-two"
    assert len({plain_name(name) for name in names}) == len(names)
    assert not any(sign in plain_name(name) for name in names for sign in "/: ")


def test_very_long_names_still_make_a_folder(small: Path) -> None:
    many = [f"strategy number {number} of a great many" for number in range(20)]
    folders = [results_folder(None, small / "scenario.yaml", "compare", some) for some in (many, many[:-1])]
    assert len(set(folders)) == 2
    assert max(len(folder.name) for folder in folders) < 120


def test_results_of_a_future_and_of_a_strategy_do_not_replace_others(ask: Ask, small: Path) -> None:
    for words in ((), ("third clerk",), ("--future", "boom")):
        assert without_progress(ask("run", small, *words, "--replications", 1).err) == ""
    assert sorted(path.name for path in Path("results").iterdir()) == [
        "desk-run",
        "desk-run-if-boom",
        "desk-run-third-clerk",
    ]


def test_a_place_where_nothing_can_be_written_is_found_before_the_run(ask: Ask, small: Path) -> None:
    """In /proc no folder can be made, not even by the superuser."""
    name = "x" * 300
    for place in (f"out/{name}", *(["/proc/results"] if Path("/proc/self").exists() else [])):
        answer = ask("compare", small, "--replications", 1_000_000, "--output", place)
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.startswith(f"--output = {place}: nothing can be written in ")
    assert sorted(path.name for path in Path().iterdir()) == ["desk"]


@pytest.mark.parametrize("verb", ["run", "compare"])
def test_findings_are_told_even_if_they_cannot_be_written(
    verb: str, ask: Ask, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"sim.report.write_{'replications' if verb == 'run' else 'comparison'}", full)
    answer = ask(verb, small, *FEW)
    said = f"results/desk-{verb}: the results could not be written: no space left on device; name another "
    assert (answer.code, without_progress(answer.err)) == (2, f"{said}folder with --output\n")
    assert "throughput" in answer.out
    assert "report.html" not in answer.out
    answer = ask(verb, small, *FEW, "--json")
    assert (answer.code, without_progress(answer.err)) == (2, f"{said}folder with --output\n")
    assert json.loads(answer.out)["results"] is None


def test_a_strategy_is_named_in_the_same_ways_for_run_and_compare(ask: Ask, small: Path) -> None:
    for verb in ("run", "compare"):
        for words in (("third clerk",), ("--strategy", "third clerk")):
            answer = ask(verb, small, *words, "--replications", 1, "--json")
            assert json.loads(answer.out)["results"] == f"results/desk-{verb}-third-clerk"


def test_two_strategies_are_for_compare(ask: Ask, small: Path) -> None:
    answer = ask("run", small, "third clerk", "do nothing")
    assert answer.code == 2
    assert "one strategy at a time; several are for `sim compare`" in answer.err


def test_an_option_of_another_form_is_answered_with_the_right_one(ask: Ask, small: Path) -> None:
    answer = ask("compare", small, "--strategies", "third clerk")
    assert answer.code == 2
    assert "--strategies: no such option; did you mean '--strategy'?" in answer.err


def test_a_folder_of_scenarios_names_them(ask: Ask, small: Path) -> None:
    answer = ask("compare", Path())
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == ".: the folder has no scenario.yaml, but holds scenarios; name one of desk\n"


@pytest.mark.parametrize("verb", ["run", "compare"])
def test_overload_in_a_future_reaches_terminal_page_and_machine(verb: str, ask: Ask, small: Path) -> None:
    text = (small / "scenario.yaml").read_text(encoding="utf-8")
    text = text.replace("arrivals: 40 per week", "arrivals: 90 per week")
    (small / "scenario.yaml").write_text(text, encoding="utf-8")
    answer = ask(verb, small, *FEW, "--future", "boom")
    said = "in the future 'boom' under 'do nothing' clerks would have 150 h of work a week for 80 h (188 %)"
    assert f"warning: {said}" in answer.err
    page = Path(f"results/desk-{verb}-if-boom/report.html").read_text(encoding="utf-8")
    assert said.replace("'", "&#39;").replace("in the", "In the") in page
    machine = json.loads(ask(verb, small, *FEW, "--future", "boom", "--json").out)
    assert any(said in warning for warning in machine["warnings"])


def test_doubts_about_the_file_stand_on_the_page_without_their_place(ask: Ask, small: Path) -> None:
    text = (small / "scenario.yaml").read_text(encoding="utf-8")
    (small / "scenario.yaml").write_text(text.replace("30 per week", "90 per week"), encoding="utf-8")
    answer = ask("compare", small, *FEW)
    assert answer.err.count("so the queue grows as long as the run lasts") == 1
    page = Path("results/desk-compare/report.html").read_text(encoding="utf-8")
    assert '<p class="warning">Clerks: the first visits alone take 150 h a week' in page


def test_sigterm_leaves_what_was_there_and_no_complaint(ask: Ask, small: Path) -> None:
    """Ended while two processes compute: their semaphores are given back, so that nobody warns of them."""
    program = [sys.executable, "-m", "sim", "compare", str(small), "--replications", "100000", "--jobs", "2"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        time.sleep(3.0)
        running.terminate()
        out, err = running.communicate(timeout=30.0)
    assert (running.returncode, out) == (143, "")
    assert without_progress(err) == "stopped by SIGTERM; no results folder was left half written\n"
    assert not Path("results").exists()


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_leaves_what_was_there_and_says_so(ask: Ask, small: Path) -> None:
    """A long run on two processes is interrupted as a terminal does it: the whole group of processes."""
    ask("compare", small, *FEW)
    before = contents(Path("results"))
    program = [sys.executable, "-m", "sim", "compare", str(small), "--replications", "100000", "--jobs", "2"]
    with subprocess.Popen(
        program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as running:
        time.sleep(3.0)
        os.killpg(running.pid, signal.SIGINT)
        out, err = running.communicate(timeout=30.0)
    assert (running.returncode, out) == (130, "")
    assert without_progress(err).strip() == "stopped by Ctrl-C; no results folder was left half written"
    assert contents(Path("results")) == before
    assert [path.name for path in Path("results").iterdir()] == ["desk-compare"]
