"""Which differences rest on a few exceptional runs, in words."""

from collections.abc import Sequence

from sim.experiments.findings import Comparison
from sim.experiments.judgement import measure_of, title_of
from sim.experiments.leading import leading
from sim.experiments.telling import telling_of
from sim.experiments.wording import decimals_of, format_number
from sim.scenario.telling.wording import listed


def on_skewness(comparison: Comparison, strategies: Sequence[str]) -> list[str]:
    """Say of which differences of the foreground the interval is too narrow, and what it would be.

    The corrected interval is told of the leading measure; the tables have the others.
    """
    asked = {
        (name, strategy): found.replications
        for name in comparison.foreground
        for strategy in strategies
        if (found := comparison.differences[strategy][name].skewed) is not None
    }
    if not asked:
        return []
    of_each = listed(
        f"{title_of(comparison, name).removeprefix('the ')} ({_named(names, strategies)})"
        for name in comparison.foreground
        if (names := [strategy for measure, strategy in asked if measure == name])
    )
    enough = format_number(float(f"{max(asked.values()):.2g}"))
    confidence = comparison.differences[strategies[0]][leading(comparison)].difference.confidence
    return [
        f"A few exceptional runs make the difference in {of_each}: such intervals hold less often than "
        f"{100.0 * confidence:g} % until there are about {enough} replications, or more."
        f"{_corrected(comparison, strategies)}"
    ]


def _corrected(comparison: Comparison, strategies: Sequence[str]) -> str:
    """Return the corrected intervals of the leading measure as a sentence; empty where there are none."""
    lead = leading(comparison)
    told = telling_of(measure_of(comparison, lead), comparison.currency)
    said: list[str] = []
    for strategy in strategies:
        found = comparison.differences[strategy][lead].skewed
        if found is not None:
            decimals = decimals_of(told.factor * (found.high - found.low) / 2.0)
            ends = (
                format_number(told.factor * end, decimals, signed=True) for end in (found.low, found.high)
            )
            unit = "" if said else f" {told.spoken_difference}".rstrip()
            said.append(f"{' to '.join(ends)}{unit} under '{strategy}'")
    title = title_of(comparison, lead)
    return f" Corrected for skewness, {title} changes by {listed(said)}." if said else ""


def _named(names: Sequence[str], strategies: Sequence[str]) -> str:
    return "all strategies" if 1 < len(names) == len(strategies) else listed(f"'{name}'" for name in names)
