"""Human alone, tool alone, both together: the same tasks at one step, each way, under the same luck."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.engines import get_engine
from sim.experiments.diagnosis.margins import demanded, versions_of
from sim.experiments.executors import Crew
from sim.model.changed import with_tools_up
from sim.model.model import NONE, Ints, Model, Steps
from sim.model.ragged import flat, ints, offsets
from sim.model.seats import with_more_seats
from sim.records.record import Outcome, RunRecord
from sim.statistics.estimate import Estimate, estimate

Floats = NDArray[np.float64]
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
    """Return the ways of every step at which a tool assists.

    Args:
        model: the model.
        engine: name of the engine that runs it.
        replications: runs of each way.
        seed: names the luck.
        jobs: processes that share the work.
    """
    tried = [(step, way, each) for step in _assisted(model) for way, each in _ways(model, step)]
    if not tried:
        return ()
    work = _Tries(tuple(each for _, _, each in tried), tuple(step for step, _, _ in tried), seed, engine)
    keys = [(place, number) for number in range(replications) for place in range(len(tried))]
    with Crew(work, jobs) as crew:
        found: dict[tuple[int, int], tuple[float, ...]] = {}
        for parcel in crew.parcels([[key] for key in keys]):
            found |= parcel
    values: dict[int, dict[str, Floats]] = {}
    for place, (step, way, _) in enumerate(tried):
        values.setdefault(step, {})[way] = np.array([found[place, r] for r in range(replications)])
    return tuple(_compared(model, step, ways) for step, ways in values.items())


def _assisted(model: Model) -> list[int]:
    s = model.steps
    return np.flatnonzero((s.tool != NONE) & (s.exposure > 0.0)).tolist()


def _ways(model: Model, step: int) -> Iterator[tuple[str, Model]]:
    """Return the model as it is, and with the step done by people alone and by the tool alone."""
    tool = int(model.steps.tool[step])
    yield TOGETHER, model
    yield HUMAN, _on_step(model, lambda steps: replace(steps, tool=_with(steps.tool, step, NONE)))
    skills, _ = demanded(model, step)
    if len(skills) and versions_of(model, tool):
        alone = with_tools_up(with_more_seats(model, tool, AMPLE_SLOTS), 1.0)
        spacing = np.where(np.arange(len(model.pools.kind)) == tool, 0.0, model.pools.spacing)
        alone = replace(alone, pools=replace(alone.pools, spacing=spacing))
        yield TOOL, _on_step(alone, lambda steps: _done_by(steps, step, tool))


def _on_step(model: Model, change: Callable[[Steps], Steps]) -> Model:
    phases = tuple(replace(phase, steps=change(phase.steps)) for phase in model.phases)
    return replace(model, steps=change(model.steps), phases=phases)


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
    """Runs of some models, each looked at at one step."""

    models: tuple[Model, ...]
    steps: tuple[int, ...]
    seed: int
    engine: str

    def result(self, key: tuple[int, int]) -> tuple[float, ...]:
        """Return what the first visits to the step gave."""
        place, replication = key
        return _looked_at(
            get_engine(self.engine)(self.models[place], self.seed, replication), self.steps[place]
        )

    def described(self, key: tuple[int, int], error: BaseException) -> str:
        """Return which run failed and why."""
        return f"a way of working at step {self.steps[key[0]]}, replication {key[1]}: {error}"


def _looked_at(record: RunRecord, step: int) -> tuple[float, ...]:
    v = record.visits
    done = (v["step"] == step) & ~v["rework"] & (v["attempt"] == 1) & ~np.isnan(v["ended_at"])
    done &= v["started_at"] >= record.warm_up
    made = done & (v["outcome"] != Outcome.HANDED_OVER)
    if not made.any():
        return (np.nan,) * len(LOOKED_AT)
    hours = float(v["service_time"][done].sum()) / np.count_nonzero(made)
    return float(np.mean(v["quality"][made])), float(np.mean(v["defective"][made])), hours


def _compared(model: Model, step: int, values: Mapping[str, Floats]) -> WaysOfWorking:
    """Return levels, augmentation and synergy; of defects and hours less is better, and a gain is above 0."""
    signs = np.array([1.0, -1.0, -1.0])
    pair, human = values[TOGETHER] * signs, values[HUMAN] * signs
    best = human
    if TOOL in values:
        tool = values[TOOL] * signs
        best = np.where(tool.mean(axis=0) > human.mean(axis=0), tool, human)
    return WaysOfWorking(
        step,
        int(model.steps.tool[step]),
        {way: dict(zip(LOOKED_AT, _estimates(runs), strict=True)) for way, runs in values.items()},
        dict(zip(LOOKED_AT, _estimates(pair - human), strict=True)),
        dict(zip(LOOKED_AT, _estimates(pair - best), strict=True)) if TOOL in values else {},
    )


def _estimates(runs: Floats) -> list[Estimate]:
    return [estimate(runs[:, column]) for column in range(runs.shape[1])]
