"""W2 in numbers, for the peers' programs; ``w2.yaml`` says the same in our own language."""

import math

GROUPS = (("ai", 4, 0.5), ("junior", 10, 1.0), ("mid", 8, 0.8), ("senior", 6, 0.7), ("freelance", 8, 0.9))
"""Name, workers, factor on the work time."""
AI, JUNIOR, MID, SENIOR, FREELANCE = range(5)
ROUTES = (
    (AI, JUNIOR, FREELANCE),
    (JUNIOR, MID, FREELANCE),
    (MID, SENIOR, FREELANCE),
    (SENIOR, MID),
    (SENIOR,),
)
"""By class: groups in order of preference; the last class is the review."""
REVIEW = 4
CLASSES = ("brief", "standard", "complex", "technical", "review")
SHARES = (0.4, 0.3, 0.2, 0.1)
"""Of the task types."""
TASKS_PER_HOUR = 10.0
HIGH_SHARE = 0.15
"""Share of tasks of high priority."""
REWORK_SHARE = 0.2
"""Chance that a review sends a task back."""
MEANS = (1.0, 2.0, 4.0, 6.0, 0.3)
"""Mean hours by class, before the factor of the group."""
CVS = (0.6, 0.6, 0.6, 0.6, 0.5)
"""Their coefficients of variation; every time is lognormal."""


def lognormal_parameters(mean: float, cv: float) -> tuple[float, float]:
    """Return mean and standard deviation of the logarithm.

    >>> tuple(round(value, 6) for value in lognormal_parameters(1.0, 0.6))
    (-0.153742, 0.554513)
    """
    variance = math.log(1.0 + cv * cv)
    return math.log(mean) - 0.5 * variance, math.sqrt(variance)


LOGS = tuple(lognormal_parameters(mean, cv) for mean, cv in zip(MEANS, CVS, strict=True))
"""By class: mean and standard deviation of the logarithm of the hours."""


def factor(kind: int, group: int) -> float:
    """Return the factor of a group on the hours of a class; a review takes everybody as long."""
    return 1.0 if kind == REVIEW else GROUPS[group][2]
