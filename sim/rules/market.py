"""The freelance market: when a posting is filled, at what rate."""

import math

FIFTH_PERCENTILE_SCORE = 1.6448536269514722
"""Standard normal score of the 95th percentile."""


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
