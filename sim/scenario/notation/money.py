"""Readers of money: amounts, wages, rate ranges, prices of tools."""

import re

from pydantic_core import PydanticCustomError

from sim.scenario.notation.annotation import Setting, message_of, refusal, refusals
from sim.scenario.notation.digits import in_our_digits
from sim.scenario.notation.time import as_text, is_number
from sim.scenario.quantities import Price, PricePer, RateRange
from sim.units import CALENDAR_HOURS, NUMBER, TIME_UNITS, number, plain, split_quantity, tidy

_AMOUNT = re.compile(rf"({NUMBER})\s*([A-Za-z]{{3}})\b\s*(.*)")
_ONE_OR_RANGE = rf"({NUMBER}(?:\s*(?:-|–|—|to)\s*{NUMBER})?)"
_BEHIND = re.compile(rf"{_ONE_OR_RANGE}\s*([$€£¥]|(?:dollar|euro|pound|franc)s?\b)\s*(.*)", re.IGNORECASE)
_BEFORE = re.compile(rf"([$€£¥]|[A-Z]{{3}}(?![A-Za-z]))\s*{_ONE_OR_RANGE}\s*(.*)")
_DOTTED = re.compile(r"[1-9]\d{0,2}\.\d{3}")
SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
"""Signs of currencies, which the language does not use."""
SPELT = {"dollar": "USD", "euro": "EUR", "pound": "GBP", "franc": "CHF", "yen": "JPY"}
"""Names of currencies, which the language does not use."""
BUDGET_UNITS = ("year", "quarter", "month", "week")
"""Times for which a budget may be stated."""
_PER_HEAD = {f"{per}{head}" for per in ("per ", "/", "a ") for head in ("person", "seat", "head")} | {"each"}
_PER_HOUR = {"/h", "/ h", "per h", "per hr", "per hour", "an hour", "/hour", "/hr", "a hour"}


def money_parts(value: object, setting: Setting, example: str) -> tuple[float, str]:
    """Return the amount and what follows the currency; complain about another currency."""
    currency = setting.currency or "USD"
    example = example.replace("USD", currency)
    if is_number(value):
        amount, rest = float(str(value)), ""
        if not setting.bare_numbers:
            tail = example.split(currency, 1)[1]
            raise refusal(f"money needs its currency; write '{plain(amount)} {currency}{tail}'")
        return _not_negative(amount), rest
    text = as_text(value, f"an amount such as '{example}'")
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise refusal(_not_money(text, currency, example))
    if setting.currency and match[2] != setting.currency:
        raise refusal(
            f"the currency of this scenario is {setting.currency}, not {match[2]}; "
            f"write the amount in {setting.currency}, or change 'currency:'"
        )
    if _DOTTED.fullmatch(match[1]):
        tail = f"{match[2]} {match[3]}".strip()
        raise refusal(
            "a point may mean thousands or a fraction; "
            f"write '{match[1].replace('.', '')} {tail}' or '{match[1]}0 {tail}'"
        )
    return _not_negative(number(match[1])), tidy(match[3])


def _signed(text: str) -> str:
    """Return the message for a currency in another sign or place, or nothing."""
    before, behind = _BEFORE.fullmatch(text), _BEHIND.fullmatch(text)
    if before is not None:
        word = SIGNS.get(before[1], before[1])
        return (
            f"the currency stands behind the number, in letters; write '{before[2]} {word}{_tail(before[3])}'"
        )
    if behind is not None:
        word = SIGNS.get(behind[2]) or SPELT[behind[2].lower().removesuffix("s")]
        return f"a currency is written in three letters; write '{behind[1]} {word}{_tail(behind[3])}'"
    return ""


def _tail(text: str) -> str:
    """Return what follows the currency as it would be written."""
    return text if not text or text.startswith("/") else f" {text}"


def _not_negative(amount: float) -> float:
    if not 0.0 <= amount < 1e15:
        raise refusal("an amount of money must be zero or more here; leave the minus out")
    return amount


def _not_money(text: str, currency: str, example: str) -> str:
    if _signed(text):
        return _signed(text)
    short = re.fullmatch(rf"({NUMBER})\s*([kKmM])\s*\w*(.*)", text)
    if short is not None:
        factor = 1e3 if short[2] in "kK" else 1e6
        return f"the amount is shortened; write '{plain(number(short[1]) * factor)} {currency}{short[3]}'"
    parts = split_quantity(text)
    if parts is not None and parts[1].startswith("%"):
        return f"a percentage is no amount of money; write it like '{example}'"
    if parts is not None:
        tail = example.split(currency, 1)[1]
        return f"money needs its currency; write '{plain(parts[0])} {currency}{tail}'"
    return f"that is not an amount of money; write it like '{example}'"


@in_our_digits("e.g. '450 USD'")
def read_money(value: object, setting: Setting) -> float:
    """An amount: `450 USD` [currency]."""
    amount, rest = money_parts(value, setting, "450 USD")
    if rest:
        currency = setting.currency or "USD"
        if rest.lower() in _PER_HEAD:
            raise refusal(
                f"this is one amount for all together, not '{rest}'; write the sum for all, "
                f"e.g. '{plain(amount)} {currency}'"
            )
        raise refusal(f"'{rest}' does not belong here; write '{plain(amount)} {currency}'")
    return amount


@in_our_digits("e.g. '30000 USD', or '30000 USD per year'")
def read_budget(value: object, setting: Setting) -> float:
    """An amount for the whole run: `30,000 USD`, or `30,000 USD per year` times its length [currency]."""
    amount, rest = money_parts(value, setting, "30,000 USD")
    if not rest:
        return amount
    unit = TIME_UNITS.get(re.sub(r"(?:/|per |an? )\s*", "", rest.lower(), count=1))
    currency = setting.currency or "USD"
    if unit not in BUDGET_UNITS or unit == rest.lower():
        raise refusal(
            f"'{rest}' does not belong here; write '{plain(amount)} {currency}' for the whole run, or "
            f"'{plain(amount)} {currency} per year', 'per month' or 'per week'"
        )
    if not setting.run_length:
        raise refusal("it is not known for how long; write the amount for the whole run")
    return amount * setting.run_length / CALENDAR_HOURS[unit]


@in_our_digits("e.g. '1200 USD per person'")
def read_money_per_person(value: object, setting: Setting) -> float:
    """An amount for each person: `1,200 USD per person` [currency]."""
    amount, rest = money_parts(value, setting, "1,200 USD per person")
    if rest not in {"per person", "a person", "/person", "each"} and not is_number(value):
        currency = setting.currency or "USD"
        silent = "it does not say whether that is for each person or for all"
        rule = "this price is per person" if rest else silent
        raise refusal(f"{rule}; write '{plain(amount)} {currency} per person'")
    return amount


@in_our_digits("e.g. '36 USD/h'")
def read_hourly(value: object, setting: Setting) -> float:
    """Money per hour: `36 USD/h` [currency/h]."""
    amount, rest = money_parts(value, setting, "36 USD/h")
    if rest.lower() not in _PER_HOUR and not is_number(value):
        currency = setting.currency or "USD"
        if rest:
            raise refusal(
                f"this is paid by the hour, not '{rest}'; write what an hour costs, e.g. '36 {currency}/h'"
            )
        raise refusal(f"it does not say per what time; write '{plain(amount)} {currency}/h'")
    return amount


@in_our_digits("e.g. '15-40 USD/h'")
def read_rate_range(value: object, setting: Setting) -> RateRange:
    """An hourly rate or its range: `15-40 USD/h`, `34 USD/h`."""
    if isinstance(value, RateRange):
        return value
    currency = setting.currency or "USD"
    text = value if not isinstance(value, str) else tidy(value)
    match = (
        re.fullmatch(rf"({NUMBER})\s*(?:-|–|—|to|\.\.)\s*({NUMBER})\s*(.*)", text)
        if isinstance(text, str)
        else None
    )
    if isinstance(text, str) and _signed(text):
        raise refusal(_signed(text))
    if match is None:
        rate = read_hourly(value, setting)
        return RateRange(rate, rate)
    if not match[3] and not setting.bare_numbers:
        raise refusal(f"money needs its currency; write '{match[1]}-{match[2]} {currency}/h'")
    high = read_hourly(f"{match[2]} {match[3]}", setting)
    low = number(match[1])
    if low > high:
        raise refusal(f"the lower rate comes first; write '{plain(high)}-{plain(low)} {currency}/h'")
    return RateRange(_not_negative(low), high)


def _price_per(rest: str) -> PricePer | None:
    words = rest.lower().replace("/", " per ")
    words = re.sub(r"\b(an?)\b", "per", tidy(words))
    return {
        "per use": PricePer.USE,
        "per h": PricePer.HOUR,
        "per hour": PricePer.HOUR,
        "per month": PricePer.MONTH,
        "per person per month": PricePer.PERSON_MONTH,
        "per month per person": PricePer.PERSON_MONTH,
    }.get(words)


def _monthly(amount: float, rest: str) -> tuple[str, str] | None:
    """Return the amount per month of a price per year or quarter, and for whom; None for other prices.

    >>> _monthly(720.0, "per person per year"), _monthly(90.0, "a quarter"), _monthly(5.0, "per mile")
    (('60', 'per person per month'), ('30', 'per month'), None)
    """
    months = {"year": 12.0, "annum": 12.0, "quarter": 3.0}
    words = [word for word in re.findall(r"[^\s/]+", rest.lower()) if word not in {"per", "a", "an", "each"}]
    unit = next((word for word in words if word in months), None)
    people = [word for word in words if word != unit]
    if unit is None or people not in ([], ["person"], ["user"], ["seat"]):
        return None
    return plain(round(amount / months[unit], 2)), "per person per month" if people else "per month"


@in_our_digits("e.g. '30 USD per person per month'")
def read_price(value: object, setting: Setting) -> Price:
    """A price of a tool: `30 USD per person per month`, `0.02 USD per use`, `3 USD/h`."""
    if isinstance(value, Price):
        return value
    amount, rest = money_parts(value, setting, "30 USD per person per month")
    per = _price_per(rest)
    if per is None:
        currency = setting.currency or "USD"
        said = f"a tool is not priced '{rest}'" if rest else "it does not say what the price is for"
        monthly = _monthly(amount, rest)
        if monthly:
            raise refusal(f"{said}; write '{monthly[0]} {currency} {monthly[1]}'")
        raise refusal(
            f"{said}; write '{plain(amount)} {currency} per use', 'per hour', 'per month' "
            "or 'per person per month'"
        )
    return Price(amount, per)


def read_prices(value: object, setting: Setting) -> list[Price]:
    """One price or a list of them."""
    if not isinstance(value, list):
        return [read_price(value, setting)]
    prices, found = [], []
    for place, item in enumerate(value):
        try:
            prices.append(read_price(item, setting))
        except PydanticCustomError as error:
            found.append(((place,), message_of(error)))
    if found:
        raise refusals(found, value)
    return prices
