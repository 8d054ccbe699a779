"""Hands-on hours of visits, by actor and segment of a run, and how often tools were used.

Hours are added up for each actor in the order of the actor's visits, which follow one another: so the order
of visits of different actors changes nothing.
"""

from dataclasses import dataclass

import numpy as np

from sim.engines.in_force import StepsInForce
from sim.engines.timesheet import DutyHours, Floats, History, Ints, hours_between, pieces_of, summed
from sim.model.model import FINISH, NONE, UPGRADE, Model
from sim.model.names import PoolKind
from sim.records.record import Mode, Table


@dataclass(frozen=True, slots=True)
class VisitHours:
    """Hands-on hours and uses.

    Attributes:
        worked: hands-on hours, shape (spans, segments, actors) [h]; the hours of a tool's own slots by the
            number of its span, those of all others in span 0.
        beyond: of these, beyond the shift, same shape [h].
        measured_worked, measured_beyond: the same after the warm-up, shape (actors,) [h].
        uses: visits that use each version of a tool, by the segment in which they begin, shape (segments,
            versions).
    """

    worked: Floats
    beyond: Floats
    measured_worked: Floats
    measured_beyond: Floats
    uses: Ints

    @property
    def in_all(self) -> tuple[Floats, Floats]:
        """Hours worked and those beyond the shift, spans together, each of shape (segments, actors) [h]."""
        worked, beyond = self.worked[0], self.beyond[0]
        for span in range(1, len(self.worked)):
            worked, beyond = worked + self.worked[span], beyond + self.beyond[span]
        return worked, beyond


def hours_of_visits(model: Model, visits: Table, history: History, cuts: Floats) -> VisitHours:
    """Return the hours of visits and the uses of tools.

    Args:
        model: what was run.
        visits: columns of ``sim.records.columns.VISITS``; those in hand count to the horizon.
        history: who was there, when and on which calendar.
        cuts: where segments begin, and the horizon [h].
    """
    of = _Visits(model, visits, history)
    window = np.array(sorted({0.0, model.warm_up, model.horizon}))
    worked, beyond = of.hours(cuts, spans_at_most(model))
    measured_worked, measured_beyond = of.hours(window, 1)
    return VisitHours(worked, beyond, measured_worked[0, -1], measured_beyond[0, -1], of.uses(cuts))


def spans_at_most(model: Model) -> int:
    """Return the most spans that any tool may have, from one version to the next."""
    return 1 + int(np.count_nonzero(model.levers.kind == UPGRADE))


def spans_of(model: Model, tool: int, acted_at: Floats) -> list[tuple[int, float, float]]:
    """Return (version, since, until) of a tool over the run, in order of time [h].

    Args:
        model: the model.
        tool: number of its pool.
        acted_at: when each lever acts [h].
    """
    levers = model.levers
    events = np.flatnonzero((levers.kind == UPGRADE) & (levers.pool == tool) & (acted_at < model.horizon))
    events = events[np.argsort(acted_at[events], kind="stable")]
    versions = [int(model.versions.first[tool]), *levers.version[events].tolist()]
    begins = [0.0, *acted_at[events].tolist()]
    return list(zip(versions, begins, [*begins[1:], model.horizon], strict=True))


class _Visits:
    """The visits of a run beside what is known of them."""

    def __init__(self, model: Model, visits: Table, history: History) -> None:
        self._model = model
        self._duties: list[DutyHours] = history.duties
        self._acted_at = history.acted_at
        self._actors = len(history.pool)
        self._actor = visits["actor"].astype(np.int64)
        self._pool = history.pool[self._actor]
        self._calendar = history.calendar[self._actor]
        self._start = visits["started_at"].astype(np.float64)
        self._ended = visits["ended_at"].astype(np.float64)
        step = visits["step"].astype(np.int64)
        self._in_force = StepsInForce(model, history.acted_at, step, self._start)
        self._mode = visits["mode"].astype(np.int64)

    def hours(self, cuts: Floats, spans: int) -> tuple[Floats, Floats]:
        """Return hours worked and those beyond the shift, each of shape (spans, segments, actors) [h]."""
        p = pieces_of(self._start, self._ended, cuts)
        finish = self._in_force["end_of_shift"] == FINISH
        stays = finish & (self._model.pools.kind[self._pool] != PoolKind.TOOL)
        on_duty = hours_between(self._duties, self._calendar[p.of], p.begin, p.end)
        hours = np.where(stays[p.of], p.end - p.begin, on_duty)
        span = self._span() if spans > 1 else np.zeros(len(self._actor), np.int64)
        shape, places = (spans, len(cuts) - 1, self._actors), (span[p.of], p.segment, self._actor[p.of])
        return summed(shape, places, hours), summed(shape, places, np.maximum(hours - on_duty, 0.0))

    def uses(self, cuts: Floats) -> Ints:
        """Return the visits that use each version, shape (segments, versions)."""
        assisting = np.where(self._mode == Mode.ASSISTED, self._in_force["tool"], NONE)
        tool_of_visit = np.where(self._mode == Mode.AUTOMATED, self._pool, assisting)
        segment = np.searchsorted(cuts, self._start, side="right") - 1
        counts = np.zeros((len(cuts) - 1, len(self._model.versions.word)), np.int64)
        for tool in np.flatnonzero(self._model.pools.kind == PoolKind.TOOL).tolist():
            for version, since, until in spans_of(self._model, tool, self._acted_at):
                used = (tool_of_visit == tool) & (self._start >= since) & (self._start < until)
                counts[:, version] += np.bincount(segment[used], minlength=len(counts))
        return counts

    def _span(self) -> Ints:
        """Return for each visit in which span of its tool it began; 0 where no tool does it alone."""
        span = np.zeros(len(self._actor), np.int64)
        for tool in np.flatnonzero(self._model.pools.kind == PoolKind.TOOL).tolist():
            begins = np.array([since for _, since, _ in spans_of(self._model, tool, self._acted_at)])
            own = self._pool == tool
            span[own] = np.searchsorted(begins, self._start[own], side="right") - 1
        return span
