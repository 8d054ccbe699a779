"""Replications in one process and in several: same digits, clean ends."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest

from sim.engines import Summing
from sim.errors import EngineRefusalError, UsageError
from sim.experiments import executors
from sim.experiments.executors import Plan, ReplicationError, execute, in_parcels
from sim.experiments.summary import Summary

HERE = Path(__file__).parent
PATIENCE = 30.0
"""Time within which another process must have started or ended, however busy the machine [s]."""


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Stand-ins for engines, which other processes find on the same path."""
    monkeypatch.syspath_prepend(HERE)
    import small_engines

    return small_engines


def plan(engine: Summing, replications: int = 6) -> Plan:
    return Plan(("do nothing", "upskill"), (0.5, 0.8), replications, seed=7, engine=engine)


def digits(summaries: dict[tuple[int, int], Summary]) -> dict[tuple[int, int], bytes]:
    return {
        key: b"".join(
            [summary.values.tobytes(), summary.quality_counts.tobytes(), repr(summary.accounts).encode()]
        )
        for key, summary in sorted(summaries.items())
    }


def test_any_number_of_processes_gives_the_same_digits(engines: ModuleType) -> None:
    alone = digits(execute(plan(engines.drawn), jobs=1))

    assert list(alone) == [(strategy, replication) for strategy in (0, 1) for replication in range(6)]
    assert len(set(alone.values())) == len(alone)
    for jobs in (2, 3):
        assert digits(execute(plan(engines.drawn), jobs=jobs)) == alone


def test_small_work_stays_in_this_process(engines: ModuleType) -> None:
    done = execute(plan(engines.with_process_number), jobs=None)

    assert {summary.accounts["tools", "writers"] for summary in done.values()} == {float(os.getpid())}


def test_large_work_is_shared_and_gives_the_same_digits(
    engines: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "SMALL_WORK", 0.0)
    monkeypatch.setattr(executors, "available_cores", lambda: 2)

    shared = execute(plan(engines.with_process_number), jobs=None)

    others = {summary.accounts["tools", "writers"] for summary in shared.values()} - {float(os.getpid())}
    assert others
    assert digits(execute(plan(engines.drawn), jobs=None)) == digits(execute(plan(engines.drawn), jobs=1))


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_is_told_up_to_the_total(engines: ModuleType, jobs: int) -> None:
    told: list[tuple[int, int]] = []

    execute(plan(engines.drawn), jobs=jobs, progress=lambda done, total: told.append((done, total)))

    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert told[-1] == (12, 12)
    assert {total for _, total in told} == {12}


@pytest.mark.parametrize("jobs", [1, 2])
def test_replication_that_fails_is_named(engines: ModuleType, jobs: int) -> None:
    with pytest.raises(ReplicationError) as caught:
        execute(plan(engines.failing), jobs=jobs)

    assert str(caught.value) in {
        f"strategy '{name}', replication 3, seed 7: ZeroDivisionError: division by zero"
        for name in ("do nothing", "upskill")
    }
    assert not multiprocessing.active_children()


def test_fault_in_another_process_shows_where_it_happened(engines: ModuleType) -> None:
    with pytest.raises(ReplicationError) as caught:
        execute(plan(engines.failing), jobs=2)

    assert "in failing" in "".join(caught.value.__notes__)


@pytest.mark.parametrize("jobs", [1, 2])
def test_refusal_of_the_engine_passes_unchanged(engines: ModuleType, jobs: int) -> None:
    with pytest.raises(EngineRefusalError, match=r"^engine 'small': cannot do batches$"):
        execute(plan(engines.refusing), jobs=jobs)


def test_process_that_dies_ends_the_run_with_a_word(engines: ModuleType) -> None:
    with pytest.raises(ReplicationError, match="ended from outside, perhaps for want of memory"):
        execute(plan(engines.dying), jobs=2)

    assert not multiprocessing.active_children()


def test_interrupt_ends_all_processes_at_once(engines: ModuleType) -> None:
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        execute(plan(engines.sleeping), jobs=2, progress=interrupt)

    assert time.monotonic() - began < PATIENCE
    assert not multiprocessing.active_children()


def test_number_of_processes_below_one_is_refused(engines: ModuleType) -> None:
    with pytest.raises(
        UsageError, match=r"^jobs = 0: should be a whole number from 1 up; left out: one per core$"
    ):
        execute(plan(engines.drawn), jobs=0)


def test_parcels_of_any_work_have_the_same_results_wherever_they_are_done(engines: ModuleType) -> None:
    work, parcels = engines.Squares(), [[1, 2], [3], [4, 5]]

    found = [
        {key: value for part in in_parcels(work, parcels, jobs) for key, value in part.items()}
        for jobs in (1, 2)
    ]
    assert found == [{number: number * number for number in range(1, 6)}] * 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_work_that_fails_says_which_key_it_was(engines: ModuleType, jobs: int) -> None:
    with pytest.raises(ReplicationError, match=r"^the square of -1: ValueError: below zero"):
        list(in_parcels(engines.Squares(), [[2], [-1]], jobs))

    assert not multiprocessing.active_children()


def test_parcels_that_are_not_wanted_any_more_end_their_processes(engines: ModuleType) -> None:
    with closing(in_parcels(engines.Squares(), [[number] for number in range(1, 40)], 2)) as parcels:
        next(parcels)

    assert not multiprocessing.active_children()


def script(folder: Path, text: str) -> Path:
    path = folder / "study.py"
    path.write_text(f"import sys\nsys.path.insert(0, {str(HERE)!r})\n{text}", encoding="utf-8")
    return path


def test_script_without_a_main_guard_is_not_run_again_by_the_processes(tmp_path: Path) -> None:
    path = script(
        tmp_path,
        "import small_engines\n"
        "from sim.experiments.executors import Plan, execute\n"
        "print('once')\n"
        "plan = Plan(('do nothing',), (0.5,), 4, 1, small_engines.drawn)\n"
        "print(len(execute(plan, jobs=2)))\n",
    )

    done = subprocess.run([sys.executable, path], capture_output=True, text=True, timeout=60, check=False)

    assert (done.stdout, done.stderr, done.returncode) == ("once\n4\n", "", 0)


def test_processes_end_when_the_one_that_started_them_is_killed(tmp_path: Path) -> None:
    path = script(
        tmp_path,
        "import small_engines\n"
        "from sim.experiments.executors import Plan, execute\n"
        f"execute(Plan(('do nothing',), ({str(tmp_path)!r},), 2, 1, small_engines.ticking), jobs=2)\n",
    )
    parent = subprocess.Popen([sys.executable, path], stderr=subprocess.DEVNULL)
    try:
        _until(lambda: len(list(tmp_path.glob("*.clock"))) == 2)
    finally:
        parent.kill()
        parent.wait()

    _until(lambda: _stands_still(tmp_path))


def _stands_still(folder: Path) -> bool:
    before = [clock.read_text(encoding="utf-8") for clock in sorted(folder.glob("*.clock"))]
    time.sleep(0.5)
    return before == [clock.read_text(encoding="utf-8") for clock in sorted(folder.glob("*.clock"))]


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_while_processes_start_is_heard_once_they_have() -> None:
    reached, main = [], sys.modules["__main__"]

    def interrupted() -> None:
        with executors._starting_processes():
            signal.raise_signal(signal.SIGINT)
            reached.append("the end of the start")

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert reached
    assert sys.modules["__main__"] is main
