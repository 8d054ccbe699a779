"""A measure: a named number read from a run."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from sim.records.record import Run
from sim.records.totals import RunTotals, totals_of


class Direction(IntEnum):
    """Which way is better."""

    SMALLER = -1
    NEITHER = 0
    LARGER = 1


@dataclass(frozen=True, slots=True)
class Measure:
    """A named performance measure.

    Attributes:
        name: as in YAML, columns and options, e.g. ``flow_time_p95``.
        title: for tables and plots, e.g. ``flow time, 95th percentile``.
        unit: of the number; ``currency`` stands for the scenario's currency.
        direction: which way is better.
        definition: in one sentence, with the equation.
        of: a run's totals → number; nan where it is not defined (e.g. no delivery).
        is_share: True for a share of a whole, told in %; its number is 0-1 all the same.
    """

    name: str
    title: str
    unit: str
    direction: Direction
    definition: str
    of: Callable[[RunTotals], float]
    is_share: bool = False

    def value(self, run: Run) -> float:
        """Return the number that a run gives; nan where it is not defined."""
        return self.of(totals_of(run))
