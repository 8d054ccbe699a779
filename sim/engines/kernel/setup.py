"""From a model to the kernel's tables: everything that is the same in every replication."""

import dataclasses
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines.bookkeeping import cuts_of_run
from sim.engines.drawn import expectation_of
from sim.engines.facts import (
    customers_inside,
    every_steps,
    has_difficulty,
    has_quality,
    limited_steps,
    moves_by_week,
    moves_skill,
    moves_trust,
)
from sim.engines.kernel.layout import COLUMNS, TABLES, WORLD, loop_field
from sim.engines.kernel.orders import CHECKED_EVERY, OF_WEEK, OF_WINDOW
from sim.engines.visit_hours import spans_at_most
from sim.model.model import (
    AGAIN,
    EITHER,
    JOIN,
    NONE,
    OPEN_SEATS,
    BehaviourValues,
    Model,
    Slots,
    Steps,
    Stocks,
)
from sim.model.names import PoolKind
from sim.records.record import Mode
from sim.records.weekly import week_edges
from sim.rules.loops import LOOP_NAMES
from sim.rules.luck import identity

Table = NDArray[Any]
Tables = dict[str, Table]
STOCK_ROWS = 12
"""Rows of a pool in a week's record, besides its skills."""
COUNTING = (AGAIN, EITHER, JOIN)
"""Nodes that count how often a task has passed them."""


def tables_of(model: Model) -> tuple[Table, Tables, dict[str, Table]]:
    """Return the world, the tables and the columns of numbers of a model."""
    tables = {
        "distributions": _copied("distributions", model.distributions, len(model.distributions.kind)),
        "steps": _steps(model, model.steps, range(len(model.steps.word))),
        "preferred": _single("preferred", "pool", _joined(model, "prefer")),
        "demanded": _demanded(model),
        "reviewed": _reviewed(model),
        "seats": _seats(model),
        "seat_skills": _seat_skills(model),
        "skills": _skills(model),
        "capabilities": _single("capabilities", "level", model.versions.capability.ravel()),
        "topics": _rows("topics", len(model.versions.word) * int(model.types.topics.sum())),
        "versions": _copied("versions", model.versions, len(model.versions.word)),
        "users": _users(model),
        "market": _market(model),
        "nodes": _nodes(model),
        "targets": _targets(model),
        "conditions": _copied("conditions", model.conditions, len(model.conditions.of)),
        "snapshot": _copied("snapshot", model.snapshot, len(model.snapshot.number)),
        "types": _types(model),
        "pools": _pools(model),
        "changes": _changes(model),
        "lessons": _lessons(model),
        "customers": _rows("customers", int(model.types.population.sum())),
        "uses": _rows("uses", len(model.versions.word) * (len(cuts_of_run(model)) - 1)),
        "modes": _rows("modes", len(Mode)),
        "task_counts": _rows("task_counts", 1),
        "window_sums": _rows("window_sums", len(OF_WINDOW)),
        "week_counts": _rows("week_counts", len(week_edges(model.horizon))),
        "week_sums": _rows("week_sums", len(OF_WEEK) * len(week_edges(model.horizon))),
        "columns": _single("columns", "limited", limited_steps(model)),
        **_calendars(model),
        **_phases(model),
        **_levers(model),
    }
    columns = _columns(model)
    return _world(model), tables, columns


def _rows(name: str, count: int) -> Table:
    return np.zeros(max(count, 1), TABLES[name])


def _copied(name: str, source: object, count: int) -> Table:
    """Return a table whose columns have the names of a group of the model's arrays."""
    rows = _rows(name, count)
    for field in TABLES[name].names or ():
        if hasattr(source, field):
            rows[field][:count] = getattr(source, field)[:count]
    return rows


def _single(name: str, field: str, values: Any) -> Table:
    rows = _rows(name, len(values))
    rows[field][: len(values)] = values
    return rows


# --- steps and routes ----------------------------------------------------------------------------


def _joined(model: Model, name: str) -> NDArray[Any]:
    """Return a ragged column of the steps, and after it those of all phases."""
    return np.concatenate([getattr(steps, name) for steps in every_steps(model)])


def _offset(model: Model, steps: Steps, name: str) -> int:
    """Return where the ragged column of these steps begins in that of all."""
    before = 0
    for one in every_steps(model):
        if one is steps:
            break
        before += len(getattr(one, name))
    return before


def _steps(model: Model, steps: Steps, numbers: range | NDArray[np.int64]) -> Table:
    count, slots = len(numbers), model.slots
    rows = _rows("steps", count)
    chosen = list(numbers)
    for field in TABLES["steps"].names or ():
        if hasattr(steps, field):
            rows[field][:count] = getattr(steps, field)[chosen]
    rows["transit"][:count] = steps.hand_off_delay[chosen]
    for place, number in enumerate(chosen):
        row, word = rows[place], int(steps.word[number])
        row["number"] = number
        for name, ragged in (("prefer", "prefer"), ("skill", "skill"), ("reviewed", "reviewed")):
            offset, first = _offset(model, steps, ragged), getattr(steps, name + "_first")
            row[name + "_first"], row[name + "_last"] = offset + first[number], offset + first[number + 1]
        preferred = steps.prefer[steps.prefer_first[number] : steps.prefer_first[number + 1]]
        people = [pool for pool in preferred.tolist() if model.pools.kind[pool] == PoolKind.PEOPLE]
        row["first_people"] = people[0] if people else NONE
        row["service_slot"] = identity(slots.service, word)
        row["transit_slot"] = identity(slots.transit, word)
        row["quality_slot"] = identity(slots.quality, word)
        row["false_alarm_slot"] = identity(slots.false_alarm, word)
    return rows


def _demanded(model: Model) -> Table:
    rows = _single("demanded", "skill", _joined(model, "skill"))
    weights = _joined(model, "weight")
    rows["weight"][: len(weights)] = weights
    return rows


def _reviewed(model: Model) -> Table:
    rows = _single("reviewed", "step", _joined(model, "reviewed"))
    place = 0
    for steps in every_steps(model):
        for number, word in enumerate(steps.word.tolist()):
            for other in steps.reviewed[steps.reviewed_first[number] : steps.reviewed_first[number + 1]]:
                own = identity(model.slots.detection, word)
                rows["slot"][place] = identity(own, int(steps.word[other]))
                place += 1
    return rows


def _nodes(model: Model) -> Table:
    n, count = model.nodes, len(model.nodes.kind)
    rows = _copied("nodes", n, count)
    rows["target_first"][:count], rows["target_last"][:count] = n.target_first[:-1], n.target_first[1:]
    for number, word in enumerate(n.word.tolist()):
        rows["slot"][number] = identity(model.slots.route, word)
    counting = np.isin(n.kind, COUNTING)
    rows["counter"][:count] = np.where(counting, np.cumsum(counting) - 1, NONE)
    return rows


def _targets(model: Model) -> Table:
    rows = _single("targets", "node", model.nodes.target)
    rows["share"][: len(model.nodes.share)] = model.nodes.share
    return rows


def _phases(model: Model) -> Tables:
    phases = _rows("phases", len(model.phases))
    pools = _rows("phase_pools", len(model.phases) * len(model.pools.kind))
    changed: list[Table] = []
    first = 0
    for place, phase in enumerate(model.phases):
        if len(phase.changed):
            changed.append(_steps(model, phase.steps, phase.changed))
        phases[place] = (first, first + len(phase.changed), phase.limit)
        first += len(phase.changed)
        begin = place * len(model.pools.kind)
        pools["overtime"][begin : begin + len(model.pools.kind)] = phase.overtime
    steps = np.concatenate(changed) if changed else _rows("phase_steps", 0)
    return {"phases": phases, "phase_pools": pools, "phase_steps": steps}


# --- people and tools ----------------------------------------------------------------------------


def _seats(model: Model) -> Table:
    rows = _copied("seats", model.actors, len(model.actors.pool))
    rows["newcomer"][: len(model.stocks.newcomer)] = model.stocks.newcomer
    return rows


def _seat_skills(model: Model) -> Table:
    rows = _single("seat_skills", "mean", model.actors.skill_mean.ravel())
    spread = model.actors.skill_sd.ravel()
    rows["sd"][: len(spread)] = spread
    return rows


def _skills(model: Model) -> Table:
    slots = [identity(model.slots.skill, word) for word in model.skill_words.tolist()]
    return _single("skills", "slot", np.array(slots, dtype=np.uint64))


def _users(model: Model) -> Table:
    v, pools = model.versions, len(model.pools.kind)
    rows = _rows("users", len(v.word) * pools)
    for version in range(len(v.word)):
        for pool in v.access[v.access_first[version] : v.access_first[version + 1]].tolist():
            rows["has_access"][version * pools + pool] = 1
    return rows


def _market(model: Model) -> Table:
    p = model.pools
    rows = _single("market", "since", p.market_from)
    rows["rate"][: len(p.market_rate)], rows["delay"][: len(p.market_delay)] = p.market_rate, p.market_delay
    return rows


def _pools(model: Model) -> Table:
    p, s, slots, count = model.pools, model.stocks, model.slots, len(model.pools.kind)
    rows = _copied("pools", p, count)
    rows["market_first"][:count], rows["market_last"][:count] = p.market_first[:-1], p.market_first[1:]
    rows["first_adopted"][:count] = p.adopted
    rows["ramp_time"][:count], rows["turnover"][:count] = s.ramp_time, s.turnover
    rows["overtime_cap"][:count], rows["team"][:count] = s.overtime, s.team
    rows["first_seat"] = np.searchsorted(model.actors.pool, np.arange(len(rows)), side="left")
    rows["last_seat"] = np.searchsorted(model.actors.pool, np.arange(len(rows)), side="right")
    rows["next_start"] = rows["wake_at"] = -math.inf
    for neutral in ("own_demand", "overtime", "pace", "care", "standard", "switching", "review_care"):
        rows[neutral] = 1.0
    for neutral in ("kept_by_mentors", "kept_by_team", "training_held"):
        rows[neutral] = 1.0
    for pool, word in enumerate(p.word.tolist()):
        rows["slot_adopt"][pool] = identity(slots.adopt, word)
        rows["slot_turn"][pool] = identity(slots.roll_out, word)
        if p.kind[pool] == PoolKind.TOOL and rows["first_seat"][pool] < rows["last_seat"][pool]:
            rows["changes"][pool] = 1
            rows["calendar"][pool] = model.actors.calendar[rows["last_seat"][pool] - 1]
    return rows


def _changes(model: Model) -> Table:
    width = len(model.levers.kind) + 1
    rows = _rows("changes", len(model.pools.kind) * width)
    for pool in np.flatnonzero(model.pools.kind == PoolKind.TOOL).tolist():
        rows["version"][pool * width] = model.versions.first[pool]
    return rows


def _calendars(model: Model) -> Tables:
    c, count = model.calendars, len(model.calendars.first) - 1
    rows = _rows("calendars", count)
    rows["first"][:count], rows["last"][:count] = c.first[:-1], c.first[1:]
    pools: list[int] = []
    for calendar in range(count):
        rows["pool_first"][calendar] = len(pools)
        pools += sorted(set(model.actors.pool[model.actors.calendar == calendar].tolist()))
        rows["pool_last"][calendar] = len(pools)
    return {"calendars": rows, "on_calendar": _single("on_calendar", "pool", pools)}


# --- demand, levers ------------------------------------------------------------------------------


def _types(model: Model) -> Table:
    t, count = model.types, len(model.types.word)
    rows = _copied("types", t, count)
    for name, ragged in (("rate", "rate_first"), ("trace", "trace_first")):
        first = getattr(t, ragged)
        rows[name + "_first"][:count], rows[name + "_last"][:count] = first[:-1], first[1:]
    for number in range(count):
        shares = t.priority_share[number].tolist()
        rows["share0"][number], rows["share1"][number], rows["share2"][number] = shares[:3]
        rank = sum(share <= 0.0 for share in shares)
        rows["only_priority"][number] = rank if shares[rank] >= 1.0 else NONE
    rows["customer_first"][:count] = np.cumsum(t.population) - t.population
    rows["customers_inside"][:count] = customers_inside(model)
    rows["topic_first"][:count] = np.cumsum(t.topics) - t.topics
    return rows


def _lessons(model: Model) -> Table:
    rows = _single("lessons", "skill", model.levers.skill)
    rows["gain"][: len(model.levers.gain)] = model.levers.gain
    return rows


def _levers(model: Model) -> Tables:
    levers, count = model.levers, len(model.levers.kind)
    rows = _copied("levers", levers, count)
    rows["lesson_first"][:count] = levers.skill_first[:-1]
    rows["lesson_last"][:count] = levers.skill_first[1:]
    rows["acted_at"] = math.inf
    seats: list[int] = []
    for lever in range(count):
        rows["seat_first"][lever] = len(seats)
        if levers.kind[lever] == OPEN_SEATS:
            seats += np.flatnonzero(model.actors.lever == lever).tolist()
        rows["seat_last"][lever] = len(seats)
    return {
        "levers": rows,
        "lever_seats": _single("lever_seats", "actor", seats),
        "order_of_levers": _rows("order_of_levers", count),
    }


# --- the world -----------------------------------------------------------------------------------


def _columns(model: Model) -> dict[str, Table]:
    c, t = model.calendars, model.types
    values = (c.start, c.end, c.worked, c.end, t.rate_from, t.rate, t.trace, model.working_days)
    ends = week_edges(model.horizon)
    segments, expected = (cuts_of_run(model), ends), expectation_of(model)
    arrivals = expected.since, expected.rate, expected.before
    columns = zip(COLUMNS, (*values, model.distributions.table, *segments, *arrivals), strict=True)
    return {name: np.array(column, dtype=np.float64) for name, column in columns}


def _world(model: Model) -> Table:
    world = np.zeros(1, WORLD)
    w = world[0]
    for group, of, prefix in (
        (model.behaviour, BehaviourValues, ""),
        (model.stocks, Stocks, ""),
        (model.slots, Slots, "slot_"),
    ):
        for field in dataclasses.fields(of):
            if prefix + field.name in (WORLD.names or ()):
                w[prefix + field.name] = getattr(group, field.name)
    for loop, moment in zip(LOOP_NAMES, model.stocks.off_from.tolist(), strict=True):
        w[loop_field(loop)] = moment
    for name, count in {
        "step_count": len(model.steps.word),
        "pool_count": len(model.pools.kind),
        "seat_count": len(model.actors.pool),
        "skill_count": len(model.skill_words),
        "type_count": len(model.types.word),
        "counter_count": int(np.isin(model.nodes.kind, COUNTING).sum()),
        "lever_count": len(model.levers.kind),
        "calendar_count": len(model.calendars.first) - 1,
        "lesson_count": len(model.levers.skill),
        "snapshot_count": len(model.snapshot.number),
        "branch_count": int(model.nodes.branch.max(initial=0)) + 1,
        "version_count": len(model.versions.word),
        "topic_count": int(model.types.topics.sum()),
        "segment_count": len(cuts_of_run(model)) - 1,
        "span_count": spans_at_most(model),
        "redo_room": 2 * len(model.steps.word) + 2,
    }.items():
        w[name] = count
    w["horizon"], w["warm_up"] = model.horizon, model.warm_up
    w["expected_until"] = expectation_of(model).by_warm_up
    w["discipline"], w["limit"] = model.discipline, model.limit
    w["has_limits"], w["has_quality"] = any(limited_steps(model)), has_quality(model)
    w["has_difficulty"], w["has_weeks"] = has_difficulty(model), moves_by_week(model)
    w["moves_skill"], w["moves_trust"] = moves_skill(model), moves_trust(model)
    w["has_week_events"] = w["has_weeks"] or w["moves_skill"] or w["moves_trust"]
    w["free_task"] = w["free_token"] = NONE
    rows = len(model.pools.kind) * (STOCK_ROWS + len(model.skill_words))
    branches = int(model.nodes.branches.max(initial=0))
    w["margin"] = CHECKED_EVERY * (branches + 8) + len(model.levers.kind)
    w["stock_margin"] = CHECKED_EVERY * rows
    w["door"] = 2 * w["step_count"] + w["pool_count"]  # the queue before those of actors: see dispatch
    return world
