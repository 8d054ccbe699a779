"""``python -m tests.oracles.power`` writes ``docs/verification/oracles.md``: what agrees, with what power.

It takes about an hour on two cores; ``--jobs`` changes the number of processes, and ``--only`` renews the
rows of the oracles whose names begin so.
"""

import argparse
import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from scipy import stats

from sim.validation.oracles.agreement import Moments, Sample, p_value, power
from sim.validation.oracles.catalogue import FAMILY_LEVEL, LEVEL, ORACLES, PILOT_SEED, POWER, QUICK, TEST_SEED
from sim.validation.oracles.oracle import Claim, Oracle, samples

PAGE = Path(__file__).parents[2] / "docs" / "verification" / "oracles.md"
PILOT = 400
"""Replications of the pilot runs."""
COLUMNS = (
    "oracle", "claim", "book", "simulated", "p", "p, book of the twin", "power", "p, simulated twin", "power",
    "replications", "tasks",
)  # fmt: skip
COUNT = sum(len(oracle.claims) for oracle in ORACLES)
HEAD = f"""# What the simulator agrees with

Written by `python -m tests.oracles.power`.  The tests are in `tests/oracles/test_oracles.py`, the book's
formulas with their sources in `tests/oracles/formulas.py`, the scenarios in `tests/oracles/stations.py` and
`networks.py`.

Each row is what a book claims about a scenario that is written in our own language and run by the reference
engine.  A sample has one value for each of the independent replications.  Where the claim is not exact for an
empty start, the first tasks are left out.  The test is two-sided: Student's t, corrected for the skewness of
the sample (Hall 1992).  All {COUNT} claims together raise a false alarm with probability
{FAMILY_LEVEL:g}, each of them with {LEVEL:.2g} (Bonferroni).

The twin is the same scenario made 3 % wrong: all service times are 3 % longer (those of the servers alone
where calls are lost), or both probabilities of a rework 3 % higher.  The first claim of an oracle, in bold,
is its **judge**.  It must tell system and twin apart in two ways:

- *p, book of the twin*: the sample is told from what the book says of the twin.  So in all runs of the tests.
- *p, simulated twin*: a sample of the twin is told from what the book says of the system.  So in all runs of
  the tests for the {len(QUICK)} quickest oracles, and here for every one.

*Power* is the probability of that, calculated from the moments of {PILOT} pilot runs with other luck (seed
{PILOT_SEED}; the tests have seed {TEST_SEED}).  A judge's must be {POWER} or more.  The other claims stand
there because the book makes them; its power says what each is worth.

| {" | ".join(COLUMNS)} |
|{"---|" * len(COLUMNS)}
"""


def half_width(sample: Sample) -> float:
    """Return the half-width of the 95 % interval of the mean."""
    m = Moments.of(sample)
    return float(stats.t.isf(0.025, m.count - 1)) * m.sd / math.sqrt(m.count)


def rows(place: int) -> list[str]:
    """Return the rows of the catalogue's n-th oracle, one for each claim."""
    oracle = ORACLES[place]
    count = oracle.replications
    right, tasks = samples(oracle.text, oracle.claims, count, TEST_SEED)
    wrong, _ = samples(oracle.twin, oracle.claims, count, TEST_SEED)
    pilot_right, _ = samples(oracle.text, oracle.claims, PILOT, PILOT_SEED)
    pilot_wrong, _ = samples(oracle.twin, oracle.claims, PILOT, PILOT_SEED)
    columns = zip(oracle.claims, right, wrong, pilot_right, pilot_wrong, strict=True)
    return [row(oracle, rank, claim, tuple(found), tasks) for rank, (claim, *found) in enumerate(columns)]


def row(oracle: Oracle, place: int, claim: Claim, found: tuple[Sample, ...], tasks: int) -> str:
    """Return the row of one claim."""
    right, wrong, pilot_right, pilot_wrong = found
    count = oracle.replications
    powers = (
        power(replace(Moments.of(pilot_right), mean=claim.expected), claim.of_twin, LEVEL, count),
        power(replace(Moments.of(pilot_wrong), mean=claim.of_twin), claim.expected, LEVEL, count),
    )
    cells = [
        f"{oracle.name} ({oracle.start})" if place == 0 else "",
        f"**{claim.what}**" if place == 0 else claim.what,
        f"{claim.expected:.5g}",
        f"{right.mean():.5g} ± {half_width(right):.2g}",
        f"{p_value(right, claim.expected):.2g}",
        f"{p_value(right, claim.of_twin):.1e}",
        _share(powers[0]),
        f"{p_value(wrong, claim.expected):.1e}",
        _share(powers[1]),
        f"{count}" if place == 0 else "",
        f"{tasks:,}" if place == 0 else "",
    ]
    return "| " + " | ".join(cells) + " |"


def _share(probability: float) -> str:
    """Return a probability cut after four digits, never rounded up to one."""
    return f"{math.floor(probability * 1e4) / 1e4:.4f}"


def found_rows(places: Sequence[int], jobs: int) -> Iterator[list[str]]:
    """Yield the rows of some oracles of the catalogue, printing them as they are found."""
    with ProcessPoolExecutor(jobs) as pool:
        for found in pool.map(rows, places):
            print(*found, sep="\n", flush=True)
            yield found


def known_rows() -> list[list[str]]:
    """Return the rows of the page that is there, by oracle."""
    known: list[list[str]] = []
    for line in PAGE.read_text(encoding="utf-8").removeprefix(HEAD).splitlines():
        if not line.startswith("|  |"):
            known.append([])
        known[-1].append(line)
    return known


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--only", default="", help="renew the rows of the oracles that begin so")
    arguments = parser.parse_args()
    places = [place for place, oracle in enumerate(ORACLES) if oracle.name.startswith(arguments.only)]
    table = known_rows() if arguments.only else [[] for _ in ORACLES]
    for place, found in zip(places, found_rows(places, arguments.jobs), strict=True):
        table[place] = found
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(HEAD + "".join(f"{line}\n" for found in table for line in found), encoding="utf-8")


if __name__ == "__main__":
    main()
