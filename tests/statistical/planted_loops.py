"""``python -m tests.statistical.planted_loops`` writes ``docs/verification/planted-loops.md``.

It takes some minutes on two cores; ``--jobs`` changes the number of processes.
"""

import argparse
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from sim.experiments.knockout import Knockout, knock_out
from sim.experiments.wording import format_interval
from sim.rules.loops import LOOP_NAMES
from sim.statistics.estimate import Estimate
from tests.statistical.plants import FAINT, PLANTS, SCENARIOS, planted

PAGE = Path(__file__).parents[2] / "docs" / "verification" / "planted-loops.md"
REPLICATIONS = 10
LEAST = 19
"""Of the 20 scenarios, in which the planted loop must be named."""
COLUMNS = (
    "scenario", "planted loop", "measure", "named loop", "its share", "next", "its share", "twin: named",
    "share of the planted",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """What a knock-out says of one scenario.

    Attributes:
        planted: the loop that was planted.
        named: the loop that is named; None for none.
        shares: of each loop in the measure of the planted one, the largest first.
    """

    planted: str
    named: str | None
    shares: dict[str, Estimate]

    @property
    def is_right(self) -> bool:
        """True when the planted loop is named."""
        return self.named == self.planted


def finding(number: int, factor: float = 1.0) -> Finding:
    """Return what a knock-out says of a numbered scenario, with the planted gain multiplied."""
    loop = SCENARIOS[number]
    found: Knockout = knock_out(planted(loop, number, factor), replications=REPLICATIONS, jobs=1)
    measure = PLANTS[loop].measure
    shares = {each: found.share[each][measure] for each in found.by_share(measure)}
    return Finding(loop, found.strongest(measure), shares)


def pair(number: int) -> tuple[Finding, Finding]:
    """Return what is found in a numbered scenario and in its twin."""
    return finding(number), finding(number, FAINT)


def row(number: int, real: Finding, twin: Finding) -> str:
    """Return a row of the table."""
    (first, share), (second, next_share) = list(real.shares.items())[:2]
    named = f"**{first}**" if real.is_right else f"{real.named or 'none'} (largest: {first})"
    cells = [
        f"{number}", real.planted, PLANTS[real.planted].measure, named, _said(share), second,
        _said(next_share), twin.named or "none", _said(twin.shares[real.planted]),
    ]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def _said(share: Estimate) -> str:
    return format_interval(share.mean, share.half_width, signed=True)


def page(pairs: dict[int, tuple[Finding, Finding]]) -> str:
    """Return the page."""
    right = sum(real.is_right for real, _ in pairs.values())
    fooled = sum(twin.is_right for _, twin in pairs.values())
    reasons = "\n".join(
        f"| {loop} | `{plant.measure}`: {plant.why} | `{plant.gain.key}` | {_situation(loop)} |"
        for loop, plant in PLANTS.items()
    )
    rows = "\n".join(row(number, *both) for number, both in pairs.items())
    others = ", ".join(loop for loop in LOOP_NAMES if loop not in PLANTS)
    missing = f"\nNot planted, as they need a lever of a strategy: {others}.\n" if others else ""
    return f"""# Does a knock-out name the loop that was planted?

Written by `python -m tests.statistical.planted_loops`.  The generator is `tests/statistical/plants.py`.

In each of {len(pairs)} scenarios one feedback loop is strong.  Two others, drawn from those that its
situation bears, are there with a tenth of such a gain or less.  What a situation cannot do without is there
as well: overtime, where strain is to build up, at its cap before loops are switched off; use of a tool at its
limit, where trust is to lower checking; practice, where a tool is to spoil what it teaches.  Team size, load,
service times, gains and the two others are drawn from the number of the scenario.

The loop that is *named* is the one with the largest absolute Shapley share in the measure that belongs to the
planted loop, if the 95 % interval of that share excludes zero ({REPLICATIONS} replications): what
`sim knockout` says in words.  The ranges and measures were settled on scenarios with other numbers (101 and
up).

The planted loop is named in **{right} of {len(pairs)}** (at least {LEAST} are asked for).

In the twin of each scenario everything is the same, but the gain of the planted loop is a thousandth.  There
it is named in **{fooled} of {len(pairs)}** (0 are asked for).  With the gain at its neutral value it is not
at work, and `sim knockout` refuses its name; a test asks that of all of them.

| {" | ".join(COLUMNS)} |
|{"---|" * len(COLUMNS)}
{rows}

## What each loop is judged on

| loop | measure | gain | situation |
|---|---|---|---|
{reasons}
{missing}"""


def _situation(loop: str) -> str:
    text = PLANTS[loop].situation.__doc__ or ""
    return text.partition("\n")[0].removeprefix("Return ").rstrip(".")


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    arguments = parser.parse_args()
    with ProcessPoolExecutor(arguments.jobs) as pool:
        pairs = dict(zip(SCENARIOS, pool.map(pair, SCENARIOS), strict=True))
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(pairs), encoding="utf-8")
    print(page(pairs))


if __name__ == "__main__":
    main()
