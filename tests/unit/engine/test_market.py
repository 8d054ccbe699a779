"""The freelance market: search, rates, fees, seats that open and close."""

import numpy as np
import pytest
from scipy import stats

from sim.records.record import RunRecord
from tests.running import run_text
from tests.unit.engine.reading import column, ledger, visits


def market(fred: str, strategies: str = "", length: str = "10 weeks", arrivals: str = "every: 10 h") -> str:
    """Return drafts of 4 h that only freelancers do."""
    return f"""
scenario: Market
run_length: {length}
task_types: {{t: {{arrivals: {{{arrivals}}}, route: [draft]}}}}
steps: {{draft: {{service_time: 4 h, done_by: [fred]}}}}
freelancers: {{fred: {{rate: 20 USD/h, {fred}}}}}
{strategies}
"""


def joined(record: RunRecord) -> list[float]:
    return record.actors["joined_at"].tolist()


# --- search --------------------------------------------------------------------------------------


def test_seats_without_a_search_are_filled_at_once() -> None:
    record = run_text(market("seats: 2"))

    assert joined(record) == [0.0, 0.0]
    assert column(record, "started_at")[0] == 10.0


def test_a_seat_is_filled_after_the_search() -> None:
    record = run_text(market("seats: 1, search_delay: 3 calendar days"))

    assert joined(record) == [72.0]
    assert visits(record, "ready_at", "started_at")[:2] == [(10.0, 72.0), (20.0, 76.0)]
    assert record.actors["available_time"].tolist() == [1680.0 - 72.0]


def test_a_posting_that_fails_is_made_again() -> None:
    """The wait is a whole number of searches, geometric with the probability: chi-square at 1e-6."""
    record = run_text(
        market("seats: 3000, search_delay: 24 h, fill_probability: 40 %", arrivals="every: 900 h")
    )
    postings = np.array(joined(record)) / 24.0

    np.testing.assert_array_equal(postings, np.round(postings))
    seen = np.bincount(postings.astype(int), minlength=7)[1:]

    def p_value(p: float) -> float:
        expected = [3000 * p * (1 - p) ** k for k in range(5)]
        return float(stats.chisquare([*seen[:5], seen[5:].sum()], [*expected, 3000 - sum(expected)]).pvalue)

    assert p_value(0.40) > 1e-6
    assert p_value(0.46) < 1e-6


def test_a_seat_that_nobody_ever_fills_stays_empty() -> None:
    record = run_text(market("seats: 1, search_delay: 24 h, fill_probability: 0 %"))

    assert joined(record) == [np.inf]
    assert record.actors["available_time"].tolist() == [0.0]
    assert len(column(record, "task")) == 0


# --- money ---------------------------------------------------------------------------------------


def test_freelancers_cost_their_hours_and_the_fee_of_the_platform() -> None:
    """Drafts at 10, 20, ... 190 h: 19 of 4 h each; idle hours cost nothing."""
    record = run_text(market("seats: 1, client_fee: 5 %", length="199 h"))

    assert ledger(record) == {
        ("FREELANCERS", "fred"): 19 * 4 * 20.0,
        ("CLIENT_FEES", "fred"): pytest.approx(19 * 4 * 20.0 * 0.05),
    }


def test_rates_spread_from_the_5th_to_the_95th_percentile_of_the_range() -> None:
    """3,000 seats: 5 % below and 5 % above (binomial, 1e-6); lognormal (Kolmogorov-Smirnov, 1e-6)."""
    text = market("seats: 3000", arrivals="every: 900 h").replace("rate: 20 USD/h", "rate: 15-40 USD/h")
    rate = run_text(text).actors["rate"]

    for count in (np.count_nonzero(rate < 15.0), np.count_nonzero(rate > 40.0)):
        assert stats.binomtest(int(count), 3000, 0.05).pvalue > 1e-6
        assert stats.binomtest(int(count), 3000, 0.10).pvalue < 1e-6
    middle, spread = np.log(15.0 * 40.0) / 2.0, np.log(40.0 / 15.0) / 2.0 / 1.6448536269514722
    assert stats.kstest((np.log(rate) - middle) / spread, "norm").pvalue > 1e-6
    assert stats.kstest((np.log(rate) - middle) / (1.2 * spread), "norm").pvalue < 1e-6


def test_the_cheapest_freelancer_is_asked_first() -> None:
    text = market("seats: 3, choose: cheapest", length="99 h").replace("rate: 20 USD/h", "rate: 15-40 USD/h")
    record = run_text(text)

    assert set(column(record, "actor")) == {int(np.argmin(record.actors["rate"]))}


# --- seats of levers -----------------------------------------------------------------------------


def test_a_lever_opens_seats_beside_those_that_are_open() -> None:
    strategies = "strategies: {hire: [{hire: fred, seats: 2, from: week 3}]}"
    record = run_text(market("seats: 1, search_delay: 24 h", strategies), strategy="hire")

    assert joined(record) == [24.0, 360.0, 360.0]
    assert record.actors["left_at"].tolist() == [np.inf] * 3


def test_a_seat_is_closed_at_its_date_and_work_in_hand_is_finished() -> None:
    """Seats close at 504 h; a draft begun at 502 h ends at 506 h, and who is idle goes at once."""
    strategies = "strategies: {hire: [{hire: fred, seats: 2, from: week 3, until: week 4}]}"
    record = run_text(market("seats: 0", strategies, arrivals="every: 251 h"), strategy="hire")

    assert visits(record, "ready_at", "started_at") == [(251.0, 336.0), (502.0, 502.0)]
    assert sorted(record.actors["left_at"].tolist()) == [504.0, 506.0]
    assert sorted(record.actors["available_time"].tolist()) == [168.0, 170.0]


def test_who_ends_a_visit_at_the_moment_of_closing_takes_no_more() -> None:
    """Drafts wait all the time; the one begun at 500 h ends at 504 h, when the seat closes."""
    strategies = "strategies: {hire: [{hire: fred, seats: 1, from: week 3, until: week 4}]}"
    record = run_text(market("seats: 0", strategies, arrivals="every: 1 h"), strategy="hire")

    assert column(record, "started_at") == [336.0 + 4.0 * n for n in range(42)]
    assert record.actors["left_at"].tolist() == [504.0]


def test_a_seat_that_closes_during_the_search_is_never_filled() -> None:
    strategies = "strategies: {hire: [{hire: fred, seats: 1, from: week 3, until: week 4}]}"
    record = run_text(market("seats: 0, search_delay: 2 weeks", strategies), strategy="hire")

    assert joined(record) == [np.inf]
    assert len(column(record, "task")) == 0


def test_a_budget_once_spent_stops_further_work() -> None:
    """Each draft costs 4 h at 20 USD and 25 % fee: 100 USD.  The third makes 300 USD of 250 USD."""
    strategies = "strategies: {hire: [{hire: fred, seats: 1, from: week 1, budget: 250 USD}]}"
    record = run_text(market("seats: 0, client_fee: 25 %", strategies), strategy="hire")

    assert column(record, "started_at") == [10.0, 20.0, 30.0]
    assert record.actors["left_at"].tolist() == [34.0]
    assert sum(ledger(record).values()) == pytest.approx(300.0)


def test_a_budget_counts_what_is_in_hand_for_all_seats_of_the_lever() -> None:
    """Two at 10 h (200 USD in hand), a third at 20 h reaches 250 USD: the other seat closes at once."""
    strategies = "strategies: {hire: [{hire: fred, seats: 2, from: week 1, budget: 250 USD}]}"
    text = market("seats: 0, client_fee: 25 %", strategies, arrivals="every: 10 h, batch: 2")
    record = run_text(text, strategy="hire")

    assert column(record, "started_at") == [10.0, 10.0, 20.0]
    assert sorted(record.actors["left_at"].tolist()) == [20.0, 24.0]


def test_a_budget_is_that_of_its_own_seats() -> None:
    strategies = "strategies: {hire: [{hire: fred, seats: 1, from: week 2, budget: 250 USD}]}"
    record = run_text(market("seats: 1", strategies), strategy="hire")

    assert record.actors["left_at"][0] == np.inf
    assert record.actors["left_at"][1] < 300.0


def test_the_luck_of_a_seat_is_the_same_whichever_lever_opens_it() -> None:
    """Seats 0 to 3 have the same rate, skill and length of search under every strategy."""
    strategies = """
strategies:
  at once: [{hire: fred, seats: 3, from: week 1}]
  in turn: [{hire: fred, seats: 1, from: week 1}, {hire: fred, seats: 2, from: week 5}]
  both: {combine: [at once, in turn]}
"""
    fred = "seats: 1, search_delay: {exponential: 30 h}, fill_probability: 50 %, skills: {s: 0.5 ± 0.2}"
    text = market(fred, strategies, arrivals="every: 300 h").replace("rate: 20 USD/h", "rate: 15-40 USD/h")
    text = text.replace("done_by", "skills: {s: 100 %}, done_by")
    runs = [run_text(text, strategy=name) for name in ("at once", "in turn", "both")]
    posted = [np.zeros(4), np.array([0.0, 0.0, 672.0, 672.0]), np.zeros(4)]

    for record, since in zip(runs, posted, strict=True):
        np.testing.assert_array_equal(record.actors["rate"][:4], runs[0].actors["rate"][:4])
        np.testing.assert_allclose(record.actors["joined_at"][:4] - since, runs[0].actors["joined_at"][:4])
    assert len(runs[2].actors["seat"]) == 7
