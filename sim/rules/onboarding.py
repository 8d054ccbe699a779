"""New people: what they can do at first, what they take from others, what a larger team costs."""


def ramp(tenure: float, time: float, start: float, at_once: bool) -> float:
    """Return the rate of a newcomer, relative to the rate that skill alone would give.

        r = s + (1 - s) t/T  until T, then 1;  or s until T, then 1

    Args:
        tenure: t, since the person began [h].
        time: T, until full productivity [h]; 0 is neutral.
        start: s, on the first day [factor]; 1 is neutral.
        at_once: full productivity comes in one step at its end instead of growing.

    Source: Mellon (2003): 20 weeks for professionals, 12 in customer service, 8 for clerks; half of full
        productivity at first (Abdel-Hamid & Madnick 1991).  The straight line is assumed.

    >>> ramp(0.0, 0.0, 0.5, False), ramp(50.0, 100.0, 0.5, False), ramp(50.0, 100.0, 0.5, True)
    (1.0, 0.75, 0.5)
    """
    if tenure >= time:
        return 1.0
    return start if at_once else start + (1.0 - start) * tenure / time


def mentoring(newcomers: float, experienced: float, load: float) -> float:
    """Return the share of their time that experienced people keep for their own work.

        f = max(0, 1 - m R/E)

    Args:
        newcomers: R, on the ramp [persons].
        experienced: E, in the same pool [persons].
        load: m, of an experienced person's time for each newcomer [FTE]; 0 is neutral.

    Source: a quarter of a full-time equivalent per newcomer (Madachy's model of Brooks's law).

    >>> mentoring(2.0, 20.0, 0.25), mentoring(2.0, 20.0, 0.0), mentoring(3.0, 0.0, 0.25)
    (0.975, 1.0, 1.0)
    >>> mentoring(9.0, 1.0, 0.5)
    0.0
    """
    if experienced <= 0.0:
        return 1.0
    return max(0.0, 1.0 - load * newcomers / experienced)


def teamwork(size: float, coefficient: float, most: float) -> float:
    """Return the share of their time that people in a team keep from talking to each other.

        f = 1 - min(c n², c_max)

    Args:
        size: n, of the team [persons].
        coefficient: c [1/persons²]; 0 is neutral.
        most: c_max, the largest share that goes into talking [0-1].

    Source: Abdel-Hamid & Madnick (1991), 0.06 n² per cent for teams of up to 30; the cap is their last value.

    >>> teamwork(20.0, 0.0006, 0.54), teamwork(100.0, 0.0006, 0.54), teamwork(100.0, 0.0, 0.54)
    (0.76, 0.45999999999999996, 1.0)
    """
    return 1.0 - min(coefficient * size * size, most)
