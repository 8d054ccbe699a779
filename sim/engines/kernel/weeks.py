"""The step from one week to the next: strain, pressure and what follows from it, newcomers, quits."""

from math import inf

from sim.engines.kernel import at
from sim.engines.kernel.actions import DISMISS, LOOK, POST, PRESS, QUITS
from sim.engines.kernel.compiling import operation
from sim.engines.kernel.dispatch import plan_return
from sim.engines.kernel.events import complete_at, do
from sim.engines.kernel.luck import draw
from sim.engines.kernel.memory import Row, World
from sim.engines.kernel.staff import successor
from sim.engines.kernel.work import replan
from sim.model.model import NONE
from sim.model.names import PoolKind
from sim.rules.calendar import DAY, WEEK, first_from, hours_on_duty, prolonged_end
from sim.rules.fatigue import endurance, fatigue_loss, strain_after
from sim.rules.onboarding import mentoring, teamwork
from sim.rules.pressure import (
    HOURS_PER_GRAIN,
    care_under_pressure,
    corner_cutting_loss,
    eroded_standard,
    grains,
    overtime_ratio,
    pace,
    schedule_pressure,
    switching_factor,
    training_held,
)
from sim.rules.staffing import quit_probability

PEOPLE = int(PoolKind.PEOPLE)


@operation
def is_member(w: World, actor: int, pool: int) -> bool:
    """Return whether an actor is of a pool, and here."""
    a = at.actors(w, actor)
    return a.pool == pool and a.here != 0


# --- what a week leaves --------------------------------------------------------------------------


@operation
def tire(w: World, now: float) -> None:
    """Let the hours of the week that ends build up strain, or wear it off."""
    for number in range(w.actor_count):
        a = at.actors(w, number)
        if not a.here or at.pools(w, a.pool).kind != PEOPLE:
            continue
        begin = max((w.week - 1) * WEEK, a.joined_at)
        if now <= begin:
            continue
        c = at.calendars(w, a.calendar)
        starts, ends, worked = at.begins(w), at.ends(w), at.worked(w)
        hours = hours_on_duty(starts, ends, worked, c.first, c.last, now) - hours_on_duty(
            starts, ends, worked, c.first, c.last, begin
        )
        excess = max(0.0, hours - w.fatigue_threshold)
        a.strain = strain_after(a.strain, excess, now - begin, w.fatigue_time, w.recovery_time)


# --- what is decided -----------------------------------------------------------------------------


@operation
def backlog(w: World, pool: int) -> float:
    """Return the work that waits for a pool: each visit counts for the first people of its step [h]."""
    total = 0
    for number in range(w.used_tokens):
        t = at.tokens(w, number)
        if not t.waits or t.only_actor != NONE:
            continue
        step = at.steps(w, t.step)
        if t.only_pool == pool or (t.only_pool == NONE and step.first_people == pool):
            total += grains(at.distributions(w, step.service).mean * t.share)
    return total * HOURS_PER_GRAIN


@operation
def hold_training(w: World, pool: Row) -> float:
    """Return the share of planned training hours that a pool holds."""
    if w.now < w.off_training_squeeze:
        pool.training_held = training_held(pool.pressure, w.training_squeeze)
    return pool.training_held


@operation
def press(w: World, number: int) -> None:
    """Decide about a pool's week that begins now; then who quits, then the next pool."""
    if number == w.pool_count:
        do(w, LOOK, 0)
        return
    do(w, PRESS, number + 1)
    pool = at.pools(w, number)
    if pool.kind != PEOPLE:
        return
    capacity = 0.0
    for actor in range(w.actor_count):
        if is_member(w, actor, number):
            capacity += at.seats(w, at.actors(w, actor).like).weekly_hours
    pool.capacity = capacity
    pool.pressure = schedule_pressure(backlog(w, number), capacity, w.normal_backlog)
    if w.now < w.off_overtime_relief:
        pool.overtime = overtime_ratio(pool.pressure, pool.overtime_cap)
    if w.now < w.off_working_harder:
        pool.pace = pace(pool.pressure, w.pace, w.pace_limit)
    if w.now < w.off_congestion_switching:
        pool.switching = switching_factor(pool.pressure, w.switching, w.switching_limit)
    standard = eroded_standard(pool.standard, pool.care, WEEK, w.standard_falls, w.standard_rises)
    care = care_under_pressure(pool.pressure, w.corner_cutting, standard, w.least_care)
    if w.now < w.off_corner_cutting:
        pool.standard = standard
        pool.care = care
    if w.now < w.off_review_bottleneck:
        pool.review_care = care
    hold_training(w, pool)
    _work_longer(w, number)
    regroup(w, number)
    w.decides = number
    if pool.turnover > 0.0:
        w.stage = w.actor_count
        do(w, QUITS, 0)


@operation
def perhaps_quit(w: World, first: int) -> None:
    """Let the people of the pool that decides quit, by chance, one after the other from a number on."""
    pool = at.pools(w, w.decides)
    for actor in range(first, w.stage):
        a = at.actors(w, actor)
        if not is_member(w, actor, w.decides) or a.leaving:
            continue
        if w.now < w.off_attrition_spiral:
            a.quit_strain = a.strain
        chance = quit_probability(pool.turnover, WEEK, a.quit_strain, w.fatigue_threshold, w.strain_quits)
        if draw(a.word, w.slot_quit, w.week) < chance:
            do(w, QUITS, actor + 1)
            do(w, DISMISS, actor)
            do(w, POST, successor(w, actor))
            return


@operation
def _work_longer(w: World, number: int) -> None:
    """Let the calendars of a pool's people be longer or shorter, where their hours change."""
    pool = at.pools(w, number)
    for calendar in range(w.calendar_count):
        at.calendars(w, calendar).seen = 0
    for actor in range(w.actor_count):
        if not is_member(w, actor, number):
            continue
        duty = at.calendars(w, at.actors(w, actor).calendar)
        if not duty.seen:
            duty.seen = 1
            if _prolong(w, duty, pool.overtime):
                _plan_anew(w, at.actors(w, actor).calendar)


@operation
def _prolong(w: World, duty: Row, ratio: float) -> bool:
    """Let the days that begin within a week last longer, each by the same share; return whether hours change.

    The last interval of a day grows by the share of the day's hours, at most up to the next one.
    """
    starts, ends, worked, normal = at.begins(w), at.ends(w), at.worked(w), at.normal_ends(w)
    begin, end = w.now, w.now + WEEK
    first = first_from(starts, duty.first, duty.last, begin)
    changed, hours = False, 0.0
    for row in range(first, duty.last):
        start = starts[row]
        if start >= end and not changed:
            break
        if start < end:
            hours += normal[row] - start
            following = starts[row + 1] if row + 1 < duty.last else inf
            new_end = normal[row]
            if following // DAY > start // DAY:
                new_end = prolonged_end(new_end, ratio, hours, following)
                hours = 0.0
            if new_end != ends[row]:
                changed = True
            ends[row] = new_end
        if row > duty.first:
            worked[row] = worked[row - 1] + (ends[row - 1] - starts[row - 1])
    return changed


@operation
def _plan_anew(w: World, calendar: int) -> None:
    """Fix anew when visits and trainings end that go on in another shift."""
    duty = at.calendars(w, calendar)
    for number in range(w.actor_count):
        a = at.actors(w, number)
        if a.calendar != calendar:
            continue
        if a.away:
            plan_return(w, number)
        if a.token == NONE or a.finishes_at <= duty.until:
            continue
        replan(w, a)
        complete_at(w, number, a.finishes_at)


# --- newcomers and mentors -----------------------------------------------------------------------


@operation
def _shown_round(w: World, pool: int) -> int:
    """Return how many freelancers on the ramp take time of a pool [persons]."""
    count = 0
    for number in range(w.actor_count):
        a = at.actors(w, number)
        if a.here and a.pool != pool and at.pools(w, a.pool).guide == pool and w.now < a.full_at:
            count += 1
    return count


@operation
def regroup(w: World, number: int) -> None:
    """Leave with each member of a pool what a visit has to know."""
    pool = at.pools(w, number)
    own, members = 0, 0
    for actor in range(w.actor_count):
        if is_member(w, actor, number):
            members += 1
            if w.now < at.actors(w, actor).full_at:
                own += 1
    pool.newcomers = own + _shown_round(w, number)
    if w.now < w.off_onboarding_burden:
        pool.kept_by_mentors = mentoring(pool.newcomers, members - own, w.mentoring)
    size = min(members, pool.team) if pool.team else members
    pool.kept_by_team = teamwork(size, w.talking, w.talking_limit)
    for actor in range(w.actor_count):
        if is_member(w, actor, number):
            _instruct(w, at.actors(w, actor), pool)


@operation
def _instruct(w: World, a: Row, pool: Row) -> None:
    kept = pool.kept_by_mentors if w.now >= a.full_at else 1.0
    if w.now < w.off_fatigue_rework:
        a.felt_strain = a.strain
    rested = endurance(a.felt_strain, w.fatigue_threshold, w.fatigue_curvature)
    a.factor = rested * pool.pace * kept * pool.kept_by_team
    a.effort = pool.care * pool.switching
    a.thoroughness = pool.review_care
    tired = fatigue_loss(a.felt_strain, w.fatigue_threshold, w.fatigue_errors)
    a.loss = tired + corner_cutting_loss(pool.care, w.haste_errors)


@operation
def regroup_guides(w: World, pool: int) -> None:
    """Let the pool whose time newcomers of a pool take find its new balance of newcomers and mentors."""
    guide = at.pools(w, pool).guide
    if w.has_weeks and guide != NONE:
        regroup(w, guide)
