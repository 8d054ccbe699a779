"""Knock-outs on the terminal and for machines: a table for each measure, a line for each loop."""

import math
from collections.abc import Collection, Sequence
from enum import StrEnum

from sim.errors import UsageError
from sim.experiments.foreground import foreground
from sim.experiments.knockout import Knockout
from sim.experiments.telling import SCORE, spoken_title, telling_of
from sim.experiments.wording import format_interval, format_quantity, unit_in
from sim.measures.measure import Measure
from sim.measures.registry import MEASURES
from sim.report.cells import plain
from sim.report.plain_table import PlainTable
from sim.rules.loops import BALANCING, LOOPS, REINFORCING
from sim.scenario.load import LoadedScenario
from sim.scenario.telling.wording import count, duration
from sim.statistics.estimate import Estimate
from sim.units import nearest

ALL = "all together"
POLARITY = {loop.name: loop.polarity for loop in LOOPS}
KIND = {REINFORCING: "reinforcing", BALANCING: "balancing"}
"""Polarities in words."""


class Effect(StrEnum):
    """What a loop surely does to a measure."""

    RAISES = "raises"
    LOWERS = "lowers"
    UNCLEAR = "unclear"


def effect_of(known: Estimate) -> Effect:
    """Return which way an effect goes; unclear where its interval includes zero."""
    if not known.is_clear:
        return Effect.UNCLEAR
    return Effect.RAISES if known.mean > 0.0 else Effect.LOWERS


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
    return list(dict.fromkeys(asked)) or list(foreground(loaded))


def knockout_tables(found: Knockout, measures: Sequence[str]) -> list[PlainTable]:
    """Return a table for each measure: each loop's effect alone and its share, then all together."""
    tables = []
    for name in measures:
        measure = measure_of(found, name)
        told = telling_of(measure, found.currency)
        level = told.of(found.level[name])
        effects = "" if told.of_difference == told.unit else f"; effects in {told.of_difference}"
        known = format_interval(level.mean, level.half_width)
        parts = {
            loop: (told.of(found.alone[loop][name]), told.of(found.share[loop][name])) for loop in found.loops
        }
        rows = [(loop, POLARITY[loop], *map(signed, parts[loop])) for loop in found.by_share(name)]
        whole = signed(told.of(found.whole[name]))
        rows.append((ALL, "", whole, whole))
        title = f"{measure.title} [{told.unit}], {known} with all loops{effects}"
        tables.append(PlainTable(title, ("loop", "", "alone", "share"), rows, words=2, whole=ALL))
    return tables


def signed(known: Estimate) -> str:
    """Return an effect as a table says it."""
    return format_interval(known.mean, known.half_width, signed=True)


def measure_of(found: Knockout, name: str) -> Measure:
    """Return a measure of a knock-out by its name."""
    return next(measure for measure in found.measures if measure.name == name)


def print_knockout(found: Knockout, measures: Sequence[str]) -> None:
    """Print the tables, what they mean, and which loop has the largest share in each measure."""
    from rich.console import Console

    console = Console(highlight=False)
    for table in knockout_tables(found, measures):
        console.print(table)
        console.print()
    console.print(basis_of_loops(found))
    console.print()
    for measure in measures:
        console.print(strongest_in_words(found, measure))


def basis_of_loops(found: Knockout) -> str:
    """Return what the effects are, in a few sentences."""
    how = "all sets of loops were run" if found.is_exact else "orders of the loops were sampled"
    return (
        "Alone: with all loops, less with this one off. Share: its Shapley share of what all do together "
        f"({how}); shares add up. Off from {duration(found.off_from)} after the start on, "
        f"{count(found.replications, 'replication')}, "
        "all with the same luck; ± is half of a 95 % interval."
    )


def strongest_in_words(found: Knockout, measure: str) -> str:
    """Return a sentence on the loop with the largest share of a measure, if that is clearly not zero."""
    asked, loop = measure_of(found, measure), found.by_share(measure)[0]
    known, title = found.share[loop][measure], spoken_title(asked)
    if found.strongest(measure) is None:
        size = _size(known, asked, found.currency, signed=True)
        return f"No loop can be said to have the largest share in {title}: '{loop}' has {size}."
    size = _size(known, asked, found.currency)
    return f"The largest share in {title} has '{loop}': it {effect_of(known)} it by {size}."


def effect_in_words(known: Estimate, measure: Measure, currency: str) -> str:
    """Return what a loop does to a measure, to stand behind its name.

    >>> effect_in_words(Estimate(-3.1, 0.8, 10), MEASURES["flow_time"], "USD")
    'lowers the flow time by 3.10 ± 0.80 h'
    """
    title = spoken_title(measure)
    if math.isnan(known.mean):
        return f"has an effect on {title} that is not defined"
    if known.is_clear:
        return f"{effect_of(known)} {title} by {_size(known, measure, currency)}"
    if known.mean == known.half_width == 0.0:
        return f"does not move {title}"
    return f"has no clear effect on {title}: {_size(known, measure, currency, signed=True)}"


def unit_of_effects(measure: Measure, currency: str) -> str:
    """Return the unit of the effects of loops on a measure; ``""`` for a number from 0 to 1."""
    unit = telling_of(measure, currency).of_difference
    return "" if unit == SCORE else unit


def _size(known: Estimate, measure: Measure, currency: str, *, signed: bool = False) -> str:
    """Return how large an effect is, with its unit; without a sign where words say which way it goes."""
    told = telling_of(measure, currency).of(known)
    mean = told.mean if signed else abs(told.mean)
    return format_quantity(mean, told.half_width, unit_of_effects(measure, currency), signed=signed)


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
