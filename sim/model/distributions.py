"""Distributions by people's parameters into the parameters of the sampling rules."""

import math

import numpy as np

from sim.model.model import Distributions
from sim.model.ragged import floats, ints
from sim.rules.sampling import (
    CONSTANT,
    EMPIRICAL,
    EXPONENTIAL,
    LOG_TABLE,
    LOGNORMAL,
    TABLE_REACH,
    TRIANGULAR,
    UNIFORM,
)
from sim.scenario.quantities import Distribution, DistributionKind

TABLE_NODES = 8193
"""Nodes of a gamma's quantile table; between them the relative error is below 1e-5."""
LEAST_LOGARITHM = -700.0
"""Logarithm of the smallest quantile that a table holds."""


class DistributionTable:
    """Collects distributions; each gets a row, equal ones share it."""

    def __init__(self) -> None:
        self._rows: dict[Distribution, int] = {}
        self._parameters: list[tuple[int, float, float, float, int, int, float]] = []
        self._table: list[float] = []

    def add(self, distribution: Distribution) -> int:
        """Return the row of a distribution."""
        if distribution not in self._rows:
            self._rows[distribution] = len(self._parameters)
            self._parameters.append(self._converted(distribution))
        return self._rows[distribution]

    def finished(self) -> Distributions:
        """Return all rows as arrays."""
        kind, a, b, c, offset, size, mean = zip(*self._parameters, strict=True)
        return Distributions(
            ints(kind),
            floats(a),
            floats(b),
            floats(c),
            ints(offset),
            ints(size),
            floats(mean),
            floats(self._table),
        )

    def _converted(self, d: Distribution) -> tuple[int, float, float, float, int, int, float]:
        spread = d.cv > 0.0
        match d.kind:
            case DistributionKind.EXPONENTIAL:
                return (EXPONENTIAL, d.mean, 0.0, 0.0, 0, 0, d.mean)
            case DistributionKind.LOGNORMAL if spread:
                variance = math.log1p(d.cv * d.cv)
                return (LOGNORMAL, math.log(d.mean) - 0.5 * variance, math.sqrt(variance), 0.0, 0, 0, d.mean)
            case DistributionKind.TRIANGULAR:
                return (TRIANGULAR, d.low, d.mode, d.high, 0, 0, d.expected)
            case DistributionKind.UNIFORM:
                return (UNIFORM, d.low, d.high, 0.0, 0, 0, d.expected)
            case DistributionKind.EMPIRICAL:
                return (EMPIRICAL, 0.0, 0.0, 0.0, *self._stored(sorted(d.values)), d.expected)
            case DistributionKind.GAMMA if spread:
                return (LOG_TABLE, 0.0, 0.0, 0.0, *self._stored(gamma_nodes(d.mean, d.cv)), d.mean)
            case _:
                return (CONSTANT, d.mean, 0.0, 0.0, 0, 0, d.mean)

    def _stored(self, values: list[float]) -> tuple[int, int]:
        offset = len(self._table)
        self._table.extend(values)
        return offset, len(values)


def gamma_nodes(mean: float, cv: float) -> list[float]:
    """Return logarithms of gamma quantiles at equal steps of the normal score.

    Args:
        mean: mean of the gamma distribution, in its unit.
        cv: coefficient of variation, > 0.
    """
    from scipy.special import gammainccinv, gammaincinv, ndtr

    shape = 1.0 / (cv * cv)
    scores = np.linspace(-TABLE_REACH, TABLE_REACH, TABLE_NODES)
    quantiles = np.where(scores < 0.0, gammaincinv(shape, ndtr(scores)), gammainccinv(shape, ndtr(-scores)))
    smallest = math.exp(LEAST_LOGARITHM)
    nodes: list[float] = np.log(np.maximum(quantiles * (mean / shape), smallest)).tolist()
    return nodes
