"""What a sweep shows: where a strategy is ahead of the baseline, and how far each key moves a measure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.experiments.sweeping.axes import axis_of
from sim.experiments.sweeping.findings import Estimates, Sweep
from sim.measures.measure import Direction
from sim.scenario.reading.plain_words import in_yaml
from sim.statistics.comparisons import discoveries, p_values
from sim.statistics.estimate import Estimate, estimate

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]
PART = 0.9
"""Share of what was swept of a key below which a range of it tells points apart (assumed)."""


@dataclass(frozen=True, slots=True)
class Sides:
    """At which points a strategy differs clearly from the baseline on a measure.

    Attributes:
        higher, lower: counted so that one in twenty is wrong at most, shape (points,).
        higher_alone, lower_alone: by the interval of each point for itself, shape (points,).
        known: points with an interval at all, shape (points,).
    """

    higher: Marks
    lower: Marks
    higher_alone: Marks
    lower_alone: Marks
    known: Marks

    @property
    def unclear(self) -> Marks:
        """Points where neither is clear, shape (points,)."""
        return self.known & ~self.higher & ~self.lower

    def wanted(self, direction: Direction) -> Marks:
        """Return the points where the strategy is clearly ahead; higher, where no side is better."""
        return self.lower if direction is Direction.SMALLER else self.higher

    def unwanted(self, direction: Direction) -> Marks:
        """Return the points where it is clearly behind; lower, where no side is better."""
        return self.higher if direction is Direction.SMALLER else self.lower


def sides_of(sweep: Sweep, strategy: str, measure: str) -> Sides:
    """Return at which points a strategy differs clearly from the baseline on a measure.

    Of many intervals at 95 %, one in twenty leaves out zero where nothing differs, and would be counted.  So
    a difference counts as clear by its place among all of them, see ``discoveries``.
    """
    alone = sweep.difference(strategy, measure)
    clear = discoveries(p_values(sweep.paired(strategy, measure)))
    return Sides(
        clear & (alone.mean > 0.0),
        clear & (alone.mean < 0.0),
        alone.is_clear & (alone.mean > 0.0),
        alone.is_clear & (alone.mean < 0.0),
        np.isfinite(alone.half_width),
    )


@dataclass(frozen=True, slots=True)
class Span:
    """Values of a key at some points, and at all of them.

    Attributes:
        key: of the scenario.
        low, high: the smallest and the largest value at these points, as a scenario writes them.
        lowest, highest: the same at all points.
    """

    key: str
    low: str
    high: str
    lowest: str
    highest: str


def spans_of(sweep: Sweep, points: Marks, among: Marks) -> list[Span]:
    """Return the numeric keys that some points keep within a part of what was swept.

    Args:
        sweep: whose points.
        points: that are asked about, shape (points,).
        among: all points that could have been among them, shape (points,).
    """
    found: list[Span] = []
    for key in sweep.design.keys:
        axis = axis_of(sweep, key)
        own, all_ = axis.places[points], axis.places[among]
        if not axis.is_numeric or not len(own) or np.isnan(all_).any():
            continue
        ends = [float(own.min()), float(own.max()), float(all_.min()), float(all_.max())]
        if ends[1] - ends[0] < PART * (ends[3] - ends[2]):
            found.append(Span(key, *(axis.text_of(end) for end in ends)))
    return found


@dataclass(frozen=True, slots=True)
class Swing:
    """How far a key alone moves a measure from where the scenario as it is has it.

    Attributes:
        key: of the scenario.
        values: it was set to, as a scenario writes them, in order of the design.
        effects: of each value, paired with the scenario as it is.
    """

    key: str
    values: tuple[str, ...]
    effects: tuple[Estimate, ...]

    @property
    def size(self) -> float:
        """The largest effect, up or down; 0 where none is defined."""
        return max((abs(self.effects[end].mean) for end in self.ends), default=0.0)

    @property
    def ends(self) -> tuple[int, ...]:
        """Places of the values with the smallest and the largest effect, in order of the design.

        One alone where all effects are the same, none where none is defined.
        """
        known = [place for place, each in enumerate(self.effects) if not np.isnan(each.mean)]

        def effect(place: int) -> float:
            return self.effects[place].mean

        return tuple(sorted({min(known, key=effect), max(known, key=effect)})) if known else ()


def swings_of(sweep: Sweep, strategy: str, measure: str) -> list[Swing]:
    """Return what each key does alone, the largest first; of a design that moves one at a time.

    Of the baseline it is the change of the level; of another strategy the change of its lead over the
    baseline.
    """
    is_lead = strategy != sweep.baseline
    values = sweep.paired(strategy, measure) if is_lead else sweep.of(strategy, measure)
    swings = []
    for key in sweep.design.keys:
        places = [place for place, point in enumerate(sweep.design.points) if key in point]
        swings.append(
            Swing(
                key,
                tuple(in_yaml(sweep.design.points[place][key]) for place in places),
                tuple(estimate(values[place] - values[0]) for place in places),
            )
        )
    return sorted(swings, key=lambda swing: -swing.size)


def extremes(known: Estimates) -> tuple[int, int] | None:
    """Return the first points with the smallest and the largest mean, or None where none is defined."""
    if np.isnan(known.mean).all():
        return None
    return int(np.nanargmin(known.mean)), int(np.nanargmax(known.mean))
