"""What the books of replications say together: means a task, and shares with intervals."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.experiments.diagnosis.tally import Tally
from sim.measures.books.causes import BIRTHS, ESCAPED, WORK, Birth, Cause, Side
from sim.model.model import Floats
from sim.statistics.estimate import Estimate, estimate, ratio

NIGHTS = (Cause.OFF_SHIFT, Cause.ABSENCE)
"""Hours at which nobody works: they are nobody's loss by themselves."""
LOST = tuple(cause for cause in Cause if cause not in (*WORK, *NIGHTS, Cause.EARLIER))
"""What hours are lost to, nights and days off apart."""
SIDES = (Side.HUMAN, Side.MACHINE, Side.INTERACTION)


@dataclass(frozen=True, slots=True)
class Part:
    """Some hours of a task's life, or some defects.

    Attributes:
        each: a task [h, or defects].
        share: of all hours that are lost, or of all defects [0-1].
    """

    each: Estimate
    share: Estimate


def inside(tallies: Sequence[Tally]) -> Estimate:
    """Return the hours that a task spends inside, those of its repairs counted in [h]."""
    return _each(tallies, [tally.hours.sum() for tally in tallies])


def at_work(tallies: Sequence[Tally]) -> Estimate:
    """Return the hours of it in which somebody or a tool works on it for the first time [h]."""
    return _each(tallies, [tally.hours[list(WORK)].sum() for tally in tallies])


def at_night(tallies: Sequence[Tally]) -> Estimate:
    """Return the hours of it at which nobody works, rework apart [h]."""
    return _each(tallies, [tally.hours[list(NIGHTS)].sum() for tally in tallies])


def lost(tallies: Sequence[Tally]) -> Estimate:
    """Return the hours of it that are lost [h]."""
    return _each(tallies, [tally.hours[list(LOST)].sum() for tally in tallies])


def lost_by_cause(tallies: Sequence[Tally]) -> dict[Cause, Part]:
    """Return what hours are lost to, the most first; nights and days off apart."""
    whole = np.array([tally.hours[list(LOST)].sum() for tally in tallies])
    found = {cause: _part(tallies, [tally.hours[cause].sum() for tally in tallies], whole) for cause in LOST}
    some = {cause: part for cause, part in found.items() if part.each.mean > 0.0}
    return dict(sorted(some.items(), key=lambda each: -each[1].each.mean))


def lost_by_side(tallies: Sequence[Tally]) -> dict[Side, Part]:
    """Return on whose side hours are lost; nights and days off apart."""
    whole = np.array([tally.hours[list(LOST)].sum() for tally in tallies])
    return {
        side: _part(tallies, [tally.hours[list(LOST), side].sum() for tally in tallies], whole)
        for side in SIDES
    }


def defects_by_birth(tallies: Sequence[Tally]) -> dict[Birth, Part]:
    """Return where defects are made, the most first."""
    whole = np.array([tally.defects.sum() for tally in tallies])
    found = {
        birth: _part(tallies, [tally.defects[birth].sum() for tally in tallies], whole) for birth in BIRTHS
    }
    some = {birth: part for birth, part in found.items() if part.each.mean > 0.0}
    return dict(sorted(some.items(), key=lambda each: -each[1].each.mean))


def defects_by_side(tallies: Sequence[Tally]) -> dict[Side, Part]:
    """Return on whose side defects are made."""
    whole = np.array([tally.defects.sum() for tally in tallies])
    return {
        side: _part(
            tallies,
            [
                sum(tally.defects[birth].sum() for birth, (_, own) in BIRTHS.items() if own is side)
                for tally in tallies
            ],
            whole,
        )
        for side in SIDES
    }


def escaping(tallies: Sequence[Tally]) -> dict[Side, Part]:
    """Return on whose side it is that defects get out, as shares of those that do."""
    whole = np.array([tally.defects[:, list(ESCAPED)].sum() for tally in tallies])
    return {side: _part(tallies, [tally.let_out[side] for tally in tallies], whole) for side in SIDES}


def _each(tallies: Sequence[Tally], amounts: Sequence[float]) -> Estimate:
    return estimate(
        np.array([amount / max(tally.tasks, 1) for amount, tally in zip(amounts, tallies, strict=True)])
    )


def _part(tallies: Sequence[Tally], amounts: Sequence[float], whole: Floats) -> Part:
    part = np.array(amounts, np.float64)
    return Part(_each(tallies, amounts), ratio(part, whole))
