"""The levers of a strategy: at their dates, or once a condition holds that is looked at each week."""

import math

from sim.engines.kernel import at
from sim.engines.kernel.actions import (
    ACT,
    ADJUST,
    DISMISS,
    DISMISS_ALL,
    GO_ON,
    MOVE_SEATS,
    OPEN_DOOR,
    POST,
    ROUSE,
)
from sim.engines.kernel.compiling import operation
from sim.engines.kernel.dispatch import assign_queues, send_away
from sim.engines.kernel.events import do, happen_at
from sim.engines.kernel.memory import World
from sim.engines.kernel.practice import teach
from sim.engines.kernel.staff import successor
from sim.engines.kernel.toolbox import upgrade
from sim.engines.kernel.watch import holds
from sim.engines.kernel.weeks import hold_training, is_member
from sim.engines.kernel.work import note_changes
from sim.engines.order import Kind
from sim.model.model import CLOSE_SEATS, NONE, OPEN_SEATS, SET, TRAIN, UPGRADE
from sim.rules.calendar import WEEK
from sim.rules.learning import CLASSES, class_begins
from sim.rules.market import posted_at, seats_next

LEVER = int(Kind.LEVER)
UNBORN, ON_THE_WAY, DONE = 0, 1, 2
"""Stages of a lever: before its date, while it goes on, after it."""


@operation
def come(w: World, number: int) -> None:
    """Let a lever's moment be: it acts, goes on, or begins to look."""
    lever = at.levers(w, number)
    if lever.stage == ON_THE_WAY:
        do(w, GO_ON, number)
    elif lever.when == NONE:
        do(w, ACT, number)
    elif lever.kind == OPEN_SEATS:
        lever.rule = 1
        at.order_of_levers(w, w.rules).rule = number
        w.rules += 1
    else:
        at.order_of_levers(w, w.waiting_levers).waiting = number
        w.waiting_levers += 1


@operation
def act(w: World, number: int) -> None:
    """Let a lever do what it does."""
    lever = at.levers(w, number)
    lever.acted_at = w.now
    lever.begin = w.now
    lever.place = 0
    if lever.kind == TRAIN:
        for actor in range(w.actor_count):
            enrolled = is_member(w, actor, lever.pool)
            at.attendance(w, actor * w.lever_count + number).enrolled = enrolled
        do(w, GO_ON, number)
    elif lever.kind == UPGRADE:
        upgrade(w, number)
    elif lever.kind == OPEN_SEATS:
        do(w, GO_ON, number)
    elif lever.kind == CLOSE_SEATS:
        at.levers(w, lever.opened).rule = 0
        do(w, DISMISS_ALL, lever.opened)
    elif lever.kind == SET:
        _change(w, lever.phase)


@operation
def go_on(w: World, number: int) -> None:
    """Let a lever that takes time do what is due."""
    lever = at.levers(w, number)
    lever.stage = ON_THE_WAY
    if lever.kind == TRAIN:
        _course(w, number)
    else:
        _post_all(w, number)


# --- training ------------------------------------------------------------------------------------


@operation
def _course(w: World, number: int) -> None:
    """Hold the classes of a course that are due; what it has taught is there at its end."""
    lever = at.levers(w, number)
    has_classes = lever.hours > 0.0 or lever.trainers != NONE
    weeks = lever.lasts / WEEK if has_classes else 0.0
    classes = math.ceil(weeks) * CLASSES
    while lever.place < classes:
        week, day = lever.place // CLASSES, lever.place % CLASSES
        length = min(weeks - week, 1.0)
        moment = class_begins(lever.begin, week, day, length)
        if moment > w.now:
            happen_at(w, moment, LEVER, number, number)
            return
        _hold_class(w, number, day, length)
        lever.place += 1
    if lever.lasts > 0.0 and lever.place == classes:
        lever.place += 1
        happen_at(w, lever.begin + lever.lasts, LEVER, number, number)
        return
    lever.stage = DONE
    _teach(w, number, weeks)


@operation
def _hold_class(w: World, number: int, day: int, length: float) -> None:
    """Take those of a class, and those who teach it, off the line."""
    lever = at.levers(w, number)
    held = length * hold_training(w, at.pools(w, lever.pool))
    for actor in range(w.actor_count):
        if is_member(w, actor, lever.pool) and _day_of(w, actor) == day:
            at.attendance(w, actor * w.lever_count + number).weeks += held
            if lever.hours * held > 0.0:
                send_away(w, actor, lever.hours * held)
    for actor in range(w.actor_count):
        teaches = is_member(w, actor, lever.trainers) and _day_of(w, actor) == day
        if teaches and lever.trainer_hours * held > 0.0:
            send_away(w, actor, lever.trainer_hours * held)


@operation
def _day_of(w: World, actor: int) -> int:
    """Return the day on which an actor's class is held, 0 up."""
    return at.seats(w, at.actors(w, actor).like).seat % CLASSES


@operation
def _teach(w: World, number: int, weeks: float) -> None:
    """Let everybody apply what he has learned: as far as he attended, or was there when it began."""
    lever = at.levers(w, number)
    lever.taught_at = w.now
    if lever.fade > 0.0 and lever.lesson_first < lever.lesson_last:
        at.order_of_levers(w, w.taught_levers).taught = number
        w.taught_levers += 1
    for actor in range(w.actor_count):
        if at.actors(w, actor).pool != lever.pool:
            continue
        attendance = at.attendance(w, actor * w.lever_count + number)
        share = min(attendance.weeks / weeks, 1.0) if weeks > 0.0 else float(attendance.enrolled)
        for row in range(lever.lesson_first, lever.lesson_last):
            lesson = at.lessons(w, row)
            gain = lesson.gain * share
            if lever.fade > 0.0:
                at.taught(w, actor * w.lesson_count + row).gain = gain
            else:
                teach(w, actor, lesson.skill, gain, lever.transfer, w.now)


# --- seats ---------------------------------------------------------------------------------------


@operation
def _post_all(w: World, number: int) -> None:
    """Post all seats of a lever that are due: at once, or one after another."""
    lever = at.levers(w, number)
    seats = lever.seat_last - lever.seat_first
    if lever.place == seats:
        lever.stage = DONE
        return
    moment = posted_at(lever.begin, lever.lasts, lever.place, seats)
    if moment > w.now:
        happen_at(w, moment, LEVER, number, number)
        return
    actor = at.lever_seats(w, lever.seat_first + lever.place).actor
    lever.place += 1
    do(w, GO_ON, number)
    if not at.actors(w, actor).leaving:
        do(w, POST, actor)


@operation
def look(w: World) -> None:
    """Look at all conditions, when a week has been decided."""
    kept = 0
    w.acting_levers = 0
    for place in range(w.waiting_levers):
        number = at.order_of_levers(w, place).waiting
        if holds(w, at.levers(w, number).when):
            at.order_of_levers(w, w.acting_levers).acting = number
            w.acting_levers += 1
        else:
            at.order_of_levers(w, kept).waiting = number
            kept += 1
    w.waiting_levers = kept
    for place in range(w.acting_levers - 1, -1, -1):
        do(w, ACT, at.order_of_levers(w, place).acting)
    if w.now < w.off_hiring_relief:
        do(w, ADJUST, 0)


@operation
def adjust(w: World, place: int) -> None:
    """Let a rule open or close seats as it wants, and then the next one."""
    if place == w.rules:
        return
    do(w, ADJUST, place + 1)
    number = at.order_of_levers(w, place).rule
    lever = at.levers(w, number)
    if not lever.rule or lever.spent >= lever.budget:
        return
    opens = holds(w, lever.when)
    releases = lever.release != NONE and holds(w, lever.release)
    seats = lever.seat_last - lever.seat_first
    lever.wanted = seats_next(lever.open, lever.seats, seats, opens, releases)
    do(w, MOVE_SEATS, number)


@operation
def move_seats(w: World, number: int) -> None:
    """Open a rule's next seat or close its last one, until as many are open as it wants."""
    lever = at.levers(w, number)
    if lever.open == lever.wanted:
        return
    do(w, MOVE_SEATS, number)
    if lever.open > lever.wanted:
        lever.open -= 1
        do(w, DISMISS, at.lever_seats(w, lever.seat_first + lever.open).actor)
        return
    seat = at.lever_seats(w, lever.seat_first + lever.open)
    if at.actors(w, seat.actor).posted:
        seat.actor = successor(w, seat.actor)
    lever.open += 1
    do(w, POST, seat.actor)
    lever.acted_at = min(lever.acted_at, w.now)


# --- how work is done ----------------------------------------------------------------------------


@operation
def _change(w: World, number: int) -> None:
    """Let other values hold from now on."""
    if number == NONE:  # it holds from the start: the scenario itself is changed
        return
    phase = at.phases(w, number)
    for row in range(phase.first, phase.last):
        step = at.phase_steps(w, row)
        at.copy_step(at.steps(w, step.number), step)
    note_changes(w)
    if phase.limit != NONE:
        w.limit = phase.limit
    for pool in range(w.pool_count):
        cap = at.phase_pools(w, number * w.pool_count + pool).overtime
        if not math.isnan(cap):
            at.pools(w, pool).overtime_cap = cap
    assign_queues(w)
    do(w, OPEN_DOOR, 0)
    do(w, ROUSE, 0)
