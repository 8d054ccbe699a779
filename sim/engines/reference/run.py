"""The reference engine tells the story of an organisation, one process for each who acts in it."""

import gc
import math
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from itertools import count

from sim.engines.bookkeeping import record_of
from sim.engines.calendar import Due, EventCalendar, Kind
from sim.engines.outages import outages_of
from sim.engines.reference.dispatch import Dispatcher
from sim.engines.reference.flow import Flow
from sim.engines.reference.history import history_of, visit_row
from sim.engines.reference.observer import Observer
from sim.engines.reference.plan import Plan
from sim.engines.reference.practice import Practice
from sim.engines.reference.sources import Sources
from sim.engines.reference.state import Actor, Duty, Queue, Task
from sim.engines.reference.weeks import WEEK, Weeks
from sim.engines.reference.work import Workshop
from sim.engines.timesheet import History
from sim.model.model import CLOSE_SEATS, NONE, OPEN_SEATS, TRAIN, UPGRADE, Model
from sim.model.names import PoolKind
from sim.records.record import RunRecord
from sim.rules.luck import identity, mixed, uniform
from sim.rules.market import market_rate
from sim.rules.normal import normal_quantile
from sim.rules.reliance import clipped

Story = Generator[Due, None, None]


def run(model: Model, seed: int, replication: int) -> RunRecord:
    """Return the record of one replication.

    Args:
        model: what to run.
        seed: seed of the experiment, >= 0.
        replication: index of the replication, 0 up; every index has its own luck.
    """
    with _without_collector():
        organisation = Organisation(model, seed, replication)
        organisation.live()
        return record_of(model, seed, replication, "reference", organisation.history())


@contextmanager
def _without_collector() -> Iterator[None]:
    """Leave memory to reference counts alone: a run keeps many objects and makes hardly any cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Organisation:
    """People, tools, freelancers and tasks, and what happens to them."""

    def __init__(self, model: Model, seed: int, replication: int) -> None:
        self._model = model
        self._plan = Plan(model)
        self._clock = EventCalendar()
        self._word = identity(mixed(seed + 1), replication)
        self._duties = [self._duty(number) for number in range(len(model.calendars.first) - 1)]
        self._draw_outages()
        tools = {
            pool: self._duties[int(model.actors.calendar[actor])]
            for actor, pool in enumerate(model.actors.pool.tolist())
            if model.pools.kind[pool] == PoolKind.TOOL
        }
        practice = Practice(self._plan)
        self._practice = practice
        self._workshop = Workshop(self._plan, practice, self._word, tools)
        self._dispatcher = Dispatcher(self._plan, self._clock, self._workshop)
        self._actors = [
            self._actor(number, number, identity(self._word, int(word)))
            for number, word in enumerate(model.actors.word)
        ]
        self._flow = Flow(self._plan, self._clock, self._workshop, self._dispatcher, practice)
        self._sources = Sources(self._plan, self._word, self._clock)
        self._pools_of = self._pools_by_calendar()
        self._weeks = Weeks(
            self._plan,
            self._actors,
            self._duties,
            backlog=self._dispatcher.backlog,
            quits=self._quit,
            hours_changed=self._plan_anew,
            observe=self._observe,
        )
        self._observer = Observer(self._plan, practice, self._actors)
        self._spent = [0.0] * len(model.levers.kind)
        self._dispatcher.spend = self._spend
        self._flow.went_home = self._send_home
        self._come_on_duty: set[int] = set()
        self._visits: list[tuple[float, ...]] = []

    def live(self) -> None:
        """Let everything happen, up to the horizon."""
        env = self._clock.env
        for actor in self._actors:
            env.process(self._working_life(actor))
        for calendar in range(len(self._duties)):
            env.process(self._hours(calendar))
        for source in range(len(self._plan.types)):
            env.process(self._demand(source))
            for customer in range(self._plan.types[source].population):
                self._sources.send_home(source, customer, 0, self._arrive_from)
        for lever in range(len(self._model.levers.kind)):
            env.process(self._lever(lever))
        if self._plan.has_weeks or self._practice.moves:
            env.process(self._calendar_weeks())
        self._open_for_business()
        self._clock.run(self._model.horizon)

    def history(self) -> History:
        """Hand over what has happened, for the record; rows are kept no longer."""
        rows, self._visits = self._visits, []
        rows += [visit_row(actor.visit, math.nan) for actor in self._actors if actor.visit is not None]
        if self._plan.has_weeks or self._practice.moves:
            self._weeks.close(self._model.horizon)
        return history_of(self._flow.task_rows(), rows, self._actors, self._duties, self._observer.rows)

    # --- those who act -----------------------------------------------------------------------

    def _working_life(self, actor: Actor) -> Story:
        """An actor's days: take a task, work on it, hand it on, take what waits."""
        while True:
            yield actor.work_done
            visit, actor.visit, actor.work_done = actor.visit, None, self._clock.event()
            assert visit is not None
            self._flow.judge(visit)
            self._visits.append(visit_row(visit, self._clock.now))
            if actor.leaving:
                self._retire(actor)
            else:
                self._dispatcher.release(actor)
            self._flow.hand_on(visit)

    def _hours(self, calendar: int) -> Story:
        """A calendar's hours: open, and offer what waits; close; and again."""
        duty = self._duties[calendar]
        for row, (start, end) in enumerate(zip(duty.start, duty.end, strict=True)):
            if start > 0.0:
                yield self._clock.at(start, Kind.SHIFT, calendar)
            duty.row, duty.open, duty.until = row, True, end
            if not self._come_on_duty:
                self._clock.at(self._clock.now, Kind.OFFER, 0).callbacks.append(self._offer)
            self._come_on_duty.update(self._pools_of[calendar])
            yield self._clock.at(end, Kind.SHIFT, calendar)
            duty.open = False

    def _offer(self, _: object) -> None:
        """Offer what waits to all who have just come on duty, so that preferences hold among them."""
        pools = sorted(self._come_on_duty)
        self._come_on_duty.clear()
        self._dispatcher.rouse(pools)

    def _demand(self, source: int) -> Story:
        """Tasks that enter from outside."""
        for number, moment in enumerate(self._sources.moments(source)):
            yield self._clock.at(moment, Kind.ARRIVE, source << 20)
            for _ in range(self._sources.batch_size(source, number)):
                self._flow.enter(self._sources.new_task(source, self._flow.entered))

    def _calendar_weeks(self) -> Story:
        """Week after week: what has built up is counted, what follows from it is decided."""
        for week in count(1):
            yield self._clock.at(week * WEEK, Kind.WEEK, 0)
            self._weeks.step(self._clock.now)

    def _lever(self, lever: int) -> Story:
        """A lever acts at its moment."""
        levers = self._model.levers
        yield self._clock.at(float(levers.moment[lever]), Kind.LEVER, lever)
        kind, pool = int(levers.kind[lever]), int(levers.pool[lever])
        if kind == TRAIN:
            self._train(lever, pool)
        elif kind == UPGRADE:
            self._workshop.upgrade(pool, int(levers.version[lever]))
        elif kind == OPEN_SEATS:
            self._post([actor for actor in self._actors if actor.lever == lever])
        elif kind == CLOSE_SEATS:
            self._close_seats(int(levers.opened[lever]))

    # --- people come, learn and go -----------------------------------------------------------

    def _open_for_business(self) -> None:
        """Bring in those who are there from the start; post the open freelance seats."""
        seats = []
        for actor in self._actors:
            if self._model.pools.kind[actor.pool] == PoolKind.FREELANCERS:
                seats += [actor] if actor.lever == NONE else []
            else:
                if self._model.stocks.newcomer[actor.number]:
                    actor.full_at = float(self._model.stocks.ramp_time[actor.pool])
                self._join(actor)
        self._post(seats)

    def _post(self, seats: list[Actor]) -> None:
        """Search for freelancers, one posting after the other until each seat is filled."""
        for actor in seats:
            begins_at = self._clock.now + self._search_time(actor)
            if begins_at <= 0.0:
                self._join(actor)
                continue
            event = self._clock.at(begins_at, Kind.JOIN, actor.number)
            event.callbacks.append(self._joining(actor))

    def _joining(self, actor: Actor) -> Callable[[object], None]:
        def join(_: object) -> None:
            if not actor.leaving:
                self._join(actor)

        return join

    def _join(self, actor: Actor) -> None:
        self._dispatcher.join(actor)
        self._settle(actor.pool)

    def _retire(self, actor: Actor) -> None:
        self._dispatcher.retire(actor)
        self._settle(actor.pool)

    def _observe(self, week: int, now: float) -> None:
        self._observer.observe(week, now, self._weeks.stocks if self._plan.has_weeks else {})

    def _settle(self, pool: int) -> None:
        """Let a pool whose people have changed find its new balance of newcomers and mentors."""
        if self._plan.has_weeks and self._model.pools.kind[pool] == PoolKind.PEOPLE:
            members = [actor for actor in self._actors if actor.pool == pool and actor.here]
            self._weeks.settle(pool, members, self._clock.now)

    def _quit(self, actor: Actor) -> None:
        """Let a person go, when the work in hand is done, and look for somebody else."""
        actor.leaving = True
        if actor.visit is None:
            self._retire(actor)
        successor = self._hired(actor)
        begins_at = self._clock.now + self._plan.draw(
            self._model.stocks.time_to_fill, self._model.slots.vacancy
        ).of(successor.word, 0)
        successor.full_at = begins_at + float(self._model.stocks.ramp_time[actor.pool])
        self._clock.at(begins_at, Kind.JOIN, successor.number).callbacks.append(self._joining(successor))

    def _hired(self, leaver: Actor) -> Actor:
        """Return a new person for the seat of one who leaves: alike, with luck of his own."""
        word = identity(leaver.word, self._model.slots.vacancy)
        actor = self._actor(leaver.like, len(self._actors), word)
        self._actors.append(actor)
        self._clock.env.process(self._working_life(actor))
        return actor

    def _plan_anew(self, duty: Duty) -> None:
        """Fix anew when visits end that go on in another shift."""
        for actor in self._actors:
            visit = actor.visit
            if visit is None or actor.duty is not duty or visit.finishes_at <= duty.until:
                continue
            self._workshop.replan(visit)
            self._clock.put(actor.work_done, visit.finishes_at, Kind.COMPLETE, actor.number)

    def _search_time(self, actor: Actor) -> float:
        """Return the time until a seat is filled [h]; infinity beyond the horizon."""
        pools, slots = self._model.pools, self._model.slots
        delay = self._plan.draw(int(pools.search_delay[actor.pool]), slots.search)
        fills = float(pools.fill_probability[actor.pool])
        waited, posting = 0.0, 0
        while fills > 0.0 and waited <= self._model.horizon:
            waited += delay.of(actor.word, posting)
            if uniform(actor.word, slots.fill, posting) < fills:
                return waited
            posting += 1
        return math.inf

    def _train(self, lever: int, pool: int) -> None:
        levers = self._model.levers
        begin, end = int(levers.skill_first[lever]), int(levers.skill_first[lever + 1])
        for actor in self._actors:
            if actor.pool == pool:
                for row in range(begin, end):
                    skill, gain = int(levers.skill[row]), float(levers.gain[row])
                    self._practice.teach(actor, skill, gain, self._clock.now)
                actor.match.clear()

    def _close_seats(self, opened: int) -> None:
        for actor in self._actors:
            if actor.lever == opened and not actor.leaving:
                actor.leaving = True
                if actor.here and actor.visit is None:
                    self._retire(actor)

    def _spend(self, actor: Actor, hours: float) -> None:
        """Count what a lever's seats cost; close them once their budget is spent."""
        if actor.lever == NONE:
            return
        fee = float(self._model.pools.client_fee[actor.pool])
        self._spent[actor.lever] += hours * actor.rate * (1.0 + fee)
        if self._spent[actor.lever] >= float(self._model.levers.budget[actor.lever]):
            self._close_seats(actor.lever)

    # --- demand from closed sources ----------------------------------------------------------

    def _send_home(self, task: Task) -> None:
        self._sources.send_home(task.task_type, task.customer, self._clock.now, self._arrive_from)

    def _arrive_from(self, source: int, customer: int) -> None:
        self._flow.enter(self._sources.new_task(source, self._flow.entered, customer))

    # --- setting up --------------------------------------------------------------------------

    def _duty(self, calendar: int) -> Duty:
        c = self._model.calendars
        rows = slice(int(c.first[calendar]), int(c.first[calendar + 1]))
        return Duty(c.start[rows].tolist(), c.end[rows].tolist(), c.worked[rows].tolist())

    def _draw_outages(self) -> None:
        """Give tools with random outages the calendar of this replication."""
        for pool in range(len(self._model.pools.kind)):
            if self._model.pools.outage_every[pool] != NONE:
                calendar = int(self._model.actors.calendar[self._model.actors.pool == pool][0])
                self._duties[calendar] = Duty(*outages_of(self._plan, pool, self._word))

    def _actor(self, seat: int, number: int, word: int) -> Actor:
        """Return the actor of a seat, or one like that of the seat, with a number and luck of his own."""
        actors, slots = self._model.actors, self._model.slots
        pool = int(actors.pool[seat])
        skills = [self._drawn_skill(word, seat, skill) for skill in range(len(self._model.names.skills))]
        low, high = float(actors.rate_low[seat]), float(actors.rate_high[seat])
        rate = low
        if high > low:
            rate = market_rate(low, high, normal_quantile(uniform(word, slots.rate, 0)))
        private = Queue()
        state = self._dispatcher.pools[pool]
        return Actor(
            number=number,
            pool=pool,
            seat=int(actors.seat[seat]) if number == seat else number,
            like=seat,
            calendar=int(actors.calendar[seat]),
            word=word,
            duty=self._duties[int(actors.calendar[seat])],
            rate=rate,
            skill=skills,
            lever=int(actors.lever[seat]),
            work_done=self._clock.event(),
            queues=[*state.steps, state.restricted, private],
            private=private,
        )

    def _drawn_skill(self, word: int, seat: int, skill: int) -> float:
        """Return an actor's level of a skill: normal over the pool, kept within 0 and 1."""
        mean = float(self._model.actors.skill_mean[seat, skill])
        sd = float(self._model.actors.skill_sd[seat, skill])
        if sd <= 0.0:
            return mean
        slot = identity(self._model.slots.skill, int(self._model.skill_words[skill]))
        return clipped(mean + sd * normal_quantile(uniform(word, slot, 0)), 0.0, 1.0)

    def _pools_by_calendar(self) -> list[list[int]]:
        pools: list[set[int]] = [set() for _ in self._duties]
        for pool, calendar in zip(self._model.actors.pool, self._model.actors.calendar, strict=True):
            pools[int(calendar)].add(int(pool))
        return [sorted(members) for members in pools]
