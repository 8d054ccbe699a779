"""Knock-outs on the terminal and for machines: a table for each measure, a line for each loop."""

from collections.abc import Collection, Sequence

from sim.errors import UsageError
from sim.experiments.foreground import foreground
from sim.experiments.knockout import Knockout
from sim.experiments.wording import format_interval, format_quantity, unit_in
from sim.measures.registry import MEASURES
from sim.report.cells import plain
from sim.report.plain_table import PlainTable
from sim.rules.loops import LOOPS
from sim.scenario.load import LoadedScenario
from sim.scenario.telling.wording import count, duration
from sim.statistics.estimate import Estimate
from sim.units import nearest

ALL = "all together"
POLARITY = {loop.name: loop.polarity for loop in LOOPS}


def measures_shown(
    loaded: LoadedScenario, asked: Sequence[str], known: Collection[str] = MEASURES
) -> list[str]:
    """Return the measures to show: those asked for, or those that the scenario compares.

    Args:
        loaded: the scenario.
        asked: names.
        known: names of the measures that there are.

    Raises:
        UsageError: there is no such measure.
    """
    for name in asked:
        if name not in known:
            guess = nearest(name, known)
            hint = f"did you mean '{guess}'?" if guess else f"there are {', '.join(known)}"
            raise UsageError(f"--measure: there is no measure '{name}'; {hint}")
    return list(asked) or list(foreground(loaded))


def knockout_tables(found: Knockout, measures: Sequence[str]) -> list[PlainTable]:
    """Return a table for each measure: each loop's effect alone and its share, then all together."""
    by_name = {measure.name: measure for measure in found.measures}
    tables = []
    for name in measures:
        unit = unit_in(by_name[name].unit, found.currency)
        level = format_interval(found.level[name].mean, found.level[name].half_width)
        rows = [
            (loop, POLARITY[loop], _signed(found.alone[loop][name]), _signed(found.share[loop][name]))
            for loop in found.by_share(name)
        ]
        rows.append((ALL, "", _signed(found.whole[name]), _signed(found.whole[name])))
        title = f"{by_name[name].title} [{unit}], {level} with all loops"
        tables.append(PlainTable(title, ("loop", "", "alone", "share"), rows, words=2, whole=ALL))
    return tables


def _signed(known: Estimate) -> str:
    return format_interval(known.mean, known.half_width, signed=True)


def print_knockout(found: Knockout, measures: Sequence[str]) -> None:
    """Print the tables, what they mean, and which loop has the largest share in each measure."""
    from rich.console import Console

    console = Console(highlight=False)
    for table in knockout_tables(found, measures):
        console.print(table)
        console.print()
    console.print(basis_of_knockout(found))
    console.print()
    for measure in measures:
        console.print(strongest_in_words(found, measure))


def basis_of_knockout(found: Knockout) -> str:
    """Return what the effects and shares are, in a few sentences."""
    how = "all sets of loops were run" if found.is_exact else "orders of the loops were sampled"
    return (
        "Alone: with all loops, less with this one off. Share: its Shapley share of what all do together "
        f"({how}); shares add up. Off from {duration(found.off_from)} after the start on, "
        f"{count(found.replications, 'replication')}, "
        "all with the same luck; ± is half of a 95 % interval."
    )


def strongest_in_words(found: Knockout, measure: str) -> str:
    """Return a sentence on the loop with the largest share of a measure, if that is clearly not zero."""
    asked = next(each for each in found.measures if each.name == measure)
    unit, loop = unit_in(asked.unit, found.currency), found.by_share(measure)[0]
    known = found.share[loop][measure]
    if found.strongest(measure) is None:
        share = format_quantity(known.mean, known.half_width, unit, signed=True)
        return f"No loop can be said to have the largest share in the {asked.title}: '{loop}' has {share}."
    verb = "raises" if known.mean > 0.0 else "lowers"
    size = format_quantity(abs(known.mean), known.half_width, unit)
    return f"The largest share in the {asked.title} has '{loop}': it {verb} it by {size}."


def knockout_json(found: Knockout) -> dict[str, object]:
    """Return everything that was found, for machines."""
    return {
        "scenario": found.scenario,
        "strategy": found.strategy,
        "future": found.future,
        "loops": list(found.loops),
        "off_from": found.off_from,
        "seed": found.seed,
        "engine": found.engine,
        "replications": found.replications,
        "exact": found.is_exact,
        "measures": {
            measure.name: {
                "unit": unit_in(measure.unit, found.currency),
                "level": plain(found.level[measure.name]),
                "whole": plain(found.whole[measure.name]),
                "alone": {loop: plain(found.alone[loop][measure.name]) for loop in found.loops},
                "share": {loop: plain(found.share[loop][measure.name]) for loop in found.loops},
                "largest_share": found.strongest(measure.name),
            }
            for measure in found.measures
        },
    }
