"""What one more hour of each pool brings: a table, bars beside utilisation, JSON for machines."""

from typing import TYPE_CHECKING

from sim.experiments.bottleneck import Bottleneck
from sim.experiments.bottleneck_words import in_words
from sim.experiments.telling import telling_of
from sim.experiments.wording import format_number
from sim.measures.measure import Measure
from sim.report.cells import cell, plain
from sim.report.picture import Picture, grid
from sim.report.style import BASELINE, FAINT, INK, PALETTE
from sim.scenario.telling.wording import count, spoken
from sim.statistics.estimate import FEWEST, Estimate

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from rich.table import Table

TITLE = "What one more hour a week of each pool brings"


def bottleneck_table(found: Bottleneck) -> "Table":
    """Return a line for each pool, the busiest first."""
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    table = Table(
        box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, title_justify="left", title_style="bold",
        title=escape(TITLE),
    )  # fmt: skip
    table.add_column("pool", overflow="fold")
    table.add_column(escape("utilisation\n[%]"), justify="right", no_wrap=True)
    for measure in found.measures:
        table.add_column(escape(_head(found, measure)), justify="right", no_wrap=True)
    for pool in found.pools:
        busy = _in_percent(found.utilisation[pool])
        values = (found.values[measure.name][pool] for measure in found.measures)
        table.add_row(
            escape(spoken(pool)),
            cell(busy, found.replications),
            *(cell(value, found.replications, signed=True) for value in values),
            style="bold" if pool in found.ahead.values() else None,
        )
    return table


def print_bottleneck(found: Bottleneck) -> None:
    """Print the table and what it rests on."""
    from rich.console import Console

    console = Console(highlight=False)
    console.print(bottleneck_table(found))
    console.print()
    console.print(basis_of_hours(found), markup=False)


def basis_of_hours(found: Bottleneck) -> str:
    """Return what the numbers are, in a few sentences."""
    sure = "no intervals"
    if found.replications >= FEWEST:
        sure = "± is half of a 95 % interval; those of all pools and of their differences hold together"
    hours = sorted({found.hours[pool] for pool in found.pools})
    lengths = " or ".join(f"{format_number(each)} h" for each in hours)
    return (
        f"Each pool in turn has one seat more ({lengths} a week) from the start, like its last one, at its "
        "price; what that changes is divided by the hours of the seat. All runs share their luck. "
        f"{count(found.replications, 'replication')}; {sure}."
    )


def bottleneck_picture(found: Bottleneck) -> Picture:
    """Return how busy each pool is, and beside it what one more hour brings on each measure."""
    figure, panels = grid(
        TITLE, 1 + len(found.measures), 1 + len(found.measures), 0.8 + 0.3 * len(found.pools)
    )
    busy = {pool: _in_percent(found.utilisation[pool]) for pool in found.pools}
    _bars(panels[0], found, busy, dict.fromkeys(found.pools, BASELINE))
    panels[0].set_title("utilisation", loc="left", fontsize=9, color=INK)
    panels[0].set_xlabel("% of hours on duty")
    panels[0].set_xlim(0.0, 105.0)
    alts = [f"utilisation: {_told(found, busy, '%')}"]
    for measure, ax in zip(found.measures, panels[1:], strict=True):
        values = {pool: found.values[measure.name][pool] for pool in found.pools}
        helping = found.helping(measure)
        _bars(ax, found, values, {pool: PALETTE[0] if pool in helping else "white" for pool in found.pools})
        ax.set_title(_short(measure), loc="left", fontsize=9, color=INK)
        ax.set_xlabel(f"{_unit(found, measure)}\nper hour a week")
        ax.tick_params(axis="y", labelleft=False)
        alts.append(f"{measure.title}: {_told(found, values, _unit(found, measure), signed=True)}")
    reading = (
        "Left: how busy each pool is. Right of it: bar, what one more hour a week of the pool brings; line, "
        "its interval. A full bar is surely a gain; an open one may be none, or is a loss. "
        f"{basis_of_hours(found)}"
    )
    alt = f"{TITLE}. {' '.join(f'{each}.' for each in alts)} {in_words(found)[0]}"
    return Picture("bottleneck", TITLE, reading, alt, figure)


def _bars(ax: "Axes", found: Bottleneck, values: dict[str, Estimate], colours: dict[str, str]) -> None:
    rows = range(len(values))
    ax.barh(
        rows,
        [value.mean for value in values.values()],
        height=0.6,
        color=list(colours.values()),
        edgecolor=[BASELINE if colour == "white" else colour for colour in colours.values()],
        linewidth=0.8,
    )
    if found.replications >= FEWEST:
        ax.hlines(
            rows,
            [value.low for value in values.values()],
            [value.high for value in values.values()],
            color=INK,
            linewidth=1.2,
        )
    ax.axvline(0.0, color=FAINT, linewidth=0.7)
    ax.set_yticks(list(rows), [spoken(pool) for pool in values])
    ax.invert_yaxis()
    ax.tick_params(axis="y", length=0)


def _short(measure: Measure) -> str:
    return "good tasks" if measure.name == "throughput" else measure.title


def _head(found: Bottleneck, measure: Measure) -> str:
    return f"{_short(measure)}\n[{_unit(found, measure)}]"


def _unit(found: Bottleneck, measure: Measure) -> str:
    return telling_of(measure, found.currency).of_difference


def _in_percent(share: Estimate) -> Estimate:
    return Estimate(100.0 * share.mean, 100.0 * share.half_width, share.replications, share.confidence)


def _told(found: Bottleneck, values: dict[str, Estimate], unit: str, *, signed: bool = False) -> str:
    said = ((pool, cell(value, found.replications, signed=signed)) for pool, value in values.items())
    return "; ".join(f"{spoken(pool)} {number} {unit}" for pool, number in said)


def bottleneck_json(found: Bottleneck) -> dict[str, object]:
    """Return everything that was found, for machines."""
    return {
        "scenario": found.scenario,
        "strategy": found.strategy,
        "future": found.future,
        "seed": found.seed,
        "engine": found.engine,
        "replications": found.replications,
        "said": in_words(found),
        "pools": {
            pool: {
                "utilisation": plain(found.utilisation[pool]),
                "hours_of_a_seat": found.hours[pool],
                "seat_of_pool": found.share[pool],
            }
            for pool in found.pools
        },
        "measures": {
            measure.name: {
                "unit": f"{_unit(found, measure)} per hour a week",
                "values": {pool: plain(found.values[measure.name][pool]) for pool in found.pools},
                "ahead": found.ahead[measure.name],
            }
            for measure in found.measures
        },
    }
