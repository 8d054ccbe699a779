"""Where the variability comes from: a table for each spread, a bar for each strategy, JSON for machines."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.experiments.telling import spoken_title, telling_of
from sim.experiments.variability import RESIDUAL, Spread, Variability
from sim.experiments.wording import format_interval, format_number
from sim.report.cells import plain
from sim.report.picture import Picture, grid
from sim.report.plain_table import PlainTable
from sim.report.style import FAINT, FILL, HATCHES, SOURCES
from sim.scenario.telling.wording import count, listed
from sim.statistics.estimate import Estimate

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Found = Mapping[str, Variability]
Json = dict[str, object]
ALL = "all together"
NAMED_FROM = 0.08
"""Share of the longest bar from which a part has room for its percentage (assumed)."""
TOLD = 0.1
"""Half-width of a share up to which it is told (assumed)."""


def variability_tables(found: Found) -> list[PlainTable]:
    """Return a table for each spread: the share of each source, a column a strategy."""
    tables = []
    for name, title in _spreads(found).items():
        own = {strategy: each.spreads[name] for strategy, each in found.items() if name in each.spreads}
        unit = telling_of(next(iter(own.values())).measure, "").unit
        rows = [
            (source, *(_percent(spread.shares.get(source)) for spread in own.values()))
            for source in _sources(found)
        ]
        rows.append((ALL, *("100" for _ in own)))
        rows.append((f"{title} [{unit}]", *(_deviation(spread) for spread in own.values())))
        head = f"{title}: share of its square that each source makes [%]"
        tables.append(PlainTable(head, ("source", *own), rows, whole=ALL))
    return tables


def print_variability(found: Found) -> None:
    """Print the tables, what they mean, and what makes most of the spread of quality."""
    from rich.console import Console

    console = Console(highlight=False)
    for table in variability_tables(found):
        console.print(table)
        console.print()
    console.print(basis_of_shares(found), markup=False)
    console.print()
    for sentence in (*parts_in_words(found), *undecided_in_words(found)):
        console.print(sentence, markup=False)


def basis_of_shares(found: Found) -> str:
    """Return what the shares are, in a few sentences."""
    number = count(next(iter(found.values())).replications, "replication")
    return (
        "Each source is held at its mean, alone and with every set of the others, under the same luck; the "
        f"shares are Shapley's and add up to the whole.  {RESIDUAL.capitalize()}: what is left with all of "
        "them held: the luck of each visit, reviews, the mix of types, change over time.  A share below "
        f"zero: without this source the spread would be larger.  {number}; ± is half of a 95 % interval."
    )


def parts_in_words(found: Found) -> list[str]:
    """Return a sentence a strategy and spread on what surely makes some of it, the largest first."""
    said = []
    for strategy, each in found.items():
        for spread in each.spreads.values():
            order = sorted(spread.shares, key=lambda source: -spread.shares[source].mean)
            parts = [source for source in order if spread.shares[source].low > 0.0]
            made = listed(f"{source} {_percent(spread.shares[source])} %" for source in parts)
            told = f"surely comes from {made}" if parts else "comes from no source that could be told"
            said.append(f"Under '{strategy}' the square of {spoken_title(spread.measure)} {told}.")
    return said


def undecided_in_words(found: Found) -> list[str]:
    """Say which spreads have shares that are not told from luck yet, and how many replications would do.

    Half-widths shrink with the root of the number of replications.
    """
    wide: dict[str, tuple[float, list[str]]] = {}
    for strategy, each in found.items():
        for spread in each.spreads.values():
            widest = max(share.half_width for share in spread.shares.values())
            if not widest <= TOLD:
                most, names = wide.get(spread.measure.title, (0.0, []))
                wide[spread.measure.title] = max(most, widest), [*names, f"'{strategy}'"]
    if not wide:
        return []
    number = next(iter(found.values())).replications
    widest = max(most for most, _ in wide.values())
    which = "; ".join(
        f"{title} under {listed(names)} (up to ± {format_number(100.0 * most, 0)} percentage points)"
        for title, (most, names) in wide.items()
    )
    needed = (
        f"{10 * math.ceil(number * (widest / TOLD) ** 2 / 10):,}" if math.isfinite(widest) else "many more"
    )
    return [
        f"Not decided yet, as shares are not told from luck: {which}. About {needed} replications would "
        f"bring each share to ± {100.0 * TOLD:g} percentage points or less (--replications)."
    ]


def variability_picture(found: Found) -> Picture:
    """Return stacked bars: the square of each spread, shared out among its sources."""
    spreads = _spreads(found)
    title = "Where the variability comes from"
    figure, panels = grid(title, len(spreads), 1, 0.75 + 0.3 * len(found))
    alts = []
    for (name, heading), ax in zip(spreads.items(), panels, strict=True):
        own = {strategy: each.spreads[name] for strategy, each in found.items() if name in each.spreads}
        _bars(ax, own, _sources(found))
        ax.set_title(heading, loc="left", fontsize=9)
        ax.set_xlabel("its square [1]" if "quality" in name else "its square [tasks² / week²]")
        alts += [f"{heading}, {strategy}: {_words(spread)}." for strategy, spread in own.items()]
    figure.legend(
        *panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=4, frameon=False, fontsize=8
    )
    reading = "Length of a bar: what the sources make of the square of the spread; those below 0 have none. "
    reading += basis_of_shares(found)
    return Picture("variability", title, reading, f"{title}. {' '.join(alts)}", figure)


def _bars(ax: "Axes", own: Mapping[str, Spread], sources: Sequence[str]) -> None:
    colours = {**dict(zip(sources, SOURCES, strict=False)), RESIDUAL: FILL}
    hatches = {**dict(zip(sources, HATCHES, strict=False)), RESIDUAL: ""}
    longest = max(spread.whole.mean for spread in own.values())
    names = list(own)
    for source in sources:
        widths = [_length(own[name], [source]) for name in names]
        lefts = [_length(own[name], sources[: sources.index(source)]) for name in names]
        ax.barh(
            range(len(names)),
            widths,
            left=lefts,
            height=0.62,
            color=colours[source],
            label=source,
            hatch=hatches[source],
            edgecolor="white",
            linewidth=0.0,
        )
        for row, (left, width, name) in enumerate(zip(lefts, widths, names, strict=True)):
            if width > NAMED_FROM * longest:
                share = f"{100.0 * own[name].shares[source].mean:.0f} %"
                ax.text(
                    left + 0.5 * width, row, share, ha="center", va="center", color="white", fontsize=7.5,
                    bbox={"facecolor": colours[source], "edgecolor": "none", "pad": 1.0},
                )  # fmt: skip
    ax.set_yticks(range(len(names)), names)
    ax.invert_yaxis()
    ax.tick_params(axis="y", length=0, colors=FAINT)


def _length(spread: Spread, sources: Sequence[str]) -> float:
    """Return how long the parts of some sources are together; what is below zero has no length."""
    return sum(max(spread.parts[source].mean, 0.0) for source in sources if source in spread.parts)


def variability_json(found: Found) -> Json:
    """Return everything that was found, for machines."""
    first = next(iter(found.values()))
    return {
        "scenario": first.scenario,
        "future": first.future,
        "seed": first.seed,
        "replications": first.replications,
        "strategies": {
            strategy: {
                "engine": each.engine,
                "sources": list(each.sources),
                "spreads": {name: _spread_json(spread) for name, spread in each.spreads.items()},
            }
            for strategy, each in found.items()
        },
    }


def _spread_json(spread: Spread) -> Json:
    return {
        "variance": plain(spread.whole),
        "parts": {source: plain(part) for source, part in spread.parts.items()},
        "shares": {source: plain(share) for source, share in spread.shares.items()},
    }


def _spreads(found: Found) -> dict[str, str]:
    """Return the spreads that are known under any strategy, with their titles."""
    return {name: spread.measure.title for each in found.values() for name, spread in each.spreads.items()}


def _sources(found: Found) -> list[str]:
    known = dict.fromkeys(source for each in found.values() for source in each.sources)
    return [*known, RESIDUAL]


def _percent(share: Estimate | None) -> str:
    return "–" if share is None else format_interval(100.0 * share.mean, 100.0 * share.half_width)


def _deviation(spread: Spread) -> str:
    """Return the standard deviation that the variance is the square of, its interval by the delta method."""
    deviation = math.sqrt(spread.whole.mean)
    half_width = spread.whole.half_width / (2.0 * deviation) if deviation > 0.0 else 0.0
    return format_interval(deviation, half_width)


def _words(spread: Spread) -> str:
    return ", ".join(f"{source} {_percent(share)} %" for source, share in spread.shares.items())
