"""What control variates add to shared luck, and how often their intervals cover.

    python -m tests.benchmarks.control_variates [--replications N] [--output FILE]

Many replications of two strategies are cut into experiments; the truth is the adjusted mean of all.
"""

import argparse
from pathlib import Path

import numpy as np

from sim.engines import get_summing
from sim.experiments.summary import summarise
from sim.measures.registry import measures_of
from sim.statistics.control_variates import (
    FEWEST_CONTROLLED,
    LEAST_GAIN,
    Controlled,
    controlled,
    regressed,
)
from sim.statistics.estimate import Estimate, estimate
from tests.benchmarks.prose import table
from tests.running import shipped_model

CASES = (
    ("first-queue", "one more clerk", "flow_time"),
    ("busy-desk", "90 % busy", "flow_time"),
    ("content-agency", "upgrade tools", "flow_time"),
    ("content-agency", "upskill", "throughput"),
    ("content-agency", "upskill", "flow_time"),
)
SIZES = (FEWEST_CONTROLLED, 200)
SEED = 5
HEAD = (
    "scenario, strategy, measure", "replications", "experiments", "plain covers", "shown",
    "covers where shown", "by the same runs: shown", "covers where shown", "median gain",
)  # fmt: skip
Floats = np.ndarray


def differences(scenario: str, strategy: str, measure: str, replications: int) -> tuple[Floats, Floats]:
    """Return differences from the baseline, shape (replications,), and the controls of both strategies."""
    models = [shipped_model(scenario, name) for name in (strategy, "do nothing")]
    column = [each.name for each in measures_of(models[0].names)].index(measure)
    run = get_summing("kernel")
    values, controls = [], []
    for replication in range(replications):
        both = [summarise(run(model, SEED, replication)) for model in models]
        values.append(both[0].values[column] - both[1].values[column])
        controls.append(np.concatenate([each.controls for each in both]))
    return np.array(values), np.array(controls)


def rows(case: tuple[str, str, str], replications: int) -> list[tuple[str, ...]]:
    """Return a row for each size of an experiment."""
    values, controls = differences(*case, replications)
    truth = _adjusted(values, controls).estimate.mean
    found = []
    for size in SIZES:
        parts = [slice(first, first + size) for first in range(0, replications - size + 1, size)]
        plain = [estimate(values[part]) for part in parts]
        halves = [controlled(values[part], controls[part]) for part in parts]
        same = [_adjusted(values[part], controls[part]) for part in parts]
        shown = [each.estimate for each in halves if each.reduction >= LEAST_GAIN]
        chosen = [each.estimate for each in same if each.reduction >= 2.0 * LEAST_GAIN]
        gain = float(np.median([each.reduction for each in same]))
        covered = (f"{len(shown)}", _share(shown, truth), f"{len(chosen)}", _share(chosen, truth))
        found.append(
            (", ".join(case), f"{size}", f"{len(parts)}", _share(plain, truth), *covered, f"{gain:.1f}")
        )
    return found


def _adjusted(values: Floats, controls: Floats) -> Controlled:
    """Return the mean that all replications adjust, or the plain one where that cannot be."""
    return regressed(values, controls) or Controlled(estimate(values), 1.0, 0)


def _share(intervals: list[Estimate], truth: float) -> str:
    return f"{np.mean([each.low <= truth <= each.high for each in intervals]):.2f}" if intervals else "-"


def main() -> None:
    """Measure, print, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=2000)
    parser.add_argument("--output", type=Path, default=Path("docs/benchmarks/control-variates.md"))
    arguments = parser.parse_args()
    found = [row for case in CASES for row in rows(case, arguments.replications)]
    page = (
        "# Control variates: what they add to shared luck, and how often they cover\n\n"
        f"Written by `python -m tests.benchmarks.control_variates --replications {arguments.replications}`, "
        f"seed {SEED}.\n"
        "Differences from 'do nothing' under common random numbers, with the controls of both strategies.\n"
        "Covering is of 95 % intervals, and of the adjusted mean of all replications.  *Shown*: in how many\n"
        f"experiments the first half promises a gain of {LEAST_GAIN:g}, and how often the second half's "
        "adjusted\n"
        "interval then covers; beside it what comes of letting the same runs choose and adjust, from a gain\n"
        f"of {2.0 * LEAST_GAIN:g} on.  The gain is how many times as many runs the same standard error "
        "would\n"
        "have taken, all runs adjusted.\n\n" + table(HEAD, found)
    )
    print(page)
    arguments.output.write_text(page.rstrip("\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
