"""Reality checks, tested before an experiment: a model that fails one answers no question."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from sim.engines import Summing
from sim.errors import SimError
from sim.experiments.telling import telling_of
from sim.experiments.wording import format_quantity
from sim.measures.measure import Measure
from sim.measures.registry import measures_of
from sim.model.build import build
from sim.model.model import Model
from sim.records.totals import totals_of
from sim.scenario.load import LoadedScenario
from sim.scenario.measured import in_unit
from sim.scenario.notation.expectation import CHANGES, Expectation, Expects
from sim.statistics.estimate import Estimate, estimate

Floats = NDArray[np.float64]
_log = logging.getLogger(__name__)
CONFIDENCE = 0.999
"""Of all looks at a statement together: it is refused wrongly once in two thousand times, at most."""
LOOKS = (8, 16, 32, 64)
"""Replications after which a statement may be decided; after the last it stays open (assumed)."""
AT_A_LOOK = 1.0 - (1.0 - CONFIDENCE) / len(LOOKS)
"""Confidence of the interval at one look: what may go wrong is shared out among the looks (Bonferroni)."""
SAME = 0.02
"""Relative change up to which a measure *stays* (assumed)."""


class RealityError(SimError):
    """What must hold of the organisation does not hold of the model."""


class Answer(Enum):
    """What became of a statement."""

    HOLDS = "holds"
    FAILS = "does not hold"
    OPEN = "is not decided"


@dataclass(frozen=True, slots=True)
class Tested:
    """One statement, tested.

    Attributes:
        check: name of the check.
        expectation: the statement.
        measure: that it is about.
        found: the measure with the change, or its difference from that without, with its interval.
        answer: what became of it.
        currency: of the scenario.
    """

    check: str
    expectation: Expectation
    measure: Measure
    found: Estimate
    answer: Answer
    currency: str

    @property
    def sentence(self) -> str:
        """What came out, in words."""
        said = f"check '{self.check}' {self.answer.value}: {self.expectation.words}; "
        if np.isnan(self.found.mean):
            hint = "ask for what has one, e.g. 'delivered_per_week below 0.1 per week'"
            return f"{said}{self.measure.name} has no value in any of the runs; {hint}"
        telling = telling_of(self.measure, self.currency)
        is_change = self.expectation.expects in CHANGES
        found, unit = telling.of(self.found), telling.spoken_difference if is_change else telling.spoken
        told = format_quantity(found.mean, found.half_width, unit, signed=is_change)
        of = f"the change of {self.measure.name}" if is_change else self.measure.name
        return f"{said}{of} is {told} ({self.found.replications} runs)"


def check_reality(loaded: LoadedScenario, engine: Summing, seed: int) -> tuple[str, ...]:
    """Test what must hold of a scenario; return what stays open, in words.

    Args:
        loaded: the scenario, with or without ``checks:``.
        engine: which runs it.
        seed: of the experiment; the runs have its luck.

    Raises:
        RealityError: something does not hold; with every such statement.
    """
    if not loaded.scenario.checks:
        return ()
    _log.info("testing what must hold, in %d runs or more", fewest_runs(loaded))
    tested = [each for name in loaded.scenario.checks for each in statements_of(loaded, name, engine, seed)]
    failing = [each for each in tested if each.answer is Answer.FAILS]
    if failing:
        raise RealityError("\n".join(f"{_place(loaded, each)}: {each.sentence}" for each in failing))
    return tuple(each.sentence for each in tested if each.answer is Answer.OPEN)


def tell_reality(loaded: LoadedScenario, engine: Summing, seed: int) -> None:
    """Test what must hold of a scenario, and say what stays open, where no result could.

    Raises:
        RealityError: something does not hold.
    """
    for said in check_reality(loaded, engine, seed):
        _log.warning("warning: %s", said)


def _place(loaded: LoadedScenario, tested: Tested) -> str:
    """Return where a check stands: file and line."""
    origin = loaded.origins["checks", tested.check]
    return f"{origin.file}:{origin.line}:{origin.column}"


def fewest_runs(loaded: LoadedScenario) -> int:
    """Return how many runs the checks of a scenario take at least."""
    return 2 * LOOKS[0] * len(loaded.scenario.checks)


def statements_of(loaded: LoadedScenario, name: str, engine: Summing, seed: int) -> Iterator[Tested]:
    """Yield each statement of one check, tested by as many runs as it takes."""
    check = loaded.scenario.checks[name]
    usual, changed = build(loaded.under(check.strategy)), build(loaded.checked(name))
    known: dict[tuple[bool, int], Mapping[str, float]] = {}

    def values(measure: Measure, *, with_change: bool, count: int) -> Floats:
        model = changed if with_change else usual
        for replication in range(count):
            if (with_change, replication) not in known:
                known[with_change, replication] = _read(engine, model, seed, replication)
        return np.array([known[with_change, each][measure.name] for each in range(count)])

    measures = {measure.name: measure for measure in measures_of(changed.names)}
    for expectation in check.expect:
        measure = measures[expectation.measure]
        for count in LOOKS:
            own = values(measure, with_change=True, count=count)
            if expectation.expects in CHANGES:
                other = values(measure, with_change=False, count=count)
                found = estimate(own - other, AT_A_LOOK)
                room = SAME * abs(estimate(other).mean)
            else:
                found = estimate(own, AT_A_LOOK)
                room = in_unit(expectation.amount, measure.unit, loaded.scenario.currency) or 0.0
            answer = answer_of(expectation.expects, found, room)
            if answer is not Answer.OPEN and found.half_width > 0.0:
                break  # runs that are all alike may miss what is rare: they go on to the last look
        yield Tested(name, expectation, measure, found, answer, loaded.scenario.currency)


def answer_of(expects: Expects, found: Estimate, room: float) -> Answer:
    """Return what an interval says of a statement; one about a measure without a value does not hold.

    Args:
        expects: of the measure, or of its change.
        found: its interval.
        room: the amount for *below* and *above*; for *stays*, the change that counts as none.
    """
    if np.isnan(found.mean):
        return Answer.FAILS
    low, high = {
        Expects.FALLS: (-np.inf, 0.0),
        Expects.RISES: (0.0, np.inf),
        Expects.STAYS: (-room, room),
        Expects.BELOW: (-np.inf, room),
        Expects.ABOVE: (room, np.inf),
    }[expects]
    strictly = expects in {Expects.FALLS, Expects.RISES} and found.low == found.high == 0.0
    if low <= found.low and found.high <= high and not strictly:
        return Answer.HOLDS
    return Answer.FAILS if found.low > high or found.high < low or strictly else Answer.OPEN


def _read(engine: Summing, model: Model, seed: int, replication: int) -> dict[str, float]:
    totals = totals_of(engine(model, seed, replication))  # once for all measures
    return {measure.name: measure.value(totals) for measure in measures_of(model.names)}
