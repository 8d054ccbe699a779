"""Control variates: luck whose mean is known explains part of an output, and is taken out of it."""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.statistics.estimate import NOISE, Estimate, estimate, student_quantile
from sim.statistics.skewness import skewed

Floats = NDArray[np.float64]
FEWEST_LEFT = 5
"""Degrees of freedom that must be left for the residual (assumed)."""
FEWEST_CONTROLLED = 80
"""Replications from which on control variates are tried: in each half five for each control of two
strategies."""
LEAST_GAIN = 1.5
"""Times as many runs that control variates must be worth to be used; of the half that is adjusted, three
times as many (assumed)."""


@dataclass(frozen=True, slots=True)
class Controlled:
    """A mean, with what known luck explains of it taken out.

    Attributes:
        estimate: adjusted mean with its interval; the plain one where no control helps.
        reduction: variance of the plain mean / variance of the adjusted one, estimated; 1: nothing gained.
        controls: how many were used.
    """

    estimate: Estimate
    reduction: float
    controls: int


def controlled(values: Floats, controls: Floats, confidence: float = 0.95) -> Controlled:
    """Return the mean at which the controls have their known mean of zero, where that gains something.

    The first half of the replications says whether something is gained, the second half is adjusted.  Where
    the same replications did both, the mean would be adjusted when luck shows a close relation, and the
    interval would be short and wrong just then.  Nothing is adjusted where the first half shows that a few
    exceptional replications make the mean.  The reduction is the first half's, and counts that only the
    second is adjusted.

    Args:
        values: shape (replications,), nan where undefined.
        controls: shape (replications, q), each of mean zero in truth.
        confidence: of the interval.
    """
    plain = Controlled(estimate(values, confidence), 1.0, 0)
    rows = np.flatnonzero(~np.isnan(values) & ~np.isnan(controls).any(axis=1))
    first, second = rows[: len(rows) // 2], rows[len(rows) // 2 :]
    told = regressed(values[first], controls[first], confidence)
    if told is None or skewed(values[first]) is not None:
        return plain
    gain = told.reduction * len(second) / len(rows)
    found = regressed(values[second], controls[second], confidence)
    return plain if found is None or gain <= 1.0 else replace(found, reduction=gain)


def regressed(values: Floats, controls: Floats, confidence: float = 0.95) -> Controlled | None:
    """Return the mean at which the controls are zero, by regression; None where too few runs are left.

        Y_j = μ + β'C_j + ε_j,   E C_j = 0:   μ̂ ± t(n - q - 1; (1 + confidence)/2) s.e.

    The standard error is the jackknife's (HC3: residuals of each replication when left out), since outputs
    of queues bend and spread with their controls, and the textbook's then covers too seldom.  The reduction
    compares standard errors, so it counts what estimating β costs.

    Args:
        values: shape (replications,).
        controls: shape (replications, q), each of mean zero in truth.
        confidence: of the interval.

    Source: Lavenberg & Welch (1981), A perspective on the use of control variables; MacKinnon & White (1985).
    """
    chosen = _independent(controls)
    number, used = chosen.shape
    freedom = number - used - 1
    if used == 0 or freedom < FEWEST_LEFT or not values.std() > NOISE * abs(float(values.mean())):
        return None
    design = np.column_stack([np.ones(number), chosen])
    inverse = np.linalg.inv(design.T @ design)
    fitted = inverse @ design.T @ values
    leverage = np.einsum("ij,jk,ik->i", design, inverse, design)
    left_out = (values - design @ fitted) / (1.0 - leverage)
    variance = float(((inverse[0] @ design.T * left_out) ** 2).sum())
    if not variance > 0.0:
        return None
    half_width = student_quantile(0.5 + 0.5 * confidence, freedom) * math.sqrt(variance)
    adjusted = Estimate(float(fitted[0]), half_width, number, confidence)
    return Controlled(adjusted, float(values.var(ddof=1)) / number / variance, used)


def _independent(controls: Floats) -> Floats:
    """Return the controls that vary and are no sum of those before them."""
    spread = controls.std(axis=0) if len(controls) else np.zeros(controls.shape[1])
    scaled = controls[:, spread > 0.0] / spread[spread > 0.0]
    kept: list[Floats] = []
    for column in scaled.T:
        tried = np.column_stack([np.ones(len(column)), *kept, column])
        if np.linalg.matrix_rank(tried) == tried.shape[1]:
            kept.append(column)
    return np.column_stack(kept) if kept else np.empty((len(controls), 0))
