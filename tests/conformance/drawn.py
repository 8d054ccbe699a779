"""The kernel against the reference engine, on scenarios that Hypothesis draws over the whole schema.

python -m tests.conformance.drawn [--examples 10000] [--seed N] [--output FILE]
"""

import argparse
import itertools
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import hypothesis
import numpy as np
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from sim.engines import get_engine, get_summing
from sim.engines.conformance import first_difference
from sim.model.build import build
from sim.model.model import Model
from sim.records.record import RunRecord
from sim.scenario.load import load_scenario
from tests.strategies import Draft, minutes, scenarios

OUTPUT = Path("docs/verification/identity.md")


FAMILIES = {"exponential", "uniform", "triangular", "lognormal", "gamma", "empirical"}
"""Distributions that a scenario on the grid does without."""


def on_grid(draft: Draft) -> Draft:
    """Return the scenario with a constant number of half-hours for each distribution: its events tie."""
    half_hours = itertools.cycle((1, 2, 4, 1, 3))

    def constant(value: object) -> object:
        if isinstance(value, dict):
            if FAMILIES & value.keys():
                return minutes(30 * next(half_hours))
            return {key: item if key == "batch" else constant(item) for key, item in value.items()}
        return [constant(item) for item in value] if isinstance(value, list) else value

    tree = constant(draft.tree)
    assert isinstance(tree, dict)
    return replace(draft, tree=tree)


def model_of(draft: Draft) -> Model:
    """Return the model of a drawn scenario, under its strategy."""
    note(draft)
    with tempfile.TemporaryDirectory() as folder:
        return build(load_scenario(draft.save(Path(folder), 1)).under(draft.strategy))


def difference_on(draft: Draft, seed: int) -> tuple[str, RunRecord, Model]:
    """Return where the engines differ on a drawn scenario, and what the reference engine did."""
    model = model_of(draft)
    expected = get_engine("reference")(model, seed, 0)
    found = (engine(model, seed, 0) for engine in (get_engine("kernel"), get_summing("kernel")))
    difference = next(filter(None, (first_difference(run, expected) for run in found)), "")
    return difference, expected, model


def traits(model: Model, record: RunRecord) -> set[str]:
    """Return what happened in a run, in words: so that one can see what has been compared."""
    visits, tasks, actors = record.visits, record.tasks, record.actors
    ended = visits["ended_at"][~np.isnan(visits["ended_at"])]
    found = {
        "rework": bool(visits["rework"].any()),
        "a false alarm": bool((visits["outcome"] == 3).any()),
        "a rework limit reached": bool((visits["outcome"] == 4).any()),
        "a visit handed over at the end of a shift": bool((visits["outcome"] == 5).any()),
        "assistance by a tool": bool((visits["mode"] == 1).any()),
        "work by a tool alone": bool((visits["mode"] == 2).any()),
        "repairs that come back": bool((tasks["parent"] >= 0).any()),
        "visits that end at the same moment": len(np.unique(ended)) < len(ended),
        "somebody who leaves": bool(np.isfinite(actors["left_at"]).any()),
        "somebody hired on the way": len(actors["actor"]) > len(model.actors.pool),
        "hours off the line": len(record.absences["actor"]) > 0,
        "a lever that acts": bool(np.isfinite(record.levers["acted_at"]).any()),
        "a dated change of steps": any(len(phase.changed) for phase in model.phases),
        "a condition": len(model.conditions.of) > 0,
        "a limit of work in process": bool((model.steps.limit > 0).any() or model.limit),
        "random outages": bool((model.pools.outage_every >= 0).any()),
        "branches side by side": bool((model.nodes.branches > 0).any()),
        "stocks that move": len(record.stocks["week"]) > 0,
        "a closed population": bool((model.types.population > 0).any()),
        "tasks that are open at the start": len(model.snapshot.number) > 0,
        "work that is begun at the start": bool((model.snapshot.share < 1.0).any()),
        "a trace": len(model.types.trace) > 0,
        "a queue discipline other than first come": model.discipline > 0,
    }
    return {name for name, is_there in found.items() if is_there}


def compare(examples: int, seed: int, count: Callable[[Model, RunRecord], None]) -> None:
    """Draw scenarios and raise AssertionError at the first that the engines run differently."""

    @hypothesis.seed(seed)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(scenarios(), st.booleans())
    def same_path(draft: Draft, is_tied: bool) -> None:
        if is_tied:
            draft = on_grid(draft)
        difference, record, model = difference_on(draft, seed)
        assert not difference, difference
        count(model, record)

    same_path()


def main() -> None:
    """Compare, and write down what has been compared."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    seen: Counter[str] = Counter()
    totals: Counter[str] = Counter()

    def count(model: Model, record: RunRecord) -> None:
        totals["scenarios"] += 1
        totals["visits"] += len(record.visits["visit"])
        totals["tasks"] += len(record.tasks["task"])
        totals["numbers"] += sum(
            column.size
            for field in fields(record)
            if isinstance(table := getattr(record, field.name), dict)
            for column in table.values()
        )
        seen.update(traits(model, record))

    compare(arguments.examples, arguments.seed, count)
    lines = [
        "# Two engines, one sample path",
        "",
        "Written by",
        f"`python -m tests.conformance.drawn --examples {arguments.examples} --seed {arguments.seed}`.",
        "Scenarios are drawn over the whole schema, every other one with all times of work on a",
        "half-hour grid, so that events tie.  Each is run by the reference engine and by the kernel, by the",
        "kernel with a record and without one; every number of the records, and all that they add up to, is",
        "compared bit by bit.",
        "",
        f"Drawn and compared: {totals['scenarios']:,} scenarios, {totals['tasks']:,} tasks, "
        f"{totals['visits']:,} visits, {totals['numbers']:,} numbers.  Different: 0.",
        "",
        "| in the run there was | scenarios |",
        "|---|---:|",
        *(f"| {name} | {number:,} |" for name, number in seen.most_common()),
        "",
    ]
    arguments.output.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
