"""Latin hypercubes: values of several quantities that lie evenly over the range of each."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]


def hypercube(count: int, together: Floats, seed: int | Sequence[int]) -> Floats:
    """Return a Latin hypercube whose columns are correlated, shape (count, quantities), each value in (0, 1).

    Each column has one value in each of as many even parts as there are rows, so rows are not independent of
    each other: a mean over them varies less than over independent ones.  Correlated normal scores say in
    which order the values of a column stand.

    Args:
        count: rows.
        together: root of the correlations of the scores, shape (quantities, quantities).
        seed: of its luck.

    Source: McKay, Beckman & Conover (1979); the order by Iman & Conover (1982).
    """
    luck = np.random.default_rng(seed)
    quantities = len(together)
    cells = np.stack([luck.permutation(count) for _ in range(quantities)], axis=1)
    even = (cells + luck.random((count, quantities))) / count
    ranks = (ndtri(even) @ together.T).argsort(axis=0).argsort(axis=0)
    return np.asarray(np.take_along_axis(np.sort(even, axis=0), ranks, axis=0), np.float64)
