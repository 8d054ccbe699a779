"""Human alone, tool alone, both together: the same tasks at one step, each way, under the same luck."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.engines import get_engine
from sim.engines.facts import every_steps
from sim.engines.in_force import StepsInForce
from sim.experiments.diagnosis.margins import demanded, is_assisted, versions_of
from sim.experiments.executors import Crew
from sim.model.changed import with_steps, with_tools_up
from sim.model.model import NONE, Ints, Model, Steps
from sim.model.ragged import flat, ints, offsets
from sim.model.seats import with_more_seats
from sim.records.record import Outcome, RunRecord
from sim.statistics.estimate import Estimate, estimate

Floats = NDArray[np.float64]
Pair = tuple[int, int]
"""A step, and a tool that assists in it."""
Look = tuple[float, ...]
"""What is looked at in one run, in the order of ``LOOKED_AT``."""
HUMAN, TOOL, TOGETHER = "human alone", "tool alone", "together"
QUALITY, DEFECTS, HOURS = "quality", "defects", "hands-on time"
LOOKED_AT = (QUALITY, DEFECTS, HOURS)
"""What is compared, of first visits to the step: their mean quality, share of defects, mean hours."""
AMPLE_SLOTS = 200
"""Slots of a tool that is tried alone, so that its queue plays no part (assumed)."""


@dataclass(frozen=True, slots=True)
class WaysOfWorking:
    """What a step gives each way.

    Attributes:
        step: its number.
        tool: the pool of the tool.
        levels: by way and what is looked at.
        augmentation: together less human alone; above 0 the tool has raised the person.
        synergy: together less the better of the two alone; above 0 the pair is worth more than either.
    """

    step: int
    tool: int
    levels: Mapping[str, Mapping[str, Estimate]]
    augmentation: Mapping[str, Estimate]
    synergy: Mapping[str, Estimate]


def ways_of_working(
    model: Model, engine: str, *, replications: int, seed: int, jobs: int | None
) -> tuple[WaysOfWorking, ...]:
    """Return the ways of every step at which a tool assists, over the time in which it does.

    Steps at which nobody began a visit in that time are left out.

    Args:
        model: the model.
        engine: name of the engine that runs it.
        replications: runs of each way.
        seed: names the luck.
        jobs: processes that share the work.
    """
    pairs = _assisted(model)
    tried = [(pair, way, each) for pair in pairs for way, each in _alone(model, *pair)]
    if not tried:
        return ()
    looks = (pairs, *((pair,) for pair, _, _ in tried))
    work = _Tries((model, *(each for _, _, each in tried)), looks, seed, engine)
    keys = [(place, number) for number in range(replications) for place in range(len(looks))]
    with Crew(work, jobs) as crew:
        found: dict[tuple[int, int], tuple[Look, ...]] = {}
        for parcel in crew.parcels([[key] for key in keys]):
            found |= parcel
    values: dict[Pair, dict[str, Floats]] = {}
    for number, pair in enumerate(pairs):
        values[pair] = {TOGETHER: np.array([found[0, r][number] for r in range(replications)])}
    for place, (pair, way, _) in enumerate(tried, start=1):
        values[pair][way] = np.array([found[place, r][0] for r in range(replications)])
    hours = LOOKED_AT.index(HOURS)
    seen = (pair for pair in pairs if all(np.isfinite(way[:, hours]).all() for way in values[pair].values()))
    return tuple(_compared(*pair, values[pair]) for pair in seen)


def _assisted(model: Model) -> tuple[Pair, ...]:
    """Return each step with each tool that assists in it, at the start or after a dated change."""
    states = every_steps(model)
    found = {
        (step, int(state.tool[step]))
        for state in states
        for step in np.flatnonzero(is_assisted(state)).tolist()
    }
    return tuple(sorted(found))


def _alone(model: Model, step: int, tool: int) -> Iterator[tuple[str, Model]]:
    """Return the model with the step done by people alone and by the tool alone, all the time."""
    yield HUMAN, with_steps(model, lambda steps: replace(steps, tool=_with(steps.tool, step, NONE)))
    stated = any(len(demanded(steps, step)[0]) for steps in every_steps(model) if steps.tool[step] == tool)
    if stated and versions_of(model, tool):
        alone = with_tools_up(with_more_seats(model, tool, AMPLE_SLOTS), 1.0)
        spacing = np.where(np.arange(len(model.pools.kind)) == tool, 0.0, model.pools.spacing)
        alone = replace(alone, pools=replace(alone.pools, spacing=spacing))
        yield TOOL, with_steps(alone, lambda steps: _done_by(steps, step, tool))


def _with(column: Ints, step: int, value: int) -> Ints:
    changed = column.copy()
    changed[step] = value
    return changed


def _done_by(steps: Steps, step: int, pool: int) -> Steps:
    first = steps.prefer_first
    rows = [steps.prefer[first[each] : first[each + 1]].tolist() for each in range(len(first) - 1)]
    rows[step] = [pool]
    return replace(steps, prefer_first=offsets(rows), prefer=ints(flat(rows)))


@dataclass(frozen=True, slots=True)
class _Tries:
    """Runs of some models, the first as it is, each looked at at some steps while their tools assist."""

    models: tuple[Model, ...]
    looks: tuple[tuple[Pair, ...], ...]
    seed: int
    engine: str

    def result(self, key: tuple[int, int]) -> tuple[Look, ...]:
        """Return what the first visits to each of the steps gave."""
        place, replication = key
        record = get_engine(self.engine)(self.models[place], self.seed, replication)
        return tuple(_looked_at(self.models[0], record, *pair) for pair in self.looks[place])

    def described(self, key: tuple[int, int], error: BaseException) -> str:
        """Return which run failed and why."""
        steps = sorted({step for step, _ in self.looks[key[0]]})
        return f"a way of working at steps {steps}, replication {key[1]}: {error}"


def _looked_at(model: Model, record: RunRecord, step: int, tool: int) -> Look:
    """Return what first visits gave that began while a tool assists at a step, as the model is."""
    v = record.visits
    done = (v["step"] == step) & ~v["rework"] & (v["attempt"] == 1) & ~np.isnan(v["ended_at"])
    done &= v["started_at"] >= record.warm_up
    steps = StepsInForce(model, record.levers["acted_at"], v["step"], v["started_at"])
    done &= (steps["tool"] == tool) & (steps["exposure"] > 0.0)
    made = done & (v["outcome"] != Outcome.HANDED_OVER)
    if not made.any():
        return (np.nan,) * len(LOOKED_AT)
    hours = float(v["service_time"][done].sum()) / np.count_nonzero(made)
    return float(np.mean(v["quality"][made])), float(np.mean(v["defective"][made])), hours


def _compared(step: int, tool: int, values: Mapping[str, Floats]) -> WaysOfWorking:
    """Return levels, augmentation and synergy; of defects and hours less is better, and a gain is above 0."""
    signs = np.array([1.0, -1.0, -1.0])
    pair, human = values[TOGETHER] * signs, values[HUMAN] * signs
    best = human
    if TOOL in values:
        machine = values[TOOL] * signs
        best = np.where(machine.mean(axis=0) > human.mean(axis=0), machine, human)
    return WaysOfWorking(
        step,
        tool,
        {way: dict(zip(LOOKED_AT, _estimates(runs), strict=True)) for way, runs in values.items()},
        dict(zip(LOOKED_AT, _estimates(pair - human), strict=True)),
        dict(zip(LOOKED_AT, _estimates(pair - best), strict=True)) if TOOL in values else {},
    )


def _estimates(runs: Floats) -> list[Estimate]:
    return [estimate(runs[:, column]) for column in range(runs.shape[1])]
