"""How does the cost of an event grow with the tasks, and with the servers?

    python -m tests.benchmarks.growth [--engine NAME] [--tasks N ...] [--scales N ...]

W2 at its own size and several lengths; and with everybody's number and the arrivals multiplied, so that the
load stays.  CPU time of whole runs, totals included, by model events (arrivals, and visits that ended);
interleaved rounds, medians.
"""

import argparse
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sim.engines import ENGINES, Summing, get_summing
from tests.benchmarks.ours import SERVERS, events, timed, w2_model
from tests.benchmarks.peers.workload import TASKS_PER_HOUR
from tests.benchmarks.prose import number, paragraph, table

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks" / "growth.md"
TASKS = (10_000, 100_000, 1_000_000, 10_000_000)
SCALES = (1, 3, 10, 30, 100, 300)
TASKS_OF_A_SCALE = 1_000_000
TRIAL_HOURS = 50.0
"""Length of the run that compiles what must be compiled [h]."""


@dataclass
class Cost:
    """What an event costs at one size.

    Attributes:
        tasks: expected number of tasks.
        scale: multiplies the servers and the arrivals.
        nanoseconds: CPU time per event, by round.
    """

    tasks: int
    scale: int
    nanoseconds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The median of the rounds [ns]."""
        return statistics.median(self.nanoseconds)


def nanoseconds_per_event(engine: Summing, tasks: int, scale: int, replication: int = 0) -> float:
    """Return CPU time per model event of one run [ns]."""
    model = w2_model(tasks / (TASKS_PER_HOUR * scale), scale)
    totals, seconds = timed(engine, model, 1, replication)
    return seconds / events(totals) * 1e9


def measured(engine: Summing, sizes: Sequence[tuple[int, int]], rounds: int) -> list[Cost]:
    """Return the cost of an event at each size (tasks, scale), from interleaved rounds."""
    costs = [Cost(tasks, scale) for tasks, scale in sizes]
    timed(engine, w2_model(TRIAL_HOURS), 1)
    for replication in range(rounds):
        for cost in costs:
            cost.nanoseconds.append(nanoseconds_per_event(engine, cost.tasks, cost.scale, replication))
    return costs


def by_tasks(engine: Summing, tasks: Sequence[int], rounds: int) -> list[Cost]:
    """Return the cost of an event at several lengths of the run."""
    return measured(engine, [(count, 1) for count in tasks], rounds)


def by_servers(engine: Summing, scales: Sequence[int], tasks: int, rounds: int) -> list[Cost]:
    """Return the cost of an event at several sizes of the organisation."""
    return measured(engine, [(tasks, scale) for scale in scales], rounds)


def cost_table(costs: Sequence[Cost]) -> str:
    """Return a table of costs, with the ratio to the first."""
    rows = [
        (
            f"{cost.tasks:,}",
            f"{cost.scale * SERVERS:,}",
            number(cost.median),
            f"{cost.median / costs[0].median:.2f}",
            f"{number(min(cost.nanoseconds))} to {number(max(cost.nanoseconds))}",
        )
        for cost in costs
    ]
    return table(("tasks", "servers", "ns an event", "ratio to the first", "by round [ns]"), rows)


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--engine", choices=ENGINES, default="reference")
    parser.add_argument("--tasks", type=int, nargs="+", default=TASKS, help="lengths of the run")
    parser.add_argument("--scales", type=int, nargs="+", default=SCALES, help="sizes of the organisation")
    parser.add_argument("--scale-tasks", type=int, default=TASKS_OF_A_SCALE, help="tasks at each of them")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", type=Path, default=PAGE)
    options = parser.parse_args()
    engine = get_summing(options.engine)
    lengths = by_tasks(engine, options.tasks, options.rounds)
    sizes = by_servers(engine, options.scales, options.scale_tasks, options.rounds)
    blocks = [
        f"# How the cost of an event grows: {options.engine}",
        paragraph(
            f"""Written by `python -m tests.benchmarks.growth --engine {options.engine}
            --tasks {" ".join(map(str, options.tasks))} --scales {" ".join(map(str, options.scales))}
            --scale-tasks {options.scale_tasks} --rounds {options.rounds}` on {platform.machine()}: CPU time
            of whole runs of W2 (`tests/benchmarks/w2.yaml`), totals for all measures included, by model
            events (arrivals, and visits that ended); interleaved rounds, medians.  Absolute times depend
            on the machine; the ratio is what counts."""
        ),
        "## With the number of tasks",
        cost_table(lengths),
        "## With the number of servers",
        "Everybody's number and the arrivals are multiplied, so that the load stays.",
        cost_table(sizes),
    ]
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text("\n\n".join([*blocks, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
