"""Hours of actors, segment by segment of a run, from what has happened.

A run is cut at the end of each week and of the warm-up.  Hours are added up for each actor, and then over
actors by number: so the length of the run does not change the hours of a week.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.model import Model

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class DutyHours:
    """One calendar as it ran."""

    start: Floats
    end: Floats
    worked: Floats

    def until(self, moment: Floats) -> Floats:
        """Return the hours on duty up to each moment [h]."""
        if len(self.start) == 0:
            return np.zeros_like(moment)
        row = np.searchsorted(self.start, moment, side="right") - 1
        inside = np.maximum(row, 0)
        hours = self.worked[inside] + (np.minimum(moment, self.end[inside]) - self.start[inside])
        return np.where(row >= 0, hours, 0.0)


@dataclass(frozen=True, slots=True)
class History:
    """What an engine hands over at the end, besides tasks and visits.

    Attributes:
        pool, seat, calendar, posted_at, joined_at, full_at, left_at, rate: of each actor, those hired on the
            way last.
        duties: each calendar as it ran, outages drawn, overtime worked.
        stocks: columns of ``STOCKS``.
        absences: actor, since and until of hours off the line [h].
        acted_at: when each lever has acted; inf: never [h].
    """

    pool: Ints
    seat: Ints
    calendar: Ints
    posted_at: Floats
    joined_at: Floats
    full_at: Floats
    left_at: Floats
    rate: Floats
    duties: list[DutyHours]
    stocks: dict[str, NDArray[Any]]
    absences: dict[str, NDArray[Any]]
    acted_at: Floats


@dataclass(frozen=True, slots=True)
class Pieces:
    """Stretches of time, cut at the ends of segments.

    Attributes:
        of: which stretch a piece is of.
        segment: in which it lies.
        begin, end: of the piece [h].
    """

    of: Ints
    segment: Ints
    begin: Floats
    end: Floats


class Timesheet:
    """Hours of actors in each segment of a run.

    Attributes:
        cuts: where segments begin, and the horizon, shape (segments + 1,) [h].
        pool, joined_at, left_at, acted_at: as in ``History``.
    """

    def __init__(self, model: Model, history: History, cuts: Floats) -> None:
        self.cuts = cuts
        self.pool = history.pool
        self.joined_at = history.joined_at
        self.left_at = history.left_at
        self.acted_at = history.acted_at
        self._calendar = history.calendar
        self._duties = history.duties
        self._model = model
        self._absences = history.absences

    @property
    def segments(self) -> int:
        """Their number."""
        return len(self.cuts) - 1

    def trained(self) -> Floats:
        """Return the hours on duty off the line, shape (segments, actors) [h]."""
        if not len(self._absences["actor"]):
            return np.zeros((self.segments, len(self.pool)))
        actor = self._absences["actor"].astype(np.int64)
        ends = np.fmin(self._absences["until"], self.left_at[actor])
        p = pieces_of(self._absences["since"], ends, self.cuts)
        hours = hours_between(self._duties, self._calendar[actor[p.of]], p.begin, p.end)
        return summed((self.segments, len(self.pool)), (p.segment, actor[p.of]), hours)

    @cached_property
    def on_duty(self) -> Floats:
        """Hours on duty up to each cut, shape (segments + 1, actors) [h]."""
        return self._up_to_cuts(self._duties)

    @cached_property
    def normal(self) -> Floats:
        """Of these, what would have been without prolonged days, same shape [h]."""
        normal = _normal_duties(self._model)
        if all(np.array_equal(one.end, other.end) for one, other in zip(self._duties, normal, strict=True)):
            return self.on_duty
        return self._up_to_cuts(normal)

    def available(self, since: float | None = None) -> Floats:
        """Return the hours on duty, shape (segments, actors) [h].

        Args:
            since: a cut; the hours from it to the horizon are wanted, shape (1, actors).
        """
        return np.diff(self.on_duty[self._rows(since)], axis=0)

    def prolonged(self, since: float | None = None) -> Floats:
        """Return the hours on duty beyond normal ones, as ``available`` [h]."""
        normal = np.diff(self.normal[self._rows(since)], axis=0)
        beyond: Floats = np.maximum(self.available(since) - normal, 0.0)
        return beyond

    def _rows(self, since: float | None) -> list[int] | slice:
        """Return the cuts between which hours are wanted."""
        return slice(None) if since is None else [int(np.searchsorted(self.cuts, since)), self.segments]

    def while_there(self, moments: Floats) -> Floats:
        """Return moments kept between when each actor came and left, shape (moments, actors) [h]."""
        horizon = self.cuts[-1]
        came, left = np.minimum(self.joined_at, horizon), np.minimum(self.left_at, horizon)
        there: Floats = np.clip(moments[:, None], came, np.maximum(left, came))
        return there

    def _up_to_cuts(self, duties: list[DutyHours]) -> Floats:
        """Return the hours on duty of each actor while there, up to each cut, shape (cuts, actors) [h]."""
        moments = self.while_there(self.cuts)
        hours = np.zeros(moments.shape)
        always = (self.joined_at <= 0.0) & (self.left_at >= self.cuts[-1])
        for calendar, duty in enumerate(duties):
            theirs = self._calendar == calendar
            hours[:, theirs & always] = duty.until(self.cuts)[:, None]
            others = np.flatnonzero(theirs & ~always)
            if len(others):
                hours[:, others] = duty.until(moments[:, others])
        return hours

    def by_pool(self, values: Floats) -> Floats:
        """Return the sums over each pool's actors, shape (segments, pools), of values by actor.

        Args:
            values: of shape (segments, actors).
        """
        sums = np.zeros((len(self._model.names.pools), len(values)))
        np.add.at(sums, self.pool, values.T)
        return sums.T


def pieces_of(begin: NDArray[Any], end: NDArray[Any], cuts: Floats) -> Pieces:
    """Cut stretches of time at the ends of segments; nan as an end stands for the horizon."""
    begin = begin.astype(np.float64)
    end = np.fmin(end.astype(np.float64), cuts[-1])
    first = np.searchsorted(cuts, begin, side="right") - 1
    last = np.maximum(np.searchsorted(cuts, end, side="left") - 1, first)
    count = last - first + 1
    of = np.repeat(np.arange(len(begin)), count)
    segment = np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count) + first[of]
    return Pieces(of, segment, np.maximum(begin[of], cuts[segment]), np.minimum(end[of], cuts[segment + 1]))


def hours_between(duties: list[DutyHours], calendars: Ints, first: Floats, last: Floats) -> Floats:
    """Return the hours on duty of some calendars between moments [h]."""
    hours = np.zeros(len(first))
    order = np.argsort(calendars, kind="stable")
    bounds = np.searchsorted(calendars[order], np.arange(len(duties) + 1))
    for calendar, duty in enumerate(duties):
        rows = order[bounds[calendar] : bounds[calendar + 1]]
        if len(rows):
            hours[rows] = duty.until(last[rows]) - duty.until(first[rows])
    return hours


def summed(shape: tuple[int, ...], places: tuple[Ints, ...], hours: Floats) -> Floats:
    """Return sums of hours, each at its place, in the order given [h]."""
    flat = np.ravel_multi_index(places, shape)
    sums: Floats = np.bincount(flat, hours, int(np.prod(shape))).astype(np.float64)
    return sums.reshape(shape)


def _normal_duties(model: Model) -> list[DutyHours]:
    """Return the calendars as they are without overtime; those of tools without random outages."""
    c = model.calendars
    return [
        DutyHours(c.start[begin:end], c.end[begin:end], c.worked[begin:end])
        for begin, end in zip(c.first[:-1].tolist(), c.first[1:].tolist(), strict=True)
    ]


def cuts_of(horizon: float, warm_up: float, week_ends: Floats) -> Floats:
    """Return where the segments of a run begin, and the horizon [h].

    >>> cuts_of(400.0, 200.0, np.array([168.0, 336.0, 400.0])).tolist()
    [0.0, 168.0, 200.0, 336.0, 400.0]
    """
    inner = {moment for moment in (warm_up, *week_ends.tolist()) if 0.0 < moment < horizon}
    return np.array([0.0, *sorted(inner), horizon])
