"""``sim report``: a page and its provenance, and which part is at work."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sim

Ask = Callable[..., Any]


@pytest.fixture
def made(ask: Ask, small: Path) -> Any:
    """The answer to ``sim report`` of two replications."""
    return ask("report", small, "--replications", 2, "--jobs", 1)


def test_a_report_is_one_page_with_its_provenance(made: Any, ask: Ask) -> None:
    assert made.code == 0
    assert made.out.splitlines()[-1] == "results/desk-report/report.html"
    assert "Compared with 'do nothing'" in " ".join(made.out.split())
    assert sorted(path.name for path in Path("results/desk-report").iterdir()) == [
        "provenance.json",
        "report.html",
    ]
    for line in ("the strategies", "the diagnosis of 'do nothing'", "changes of one input"):
        assert line in made.err
    sealed = ask("verify", "results/desk-report", "--seal-only")
    assert (sealed.code, sealed.err) == (0, "")
    assert "nothing was changed since it was sealed" in sealed.out


def test_fewer_replications_do_not_replace_a_better_report(made: Any, ask: Ask) -> None:
    again = ask("report", "desk", "--replications", 1, "--jobs", 1)
    assert again.out.splitlines()[-1] == "results/desk-report-1-replication/report.html"


def test_a_scenario_without_strategies_has_a_report_too(ask: Ask, small: Path) -> None:
    path = small / "scenario.yaml"
    text = path.read_text(encoding="utf-8")
    alone = text[: text.index("strategies:")] + text[text.index("futures:") :]
    path.write_text(alone, encoding="utf-8")
    found = sim.study(small, replications=2, jobs=1)

    assert found.sweep is None
    assert [type(part).__name__ for part in found.parts] == ["Comparison", "Diagnosis"]
    assert ask("report", small, "--replications", 2, "--jobs", 1).code == 0
    page = Path("results/desk-report/report.html").read_text(encoding="utf-8")
    assert "No input was moved" in page
    assert "No feedback loop is at work in this scenario" in page
