"""The event calendar: one place for time, and a stated order of simultaneous events.

SimPy breaks ties by order of scheduling, which a second engine could not share.  Here every event has a
place (time, kind, entity): lower goes first, whoever was scheduled earlier.
"""

import math
from enum import IntEnum

import simpy
from simpy.events import EventPriority

RANKS = 2**32
"""Entities that a kind has room for."""


class Kind(IntEnum):
    """What happens; lower goes first.  Actors are freed before tasks ask for them."""

    COMPLETE = 1
    """A visit ends; entity: the actor."""
    TRANSIT = 2
    """A task comes out of transit; entity: the token."""
    SHIFT = 3
    """A calendar opens or closes; entity: the calendar."""
    TOOL_READY = 4
    """A tool's rate limit lets the next start; entity: the pool."""
    LEVER = 5
    """A lever acts; entity: the lever's event."""
    JOIN = 6
    """A freelancer begins; entity: the actor."""
    RETURN = 7
    """An escaped defect comes back; entity: the delivered task."""
    ARRIVE = 8
    """Tasks enter; entity: the source, or the customer of a closed source."""


class Due(simpy.Event):
    """An event that can be given a place on the calendar, once."""

    def place(self, delay: float, kind: Kind, entity: int) -> None:
        """Let the event happen after ``delay`` hours, among simultaneous ones by (kind, entity)."""
        self._ok = True
        self._value = None
        self.env.schedule(self, EventPriority(kind * RANKS + entity), delay)


class EventCalendar:
    """Time and the events to come.

    Attributes:
        env: the SimPy environment; nothing else may schedule in it.
        now: the present moment [h].
    """

    def __init__(self) -> None:
        self.env = simpy.Environment()
        self.now = 0.0

    def event(self) -> Due:
        """Return an event without a place yet; a process may wait for it."""
        return Due(self.env)

    def put(self, event: Due, moment: float, kind: Kind, entity: int) -> None:
        """Give an event its place; at infinity it never happens."""
        if moment < math.inf:
            event.place(moment - self.now, kind, entity)

    def at(self, moment: float, kind: Kind, entity: int) -> Due:
        """Return an event that happens at ``moment``."""
        event = Due(self.env)
        self.put(event, moment, kind, entity)
        return event

    def run(self, horizon: float) -> None:
        """Let everything before the horizon happen, in order; what lies at the horizon does not."""
        env = self.env
        moment = env.peek()
        while moment < horizon:
            self.now = moment
            env.step()
            moment = env.peek()
