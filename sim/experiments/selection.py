"""Which strategy is the best, and with what guarantee."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError
from sim.measures.measure import Direction, Measure
from sim.statistics.estimate import paired_difference
from sim.statistics.selection import (
    FIRST,
    best_intervals,
    chance_of_correct_selection,
    clark_yang,
    kim_nelson,
    leader,
    screened,
)
from sim.statistics.sequential import level_after_looking

Floats = NDArray[np.float64]


class Procedure(Enum):
    """How the best is chosen; the value is its name in options, the words are for the reader."""

    KIM_NELSON = "kim-nelson"
    CLARK_YANG = "clark-yang"
    SCREENING = "screening"
    OCBA = "ocba"

    @property
    def words(self) -> str:
        """Return what a reader may look up."""
        return {
            Procedure.KIM_NELSON: "Kim & Nelson 2001, with paired replications",
            Procedure.CLARK_YANG: "Clark & Yang 1986, with paired replications",
            Procedure.SCREENING: "screening, then Kim & Nelson 2001, with paired replications",
            Procedure.OCBA: "optimal computing budget allocation, Chen et al. 2000",
        }[self]


def procedure_of(name: str) -> Procedure:
    """Return a procedure by its name.

    Raises:
        UsageError: none has that name.
    """
    known = [each.value for each in Procedure]
    if name not in known:
        raise UsageError(f"procedure = {name!r}: no such procedure; choose one of {', '.join(known)}")
    return Procedure(name)


class Decision(Enum):
    """What is known of the best strategy."""

    BEST = "best"
    EQUAL = "practically equal"
    OPEN = "not yet decided"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a contest has come, by name.

    Attributes:
        survivors: strategies that may still be chosen.
        used: by strategy, replications that the contest has looked at.
        best: the survivor with the best mean.
        is_decided: whether it has ended.
        further, at_most: runs that it is expected to take, and can take, all together.
    """

    survivors: tuple[str, ...]
    used: Mapping[str, int]
    best: str
    is_decided: bool
    further: int
    at_most: int


@dataclass(frozen=True, slots=True)
class Contenders:
    """Strategies of which one is to be chosen.

    Attributes:
        names: of the strategies.
        measure: by which, and which way is better.
        column: of the measure.
        matters_from: smallest difference that matters [unit of the measure].
        confidence: of the choice.
        procedure: how it is made.
        first: replications of the first stage.
    """

    names: tuple[str, ...]
    measure: Measure
    column: int
    matters_from: float
    confidence: float
    procedure: Procedure
    first: int

    def are_those(self, others: "Contenders") -> bool:
        """Tell whether the same strategies contend on the same measure, whatever is known to matter."""
        return (self.names, self.measure.name) == (others.names, others.measure.name)

    def outputs(self, values: Mapping[str, Floats]) -> Floats:
        """Return the measure with larger better, shape (replications, strategies).

        nan stands behind the last replication of each; replications that do not define the measure for
        every strategy that has them are left out.
        """
        return self._defined(values, {})[0]

    def _defined(
        self, values: Mapping[str, Floats], left: Mapping[str, int]
    ) -> tuple[Floats, NDArray[np.int64]]:
        """Return the outputs, and how many replications there are up to each row of them.

        A strategy that has left after so many replications leaves out no others from then on.
        """
        columns = [values[name][: left.get(name), self.column] for name in self.names]
        rows = np.full((max(map(len, columns)), len(columns)), np.nan)
        undefined = np.zeros(len(rows), bool)
        for place, column in enumerate(columns):
            rows[: len(column), place] = column
            undefined[: len(column)] |= np.isnan(column)
        sign = -1.0 if self.measure.direction is Direction.SMALLER else 1.0
        return np.asarray(sign * rows[~undefined], np.float64), np.flatnonzero(~undefined) + 1

    def contest(self, values: Mapping[str, Floats]) -> Standing:
        """Return how far the contest has come; those that were left out count among the replications used.

        A strategy that has left changes nothing from then on.  Who leaves next is found out one by one: it
        hangs on the replications that count after the last one has left.
        """
        left = dict[str, int]()
        while True:
            outputs, numbers = self._defined(values, left)
            found = self._standing(outputs)
            up_to = [0, *numbers.tolist()]
            found = replace(found, used={name: up_to[rows] for name, rows in found.used.items()})
            gone = {name: number for name, number in found.used.items() if name not in found.survivors}
            if gone.keys() == left.keys():
                return found
            earliest = min(number for name, number in gone.items() if name not in left)
            left |= {name: number for name, number in gone.items() if number == earliest}

    def _standing(self, outputs: Floats) -> Standing:
        if len(outputs) < self.first or self.procedure is Procedure.OCBA:
            return self._unbegun(outputs)
        if self.procedure is Procedure.CLARK_YANG:
            return self._in_two_stages(outputs)
        confidence, entrants = self.confidence, None
        if self.procedure is Procedure.SCREENING:
            confidence = 0.5 * (1.0 + self.confidence)
            entrants = screened(outputs[: self.first], confidence)
        found = kim_nelson(outputs, self.matters_from, confidence, first=self.first, entrants=entrants)
        return Standing(
            tuple(self.names[place] for place in found.survivors),
            dict(zip(self.names, found.used, strict=True)),
            self.names[found.best],
            found.is_decided,
            found.further,
            found.at_most,
        )

    def _unbegun(self, outputs: Floats) -> Standing:
        """Return a contest that does not know yet what to ask for."""
        numbers = np.count_nonzero(~np.isnan(outputs), axis=0).tolist()
        lacking = max(self.first - min(numbers), 0) * len(self.names)
        best = self.names[leader(outputs)]
        used = dict(zip(self.names, numbers, strict=True))
        return Standing(self.names, used, best, len(self.names) == 1, lacking, lacking)

    def _in_two_stages(self, outputs: Floats) -> Standing:
        number = clark_yang(outputs[: self.first], self.matters_from, self.confidence)
        is_decided = number <= len(outputs)
        used = min(number, len(outputs))
        best = self.names[int(outputs[:used].mean(axis=0).argmax())]
        further = (number - used) * len(self.names)
        survivors = (best,) if is_decided else self.names
        return Standing(survivors, dict.fromkeys(self.names, used), best, is_decided, further, further)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is known of the best strategy.

    Attributes:
        measure: by which it is chosen.
        matters_from: smallest difference that matters [unit of the measure].
        confidence: of the choice.
        procedure: how the best is chosen where a contest decides how many runs it takes.
        by_contest: whether it did; else multiple comparisons with the best were looked at once.
        decision: what came out.
        contenders: all strategies that could be chosen.
        chosen: the best, or those that are practically equal, best mean first; not decided: those that may
            still be the best.
        replications: that define the measure for all contenders, of those that were looked at.
        further, at_most: runs that a decision is expected to take, and can take, all together.
        ahead: by strategy, by how much it is better than the best of the others, from and to [unit of the
            measure]; all hold together.
        chance: that none is better by as much as matters, estimated; no guarantee.
    """

    measure: Measure
    matters_from: float
    confidence: float
    procedure: Procedure
    by_contest: bool
    decision: Decision
    contenders: tuple[str, ...]
    chosen: tuple[str, ...]
    replications: int
    further: int
    at_most: int
    ahead: Mapping[str, tuple[float, float]]
    chance: float

    @property
    def is_certified(self) -> bool:
        """Whether multiple comparisons say the same of the best: surely nobody is better."""
        return self.decision is Decision.BEST and self.ahead[self.chosen[0]][0] >= 0.0


def select(
    contenders: Contenders,
    values: Mapping[str, Floats],
    contest: Standing | None = None,
    *,
    looked: bool = False,
) -> Selection | None:
    """Return what the replications say of the best strategy; None where too few define the measure.

    A number of replications that was fixed beforehand is looked at once: a strategy is the best where
    multiple comparisons leave no room for another that is better by as much as matters.  A contest that
    decided itself how many it takes has its own guarantee.

    Args:
        contenders: of which one is to be chosen.
        values: by strategy, shape (replications, measures).
        contest: how the contest ended that said when to stop; None: none did.
        looked: whether what was seen decided how many replications there are.
    """
    outputs = contenders.outputs(values)
    if len(outputs) < FIRST or len(contenders.names) < 2:
        return None
    names = contenders.names
    level = level_after_looking(contenders.confidence) if looked else contenders.confidence
    low, high = best_intervals(outputs, level)
    fewest = min(len(values[name]) for name in contenders.names)
    standing = contest or contenders.contest({name: values[name][:fewest] for name in contenders.names})
    by_contest = contest is not None and contest.is_decided
    best = standing.best if contest else names[leader(outputs)]
    alike = [best, *_alike(contenders, outputs, best, level)]
    possible = [best, *_possible(names, outputs, high, contest.survivors if contest else names, best)]
    if by_contest or low[names.index(best)] > -contenders.matters_from or set(possible) <= set(alike):
        decision, chosen = (Decision.BEST if len(alike) == 1 else Decision.EQUAL), alike
    else:
        decision, chosen = Decision.OPEN, possible
    is_open = decision is Decision.OPEN
    return Selection(
        measure=contenders.measure,
        matters_from=contenders.matters_from,
        confidence=contenders.confidence,
        procedure=contenders.procedure,
        by_contest=by_contest,
        decision=decision,
        contenders=names,
        chosen=tuple(chosen),
        replications=len(outputs),
        further=standing.further if is_open else 0,
        at_most=standing.at_most if is_open else 0,
        ahead={name: (float(low[place]), float(high[place])) for place, name in enumerate(names)},
        chance=chance_of_correct_selection(outputs, contenders.matters_from),
    )


def _possible(
    names: Sequence[str], outputs: Floats, high: Floats, among: Collection[str], best: str
) -> list[str]:
    """Return the others that may be the best, those with the least behind it first."""
    column = outputs[:, names.index(best)]
    behind = {
        name: float(np.nanmean(column - outputs[:, place]))
        for place, name in enumerate(names)
        if name != best and name in among and high[place] > 0.0
    }
    return sorted(behind, key=behind.__getitem__)


def _alike(contenders: Contenders, outputs: Floats, best: str, confidence: float) -> list[str]:
    """Return the strategies that surely differ from the best by less than matters, all of them together."""
    names = contenders.names
    level = 1.0 - (1.0 - confidence) / (len(names) - 1)
    found = {
        name: paired_difference(outputs[:, names.index(best)], outputs[:, place], level)
        for place, name in enumerate(names)
        if name != best
    }
    delta = contenders.matters_from
    return [name for name, gap in found.items() if -delta < gap.low and gap.high < delta]
