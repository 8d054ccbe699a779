"""CSV files that only a point or a strategy names belong to the question and to what is stored."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ask = Callable[..., Any]
FEW = ("--replications", 2, "--jobs", 1)
SNAPSHOT = "task_type,tasks\nrequest,{}\n"


@pytest.fixture
def traced(small: Path) -> Path:
    """Return a scenario whose strategies read files of their own, by a dotted key and by a mapping."""
    scenario = small / "scenario.yaml"
    text = scenario.read_text(encoding="utf-8")
    text = text.replace("arrivals: 30 per week", "arrivals: {trace: {file: a.csv, column: at}}")
    text = text.replace(
        "strategies:\n",
        "strategies:\n"
        "  other days: [set: {task_types.request.arrivals.trace.file: b.csv}]\n"
        "  rare days: [set: {task_types.request.arrivals.trace: {file: c.csv}}]\n",
    )
    text = text[: text.index("futures:")]
    scenario.write_text(text, encoding="utf-8")
    for name, every in (("a", 5), ("b", 6), ("c", 9)):
        rows = "\n".join(str(9 + hour) for hour in range(0, 640, every))
        (small / f"{name}.csv").write_text(f"at\n{rows}\n", encoding="utf-8")
    return small


def test_a_file_that_a_point_names_belongs_to_the_question_and_to_replay(ask: Ask, small: Path) -> None:
    for name, tasks in (("a", 5), ("b", 40)):
        (small / f"{name}.csv").write_text(SNAPSHOT.format(tasks), encoding="utf-8")
    words = ("sweep", small, "--over", "snapshot = a.csv, b.csv", *FEW, "--output", "out")
    first, again = ask(*words), ask("replay", "out")
    (small / "b.csv").write_text(SNAPSHOT.format(1), encoding="utf-8")
    changed = ask(*words)

    assert (first.code, again.code) == (0, 0)
    assert "the same digits again" in again.out
    assert changed.code == 2
    assert "out: holds the sweep of another question (another scenario)" in changed.err


@pytest.mark.parametrize(("strategy", "file"), [("other days", "b.csv"), ("rare days", "c.csv")])
def test_a_file_that_a_strategy_names_belongs_to_the_question_and_to_replay(
    ask: Ask, traced: Path, strategy: str, file: str
) -> None:
    words = ("sweep", traced, strategy, "--over", "people.clerks.headcount = 2, 3", *FEW, "--output", "out")
    first, again = ask(*words), ask("replay", "out")
    (traced / file).write_text("at\n9\n", encoding="utf-8")
    changed = ask(*words)

    assert (first.code, again.code) == (0, 0)
    assert changed.code == 2
    assert "out: holds the sweep of another question (another scenario)" in changed.err


def test_a_comparison_of_strategies_with_files_is_replayed(ask: Ask, traced: Path) -> None:
    first = ask("compare", traced, *FEW, "--split", 0, "--output", "out")
    again = ask("replay", "out")

    assert (first.code, again.code) == (0, 0)


def test_a_file_that_no_point_can_read_fails_its_point_and_is_no_part_of_what_is_stored(
    ask: Ask, small: Path
) -> None:
    (small / "a.csv").write_text(SNAPSHOT.format(5), encoding="utf-8")
    first = ask("sweep", small, "--over", "snapshot = a.csv, missing.csv", *FEW, "--output", "out")

    assert first.code == 0
    assert "there is no file missing.csv" in first.err
    assert ask("replay", "out").code == 0
