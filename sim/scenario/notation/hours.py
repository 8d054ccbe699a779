"""Reader of weekly working hours: `Mon-Thu 9:00-17:00, Fri 9:00-13:00`."""

import re

from sim.scenario.notation.annotation import Setting, refusal
from sim.scenario.notation.time import as_text, is_number
from sim.scenario.quantities import HOURS_PER_DAY, HOURS_PER_WEEK, WeeklyHours

EXAMPLE = "Mon-Fri 9:00-17:00"
WITH_BREAK = "Mon-Fri 9:00-12:00 and 13:00-17:00"
LONG_SHIFT = 12.0
"""Length from which on a shift through the night is doubted [h]."""
NOON = 12.0
"""Hours on the face of a clock [h]."""
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DASH = r"\s*(?:-|–|—|to|until)\s*"
_CLOCK = r"(\d{1,2})(?::(\d{2}))?\s*([ap]m)?"
_TIMES = re.compile(rf"{_CLOCK}{_DASH}{_CLOCK}", re.IGNORECASE)
Interval = tuple[float, float]


def read_hours(value: object, _setting: Setting) -> WeeklyHours:
    """Weekly hours, from Monday 0:00; `always` for no hour off; past midnight is the next day."""
    if isinstance(value, WeeklyHours):
        return value
    if is_number(value):
        raise refusal(f"working hours say on which days and from when to when; write '{EXAMPLE}'")
    text = as_text(value, f"working hours such as '{EXAMPLE}'")
    if text.lower() == "always":
        return WeeklyHours()
    if re.search(r"(?:per|/|an?)\s*w", text):
        raise refusal(f"it does not say on which days and from when to when; write e.g. '{EXAMPLE}'")
    if text in {"24/7", "24h", "24 h", "around the clock"}:
        raise refusal("that is every hour of the week; write 'always'")
    if re.search(r"\b(?:lunch|breaks?|pauses?)\b", text, re.IGNORECASE):
        raise refusal(f"a break is left out of the hours; write it like '{WITH_BREAK}'")
    intervals: list[Interval] = []
    days: list[int] = []
    before = ""
    for block in re.split(r"\s*[,;]\s*", text):
        names, times = _split_block(block)
        days += _read_days(names) if names else []
        if not times:
            continue  # "Mon, Wed 9:00-13:00": the times follow in a later block
        spans = _read_times(times)
        if not days:
            raise refusal(_without_days(text, before, times, spans[0]))
        for day in days:
            intervals += [part for span in spans for part in _on_day(day, span)]
        days, before = [], block
    if days or not intervals:
        raise refusal(f"it does not say from when to when; write it like '{EXAMPLE}'")
    return WeeklyHours(_joined(intervals))


def long_nights(text: str) -> list[tuple[str, float, str]]:
    """Return each shift of a text that runs through midnight and lasts long, its hours, and the day instead.

    >>> long_nights("Mon-Fri 17-9"), long_nights("Mon-Fri 9-5"), long_nights("Mon-Fri 22-6")
    ([('17-9', 16.0, '9:00-17:00')], [('9-5', 20.0, '9:00-17:00')], [])
    """
    found = []
    for match in _TIMES.finditer(text):
        start, end = _clock(match[1], match[2]), _clock(match[4], match[5])
        lasts = end - start + (HOURS_PER_DAY if end < start else 0.0)
        if end < start and lasts > LONG_SHIFT:
            found.append((match[0], lasts, _by_day(start, end)))
    return found


def _without_days(text: str, before: str, times: str, span: Interval) -> str:
    """Return the message for times without days: a break, a night, or simply no days."""
    if before:
        said = f"{before} and {times}"
        return f"after a comma other days begin; for a break write '{said}'"
    whole = re.sub(r"\s*[,;]\s*", " and ", text)
    start, end = span
    if end < start and whole == times:
        day, night = _by_day(start, end), f"{_said(start)}-{_said(end)}"
        if start < NOON:
            return f"it does not say on which days, and times are on the 24-hour clock; write 'Mon-Fri {day}'"
        return (
            f"it does not say on which days; write 'Mon-Fri {day}' for the day, "
            f"or 'Mon-Fri {night}' for a shift through the night"
        )
    return f"it does not say on which days; write 'Mon-Fri {whole}'"


def _by_day(start: float, end: float) -> str:
    """Return the hours by day that were meant by a start after the end: 9-5 as on a clock, 17-9 turned round.

    >>> _by_day(9.0, 5.0), _by_day(17.0, 9.0)
    ('9:00-17:00', '9:00-17:00')
    """
    first, last = (start, end + NOON) if start < NOON else (end, start)
    return f"{_said(first)}-{_said(last)}"


def _said(hours: float) -> str:
    minutes = round(hours * 60.0)
    return f"{minutes // 60}:{minutes % 60:02d}"


def _split_block(block: str) -> tuple[str, str]:
    """Return the days and the times of one block."""
    match = re.fullmatch(r"([^\d]*?)\s*(\d.*)?", block)
    if match is None:
        raise refusal(f"'{block}' is not readable as working hours; write it like '{EXAMPLE}'")
    return match[1], match[2] or ""


def _read_days(names: str) -> list[int]:
    days: list[int] = []
    for part in re.split(r"\s+and\s+|\s*&\s*", names.strip()):
        if part.lower() in {"daily", "every day"}:
            days += range(7)
            continue
        ends = [_day(word) for word in re.split(_DASH, part)]
        if len(ends) > 2:
            raise refusal(f"'{part}' is not a range of days; write it like 'Mon-Fri'")
        first, last = ends[0], ends[-1]
        days += [(first + k) % 7 for k in range((last - first) % 7 + 1)]
    return days


def _day(word: str) -> int:
    low = word.lower().rstrip(".")
    for number, (short, full) in enumerate(zip(_DAYS, _FULL, strict=True)):
        if low in {short, full, full + "s"} or (len(low) > 3 and full.startswith(low)):
            return number
    raise refusal(
        f"'{word}' is not a day of the week; use Mon, Tue, Wed, Thu, Fri, Sat, Sun as in '{EXAMPLE}'"
    )


def _read_times(times: str) -> list[Interval]:
    spans = []
    for part in re.split(r"\s+and\s+|\s*&\s*", times):
        match = _TIMES.fullmatch(part.strip())
        if match is None:
            raise refusal(f"'{part}' is not a time of day to a time of day; write {_meant(part)}")
        if match[3] or match[6]:
            opens = _twelve_hours(match[1], match[2], match[3])
            closes = _twelve_hours(match[4], match[5], match[6])
            raise refusal(f"times are on the 24-hour clock; write '{opens}-{closes}'")
        start, end = _clock(match[1], match[2]), _clock(match[4], match[5])
        if start == end:
            raise refusal(f"'{part}' has no length; write it like '9:00-17:00', or 'always'")
        spans.append((start, end))
    return spans


def _meant(part: str) -> str:
    """Return times in other signs in ours, where they can be guessed."""
    ours = re.sub(r"\s*[+/]\s*", " and ", part)
    ours = re.sub(r"(\d{1,2})[.h](\d{2})\b|\b(\d{2})(\d{2})\b", _with_colon, ours)
    ours = re.sub(r"(\d)\s*h\b", r"\1:00", ours)
    if ours != part and all(_TIMES.fullmatch(each) for each in ours.split(" and ")):
        return f"'{ours}'"
    return "it like '9:00-17:00'"


def _with_colon(match: re.Match[str]) -> str:
    return f"{int(match[1] or match[3])}:{match[2] or match[4]}"


def _clock(hours: str, minutes: str | None) -> float:
    hour, minute = int(hours), int(minutes or 0)
    if minute > 59 or hour > 24 or (hour == 24 and minute > 0):
        raise refusal(f"'{hours}:{minute:02}' is not a time of day; hours go from 0:00 to 24:00")
    return hour + minute / 60.0


def _twelve_hours(hours: str, minutes: str | None, half: str | None) -> str:
    hour = int(hours) % 12 if half else int(hours)
    return f"{hour + (12 if half and half.lower() == 'pm' else 0)}:{minutes or '00'}"


def _on_day(day: int, span: Interval) -> list[Interval]:
    """Return the interval(s) of the week; a night shift may wrap round Sunday midnight."""
    start = day * HOURS_PER_DAY + span[0]
    end = day * HOURS_PER_DAY + span[1] + (HOURS_PER_DAY if span[1] < span[0] else 0.0)
    if end <= HOURS_PER_WEEK:
        return [(start, end)]
    return [(start, HOURS_PER_WEEK), (0.0, end - HOURS_PER_WEEK)]


def _joined(intervals: list[Interval]) -> tuple[Interval, ...]:
    """Sort intervals, join those that touch, refuse those that overlap."""
    joined: list[Interval] = []
    for start, end in sorted(intervals):
        if joined and start < joined[-1][1]:
            raise refusal("the same hour is given twice; let the working hours not overlap")
        if joined and start == joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
