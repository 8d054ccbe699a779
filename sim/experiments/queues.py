"""Whether queues keep growing: on paper before the run, and in the work in process that was measured."""

from collections.abc import Mapping, Sequence

import numpy as np

from sim.experiments.findings import Floats, Replications
from sim.experiments.precision import estimate
from sim.experiments.wording import format_number
from sim.scenario.load import LoadedScenario
from sim.scenario.load_estimate import PoolLoad, estimate_load
from sim.scenario.schema import Hire
from sim.scenario.telling.wording import listed, spoken
from sim.units import HOURS_PER_WEEK

NOTABLE_GROWTH = 0.5
"""Share of the mean work in process by which it must grow over the measured weeks to be told (assumed)."""
FEWEST_WEEKS = 4
"""Whole measured weeks without which a trend is none (assumed)."""


def file_doubts(loaded: LoadedScenario) -> tuple[str, ...]:
    """Return the doubts about the file, each in one line."""
    return tuple(warning.partition("\n")[0] for warning in loaded.warnings)


def overloads(loaded: LoadedScenario, strategies: Sequence[str], future: str) -> tuple[str, ...]:
    """Return a sentence for each overload that appears only under a strategy or in the future.

    An overload of the file as it is stands among the doubts about the file already.  The estimate knows no
    seats that open later, so nothing is said of strategies that hire; what they measure is in ``growing``.
    """
    plain = loaded.under()
    known = {load.pools for load in estimate_load(plain.scenario, plain.folder) if load.utilisation >= 1.0}
    found: dict[PoolLoad, list[str]] = {}
    for strategy in strategies:
        effective = loaded.under(strategy, future)
        if any(isinstance(lever, Hire) for lever in effective.levers):
            continue
        for load in estimate_load(effective.scenario, effective.folder):
            if load.utilisation >= 1.0 and load.pools not in known:
                found.setdefault(load, []).append(strategy)
    return tuple(
        f"{_where(names, strategies, future)}{_overload(load)}, so the queue grows as long as the run lasts"
        for load, names in found.items()
    )


def _where(names: Sequence[str], strategies: Sequence[str], future: str) -> str:
    """Return when an overload holds, as the beginning of a sentence."""
    under = "" if len(names) == len(strategies) > 1 else f"under {_quoted(names)}"
    assumed = f"in the future '{future}'" if future else ""
    place = " ".join(part for part in (assumed, under) if part) or "under every strategy"
    return f"{place} "


def _overload(load: PoolLoad) -> str:
    who = listed(map(spoken, load.pools))
    work = f"{format_number(load.work, 0)} h of work a week"
    if not load.capacity:
        return f"there are {work} for {who} and no hours to do it in"
    share = f"{format_number(100.0 * load.utilisation, 0)} %"
    return f"{who} would have {work} for {format_number(load.capacity, 0)} h ({share})"


def growing(results: Mapping[str, Replications], warm_up: float, run_length: float) -> tuple[str, ...]:
    """Return a sentence on the strategies under which work in process keeps growing, or nothing.

    A straight line is fitted to the weekly mean of each replication over the whole measured weeks.  What
    is told grows clearly (the 95 % interval of the slopes lies above zero) and by ``NOTABLE_GROWTH``.

    Args:
        results: what each strategy gave.
        warm_up, run_length: [h].
    """
    trends = {name: _trend(result, warm_up, run_length) for name, result in results.items()}
    said = [
        f"'{name}' (from about {format_number(first, 0)} to about {format_number(last, 0)} tasks)"
        for name, (first, last) in ((name, trend) for name, trend in trends.items() if trend)
    ]
    if not said:
        return ()
    return (
        f"work in process keeps growing over the measured weeks under {listed(said)}: more arrives than is "
        "done, so flow time and work in process would be higher still in a longer run",
    )


def _trend(result: Replications, warm_up: float, run_length: float) -> tuple[float, float] | None:
    """Return the tasks inside at the beginning and end of the measured weeks, where they clearly grow."""
    ends = result.weeks * HOURS_PER_WEEK
    whole = (ends - HOURS_PER_WEEK >= warm_up) & (ends <= run_length)
    if "mean_wip" not in result.series or np.count_nonzero(whole) < FEWEST_WEEKS:
        return None
    inside = result.series["mean_wip"][:, whole]
    slopes = _slopes(inside)
    slope, level = estimate(slopes), float(inside.mean())
    growth = slope.mean * (inside.shape[1] - 1)
    if not slope.low > 0.0 or growth < NOTABLE_GROWTH * level:
        return None
    return max(level - 0.5 * growth, 0.0), level + 0.5 * growth


def _slopes(series: Floats) -> Floats:
    """Return the slope of the straight line through each row [unit/column]."""
    place = np.arange(series.shape[1]) - 0.5 * (series.shape[1] - 1)
    slopes: Floats = series @ place / (place @ place)
    return slopes


def _quoted(names: Sequence[str]) -> str:
    return listed(f"'{name}'" for name in names)
