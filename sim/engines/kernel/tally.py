"""Hours of visits added up as they end, where no record of visits is kept."""

from sim.engines.kernel import at
from sim.engines.kernel.compiling import operation
from sim.engines.kernel.memory import Row, World
from sim.engines.kernel.work import TOOL
from sim.model.model import NONE
from sim.records.record import Outcome
from sim.rules.calendar import hours_up_to

HANDED_OVER = int(Outcome.HANDED_OVER)


@operation
def add_visit(w: World, actor: int) -> None:
    """Add up what measures read of a visit that ends now."""
    a = at.actors(w, actor)
    if w.now > w.warm_up:
        repeats = at.tokens(w, a.token).redo
        if a.outcome != HANDED_OVER:
            w.completed += 1
            w.repeated += repeats
        at.modes(w, a.mode).hours += a.service_time
        if repeats:
            w.repeated_hours += a.service_time
    add_hours(w, actor, w.now)


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
