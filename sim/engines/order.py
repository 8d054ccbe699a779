"""The order of simultaneous events: (time, kind, entity), lower first, whoever was scheduled earlier."""

from enum import IntEnum

RANKS = 2**32
"""Entities that a kind has room for."""
CUSTOMERS = 2**20
"""Customers that a closed source has room for: with it they share the entities of an arrival."""


class Kind(IntEnum):
    """What happens; lower goes first.

    What holds from a moment on holds for everything at that moment; actors are freed before tasks ask for
    them; and all calendars have changed before anything that waits is offered.
    """

    WEEK_END = 0
    """A week ends: what it leaves is counted, before anything of the next; entity: 0."""
    LEVER = 1
    """A lever acts; entity: the lever's event."""
    WEEK = 2
    """A week begins: what follows from the last one is decided; entity: 0."""
    TOOL_READY = 3
    """A tool's rate limit lets the next start; entity: the pool."""
    COMPLETE = 4
    """A visit ends; entity: the actor."""
    TRANSIT = 5
    """A task comes out of transit; entity: the token."""
    SHIFT = 6
    """A calendar opens or closes; entity: the calendar."""
    OFFER = 7
    """What waits is offered to all who have just come on duty; entity: 0."""
    JOIN = 8
    """A freelancer begins; entity: the actor."""
    RETURN = 9
    """An escaped defect comes back; entity: the delivered task."""
    ARRIVE = 10
    """Tasks enter; entity: the source, or the customer of a closed source."""
