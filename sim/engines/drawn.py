"""What luck has drawn in a run, less what it was expected to draw; see ``sim.records.controls``."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.model.model import POISSON, Model
from sim.rules.arrivals import expected_arrivals

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Expectation:
    """Arrivals that all Poisson sources together are expected to have.

    Attributes:
        since: beginning of each piece of constant rate, the first 0 [h].
        rate: of each piece [1/h].
        before: arrivals expected up to the beginning of each piece [1].
        by_warm_up, by_horizon: arrivals expected up to the end of the warm-up, and of the run [1].
    """

    since: Floats
    rate: Floats
    before: Floats
    by_warm_up: float
    by_horizon: float


def expectation_of(model: Model) -> Expectation:
    """Return the arrivals that a model expects of its Poisson sources."""
    types = model.types
    sources = np.flatnonzero(types.source == POISSON).tolist()
    pieces = [slice(int(types.rate_first[each]), int(types.rate_first[each + 1])) for each in sources]
    since = np.unique(np.concatenate([[0.0], *(types.rate_from[rows] for rows in pieces)]))
    rate = np.zeros(len(since))
    for rows in pieces:
        rate += types.rate[rows][np.searchsorted(types.rate_from[rows], since, side="right") - 1]
    before = np.concatenate([[0.0], np.cumsum(np.diff(since) * rate[:-1])])
    pieces_of_all = since.tolist(), rate.tolist(), before.tolist()
    by_warm_up, by_horizon = (
        expected_arrivals(*pieces_of_all, int(np.searchsorted(since, moment, side="right")) - 1, moment)
        for moment in (model.warm_up, model.horizon)
    )
    return Expectation(since, rate, before, by_warm_up, by_horizon)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn in the measured part, as an engine counts it.

    Attributes:
        arrivals: of Poisson sources; a batch is one.
        arrivals_by_wip: the same, each counted by the tasks that were inside.
        expected_by_wip: what was expected of that up to the last change of the tasks inside.
        expected_until: arrivals expected by that change, or by the end of the warm-up.
        inside: tasks inside since then.
        requirements: of visits that began for the first time, less their means [h].
        requirements_by_backlog: the same, each times the visits of the step that waited [h].
    """

    arrivals: int
    arrivals_by_wip: int
    expected_by_wip: float
    expected_until: float
    inside: int
    requirements: float
    requirements_by_backlog: float

    def controls(self, expected: Expectation) -> tuple[float, ...]:
        """Return the controls of the run, in the order of ``sim.records.controls.CONTROLS``."""
        at_the_end = float(self.inside) * (expected.by_horizon - self.expected_until)
        return (
            self.arrivals - (expected.by_horizon - expected.by_warm_up),
            self.requirements,
            self.arrivals_by_wip - (self.expected_by_wip + at_the_end),
            self.requirements_by_backlog,
        )
