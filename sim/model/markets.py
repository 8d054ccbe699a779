"""How a freelance market moves: its rates and delays from moment to moment."""

import datetime
from dataclasses import dataclass

from sim.model.sources import moment_of_when
from sim.rules.market import indexed
from sim.scenario.schema import Freelancers


@dataclass(frozen=True, slots=True)
class MarketState:
    """What holds on a market from a moment on.

    Attributes:
        begin: the moment [h].
        rate: rates over those of the start [factor].
        delay: search delays over those of the start [factor].
    """

    begin: float
    rate: float = 1.0
    delay: float = 1.0


STILL = [MarketState(0.0)]
"""A market that does not move."""


def market_course(market: Freelancers, start: datetime.date | None) -> list[MarketState]:
    """Return the states of a market, in order of time, the first from the start on."""
    states = list(STILL)
    changes = sorted(market.demand, key=lambda change: moment_of_when(change.from_, start))
    for change in changes:
        last, index = states[-1], 1.0 + change.by
        pay = indexed(1.0, index, market.rate_elasticity) if change.pay is None else 1.0 + change.pay
        delay = indexed(1.0, index, market.delay_elasticity)
        moment = max(moment_of_when(change.from_, start), 0.0)
        states.append(MarketState(moment, last.rate * pay, last.delay * delay))
    return states
