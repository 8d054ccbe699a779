"""From an effective scenario to a model: names become numbers, texts become hours and words of luck."""

import math
from pathlib import Path

import numpy as np

from sim.model.calendars import CalendarTable
from sim.model.conditions import ConditionTable
from sim.model.distributions import DistributionTable
from sim.model.levers import Numbers, plan_levers
from sim.model.model import (
    BEST_OF_PARALLEL,
    CLOSED,
    EARLIEST_DUE_DATE,
    EFFORT_WEIGHTED_MEAN,
    FIRST_COME,
    NONE,
    POISSON,
    RENEWAL,
    SHORTEST_EXPECTED,
    TRACE,
    WEAKEST_LINK,
    BehaviourValues,
    Model,
    Types,
)
from sim.model.names import Names
from sim.model.phases import build_phases
from sim.model.pools import (
    NO_TIME,
    build_actors,
    build_pools,
    build_versions,
    kind_of,
    pool_names,
    skill_names,
)
from sim.model.ragged import flat, floats, frozen, ints, offsets, words
from sim.model.routes import RouteTable, visited_steps
from sim.model.snapshot import build_snapshot
from sim.model.sources import piecewise_rate, trace_of
from sim.model.steps import build_steps
from sim.model.stocks import build_stocks
from sim.model.words import slots, word
from sim.scenario.load import Effective
from sim.scenario.presets import behaviour_of
from sim.scenario.schema import PRIORITIES, Arrivals, Behaviour, Scenario, TaskType

DISCIPLINES = {
    "first come": FIRST_COME,
    "earliest due date": EARLIEST_DUE_DATE,
    "shortest expected": SHORTEST_EXPECTED,
}
COMBINE = {
    "weakest link": WEAKEST_LINK,
    "effort-weighted mean": EFFORT_WEIGHTED_MEAN,
    "best of parallel": BEST_OF_PARALLEL,
}


def build(effective: Effective) -> Model:
    """Return the model of a scenario under one strategy and one future."""
    scenario, phases = effective.scenario, effective.phases
    behaviour = behaviour_of(scenario)
    pools = pool_names(scenario)
    pool_index = {name: number for number, name in enumerate(pools)}
    step_index = {name: number for number, name in enumerate(sorted(scenario.steps))}
    skills = skill_names(scenario, effective.levers, phases)
    skill_index = {name: number for number, name in enumerate(skills)}
    table = DistributionTable()
    calendars = CalendarTable(scenario.start, scenario.run_length, scenario.holidays)
    conditions = ConditionTable(step_index, pool_index)
    numbers = Numbers(scenario, pool_index, skill_index, conditions, behaviour)
    plan = plan_levers(effective.levers, numbers)
    routes = RouteTable(step_index)
    actors = build_actors(scenario, skills, calendars, plan.opened, behaviour, phases)
    index = (pool_index, skill_index)
    types = _types(scenario, table, routes, effective.folder)
    return Model(
        names=Names(
            tuple(sorted(scenario.task_types)),
            tuple(sorted(scenario.steps)),
            tuple(pools),
            tuple(kind_of(scenario, name) for name in pools),
            tuple(skills),
            scenario.currency,
        ),
        horizon=scenario.run_length,
        warm_up=scenario.warm_up,
        discipline=DISCIPLINES[scenario.queue],
        limit=scenario.work_in_process_limit or 0,
        working_days=calendars.working_days(),
        skill_words=words(word("skill", name) for name in skills),
        behaviour=_behaviour_values(behaviour, skill_index),
        stocks=build_stocks(scenario, behaviour, table, actors.pool.tolist()),
        slots=slots(),
        steps=build_steps(scenario, behaviour, table, *index),
        pools=build_pools(scenario, table),
        actors=actors,
        versions=build_versions(plan.versions, skills, scenario, phases),
        types=types,
        snapshot=build_snapshot(scenario, effective.folder, types, routes, calendars),
        nodes=routes.finished(),
        levers=plan.levers,
        conditions=conditions.finished(),
        phases=build_phases(effective, behaviour, table, *index),
        calendars=calendars.finished(),
        distributions=table.finished(),
    )


def _behaviour_values(b: Behaviour, skill_index: dict[str, int]) -> BehaviourValues:
    return BehaviourValues(
        speed_slope=b.speed_slope,
        reference_match=b.reference_match,
        quality_slope=b.quality_slope,
        review_slope=b.review_slope,
        doubt_slope=b.doubt_slope,
        fluency_slope=b.fluency_slope,
        overhead_slope=b.overhead_slope,
        literacy_slope=b.literacy_slope,
        reference_cooperation=b.reference_cooperation,
        complacency=b.complacency,
        trust=b.trust,
        fluency_skill=skill_index.get("ai_fluency", NONE),
        literacy_skill=skill_index.get("ai_literacy", NONE),
        communication_skill=skill_index.get("algorithmic_communication", NONE),
        critical_skill=skill_index.get("critical_thinking", NONE),
    )


def _types(scenario: Scenario, table: DistributionTable, routes: RouteTable, folder: Path) -> Types:
    names = sorted(scenario.task_types)
    types = [scenario.task_types[name] for name in names]
    pieces = [piecewise_rate(t.arrivals, scenario.start, scenario.run_length) for t in types]
    traces = [trace_of(t.arrivals, folder, scenario.start) for t in types]
    escaped = [t.escaped_defects for t in types]
    return Types(
        word=words(word("task type", name) for name in names),
        source=ints(_source(t.arrivals) for t in types),
        rate_first=offsets([begins for begins, _ in pieces]),
        rate_from=floats(flat([begins for begins, _ in pieces])),
        rate=floats(flat([rates for _, rates in pieces])),
        every=ints(table.add(t.arrivals.every or t.arrivals.away_for or NO_TIME) for t in types),
        population=ints(t.arrivals.population or 0 for t in types),
        trace_first=offsets(traces),
        trace=floats(flat(traces)),
        batch=ints(table.add(t.arrivals.batch) for t in types),
        value=floats(t.value for t in types),
        due_hours=floats(math.inf if t.due is None else t.due.hours for t in types),
        due_working_days=floats(t.due.working_days if t.due else 0.0 for t in types),
        priority_share=frozen(np.array([_priority_shares(t) for t in types], dtype=np.float64)),
        topics=ints(t.topics for t in types),
        combine=ints(COMBINE[t.quality] for t in types),
        route=ints(routes.add(name, t.route) for name, t in zip(names, types, strict=True)),
        repair_route=ints(_repair_route(name, t, routes) for name, t in zip(names, types, strict=True)),
        lose=floats(e.lose for e in escaped),
        return_chance=floats(e.return_chance for e in escaped),
        return_after=ints(table.add(e.after) for e in escaped),
        repair_effort=floats(e.effort for e in escaped),
    )


def _source(arrivals: Arrivals) -> int:
    if arrivals.population is not None:
        return CLOSED
    if arrivals.trace is not None:
        return TRACE
    return POISSON if arrivals.rate is not None else RENEWAL


def _priority_shares(task_type: TaskType) -> list[float]:
    """Return the cumulative shares of the four ranks."""
    stated = task_type.priority
    shares = {stated: 1.0} if isinstance(stated, str) else dict(stated)
    reached = np.cumsum([shares.get(rank, 0.0) for rank in PRIORITIES])
    reached[-1] = 1.0
    cumulative: list[float] = np.minimum(reached, 1.0).tolist()
    return cumulative


def _repair_route(name: str, task_type: TaskType, routes: RouteTable) -> int:
    stated = task_type.escaped_defects.route
    if stated:
        return routes.add_repair(name, stated, only_defective=False)
    return routes.add_repair(name, visited_steps(task_type.route), only_defective=True)
