"""A model with some of its sides put to good practice; what is better already stays as it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from sim.engines.facts import every_steps
from sim.experiments.diagnosis import lacking, possible
from sim.experiments.diagnosis.margins import (
    missing_capability,
    missing_gap,
    missing_skills,
    versions_of,
)
from sim.experiments.diagnosis.norms import norm
from sim.measures.books.causes import Birth, Cause, Side
from sim.model.changed import with_steps, with_time_at_most, with_tools_up
from sim.model.model import NONE, TRAIN, Flags, Floats, Model, Phase, Steps
from sim.model.names import PoolKind
from sim.model.seats import with_more_seats

HUMANS = (PoolKind.PEOPLE, PoolKind.FREELANCERS)


@dataclass(frozen=True, slots=True)
class Need:
    """Seats that pools would need beside their own, by number of the pool; see ``staffing``."""

    seats: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a side that can be put to good practice by itself.

    Attributes:
        name: what it is called.
        side: where it belongs.
        wrong: what is wrong where putting it right brings much, in words.
        norms: names of the norms that it is put to.
        apply: the model with the part put right.
        causes: what hours are booked to where it is broken.
        births: what defects are booked to where it is broken.
        steps: those at which it can be broken.
        skills: what is lacking of them at a place, given as (model, step, pool, tool).
        seats: kinds of pools that lack seats where it is broken.
    """

    name: str
    side: Side
    wrong: str
    norms: tuple[str, ...]
    apply: Callable[[Model, Need], Model]
    causes: tuple[Cause, ...] = ()
    births: tuple[Birth, ...] = ()
    steps: Callable[[Model], Flags] = possible.anywhere
    skills: Callable[[Model, int, int, int], lacking.Points] = lacking.nothing
    seats: tuple[PoolKind, ...] = ()


def ideal(model: Model, sides: frozenset[Side], need: Need) -> Model:
    """Return a model in which these sides are put to good practice."""
    for part in PARTS:
        if part.side in sides:
            model = part.apply(model, need)
    return model


# --- human ----------------------------------------------------------------------------------------


def _staffed(model: Model, need: Need) -> Model:
    return _with_seats(model, need, HUMANS)


def _skilled(model: Model, _: Need) -> Model:
    means = model.actors.skill_mean.copy()
    for pool, kind in enumerate(model.pools.kind.tolist()):
        if kind in HUMANS:
            rows, more = model.actors.pool == pool, missing_skills(model, pool)
            means[rows] = np.where(more > 0.0, np.minimum(means[rows] + more, 1.0), means[rows])
    model = replace(model, actors=replace(model.actors, skill_mean=means))
    return _with_gap(model, missing_gap(model, HUMANS))


def _staying(model: Model, _: Need) -> Model:
    model = _found_in_time(model)
    s = model.stocks
    model, fill = with_time_at_most(model, s.time_to_fill, norm("time_to_fill"))
    return replace(
        model,
        stocks=replace(
            s,
            turnover=np.minimum(s.turnover, norm("turnover")),
            ramp_time=np.minimum(s.ramp_time, norm("ramp_time")),
            time_to_fill=fill,
        ),
    )


def _found_in_time(model: Model) -> Model:
    """Return a model in which no search for a freelancer takes too long."""
    delays = []
    for row in model.pools.search_delay.tolist():
        model, short = with_time_at_most(model, row, norm("search_delay"))
        delays.append(short)
    return replace(model, pools=replace(model.pools, search_delay=np.array(delays, np.int64)))


def _on_the_line(model: Model, _: Need) -> Model:
    levers = model.levers
    most = np.where(levers.kind == TRAIN, np.minimum(levers.hours, norm("training_hours")), levers.hours)
    return replace(model, levers=replace(levers, hours=most))


def _reviewing(model: Model, _: Need) -> Model:
    return _with_reviews(model, HUMANS)


# --- machine --------------------------------------------------------------------------------------


def _slotted(model: Model, need: Need) -> Model:
    tools = model.pools.kind == PoolKind.TOOL
    more = np.array([1 + need.seats.get(pool, 0) for pool in range(len(tools))])
    spacing = np.where(tools & (more > 1), 0.0, model.pools.spacing)
    model = replace(model, pools=replace(model.pools, spacing=spacing))
    return _with_seats(model, need, (PoolKind.TOOL,))


def _always_up(model: Model, _: Need) -> Model:
    return with_tools_up(model, norm("availability"))


def _capable(model: Model, _: Need) -> Model:
    v = model.versions
    capability, jaggedness = v.capability.copy(), v.jaggedness.copy()
    for tool in np.flatnonzero(model.pools.kind == PoolKind.TOOL).tolist():
        for version in versions_of(model, tool):
            more = missing_capability(model, tool, version)
            capability[version] = np.where(
                more > 0.0, np.minimum(capability[version] + more, 1.0), capability[version]
            )
            jaggedness[version] = min(jaggedness[version], norm("jaggedness"))
    model = replace(model, versions=replace(v, capability=capability, jaggedness=jaggedness))
    return _with_gap(model, missing_gap(model, (PoolKind.TOOL,)))


def _fast(model: Model, _: Need) -> Model:
    v = model.versions
    return replace(model, versions=replace(v, speed=np.maximum(v.speed, norm("speed"))))


def _checking(model: Model, _: Need) -> Model:
    return _with_reviews(model, (PoolKind.TOOL,))


# --- interaction ----------------------------------------------------------------------------------


def _handed_on(model: Model, _: Need) -> Model:
    delays = {}
    for number in {int(row) for steps in every_steps(model) for row in steps.hand_off_delay.tolist()}:
        model, delays[number] = with_time_at_most(model, number, norm("hand_off_delay"))
    return with_steps(
        model,
        lambda steps: replace(
            steps,
            hand_off_delay=np.array([delays[int(row)] for row in steps.hand_off_delay.tolist()], np.int64),
            context_loss=np.minimum(steps.context_loss, norm("context_loss")),
            quality_loss=np.minimum(steps.quality_loss, norm("quality_loss")),
        ),
    )


def _used(model: Model, _: Need) -> Model:
    p, tools = model.pools, model.pools.kind == PoolKind.TOOL
    model = replace(
        model,
        pools=replace(
            p,
            adopted=np.where(tools, np.maximum(p.adopted, norm("adopted")), p.adopted),
            adoption_limit=np.where(tools, np.maximum(p.adoption_limit, norm("adopted")), p.adoption_limit),
        ),
    )
    model = _with_cooperation(model, (model.behaviour.fluency_skill,))
    return with_steps(
        model, lambda steps: replace(steps, reliance=_at_least(steps, steps.reliance, norm("reliance")))
    )


def _prompted(model: Model, _: Need) -> Model:
    model = _with_cooperation(model, (model.behaviour.communication_skill,))
    return with_steps(
        model, lambda steps: replace(steps, overhead=np.minimum(steps.overhead, norm("overhead")))
    )


def _seen_through(model: Model, _: Need) -> Model:
    b = model.behaviour
    model = _with_cooperation(model, (b.literacy_skill, b.critical_skill))
    return with_steps(
        model,
        lambda steps: replace(steps, discernment=_at_least(steps, steps.discernment, norm("discernment"))),
    )


def _reviewed(model: Model, _: Need) -> Model:
    b = model.behaviour
    model = replace(model, behaviour=replace(b, complacency=min(b.complacency, norm("complacency"))))
    return with_steps(
        model,
        lambda steps: replace(steps, ai_review_time=np.minimum(steps.ai_review_time, norm("ai_review_time"))),
    )


def _unlimited(model: Model, _: Need) -> Model:
    model = replace(model, limit=0, phases=tuple(_without_limit(phase) for phase in model.phases))
    return with_steps(model, lambda steps: replace(steps, limit=np.zeros_like(steps.limit)))


PARTS: tuple[Part, ...] = (
    Part(
        "staffing",
        Side.HUMAN,
        "there are too few people for the work",
        ("utilisation",),
        _staffed,
        causes=(Cause.BUSY, Cause.PRIORITY, Cause.BATCH, Cause.REVIEW_QUEUE),
        seats=HUMANS,
    ),
    Part(
        "skills",
        Side.HUMAN,
        "people are not up to the difficulty of the work",
        ("defects",),
        _skilled,
        births=(Birth.PERSON, Birth.STRAIN),
        skills=lacking.of_people,
    ),
    Part(
        "coming and going",
        Side.HUMAN,
        "people leave, seats stay empty, newcomers and freelancers take long",
        ("turnover", "time_to_fill", "search_delay", "ramp_time"),
        _staying,
        causes=(Cause.VACANCY, Cause.ONBOARDING, Cause.MARKET),
    ),
    Part(
        "time off the line",
        Side.HUMAN,
        "training takes people off the line",
        ("training_hours",),
        _on_the_line,
        causes=(Cause.TRAINING,),
    ),
    Part(
        "reviewing",
        Side.HUMAN,
        "people review too loosely, or send back good work",
        ("detection", "false_alarm"),
        _reviewing,
        causes=(Cause.REWORK,),
        steps=possible.reviews,
    ),
    Part(
        "slots",
        Side.MACHINE,
        "the tool has too few slots for the work",
        ("utilisation",),
        _slotted,
        causes=(Cause.SLOT,),
        steps=possible.automated,
        seats=(PoolKind.TOOL,),
    ),
    Part(
        "outages",
        Side.MACHINE,
        "the tool is down too often",
        ("availability",),
        _always_up,
        causes=(Cause.OUTAGE,),
        births=(Birth.DOWN,),
        steps=possible.with_a_tool,
    ),
    Part(
        "capability",
        Side.MACHINE,
        "the tool is not up to the work",
        ("defects", "jaggedness"),
        _capable,
        births=(Birth.TOOL, Birth.MISLED),
        steps=possible.by_capability,
        skills=lacking.of_the_tool,
    ),
    Part(
        "speed",
        Side.MACHINE,
        "the tool is slow",
        ("speed",),
        _fast,
        causes=(Cause.TOOL,),
        steps=possible.automated,
    ),
    Part(
        "checking",
        Side.MACHINE,
        "the tool checks too loosely, or sends back good work",
        ("detection", "false_alarm"),
        _checking,
        causes=(Cause.REWORK,),
        steps=possible.reviews,
    ),
    Part(
        "hand-offs",
        Side.INTERACTION,
        "work loses time or quality on its way from owner to owner",
        ("hand_off_delay", "context_loss", "quality_loss"),
        _handed_on,
        causes=(Cause.HAND_OFF,),
        births=(Birth.HAND_OFF,),
    ),
    Part(
        "use",
        Side.INTERACTION,
        "the tool is left unused",
        ("adopted", "reliance"),
        _used,
        causes=(Cause.PERSON, Cause.FREELANCER),
        births=(Birth.UNUSED,),
        steps=possible.assisted,
        skills=lacking.of_fluency,
    ),
    Part(
        "prompting",
        Side.INTERACTION,
        "working with the tool costs too much time",
        ("overhead",),
        _prompted,
        causes=(Cause.PROMPTING,),
        steps=possible.assisted,
        skills=lacking.of_communication,
    ),
    Part(
        "discernment",
        Side.INTERACTION,
        "people are misled by the tool",
        ("discernment",),
        _seen_through,
        births=(Birth.MISLED,),
        steps=possible.assisted,
        skills=lacking.of_literacy,
    ),
    Part(
        "review of AI output",
        Side.INTERACTION,
        "what AI makes is reviewed too slowly, or too trustingly",
        ("ai_review_time", "complacency"),
        _reviewed,
        causes=(Cause.AI_REVIEW, Cause.REVIEW_QUEUE),
        steps=possible.reviews,
    ),
    Part(
        "limits",
        Side.INTERACTION,
        "limits on work in process hold work back",
        (),
        _unlimited,
        causes=(Cause.LIMIT,),
    ),
)
"""The parts of all sides, in the order in which they are put right."""


# --- what they share -------------------------------------------------------------------------------


def _with_seats(model: Model, need: Need, kinds: tuple[PoolKind, ...]) -> Model:
    for pool, seats in need.seats.items():
        if PoolKind(model.pools.kind[pool]) in kinds and seats > 0:
            model = with_more_seats(model, pool, seats)
    return model


def _with_reviews(model: Model, kinds: tuple[PoolKind, ...]) -> Model:
    """Return a model in which reviews that such actors are to do first find enough, and little else."""

    def better(steps: Steps) -> Steps:
        first = steps.prefer[np.minimum(steps.prefer_first[:-1], len(steps.prefer) - 1)]
        own = np.isin(model.pools.kind[first], kinds) & (np.diff(steps.reviewed_first) > 0)
        return replace(
            steps,
            detection=np.where(own, np.maximum(steps.detection, norm("detection")), steps.detection),
            false_alarm=np.where(own, np.minimum(steps.false_alarm, norm("false_alarm")), steps.false_alarm),
        )

    return with_steps(model, better)


def _with_gap(model: Model, more: Floats) -> Model:
    return with_steps(model, lambda steps: replace(steps, gap=steps.gap + more)) if more.any() else model


def _with_cooperation(model: Model, skills: tuple[int, ...]) -> Model:
    """Return a model in which nobody's cooperative skills are below their reference."""
    means = model.actors.skill_mean.copy()
    for skill in skills:
        if skill != NONE:
            means[:, skill] = np.maximum(means[:, skill], model.behaviour.reference_cooperation)
    return replace(model, actors=replace(model.actors, skill_mean=means))


def _at_least(steps: Steps, values: Floats, least: float) -> Floats:
    """Return values raised to a norm where a tool assists."""
    raised: Floats = np.where(
        (steps.tool != NONE) & (steps.exposure > 0.0), np.maximum(values, least), values
    )
    return raised


def _without_limit(phase: Phase) -> Phase:
    return phase if phase.limit == NONE else replace(phase, limit=0)
