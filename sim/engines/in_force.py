"""Which values of a step were in force at a moment, after dated changes of a strategy."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines.facts import every_steps
from sim.model.model import NONE, Floats, Ints, Model, Steps


class StepsInForce:
    """The steps of a model as they were when each of some visits began.

    Args:
        model: what was run.
        acted_at: when each lever has acted; inf: never [h].
        step: of each visit.
        moment: when it began [h].
    """

    def __init__(self, model: Model, acted_at: Floats, step: Ints, moment: Floats) -> None:
        self._versions: Sequence[Steps] = every_steps(model)
        self._step = step
        self.version = np.zeros(len(step), np.int64)
        """Of each visit, which version of the steps was in force: 0 is that of the start."""
        events = np.flatnonzero(model.levers.phase != NONE)
        for event in events[np.argsort(acted_at[events], kind="stable")]:
            phase = int(model.levers.phase[event])
            rows = (moment >= acted_at[event]) & np.isin(step, model.phases[phase].changed)
            self.version[rows] = 1 + phase

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Return for each visit what a column of the steps was."""
        columns = np.stack([getattr(steps, name) for steps in self._versions])
        values: NDArray[Any] = columns[self.version, self._step]
        return values

    def row(self, visit: int, name: str) -> list[int]:
        """Return for a visit a ragged column of its step: ``prefer`` or ``reviewed``."""
        steps, step = self._versions[int(self.version[visit])], int(self._step[visit])
        first = getattr(steps, f"{name}_first")
        row: list[int] = getattr(steps, name)[first[step] : first[step + 1]].tolist()
        return row


def moments_of_change(model: Model, acted_at: Floats, step: int) -> list[float]:
    """Return when dated changes of a step came, in order [h].

    Args:
        model: what was run.
        acted_at: when each lever has acted; inf: never [h].
        step: its number.
    """
    events = np.flatnonzero(model.levers.phase != NONE).tolist()
    own = (event for event in events if step in model.phases[int(model.levers.phase[event])].changed)
    return sorted({moment for event in own if (moment := float(acted_at[event])) < model.horizon})
