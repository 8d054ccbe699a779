"""What long weeks do: strain that builds up and wears off, slower work, more errors."""

import math


def strain_after(
    strain: float, excess: float, time: float, building_time: float, recovery_time: float
) -> float:
    """Return the strain after some time of constant weekly hours.

        F' = x + (F - x) exp(-t/τ)

    The stock is a first-order smooth of the weekly hours beyond the threshold, in their unit.

    Args:
        strain: F, now [h/week].
        excess: x, weekly hours beyond the threshold [h/week], >= 0.
        time: t, how long they last [h].
        building_time: τ while the strain grows [h].
        recovery_time: τ while it wears off [h].

    Source: smoothing as in system-dynamics models of projects; four weeks either way are assumed.

    >>> strain_after(0.0, 0.0, time=168.0, building_time=672.0, recovery_time=672.0)
    0.0
    >>> strain_after(12.0, 12.0, time=168.0, building_time=672.0, recovery_time=672.0)
    12.0
    """
    smoothing = building_time if excess > strain else recovery_time
    return excess + (strain - excess) * math.exp(-time / smoothing)


def endurance(strain: float, threshold: float, curvature: float) -> float:
    """Return the rate of work under a strain, relative to the rate of a rested person.

        e = 1 - c F²/(T + F),   at least 0

    A week of T + F hours that lasts then has T + F - c F² effective hours.

    Args:
        strain: F [h/week], >= 0; 0 is neutral.
        threshold: T, weekly hours up to which output is proportional to hours [h/week].
        curvature: c [week/h]; 0 is neutral.

    Source: Pencavel (2015), normalised: T = 49, c = 0.03595; 56 and 70 hours give the same output, the
        most comes at 62.9.

    >>> endurance(0.0, 49.0, 0.03595)
    1.0
    >>> round(70.0 * endurance(21.0, 49.0, 0.03595), 1), round(56.0 * endurance(7.0, 49.0, 0.03595), 1)
    (54.1, 54.2)
    >>> endurance(200.0, 49.0, 0.03595)
    0.0
    """
    return max(0.0, 1.0 - curvature * strain * strain / (threshold + strain))


def fatigue_loss(strain: float, threshold: float, slope: float) -> float:
    """Return what strain takes off the match of skills and step [0-1 scale].

        δ = φ F/T

    Args:
        strain: F [h/week], >= 0.
        threshold: T [h/week].
        slope: φ, loss where strain equals the threshold [0-1 scale], >= 0; 0 is neutral.

    Source: errors 1.3 times as likely at a sustained 25 % more hours (Rogers et al. 2004, Griffiths et al.
        2014); with one error in ten, κ = 6 and σ = 0.5 that is φ = 0.0517 (derived).

    >>> fatigue_loss(12.25, 49.0, 0.0)
    0.0
    >>> fatigue_loss(12.25, 49.0, 0.2)
    0.05
    """
    return slope * strain / threshold
