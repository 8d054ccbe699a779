"""Pictures of the weekly stocks: all strategies in one panel for each stock that moves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.experiments.findings import Floats, Replications
from sim.experiments.wording import format_number
from sim.records.record import Stock
from sim.records.stocks import told_of
from sim.report.bands import EDGES_IN_WORDS, Band, mean_band, whole_weeks
from sim.report.figures import plot_moments, plot_weekly_bands, shorten
from sim.report.picture import Cast, Picture, cut, grid, label_edges, warm_up_and_moments
from sim.report.style import INK
from sim.scenario.telling.wording import count, spoken

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ACROSS, MOST_PANELS = 3, 12
PANEL_HEIGHT = 1.72
"""[inch]."""
TITLE_LETTERS = 28
"""Letters of a line of the title over a panel."""
HEADCOUNT_STEP, BUSY_STEP = 0.2, 0.005
"""Smallest change that is worth a panel (assumed) [persons], [1]."""


@dataclass(frozen=True, slots=True)
class Line:
    """A stock of a pool under every strategy.

    Attributes:
        pool, what: of whom it is, and what.
        unit: of the values.
        step: smallest change worth a panel.
        bands: of each strategy that has it, in the order of the cast.
    """

    pool: str
    what: str
    unit: str
    step: float
    bands: Mapping[str, Band]

    @property
    def moves(self) -> bool:
        """Whether it changes over time, or differs between strategies, by a step."""
        edges = [edge for found in self.bands.values() for edge in (found.low, found.high)]
        known = np.concatenate([edge[~np.isnan(edge)] for edge in edges])
        return known.size > 0 and float(known.max() - known.min()) >= self.step


def stock_pictures(cast: Cast) -> Iterator[Picture]:
    """Yield the figures of what accumulates; none where no stock moves."""
    if not any(each.stock_series for each in cast.strategies):
        return
    for name, title, lines in _themes(cast):
        moving = [line for line in lines if line.moves]
        parts = [moving[first : first + MOST_PANELS] for first in range(0, len(moving), MOST_PANELS)]
        for number, part in enumerate(parts, 1):
            several = len(parts) > 1
            heading = f"{title} ({number} of {len(parts)})" if several else title
            yield _picture(cast, f"{name}-{number}" if several else name, heading, part)


def _themes(cast: Cast) -> Iterator[tuple[str, str, list[Line]]]:
    yield "people", "People and their time", [*_people(cast), *_stocks(cast, _PEOPLE)]
    yield "skill", "Skill of those present", _stocks(cast, (Stock.SKILL,))
    yield "tools", "Trust and adoption of tools", _stocks(cast, _TOOLS)
    rest = [stock for stock in Stock if stock not in (*_PEOPLE, Stock.SKILL, *_TOOLS)]
    yield "pressure", "Pressure, strain and what follows", _stocks(cast, rest)


_PEOPLE = (Stock.NEWCOMERS, Stock.KEPT_BY_MENTORS, Stock.KEPT_BY_TEAM)
_TOOLS = (Stock.TRUST, Stock.ADOPTION)


def _stocks(cast: Cast, stocks: Sequence[Stock]) -> list[Line]:
    """Return the lines of some stocks, stock by stock and pool by pool."""
    keys = dict.fromkeys(key for each in cast.strategies for key in each.stock_series)
    lines = []
    for stock in stocks:
        told = told_of(stock.name.lower())
        for pool, _, skill in (key for key in keys if key[1] == stock.name.lower()):
            what = spoken(skill) or told.title
            found = {
                each.strategy: each.stock_series[pool, stock.name.lower(), skill]
                for each in cast.strategies
                if (pool, stock.name.lower(), skill) in each.stock_series
            }
            lines.append(_line(cast, spoken(pool), what, told.unit, told.step, found))
    return lines


def _people(cast: Cast) -> Iterator[Line]:
    """Yield headcount and busy share of the pools that have stocks, or whose headcount moves."""
    keys = {key for each in cast.strategies for key in each.stock_series}
    with_stocks = {pool for pool, stock, _ in keys if stock != Stock.ADOPTION.name.lower()}
    for pool in dict.fromkeys(pool for each in cast.strategies for pool, _ in each.pool_series):
        actors = {each.strategy: each.pool_series[pool, "actors"] for each in cast.strategies}
        heads = _line(cast, spoken(pool), "headcount", "persons", HEADCOUNT_STEP, actors)
        yield heads
        if pool in with_stocks or heads.moves:
            shares = {each.strategy: _busy_share(each, pool) for each in cast.strategies}
            yield _line(cast, spoken(pool), "busy share", "% of hours", 100.0 * BUSY_STEP, shares)


def _busy_share(strategy: Replications, pool: str) -> Floats:
    """Return how much of the hours on duty was busy, week by week [%]; nan where nobody was on duty."""
    busy, available = (strategy.pool_series[pool, name] for name in ("busy_time", "available_time"))
    share = np.full(busy.shape, np.nan)
    np.divide(100.0 * busy, available, out=share, where=available > 0.0)
    return share


def _line(cast: Cast, pool: str, what: str, unit: str, step: float, series: Mapping[str, Floats]) -> Line:
    whole = whole_weeks(cast.strategies[0].weeks, cast.run_length)
    bands = {name: cut(mean_band(each), whole) for name, each in series.items()}
    return Line(pool, what, unit, step, bands)


def _picture(cast: Cast, name: str, title: str, lines: Sequence[Line]) -> Picture:
    figure, panels = grid(title, len(lines), ACROSS, PANEL_HEIGHT)
    weeks = cast.strategies[0].weeks
    weeks = weeks[whole_weeks(weeks, cast.run_length)]
    for place, (line, ax) in enumerate(zip(lines, panels, strict=True)):
        bands = [(found, cast.colours[strategy]) for strategy, found in line.bands.items()]
        plot_weekly_bands(weeks, bands, unit=line.unit, warm_up=cast.warm_up / 168.0, ax=ax)
        plot_moments(ax, cast.moments)
        heading = f"{shorten(line.pool, TITLE_LETTERS)}\n{shorten(line.what, TITLE_LETTERS)}"
        ax.set_title(heading, loc="left", fontsize=8.5, color=INK, pad=4, linespacing=1.15)
        label_edges(ax, place, len(lines), "week", ACROSS, same_axis=False)
    if len(cast.strategies) > 1:
        _legend(panels[0], cast)
    reading = (
        f"Line: mean over {count(cast.count, 'replication')}; band: {EDGES_IN_WORDS} of the replications. "
        f"What does not move is not drawn.{warm_up_and_moments(cast)}"
    )
    alts = "; ".join(_in_words(line) for line in lines)
    return Picture(
        f"stocks-{name}", title, reading, f"{title}, mean of the first and last week: {alts}.", figure
    )


def _legend(ax: "Axes", cast: Cast) -> None:
    from matplotlib.lines import Line2D

    colours = cast.colours
    handles = [
        Line2D([], [], color=colours[each.strategy], linewidth=1.6, label=shorten(each.strategy))
        for each in cast.strategies
    ]
    ax.figure.legend(
        handles=handles, loc="outside lower left", ncols=3, frameon=False, fontsize=8, handlelength=1.4
    )


def _in_words(line: Line) -> str:
    """Return where a line begins and ends under each strategy."""
    ends = []
    for name, found in line.bands.items():
        known = found.middle[~np.isnan(found.middle)]
        if known.size:
            ends.append(f"{name} {format_number(float(known[0]))} to {format_number(float(known[-1]))}")
    return f"{line.what} of {line.pool} [{line.unit}] {', '.join(ends)}"
