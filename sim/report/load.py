"""How busy each pool is: by week under one strategy, by strategy where there are several."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.experiments.findings import Floats, Replications
from sim.experiments.wording import format_number
from sim.report.bands import whole_weeks
from sim.report.figures import in_lines
from sim.report.picture import Cast, Picture, grid
from sim.report.style import INK, SHADE
from sim.scenario.quantities import HOURS_PER_WEEK
from sim.scenario.telling.wording import count, spoken
from sim.statistics.estimate import FEWEST, estimate

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TITLE = "How busy each pool is [% of hours on duty]"
MOST_NUMBERS = 14
"""Columns up to which there is room for numbers."""
MOST_TICKS, MOST_NAMES = 12, 6
"""Weeks that are numbered below; names of strategies that have room side by side."""
DARK = 0.6
"""Share from which on a number in a cell is white."""
FULL = 100.0
ROW = 0.27
"""Height of a row [inch]."""


def load_picture(cast: Cast) -> Picture | None:
    """Return the share of their hours on duty that pools are busy; None where no pool ever is.

    Under one strategy a column is a week; where there are several, a strategy.
    """
    pools = [
        pool
        for pool in dict.fromkeys(pool for each in cast.strategies for pool, _ in each.pool_series)
        if any(each.pool_series[pool, "busy_time"].any() for each in cast.strategies if _has(each, pool))
    ]
    if not pools:
        return None
    alone = len(cast.strategies) == 1
    shares, widest = _by_week(cast, pools) if alone else _by_strategy(cast, pools)
    figure, (ax,) = grid(TITLE, 1, 1, 0.85 + ROW * len(pools))
    whole = whole_weeks(cast.strategies[0].weeks, cast.run_length)
    columns = (
        [str(week) for week in cast.strategies[0].weeks[whole].tolist()]
        if alone
        else [in_lines(each.strategy) for each in cast.strategies]
    )
    _draw(ax, shares, pools, columns, has_names=not alone)
    if not alone:
        _name(ax, cast)
    what = "in each week" if alone else "after the warm-up" if cast.warm_up > 0.0 else "over the run"
    reading = (
        f"Hands-on hours as a share of hours on duty {what}, mean over {count(cast.count, 'replication')}"
        f"{_sure(widest)}; above 100 %: hours beyond duty. Empty: nobody on duty. Pools that never had a "
        "task in hand are left out."
    )
    alt = f"{TITLE}. {_told(shares, pools, columns, alone=alone)}"
    return Picture("load", TITLE, reading, alt, figure)


def _has(strategy: Replications, pool: str) -> bool:
    return (pool, "busy_time") in strategy.pool_series


def _by_week(cast: Cast, pools: Sequence[str]) -> tuple[Floats, float]:
    """Return the shares by pool and week [%], and the widest half-width of any."""
    strategy = cast.strategies[0]
    whole = whole_weeks(strategy.weeks, cast.run_length)
    rows, widest = [], 0.0
    for pool in pools:
        busy, on_duty = (
            strategy.pool_series[pool, name][:, whole] for name in ("busy_time", "available_time")
        )
        each = _share(busy, on_duty)
        rows.append(_mean(each))
        widest = max(widest, *(_half_width(each[:, week]) for week in range(each.shape[1])))
    return np.array(rows), widest


def _by_strategy(cast: Cast, pools: Sequence[str]) -> tuple[Floats, float]:
    """Return the shares by pool and strategy after the warm-up [%], and the widest half-width of any."""
    shares, widest = np.full((len(pools), len(cast.strategies)), np.nan), 0.0
    for column, strategy in enumerate(cast.strategies):
        measured = strategy.weeks * HOURS_PER_WEEK > cast.warm_up
        for row, pool in enumerate(pools):
            if _has(strategy, pool):
                busy, on_duty = (
                    strategy.pool_series[pool, name][:, measured].sum(axis=1)
                    for name in ("busy_time", "available_time")
                )
                each = _share(busy, on_duty)
                shares[row, column] = _mean(each[:, None])[0]
                widest = max(widest, _half_width(each))
    return shares, widest


def _share(busy: Floats, on_duty: Floats) -> Floats:
    share = np.full(busy.shape, np.nan)
    np.divide(FULL * busy, on_duty, out=share, where=on_duty > 0.0)
    return share


def _mean(values: Floats) -> Floats:
    """Return means over replications; nan where none is defined."""
    known = ~np.isnan(values)
    total, number = np.where(known, values, 0.0).sum(axis=0), known.sum(axis=0)
    mean: Floats = np.divide(total, number, out=np.full(len(total), np.nan), where=number > 0)
    return mean


def _half_width(values: Floats) -> float:
    known = estimate(values)
    return known.half_width if known.replications >= FEWEST else 0.0


def _draw(
    ax: "Axes", shares: Floats, pools: Sequence[str], columns: Sequence[str], *, has_names: bool
) -> None:
    from matplotlib import colormaps

    few = len(columns) <= MOST_NUMBERS
    ax.set_facecolor(SHADE)
    cells = ax.pcolormesh(
        shares, cmap=colormaps["Blues"], vmin=0.0, vmax=FULL, edgecolors="white",
        linewidth=0.4 if few else 0.0,
    )  # fmt: skip
    ax.set_yticks(np.arange(len(pools)) + 0.5, [spoken(pool) for pool in pools])
    places = range(0, len(columns), 1 if has_names else max(1, len(columns) // MOST_TICKS))
    ax.set_xticks([place + 0.5 for place in places], [columns[place] for place in places])
    ax.set_xlabel("" if has_names else "week")
    ax.invert_yaxis()
    ax.tick_params(length=0, colors=INK)
    for spine in ax.spines.values():
        spine.set_visible(False)
    if not few:
        bar = ax.figure.colorbar(cells, ax=ax, pad=0.01, aspect=15)
        bar.outline.set_visible(False)
        bar.set_label("%")
        return
    for (row, column), share in np.ndenumerate(shares):
        if not np.isnan(share):
            colour = "white" if share > DARK * FULL else INK
            place = (column + 0.5, row + 0.5)
            ax.text(*place, f"{share:.0f}", ha="center", va="center", fontsize=7.5, color=colour)


def _name(ax: "Axes", cast: Cast) -> None:
    """Give the names of the strategies their colours; many stand aslant."""
    for label, strategy in zip(ax.get_xticklabels(), cast.strategies, strict=True):
        label.set_color(cast.colours[strategy.strategy])
        if len(cast.strategies) > MOST_NAMES:
            label.set_rotation(30)
            label.set_horizontalalignment("right")


def _sure(widest: float) -> str:
    """Say how sure the numbers are."""
    points = f"{format_number(widest, 1)} percentage points"
    return f", each to ± {points} or better (95 %)" if widest > 0.0 else ""


def _told(shares: Floats, pools: Sequence[str], columns: Sequence[str], *, alone: bool) -> str:
    said = []
    for pool, row in zip(pools, shares, strict=True):
        if np.isnan(row).all():
            continue
        if alone:
            busiest = columns[int(np.nanargmax(row))]
            known = f"{np.nanmean(row):.0f} on average, at most {np.nanmax(row):.0f} in week {busiest}"
        else:
            each = zip(columns, row.tolist(), strict=True)
            known = ", ".join(f"{' '.join(name.split())} {_percent(share)}" for name, share in each)
        said.append(f"{spoken(pool)}: {known}")
    return f"{'; '.join(said)}."


def _percent(share: float) -> str:
    return "nobody on duty" if math.isnan(share) else format_number(share, 0)
