"""People come and go: seats are posted and filled, newcomers begin, people quit and are replaced."""

from math import inf

from sim.engines.kernel import at
from sim.engines.kernel.actions import DISMISS, DISMISS_ALL, EMPTY, REGROUP, RELEASE, RETIRE
from sim.engines.kernel.compiling import operation
from sim.engines.kernel.dispatch import pool_queue, private_queue
from sim.engines.kernel.events import complete_at, do, happen_at
from sim.engines.kernel.idle import stir
from sim.engines.kernel.luck import member, value
from sim.engines.kernel.market import become, rate_factor, search
from sim.engines.kernel.memory import World
from sim.engines.order import Kind
from sim.model.model import NONE
from sim.model.names import PoolKind
from sim.rules.market import seat_cost

FREELANCERS, JOIN = int(PoolKind.FREELANCERS), int(Kind.JOIN)


@operation
def new_actor(w: World, like: int, word: int) -> int:
    """Return a new actor for a seat of the model."""
    number = w.actor_count
    w.actor_count += 1
    a, seat = at.actors(w, number), at.seats(w, like)
    a.pool, a.calendar, a.lever, a.like = seat.pool, seat.calendar, seat.lever, like
    a.seat = seat.seat if number == like else number
    a.posted = a.here = a.leaving = a.away = a.idle = 0
    a.posted_at, a.joined_at, a.left_at, a.full_at = inf, inf, inf, -inf
    a.strain = a.felt_strain = a.quit_strain = a.loss = a.practised = a.assisted = a.owes = 0.0
    a.use_successes = a.use_failures = a.checking_successes = a.checking_failures = 0.0
    a.measured_worked = a.measured_beyond = 0.0
    a.factor = a.effort = a.thoroughness = 1.0
    a.token = a.idle_before = a.idle_after = a.goes_on = NONE
    become(w, number, word)
    for lever in range(w.lever_count):
        attendance = at.attendance(w, number * w.lever_count + lever)
        attendance.weeks, attendance.enrolled = 0.0, 0
    for lesson in range(w.lesson_count):
        at.taught(w, number * w.lesson_count + lesson).gain = 0.0
    at.queues(w, private_queue(w, number)).root = NONE
    at.queues(w, private_queue(w, number)).offered = 0
    complete_at(w, number, inf)
    return number


# --- coming --------------------------------------------------------------------------------------


@operation
def post(w: World, actor: int) -> None:
    """Search for somebody to fill a seat."""
    a = at.actors(w, actor)
    a.posted = 1
    a.posted_at = w.now
    pool = at.pools(w, a.pool)
    if pool.kind == FREELANCERS:
        begins_at = w.now + search(w, actor)
    else:
        begins_at = w.now + value(w, w.time_to_fill, a.word, w.slot_vacancy, 0)
    if begins_at < inf:
        a.full_at = begins_at + pool.ramp_time
    if begins_at <= 0.0:
        begin_work(w, actor)
    else:
        happen_at(w, begins_at, JOIN, actor, actor)


@operation
def begin_work(w: World, actor: int) -> None:
    """Let somebody who has been found begin, unless he is no longer wanted."""
    a = at.actors(w, actor)
    if a.leaving:
        return
    if at.pools(w, a.pool).kind == FREELANCERS:
        a.rate *= rate_factor(w, a.pool)
    join(w, actor)


@operation
def join(w: World, actor: int) -> None:
    """Bring somebody in."""
    a = at.actors(w, actor)
    a.here = 1
    a.joined_at = w.now
    at.pools(w, a.pool).present += 1
    do(w, REGROUP, a.pool)
    do(w, RELEASE, actor)


@operation
def successor(w: World, leaver: int) -> int:
    """Return a new person for the seat of one who leaves: alike, with luck of his own."""
    a = at.actors(w, leaver)
    return new_actor(w, a.like, member(a.word, w.slot_vacancy))


# --- going ---------------------------------------------------------------------------------------


@operation
def dismiss(w: World, actor: int) -> None:
    """Let somebody go, when the work in hand is done; a search for him ends."""
    a = at.actors(w, actor)
    a.leaving = 1
    if not a.here:
        a.left_at = w.now
    elif a.token == NONE:
        do(w, RETIRE, actor)


@operation
def retire(w: World, actor: int) -> None:
    """Take somebody out; what waited for him, or for his pool when he was the last, waits for anyone."""
    a = at.actors(w, actor)
    pool = at.pools(w, a.pool)
    a.here = 0
    a.left_at = w.now
    pool.present -= 1
    stir(w, actor)
    if not a.away:
        complete_at(w, actor, inf)
    do(w, REGROUP, a.pool)
    if pool.present == 0:
        do(w, EMPTY, pool_queue(w, a.pool))
    do(w, EMPTY, private_queue(w, actor))


@operation
def close_seats(w: World, lever: int) -> None:
    """Let all go whose seats a lever has opened, one after the other."""
    for number in range(w.actor_count):
        a = at.actors(w, number)
        if a.lever == lever and not a.leaving:
            do(w, DISMISS_ALL, lever)
            do(w, DISMISS, number)
            return


@operation
def spend(w: World, actor: int) -> None:
    """Count what a lever's seats cost; once their budget is spent they are closed."""
    a = at.actors(w, actor)
    if a.lever == NONE:
        return
    lever = at.levers(w, a.lever)
    lever.spent += seat_cost(a.service_time, a.rate, at.pools(w, a.pool).client_fee)
    if lever.spent >= lever.budget:
        w.overspent = 1
