"""Reader of conditions on a stock: `backlog of draft > 1 week of work`."""

import re

from sim.scenario.notation.annotation import Setting, refusal
from sim.scenario.notation.digits import in_our_digits
from sim.scenario.notation.number import read_share
from sim.scenario.notation.time import as_text, read_work, time_terms
from sim.scenario.quantities import HOURS_PER_WORKING_DAY, Condition, Unit, Watched
from sim.units import CALENDAR_HOURS, NUMBER, nearest, number, split_quantity

EXAMPLE = "backlog of draft > 1 week of work"
WORKING_DAYS_PER_WEEK = 5.0
_ABOVE = (">", ">=", "above", "exceeds", "over")
_FORM = re.compile(
    r"(?P<watched>[A-Za-z ]+?)\s+of\s+(?P<of>.+?)\s*"
    r"(?P<sign>>=?|<=?|\b(?:above|exceeds|over|falls below|below|under)\b)\s*(?P<amount>.+)"
)
_MOMENT = re.compile(r"(?:week|month|day)\s*\d+|\d{4}-\d{2}-\d{2}", re.IGNORECASE)
_SECOND = re.compile(rf"\s*(?:\b(?:and|or|but)\b|[;&|])\s*(?=(?:{'|'.join(Watched)})\b)")
_TASKS = re.compile(rf"({NUMBER})\s*tasks?")
_WORK = re.compile(r"(.+?)\s+of work")


@in_our_digits(f"e.g. '{EXAMPLE}'")
def read_condition(value: object, setting: Setting) -> Condition:
    """A condition on a stock: `backlog of draft > 1 week of work`."""
    if isinstance(value, Condition):
        return value
    text = as_text(value, f"a condition such as '{EXAMPLE}'")
    if _MOMENT.fullmatch(text):
        raise refusal(f"a date is no condition; write 'from: {text}', or a condition such as '{EXAMPLE}'")
    found = _FORM.fullmatch(text)
    if found is not None and _SECOND.search(found["amount"]):
        one = text[: found.start("amount")] + _SECOND.split(found["amount"])[0].strip()
        raise refusal(f"a lever waits for one condition; write the one that matters more, e.g. '{one}'")
    if found is None:
        raise refusal(f"that is not a condition; write what is watched, > or <, and how much: '{EXAMPLE}'")
    watched = _watched(found["watched"])
    name = found["of"].strip("\"' ")
    amount, unit = _amount(watched, found["amount"], setting)
    return Condition(watched, name, found["sign"] in _ABOVE, amount, unit)


def _watched(word: str) -> Watched:
    try:
        return Watched(word.strip().lower())
    except ValueError:
        guess = nearest(word.strip().lower(), [str(each) for each in Watched])
        known = ", ".join(Watched)
        hint = f"did you mean '{guess}'?" if guess else f"watch one of {known}"
        raise refusal(f"'{word.strip()}' cannot be watched; {hint}") from None


def _amount(watched: Watched, text: str, setting: Setting) -> tuple[float, Unit]:
    if watched is Watched.BACKLOG:
        return _backlog(text)
    if watched is Watched.STRAIN:
        return read_work(text, setting), Unit.HOURS
    if watched is Watched.TRUST:
        plain_share = re.fullmatch(NUMBER, text)
        return float(read_share(number(text) if plain_share else text, setting)), Unit.NUMBER
    found = split_quantity(text)
    if found is None or found[1]:
        raise refusal(
            f"'{text}' is no pressure, which is a plain number (1 is normal); "
            "write e.g. 'pressure of writers > 1.2'"
        )
    return found[0], Unit.NUMBER


def _backlog(text: str) -> tuple[float, Unit]:
    """Return a backlog in tasks, in hours of work, or in weeks of work of those who do it."""
    tasks = _TASKS.fullmatch(text)
    if tasks is not None:
        return number(tasks[1]), Unit.TASKS
    work = _WORK.fullmatch(text)
    if re.fullmatch(NUMBER, text):
        raise refusal(f"'{text}' does not say of what; write '{text} tasks' or '{text} h of work'")
    if work is None:
        raise refusal(
            f"'{text}' does not say what waits; write '1 week of work', '40 h of work' or '25 tasks'"
        )
    weeks, hours = 0.0, 0.0
    for amount, unit in time_terms(work[1], "1 week"):
        if unit == "week":
            weeks += amount
        elif unit in {"day", "working day"}:
            weeks += amount / WORKING_DAYS_PER_WEEK
        elif unit in {"hour", "minute"}:
            hours += amount * CALENDAR_HOURS[unit]
        else:
            raise refusal(f"a {unit} of work is long for a backlog; write it in weeks, days or hours of work")
    if weeks and hours:
        raise refusal(
            "weeks and days are counted in time of those who do it, hours in effort; write one of the two, "
            f"e.g. '{weeks + hours / HOURS_PER_WORKING_DAY / WORKING_DAYS_PER_WEEK:.3g} weeks of work'"
        )
    return (weeks, Unit.WEEKS_OF_WORK) if weeks or not hours else (hours, Unit.HOURS)
