"""``python -m sim.statistics``: do intervals cover, and choices succeed, as often as promised?"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from sim.statistics.proofs.choosing import chosen
from sim.statistics.proofs.claiming import claimed
from sim.statistics.proofs.covering import covered
from sim.statistics.proofs.skewing import told
from sim.statistics.proofs.telling import choice_table, claim_table, coverage_table, page, skewness_table


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; return 0 if every promise is kept, else 1."""
    parser = argparse.ArgumentParser(prog="python -m sim.statistics", description=__doc__)
    parser.add_argument("--macro-replications", type=int, default=1000, metavar="N")
    parser.add_argument("--page", type=Path, metavar="FILE", help="write the tables as Markdown too")
    asked = parser.parse_args(arguments)
    number = asked.macro_replications
    if number < 1:
        parser.error(f"--macro-replications = {number}: should be a whole number from 1 up")
    intervals, claims, choices = list(covered(number)), list(claimed(number)), list(chosen(number))
    tables = (
        coverage_table(intervals),
        skewness_table(told(number)),
        choice_table(choices),
        claim_table(claims),
    )
    sys.stdout.write("\n".join(tables))
    if asked.page is not None:
        asked.page.write_text(page(number, tables), encoding="utf-8", newline="\n")
    kept = [each.holds for found in (intervals, choices, claims) for each in found]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
