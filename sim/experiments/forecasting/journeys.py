"""The ways a task may take through its route, without luck: which steps, how long, how good in the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.scenario.load_estimate import expected_passes, expected_visits, visits_in
from sim.scenario.schema import LEAVE, SKIP, AgainItem, EitherItem, RouteItem, TogetherItem


@dataclass(frozen=True, slots=True)
class Made:
    """What a visit to a step makes, at the mean.

    Attributes:
        effort: full effort [h].
        quality: [0-1]; nan where the step makes none.
        defective: share of the visits that make a defect [0-1].
    """

    effort: float
    quality: float
    defective: float


def first_visits(route: Sequence[RouteItem]) -> dict[str, float]:
    """Return the share of each step's visits that are a task's first, so that nobody hands it on.

    >>> first_visits(["draft", "check"])
    {'draft': 1.0, 'check': 0.0}
    """
    visits = expected_visits(route)
    first = dict.fromkeys(visits, 0.0)
    open_ = 1.0
    for item in route:
        for name, count in _begun(item).items():
            first[name] += open_ * count / visits[name] if visits[name] > 0.0 else 0.0
        open_ *= item.either.get(SKIP, 0.0) if isinstance(item, EitherItem) else 0.0
        if open_ <= 0.0:
            break
    return first


def _begun(item: RouteItem) -> dict[str, float]:
    """Return how often each step is the first that a task comes to in an item."""
    if not isinstance(item, TogetherItem):
        return visits_in(item)
    begun: dict[str, float] = {}
    for branch in item.together:
        name = branch if isinstance(branch, str) else branch[0]
        begun[name] = begun.get(name, 0.0) + 1.0
    return begun


def time_through(route: Sequence[RouteItem], hours: Mapping[str, float]) -> float:
    """Return the mean time that a task takes through its route when it never waits [h].

    Branches side by side take as long as the longest of them.

    Args:
        route: of the task type.
        hours: that one visit to each step takes [h].
    """
    total = 0.0
    for item, passes in zip(route, expected_passes(route), strict=True):
        if isinstance(item, TogetherItem):
            branches = ([branch] if isinstance(branch, str) else branch for branch in item.together)
            total += passes * max(sum(hours[name] for name in branch) for branch in branches)
        else:
            total += passes * sum(count * hours[name] for name, count in visits_in(item).items())
    return total


def journeys(route: Sequence[RouteItem]) -> dict[frozenset[str], float]:
    """Return every set of steps that a task may visit, with its probability.

    >>> either = EitherItem(either={"skip": 0.75, "proof": 0.25})
    >>> {", ".join(sorted(steps)): share for steps, share in journeys(["draft", either]).items()}
    {'draft': 0.75, 'draft, proof': 0.25}
    """
    inside: dict[frozenset[str], float] = {frozenset(): 1.0}
    left: dict[frozenset[str], float] = {}
    for item in route:
        on: dict[frozenset[str], float] = {}
        for steps, share in inside.items():
            for name, chance in _choices(item).items():
                there = left if name == LEAVE else on
                after = steps | _steps(item, name)
                there[after] = there.get(after, 0.0) + share * chance
        inside = on
    for steps, share in inside.items():
        left[steps] = left.get(steps, 0.0) + share
    return {steps: share for steps, share in left.items() if share > 0.0}


def _choices(item: RouteItem) -> dict[str, float]:
    return item.either if isinstance(item, EitherItem) else {"": 1.0}


def _steps(item: RouteItem, choice: str) -> frozenset[str]:
    if isinstance(item, EitherItem):
        return frozenset() if choice in {SKIP, LEAVE} else frozenset({choice})
    return frozenset() if isinstance(item, AgainItem) else frozenset(visits_in(item))


def outcome(route: Sequence[RouteItem], combine: str, made: Mapping[str, Made]) -> tuple[float, float, float]:
    """Return what a task is in the end: (quality, share of the tasks that have one, share with a defect).

    Args:
        route: of the task type.
        combine: how the qualities of steps make that of a task, as ``TaskType.quality`` says it.
        made: by step, what a visit makes.
    """
    total = rated = defective = 0.0
    for steps, share in journeys(route).items():
        works = {name: made[name] for name in steps if made[name].quality >= 0.0}
        if not works:
            continue
        if combine == "best of parallel":
            works = _best_branches(route, works)
        sound = 1.0
        for work in works.values():
            sound *= 1.0 - work.defective
        total += share * _combined(combine, list(works.values()))
        rated += share
        defective += share * (1.0 - sound)
    return total / rated if rated > 0.0 else float("nan"), rated, defective


def _combined(combine: str, works: Sequence[Made]) -> float:
    effort = sum(work.effort for work in works)
    if combine == "effort-weighted mean" and effort > 0.0:
        return sum(work.effort * work.quality for work in works) / effort
    return min(work.quality for work in works)


def _best_branches(route: Sequence[RouteItem], works: Mapping[str, Made]) -> dict[str, Made]:
    """Return the works with only the best branch of each parallel block: that with the best weakest link."""
    kept = dict(works)
    for item in route:
        if not isinstance(item, TogetherItem):
            continue
        branches = [
            [name for name in ([branch] if isinstance(branch, str) else branch) if name in works]
            for branch in item.together
        ]
        rated = [branch for branch in branches if branch]
        best = max(rated, key=lambda branch: min(works[name].quality for name in branch), default=[])
        for branch in rated:
            for name in branch:
                if name not in best:
                    kept.pop(name, None)
    return kept
