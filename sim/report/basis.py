"""What the numbers of a comparison rest on, in a few sentences."""

import math

from sim.experiments.findings import Comparison, Difference
from sim.experiments.judgement import LEAST_OF_BASELINE, LEAST_OF_POINTS, Finding
from sim.experiments.telling import POINTS
from sim.report.cells import doubt_of, known_of, replications_in_words, replications_of
from sim.scenario.telling.wording import duration, listed
from sim.statistics.control_variates import FEWEST_CONTROLLED, LEAST_GAIN
from sim.statistics.estimate import FEWEST

MANY_TIMES = 9.95
"""Variance reduction factors from which on decimals are left out."""
_LEAST = f" (less than {LEAST_GAIN:g} times as many runs, or a few exceptional runs make the difference)"


def basis(comparison: Comparison) -> str:
    """Return in a few sentences what the numbers rest on."""
    first = comparison.differences[comparison.baseline]
    confidence = next(iter(first.values())).difference.confidence
    number = replications_of(comparison)
    intervals = (
        "one replication has no intervals"
        if number < FEWEST
        else f"± is half of a {100.0 * confidence:g} % interval"
    )
    sentences = (
        f"{replications_in_words(comparison)} of each strategy, all with the same luck, seed "
        f"{comparison.seed}.",
        f"Difference: from '{comparison.baseline}', paired; {intervals}.",
        clear_in_words(comparison),
        f"Differences of shares are in {POINTS}."
        if any(first[name].measure.is_share for name in comparison.foreground)
        else "",
        too_small(comparison),
        _reductions(comparison),
        control_variates(comparison),
        comparison.settled or terminating(comparison.warm_up, comparison.run_length),
    )
    return " ".join(sentence for sentence in sentences if sentence)


def clear_in_words(comparison: Comparison) -> str:
    """Return in a sentence when a difference is called clear, where that is more than its interval tells."""
    if len(comparison.replications) <= 2 or replications_of(comparison) < FEWEST:
        return ""
    return (
        "A difference is clear where it holds for all strategies together (Holm); so one whose own interval "
        "leaves out zero may still be no clear one."
    )


def terminating(warm_up: float, run_length: float) -> str:
    """Return in a sentence over what a terminating simulation measures.

    Args:
        warm_up, run_length: [h].
    """
    first = "from the start" if not warm_up else f"after a warm-up of {duration(warm_up)}"
    return f"Terminating simulation: measured {first} to the end of {duration(run_length)}, not the long run."


def too_small(comparison: Comparison) -> str:
    """Return what is assumed to be too small to matter, where a table says so; else ``""``."""
    shares = {
        found[name].measure.is_share
        for strategy, found in comparison.differences.items()
        for name in comparison.foreground
        if name in comparison.matters_assumed
        and (
            known_of(comparison, strategy, name) is Finding.TOO_SMALL or doubt_of(comparison, strategy, name)
        )
    }
    if not shares:
        return ""
    said = {False: LEAST_OF_BASELINE, True: f"{LEAST_OF_POINTS} of a share"}
    least = " or ".join(said[is_share] for is_share in sorted(shares))
    return f"Too small to matter, where the scenario does not say it, is less than {least} (assumed)."


def _reductions(comparison: Comparison) -> str:
    """Return in a sentence what the shared luck is worth; nothing where no variance reduction is defined."""
    factors = [
        found.variance_reduction
        for differences in comparison.differences.values()
        for name, found in differences.items()
        if name in comparison.foreground and not math.isnan(found.variance_reduction)
    ]
    if not factors:
        return ""
    times = " to ".join(dict.fromkeys(map(factor_in_words, (min(factors), max(factors)))))
    return (
        f"These runs are as good as {times} times as many runs without the shared luck (variance reduction "
        "factor)."
    )


def control_variates(comparison: Comparison) -> str:
    """Return in a sentence what control variates would add for the leading measure, or that they add nothing.

    ``""`` where there is no measure or no difference, or there are too few runs to try them.
    """
    if not comparison.foreground:
        return ""
    leading = comparison.foreground[0]
    factors = {
        name: found[leading].controlled.reduction
        for name, found in comparison.differences.items()
        if _is_tried(found[leading])
    }
    if not factors:
        return ""
    title = comparison.differences[comparison.baseline][leading].measure.title
    gained = [factor for factor in factors.values() if factor >= LEAST_GAIN]
    if not gained:
        return f"Control variates, luck with a known mean, add nothing to that for {title}{_LEAST}."
    times = " to ".join(dict.fromkeys(map(factor_in_words, (min(gained), max(gained)))))
    nothing = [f"'{name}'" for name, factor in factors.items() if factor < LEAST_GAIN]
    for_whom = f", and nothing for {listed(nothing)}{_LEAST}" if nothing else ""
    return (
        f"Control variates, luck with a known mean, would on top of that be worth about {times} times as "
        f"many runs for {title}{for_whom}; half of the runs tell so, the other half are adjusted, and the "
        "intervals do without."
    )


def gain(found: Difference) -> float:
    """Return how many times as many runs control variates are worth; nan where they have not been tried."""
    return found.controlled.reduction if _is_tried(found) else math.nan


def _is_tried(found: Difference) -> bool:
    """Return whether control variates have been tried, on a difference that varies."""
    enough = found.difference.replications >= FEWEST_CONTROLLED
    return enough and not math.isnan(found.variance_reduction)


def factor_in_words(factor: float) -> str:
    """Return a variance reduction factor with two digits or more.

    >>> factor_in_words(1.52), factor_in_words(165.3)
    ('1.5', '165')
    """
    return f"{factor:,.{1 if factor < MANY_TIMES else 0}f}"
