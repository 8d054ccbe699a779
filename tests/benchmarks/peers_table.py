"""W2 on one of our engines against the peers, and what we met when we used them.

    python -m tests.benchmarks.peers_table [--engine NAME] [--python INTERPRETER] ...

Timing: interleaved rounds, CPU time of the simulation alone, medians; what is reported is the ratio.
Agreement: independent short runs.  The page says how to install the peers; those that are not here are left
out.  The exit code is 1 if a program for W2 disagrees with our engine.
"""

import argparse
import platform
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sim.engines import ENGINES, Engine, Summing, get_engine, get_summing
from tests.benchmarks.ours import outcome, w2_model
from tests.benchmarks.ours import simulate as our_run
from tests.benchmarks.peers.findings_text import FINDINGS, found
from tests.benchmarks.peers.program import Outcome
from tests.benchmarks.peers.programs import Peer, answer, compiled, has_compiler, peers, simulate
from tests.benchmarks.peers.workload import TASKS_PER_HOUR
from tests.benchmarks.peers_page import page
from tests.benchmarks.peers_results import Measured, Results

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks" / "peers.md"
TRIAL_HOURS = 50.0
"""Length of the run that shows whether a program works, and that compiles what must be compiled [h]."""


def arguments_of() -> argparse.Namespace:
    """Return the options of the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--engine", choices=ENGINES, default="reference", help="our engine")
    parser.add_argument("--tasks", type=int, default=20_000, help="of our engine, in a timed round")
    parser.add_argument("--size", type=float, default=1.0, help="multiplies the peers' tasks in a round")
    parser.add_argument("--rounds", type=int, default=5, help="timed rounds")
    parser.add_argument("--checks", type=int, default=100, help="runs of each program for the agreement")
    parser.add_argument("--check-tasks", type=int, default=2_000, help="tasks of such a run")
    parser.add_argument("--jobs", type=int, default=2, help="checks at a time")
    parser.add_argument("--python", default=sys.executable, help="interpreter that has the peers")
    parser.add_argument("--output", type=Path, default=PAGE)
    return parser.parse_args()


def sorted_out(candidates: list[Peer]) -> tuple[list[Measured], dict[str, str]]:
    """Return the peers that are here, with their versions, and why each of the others is not."""
    here: list[Measured] = []
    absent: dict[str, str] = {}
    for peer in candidates:
        try:
            version = answer(peer.version).strip()
            simulate(peer, TRIAL_HOURS, 1)
        except LookupError as reason:
            absent[peer.name] = str(reason)
        else:
            here.append(Measured(peer, version))
    return here, absent


def time_rounds(
    engine: Engine, summing: Summing, here: list[Measured], options: argparse.Namespace
) -> tuple[list[Outcome], list[Outcome]]:
    """Run the timed rounds: ours are returned, for totals and for records; theirs are added to each."""
    ours: list[Outcome] = []
    recorded: list[Outcome] = []
    model = w2_model(options.tasks / TASKS_PER_HOUR)
    our_run(engine, w2_model(TRIAL_HOURS), 1)
    for number in range(options.rounds):
        ours.append(outcome(summing, model, 1, number))
        recorded.append(our_run(engine, model, 1, number))
        for one in here:
            hours = options.size * one.peer.tasks / TASKS_PER_HOUR
            one.rounds.append(simulate(one.peer, hours, number + 1))
            print(f"round {number + 1}, {one.peer.name}: {one.rounds[-1]}", file=sys.stderr)
    return ours, recorded


def run_checks(engine: Engine, here: list[Measured], options: argparse.Namespace) -> list[Outcome]:
    """Run what shows whether the programs agree: ours are returned, theirs are added to each."""
    hours = options.check_tasks / TASKS_PER_HOUR
    model = w2_model(hours)
    for one in here:
        seeds = range(1, options.checks + 1)
        with ThreadPoolExecutor(options.jobs) as pool:
            one.checks.extend(pool.map(lambda seed, peer=one.peer: simulate(peer, hours, seed), seeds))
        print(f"checks of {one.peer.name} done", file=sys.stderr)
    return [our_run(engine, model, 1, replication) for replication in range(options.checks)]


def main() -> int:
    """Measure, and write the page."""
    options = arguments_of()
    engine = get_engine(options.engine)
    with tempfile.TemporaryDirectory() as folder:
        c_program = str(compiled(Path(folder))) if has_compiler() else ""
        here, absent = sorted_out(peers(options.python, c_program))
        ours, recorded = time_rounds(engine, get_summing(options.engine), here, options)
        checks = run_checks(engine, here, options)
    texts = [found(finding, options.python) for finding in FINDINGS]
    results = Results(
        options, here, absent, ours, recorded, checks, [text for text in texts if text], platform.machine()
    )
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(page(results), encoding="utf-8")
    differing = [one.peer.name for one in results.differing()]
    if differing:
        print(f"not the same means as our engine: {', '.join(differing)}", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
