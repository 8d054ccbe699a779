"""What makes an answer uncertain, and what would narrow it: more runs, better guesses, or another study."""

import math
from collections.abc import Sequence

from sim.experiments.findings import Comparison
from sim.experiments.futures import GUESS, STUDY
from sim.experiments.guarantee import is_decided
from sim.experiments.robustness import Robust, Robustness
from sim.experiments.wording import format_part
from sim.scenario.telling.wording import listed
from sim.statistics.total_variance import Split

NAMED = 3
"""Keys that are named (assumed); more are counted."""


def parts_of(found: Split) -> dict[str, str]:
    """Return by source its share of the variance of a difference, with its interval where there are two.

    Where futures can be told apart from luck, luck is a few per cent of the whole at most, so the interval of
    what is shared between studies and guesses is that of the shares of the whole.
    """
    between, whole = found.first + found.second, found.whole
    shares = {
        STUDY: (found.first / whole, found.low * between / whole, found.high * between / whole),
        GUESS: (
            found.second / whole,
            (1.0 - found.high) * between / whole,
            (1.0 - found.low) * between / whole,
        ),
    }
    if found.low == found.high:
        said = {what: f"{100.0 * part[0]:.0f} %" for what, part in shares.items() if part[0] > 0.0}
    else:
        said = {what: format_part(part) for what, part in shares.items()}
    return {**said, "too few runs": f"{100.0 * found.noise / whole:.0f} %"}


def subject(comparison: Comparison, others: dict[str, Robust]) -> str:
    """Return the strategy of whose difference from the baseline the conclusion speaks.

    The best by the guarantee, else the one with the least regret, else the first; never the baseline.
    """
    chosen = comparison.selection.chosen if comparison.selection and is_decided(comparison) else ()
    known = [name for name, each in others.items() if not math.isnan(each.as_good[0])] or list(others)
    best = [name for name in chosen if name in known]
    return min(best or known, key=lambda name: _last_if_unknown(others[name].regret.mean))


def _last_if_unknown(number: float) -> float:
    return math.inf if math.isnan(number) else number


def narrowing(found: Robustness, strategy: str) -> str:
    """Say which would narrow an answer most: more runs, better guesses, another study, or that it is open."""
    parts = found.strategies[strategy].uncertain
    answer = f"the answer on '{strategy}'"
    if not parts.is_clear:
        return (
            f"More runs (--futures {4 * found.futures}) would narrow {answer} most: what the uncertainties "
            "do to it is hidden by luck."
        )
    if parts.low > 0.5 or parts.high < 0.5:
        is_study = parts.low > 0.5
        keys = [key for key, study in zip(found.keys, found.of_a_study, strict=True) if study is is_study]
        what = "Another study" if is_study else "Better guesses"
        return f"{what} of {_named(keys)} would narrow {answer} most; more runs next to nothing."
    return (
        f"Whether another study or better guesses would narrow {answer} more is open, and "
        f"--futures {4 * found.futures} would tell it better; more runs alone narrow next to nothing."
    )


def _named(keys: Sequence[str]) -> str:
    return listed(keys) if len(keys) <= NAMED else f"the {len(keys)} keys that it rests on"
