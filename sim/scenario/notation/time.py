"""Readers of times: lengths, effort, rates, growth, moments."""

import datetime
import math
import re
from collections.abc import Callable

from sim.scenario.notation.annotation import Setting, refusal
from sim.scenario.notation.digits import in_our_digits
from sim.scenario.quantities import CALENDAR_PER_WORKING_DAY, HOURS_PER_DAY, HOURS_PER_WORKING_DAY, Span, When
from sim.units import (
    CALENDAR_HOURS,
    HOURS_PER_MONTH,
    HOURS_PER_WEEK,
    HOURS_PER_YEAR,
    NUMBER,
    TIME_UNITS,
    counted,
    nearest,
    number,
    plain,
    split_quantity,
    tidy,
)

MOST_GROWTH = 1e6
"""Growth within a year beyond which a number is surely mistyped [factor]."""
Terms = list[tuple[float, str]]
_TERM = re.compile(rf"\s*({NUMBER})\s*([A-Za-z]+(?: (?!and\b)[A-Za-z]+)?)\s*(?:,|and\b)?")
_PER = re.compile(r"(?:/|per\b|an?\b)\s*(.+)")
_ORDINAL = re.compile(r"(week|month|day)\s*(-?\d{1,6})", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def is_number(value: object) -> bool:
    """True for a number that stands alone (YAML's booleans are text to us)."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def as_text(value: object, wanted: str) -> str:
    """Return ``value`` if it is text, otherwise refuse it, saying what is wanted."""
    if isinstance(value, str):
        return tidy(value)
    kind = "mapping" if isinstance(value, dict) else "list" if isinstance(value, list) else "value"
    raise refusal(f"a {kind} cannot stand here; write {wanted}")


def _unitless(value: object, setting: Setting, units: tuple[str, ...]) -> float:
    """Accept a bare number from Python; in a file it lacks its unit."""
    bare = float(str(value))
    if not setting.bare_numbers:
        choices = " or ".join(f"'{counted(bare, unit)}'" for unit in units)
        raise refusal(f"it has no unit of time; write {choices}")
    if not math.isfinite(bare) or bare < 0.0:
        raise refusal("a time must be zero or more")
    return bare


def time_terms(value: object, example: str) -> Terms:
    """Return the (number, unit) pairs of a text like ``1 h 30 min``."""
    text = as_text(value, f"a time such as '{example}'")
    terms: Terms = []
    place = 0
    while place < len(text):
        match = _TERM.match(text, place)
        if match is None or len(match[1]) > 40:
            raise refusal(_not_a_time(text, example))
        words, end = match[2], match.end()
        unit = TIME_UNITS.get(words.lower())
        if unit is None and " " in words:  # "30 min and ..." : the second word is not part of the unit
            words = words.split(" ")[0]
            unit, end = TIME_UNITS.get(words.lower()), match.start(2) + len(words)
        if unit is None:
            raise refusal(_unknown_unit(number(match[1]), match[2], example))
        terms.append((number(match[1]), unit))
        place = end
    if not terms:
        raise refusal(_not_a_time(text, example))
    if any(amount < 0.0 for amount, _ in terms):
        raise refusal("a time cannot be negative; write zero or more")
    return terms


def _not_a_time(text: str, example: str) -> str:
    clock = re.fullmatch(r"\d{1,2}:\d{2}", text)
    if clock is not None:
        hours, minutes = (int(part) for part in text.split(":"))
        return f"that is a time of day, not a length of time; write '{hours} h {minutes} min'"
    moment = _ORDINAL.fullmatch(text)
    if moment is not None:
        unit = "calendar day" if moment[1].lower() == "day" else moment[1].lower()
        return f"that is a point in time, not a length of time; write '{counted(float(moment[2]), unit)}'"
    if re.fullmatch(NUMBER, text):
        return f"it has no unit of time; write '{text} h' or '{text} min'"
    return f"that is not a length of time; write a number and a unit, e.g. '{example}'"


def _unknown_unit(amount: float, word: str, example: str) -> str:
    guess = nearest(word, TIME_UNITS)
    if guess is not None:
        return f"'{word}' is not a unit of time; did you mean '{plain(amount)} {guess}'?"
    return f"'{word}' is not a unit of time; write it like '{example}'"


def _refuse_bare_days(terms: Terms, working: str) -> None:
    """Refuse `3 days`, which does not say whether weekends count."""
    for amount, unit in terms:
        if unit == "day":
            raise refusal(
                f"'{counted(amount, 'day')}' does not say whether weekends count; write "
                f"'{counted(amount, 'working day')}'{working} or '{counted(amount, 'calendar day')}'"
            )


@in_our_digits("e.g. '52 weeks'")
def read_duration(value: object, setting: Setting) -> float:
    """Elapsed time: `52 weeks`, `30 min`, `3 calendar days` [h]."""
    if is_number(value):
        return _unitless(value, setting, ("week", "hour"))
    terms = time_terms(value, "52 weeks")
    for amount, unit in terms:
        if unit in {"day", "working day"}:
            days = plain(amount * CALENDAR_PER_WORKING_DAY)
            raise refusal(
                "this length of time runs through weekends; write "
                f"'{counted(amount, 'calendar day')}', or '{days} calendar days' for that many working days"
            )
    return sum(amount * CALENDAR_HOURS[unit] for amount, unit in terms)


@in_our_digits("e.g. '45 min'")
def read_work(value: object, setting: Setting) -> float:
    """Hands-on effort: `45 min`, `5 h`, `2 working days` of 8 h [h]."""
    if is_number(value):
        return _unitless(value, setting, ("hour", "minute"))
    terms = time_terms(value, "45 min")
    for amount, unit in terms:
        if unit in {"day", "calendar day"}:
            raise refusal(
                f"effort is counted in working time; write '{counted(amount, 'working day')}' (8 h each) "
                f"or '{counted(amount * HOURS_PER_WORKING_DAY, 'hour')}'"
            )
        if unit in {"week", "month", "quarter", "year"}:
            days = amount * CALENDAR_HOURS[unit] / HOURS_PER_DAY / CALENDAR_PER_WORKING_DAY
            raise refusal(
                f"a {unit} does not say how many hours of effort it holds; write it in working days "
                f"or hours, e.g. '{counted(round(days, 1), 'working day')}'"
            )
    hours = {**CALENDAR_HOURS, "working day": HOURS_PER_WORKING_DAY}
    return sum(amount * hours[unit] for amount, unit in terms)


@in_our_digits("e.g. '2 h'")
def read_elapsed(value: object, setting: Setting) -> float:
    """Elapsed time where only the mean matters; a working day is 7/5 calendar days [h]."""
    if is_number(value):
        return _unitless(value, setting, ("hour", "working day"))
    terms = time_terms(value, "2 h")
    _refuse_bare_days(terms, "")
    hours = {**CALENDAR_HOURS, "working day": CALENDAR_PER_WORKING_DAY * HOURS_PER_DAY}
    return sum(amount * hours[unit] for amount, unit in terms)


@in_our_digits("e.g. '5 working days'")
def read_span(value: object, setting: Setting) -> Span:
    """Elapsed time that may count working days: `5 working days`, `2 weeks`."""
    if isinstance(value, Span):
        return value
    if is_number(value):
        return Span(hours=_unitless(value, setting, ("working day", "hour")))
    terms = time_terms(value, "5 working days")
    _refuse_bare_days(terms, "")
    return Span(
        hours=sum((amount * CALENDAR_HOURS[unit] for amount, unit in terms if unit != "working day"), 0.0),
        working_days=sum((amount for amount, unit in terms if unit == "working day"), 0.0),
    )


def _per_unit(rest: str, example: str) -> str:
    """Return the unit of time in `per week`, `/h`, `a month`."""
    match = _PER.fullmatch(rest)
    if match is None:
        raise refusal(f"it does not say per what time; write it like '{example}'")
    unit = TIME_UNITS.get(match[1].lower())
    if unit is None:
        guess = nearest(match[1], TIME_UNITS)
        hint = f"did you mean 'per {guess}'?" if guess else f"write it like '{example}'"
        raise refusal(f"'{match[1]}' is not a unit of time; {hint}")
    return unit


@in_our_digits("e.g. '60 per week', or 'changes: [{from: week 1, by: +20 %}]'")
def read_rate(value: object, setting: Setting) -> float:
    """Number per time: `60 per week`, `12/h`, `5 per working day` [1/h]."""
    example = "60 per week"
    if is_number(value):
        if setting.bare_numbers:
            return _unitless(value, setting, ())
        raise refusal(f"it does not say per what time; write '{plain(float(str(value)))} per week'")
    parts = split_quantity(as_text(value, f"a rate such as '{example}'"))
    if parts is None:
        raise refusal(f"that is not a rate; write a number per time, e.g. '{example}'")
    amount, rest = parts
    if not rest:
        raise refusal(f"it does not say per what time; write '{plain(amount)} per week'")
    noun = re.fullmatch(r"[A-Za-z]+\s+((?:per|an?)\s.+|/.+)", rest)
    if noun is not None and not _PER.fullmatch(rest):
        raise refusal(
            f"a rate is a plain number per time; write '{plain(amount)} {noun[1].replace('/', 'per ')}'"
        )
    unit = _per_unit(rest, example)
    if amount < 0.0:
        raise refusal("a rate cannot be negative; write zero or more")
    if unit == "day":
        raise refusal(
            f"'per day' does not say whether weekends count; write '{plain(amount)} per working day' "
            f"({plain(5 * amount)} a week) or '{plain(amount)} per calendar day' ({plain(7 * amount)} a week)"
        )
    hours = {**CALENDAR_HOURS, "working day": HOURS_PER_WEEK / 5.0}
    return amount / hours[unit]


@in_our_digits()
def read_growth(value: object, setting: Setting) -> float:
    """Compound growth: `2 % per month` [1/h, continuously compounded]."""
    example = "2 % per month"
    if is_number(value) and (setting.bare_numbers or value == 0):
        return float(str(value))
    text = str(value) if is_number(value) else as_text(value, f"growth such as '{example}'")
    match = re.fullmatch(rf"({NUMBER})\s*%\s*(.*)", text)
    if match is None:
        raise refusal(f"growth is a percentage per time; write it like '{example}'")
    unit = _per_unit(match[2], example)
    if unit not in {"week", "month", "quarter", "year"}:
        raise refusal(f"growth is stated per week, month, quarter or year; write it like '{example}'")
    share = number(match[1]) / 100.0
    if share <= -1.0:
        raise refusal("demand cannot shrink by 100 % or more; write a smaller decline, e.g. '-5 % per month'")
    growth = math.log1p(share) / CALENDAR_HOURS[unit]
    if growth * HOURS_PER_YEAR > math.log(MOST_GROWTH):
        raise refusal(
            "that is more than a millionfold in a year; write a smaller growth, e.g. '2 % per month'"
        )
    return growth


def read_day(value: object, _setting: Setting) -> datetime.date:
    """A calendar day: `2026-01-05`."""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    text = as_text(value, "a date such as '2026-01-05'") if not is_number(value) else str(value)
    if _DATE.fullmatch(text):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            raise refusal("there is no such day in the calendar; check year, month and day") from None
    loose = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)
    if loose is not None:
        raise refusal(
            f"a date has four, two and two digits; write '{loose[1]}-{int(loose[2]):02}-{int(loose[3]):02}'"
        )
    raise refusal("that is not a date; write year-month-day, e.g. '2026-01-05'")


_STARTS: dict[str, Callable[[int], float]] = {
    "week": lambda n: (n - 1) * HOURS_PER_WEEK,
    "month": lambda n: (n - 1) * HOURS_PER_MONTH,
    "day": lambda n: (n - 1) * HOURS_PER_DAY,
}


@in_our_digits("e.g. 'week 13'")
def read_moment(value: object, setting: Setting) -> When:
    """A point in time: the beginning of `week 13`, `month 3`, `day 10`, or a date."""
    if isinstance(value, When):
        return value
    if is_number(value):
        if setting.bare_numbers:
            return When(hours=float(str(value)))
        raise refusal(f"it does not say what is counted; write 'week {plain(float(str(value)))}' or a date")
    if isinstance(value, datetime.date):
        return When(date=value)
    text = as_text(value, "a moment such as 'week 13'")
    ordinal = _ORDINAL.fullmatch(text)
    if ordinal is not None:
        count = int(ordinal[2])
        if count < 1:
            raise refusal(
                f"the first {ordinal[1].lower()} is number 1; write '{ordinal[1].lower()} 1' for the start"
            )
        return When(hours=_STARTS[ordinal[1].lower()](count))
    if re.match(r"\d{4}[-/.]", text):
        return When(date=read_day(text, setting))
    short = re.fullmatch(r"([wmd])[a-z]*\.?\s*(\d+)", text, re.IGNORECASE)
    if short is not None:
        unit = {"w": "week", "m": "month", "d": "day"}[short[1].lower()]
        raise refusal(f"weeks, months and days are written out; write '{unit} {short[2]}'")
    swapped = re.fullmatch(r"(\d+)\.?(?:st|nd|rd|th)?\s*(week|month|day)s?", text, re.IGNORECASE)
    if swapped is not None:
        raise refusal(
            f"that is not a point in time; write '{swapped[2].lower()} {swapped[1]}' for its beginning"
        )
    raise refusal("that is not a point in time; write it like 'week 13', 'month 3', 'day 10' or '2026-03-02'")


_HOURS_A_WEEK = re.compile(
    rf"({NUMBER})\s*(h|hours?|min|minutes?|(?:working )?days?)\s*(?:/|per\b|an?\b)\s*(.+)"
)


@in_our_digits("e.g. '3 h per week'")
def read_weekly(value: object, setting: Setting) -> float:
    """Working time per week: `3 h per week` [h/week]."""
    example = "3 h per week"
    if is_number(value):
        if setting.bare_numbers:
            return _unitless(value, setting, ())
        raise refusal(f"it has no unit; write '{plain(float(str(value)))} h per week'")
    found = _HOURS_A_WEEK.fullmatch(as_text(value, f"hours per week such as '{example}'"))
    if found is None:
        raise refusal(f"that is not a working time per week; write it like '{example}'")
    if found[2].lower() in {"day", "days"}:
        days = number(found[1])
        raise refusal(
            f"working time is counted in working days of 8 h; write '{counted(days, 'working day')} per "
            f"{found[3]}' or '{plain(8.0 * days)} h per {found[3]}'"
        )
    amount = read_work(f"{found[1]} {found[2]}", setting)
    per = TIME_UNITS.get(found[3].lower(), "")
    weeks = {"working day": 0.2, "day": 0.2, "week": 1.0, "month": HOURS_PER_MONTH / HOURS_PER_WEEK}.get(per)
    if weeks is None:
        raise refusal(f"it is stated per week, working day or month; write it like '{example}'")
    return amount / weeks
