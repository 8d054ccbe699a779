"""Seats that a rule opens, people who are hired for good, and what a market makes of it."""

import numpy as np
import pytest

from sim.records.record import Account, RunRecord, Stock
from tests.running import run_text
from tests.unit.engine.test_stocks import stock

WEEK = 168.0


def agency(lever: str, market: str = "", rest: str = "", run: int = 40, seed: int = 1) -> RunRecord:
    """Return a one-person shop whose demand trebles from week 11 to week 20."""
    return run_text(
        f"""
scenario: Agency
run_length: {run} weeks
task_types:
  t:
    arrivals:
      rate: 30 per week
      changes: [{{from: week 11, by: +200 %}}, {{from: week 21, by: -67 %}}]
    route: [do]
steps: {{do: {{service_time: 1 h, done_by: [anna, free]}}}}
people: {{anna: {{headcount: 1, wage: 10 USD/h, hours: Mon-Fri 9:00-17:00}}}}
freelancers: {{free: {{rate: 20 USD/h, hours: Mon-Fri 9:00-17:00, {market}}}}}
strategies: {{flexible: [{{{lever}}}]}}
{rest}
""",
        seed=seed,
        strategy="flexible",
    )


def seats(record: RunRecord, pool: str = "free") -> list[int]:
    """Return how many of a pool are there at the end of each week."""
    rows = record.pool_weeks["pool"] == record.names.pools.index(pool)
    return [int(count) for count in record.pool_weeks["actors"][rows]]


RULE = (
    "hire: free, when: backlog of do > 1 week of work, "
    "release_when: backlog of do < 1 day of work, at_most: 3"
)


def test_seats_open_while_the_backlog_is_long_and_close_when_it_is_gone() -> None:
    there = seats(agency(RULE))

    assert max(there[:10]) <= 1
    assert max(there[10:24]) == 3
    assert there[-1] == 0


def test_one_seat_is_opened_at_each_look() -> None:
    there = seats(agency(RULE))

    assert max(np.diff(there)) == 1
    assert max(np.diff(seats(agency(RULE + ", seats: 2")))) == 2


def test_a_seat_that_opens_again_is_filled_by_somebody_else() -> None:
    nervous = RULE.replace("< 1 day of work", "< 4 days of work")
    record = agency(nervous)
    free = record.actors["pool"] == record.names.pools.index("free")
    came = free & np.isfinite(record.actors["joined_at"])

    assert np.all(record.actors["left_at"][came] >= record.actors["joined_at"][came])
    assert int(np.sum(came)) > 3


def test_with_its_loop_off_the_rule_stands_still() -> None:
    record = agency(RULE, rest="loops: {off: [hiring-relief], from: week 14}")
    there = seats(record)

    assert len(set(there[13:])) == 1
    assert there[13] > 0


def test_a_budget_ends_the_rule() -> None:
    record = agency(RULE + ", budget: 1000 USD")
    spent = float(record.ledger["amount"][record.ledger["account"] == Account.FREELANCERS].sum())

    assert 1000.0 <= spent < 1000.0 + 3 * 8 * 20.0
    assert seats(record)[25] == 0


def test_seats_may_be_posted_one_after_another() -> None:
    there = seats(agency("hire: free, seats: 4, from: week 3, over: 8 weeks"))

    assert there[:12] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 4, 4]


def test_people_are_hired_for_good_after_the_time_to_fill_and_a_ramp() -> None:
    record = agency(
        "hire: anna, seats: 2, from: week 3",
        rest="behaviour: {time_to_fill: 6 weeks, hiring_cost: 4000 USD per person, ramp_time: 10 weeks, "
        "mentoring: 20 %}",
    )
    wages = record.ledger["account"] == Account.WAGES

    assert seats(record, "anna") == [1] * 8 + [3] * 32
    assert record.ledger["amount"][record.ledger["account"] == Account.HIRING][0] == 8000.0
    assert record.ledger["amount"][wages][0] == pytest.approx((40 + 2 * 32) * 40 * 10.0)
    assert stock(record, Stock.NEWCOMERS, "anna")[7:19] == [0.0] + [2.0] * 10 + [0.0]
    assert stock(record, Stock.KEPT_BY_MENTORS, "anna")[9] == pytest.approx(1 - 0.2 * 2 / 1)


def test_freelancers_take_the_time_of_those_who_show_them_round() -> None:
    record = agency(
        "hire: free, seats: 2, from: week 3",
        "ramp_time: 4 weeks, shown_round_by: anna",
        "behaviour: {mentoring: 25 %}",
    )
    kept = stock(record, Stock.KEPT_BY_MENTORS, "anna")

    assert kept[:2] == [1.0, 1.0]
    assert kept[2:6] == [0.5] * 4
    assert kept[7:] == [1.0] * 33


def test_a_freelancer_on_the_ramp_is_slow() -> None:
    record = agency(
        "hire: free, seats: 1, from: week 12", "ramp_time: 4 weeks", "behaviour: {ramp_start: 50 %}"
    )
    v = record.visits
    of_free = record.actors["pool"][v["actor"]] == record.names.pools.index("free")

    assert v["service_time"][of_free][0] > 1.8
    assert v["service_time"][of_free & (v["started_at"] > 16 * WEEK)] == pytest.approx(1.0)


# --- the market ----------------------------------------------------------------------------------


def found(market: str, count: int = 40, seed: int = 1) -> RunRecord:
    """Return many seats filled on a market whose people differ in skill."""
    return agency(
        f"hire: free, seats: {count}, from: week 2", f"skills: {{s: 0.5 ± 0.15}}, {market}", seed=seed
    )


def waited(record: RunRecord) -> np.ndarray:
    joined = record.actors["joined_at"][record.actors["pool"] == record.names.pools.index("free")]
    return np.asarray(joined[np.isfinite(joined)] - WEEK)


def skills(market: str) -> np.ndarray:
    """Return the skill of those who were hired, from what their visits match."""
    text = f"""
scenario: Hired
run_length: 4 weeks
task_types: {{t: {{arrivals: {{every: 20 min}}, route: [do]}}}}
steps: {{do: {{service_time: 20 h, skills: {{s: 100 %}}, done_by: [free], standard: 0.5, difficulty: 0.5}}}}
freelancers: {{free: {{rate: 20 USD/h, seats: 60, skills: {{s: 0.5 ± 0.15}}, {market}}}}}
behaviour: {{quality_noise: 0, quality_slope: 6}}
"""
    record = run_text(text)
    quality = {}
    for actor, value in zip(record.visits["actor"], record.visits["quality"], strict=True):
        if not np.isnan(value):
            quality[int(actor)] = float(value)
    levels = np.array(list(quality.values()))
    return np.asarray(0.5 + np.log(levels / (1.0 - levels)) / 6.0)


def test_better_matching_finds_better_people() -> None:
    blind = skills("candidates: 8, matching: 0 %")
    dim = skills("candidates: 8, matching: 50 %")
    clear = skills("candidates: 8, matching: 100 %")
    best_of_eight = 1.4236  # expected maximum of eight standard normal scores

    assert blind.mean() == pytest.approx(0.5, abs=4.5 * 0.15 / 60**0.5)
    assert dim.mean() == pytest.approx(0.5 + 0.5 * 0.15 * best_of_eight, abs=4.5 * 0.14 / 60**0.5)
    assert clear.mean() == pytest.approx(0.5 + 0.15 * best_of_eight, abs=4.5 * 0.1 / 60**0.5)


def test_one_candidate_is_whom_the_seat_always_had() -> None:
    assert skills("matching: 100 %") == pytest.approx(skills(""))


def test_better_matching_shortens_the_search_where_a_trial_sends_people_away() -> None:
    trial = "search_delay: 1 week, candidates: 5, least_skill: 0.55"

    blind, clear = waited(found(f"{trial}, matching: 0 %")), waited(found(f"{trial}, matching: 100 %"))

    assert clear.mean() < blind.mean() - WEEK
    assert min(blind) >= WEEK


def test_who_does_not_turn_up_is_searched_again() -> None:
    reliable = waited(found("search_delay: 1 week"))
    record = waited(found("search_delay: 1 week, no_show: 50 %"))

    assert reliable == pytest.approx(np.full(40, WEEK))
    assert record.mean() == pytest.approx(2 * WEEK, abs=4.5 * 2**0.5 * WEEK / 40**0.5)


def test_nobody_is_found_where_nobody_is_good_enough() -> None:
    assert len(waited(found("search_delay: 1 week, least_skill: 1"))) == 0


def rates(market: str, lever: str = "hire: free, seats: 10, from: week 5, over: 30 weeks") -> list[float]:
    record = agency(lever, market)
    return [
        float(rate)
        for rate in record.actors["rate"][record.actors["pool"] == record.names.pools.index("free")]
    ]


def test_rates_follow_the_demand_of_the_market() -> None:
    paid = rates("rate_elasticity: 1.06, demand: [{from: week 20, by: -19 %}]")

    assert paid[0] == 20.0
    assert paid[-1] == pytest.approx(20.0 * 0.81**1.06)
    assert paid[-1] == pytest.approx(16.0, abs=0.01)  # pay -20 %, as published


def test_the_published_shock_to_translation_can_be_named() -> None:
    assert rates("demand: [{from: week 20, shock: translation}]")[-1] == pytest.approx(16.0)


def test_searches_take_longer_in_a_market_that_booms() -> None:
    slow = waited(found("search_delay: 1 week, delay_elasticity: 1, demand: [{from: week 1, shock: video}]"))

    assert slow == pytest.approx(np.full(40, 1.39 * WEEK))


def test_our_own_seats_raise_the_rate_of_a_thin_market() -> None:
    thin = "rate_elasticity: 1, depth: 20"
    paid = rates(thin)

    assert paid == pytest.approx([20.0 * (1.0 + ours / 20.0) for ours in range(10)])


def test_with_its_loop_off_our_own_seats_raise_no_rate_any_more() -> None:
    record = agency(
        "hire: free, seats: 10, from: week 5, over: 30 weeks",
        "rate_elasticity: 1, depth: 20",
        "loops: {off: [market-price], from: week 1}",
    )

    assert set(record.actors["rate"][record.actors["pool"] == 1].tolist()) == {20.0}


def test_our_own_seats_make_searches_longer_on_a_thin_market() -> None:
    record = agency(
        "hire: free, seats: 3, from: week 2, over: 9 weeks",
        "search_delay: 1 week, delay_elasticity: 1, depth: 2",
    )
    posted = np.array([1.0, 4.0, 7.0]) * WEEK
    joined = record.actors["joined_at"][record.actors["pool"] == record.names.pools.index("free")]

    assert joined - posted == pytest.approx(np.array([1.0, 1.5, 2.0]) * WEEK)


def test_work_that_nobody_of_ones_own_can_do_is_a_backlog_of_any_length() -> None:
    record = run_text(
        """
scenario: Empty
run_length: 6 weeks
task_types: {t: {arrivals: {every: 1 h}, route: [do]}}
steps: {do: {service_time: 1 h, done_by: [crew, free]}}
people: {crew: {headcount: 0}}
freelancers: {free: {rate: 20 USD/h}}
strategies: {rule: [{hire: free, when: backlog of do > 1 week of work, at_most: 2}]}
""",
        strategy="rule",
    )

    assert seats(record) == [0, 1, 2, 2, 2, 2]
