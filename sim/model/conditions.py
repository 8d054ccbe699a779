"""Conditions on stocks into rows."""

from dataclasses import dataclass, field

from sim.model.model import (
    BACKLOG,
    HOURS,
    NONE,
    NUMBER,
    PRESSURE,
    STRAIN,
    TASKS,
    TRUST,
    WEEKS_OF_WORK,
    Conditions,
)
from sim.model.ragged import flags, floats, ints
from sim.scenario.quantities import Condition, Unit, Watched

WATCHED = {
    Watched.BACKLOG: BACKLOG,
    Watched.PRESSURE: PRESSURE,
    Watched.STRAIN: STRAIN,
    Watched.TRUST: TRUST,
}
UNITS = {Unit.WEEKS_OF_WORK: WEEKS_OF_WORK, Unit.HOURS: HOURS, Unit.TASKS: TASKS, Unit.NUMBER: NUMBER}


@dataclass(slots=True)
class ConditionTable:
    """Collects conditions.

    Attributes:
        steps, pools: numbers of the names that conditions use.
    """

    steps: dict[str, int]
    pools: dict[str, int]
    _rows: list[Condition] = field(default_factory=list)

    def add(self, condition: Condition | None) -> int:
        """Return the row of a condition; NONE for none."""
        if condition is None:
            return NONE
        self._rows.append(condition)
        return len(self._rows) - 1

    def finished(self) -> Conditions:
        """Return all rows as arrays."""
        rows = self._rows
        return Conditions(
            watched=ints(WATCHED[row.watched] for row in rows),
            of=ints((self.steps if row.watched is Watched.BACKLOG else self.pools)[row.of] for row in rows),
            above=flags(row.above for row in rows),
            amount=floats(row.amount for row in rows),
            unit=ints(UNITS[row.unit] for row in rows),
        )
