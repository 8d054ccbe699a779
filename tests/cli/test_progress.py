"""A progress bar for people, and two lines for pipes and machines."""

import io
import sys

import pytest

from sim.cli.progress import progress_bar


class Terminal(io.StringIO):
    """Text that is shown to somebody."""

    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_one_line_before_and_one_after(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stderr = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stderr)
    with progress_bar("comparing", "2 strategies, 50 replications of each") as progress:
        progress(0, 100)
        assert stderr.getvalue() == "comparing 2 strategies, 50 replications of each: 100 runs\n"
        progress(30, 100)
        progress(100, 100)
    assert stderr.getvalue().splitlines()[1:] == ["done in 0 s"]
    assert capsys.readouterr().out == ""


def test_nothing_is_said_to_be_done_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    stderr = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stderr)
    with pytest.raises(ZeroDivisionError), progress_bar("comparing", "2 strategies"):
        raise ZeroDivisionError
    assert stderr.getvalue() == ""


def test_a_terminal_sees_how_much_is_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stderr = Terminal()
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setenv("TERM", "xterm")
    with progress_bar("comparing", "2 strategies") as progress:
        assert "the first replication shows how long it takes" in stderr.getvalue()
        progress(30, 100)
        progress(100, 100)
    assert "comparing" in stderr.getvalue()
    assert "100/100" in stderr.getvalue()
    assert "s left" in stderr.getvalue()
    assert capsys.readouterr().out == ""
