"""Tasks and visits added up as they end, where no record of them is kept."""

from math import isfinite, isnan

from sim.engines.kernel import at
from sim.engines.kernel.compiling import operation
from sim.engines.kernel.memory import Row, World
from sim.engines.kernel.orders import OF_WEEK, OF_WINDOW
from sim.engines.kernel.work import TOOL
from sim.model.model import NONE
from sim.records.exact_sum import DIGITS
from sim.records.ratings import MARKS
from sim.records.record import Outcome
from sim.rules.calendar import hours_up_to

HANDED_OVER = int(Outcome.HANDED_OVER)
SERVICE_TIME, VALUE, HOURS_INSIDE = map(OF_WINDOW.index, ("service_time", "value", "hours_inside"))
MOMENTS, QUALITY_OF_WEEK, VALUE_OF_WEEK = map(OF_WEEK.index, ("moments", "quality", "value"))
SUMS_OF_WEEK = len(OF_WEEK)
COARSE, FINER = 2.0 ** DIGITS[0], 2.0 ** DIGITS[1]

# --- tasks ---------------------------------------------------------------------------------------


@operation
def add_task(w: World, number: int) -> None:
    """Add up what measures read of a task that has been delivered, or is inside at the horizon."""
    task = at.tasks(w, number)
    left_at = task.delivered_at
    _add_to_weeks(w, task, left_at)
    counts = at.task_counts(w, 0)
    if task.arrived_at > w.warm_up:
        counts.arrived += 1
        counts.repairs += task.parent != NONE
    until = w.horizon if isnan(left_at) else left_at
    inside = until - max(task.arrived_at, w.warm_up)
    if inside > 0.0:
        _add(at.window_sums(w, HOURS_INSIDE), inside)
    if task.parent == NONE and w.warm_up < task.due_at <= w.horizon:
        counts.due += 1
        counts.late += not left_at <= task.due_at
    if task.parent == NONE and left_at > w.warm_up:
        counts.delivered += 1
        counts.hand_offs += task.hand_offs
        if not task.defective:
            counts.good += 1
            counts.first_pass += task.reworks == 0
        if isfinite(task.due_at):
            counts.promised += 1
            counts.kept += left_at <= task.due_at
        _add(at.window_sums(w, SERVICE_TIME), task.service_time)
        _add(at.window_sums(w, VALUE), task.value)
        sample = at.samples(w, w.sampled)
        w.sampled += 1
        sample.flow_time, sample.lateness = left_at - task.arrived_at, left_at - task.due_at
        sample.quality = task.quality


@operation
def _add_to_weeks(w: World, task: Row, left_at: float) -> None:
    ends = at.week_ends(w)
    if not isnan(left_at):
        while w.week_of_delivery < len(ends) - 1 and ends[w.week_of_delivery] <= left_at:
            w.week_of_delivery += 1
    last = len(ends) - 1 if isnan(left_at) else w.week_of_delivery
    first = last
    while first > 0 and ends[first - 1] > task.arrived_at:
        first -= 1
    if task.arrival_number < 0 and task.parent == NONE:
        at.week_counts(w, first).open_tasks += 1
    else:
        at.week_counts(w, first).arrivals += 1
    _add(at.week_sums(w, first * SUMS_OF_WEEK + MOMENTS), max(task.arrived_at, 0.0))
    if isnan(left_at):
        return
    week = at.week_counts(w, last)
    week.departures += 1
    _add(at.week_sums(w, last * SUMS_OF_WEEK + MOMENTS), -left_at)
    if task.parent == NONE:
        week.delivered += 1
        week.good += not task.defective
        _add(at.week_sums(w, last * SUMS_OF_WEEK + VALUE_OF_WEEK), task.value)
        if not isnan(task.quality):
            week.rated += 1
            _add(at.week_sums(w, last * SUMS_OF_WEEK + QUALITY_OF_WEEK), task.quality)


@operation
def _add(sums: Row, number: float) -> None:
    """Add a number exactly: as ``sim.records.exact_sum`` cuts it."""
    rest = number * COARSE
    whole = int(rest)
    sums.coarse += whole
    rest = (rest - float(whole)) * FINER
    whole = int(rest)
    sums.middle += whole
    sums.fine += int((rest - float(whole)) * FINER)


# --- visits --------------------------------------------------------------------------------------


@operation
def add_visit(w: World, actor: int) -> None:
    """Add up what measures read of a visit that ends now."""
    a = at.actors(w, actor)
    if w.now > w.warm_up:
        repeats = at.tokens(w, a.token).redo
        if a.outcome != HANDED_OVER:
            w.completed += 1
            w.repeated += repeats
            if not isnan(a.quality):
                _rate(at.ratings(w, actor * w.step_count + at.tokens(w, a.token).step), a.quality)
        at.modes(w, a.mode).hours += a.service_time
        if repeats:
            w.repeated_hours += a.service_time
    add_hours(w, actor, w.now)


@operation
def _rate(ratings: Row, quality: float) -> None:
    """Count what a visit made: as ``sim.records.ratings`` rounds it."""
    marks = int(quality * MARKS + 0.5)
    ratings.count += 1
    ratings.total += marks
    ratings.squares += marks * marks


@operation
def add_hours(w: World, actor: int, end: float) -> None:
    """Add up the hours of a visit in each segment of the run that it lies in, and the use of a tool."""
    a, cuts = at.actors(w, actor), at.cuts(w)
    while cuts[w.segment + 1] < end:
        w.segment += 1
    first = w.segment
    while cuts[first] > a.started_at:
        first -= 1
    if cuts[first + 1] <= a.started_at:
        first += 1
    _count_use(w, a, first)
    last = max(first, w.segment)
    row = (actor * w.span_count + _span(w, a)) * w.segment_count
    hours = beyond = 0.0
    for segment in range(first, last + 1):
        hours, beyond = _hours(w, a, max(a.started_at, cuts[segment]), min(end, cuts[segment + 1]))
        sums = at.hours(w, row + segment)
        sums.worked += hours
        sums.beyond += beyond
    if end > w.warm_up:
        if first < last or a.started_at < w.warm_up:
            hours, beyond = _hours(w, a, max(a.started_at, w.warm_up), end)
        a.measured_worked += hours
        a.measured_beyond += beyond


@operation
def _hours(w: World, a: Row, begins: float, ends: float) -> tuple[float, float]:
    """Return the hours worked on a visit between two moments, and those of them beyond the shift [h]."""
    on_duty = _on_duty(w, a, begins, ends)
    hours = ends - begins if a.stays else on_duty
    return hours, max(hours - on_duty, 0.0)


@operation
def _on_duty(w: World, a: Row, begins: float, ends: float) -> float:
    """Return an actor's hours on duty between two moments [h]."""
    c = at.calendars(w, a.calendar)
    starts, stops, worked = at.begins(w), at.ends(w), at.worked(w)
    last = _interval(w, c, c.row, ends)
    first = _interval(w, c, last, begins)
    before = hours_up_to(starts, stops, worked, c.first, first, begins)
    return hours_up_to(starts, stops, worked, c.first, last, ends) - before


@operation
def _interval(w: World, calendar: Row, near: int, moment: float) -> int:
    """Return the last interval of a calendar that begins at or before a moment, looked for from one down."""
    starts = at.begins(w)
    row = min(near, calendar.last - 1)
    while row >= calendar.first and starts[row] > moment:
        row -= 1
    return row


@operation
def _span(w: World, a: Row) -> int:
    """Return in which span of its tool a slot began its visit; 0 for people."""
    if w.span_count == 1 or at.pools(w, a.pool).kind != TOOL:
        return 0
    return _latest_change(w, a.pool, a.started_at)


@operation
def _latest_change(w: World, tool: int, moment: float) -> int:
    """Return the number of the last change of a tool that had come by some moment."""
    number = at.pools(w, tool).changes - 1
    while number > 0 and at.changes(w, tool * (w.lever_count + 1) + number).since > moment:
        number -= 1
    return number


@operation
def _count_use(w: World, a: Row, segment: int) -> None:
    if a.uses != NONE:
        change = _latest_change(w, a.uses, a.started_at)
        version = at.changes(w, a.uses * (w.lever_count + 1) + change).version
        at.uses(w, segment * w.version_count + version).count += 1
