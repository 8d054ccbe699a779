"""What the books of every run obey, checked on the record the slow way."""

import math
from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np

from sim.measures.books.books import Books
from sim.measures.books.causes import ESCAPED, Cause, Fate, Phase, Side
from sim.model.model import BEST_OF_PARALLEL, FINISH, FORK, Model, Steps
from sim.model.names import PoolKind
from sim.records.record import RunRecord, Stock
from sim.rules.onboarding import ramp
from tests.holding import WEEK, Interval, Row, able, absences_of, ever, held_by, rows_of, steps_at, visits_of

CLOSE = 1e-9
"""How exactly hours add up [h]."""
WORK = {Cause.PERSON, Cause.FREELANCER, Cause.TOOL, Cause.PROMPTING, Cause.AI_REVIEW}


def the_books_close(model: Model, record: RunRecord, books: Books) -> None:
    """Every hour of every task's life is booked, to causes that add up; and every defect, once."""
    every_life_is_booked(record, books)
    every_stretch_is_shared_out(record, books)
    every_defect_is_booked_once(model, record, books)
    sides_are_those_of_causes(books)
    if not (model.nodes.kind == FORK).any():
        work_is_what_visits_took(model, record, books)


def every_life_is_booked(record: RunRecord, books: Books) -> None:
    """The stretches of a task follow one another, from its arrival to its delivery or the horizon."""
    lives: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for task, since, until in zip(
        *(books.spans[n].tolist() for n in ("task", "since", "until")), strict=True
    ):
        lives[task].append((since, until))
    tasks = record.tasks
    for task, (arrived, delivered) in enumerate(
        zip(tasks["arrived_at"].tolist(), tasks["delivered_at"].tolist(), strict=True)
    ):
        left = record.horizon if math.isnan(delivered) else delivered
        life = lives[task]
        if left > arrived:
            assert (life[0][0], life[-1][1]) == (arrived, left), task
        for (_, before), (after, _) in pairwise(life):
            assert before == after, task
        assert all(since < until for since, until in life), task


def every_stretch_is_shared_out(record: RunRecord, books: Books) -> None:
    """The hours of a stretch add up to its length, those of a task to its time inside."""
    hours, spans = books.hours, books.spans
    sums: dict[int, float] = defaultdict(float)
    for span, part in zip(hours["span"].tolist(), hours["hours"].tolist(), strict=True):
        assert part > 0.0
        sums[span] += part
    lives: dict[int, float] = defaultdict(float)
    for span, since, until in zip(*(spans[n].tolist() for n in ("span", "since", "until")), strict=True):
        assert abs(sums[span] - (until - since)) <= CLOSE, span
        lives[int(spans["task"][span])] += sums[span]
    tasks = record.tasks
    for task, (arrived, delivered) in enumerate(
        zip(tasks["arrived_at"].tolist(), tasks["delivered_at"].tolist(), strict=True)
    ):
        left = record.horizon if math.isnan(delivered) else delivered
        assert abs(lives[task] - (left - arrived)) <= CLOSE, task


def every_defect_is_booked_once(model: Model, record: RunRecord, books: Books) -> None:
    """As many as visits that made one; what escapes is in defective deliveries, and in each of them."""
    defects = books.defects
    assert sorted(defects["visit"].tolist()) == np.flatnonzero(record.visits["defective"]).tolist()
    escaped = {
        task
        for task, fate in zip(defects["task"].tolist(), defects["fate"].tolist(), strict=True)
        if fate in ESCAPED
    }
    best_of = model.types.combine[record.tasks["task_type"]] == BEST_OF_PARALLEL
    assert escaped == set(np.flatnonzero(record.tasks["defective"]).tolist())
    for task, fate in zip(defects["task"].tolist(), defects["fate"].tolist(), strict=True):
        assert (fate == Fate.INSIDE) <= math.isnan(record.tasks["delivered_at"][task])
        assert (fate == Fate.DROPPED) <= bool(best_of[task])


def sides_are_those_of_causes(books: Books) -> None:
    """The past of open tasks has no side; everything else has one; only rework hides another cause."""
    hours = books.hours
    assert ((hours["side"] == Side.BEFORE) == (hours["within"] == Cause.EARLIER)).all()
    rework = books.spans["rework"][hours["span"]]
    assert ((hours["cause"] == Cause.REWORK) == rework).all()
    assert (hours["cause"][~rework] == hours["within"][~rework]).all()


def work_is_what_visits_took(model: Model, record: RunRecord, books: Books) -> None:
    """Without branches side by side, work and getting into it are the hands-on hours of the task's visits."""
    hours, spans = books.hours, books.spans
    in_hand = spans["phase"][hours["span"]] == Phase.IN_HAND
    rests = (Cause.OFF_SHIFT, Cause.ABSENCE, Cause.OUTAGE)
    at_work = in_hand & ~np.isin(hours["within"], rests)
    worked = np.bincount(
        spans["task"][hours["span"][at_work]], hours["hours"][at_work], len(record.tasks["task"])
    )
    for task in np.flatnonzero(~np.isnan(record.tasks["delivered_at"])).tolist():
        assert abs(worked[task] - record.tasks["service_time"][task]) <= 1e-6, task


# --- waits, moment by moment ---------------------------------------------------------------------


def waits_are_blamed_on_what_others_did(model: Model, record: RunRecord, books: Books) -> None:
    """Each wait, cut wherever anything changes, is shared among those who were due at each moment.

    A limit on work in process holds back only before a step that has one at some time.
    """
    scene, limits = Scene(model, record), ever(model, "limit")
    booked: dict[int, Counter[Cause]] = defaultdict(Counter)
    for span, cause, hours in zip(
        *(books.hours[n].tolist() for n in ("span", "within", "hours")), strict=True
    ):
        booked[span][Cause(cause)] += hours
    for row in rows_of(books.spans):
        if row["phase"] == Phase.WAITING:
            expected = scene.blame(row)
            assert expected[Cause.LIMIT] <= CLOSE or any(limit[int(row["step"])] for limit in limits), row
            for cause in expected.keys() | booked[row["span"]].keys():
                assert abs(booked[row["span"]][cause] - expected[cause]) <= 1e-7, (row, cause, expected)


class Scene:
    """Who does what at any moment of a run, looked up afresh each time."""

    def __init__(self, model: Model, record: RunRecord) -> None:
        self._model, self._record = model, record
        self._visits, self._actors = visits_of(record), rows_of(record.actors)
        self._absences = absences_of(record)
        self._duties = defaultdict(list)
        for row in rows_of(record.duties):
            self._duties[row["calendar"]].append((row["begins_at"], row["ends_at"]))
        c = model.calendars
        self._free = [
            list(zip(c.free_start[first:last].tolist(), c.free_end[first:last].tolist(), strict=True))
            for first, last in pairwise(c.free_first.tolist())
        ]
        self._kept = {
            (row["pool"], row["week"]): row["value"]
            for row in rows_of(record.stocks)
            if row["stock"] == Stock.KEPT_BY_MENTORS
        }

    def blame(self, span: Row) -> "Counter[Cause]":
        """Return what the hours of a wait should be booked to."""
        step, visit = int(span["step"]), int(span["visit"])
        if visit >= 0:
            asked = self._visits[visit]
        else:
            rows = rows_of(self._record.waiting)
            asked = next(row for row in rows if row["task"] == span["task"] and row["step"] == step)
        began = asked.get("started_at", self._record.horizon)
        held = steps_at(self._model, self._record, step, began)
        is_review = held.reviewed_first[step] < held.reviewed_first[step + 1]
        causes: Counter[Cause] = Counter()
        for (first, last), then in held_by(self._model, self._record, step):
            since, until = max(first, span["since"]), min(last, span["until"])
            who = self._who(asked, then, step)
            for begin, end in pairwise(self._edges(who, since, until)):
                now = (begin + end) / 2.0
                for cause, share in self._at(who, now, span, is_review=bool(is_review)).items():
                    causes[cause] += share * (end - begin)
        return causes

    def _who(self, asked: Row, held: Steps, step: int) -> list[int]:
        if asked["only_actor"] >= 0:
            return [int(asked["only_actor"])]
        pools = able(held, step).tolist() if asked["only_pool"] < 0 else [asked["only_pool"]]
        return [number for number, actor in enumerate(self._actors) if actor["pool"] in pools]

    def _edges(self, who: list[int], since: float, until: float) -> list[float]:
        moments = {since, until}
        for actor in who:
            a = self._actors[actor]
            moments |= {a["posted_at"], a["joined_at"], a["left_at"]}
            moments |= {edge for each in self._duties[a["calendar"]] for edge in each}
            moments |= {edge for each in self._free[int(a["calendar"])] for edge in each}
            moments |= {edge for each in self._absences.get(actor, ()) for edge in each}
        moments |= {v[edge] for v in self._visits if v["actor"] in who for edge in ("started_at", "ended_at")}
        pools = {self._actors[actor]["pool"] for actor in who}
        moments |= {
            v["started_at"] + float(self._model.pools.spacing[int(pool)])
            for v in self._visits
            if (pool := self._actors[int(v["actor"])]["pool"]) in pools
        }
        return sorted(moment for moment in moments if since <= moment <= until)

    def _at(self, who: list[int], now: float, span: Row, *, is_review: bool) -> "Counter[Cause]":
        due: Counter[Cause] = Counter()
        off: Counter[Cause] = Counter()
        for actor in who:
            self._look_at(actor, now, span, due, off, is_review=is_review)
        if due[Cause.LIMIT]:
            return Counter({Cause.LIMIT: 1.0})
        total = round(sum(due.values()))
        if total:
            return Counter({cause: share / total for cause, share in due.items()})
        if sum(off.values()):
            return Counter({cause: share / sum(off.values()) for cause, share in off.items()})
        kinds = {self._model.pools.kind[int(self._actors[actor]["pool"])] for actor in who}
        pool = min(int(self._actors[actor]["pool"]) for actor in who)
        assert kinds
        empty = {PoolKind.PEOPLE: Cause.VACANCY, PoolKind.FREELANCERS: Cause.MARKET}
        return Counter({empty.get(PoolKind(self._model.pools.kind[pool]), Cause.OUTAGE): 1.0})

    def _look_at(
        self,
        actor: int,
        now: float,
        span: Row,
        due: "Counter[Cause]",
        off: "Counter[Cause]",
        *,
        is_review: bool,
    ) -> None:
        a = self._actors[actor]
        kind = PoolKind(self._model.pools.kind[int(a["pool"])])
        on = _is_in(now, self._duties[a["calendar"]])
        if a["posted_at"] <= now < min(a["joined_at"], a["left_at"]):
            due[Cause.VACANCY if kind is PoolKind.PEOPLE else Cause.MARKET] += float(on)
        if not a["joined_at"] <= now < a["left_at"]:
            return
        work = next(
            (v for v in self._visits if v["actor"] == actor and v["started_at"] <= now < v["ended_at"]), None
        )
        stays = False
        if work is not None and kind is not PoolKind.TOOL:
            held = steps_at(self._model, self._record, int(work["step"]), work["started_at"])
            stays = held.end_of_shift[int(work["step"])] == FINISH
        if work is not None and (on or stays):
            slower = self._slower(work, a)
            due[Cause.ONBOARDING] += slower
            due[self._busy(work, span, kind, is_review=is_review)] += 1.0 - slower
        elif on and _is_in(now, self._absences.get(actor, [])):
            due[Cause.TRAINING] += 1.0
        elif on:
            due[Cause.SLOT if self._is_held_by_rate(int(a["pool"]), now) else Cause.LIMIT] += 1.0
        elif kind is PoolKind.TOOL:
            off[Cause.OUTAGE] += 1.0
        else:
            off[Cause.ABSENCE if _is_in(now, self._free[int(a["calendar"])]) else Cause.OFF_SHIFT] += 1.0

    def _is_held_by_rate(self, pool: int, now: float) -> bool:
        spacing = float(self._model.pools.spacing[pool])
        return spacing > 0.0 and any(
            v["started_at"] <= now < v["started_at"] + spacing
            for v in self._visits
            if self._actors[int(v["actor"])]["pool"] == pool
        )

    def _slower(self, work: Row, a: Row) -> float:
        s, pool, began = self._model.stocks, int(a["pool"]), work["started_at"]
        if began < a["full_at"]:
            time = float(s.ramp_time[pool])
            return 1.0 - ramp(began - a["joined_at"], time, s.ramp_start, s.ramp_at_once)
        return 1.0 - self._kept.get((pool, math.floor(began / WEEK) + 1), 1.0)

    def _busy(self, work: Row, span: Row, kind: PoolKind, *, is_review: bool) -> Cause:
        if is_review and kind is not PoolKind.TOOL:
            return Cause.REVIEW_QUEUE
        if work["started_at"] >= span["since"] and work["ready_at"] > span["since"]:
            return Cause.PRIORITY
        tasks = self._record.tasks
        one, other = int(span["task"]), int(work["task"])
        alike = all(tasks[name][one] == tasks[name][other] for name in ("task_type", "arrived_at"))
        plain = all(tasks["number"][task] >= 0 > tasks["parent"][task] for task in (one, other))
        if alike and plain and one != other:
            return Cause.BATCH
        return Cause.SLOT if kind is PoolKind.TOOL else Cause.BUSY


def _is_in(now: float, spans: list[Interval]) -> bool:
    return any(begin <= now < end for begin, end in spans)
