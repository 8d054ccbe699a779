"""A normal copula: quantities that rise and fall together by stated rank correlations."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

ROUNDING = 1e-12
"""Added to the diagonal, so that quantities that move as one have a root too."""


def root(correlations: Mapping[str, Mapping[str, float]]) -> NDArray[np.float64]:
    """Return the Cholesky factor of the normal scores: correlations 2 sin(π ρ/6) for rank correlations ρ.

    Args:
        correlations: of each quantity with some of the others, stated once or twice the same [-1, 1].

    Returns:
        Shape (quantities, quantities), in their order.

    Raises:
        ValueError: no quantities can be so correlated.

    Source: Iman & Conover (1982), A distribution-free approach to inducing rank correlation.
    """
    names = list(correlations)
    matrix = np.eye(len(names))
    for name, others in correlations.items():
        for other, rank in others.items():
            one, two = names.index(name), names.index(other)
            matrix[one, two] = matrix[two, one] = 2.0 * np.sin(np.pi * rank / 6.0)
    try:
        return np.asarray(np.linalg.cholesky(matrix + ROUNDING * np.eye(len(names))), np.float64)
    except np.linalg.LinAlgError:
        raise ValueError(
            "the correlations in 'moves_with' contradict each other; bring them nearer to 0"
        ) from None
