"""Whatever is wrong with the input ends in one clear message and exit code 2, never in a traceback."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from sim.cli import app

Ask = Callable[..., Any]

BAD_OPTIONS = {
    ("chek", "desk"): "sim: chek: no such verb; did you mean 'check'?; see `sim --help`",
    ("fly",): "sim: fly: no such verb; see `sim --help`",
    ("run",): "sim run: missing argument 'PATH'; see `sim run --help`",
    ("run", "desk", "--replication", "5"): (
        "sim run: --replication: no such option; did you mean '--replications'?; see `sim run --help`"
    ),
    ("compare", "desk", "--measure", "throughput"): (
        "sim compare: --measure: no such option; `sim sweep` and `sim knockout` have it; "
        "see `sim compare --help`"
    ),
    ("run", "desk", "--weeks", "20"): "sim run: --weeks: no such option; see `sim run --help`",
    ("run", "desk", "--replications", "0"): (
        "sim run: --replications = 0: must be a whole number from 1 to 1,000,000; see `sim run --help`"
    ),
    ("run", "desk", "--replications", "2.5"): (
        "sim run: --replications = 2.5: must be a whole number from 1 to 1,000,000; see `sim run --help`"
    ),
    ("run", "desk", "--seed", "-1"): (
        "sim run: --seed = -1: must be a whole number from 0 to 9,223,372,036,854,775,807; "
        "see `sim run --help`"
    ),
    ("compare", "desk", "--jobs", "many"): (
        "sim compare: --jobs = many: must be a whole number from 1 to 4,096; see `sim compare --help`"
    ),
    ("diff", "desk"): (
        "sim diff: give two files A and B, or one file and --strategies S1 S2; "
        "write e.g. `sim diff desk --strategies 'do nothing' 'third clerk'`; see `sim diff --help`"
    ),
    ("diff", "desk", "third clerk"): (
        "sim diff: 'third clerk' is a strategy of desk; write it as 'desk:third clerk'; see `sim diff --help`"
    ),
    ("diff", "desk", "desk", "--strategies", "do nothing", "third clerk"): (
        "sim diff: --strategies are two of one file; leave B out; see `sim diff --help`"
    ),
}


@pytest.mark.parametrize("words", BAD_OPTIONS, ids=" ".join)
def test_a_bad_command_line_is_told_in_one_sentence(words: tuple[str, ...], ask: Ask, small: Path) -> None:
    answer = ask(*words)
    assert (answer.code, answer.out, answer.err) == (2, "", BAD_OPTIONS[words] + "\n")


BAD_PATHS = {
    "nowhere": "nowhere: there is no such file; check the path",
    "dask": "dask: there is no such file; did you mean 'desk'?",
    "empty": ("empty: the folder has no scenario.yaml; name a folder that has one, or a YAML file"),
    "picture.yaml": "picture.yaml:1:1: this is not a text file; name a YAML file",
    "broken.yaml": None,
}


@pytest.mark.parametrize("verb", ["check", "explain", "resolve", "run", "compare"])
@pytest.mark.parametrize("path", BAD_PATHS)
def test_a_file_that_cannot_be_read_is_told_in_one_message(
    path: str, verb: str, ask: Ask, small: Path
) -> None:
    Path("empty").mkdir()
    Path("picture.yaml").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    Path("broken.yaml").write_text("scenario: [half\npeople: {", encoding="utf-8")
    answer = ask(verb, path)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.startswith(f"{path}:")
    assert "Traceback" not in answer.err
    if BAD_PATHS[path]:
        assert answer.err == f"{BAD_PATHS[path]}\n"


@pytest.mark.parametrize("verb", ["explain", "resolve", "run"])
def test_an_unknown_strategy_is_answered_with_the_nearest(verb: str, ask: Ask, small: Path) -> None:
    answer = ask(verb, small, "--strategy", "third clark")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "unknown strategy 'third clark'; did you mean 'third clerk'?\n"


def test_an_unknown_strategy_to_compare_is_answered_with_the_nearest(ask: Ask, small: Path) -> None:
    answer = ask("compare", small, "third clark")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "unknown strategy 'third clark'; did you mean 'third clerk'?\n"


@pytest.mark.parametrize("verb", ["explain", "resolve", "run", "compare"])
def test_an_unknown_future_is_answered_with_the_nearest(verb: str, ask: Ask, small: Path) -> None:
    answer = ask(verb, small, "--future", "bom")
    assert (answer.code, answer.err) == (2, "unknown future 'bom'; did you mean 'boom'?\n")


def test_check_tells_every_mistake_of_every_file(ask: Ask, small: Path) -> None:
    text = (small / "scenario.yaml").read_text(encoding="utf-8")
    Path("a.yaml").write_text(text.replace("headcount: 2", "headcout: 2"), encoding="utf-8")
    Path("b.yaml").write_text(text.replace("30 EUR/h", "30 USD/h").replace("90 min", "90"), encoding="utf-8")
    answer = ask("check", "a.yaml", small, "b.yaml")
    assert answer.code == 2
    assert answer.out.endswith("desk: good\n")
    places = [
        line.split(":")[:2] for line in answer.err.splitlines() if line.startswith(("a.yaml", "b.yaml"))
    ]
    assert ["a.yaml", "14"] in places
    assert ["b.yaml", "9"] in places
    assert ["b.yaml", "14"] in places
    assert answer.err.splitlines()[-1] == "3 mistakes"


OUTPUTS = {
    "taken": "--output = taken: is a file; name a folder for the results",
    "taken/deeper": "--output = taken/deeper: taken is a file; name a folder for the results",
    "desk": "--output = desk: holds other files than results, which would be lost; name another folder",
}


@pytest.mark.parametrize("verb", ["run", "compare"])
@pytest.mark.parametrize("output", OUTPUTS)
def test_an_output_that_cannot_be_is_refused_before_the_work(
    output: str, verb: str, ask: Ask, small: Path
) -> None:
    Path("taken").write_text("mine", encoding="utf-8")
    before = sorted(Path().rglob("*"))
    answer = ask(verb, small, "--output", output)
    assert (answer.code, answer.out, answer.err) == (2, "", OUTPUTS[output] + "\n")
    assert sorted(Path().rglob("*")) == before
    assert Path("taken").read_text(encoding="utf-8") == "mine"


def test_a_folder_without_the_right_to_write_is_refused(
    ask: Ask, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    answer = ask("run", small, "--output", "out")
    assert (answer.code, answer.out) == (2, "")
    assert (
        answer.err == "--output = out: nothing can be written in . (permission denied); name another folder\n"
    )


def raising(error: BaseException) -> click.Command:
    """Return a verb that raises."""

    @click.command("explain")
    @click.argument("path")
    def verb(path: str) -> None:
        raise error

    return verb


def test_a_fault_of_ours_is_owned_up_to_without_a_traceback(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.command.commands, "explain", raising(ZeroDivisionError("division by zero")))
    answer = ask("explain", "desk")
    assert answer.code == 3
    assert answer.out == ""
    assert answer.err == (
        "sim: ZeroDivisionError: division by zero\n"
        "This is a fault of sim, not of your file; please report it with what "
        "`sim --debug explain desk` prints.\n"
    )


def test_debug_shows_the_traceback_of_a_fault_of_ours(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.command.commands, "explain", raising(ZeroDivisionError("division by zero")))
    answer = ask("explain", "desk", "--debug")
    assert answer.code == 3
    assert answer.err.startswith("Traceback (most recent call last):")


def test_ctrl_c_ends_in_a_sentence(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.command.commands, "explain", raising(KeyboardInterrupt()))
    answer = ask("explain", "desk")
    assert (answer.code, answer.out) == (130, "")
    assert answer.err.strip() == "stopped by Ctrl-C; no results folder was left half written"


def test_a_reader_that_goes_away_is_no_mistake(small: Path) -> None:
    """`sim schema | head -1`: the pipe is closed long before the text is out."""
    program = [sys.executable, "-m", "sim", "schema"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        complaint = running.stderr.read()
    assert (running.returncode, complaint) == (0, b"")


def test_a_terminal_without_our_signs_shows_question_marks_instead(small: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    program = [sys.executable, "-m", "sim", "diff", "desk", "--strategies", "do nothing", "third clerk"]
    done = subprocess.run(program, capture_output=True, env=environment, check=True)
    assert done.stdout.startswith(b"do nothing ? third clerk")
