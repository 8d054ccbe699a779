"""Doubts about moments and levers: what never happens, leads beyond the scale, or cannot be paid."""

from collections.abc import Iterator

from sim.scenario.changing.combine import parts_of
from sim.scenario.checks.condition_doubts import condition_doubts
from sim.scenario.presets import behaviour_of
from sim.scenario.quantities import HOURS_PER_WEEK, When
from sim.scenario.reading.messages import Problem
from sim.scenario.reading.yaml_text import Path_, Tree
from sim.scenario.schema import Hire, Lever, Scenario, Train, Upgrade

ROUNDING = 1e-9
"""Distance beyond the scale that comes from rounding alone."""
Placed = tuple[Path_, Lever]
"""A lever and where it stands."""


def lever_doubts(scenario: Scenario, tree: Tree) -> Iterator[Problem]:
    """Yield what a planner should look at in the dates and levers of a scenario."""
    yield from _too_late(scenario, tree)
    yield from _ends_too_late(scenario)
    yield from _beyond_the_scale(scenario, tree)
    yield from _beyond_the_budget(scenario, tree)
    levers = [placed for name in scenario.strategies for placed in levers_of(scenario, name)]
    yield from condition_doubts(scenario, tree, levers)
    for path, lever in levers:
        if isinstance(lever, Train):
            yield from _longer_than_the_week(scenario, path, lever)
        if isinstance(lever, Hire):
            yield from _begins_too_late(scenario, path, lever)
            yield from _shared_budget(scenario, path, lever)


def levers_of(scenario: Scenario, strategy: str) -> list[Placed]:
    """Return the levers that stand under a strategy itself, each with its path."""
    content = scenario.strategies.get(strategy)
    return [
        (("strategies", strategy, place), lever)
        for place, lever in enumerate(content if isinstance(content, list) else ())
    ]


def _beyond_the_scale(scenario: Scenario, tree: Tree) -> Iterator[Problem]:
    """Yield gains that together lead beyond the scale, where nothing more is gained; each once."""
    seen: set[Path_] = set()
    for strategy in scenario.strategies:
        levels: dict[tuple[str, str], float] = {}
        placed = [each for part in parts_of(tree, strategy) for each in levers_of(scenario, part)]
        for path, lever in placed:
            for place, who, skill, level, gain in _gains(scenario, path, lever):
                before = levels.get((who, skill), level)
                levels[who, skill] = before + gain
                if not -ROUNDING <= before + gain <= 1.0 + ROUNDING and place not in seen:
                    seen.add(place)
                    yield Problem(place, _beyond(before, gain))


def _beyond(before: float, gain: float) -> str:
    end = 1.0 if gain > 0.0 else 0.0
    return (
        f"{before:.10g} {'+' if gain > 0.0 else '-'} {abs(gain):.10g} is {before + gain:.10g}, but the scale "
        f"ends at {end:g}; write '{end - before:+.10g}' or nearer to 0"
    )


def _gains(scenario: Scenario, path: Path_, lever: Lever) -> Iterator[tuple[Path_, str, str, float, float]]:
    """Yield place, who, skill, stated level and gain of every gain over a stated level."""
    inner: Path_ = ("in",)
    if isinstance(lever, Train):
        stated = {skill: level.mean for skill, level in scenario.people[lever.train].skills.items()}
        gains, who = lever.in_, lever.train
    elif isinstance(lever, Upgrade):
        stated = scenario.tools[lever.upgrade].capability
        gains, who, inner = lever.to.capability, lever.upgrade, ("to", "capability")
    else:
        return
    for skill, gain in gains.items():
        if skill in stated:
            yield (*path, *inner, skill), who, skill, stated[skill], gain


def _beyond_the_budget(scenario: Scenario, tree: Tree) -> Iterator[Problem]:
    """Yield what costs more than all may cost, and seats that cannot be paid for one visit."""
    for strategy in scenario.strategies:
        levers = levers_of(scenario, strategy)
        for path, lever in levers:
            if isinstance(lever, Hire) and lever.budget is not None:
                yield from _too_small(scenario, (*path, "budget"), lever, lever.budget)
        single = [_above(scenario, (*path, "price"), _sure_cost(scenario, lever)) for path, lever in levers]
        whole = _sure_costs(scenario, tree, strategy) - _sure_costs(scenario, tree, scenario.compare.baseline)
        found = [problem for problem in single if problem is not None]
        together = _above(scenario, ("strategies", strategy), whole)
        yield from found or ([together] if together is not None else [])


def _sure_costs(scenario: Scenario, tree: Tree, strategy: str) -> float:
    """Return what all levers of a strategy cost whatever happens [currency]."""
    parts = parts_of(tree, strategy)
    return sum(_sure_cost(scenario, lever) for part in parts for _, lever in levers_of(scenario, part))


def _above(scenario: Scenario, path: Path_, cost: float) -> Problem | None:
    """Return the problem of a cost above the budget of the comparison, or None."""
    budget, currency = scenario.compare.budget, scenario.currency
    if budget is None or cost <= budget * (1.0 + ROUNDING):
        return None
    what = "this alone costs" if len(path) > 2 else "its training and upgrades cost"
    return Problem(
        path,
        f"{what} {cost:,.0f} {currency}, more than compare.budget of {budget:,.0f} {currency}; "
        "make it smaller, or raise the budget",
    )


def _sure_cost(scenario: Scenario, lever: Lever) -> float:
    """Return what a lever costs whatever happens [currency]."""
    if isinstance(lever, Hire) or lever.when is not None:
        return 0.0
    if isinstance(lever, Train):
        pool = scenario.people[lever.train]
        return lever.price * (len(pool.workers) if pool.headcount is None else pool.headcount)
    return lever.price


def _too_small(scenario: Scenario, path: Path_, lever: Hire, budget: float) -> Iterator[Problem]:
    """Yield the problem of a budget that ends before one visit is paid, at the lowest rate."""
    market = scenario.freelancers.get(lever.hire)
    rate = market.rate if market else None
    steps = {name: step for name, step in scenario.steps.items() if lever.hire in step.done_by}
    if rate is None or not steps:
        return
    name = min(steps, key=lambda name: steps[name].service_time.expected)
    hours = steps[name].service_time.expected
    if budget < rate.low * hours:
        currency = scenario.currency
        yield Problem(
            path,
            f"one visit of {name} takes {hours:.3g} h and costs {rate.low * hours:,.0f} {currency} or more, "
            "so nothing can be done for it; raise it, or leave it out",
        )


def _shared_budget(scenario: Scenario, path: Path_, lever: Hire) -> Iterator[Problem]:
    """Yield a budget that several seats use up within a week, at the lowest rate: one for each was meant."""
    market = scenario.freelancers.get(lever.hire)
    seats = lever.at_most or lever.seats
    if market is None or market.rate is None or lever.budget is None or seats < 2:
        return
    week = seats * market.hours.hours_per_week * market.rate.low
    if lever.budget < week:
        currency = scenario.currency
        yield Problem(
            (*path, "budget"),
            f"it is for all {seats} seats together, and a full week of them costs {week:,.0f} {currency} or "
            f"more; if it is for each seat, write '{seats * lever.budget:.10g} {currency}'",
        )


def _begins_too_late(scenario: Scenario, path: Path_, lever: Hire) -> Iterator[Problem]:
    """Yield people who are hired but come, on average, only after the run."""
    begin = _hours(scenario, lever.from_)
    search = behaviour_of(scenario).time_to_fill.expected
    if lever.hire not in scenario.people or begin is None or begin >= scenario.run_length:
        return
    if begin + search >= scenario.run_length:
        text = (
            f"a seat takes {search / HOURS_PER_WEEK:.3g} weeks to fill ('behaviour.time_to_fill'), so they "
            "come after the run; begin earlier or lengthen the run"
        )
        yield Problem((*path, "hire"), text)


def _longer_than_the_week(scenario: Scenario, path: Path_, lever: Train) -> Iterator[Problem]:
    """Yield hours of training that a working week does not hold."""
    for key, name, hours in (
        ("time", lever.train, lever.time),
        ("trainers_time", lever.trainers, lever.trainers_time),
    ):
        week = scenario.people[name].hours.hours_per_week if name else hours
        if hours > week * (1.0 + ROUNDING):
            text = (
                f"{name} work {week:.4g} h a week, so that {hours:.4g} h of training fill more than all of "
                "it; write fewer hours, or a longer 'for'"
            )
            yield Problem((*path, key), text)


def _ends_too_late(scenario: Scenario) -> Iterator[Problem]:
    """Yield trainings that do not end within the run, so that they only cost."""
    for name in scenario.strategies:
        for path, lever in levers_of(scenario, name):
            begin = _hours(scenario, lever.from_) if isinstance(lever, Train) else None
            if (
                isinstance(lever, Train)
                and begin is not None
                and begin < scenario.run_length <= begin + lever.for_
            ):
                text = "it ends after the run, so that it only costs; begin earlier or lengthen the run"
                yield Problem((*path, "for"), text)


def _too_late(scenario: Scenario, tree: Tree) -> Iterator[Problem]:
    """Yield moments that lie outside the run."""
    for path, moment in _moments(scenario):
        hours = _hours(scenario, moment)
        if hours is not None and hours >= scenario.run_length:
            length = tree.get("run_length")
            yield Problem(
                path, f"the run ends after {length}, so this never happens; move it or lengthen the run"
            )
        elif hours is not None and hours < 0.0:
            yield Problem(path, "this lies before the start, so it holds from the first hour; check 'start:'")


def _moments(scenario: Scenario) -> Iterator[tuple[Path_, When]]:
    for name, task_type in scenario.task_types.items():
        for place, change in enumerate(task_type.arrivals.changes):
            yield ("task_types", name, "arrivals", "changes", place, "from"), change.from_
    for name, tool in scenario.tools.items():
        for place, outage in enumerate(tool.outages.dates if tool.outages else ()):
            yield ("tools", name, "outages", "dates", place, "from"), outage.from_
    for name, market in scenario.freelancers.items():
        for place, demand in enumerate(market.demand):
            yield ("freelancers", name, "demand", place, "from"), demand.from_
    for name in scenario.strategies:
        for path, lever in levers_of(scenario, name):
            if lever.from_ is not None:
                yield (*path, "from"), lever.from_


def _hours(scenario: Scenario, moment: When) -> float | None:
    if moment.date is None:
        return moment.hours
    return (moment.date - scenario.start).days * 24.0 if scenario.start is not None else None
