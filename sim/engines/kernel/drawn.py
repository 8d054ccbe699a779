"""What luck has drawn, less what it was expected to draw: ``sim.engines.drawn``, while the run goes on."""

from sim.engines.kernel import at
from sim.engines.kernel.compiling import operation
from sim.engines.kernel.memory import Row, World
from sim.records.record import Outcome
from sim.rules.arrivals import expected_arrivals

HANDED_OVER = int(Outcome.HANDED_OVER)


@operation
def count_arrival(w: World) -> None:
    """Count an arrival of a Poisson source, by itself and by the tasks that are inside."""
    if w.now > w.warm_up:
        w.poisson_arrivals += 1
        w.arrivals_by_wip += w.all_inside


@operation
def count_inside(w: World, more: int) -> None:
    """Note that so many more tasks are inside from now on."""
    if w.now > w.warm_up:
        since = at.expected_since(w)
        row = w.expected_row
        while row + 1 < len(since) and since[row + 1] <= w.now:
            row += 1
        w.expected_row = row
        expected = expected_arrivals(since, at.expected_rate(w), at.expected_before(w), row, w.now)
        w.expected_by_wip += float(w.all_inside) * (expected - w.expected_until)
        w.expected_until = expected
    w.all_inside += more


@operation
def count_request(w: World, step: int) -> None:
    """Note that a visit has been asked for."""
    at.columns(w, step).asked += 1


@operation
def count_requirement(w: World, token: Row, excess: float) -> None:
    """Count what a visit that begins requires beyond the mean, unless it is the rest of one handed over."""
    if token.outcome == HANDED_OVER:
        return
    column = at.columns(w, token.step)
    column.asked -= 1
    if w.now > w.warm_up:
        w.requirements += excess
        w.requirements_by_backlog += excess * float(column.asked)
