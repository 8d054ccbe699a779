"""The reference engine tells the story of an organisation, one process for each who acts in it."""

import gc
import math
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import count

from sim.engines.bookkeeping import Columns, record_of
from sim.engines.calendar import Due, EventCalendar
from sim.engines.facts import customers_inside
from sim.engines.order import CUSTOMERS, Kind
from sim.engines.outages import outages_of
from sim.engines.reference.dispatch import Dispatcher
from sim.engines.reference.drawn import Ledger
from sim.engines.reference.flow import Flow
from sim.engines.reference.history import columns_of, history_of, visit_row
from sim.engines.reference.observer import Observer
from sim.engines.reference.plan import Plan
from sim.engines.reference.practice import Practice
from sim.engines.reference.sources import Sources
from sim.engines.reference.staff import Staff
from sim.engines.reference.state import Actor, Duty, Task
from sim.engines.reference.strategy import Strategy
from sim.engines.reference.toolbox import Toolbox
from sim.engines.reference.weeks import Weeks
from sim.engines.reference.work import Workshop
from sim.engines.timesheet import History
from sim.model.model import NONE, POISSON, Model
from sim.model.names import PoolKind
from sim.records.columns import TASKS, VISITS, WAITING
from sim.records.record import RunRecord
from sim.rules.calendar import WEEK
from sim.rules.luck import identity, mixed

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
        tasks, visits, waiting = organisation.tasks(), organisation.visits(), organisation.waiting()
        history, controls = organisation.history(), organisation.controls()
        return record_of(model, seed, replication, "reference", tasks, visits, waiting, history, controls)


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
        toolbox = Toolbox(self._plan, practice, list(tools))
        self._ledger = Ledger(model)
        self._workshop = Workshop(self._plan, practice, toolbox, self._word, tools, self._ledger)
        self._dispatcher = Dispatcher(self._plan, self._clock, self._workshop)
        self._staff = Staff(self._plan, self._clock, self._dispatcher, self._duties, self._word)
        self._flow = Flow(self._plan, self._clock, self._workshop, self._dispatcher, practice, self._ledger)
        self._sources = Sources(self._plan, self._word, self._clock)
        self._pools_of = self._pools_by_calendar()
        self._weeks = Weeks(
            self._plan,
            self._staff.actors,
            self._duties,
            backlog=self._dispatcher.backlog,
            quits=self._staff.quit,
            hours_changed=self._plan_anew,
            observe=self._observe,
            spread=toolbox.spread,
        )
        self._strategy = Strategy(
            self._plan,
            self._clock,
            self._staff,
            toolbox,
            practice,
            self._dispatcher,
            self._flow,
            self._weeks,
        )
        self._observer = Observer(self._plan, practice, toolbox, self._staff.actors)
        self._has_weeks = self._plan.has_weeks or practice.moves
        self._staff.changed = self._settle
        self._staff.begins = self._begin_life
        self._flow.went_home = self._send_home
        self._come_on_duty: set[int] = set()
        self._visits: list[tuple[float, ...]] = []

    def live(self) -> None:
        """Let everything happen, up to the horizon."""
        env = self._clock.env
        inside = customers_inside(self._model)
        for actor in self._staff.actors:
            self._begin_life(actor)
        for calendar in range(len(self._duties)):
            env.process(self._hours(calendar))
        for source in range(len(self._plan.types)):
            env.process(self._demand(source))
            for customer in range(inside[source], self._plan.types[source].population):
                self._sources.send_home(source, customer, 0, self._arrive_from)
        self._strategy.live()
        if self._has_weeks:
            env.process(self._calendar_weeks())
        self._staff.open_for_business()
        for row in range(len(self._model.snapshot.number)):  # before anybody is on duty: then all are offered
            self._flow.enter(self._sources.open_task(row, self._flow.entered))
        self._clock.run(self._model.horizon)

    def tasks(self) -> Columns:
        """Return the columns of the tasks."""
        return columns_of(TASKS, self._flow.task_rows())

    def visits(self) -> Columns:
        """Return the columns of the visits but for their number, those in hand last; no row is kept."""
        rows, self._visits = self._visits, []
        actors = self._staff.actors
        rows += [visit_row(actor.visit, math.nan) for actor in actors if actor.visit is not None]
        return columns_of(VISITS[1:], rows)

    def waiting(self) -> Columns:
        """Return the columns of what waits, or is in transit."""
        return columns_of(WAITING, self._flow.waiting_rows())

    def controls(self) -> tuple[float, ...]:
        """Return what luck has drawn in the measured part, less what was expected."""
        return self._ledger.controls()

    def history(self) -> History:
        """Return what else has happened."""
        if self._has_weeks:
            self._weeks.close(self._model.horizon)
        return history_of(
            self._staff.actors,
            self._duties,
            self._observer.rows,
            self._dispatcher.absences,
            self._strategy.acted_at,
        )

    # --- those who act -----------------------------------------------------------------------

    def _begin_life(self, actor: Actor) -> None:
        self._clock.env.process(self._working_life(actor))

    def _working_life(self, actor: Actor) -> Story:
        """An actor's days: take a task, work on it, hand it on, take what waits."""
        while True:
            yield actor.work_done
            visit, actor.visit, actor.work_done = actor.visit, None, self._clock.event()
            assert visit is not None
            self._flow.judge(visit)
            self._visits.append(visit_row(visit, self._clock.now))
            if actor.leaving:
                self._staff.retire(actor)
            else:
                self._dispatcher.release(actor)
            self._flow.hand_on(visit)

    def _hours(self, calendar: int) -> Story:
        """A calendar's hours: open, and offer what waits; close; and again."""
        duty = self._duties[calendar]
        for row, start in enumerate(duty.start):
            if start > 0.0:
                yield self._clock.at(start, Kind.SHIFT, calendar)
            end = duty.end[row]  # only now: overtime may have moved it since the last shift
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
        is_poisson = self._plan.types[source].source == POISSON
        for number, moment in enumerate(self._sources.moments(source)):
            yield self._clock.at(moment, Kind.ARRIVE, source * CUSTOMERS)
            if is_poisson:
                self._ledger.arrival(self._clock.now)
            for _ in range(self._sources.batch_size(source, number)):
                self._flow.enter(self._sources.new_task(source, self._flow.entered))

    def _calendar_weeks(self) -> Story:
        """Week after week: what has built up is counted, what follows from it is decided."""
        for week in count(1):
            yield self._clock.at(week * WEEK, Kind.WEEK_END, 0)
            self._weeks.close(self._clock.now)
            yield self._clock.at(week * WEEK, Kind.WEEK, 0)
            self._weeks.decide(self._clock.now)
            self._strategy.look()

    def _plan_anew(self, duty: Duty) -> None:
        """Fix anew when visits and trainings end that go on in another shift."""
        for actor in self._staff.actors:
            if actor.duty is not duty:
                continue
            if actor.away is not None:
                self._dispatcher.plan_return(actor)
            visit = actor.visit
            if visit is None or visit.finishes_at <= duty.until:
                continue
            self._workshop.replan(visit)
            self._clock.put(actor.work_done, visit.finishes_at, Kind.COMPLETE, actor.number)

    # --- weeks -------------------------------------------------------------------------------

    def _observe(self, week: int, now: float) -> None:
        self._observer.observe(week, now, self._weeks.stocks if self._plan.has_weeks else {})

    def _settle(self, pool: int) -> None:
        """Let the pool whose time newcomers take find its new balance of newcomers and mentors."""
        guide = self._plan.guide[pool]
        if self._plan.has_weeks and guide != NONE:
            self._weeks.settle(guide, self._staff.members(guide), self._clock.now)

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
                self._duties[calendar] = Duty(*outages_of(self._model, pool, self._word))

    def _pools_by_calendar(self) -> list[list[int]]:
        pools: list[set[int]] = [set() for _ in self._duties]
        for pool, calendar in zip(self._model.actors.pool, self._model.actors.calendar, strict=True):
            pools[int(calendar)].add(int(pool))
        return [sorted(members) for members in pools]
