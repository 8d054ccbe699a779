"""A command line in this process: fast, and with what it printed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from sim.cli import answer
from sim.report.picture import Picture

SMALL = """\
scenario: Two clerks
question: Does a third clerk shorten the wait?
run_length: 4 weeks
warm_up: 1 week
task_types:
  request: {arrivals: 30 per week, value: 20 EUR, due: 2 working days, route: [answer, check]}
steps:
  answer:
    service_time: {lognormal: {mean: 90 min, cv: 0.5}}
    done_by: [clerks]
    error_probability: 10 %
  check: {service_time: 10 min, done_by: [clerks], reviews: [answer], detection: 80 %}
people:
  clerks: {headcount: 2, wage: 30 EUR/h, hours: Mon-Fri 9:00-17:00}
currency: EUR
strategies:
  third clerk: [set: {people.clerks.headcount: 3}]
futures:
  boom: {task_types.request.arrivals: 40 per week}
"""


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


Ask = Callable[..., Answer]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    """``ask("check", path)`` is ``sim check path`` in this process."""

    def asked(*words: object) -> Answer:
        code = answer([str(word) for word in words])
        out, err = capsys.readouterr()
        return Answer(code, out, err)

    return asked


EMPTY_SVG = '<svg viewBox="0 0 1 1"><g id="nothing"/></svg>'


@pytest.fixture(autouse=True)
def sketched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every figure of a report, but do not draw it: that takes most of the time and is tested elsewhere.

    In ``tests/report``, and with the commands that ``tests/docs`` and the tests of Ctrl-C start.
    """

    def write_nothing(_: Picture, path: Path, receipt: str) -> None:
        path.write_text(receipt, encoding="utf-8")

    monkeypatch.setattr(Picture, "svg", lambda _: EMPTY_SVG)
    monkeypatch.setattr(Picture, "write_png", write_nothing)


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a small scenario, below the working directory: ``desk``."""
    monkeypatch.chdir(tmp_path)
    folder = Path("desk")
    folder.mkdir()
    (folder / "scenario.yaml").write_text(SMALL, encoding="utf-8")
    return folder
