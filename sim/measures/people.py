"""Measures of those who work: how busy they are, who works beyond hours, what the tools do."""

from functools import partial

from sim.measures.measure import Direction, Measure
from sim.measures.window import Mask, ended, floats, in_pools, ratio
from sim.model.names import Names, PoolKind
from sim.records.record import Mode, RunRecord
from sim.scenario.measured import named, utilisation_of


def utilisation(record: RunRecord) -> float:
    """Share of their hours at work that people and freelancers have a task in hand."""
    return _busy_share(record, in_pools(record, PoolKind.PEOPLE, PoolKind.FREELANCERS))


def pool_utilisation(record: RunRecord, pool: str) -> float:
    """Share of their hours at work that the actors of a pool have a task in hand."""
    return _busy_share(record, floats(record.actors, "pool") == record.names.pools.index(pool))


def _busy_share(record: RunRecord, actors: Mask) -> float:
    busy, on_duty, prolonged, overtime = (
        float(floats(record.actors, column)[actors].sum())
        for column in ("busy_time", "available_time", "prolonged_time", "overtime")
    )
    return ratio(busy, on_duty + (overtime - prolonged))  # prolonged hours are hours on duty already


def overtime(record: RunRecord) -> float:
    """Hours worked beyond normal hours, per week."""
    return float(floats(record.actors, "overtime").sum()) / record.measured_weeks


def freelance_hours(record: RunRecord) -> float:
    """Hands-on hours of freelancers per week."""
    freelancers = in_pools(record, PoolKind.FREELANCERS)
    return float(floats(record.actors, "busy_time")[freelancers].sum()) / record.measured_weeks


def share_of_mode(record: RunRecord, mode: Mode) -> float:
    """Share of the hands-on hours that are done in a mode."""
    hours = floats(record.visits, "service_time")[ended(record)]
    modes = floats(record.visits, "mode")[ended(record)]
    return ratio(float(hours[modes == mode].sum()), float(hours.sum()))


def pool_measures(names: Names) -> tuple[Measure, ...]:
    """Return a measure ``utilisation.<pool>`` for each pool of a model, in the order of its pools."""
    return tuple(
        Measure(
            *utilisation_of(pool).row,
            Direction.NEITHER,
            f"hands-on hours of {pool} / (their hours on duty + overtime), in the window",
            partial(pool_utilisation, pool=pool),
            is_share=True,
        )
        for pool in names.pools
    )


PEOPLE = (
    Measure(
        *named("utilisation"),
        Direction.NEITHER,
        "hands-on hours of people and freelancers / (their hours on duty + overtime), in the window; "
        "tools left out",
        utilisation,
        is_share=True,
    ),
    Measure(
        *named("overtime"),
        Direction.SMALLER,
        "hours worked beyond normal hours (after a shift, or in days that pressure prolongs) in the window / "
        "its weeks",
        overtime,
    ),
    Measure(
        *named("freelance_hours"),
        Direction.NEITHER,
        "hands-on hours of freelancers in the window / its weeks",
        freelance_hours,
    ),
    Measure(
        *named("ai_share"),
        Direction.NEITHER,
        "hands-on hours of automated visits / hands-on hours of all visits that ended in the window",
        partial(share_of_mode, mode=Mode.AUTOMATED),
        is_share=True,
    ),
    Measure(
        *named("assisted_share"),
        Direction.NEITHER,
        "hands-on hours of assisted visits / hands-on hours of all visits that ended in the window",
        partial(share_of_mode, mode=Mode.ASSISTED),
        is_share=True,
    ),
)
"""Measures of those who work, in the order of tables."""
