"""The proofs as text, for the terminal and as a page."""

import math
from collections.abc import Iterable

from sim.statistics.proofs.choosing import MOST_RUNS, Chosen
from sim.statistics.proofs.claiming import ALLOWED, Claimed
from sim.statistics.proofs.covering import BETWEEN, Covered
from sim.statistics.proofs.skewing import Told

Row = tuple[str, ...]


def coverage_table(found: Iterable[Covered]) -> str:
    """Return the table of intervals."""
    rows = [
        (each.interval, each.model, f"{100.0 * each.share:.1f} %", _asked(each), _word(each.holds))
        for each in found
    ]
    return _table(("interval", "model with a known answer", "covers", "asked", ""), rows)


def _asked(found: Covered) -> str:
    low, high = (f"{100.0 * end:g}" for end in BETWEEN)
    return f"at least {low} %" if found.at_least else f"{low} to {high} %"


def choice_table(found: Iterable[Chosen]) -> str:
    """Return the table of selections."""
    rows = [
        (
            each.configuration,
            each.procedure,
            f"{each.correct:.3f}",
            f"{each.runs:,.0f}",
            "" if math.isnan(each.textbook_runs) else f"{each.runs / each.textbook_runs:.3f}",
            _word(each.holds),
        )
        for each in found
    ]
    return _table(("configuration", "procedure", "right", "runs", "of the textbook's", ""), rows)


def claim_table(found: Iterable[Claimed]) -> str:
    """Return the table of wrong claims."""
    rows = [
        (each.claim, each.truth, f"{100.0 * each.share:.1f} %", f"{100.0 * ALLOWED:g} %", _word(each.holds))
        for each in found
    ]
    return _table(("claim", "while in truth", "made", "at most", ""), rows)


def skewness_table(found: Iterable[Told]) -> str:
    """Return the table of outputs that a few exceptional replications make."""
    rows = [
        (
            each.model,
            f"{each.replications}",
            *(f"{100.0 * share:.1f} %" for share in (each.plain, each.corrected, each.told)),
        )
        for each in found
    ]
    return _table(("outputs", "replications", "plain covers", "corrected covers", "told"), rows)


def page(macro_replications: int, tables: tuple[str, str, str, str]) -> str:
    """Return the proofs as a page in Markdown."""
    coverage, skewness, choices, claims = tables
    number = f"{macro_replications:,}"
    return f"""# Do the statistics keep their promises?

Written by `python -m sim.statistics`: {number} macro-replications of every row, with fixed seeds.

## Intervals cover as often as they say

Each macro-replication is an experiment of its own on a model whose answer is known exactly; the table counts
the intervals at 95 % that contain it.

{coverage}
Those *together* and *against the best* are built for any correlation (Bonferroni) and may cover more often.
After a contest, which ends when differences look large, intervals are computed at 97.5 % to hold at 95 %:
among equal systems they need that, among others they cover more often.

## Where a few exceptional runs make the mean

Most intervals above are Student's.  Where outputs are skewed, those cover too seldom until there are about
25 · skewness² replications (Cochran's rule).  Where a difference looks like that, the verdict says so
(*told*), from how many runs on it no longer matters, and the interval corrected for skewness (Hall's).
Skewness that no run has shown yet cannot be told; so in small experiments the corrected interval may cover
too seldom as well.

{skewness}
## The best is chosen as often as promised

Five systems, a smallest difference worth detecting of 1, a standard deviation of 3 unless said otherwise, ten
replications in the first stage, and 95 % promised; *right* may fall below that by two standard errors.  The
runs of Kim–Nelson count what is run ahead in vain, and may be {MOST_RUNS:g} times those of the procedure as
the paper writes it.

{choices}
## What is not so is seldom claimed

{claims}"""


def _word(holds: bool) -> str:
    return "holds" if holds else "FAILS"


def _table(head: Row, rows: Iterable[Row]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
