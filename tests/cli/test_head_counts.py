"""What ``sim compare`` prints of head counts alone, beside what it has simulated."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ask = Callable[..., Any]
FEW = ("--replications", 3, "--jobs", 1)


def test_compare_prints_what_head_counts_would_have_said_in_80_columns(ask: Ask, small: Path) -> None:
    answer = ask("compare", small, *FEW, "--split", 2)
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert max(map(len, lines)) <= 80
    assert "What head counts alone would have said: throughput [tasks/week]" in map(str.rstrip, lines)
    assert any(line.split()[:3] == ["do", "nothing", "30"] for line in lines)
    assert any(line.startswith("  queueing and variability ") for line in lines)
    assert any(line.startswith("  review and rework ") for line in lines)
    said = " ".join(answer.out.split())
    assert "over the first 2 replications" in said
    assert "The report says the same of " in said
    assert sum(line.startswith("What head counts alone") for line in lines) == 1


def test_parts_that_are_nothing_are_not_printed(ask: Ask, small: Path) -> None:
    answer = ask("compare", small, *FEW, "--split", 2)
    assert "interplay of levers" not in answer.out
    assert "ramp and training" not in answer.out


@pytest.mark.parametrize(("words", "split"), [((), 3), (("--split", 1), 1), (("--split", 0), 0)])
def test_the_split_is_asked_for_by_its_number_of_replications(
    ask: Ask, small: Path, words: tuple[object, ...], split: int
) -> None:
    answer = ask("compare", small, *FEW, *words, "--json")
    said = json.loads(answer.out)
    gap = said["strategies"]["third clerk"]["head_counts"]["throughput"]
    assert said["split"] == split
    assert bool(gap["parts"]) is (split > 0)
    assert gap["gap"]["replications"] == (split or 3)
    assert gap["words"].startswith("'third clerk': head counts alone would have said 30 tasks a week")


def test_a_split_that_is_no_number_is_refused(ask: Ask, small: Path) -> None:
    answer = ask("compare", small, "--split", "-1")
    assert answer.code == 2
    assert "--split" in answer.err


def test_the_page_and_the_tables_hold_it_too(ask: Ask, small: Path) -> None:
    assert ask("compare", small, *FEW, "--output", "out").code == 0
    page = Path("out/report.html").read_text(encoding="utf-8")
    assert "<h2>What head counts alone would have said</h2>" in page
    assert "head counts alone would have said 30 tasks a week for the throughput;" in page
    assert "queueing and variability" in page
    with Path("out/tables/head_counts.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["measure"] == "throughput"]
    parts = {row["part"]: float(row["mean"]) for row in rows if row["strategy"] == "third clerk"}
    forecast, simulated, gap = (parts.pop(name) for name in ("head counts", "simulated", "gap"))
    assert forecast == 30.0
    assert sum(parts.values()) == pytest.approx(gap, rel=1e-9)
    assert forecast + gap == pytest.approx(simulated)
