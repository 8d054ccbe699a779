"""When an investment has paid back: in words, in JSON and as a picture."""

import math
from collections.abc import Iterator

import numpy as np

from sim.experiments.break_even import MONEY, BreakEven
from sim.experiments.findings import Comparison
from sim.experiments.wording import format_number, format_quantity
from sim.report.bands import Band, whole_weeks
from sim.report.figures import name_panel, plot_moments, plot_weekly_band
from sim.report.picture import Cast, Picture, cut, grid, label_edges, warm_up_and_moments
from sim.report.style import INK

TITLE = "What each strategy has brought beyond the baseline so far"
ACROSS = 2
LATE = 0.9
"""Share of the run after which a strategy that is then furthest behind is told as one that only costs."""


def break_even_sentences(comparison: Comparison) -> list[str]:
    """Return a sentence for each strategy that is behind the baseline at first."""
    return [
        _sentence(name, one, _unit(comparison, one))
        for name, found in comparison.break_evens.items()
        for one in found.values()
    ]


def break_even_json(comparison: Comparison, strategy: str) -> dict[str, object]:
    """Return when a strategy breaks even, by what is counted; empty where it is never behind."""
    return {
        counted: {
            "unit": _unit(comparison, one),
            "deepest": one.deepest,
            "deepest_week": one.deepest_week,
            "week": one.week,
            "low": one.low,
            "high": one.high,
            "at_end": {"mean": one.at_end.mean, "half_width": one.at_end.half_width},
        }
        for counted, one in comparison.break_evens.get(strategy, {}).items()
    }


def break_even_pictures(comparison: Comparison, cast: Cast) -> Iterator[Picture]:
    """Yield what strategies have brought so far, week by week: money, or good deliveries."""
    found = comparison.break_evens
    for counted in dict.fromkeys(each for one in found.values() for each in one):
        those = {name: one[counted] for name, one in found.items() if counted in one}
        yield _picture(comparison, cast, those)


def _picture(comparison: Comparison, cast: Cast, found: dict[str, BreakEven]) -> Picture:
    one = next(iter(found.values()))
    unit = _unit(comparison, one)
    title = f"{TITLE}: {'money' if one.counted == MONEY else 'good deliveries'}"
    figure, panels = grid(title, len(found), ACROSS, 1.75)
    weeks = cast.strategies[0].weeks
    whole = whole_weeks(weeks, cast.run_length)
    for place, ((name, each), ax) in enumerate(zip(found.items(), panels, strict=True)):
        half = np.where(np.isfinite(each.half_width), each.half_width, 0.0)
        band = cut(Band(each.mean - half, each.mean, each.mean + half), whole)
        colour, warm_up = cast.colours[name], cast.warm_up / 168.0
        plot_weekly_band(weeks[whole], band, colour, unit=unit, warm_up=warm_up, from_zero=False, ax=ax)
        ax.axhline(0.0, color=INK, linewidth=0.8)
        plot_moments(ax, [moment for moment in cast.moments if name in moment.doing])
        name_panel(ax, name, colour, "")
        label_edges(ax, place, len(found), "week", ACROSS, same_axis=False)
    reading = (
        "Line: mean over paired replications, added up from the first week on; band: its 95 % interval. "
        f"Where it crosses zero for good, a strategy has made up for its cost.{warm_up_and_moments(cast)}"
    )
    said = " ".join(_sentence(name, each, unit) for name, each in found.items())
    return Picture(f"break-even-{one.counted}", title, reading, f"{title}. {said}", figure)


def _sentence(name: str, one: BreakEven, unit: str) -> str:
    at_end = format_quantity(one.at_end.mean, one.at_end.half_width, unit, signed=True)
    if math.isinf(one.week) and one.deepest_week > LATE * len(one.mean):
        what = "costs more than it brings" if one.counted == MONEY else "stays behind"
        return f"'{name}' {what} to the end of the run: {at_end} by then."
    behind = f"{format_number(-one.deepest, _decimals(one.deepest))} {unit}"
    begin = f"'{name}' is behind at first, by {behind} at the end of week {one.deepest_week}"
    if math.isinf(one.week):
        maybe = f", though it might from week {_week(one.low)} on" if math.isfinite(one.low) else ""
        return f"{begin}; it does not make up for it within the run{maybe} ({at_end} at the end)."
    week, first = _week(one.week), _week(one.low)
    if math.isinf(one.high):
        interval = f"between week {first} and after the run, 95 %"
    elif first == _week(one.high):
        interval = "95 %: the same week"
    else:
        interval = f"between week {first} and week {_week(one.high)}, 95 %"
    return f"{begin}; it has made up for it in week {week} ({interval}), {at_end} at the end."


def _week(elapsed: float) -> int:
    """Return the number of the week in which so many weeks have passed."""
    return max(1, math.ceil(elapsed))


def _decimals(amount: float) -> int:
    """Return the decimals that leave an amount three digits."""
    return 2 - math.floor(math.log10(abs(amount))) if amount else 0


def _unit(comparison: Comparison, one: BreakEven) -> str:
    return comparison.currency if one.counted == MONEY else "good tasks"
