"""Many futures in a report: a table, a picture, and the numbers for machines."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.experiments.findings import Comparison
from sim.experiments.narrowing import parts_of
from sim.experiments.robustness import Robust
from sim.experiments.telling import telling_of
from sim.experiments.wording import format_interval, format_part, three_digits
from sim.report.cells import plain
from sim.report.figures import in_lines
from sim.report.picture import Picture, grid
from sim.report.style import BASELINE, FAINT, colours_of
from sim.statistics.estimate import Estimate
from sim.statistics.futures import shrunk

NOT_APART = "not told apart from luck"
Json = dict[str, object]
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class FutureLine:
    """What a table says of a strategy in many futures."""

    strategy: str
    level: str
    difference: str
    nine_of_ten: str
    regret: str
    as_good: str
    satisfies: str
    uncertain: str


def future_lines(comparison: Comparison) -> list[FutureLine]:
    """Return a line for each strategy; none where no futures were drawn."""
    found = comparison.robustness
    if found is None or not found.is_told:
        return []
    told = telling_of(found.measure, comparison.currency)

    def said(known: Estimate, *, signed: bool = False) -> str:
        shown = told.of(known)
        return format_interval(shown.mean, shown.half_width, signed=signed)

    lines = []
    for name, each in found.strategies.items():
        is_base = name == comparison.baseline
        ends = (three_digits(told.factor * end, signed=True) for end in (each.low, each.high))
        lines.append(
            FutureLine(
                name,
                said(each.level),
                "" if is_base else said(each.difference, signed=True),
                "" if is_base else " to ".join(ends) if each.uncertain.is_clear else NOT_APART,
                "over budget" if math.isnan(each.as_good[0]) else said(each.regret),
                format_part(each.as_good),
                format_part(each.satisfies) if each.satisfies else "",
                "" if is_base else _uncertain(each, told.factor),
            )
        )
    return lines


def _uncertain(each: Robust, factor: float) -> str:
    if not each.uncertain.is_clear:
        return NOT_APART
    shares = ", ".join(f"{what} {part}" for what, part in parts_of(each.uncertain).items())
    return f"{three_digits(factor * math.sqrt(each.uncertain.whole))}: {shares}"


def future_picture(comparison: Comparison) -> Picture | None:
    """Return each strategy's difference from the baseline in every future; None where none were drawn."""
    found = comparison.robustness
    names = [name for name in comparison.replications if name != comparison.baseline]
    if found is None or not found.is_told or not names:
        return None
    told = telling_of(found.measure, comparison.currency)
    values = found.outcomes.of(found.measure.name)
    title = f"What each strategy changes in {found.futures} futures: {found.measure.title}"
    figure, (ax,) = grid(title, 1, 1, 0.9 + 0.42 * len(names))
    colours = colours_of(list(comparison.replications), comparison.baseline)
    for row, name in enumerate(names):
        place = found.outcomes.strategies.index(name)
        gaps = told.factor * shrunk(values[:, :, place] - values[:, :, 0])
        spread = row + 0.26 * np.linspace(-1.0, 1.0, len(gaps))[np.argsort(np.argsort(gaps, kind="stable"))]
        ax.scatter(gaps, spread, s=9, color=colours[name], alpha=0.55, linewidths=0)
        each = found.strategies[name]
        ax.plot(
            [told.factor * each.low, told.factor * each.high], [row, row], color=colours[name], linewidth=1.2
        )
        ax.plot(told.factor * each.difference.mean, row, "o", color=colours[name], markersize=6)
    ax.axvline(0.0, color=BASELINE, linewidth=1.2, zorder=1)
    ax.set_yticks(range(len(names)), [in_lines(name) for name in names])
    ax.invert_yaxis()
    ax.tick_params(axis="y", length=0, colors=FAINT)
    ax.set_xlabel(f"difference from '{comparison.baseline}' [{told.of_difference}]")
    alts = " ".join(
        f"{line.strategy} {line.difference}, in nine of ten futures {line.nine_of_ten}."
        for line in future_lines(comparison)
        if line.strategy in names
    )
    reading = (
        f"Small dots: {found.ran} futures, sorted upwards, drawn together by what the luck of "
        f"{found.replications} replications spreads them; large dot: their mean; line: nine of ten."
    )
    return Picture("futures", title, reading, f"{title}. {alts}", figure)


def futures_json(comparison: Comparison) -> Json | None:
    """Return what was found in the futures, for machines."""
    found = comparison.robustness
    if found is None:
        return None
    return {
        "measure": found.measure.name,
        "futures": found.futures,
        "ran": found.ran,
        "replications": found.replications,
        "uncertainties": dict(zip(found.keys, found.of_a_study, strict=True)),
        "goals": list(found.goals),
        "failures": list(found.failures),
        "strategies": {
            name: {
                "level": plain(each.level),
                "difference": plain(each.difference),
                "p05": each.low,
                "p95": each.high,
                "regret": plain(each.regret),
                "as_good": _share(each.as_good),
                "satisfies": _share(each.satisfies),
                "variance": {
                    "study_evidence": each.uncertain.first,
                    "own_guesses": each.uncertain.second,
                    "too_few_runs": each.uncertain.noise,
                },
                "study_share_of_both": {"low": each.uncertain.low, "high": each.uncertain.high},
                "told_apart_from_luck": each.uncertain.is_clear,
            }
            for name, each in found.strategies.items()
            if found.is_told
        },
    }


def _share(found: tuple[float, float, float] | None) -> Json | None:
    return None if found is None else dict(zip(("share", "low", "high"), found, strict=True))


def future_rows(comparison: Comparison) -> Iterator[Row]:
    """Yield the rows of the table of futures: future, strategy, replication, measure, value."""
    found = comparison.robustness
    if found is None:
        return
    values, outcomes = found.outcomes.values, found.outcomes
    for future in range(values.shape[0]):
        for place, strategy in enumerate(outcomes.strategies):
            for number in range(values.shape[1]):
                for column, measure in enumerate(outcomes.measures):
                    yield future, strategy, number, measure, float(values[future, number, place, column])


def drawn_rows(comparison: Comparison) -> Iterator[Row]:
    """Yield the values that were drawn: future, key, value as the scenario writes it, whether of a study."""
    found = comparison.robustness
    if found is None:
        return
    kinds = dict(zip(found.keys, found.of_a_study, strict=True))
    for future, point in enumerate(found.outcomes.drawn.points):
        for key, value in point.items():
            yield future, key, str(value), kinds[key]
