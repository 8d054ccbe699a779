"""How the use of a tool spreads through a pool."""

import math


def adopted_share(share: float, most: float, rate: float, time: float) -> float:
    """Return the share of a pool that uses a tool, some time later.

        A' = M / (1 + (M/A - 1) exp(-q t))

    Args:
        share: A, now [0-1].
        most: M, who will ever use it [0-1].
        rate: q, at which users win others over [1/h]; 0 is neutral.
        time: t [h].

    Source: logistic diffusion; from 20 to 50 % in five months (Brynjolfsson et al. 2025, lowest tercile of
        adherence) is q = 0.277 a month (derived).

    >>> adopted_share(0.2, 1.0, 0.0, 1000.0)
    0.2
    >>> round(adopted_share(0.2, 1.0, math.log(4.0) / 5.0, 5.0), 12)
    0.5
    >>> adopted_share(0.0, 1.0, 0.01, 100.0), adopted_share(0.8, 0.5, 0.01, 100.0)
    (0.0, 0.8)
    """
    if share <= 0.0 or share >= most:
        return share
    return most / (1.0 + (most / share - 1.0) * math.exp(-rate * time))


def turn(begin: float, time: float, place: float) -> float:
    """Return when a roll-out reaches a person.

        t = t_0 + T u

    Args:
        begin: t_0, of the roll-out [h].
        time: T, until it has reached everybody [h]; 0 is neutral.
        place: u, the person's place in it [0-1].

    Source: one after another at an even pace; assumed.

    >>> turn(100.0, 0.0, 0.7), turn(100.0, 50.0, 0.5)
    (100.0, 125.0)
    """
    return begin + time * place


def diffusion_rate(rate: float, trust: float, first: float) -> float:
    """Return the rate at which users win others over, given what they have seen.

        q' = q T/T_0

    Args:
        rate: q, at the first trust [1/h]; 0 is neutral.
        trust: T, mean trust of those who use the tool [0-1].
        first: T_0, trust at the start [0-1], > 0.

    Source: word of mouth follows experience (Bass-type diffusion); the proportion is assumed.

    >>> diffusion_rate(0.002, 0.5, 0.5), diffusion_rate(0.002, 0.25, 0.5)
    (0.002, 0.001)
    """
    return rate * trust / first if first > 0.0 else rate
