"""Quantities back in the units people say: 0.75 h is "45 min", 168 h is "1 week"."""

from collections.abc import Callable, Iterable, Sequence

from sim.scenario.quantities import (
    HOURS_PER_DAY,
    HOURS_PER_MONTH,
    HOURS_PER_WEEK,
    Distribution,
    DistributionKind,
    Level,
    Price,
    PricePer,
    RateRange,
    Span,
    WeeklyHours,
    When,
)

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MINUTE, HOUR = 60.0, 3600.0
"""[s]"""
HOURS_OF = {
    "year": 12.0 * HOURS_PER_MONTH,
    "month": HOURS_PER_MONTH,
    "week": HOURS_PER_WEEK,
    "day": HOURS_PER_DAY,
    "hour": 1.0,
}
SPOKEN_RATES = (
    ("week", 100.0),
    ("hour", 100.0),
    ("day", 200.0),
    ("week", 1000.0),
    ("month", 100.0),
    ("year", 100.0),
)
"""Units of a rate and the most that is said in them, the ones that planners say most first."""
WHOLE = 1e-9
"""Relative distance at which a number counts as whole."""
Say = Callable[[float], str]


def number(value: float, digits: int = 4) -> str:
    """Return a number with thousands separators and so many significant digits; whole parts stay whole.

    >>> number(1200.0), number(0.6000000001), number(38.333333), number(123456.7), number(-0.05)
    ('1,200', '0.6', '38.33', '123,457', '-0.05')
    """
    before = len(str(int(abs(value)))) if abs(value) >= 1.0 else 0
    if before == 0:
        return f"{value:.{digits}g}"
    text = f"{value:,.{max(digits - before, 0)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def spoken(name: str) -> str:
    """Return a name of the file as a word to say.

    >>> spoken("content_writers"), spoken("ai_literacy")
    ('content writers', 'AI literacy')
    """
    return " ".join("AI" if word == "ai" else word for word in name.replace("_", " ").split(" "))


def written(value: object) -> str:
    """Return a value as a scenario would write it.

    >>> written("38 %"), written({"lognormal": {"mean": "5 h", "cv": 0.5}})
    ('38 %', '{lognormal: {mean: 5 h, cv: 0.5}}')
    """
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {written(item)}' for key, item in value.items())}}}"
    return f"[{', '.join(map(written, value))}]" if isinstance(value, list) else str(value)


def count(quantity: float, noun: str) -> str:
    """Return a number with its noun, in the plural where it must be.

    >>> count(1, "week"), count(3, "person"), count(2, "seat in the city")
    ('1 week', '3 persons', '2 seats in the city')
    """
    first, *rest = noun.split(" ")
    plural = first if quantity == 1 else f"{first}s"
    return " ".join([number(quantity), plural, *rest])


def listed(words: Iterable[str], last: str = "and") -> str:
    """Return the words as one would say them.

    >>> listed(["a"]), listed(["a", "b", "c"]), listed(["a", "b"], "or")
    ('a', 'a, b and c', 'a or b')
    """
    *before, end = list(words) or [""]
    return f"{', '.join(before)} {last} {end}" if before else end


def lasted(seconds: float) -> str:
    """Return how long something took, or will take.

    >>> lasted(42.4), lasted(90.0), lasted(7260.0)
    ('42 s', '2 min', '2 h 1 min')
    """
    if seconds < MINUTE:
        return f"{seconds:.0f} s"
    if seconds < HOUR:
        return f"{seconds / MINUTE:.0f} min"
    return f"{seconds // HOUR:.0f} h {seconds % HOUR / MINUTE:.0f} min"


def effort(hours: float) -> str:
    """Return hands-on work; it is said in hours, since a day of work is not a day on the calendar.

    >>> effort(0.75), effort(5.0), effort(24.0), effort(0.0025)
    ('45 min', '5 h', '24 h', '9 s')
    """
    if 0.0 < hours < 1.0 / 60.0:
        return f"{number(hours * 3600.0)} s"
    return f"{number(hours * 60.0)} min" if 0.0 < hours < 1.0 else f"{number(hours)} h"


def duration(hours: float) -> str:
    """Return an elapsed time in the largest unit that makes it whole.

    >>> duration(168.0), duration(52 * 168.0), duration(48.0), duration(730.5), duration(1.5)
    ('1 week', '52 weeks', '2 calendar days', '1 month', '1.5 h')
    >>> duration(100.0)
    '4.167 calendar days'
    """
    for unit in ("year", "month", "week", "day"):
        times = hours / HOURS_OF[unit]
        if times >= 1.0 and _is_whole(times):
            return _elapsed(round(times), unit)
    return effort(hours) if hours < 2.0 * HOURS_PER_DAY else _elapsed(hours / HOURS_PER_DAY, "day")


def span(value: Span) -> str:
    """Return an elapsed time that may count working days.

    >>> span(Span(working_days=5.0)), span(Span(hours=336.0)), span(Span(hours=168.0, working_days=1.0))
    ('5 working days', '2 weeks', '1 week and 1 working day')
    """
    parts = [duration(value.hours)] if value.hours or not value.working_days else []
    if value.working_days:
        days = "working day" if value.working_days == 1.0 else "working days"
        parts.append(f"{number(value.working_days)} {days}")
    return " and ".join(parts)


def rate(per_hour: float) -> str:
    """Return a rate in the unit in which it is whole, or near to one.

    >>> rate(60.0 / 168.0), rate(12.0), rate(30.0 / 24.0), rate(1.5 / 168.0), rate(0.0)
    ('60 per week', '12 per hour', '30 per calendar day', '1.5 per week', '0 per week')
    """
    for unit, most in SPOKEN_RATES:
        times = per_hour * HOURS_OF[unit]
        if 1.0 - WHOLE <= times <= most and _is_whole(times):
            return f"{number(round(times))} per {_calendar(unit)}"
    unit = next((unit for unit, _ in SPOKEN_RATES if 1.0 <= per_hour * HOURS_OF[unit] < 1000.0), "week")
    return f"{number(per_hour * HOURS_OF[unit])} per {_calendar(unit)}"


def share(value: float) -> str:
    """Return a share of the whole.

    >>> share(0.6), share(0.125), share(-0.19)
    ('60 %', '12.5 %', '-19 %')
    """
    return f"{number(value * 100.0)} %"


def change(value: float) -> str:
    """Return a relative change with its sign.

    >>> change(-0.19), change(0.5)
    ('-19 %', '+50 %')
    """
    return f"{'+' if value >= 0.0 else ''}{share(value)}"


def growth(per_hour: float) -> str:
    """Return a continuously compounded growth as the percentage per month or year that people say.

    >>> import math
    >>> growth(math.log(1.02) / HOURS_PER_MONTH), growth(math.log(1.1) / (12 * HOURS_PER_MONTH))
    ('+2 % per month', '+10 % per year')
    """
    import math

    for unit in ("month", "year", "week"):
        grown = 100.0 * math.expm1(per_hour * HOURS_OF[unit])
        if _is_whole(grown):
            return f"{change(round(grown) / 100.0)} per {unit}"
    return f"{change(math.expm1(per_hour * HOURS_OF['year']))} per year"


def money(amount: float, currency: str) -> str:
    """Return an amount of money; cents only where there are any.

    >>> money(120000.0, "USD"), money(0.02, "EUR"), money(1234.5, "USD")
    ('120,000 USD', '0.02 EUR', '1,234.50 USD')
    """
    if amount == round(amount):
        return f"{amount:,.0f} {currency}"
    return f"{number(amount) if abs(amount) < 0.1 else format(amount, ',.2f')} {currency}"


def wage(amount: float, currency: str) -> str:
    """Return money per hour.

    >>> wage(36.0, "USD")
    '36 USD/h'
    """
    return f"{money(amount, currency)}/h"


def rate_range(value: RateRange, currency: str) -> str:
    """Return an hourly rate, or the range of it.

    >>> rate_range(RateRange(15.0, 40.0), "USD"), rate_range(RateRange(20.0, 20.0), "USD")
    ('15-40 USD/h', '20 USD/h')
    """
    if value.low == value.high:
        return wage(value.low, currency)
    return f"{number(value.low)}-{wage(value.high, currency)}"


def price(value: Price, currency: str) -> str:
    """Return what a tool costs.

    >>> price(Price(30.0, PricePer.PERSON_MONTH), "USD"), price(Price(3.0, PricePer.HOUR), "USD")
    ('30 USD per person per month', '3 USD/h')
    """
    amount = money(value.amount, currency)
    return {
        PricePer.USE: f"{amount} per use",
        PricePer.HOUR: f"{amount}/h",
        PricePer.PERSON_MONTH: f"{amount} per person per month",
        PricePer.MONTH: f"{amount} per month",
    }[value.per]


def level(value: Level) -> str:
    """Return a skill or difficulty, with its spread if it has one.

    >>> level(Level(0.65, 0.12)), level(Level(0.5))
    ('0.65 ± 0.12', '0.5')
    """
    return f"{number(value.mean)} ± {number(value.sd)}" if value.sd else number(value.mean)


def when(value: When) -> str:
    """Return a moment as the file would say it: a date, a week, or the time since the start.

    >>> when(When()), when(When(hours=12 * 168.0)), when(When(hours=2 * HOURS_PER_MONTH))
    ('the start', 'week 13', 'month 3')
    """
    if value.date is not None:
        return value.date.isoformat()
    if value.hours == 0.0:
        return "the start"
    for unit in ("week", "month", "day"):
        passed = value.hours / HOURS_OF[unit]
        if _is_whole(passed):
            return f"{unit} {round(passed) + 1}"
    return f"{duration(value.hours)} after the start"


def distribution(value: Distribution, say: Say = effort) -> str:
    """Return a distribution by its mean and shape, each number said by ``say``.

    >>> distribution(Distribution(DistributionKind.LOGNORMAL, mean=5.0, cv=0.5))
    '5 h on average (lognormal, cv 0.5)'
    >>> distribution(Distribution(DistributionKind.CONSTANT, mean=0.75))
    '45 min'
    """
    kind = value.kind
    if kind is DistributionKind.CONSTANT:
        return say(value.mean)
    if kind is DistributionKind.TRIANGULAR:
        ends = f"between {say(value.low)} and {say(value.high)}"
        return f"{ends}, most often {say(value.mode)} (triangular)"
    if kind is DistributionKind.UNIFORM:
        return f"between {say(value.low)} and {say(value.high)} (uniform)"
    mean = f"{say(value.expected)} on average"
    if kind is DistributionKind.EMPIRICAL:
        return f"{mean} (drawn from {value.source or count(len(value.values), 'value')})"
    shape = "" if kind is DistributionKind.EXPONENTIAL else f", cv {number(value.cv)}"
    return f"{mean} ({kind}{shape})"


def weekly_hours(value: WeeklyHours) -> str:
    """Return working hours, days with the same hours together.

    >>> weekly_hours(WeeklyHours()), weekly_hours(WeeklyHours(((9.0, 12.5), (33.0, 36.5), (60.0, 64.0))))
    ('around the clock', 'Mon-Tue 9:00-12:30, Wed 12:00-16:00')
    """
    if value.always:
        return "around the clock"
    groups: list[tuple[list[str], str]] = []
    for day, name in enumerate(DAYS):
        hours = _hours_of_day(value.intervals, day)
        if groups and groups[-1][1] == hours:
            groups[-1][0].append(name)
        else:
            groups.append(([name], hours))
    return ", ".join(f"{_from_to(names)} {hours}" for names, hours in groups if hours)


def _elapsed(times: float, unit: str) -> str:
    if unit != "day":
        return count(times, unit)
    return f"{number(times)} calendar day" if times == 1.0 else f"{number(times)} calendar days"


def _calendar(unit: str) -> str:
    """Elapsed days are calendar days, and say so."""
    return "calendar day" if unit == "day" else unit


def _hours_of_day(intervals: Sequence[tuple[float, float]], day: int) -> str:
    midnight = day * HOURS_PER_DAY
    parts = [(max(start - midnight, 0.0), min(end - midnight, HOURS_PER_DAY)) for start, end in intervals]
    return " and ".join(f"{_clock(start)}-{_clock(end)}" for start, end in parts if start < end)


def _from_to(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]}-{names[-1]}"


def _clock(hours: float) -> str:
    minutes = round(hours * 60.0)
    return f"{minutes // 60}:{minutes % 60:02d}"


def _is_whole(value: float) -> bool:
    return abs(value - round(value)) <= WHOLE * max(1.0, abs(value))
