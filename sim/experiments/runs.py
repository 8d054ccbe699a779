"""Replications as a rule asks for them, step by step, and what the rest will cost."""

import time
from collections.abc import Mapping
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from sim.experiments.executors import Crew, Key, Plan, Progress, Told
from sim.experiments.stopping import Rule, Want
from sim.experiments.summary import Summary

Floats = NDArray[np.float64]


class Runs:
    """Replications of the strategies of a plan, as many as are asked for.

    Attributes:
        summaries: of what has been run, by place in the plan and replication.

    Args:
        plan: the strategies, and models behind them whose replications are few (``Plan.fewer``).
        jobs: processes that share the work; None is one per core, unless all takes no time.
        progress: told how many replications are done, of how many that are expected.
        known: replications that have been run already.
    """

    def __init__(
        self,
        plan: Plan,
        jobs: int | None = None,
        progress: Progress | None = None,
        known: Mapping[Key, Summary] | None = None,
    ) -> None:
        self._plan = plan
        self._names = plan.strategies[: len(plan.models) - len(plan.fewer)]
        self.summaries: dict[Key, Summary] = dict(known or {})
        self._crew = Crew(plan, jobs)
        self._told: Told | None = None
        self._progress = progress
        self._seconds, self._timed = 0.0, 0

    def __enter__(self) -> Self:
        self._crew.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._crew.__exit__(kind, error, trace)

    def go_on(self, want: Want) -> None:
        """Run what a rule asks for next."""
        wanted = [want.replications[name] for name in self._names]
        places = {**dict(enumerate(wanted)), **self._plan.fewer}
        keys = [
            (place, number)
            for number in range(max(places.values()))
            for place in range(len(self._plan.models))
            if number < places[place] and (place, number) not in self.summaries
        ]
        to_come = max(want.runs - sum(wanted), 0)
        told = self._told_of(len(keys) + to_come)
        began = time.perf_counter()
        self.summaries |= self._crew.results(keys, told, to_come)
        self._seconds += time.perf_counter() - began
        self._timed += len(keys)

    def _told_of(self, further: int) -> Told:
        total = len(self.summaries) + further
        if self._told is None:
            self._told = Told(self._progress, len(self.summaries), total)
        self._told.total = total
        return self._told

    def seconds_for(self, runs: int) -> float:
        """Return how long so many runs more will take, at the pace so far [s]."""
        return self._seconds / max(self._timed, 1) * runs

    def values(self) -> dict[str, Floats]:
        """Return by strategy the measure values so far, shape (replications, measures)."""
        return {name: self._of(place) for place, name in enumerate(self._names)}

    def _of(self, place: int) -> Floats:
        rows: list[Floats] = []
        while (place, len(rows)) in self.summaries:
            rows.append(self.summaries[place, len(rows)].values)
        return np.array(rows)

    def until(self, rule: Rule) -> Want:
        """Run until a rule says that it is enough; return what it says."""
        want = rule(self.values())
        while want.ending is None:
            self.go_on(want)
            want = rule(self.values())
        return want
