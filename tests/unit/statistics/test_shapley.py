"""Shapley shares are fair: they add up, the idle get nothing, the equal get equally."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.statistics.shapley import MOST_EXACT, Coalition, coalitions, shares


def game(players: str, seed: int) -> dict[Coalition, np.ndarray]:
    """Return the worth of each coalition that has to be known, at random, shape (3, 2)."""
    draws = np.random.default_rng(seed)
    return {there: draws.normal(size=(3, 2)) for there in coalitions(players, 1)}


@given(st.integers(1, 12), st.integers(0, 100))
def test_shares_add_up_to_the_worth_of_all_less_that_of_none(count: int, seed: int) -> None:
    players = "abcdefghijkl"[:count]
    worth = game(players, seed)

    own, _ = shares(players, lambda there: worth[there], 1)

    whole = worth[frozenset(players)] - worth[frozenset()]
    np.testing.assert_allclose(sum(own.values()), whole, rtol=0.0, atol=1e-9)


def test_a_game_with_interplay_is_shared_as_the_book_says() -> None:
    """The glove game: a left glove (a) and two right ones (b, c) make a pair: 2/3, 1/6, 1/6."""

    def worth(there: Coalition) -> np.ndarray:
        return np.array([1.0 if "a" in there and there & {"b", "c"} else 0.0])

    own, _ = shares("abc", worth, 1)

    assert {player: float(share[0]) for player, share in own.items()} == {
        "a": pytest.approx(2.0 / 3.0),
        "b": pytest.approx(1.0 / 6.0),
        "c": pytest.approx(1.0 / 6.0),
    }


@pytest.mark.parametrize("players", ["abcd", "abcdefghijkl"])
def test_what_everybody_brings_alone_everybody_gets_and_the_idle_get_nothing(players: str) -> None:
    """In a game without interplay the share is what one brings, however it is computed."""

    def worth(there: Coalition) -> np.ndarray:
        return np.array([[float(sum(ord(player) - ord("a") for player in there))]])

    own, spread = shares(players, worth, 1)

    for player in players:
        assert own[player].item() == pytest.approx(ord(player) - ord("a"))
        assert spread[player].item() == pytest.approx(0.0, abs=1e-20)


def test_few_players_play_all_coalitions_and_many_a_sample() -> None:
    assert len(coalitions("abcdefgh", 1)) == 2**MOST_EXACT
    assert len(coalitions("abcdefghij", 1)) < 2**8
    assert frozenset("abcdefghi") in coalitions("abcdefghij", 1)
