"""``python -m tests.lessons.table`` writes ``docs/verification/lessons.md``: what came out of every claim.

It takes some minutes; ``--jobs`` changes the number of processes.
"""

import argparse
from concurrent.futures import ProcessPoolExecutor
from itertools import groupby
from pathlib import Path

from sim.experiments.wording import format_interval
from sim.statistics.estimate import Estimate
from tests.lessons.claims import Claim, found, read_claims

PAGE = Path(__file__).parents[2] / "docs" / "verification" / "lessons.md"


def of_scenario(claims: list[Claim]) -> list[Estimate]:
    """Return what comes out of the claims of one scenario, which share their runs."""
    return [found(claim) for claim in claims]


def _figures(one: Estimate) -> str:
    """Return what came out; what no luck touches to eight digits."""
    exact = one.half_width <= 1e-9 * abs(one.mean)
    return f"{one.mean:.8g}" if exact else format_interval(one.mean, one.half_width)


def page(results: list[tuple[list[Claim], list[Estimate]]]) -> str:
    """Return the page."""
    held = sum(
        claim.band.holds(one) for claims, found_ in results for claim, one in zip(claims, found_, strict=True)
    )
    count = sum(len(claims) for claims, _ in results)
    lines = [
        "# What the lessons claim, and what came out",
        "",
        "Written by `python -m tests.lessons.table` from `scenarios/*/expect.yaml`.  A claim holds when the",
        f"whole interval lies within its band: {held} of {count} do.  A claim of an effect has a twin that",
        "must fail (tests/lessons).",
        "",
        "| scenario | claim | came out | must be | confidence |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {claim.scenario} | {claim.say} | {_figures(one)} | "
        f"{claim.band.low:g} to {claim.band.high:g} | {100.0 * claim.confidence:g} % |"
        for claims, found_ in results
        for claim, one in zip(claims, found_, strict=True)
    ]
    return "\n".join([*lines, ""])


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2)
    jobs = parser.parse_args().jobs
    groups = [list(claims) for _, claims in groupby(read_claims(), key=lambda claim: claim.scenario)]
    with ProcessPoolExecutor(jobs) as pool:
        results = list(zip(groups, pool.map(of_scenario, groups), strict=True))
    PAGE.write_text(page(results), encoding="utf-8")


if __name__ == "__main__":
    main()
