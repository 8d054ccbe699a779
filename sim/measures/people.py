"""Measures of those who work: how busy they are, who works beyond hours, what the tools do."""

from functools import partial

from sim.measures.measure import Direction, Measure
from sim.measures.window import Mask, floats, in_pools, ratio
from sim.model.names import Names, PoolKind
from sim.records.record import Mode
from sim.records.totals import RunTotals
from sim.scenario.measured import named, utilisation_of


def utilisation(run: RunTotals) -> float:
    """Share of their hours at work that people and freelancers have a task in hand."""
    return _busy_share(run, in_pools(run, PoolKind.PEOPLE, PoolKind.FREELANCERS))


def pool_utilisation(run: RunTotals, pool: str) -> float:
    """Share of their hours at work that the actors of a pool have a task in hand."""
    return _busy_share(run, floats(run.actors, "pool") == run.names.pools.index(pool))


def _busy_share(run: RunTotals, actors: Mask) -> float:
    busy, on_duty, prolonged, overtime = (
        float(floats(run.actors, column)[actors].sum())
        for column in ("busy_time", "available_time", "prolonged_time", "overtime")
    )
    return ratio(busy, on_duty + (overtime - prolonged))  # prolonged hours are hours on duty already


def overtime(run: RunTotals) -> float:
    """Hours worked beyond normal hours, per week."""
    return float(floats(run.actors, "overtime").sum()) / run.measured_weeks


def freelance_hours(run: RunTotals) -> float:
    """Hands-on hours of freelancers per week."""
    freelancers = in_pools(run, PoolKind.FREELANCERS)
    return float(floats(run.actors, "busy_time")[freelancers].sum()) / run.measured_weeks


def share_of_mode(run: RunTotals, mode: Mode) -> float:
    """Share of the hands-on hours that are done in a mode."""
    return ratio(run.visits.hours[mode], sum(run.visits.hours))


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
