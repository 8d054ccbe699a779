"""Units that people write, and how to read a number in front of them.

Inside the package time is in hours, money in the scenario's currency, shares are 0-1.
"""

import difflib
import math
import re
from collections.abc import Iterable, Mapping

HOURS_PER_WEEK = 168.0
HOURS_PER_MONTH = 365.25 * 24.0 / 12.0
HOURS_PER_YEAR = 365.25 * 24.0

CALENDAR_HOURS = {
    "second": 1.0 / 3600.0,
    "minute": 1.0 / 60.0,
    "hour": 1.0,
    "calendar day": 24.0,
    "week": HOURS_PER_WEEK,
    "month": HOURS_PER_MONTH,
    "quarter": 3.0 * HOURS_PER_MONTH,
    "year": HOURS_PER_YEAR,
}
"""Elapsed hours in each unit of time; months and years are mean calendar ones."""

_SPELLINGS = {
    "second": ("s", "sec", "secs", "second", "seconds"),
    "minute": ("min", "mins", "minute", "minutes"),
    "hour": ("h", "hr", "hrs", "hour", "hours"),
    "day": ("d", "day", "days"),
    "working day": ("working day", "working days", "workday", "workdays", "work day", "work days",
                    "business day", "business days"),
    "calendar day": ("calendar day", "calendar days"),
    "week": ("week", "weeks", "wk", "wks"),
    "month": ("month", "months", "calendar month", "calendar months"),
    "quarter": ("quarter", "quarters"),
    "year": ("year", "years", "yr", "yrs"),
}  # fmt: skip
TIME_UNITS = {word: unit for unit, words in _SPELLINGS.items() for word in words}
"""Every accepted spelling of a unit of time, and the unit it means (`day` alone is ambiguous)."""

NUMBER = r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d,]|\.\d)"
"""A number as people write it: `1200`, `1,200`, `0.5`."""
_LONGEST_NUMBER = 40
_QUANTITY = re.compile(rf"({NUMBER})\s*(.*)", re.DOTALL)


def tidy(text: str) -> str:
    """Return ``text`` with every kind of space and minus made plain.

    >>> tidy(" −5  working   days ")
    '-5 working days'
    """
    return " ".join(text.replace("−", "-").split())


def number(text: str) -> float:
    """Return the value of a text that matches ``NUMBER``."""
    return float(text.replace(",", ""))


def split_quantity(text: str) -> tuple[float, str] | None:
    """Return number and rest of ``text``, or None where it does not begin with a number.

    >>> split_quantity("1,200 USD per person")
    (1200.0, 'USD per person')
    >>> split_quantity("soon") is None
    True
    """
    match = _QUANTITY.fullmatch(tidy(text))
    if match is None or len(match[1]) > _LONGEST_NUMBER:
        return None
    value = number(match[1])
    return (value, match[2]) if math.isfinite(value) else None


def plain(value: float) -> str:
    """Write a number the way a person would.

    >>> plain(3.0), plain(0.25), plain(1200.0)
    ('3', '0.25', '1,200')
    """
    return f"{value:,.10g}" if abs(value) < 1e15 else f"{value:g}"


def counted(value: float, unit: str) -> str:
    """Write a number and its unit, plural where it is one.

    >>> counted(1.0, "working day"), counted(3.0, "calendar day")
    ('1 working day', '3 calendar days')
    """
    return f"{plain(value)} {unit}" + ("" if value == 1.0 else "s")


TELLING = 4
"""Letters from which on a part of a name tells which is meant (assumed)."""
ALIKE = 0.7
"""Share of letters in common from which on two words may be one, mistyped (assumed)."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that another one means, or None when none is alike.

    One that begins with it, or alone has it as a part, comes before one that is merely spelt alike.

    >>> nearest("headcuont", ["headcount", "hours"])
    'headcount'
    >>> nearest("ontime", ["overtime", "flow_time", "on_time_share"])
    'on_time_share'
    >>> nearest("weeks", ["seed", "engine"]) is None
    True
    """
    names = {name: _squeezed(name) for name in known}
    said = _squeezed(word)
    begun = [name for name, letters in names.items() if letters.startswith(said)]
    holding = [name for name in names if said in re.split(r"\W|_", name.lower())]
    if len(said) >= TELLING and (begun or len(holding) == 1):
        return _most_alike(said, {name: names[name] for name in begun or holding}, 0.0)
    return _most_alike(said, names, ALIKE)


def _most_alike(word: str, names: Mapping[str, str], cutoff: float) -> str | None:
    found = difflib.get_close_matches(word, names.values(), n=1, cutoff=cutoff)
    return next((name for name, letters in names.items() if letters in found), None)


def _squeezed(name: str) -> str:
    """Return a name without what joins its parts."""
    return "".join(letter for letter in name.lower() if letter.isalnum()) or name.lower()
