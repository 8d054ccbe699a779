"""Reader of weekly working hours: `Mon-Thu 9:00-17:00, Fri 9:00-13:00`."""

import re

from sim.scenario.notation.annotation import Setting, refusal
from sim.scenario.notation.time import as_text, is_number
from sim.scenario.quantities import HOURS_PER_DAY, HOURS_PER_WEEK, WeeklyHours

EXAMPLE = "Mon-Fri 9:00-17:00"
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
    intervals: list[Interval] = []
    days: list[int] = []
    for block in re.split(r"\s*[,;]\s*", text):
        names, times = _split_block(block)
        days += _read_days(names) if names else []
        if not times:
            continue  # "Mon, Wed 9:00-13:00": the times follow in a later block
        spans = _read_times(times)
        if not days:
            raise refusal(f"it does not say on which days; write 'Mon-Fri {times}'")
        for day in days:
            intervals += [part for span in spans for part in _on_day(day, span)]
        days = []
    if days or not intervals:
        raise refusal(f"it does not say from when to when; write it like '{EXAMPLE}'")
    return WeeklyHours(_joined(intervals))


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
            raise refusal(f"'{part}' is not a time of day to a time of day; write it like '9:00-17:00'")
        if match[3] or match[6]:
            opens = _twelve_hours(match[1], match[2], match[3])
            closes = _twelve_hours(match[4], match[5], match[6])
            raise refusal(f"times are on the 24-hour clock; write '{opens}-{closes}'")
        start, end = _clock(match[1], match[2]), _clock(match[4], match[5])
        if start == end:
            raise refusal(f"'{part}' has no length; write it like '9:00-17:00', or 'always'")
        spans.append((start, end))
    return spans


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
