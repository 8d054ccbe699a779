"""Factors of a design: a key of the scenario with levels, or with a range.

`people.writers.headcount = 6, 8, 10` has levels, `steps.draft.exposure = 20 % to 60 %` has a range, and
`steps.draft.exposure = 20 % to 60 % in 5 levels` has levels that divide one evenly.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sim.errors import ScenarioError, UsageError
from sim.scenario.changing.draft import is_inside, parse_dotted
from sim.scenario.changing.points import plain_value
from sim.scenario.load import LoadedScenario
from sim.scenario.notation.annotation import shown
from sim.scenario.notation.ranges import Range, range_between
from sim.scenario.reading.yaml_text import Path_, Value, read_yaml

EXAMPLE = "--over 'people.writers.headcount = 6, 8, 10' or --over 'steps.draft.exposure = 20 % to 60 %'"
MOST_LEVELS = 1_000
_RANGE = re.compile(r"(?P<low>.+?)\s+to\s+(?P<high>.+?)(?:\s+in\s+(?P<count>\S+)\s+(?:levels|steps))?")
_THOUSANDS = re.compile(r"\d,\d{3}(?!\d)")
_OPENING, _CLOSING = "[{(", ")}]"


@dataclass(frozen=True, slots=True)
class Factor:
    """A key that a design varies.

    Attributes:
        key: dotted, as ``set:`` writes it.
        values: its levels, in order; or None, where any value of ``range`` may be taken.
        range: from where to where, where it was written as one.
    """

    key: str
    values: tuple[Value, ...] | None
    range: Range | None = None

    @property
    def ends(self) -> tuple[Value, ...]:
        """The levels, or the two ends of the range."""
        if self.values is not None:
            return self.values
        return self.range.levels(2) if self.range else ()

    def at(self, share: float) -> Value:
        """Return the value at a share from 0 up to 1; levels are equally likely."""
        if self.values is not None:
            return self.values[min(int(share * len(self.values)), len(self.values) - 1)]
        assert self.range is not None
        return self.range.at(share)


def factors_of_texts(texts: Sequence[str]) -> tuple[Factor, ...]:
    """Return the factors of several `KEY = VALUES`.

    Raises:
        UsageError: one cannot be read, or a key stands twice.
    """
    return _each_once([_of_text(text) for text in texts])


def factors_of(over: Mapping[str, object]) -> tuple[Factor, ...]:
    """Return the factors of a mapping: a list has levels, a tuple is a range, text is read as in a command.

    A tuple holds two ends, or two ends and a number of levels: ``("20 %", "60 %", 5)``.

    Raises:
        UsageError: a value is none of these.
    """
    return _each_once([_of_value(key, value) for key, value in over.items()])


def in_whole_numbers(factors: Sequence[Factor], loaded: LoadedScenario) -> tuple[Factor, ...]:
    """Return factors whose ranges keep to whole numbers where the scenario takes no others.

    The scenario itself is asked, with a fraction between the ends.
    """
    return tuple(_whole(factor, loaded) for factor in factors)


def _whole(factor: Factor, loaded: LoadedScenario) -> Factor:
    ends = factor.range
    kept = None if ends is None else kept_whole(factor.key, ends, loaded)
    if kept is None or kept == ends:
        return factor
    return Factor(factor.key, kept.levels(len(factor.values)) if factor.values else None, kept)


def kept_whole(key: str, ends: Range, loaded: LoadedScenario) -> Range:
    """Return a range that keeps to whole numbers where a key of the scenario takes no others.

    Neither end need be one that the key takes: what is wrong with it, its point says.
    """
    if not (ends.low.is_integer() and ends.high.is_integer()):
        return ends

    def takes_one_of(values: Iterable[float]) -> bool:
        return any(_takes(loaded, key, replace(ends, low=value).at(0.0)) for value in values)

    middle = float((ends.low + ends.high) // 2)
    if takes_one_of((ends.low + 0.5, middle + 0.5, ends.high - 0.5)):
        return ends
    whole = takes_one_of((ends.low, middle, ends.high))
    return replace(ends, whole=whole)  # where it takes neither something else is wrong, which each point says


def _takes(loaded: LoadedScenario, key: str, value: Value) -> bool:
    try:
        loaded.at({key: value})
    except ScenarioError:
        return False
    return True


def _each_once(factors: list[Factor]) -> tuple[Factor, ...]:
    if not factors:
        raise UsageError(f"--over: nothing varies; name a key and its values, e.g. {EXAMPLE}")
    seen: dict[str, Path_ | None] = {}
    for factor in factors:
        path = parse_dotted(factor.key)
        if path in seen.values():
            raise UsageError(f"--over: '{factor.key}' stands twice; write all its values in one")
        for other, its in seen.items():
            if path and its and (is_inside(path, its) or is_inside(its, path)):
                part, whole = (factor.key, other) if is_inside(path, its) else (other, factor.key)
                raise UsageError(f"--over: '{part}' is part of '{whole}', which varies too; keep one of both")
        seen[factor.key] = path
    return tuple(factors)


def _of_text(text: str) -> Factor:
    key, equals, said = (part.strip() for part in text.partition("="))
    if not equals or not key or not said:
        raise UsageError(f"--over = {text}: a key and its values belong here; write e.g. {EXAMPLE}")
    return _levels_or_range(key, said, f"--over = {text}")


def _levels_or_range(key: str, said: str, where: str) -> Factor:
    match = _RANGE.fullmatch(said)
    if match is None or len(_parts(said)) > 1:
        return _levels(key, [_value(part, where) for part in _parts(said)], where)
    return _range(key, match["low"], match["high"], match["count"], where)


def _of_value(key: str, value: object) -> Factor:
    where = f"over: {key} = {shown(value)}"
    if isinstance(value, str):
        return _levels_or_range(key, value, where)
    if isinstance(value, tuple):
        if len(value) not in {2, 3}:
            raise UsageError(f"{where}: a range has two ends, e.g. ('20 %', '60 %'); levels are a list")
        return _range(key, str(value[0]), str(value[1]), str(value[2]) if len(value) == 3 else None, where)
    if isinstance(value, Mapping) or not isinstance(value, Iterable):
        raise UsageError(f"{where}: a list of levels or a tuple with two ends belongs here, e.g. [6, 8, 10]")
    return _levels(key, [plain_value(level) for level in value], where)


def _range(key: str, low: str, high: str, count: str | None, where: str) -> Factor:
    try:
        whole = range_between(low, high)
    except ValueError as error:
        raise UsageError(f"{where}: {error}") from None
    if count is None:
        return Factor(key, None, whole)
    if not count.isdigit() or not 2 <= int(count) <= MOST_LEVELS:
        raise UsageError(f"{where}: a range has 2 to {MOST_LEVELS:,} levels, its ends among them")
    return Factor(key, whole.levels(int(count)), whole)


def _levels(key: str, values: Sequence[Value], where: str) -> Factor:
    distinct = tuple(value for place, value in enumerate(values) if value not in values[:place])
    if len(distinct) < 2:
        raise UsageError(
            f"{where}: one value does not vary; write a comma and a space between two: '6, 8', or a range: "
            "'6 to 10'"
        )
    return Factor(key, distinct)


def _parts(said: str) -> list[str]:
    """Return the levels in a text: commas part them, but for those in brackets, quotes and thousands."""
    parts, depth, quote = [""], 0, ""
    for place, letter in enumerate(said):
        if letter in "\"'":
            quote = "" if quote == letter else quote or letter
        elif not quote:
            depth += (letter in _OPENING) - (letter in _CLOSING)
        is_thousands = place > 0 and _THOUSANDS.match(said, place - 1)
        if letter == "," and not (depth or quote or is_thousands):
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


def _value(text: str, where: str) -> Value:
    """Return a value as YAML reads it."""
    if not text:
        raise UsageError(f"{where}: a level is empty; write values with a comma between them: '6, 8, 10'")
    document = read_yaml(f"value: {text}\n", where)
    if document.faults or "value" not in document.tree:
        rule = document.faults[0].text if document.faults else "that is no value"
        raise UsageError(f"{where}: {text}: {rule}")
    return document.tree["value"]
