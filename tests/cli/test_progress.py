"""A progress bar for people, and nothing for pipes and machines."""

import io
import sys

import pytest

from sim.cli.progress import progress_bar


class Terminal(io.StringIO):
    """Text that is shown to somebody."""

    def isatty(self) -> bool:
        return True


def test_nobody_watches_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    stderr = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stderr)
    with progress_bar("comparing") as progress:
        assert progress is None
    assert stderr.getvalue() == ""


def test_a_terminal_sees_how_much_is_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stderr = Terminal()
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setenv("TERM", "xterm")
    with progress_bar("comparing") as progress:
        assert progress is not None
        assert "the first replication shows how long it takes" in stderr.getvalue()
        progress(30, 100)
        progress(100, 100)
    assert "comparing" in stderr.getvalue()
    assert "100/100" in stderr.getvalue()
    assert "s left" in stderr.getvalue()
    assert capsys.readouterr().out == ""
