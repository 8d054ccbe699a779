"""Control variates: luck whose mean is known explains part of an output, and is taken out of it."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.statistics.estimate import NOISE, Estimate, estimate, student_quantile

Floats = NDArray[np.float64]
FEWEST_LEFT = 5
"""Degrees of freedom that must be left for the residual (assumed)."""


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
    """Return the mean at which the controls have their known mean of zero, by regression.

        Y_j = μ + β'C_j + ε_j,   E C_j = 0:   μ̂ ± t(n - q - 1; (1 + confidence)/2) s.e.

    The standard error is the jackknife's (HC3: residuals of each replication when left out), since outputs
    of queues bend and spread with their controls, and the textbook's then covers too seldom.  The reduction
    compares standard errors, so it counts what estimating β costs; where nothing is gained, the plain mean
    is returned.

    Args:
        values: shape (replications,), nan where undefined.
        controls: shape (replications, q), each of mean zero in truth.
        confidence: of the interval.

    Source: Lavenberg & Welch (1981), A perspective on the use of control variables; MacKinnon & White (1985).
    """
    plain = estimate(values, confidence)
    known = ~np.isnan(values) & ~np.isnan(controls).any(axis=1)
    chosen = _independent(controls[known])
    outputs, number, used = values[known], int(known.sum()), chosen.shape[1]
    freedom = number - used - 1
    if used == 0 or freedom < FEWEST_LEFT or not plain.half_width > NOISE * abs(plain.mean):
        return Controlled(plain, 1.0, 0)
    design = np.column_stack([np.ones(number), chosen])
    inverse = np.linalg.inv(design.T @ design)
    fitted = inverse @ design.T @ outputs
    leverage = np.einsum("ij,jk,ik->i", design, inverse, design)
    left_out = (outputs - design @ fitted) / (1.0 - leverage)
    variance = float(((inverse[0] @ design.T * left_out) ** 2).sum())
    plain_variance = float(outputs.var(ddof=1)) / number
    if not 0.0 < variance < plain_variance:
        return Controlled(plain, 1.0, 0)
    half_width = student_quantile(0.5 + 0.5 * confidence, freedom) * math.sqrt(variance)
    adjusted = Estimate(float(fitted[0]), half_width, number, confidence)
    return Controlled(adjusted, plain_variance / variance, used)


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
