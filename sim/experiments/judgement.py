"""What is known of differences from the baseline on one measure, in words: in full, or in one line."""

from collections.abc import Sequence
from enum import Enum, auto

from sim.experiments.findings import Comparison, Difference
from sim.experiments.foreground import ASSUMED_SHARE
from sim.experiments.telling import Telling, singular, spoken_title, telling_of
from sim.experiments.wording import format_interval, format_quantity
from sim.measures.measure import Direction, Measure
from sim.scenario.telling.wording import effort, listed
from sim.statistics.estimate import FEWEST, NOISE

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
LEAST_OF_BASELINE = f"{100.0 * ASSUMED_SHARE:g} % of the baseline"
LEAST_OF_POINTS = "half a percentage point"
PERHAPS_SMALL = "perhaps too little to matter"


class Finding(Enum):
    """What is known of a difference from the baseline."""

    HIGHER = auto()
    LOWER = auto()
    TOO_SMALL = auto()
    UNCLEAR = auto()
    SAME = auto()
    UNKNOWN = auto()


def finding(difference: Difference, matters_from: float = 0.0) -> Finding:
    """Return what is known of a difference from the baseline.

    *Too small to matter* is a difference whose whole interval lies nearer to zero than ``matters_from``.
    *Clear*, higher or lower, is any other that differs from zero together with those of all other
    strategies (Holm).
    """
    gap = difference.difference
    if gap.replications < FEWEST:
        return Finding.UNKNOWN
    farthest = max(abs(gap.low), abs(gap.high))
    if farthest <= NOISE * abs(difference.level.mean):
        return Finding.SAME
    if farthest < matters_from:
        return Finding.TOO_SMALL
    if not difference.is_clear:
        return Finding.UNCLEAR
    return Finding.HIGHER if gap.mean > 0.0 else Finding.LOWER


def is_perhaps_small(difference: Difference, matters_from: float) -> bool:
    """Tell whether a difference is clear, and yet too small to matter as far as its mean tells."""
    is_clear = finding(difference, matters_from) in (Finding.HIGHER, Finding.LOWER)
    return is_clear and abs(difference.difference.mean) < matters_from


def groups(comparison: Comparison, name: str, strategies: Sequence[str]) -> dict[Finding, list[str]]:
    """Return which strategies do what to a measure: wanted changes first, then unwanted, then the rest."""
    order = list(Finding)
    if measure_of(comparison, name).direction is Direction.SMALLER:
        order[:2] = Finding.LOWER, Finding.HIGHER
    found: dict[Finding, list[str]] = {kind: [] for kind in order}
    matters_from = comparison.matters_from.get(name, 0.0)
    for strategy in strategies:
        found[finding(comparison.differences[strategy][name], matters_from)].append(strategy)
    return {kind: names for kind, names in found.items() if names}


def improving(comparison: Comparison, name: str, strategies: Sequence[str]) -> list[str]:
    """Return the strategies that clearly improve a measure; none where no side of it is better."""
    wanted = {Direction.LARGER: Finding.HIGHER, Direction.SMALLER: Finding.LOWER}
    direction = measure_of(comparison, name).direction
    return groups(comparison, name, strategies).get(wanted.get(direction, Finding.UNKNOWN), [])


def measure_of(comparison: Comparison, name: str) -> Measure:
    """Return a measure of a comparison."""
    return comparison.differences[comparison.baseline][name].measure


def title_of(comparison: Comparison, name: str) -> str:
    """Return the title of a measure as one says it in a sentence."""
    return spoken_title(measure_of(comparison, name))


def quantity(comparison: Comparison, name: str, number: float) -> str:
    """Return a difference that matters, as one says it; a time below an hour in minutes."""
    told = _telling(comparison, name)
    if told.spoken_difference == "hours":
        return effort(number)
    amount = told.factor * number
    unit = singular(told.spoken_difference) if amount == 1.0 else told.spoken_difference
    return format_quantity(amount, 0.0, unit)


def what_matters(comparison: Comparison, name: str, number: float) -> str:
    """Return the smallest difference that matters, as one says it; an assumed one in three digits."""
    if name in comparison.matters_assumed:
        scale = 60.0 if _telling(comparison, name).spoken_difference == "hours" and number < 1.0 else 1.0
        number = float(f"{scale * number:.3g}") / scale
    return quantity(comparison, name, number)


# --- in full ------------------------------------------------------------------------------------


def in_full(comparison: Comparison, name: str, strategies: Sequence[str]) -> str:
    """Return what strategies do to a measure, with every difference and its interval; no full stop."""
    found, title = groups(comparison, name, strategies), title_of(comparison, name)
    if len(found) == 1 and len(strategies) > 1:
        return _of_all(comparison, name, next(iter(found)), title, strategies)
    clauses: list[str] = []
    with_unit = True
    for kind, names in found.items():
        clauses.append(_clause(comparison, name, kind, names, "it" if clauses else title, with_unit))
        with_unit = with_unit and kind in (Finding.SAME, Finding.UNKNOWN)
    return "; ".join(clauses)


def _of_all(comparison: Comparison, name: str, kind: Finding, what: str, names: Sequence[str]) -> str:
    """Return what all strategies, two or more, do to a measure alike."""
    all_of_them = _all_of(comparison, names)
    if kind is Finding.UNKNOWN:
        return f"too few replications define {what} under {all_of_them}"
    if kind is Finding.SAME:
        return f"{all_of_them} leave {what} exactly as it is"
    numbers = _measured(comparison, name, names, with_unit=True)
    if kind is Finding.UNCLEAR:
        return f"{_none_of(comparison, names)} makes a clear difference to {what}: {numbers}"
    return f"{all_of_them} {_does(comparison, name, kind, what)}: {numbers}"


def _clause(
    comparison: Comparison, name: str, kind: Finding, strategies: Sequence[str], what: str, with_unit: bool
) -> str:
    s = "s" if len(strategies) == 1 else ""
    if kind is Finding.UNKNOWN:
        return f"for {_quoted(strategies)} too few replications define {what}"
    if kind is Finding.SAME:
        return f"{_quoted(strategies)} leave{s} {what} exactly as it is"
    measured = _measured(comparison, name, strategies, with_unit=with_unit)
    if kind is Finding.UNCLEAR:
        return f"{measured} make{s} no clear difference to {what}"
    return f"{measured} {_does(comparison, name, kind, what, s)}"


def _does(comparison: Comparison, name: str, kind: Finding, what: str, s: str = "") -> str:
    """Return the verb of a clear or small change; ``s`` is the ending of the singular."""
    if kind is Finding.TOO_SMALL:
        return f"change{s} {what} by {_too_little(comparison, name)}"
    return f"clearly {'raise' if kind is Finding.HIGHER else 'lower'}{s} {what}"


def _measured(comparison: Comparison, name: str, strategies: Sequence[str], *, with_unit: bool) -> str:
    """Return the strategies with their differences; the unit stands behind the first one."""
    return listed(
        _with_difference(comparison, strategy, name, with_unit=with_unit and place == 0)
        for place, strategy in enumerate(strategies)
    )


def _with_difference(comparison: Comparison, strategy: str, name: str, *, with_unit: bool) -> str:
    found = comparison.differences[strategy][name]
    told = _telling(comparison, name)
    gap = told.of(found.difference)
    unit = told.spoken_difference if with_unit else ""
    words = format_quantity(gap.mean, gap.half_width, unit, signed=True)
    if gap.replications < pairs_of(comparison, strategy):
        words += f", defined in {gap.replications} replications"
    if is_perhaps_small(found, comparison.matters_from.get(name, 0.0)):
        words += f", {PERHAPS_SMALL}"
    return f"'{strategy}' ({words})"


def pairs_of(comparison: Comparison, strategy: str) -> int:
    """Return over how many replications a strategy is compared with the baseline."""
    results = comparison.replications
    return min(len(results[strategy].values), len(results[comparison.baseline].values))


# --- in one line --------------------------------------------------------------------------------


def in_one_line(comparison: Comparison, name: str, strategies: Sequence[str]) -> str:
    """Return what strategies do to a measure, in short and without intervals; no full stop."""
    found = groups(comparison, name, strategies)
    alike = len(found) == 1 and len(strategies) > 1
    said = [_in_short(comparison, name, kind, names, alike=alike) for kind, names in found.items()]
    title = title_of(comparison, name).removeprefix("the ")
    return f"{title[0].upper()}{title[1:]}: {'; '.join(said)}"


def _in_short(
    comparison: Comparison, name: str, kind: Finding, strategies: Sequence[str], *, alike: bool
) -> str:
    under = f"under {_all_of(comparison, strategies) if alike else _quoted(strategies)}"
    if kind is Finding.UNKNOWN:
        return f"defined in too few replications {under}"
    if kind is Finding.SAME:
        return f"exactly as it is {under}"
    if kind is Finding.UNCLEAR:
        return f"no clear difference {f'under {_any_of(comparison, strategies)}' if alike else under}"
    if kind is Finding.TOO_SMALL:
        return f"changed by {_too_little(comparison, name)} {under}"
    side = "higher" if kind is Finding.HIGHER else "lower"
    return f"clearly {side} {under} (by {_amounts(comparison, name, strategies)})"


def _amounts(comparison: Comparison, name: str, strategies: Sequence[str]) -> str:
    """Return the smallest and the largest of some differences, as amounts with their unit."""
    told = _telling(comparison, name)
    gaps = sorted(
        (told.of(comparison.differences[each][name].difference) for each in strategies),
        key=lambda gap: abs(gap.mean),
    )
    ends = [format_interval(abs(gap.mean), gap.half_width).partition(" ")[0] for gap in (gaps[0], gaps[-1])]
    amounts = f"{' to '.join(dict.fromkeys(ends))} {told.spoken_difference}".rstrip()
    least = comparison.matters_from.get(name, 0.0)
    small = [each for each in strategies if is_perhaps_small(comparison.differences[each][name], least)]
    if not small:
        return amounts
    whose = "" if len(small) == len(strategies) else f"{_quoted(small)} "
    return f"{amounts}, {whose}{PERHAPS_SMALL}"


# --- words for both -----------------------------------------------------------------------------


def _too_little(comparison: Comparison, name: str) -> str:
    return f"too little to matter (less than {least(comparison, name)})"


def least(comparison: Comparison, name: str) -> str:
    """Return the smallest difference that matters in words; an assumed one as a share of the baseline."""
    if name not in comparison.matters_assumed:
        return quantity(comparison, name, comparison.matters_from[name])
    return LEAST_OF_POINTS if measure_of(comparison, name).is_share else LEAST_OF_BASELINE


def _telling(comparison: Comparison, name: str) -> Telling:
    return telling_of(measure_of(comparison, name), comparison.currency)


def _all_of(comparison: Comparison, names: Sequence[str]) -> str:
    many = "both strategies" if len(names) == 2 else f"all {_spelt(len(names))} strategies"
    return many + _within(comparison, names)


def _none_of(comparison: Comparison, names: Sequence[str]) -> str:
    return f"{'neither' if len(names) == 2 else 'no'} strategy{_within(comparison, names)}"


def _any_of(comparison: Comparison, names: Sequence[str]) -> str:
    return f"{'either' if len(names) == 2 else 'any'} strategy{_within(comparison, names)}"


def _within(comparison: Comparison, names: Sequence[str]) -> str:
    """Return a remark where these are not all strategies: the others are over the budget."""
    return " within the budget" if len(names) < len(comparison.replications) - 1 else ""


def _quoted(names: Sequence[str]) -> str:
    return listed(f"'{name}'" for name in names)


def _spelt(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)
