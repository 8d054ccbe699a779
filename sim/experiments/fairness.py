"""What the strategies spent beside the baseline: over the budget, least of all, and whether alike."""

from collections.abc import Mapping, Sequence

from sim.experiments.budget import is_over
from sim.experiments.findings import Comparison
from sim.experiments.wording import format_number, format_quantity, without_remark
from sim.scenario.telling.wording import listed
from sim.statistics.estimate import Estimate

NOTABLE = 0.1
"""Share of the budget, or of the highest spending, by which spending must differ to be told (assumed)."""


def over_budget(comparison: Comparison) -> list[str]:
    """Return the strategies that spent more than the budget."""
    return [name for name, spent in comparison.spending.items() if is_over(spent, comparison.budget)]


def on_budget(comparison: Comparison) -> str:
    """Say which strategies cost more than the budget, without a full stop; ``""`` for none."""
    if comparison.budget is None or not over_budget(comparison):
        return ""
    said = listed(
        f"'{name}' {'costs ' if place == 0 else ''}{_amount(comparison, name)}"
        for place, name in enumerate(over_budget(comparison))
    )
    return f"{said}, more than the budget of {_money(comparison.budget, comparison)}"


def on_the_cheapest(comparison: Comparison, improving: Sequence[str]) -> list[str]:
    """Say which of those that clearly improve the leading measure spends least, or that they spend alike."""
    costs = comparison.spending
    if not improving or not any(cost.mean for cost in costs.values()):
        return []
    least = min(improving, key=lambda name: costs[name].mean)
    spends = _spends(comparison, least)
    if len(improving) > 1 and _are_alike({name: costs[name] for name in improving}, comparison.budget):
        return [f"Those that clearly improve it spend about the same: {_range(comparison, improving)}."]
    if len(improving) > 1:
        return [f"Of those that clearly improve it, '{least}' spends least: {spends}."]
    only = " alone" if len(costs) > 2 else ""
    return [f"'{least}'{only} clearly improves it, and spends {spends}."]


def on_spending(comparison: Comparison) -> list[str]:
    """Say what the strategies cost beside the baseline, where there is a budget or they cost anything."""
    costs = {
        name: comparison.spending[name] for name in comparison.replications if name != comparison.baseline
    }
    if comparison.budget is None and not any(cost.mean for cost in costs.values()):
        return []
    said = ", ".join(f"'{name}' {_with_share(comparison, name)}" for name in costs)
    whole = f" (budget {_money(comparison.budget, comparison)})" if comparison.budget is not None else ""
    equal = _are_alike(costs, comparison.budget)
    unequal = "" if equal or not comparison.budget else "; so they are not compared at equal cost"
    sentence = f"Spent beyond '{comparison.baseline}' over the whole run{whole}: {said}{unequal}."
    if equal or comparison.budget:
        return [sentence]
    return [
        sentence,
        "The strategies do not cost the same, and no budget is set for them to share: what a dearer one "
        "does more is not had at equal cost.",
    ]


def share_of_budget(cost: Estimate, budget: float) -> str:
    """Return how much of the budget was used, in words.

    >>> share_of_budget(Estimate(920.0, 7.0, 20), 1000.0), share_of_budget(Estimate(-100.0, 9.0, 20), 9.0)
    ('92 %', 'nothing')
    """
    share = round(100.0 * cost.mean / budget)
    return f"{format_number(share)} %" if share > 0 else "nothing"


def _are_alike(costs: Mapping[str, Estimate], budget: float | None) -> bool:
    """Tell whether the strategies spend about the same."""
    means = [cost.mean for cost in costs.values()]
    most = max(abs(mean) for mean in means)
    return max(means) - min(means) <= NOTABLE * (min(budget, most) if budget else most)


def _spends(comparison: Comparison, name: str) -> str:
    if not comparison.spending[name].mean > 0.0:
        return f"no more than '{comparison.baseline}'"
    share = f", {_share(comparison, name)} of the budget" if comparison.budget else ""
    return f"{_amount(comparison, name)}{share}"


def _range(comparison: Comparison, names: Sequence[str]) -> str:
    """Return from what to what some strategies spend."""
    means = [comparison.spending[name].mean for name in names]
    ends = dict.fromkeys(format_number(end, 0) for end in (min(means), max(means)))
    return f"{' to '.join(ends)} {comparison.currency}"


def _with_share(comparison: Comparison, name: str) -> str:
    share = f" ({_share(comparison, name)})" if comparison.budget else ""
    return f"{_amount(comparison, name)}{share}"


def _share(comparison: Comparison, name: str) -> str:
    return share_of_budget(comparison.spending[name], comparison.budget or 1.0)


def _amount(comparison: Comparison, name: str) -> str:
    """Return what a strategy spent; that there is no interval is said for all numbers together."""
    spent = comparison.spending[name]
    return without_remark(format_quantity(spent.mean, spent.half_width, comparison.currency))


def _money(amount: float, comparison: Comparison) -> str:
    return f"{format_number(amount)} {comparison.currency}"
