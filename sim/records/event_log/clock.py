"""Hours of a run into moments that other tools read."""

import datetime

from sim.errors import UsageError
from sim.scenario.arrival_rate import SOME_MONDAY

MICROSECONDS = 3_600_000_000.0
"""In an hour."""


class Clock:
    """Tells the hours of a run as dates.

    A model's times are local and have no zone.  They are written as UTC, whose days all have 24 hours, so
    that no tool moves an hour.

    Args:
        start: first day of the scenario; None: ``SOME_MONDAY``.
    """

    def __init__(self, start: datetime.date | None) -> None:
        self.first_day = start or SOME_MONDAY
        self._zero = datetime.datetime.combine(self.first_day, datetime.time(), datetime.UTC)

    def moment(self, hours: float) -> str:
        """Return a moment as ISO 8601 with microseconds; rounding never puts a later one before an earlier.

        >>> Clock(datetime.date(2026, 1, 5)).moment(9.5)
        '2026-01-05T09:30:00.000000+00:00'

        Args:
            hours: from the start; before it below 0 [h].

        Raises:
            UsageError: the moment is in no year that a date can have.
        """
        try:
            moment = self._zero + datetime.timedelta(microseconds=round(hours * MICROSECONDS))
        except OverflowError:
            raise UsageError(
                f"start = {self.first_day}: dates in an event log have years 1 to 9999, and something "
                f"happens {hours:,.0f} hours from there; move the start of the scenario"
            ) from None
        return moment.isoformat(timespec="microseconds")
