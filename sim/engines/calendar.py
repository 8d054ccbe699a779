"""The event calendar: one place for time, and a stated order of simultaneous events.

SimPy breaks ties by order of scheduling, which a second engine could not share.  Here every event has a
place (time, kind, entity): lower goes first, whoever was scheduled earlier.
"""

import math
from heapq import heappop, heappush
from typing import Any

import simpy

from sim.engines.order import RANKS, Kind


class Environment(simpy.Environment):
    """SimPy's environment, with absolute times.

    SimPy adds a delay to the present moment, and the sum may miss the intended moment by the last digit:
    events meant for one moment would then come at two.
    """

    _queue: list[Any]

    def schedule_at(self, event: simpy.Event, priority: int, moment: float) -> None:
        """Let an event happen at ``moment`` [h]."""
        heappush(self._queue, (moment, priority, next(self._eid), event))


class Due(simpy.Event):
    """An event that can be given a place on the calendar, once."""

    env: Environment
    moment = math.inf

    def place(self, moment: float, kind: Kind, entity: int) -> None:
        """Let the event happen at ``moment``, among simultaneous ones by (kind, entity).

        An event that is placed again happens at its last place only.
        """
        self._ok = True
        self._value = None
        self.moment = moment
        self.env.schedule_at(self, kind * RANKS + entity, moment)


class EventCalendar:
    """Time and the events to come.

    Attributes:
        env: the SimPy environment; nothing else may schedule in it.
        now: the present moment [h].
    """

    def __init__(self) -> None:
        self.env = Environment()
        self.now = 0.0

    def event(self) -> Due:
        """Return an event without a place yet; a process may wait for it."""
        return Due(self.env)

    def put(self, event: Due, moment: float, kind: Kind, entity: int) -> None:
        """Give an event its place, in place of the one that it had; at infinity it never happens."""
        event.moment = moment
        if moment < math.inf:
            event.place(moment, kind, entity)

    def at(self, moment: float, kind: Kind, entity: int) -> Due:
        """Return an event that happens at ``moment``."""
        event = self.event()
        self.put(event, moment, kind, entity)
        return event

    def run(self, horizon: float) -> None:
        """Let everything before the horizon happen, in order; what lies at the horizon does not."""
        env = self.env
        queue = env._queue
        while queue and queue[0][0] < horizon:
            moment, _, _, event = queue[0]
            if getattr(event, "moment", moment) != moment or event.callbacks is None:  # it was moved
                heappop(queue)
                continue
            self.now = moment
            env.step()
