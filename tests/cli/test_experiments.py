"""Run, compare and replay: from a scenario to a folder of results, and back to the same digits."""

import hashlib
import json
import os
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
from sim.cli.results import results_folder

Ask = Callable[..., Any]
FEW = ("--replications", 3, "--jobs", 1)


def contents(folder: Path) -> dict[str, str]:
    """Return the digest of every file below a folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_compare_prints_tables_the_verdict_and_where_the_report_is(ask: Ask, small: Path) -> None:
    answer = ask("compare", small, *FEW)
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[-1] == "results/desk-compare/report.html"
    assert Path(lines[-1]).is_file()
    assert any(line.split()[:1] == ["throughput"] for line in lines)
    assert any("'third clerk'" in line and "95 % interval, 3 paired replications" in line for line in lines)


def test_run_prints_a_table_and_where_the_report_is(ask: Ask, small: Path) -> None:
    answer = ask("run", small, "--strategy", "third clerk", *FEW)
    assert (answer.code, answer.err) == (0, "")
    assert "third clerk" in answer.out
    assert answer.out.splitlines()[-1] == "results/desk-run/report.html"
    assert Path("results/desk-run/report.html").is_file()


def test_compare_prints_json_and_nothing_else_for_machines(ask: Ask, small: Path) -> None:
    answer = ask("compare", small, *FEW, "--json", "--output", "out")
    assert (answer.code, answer.err) == (0, "")
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
    assert (answer.code, answer.err) == (0, "")
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
    answer = ask("replay", f"results/desk-{verb}", "--jobs", 1)
    told = f"results/desk-{verb}: the same digits again ({verb}, seed 1, 3 replications)\n"
    assert (answer.code, answer.out, answer.err) == (0, told, "")


def test_replay_names_the_numbers_that_differ(ask: Ask, small: Path) -> None:
    ask("run", small, *FEW)
    path = Path("results/desk-run/provenance.json")
    stored = json.loads(path.read_text(encoding="utf-8"))
    stored["digests"]["do nothing"]["flow_time"] = "0" * 64
    stored["versions"]["numpy"] = "1.0.0"
    path.write_text(json.dumps(stored), encoding="utf-8")
    answer = ask("replay", "results/desk-run", "--jobs", 1)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "results/desk-run: other digits than stored (run, seed 1, 3 replications): "
        f"numpy 1.0.0 then, {np.__version__} now\n  do nothing: flow_time\n"
    )


def test_a_folder_without_results_cannot_be_replayed(ask: Ask, small: Path) -> None:
    answer = ask("replay", small)
    assert (answer.code, answer.out) == (2, "")
    assert (
        answer.err
        == "desk: holds no provenance.json; name a folder of results, e.g. results/content-agency\n"
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
    Path("results/desk-run/old").write_text("old", encoding="utf-8")
    assert ask("run", small, *FEW, "--seed", 2).code == 0
    assert not Path("results/desk-run/old").exists()
    assert sorted(path.name for path in Path("results").iterdir()) == ["desk-run"]


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
    assert err.strip() == "stopped by Ctrl-C; no results folder was left half written"
    assert contents(Path("results")) == before
    assert [path.name for path in Path("results").iterdir()] == ["desk-compare"]
