"""Tables that fill up on the way: more room, or a portion handed over, changes no bit."""

from pathlib import Path

import pytest

from sim.engines import get_engine
from sim.engines.conformance import check_engine, first_difference
from sim.engines.kernel import storage
from sim.engines.kernel.run import Run, run, totals
from sim.model.build import build
from sim.model.model import Model
from sim.records.totals import totals_of
from sim.scenario.load import load_scenario
from tests.running import model_of

SCENARIOS = Path(__file__).parents[2] / "scenarios"
COMING_AND_GOING = """\
scenario: A team of which nobody stays
run_length: 3 years
behaviour: {turnover: 95 %, time_to_fill: 1 week}
task_types:
  call: {arrivals: 20 per week, route: [answer]}
steps:
  answer: {service_time: {exponential: 2 h}, done_by: [clerks]}
people:
  clerks: {headcount: 60}
"""
A_RUSH = """\
scenario: All at once
run_length: 1 week
task_types:
  call: {arrivals: {rate: 5 per hour, batch: 40}, route: [answer]}
steps:
  answer: {service_time: {exponential: 2 h}, done_by: [clerks]}
people:
  clerks: {headcount: 3}
"""


@pytest.mark.parametrize(
    ("scenario", "strategy"),
    [("content-agency", "all three"), ("living-agency", "one more writer"), ("support-desk", "do nothing")],
)
def test_small_portions_add_up_to_the_same(
    scenario: str, strategy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = build(load_scenario(SCENARIOS / scenario).under(strategy))
    record = run(model, 1, 0)
    handed_over: list[int] = []
    hand_over = Run._hand_over

    def counted(self: Run) -> None:
        handed_over.append(self._storage.count("sampled"))
        hand_over(self)

    monkeypatch.setattr(Run, "_hand_over", counted)
    monkeypatch.setattr(storage, "LOG_ROOM", 0)
    found = totals(build(load_scenario(SCENARIOS / scenario).under(strategy)), 1, 0)

    assert len(handed_over) > 3
    assert sum(handed_over) == totals_of(record).tasks.delivered
    assert not first_difference(found, record)


def test_people_beyond_the_room_for_them_change_nothing() -> None:
    """Hundreds are hired on the way, so that the tree of completions is planted anew."""
    model = model_of(COMING_AND_GOING)
    room = Run(model)._storage._room["actors"]
    record = run(model, 1, 0)

    assert len(record.actors["actor"]) > room
    check_engine(get_engine("kernel"), model)
    check_engine(totals, model)


def test_tasks_beyond_the_room_for_them_change_nothing() -> None:
    model: Model = model_of(A_RUSH)
    room = Run(model)._storage._room["tasks"]

    assert int(run(model, 1, 0).weeks["wip"][-1]) > 8 * room
    check_engine(get_engine("kernel"), model, rounds=1)
    check_engine(totals, model, rounds=1)


def test_open_tasks_beyond_the_room_for_them_change_nothing() -> None:
    text = A_RUSH.replace("task_types:", "snapshot: today.csv\nwork_in_process_limit: 2000\ntask_types:")
    model: Model = model_of(text, files={"today.csv": "task_type,tasks,done\ncall,9000,\ncall,3000,40 %\n"})

    assert len(model.snapshot.number) > 8 * Run(model)._storage._room["tasks"]
    check_engine(get_engine("kernel"), model, rounds=1)
    check_engine(totals, model, rounds=1)
