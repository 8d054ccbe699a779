"""Laws that every run obeys, whatever the scenario: each is checked on the record alone, the slow way.

A law takes the model and one run of it and asserts.  It shares nothing with the engine's bookkeeping but
the model's numbers, so that a mistake there cannot hide itself.
"""

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise

import numpy as np

from sim.model.model import ANYONE, CLOSE_SEATS, FIRST_COME, FORK, NONE, OPEN_SEATS, TRAIN, VISIT, Model
from sim.model.names import PoolKind
from sim.records.record import Outcome, RunRecord
from tests.holding import (
    TINY,
    WEEK,
    Interval,
    Row,
    able,
    absences_of,
    by,
    close,
    duties_of,
    ever,
    held_by,
    length_within,
    lever_of,
    meeting,
    most_inside,
    normal_duties,
    overlap,
    rows_of,
    steps_at,
    together,
    visits_of,
)
from tests.ledger import hours_of, the_ledger_adds_up

Law = Callable[[Model, RunRecord], None]


def stays_of(record: RunRecord) -> list[Interval]:
    """Return when each task came and left; infinity while inside."""
    return [
        (task["arrived_at"], math.inf if math.isnan(task["delivered_at"]) else task["delivered_at"])
        for task in rows_of(record.tasks)
    ]


# --- tasks --------------------------------------------------------------------------------------


def tasks_are_conserved(model: Model, record: RunRecord) -> None:
    """What came in has gone out or is inside; weeks add up to the run."""
    tasks = rows_of(record.tasks)
    still_open = len(model.snapshot.number)
    gone = [task for task in tasks if not math.isnan(task["delivered_at"])]
    first_hand = [task for task in gone if task["parent"] == NONE]

    assert [task["task"] for task in tasks] == list(range(len(tasks)))
    assert all(task["arrived_at"] <= 0.0 for task in tasks[:still_open])
    assert all(task["arrived_at"] >= 0.0 for task in tasks[still_open:])
    assert all(one["arrived_at"] <= other["arrived_at"] for one, other in pairwise(tasks[still_open:]))
    assert record.weeks["arrivals"].sum() == len(tasks) - still_open
    inside = still_open
    for week, wip in enumerate(record.weeks["wip"].tolist()):
        end = record.weeks["ended_at"][week]
        left = sum(task["delivered_at"] < end or end == record.horizon for task in gone)
        inside += record.weeks["arrivals"][week]
        assert wip == inside - left
    assert record.weeks["delivered"].sum() == len(first_hand)
    assert record.weeks["good"].sum() == sum(not task["defective"] for task in first_hand)
    assert record.weeks["wip"][-1] == len(tasks) - len(gone)
    for task_type, own in by("task_type", [task for task in tasks if task["parent"] == NONE]).items():
        inherited = int((model.snapshot.task_type == task_type).sum())
        numbers = range(-inherited, len(own) - inherited)
        assert sorted(task["number"] for task in own) == list(numbers), task_type


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
    assert all(arrived < record.horizon for arrived, _ in stays)
    for visit in visits:
        arrived, delivered = stays[int(visit["task"])]
        assert max(arrived, 0.0) <= visit["ready_at"] <= visit["started_at"] <= visit["ended_at"] <= delivered
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


def open_tasks_go_on_where_they_were(model: Model, record: RunRecord) -> None:
    """The first visit of a task that was open at the start is at the step where it stood."""
    visits = by("task", visits_of(record))
    for task, node in enumerate(model.snapshot.node.tolist()):
        own = visits.get(task, [])
        if own and model.nodes.kind[node] == VISIT:
            assert min(own, key=lambda visit: visit["ready_at"])["step"] == model.nodes.step[node]


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
    """An actor ends a visit before the next or a training begins, and only does steps that are his."""
    away = absences_of(record)
    for actor, own in by("actor", visits_of(record)).items():
        held = [(visit["started_at"], visit["ended_at"]) for visit in own]
        for one, other in pairwise(sorted(held + away.get(actor, []))):
            assert one[1] <= other[0]
        pool = record.actors["pool"][actor]
        for visit in own:
            step = int(visit["step"])
            if _is_addressed(model, visit):
                assert any(pool in able(steps, step) for _, steps in held_by(model, record, step))
            else:
                assert pool in able(steps_at(model, record, step, visit["started_at"]), step)


def work_begins_on_duty(model: Model, record: RunRecord) -> None:
    """Nobody takes a task off duty, before he has joined or after he has left; nor goes to a training."""
    duties = duties_of(model, record)
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
    for actor, spans in absences_of(record).items():
        for since, until in spans:
            assert record.actors["joined_at"][actor] <= since <= until
            assert since <= record.actors["left_at"][actor]


def nobody_idles_while_his_work_waits(model: Model, record: RunRecord) -> None:
    """Work conservation: while a visit waits, nobody who may do it is on duty and on the line without a task.

    Left out is what has its own reasons to wait: rework that goes back to its maker, steps with a limit,
    tools with a rate limit, and actors whose hours cannot be known.
    """
    visits = visits_of(record)
    own, away = by("actor", visits), absences_of(record)
    duties = duties_of(model, record)
    idle = [
        _idle(model, record, actor, own.get(actor, []), away.get(actor, []), duty)
        for actor, duty in enumerate(duties)
    ]
    limited = np.any([limit > 0 for limit in ever(model, "limit")], axis=0)
    for step, waiting in by("step", visits).items():
        if limited[step]:
            continue
        who = [
            (span, actors, together([idle[actor] for actor in actors]))
            for span, steps in held_by(model, record, step)
            for actors in (np.flatnonzero(np.isin(record.actors["pool"], able(steps, step))).tolist(),)
        ]
        for visit in waiting:
            if visit["ready_at"] == visit["started_at"] or _is_addressed(model, visit):
                continue
            for span, actors, somebody in who:
                waited = (max(visit["ready_at"], span[0]), min(visit["started_at"], span[1]))
                if waited[0] < waited[1] and length_within(somebody, waited) > TINY:
                    for actor in actors:
                        assert length_within(idle[actor], waited) <= TINY, (visit, actor)


def _is_addressed(model: Model, visit: Row) -> bool:
    """True for rework that may have had to wait for its maker."""
    return bool(visit["rework"]) and bool((np.array(ever(model, "rework_back_to")) != ANYONE).any())


def _idle(
    model: Model,
    record: RunRecord,
    actor: int,
    own: list[Row],
    away: list[Interval],
    duty: list[Interval] | None,
) -> list[Interval]:
    """Return when an actor was there, on the line and without a task; nothing for those who are left out."""
    if duty is None or model.pools.spacing[record.actors["pool"][actor]] > 0.0:
        return []
    at, left = float(record.actors["joined_at"][actor]), float(record.actors["left_at"][actor])
    free: list[Interval] = []
    for begin, end in sorted([(visit["started_at"], visit["ended_at"]) for visit in own] + away):
        free.append((at, begin))
        at = end
    free.append((at, min(left, record.horizon)))
    return [(max(gap[0], shift[0]), min(gap[1], shift[1])) for gap in free for shift in meeting(duty, gap)]


def first_come_first_served(model: Model, record: RunRecord) -> None:
    """Within a step without a limit and a priority, what is ready first is begun first."""
    if model.discipline != FIRST_COME:
        return
    priority = record.tasks["priority"]
    for step, visits in by("step", [v for v in visits_of(record) if not v["rework"]]).items():
        queues: dict[int, list[Row]] = defaultdict(list)
        limited = any(limit[step] for limit in ever(model, "limit"))
        for visit in visits if not limited else ():
            queues[int(priority[int(visit["task"])])].append(visit)
        for queue in queues.values():
            ordered = sorted(queue, key=lambda visit: (visit["ready_at"], visit["started_at"]))
            for one, other in pairwise(ordered):
                assert one["started_at"] <= other["started_at"] or one["ready_at"] == other["ready_at"]


def limits_are_kept(model: Model, record: RunRecord) -> None:
    """Nobody comes in over the limit of tasks inside, nor a first attempt over a step's; rate and rework too.

    Over the limit of a step goes only what comes back to it.  A limit may change at a date: what is inside
    then stays.
    """
    visits = visits_of(record)
    ready = {task: min(visit["ready_at"] for visit in own) for task, own in by("task", visits).items()}
    stays = stays_of(record)
    inside = _Crowd([(moment, stays[task][1]) for task, moment in ready.items()])
    for moment in ready.values():
        assert inside.at(moment) <= most_inside(model, record, moment)
    for step, own in by("step", [visit for visit in visits if visit["attempt"] == 1]).items():
        if not any(limit[step] for limit in ever(model, "limit")):
            continue
        working = _Crowd([(visit["started_at"], visit["ended_at"]) for visit in own])
        for visit in _first_parts(own):
            limit = steps_at(model, record, step, visit["started_at"]).limit[step]
            assert not limit or working.at(visit["started_at"]) <= limit
    for pool in np.flatnonzero(model.pools.spacing > 0.0).tolist():
        starts = sorted(v["started_at"] for v in visits if record.actors["pool"][int(v["actor"])] == pool)
        for one, other in pairwise(starts):
            assert other - one >= model.pools.spacing[pool] - TINY
    for (task, step), times in _sent_back(visits).items():
        assert times <= max(limit[step] for limit in ever(model, "rework_limit")), task


class _Crowd:
    """How many are there at a moment, of those who come and go; who goes at the moment is gone."""

    def __init__(self, spans: list[Interval]) -> None:
        self._came = sorted(begin for begin, _ in spans)
        self._went = sorted(end for _, end in spans)

    def at(self, moment: float) -> int:
        """Return how many are there."""
        return bisect_right(self._came, moment) - bisect_right(self._went, moment)


def _first_parts(visits: list[Row]) -> list[Row]:
    """Return the visits without those that go on with what was handed over."""
    first: dict[float, Row] = {}
    for visit in visits:
        if visit["task"] not in first or visit["started_at"] < first[visit["task"]]["started_at"]:
            first[visit["task"]] = visit
    return list(first.values())


def _sent_back(visits: list[Row]) -> dict[tuple[int, int], int]:
    times: dict[tuple[int, int], int] = defaultdict(int)
    for visit in visits:
        if visit["outcome"] in (Outcome.SENT_BACK, Outcome.FALSE_ALARM):
            times[int(visit["task"]), int(visit["step"])] += 1
    return times


# --- levers -------------------------------------------------------------------------------------


def levers_act_at_their_dates(model: Model, record: RunRecord) -> None:
    """A lever acts at its date; one that waits for a condition at the end of a week after it, or never."""
    for lever, moment in enumerate(record.levers["acted_at"].tolist()):
        planned = float(model.levers.moment[lever])
        if model.levers.when[lever] == NONE:
            assert moment == (planned if planned < record.horizon else math.inf)
        elif moment < math.inf:
            assert planned <= moment < record.horizon
            assert moment % WEEK == 0.0
            assert moment > 0.0


def training_takes_no_more_than_it_says(model: Model, record: RunRecord) -> None:
    """Nobody is off the line for more hours than his classes last."""
    levers = model.levers
    courses = [lever for lever in np.flatnonzero(levers.kind == TRAIN).tolist()
               if record.levers["acted_at"][lever] < math.inf]  # fmt: skip
    duties = duties_of(model, record)
    for actor, spans in absences_of(record).items():
        planned = 0.0
        for lever in courses:
            weeks = float(levers.lasts[lever]) / WEEK
            for role, hours in ((levers.pool, levers.hours), (levers.trainers, levers.trainer_hours)):
                if role[lever] == record.actors["pool"][actor]:
                    planned += weeks * float(hours[lever])
        duty = duties[actor]
        if duty is not None:
            spent = math.fsum(
                length_within(duty, (since, min(until, record.horizon))) for since, until in spans
            )
            assert spent <= planned + TINY


def seats_are_no_more_than_were_opened(model: Model, record: RunRecord) -> None:
    """People and freelancers at work are at most the seats; a rule opens at most so many at one time.

    Somebody whose seat is closed finishes the work in hand: from the beginning of his last visit on he may
    have a successor.
    """
    own = by("actor", visits_of(record))
    for pool in np.flatnonzero(model.pools.kind != PoolKind.TOOL).tolist():
        seats = int(((model.actors.pool == pool) & (model.actors.lever == NONE)).sum())
        opened = (model.levers.kind == OPEN_SEATS) & (model.levers.pool == pool)
        seats += int(model.levers.at_most[opened].sum())
        stays = []
        for actor in [a for a in rows_of(record.actors) if a["pool"] == pool and a["joined_at"] < math.inf]:
            last = max((v["started_at"] for v in own.get(int(actor["actor"]), [])), default=-math.inf)
            stays.append((actor["joined_at"], min(max(last, actor["joined_at"]), actor["left_at"])))
        crowd = _Crowd(stays)
        assert all(crowd.at(joined) <= seats for joined, _ in stays)


def seats_close_with_their_date_or_their_budget(model: Model, record: RunRecord) -> None:
    """After its date, or once its budget is spent, nobody begins anything on a lever's seats."""
    visits, levers, owner = visits_of(record), model.levers, lever_of(model, record)
    for lever in np.flatnonzero(levers.kind == OPEN_SEATS).tolist():
        pool = int(levers.pool[lever])
        if any(owner[a] is None for a in np.flatnonzero(record.actors["pool"] == pool)):
            continue
        own = [visit for visit in visits if owner[int(visit["actor"])] == lever]
        closings = np.flatnonzero((levers.kind == CLOSE_SEATS) & (levers.opened == lever))
        ends = [float(record.levers["acted_at"][event]) for event in closings]
        ends.append(_spent_at(model, record, own, float(levers.budget[lever])))
        closed = min(ends)
        for actor in [a for a in rows_of(record.actors) if owner[int(a["actor"])] == lever]:
            mine = [visit for visit in own if visit["actor"] == actor["actor"]]
            done = max((visit["ended_at"] for visit in mine), default=0.0)
            assert all(visit["started_at"] <= closed for visit in mine)
            assert actor["joined_at"] <= closed or actor["joined_at"] == math.inf
            if actor["joined_at"] < math.inf and max(closed, done) < record.horizon:
                assert actor["left_at"] <= max(closed, done)


def _spent_at(model: Model, record: RunRecord, visits: list[Row], budget: float) -> float:
    """Return the beginning of the visit with which a budget is used up; infinity for never."""
    spent = 0.0
    for visit in sorted(visits, key=lambda visit: visit["started_at"]):
        actor = int(visit["actor"])
        fee = float(model.pools.client_fee[record.actors["pool"][actor]])
        spent += visit["service_time"] * float(record.actors["rate"][actor]) * (1.0 + fee)
        if spent >= budget * (1.0 + TINY):
            return visit["started_at"]
    return math.inf


# --- hours --------------------------------------------------------------------------------------


def hours_are_those_of_the_visits(model: Model, record: RunRecord) -> None:
    """Hands-on hours agree between visits, actors and weeks; nobody is busier than he is there."""
    window = (record.warm_up, record.horizon)
    own, away = by("actor", visits_of(record)), absences_of(record)
    plain = normal_duties(model, record)
    for actor, duty in zip(rows_of(record.actors), duties_of(model, record), strict=True):
        visits = own.get(int(actor["actor"]), [])
        assert min(actor["overtime"], actor["training_time"]) >= -TINY
        if duty is None:
            continue
        normal = plain[int(actor["actor"])] or []
        there = (max(actor["joined_at"], window[0]), min(actor["left_at"], window[1]))
        close(actor["available_time"], length_within(duty, there))
        off = [
            (max(since, window[0]), min(until, window[1]))
            for since, until in away.get(int(actor["actor"]), [])
        ]
        close(
            actor["training_time"], math.fsum(length_within(duty, span) for span in off if span[0] < span[1])
        )
        busy = [hours_of(model, record, visit, window, duty) for visit in visits]
        close(actor["busy_time"], math.fsum(busy))
        held = [(max(v["started_at"], window[0]), min(v["ended_at"], window[1])) for v in visits]
        on_duty = math.fsum(length_within(duty, span) for span in held if span[0] < span[1])
        beyond = math.fsum(busy) - on_duty
        longer = max(actor["available_time"] - length_within(normal, there), 0.0)
        close(actor["overtime"], beyond + longer)
        assert on_duty + actor["training_time"] <= actor["available_time"] * (1.0 + TINY) + TINY
        for visit in visits:
            if visit["ended_at"] < math.inf:
                whole = hours_of(model, record, visit, (0.0, math.inf), duty)
                close(visit["service_time"], whole)


def weeks_add_up_to_the_run(model: Model, record: RunRecord) -> None:
    """The weekly hours of the pools are those of their actors, after the warm-up; heads are counted."""
    weeks, actors = record.pool_weeks, record.actors
    for row in rows_of(weeks):
        end = min(row["week"] * WEEK, record.horizon)
        here = (actors["pool"] == row["pool"]) & (actors["joined_at"] < end) & (actors["left_at"] >= end)
        assert row["actors"] == here.sum()
    if record.warm_up > 0.0:
        return
    for pool in range(len(model.names.pools)):
        weekly, own = weeks["pool"] == pool, actors["pool"] == pool
        for name in ("busy_time", "available_time", "training_time"):
            close(float(weeks[name][weekly].sum()), float(actors[name][own].sum()))


# --- quality ------------------------------------------------------------------------------------


def defects_are_below_the_standard(model: Model, record: RunRecord) -> None:
    """A visit is defective if its quality is below the step's standard; value follows the delivery."""
    for visit in visits_of(record):
        step = int(visit["step"])
        quality = visit["quality"]
        standard = float(steps_at(model, record, step, visit["started_at"]).standard[step])
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
    open_tasks_go_on_where_they_were,
    a_task_is_in_one_place,
    tasks_sum_up_their_visits,
    attempts_are_counted,
    one_task_at_a_time,
    work_begins_on_duty,
    nobody_idles_while_his_work_waits,
    first_come_first_served,
    limits_are_kept,
    levers_act_at_their_dates,
    training_takes_no_more_than_it_says,
    seats_are_no_more_than_were_opened,
    seats_close_with_their_date_or_their_budget,
    hours_are_those_of_the_visits,
    weeks_add_up_to_the_run,
    the_ledger_adds_up,
    defects_are_below_the_standard,
)
"""All laws."""
