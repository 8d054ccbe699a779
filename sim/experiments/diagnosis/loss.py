"""What a side costs: the same runs with it put to good practice, alone, in pairs, and all together."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.experiments.coalitions import Played
from sim.measures.books.causes import Side
from sim.measures.measure import Measure
from sim.model.model import Floats
from sim.statistics.estimate import Estimate, estimate, ratio
from sim.statistics.shapley import Coalition, shares

DUST = 1e-9
"""Share of a level that is the rounding of sums."""
UNKNOWN = Estimate(math.nan, math.nan, 0)
SIDES = (Side.HUMAN, Side.MACHINE, Side.INTERACTION)


@dataclass(frozen=True, slots=True)
class Symptom:
    """A measure by which an organisation is found to be in good order or not.

    Attributes:
        measure: its name.
        material: the improvement from which on it is worth speaking of.
        is_relative: whether that is a share of the level, or in the unit of the measure.
        sign: 1 where larger is better, -1 where smaller is.
        says: what is wrong where it could be much better.
    """

    measure: str
    material: float
    is_relative: bool
    sign: float
    says: str


SYMPTOMS = (
    Symptom("flow_time", 0.25, True, -1.0, "tasks take too long"),
    Symptom("escape_rate", 0.05, False, -1.0, "too many defects escape"),
    Symptom("delivered_per_week", 0.05, True, 1.0, "too little work gets done"),
)
"""What a diagnosis looks at; what is material is assumed."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What one symptom loses against good practice, and to which side; gains are positive improvements.

    Attributes:
        symptom: which.
        measure: of the symptom.
        level: as it is.
        whole: gain with all sides put right.
        alone: gain with one side put right.
        pairs: gain with two put right.
        share: Shapley share of the whole, by side; they add up to it.
        fraction: the same as a fraction of the whole; nan where that is not clearly above or below 0.
        lead: by how much the largest share is ahead of the second.
    """

    symptom: Symptom
    measure: Measure
    level: Estimate
    whole: Estimate
    alone: Mapping[Side, Estimate]
    pairs: Mapping[tuple[Side, Side], Estimate]
    share: Mapping[Side, Estimate]
    fraction: Mapping[Side, Estimate]
    lead: Estimate

    @property
    def threshold(self) -> float:
        """The gain that is material, in the unit of the measure."""
        return self.symptom.material * self._whole

    @property
    def severity(self) -> float:
        """The share that is lost: of the time, of the deliveries that could be right, of the output."""
        return self.whole.mean / self._whole if self._whole > 0.0 else 0.0

    @property
    def _whole(self) -> float:
        """What a share is a share of: the level that is worse, or 1 where the measure is a share itself."""
        better = self.level.mean + self.symptom.sign * self.whole.mean
        return max(self.level.mean, better, 0.0) if self.symptom.is_relative else 1.0

    def is_material(self, gain: Estimate) -> bool:
        """Return whether a gain is clear and large enough to speak of."""
        return gain.mean >= self.threshold > 0.0 and gain.mean - gain.half_width > 0.0

    @property
    def is_in_order(self) -> bool:
        """True where even the upper end of the whole gain is not worth speaking of."""
        return self.whole.high < self.threshold or self.whole.high <= 0.0

    @property
    def by_share(self) -> list[Side]:
        """The sides, the largest share first."""
        return sorted(self.share, key=lambda side: -self.share[side].mean)

    @property
    def culprit(self) -> Side | None:
        """The side to which most of a material loss belongs; None where nothing is material."""
        first = self.by_share[0]
        found = self.is_material(self.whole) and self.is_material(self.share[first])
        return first if found else None


def losses(played: Played, measures: Sequence[Measure], seed: int) -> tuple[Loss, ...]:
    """Return the loss of each symptom that is defined in every run.

    Args:
        played: what each set of sides that are put right gave.
        measures: in the order of the columns.
        seed: names the luck.
    """
    names = [measure.name for measure in measures]
    found = []
    for symptom in SYMPTOMS:
        column = names.index(symptom.measure)
        values = {on: symptom.sign * runs[:, column] for on, runs in played.values.items()}
        if all(np.isfinite(runs).all() for runs in values.values()):
            found.append(_loss(symptom, measures[column], values, seed))
    return tuple(found)


def _loss(symptom: Symptom, measure: Measure, values: Mapping[Coalition, Floats], seed: int) -> Loss:
    names = {side: side.name.lower() for side in SIDES}
    as_it_is = values[frozenset()]
    gains = {on: _without_dust(runs - as_it_is, as_it_is) for on, runs in values.items()}
    own, _ = shares(list(names.values()), lambda on: gains[on], seed)
    share = {side: _without_dust(own[name], as_it_is) for side, name in names.items()}
    first, second = sorted(share, key=lambda side: -float(share[side].mean()))[:2]
    everything = gains[frozenset(names.values())]
    whole = estimate(everything)
    return Loss(
        symptom=symptom,
        measure=measure,
        level=estimate(symptom.sign * as_it_is),
        whole=whole,
        alone={side: estimate(gains[frozenset({name})]) for side, name in names.items()},
        pairs={
            (one, other): estimate(gains[frozenset({names[one], names[other]})])
            for place, one in enumerate(SIDES)
            for other in SIDES[place + 1 :]
        },
        share={side: estimate(runs) for side, runs in share.items()},
        fraction={
            side: ratio(runs, everything) if whole.is_clear else UNKNOWN for side, runs in share.items()
        },
        lead=estimate(share[first] - share[second]),
    )


def _without_dust(gain: Floats, level: Floats) -> Floats:
    """Return gains without what rounding leaves of nothing."""
    kept: Floats = np.where(np.abs(gain) <= DUST * np.abs(level).max(), 0.0, gain)
    return kept
