"""Numbers in the digits of another country: `2'500`, `2 500`, `1.500,50`, `0,9`.  None is guessed at.

The language has one form: a point before the fraction, thousands with commas or without any sign.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import TypeVar

from sim.scenario.notation.annotation import Setting, refusal
from sim.units import tidy

T = TypeVar("T")
Reader = Callable[[object, Setting], T]
_TOKEN = re.compile(r"(?<![\w.,'’])[.,]?\d(?:[\d.,_'’]|[ ](?=\d))*")
_OURS = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_APART = re.compile(r"\d{1,3}(?P<sign>[ _'’])\d{3}(?:(?P=sign)\d{3})*(?:[.,]\d+)?")
_POINTS = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}")
_LAKHS = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_COMMA = re.compile(r"\d*,\d+")
_NO_THOUSANDS = re.compile(r"0+,\d+")
_EITHER = re.compile(r"([1-9]\d{0,2})\.(\d\d0)")
_CHANGE = re.compile(r"\+.*|-[\d.,]+\s*%")
_HALVES = {"¼": ".25", "½": ".5", "¾": ".75"}
_SIGNS = {" ": "spaces", "_": "underscores", "'": "apostrophes", "’": "apostrophes"}


@dataclass(frozen=True, slots=True)
class Misread:
    """A number that this language writes otherwise.

    Attributes:
        rule: what is not written here.
        meant: the text as it would be written, the likeliest first.
    """

    rule: str
    meant: tuple[str, ...]


@lru_cache(maxsize=4096)  # every point of a sweep reads the same few hundred texts again
def misread(text: str) -> Misread | None:
    """Return how a text with numbers in other digits would be written, or None where there are none.

    >>> misread("2'500 EUR"), misread("2,500 EUR")
    (Misread(rule='digits stand without apostrophes between them', meant=('2500 EUR',)), None)
    >>> misread("0,65 ± 0,12").meant, misread("1.500,50 EUR").meant, misread("1.500 h").meant
    (('0.65 ± 0.12',), ('1500.50 EUR',), ('1500 h', '1.5 h'))
    """
    text = tidy(text)
    rules: list[str] = []
    first = second = text
    for match in reversed([*_TOKEN.finditer(text)]):
        found = _of_token(match[0])
        if found is not None:
            rules.append(found.rule)
            first = first[: match.start()] + found.meant[0] + first[match.end() :]
            second = second[: match.start()] + found.meant[-1] + second[match.end() :]
    first, second = (re.sub(r"(?<![\w.])\.(?=\d)", "0.", _without_halves(each)) for each in (first, second))
    if rules:
        return Misread(rules[-1], tuple(dict.fromkeys((first, second))))
    return Misread("a fraction is written with digits", (first,)) if first != text else None


def _without_halves(text: str) -> str:
    for sign, digits in _HALVES.items():
        text = re.sub(rf"\s*{sign}", digits, text) if re.search(rf"\d\s*{sign}", text) else text
        text = text.replace(sign, f"0{digits}")
    return text


def _of_token(token: str) -> Misread | None:
    """Return what is meant by one number, or None where it is written in our form or in none."""
    token = token.rstrip(".,'’_")
    apart = _APART.fullmatch(token)
    if apart is not None:
        sign = apart["sign"]
        meant = token.replace(sign, "").replace(",", ".")
        return Misread(f"digits stand without {_SIGNS[sign]} between them", (meant,))
    if _POINTS.fullmatch(token):
        return Misread(
            "a point begins the fraction, and thousands need no sign",
            (token.replace(".", "").replace(",", "."),),
        )
    if _LAKHS.fullmatch(token):
        return Misread("commas stand between thousands", (token.replace(",", ""),))
    either = _EITHER.fullmatch(token)
    if either is not None:
        fraction = f"{either[1]}.{either[2]}".rstrip("0").rstrip(".")
        return Misread("a point may mean thousands or a fraction", (f"{either[1]}{either[2]}", fraction))
    if _COMMA.fullmatch(token) and (not _OURS.fullmatch(token) or _NO_THOUSANDS.fullmatch(token)):
        return Misread(
            "a comma separates thousands, and a point begins the fraction", (token.replace(",", "."),)
        )
    return None


def _alone(text: str) -> bool:
    """True for a number without a unit."""
    return _OURS.fullmatch(text.lstrip("+-")) is not None


def advice(found: Misread) -> str:
    """Return `rule; suggestion`; a number alone stands without quotes."""
    choices = (each if _alone(each) else f"'{each}'" for each in found.meant)
    return f"{found.rule}; write {' or '.join(choices)}"


def in_our_digits(instead: str = "") -> Callable[[Reader[T]], Reader[T]]:
    """Let a reader refuse numbers in other digits, and changes where a value belongs.

    Where a text would be refused in our digits too, that reason is told.

    Args:
        instead: what to write where `+20 %` stands for a value; empty where a change may stand.
    """

    def decorate(read: Reader[T]) -> Reader[T]:
        @wraps(read)
        def checked(value: object, setting: Setting) -> T:
            found = misread(value) if isinstance(value, str) else None
            if found is not None:
                meant = found.meant[-1]
                checked(float(meant.replace(",", "")) if _alone(meant) else meant, setting)
                raise refusal(advice(found))
            if instead and isinstance(value, str) and _CHANGE.fullmatch(tidy(value)):
                raise refusal(f"that is a change, but the new value itself belongs here; write {instead}")
            return read(value, setting)

        return checked

    return decorate
