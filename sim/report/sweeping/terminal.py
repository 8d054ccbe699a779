"""A sweep on the terminal: a table of a few points, and what failed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.experiments.sweeping.account import Counted, counts
from sim.experiments.sweeping.findings import Failed, Sweep
from sim.experiments.telling import telling_of
from sim.experiments.wording import format_interval
from sim.report.sweeping.page import failed_in_words
from sim.scenario.changing.draft import parse_dotted
from sim.scenario.reading.messages import dotted
from sim.scenario.reading.plain_words import in_yaml
from sim.scenario.reading.yaml_text import Path_
from sim.statistics.estimate import Estimate

if TYPE_CHECKING:
    from rich.table import Table

MOST_POINTS = 24
"""Points up to which the terminal shows them one by one (assumed)."""
MOST_REASONS = 10
"""Reasons of failures that the terminal tells; the report tells all."""
POINTS_WIDTH = 60
"""Letters of a list of points that failed."""


def print_sweep(sweep: Sweep, measures: Sequence[str]) -> None:
    """Print the first measure at each point, where there are few, and at how many strategies are ahead."""
    from rich.console import Console

    console = Console(highlight=False)
    if len(sweep.design.points) <= MOST_POINTS:
        console.print(_table(sweep, measures[0]))
        console.print()
    if counted := counts(sweep, measures):
        console.print(_table_of_counts(counted))


def failures(failed: Sequence[Failed], strategies: Sequence[str], what: str = "failed at") -> list[str]:
    """Return a line for each reason why something failed, with its points.

    Args:
        failed: what failed.
        strategies: all that were asked for.
        what: is said of the points.
    """
    lines = []
    found = failed_in_words(failed, strategies)
    for reason, points in found[:MOST_REASONS]:
        where = points if len(points) <= POINTS_WIDTH else f"{points[:POINTS_WIDTH].rpartition(',')[0]} …"
        lines.append(f"{what} {'points' if ',' in points else 'point'} {where}: {reason}")
    if len(found) > MOST_REASONS:
        lines.append(f"{len(found) - MOST_REASONS:,} more reasons stand in the report")
    return lines


def short_keys(keys: Sequence[str]) -> list[str]:
    """Return the ends of keys, as short as they can be told apart.

    >>> short_keys(["people.writers.headcount", "people.editors.headcount", "steps.draft.exposure"])
    ['writers.headcount', 'editors.headcount', 'exposure']
    """
    paths = [parse_dotted(key) or (key,) for key in keys]
    return [_end_of(path, paths) for path in paths]


def _end_of(path: Path_, paths: Sequence[Path_]) -> str:
    sizes = range(1, len(path) + 1)
    size = next(
        (size for size in sizes if sum(other[-size:] == path[-size:] for other in paths) == 1), len(path)
    )
    return dotted(path[-size:])


def _table_of_counts(counted: Sequence[Counted]) -> "Table":
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    table = Table(
        box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, title_justify="left", title_style="bold",
        title="at how many points (in brackets: by the interval of each by itself)",
    )  # fmt: skip
    for name in ("strategy", "measure"):
        table.add_column(name)
    for name in ("clearly better", "clearly worse", "neither"):
        table.add_column(name, justify="right")
    for each in counted:
        table.add_row(escape(each.strategy), each.title, each.ahead, each.behind, each.unclear)
    return table


def _table(sweep: Sweep, name: str) -> "Table":
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    measure = sweep.measure(name)
    told = telling_of(measure, sweep.currency)
    table = Table(
        box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, title_justify="left", title_style="bold",
        title=escape(f"{measure.title} [{told.unit}]; others: difference from '{sweep.baseline}'")
        if sweep.others
        else escape(f"{measure.title} [{told.unit}]"),
    )  # fmt: skip
    for key in short_keys(sweep.design.keys):
        table.add_column(escape(key))
    for strategy in sweep.strategies:
        table.add_column(escape(strategy), justify="right")
    known = [sweep.level(sweep.baseline, name), *(sweep.difference(each, name) for each in sweep.others)]
    for number, point in enumerate(sweep.design.points):
        cells = []
        for place, each in enumerate(known):
            here = told.of(Estimate(float(each.mean[number]), float(each.half_width[number]), 0))
            cells.append(format_interval(here.mean, here.half_width, signed=place > 0))
        values = [in_yaml(point[key]) if key in point else "as it is" for key in sweep.design.keys]
        table.add_row(*(escape(text) for text in (*values, *cells)))
    return table
