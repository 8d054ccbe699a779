"""``python -m tests.statistical.mean_field`` writes ``docs/verification/mean-field.md``.

It takes a quarter of an hour on two cores; ``--jobs`` changes the number of processes.
"""

import argparse
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from sim.engines import get_engine
from sim.records.record import RunRecord, Stock
from tests.running import model_of
from tests.statistical.large_team import MEASURES, WEEK, Limit, Team

Floats = NDArray[np.float64]
Sample = Mapping[str, Floats]
"""Weekly values by measure, each of shape (replications, weeks)."""
FOLDER = Path(__file__).parents[2] / "docs" / "verification"
FALSE_ALARM = 1e-6
"""Of all intervals of a comparison together."""
SEED = 1
SIZES = {25: 640, 100: 160, 400: 40}
"""Replications by size of the team: the same number of people."""
ROUNDING = 1e-9
"""Relative difference of a value that is the same in all replications."""
TWINS = (
    "effort", "demand", "detection", "return_chance", "learning_time", "speed_slope", "fatigue_threshold",
    "fatigue_time", "fatigue_errors", "haste_errors", "normal_backlog", "turnover", "strain_quits", "vacancy",
    "ramp_time", "mentoring",
)  # fmt: skip
"""Parameters of the equations that are made wrong."""
WRONG_BY = (0.02, 0.05, 0.10, 0.20, 0.40)
"""By what share, until it is found [share]."""
JUDGE = 100
"""The team that tells wrong equations; of the largest there are fewer replications, and wider intervals."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """A sample beside the limit, by measure and week.

    Attributes:
        gap: mean of the sample less the limit.
        half_width: of the simultaneous interval of the mean.
    """

    gap: Mapping[str, Floats]
    half_width: Mapping[str, Floats]

    @property
    def outside(self) -> list[tuple[str, int]]:
        """Measure and week of each value whose interval does not hold the limit."""
        return [
            (name, week + 1)
            for name in MEASURES
            for week in np.flatnonzero(np.abs(self.gap[name]) > self.half_width[name]).tolist()
        ]


def agreement(sample: Sample, limit: Mapping[str, Floats]) -> Agreement:
    """Return a sample beside the limit, with Student's intervals, Bonferroni over all weeks and measures."""
    count, weeks = sample[MEASURES[0]].shape
    quantile = float(stats.t.isf(FALSE_ALARM / (2 * weeks * len(MEASURES)), count - 1))
    gap = {name: sample[name].mean(axis=0) - limit[name] for name in MEASURES}
    half_width = {
        name: quantile * sample[name].std(axis=0, ddof=1) / np.sqrt(count) + ROUNDING * np.abs(limit[name])
        for name in MEASURES
    }
    return Agreement(gap, half_width)


def simulated(team: Team, people: int, replications: Sequence[int]) -> Sample:
    """Return the weekly values of some replications of a team."""
    model, run = model_of(team.text(people)), get_engine("kernel")
    runs = [measured(run(model, SEED, replication), people) for replication in replications]
    return {name: np.array([each[name] for each in runs]) for name in MEASURES}


def measured(record: RunRecord, people: int) -> dict[str, Floats]:
    """Return the same measures of a run, shape (weeks,) each."""
    weeks = len(record.weeks["week"])
    ends = np.floor(record.tasks["delivered_at"] / WEEK)
    in_pool = record.pool_weeks["pool"] == record.names.pools.index("team")
    found = {name: stock(record, kind) for name, kind in STOCKS.items()}
    return found | {
        "tasks inside": record.weeks["wip"] / people,
        "deliveries": np.array([(ends == week).sum() for week in range(weeks)]) / people,
        "headcount": record.pool_weeks["actors"][in_pool] / people,
        "newcomers": found["newcomers"] / people,
    }


STOCKS: Mapping[str, Stock] = {
    "pressure": Stock.PRESSURE,
    "overtime": Stock.OVERTIME,
    "care": Stock.CARE,
    "strain": Stock.STRAIN,
    "skill": Stock.SKILL,
    "newcomers": Stock.NEWCOMERS,
}


def stock(record: RunRecord, kind: Stock) -> Floats:
    """Return the weekly values of a stock of the team."""
    rows = (record.stocks["stock"] == kind) & (record.stocks["pool"] == record.names.pools.index("team"))
    values: Floats = record.stocks["value"][rows]
    return values


# --- the page -----------------------------------------------------------------------------------


def sampled(team: Team, people: int, replications: int, jobs: int) -> Sample:
    """Return the weekly values of all replications of a team, by several processes."""
    parts = [range(first, replications, 4 * jobs) for first in range(4 * jobs)]
    with ProcessPoolExecutor(jobs) as pool:
        found = list(pool.map(partial(simulated, team, people), parts))
    return {name: np.concatenate([part[name] for part in found]) for name in MEASURES}


def size_rows(limit: Mapping[str, Floats], found: Mapping[int, Agreement]) -> list[str]:
    """Return a row for each measure: the largest gap and its interval, by size of the team."""
    rows = []
    for name in MEASURES:
        scale = 100.0 / float(np.abs(limit[name]).max())
        cells = []
        for each in found.values():
            week = int(np.argmax(np.abs(each.gap[name])))
            inside = len(limit[name]) - sum(other == name for other, _ in each.outside)
            gap, half = scale * each.gap[name][week], scale * each.half_width[name][week]
            cells += [f"{gap:+.2f} ± {half:.2f}", f"{inside}"]
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    return rows


def twin_rows(sample: Sample) -> list[str]:
    """Return a row for each parameter: how wrong it has to be in the equations to be found."""
    return [_twin_row(sample, key) for key in TWINS]


def _twin_row(sample: Sample, key: str) -> str:
    for by in WRONG_BY:
        wrong = replace(Team(), **{key: getattr(Team(), key) * (1.0 + by)})
        outside = agreement(sample, Limit(wrong).weekly()).outside
        if outside:
            measures = ", ".join(dict.fromkeys(name for name, _ in outside))
            return f"| {key} | {100.0 * by:+.0f} % | {len(outside)} | {measures} |"
    return f"| {key} | not up to {100.0 * WRONG_BY[-1]:+.0f} % | 0 | |"


UNITS = {
    "tasks inside": " a person", "deliveries": " a week, a person", "strain": " [h/week]",
    "headcount": " / at the start", "newcomers": " / people at the start",
}  # fmt: skip
"""What a panel's title has beside the measure."""


def plot(limit: Mapping[str, Floats], samples: Mapping[int, Sample], path: Path) -> None:
    """Draw the limit as lines and the means of the teams, with their intervals, as marks."""
    from sim.report.style import DOTS_PER_INCH, INK, PALETTE, figure_style, new_figure

    with figure_style():
        figure = new_figure(7.2)
        panels = figure.subplots(3, 3).ravel()
        weeks = np.arange(1, Team().weeks + 1)
        for ax, name in zip(panels, MEASURES, strict=True):
            ax.plot(weeks, limit[name], color=INK, linewidth=1.2, label="differential equations")
            for place, (people, sample) in enumerate(samples.items()):
                half = agreement(sample, limit).half_width[name]
                ax.errorbar(
                    weeks + 0.15 * (place - 1), sample[name].mean(axis=0), half, linestyle="", marker="o",
                    markersize=2.5, elinewidth=0.8, color=PALETTE[place], label=f"{people} people",
                )  # fmt: skip
            ax.set_title(f"{name}{UNITS.get(name, '')}", fontsize=9)
            ax.set_xticks(weeks[1::2])
            ax.tick_params(labelsize=7)
        for ax in panels[-3:]:
            ax.set_xlabel("week", fontsize=8)
        panels[MEASURES.index("skill")].legend(fontsize=6.5, frameon=False)
        figure.savefig(path, dpi=DOTS_PER_INCH)


def page(limit: Mapping[str, Floats], samples: Mapping[int, Sample]) -> str:
    """Return the page."""
    found = {people: agreement(sample, limit) for people, sample in samples.items()}
    cells = len(MEASURES) * Team().weeks
    sizes = " | ".join(f"{people} people | inside" for people in samples)
    outside = ", ".join(f"{cells - len(each.outside)} with {people}" for people, each in found.items())
    return f"""# Large teams and their limit

Written by `python -m tests.statistical.mean_field`.  The equations are in `tests/statistical/large_team.py`;
each right-hand side calls the pure rules of `sim/rules`, and what the engine holds for a week is held.

{LIMIT_WORDS.strip()}

A limit needs no tolerance where the mean of a function is the function of the mean.  In a finite team it is
not where the function bends (nobody is idle while there is a queue, overtime begins at a pressure of one, the
mentors' share is a quotient): that costs about 1/n, or 1/√n while a weekly value lies at such a bend.  Demand
is chosen so that the limit passes the bends quickly and its queue never runs empty; in small teams it does.
So the gap has to shrink as n grows.  Nothing is allowed for it: the equations must lie within the interval.

![Weekly means of teams of several sizes, and the differential equations](mean-field.png)

For each measure the table has the largest gap between the mean of the simulation and the equations in any of
the {Team().weeks} weeks, in per cent of the largest value of the measure, with the half-width of its
interval, and how many of the weeks lie inside.  The {cells} intervals of a team together fail with
probability {FALSE_ALARM:g} (Student's t, Bonferroni).  There is no tolerance beside them.  Replications:
{", ".join(f"{SIZES[people]} of {people} people" for people in samples)}.

| measure | {sizes} |
|---|{"---|---|" * len(samples)}
{chr(10).join(size_rows(limit, found))}

Inside are, of {cells}: {outside}.

## Equations with one parameter wrong

Each parameter of the equations is made wrong by {", ".join(f"{100.0 * by:.0f}" for by in WRONG_BY)} per cent,
until the team of {JUDGE} tells it: how many of the {cells} values then lie outside, and of which measures.

| parameter | wrong by | outside | of |
|---|---|---|---|
{chr(10).join(twin_rows(samples[JUDGE]))}
"""


LIMIT_WORDS = """
One pool works off tasks of eight hours.  Demand is too high for six weeks, falls for one, and stays moderate.
Backlog brings pressure; pressure brings overtime, pace, haste and switching; overtime brings strain; strain
and haste bring errors, which come back from a review at once and from customers later; people learn with each
visit, quit when strained, and are replaced by newcomers on a ramp, who take mentors' time.
"""


def main() -> None:
    """Write the page and its picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    jobs = parser.parse_args().jobs
    team = Team()
    limit = Limit(team).weekly()
    samples = {people: sampled(team, people, count, jobs) for people, count in SIZES.items()}
    FOLDER.mkdir(parents=True, exist_ok=True)
    plot(limit, samples, FOLDER / "mean-field.png")
    text = page(limit, samples)
    (FOLDER / "mean-field.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
