"""``python -m tests.oracles.power`` writes ``docs/verification/oracles.md``: every oracle, its twin, its power.

It takes about twenty minutes on two cores; ``--jobs`` changes the number of processes.
"""

import argparse
import math
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from scipy import stats

from tests.oracles.agreement import Moments, Sample, p_value, power
from tests.oracles.catalogue import FAMILY_LEVEL, LEVEL, ORACLES, PILOT_SEED, POWER, TEST_SEED
from tests.oracles.oracle import Claim, Oracle, samples

PAGE = Path(__file__).parents[2] / "docs" / "verification" / "oracles.md"
HEAD = f"""# What the simulator agrees with

Written by `python -m tests.oracles.power`; the tests are `tests/oracles/test_oracles.py`, the book's formulas
with their sources `tests/oracles/formulas.py`, the scenarios `tests/oracles/catalogue.py`.

Each row is a claim of a book about a scenario written in our own language and run by the reference engine.
A sample is one value for each of the independent replications; unless the claim is exact for an empty start,
the first tasks are left out.  The test is two-sided: Student's t, corrected for the skewness of the sample
(Hall 1992).  All {sum(len(oracle.claims) for oracle in ORACLES)} claims together raise a false alarm with probability {FAMILY_LEVEL:g},
each of them with {LEVEL:.2g} (Bonferroni).

The twin is the same scenario made 3 % wrong: all service times 3 % longer (of the café's three stations, the
tandem's two, the vacation too; with lost calls those of the servers alone), or both probabilities of a rework
3 % higher.  Three questions are asked of each **judge**, the first claim of an oracle:

- *p, book of the twin*: is the sample told from what the book says of the twin?  In every run of the tests.
- *p, simulated twin*: is a sample of the twin told from what the book says of the system?  In every run of
  the tests for the quickest, here for all.
- *power*: the probability of the first, and of the second, calculated from the moments of pilot runs with
  other luck (seed {PILOT_SEED}; the tests have seed {TEST_SEED}).  It must be {POWER} or more.

Other claims stand beside the judge because the book makes them; what they are worth, their power says.

| oracle | claim | book | simulated | p | p, book of the twin | power | p, simulated twin | power | replications | tasks |
|---|---|---|---|---|---|---|---|---|---|---|
"""


def half_width(sample: Sample) -> float:
    """Return the half-width of the 95 % interval of the mean."""
    m = Moments.of(sample)
    return float(stats.t.isf(0.025, m.count - 1)) * m.sd / math.sqrt(m.count)


def rows(oracle: Oracle) -> list[str]:
    """Return the rows of an oracle, one for each claim."""
    count = oracle.replications
    right, tasks = samples(oracle.text, oracle.claims, count, TEST_SEED)
    wrong, _ = samples(oracle.twin, oracle.claims, count, TEST_SEED)
    pilot_right, _ = samples(oracle.text, oracle.claims, count, PILOT_SEED)
    pilot_wrong, _ = samples(oracle.twin, oracle.claims, count, PILOT_SEED)
    columns = zip(oracle.claims, right, wrong, pilot_right, pilot_wrong, strict=True)
    return [row(oracle, place, claim, tuple(found), tasks) for place, (claim, *found) in enumerate(columns)]


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


def page(jobs: int) -> Iterator[str]:
    """Yield the page in pieces, printing each oracle's rows as they are found."""
    yield HEAD
    with ProcessPoolExecutor(jobs) as pool:
        for found in pool.map(rows, ORACLES):
            print(*found, sep="\n", flush=True)
            yield "".join(f"{line}\n" for line in found)


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    text = "".join(page(parser.parse_args().jobs))
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
