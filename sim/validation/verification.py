"""The verification suite: theory, metamorphic relations and identities, checked by running them."""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.engines import get_engine
from sim.engines.conformance import first_difference
from sim.measures.window import HOURS_PER_WEEK
from sim.model.build import build
from sim.model.model import Model
from sim.records.record import RunRecord
from sim.scenario.load import load_scenario
from sim.validation.metamorphic import RELATIONS, TRACE, difference
from sim.validation.oracles.agreement import p_value
from sim.validation.oracles.catalogue import LEVEL, ORACLES, TEST_SEED
from sim.validation.oracles.oracle import Oracle, samples
from sim.validation.shipped import shipped_scenarios


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold.

    Attributes:
        name: what.
        told: what came out, in words.
        holds: whether it does.
    """

    name: str
    told: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Checks of one kind.

    Attributes:
        name: of the kind.
        meaning: what it means that they hold.
        checks: makes the checks, one after the other.
    """

    name: str
    meaning: str
    checks: Callable[[], Iterator[Check]]


def agreements(oracles: Sequence[Oracle] = ORACLES) -> Iterator[Check]:
    """Yield what books claim about queues, networks and rework, each tested by replications."""
    for oracle in oracles:
        found, _ = samples(oracle.text, oracle.claims, oracle.replications, TEST_SEED)
        for claim, sample in zip(oracle.claims, found, strict=True):
            p = p_value(sample, claim.expected)
            told = f"book {claim.expected:.5g}, simulated {sample.mean():.5g}, p = {p:.2g}"
            yield Check(f"{oracle.name}: {claim.what}", told, p > LEVEL)


def relations() -> Iterator[Check]:
    """Yield the metamorphic relations."""
    for relation in RELATIONS:
        off = difference(relation, get_engine("kernel"))
        yield Check(relation.name, f"off by {off:.1g}", off <= TRACE)


def sample_paths() -> Iterator[Check]:
    """Yield whether both engines walk the same path, to the last bit, on each shipped scenario."""
    for folder in _shipped():
        model = _first_weeks(folder)
        found, expected = (get_engine(name)(model, 1, 0) for name in ("kernel", "reference"))
        told = first_difference(found, expected)
        yield Check(f"both engines: {folder.name}", told or "not one bit different", not told)


def littles_law() -> Iterator[Check]:
    """Yield whether the hours of all tasks inside are the integral of the tasks inside, in each scenario."""
    for folder in _shipped():
        record = get_engine("kernel")(_first_weeks(folder), 1, 0)
        off = littles_difference(record)
        yield Check(f"Little's law: {folder.name}", f"off by {off:.1g}", off <= TRACE)


def littles_difference(record: RunRecord) -> float:
    """Return how far the time-average of tasks inside is from throughput times time inside, relatively.

    The path's version of Little's law: Σ (hours inside the week) = ∫ tasks inside, week by week.
    """
    tasks, weeks = record.tasks, record.weeks
    ends = np.minimum(HOURS_PER_WEEK * weeks["week"], record.horizon)
    begins = np.concatenate([[0.0], ends[:-1]])
    left = np.nan_to_num(tasks["delivered_at"], nan=record.horizon)
    off = 0.0
    for begin, end, mean in zip(begins, ends, weeks["mean_wip"], strict=True):
        hours = float((np.clip(left, begin, end) - np.clip(tasks["arrived_at"], begin, end)).sum())
        area = float(mean * (end - begin))
        off = max(off, abs(hours - area) / max(area, 1.0))
    return off


def _shipped() -> list[Path]:
    return sorted(file.parent for file in shipped_scenarios().glob("*/scenario.yaml"))


def _first_weeks(folder: Path) -> Model:
    """Return a scenario under its last strategy, two weeks of it."""
    loaded = load_scenario(folder)
    effective = loaded.under(loaded.strategies[-1])
    shorter = {"run_length": 2.0 * HOURS_PER_WEEK, "warm_up": 0.0}
    return build(dataclasses.replace(effective, scenario=effective.scenario.model_copy(update=shorter)))


SUITE = (
    Group("theory", f"claims of books, each tested at a false-alarm rate of {LEVEL:.1e}", agreements),
    Group("relations", "changes of a scenario whose effect is known without theory", relations),
    Group("two engines", "the same path, bit for bit, two weeks of each shipped scenario", sample_paths),
    Group("bookkeeping", "Little's law on the path, two weeks of each shipped scenario", littles_law),
)
"""The suite, in order."""
