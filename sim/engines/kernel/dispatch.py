"""Who takes what: queues, idle actors, and the rules that bring them together.

Work is pulled.  A token that becomes ready is offered to idle actors in the step's order of preference; an
actor who becomes free takes the best waiting token that he may do.  Ties go by number.
"""

from math import inf

from sim.engines.kernel import at
from sim.engines.kernel.actions import BEGIN, EMPTY, OFFER, SETTLE, SUBMIT
from sim.engines.kernel.compiling import operation
from sim.engines.kernel.events import complete_at, do, happen_at
from sim.engines.kernel.idle import next_idle, rest, stir
from sim.engines.kernel.memory import Row, World
from sim.engines.kernel.queues import goes_before, pop, push
from sim.engines.kernel.work import match
from sim.engines.order import Kind
from sim.model.model import (
    CHEAPEST,
    EARLIEST_DUE_DATE,
    IN_ORDER,
    LONGEST_IDLE,
    NONE,
    SHORTEST_EXPECTED,
)
from sim.rules.calendar import EDGE, interval_at, paused_finish

COMPLETE, TOOL_READY = int(Kind.COMPLETE), int(Kind.TOOL_READY)

# --- the numbers of queues -----------------------------------------------------------------------
# For each step, for those that come back to a step with a limit, for each pool, the door, for each actor.


@operation
def returned_queue(w: World, step: int) -> int:
    """Return the queue of those that come back to a step; without a limit it is that of the step."""
    return w.step_count + step if at.columns(w, step).limited else step


@operation
def pool_queue(w: World, pool: int) -> int:
    """Return the queue of what only a pool may do."""
    return 2 * w.step_count + pool


@operation
def private_queue(w: World, actor: int) -> int:
    """Return the queue of what only an actor may do."""
    return 2 * w.step_count + w.pool_count + 1 + actor


# --- who may -------------------------------------------------------------------------------------


@operation
def _may_start(w: World, actor: int) -> bool:
    """Return whether an actor is here, on duty, and not held by a rate limit."""
    a = at.actors(w, actor)
    if not a.here:
        return False
    duty = at.calendars(w, a.calendar)
    if not (duty.open and w.now + EDGE < duty.until):
        return False
    pool = at.pools(w, a.pool)
    if w.now >= pool.next_start:
        return True
    if pool.wake_at < pool.next_start:
        pool.wake_at = pool.next_start
        happen_at(w, pool.next_start, TOOL_READY, a.pool, a.pool)
    return False


@operation
def _first_in_order(w: World, pool: Row) -> int:
    """Return the idle actor with the lowest number who may start, or NONE."""
    actor = next_idle(w, pool.first_seat, pool.last_seat)
    while actor != NONE:
        if _may_start(w, actor):
            return actor
        actor = next_idle(w, actor + 1, pool.last_seat)
    first, actor = NONE, pool.idle_head
    while actor != NONE:
        if actor >= w.seat_count and (first == NONE or actor < first) and _may_start(w, actor):
            first = actor
        actor = at.actors(w, actor).idle_after
    return first


@operation
def _best_of(w: World, pool: Row, token: int) -> int:
    """Return the idle actor who may start and costs least, or fits best, or NONE."""
    best, least = NONE, 0.0
    step = at.steps(w, at.tokens(w, token).step)
    actor = pool.idle_head
    while actor != NONE:
        if _may_start(w, actor):
            value = at.actors(w, actor).rate if pool.choose == CHEAPEST else -match(w, actor, step, token)
            if best == NONE or value < least or (value == least and actor < best):
                best, least = actor, value
        actor = at.actors(w, actor).idle_after
    return best


@operation
def _chosen_in(w: World, number: int, token: int) -> int:
    """Return the idle actor of a pool who should take a token, or NONE."""
    pool = at.pools(w, number)
    if pool.open_calendars == 0:
        return NONE
    if pool.choose == IN_ORDER:
        return _first_in_order(w, pool)
    if pool.choose != LONGEST_IDLE:
        return _best_of(w, pool, token)
    actor = pool.idle_head
    while actor != NONE:
        if _may_start(w, actor):
            return actor
        actor = at.actors(w, actor).idle_after
    return NONE


@operation
def _chosen(w: World, token: int) -> int:
    """Return the idle actor who should take a token, or NONE."""
    t = at.tokens(w, token)
    if t.only_actor != NONE:
        wanted = t.only_actor
        return wanted if at.actors(w, wanted).idle and _may_start(w, wanted) else NONE
    if t.only_pool != NONE:
        return _chosen_in(w, t.only_pool, token)
    step = at.steps(w, t.step)
    for row in range(step.prefer_first, step.prefer_last):
        number = at.preferred(w, row).pool
        if at.pools(w, number).idle_head != NONE:
            actor = _chosen_in(w, number, token)
            if actor != NONE:
                return actor
    return NONE


@operation
def _comes_back(t: Row) -> bool:
    """Return whether a task has been at the step before: it is let in over the limit."""
    return t.attempt > 1 or t.column == t.step


@operation
def _is_blocked(w: World, token: int) -> bool:
    if not w.has_limits:
        return False
    t = at.tokens(w, token)
    limit = at.steps(w, t.step).limit
    return 0 < limit <= at.columns(w, t.step).tasks and not _comes_back(t)


# --- taking --------------------------------------------------------------------------------------


@operation
def _free_place(w: World, column: int) -> None:
    at.columns(w, column).tasks -= 1
    at.freed(w, w.freed_last).step = column
    w.freed_last += 1


@operation
def _take(w: World, actor: int, token: int) -> None:
    """Let an actor take a token; he begins next."""
    a, t = at.actors(w, actor), at.tokens(w, token)
    pool = at.pools(w, a.pool)
    stir(w, actor)
    if w.has_limits:
        if t.column != NONE:
            _free_place(w, t.column)
        t.column = t.step
        at.columns(w, t.step).tasks += 1
    if pool.spacing != 0.0:
        pool.next_start = w.now + pool.spacing
    a.token = token
    t.asks = 0
    do(w, BEGIN, actor)


@operation
def _order(w: World, t: Row) -> float:
    if w.discipline == EARLIEST_DUE_DATE:
        return at.tasks(w, t.task).due_at
    if w.discipline == SHORTEST_EXPECTED:
        return at.distributions(w, at.steps(w, t.step).service).mean * t.share
    return 0.0


@operation
def _wait(w: World, token: int) -> None:
    t = at.tokens(w, token)
    if t.sequence == 0:
        w.sequence += 1
        t.sequence = w.sequence
    t.priority = at.tasks(w, t.task).priority
    t.order = _order(w, t)
    if t.only_actor != NONE:
        number = private_queue(w, t.only_actor)
    elif t.only_pool != NONE:
        number = pool_queue(w, t.only_pool)
    elif w.has_limits and _comes_back(t):
        number = returned_queue(w, t.step)
    else:
        number = t.step
    t.waits = 1
    push(w, number, token)


@operation
def submit(w: World, token: int) -> None:
    """Let a token ask for a visit: an idle actor takes it, or it waits."""
    t = at.tokens(w, token)
    if t.redo:  # anyone does it of whom nobody who should is left
        if t.only_actor != NONE and not at.actors(w, t.only_actor).here:
            t.only_actor = NONE
        if t.only_pool != NONE and at.pools(w, t.only_pool).present == 0:
            t.only_pool = NONE
    actor = NONE if _is_blocked(w, token) else _chosen(w, token)
    if actor == NONE:
        _wait(w, token)
        return
    if w.has_limits:
        do(w, SETTLE, 0)
    _take(w, actor, token)


@operation
def _better(w: World, number: int, best: int) -> bool:
    """Return whether the head of a queue goes before that of another, or of none."""
    root = at.queues(w, number).root
    if root == NONE:
        return False
    return best == NONE or goes_before(at.tokens(w, root), at.tokens(w, at.queues(w, best).root))


@operation
def _best_queue(w: World, actor: int) -> int:
    """Return the queue whose head an actor should take, or NONE."""
    number = at.actors(w, actor).pool
    pool = at.pools(w, number)
    best = NONE
    for row in range(pool.queue_first, pool.queue_last):
        queue = at.pool_queues(w, row).queue
        if _better(w, queue, best) and not _is_blocked(w, at.queues(w, queue).root):
            best = queue
    for queue in (pool_queue(w, number), private_queue(w, actor)):
        if _better(w, queue, best) and not _is_blocked(w, at.queues(w, queue).root):
            best = queue
    return best


@operation
def taken_from(w: World, number: int) -> int:
    """Take the best token out of a queue."""
    token = pop(w, number)
    at.tokens(w, token).waits = 0
    return token


@operation
def release(w: World, actor: int) -> None:
    """Let an actor take the best waiting token, or be idle; training that waits goes first."""
    if at.actors(w, actor).owes > 0.0:
        leave_line(w, actor)
        return
    queue = _best_queue(w, actor) if _may_start(w, actor) else NONE
    if queue == NONE:
        complete_at(w, actor, inf)
        rest(w, actor)
        return
    if w.has_limits:
        do(w, SETTLE, 0)
    _take(w, actor, taken_from(w, queue))


# --- offering ------------------------------------------------------------------------------------


@operation
def put_on_offer(w: World, number: int) -> None:
    """Let what waits in a queue be offered with the next OFFER."""
    queue = at.queues(w, number)
    if queue.root != NONE and not queue.offered:
        queue.offered = 1
        at.offered(w, w.offered_size).queue = number
        w.offered_size += 1


@operation
def offer(w: World) -> None:
    """Let the best of what is on offer be taken, and go on; or be done where nobody may take anything."""
    while w.offered_size > 0:
        best, place = NONE, 0
        for row in range(w.offered_size):
            number = at.offered(w, row).queue
            if _better(w, number, best):
                best, place = number, row
        if best == NONE:
            break
        token = at.queues(w, best).root
        actor = NONE if _is_blocked(w, token) else _chosen(w, token)
        if actor != NONE:
            do(w, OFFER, 0)
            _take(w, actor, taken_from(w, best))
            return
        at.queues(w, best).offered = 0
        w.offered_size -= 1
        at.offered(w, place).queue = at.offered(w, w.offered_size).queue
    for row in range(w.offered_size):
        at.queues(w, at.offered(w, row).queue).offered = 0
    w.offered_size = 0


@operation
def settle(w: World) -> None:
    """Offer what waits for steps in whose columns a place has become free."""
    while w.freed_first < w.freed_last:
        step = at.freed(w, w.freed_first).step
        w.freed_first += 1
        if at.steps(w, step).limit:
            do(w, SETTLE, 0)
            do(w, OFFER, 0)
            put_on_offer(w, step)
            return
    w.freed_first = 0
    w.freed_last = 0


@operation
def rouse(w: World, number: int) -> None:
    """Put on offer what waits for a pool."""
    pool = at.pools(w, number)
    for row in range(pool.queue_first, pool.queue_last):
        put_on_offer(w, at.pool_queues(w, row).queue)
    put_on_offer(w, pool_queue(w, number))
    actor = pool.idle_head
    while actor != NONE:
        put_on_offer(w, private_queue(w, actor))
        actor = at.actors(w, actor).idle_after


@operation
def rouse_all(w: World) -> None:
    """Offer what waits to everybody."""
    for number in range(w.pool_count):
        rouse(w, number)
    offer_now(w)


@operation
def offer_now(w: World) -> None:
    """Let what has been put on offer be taken, and then what that makes room for."""
    if w.has_limits:
        do(w, SETTLE, 0)
    do(w, OFFER, 0)


@operation
def leave_column(w: World, token: int) -> None:
    """Free a token's place in a step's column: the task has gone on."""
    t = at.tokens(w, token)
    if w.has_limits and t.column != NONE:
        _free_place(w, t.column)
        do(w, SETTLE, 0)


# --- off the line --------------------------------------------------------------------------------


@operation
def send_away(w: World, actor: int, hours: float) -> None:
    """Take an actor off the line for some hours on duty, once the work in hand is done."""
    a = at.actors(w, actor)
    a.owes += hours
    if a.here and a.token == NONE and not a.away:
        leave_line(w, actor)


@operation
def leave_line(w: World, actor: int) -> None:
    """Let the training that an actor owes begin."""
    a = at.actors(w, actor)
    stir(w, actor)
    a.away = 1
    a.away_since = w.now
    a.away_hours = a.owes
    a.owes = 0.0
    plan_return(w, actor)


@operation
def plan_return(w: World, actor: int) -> None:
    """Fix when an actor who is off the line comes back."""
    a = at.actors(w, actor)
    c = at.calendars(w, a.calendar)
    starts, ends = at.begins(w), at.ends(w)
    row = interval_at(starts, c.first, c.last, a.away_since)
    if row < c.first or a.away_since >= ends[row]:
        row += 1
    if row < c.last:
        back = paused_finish(starts, ends, at.worked(w), c.first, c.last, row, a.away_since, a.away_hours)
        complete_at(w, actor, back)


# --- what waits, in all --------------------------------------------------------------------------


@operation
def empty(w: World, number: int) -> None:
    """Submit anew, best first, what waits in a queue."""
    if at.queues(w, number).root != NONE:
        do(w, EMPTY, number)
        do(w, SUBMIT, taken_from(w, number))


@operation
def assign_queues(w: World) -> None:
    """Give each pool the queues of the steps that it may do."""
    for number in range(w.pool_count):
        pool = at.pools(w, number)
        pool.queue_first = pool.queue_last = 2 * w.step_count * number
    for number in range(w.step_count):
        step = at.steps(w, number)
        for row in range(step.prefer_first, step.prefer_last):
            pool = at.pools(w, at.preferred(w, row).pool)
            at.pool_queues(w, pool.queue_last).queue = number
            pool.queue_last += 1
            if at.columns(w, number).limited:
                at.pool_queues(w, pool.queue_last).queue = w.step_count + number
                pool.queue_last += 1
