"""The reference pages are what the code says."""

import datetime
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from sim.experiments.sweeping.design import design_of
from sim.experiments.sweeping.question import asked, question_of
from sim.rules.loops import LOOPS
from sim.scenario.load import load_scenario
from sim.scenario.snapshot import read_snapshot

DOCS = Path(__file__).parents[2] / "docs"


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def generated() -> dict[str, str]:
    pages: dict[str, str] = script("generate").pages()
    return pages


def test_the_dossier_is_up_to_date_and_tells_of_every_loop_and_misfit() -> None:
    """If this fails, run `python docs/dossier.py` and look at what changed."""
    committed = (DOCS / "verification" / "dossier.md").read_text(encoding="utf-8")

    assert committed == script("dossier").dossier_page()
    assert all(f"| {loop.name} |" in committed for loop in LOOPS)
    assert committed.count("* **T") >= 11
    assert set(script("dossier").DISSENT) <= {loop.name for loop in LOOPS}


GENERATED = [
    *("record", "measures", "scenario", "snapshot", "values", "rules", "loops", "presets", "evidence"),
    *("sweep", "event-log"),
]


@pytest.mark.parametrize("name", [f"{name}.md" for name in GENERATED])
def test_reference_page_is_up_to_date(name: str) -> None:
    """If this fails, run `python docs/generate.py` and look at what changed."""
    committed = (DOCS / "reference" / name).read_text(encoding="utf-8")

    assert committed == generated()[name]


def test_the_page_of_a_sweep_explains_everything_that_its_question_holds(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(
        "scenario: Desk\nrun_length: 2 weeks\n"
        "task_types: {request: {arrivals: 9 per week, route: [answer]}}\n"
        "steps: {answer: {service_time: 1 h, done_by: [clerks]}}\npeople: {clerks: {headcount: 1}}\n"
    )
    loaded = load_scenario(path)
    design = design_of(["people.clerks.headcount = 1, 2"], loaded)

    assert set(question_of(asked(loaded, design), 2)) == set(script("generate").QUESTION_MEANINGS)


def test_the_example_of_a_snapshot_is_one(tmp_path: Path) -> None:
    example = (DOCS / "reference" / "snapshot.md").read_text(encoding="utf-8").split("```\n")[1]
    (tmp_path / "today.csv").write_text(example, encoding="utf-8")

    found = read_snapshot(tmp_path, "today.csv", datetime.date(2026, 1, 5))

    assert found.mistakes == ()
    assert [row.tasks for row in found.rows] == [14, 1, 3]


def test_the_picture_of_the_loops_shows_those_there_are() -> None:
    """If this fails, run `python docs/pictures.py` and look at what it draws."""
    names = ", ".join(loop.name for loop in LOOPS).encode()

    for suffix in ("png", "svg"):
        assert names in (DOCS / "images" / f"feedback-loops.{suffix}").read_bytes()


def test_every_loop_has_its_section_with_walk_gain_delay_source_and_switch() -> None:
    page = (DOCS / "reference" / "loops.md").read_text(encoding="utf-8")

    for loop in LOOPS:
        section = page.partition(f"## {loop.name}\n")[2].partition("\n## ")[0]
        assert f"`loops: {{off: [{loop.name}]}}`; frozen: {loop.cut}" in section
        assert f"({loop.polarity})" in section
        assert all(said in section for said in (f"`{loop.gain}`", loop.delay, loop.source))
        assert all(link.cause in section for link in loop.links)
