"""How people, moments and stretches of time are called in a story."""

import math
from datetime import date, timedelta

from sim.model.names import PoolKind
from sim.records.record import RunRecord
from sim.rules.calendar import DAY, WEEK
from sim.scenario.schema import Scenario
from sim.scenario.telling.wording import number, spoken

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
SAID_IN_DAYS = 2.0 * DAY
"""Hours from which on days are easier to picture [h]."""
ONE_DECIMAL = 9.95
"""Hours below which a decimal is told [h]."""
MINUTES = 60.0
ROUNDS_TO_AN_HOUR = 59.5 / MINUTES


def actor_name(scenario: Scenario, record: RunRecord, actor: int) -> str:
    """Return what an actor is called: his name in the file, or his pool and seat, 1 up."""
    pool = record.names.pools[int(record.actors["pool"][actor])]
    seat = int(record.actors["seat"][actor])
    people = scenario.people.get(pool)
    named = sorted(people.workers) if people else []
    if seat < len(named):
        return named[seat]
    kind = record.names.pool_kinds[record.names.pools.index(pool)]
    if kind is PoolKind.TOOL:
        slots = scenario.tools[pool].slots
        return f"the {spoken(pool)}" + (f" (slot {seat + 1})" if slots > 1 else "")
    return f"{one_of(pool)} {seat + 1}"


def one_of(pool: str) -> str:
    """Return what one member of a pool is called.

    >>> one_of("writers"), one_of("staff"), one_of("freelance_companies"), one_of("press")
    ('writer', 'staff', 'freelance company', 'press')
    """
    name = spoken(pool)
    if name.endswith("ies"):
        return f"{name.removesuffix('ies')}y"
    return name if name.endswith("ss") else name.removesuffix("s")


def moment_in_words(hours: float, start: date | None) -> str:
    """Return a moment of the run as one says it, to the minute.

    >>> moment_in_words(168.0 * 2 + 24.0 + 10.0 + 1 / 3, None)
    'Tuesday of week 3 at 10:20'
    >>> moment_in_words(34.0, date(2026, 3, 2))
    'Tuesday 3 March 2026 at 10:00'
    """
    day, minutes = divmod(round(hours * MINUTES), round(DAY * MINUTES))
    clock = f"at {minutes // 60:02}:{minutes % 60:02}"
    if start is None:
        return f"{WEEKDAYS[day % 7]} of week {int(day * DAY // WEEK) + 1} {clock}"
    then = start + timedelta(days=day)
    return f"{WEEKDAYS[then.weekday()]} {then.day} {MONTHS[then.month - 1]} {then.year} {clock}"


def moment_in_short(hours: float, start: date | None) -> str:
    """Return a moment of the run in few letters, for a column.

    >>> moment_in_short(168.0 * 2 + 24.0 + 10.0 + 1 / 3, None), moment_in_short(34.0, date(2026, 3, 2))
    ('week 3 Tue 10:20', 'Tue 3 Mar 10:00')
    """
    day, minutes = divmod(round(hours * MINUTES), round(DAY * MINUTES))
    clock = f"{minutes // 60:02}:{minutes % 60:02}"
    if start is None:
        return f"week {int(day * DAY // WEEK) + 1} {WEEKDAYS[day % 7][:3]} {clock}"
    then = start + timedelta(days=day)
    return f"{WEEKDAYS[then.weekday()][:3]} {then.day} {MONTHS[then.month - 1][:3]} {clock}"


def lasting(hours: float) -> str:
    """Return a length of time in minutes, hours or days, as is easiest to picture.

    >>> lasting(0.6667), lasting(4.12), lasting(4.0), lasting(31.4), lasting(76.0), lasting(0.001)
    ('40 min', '4.1 h', '4 h', '31 h', '3.2 days', 'less than a minute')
    """
    if hours < 0.5 / MINUTES:
        return "less than a minute"
    if hours < ROUNDS_TO_AN_HOUR:
        return f"{number(round(hours * MINUTES))} min"
    if hours < SAID_IN_DAYS:
        return f"{number(round(hours, 1 if hours < ONE_DECIMAL else 0))} h"
    return f"{number(round(hours / DAY, 1))} days"


def with_article(name: str) -> str:
    """Return a name with its article.

    >>> with_article("article"), with_article("video_spot")
    ('an article', 'a video spot')
    """
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {spoken(name)}"


def is_known(hours: float) -> bool:
    """Tell whether a moment is one: neither missing nor never."""
    return math.isfinite(hours)
