"""Readers of plain numbers: counts, factors, shares, levels of skill."""

import math
import re

from sim.scenario.notation.annotation import Notation, Setting, refusal
from sim.scenario.notation.digits import advice, in_our_digits, misread
from sim.scenario.notation.time import as_text, is_number
from sim.scenario.quantities import Level
from sim.units import NUMBER, number, plain, split_quantity, tidy

_PLUS = re.compile(rf"\+\s*({NUMBER})")
_SIGNED = re.compile(r"[+-]\s*\d{1,40}(?:\.\d{1,40})?")
_PERCENT = re.compile(rf"({NUMBER})\s*(?:%|percent|per cent)")
_PERCENT_LEVEL = re.compile(rf"({NUMBER})\s*(%?)(?:\s*(?:±|\+/-|\+-)\s*({NUMBER})\s*(%?))?")
_LEVEL = re.compile(rf"({NUMBER})(?:\s*(?:±|\+/-|\+-)\s*({NUMBER}))?")


def bare_number(value: object) -> float:
    """Return a plain number, or refuse what is not one."""
    if is_number(value):
        found = float(str(value))
        if math.isfinite(found):
            return found
        raise refusal("it is not a finite number; write a number such as 0.5")
    text = as_text(value, "a number")
    other = misread(text)
    if other is None and _PLUS.fullmatch(text):
        raise refusal("that is a change, but the new value itself belongs here; write it without a sign")
    raise refusal(advice(other) if other else _not_a_number(text))


def read_as_written(value: object, _setting: Setting) -> float | str:
    """A number, or a text with its unit, as it stands: what it means depends on another key."""
    if is_number(value):
        return float(str(value))
    return as_text(value, "one value, with its unit")


def _not_a_number(text: str) -> str:
    try:
        meant = float(text)
    except ValueError:
        meant = math.nan
    if math.isfinite(meant):
        return f"it is not written as a plain number; write {meant:.10g}"
    parts = split_quantity(text)
    if parts is not None and parts[1] == "%":
        return f"that is a percentage, but a plain number belongs here; write {plain(parts[0] / 100.0)}"
    if parts is not None:
        unit = "a unit" if parts[1] else "commas"
        return f"a plain number belongs here, without {unit}; write {parts[0]:.10g}"
    return "that is not a number; write digits, e.g. 4"


def _bounded(found: float, low: float | None, high: float | None, above: float | None) -> None:
    if low is not None and found < low:
        raise refusal(f"it must be {plain(low)} or more; write {plain(low)} or a larger number")
    if above is not None and found <= above:
        raise refusal(f"it must be more than {plain(above)}; write a larger number")
    if high is not None and found > high:
        hint = (
            f"write {plain(found / 100.0)}"
            if high == 1.0 and found <= 100.0
            else f"write {plain(high)} or less"
        )
        raise refusal(f"it must not be more than {plain(high)}; {hint}")


MOST = 1_000_000_000
"""Whole numbers may not be larger."""


def whole_number(at_least: int = 0, of: str = "", at_most: int = MOST) -> Notation:
    """Return the notation of a whole number ``of`` something."""
    things = f" of {of}" if of else ""

    def read(value: object, _setting: Setting) -> int:
        found = bare_number(value)
        if not found.is_integer():
            advice = (
                f"for part-time staff write {plain(math.ceil(found))}, one by name with hours of their own: "
                "'workers: {Part timer: {hours: Mon-Fri 9:00-13:00}}'"
                if of == "people"
                else f"write {plain(math.floor(found))} or {plain(math.ceil(found))}"
            )
            raise refusal(f"{plain(found)} is not a whole number{things}; {advice}")
        _bounded(found, at_least, at_most, None)
        return int(found)

    return Notation(
        read,
        f"A whole number{things}, {at_least} {'or more' if at_most == MOST else f'to {at_most:,}'}.",
        (max(at_least, 3),),
        ("integer",),
        {"minimum": at_least} | ({} if at_most == MOST else {"maximum": at_most}),
    )


def whole_number_or(word: str, at_least: int = 0, at_most: int = MOST) -> Notation:
    """Return the notation of a whole number, or of a word in its place."""
    number = whole_number(at_least, at_most=at_most)

    def read(value: object, setting: Setting) -> object:
        if isinstance(value, str) and value != word and not any(map(str.isdecimal, value)):
            raise refusal(f"that is no number; write digits, e.g. 20, or '{word}'")
        return word if value == word else number.read(value, setting)

    return Notation(
        read, f"{number.description} Or `{word}`.", (word, *number.examples), ("integer", "string"), {}
    )


def plain_number(
    at_least: float | None = None, at_most: float | None = None, above: float | None = None
) -> Notation:
    """Return the notation of a plain number within bounds."""

    def read(value: object, _setting: Setting) -> float:
        found = bare_number(value)
        _bounded(found, at_least, at_most, above)
        return found

    limits = {"minimum": at_least, "maximum": at_most, "exclusiveMinimum": above}
    return Notation(
        read, "A plain number.", (0.5,), ("number",), {k: v for k, v in limits.items() if v is not None}
    )


def read_correlation(value: object, _setting: Setting) -> float:
    """A rank correlation: 0.5 [-1, 1]."""
    is_word = isinstance(value, str) and not any(map(str.isdecimal, value))
    if is_word or not -1.0 <= bare_number(value) <= 1.0:
        raise refusal("a rank correlation is a number from -1 to 1; write e.g. 0.5, or -0.5")
    return bare_number(value)


def _percentage(value: object, wanted: str) -> float | None:
    """Return the percentage in ``60 %`` as a factor, or None for a bare number."""
    if is_number(value):
        return None
    text = as_text(value, wanted)
    match = _PERCENT.fullmatch(text)
    if match is not None and len(match[1]) <= 40:
        return number(match[1]) / 100.0
    parts = split_quantity(text)
    if parts is not None and not parts[1]:
        return None
    raise refusal(f"that is not a percentage; write {wanted}")


def read_gain(value: object, setting: Setting) -> float:
    """Points that a lever adds on the scale of skills, with their sign: `+0.25`, `-0.1` [-1, 1]."""
    text = tidy(value) if isinstance(value, str) else ""
    percent = _PERCENT.fullmatch(text)
    if percent is not None:
        points = number(percent[1]) / 100.0
        raise refusal(f"gains are points on a scale from 0 to 1; write '{points:+.10g}'")
    signed = _SIGNED.fullmatch(text)
    found = float(text.replace(" ", "")) if signed and misread(text) is None else bare_number(value)
    if abs(found) > 1.0:
        hint = f"write '{found / 100.0:+.10g}'" if 5.0 <= abs(found) <= 100.0 else "write it like '+0.1'"
        raise refusal(f"gains are points on a scale from 0 to 1; {hint}")
    if found > 0.0 and signed is None and not setting.bare_numbers:
        raise refusal(
            "without a sign it could be the new level; "
            f"write '{found:+.10g}' to add that much, or the difference to the level you want, e.g. '+0.1'"
        )
    return found


@in_our_digits("e.g. '130 %'")
def read_factor(value: object, setting: Setting) -> float:
    """A weight beside the others: `130 %` is 1.3 [factor]."""
    found = _percentage(value, "a percentage such as '130 %'")
    if found is None:
        bare = bare_number(value)
        if not setting.bare_numbers:
            percent = bare * 100.0 if bare <= 10.0 else bare
            raise refusal(
                f"it is not clear whether that is a factor or a percentage; write '{plain(percent)} %'"
            )
        found = bare
    if found < 0.0:
        raise refusal("it cannot be negative; write '100 %' for as much as the others, '0 %' for none")
    return found


@in_our_digits("e.g. '120 %'")
def read_stretch(value: object, setting: Setting) -> float:
    """A level over the normal one, at least that: `120 %` is 1.2 [factor]."""
    found = read_factor(value, setting)
    if found < 1.0:
        more = plain(round(100.0 * (1.0 + found), 9))
        raise refusal(f"100 % is the normal level and the least; write '{more} %' for that much more")
    return found


@in_our_digits("e.g. '60 %'")
def read_share(value: object, _setting: Setting) -> float:
    """A share: `60 %` or 0.6 [0-1]."""
    found = _percentage(value, "a percentage such as '60 %'")
    if found is None:
        found = bare_number(value)
        if 1.0 < found <= 100.0:
            raise refusal(f"a share is between 0 and 1; write '{plain(found)} %' or {plain(found / 100.0)}")
    if not 0.0 <= found <= 1.0:
        raise refusal("a share is between 0 % and 100 %; write it like '60 %'")
    return found


@in_our_digits()
def read_change(value: object, setting: Setting) -> float:
    """A relative change: `-19 %`, `+12 %` [share]."""
    found = _percentage(value, "a signed percentage such as '-19 %'")
    if found is None:
        found = bare_number(value)
        if not setting.bare_numbers:
            percent = found * 100.0 if abs(found) <= 1.0 else found
            raise refusal(f"a change is a percentage; write '{percent:+,.10g} %'")
    elif found > 0.0 and not setting.bare_numbers and not str(value).strip().startswith("+"):
        said = f"{plain(round(100.0 * found, 9))} %"
        raise refusal(
            "without a sign it could be the new level; "
            f"write '+{said}' for that much more, or '-{said}' for that much less"
        )
    if found < -1.0:
        raise refusal("it cannot fall by more than 100 %; write '-100 %' for none left")
    return found


@in_our_digits("e.g. 0.65")
def read_level(value: object, _setting: Setting) -> Level:
    """A skill or difficulty: 0.65, `0.65 ± 0.12` or `{mean: 0.65, sd: 0.12}` [0-1]."""
    if isinstance(value, Level):
        return value
    if isinstance(value, dict):
        return _level_mapping(value)
    if is_number(value):
        return _level(bare_number(value), 0.0)
    text = as_text(value, "a level such as 0.65 or '0.65 ± 0.12'")
    match = _LEVEL.fullmatch(text)
    if match is None or len(text) > 80:
        percent = _PERCENT_LEVEL.fullmatch(text)
        if percent is not None:
            raise refusal(f"levels are on a scale from 0 to 1; write {_on_the_scale(percent)}")
        raise refusal("that is not a level; write a number from 0 to 1 such as 0.65, or '0.65 ± 0.12'")
    return _level(number(match[1]), number(match[2]) if match[2] else 0.0)


def _on_the_scale(level: re.Match[str]) -> str:
    """Return a level that was written in percent as it is written here."""
    mean = plain(number(level[1]) / (100.0 if level[2] else 1.0))
    if not level[3]:
        return mean
    return f"'{mean} ± {plain(number(level[3]) / (100.0 if level[4] or number(level[3]) > 1.0 else 1.0))}'"


def _level_mapping(value: dict[str, object]) -> Level:
    unknown = sorted(set(value) - {"mean", "sd"})
    if unknown or "mean" not in value:
        problem = f"'{unknown[0]}' has no meaning here" if unknown else "the mean is missing"
        raise refusal(f"{problem}; write '{{mean: 0.65, sd: 0.12}}' or '0.65 ± 0.12'")
    return _level(bare_number(value["mean"]), bare_number(value.get("sd", 0.0)))


def _level(mean: float, sd: float) -> Level:
    if not 0.0 <= mean <= 1.0:
        hint = f"write {plain(mean / 100.0)}" if 1.0 < mean <= 100.0 else "write it like 0.65"
        raise refusal(f"levels are on a scale from 0 to 1; {hint}")
    if not 0.0 <= sd <= 0.5:
        raise refusal(
            "the spread of a level is its standard deviation, between 0 and 0.5; write it like '0.65 ± 0.12'"
        )
    return Level(mean, sd)
