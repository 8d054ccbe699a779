"""What a backlog does to people: longer days, less care, and standards that follow."""

import math

RICHARDSON = ((1.0, 1.0), (1.2, 1.12), (1.4, 1.25), (1.6, 1.35), (1.8, 1.40))
"""Hours over normal hours, by work pressure; straight lines between, level beyond."""
HOURS_PER_GRAIN = 1.0 / 1073741824.0
"""2^-30: the grain in which a backlog is counted, 3 µs [h]."""


def grains(hours: float) -> int:
    """Return some work as a whole number of grains: such numbers add up to the same in any order.

    >>> grains(1.5) * HOURS_PER_GRAIN
    1.5
    """
    return math.floor(hours / HOURS_PER_GRAIN + 0.5)


def schedule_pressure(backlog: float, capacity: float, target: float) -> float:
    """Return the pressure of a backlog.

        P = B / (C G)

    Args:
        backlog: B, work that waits [h].
        capacity: C, working hours of those present in a normal week [h/week].
        target: G, weeks of work that are thought normal to have on hand [week].

    Returns:
        Pressure [1]; 1 is normal; infinity where work waits and nobody is there.

    Source: backlog over its goal, Richardson's and Oliva & Sterman's (2001) models.

    >>> schedule_pressure(backlog=160.0, capacity=80.0, target=1.0)
    2.0
    """
    if backlog <= 0.0:
        return 0.0
    return backlog / (capacity * target) if capacity > 0.0 else math.inf


def overtime_ratio(pressure: float, most: float) -> float:
    """Return hours worked over normal hours under some pressure.

    Args:
        pressure: [1]; at 1 and below, normal hours are worked.
        most: cap on the ratio [factor], >= 1; 1 is neutral.

    Source: table of Richardson's backlog model, completion over normal by desired over normal.

    >>> overtime_ratio(0.3, 1.5), overtime_ratio(1.4, 1.5), overtime_ratio(9.0, 1.5), overtime_ratio(9.0, 1.0)
    (1.0, 1.25, 1.4, 1.0)
    >>> [round(overtime_ratio(pressure, 1.5), 12) for pressure in (1.1, 1.2, 1.3, 1.5, 1.6, 1.7, 1.8)]
    [1.06, 1.12, 1.185, 1.3, 1.35, 1.375, 1.4]
    """
    if pressure <= RICHARDSON[0][0]:
        return 1.0
    for row in range(1, len(RICHARDSON)):
        right, above = RICHARDSON[row]
        if pressure <= right:
            left, below = RICHARDSON[row - 1]
            return min(below + (above - below) * (pressure - left) / (right - left), most)
    return min(RICHARDSON[-1][1], most)


def pace(pressure: float, elasticity: float, most: float) -> float:
    """Return how much faster people work under pressure, without doing less.

        r = min(P^η, r_max)   where P > 1

    Args:
        pressure: P [1]; at 1 and below the pace is normal.
        elasticity: η [1], >= 0; 0 is neutral.
        most: r_max [factor], >= 1.

    Source: KC & Terwiesch (2009) find service sped up by load; the size is assumed.

    >>> pace(2.0, 0.0, 1.2), pace(0.5, 0.3, 1.2), pace(9.0, 1.0, 1.2)
    (1.0, 1.0, 1.2)
    >>> round(pace(1.21, 0.5, 1.2), 12), pace(math.inf, 0.5, 1.2)
    (1.1, 1.2)
    """
    if pressure <= 1.0 or elasticity <= 0.0:
        return 1.0
    return min(math.exp(elasticity * math.log(pressure)), most)


def care_under_pressure(pressure: float, elasticity: float, standard: float, least: float) -> float:
    """Return the time that people take for a task, relative to the time that it should take.

        k = max(k_0 P^-ε, k_min)   where P > 1, else k_0

    Args:
        pressure: P [1].
        elasticity: ε of time per task to pressure [1], >= 0; 0 is neutral.
        standard: k_0, what is held to be enough when nothing presses [factor], at most 1.
        least: k_min, below which nobody goes [factor].

    Source: Oliva & Sterman (2001): elasticity about -0.64; default -0.3 (assumed).

    >>> care_under_pressure(3.0, 0.0, standard=1.0, least=0.5)
    1.0
    >>> care_under_pressure(0.4, 0.3, standard=0.9, least=0.5)
    0.9
    >>> round(care_under_pressure(1.3, 0.64, standard=1.0, least=0.5), 3)
    0.845
    """
    if pressure <= 1.0 or elasticity <= 0.0:
        return standard
    if pressure == math.inf:
        return least
    return max(standard * math.exp(-elasticity * math.log(pressure)), least)


def eroded_standard(standard: float, care: float, time: float, falling: float, rising: float) -> float:
    """Return the standard of care after people have worked with some care for a time.

        k_0' = k + (k_0 - k) exp(-t/τ)

    Args:
        standard: k_0, now [factor].
        care: k, with which they worked [factor].
        time: t [h].
        falling: τ while the standard falls [h]; infinity is neutral.
        rising: τ while it rises again [h]; infinity: it never does.

    Source: Oliva & Sterman (2001): down in about 19 weeks, practically never up.

    >>> eroded_standard(1.0, 0.8, time=168.0, falling=math.inf, rising=math.inf)
    1.0
    >>> eroded_standard(0.8, 1.0, time=168.0, falling=100.0, rising=math.inf)
    0.8
    """
    slow = falling if care < standard else rising
    if slow == math.inf:
        return standard
    return care + (standard - care) * math.exp(-time / slow)


def corner_cutting_loss(care: float, slope: float) -> float:
    """Return what haste takes off the match of skills and step [0-1 scale].

        δ = χ (1 - k)

    Args:
        care: k, time taken over the time that the task should take [factor].
        slope: χ [0-1 scale], >= 0; 0 is neutral.

    Source: direction from Oliva & Sterman (2001); size assumed.

    >>> corner_cutting_loss(1.0, 0.5), corner_cutting_loss(0.5, 0.5)
    (0.0, 0.25)
    """
    return slope * (1.0 - care)


def switching_factor(pressure: float, loss: float, most: float) -> float:
    """Return effort over effort without interruption, when a full desk makes people switch between tasks.

        f = min(1 + l (P - 1), f_max)   where P > 1

    Args:
        pressure: P [1].
        loss: l, extra effort at twice the normal backlog [share], >= 0; 0 is neutral.
        most: f_max [factor], >= 1.

    Source: KC (2014): multitasking slows beyond a small amount; size assumed.

    >>> switching_factor(3.0, 0.0, 1.5), switching_factor(0.4, 0.1, 1.5), switching_factor(2.0, 0.1, 1.5)
    (1.0, 1.0, 1.1)
    """
    if pressure <= 1.0 or loss <= 0.0:
        return 1.0
    return min(1.0 + loss * (pressure - 1.0), most)


def training_held(pressure: float, elasticity: float) -> float:
    """Return the share of planned training hours that are held under pressure.

        h = P^-η   where P > 1

    Args:
        pressure: P [1]; at 1 and below all are held.
        elasticity: η [1], >= 0; 0 is neutral.

    Source: training is the first to be put off (the capability trap, Repenning & Sterman 2001, structure);
        the size is assumed.

    >>> training_held(0.7, 1.0), training_held(2.0, 1.0), training_held(2.0, 0.0)
    (1.0, 0.5, 1.0)
    """
    if pressure <= 1.0 or elasticity == 0.0:
        return 1.0
    return math.exp(-elasticity * math.log(pressure)) if pressure < math.inf else 0.0
