"""The kernel's one entry: from event to event, and within an event from action to action."""

from math import inf, isnan, nan

from sim.engines.kernel import at
from sim.engines.kernel.actions import (
    ACT,
    ADJUST,
    BEGIN,
    COME,
    DELIVER,
    DISMISS,
    DISMISS_ALL,
    EMPTY,
    GO_ON,
    HAND_ON,
    LOOK,
    MOVE_SEATS,
    OFFER,
    OPEN_CALENDARS,
    OPEN_DOOR,
    OPEN_TASKS,
    POST,
    PRESS,
    PROCEED,
    QUITS,
    REGROUP,
    RELEASE,
    RETIRE,
    ROUSE,
    SETTLE,
    START,
    SUBMIT,
)
from sim.engines.kernel.compiling import entry, operation
from sim.engines.kernel.dispatch import (
    assign_queues,
    empty,
    offer,
    offer_now,
    release,
    rouse,
    rouse_all,
    settle,
    submit,
)
from sim.engines.kernel.drawn import count_arrival
from sim.engines.kernel.events import build_tree, complete_at, do, drop_first, happen_at
from sim.engines.kernel.flow import deliver, enter, hand_on, judge, log_task, open_door, proceed
from sim.engines.kernel.luck import member
from sim.engines.kernel.memory import World
from sim.engines.kernel.observer import write_down
from sim.engines.kernel.orders import CHECKED_EVERY, CLOSE, DONE, OPEN, REPLANT
from sim.engines.kernel.room import without_room
from sim.engines.kernel.sources import batch_size, expect, new_task, open_task, repair_of, send_home
from sim.engines.kernel.staff import (
    FREELANCERS,
    begin_work,
    close_seats,
    dismiss,
    join,
    new_actor,
    post,
    retire,
    spend,
)
from sim.engines.kernel.strategy import act, adjust, come, go_on, look, move_seats
from sim.engines.kernel.tally import HANDED_OVER, add_hours, add_task, add_visit
from sim.engines.kernel.toolbox import spread
from sim.engines.kernel.weeks import perhaps_quit, press, regroup_guides, tire
from sim.engines.kernel.work import begin, meet_topics
from sim.engines.order import CUSTOMERS, RANKS, Kind
from sim.model.model import CLOSED, NONE, POISSON
from sim.rules.calendar import WEEK

ON_WEEK_END, ON_LEVER, ON_WEEK, ON_TOOL_READY, ON_TRANSIT, ON_SHIFT, ON_OFFER, ON_JOIN, ON_RETURN = (
    int(Kind.WEEK_END),
    int(Kind.LEVER),
    int(Kind.WEEK),
    int(Kind.TOOL_READY),
    int(Kind.TRANSIT),
    int(Kind.SHIFT),
    int(Kind.OFFER),
    int(Kind.JOIN),
    int(Kind.RETURN),
)
ON_ARRIVE = int(Kind.ARRIVE)
COMPLETIONS = int(Kind.COMPLETE) * RANKS
"""Rank of the completion of actor 0."""


@entry
def live(address: int, order: int) -> int:
    """Do what is ordered: begin, go on, be given room, or close the books.

    Args:
        address: of the world, whose tables are changed in place.
        order: OPEN, LIVE_ON, REPLANT or CLOSE.

    Returns:
        DONE when nothing more happens before the horizon, or the number of a table that wants room: to be
        called again when it has some.
    """
    w = at.world(address)
    if order == OPEN:
        _open_business(w)
        return DONE
    if order == REPLANT:
        build_tree(w)
        return DONE
    if order == CLOSE:
        _close_books(w)
        return DONE
    while True:
        if w.unchecked == 0:
            full = without_room(w)
            if full != NONE:
                return full
            w.unchecked = CHECKED_EVERY
        w.unchecked -= 1
        # --- what the last event has brought about ---
        if w.agenda_size > 0:
            todo = at.agenda(w, w.agenda_size - 1)
            action, subject = todo.action, todo.subject
            if w.overspent and action not in (BEGIN, OFFER, SETTLE):
                _close_overspent(w)
                continue
            w.agenda_size -= 1
            if action == BEGIN:
                begin(w, subject)
                complete_at(w, subject, at.actors(w, subject).finishes_at)
                spend(w, subject)
            elif action == RELEASE:
                release(w, subject)
            elif action == SUBMIT:
                submit(w, subject)
            elif action == HAND_ON:
                hand_on(w, subject)
            elif action == PROCEED:
                proceed(w, subject)
            elif action == DELIVER:
                deliver(w, subject)
            elif action == COME:
                _come(w, subject)
            elif action == OFFER:
                offer(w)
            elif action == SETTLE:
                settle(w)
            elif action == OPEN_DOOR:
                open_door(w)
            elif action == EMPTY:
                empty(w, subject)
            elif action == POST:
                post(w, subject)
            elif action == REGROUP:
                regroup_guides(w, subject)
            elif action == DISMISS:
                dismiss(w, subject)
            elif action == RETIRE:
                retire(w, subject)
            elif action == DISMISS_ALL:
                close_seats(w, subject)
            elif action == PRESS:
                press(w, subject)
            elif action == QUITS:
                perhaps_quit(w, subject)
            elif action == LOOK:
                look(w)
            elif action == ADJUST:
                adjust(w, subject)
            elif action == MOVE_SEATS:
                move_seats(w, subject)
            elif action == ACT:
                act(w, subject)
            elif action == GO_ON:
                go_on(w, subject)
            elif action == ROUSE:
                rouse_all(w)
            elif action == START:
                _start(w, subject)
            elif action == OPEN_TASKS:
                _open_tasks(w, subject)
            elif action == OPEN_CALENDARS:
                _open_calendars(w)
            continue
        if w.overspent:
            _close_overspent(w)
            continue
        # --- the next event ---
        completion = at.tree(w, 1)
        moment, actor = completion.moment, completion.winner
        if w.heap_size == 0 or not _is_first(w, moment, actor):
            if not moment < w.horizon:
                return DONE
            w.now = moment
            _complete(w, actor)
            continue
        event = at.heap(w, 0)
        w.now = event.moment
        kind, entity, what = event.rank // RANKS, event.rank % RANKS, event.what
        drop_first(w)
        if kind == ON_TRANSIT:
            at.tokens(w, what).ready_at = w.now
            do(w, SUBMIT, what)
        elif kind == ON_ARRIVE:
            _arrive(w, what, entity)
        elif kind == ON_SHIFT:
            _shift(w, what)
        elif kind == ON_OFFER:
            _offer_to_all(w)
        elif kind == ON_JOIN:
            begin_work(w, what)
        elif kind == ON_RETURN:
            enter(w, repair_of(w, what))
        elif kind == ON_WEEK_END:
            _end_week(w, w.now)
            happen_at(w, w.now, ON_WEEK, 0, 0)
        elif kind == ON_WEEK:
            happen_at(w, (w.week + 1) * WEEK, ON_WEEK_END, 0, 0)
            do(w, PRESS, 0)
        elif kind == ON_LEVER:
            come(w, what)
        elif kind == ON_TOOL_READY:
            rouse(w, what)
            offer_now(w)


@operation
def _is_first(w: World, moment: float, actor: int) -> bool:
    """Return whether the first event of the heap comes before the first completion."""
    event = at.heap(w, 0)
    return event.moment < moment or (event.moment == moment and event.rank < COMPLETIONS + actor)


@operation
def _arrive(w: World, source: int, entity: int) -> None:
    """A customer of a closed source comes, or a batch of an open one."""
    if at.types(w, source).source == CLOSED:
        enter(w, new_task(w, source, entity % CUSTOMERS))
    else:
        if at.types(w, source).source == POISSON:
            count_arrival(w)
        at.types(w, source).remaining = batch_size(w, source)
        do(w, COME, source)


@operation
def _open_business(w: World) -> None:
    """Bring everything to the moment before the first event."""
    for number in range(w.pool_count):
        pool = at.pools(w, number)
        pool.idle_head = pool.idle_tail = NONE
    for seat in range(w.seat_count):
        new_actor(w, seat, member(w.luck, at.seats(w, seat).word))
    for source in range(w.type_count):
        at.types(w, source).luck = member(w.luck, at.types(w, source).word)
    for version in range(w.version_count):
        meet_topics(w, version)
    assign_queues(w)
    for lever in range(w.lever_count):
        happen_at(w, at.levers(w, lever).moment, ON_LEVER, lever, lever)
    if w.has_week_events:
        happen_at(w, WEEK, ON_WEEK_END, 0, 0)
    do(w, OPEN_CALENDARS, 0)
    do(w, OPEN_TASKS, 0)  # before anybody is on duty: then all are offered
    do(w, START, 0)


@operation
def _close_books(w: World) -> None:
    """Write down what is in hand and inside at the horizon."""
    for actor in range(w.actor_count):
        if at.actors(w, actor).token != NONE:
            if w.keeps_record:
                _log_visit(w, actor, nan)
            else:
                add_hours(w, actor, w.horizon)
    for task in range(w.used_tasks):
        if at.tasks(w, task).inside:
            if w.keeps_record:
                log_task(w, task)
            else:
                add_task(w, task)
    for actor in range(w.actor_count):
        if at.actors(w, actor).away:
            _log_absence(w, actor, nan)
    if w.has_week_events:
        _end_week(w, w.horizon)


# --- events ---------------------------------------------------------------------------------------


@operation
def _complete(w: World, actor: int) -> None:
    """A visit ends, or hours off the line do; what the actor does next fixes his next completion."""
    a = at.actors(w, actor)
    if a.away:
        _log_absence(w, actor, min(w.now, a.left_at))
        a.away = 0
        if a.here:
            do(w, RELEASE, actor)
        else:
            complete_at(w, actor, inf)
        return
    token = a.token
    judge(w, actor)
    if w.keeps_record:
        _log_visit(w, actor, w.now)
    else:
        add_visit(w, actor)
    a.token = NONE
    do(w, HAND_ON, token)
    if a.leaving:
        do(w, RETIRE, actor)
    else:
        release(w, actor)


@operation
def _end_week(w: World, now: float) -> None:
    """Count what a week leaves."""
    w.week += 1
    if w.has_weeks:
        tire(w, now)
    spread(w, now - (w.week - 1) * WEEK)
    write_down(w, now)


# --- calendars -----------------------------------------------------------------------------------


@operation
def _shift(w: World, number: int) -> None:
    """A calendar opens or closes."""
    calendar = at.calendars(w, number)
    change = -1 if calendar.open else 1
    for row in range(calendar.pool_first, calendar.pool_last):
        pool = at.pools(w, at.on_calendar(w, row).pool)
        pool.open_calendars += change
        if change > 0:
            pool.coming = 1
    if calendar.open:
        calendar.open = 0
        calendar.row += 1
        if calendar.row < calendar.last:
            happen_at(w, at.begins(w)[calendar.row], ON_SHIFT, number, number)
        return
    calendar.open = 1
    calendar.until = at.ends(w)[calendar.row]
    if not w.someone_comes:
        w.someone_comes = 1
        happen_at(w, w.now, ON_OFFER, 0, 0)
    happen_at(w, calendar.until, ON_SHIFT, number, number)


@operation
def _offer_to_all(w: World) -> None:
    """Offer what waits to all who have just come on duty, so that preferences hold among them."""
    w.someone_comes = 0
    for number in range(w.pool_count):
        pool = at.pools(w, number)
        if pool.coming:
            pool.coming = 0
            rouse(w, number)
    offer_now(w)


@operation
def _open_calendars(w: World) -> None:
    """Let calendars begin, and sources."""
    for number in range(w.calendar_count):
        calendar = at.calendars(w, number)
        calendar.row = calendar.first
        if calendar.first == calendar.last:
            continue
        begins = at.begins(w)[calendar.first]
        if begins > 0.0:
            happen_at(w, begins, ON_SHIFT, number, number)
        else:
            _shift(w, number)
    for source in range(w.type_count):
        expect(w, source, 0.0)
        for customer in range(at.types(w, source).customers_inside, at.types(w, source).population):
            send_home(w, source, customer)


# --- actions -------------------------------------------------------------------------------------


@operation
def _come(w: World, source: int) -> None:
    """Let the next task of a batch come in; after the last one expect the next batch."""
    t = at.types(w, source)
    if t.remaining == 0:
        t.number += 1
        expect(w, source, w.now)
        return
    t.remaining -= 1
    do(w, COME, source)
    enter(w, new_task(w, source, NONE))


@operation
def _start(w: World, place: int) -> None:
    """Bring in those who are there from the start, one by one; then post the open freelance seats."""
    if place == 2 * w.seat_count:
        return
    do(w, START, place + 1)
    number = place % w.seat_count
    a = at.actors(w, number)
    is_freelancer = at.pools(w, a.pool).kind == FREELANCERS
    if a.lever != NONE or is_freelancer != (place >= w.seat_count):
        return
    if is_freelancer:
        do(w, POST, number)
        return
    a.posted_at = 0.0
    if at.seats(w, number).newcomer:
        a.full_at = at.pools(w, a.pool).ramp_time
    join(w, number)


@operation
def _open_tasks(w: World, place: int) -> None:
    """Let in the next task that is open at the start."""
    if place < w.snapshot_count:
        do(w, OPEN_TASKS, place + 1)
        enter(w, open_task(w, place))


@operation
def _close_overspent(w: World) -> None:
    """Close the seats of levers whose budget is spent."""
    w.overspent = 0
    for lever in range(w.lever_count - 1, -1, -1):
        if at.levers(w, lever).spent >= at.levers(w, lever).budget:
            do(w, DISMISS_ALL, lever)


# --- what has happened ---------------------------------------------------------------------------


@operation
def _log_visit(w: World, actor: int, ended_at: float) -> None:
    a, row = at.actors(w, actor), at.visit_log(w, w.visits_logged)
    w.visits_logged += 1
    token = at.tokens(w, a.token)
    made = not isnan(ended_at) and a.outcome != HANDED_OVER
    row.task, row.step, row.attempt = at.tasks(w, token.task).number, token.step, token.attempt
    row.actor, row.mode, row.only_pool, row.only_actor = actor, a.mode, token.only_pool, token.only_actor
    row.asked_at, row.ready_at, row.started_at = token.asked_at, token.ready_at, a.started_at
    row.ended_at, row.service_time, row.requirement = ended_at, a.service_time, a.requirement
    row.time_factor, row.match, row.ai_lift = a.time_factor, a.own_match, a.match - a.own_match
    row.match_loss, row.ai_share = a.match_loss, a.ai_share
    row.quality = a.quality if made else nan
    row.defective = a.defective if made else 0
    row.outcome, row.rework, row.hand_off = a.outcome, token.redo, a.hand_off


@operation
def _log_absence(w: World, actor: int, until: float) -> None:
    row = at.absence_log(w, w.absences_logged)
    w.absences_logged += 1
    row.actor, row.since, row.until = actor, at.actors(w, actor).away_since, until
