"""The page of the benchmark against peers, as text."""

import statistics

from tests.benchmarks.agreement import LEVEL
from tests.benchmarks.peers.program import Outcome
from tests.benchmarks.peers.programs import COMPILED_BY
from tests.benchmarks.peers_results import Results
from tests.benchmarks.prose import number, paragraph, table


def cost(run: Outcome) -> float:
    """Return CPU time per task [µs]."""
    return run.cpu_seconds / run.tasks * 1e6


def speed(results: Results) -> str:
    """Return the table of CPU times."""
    our_costs = [cost(run) for run in results.ours]
    ours = f"{results.ours[0].tasks:,}", number(statistics.median(our_costs))
    rows = [(f"**our engine, {results.options.engine}**, totals for all measures", "", *ours, "1", "")]
    others = [(one.peer.name, one.version, one.rounds) for one in results.here]
    for name, version, rounds in [("the same, with its record", "", results.recorded), *others]:
        costs = [cost(run) for run in rounds]
        ratios = sorted(theirs / our for theirs, our in zip(costs, our_costs, strict=True))
        theirs = f"{rounds[0].tasks:,}", number(statistics.median(costs))
        spread = f"{number(ratios[0])} to {number(ratios[-1])}"
        rows.append((name, version, *theirs, number(statistics.median(ratios)), spread))
    return table(("program", "version", "tasks a round", "µs a task", "time, ours = 1", "by round"), rows)


def agreement(results: Results) -> str:
    """Return the table of means."""
    wait = statistics.mean(run.mean_wait for run in results.checks)
    flow = statistics.mean(run.mean_flow for run in results.checks)
    rows = [(f"**our engine, {results.options.engine}**", f"{wait:.3f}", f"{flow:.3f}", "", "", "")]
    for one in results.here:
        pair = results.comparisons(one)
        verdict = "agrees" if results.agrees(one) else "differs"
        means = (f"{comparison.mean:.3f}" for comparison in pair)
        differences = (f"{comparison.difference:+.3f} ± {comparison.half_width:.3f}" for comparison in pair)
        rows.append((one.peer.name, *means, *differences, "another model" if one.peer.lacks else verdict))
    names = ("mean wait a visit [h]", "mean flow time [h]")
    return table(("program", *names, "difference in wait", "difference in flow time", ""), rows)


def point(name: str, text: str) -> str:
    """Return an entry of a list."""
    return paragraph(f"* **{name}**: {text}.", indent="  ")


def expression(results: Results) -> str:
    """Return how each peer expresses W2."""
    lack = {one.peer: f".  It lacks: {one.peer.lacks}" if one.peer.lacks else "" for one in results.here}
    return "\n".join(point(one.peer.name, one.peer.remark + lack[one.peer]) for one in results.here)


def page(results: Results) -> str:
    """Return the page."""
    options = results.options
    blocks = [
        "# W2: our engine against peers",
        paragraph(
            f"Written by `python -m tests.benchmarks.peers_table --engine {options.engine} --tasks "
            f"{options.tasks} --size {options.size:g} --rounds {options.rounds} --checks {options.checks} "
            f"--check-tasks {options.check_tasks}` on {results.machine}."
        ),
        ABOUT,
        "## Speed",
        paragraph(
            f"{options.rounds} interleaved rounds, one process at a time, CPU time of the simulation alone "
            "(no import, no building, no statistics afterwards), medians.  Absolute times depend on the "
            "machine; the ratio is what counts."
        ),
        speed(results),
        f"The C program is compiled with `{' '.join(COMPILED_BY)}`.",
        "## Do they simulate the same?",
        paragraph(
            f"{options.checks} independent runs of each program, {options.check_tasks:,} tasks from an empty "
            "start; differences from ours with 95 % intervals.  Two means agree unless Welch's test tells "
            f"them apart at {LEVEL:g}."
        ),
        agreement(results),
        "How each expresses W2, and what it cannot express:",
        expression(results),
    ]
    if results.absent:
        blocks.append("Not here when this page was written, and so not measured:")
        blocks.append("\n".join(point(name, reason) for name, reason in results.absent.items()))
    if results.findings:
        blocks += ["## What we met on the way", MET, *results.findings]
    return "\n\n".join([*blocks, REPRODUCE])


ABOUT = paragraph(
    """W2 is an agency: four types of task, 36 servers in five groups, preferences among groups, two
    priorities, lognormal times, reviews that send a fifth back.  Ours is `tests/benchmarks/w2.yaml` on the
    general engine, which draws its luck by counter, adds up all measures, weekly series and the ledger, or
    keeps a full run record besides.  The others are
    programs in `tests/benchmarks/peers/`, as idiomatic as each peer allows.  Those in C, SimPy and salabim
    keep only the sums that they print; Ciw, Prosimos and simmer keep records."""
)
MET = paragraph(
    """Every library has corners.  These are some that we met in the versions above, each with the numbers
    that this run gave, so that nobody else need lose a day to them.  The programs are in
    `tests/benchmarks/peers/findings/`."""
)
REPRODUCE = """## To reproduce

The peers are needed for this page only; put them into an environment of their own.

```sh
python -m venv peers-env
peers-env/bin/pip install simpy ciw salabim prosimos
Rscript -e 'install.packages("simmer")'            # where R is
python -m tests.benchmarks.peers_table --python peers-env/bin/python
```
"""
