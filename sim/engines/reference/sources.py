"""Where tasks come from: open sources, traces, closed populations; and what luck gives each task."""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterator

from sim.engines.calendar import EventCalendar
from sim.engines.order import CUSTOMERS, Kind
from sim.engines.reference.plan import Plan, TypePlan
from sim.engines.reference.state import Task
from sim.model.model import CLOSED, NONE, POISSON, TRACE
from sim.rules.arrivals import due_after_working_days, next_arrival
from sim.rules.luck import identity, uniform
from sim.rules.normal import normal_quantile
from sim.rules.sampling import exponential_quantile


class Sources:
    """Makes tasks; the identity of a task is its arrival number within its source."""

    def __init__(self, plan: Plan, replication_word: int, clock: EventCalendar) -> None:
        self._plan = plan
        self._clock = clock
        self._words = [identity(replication_word, int(word)) for word in plan.model.types.word]
        self._made = [0] * len(plan.types)
        self._visits_of: dict[tuple[int, int], int] = {}

    def moments(self, source: int) -> Iterator[float]:
        """Yield the arrival times of an open source [h]."""
        task_type, word = self._plan.types[source], self._words[source]
        if task_type.source == CLOSED:
            return
        if task_type.source == TRACE:
            yield from task_type.trace
            return
        moment, number = 0.0, 0
        while moment < self._plan.model.horizon:
            moment = self._next(task_type, word, moment, number)
            if moment < math.inf:
                yield moment
            number += 1

    def _next(self, task_type: TypePlan, word: int, moment: float, number: int) -> float:
        if task_type.source != POISSON:
            return moment + task_type.every.of(word, number)
        amount = exponential_quantile(1.0, uniform(word, self._plan.model.slots.arrival, number))
        pieces = len(task_type.rate)
        return next_arrival(task_type.rate_from, task_type.rate, 0, pieces, moment, amount)

    def batch_size(self, source: int, number: int) -> int:
        """Return how many tasks an arrival brings."""
        batch = self._plan.types[source].batch
        return max(1, math.floor(batch.of(self._words[source], number) + 0.5))

    def send_home(self, source: int, customer: int, now: float, arrive: Callable[[int, int], None]) -> None:
        """Let a customer of a closed source come with the next task after a time away."""
        visit = self._visits_of.get((source, customer), 0)
        away = self._plan.types[source].every.of(identity(self._words[source], customer), visit)
        event = self._clock.at(now + away, Kind.ARRIVE, source * CUSTOMERS + customer)
        event.callbacks.append(lambda _: arrive(source, customer))

    def new_task(self, source: int, number: int, customer: int = NONE) -> Task:
        """Return the next task of a source."""
        task_type = self._plan.types[source]
        arrival_number = self._made[source]
        self._made[source] += 1
        word = identity(self._words[source], arrival_number)
        if customer != NONE:
            visit = self._visits_of.get((source, customer), 0)
            self._visits_of[source, customer] = visit + 1
            word = identity(identity(self._words[source], customer), visit)
        return self._endowed(
            Task(
                number=number,
                task_type=source,
                arrival_number=arrival_number,
                word=word,
                arrived_at=self._clock.now,
                due_at=self._due(task_type),
                priority=NONE,
                node=task_type.route,
                customer=customer,
            )
        )

    def open_task(self, row: int, number: int) -> Task:
        """Return a task that is open at the start."""
        s = self._plan.model.snapshot
        source, place = int(s.task_type[row]), int(s.number[row])
        return self._endowed(
            Task(
                number=number,
                task_type=source,
                arrival_number=place,
                word=identity(self._words[source], place),
                arrived_at=float(s.arrived_at[row]),
                due_at=float(s.due_at[row]),
                priority=int(s.priority[row]),
                node=int(s.node[row]),
                share=float(s.share[row]),
                customer=int(s.customer[row]),
            )
        )

    def _endowed(self, task: Task) -> Task:
        """Return a task with all that luck gives it at birth."""
        task_type, slots = self._plan.types[task.task_type], self._plan.model.slots
        if task.priority == NONE:
            task.priority = self._priority(task_type, task.word)
        task.topic = int(uniform(task.word, slots.topic, 0) * task_type.topics)
        if self._plan.has_difficulty:
            task.difficulty = normal_quantile(uniform(task.word, slots.difficulty, 0))
        return task

    def _priority(self, task_type: TypePlan, word: int) -> int:
        if task_type.only_priority != NONE:
            return task_type.only_priority
        draw = uniform(word, self._plan.model.slots.priority, 0)
        return bisect_right(task_type.priority_share, draw)

    def _due(self, task_type: TypePlan) -> float:
        now = self._clock.now
        if task_type.due_working_days > 0.0:
            days = self._plan.working_days
            return due_after_working_days(days, len(days), now, task_type.due_working_days)
        return now + task_type.due_hours
