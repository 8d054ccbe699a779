"""Every measure by its name."""

from collections.abc import Iterable

from sim.measures.defects import DEFECTS
from sim.measures.flow import FLOW_TIME, INSIDE
from sim.measures.lateness import LATENESS
from sim.measures.measure import Direction, Measure
from sim.measures.money import MONEY
from sim.measures.people import PEOPLE, pool_measures
from sim.measures.quality import QUALITY
from sim.measures.throughput import THROUGHPUT
from sim.model.names import Names

GROUPS = (THROUGHPUT, FLOW_TIME, LATENESS, INSIDE, QUALITY, DEFECTS, PEOPLE, MONEY)
"""The measures that every scenario has, those together that are about one thing."""
MEASURES: dict[str, Measure] = {measure.name: measure for group in GROUPS for measure in group}
"""The measures that every scenario has, in the order of tables."""
_BETTER = {Direction.LARGER: "larger", Direction.SMALLER: "smaller", Direction.NEITHER: "-"}


def measures_of(names: Names) -> tuple[Measure, ...]:
    """Return all measures of a model: those that every scenario has, then those of its pools."""
    return (*MEASURES.values(), *pool_measures(names))


def grouped(measures: Iterable[Measure]) -> list[list[Measure]]:
    """Return measures by what they are about, those of pools last; groups without any are left out.

    >>> [[one.name for one in group] for group in grouped([MEASURES["wip"], MEASURES["cost"]])]
    [['wip'], ['cost']]
    """
    place = {measure.name: number for number, group in enumerate(GROUPS) for measure in group}
    groups: list[list[Measure]] = [[] for _ in range(len(GROUPS) + 1)]
    for measure in measures:
        groups[place.get(measure.name, len(GROUPS))].append(measure)
    return [group for group in groups if group]


def measures_table() -> str:
    """Return the reference table of the measures, in Markdown: name, unit, what is better, definition.

    >>> print(measures_table().splitlines()[0])
    | measure | unit | better | definition |
    """
    rows = [
        f"| `{measure.name}` | {measure.unit} | {_BETTER[measure.direction]} | {measure.definition} |"
        for measure in MEASURES.values()
    ]
    return "\n".join(("| measure | unit | better | definition |", "|---|---|---|---|", *rows)) + "\n"
