"""W2 in our own YAML on the reference engine, against the idiomatic SimPy program for the same work.

    python -m tests.benchmarks.w2 [--tasks N] [--rounds N] [--output FILE]

Interleaved rounds in one process, CPU time, medians; what is reported is the ratio.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from sim.engines import get_engine
from sim.model.build import build
from sim.scenario.load import load_scenario
from tests.benchmarks.peers.simpy_idiomatic import Agency

HERE = Path(__file__).parent
TASKS_PER_HOUR = 10.0


def reference_round(tasks: int, seed: int) -> tuple[float, float, float]:
    """Return CPU seconds per task, mean wait per visit [h] and mean flow time [h] of our engine."""
    effective = load_scenario(HERE / "w2.yaml").under()
    scenario = effective.scenario.model_copy(update={"run_length": tasks / TASKS_PER_HOUR})
    model = build(replace(effective, scenario=scenario))
    run = get_engine("reference")
    begun = time.process_time()
    record = run(model, seed, 0)
    seconds = time.process_time() - begun
    visits, done = record.visits, ~np.isnan(record.tasks["delivered_at"])
    wait = float(np.mean(visits["started_at"] - visits["ready_at"]))
    flow = float(np.mean((record.tasks["delivered_at"] - record.tasks["arrived_at"])[done]))
    return seconds / len(record.tasks["task"]), wait, flow


def idiomatic_round(tasks: int, seed: int) -> tuple[float, float, float]:
    """Return the same of the idiomatic SimPy program."""
    agency = Agency(tasks, seed)
    begun = time.process_time()
    agency.run()
    seconds = time.process_time() - begun
    return seconds / tasks, agency.waited / agency.visits, agency.flow_time / tasks


def main() -> None:
    """Measure, print, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--output", type=Path, default=Path("docs/benchmarks/w2.md"))
    arguments = parser.parse_args()
    programs: dict[str, Callable[[int, int], tuple[float, float, float]]] = {
        "idiomatic SimPy": idiomatic_round,
        "reference engine": reference_round,
    }
    results: dict[str, list[tuple[float, float, float]]] = {name: [] for name in programs}
    for round_number in range(arguments.rounds):
        for name, program in programs.items():
            results[name].append(program(arguments.tasks, round_number + 1))
    text = table(results, arguments.tasks, arguments.rounds)
    print(text)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(text, encoding="utf-8")


def table(results: dict[str, list[tuple[float, float, float]]], tasks: int, rounds: int) -> str:
    """Return the results as a page."""
    seconds = {name: [row[0] for row in rows] for name, rows in results.items()}
    base = statistics.median(seconds["idiomatic SimPy"])
    pairs = zip(seconds["idiomatic SimPy"], seconds["reference engine"], strict=True)
    ratios = sorted(slow / fast for slow, fast in pairs)
    lines = [
        "# W2: the reference engine against idiomatic SimPy",
        "",
        f"Written by `python -m tests.benchmarks.w2 --tasks {tasks} --rounds {rounds}`: interleaved rounds",
        "in one process, CPU time, medians.  Absolute times depend on the machine; the ratio is what counts.",
        "The reference engine draws its luck by counter, writes a full run record and keeps a ledger; the",
        "SimPy program keeps four sums.",
        "",
        "| program | µs a task | times as fast | mean wait a visit [h] | mean flow time [h] |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, rows in results.items():
        own = statistics.median(seconds[name])
        wait = statistics.mean(row[1] for row in rows)
        flow = statistics.mean(row[2] for row in rows)
        lines.append(f"| {name} | {own * 1e6:.0f} | {base / own:.2f} | {wait:.2f} | {flow:.2f} |")
    lines += ["", f"Ratio by round: {ratios[0]:.2f} to {ratios[-1]:.2f}.", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
