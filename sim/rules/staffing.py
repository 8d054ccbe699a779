"""Who leaves, and how soon."""

import math

YEAR = 8766.0
"""Hours of a mean year: 365.25 days."""


def quit_probability(annual: float, time: float, strain: float, threshold: float, slope: float) -> float:
    """Return the probability that a person quits within some time.

        p = 1 - (1 - q)^((t/year) exp(ψ F/T))

    Args:
        annual: q, share that leaves in a year without strain [0-1); 0 is neutral.
        time: t [h].
        strain: F, weekly hours beyond the threshold, smoothed [h/week].
        threshold: T [h/week].
        slope: ψ, growth of the hazard with strain [1], >= 0; 0 is neutral.

    Source: 19 % a year (SHRM 2016), 60 % in contact centres; that strain makes people leave is well known,
        its size here is assumed.

    >>> round(quit_probability(0.19, YEAR, 0.0, 49.0, 0.0), 12)
    0.19
    >>> quit_probability(0.0, YEAR, 30.0, 49.0, 2.0)
    0.0
    """
    hazard = -math.log1p(-annual) * math.exp(slope * strain / threshold)
    return -math.expm1(-hazard * time / YEAR)
