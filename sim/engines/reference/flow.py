"""The way of a task: through its route, through reviews, out of the door, and sometimes back."""

import math
from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count

from sim.engines.calendar import EventCalendar
from sim.engines.order import Kind
from sim.engines.reference.dispatch import Dispatcher
from sim.engines.reference.drawn import Ledger
from sim.engines.reference.history import Row, task_row, waiting_row
from sim.engines.reference.plan import NodePlan, Plan
from sim.engines.reference.practice import Practice
from sim.engines.reference.state import Actor, Redo, Request, Task, Token, Visit, Work
from sim.engines.reference.work import Workshop
from sim.model.model import (
    AGAIN,
    BEST_OF_PARALLEL,
    EFFORT_WEIGHTED_MEAN,
    EITHER,
    END,
    FORK,
    JOIN,
    NONE,
    SAME_ACTOR,
    SAME_POOL,
    VISIT,
    VISIT_IF_DEFECTIVE,
)
from sim.model.ragged import flat
from sim.records.record import Mode, Outcome
from sim.rules.luck import identity, uniform


class Flow:
    """Moves tasks from step to step."""

    def __init__(
        self,
        plan: Plan,
        clock: EventCalendar,
        workshop: Workshop,
        dispatcher: Dispatcher,
        practice: Practice,
        ledger: Ledger,
    ) -> None:
        self._plan = plan
        self._ledger = ledger
        self._practice = practice
        self._clock = clock
        self._workshop = workshop
        self._dispatcher = dispatcher
        self._token_numbers = count()
        self._inside = 0
        self._door: list[tuple[int, int, Task]] = []
        self._opening = False
        self._entered = 0
        self._present: dict[Task, None] = {}
        self._in_transit: dict[Request, None] = {}
        self._delivered: list[Row] = []
        self._outcomes: dict[int, list[int]] = {}
        self.went_home: Callable[[Task], None] = _stay
        """What happens when a task of a closed source has been delivered."""

    def enter(self, task: Task) -> None:
        """Let a task in, or let it wait at the door."""
        self._entered += 1
        self._ledger.inside(1, self._clock.now)
        self._present[task] = None
        limit = self._plan.limit
        if limit and self._inside >= limit:
            heappush(self._door, (task.priority, task.number, task))
        else:
            self._admit(task)

    @property
    def entered(self) -> int:
        """Tasks that have entered, the number of the next one."""
        return self._entered

    def task_rows(self) -> list[Row]:
        """Hand over a row for each task that has entered, in order of numbers; they are kept no longer."""
        rows, self._delivered = self._delivered, []
        rows += [task_row(task) for task in self._present]
        return sorted(rows)

    def waiting_rows(self) -> list[Row]:
        """Return a row for each task that waits, or is in transit."""
        rows = [waiting_row(request, request.ready_at) for request in self._dispatcher.waiting_requests()]
        return rows + [waiting_row(request, math.nan) for request in self._in_transit]

    def _admit(self, task: Task) -> None:
        self._inside += 1
        self.proceed(Token(next(self._token_numbers), task, task.node))

    def open_door(self) -> None:
        """Let in who waits, best first; also in place of those who are delivered while it is open."""
        self._opening = True
        while self._door and (not self._plan.limit or self._inside < self._plan.limit):
            self._admit(heappop(self._door)[2])
        self._opening = False

    # --- along the route ---------------------------------------------------------------------

    def hand_on(self, visit: Visit) -> None:
        """Let a task go on after a visit."""
        token = visit.request.token
        if visit.outcome is Outcome.HANDED_OVER:
            self._hand_over(visit)
        elif token.to_redo:
            redo = token.to_redo.pop(0)
            self._ask(token, redo.step, redo)
        elif visit.request.redo:
            self._ask(token, self._plan.nodes[token.node].step)
        else:
            token.node = self._plan.nodes[token.node].next
            self.proceed(token)

    def proceed(self, token: Token) -> None:
        """Follow the route from the token's node to the next visit, join or end."""
        while True:
            node = self._plan.nodes[token.node]
            if node.kind == VISIT or (node.kind == VISIT_IF_DEFECTIVE and self._needs_repair(token, node)):
                self._ask(token, node.step)
                return
            if node.kind == FORK:
                self._fork(token, node)
                return
            if node.kind == END:
                self._deliver(token)
                return
            if node.kind == JOIN and not self._joined(token, node):
                return
            token.node = self._following(token, node)

    def _following(self, token: Token, node: NodePlan) -> int:
        if node.kind not in (AGAIN, EITHER):
            return node.next
        task = token.task
        passed = task.passes.get(token.node, 0)
        task.passes[token.node] = passed + 1
        draw = uniform(task.word, node.slot, passed)
        if node.kind == AGAIN:
            return node.targets[0] if draw < node.chance else node.next
        return next(target for target, share in zip(node.targets, node.shares, strict=True) if draw < share)

    def _needs_repair(self, token: Token, node: NodePlan) -> bool:
        repairs = token.task.repairs
        return node.step in repairs or not repairs.isdisjoint(self._plan.steps[node.step].reviewed)

    def _fork(self, token: Token, node: NodePlan) -> None:
        branches = [token]
        token.node = node.targets[0]
        for target in node.targets[1:]:
            branches.append(Token(next(self._token_numbers), token.task, target, token.owner))
        for branch in branches:
            self.proceed(branch)

    def _joined(self, token: Token, node: NodePlan) -> bool:
        """Count a branch that has come to a join; return whether it was the last."""
        joined = token.task.joined.get(token.node, 0) + 1
        last = joined == node.branches
        token.task.joined[token.node] = 0 if last else joined
        if not last:
            self._dispatcher.leave_column(token.column)
            token.column = NONE
        return last

    # --- asking for visits -------------------------------------------------------------------

    def _ask(self, token: Token, step: int, redo: Redo | None = None) -> None:
        task = token.task
        attempt = task.attempts.get(step, 0) + 1
        task.attempts[step] = attempt
        self._ledger.request(step)
        share = redo.share if redo else task.share
        task.share = 1.0
        if task.parent is not None:
            share *= self._plan.types[task.task_type].repair_effort
        now = self._clock.now
        request = Request(token, step, attempt, now, now, share, redo)
        if redo:
            _address(request, task.works[step].actor, redo.back_to)
        transit = self._plan.steps[step].transit
        if token.owner is None or transit.mean <= 0.0:
            self._dispatcher.submit(request)
        else:
            arrives_at = now + transit.of(task.word, attempt - 1)
            self._submit_at(arrives_at, request)

    def _submit_at(self, moment: float, request: Request) -> None:
        self._in_transit[request] = None

        def arrive(_: object) -> None:
            del self._in_transit[request]
            request.ready_at = self._clock.now
            self._dispatcher.submit(request)

        self._clock.at(moment, Kind.TRANSIT, request.token.number).callbacks.append(arrive)

    def _hand_over(self, visit: Visit) -> None:
        """Put the rest of a visit back into the queue at the end of a shift."""
        done, now = visit.request, self._clock.now
        rest = Request(
            done.token, done.step, done.attempt, now, now, visit.share_left, done.redo, done.only_pool
        )
        rest.is_rest = True
        self._dispatcher.submit(rest)

    # --- what a visit makes ------------------------------------------------------------------

    def judge(self, visit: Visit) -> None:
        """Book what a visit made, and what a review decides."""
        request = visit.request
        token, task = request.token, request.token.task
        step = self._plan.steps[request.step]
        task.visits += 1
        task.service_time += visit.service_time
        task.hand_offs += visit.hand_off
        token.owner = visit.actor
        if visit.mode is not Mode.AUTOMATED:
            self._practice.practise(visit, step, self._clock.now)
        if visit.share_left > 0.0:
            visit.outcome = Outcome.HANDED_OVER
            return
        task.reworks += request.redo is not None
        place: Work | NodePlan = task.works[request.step] if request.redo else self._plan.nodes[token.node]
        task.works[request.step] = Work(
            visit.quality,
            visit.defective,
            visit.requirement,
            visit.ai_share,
            place.group,
            place.branch,
            visit.actor,
        )
        if step.reviewed:
            self._review(visit)

    def _review(self, visit: Visit) -> None:
        request = visit.request
        token, task = request.token, request.token.task
        step = self._plan.steps[request.step]
        found = self._workshop.found_defects(visit)
        for other in step.reviewed:
            if other in task.works:
                task.works[other].reviewer = visit.actor
                self._practice.observe(task.works[other], self._clock.now, success=other not in found)
        outcome = Outcome.SENT_BACK
        if not found:
            outcome, found = Outcome.PASSED, self._false_alarm(visit)
            if found:
                outcome = Outcome.FALSE_ALARM
        if found:
            times = task.sent_back.get(step.number, 0)
            if times >= step.rework_limit:
                visit.outcome = Outcome.LIMIT_REACHED
                return
            task.sent_back[step.number] = times + 1
            redo = [Redo(other, step.rework_effort, step.rework_back_to) for other in found]
            if request.redo:  # this review is itself redone: again after what it sends back
                redo.append(request.redo)
            token.to_redo = redo + [later for later in token.to_redo if later.step not in found]
        visit.outcome = outcome

    def _false_alarm(self, visit: Visit) -> list[int]:
        """Return the latest reviewed step if good work is sent back."""
        request = visit.request
        task, step = request.token.task, self._plan.steps[request.step]
        made = [other for other in step.reviewed if other in task.works]
        if step.false_alarm <= 0.0 or not made or any(task.works[other].defective for other in made):
            return []
        draw = uniform(task.word, step.false_alarm_slot, request.attempt - 1)
        return made[-1:] if draw < step.false_alarm else []

    # --- out of the door ---------------------------------------------------------------------

    def _deliver(self, token: Token) -> None:
        task = token.task
        task_type = self._plan.types[task.task_type]
        self._dispatcher.leave_column(token.column)
        task.delivered_at = self._clock.now
        self._ledger.inside(-1, self._clock.now)
        if self._plan.has_quality:
            task.quality, task.defective = combined_quality(task, task_type.combine)
        if task.parent is None:
            task.value = task_type.value * (1.0 - task_type.lose) if task.defective else task_type.value
        del self._present[task]
        self._delivered.append(task_row(task))
        if task.customer != NONE:
            self.went_home(task)
        self._perhaps_return(task)
        self._inside -= 1
        if self._door and not self._opening:
            self.open_door()

    def _perhaps_return(self, task: Task) -> None:
        """Let an escaped defect come back as an urgent repair, by chance."""
        task_type = self._plan.types[task.task_type]
        slots = self._plan.model.slots
        if task_type.return_chance <= 0.0:
            self._no_news(task)
            return
        chance = task_type.return_chance * self._share_coming_back(task)
        if uniform(task.word, slots.escape_return, 0) >= chance:
            self._no_news(task)
            return
        moment = self._clock.now + task_type.return_after.of(task.word, 0)
        event = self._clock.at(moment, Kind.RETURN, task.number)
        event.callbacks.append(lambda _: self.enter(self._repair_of(task)))

    def _no_news(self, task: Task) -> None:
        """Let the makers of what nobody has reviewed take it for a success that it does not come back."""
        for work in task.works.values():
            if work.reviewer is None:
                self._practice.observe(work, self._clock.now, success=True)

    def _share_coming_back(self, task: Task) -> float:
        """Return 1 for a defect, else 0; with the loop of failure demand off the mean so far of the type."""
        seen = self._outcomes.setdefault(task.task_type, [0, 0])
        if self._clock.now >= self._plan.off_from["failure-demand"]:
            return seen[1] / seen[0] if seen[0] else 0.0
        seen[0] += 1
        seen[1] += task.defective
        return float(task.defective)

    def _repair_of(self, task: Task) -> Task:
        for work in task.works.values():
            if work.defective:
                self._practice.observe(work, self._clock.now, success=False)
        return Task(
            number=self._entered,
            task_type=task.task_type,
            arrival_number=task.arrival_number,
            word=identity(task.word, self._plan.model.slots.repair),
            arrived_at=self._clock.now,
            due_at=float("inf"),
            priority=0,
            topic=task.topic,
            difficulty=task.difficulty,
            node=self._plan.types[task.task_type].repair_route,
            parent=task,
            repairs=frozenset(step for step, work in task.works.items() if work.defective),
            works={step: work for step, work in task.works.items() if not work.defective},
        )


def _stay(_task: Task) -> None:
    """Stand in until somebody takes customers home."""


def _address(request: Request, maker: Actor, back_to: int) -> None:
    """Say who redoes a work; where nobody of them is left, the dispatcher asks anyone."""
    if back_to == SAME_POOL:
        request.only_pool = maker.pool
    elif back_to == SAME_ACTOR:
        request.only_actor = maker


def combined_quality(task: Task, combine: int) -> tuple[float, bool]:
    """Return the quality of a task and whether it is defective, from the works of its steps.

    Nan and False when no step made quality.
    """
    works = [task.works[step] for step in sorted(task.works) if task.works[step].quality >= 0.0]
    if not works:
        return float("nan"), False
    if combine == EFFORT_WEIGHTED_MEAN:
        effort = total = 0.0
        for work in works:
            effort += work.effort
            total += work.effort * work.quality
        mean = total / effort if effort > 0.0 else works[0].quality
        return mean, any(work.defective for work in works)
    if combine == BEST_OF_PARALLEL:
        works = best_of_groups(works)
    return _weakest(works), any(work.defective for work in works)


def best_of_groups(works: list[Work]) -> list[Work]:
    """Return the works with only the best branch of each parallel block: that with the best weakest link."""
    branches: dict[tuple[int, int], list[Work]] = {}
    for work in works:
        branches.setdefault((work.group, work.branch), []).append(work)
    alone = branches.pop((NONE, 0), [])
    best: dict[int, list[Work]] = {}
    for (group, _), made in sorted(branches.items()):
        if group not in best or _weakest(made) > _weakest(best[group]):
            best[group] = made
    return [*alone, *flat(best.values())]


def _weakest(works: list[Work]) -> float:
    return min(work.quality for work in works)
