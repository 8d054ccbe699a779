"""The way of a task: through its route, through reviews, out of the door, and sometimes back."""

from sim.engines.kernel import at
from sim.engines.kernel.actions import DELIVER, OPEN_DOOR, PROCEED, SUBMIT
from sim.engines.kernel.compiling import operation
from sim.engines.kernel.dispatch import leave_column, submit
from sim.engines.kernel.drawn import count_inside, count_request
from sim.engines.kernel.events import do, happen_at
from sim.engines.kernel.luck import draw, value
from sim.engines.kernel.memory import Row, World
from sim.engines.kernel.practice import observe, practise
from sim.engines.kernel.quality import combine
from sim.engines.kernel.queues import pop, push
from sim.engines.kernel.sources import drop_task, send_home
from sim.engines.kernel.tally import add_task
from sim.engines.kernel.work import AUTOMATED, finds, work_of
from sim.engines.order import Kind
from sim.model.model import (
    AGAIN,
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
from sim.records.record import Outcome

TRANSIT, RETURN = int(Kind.TRANSIT), int(Kind.RETURN)
NO_REVIEW, PASSED, SENT_BACK, FALSE_ALARM, LIMIT_REACHED, HANDED_OVER = (
    int(Outcome.NO_REVIEW),
    int(Outcome.PASSED),
    int(Outcome.SENT_BACK),
    int(Outcome.FALSE_ALARM),
    int(Outcome.LIMIT_REACHED),
    int(Outcome.HANDED_OVER),
)


@operation
def new_token(w: World, task: int, node: int, owner: int) -> int:
    """Return a new token of a task."""
    number = w.free_token
    if number == NONE:
        number = w.used_tokens
        w.used_tokens += 1
    else:
        w.free_token = at.tokens(w, number).after
    t = at.tokens(w, number)
    t.task, t.node, t.owner, t.column, t.redos, t.waits, t.asks = task, node, owner, NONE, 0, 0, 0
    return number


@operation
def _start_out(w: World, token: int) -> None:
    """Let a token set out, and with it get its number."""
    at.tokens(w, token).number = w.token_count
    w.token_count += 1
    do(w, PROCEED, token)


@operation
def _drop_token(w: World, number: int) -> None:
    at.tokens(w, number).after = w.free_token
    w.free_token = number


# --- in at the door ------------------------------------------------------------------------------


@operation
def enter(w: World, number: int) -> None:
    """Let a task in, or let it wait at the door."""
    count_inside(w, 1)
    task = at.tasks(w, number)
    token = new_token(w, number, task.node, NONE)
    if w.limit and w.inside >= w.limit:
        t = at.tokens(w, token)
        t.priority, t.order, t.sequence = task.priority, 0.0, task.number
        push(w, w.door, token)
    else:
        w.inside += 1
        _start_out(w, token)


@operation
def open_door(w: World) -> None:
    """Let in who waits, best first; also in place of those who are delivered while it is open."""
    if at.queues(w, w.door).root != NONE and (not w.limit or w.inside < w.limit):
        do(w, OPEN_DOOR, 0)
        w.opening = 1
        w.inside += 1
        _start_out(w, pop(w, w.door))
    else:
        w.opening = 0


# --- along the route -----------------------------------------------------------------------------


@operation
def hand_on(w: World, token: int) -> None:
    """Let a task go on after a visit."""
    t = at.tokens(w, token)
    if t.outcome == HANDED_OVER:  # the rest of the visit goes back into the queue at the end of a shift
        t.share, t.only_actor, t.sequence = t.share_left, NONE, 0
        t.asked_at, t.ready_at, t.asks = w.now, w.now, 1
        do(w, SUBMIT, token)
    elif t.redos > 0:
        redo = at.redos(w, token * w.redo_room)
        step, t.redo_share, t.redo_back_to = redo.step, redo.share, redo.back_to
        t.redos -= 1
        for place in range(t.redos):
            _copy_redo(w, token * w.redo_room + place + 1, token * w.redo_room + place)
        _ask(w, token, step, True)
    elif t.redo:
        _ask(w, token, at.nodes(w, t.node).step, False)
    else:
        t.node = at.nodes(w, t.node).next
        proceed(w, token)


@operation
def proceed(w: World, token: int) -> None:
    """Follow the route from the token's node to the next visit, join or end."""
    t = at.tokens(w, token)
    while True:
        node = at.nodes(w, t.node)
        if node.kind == VISIT or (node.kind == VISIT_IF_DEFECTIVE and _needs_repair(w, t, node)):
            _ask(w, token, node.step, False)
            return
        if node.kind == FORK:
            _fork(w, token, node)
            return
        if node.kind == END:
            do(w, DELIVER, token)
            leave_column(w, token)
            return
        if node.kind == JOIN and not _joined(w, token, node):
            return
        t.node = _following(w, t, node)


@operation
def _following(w: World, t: Row, node: Row) -> int:
    if node.kind not in (AGAIN, EITHER):
        return node.next
    passes = at.passes(w, t.task * w.counter_count + node.counter)
    luck = draw(at.tasks(w, t.task).word, node.slot, passes.passed)
    passes.passed += 1
    if node.kind == AGAIN:
        return at.targets(w, node.target_first).node if luck < node.chance else node.next
    row = node.target_first
    while not luck < at.targets(w, row).share:
        row += 1
    return at.targets(w, row).node


@operation
def _needs_repair(w: World, t: Row, node: Row) -> bool:
    if work_of(w, t.task, node.step).repair:
        return True
    step = at.steps(w, node.step)
    for row in range(step.reviewed_first, step.reviewed_last):
        if work_of(w, t.task, at.reviewed(w, row).step).repair:
            return True
    return False


@operation
def _fork(w: World, token: int, node: Row) -> None:
    """Send a token down each branch, the first one first."""
    t = at.tokens(w, token)
    t.node = at.targets(w, node.target_first).node
    first = w.agenda_size
    do(w, PROCEED, token)
    for row in range(node.target_first + 1, node.target_last):
        _start_out(w, new_token(w, t.task, at.targets(w, row).node, t.owner))
    last = w.agenda_size - 1
    while first < last:
        one, other = at.agenda(w, first), at.agenda(w, last)
        one.subject, other.subject = other.subject, one.subject
        first += 1
        last -= 1


@operation
def _joined(w: World, token: int, node: Row) -> bool:
    """Count a branch that has come to a join; return whether it was the last."""
    t = at.tokens(w, token)
    passes = at.passes(w, t.task * w.counter_count + node.counter)
    passes.joined += 1
    if passes.joined == node.branches:
        passes.joined = 0
        return True
    leave_column(w, token)
    _drop_token(w, token)
    return False


# --- asking for visits ---------------------------------------------------------------------------


@operation
def _ask(w: World, token: int, step: int, redo: bool) -> None:
    t = at.tokens(w, token)
    task, s = at.tasks(w, t.task), at.steps(w, step)
    work = work_of(w, t.task, step)
    work.attempts += 1
    count_request(w, step)
    share = t.redo_share if redo else task.share
    task.share = 1.0
    if task.parent != NONE:
        share *= at.types(w, task.type).repair_effort
    t.step, t.attempt, t.share, t.redo = step, work.attempts, share, redo
    t.asked_at, t.ready_at, t.asks = w.now, w.now, 1
    t.only_pool, t.only_actor, t.sequence, t.outcome = NONE, NONE, 0, NO_REVIEW
    if redo and t.redo_back_to == SAME_POOL:
        t.only_pool = at.actors(w, work.actor).pool
    elif redo and t.redo_back_to == SAME_ACTOR:
        t.only_actor = work.actor
    if t.owner == NONE or at.distributions(w, s.transit).mean <= 0.0:
        submit(w, token)
    else:
        moment = w.now + value(w, s.transit, task.word, s.transit_slot, t.attempt - 1)
        happen_at(w, moment, TRANSIT, t.number, token)


# --- what a visit makes --------------------------------------------------------------------------


@operation
def judge(w: World, actor: int) -> None:
    """Book what a visit made, and what a review decides."""
    a = at.actors(w, actor)
    token = at.tokens(w, a.token)
    task, step = at.tasks(w, token.task), at.steps(w, token.step)
    task.visits += 1
    task.service_time += a.service_time
    task.hand_offs += a.hand_off
    token.owner = actor
    if a.mode != AUTOMATED:
        practise(w, actor, step)
    if a.share_left > 0.0:
        a.outcome = HANDED_OVER
        token.outcome, token.share_left = HANDED_OVER, a.share_left
        return
    task.reworks += token.redo
    work = work_of(w, token.task, token.step)
    if not token.redo:
        node = at.nodes(w, token.node)
        work.group, work.branch = node.group, node.branch
    work.made, work.quality, work.defective = 1, a.quality, a.defective
    work.effort, work.ai_share, work.actor, work.reviewer = a.requirement, a.ai_share, actor, NONE
    if step.reviewed_first < step.reviewed_last:
        _review(w, actor, step)
    token.outcome = a.outcome


@operation
def _review(w: World, actor: int, step: Row) -> None:
    a = at.actors(w, actor)
    token = at.tokens(w, a.token)
    found = 0
    for row in range(step.reviewed_first, step.reviewed_last):
        finding = at.findings(w, row - step.reviewed_first)
        finding.found = finds(w, actor, step, row)
        found += finding.found
    for row in range(step.reviewed_first, step.reviewed_last):
        work = work_of(w, token.task, at.reviewed(w, row).step)
        if work.made:
            work.reviewer = actor
            observe(w, work, at.findings(w, row - step.reviewed_first).found == 0)
    a.outcome = SENT_BACK
    if found == 0:
        a.outcome = PASSED
        latest = _false_alarm(w, token, step)
        if latest != NONE:
            a.outcome = FALSE_ALARM
            at.findings(w, latest - step.reviewed_first).found = 1
            found = 1
    if found == 0:
        return
    work = work_of(w, token.task, token.step)
    if work.sent_back >= step.rework_limit:
        a.outcome = LIMIT_REACHED
        return
    work.sent_back += 1
    _send_back(w, a.token, step, found)


@operation
def _false_alarm(w: World, token: Row, step: Row) -> int:
    """Return the row of the latest reviewed step if good work is sent back, or NONE."""
    latest = NONE
    for row in range(step.reviewed_first, step.reviewed_last):
        work = work_of(w, token.task, at.reviewed(w, row).step)
        if work.made:
            latest = row
            if work.defective:
                return NONE
    if step.false_alarm <= 0.0 or latest == NONE:
        return NONE
    luck = draw(at.tasks(w, token.task).word, step.false_alarm_slot, token.attempt - 1)
    return latest if luck < step.false_alarm else NONE


@operation
def _copy_redo(w: World, source: int, target: int) -> None:
    one, other = at.redos(w, source), at.redos(w, target)
    other.step, other.share, other.back_to = one.step, one.share, one.back_to


@operation
def _is_found(w: World, step: Row, number: int) -> bool:
    for row in range(step.reviewed_first, step.reviewed_last):
        if at.reviewed(w, row).step == number and at.findings(w, row - step.reviewed_first).found:
            return True
    return False


@operation
def _send_back(w: World, number: int, step: Row, found: int) -> None:
    """Let what a review has found be redone before all else that is to be, then a redone review again."""
    token, first = at.tokens(w, number), number * w.redo_room
    kept = 0
    for place in range(token.redos):
        if not _is_found(w, step, at.redos(w, first + place).step):
            _copy_redo(w, first + place, first + kept)
            kept += 1
    ahead = found + token.redo
    for place in range(kept - 1, -1, -1):
        _copy_redo(w, first + place, first + place + ahead)
    place = first
    for row in range(step.reviewed_first, step.reviewed_last):
        if at.findings(w, row - step.reviewed_first).found:
            redo = at.redos(w, place)
            redo.step, redo.share = at.reviewed(w, row).step, step.rework_effort
            redo.back_to = step.rework_back_to
            place += 1
    if token.redo:
        redo = at.redos(w, place)
        redo.step, redo.share, redo.back_to = token.step, token.redo_share, token.redo_back_to
    token.redos = kept + ahead


# --- out of the door -----------------------------------------------------------------------------


@operation
def log_task(w: World, number: int) -> None:
    """Write down a task's row."""
    task, row = at.tasks(w, number), at.task_log(w, w.tasks_logged)
    w.tasks_logged += 1
    row.task, row.task_type, row.number, row.parent = task.number, task.type, task.arrival_number, task.parent
    row.priority, row.topic, row.difficulty_score = task.priority, task.topic, task.difficulty
    row.arrived_at, row.due_at, row.delivered_at = task.arrived_at, task.due_at, task.delivered_at
    row.quality, row.defective, row.value = task.quality, task.defective, task.value
    row.service_time, row.visits, row.reworks = task.service_time, task.visits, task.reworks
    row.hand_offs = task.hand_offs


@operation
def deliver(w: World, token: int) -> None:
    """Let a token's task go out; its column has been left."""
    number = at.tokens(w, token).task
    task = at.tasks(w, number)
    task_type = at.types(w, task.type)
    _drop_token(w, token)
    task.delivered_at = w.now
    count_inside(w, -1)
    if w.has_quality:
        combine(w, number, task_type.combine)
    if task.parent == NONE:
        task.value = task_type.value * (1.0 - task_type.lose) if task.defective else task_type.value
    task.inside = 0
    if w.keeps_record:
        log_task(w, number)
    else:
        add_task(w, number)
    if task.customer != NONE:
        send_home(w, task.type, task.customer)
    _perhaps_return(w, number)
    w.inside -= 1
    if at.queues(w, w.door).root != NONE and not w.opening:
        w.opening = 1
        do(w, OPEN_DOOR, 0)


@operation
def _perhaps_return(w: World, number: int) -> None:
    """Let an escaped defect come back as an urgent repair, by chance."""
    task = at.tasks(w, number)
    task_type = at.types(w, task.type)
    if task_type.return_chance > 0.0:
        share = 0.0
        if w.now >= w.off_failure_demand:
            share = task_type.seen_defective / task_type.seen if task_type.seen else 0.0
        else:
            task_type.seen += 1
            task_type.seen_defective += task.defective
            share = float(task.defective)
        if draw(task.word, w.slot_escape_return, 0) < task_type.return_chance * share:
            moment = w.now + value(w, task_type.return_after, task.word, w.slot_return_delay, 0)
            if moment < w.horizon:
                happen_at(w, moment, RETURN, task.number, number)
            else:
                drop_task(w, number)
            return
    if w.moves_trust:
        for step in range(w.step_count):
            work = work_of(w, number, step)
            if work.made and work.reviewer == NONE:
                observe(w, work, True)
    drop_task(w, number)
