"""Who takes what: queues, idle actors, and the rules that bring them together.

Work is pulled.  A task that becomes ready is offered to idle actors in the step's order of preference; an
actor who becomes free takes the best waiting task that he may do.  Ties go by number.
"""

from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from math import inf

from sim.engines.calendar import EventCalendar
from sim.engines.order import Kind
from sim.engines.reference.plan import Plan
from sim.engines.reference.state import Absence, Actor, Queue, Request, time_after
from sim.engines.reference.work import Workshop
from sim.model.model import (
    CHEAPEST,
    EARLIEST_DUE_DATE,
    IN_ORDER,
    LONGEST_IDLE,
    NONE,
    SHORTEST_EXPECTED,
)
from sim.rules.calendar import EDGE
from sim.rules.pressure import HOURS_PER_GRAIN, grains


class PoolState:
    """A pool as it runs: who is idle, in the order in which they became so; how many are present."""

    def __init__(self, number: int, choose: int, spacing: float) -> None:
        self.number = number
        self.choose = choose
        self.spacing = spacing
        self.next_start = -inf
        self.wake_at = -inf
        self.idle: dict[Actor, None] = {}
        self.steps: list[Queue] = []
        self.restricted = Queue()
        self.present = 0


class Dispatcher:
    """Brings tasks and actors together."""

    def __init__(self, plan: Plan, clock: EventCalendar, workshop: Workshop) -> None:
        model = plan.model
        self._plan = plan
        self._clock = clock
        self._workshop = workshop
        self._discipline = model.discipline
        self.pools = [
            PoolState(number, int(choose), float(spacing))
            for number, (choose, spacing) in enumerate(
                zip(model.pools.choose, model.pools.spacing, strict=True)
            )
        ]
        self._queues = [Queue(step.number) for step in plan.steps]
        self._returned = [
            Queue() if limited else queue for limited, queue in zip(plan.limited, self._queues, strict=True)
        ]
        self._assign()
        self._columns = [0] * len(plan.steps)
        self._freed: list[int] = []
        self.known: list[Actor] = []
        """All actors that have ever been here."""
        self._sequence = 0
        self.spend: Callable[[Actor, float], None] = _spend_nothing
        self.settled: Callable[[], None] = _nothing_more
        """What happens when all who could begin have begun."""
        self.absences: list[tuple[float, ...]] = []
        """(actor, since, until) of hours off the line [h]."""

    def _assign(self) -> None:
        """Give each pool the queues of the steps that it may do."""
        for state in self.pools:
            state.steps.clear()
        for step, queue, returned in zip(self._plan.steps, self._queues, self._returned, strict=True):
            for pool in step.prefer:
                self.pools[pool].steps += [queue] if returned is queue else [queue, returned]

    # --- what happens ------------------------------------------------------------------------

    def submit(self, request: Request) -> None:
        """Let a task ask for a visit: an idle actor takes it, or it waits."""
        if request.redo:
            self._readdress(request)
        actor = None if self._is_blocked(request) else self._chosen(request)
        if actor is None:
            self._wait(request)
        else:
            self._start(actor, request)
            self._settle()

    def join(self, actor: Actor) -> None:
        """Bring an actor in."""
        actor.here = True
        self.known.append(actor)
        actor.queues = self._queues_of(actor)
        actor.joined_at = self._clock.now
        self.pools[actor.pool].present += 1
        self.release(actor)

    def release(self, actor: Actor) -> None:
        """Let an actor take the best waiting task, or be idle; training that waits goes first."""
        if actor.owes > 0.0:
            self._leave_line(actor)
            return
        queue = self._best_queue(actor) if self._may_start(actor) else None
        if queue is None:
            self.pools[actor.pool].idle[actor] = None
        else:
            self._start(actor, heappop(queue.waiting)[3])
            self._settle()

    def rouse(self, pools: Iterable[int]) -> None:
        """Offer what waits for these pools, best first, as far as somebody is idle."""
        queues: dict[Queue, None] = {}
        for number in pools:
            pool = self.pools[number]
            queues.update(dict.fromkeys(pool.steps))
            queues[pool.restricted] = None
            queues.update((actor.private, None) for actor in pool.idle)
        self._offer_all([queue for queue in queues if queue.waiting])
        self._settle()

    def retire(self, actor: Actor) -> None:
        """Take an actor out; what waited for him, or for his pool when he was the last, waits for anyone."""
        pool = self.pools[actor.pool]
        actor.here = False
        actor.left_at = self._clock.now
        pool.present -= 1
        pool.idle.pop(actor, None)
        for queue in (actor.private,) if pool.present else (actor.private, pool.restricted):
            waiting, queue.waiting = queue.waiting, []
            for _, _, _, request in sorted(waiting, key=lambda entry: entry[:3]):
                self.submit(request)

    def send_away(self, actor: Actor, hours: float) -> None:
        """Take an actor off the line for some hours on duty, once the work in hand is done."""
        actor.owes += hours
        if actor.here and actor.visit is None and actor.away is None:
            self._leave_line(actor)

    def _leave_line(self, actor: Actor) -> None:
        self.pools[actor.pool].idle.pop(actor, None)
        actor.away = Absence(self._clock.now, actor.owes, self._clock.event())
        actor.owes = 0.0
        actor.away.back.callbacks.append(lambda _: self._come_back(actor))
        self.plan_return(actor)

    def plan_return(self, actor: Actor) -> None:
        """Fix when an actor who is off the line comes back."""
        absence = actor.away
        assert absence is not None
        until = time_after(actor.duty, absence.since, absence.hours)
        self._clock.put(absence.back, until, Kind.COMPLETE, actor.number)

    def _come_back(self, actor: Actor) -> None:
        absence = actor.away
        assert absence is not None
        actor.away = None
        self.absences.append((actor.number, absence.since, min(self._clock.now, actor.left_at)))
        if actor.here:
            self.release(actor)

    def rearrange(self) -> None:
        """Let waiting tasks go to whoever may do them now, after steps have changed."""
        self._assign()
        for actor in self.known:
            actor.queues = self._queues_of(actor)
            actor.match.clear()
        self.rouse(range(len(self.pools)))

    def _queues_of(self, actor: Actor) -> list[Queue]:
        state = self.pools[actor.pool]
        return [*state.steps, state.restricted, actor.private]

    def leave_column(self, column: int) -> None:
        """Free a place in a step's column: the task has gone on."""
        if column != NONE and self._plan.has_limits:
            self._columns[column] -= 1
            self._freed.append(column)
            self._settle()

    def waiting_at(self, step: int) -> tuple[int, float]:
        """Return the tasks that wait at a step, and the work in them [h]."""
        count, work = 0, 0
        for request in self.waiting_requests():
            if request.step == step:
                count += 1
                work += self._grains(request)
        return count, work * HOURS_PER_GRAIN

    def _grains(self, request: Request) -> int:
        return grains(self._plan.steps[request.step].service.mean * request.share)

    def waiting_requests(self) -> Iterator[Request]:
        """Return everything that waits."""
        queues = dict.fromkeys([*self._queues, *self._returned, *(pool.restricted for pool in self.pools)])
        queues.update((actor.private, None) for actor in self.known)
        for queue in queues:
            for _, _, _, request in queue.waiting:
                yield request

    def backlog(self, pool: int) -> float:
        """Return the work that waits for a pool: each visit counts for the first people of its step [h]."""
        work = 0
        for queue in self._waiting_for(pool):
            for _, _, _, request in queue.waiting:
                work += self._grains(request)
        return work * HOURS_PER_GRAIN

    def _waiting_for(self, pool: int) -> Iterable[Queue]:
        yield self.pools[pool].restricted
        for step, queue, returned in zip(self._plan.steps, self._queues, self._returned, strict=True):
            if step.first_people == pool:
                yield queue
                if returned is not queue:
                    yield returned

    # --- how it is decided -------------------------------------------------------------------

    def _start(self, actor: Actor, request: Request) -> None:
        pool = self.pools[actor.pool]
        now = self._clock.now
        pool.idle.pop(actor, None)
        if self._plan.has_limits:
            self._move_column(request)
        if pool.spacing:
            pool.next_start = now + pool.spacing
        visit = self._workshop.begin(actor, request, now)
        actor.visit = visit
        self._clock.put(actor.work_done, visit.finishes_at, Kind.COMPLETE, actor.number)
        self.spend(actor, visit.service_time)

    def _move_column(self, request: Request) -> None:
        token = request.token
        if token.column != NONE:
            self._columns[token.column] -= 1
            self._freed.append(token.column)
        token.column = request.step
        self._columns[request.step] += 1

    def _settle(self) -> None:
        """Offer what waits for steps in whose columns a place has become free."""
        while self._freed:
            step = self._freed.pop(0)
            if self._plan.steps[step].limit:
                self._offer_all([self._queues[step]])
        self.settled()

    def _offer_all(self, queues: list[Queue]) -> None:
        queues = [queue for queue in queues if queue.waiting]
        while queues:
            queue = min(queues, key=_head)
            request = queue.waiting[0][3]
            actor = None if self._is_blocked(request) else self._chosen(request)
            if actor is None:
                queues.remove(queue)
            else:
                heappop(queue.waiting)
                self._start(actor, request)
                queues = [queue for queue in queues if queue.waiting]

    def _is_blocked(self, request: Request) -> bool:
        limit = self._plan.steps[request.step].limit
        return 0 < limit <= self._columns[request.step] and not _comes_back(request)

    def _readdress(self, request: Request) -> None:
        """Let anyone redo a work of which nobody who should is left."""
        if request.only_actor is not None and not request.only_actor.here:
            request.only_actor = None
        if request.only_pool != NONE and not self.pools[request.only_pool].present:
            request.only_pool = NONE

    def _may_start(self, actor: Actor) -> bool:
        """Return whether an actor is here, on duty, and not held by a rate limit."""
        now = self._clock.now
        if not (actor.here and actor.duty.open and now + EDGE < actor.duty.until):
            return False
        pool = self.pools[actor.pool]
        if now >= pool.next_start:
            return True
        if pool.wake_at < pool.next_start:
            pool.wake_at = pool.next_start
            event = self._clock.at(pool.next_start, Kind.TOOL_READY, pool.number)
            event.callbacks.append(lambda _: self.rouse([pool.number]))
        return False

    def _chosen(self, request: Request) -> Actor | None:
        """Return the idle actor who should take a request, if there is one."""
        if request.only_actor is not None:
            wanted = request.only_actor
            idle = wanted in self.pools[wanted.pool].idle
            return wanted if idle and self._may_start(wanted) else None
        if request.only_pool != NONE:
            return self._chosen_in(self.pools[request.only_pool], request)
        for number in self._plan.steps[request.step].prefer:
            pool = self.pools[number]
            if pool.idle:
                actor = self._chosen_in(pool, request)
                if actor is not None:
                    return actor
        return None

    def _chosen_in(self, pool: PoolState, request: Request) -> Actor | None:
        if pool.choose == LONGEST_IDLE:
            return next((actor for actor in pool.idle if self._may_start(actor)), None)
        if pool.choose == IN_ORDER:
            return self._first_in(pool)
        ready = [actor for actor in pool.idle if self._may_start(actor)]
        if not ready:
            return None
        if pool.choose == CHEAPEST:
            return min(ready, key=lambda actor: (actor.rate, actor.number))
        step = self._plan.steps[request.step]
        return min(
            ready,
            key=lambda actor: (-self._workshop.match(actor, step, request, self._clock.now), actor.number),
        )

    def _first_in(self, pool: PoolState) -> Actor | None:
        """Return the idle actor with the lowest number who may start."""
        first: Actor | None = None
        for actor in pool.idle:
            if (first is None or actor.number < first.number) and self._may_start(actor):
                first = actor
        return first

    def _best_queue(self, actor: Actor) -> Queue | None:
        """Return the queue whose head an actor should take."""
        best: Queue | None = None
        for queue in actor.queues:
            if (
                queue.waiting
                and (best is None or queue.waiting[0] < best.waiting[0])
                and not (self._plan.has_limits and self._is_blocked(queue.waiting[0][3]))
            ):
                best = queue
        return best

    def _wait(self, request: Request) -> None:
        task = request.token.task
        if not request.sequence:
            self._sequence += 1
            request.sequence = self._sequence
        entry = (task.priority, self._order(request), request.sequence, request)
        heappush(self._queue_of(request).waiting, entry)

    def _queue_of(self, request: Request) -> Queue:
        if request.only_actor is not None:
            return request.only_actor.private
        if request.only_pool != NONE:
            return self.pools[request.only_pool].restricted
        comes_back = self._plan.has_limits and _comes_back(request)
        return (self._returned if comes_back else self._queues)[request.step]

    def _order(self, request: Request) -> float:
        if self._discipline == EARLIEST_DUE_DATE:
            return request.token.task.due_at
        if self._discipline == SHORTEST_EXPECTED:
            return self._plan.steps[request.step].service.mean * request.share
        return 0.0


def _head(queue: Queue) -> tuple[int, float, int]:
    return queue.waiting[0][:3]


def _comes_back(request: Request) -> bool:
    """Return whether a task has been at the step before: it is let in over the limit, or all might stand."""
    return request.attempt > 1 or request.token.column == request.step


def _spend_nothing(_actor: Actor, _hours: float) -> None:
    """Stand in until somebody keeps an eye on budgets."""


def _nothing_more() -> None:
    """Stand in until somebody closes seats."""
