"""What an answer will take, said before it is bought."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from sim.experiments.findings import Comparison
from sim.experiments.leading import leading
from sim.experiments.runs import Runs
from sim.experiments.stopping import Want
from sim.experiments.sweeping.price import Price as PriceOfFutures
from sim.experiments.telling import spoken_title, telling_of
from sim.experiments.wording import format_number
from sim.measures.measure import Measure
from sim.scenario.telling.wording import count, lasted, listed
from sim.statistics.estimate import Estimate
from sim.statistics.precision import expected_half_width

TellPrice = Callable[["Price"], None]


@dataclass(frozen=True, slots=True)
class Price:
    """What an answer will take, as far as a first stage can tell.

    Attributes:
        pilot: runs of the first stage.
        runs: that are expected in all.
        to_split: those of them that split the gap between head counts and simulation.
        in_futures: those of them that are in futures drawn from the uncertainties.
        seconds: that all but the first stage are expected to take [s].
        asked_by: what needs the most, in words.
        measure: that stands first.
        half_width: largest one that is expected of its level [unit of the measure].
        level: the mean that this is of [unit of the measure].
        currency: of the scenario.
    """

    pilot: int
    runs: int
    to_split: int
    in_futures: int
    seconds: float
    asked_by: str
    measure: Measure
    half_width: float
    level: float
    currency: str

    @property
    def words(self) -> str:
        """What is expected: runs, time, and how wide the interval of the first measure will be."""
        further = max(self.runs - self.pilot, 0)
        if not further:
            return f"{count(self.pilot, 'run')} are enough"
        most = f"; {self.asked_by} asks for the most" if self.asked_by else ""
        return (
            f"about {count(self.runs, 'run')}{self._beside()}, {lasted(self.seconds)} more, "
            f"expected half-width of {spoken_title(self.measure)} {self._half_width()}{most}"
        )

    def _beside(self) -> str:
        """Return how many of the runs are not those of the strategies themselves."""
        parts = [
            *([f"{format_number(self.to_split, 0)} to split gaps"] if self.to_split else []),
            *([f"{format_number(self.in_futures, 0)} in futures"] if self.in_futures else []),
        ]
        return f" ({listed(parts)})" if parts else ""

    def _half_width(self) -> str:
        if not self.measure.is_share and self.level and math.isfinite(self.half_width):
            return f"{100.0 * self.half_width / abs(self.level):.2g} %"
        told = telling_of(self.measure, self.currency)
        width = told.of(Estimate(self.half_width, 0.0, 0)).mean
        return f"{format_number(float(f'{width:.2g}'))} {told.spoken_difference}"


def price_of(
    pilot: Comparison, want: Want, runs: Runs, to_split: int = 0, in_futures: PriceOfFutures | None = None
) -> Price:
    """Return what an answer will take, from the first stage.

    Args:
        pilot: what the first stage says.
        want: what the rule asks for after it.
        runs: what was run, and how fast.
        to_split: further runs that split the gap between head counts and simulation.
        in_futures: what the futures take; None where there are none.
    """
    name = leading(pilot)
    values = {each: result.values for each, result in pilot.replications.items()}
    column = [measure.name for measure in pilot.replications[pilot.baseline].measures].index(name)
    widths = {
        each: expected_half_width(rows[:, column], want.expected[each]) for each, rows in values.items()
    }
    widest = max(widths, key=lambda each: widths[each])
    done = sum(map(len, values.values()))
    further = max(want.runs - done, 0) + to_split
    futures = (in_futures.runs, in_futures.seconds) if in_futures else (0, 0.0)
    return Price(
        pilot=done,
        runs=max(want.runs, done) + to_split + futures[0],
        to_split=to_split,
        in_futures=futures[0],
        seconds=runs.seconds_for(further) + futures[1],
        asked_by=want.asked_by,
        measure=pilot.differences[pilot.baseline][name].measure,
        half_width=widths[widest],
        level=pilot.differences[widest][name].level.mean,
        currency=pilot.currency,
    )
