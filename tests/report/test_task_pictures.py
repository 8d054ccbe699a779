"""The pictures of a task: drawn without a warning, with words for those who cannot see them."""

import json
import warnings
from itertools import pairwise
from pathlib import Path

import pytest

from sim.api import load_scenario
from sim.experiments.tasks.pool import MOST_ROWS, Kind, pool_days
from sim.experiments.tasks.task import Told, tell
from sim.records.provenance import read_provenance
from sim.report.style import figure_style
from sim.report.tasks.pictures import task_pictures
from tests.running import SCENARIOS

NAMES = ("content-agency", "todays-backlog", "late-project", "freelance-relief", "support-desk")


def told(name: str, asked: int | str = "slowest") -> Told:
    loaded = load_scenario(SCENARIOS / name)
    return tell(
        loaded, asked, "do nothing", replication=0, seed=1, engine="reference", future="", with_defect=False
    )


@pytest.mark.parametrize("name", NAMES)
def test_they_are_drawn_without_a_warning(name: str) -> None:
    with warnings.catch_warnings(), figure_style():
        warnings.simplefilter("error")
        found = told(name)
        drawn = {picture.name: (picture, picture.svg()) for picture in task_pictures(found)}

    assert set(drawn) == {"time-line", "pool"}
    for picture, svg in drawn.values():
        assert svg.startswith("<?xml")
        assert picture.title in picture.alt
        assert "eplication 0 of seed 1" in picture.reading
    assert found.life.story in drawn["time-line"][0].alt


def test_the_pool_is_the_one_that_it_waited_for_longest() -> None:
    found = told("content-agency")
    days = pool_days(found)
    assert days is not None

    hours: dict[str, float] = {}
    for stretch in found.life.stretches:
        for part in stretch.parts:
            if part.cause.name in ("BUSY", "REVIEW_QUEUE"):
                hours[part.pool] = hours.get(part.pool, 0.0) + part.hours
    assert days.pool == max(hours, key=lambda pool: hours[pool])
    assert 0 < len(days.rows) <= MOST_ROWS
    assert days.until - days.since <= 7 * 24.0
    for row in days.rows:
        assert all(days.since <= bar.since < bar.until <= days.until for bar in row.work)
        assert all(one.until <= two.since for one, two in pairwise(row.work))
        at_work = sum(bar.until - bar.since for bar in row.work)
        assert at_work <= sum(end - begin for begin, end in row.duty) + 1e-9


def test_reviews_and_rework_are_told_apart() -> None:
    days = pool_days(told("content-agency", 3146))
    assert days is not None
    assert {bar.kind for row in days.rows for bar in row.work} <= set(Kind)
    assert Kind.REWORK in {bar.kind for row in days.rows for bar in row.work}


def test_the_verb_writes_them_with_their_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.cli import answer

    monkeypatch.chdir(tmp_path)
    path = str(SCENARIOS / "todays-backlog")
    assert answer(["task", path, "slowest", "--output", "told", "--json", "--engine", "reference"]) == 0

    out, err = capsys.readouterr()
    found = json.loads(out)
    kept = json.loads(Path("told/task.json").read_text(encoding="utf-8"))
    assert kept["story"] == found["story"]
    assert sum(part["hours"] for each in found["stretches"] for part in each["booked"]) == pytest.approx(
        found["hours"]
    )
    assert set(kept["pictures"]) == {"time-line", "pool"}
    assert err.splitlines()[-2:] == ["told/figures/time-line.png", "told/figures/pool.png"]
    assert sorted(file.name for file in Path("told/figures").iterdir()) == [
        "pool.png",
        "pool.svg",
        "time-line.png",
        "time-line.svg",
    ]
    key = read_provenance(Path("told")).key
    assert f"Receipt {key}: sim replay" in Path("told/figures/time-line.svg").read_text(encoding="utf-8")
    assert answer(["replay", key, "--in", "told"]) == 0
    assert f"{key}: the same digits again (task, seed 1, 1 replication)" in capsys.readouterr().out


def test_the_time_line_stands_below_the_story(capsys: pytest.CaptureFixture[str]) -> None:
    from sim.cli import answer

    assert answer(["task", str(SCENARIOS / "todays-backlog"), "100", "--engine", "reference"]) == 0

    out = " ".join(capsys.readouterr().out.split())
    assert out.startswith("Task 100, a request, was open at the start of the run, 6 days old, and left after")
    assert "from for what who why" in out
    assert "waits for answer" in out


DESK = """
scenario: A desk
run_length: 14 h
work_in_process_limit: 1
task_types:
  letter: {arrivals: {every: 4 h}, route: [write]}
steps:
  write: {service_time: 9 h, done_by: [clerks]}
people:
  clerks: {headcount: 1, hours: always}
"""


@pytest.mark.parametrize(
    ("text", "task", "drawn"),
    [
        (DESK, 2, ["time-line"]),  # at the door all the time
        (DESK, 0, ["time-line", "pool"]),  # never waits
        (DESK.replace("service_time: 9 h", "service_time: 0 h"), 0, ["time-line"]),  # takes no time at all
    ],
)
def test_tasks_with_hardly_a_life_are_drawn_too(
    tmp_path: Path, text: str, task: int, drawn: list[str]
) -> None:
    (tmp_path / "scenario.yaml").write_text(text, encoding="utf-8")
    with warnings.catch_warnings(), figure_style():
        warnings.simplefilter("error")
        found = tell(
            load_scenario(tmp_path), task, "do nothing",
            replication=0, seed=1, engine="reference", future="", with_defect=False,
        )  # fmt: skip
        pictures = list(task_pictures(found))
        assert all(picture.svg() for picture in pictures)

    assert [picture.name for picture in pictures] == drawn
    assert found.life.story
