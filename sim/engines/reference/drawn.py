"""What luck has drawn, less what it was expected to draw: ``sim.engines.drawn``, while the run goes on."""

from sim.engines.drawn import Drawn, expectation_of
from sim.model.model import Model
from sim.rules.arrivals import expected_arrivals


class Ledger:
    """Keeps account of what is drawn in the measured part."""

    def __init__(self, model: Model) -> None:
        self._expected = expected = expectation_of(model)
        self._since: list[float] = expected.since.tolist()
        self._rate: list[float] = expected.rate.tolist()
        self._before: list[float] = expected.before.tolist()
        self._warm_up = model.warm_up
        self._row = 0
        self._arrivals = self._by_wip = self._inside = 0
        self._expected_by_wip, self._expected_until = 0.0, expected.by_warm_up
        self._asked = [0] * len(model.steps.word)
        self._requirements = self._by_backlog = 0.0

    def arrival(self, now: float) -> None:
        """Count an arrival of a Poisson source, by itself and by the tasks that are inside."""
        if now > self._warm_up:
            self._arrivals += 1
            self._by_wip += self._inside

    def inside(self, more: int, now: float) -> None:
        """Note that so many more tasks are inside from now on."""
        if now > self._warm_up:
            while self._row + 1 < len(self._since) and self._since[self._row + 1] <= now:
                self._row += 1
            expected = expected_arrivals(self._since, self._rate, self._before, self._row, now)
            self._expected_by_wip += float(self._inside) * (expected - self._expected_until)
            self._expected_until = expected
        self._inside += more

    def request(self, step: int) -> None:
        """Note that a visit has been asked for."""
        self._asked[step] += 1

    def requirement(self, step: int, excess: float, now: float) -> None:
        """Count what a visit that begins for the first time requires beyond the mean [h]."""
        self._asked[step] -= 1
        if now > self._warm_up:
            self._requirements += excess
            self._by_backlog += excess * float(self._asked[step])

    def controls(self) -> tuple[float, ...]:
        """Return what has been drawn less what was expected."""
        drawn = Drawn(
            arrivals=self._arrivals,
            arrivals_by_wip=self._by_wip,
            expected_by_wip=self._expected_by_wip,
            expected_until=self._expected_until,
            inside=self._inside,
            requirements=self._requirements,
            requirements_by_backlog=self._by_backlog,
        )
        return drawn.controls(self._expected)
