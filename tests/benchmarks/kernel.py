"""What the compiled kernel brings: against the reference engine, on threads, in memory, at the start.

    python -m tests.benchmarks.kernel [--rounds N] [--tasks N ...] [--output FILE]

Interleaved rounds, medians; what counts are the ratios.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from sim.engines import Summing, get_summing
from sim.engines.kernel.run import Run
from sim.experiments.summary import summarise
from sim.model.build import build
from sim.model.model import Model
from sim.scenario.load import load_scenario
from tests.benchmarks.ours import timed, w2_model
from tests.benchmarks.peers.workload import TASKS_PER_HOUR
from tests.benchmarks.prose import number, paragraph, table

HERE = Path(__file__).parents[2]
PAGE = HERE / "docs" / "benchmarks" / "kernel.md"
RICH = (
    ("content-agency", "do nothing"),
    ("content-agency", "all three"),
    ("living-agency", "do nothing"),
    ("living-agency", "all three"),
)
"""Shipped scenarios with all that an organisation has, and strategies."""
TASKS = (10_000, 100_000, 1_000_000, 10_000_000)
REPLICATIONS = 100
"""Of 20,000 tasks each, for the threads."""
FIRST_FIGURES = "after 3 replications"


def shipped(scenario: str, strategy: str) -> Model:
    """Return the model of a shipped scenario under a strategy."""
    return build(load_scenario(HERE / "scenarios" / scenario).under(strategy))


def visits_of(model: Model) -> int:
    """Return the visits that a replication completes in the measured part."""
    return timed(get_summing("kernel"), model, 1)[0].visits.completed


# --- against the reference engine ----------------------------------------------------------------------


def against_the_reference(rounds: int) -> str:
    """Return the table of the rich models on both engines."""
    rows = []
    for scenario, strategy in RICH:
        model = shipped(scenario, strategy)
        engines: tuple[Summing, Summing] = (get_summing("reference"), get_summing("kernel"))
        timed(engines[1], model, 1)
        pairs = [
            tuple(timed(engine, model, 1, replication)[1] for engine in engines)
            for replication in range(rounds)
        ]
        slow, fast = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratios = sorted(reference / kernel for reference, kernel in pairs)
        visits = visits_of(model)
        rows.append(
            (
                f"{scenario}, {strategy}",
                f"{visits:,}",
                number(slow / visits * 1e6),
                number(fast / visits * 1e6),
                number(statistics.median(ratios)),
                f"{number(ratios[0])} to {number(ratios[-1])}",
            )
        )
    names = ("scenario, strategy", "visits", "reference [µs/visit]", "kernel [µs/visit]")
    return table((*names, "times as fast", "by round"), rows)


# --- threads --------------------------------------------------------------------------------------------


def on_threads(rounds: int) -> str:
    """Return the table of replications on one thread, on two, and on two processes: what the machine has."""
    engine = get_summing("kernel")
    rows = []
    for name, model in (
        ("W2, 20,000 tasks", w2_model(20_000 / TASKS_PER_HOUR)),
        ("living-agency, do nothing", shipped("living-agency", "do nothing")),
    ):
        job = partial(_summary, engine, model)
        times = [_on_one_and_two(job) for _ in range(rounds)]
        alone, threads, processes = (
            statistics.median(column) / REPLICATIONS * 1e3 for column in zip(*times, strict=True)
        )
        ratios = sorted(one / two for one, two, _ in times)
        limit = statistics.median(one / two for one, _, two in times)
        rows.append(
            (
                name,
                number(alone),
                number(threads),
                number(processes),
                f"{statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})",
                f"{limit:.2f}",
            )
        )
    times_of = ("one thread", "two threads", "two processes")
    names = ("model", *(f"{each} [ms/replication]" for each in times_of))
    return table((*names, "threads: times as fast", "processes: times as fast"), rows)


def _on_one_and_two(job: Callable[[int], object]) -> tuple[float, float, float]:
    """Return how long the replications take on one thread, on two, and on two processes [s]."""
    numbers = range(REPLICATIONS)
    with ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(2, get_context("spawn")) as processes:
        list(threads.map(job, range(4)))
        list(processes.map(job, range(4)))
        return (
            _wall(lambda: [job(number) for number in numbers]),
            _wall(lambda: list(threads.map(job, numbers))),
            _wall(lambda: list(processes.map(job, numbers, chunksize=5))),
        )


def _summary(engine: Summing, model: Model, replication: int) -> object:
    return summarise(engine(model, 1, replication))


def _wall(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


# --- memory ---------------------------------------------------------------------------------------------


def memory(tasks: Sequence[int]) -> str:
    """Return the table of the memory that runs of W2 take at most."""
    rows = []
    for count in tasks:
        model = w2_model(count / TASKS_PER_HOUR)
        row = [f"{count:,}", number(_peak(lambda model=model: Run(model).add_up(1, 0)))]
        row.append(number(_peak(lambda model=model: Run(model).live(1, 0))) if count <= 1_000_000 else "")
        rows.append(tuple(row))
    return table(("tasks", "measures only [MB]", "each task and visit kept [MB]"), rows)


def _peak(work: Callable[[], object]) -> float:
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6


# --- the start ------------------------------------------------------------------------------------------


def start_up(rounds: int) -> str:
    """Return the table of how long one waits at the start, from an empty cache and from a warm one."""
    with tempfile.TemporaryDirectory() as cache:
        load = [sys.executable, "-c", "from sim.engines.kernel.loading import kernel; kernel()"]
        cold = _seconds(load, cache)
        warm = [_seconds(load, cache) - _seconds([sys.executable, "-c", "import numpy"], cache)]
        warm += [
            _seconds(load, cache) - _seconds([sys.executable, "-c", "import numpy"], cache)
            for _ in range(rounds - 1)
        ]
        first, last = zip(*(_compare(cache) for _ in range(rounds)), strict=True)
    rows = [
        ("compile, once", number(cold)),
        ("load the compiled kernel, above `import numpy`", number(statistics.median(warm))),
        ("`sim compare scenarios/content-agency`: first figures", number(statistics.median(first))),
        ("the same: verdict", number(statistics.median(last))),
    ]
    return table(("what", "wall time [s]"), rows)


def _seconds(command: Sequence[str], cache: str) -> float:
    environment = {**os.environ, "SIM_CACHE_DIR": cache}
    return _wall(lambda: subprocess.run(command, env=environment, check=True))


def _compare(cache: str) -> tuple[float, float]:
    """Return when a comparison shows its first figures, and when its verdict [s]."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "sim", "compare", str(HERE / "scenarios" / "content-agency")],
            env={**os.environ, "SIM_CACHE_DIR": cache},
            cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stderr is not None
        assert process.stdout is not None
        while FIRST_FIGURES not in process.stderr.readline():
            assert process.poll() is None, "the comparison shows no first figures"
        first = time.perf_counter() - begun
        process.stdout.readline()
        verdict = time.perf_counter() - begun
        process.communicate()
    return first, verdict


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--tasks", type=int, nargs="+", default=TASKS, help="sizes at which memory is measured"
    )
    parser.add_argument("--output", type=Path, default=PAGE)
    options = parser.parse_args()
    blocks = [
        "# The compiled kernel",
        paragraph(
            f"""Written by `python -m tests.benchmarks.kernel --rounds {options.rounds} --tasks
            {" ".join(map(str, options.tasks))}` on {platform.machine()} with {os.cpu_count()} cores.
            Absolute times depend on the machine; the ratios are what counts.  W2 is
            `tests/benchmarks/w2.yaml`."""
        ),
        "## Against the reference engine",
        paragraph(
            """Whole replications with everything that measures, weekly series and the ledger need; CPU time,
            interleaved rounds.  The reference engine runs on SimPy with the rules as plain Python."""
        ),
        against_the_reference(options.rounds),
        "## On two cores",
        paragraph(
            f"""{REPLICATIONS} replications and their measures; wall time, interleaved rounds.  Two processes
            share nothing, so that they show what the machine's cores can do side by side."""
        ),
        on_threads(options.rounds),
        "## Memory",
        paragraph(
            """What a run of W2 takes at most, from the building of its tables on.  Where only measures are
            asked for it follows the work in process, with a share for each week of the run and for quantiles
            (up to a million values of each kind, then a histogram)."""
        ),
        memory(options.tasks),
        "## At the start",
        start_up(options.rounds),
    ]
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text("\n\n".join([*blocks, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
