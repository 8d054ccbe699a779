"""A range of values, as a scenario writes them: `20 % to 60 %`, `week 4 to week 12`."""

import math
import re
from dataclasses import dataclass

from sim.scenario.reading.yaml_text import Value
from sim.units import NUMBER, number, tidy

DIGITS = 6
"""Significant digits of a value that is drawn from a range: what is run is what is told."""
BETWEEN = re.compile(r"(?P<low>.+?)\s+to\s+(?P<high>.+?)")
_DASHED = re.compile(rf"(?P<low>{NUMBER})(?P<unit>[^\d]*?)\s*[-–—]\s*(?P<high>{NUMBER})(?P<after>.*)")
_THREE_DECIMALS = re.compile(r"\.\d{3}$")
_END = re.compile(rf"(?P<before>[^\d+.-]*)(?P<number>{NUMBER})(?P<after>\D.*)?")


@dataclass(frozen=True, slots=True)
class Range:
    """Values from one number to another.

    Attributes:
        low, high: the ends.
        before, after: what stands around the number, as the scenario writes it: `week ` or ` %`.
        signed: True where a plus is written.
        whole: True where only whole numbers may stand there.
    """

    low: float
    high: float
    before: str = ""
    after: str = ""
    signed: bool = False
    whole: bool = False

    def at(self, share: float) -> Value:
        """Return the value at a share of the way, 0 up to but not at 1; whole numbers are equally likely."""
        if self.whole:
            return self._written(min(self.low + int(share * (self.high - self.low + 1.0)), self.high))
        return self._written(self.low + share * (self.high - self.low))

    def levels(self, count: int) -> tuple[Value, ...]:
        """Return so many values from end to end, evenly; whole ones rounded, none twice."""
        steps = [self.low + place * (self.high - self.low) / (count - 1) for place in range(count)]
        values = [self._written(float(round(step)) if self.whole else step) for step in steps]
        return tuple(dict.fromkeys(values))

    def place_of(self, text: str) -> float:
        """Return how far on the way a value is, 0 to 1.

        Raises:
            ValueError: it has another unit, or lies outside; says what would be right.
        """
        found = _END.fullmatch(tidy(text))
        if found is None or found["before"] != self.before or (found["after"] or self.after) != self.after:
            raise ValueError(f"write it like the ends of the range, e.g. '{self.at(0.5)}'")
        place = (number(found["number"]) - self.low) / (self.high - self.low)
        if not 0.0 <= place <= 1.0:
            raise ValueError(
                f"it lies outside the range; write a value between its ends, e.g. '{self.at(0.5)}'"
            )
        return place

    def holds(self, text: str) -> bool | None:
        """Tell whether a value lies in the range; None where it is written in another way."""
        found = _END.fullmatch(tidy(text))
        if found is None or (found["before"], found["after"] or "") != (self.before, self.after):
            return None
        return self.low <= number(found["number"]) <= self.high

    def _written(self, value: float) -> Value:
        """Return a number as a scenario writes it."""
        short = value if self.whole else float(f"{value:.{DIGITS}g}")
        if not (self.before or self.after or self.signed):
            return int(short) if short.is_integer() else short
        digits = f"{short:{'+' if self.signed else ''}.12f}".rstrip("0").rstrip(".")
        if _THREE_DECIMALS.search(digits):
            digits += "0"  # a fraction of three digits may be meant as thousands, and readers refuse it
        return f"{self.before}{digits}{self.after}"


def range_between(low: str, high: str) -> Range:
    """Return the range between two ends.

    Raises:
        ValueError: they are no such ends; says why and what would be right.

    >>> range_between("20", "60 %").at(0.5), range_between("6", "10").at(0.25)
    ('40 %', 7)
    """
    ends = [_END.fullmatch(tidy(each)) for each in (low, high)]
    if ends[0] is None or ends[1] is None:
        raise ValueError("a range has two numbers, e.g. '20 % to 60 %'; levels have commas: 'a, b'")
    first, last = ends[0], ends[1]
    after = last["after"] or ""
    if first["before"] != last["before"] or (first["after"] or after) != after:
        raise ValueError("both ends need the same unit, e.g. '20 % to 60 %'")
    if not number(first["number"]) < number(last["number"]):
        raise ValueError("a range goes upwards; write the smaller end first")
    return Range(
        number(first["number"]), number(last["number"]), last["before"], after, "+" in last["number"]
    )


def with_a_dash(text: str) -> str:
    """Return a range that is written with a dash as it is written here; ``""`` where it is none.

    >>> with_a_dash("40-75 %"), with_a_dash("2 h – 5 h"), with_a_dash("40 %")
    ('40 % to 75 %', '2 h to 5 h', '')
    """
    found = _DASHED.fullmatch(tidy(text))
    if found is None:
        return ""
    return f"{found['low']}{found['unit'] or found['after']} to {found['high']}{found['after']}"


def triangular(share: float, mode: float) -> float:
    """Return where on the way from 0 to 1 a triangular distribution has a quantile.

        √(u m) up to u = m, then 1 - √((1 - u)(1 - m))

    Args:
        share: u, in [0, 1].
        mode: m, where on the way it is most likely, in [0, 1].

    >>> triangular(0.5, 0.5), round(triangular(0.5, 0.0), 4)
    (0.5, 0.2929)
    """
    if share <= mode:
        return math.sqrt(share * mode)
    return 1.0 - math.sqrt((1.0 - share) * (1.0 - mode))
