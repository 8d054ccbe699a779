"""Why a person did alone what a tool might have helped with: the tool was down, or was left unused."""

import numpy as np

from sim.engines.in_force import StepsInForce
from sim.measures.books.presence import Presence
from sim.model.model import Flags, Ints
from sim.records.record import Mode, RunRecord


class Uptake:
    """Who works with a tool where it is up, as far as a run shows it.

    Args:
        record: what the run left behind.
        steps: of each visit, its step as it was in force.
        presence: who was there, tools included.
    """

    def __init__(self, record: RunRecord, steps: StepsInForce, presence: Presence) -> None:
        self._visits, self._presence = record.visits, presence
        self._tool: Ints = steps["tool"]
        self._up: dict[int, Flags] = {}

    def was_kept_off(self, tool: int, visit: int) -> bool:
        """Return whether a tool was down at a visit whose actor works with it where it is up.

        What he did when it was up last says so, or, if it had never been up for him, what he does later; of
        whom nothing is seen it is assumed.
        """
        up = self._is_up(tool)
        if up[visit]:
            return False
        v = self._visits
        chances = np.flatnonzero(up & (v["actor"] == v["actor"][visit]) & (self._tool == tool))
        if not len(chances):
            return True
        began = v["started_at"][chances]
        before = began < v["started_at"][visit]
        nearest = chances[np.argmax(np.where(before, began, -np.inf) if before.any() else -began)]
        return bool(v["mode"][nearest] == Mode.ASSISTED)

    def _is_up(self, tool: int) -> Flags:
        """Return for each visit whether a tool was up when it began: all slots of a tool are up together."""
        if tool not in self._up:
            duty = self._presence.on_duty(self._presence.members(tool)[0])
            began = self._visits["started_at"]
            row = np.searchsorted(duty.begin, began, side="right") - 1
            self._up[tool] = (row >= 0) & (began < np.append(duty.end, -np.inf)[row])
        return self._up[tool]
