"""The model's arrays as small objects with Python numbers: quick to read one by one."""

import math
from dataclasses import dataclass

from sim.engines.draws import Draw
from sim.engines.facts import has_difficulty, has_quality, limited_steps, moves_by_week
from sim.model.model import NONE, Floats, Ints, Model, Phase, Steps
from sim.model.names import PoolKind
from sim.rules.loops import LOOP_NAMES
from sim.rules.luck import identity


@dataclass(slots=True)
class StepPlan:
    """One step; fields as in ``sim.model.model.Steps``."""

    number: int
    service: Draw
    prefer: list[int]
    first_people: int
    """The first pool of people in ``prefer``, or NONE: its backlog is theirs."""
    skills: list[tuple[int, float]]
    difficulty_mean: float
    difficulty_sd: float
    standard: float
    noise: float
    gap: float
    tool: int
    exposure: float
    overhead: float
    reliance: float
    discernment: float
    reviewed: list[int]
    detection: float
    false_alarm: float
    ai_review_time: float
    rework_effort: float
    rework_limit: int
    rework_back_to: int
    end_of_shift: int
    transit: Draw
    context_loss: float
    quality_loss: float
    limit: int
    quality_slot: int
    false_alarm_slot: int
    detection_slots: dict[int, int]
    """By reviewed step."""


@dataclass(slots=True)
class NodePlan:
    """One node of a route; fields as in ``sim.model.model.Nodes``."""

    kind: int
    slot: int
    step: int
    next: int
    chance: float
    branches: int
    group: int
    branch: int
    targets: list[int]
    shares: list[float]


@dataclass(slots=True)
class TypePlan:
    """One task type; fields as in ``sim.model.model.Types``."""

    source: int
    rate_from: list[float]
    rate: list[float]
    every: Draw
    population: int
    trace: list[float]
    batch: Draw
    value: float
    due_hours: float
    due_working_days: float
    priority_share: list[float]
    only_priority: int
    """The priority of all tasks; ``NONE`` where it is drawn."""
    topics: int
    combine: int
    route: int
    repair_route: int
    lose: float
    return_chance: float
    return_after: Draw
    repair_effort: float


class Plan:
    """The whole model, unpacked."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._table: list[float] = model.distributions.table.tolist()
        self.steps = [self._step(model.steps, number) for number in range(len(model.steps.word))]
        self.limit = model.limit
        self.overtime: list[float] = model.stocks.overtime.tolist()
        self.guide: list[int] = model.pools.guide.tolist()
        self.nodes = [self._node(number) for number in range(len(model.nodes.kind))]
        self.types = [self._type(number) for number in range(len(model.types.word))]
        self.limited = limited_steps(model)
        self.has_limits = any(self.limited)
        self.has_quality = has_quality(model)
        self.has_difficulty = has_difficulty(model)
        self.has_weeks = moves_by_week(model)
        self.off_from: dict[str, float] = dict(zip(LOOP_NAMES, model.stocks.off_from.tolist(), strict=True))
        self.working_days: list[float] = model.working_days.tolist()

    def draw(self, row: int, slot: int) -> Draw:
        """Return a distribution of the model with what it is drawn for."""
        return Draw(self.model.distributions, self._table, row, slot)

    def change(self, phase: Phase) -> None:
        """Let other values hold from now on."""
        for number in phase.changed.tolist():
            self.steps[number] = self._step(phase.steps, number)
        if phase.limit != NONE:
            self.limit = phase.limit
        for pool, overtime in enumerate(phase.overtime.tolist()):
            if not math.isnan(overtime):
                self.overtime[pool] = overtime

    def _step(self, s: Steps, number: int) -> StepPlan:
        slots = self.model.slots
        word = int(s.word[number])
        tool = int(s.tool[number])
        skills = zip(_row(s.skill_first, s.skill, number), _row(s.skill_first, s.weight, number), strict=True)
        reviewed = _whole_row(s.reviewed_first, s.reviewed, number)
        pools = self.model.pools
        return StepPlan(
            number=number,
            service=self.draw(int(s.service[number]), identity(slots.service, word)),
            prefer=(prefer := _whole_row(s.prefer_first, s.prefer, number)),
            first_people=next((pool for pool in prefer if pools.kind[pool] == PoolKind.PEOPLE), NONE),
            skills=[(int(skill), weight) for skill, weight in skills],
            difficulty_mean=float(s.difficulty_mean[number]),
            difficulty_sd=float(s.difficulty_sd[number]),
            standard=float(s.standard[number]),
            noise=float(s.noise[number]),
            gap=float(s.gap[number]),
            tool=tool,
            exposure=float(s.exposure[number]),
            overhead=float(s.overhead[number]),
            reliance=float(s.reliance[number]),
            discernment=float(s.discernment[number]),
            reviewed=reviewed,
            detection=float(s.detection[number]),
            false_alarm=float(s.false_alarm[number]),
            ai_review_time=float(s.ai_review_time[number]),
            rework_effort=float(s.rework_effort[number]),
            rework_limit=int(s.rework_limit[number]),
            rework_back_to=int(s.rework_back_to[number]),
            end_of_shift=int(s.end_of_shift[number]),
            transit=self.draw(int(s.hand_off_delay[number]), identity(slots.transit, word)),
            context_loss=float(s.context_loss[number]),
            quality_loss=float(s.quality_loss[number]),
            limit=int(s.limit[number]),
            quality_slot=identity(slots.quality, word),
            false_alarm_slot=identity(slots.false_alarm, word),
            detection_slots={
                other: identity(identity(slots.detection, word), int(s.word[other])) for other in reviewed
            },
        )

    def _node(self, number: int) -> NodePlan:
        n = self.model.nodes
        return NodePlan(
            kind=int(n.kind[number]),
            slot=identity(self.model.slots.route, int(n.word[number])),
            step=int(n.step[number]),
            next=int(n.next[number]),
            chance=float(n.chance[number]),
            branches=int(n.branches[number]),
            group=int(n.group[number]),
            branch=int(n.branch[number]),
            targets=_whole_row(n.target_first, n.target, number),
            shares=_row(n.target_first, n.share, number),
        )

    def _type(self, number: int) -> TypePlan:
        t, slots = self.model.types, self.model.slots
        return TypePlan(
            source=int(t.source[number]),
            rate_from=_row(t.rate_first, t.rate_from, number),
            rate=_row(t.rate_first, t.rate, number),
            every=self.draw(int(t.every[number]), slots.arrival),
            population=int(t.population[number]),
            trace=_row(t.trace_first, t.trace, number),
            batch=self.draw(int(t.batch[number]), slots.batch),
            value=float(t.value[number]),
            due_hours=float(t.due_hours[number]),
            due_working_days=float(t.due_working_days[number]),
            priority_share=t.priority_share[number].tolist(),
            only_priority=_only_rank(t.priority_share[number].tolist()),
            topics=int(t.topics[number]),
            combine=int(t.combine[number]),
            route=int(t.route[number]),
            repair_route=int(t.repair_route[number]),
            lose=float(t.lose[number]),
            return_chance=float(t.return_chance[number]),
            return_after=self.draw(int(t.return_after[number]), slots.return_delay),
            repair_effort=float(t.repair_effort[number]),
        )


def _only_rank(cumulative: list[float]) -> int:
    rank = sum(share <= 0.0 for share in cumulative)
    return rank if cumulative[rank] >= 1.0 else NONE


def _row(first: Ints, values: Floats | Ints, number: int) -> list[float]:
    row: list[float] = values[first[number] : first[number + 1]].tolist()
    return row


def _whole_row(first: Ints, values: Ints, number: int) -> list[int]:
    row: list[int] = values[first[number] : first[number + 1]].tolist()
    return row
