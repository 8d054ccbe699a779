"""Sweeps: the same luck at all points, the same bits however computed, failures that stop nothing."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sim.engines import get_summing
from sim.engines.choice import Choice
from sim.errors import UsageError
from sim.experiments.compare import compare
from sim.experiments.sweeping import sweep as sweeping
from sim.experiments.sweeping import work
from sim.experiments.sweeping.design import design_of
from sim.experiments.sweeping.findings import Sweep
from sim.experiments.sweeping.question import Asked, asked
from sim.experiments.sweeping.runs import Runs
from sim.experiments.sweeping.store import RUNS
from sim.experiments.sweeping.stored_question import FOLDER
from sim.model.model import Model
from sim.records.record import Run
from sim.records.tables import read_table
from sim.scenario.load import LoadedScenario, load_scenario

DESK = """\
scenario: Desk
run_length: 3 weeks
warm_up: 1 week
task_types:
  request: {arrivals: 30 per week, value: 20 USD, route: [answer]}
steps:
  answer: {service_time: {lognormal: {mean: 90 min, cv: 0.5}}, done_by: [clerks], error_probability: 10 %}
people:
  clerks: {headcount: 2, wage: 30 USD/h, hours: Mon-Fri 9:00-17:00}
strategies:
  third clerk: [set: {people.clerks.headcount: 3}]
  quicker: [set: {steps.answer.service_time: 75 min}]
futures:
  boom: {task_types.request.arrivals: 40 per week}
"""
OVER = {"people.clerks.headcount": [1, 2, 4], "people.clerks.wage": ["20 USD/h", "30 USD/h"]}
PATIENCE = 60.0
"""Time within which a sweep must have got somewhere, however busy the machine [s]."""


@pytest.fixture
def desk(tmp_path: Path) -> LoadedScenario:
    path = tmp_path / "scenario.yaml"
    path.write_text(DESK)
    return load_scenario(path)


def question(desk: LoadedScenario, over: object = None, **options: object) -> Asked:
    named = {"strategies": ["quicker"], "replications": 3} | options
    return asked(desk, design_of(over or OVER, desk), **named)  # type: ignore[arg-type]


def run(desk: LoadedScenario, over: object = None, **options: object) -> Sweep:
    return sweeping.sweep(question(desk, over, **options), jobs=1, engine="reference")


def digests(folder: Path) -> dict[str, str]:
    files = [path for path in sorted((folder / FOLDER).iterdir()) if path.name[0] != "."]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of one point each."""
    monkeypatch.setattr(work, "CHUNK_VISITS", 1.0)


# --- luck ---------------------------------------------------------------------------------------


def test_the_point_that_restates_the_scenario_has_the_digits_of_a_comparison(desk: LoadedScenario) -> None:
    found = run(desk)
    compared = compare(desk, ["quicker"], replications=3, engine="reference", jobs=1)

    here = found.design.points.index({"people.clerks.headcount": 2, "people.clerks.wage": "30 USD/h"})
    for place, name in enumerate(("do nothing", "quicker")):
        np.testing.assert_array_equal(found.values[here, place], compared.replications[name].values)


def test_a_key_that_changes_no_work_leaves_every_digit_of_the_flow(desk: LoadedScenario) -> None:
    """Points have the same luck: what a wage does not touch is equal bit for bit."""
    found = run(desk)

    for measure in ("throughput", "flow_time", "escape_rate"):
        numbers = found.of("do nothing", measure)
        np.testing.assert_array_equal(numbers[0::2], numbers[1::2])
    assert (found.of("do nothing", "cost")[0::2] != found.of("do nothing", "cost")[1::2]).all()


def test_replications_differ_in_their_luck(desk: LoadedScenario) -> None:
    numbers = run(desk, replications=5).of("do nothing", "flow_time")

    assert all(len(set(row)) == 5 for row in numbers.tolist())


def test_another_seed_is_other_luck(desk: LoadedScenario) -> None:
    first, other = run(desk, seed=1), run(desk, seed=2)

    assert (first.of("do nothing", "flow_time") != other.of("do nothing", "flow_time")).all()


def test_the_future_holds_at_all_points(desk: LoadedScenario) -> None:
    over = {"people.clerks.headcount": [3, 4]}
    found, without = run(desk, over, future="boom"), run(desk, over)

    assert (
        found.level("do nothing", "throughput").mean > without.level("do nothing", "throughput").mean
    ).all()


def test_without_strategies_the_baseline_is_run_alone(desk: LoadedScenario) -> None:
    found = run(desk, strategies=())

    assert (found.strategies, found.others) == (("do nothing",), ())
    assert found.values.shape[:3] == (6, 1, 3)


# --- the store ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("small_chunks")
def test_any_number_of_processes_writes_the_same_files(desk: LoadedScenario, tmp_path: Path) -> None:
    found = []
    for jobs in (1, 2, 3):
        folder = tmp_path / str(jobs)
        sweep = sweeping.sweep(question(desk), jobs=jobs, engine="reference", folder=folder)
        found.append((digests(folder), sweep.values.tobytes()))

    assert found[1:] == found[:2]
    assert sum(name.startswith("runs-") for name in found[0][0]) == 6


def test_both_engines_write_the_same_files(desk: LoadedScenario, tmp_path: Path) -> None:
    for engine in ("reference", "kernel"):
        sweeping.sweep(question(desk), jobs=1, engine=engine, folder=tmp_path / engine)

    assert digests(tmp_path / "reference") == digests(tmp_path / "kernel")


@pytest.mark.usefixtures("small_chunks")
def test_an_interrupted_sweep_goes_on_where_it_was(desk: LoadedScenario, tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    sweeping.sweep(question(desk), jobs=1, engine="reference", folder=whole)

    def stop(done: int, total: int) -> None:
        if done >= total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweeping.sweep(question(desk), jobs=1, engine="reference", folder=broken, progress=stop)
    there = set(digests(broken))
    runs: list[int] = []
    again = sweeping.sweep(
        question(desk),
        jobs=1,
        engine="reference",
        folder=broken,
        progress=lambda _, total: runs.append(total),
    )

    assert {"runs-00000.parquet", "runs-00001.parquet"} < there < set(digests(whole))
    assert set(runs) == {6 * (6 - sum(name.startswith("runs-") for name in there))}
    assert digests(broken) == digests(whole)
    assert (
        again.values.tobytes() == sweeping.sweep(question(desk), jobs=1, engine="reference").values.tobytes()
    )


SCRIPT = """\
import sys
from pathlib import Path
from sim.experiments.sweeping import sweep as sweeping, work
from sim.experiments.sweeping.design import design_of
from sim.experiments.sweeping.question import asked
from sim.scenario.load import load_scenario
work.CHUNK_VISITS = 1500.0
desk = load_scenario(sys.argv[1])
over = {"people.clerks.headcount": list(range(1, 9)), "people.clerks.wage": ["20 USD/h", "30 USD/h"]}
question = asked(desk, design_of(over, desk), ["quicker"], replications=6)
sweeping.sweep(question, jobs=2, engine="reference", folder=Path(sys.argv[2]), budget=None)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_a_killed_sweep_resumed_equals_an_uninterrupted_one(desk: LoadedScenario, tmp_path: Path) -> None:
    script = tmp_path / "study.py"
    script.write_text(SCRIPT)

    def begin(folder: Path) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, str(script), str(desk.path), str(folder)], cwd=Path.cwd(), env=ENV
        )

    whole, broken = tmp_path / "whole", tmp_path / "broken"
    assert begin(whole).wait(PATIENCE) == 0
    kills = 0
    for wanted in (1, 3):
        process = begin(broken)
        until(lambda wanted=wanted: len(chunks(broken)) >= wanted)
        process.send_signal(signal.SIGKILL)
        kills += process.wait(PATIENCE) == -signal.SIGKILL
    stopped = chunks(broken)
    assert begin(broken).wait(PATIENCE) == 0

    assert kills == 2
    assert len(stopped) < len(chunks(whole))
    assert digests(broken) == digests(whole)


ENV = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}


def chunks(folder: Path) -> list[Path]:
    return sorted((folder / FOLDER).glob("runs-*.parquet"))


def until(is_so: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < PATIENCE
        time.sleep(0.005)


@pytest.mark.usefixtures("small_chunks")
def test_what_was_left_half_written_is_no_chunk(desk: LoadedScenario, tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / ".broken.parquet").write_bytes(b"PAR1 and no more")

    found = sweeping.sweep(question(desk), jobs=1, engine="reference", folder=tmp_path)

    assert not np.isnan(found.of("do nothing", "throughput")).any()


def test_a_finished_sweep_is_read_and_not_run_again(desk: LoadedScenario, tmp_path: Path) -> None:
    first = sweeping.sweep(question(desk), jobs=1, engine="reference", folder=tmp_path)
    told: list[tuple[int, int, int]] = []
    again = sweeping.sweep(
        question(desk), engine="reference", folder=tmp_path,
        tell_price=lambda price, done, whole: told.append((price.runs, done, whole)),
    )  # fmt: skip

    assert told == [(0, 6, 6)]
    np.testing.assert_array_equal(again.values, first.values)


def test_a_chunk_is_a_long_table_of_every_number(desk: LoadedScenario, tmp_path: Path) -> None:
    found = sweeping.sweep(question(desk), jobs=1, engine="reference", folder=tmp_path)
    table = read_table(tmp_path / FOLDER / "runs-00000.parquet", RUNS)

    chosen = (table["point"] == 3) & (table["strategy"] == "quicker") & (table["measure"] == "flow_time")
    assert table["replication"][chosen].tolist() == [0, 1, 2]
    np.testing.assert_array_equal(table["value"][chosen], found.of("quicker", "flow_time")[3])
    assert len(table["value"]) == 6 * 2 * 3 * len(found.measures)


@pytest.mark.parametrize(
    ("options", "differs"),
    [
        ({"replications": 4}, "replications: 3 there, 4 now"),
        ({"seed": 2}, "seed: 1 there, 2 now"),
        (
            {"strategies": ["third clerk"]},
            "strategies: do nothing, quicker there, do nothing, third clerk now",
        ),
        ({"future": "boom"}, "future: none there, boom now"),
        ({"over": {"people.clerks.headcount": [1, 2]}}, "points: 6 there, 2 now"),
    ],
)
def test_another_question_in_the_same_folder_is_refused(
    desk: LoadedScenario, tmp_path: Path, options: dict[str, object], differs: str
) -> None:
    sweeping.sweep(question(desk), jobs=1, engine="reference", folder=tmp_path / "a")
    before = digests(tmp_path / "a")

    with pytest.raises(UsageError) as caught:
        sweeping.sweep(question(desk, **options), jobs=1, engine="reference", folder=tmp_path / "a")
    assert str(caught.value).startswith(f"{tmp_path / 'a'}: holds the sweep of another question (")
    assert differs in str(caught.value)
    assert digests(tmp_path / "a") == before


def test_another_scenario_in_the_same_folder_is_refused(desk: LoadedScenario, tmp_path: Path) -> None:
    sweeping.sweep(question(desk), jobs=1, engine="reference", folder=tmp_path / "a")
    desk.path.write_text(DESK.replace("30 per week", "31 per week"))

    with pytest.raises(UsageError, match=r"holds the sweep of another question \(another scenario\)"):
        sweeping.sweep(question(load_scenario(desk.path)), jobs=1, engine="reference", folder=tmp_path / "a")


def test_the_same_scenario_elsewhere_and_with_remarks_is_no_other_question(
    desk: LoadedScenario, tmp_path: Path
) -> None:
    sweeping.sweep(question(desk), jobs=1, engine="reference", folder=tmp_path / "a")
    before = digests(tmp_path / "a")
    again = tmp_path / "elsewhere.yaml"
    again.write_text(f"# a remark\n\n{DESK}")
    sweeping.sweep(question(load_scenario(again)), jobs=1, engine="reference", folder=tmp_path / "a")

    assert digests(tmp_path / "a") == before


# --- failures -----------------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", [1, 2])
def test_points_that_fail_are_listed_and_stop_nothing(desk: LoadedScenario, jobs: int) -> None:
    over = {"people.clerks.headcount": [0, 2, "many"]}
    found = sweeping.sweep(question(desk, over), jobs=jobs, engine="reference")

    nobody = "people.clerks.headcount = 0: nobody may do answer; write 'headcount: 1' or more"
    many = "people.clerks.headcount = many: that is not a number; write digits, e.g. 4"
    reasons = [(each.point, each.strategy, each.reason) for each in found.failed]
    assert [(point, strategy) for point, strategy, _ in reasons] == [
        (0, "do nothing"), (0, "quicker"), (2, "do nothing"), (2, "quicker"),
    ]  # fmt: skip
    assert reasons[0][2].startswith(nobody)
    assert reasons[2][2] == many
    assert np.isnan(found.values[[0, 2]]).all()
    assert not np.isnan(found.of("quicker", "throughput")[1]).any()


def test_a_strategy_that_fails_leaves_the_others_at_the_point(desk: LoadedScenario) -> None:
    key = "strategies.quicker[0].set"
    found = run(
        desk, [{key: {"steps.answer.service_time": "75 min"}}, {key: {"steps.answer.service_time": "x"}}]
    )

    ((point, strategy, reason),) = [(each.point, each.strategy, each.reason) for each in found.failed]
    assert (point, strategy) == (1, "quicker")
    assert reason.startswith("steps.answer.service_time = x: that is not a length of time")
    assert not np.isnan(found.of("do nothing", "throughput")).any()
    assert np.isnan(found.of("quicker", "throughput")).any(axis=1).tolist() == [False, True]


def test_a_fault_of_the_engine_fails_its_point_only(
    desk: LoadedScenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = get_summing("reference")

    def faulty(model: Model, seed: int, replication: int) -> Run:
        if len(model.actors.pool) == 4 and replication == 1:
            raise ZeroDivisionError("division by zero")
        return real(model, seed, replication)

    monkeypatch.setattr(sweeping, "choose", lambda *_, **__: Choice("reference", faulty))
    found = run(desk)

    assert {each.point for each in found.failed} == {4, 5}
    assert {each.reason for each in found.failed} == {"ZeroDivisionError: division by zero"}
    assert not np.isnan(found.of("do nothing", "throughput")[:4]).any()


@pytest.mark.usefixtures("small_chunks")
def test_failures_are_stored_with_their_chunk(desk: LoadedScenario, tmp_path: Path) -> None:
    over = {"people.clerks.headcount": [0, 2]}
    first = sweeping.sweep(question(desk, over), jobs=1, engine="reference", folder=tmp_path)
    again = sweeping.sweep(question(desk, over), jobs=1, engine="reference", folder=tmp_path)

    assert first.failed == again.failed
    assert set(digests(tmp_path)) == {
        "chunk-00000.json", "chunk-00001.json", "design.csv", "failed-00000.parquet", "question.json",
        "runs-00000.parquet", "runs-00001.parquet",
    }  # fmt: skip


def test_where_the_first_points_fail_another_one_is_timed(desk: LoadedScenario) -> None:
    over = {"people.clerks.headcount": ["a", "b", "c", "d", "e", "f", 2]}

    assert len({each.point for each in run(desk, over).failed}) == 6


def test_where_no_point_can_be_run_the_question_is_refused(desk: LoadedScenario) -> None:
    with pytest.raises(
        UsageError, match=r"^none of the 2 points can be run; at the first one: people\.clerks\.pay"
    ):
        run(desk, {"people.clerks.pay": ["1 USD/h", "2 USD/h"]})


def test_a_wrong_strategy_is_no_failed_point_but_a_mistake(desk: LoadedScenario) -> None:
    with pytest.raises(UsageError, match=r"unknown strategy 'quickr'; did you mean 'quicker'\?"):
        question(desk, strategies=["quickr"])


def test_a_key_that_a_strategy_sets_itself_is_noted(desk: LoadedScenario) -> None:
    found = run(desk, strategies=["third clerk"])

    assert found.notes == (
        "'third clerk' sets people.clerks.headcount itself: its values change nothing there.",
    )


def test_the_latest_model_is_kept_and_no_more(desk: LoadedScenario) -> None:
    sweep = question(desk)
    runs = Runs(desk, sweep.design.points, sweep.strategies, 1, lambda *_: None)  # type: ignore[arg-type, return-value]

    assert runs.model(0, 0) is runs.model(0, 0)
    assert runs.model(1, 0) is not runs.model(0, 0)
