"""Numbers that are read from two runs under the same luck, because they compare the same people or tasks."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.records.record import RunRecord
from sim.validation.readings import defect_share, delivered, ended, rows_of_each

Floats = NDArray[np.float64]
Pair = tuple[float, float]
"""Of the candidate, and of the baseline."""
PARTS = {"fifth": 5, "half": 2}


def speed(candidate: RunRecord, baseline: RunRecord, of: str) -> Pair:
    """Return the mean speed of the same people, or in the same step, in both runs.

    ``of`` is a pool, a step, or ``lowest fifth of agents``: chosen by their speed in the baseline.
    """
    whom, part = _whom(of)
    mine, theirs = speeds(candidate, whom), speeds(baseline, whom)
    chosen = _chosen(theirs, part)
    return float(mine[chosen].mean()), float(theirs[chosen].mean())


def good_pace(candidate: RunRecord, baseline: RunRecord, of: str) -> Pair:
    """Return the visits without a defect in an hour of work of the same people, in both runs [visits/h].

    ``of`` is a pool or ``lowest fifth of agents``: chosen by it in the baseline.
    """
    whom, part = _whom(of)
    mine, theirs = _good_paces(candidate, whom), _good_paces(baseline, whom)
    chosen = _chosen(theirs, part)
    return float(mine[chosen].mean()), float(theirs[chosen].mean())


def quality_of_people(candidate: RunRecord, baseline: RunRecord, of: str) -> Pair:
    """Return the mean quality of visits of the same people in both runs.

    ``of`` is a pool, ``lowest half of writers`` (chosen by their quality in the baseline), or either of them
    ``at review``, in one step.
    """
    whom, part = _whom(of)
    mine, theirs = _qualities(candidate, whom), _qualities(baseline, whom)
    chosen = _chosen(theirs, part)
    return float(np.nanmean(mine[chosen])), float(np.nanmean(theirs[chosen]))


def gap_of_gains(candidate: RunRecord, baseline: RunRecord, of: str) -> Pair:
    """Return the relative gains in quality of the lowest and of the highest fifth of a pool."""
    gains = [
        quality_of_people(candidate, baseline, f"{part} fifth of {of}") for part in ("lowest", "highest")
    ]
    low, high = (mine / theirs - 1.0 for mine, theirs in gains)
    return low, high


def gap_of_speeds(candidate: RunRecord, baseline: RunRecord, of: str) -> Pair:
    """Return the relative gains in speed of the slowest and of the fastest fifth of a pool."""
    low, high = (speed(candidate, baseline, f"{part} fifth of {of}") for part in ("lowest", "highest"))
    return low[0] / low[1] - 1.0, high[0] / high[1] - 1.0


def spread_between_people(candidate: RunRecord, baseline: RunRecord, of: str) -> Pair:
    """Return the standard deviation of people's mean quality, in both runs."""
    mine, theirs = _qualities(candidate, of), _qualities(baseline, of)
    return float(np.nanstd(mine, ddof=1)), float(np.nanstd(theirs, ddof=1))


def standardised_quality(candidate: RunRecord, baseline: RunRecord, of: str) -> Pair:
    """Return how many standard deviations of the baseline the mean quality of a task type lies above it."""
    mine, theirs = (record.tasks["quality"][delivered(record, of)] for record in (candidate, baseline))
    return float((mine.mean() - theirs.mean()) / theirs.std(ddof=1)), 0.0


def share_at_the_top(candidate: RunRecord, baseline: RunRecord, of: str) -> Pair:
    """Return the share of tasks whose quality is above what few tasks of the baseline reach.

    ``of`` is "5.8 % of cases": the share of the baseline's tasks of that type which do.
    """
    share, _, task_type = of.partition(" % of ")
    mine, theirs = (record.tasks["quality"][delivered(record, task_type)] for record in (candidate, baseline))
    level = np.quantile(theirs, 1.0 - float(share) / 100.0)
    return float((mine > level).mean()), float((theirs > level).mean())


def break_even_accuracy(candidate: RunRecord, baseline: RunRecord, of: str) -> Pair:
    """Return the share of right advice at which its good and the harm of wrong advice cancel out.

        a* = w / (w + r),  r: defects that right advice saves, w: that wrong advice adds

    ``of`` names the task types with right and with wrong advice: "right, wrong".
    """
    right, wrong = (
        defect_share(candidate, task_type) - defect_share(baseline, task_type) for task_type in of.split(", ")
    )
    return wrong / (wrong - right), 0.0


def speeds(record: RunRecord, of: str) -> Floats:
    """Return the speed of each member of a pool, in order of seats; or the one speed in a step.

    Speed is reference hours of work done per hands-on hour.  Counted are finished first visits of tasks that
    are not repairs, whose effort is the whole requirement.
    """
    visits = record.visits
    repair = record.tasks["parent"][visits["task"]] >= 0
    counted = (visits["attempt"] == 1) & ~visits["rework"] & ~repair & ~np.isnan(visits["ended_at"])
    if of in record.names.steps:
        rows = [np.flatnonzero(counted & (visits["step"] == record.names.steps.index(of)))]
    else:
        rows = rows_of_each(record, counted, of)
    return np.array([visits["requirement"][own].sum() / visits["service_time"][own].sum() for own in rows])


def _good_paces(record: RunRecord, pool: str) -> Floats:
    """Return the visits without a defect in an hour of work, of each member of a pool."""
    visits = record.visits
    rows = rows_of_each(record, ended(record), pool)
    return np.array([(~visits["defective"][own]).sum() / visits["service_time"][own].sum() for own in rows])


def _qualities(record: RunRecord, of: str) -> Floats:
    """Return the mean quality of each member of a pool, or of a pool at a step; nan for who made none."""
    pool, _, step = of.partition(" at ")
    visits = record.visits
    rated = ~np.isnan(visits["quality"]) & (visits["ended_at"] > record.warm_up)
    if step:
        rated &= visits["step"] == record.names.steps.index(step)
    rows = rows_of_each(record, rated, pool)
    return np.array([float(visits["quality"][own].mean()) if len(own) else np.nan for own in rows])


def _whom(of: str) -> tuple[str, str]:
    """Return whom a number is of, and which part of them: ``lowest fifth``, or "" for all."""
    part, _, whom = of.rpartition(" of ")
    return whom, part


def _chosen(by: Floats, part: str) -> NDArray[np.int64]:
    """Return the people of a part, chosen by a number of each."""
    order = np.argsort(by)
    if not part:
        return order
    end, _, size = part.partition(" ")
    count = len(order) // PARTS[size]
    return order[:count] if end == "lowest" else order[-count:]


PAIRS: dict[str, Callable[[RunRecord, RunRecord, str], Pair]] = {
    "speed": speed,
    "good_pace": good_pace,
    "quality_of_people": quality_of_people,
    "gap_of_gains": gap_of_gains,
    "gap_of_speeds": gap_of_speeds,
    "spread_between_people": spread_between_people,
    "standardised_quality": standardised_quality,
    "share_at_the_top": share_at_the_top,
    "break_even_accuracy": break_even_accuracy,
}
"""What can be read from two runs: (candidate, baseline, of whom or what) → the two numbers."""
