"""Draws from the distributions of a model."""

from collections.abc import Sequence

from sim.model.model import Distributions
from sim.rules.luck import uniform
from sim.rules.sampling import CONSTANT, sampled


class Draw:
    """A distribution and what its draws are for."""

    __slots__ = ("_parameters", "_slot", "constant", "mean")

    def __init__(self, distributions: Distributions, table: Sequence[float], row: int, slot: int) -> None:
        d = distributions
        self._parameters = (
            int(d.kind[row]),
            float(d.a[row]),
            float(d.b[row]),
            float(d.c[row]),
            table,
            int(d.offset[row]),
            int(d.size[row]),
        )
        self._slot = slot
        self.mean = float(d.mean[row])
        self.constant = self._parameters[0] == CONSTANT

    def of(self, owner: int, occurrence: int) -> float:
        """Return this owner's draw, the n-th time (0 up)."""
        if self.constant:
            return self._parameters[1]
        return sampled(*self._parameters, uniform(owner, self._slot, occurrence))
