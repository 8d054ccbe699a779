"""Laws that every run obeys, whatever the scenario: each is checked on the record alone, the slow way.

A law takes the model and one run of it and asserts.  It shares nothing with the engine's bookkeeping but
the model's numbers, so that a mistake there cannot hide itself.
"""

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise

import numpy as np
import pytest

from sim.model.model import ANYONE, FINISH, FIRST_COME, FORK, NONE, TRAIN, UPGRADE, Model
from sim.model.names import PoolKind
from sim.records.record import Account, Mode, Outcome, RunRecord

Law = Callable[[Model, RunRecord], None]
Interval = tuple[float, float]
Row = dict[str, float]
MONTH = 365.25 * 24.0 / 12.0
"""Hours in a month, for prices."""
TINY = 1e-9


def close(found: float, expected: float) -> None:
    """Assert equality but for the rounding of sums: 1e-9, relative or absolute."""
    assert found == pytest.approx(expected, rel=TINY, abs=TINY)


def rows_of(table: Mapping[str, np.ndarray]) -> list[Row]:
    """Return a table as a list of rows."""
    columns = {name: column.tolist() for name, column in table.items()}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def visits_of(record: RunRecord) -> list[Row]:
    """Return the visits, those in hand ending at infinity."""
    visits = rows_of(record.visits)
    for visit in visits:
        visit["ended_at"] = math.inf if math.isnan(visit["ended_at"]) else visit["ended_at"]
    return visits


def by(key: str, rows: Iterable[Row]) -> dict[int, list[Row]]:
    """Return rows grouped by the value of a column."""
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[int(row[key])].append(row)
    return groups


def stays_of(record: RunRecord) -> list[Interval]:
    """Return when each task came and left; infinity while inside."""
    return [
        (task["arrived_at"], math.inf if math.isnan(task["delivered_at"]) else task["delivered_at"])
        for task in rows_of(record.tasks)
    ]


def overlap(one: Interval, other: Interval) -> float:
    """Return the length that two intervals share."""
    return max(0.0, min(one[1], other[1]) - max(one[0], other[0]))


def meeting(spans: list[Interval], span: Interval) -> Iterator[Interval]:
    """Yield those of some disjoint, sorted intervals that share some length with another."""
    place = max(bisect_right(spans, (span[0], math.inf)) - 1, 0)
    while place < len(spans) and spans[place][0] < span[1]:
        if overlap(spans[place], span) > 0.0:
            yield spans[place]
        place += 1


def length_within(spans: list[Interval], span: Interval) -> float:
    """Return the length of some disjoint, sorted intervals within another."""
    return math.fsum(overlap(each, span) for each in meeting(spans, span))


def duties_of(model: Model) -> list[list[Interval] | None]:
    """Return the hours of each actor; None where luck decides them (random outages of a tool)."""
    edges = [column.tolist() for column in (model.calendars.start, model.calendars.end)]
    shifts = [
        list(zip(*(column[first:last] for column in edges), strict=True))
        for first, last in pairwise(model.calendars.first.tolist())
    ]
    return [
        shifts[calendar] if model.pools.outage_every[pool] == NONE else None
        for pool, calendar in zip(model.actors.pool, model.actors.calendar, strict=True)
    ]


# --- tasks --------------------------------------------------------------------------------------


def tasks_are_conserved(model: Model, record: RunRecord) -> None:
    """What came in has gone out or is inside; weeks add up to the run."""
    tasks = rows_of(record.tasks)
    gone = [task for task in tasks if not math.isnan(task["delivered_at"])]
    first_hand = [task for task in gone if task["parent"] == NONE]

    assert [task["task"] for task in tasks] == list(range(len(tasks)))
    assert all(one["arrived_at"] <= other["arrived_at"] for one, other in pairwise(tasks))
    assert record.weeks["arrivals"].sum() == len(tasks)
    assert record.weeks["delivered"].sum() == len(first_hand)
    assert record.weeks["good"].sum() == sum(not task["defective"] for task in first_hand)
    assert record.weeks["wip"][-1] == len(tasks) - len(gone)
    for task_type, own in by("task_type", [task for task in tasks if task["parent"] == NONE]).items():
        assert sorted(task["number"] for task in own) == list(range(len(own))), task_type


def littles_law(model: Model, record: RunRecord) -> None:
    """The area under the curve of tasks inside is the sum of their times inside, week by week."""
    stays = stays_of(record)
    begin = 0.0
    for end, mean in zip(record.weeks["ended_at"].tolist(), record.weeks["mean_wip"].tolist(), strict=True):
        close(mean * (end - begin), math.fsum(overlap(stay, (begin, end)) for stay in stays))
        begin = end
    assert begin == record.horizon


def causes_come_before_effects(model: Model, record: RunRecord) -> None:
    """Nothing happens before its time: arrival, ready, start, end, delivery, horizon."""
    stays = stays_of(record)
    visits = visits_of(record)
    assert all(0.0 <= arrived < record.horizon for arrived, _ in stays)
    for visit in visits:
        arrived, delivered = stays[int(visit["task"])]
        assert arrived <= visit["ready_at"] <= visit["started_at"] <= visit["ended_at"] <= delivered
        assert visit["started_at"] < record.horizon
        assert visit["ended_at"] < record.horizon or visit["ended_at"] == math.inf
    for task, own in by("task", visits).items():
        if stays[task][1] < math.inf:
            assert stays[task][1] == max(visit["ended_at"] for visit in own)
    tasks = rows_of(record.tasks)
    for task in tasks:
        assert task["due_at"] >= task["arrived_at"]
        if task["parent"] != NONE:
            parent = tasks[int(task["parent"])]
            assert parent["defective"]
            assert parent["delivered_at"] <= task["arrived_at"]


def a_task_is_in_one_place(model: Model, record: RunRecord) -> None:
    """Without branches side by side, a task's visits follow one another."""
    if (model.nodes.kind == FORK).any():
        return
    for own in by("task", visits_of(record)).values():
        ordered = sorted(own, key=lambda visit: (visit["started_at"], visit["ended_at"]))
        for one, other in pairwise(ordered):
            assert one["ended_at"] <= other["ready_at"]


def tasks_sum_up_their_visits(model: Model, record: RunRecord) -> None:
    """A task's visits, hours, reworks and hand-offs are those of its visits that ended."""
    ended = by("task", [visit for visit in visits_of(record) if visit["ended_at"] < math.inf])
    for task in rows_of(record.tasks):
        own = ended.get(int(task["task"]), [])
        whole = [visit for visit in own if visit["outcome"] != Outcome.HANDED_OVER]
        assert task["visits"] == len(own)
        assert task["reworks"] == sum(visit["rework"] for visit in whole)
        assert task["hand_offs"] == sum(visit["hand_off"] for visit in own)
        close(task["service_time"], math.fsum(visit["service_time"] for visit in own))


def attempts_are_counted(model: Model, record: RunRecord) -> None:
    """A task's visits to a step are numbered 1, 2, …; only a visit handed over has a second part."""
    for own in by("task", visits_of(record)).values():
        for visits in by("step", own).values():
            parts = by("attempt", visits)
            if not (model.nodes.kind == FORK).any():
                assert sorted(parts) == list(range(1, len(parts) + 1))
            for same in parts.values():
                unfinished = [visit for visit in same if visit["outcome"] != Outcome.HANDED_OVER]
                assert len(unfinished) <= 1


# --- actors -------------------------------------------------------------------------------------


def one_task_at_a_time(model: Model, record: RunRecord) -> None:
    """An actor ends a visit before the next begins, and only does steps that are his."""
    steps = model.steps
    for actor, own in by("actor", visits_of(record)).items():
        ordered = sorted(own, key=lambda visit: (visit["started_at"], visit["ended_at"]))
        for one, other in pairwise(ordered):
            assert one["ended_at"] <= other["started_at"]
        for step in {int(visit["step"]) for visit in own}:
            able = steps.prefer[steps.prefer_first[step] : steps.prefer_first[step + 1]]
            assert model.actors.pool[actor] in able


def work_begins_on_duty(model: Model, record: RunRecord) -> None:
    """Nobody takes a task off duty, before he has joined or after he has left."""
    duties = duties_of(model)
    for actor, own in by("actor", visits_of(record)).items():
        duty = duties[actor]
        joined, left = record.actors["joined_at"][actor], record.actors["left_at"][actor]
        for visit in own:
            moment = visit["started_at"]
            assert joined <= moment
            assert moment < left
            if duty is not None:
                begin, end = duty[bisect_right(duty, (moment, math.inf)) - 1]
                assert begin <= moment < end


def nobody_idles_while_his_work_waits(model: Model, record: RunRecord) -> None:
    """Work conservation: while a visit waits, nobody who may do it is on duty without a task.

    Left out is what has its own reasons to wait: rework that goes back to its maker, steps with a limit,
    tools with a rate limit, and tools whose outages luck decides.
    """
    visits = visits_of(record)
    own = by("actor", visits)
    duties = duties_of(model)
    idle = [_idle(model, record, actor, own.get(actor, []), duty) for actor, duty in enumerate(duties)]
    for visit in visits:
        step, waited = int(visit["step"]), (visit["ready_at"], visit["started_at"])
        if waited[0] == waited[1] or model.steps.limit[step] or _is_addressed(model, visit):
            continue
        able = model.steps.prefer[model.steps.prefer_first[step] : model.steps.prefer_first[step + 1]]
        for actor in np.flatnonzero(np.isin(model.actors.pool, able)).tolist():
            assert length_within(idle[actor], waited) <= TINY, (visit, actor)


def _is_addressed(model: Model, visit: Row) -> bool:
    """True for rework that may have had to wait for its maker."""
    return bool(visit["rework"]) and bool((model.steps.rework_back_to != ANYONE).any())


def _idle(
    model: Model, record: RunRecord, actor: int, own: list[Row], duty: list[Interval] | None
) -> list[Interval]:
    """Return when an actor was there, on duty and without a task; nothing for those who are left out."""
    if duty is None or model.pools.spacing[model.actors.pool[actor]] > 0.0:
        return []
    at, left = float(record.actors["joined_at"][actor]), float(record.actors["left_at"][actor])
    free: list[Interval] = []
    for visit in sorted(own, key=lambda visit: visit["started_at"]):
        free.append((at, visit["started_at"]))
        at = visit["ended_at"]
    free.append((at, min(left, record.horizon)))
    return [(max(gap[0], shift[0]), min(gap[1], shift[1])) for gap in free for shift in meeting(duty, gap)]


def first_come_first_served(model: Model, record: RunRecord) -> None:
    """Within a step without a limit and a priority, what is ready first is begun first."""
    if model.discipline != FIRST_COME:
        return
    priority = record.tasks["priority"]
    for step, visits in by("step", [v for v in visits_of(record) if not v["rework"]]).items():
        queues: dict[int, list[Row]] = defaultdict(list)
        for visit in visits if not model.steps.limit[step] else ():
            queues[int(priority[int(visit["task"])])].append(visit)
        for queue in queues.values():
            ordered = sorted(queue, key=lambda visit: (visit["ready_at"], visit["started_at"]))
            for one, other in pairwise(ordered):
                assert one["started_at"] <= other["started_at"] or one["ready_at"] == other["ready_at"]


def limits_are_kept(model: Model, record: RunRecord) -> None:
    """No more tasks inside than the limit, nor first attempts in work at a step; rate and rework limits hold.

    Over the limit of a step goes only what comes back to it.
    """
    visits = visits_of(record)
    if model.limit:
        first = {task: min(visit["ready_at"] for visit in own) for task, own in by("task", visits).items()}
        stays = stays_of(record)
        assert _most_at_once([(ready, stays[task][1]) for task, ready in first.items()]) <= model.limit
    for step, own in by("step", [visit for visit in visits if visit["attempt"] == 1]).items():
        if model.steps.limit[step]:
            spans = [(visit["started_at"], visit["ended_at"]) for visit in own]
            assert _most_at_once(spans) <= model.steps.limit[step]
    for pool in np.flatnonzero(model.pools.spacing > 0.0).tolist():
        starts = sorted(v["started_at"] for v in visits if model.actors.pool[int(v["actor"])] == pool)
        for one, other in pairwise(starts):
            assert other - one >= model.pools.spacing[pool] - TINY
    for (task, step), times in _sent_back(visits).items():
        assert times <= model.steps.rework_limit[step], task


def _most_at_once(spans: list[Interval]) -> int:
    changes = sorted([(end, -1) for _, end in spans] + [(begin, 1) for begin, _ in spans])
    most = now = 0
    for _, change in changes:
        now += change
        most = max(most, now)
    return most


def _sent_back(visits: list[Row]) -> dict[tuple[int, int], int]:
    times: dict[tuple[int, int], int] = defaultdict(int)
    for visit in visits:
        if visit["outcome"] in (Outcome.SENT_BACK, Outcome.FALSE_ALARM):
            times[int(visit["task"]), int(visit["step"])] += 1
    return times


# --- hours and money ----------------------------------------------------------------------------


def hours_of(model: Model, visit: Row, window: Interval, duty: list[Interval] | None) -> float:
    """Return the hands-on hours of a visit within a window; nan where luck decides the calendar."""
    human = model.pools.kind[model.actors.pool[int(visit["actor"])]] != PoolKind.TOOL
    if human and model.steps.end_of_shift[int(visit["step"])] == FINISH:
        return overlap((visit["started_at"], visit["started_at"] + visit["service_time"]), window)
    held = (max(visit["started_at"], window[0]), min(visit["ended_at"], window[1]))
    return math.nan if duty is None else length_within(duty, held)


def hours_are_those_of_the_visits(model: Model, record: RunRecord) -> None:
    """Hands-on hours agree between visits, actors and weeks; nobody is busier than he is there."""
    window = (record.warm_up, record.horizon)
    own = by("actor", visits_of(record))
    for actor, duty in zip(rows_of(record.actors), duties_of(model), strict=True):
        visits = own.get(int(actor["actor"]), [])
        if duty is not None:
            there = (max(actor["joined_at"], window[0]), min(actor["left_at"], window[1]))
            close(actor["busy_time"], math.fsum(hours_of(model, visit, window, duty) for visit in visits))
            close(actor["available_time"], length_within(duty, there))
        assert -TINY <= actor["overtime"] <= actor["busy_time"] + TINY
        assert actor["busy_time"] <= (actor["available_time"] + actor["overtime"]) * (1.0 + TINY) + TINY
        for visit in visits:
            whole = hours_of(model, visit, (0.0, math.inf), duty)
            if visit["ended_at"] < math.inf and not math.isnan(whole):
                close(visit["service_time"], whole)


def weeks_add_up_to_the_run(model: Model, record: RunRecord) -> None:
    """The weekly hours of the pools are those of their actors, after the warm-up."""
    if record.warm_up > 0.0:
        return
    for pool in range(len(model.names.pools)):
        weekly, own = record.pool_weeks["pool"] == pool, record.actors["pool"] == pool
        for name in ("busy_time", "available_time"):
            close(float(record.pool_weeks[name][weekly].sum()), float(record.actors[name][own].sum()))


def the_ledger_adds_up(model: Model, record: RunRecord) -> None:
    """What each account says is what a book-keeper finds who goes through visits, actors and levers."""
    for column, begin in (("amount", 0.0), ("measured_amount", record.warm_up)):
        booked = dict.fromkeys(Account, 0.0)
        for row in rows_of(record.ledger):
            booked[Account(int(row["account"]))] += row[column]
        found = _costs(model, record, begin)
        for account in Account:
            if account != Account.TOOLS or not (model.pools.outage_every != NONE).any():
                close(booked[account], found[account])
        assert all(amount >= -TINY for amount in booked.values())
        close(math.fsum(booked.values()), float(record.ledger[column].sum()))


def _costs(model: Model, record: RunRecord, begin: float) -> dict[Account, float]:
    """Return what each account should say of the time from ``begin`` on."""
    costs: dict[Account, float] = defaultdict(float)
    window, duties, actors = (begin, record.horizon), duties_of(model), rows_of(record.actors)
    for actor, duty in zip(actors, duties, strict=True):
        if model.pools.kind[int(actor["pool"])] == PoolKind.PEOPLE:
            there = (max(actor["joined_at"], begin), min(actor["left_at"], record.horizon))
            costs[Account.WAGES] += actor["rate"] * length_within(duty or [], there)
    for visit in visits_of(record):
        who = int(visit["actor"])
        for account, amount in _costs_of_visit(model, visit, actors[who], duties[who], window).items():
            costs[account] += amount
    costs[Account.TOOLS] += _rent(model, actors, window)
    for event in range(len(model.levers.kind)):
        moment, pool = float(model.levers.moment[event]), int(model.levers.pool[event])
        heads = [a for a in actors if a["pool"] == pool and a["joined_at"] <= moment < a["left_at"]]
        if begin <= moment < record.horizon and model.levers.kind[event] == TRAIN:
            costs[Account.TRAINING] += len(heads) * float(model.levers.price[event])
        if begin <= moment < record.horizon and model.levers.kind[event] == UPGRADE:
            costs[Account.TOOL_CHANGE] += float(model.levers.price[event])
    return costs


def _costs_of_visit(
    model: Model, visit: Row, actor: Row, duty: list[Interval] | None, window: Interval
) -> dict[Account, float]:
    pool = int(actor["pool"])
    hours = hours_of(model, visit, window, duty)
    costs = {Account.TOOLS: _price_of_use(model, visit, pool, hours, window[0])}
    if model.pools.kind[pool] == PoolKind.FREELANCERS:
        costs[Account.FREELANCERS] = hours * actor["rate"]
        costs[Account.CLIENT_FEES] = hours * actor["rate"] * float(model.pools.client_fee[pool])
    if model.pools.kind[pool] == PoolKind.PEOPLE:
        held = (max(visit["started_at"], window[0]), min(visit["ended_at"], window[1]))
        premium = 1.0 + float(model.pools.overtime_premium[pool])
        extra = max(hours - length_within(duty or [], held), 0.0)
        costs[Account.OVERTIME] = extra * actor["rate"] * premium
    return costs


def _version_at(model: Model, tool: int, moment: float) -> int:
    version = int(model.versions.first[tool])
    for event in np.flatnonzero((model.levers.kind == UPGRADE) & (model.levers.pool == tool)).tolist():
        if model.levers.moment[event] <= moment:
            version = int(model.levers.version[event])
    return version


def _price_of_use(model: Model, visit: Row, pool: int, hours: float, begin: float) -> float:
    """Return what a visit's use of a tool costs: by use, and by the hour when the tool worked alone."""
    if visit["mode"] == Mode.SOLO:
        return 0.0
    alone = visit["mode"] == Mode.AUTOMATED
    tool = pool if alone else int(model.steps.tool[int(visit["step"])])
    version = _version_at(model, tool, visit["started_at"])
    uses = 1.0 if visit["started_at"] >= begin else 0.0
    by_hour = hours * float(model.versions.price_per_hour[version]) if alone else 0.0
    return uses * float(model.versions.price_per_use[version]) + by_hour


def _rent(model: Model, actors: list[Row], window: Interval) -> float:
    """Return what tools cost by the month, and by the month for each person with access."""
    total = 0.0
    for tool in np.flatnonzero(model.pools.kind == PoolKind.TOOL).tolist():
        first = int(model.versions.first[tool])
        users = model.versions.access[
            model.versions.access_first[first] : model.versions.access_first[first + 1]
        ]
        stays = [(a["joined_at"], a["left_at"]) for a in actors if int(a["pool"]) in users]
        moments = model.levers.moment[(model.levers.kind == UPGRADE) & (model.levers.pool == tool)]
        edges = sorted({window[0], window[1], *(m for m in moments.tolist() if window[0] < m < window[1])})
        for span in pairwise(edges):
            version = _version_at(model, tool, span[0])
            persons = math.fsum(overlap(stay, span) for stay in stays) / MONTH
            months = (span[1] - span[0]) / MONTH
            total += persons * float(model.versions.price_per_person_month[version])
            total += months * float(model.versions.price_per_month[version])
    return total


# --- quality ------------------------------------------------------------------------------------


def defects_are_below_the_standard(model: Model, record: RunRecord) -> None:
    """A visit is defective if its quality is below the step's standard; value follows the delivery."""
    for visit in visits_of(record):
        quality, standard = visit["quality"], float(model.steps.standard[int(visit["step"])])
        assert math.isnan(quality) or 0.0 <= quality <= 1.0
        assert bool(visit["defective"]) == (quality < standard)
    for task in rows_of(record.tasks):
        assert math.isnan(task["quality"]) or 0.0 <= task["quality"] <= 1.0
        task_type = int(task["task_type"])
        worth = float(model.types.value[task_type])
        if task["defective"]:
            worth *= 1.0 - float(model.types.lose[task_type])
        earns = not math.isnan(task["delivered_at"]) and task["parent"] == NONE
        assert task["value"] == (worth if earns else 0.0)


LAWS: tuple[Law, ...] = (
    tasks_are_conserved,
    littles_law,
    causes_come_before_effects,
    a_task_is_in_one_place,
    tasks_sum_up_their_visits,
    attempts_are_counted,
    one_task_at_a_time,
    work_begins_on_duty,
    nobody_idles_while_his_work_waits,
    first_come_first_served,
    limits_are_kept,
    hours_are_those_of_the_visits,
    weeks_add_up_to_the_run,
    the_ledger_adds_up,
    defects_are_below_the_standard,
)
"""All laws."""
