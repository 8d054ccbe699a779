"""What tables say of one strategy and one measure, on the terminal and on the page alike."""

import math

from sim.experiments.findings import Comparison, Difference
from sim.experiments.judgement import PERHAPS_SMALL, Finding, finding, is_perhaps_small, pairs_of
from sim.experiments.wording import format_interval, format_share, without_remark
from sim.measures.measure import Direction
from sim.scenario.telling.wording import count
from sim.statistics.estimate import FEWEST, Estimate

IN_WORDS = {
    Finding.HIGHER: "higher",
    Finding.LOWER: "lower",
    Finding.TOO_SMALL: "too small to matter",
    Finding.UNCLEAR: "no clear difference",
    Finding.SAME: "the same",
    Finding.UNKNOWN: "not known",
}
GOOD_OR_BAD = {
    (Finding.HIGHER, Direction.LARGER): "green",
    (Finding.LOWER, Direction.SMALLER): "green",
    (Finding.HIGHER, Direction.SMALLER): "red",
    (Finding.LOWER, Direction.LARGER): "red",
}
BETTER = {Direction.LARGER: "larger is better", Direction.SMALLER: "smaller is better", Direction.NEITHER: ""}
"""Which way is better, in words."""


def replications_of(comparison: Comparison) -> int:
    """Return how many replications the strategy with the most of them has."""
    return max(len(result.values) for result in comparison.replications.values())


def replications_in_words(comparison: Comparison) -> str:
    """Return how many replications the strategies have, from the fewest to the most."""
    fewest = min(len(result.values) for result in comparison.replications.values())
    most = count(replications_of(comparison), "replication")
    return most if fewest == replications_of(comparison) else f"{fewest:,} to {most}"


def known_of(comparison: Comparison, strategy: str, name: str) -> Finding:
    """Return what is known of a strategy's difference on a measure."""
    return finding(comparison.differences[strategy][name], comparison.matters_from.get(name, 0.0))


def doubt_of(comparison: Comparison, strategy: str, name: str) -> str:
    """Return what is to be added to a clear difference that may be too small to matter; else ``""``."""
    found, least = comparison.differences[strategy][name], comparison.matters_from.get(name, 0.0)
    return f", {PERHAPS_SMALL}" if is_perhaps_small(found, least) else ""


def cell(estimate: Estimate, replications: int, *, signed: bool = False) -> str:
    """Return an estimate as a table says it; with one replication no cell says that it has no interval."""
    words = format_interval(estimate.mean, estimate.half_width, signed=signed)
    return without_remark(words) if replications < FEWEST else words


def percent(comparison: Comparison, strategy: str, name: str) -> str:
    """Return a difference in per cent of the baseline's level.

    ``""`` for the baseline itself, for a share (its differences are in percentage points already), and
    where the baseline's level is not clearly above zero.
    """
    found, base = comparison.differences[strategy][name], comparison.differences[comparison.baseline][name]
    gap = found.difference
    if strategy == comparison.baseline or found.measure.is_share or gap.replications < FEWEST:
        return ""
    return format_share(gap.mean, base.level.mean) if base.level.low > 0.0 else ""


def words_of(comparison: Comparison, strategy: str, name: str) -> str:
    """Return what is known of a difference in words, and of how many pairs if not of all.

    ``""`` with one replication: that it tells nothing of differences is said once.
    """
    if replications_of(comparison) < FEWEST:
        return ""
    found = comparison.differences[strategy][name]
    known = IN_WORDS[known_of(comparison, strategy, name)] + doubt_of(comparison, strategy, name)
    return known + pairs_in_words(found, pairs_of(comparison, strategy))


def pairs_in_words(found: Difference, count: int) -> str:
    """Return how many pairs stand behind a difference, where fewer replications than all define it."""
    pairs = found.difference.replications
    return "" if pairs == count else f" ({pairs} of {count})"


def plain(known: Estimate) -> dict[str, float | None]:
    """Return an estimate for machines; what is not finite is null."""
    return {
        "mean": known.mean if math.isfinite(known.mean) else None,
        "half_width": known.half_width if math.isfinite(known.half_width) else None,
    }
