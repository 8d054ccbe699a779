"""The static forecast: what head-count arithmetic says of a strategy, without running anything.

Hours times speed.  No queues, no luck, no rework, no ramp and no feedback; a lever acts in full from its date
on; and what several levers do is what each of them does alone, added up.
"""

import math
from dataclasses import replace

from sim.errors import ScenarioError
from sim.experiments.forecasting.conditions import at_moment, paid_once, stretches
from sim.experiments.forecasting.headcount import Output, output
from sim.scenario.load import Effective, LoadedScenario
from sim.scenario.quantities import HOURS_PER_WEEK
from sim.scenario.schema import Set

Forecast = dict[str, float]
"""By name of the measure, in its unit; only measures that the arithmetic defines."""


def forecast(effective: Effective) -> Forecast:
    """Return what head-count arithmetic says of all levers together, by name of the measure.

    Spreads, quantiles and waits are not among them: the arithmetic knows none.
    """
    total = Output()
    for begin, end in stretches(effective):
        total += output(at_moment(effective, begin), begin, end)
    weeks = (effective.scenario.run_length - effective.scenario.warm_up) / HOURS_PER_WEEK
    cost = total.cost + paid_once(effective)
    said = {
        "throughput": total.good / weeks,
        "delivered_per_week": total.delivered / weeks,
        "flow_time": _ratio(total.through, total.delivered),
        "quality": _ratio(total.quality, total.rated),
        "utilisation": _ratio(total.busy, total.on_duty),
        "freelance_hours": total.freelance / weeks,
        "value": total.value / weeks,
        "cost": cost / weeks,
        "cost_per_good_task": _ratio(cost, total.good),
        "margin": (total.value - cost) / weeks,
    }
    return {name: number for name, number in said.items() if math.isfinite(number)}


def added_forecast(loaded: LoadedScenario, strategy: str, future: str = "") -> Forecast:
    """Return what each lever of a strategy does alone, added to what is said of the organisation without.

    Levers that make no sense alone (a ``set:`` that needs another one) are taken together.
    """
    places = loaded.levers_of(strategy)
    if len(places) < 2:
        return forecast(loaded.under(strategy, future))
    base = forecast(loaded.under(strategy, future, only=()))
    alone = [forecast(each) for each in _alone(loaded, strategy, future)]
    return {
        name: number + sum(each[name] - number for each in alone)
        for name, number in base.items()
        if all(name in each for each in alone)
    }


def _alone(loaded: LoadedScenario, strategy: str, future: str) -> list[Effective]:
    """Return the organisation under each lever alone."""
    places = loaded.levers_of(strategy)
    try:
        return [loaded.under(strategy, future, only=(place,)) for place in places]
    except ScenarioError:
        whole = loaded.under(strategy, future)
        without = loaded.under(strategy, future, only=())
        sets = tuple(lever for lever in whole.levers if isinstance(lever, Set))
        others = [lever for lever in whole.levers if not isinstance(lever, Set)]
        return [replace(whole, levers=sets), *(replace(without, levers=(lever,)) for lever in others)]


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0.0 else math.nan
