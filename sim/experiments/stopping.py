"""When an experiment has run enough: rules that say, from what has been run, what to run next.

A rule depends on the replications alone, in their order, and never on how many were run ahead: the same
seed stops at the same numbers on any machine, with any number of processes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import combinations
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.experiments.selection import Contenders, Standing
from sim.statistics.precision import Target, enough_after, still_needed
from sim.statistics.selection import allocation
from sim.statistics.sequential import next_step

Floats = NDArray[np.float64]
Values = Mapping[str, Floats]
"""By strategy, measure values so far, shape (replications, measures)."""
FIRST_STAGE = 20
"""Replications of each strategy from which a rule begins to judge, and that are run where nobody asks for
another number (assumed; Law: at least 10)."""


CHOICE = "the choice of the best strategy"
"""What asks for replications, in words, where the contest does."""


class Ending(Enum):
    """Why an experiment ended, in words."""

    ASKED = "as many as were asked for"
    ENOUGH = "as many as it took"
    CAPPED = "as many as were allowed"


@dataclass(frozen=True, slots=True)
class Want:
    """What a rule asks for.

    Attributes:
        replications: by strategy, how many there should be next; once it has ended, how many count.
        expected: by strategy, how many there will be in the end, as far as can be told.
        asked_by: what needs the most replications, in words; ``""`` where nobody asks.
        asked_for: how many of each strategy that is expected to take.
        ending: why it has ended; None while it goes on.
        standing: how far the choice of the best has come; None where no contest is on.
    """

    replications: Mapping[str, int]
    expected: Mapping[str, int]
    asked_by: str = ""
    asked_for: int = 0
    ending: Ending | None = None
    standing: Standing | None = None

    @property
    def runs(self) -> int:
        """Runs of all strategies together that are expected in the end."""
        return sum(self.expected.values())


class Rule(Protocol):
    """Says from what has been run what to run next."""

    def __call__(self, values: Values) -> Want:
        """Return what to run next, or that it is enough."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """One number that is wanted with some precision.

    Attributes:
        words: what it is.
        strategy: whose.
        other: the strategy that it is a difference from, or ``""``.
        column: of its measure.
        target: the half-width wanted.
    """

    words: str
    strategy: str
    other: str
    column: int
    target: Target

    def values(self, values: Values) -> Floats:
        """Return one value a replication."""
        own = values[self.strategy][:, self.column]
        if not self.other:
            return own
        both = min(len(own), len(values[self.other]))
        return np.asarray(own[:both] - values[self.other][:both, self.column], np.float64)

    @property
    def strategies(self) -> tuple[str, ...]:
        """The strategies that it takes."""
        return (self.strategy, self.other) if self.other else (self.strategy,)


def questions(
    strategies: Sequence[str], titles: Sequence[str], levels: Mapping[int, Target], gaps: Mapping[int, Target]
) -> tuple[Question, ...]:
    """Return what is wanted with some precision: levels of all strategies, differences of all pairs.

    Args:
        strategies: their names.
        titles: of the measures, in order of their columns.
        levels: by column, the precision of a level.
        gaps: by column, that of a difference.
    """
    found = [
        Question(f"{titles[column]} under '{name}'", name, "", column, target)
        for column, target in levels.items()
        for name in strategies
    ]
    found += [
        Question(
            f"the difference between '{other}' and '{name}' in {titles[column]}", other, name, column, target
        )
        for column, target in gaps.items()
        for name, other in combinations(strategies, 2)
    ]
    return tuple(found)


# --- the rules ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AsAsked:
    """So many replications and no more.

    Attributes:
        replications: by strategy.
    """

    replications: Mapping[str, int]

    def __call__(self, values: Values) -> Want:
        """Return the numbers asked for."""
        done = all(len(values[name]) >= number for name, number in self.replications.items())
        return Want(self.replications, self.replications, ending=Ending.ASKED if done else None)


@dataclass(frozen=True, slots=True)
class UntilDecided:
    """Until the best is chosen, and every number is as precise as it should be.

    Attributes:
        baseline: runs on as long as any other strategy, since differences are from it.
        contenders: who may be the best, on which measure; None: nothing is to be chosen.
        questions: what should be precise.
        at_most: replications of each strategy.
    """

    baseline: str
    contenders: Contenders | None
    questions: tuple[Question, ...]
    at_most: int

    def __call__(self, values: Values) -> Want:
        """Return what to run next: a little more of every strategy that somebody still asks for."""
        used, expected = dict.fromkeys(values, FIRST_STAGE), dict.fromkeys(values, FIRST_STAGE)
        asks: dict[str, int] = {}
        open_for = set[str]()
        contest = self.contenders.contest(values) if self.contenders is not None else None
        if contest is not None:
            for name, number in contest.used.items():
                used[name] = max(used[name], number)
            if contest.is_decided:
                asks[CHOICE] = max(contest.used.values())
            else:
                further = -(-contest.further // len(contest.survivors))
                for name in contest.survivors:
                    expected[name] = max(expected[name], used[name] + further)
                asks[CHOICE] = max(expected.values())
                open_for.update(contest.survivors)
        for question in self.questions:
            column = question.values(values)
            enough = enough_after(column, question.target)
            number = enough or len(column) + (still_needed(column, question.target) or 1)
            asks[question.words] = number
            for name in question.strategies:
                if enough:
                    used[name] = max(used[name], enough)
                else:
                    open_for.add(name)
                expected[name] = max(expected[name], number)
        return replace(self._want(values, used, expected, asks, open_for), standing=contest)

    def _want(
        self,
        values: Values,
        used: dict[str, int],
        expected: dict[str, int],
        asks: Mapping[str, int],
        open_for: set[str],
    ) -> Want:
        asked_by = max(asks, key=lambda words: asks[words]) if asks else ""
        still = [name for name in open_for if len(values[name]) < self.at_most]
        if not still:
            for name in open_for:
                used[name] = self.at_most
            used[self.baseline] = max(used.values())
            ending = Ending.CAPPED if open_for else Ending.ENOUGH
            return Want(used, used, asked_by, asks.get(asked_by, 0), ending)
        number = max(len(values[name]) for name in still)
        goal = min(number + next_step(number), self.at_most)
        wanted = {name: goal if name in still else len(rows) for name, rows in values.items()}
        wanted[self.baseline] = max(wanted.values())
        expected = {name: min(max(n, used[name]), self.at_most) for name, n in expected.items()}
        expected[self.baseline] = max(expected.values())
        return Want(wanted, expected, asked_by, asks.get(asked_by, 0))


@dataclass(frozen=True, slots=True)
class WithinRuns:
    """A fixed number of runs, given to the strategies where they tell most about which is the best.

    Attributes:
        contenders: who may be the best, on which measure.
        runs: of all strategies together.
    """

    contenders: Contenders
    runs: int

    def __call__(self, values: Values) -> Want:
        """Return what to run next: a step of the budget, shared out by what is known so far (OCBA)."""
        now = {name: len(rows) for name, rows in values.items()}
        left = self.runs - sum(now.values())
        if left <= 0:
            return Want(now, now, ending=Ending.ASKED)
        shares = allocation(self.contenders.outputs(values))
        step = min(max(next_step(sum(now.values())), len(now)), left)
        return Want(self._with(now, step, shares), self._with(now, left, shares))

    def _with(self, now: dict[str, int], further: int, shares: Floats) -> dict[str, int]:
        """Return the numbers with so many runs more, given to those that lack most of their share."""
        own = np.array([now[name] for name in self.contenders.names])
        lacking = np.maximum(shares * (sum(now.values()) + further) - own, 0.0)
        given = np.floor(further * lacking / lacking.sum()).astype(int)
        given[int((lacking - given).argmax())] += further - int(given.sum())
        return now | dict(zip(self.contenders.names, (own + given).tolist(), strict=True))
