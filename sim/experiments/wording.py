"""How numbers are said: the half-width to two significant digits, the mean to the same decimals.

Where the end of the interval would then round onto zero, there are more digits, so that one sees on which
side of it the end lies.
"""

import math

from sim.statistics.estimate import NOISE

SIGNIFICANT = 4
"""Significant digits of a number without an interval."""
MORE_DIGITS = 3
"""Digits that are added at most to tell the end of an interval from zero."""
PERCENT_WITHOUT_DECIMALS = 9.95
"""Percentages from which on decimals are left out."""
NO_INTERVAL = " (no interval)"


def unit_in(unit: str, currency: str) -> str:
    """Return the unit of a measure with the scenario's currency put in.

    >>> unit_in("currency/task", "USD")
    'USD/task'
    """
    return unit.replace("currency", currency)


def decimals_of(half_width: float) -> int:
    """Return the decimals that show a half-width with two significant digits; negative for tens and up.

    >>> decimals_of(0.0123), decimals_of(1.2), decimals_of(996.0)
    (3, 1, -2)
    """
    exponent = math.floor(math.log10(half_width))
    if round(half_width, 1 - exponent) >= 10.0 ** (exponent + 1):
        exponent += 1
    return 1 - exponent


def format_number(number: float, decimals: int | None = None, *, signed: bool = False) -> str:
    """Return a number with thousands marked, rounded to ``decimals`` or to four significant digits.

    >>> format_number(12345.678, 1), format_number(0.5, signed=True), format_number(45678.0, -2)
    ('12,345.7', '+0.5', '45,700')
    """
    if math.isnan(number):
        return "not defined"
    if math.isinf(number):
        return "unlimited" if number > 0 else "-unlimited"
    if decimals is None:
        shortest = f"{number:.{SIGNIFICANT}g}"
        number = float(shortest)
        decimals = max(0, len(f"{number:.12f}".rstrip("0").partition(".")[2]))
    rounded = round(number, decimals) + 0.0
    sign = "+" if signed and rounded != 0.0 else ""
    return f"{rounded:{sign},.{max(0, decimals)}f}"


def format_interval(mean: float, half_width: float, *, signed: bool = False) -> str:
    """Return ``mean ± half-width`` without the unit, for a table whose header says it.

    >>> format_interval(61.3421, 1.1777), format_interval(-0.0213, 0.0456, signed=True)
    ('61.3 ± 1.2', '-0.021 ± 0.046')
    >>> format_interval(45678.0, 1234.0), format_interval(0.0, 0.0, signed=True)
    ('45,700 ± 1,200', '0')
    >>> format_interval(-29.3, 28.9, signed=True), format_interval(28.9, 29.3, signed=True)
    ('-29.3 ± 28.9', '+28.9 ± 29.3')
    """
    if math.isnan(mean):
        return "not defined"
    if not math.isfinite(half_width):
        return f"{format_number(mean, signed=signed)}{NO_INTERVAL}"
    if half_width <= NOISE * abs(mean):
        return format_number(mean, signed=signed)
    decimals = _telling_decimals(mean, half_width)
    return f"{format_number(mean, decimals, signed=signed)} ± {format_number(half_width, decimals)}"


def _telling_decimals(mean: float, half_width: float) -> int:
    """Return the decimals with which an end of the interval does not round onto zero."""
    fewest = decimals_of(half_width)
    for decimals in range(fewest, fewest + MORE_DIGITS):
        if round(abs(mean), decimals) != round(half_width, decimals):
            return decimals
    return fewest + MORE_DIGITS


def format_quantity(mean: float, half_width: float, unit: str, *, signed: bool = False) -> str:
    """Return a mean with its interval and unit; unit ``1`` is not written.

    >>> format_quantity(2.71828, 0.4321, "tasks/week", signed=True)
    '+2.72 ± 0.43 tasks/week'
    >>> format_quantity(0.7213, 0.0041, "1")
    '0.7213 ± 0.0041'
    >>> format_quantity(12.0, float("inf"), "h")
    '12 h (no interval)'
    """
    words = format_interval(mean, half_width, signed=signed)
    if unit in ("", "1", "-") or math.isnan(mean):
        return words
    number, gap, remark = words.partition(" (")
    return f"{number} {unit}{gap}{remark}"


def without_remark(words: str) -> str:
    """Return a number without the remark that it has no interval, where that is said of all of them.

    >>> without_remark("12 h (no interval)"), without_remark("12 ± 1 h")
    ('12 h', '12 ± 1 h')
    """
    return words.removesuffix(NO_INTERVAL)


def format_share(part: float, whole: float) -> str:
    """Return a change as a percentage of a level, with its sign.

    >>> format_share(-37.0, 97.0), format_share(0.5, 97.0), format_share(0.0, 97.0)
    ('-38 %', '+0.5 %', '0.0 %')
    """
    share = 100.0 * part / whole
    return f"{format_number(share, 0 if abs(share) >= PERCENT_WITHOUT_DECIMALS else 1, signed=True)} %"


def three_digits(number: float, *, signed: bool = False) -> str:
    """Return a number with three significant digits.

    >>> three_digits(1234.5), three_digits(-0.012345)
    ('1,230', '-0.0123')
    """
    return format_number(float(f"{number:.3g}"), signed=signed)


def format_part(part: tuple[float, float, float]) -> str:
    """Return a share of a whole in per cent, with the ends of its interval; ``""`` where it is not defined.

    >>> format_part((0.5, 0.364, 0.636)), format_part((float("nan"), 0.0, 1.0))
    ('50 % (36 to 64 %)', '')
    """
    if math.isnan(part[0]):
        return ""
    if not (math.isfinite(part[1]) and math.isfinite(part[2])):
        return f"{100.0 * part[0]:.0f} %{NO_INTERVAL}"
    p, low, high = (f"{100.0 * number:.0f}" for number in part)
    return f"{p} % ({low} to {high} %)"
