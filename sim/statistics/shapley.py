"""Shapley shares: what each of several players brings to what they bring together."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from sim.rules.luck import identity, uniform
from sim.statistics.estimate import Estimate, estimate, student_quantile

Floats = NDArray[np.float64]
Coalition = frozenset[str]
MOST_EXACT = 8
"""Players up to which all coalitions are played; beyond, orders of arrival are sampled."""
ORDERS = 24
"""Sampled orders of arrival, half of them the other half reversed (assumed)."""


def coalitions(players: Sequence[str], seed: int) -> list[Coalition]:
    """Return the coalitions whose worth has to be known.

    All of them; or, of many players, those of the sampled orders and those that only one has left.
    """
    if len(players) <= MOST_EXACT:
        return [
            frozenset(chosen) for size in range(len(players) + 1) for chosen in combinations(players, size)
        ]
    everybody = frozenset(players)
    needed: dict[Coalition, None] = dict.fromkeys(everybody - {player} for player in players)
    for order in orders(players, seed):
        for size in range(len(order) + 1):
            needed[frozenset(order[:size])] = None
    return list(needed)


def orders(players: Sequence[str], seed: int) -> list[tuple[str, ...]]:
    """Return sampled orders in which the players arrive, each followed by its reverse."""
    found: list[tuple[str, ...]] = []
    for number in range(ORDERS // 2):
        word = identity(identity(seed + 1, len(players)), number)
        order = tuple(sorted(players, key=lambda player: uniform(word, _letters(player), 0)))
        found += [order, order[::-1]]
    return found


def _letters(name: str) -> int:
    word = 0
    for letter in name.encode():
        word = identity(word, letter)
    return word


def shares(
    players: Sequence[str], worth: Callable[[Coalition], Floats], seed: int
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Return each player's share of the worth of all, and the variance that sampled orders add to its mean.

    The shares of all players add up to the worth of all less that of none.

    Args:
        players: their names.
        worth: of a coalition, replications first, e.g. of shape (replications, measures); the variance is
            of the mean over replications, shape (measures,).
        seed: names the sampled orders.

    Source: Shapley (1953); sampling by orders of arrival, Castro, Gómez & Tejada (2009).

    >>> own, _ = shares("ab", lambda who: np.array([float(len(who) ** 2)]), 1)
    >>> float(own["a"][0]), float(own["b"][0])
    (2.0, 2.0)
    """
    if len(players) <= MOST_EXACT:
        exact = {player: _exact(player, players, worth) for player in players}
        return exact, {player: np.zeros(share.shape[1:]) for player, share in exact.items()}
    sampled: dict[str, list[Floats]] = {player: [] for player in players}
    for order in orders(players, seed):
        for player, gain in _gains(order, worth):
            sampled[player].append(gain)
    means = {player: np.mean(gains, axis=0) for player, gains in sampled.items()}
    spread = {
        player: np.mean(pairs_of(gains), axis=1).var(axis=0, ddof=1) / (len(gains) / 2)
        for player, gains in sampled.items()
    }
    return means, spread


def share_estimate(own: Floats, spread: float) -> Estimate:
    """Return a player's mean share with its interval over replications, wider by what sampled orders add.

    Args:
        own: the share in each replication, shape (replications,).
        spread: the variance that sampled orders add to the mean; 0 where all coalitions were played.
    """
    known = estimate(own)
    quantile = student_quantile(0.975, max(len(own) - 1, 1))
    added = quantile * math.sqrt(max(float(np.nan_to_num(spread)), 0.0))
    return replace(known, half_width=math.hypot(known.half_width, added))


def pairs_of(gains: Sequence[Floats]) -> Floats:
    """Return the gains of each order and its reverse as one, shape (orders / 2, ...)."""
    stacked = np.array(gains)
    paired: Floats = 0.5 * (stacked[0::2] + stacked[1::2])
    return paired


def _gains(order: Sequence[str], worth: Callable[[Coalition], Floats]) -> Iterator[tuple[str, Floats]]:
    there = frozenset[str]()
    before = worth(there)
    for player in order:
        there |= {player}
        after = worth(there)
        yield player, after - before
        before = after


def _exact(player: str, players: Sequence[str], worth: Callable[[Coalition], Floats]) -> Floats:
    others = [other for other in players if other != player]
    count = len(players)
    total = np.zeros_like(worth(frozenset()))
    for size in range(count):
        weight = math.factorial(size) * math.factorial(count - size - 1) / math.factorial(count)
        for chosen in combinations(others, size):
            there = frozenset(chosen)
            total = total + weight * (worth(there | {player}) - worth(there))
    return total
