"""What the work of a scenario asks of its pools, on the back of an envelope and before any run.

Each step's work (arrivals x visits x effort) is spread over the pools that may do it so that the busiest
pool is as little busy as possible.  Where even that takes more than all hours, the queue must grow.
"""

import datetime
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic_core import PydanticCustomError

from sim.scenario.arrival_rate import rate_between, turning_points
from sim.scenario.notation.csv_column import read_cells
from sim.scenario.presets import behaviour_of
from sim.scenario.quantities import HOURS_PER_WEEK, WeeklyHours
from sim.scenario.schema import (
    LEAVE,
    SKIP,
    AgainItem,
    Arrivals,
    EitherItem,
    RouteItem,
    Scenario,
    Step,
    TogetherItem,
)

ASSUMPTIONS = (
    "every visit takes the mean effort at nominal speed, with the stated help of tools",
    "first visits only: rework and returned work come on top",
    "no holidays, outages, search for freelancers, closed populations or levers",
)
"""What the estimate leaves out, for whoever prints it."""
_ENOUGH = 1e-9


@dataclass(frozen=True, slots=True)
class PoolLoad:
    """Pools that share work none of them could do without the others.

    Attributes:
        pools: their names.
        work: effort that only they can do [h/week].
        capacity: hours they have for it [h/week].
        steps: where that work is done.
    """

    pools: tuple[str, ...]
    work: float
    capacity: float
    steps: tuple[str, ...] = ()

    @property
    def utilisation(self) -> float:
        """Share of the capacity that the work takes; inf where there is none [1]."""
        return self.work / self.capacity if self.capacity > 0.0 else float("inf")


def estimate_load(scenario: Scenario, folder: Path | None = None) -> tuple[PoolLoad, ...]:
    """Return the load of every pool that has work, the busiest first.

    Args:
        scenario: with its presets filled in.
        folder: where relative CSV paths of traces start.
    """
    capacity = weekly_capacity(scenario)
    able = {
        name: tuple(pool for pool in step.done_by if pool in capacity)
        for name, step in scenario.steps.items()
    }
    return balanced_loads(weekly_work(scenario, folder or Path()), able, capacity)


def balanced_loads(
    work: Mapping[str, float], able: Mapping[str, tuple[str, ...]], capacity: Mapping[str, float]
) -> tuple[PoolLoad, ...]:
    """Return the loads when work is spread as evenly as who may do what allows, the busiest first.

    Args:
        work: effort by step [h/week].
        able: the pools that may do each step.
        capacity: hours by pool [h/week].
    """
    left = {step: hours for step, hours in work.items() if hours > 0.0 and able[step]}
    free = dict(capacity)
    loads: list[PoolLoad] = []
    while left:
        steps = _busiest(left, able, free)
        pools = tuple(name for name in free if any(name in able[step] for step in steps))
        loads.append(
            PoolLoad(
                pools,
                sum(left[step] for step in steps),
                sum(free[name] for name in pools),
                tuple(step for step in work if step in steps),
            )
        )
        free = {name: hours for name, hours in free.items() if name not in pools}
        able = {step: tuple(name for name in names if name in free) for step, names in able.items()}
        left = {step: hours for step, hours in left.items() if step not in steps}
    return tuple(loads)


def weekly_work(scenario: Scenario, folder: Path) -> dict[str, float]:
    """Return the expected effort of first visits by step, on average over the run [h/week]."""
    return work_of(
        scenario,
        {
            name: mean_rate(task_type.arrivals, scenario.run_length, folder, scenario.start) * HOURS_PER_WEEK
            for name, task_type in scenario.task_types.items()
        },
    )


def work_of(scenario: Scenario, arriving: Mapping[str, float]) -> dict[str, float]:
    """Return the expected effort of first visits by step for so many tasks of each type [h]."""
    work = dict.fromkeys(scenario.steps, 0.0)
    for name, task_type in scenario.task_types.items():
        for step, visits in expected_visits(task_type.route).items():
            work[step] += arriving[name] * visits * expected_effort(scenario, scenario.steps[step])
    return work


def mean_rate(
    arrivals: Arrivals, run_length: float, folder: Path, start: datetime.date | None = None
) -> float:
    """Return tasks per hour, on average over the run; 0 for a closed population, which never overloads."""
    if arrivals.every is not None:
        mean = arrivals.every.expected
        return arrivals.batch.expected / mean if mean > 0.0 else 0.0
    if arrivals.trace is not None:
        try:
            return len(read_cells(folder, arrivals.trace.file, arrivals.trace.column)) / run_length
        except PydanticCustomError:
            return 0.0
    points = [0.0, *sorted(turning_points(arrivals, start, run_length)), run_length]
    arriving = sum(
        rate_between(arrivals, start, begin, end) * (end - begin) for begin, end in itertools.pairwise(points)
    )
    return arriving / run_length * arrivals.batch.expected


def expected_visits(route: Sequence[RouteItem]) -> dict[str, float]:
    """Return how often a task visits each step, on average and without rework.

    >>> again = AgainItem.model_validate({"again": {"from": "draft", "chance": 0.5}})
    >>> expected_visits(["draft", "check", again])
    {'draft': 2.0, 'check': 2.0}
    """
    visits: dict[str, float] = {}
    for item, passes in zip(route, expected_passes(route), strict=True):
        for name, count in visits_in(item).items():
            visits[name] = visits.get(name, 0.0) + passes * count
    return visits


def expected_passes(route: Sequence[RouteItem]) -> list[float]:
    """Return how often a task passes each item of its route, on average and without rework."""
    passes: list[float] = []
    reaching = 1.0
    for item in route:
        passes.append(reaching)
        if isinstance(item, EitherItem):
            reaching *= 1.0 - item.either.get(LEAVE, 0.0)
        elif isinstance(item, AgainItem):
            _repeat(route, passes, item)
    return passes


def visits_in(item: RouteItem) -> dict[str, float]:
    """Return how often each step is visited when a task passes an item of its route once, on average."""
    if isinstance(item, str):
        return {item: 1.0}
    if isinstance(item, EitherItem):
        return {name: share for name, share in item.either.items() if name not in {SKIP, LEAVE}}
    visits: dict[str, float] = {}
    for branch in item.together if isinstance(item, TogetherItem) else ():
        for name in [branch] if isinstance(branch, str) else branch:
            visits[name] = visits.get(name, 0.0) + 1.0
    return visits


def _repeat(route: Sequence[RouteItem], passes: list[float], item: AgainItem) -> None:
    """Multiply the passes of a loop, which ends with the last of them, by its mean number, 1/(1 - chance)."""
    times = 1.0 / max(1.0 - item.again.chance, 1e-3)
    inside = (place for place in range(len(passes)) if item.again.from_ in visits_in(route[place]))
    for place in range(next(inside, len(passes)), len(passes)):
        passes[place] *= times


def expected_effort(scenario: Scenario, step: Step) -> float:
    """Return the mean effort of a first visit, less what a tool takes over [h]."""
    effort = step.service_time.expected
    if step.assisted_by is None:
        return effort
    behaviour = behaviour_of(scenario)
    overhead = behaviour.overhead if step.overhead is None else step.overhead
    reliance = behaviour.reliance if step.reliance is None else step.reliance
    return effort * (1.0 - step.exposure * reliance * (1.0 - overhead))


def in_a_week(hours: WeeklyHours) -> float:
    """Return all hours of a week [h]."""
    return hours.hours_per_week


def weekly_capacity(
    scenario: Scenario, counted: Callable[[WeeklyHours], float] = in_a_week
) -> dict[str, float]:
    """Return the hours of effort that each pool can do in those hours of a week that are ``counted`` [h]."""
    capacity: dict[str, float] = {}
    for name, people in scenario.people.items():
        own = [worker.hours or people.hours for worker in people.workers.values()]
        others = max((people.headcount or 0) - len(own), 0)
        capacity[name] = sum(counted(hours) for hours in own) + others * counted(people.hours)
    for name, tool in scenario.tools.items():
        always = counted(WeeklyHours())
        capacity[name] = tool.slots * always * tool.speed
        if tool.rate_limit is not None:
            efforts = [step.service_time.expected for step in scenario.steps.values() if name in step.done_by]
            most = tool.rate_limit * always * (sum(efforts) / len(efforts) if efforts else 0.0)
            capacity[name] = min(capacity[name], most)
    for name, market in scenario.freelancers.items():
        capacity[name] = market.seats * counted(market.hours)
    return capacity


def _busiest(
    work: Mapping[str, float], able: Mapping[str, tuple[str, ...]], capacity: Mapping[str, float]
) -> set[str]:
    """Return the steps with the most work per hour of the pools that may do them.

    The density of a set of steps is its work over the capacity of all pools that may do any of them.  If a
    flow of all work fits into pools stretched by the density of the set, no set is denser; otherwise the
    flow's bottleneck is.
    """
    steps = set(work)
    for _ in work:  # each round leaves at least one step out
        hours = sum(capacity[name] for name in {name for step in steps for name in able[step]})
        if hours <= 0.0:
            break
        density = sum(work[step] for step in steps) / hours
        denser = _stuck(work, able, {name: density * size for name, size in capacity.items()})
        if not denser:
            break
        steps = denser
    return steps


def _stuck(
    work: Mapping[str, float], able: Mapping[str, tuple[str, ...]], room: Mapping[str, float]
) -> set[str]:
    """Return the steps whose work does not fit into the pools, together with those that share these pools."""
    left = dict(work)
    flow: dict[tuple[str, str], float] = {}
    free = dict(room)
    tiny = _ENOUGH * (1.0 + sum(work.values()))
    while True:
        came: dict[str, str] = {}
        sources = [step for step in work if left[step] > tiny]
        reached, queue = set(sources), list(sources)
        end = ""
        while queue and not end:
            step = queue.pop(0)
            for pool in able[step]:
                if pool in came:
                    continue
                came[pool] = step
                if free[pool] > tiny:
                    end = pool
                    break
                for other in work:
                    if other not in reached and flow.get((other, pool), 0.0) > tiny:
                        reached.add(other)
                        queue.append(other)
                        came[f"step {other}"] = pool
        if not end:
            return reached
        _push(end, came, left, flow, free)


def _push(
    end: str,
    came: Mapping[str, str],
    left: dict[str, float],
    flow: dict[tuple[str, str], float],
    free: dict[str, float],
) -> None:
    """Move as much work as possible along the path that ends in the pool ``end``."""
    path: list[tuple[str, str]] = []
    pool = end
    while True:
        step = came[pool]
        path.append((step, pool))
        if f"step {step}" not in came:
            break
        pool = came[f"step {step}"]
    taken = [flow[step, came[f"step {step}"]] for step, _ in path[:-1]]
    amount = min([left[path[-1][0]], free[end], *taken])
    left[path[-1][0]] -= amount
    free[end] -= amount
    for step, there in path:
        flow[step, there] = flow.get((step, there), 0.0) + amount
    for step, _ in path[:-1]:
        flow[step, came[f"step {step}"]] -= amount
