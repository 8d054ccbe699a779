"""Whether throughput says anything: where nearly all that comes in is delivered, it follows demand."""

import numpy as np

from sim.experiments.findings import Comparison, Replications
from sim.experiments.weeks import measured_weeks

NEARLY_ALL = 0.97
"""Share of what came in over the measured weeks from which on nearly all is delivered (assumed)."""
COUNTED = {"throughput": "good", "delivered_per_week": "delivered"}
"""Measures of output, and the weekly series of what they count."""


def follows_demand(comparison: Comparison, name: str) -> bool:
    """Tell whether a measure of output counts nearly all that comes in, under every strategy."""
    return name in COUNTED and _is_nearly_all(comparison, COUNTED[name])


def on_demand(comparison: Comparison, name: str) -> list[str]:
    """Say what a difference in a measure of output is, where nearly all that comes in is delivered."""
    if name not in COUNTED or not _is_nearly_all(comparison, "delivered"):
        return []
    nearly = (
        f"Nearly all that comes in is delivered under every strategy ({100.0 * NEARLY_ALL:.0f} % or more)"
    )
    if follows_demand(comparison, name):
        return [f"{nearly}: throughput follows demand, and the gain is what no longer waits at the end."]
    return [f"{nearly}: a difference in good tasks is one in defects, or in what still waits at the end."]


def _is_nearly_all(comparison: Comparison, series: str) -> bool:
    shares = [_share_of_demand(comparison, each, series) for each in comparison.replications.values()]
    return all(share >= NEARLY_ALL for share in shares)


def _share_of_demand(comparison: Comparison, result: Replications, series: str) -> float:
    """Return the tasks that were counted per task that came in or was open at the start; nan for no arrivals.

    Repairs are left out, and so are open tasks where a warm-up is.
    """
    whole = measured_weeks(result.weeks, comparison.warm_up, comparison.run_length)
    if not {series, "arrivals"} <= result.series.keys() or not whole.any():
        return float("nan")
    arrivals = result.series["arrivals"][:, whole].sum(axis=1)
    names = [measure.name for measure in result.measures]
    if "failure_demand_share" in names:
        repairs = np.nan_to_num(result.values[:, names.index("failure_demand_share")])
        arrivals = arrivals * (1.0 - repairs)
    if not arrivals.sum() > 0.0:
        return float("nan")
    demand = arrivals + (0.0 if comparison.warm_up else comparison.open_tasks)
    return float(result.series[series][:, whole].sum() / demand.sum())
