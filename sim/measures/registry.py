"""Every measure by its name."""

from sim.measures.flow import FLOW
from sim.measures.measure import Direction, Measure
from sim.measures.money import MONEY
from sim.measures.people import PEOPLE, pool_measures
from sim.measures.quality import QUALITY
from sim.model.names import Names

MEASURES: dict[str, Measure] = {measure.name: measure for measure in (*FLOW, *QUALITY, *PEOPLE, *MONEY)}
"""The measures that every scenario has, in the order of tables."""
_BETTER = {Direction.LARGER: "larger", Direction.SMALLER: "smaller", Direction.NEITHER: "-"}


def measures_of(names: Names) -> tuple[Measure, ...]:
    """Return all measures of a model: those that every scenario has, then those of its pools."""
    return (*MEASURES.values(), *pool_measures(names))


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
