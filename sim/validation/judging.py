"""Published experiments run and judged: what came out beside what was published."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sim.engines import get_engine, get_summing
from sim.engines.choice import say_if_compiling
from sim.experiments.reality import tell_reality
from sim.scenario.load import load_scenario
from sim.statistics.estimate import Estimate
from sim.validation.asked import Runs, estimates
from sim.validation.consistency import inconsistencies
from sim.validation.published import Published, Row


class Outcome(StrEnum):
    """What became of a row."""

    PASS = "pass"
    FAIL = "fail"
    UNSURE = "too few runs"


@dataclass(frozen=True, slots=True)
class Judged:
    """One row, and what came out."""

    row: Row
    found: Estimate
    outcome: Outcome


@dataclass(frozen=True)
class Judgement:
    """All rows of one experiment."""

    published: Published
    rows: tuple[Judged, ...]

    def count(self, use: str, outcome: Outcome) -> int:
        """Return how many rows of one use came out one way."""
        return sum(each.row.use == use and each.outcome is outcome for each in self.rows)

    @property
    def unexplained(self) -> tuple[str, ...]:
        """The rows, as they are said, that fail though they were fitted, or without a ``misfit``."""
        failing = [each.row for each in self.rows if each.outcome is Outcome.FAIL]
        return tuple(row.say for row in failing if row.use == "calibrated" or not row.misfit)


def judge(published: Published, *, engine: str = "kernel", replications: int | None = None) -> Judgement:
    """Run an experiment and return what became of each row.

    Args:
        published: the experiment.
        engine: by name; it never changes a digit.
        replications: instead of the experiment's own number.

    Raises:
        RealityError: something that must hold of the scenario does not.
        ScenarioError: a row names what is not in the scenario, with every problem and its place.
    """
    experiment = published.experiment
    if engine == "kernel":
        say_if_compiling()
    loaded = load_scenario(published.folder)
    problems = inconsistencies(experiment, loaded)
    if problems:
        raise published.refused(problems)
    tell_reality(loaded, get_summing(engine), experiment.seed)
    runs = Runs(loaded, get_engine(engine), experiment.seed)
    asked = [row.asked for row in experiment.rows]
    count = replications or experiment.replications
    found = estimates(runs, asked, count, experiment.confidence)
    return Judgement(published, tuple(_judged(experiment.rows, found)))


def _judged(rows: Sequence[Row], found: Sequence[Estimate]) -> list[Judged]:
    return [Judged(row, one, outcome_of(row, one)) for row, one in zip(rows, found, strict=True)]


def outcome_of(row: Row, found: Estimate) -> Outcome:
    """Return what becomes of a row.

    Where only a place was published, the whole simulated interval must lie there.  Else the simulated
    interval must overlap the published one (or the number with our tolerance), and be no wider than it: a
    wide interval overlaps everything.
    """
    expected = row.published
    if expected.is_band:
        inside = expected.low <= found.low and found.high <= expected.high
        outside = found.high < expected.low or found.low > expected.high
        return Outcome.PASS if inside else Outcome.FAIL if outside or _is_exact(found) else Outcome.UNSURE
    low, high = row.around
    if not (found.low <= high and found.high >= low):
        return Outcome.FAIL
    return Outcome.PASS if found.half_width <= 0.5 * (high - low) + 1e-12 else Outcome.UNSURE


def _is_exact(found: Estimate) -> bool:
    return found.half_width == 0.0
