"""What holds of the rules for all arguments in their bounds: ranges, neutral values, monotonicity."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from sim.engines.timesheet import DutyHours
from sim.rules.arrivals import due_after_working_days, next_arrival
from sim.rules.calendar import (
    EDGE,
    fits,
    hours_on_duty,
    interval_at,
    moment_of,
    paused_finish,
    restarted_finish,
)
from sim.rules.handoff import visit_effort
from sim.rules.luck import UNIT, WORD, identity, mixed, uniform
from sim.rules.market import FIFTH_PERCENTILE_SCORE, market_rate, mean_market_rate
from sim.rules.normal import normal_quantile
from sim.rules.quality import (
    assisted_match,
    calibrated_gap,
    capability_on_topic,
    is_defective,
    logistic,
    logit,
    visit_quality,
)
from sim.rules.reliance import clipped, discernment, overhead, reliance
from sim.rules.review import attention, detection_probability
from sim.rules.sampling import exponential_quantile, sampled, triangular_quantile
from sim.rules.service_time import assisted_time_factor, review_time_factor, work_rate

TRACE = 1e-9
"""Rounding that is no breach."""
shares = st.floats(0.0, 1.0)
inner = st.floats(1e-9, 1.0 - 1e-9)
levels = st.floats(0.0, 1.0)
capabilities = st.floats(-1.0, 2.0)
slopes = st.floats(0.0, 12.0)
scores = st.floats(-8.0, 8.0)
words = st.integers(0, WORD)


def pairs(values: st.SearchStrategy[float]) -> st.SearchStrategy[tuple[float, float]]:
    """Return two values, the lower one first."""
    return st.tuples(values, values).map(lambda pair: (min(pair), max(pair)))


def rises(rule: Callable[[float], float], low: float, high: float) -> bool:
    return rule(low) <= rule(high) + TRACE


# --- speed ---------------------------------------------------------------------------------------


@given(pairs(levels), levels, slopes)
def test_a_better_match_is_never_slower(match: tuple[float, float], reference: float, slope: float) -> None:
    slow, fast = (work_rate(value, reference, slope) for value in match)

    assert 0.0 < slow <= fast < math.inf
    assert work_rate(match[0], reference, 0.0) == 1.0
    assert work_rate(reference, reference, slope) == 1.0


@given(shares, shares, pairs(st.floats(0.0, 3.0)), st.floats(0.01, 20.0))
def test_overhead_never_saves_time(e: float, u: float, o: tuple[float, float], rate: float) -> None:
    less, more = (assisted_time_factor(e, u, cost, rate) for cost in o)

    assert -TRACE <= less <= more + TRACE
    assert assisted_time_factor(0.0, u, o[0], rate) == assisted_time_factor(e, 0.0, o[0], rate) == 1.0


@given(pairs(shares), shares, st.floats(0.0, 3.0), st.floats(0.01, 20.0))
def test_handing_over_more_helps_exactly_those_whose_rate_does_not_outweigh_the_overhead(
    e: tuple[float, float], u: float, o: float, rate: float
) -> None:
    less, more = (assisted_time_factor(exposure, u, o, rate) for exposure in e)

    assert more <= less + TRACE if o * rate <= 1.0 else more >= less - TRACE


@given(st.floats(1.0, 5.0), pairs(shares))
def test_a_review_of_more_ai_work_is_never_shorter(size: float, ai: tuple[float, float]) -> None:
    assert 1.0 <= review_time_factor(size, ai[0]) <= review_time_factor(size, ai[1]) + TRACE
    assert review_time_factor(size, 0.0) == review_time_factor(1.0, ai[1]) == 1.0
    assert review_time_factor(size, 1.0) == pytest.approx(size)


@given(st.floats(0.0, 1e3), pairs(shares), pairs(shares))
def test_effort_grows_with_its_share_and_with_context_loss(
    requirement: float, share: tuple[float, float], loss: tuple[float, float]
) -> None:
    assert 0.0 <= visit_effort(requirement, share[0], loss[0]) <= visit_effort(requirement, share[1], loss[1])
    assert visit_effort(requirement, 1.0, 0.0) == requirement


# --- quality -------------------------------------------------------------------------------------


@given(st.floats(-1e6, 1e6))
def test_the_logistic_curve_stays_within_0_and_1(x: float) -> None:
    assert 0.0 <= logistic(x) <= 1.0
    assert logistic(x) + logistic(-x) == pytest.approx(1.0)


@given(inner)
def test_logit_undoes_the_logistic_curve(share: float) -> None:
    assert logistic(logit(share)) == pytest.approx(share, rel=1e-9)


@given(pairs(capabilities), pairs(levels), st.floats(0.1, 12.0), st.floats(0.0, 3.0), pairs(scores))
def test_quality_rises_with_match_and_luck_and_falls_with_difficulty(
    match: tuple[float, float],
    difficulty: tuple[float, float],
    slope: float,
    noise: float,
    score: tuple[float, float],
) -> None:
    worst = visit_quality(match[0], difficulty[1], slope, noise, score[0])

    assert 0.0 <= worst <= 1.0
    for better in (
        visit_quality(match[1], difficulty[1], slope, noise, score[0]),
        visit_quality(match[0], difficulty[0], slope, noise, score[0]),
        visit_quality(match[0], difficulty[1], slope, noise, score[1]),
    ):
        assert worst <= better <= 1.0
    assert visit_quality(match[0], difficulty[0], slope, 0.0, score[0]) == visit_quality(
        match[0], difficulty[0], slope, 0.0, score[1]
    )


@given(shares, pairs(shares))
def test_a_stricter_standard_never_turns_a_defect_into_good_work(
    quality: float, s: tuple[float, float]
) -> None:
    assert not (is_defective(quality, s[0]) and not is_defective(quality, s[1]))
    assert not is_defective(quality, 0.0)


@given(levels, scores, st.floats(0.0, 1.0))
def test_without_jaggedness_a_tool_is_the_same_on_every_topic(
    c: float, score: float, jaggedness: float
) -> None:
    assert capability_on_topic(c, 0.0, score) == capability_on_topic(c, jaggedness, 0.0) == c


@given(levels, capabilities, shares, shares, shares)
def test_a_pair_is_never_better_or_worse_than_both(
    own: float, tool: float, e: float, u: float, k: float
) -> None:
    pair = assisted_match(own, tool, e, u, k)

    assert min(own, tool) - TRACE <= pair <= max(own, tool) + TRACE
    assert assisted_match(own, tool, 0.0, u, k) == assisted_match(own, tool, e, 0.0, k) == own
    assert assisted_match(own, own, e, u, k) == own


@given(levels, capabilities, shares, shares, pairs(shares))
def test_discernment_never_hurts_and_fluency_alone_widens_the_gap(
    own: float, tool: float, e: float, u: float, k: tuple[float, float]
) -> None:
    blind, seeing = (assisted_match(own, tool, e, u, see) for see in k)

    assert blind <= seeing + TRACE
    if tool >= own:
        assert blind == seeing
    more = assisted_match(own, tool, e, 1.0, k[0])
    assert more >= blind - TRACE if tool >= own else more <= blind + TRACE


@given(pairs(levels), pairs(capabilities), shares, shares, shares)
def test_a_better_person_or_a_better_tool_never_makes_a_worse_pair(
    own: tuple[float, float], tool: tuple[float, float], e: float, u: float, k: float
) -> None:
    assert rises(lambda value: assisted_match(value, tool[0], e, u, k), *own)
    assert rises(lambda value: assisted_match(own[0], value, e, u, k), *tool)


@given(st.floats(1e-6, 1 - 1e-6), st.floats(0.01, 0.99), st.floats(0.1, 12.0), st.floats(0.05, 3.0))
def test_a_calibrated_gap_gives_its_probability_of_error(
    e: float, s: float, slope: float, noise: float
) -> None:
    gap = calibrated_gap(e, s, slope, noise)

    assert stats.norm.cdf((logit(s) - slope * gap) / noise) == pytest.approx(e, rel=1e-6)


# --- use of tools, reviews ------------------------------------------------------------------------


@given(shares, slopes, pairs(levels), levels)
def test_the_use_of_tools_stays_in_bounds_and_moves_the_right_way(
    base: float, slope: float, skill: tuple[float, float], reference: float
) -> None:
    for rule in (reliance, discernment):
        low, high = (rule(base, slope, level, reference) for level in skill)
        assert 0.0 <= low <= high <= 1.0
    more, less = (overhead(base, slope, level, reference) for level in skill)
    assert 0.0 <= less <= more
    for rule in (reliance, discernment, overhead):
        assert rule(base, 0.0, skill[0], reference) == rule(base, slope, reference, reference) == base


@given(st.floats(-5.0, 5.0), pairs(levels))
def test_clipping_keeps_within_and_leaves_alone(value: float, bounds: tuple[float, float]) -> None:
    assert bounds[0] <= clipped(value, *bounds) <= bounds[1]
    if bounds[0] <= value <= bounds[1]:
        assert clipped(value, *bounds) == value


@given(shares, slopes, pairs(levels), levels, shares, shares, pairs(shares))
def test_detection_is_a_probability_below_its_highest(
    highest: float,
    slope: float,
    match: tuple[float, float],
    difficulty: float,
    complacency: float,
    trust: float,
    ai: tuple[float, float],
) -> None:
    low = detection_probability(highest, slope, match[0], difficulty, complacency, trust, ai[1])
    better = detection_probability(highest, slope, match[1], difficulty, complacency, trust, ai[1])
    awake = detection_probability(highest, slope, match[0], difficulty, complacency, trust, ai[0])

    assert 0.0 <= low <= min(better, awake) + TRACE
    assert max(better, awake) <= highest + TRACE
    assert 0.0 <= attention(complacency, trust, ai[1]) <= 1.0
    assert attention(0.0, trust, ai[1]) == attention(complacency, 0.0, ai[1]) == 1.0


# --- market --------------------------------------------------------------------------------------


@given(st.floats(0.5, 500.0), st.floats(1.0, 20.0), pairs(scores))
def test_market_rates_are_positive_and_rise_with_the_score(
    low: float, factor: float, score: tuple[float, float]
) -> None:
    high = low * factor

    assert 0.0 < market_rate(low, high, score[0]) <= market_rate(low, high, score[1]) * (1.0 + TRACE)
    assert market_rate(low, high, -FIFTH_PERCENTILE_SCORE) == pytest.approx(low)
    assert market_rate(low, high, FIFTH_PERCENTILE_SCORE) == pytest.approx(high)
    assert math.sqrt(low * high) <= mean_market_rate(low, high) * (1.0 + TRACE)


@given(st.floats(1.0, 100.0), st.floats(1.0, 10.0))
def test_the_mean_rate_is_the_mean_over_the_market(low: float, factor: float) -> None:
    probabilities = (np.arange(4000) + 0.5) / 4000
    rates = [market_rate(low, low * factor, float(z)) for z in stats.norm.ppf(probabilities)]

    assert np.mean(rates) == pytest.approx(mean_market_rate(low, low * factor), rel=2e-3)


# --- luck ----------------------------------------------------------------------------------------


@given(words, words, st.integers(0, 10**9))
def test_draws_lie_strictly_between_0_and_1(owner: int, slot: int, occurrence: int) -> None:
    draw = uniform(owner, slot, occurrence)

    assert 0.0 < draw < 1.0
    assert math.isfinite(normal_quantile(draw))
    assert math.isfinite(exponential_quantile(1.0, draw))


def test_the_largest_and_the_smallest_draw_lie_strictly_between_0_and_1() -> None:
    """The words of all ones and all zeros, which no search would find."""
    for word in (WORD, 0):
        draw = (float(word >> 12) + 0.5) * UNIT
        assert 0.0 < draw < 1.0
        assert abs(normal_quantile(draw)) < 8.5


@given(words, words)
def test_words_stay_within_64_bits_and_mixing_is_one_to_one(left: int, right: int) -> None:
    assert 0 <= identity(left, right) <= WORD
    assert (mixed(left) == mixed(right)) == (left == right)


@given(st.floats(1e-300, 1.0 - 1e-16))
def test_normal_quantiles_are_those_of_the_normal_distribution(p: float) -> None:
    assert normal_quantile(p) == pytest.approx(float(stats.norm.ppf(p)), rel=1e-12, abs=1e-15)


@given(pairs(st.floats(2.0**-53, 1.0 - 2.0**-53)))
def test_normal_quantiles_rise(p: tuple[float, float]) -> None:
    assert normal_quantile(p[0]) <= normal_quantile(p[1])


@given(st.floats(0.0, 50.0), st.floats(0.0, 50.0), st.floats(0.0, 50.0), pairs(inner))
def test_triangular_draws_rise_within_their_support(
    low: float, first: float, second: float, draw: tuple[float, float]
) -> None:
    mode, high = low + first, low + first + second
    values = [triangular_quantile(low, mode, high, value) for value in draw]

    assert low - TRACE <= values[0] <= values[1] + TRACE <= high + 2 * TRACE


@given(st.sampled_from([0, 1, 2, 3, 4, 5]), st.floats(0.1, 5.0), pairs(inner))
def test_every_distribution_rises_with_its_draw(kind: int, a: float, draw: tuple[float, float]) -> None:
    """Common random numbers stay in step only through monotone transforms."""
    low, high = (sampled(kind, a, a + 1.0, a + 2.0, [a, a + 1.0, a + 3.0], 0, 3, value) for value in draw)

    assert 0.0 <= low <= high + TRACE


# --- arrivals ------------------------------------------------------------------------------------

rate = st.one_of(st.just(0.0), st.floats(1e-3, 5.0))
rates = st.lists(st.tuples(st.floats(0.1, 50.0), rate), min_size=1, max_size=6)


@given(rates, st.floats(0.0, 300.0), st.floats(1e-6, 50.0))
def test_the_rate_up_to_the_next_arrival_adds_up_to_the_amount(
    pieces: list[tuple[float, float]], moment: float, amount: float
) -> None:
    begins = [0.0, *np.cumsum([length for length, _ in pieces])[:-1].tolist()]
    rate = [value for _, value in pieces]
    arrival = next_arrival(begins, rate, 0, len(rate), moment, amount)
    ends = np.array([*begins[1:], math.inf])

    def expected_until(end: float) -> float:
        length = np.clip(ends, moment, end) - np.clip(begins, moment, end)
        return float(np.sum(length * rate))

    assert arrival >= moment
    if arrival < math.inf:
        assert expected_until(arrival) == pytest.approx(amount, rel=1e-6, abs=1e-9)
    else:
        assert rate[-1] == 0.0
        assert expected_until(1e9) <= amount * (1.0 + 1e-9) + 1e-9


@given(st.sets(st.integers(0, 40), min_size=12), pairs(st.floats(0.0, 300.0)), pairs(st.floats(0.0, 4.0)))
def test_due_dates_lie_ahead_and_keep_their_order(
    days: set[int], moment: tuple[float, float], promise: tuple[float, float]
) -> None:
    midnights = [day * 24.0 for day in sorted(days)]
    due = [due_after_working_days(midnights, len(midnights), m, promise[0]) for m in moment]

    assert moment[0] <= due[0] <= due[1] + TRACE
    assert due[0] <= due_after_working_days(midnights, len(midnights), moment[0], promise[1]) + TRACE


# --- calendars -----------------------------------------------------------------------------------

Calendar = tuple[list[float], list[float], list[float]]
lengths = st.one_of(st.floats(0.25, 12.0), st.integers(1, 48).map(lambda quarters: quarters / 4.0))


def calendar_of(parts: list[tuple[float, float]]) -> Calendar:
    """Return a calendar from pairs of (hours off, hours on)."""
    starts, ends, worked, now, total = [], [], [], 0.0, 0.0
    for off, on in parts:
        starts.append(now + off)
        ends.append(starts[-1] + on)
        worked.append(total)
        total += ends[-1] - starts[-1]
        now = ends[-1]
    return starts, ends, worked


calendars = st.lists(st.tuples(lengths, lengths), min_size=1, max_size=7).map(calendar_of)


def rows(calendar: Calendar) -> tuple[list[float], list[float], list[float], int, int]:
    return (*calendar, 0, len(calendar[0]))


def total_of(calendar: Calendar) -> float:
    return calendar[2][-1] + (calendar[1][-1] - calendar[0][-1])


@given(calendars, pairs(st.floats(0.0, 200.0)))
def test_hours_on_duty_rise_no_faster_than_time(calendar: Calendar, moment: tuple[float, float]) -> None:
    before, after = (hours_on_duty(*rows(calendar), value) for value in moment)

    assert 0.0 <= before <= after + TRACE
    assert after - before <= moment[1] - moment[0] + TRACE
    assert after <= total_of(calendar) + TRACE


@given(calendars, st.lists(st.floats(0.0, 200.0), min_size=1, max_size=5))
def test_the_books_count_hours_on_duty_as_the_engine_does(calendar: Calendar, moments: list[float]) -> None:
    duty = DutyHours(*(np.array(column) for column in calendar))

    assert duty.until(np.array(moments)).tolist() == [hours_on_duty(*rows(calendar), m) for m in moments]


@given(calendars, shares)
def test_the_moment_of_some_hours_is_the_first_at_which_they_are_reached(
    calendar: Calendar, share: float
) -> None:
    hours = share * total_of(calendar)
    moment = moment_of(*rows(calendar), hours)

    assert hours_on_duty(*rows(calendar), moment) == pytest.approx(hours, abs=2 * EDGE)
    assert (
        moment == pytest.approx(calendar[0][0])
        or hours_on_duty(*rows(calendar), moment - 0.01) < hours + EDGE
    )
    on_duty = any(s - TRACE <= moment <= e + TRACE for s, e in zip(calendar[0], calendar[1], strict=True))
    assert on_duty


@given(calendars, st.floats(0.0, 200.0))
def test_hours_on_duty_lead_back_to_the_moment_or_to_the_end_of_the_shift_before(
    calendar: Calendar, moment: float
) -> None:
    back = moment_of(*rows(calendar), hours_on_duty(*rows(calendar), moment))
    row = interval_at(calendar[0], 0, len(calendar[0]), moment)

    if row < 0:
        assert back == pytest.approx(calendar[0][0])
    else:
        expected = min(moment, calendar[1][row])
        if expected - calendar[0][row] <= EDGE and row > 0:
            expected = calendar[1][row - 1]
        assert back == pytest.approx(expected, abs=2 * EDGE)


@given(calendars)
def test_more_hours_than_there_are_are_never_reached(calendar: Calendar) -> None:
    assert moment_of(*rows(calendar), total_of(calendar) + 0.01) == math.inf


begun = st.tuples(calendars, st.integers(0, 6), shares).map(
    lambda drawn: (drawn[0], drawn[1] % len(drawn[0][0]), drawn[2])
)


def begin_of(calendar: Calendar, row: int, share: float) -> float:
    begin = calendar[0][row] + share * (calendar[1][row] - calendar[0][row])
    assume(begin + EDGE < calendar[1][row])
    return begin


@given(begun, pairs(st.floats(0.0, 60.0)))
def test_paused_work_takes_its_hours_on_duty_and_more_work_never_ends_earlier(
    place: tuple[Calendar, int, float], hours: tuple[float, float]
) -> None:
    calendar, row, _ = place
    begin = begin_of(*place)
    less, more = (paused_finish(*rows(calendar), row, begin, work) for work in hours)

    assert begin <= less <= more
    assert less >= begin + hours[0] - EDGE
    if less < math.inf:
        on_duty = hours_on_duty(*rows(calendar), less) - hours_on_duty(*rows(calendar), begin)
        assert on_duty == pytest.approx(hours[0], abs=2 * EDGE)


@given(begun, st.floats(0.0, 60.0), shares)
def test_paused_work_begun_later_never_ends_earlier(
    place: tuple[Calendar, int, float], hours: float, other: float
) -> None:
    calendar, row, _ = place
    early, late = sorted((begin_of(*place), begin_of(calendar, row, other)))
    ends = [paused_finish(*rows(calendar), row, begin, hours) for begin in (early, late)]

    assert ends[0] <= ends[1] + 2 * EDGE


@given(calendars, st.floats(0.0, 20.0), st.floats(0.0, 3.0))
def test_work_that_is_there_before_the_shift_begins_with_it(
    calendar: Calendar, hours: float, early: float
) -> None:
    row = len(calendar[0]) - 1
    at_start = paused_finish(*rows(calendar), row, calendar[0][row], hours)

    assert paused_finish(*rows(calendar), row, calendar[0][row] - early, hours) == at_start


@given(begun, st.floats(0.0, 40.0))
def test_restarted_work_never_ends_before_paused_work_and_fits_where_it_can(
    place: tuple[Calendar, int, float], hours: float
) -> None:
    calendar, row, _ = place
    begin = begin_of(*place)
    paused = paused_finish(*rows(calendar), row, begin, hours)
    restarted = restarted_finish(*rows(calendar), row, begin, hours)

    assert restarted >= paused - 2 * EDGE
    fitting = [
        later
        for later in range(row, len(calendar[0]))
        if fits(calendar[1], later, begin if later == row else calendar[0][later], hours)
        and calendar[0][later] <= begin + 168.0
    ]
    if fitting:
        first = fitting[0]
        start = begin if first == row else calendar[0][first]
        assert restarted == pytest.approx(start + hours, abs=2 * EDGE)
        assert restarted <= calendar[1][first]


@given(begun, st.floats(-5e-10, 5e-10))
def test_work_that_misses_the_end_of_the_shift_by_a_trace_is_done_at_its_end(
    place: tuple[Calendar, int, float], trace: float
) -> None:
    calendar, row, _ = place
    begin = begin_of(*place)
    hours = max(calendar[1][row] - begin + trace, 0.0)

    for finish in (paused_finish, restarted_finish):
        assert finish(*rows(calendar), row, begin, hours) == pytest.approx(calendar[1][row], abs=EDGE)
        assert finish(*rows(calendar), row, begin, hours) <= calendar[1][row]
