"""Where tasks come from: open sources, traces, closed populations; and what luck gives each task."""

import math
from math import inf, nan

from sim.engines.kernel import at
from sim.engines.kernel.compiling import operation
from sim.engines.kernel.events import happen_at
from sim.engines.kernel.luck import draw, member, score, value
from sim.engines.kernel.memory import Row, World
from sim.engines.kernel.practice import observe
from sim.engines.order import CUSTOMERS, Kind
from sim.model.model import CLOSED, NONE, POISSON, TRACE
from sim.rules.arrivals import due_after_working_days, next_arrival
from sim.rules.sampling import exponential_quantile

ARRIVE = int(Kind.ARRIVE)


@operation
def expect(w: World, source: int, moment: float) -> None:
    """Let the next arrival of an open source be expected, after the one at ``moment``."""
    t = at.types(w, source)
    if t.source == CLOSED or not moment < w.horizon:
        return
    arrives = inf
    if t.source == TRACE:
        if t.trace_first + t.number < t.trace_last:
            arrives = at.trace(w)[t.trace_first + t.number]
    elif t.source == POISSON:
        amount = exponential_quantile(1.0, draw(t.luck, w.slot_arrival, t.number))
        arrives = next_arrival(at.rate_from(w), at.rate(w), t.rate_first, t.rate_last, moment, amount)
    else:
        arrives = moment + value(w, t.every, t.luck, w.slot_arrival, t.number)
    happen_at(w, arrives, ARRIVE, source * CUSTOMERS, source)


@operation
def batch_size(w: World, source: int) -> int:
    """Return how many tasks the arrival brings that has come."""
    t = at.types(w, source)
    return max(1, math.floor(value(w, t.batch, t.luck, w.slot_batch, t.number) + 0.5))


@operation
def send_home(w: World, source: int, customer: int) -> None:
    """Let a customer of a closed source come with the next task after a time away."""
    t = at.types(w, source)
    visits = at.customers(w, t.customer_first + customer).visits
    away = value(w, t.every, member(t.luck, customer), w.slot_arrival, visits)
    happen_at(w, w.now + away, ARRIVE, source * CUSTOMERS + customer, source)


@operation
def _place_for_task(w: World) -> int:
    """Return a free place for a task, cleared of what an earlier one carried."""
    number = w.free_task
    if number == NONE:
        number = w.used_tasks
        w.used_tasks += 1
    else:
        w.free_task = at.tasks(w, number).after
    for step in range(w.step_count):
        work = at.works(w, number * w.step_count + step)
        work.made = work.attempts = work.sent_back = work.repair = 0
    for counter in range(w.counter_count):
        passes = at.passes(w, number * w.counter_count + counter)
        passes.passed = passes.joined = 0
    task = at.tasks(w, number)
    task.number = w.entered
    w.entered += 1
    task.arrived_at, task.delivered_at, task.quality = w.now, nan, nan
    task.defective, task.visits, task.reworks, task.hand_offs = 0, 0, 0, 0
    task.value, task.service_time = 0.0, 0.0
    task.share, task.inside = 1.0, 1
    return number


@operation
def drop_task(w: World, number: int) -> None:
    """Let a task's place be used by another one."""
    at.tasks(w, number).after = w.free_task
    w.free_task = number


@operation
def new_task(w: World, source: int, customer: int) -> int:
    """Return the next task of a source."""
    t = at.types(w, source)
    number = _place_for_task(w)
    task = at.tasks(w, number)
    task.type, task.customer, task.parent, task.arrival_number = source, customer, NONE, t.made
    t.made += 1
    task.word = member(t.luck, task.arrival_number)
    if customer != NONE:
        home = at.customers(w, t.customer_first + customer)
        task.word = member(member(t.luck, customer), home.visits)
        home.visits += 1
    task.node, task.priority = t.route, NONE
    _endow(w, t, task)
    if t.due_working_days > 0.0:
        days = at.working_days(w)
        task.due_at = due_after_working_days(days, len(days), w.now, t.due_working_days)
    else:
        task.due_at = w.now + t.due_hours
    return number


@operation
def open_task(w: World, place: int) -> int:
    """Return a task that is open at the start."""
    s = at.snapshot(w, place)
    number = _place_for_task(w)
    t, task = at.types(w, s.task_type), at.tasks(w, number)
    task.type, task.customer, task.parent, task.arrival_number = s.task_type, s.customer, NONE, s.number
    task.word = member(t.luck, s.number)
    task.arrived_at, task.due_at, task.share = s.arrived_at, s.due_at, s.share
    task.node, task.priority = s.node, s.priority
    _endow(w, t, task)
    return number


@operation
def _endow(w: World, t: Row, task: Row) -> None:
    """Give a task all that luck gives it at birth."""
    if task.priority == NONE:
        task.priority = _priority(w, t, task.word)
    task.topic = int(draw(task.word, w.slot_topic, 0) * t.topics) if t.topics > 1 else 0
    task.difficulty = score(task.word, w.slot_difficulty, 0) if w.has_difficulty else 0.0


@operation
def _priority(w: World, t: Row, word: int) -> int:
    if t.only_priority != NONE:
        return t.only_priority
    luck = draw(word, w.slot_priority, 0)
    return (t.share0 <= luck) + (t.share1 <= luck) + (t.share2 <= luck)


@operation
def repair_of(w: World, number: int) -> int:
    """Return the repair as which a delivered task comes back; of the task itself nothing is kept."""
    for step in range(w.step_count):
        work = at.works(w, number * w.step_count + step)
        if work.made and work.defective:
            observe(w, work, False)
    repair = _place_for_task(w)
    old, task = at.tasks(w, number), at.tasks(w, repair)
    task.type, task.arrival_number, task.topic = old.type, old.arrival_number, old.topic
    task.customer, task.parent, task.difficulty = NONE, old.number, old.difficulty
    task.word = member(old.word, w.slot_repair)
    task.due_at, task.priority, task.node = inf, 0, at.types(w, old.type).repair_route
    for step in range(w.step_count):
        work, kept = at.works(w, number * w.step_count + step), at.works(w, repair * w.step_count + step)
        if not work.made:
            continue
        if work.defective:
            kept.repair = 1
            continue
        kept.made, kept.quality, kept.defective, kept.effort = 1, work.quality, 0, work.effort
        kept.ai_share, kept.group, kept.branch = work.ai_share, work.group, work.branch
        kept.actor, kept.reviewer = work.actor, work.reviewer
    drop_task(w, number)
    return repair
