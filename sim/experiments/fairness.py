"""What the strategies spent beside the baseline, and whether they are compared at equal cost."""

from collections.abc import Mapping

from sim.experiments.findings import Comparison, Estimate
from sim.experiments.wording import format_number, format_quantity
from sim.scenario.telling.wording import listed

NOTABLE = 0.1
"""Share of the budget, or of the highest spending, by which spending must differ to be told (assumed)."""


def on_spending(comparison: Comparison) -> list[str]:
    """Say what the strategies cost beside the baseline, where there is a budget or they cost anything."""
    costs = {
        name: comparison.spending[name] for name in comparison.replications if name != comparison.baseline
    }
    if comparison.budget is None and not any(cost.mean for cost in costs.values()):
        return []
    said = [
        f"'{name}' {format_quantity(cost.mean, cost.half_width, comparison.currency)}"
        for name, cost in costs.items()
    ]
    sentence = f"Spent beyond '{comparison.baseline}' over the whole run: {', '.join(said)}"
    if comparison.budget is not None:
        sentence += f"; the budget is {format_number(comparison.budget)} {comparison.currency}"
    return [f"{sentence}.", *_on_fairness(costs, comparison.budget)]


def share_of_budget(cost: Estimate, budget: float) -> str:
    """Return how much of the budget was used, in words.

    >>> share_of_budget(Estimate(920.0, 7.0, 20), 1000.0), share_of_budget(Estimate(-100.0, 9.0, 20), 9.0)
    ('92 %', 'nothing')
    """
    share = round(100.0 * cost.mean / budget)
    return f"{format_number(share)} %" if share > 0 else "nothing"


def _on_fairness(costs: Mapping[str, Estimate], budget: float | None) -> list[str]:
    """Say so where the strategies do not spend alike."""
    means = [cost.mean for cost in costs.values()]
    whole = budget if budget else max(abs(mean) for mean in means)
    if max(means) - min(means) <= NOTABLE * whole:
        return []
    if not budget:
        return [
            "The strategies do not cost the same, and no budget is set for them to share: what a dearer one "
            "does more is not had at equal cost."
        ]
    used = listed(f"'{name}' uses {share_of_budget(cost, budget)}" for name, cost in costs.items())
    return [f"The strategies do not use the budget equally: {used}; they are not compared at equal cost."]
