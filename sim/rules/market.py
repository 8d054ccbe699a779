"""The freelance market: when a posting is filled, at what rate."""

import math

FIFTH_PERCENTILE_SCORE = 1.6448536269514722
"""Standard normal score of the 95th percentile."""
MOST_POSTINGS = 1000
"""Postings of one seat after which nobody is looked for any more (assumed)."""


def market_rate(low: float, high: float, score: float) -> float:
    """Return the hourly rate of one freelancer.

    Lognormal with its 5th and 95th percentiles at ``low`` and ``high``; a single value is a constant.

    Args:
        low, high: range of hourly rates [currency/h], 0 < low <= high.
        score: standard normal score of the freelancer.

    Source: default sampling of the platform ranges in the project's evidence, section 7.2.

    >>> market_rate(low=30.0, high=30.0, score=1.3)
    30.0
    >>> round(market_rate(low=15.0, high=40.0, score=FIFTH_PERCENTILE_SCORE), 9)
    40.0
    """
    if high <= low:
        return low
    middle = 0.5 * (math.log(low) + math.log(high))
    spread = 0.5 * (math.log(high) - math.log(low)) / FIFTH_PERCENTILE_SCORE
    return math.exp(middle + spread * score)


def mean_market_rate(low: float, high: float) -> float:
    """Return the mean of ``market_rate`` over freelancers [currency/h].

    >>> mean_market_rate(30.0, 30.0)
    30.0
    >>> round(mean_market_rate(15.0, 40.0), 6)
    25.60818
    """
    if high <= low:
        return low
    middle = 0.5 * (math.log(low) + math.log(high))
    spread = 0.5 * (math.log(high) - math.log(low)) / FIFTH_PERCENTILE_SCORE
    return math.exp(middle + 0.5 * spread * spread)


def indexed(value: float, index: float, elasticity: float) -> float:
    """Return a price or a delay on a market whose demand has moved.

        v' = v D^η

    Args:
        value: v, at the demand of the start [any].
        index: D, demand over the demand of the start [factor], > 0; 1 is neutral.
        elasticity: η [1]; 0 is neutral.

    Source: translation, demand -19 % and pay -20 % (Bloomberry 2024): η = 1.06 for rates (derived);
        for delays assumed.

    >>> indexed(40.0, 0.5, 0.0), indexed(40.0, 1.0, 1.06)
    (40.0, 40.0)
    >>> round(indexed(1.0, 0.81, 1.06), 2)
    0.8
    """
    if index == 1.0 or elasticity == 0.0:
        return value
    return value * math.exp(elasticity * math.log(index))


def signal(score: float, noise: float, accuracy: float) -> float:
    """Return what a client sees of a candidate.

        y = a z + √(1 - a²) ε

    Args:
        score: z, standard normal score of the candidate's skill.
        noise: ε, standard normal.
        accuracy: a, correlation of what is seen with what is true [0-1]; 0 is neutral: any candidate is as
            good as another.

    Source: the model of selection by a fallible test (Cronbach & Gleser 1965).

    >>> signal(1.5, -2.0, 1.0), signal(1.5, -2.0, 0.0)
    (1.5, -2.0)
    """
    return accuracy * score + math.sqrt(1.0 - accuracy * accuracy) * noise


def mean_score(total: float, count: int) -> float:
    """Return the standard normal score of somebody's mean skill, from those of his skills.

        z = Σ z_k / √K

    Args:
        total: Σ z_k, sum of the standard normal scores of his skills.
        count: K, how many skills vary between people; 0 is neutral.

    Source: the sum of K independent standard normal variables has the variance K.

    >>> mean_score(0.0, 0), mean_score(1.0, 1), mean_score(4.0, 4)
    (0.0, 1.0, 2.0)
    """
    return total / math.sqrt(count) if count > 0 else 0.0


def own_demand(seats: float, depth: float) -> float:
    """Return how much our own seats raise the demand of a market.

        D = 1 + n/N

    Args:
        seats: n, of ours that are filled [persons].
        depth: N, freelancers on offer for such seats [persons]; infinity is neutral.

    Returns:
        Demand over the demand without us [factor].

    Source: our share of a market of N; assumed.

    >>> own_demand(5.0, math.inf), own_demand(5.0, 50.0)
    (1.0, 1.1)
    """
    return 1.0 + seats / depth


def seats_next(open_now: int, step: int, most: int, opens: bool, releases: bool) -> int:
    """Return how many seats a rule wants open, one look later.

    Args:
        open_now: seats that are open [persons].
        step: opened or closed at one look [persons].
        most: open at one time [persons].
        opens: the condition to hire holds; it goes before that to release.
        releases: the condition to release holds.

    Source: the project's own; a planner's weekly look.

    >>> seats_next(2, 2, 3, True, False), seats_next(2, 3, 3, False, True), seats_next(2, 1, 3, False, False)
    (3, 0, 2)
    """
    if opens:
        return min(open_now + step, max(most, open_now))
    return max(open_now - step, 0) if releases else open_now


def posted_at(begin: float, time: float, place: int, seats: int) -> float:
    """Return when a seat is posted, of several that are posted one after another [h].

    Args:
        begin: of the first [h].
        time: over which all are posted [h]; 0 is neutral.
        place: of the seat, 0 up.
        seats: how many there are.

    Source: at an even pace; assumed.

    >>> posted_at(100.0, 0.0, 3, 4), posted_at(100.0, 40.0, 3, 4)
    (100.0, 130.0)
    """
    return begin + time * place / seats


def seat_cost(hours: float, rate: float, fee: float) -> float:
    """Return what some hours of a seat cost, the client's fee included [currency].

    Args:
        hours: worked [h].
        rate: of who works them [currency/h].
        fee: that the platform takes from the client [share]; 0 is neutral.

    >>> seat_cost(10.0, 20.0, 0.0), seat_cost(10.0, 20.0, 0.25)
    (200.0, 250.0)
    """
    return hours * rate * (1.0 + fee)
