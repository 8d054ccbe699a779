"""What the stocks of the weekly table are called, their units, and what change of them is worth a look."""

from dataclasses import dataclass

from sim.records.record import Stock


@dataclass(frozen=True, slots=True)
class Told:
    """How a stock is told.

    Attributes:
        title: over a panel, e.g. ``strain``.
        unit: of its values.
        step: smallest change that is worth a panel of its own (assumed) [unit].
    """

    title: str
    unit: str
    step: float


_STEP = 0.005
TOLD: dict[Stock, Told] = {
    Stock.SKILL: Told("skill", "0–1", _STEP),
    Stock.TRUST: Told("trust in tools", "0–1", 0.01),
    Stock.STRAIN: Told("strain", "h/week", 0.1),
    Stock.NEWCOMERS: Told("newcomers", "persons", 0.2),
    Stock.PRESSURE: Told("pressure of the backlog", "× normal", 0.05),
    Stock.OVERTIME: Told("hours worked", "× normal", _STEP),
    Stock.PACE: Told("pace", "× normal", _STEP),
    Stock.CARE: Told("care taken", "share of full", _STEP),
    Stock.STANDARD: Told("standard of care", "share of full", _STEP),
    Stock.SWITCHING: Told("effort with switching", "× without", _STEP),
    Stock.KEPT_BY_MENTORS: Told("time that mentors keep", "share", _STEP),
    Stock.KEPT_BY_TEAM: Told("time left after talking", "share", _STEP),
    Stock.ADOPTION: Told("adoption", "share of users", 0.01),
    Stock.TRAINING_HELD: Told("training held", "share", _STEP),
}
"""Every stock of the weekly table."""


def told_of(name: str) -> Told:
    """Return how a stock of this name is told; one without a line in the table by its name.

    >>> told_of("strain").unit
    'h/week'
    """
    plain = Told(name.replace("_", " "), "1", _STEP)
    return TOLD.get(Stock[name.upper()], plain)
