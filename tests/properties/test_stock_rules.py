"""What holds of the rules of stocks for all arguments: ranges, neutral values, composition."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.rules.adoption import adopted_share
from sim.rules.fatigue import endurance, fatigue_loss, strain_after
from sim.rules.learning import applied_gain, practised_skill, remembered_skill
from sim.rules.market import indexed, signal
from sim.rules.onboarding import mentoring, ramp, teamwork
from sim.rules.pressure import (
    RICHARDSON,
    care_under_pressure,
    corner_cutting_loss,
    eroded_standard,
    overtime_ratio,
    pace,
    schedule_pressure,
    switching_factor,
)
from sim.rules.staffing import quit_probability
from sim.rules.trust import mean_belief, trusting_reliance

TRACE = 1e-9
levels = st.floats(0.0, 1.0)
shares = st.floats(0.0, 1.0)
times = st.floats(0.0, 50_000.0)
spans = st.floats(0.1, 50_000.0)
effects = st.floats(-1.0, 1.0)
pressures = st.floats(0.0, 50.0)
strains = st.floats(0.0, 100.0)


def pairs(values: st.SearchStrategy[float]) -> st.SearchStrategy[tuple[float, float]]:
    """Return two values, the lower one first."""
    return st.tuples(values, values).map(lambda pair: (min(pair), max(pair)))


# --- learning ------------------------------------------------------------------------------------


@given(levels, levels, st.floats(0.0, 40.0), shares, effects)
def test_practice_leads_toward_its_goal_and_never_past_it(
    skill: float, ceiling: float, practice: float, ai_share: float, effect: float
) -> None:
    goal = min(1.0, ceiling * (1.0 + effect * ai_share))
    after = practised_skill(skill, ceiling, practice, ai_share, effect)

    assert min(skill, goal) - TRACE <= after <= max(skill, goal) + TRACE
    assert practised_skill(skill, ceiling, 0.0, ai_share, effect) == pytest.approx(skill, abs=TRACE)


@given(levels, levels, st.floats(0.0, 5.0), st.floats(0.0, 5.0), shares, effects)
def test_practice_in_two_halves_is_practice_in_one(
    skill: float, ceiling: float, one: float, other: float, ai_share: float, effect: float
) -> None:
    halves = practised_skill(
        practised_skill(skill, ceiling, one, ai_share, effect), ceiling, other, ai_share, effect
    )

    assert halves == pytest.approx(practised_skill(skill, ceiling, one + other, ai_share, effect), abs=TRACE)


@given(levels, st.floats(0.0, 40.0), shares, st.floats(0.0, 1.0))
def test_nobody_loses_skill_to_a_tool_that_does_not_harm(
    skill: float, practice: float, ai_share: float, effect: float
) -> None:
    assert practised_skill(skill, skill, practice, ai_share, effect) >= skill - TRACE


@given(levels, st.floats(0.01, 40.0), st.floats(0.01, 1.0), st.floats(-1.0, -0.01))
def test_an_expert_who_leans_on_a_harmful_tool_loses_skill(
    skill: float, practice: float, ai_share: float, effect: float
) -> None:
    assume(skill > 0.01)

    assert practised_skill(skill, skill, practice, ai_share, effect) < skill


@given(levels, levels, pairs(times), spans, times)
def test_only_a_gain_is_forgotten_and_longer_disuse_forgets_more(
    skill: float, base: float, unused: tuple[float, float], half_life: float, grace: float
) -> None:
    early, late = (remembered_skill(skill, base, time, half_life, grace) for time in unused)

    assert min(skill, base) - TRACE <= late <= early + TRACE <= skill + 2.0 * TRACE
    assert remembered_skill(skill, base, unused[1], math.inf, grace) == skill
    assert skill > base or late == skill


@given(levels, shares, st.floats(0.0, 0.01), pairs(times))
def test_a_trained_gain_only_fades(
    gain: float, transfer: float, fade: float, time: tuple[float, float]
) -> None:
    early, late = (applied_gain(gain, transfer, fade, each) for each in time)

    assert 0.0 <= late <= early <= gain
    assert applied_gain(gain, 1.0, 0.0, time[1]) == gain


# --- fatigue -------------------------------------------------------------------------------------


@given(strains, strains, times, spans, spans)
def test_strain_goes_toward_the_excess_and_never_past_it(
    strain: float, excess: float, time: float, building: float, recovery: float
) -> None:
    after = strain_after(strain, excess, time, building, recovery)

    assert min(strain, excess) - TRACE <= after <= max(strain, excess) + TRACE


@given(pairs(strains), st.floats(30.0, 60.0), st.floats(0.0, 0.06))
def test_more_strain_never_makes_faster_or_better(
    strain: tuple[float, float], threshold: float, curvature: float
) -> None:
    fresh, tired = (endurance(each, threshold, curvature) for each in strain)

    assert 0.0 <= tired <= fresh <= 1.0
    assert fatigue_loss(strain[0], threshold, 0.05) <= fatigue_loss(strain[1], threshold, 0.05)
    assert endurance(0.0, threshold, curvature) == endurance(strain[1], threshold, 0.0) == 1.0


def test_the_week_with_most_output_and_the_two_that_are_alike_are_pencavels() -> None:
    def output(hours: float) -> float:
        return hours * endurance(max(0.0, hours - 49.0), 49.0, 0.03595)

    best = max(range(4900, 8000), key=lambda hundredth: output(hundredth / 100.0)) / 100.0

    assert best == pytest.approx(62.91, abs=0.01)
    assert output(70.0) / output(56.0) == pytest.approx(0.998, abs=0.001)
    assert output(60.0) == pytest.approx(55.65, abs=0.005)


# --- pressure ------------------------------------------------------------------------------------


@given(pairs(pressures), st.floats(1.0, 1.5))
def test_more_pressure_never_means_shorter_hours(pressure: tuple[float, float], most: float) -> None:
    low, high = (overtime_ratio(each, most) for each in pressure)

    assert 1.0 <= low <= high <= most
    assert pressure[0] > 1.0 or low == 1.0


def test_overtime_goes_through_the_points_of_its_table() -> None:
    assert [overtime_ratio(pressure, 2.0) for pressure, _ in RICHARDSON] == [ratio for _, ratio in RICHARDSON]


@given(pairs(pressures), st.floats(0.0, 1.0), levels, st.floats(0.1, 0.9))
def test_more_pressure_never_means_more_care(
    pressure: tuple[float, float], elasticity: float, standard: float, least: float
) -> None:
    assume(standard >= least)
    calm, pressed = (care_under_pressure(each, elasticity, standard, least) for each in pressure)

    assert least <= pressed <= calm <= standard
    assert corner_cutting_loss(calm, 0.4) <= corner_cutting_loss(pressed, 0.4)
    assert care_under_pressure(pressure[1], 0.0, standard, least) == standard


@given(pairs(pressures), st.floats(0.0, 1.0), st.floats(1.0, 2.0))
def test_pace_and_switching_rise_with_pressure_to_their_caps(
    pressure: tuple[float, float], size: float, most: float
) -> None:
    for rule in (pace, switching_factor):
        low, high = (rule(each, size, most) for each in pressure)
        assert 1.0 <= low <= high + TRACE <= most + 2.0 * TRACE
        assert rule(pressure[1], 0.0, most) == rule(min(1.0, pressure[0]), size, most) == 1.0


@given(levels, levels, times, spans)
def test_a_standard_that_never_rises_never_rises(
    standard: float, care: float, time: float, falling: float
) -> None:
    after = eroded_standard(standard, care, time, falling, math.inf)

    assert min(standard, care) - TRACE <= after <= standard + TRACE


@given(st.floats(0.0, 1e5), st.floats(0.0, 1e4), st.floats(0.1, 10.0))
def test_pressure_is_never_negative_and_falls_with_capacity(
    backlog: float, capacity: float, target: float
) -> None:
    assert schedule_pressure(backlog, capacity + 1.0, target) >= 0.0
    assert schedule_pressure(backlog, capacity + 1.0, target) <= schedule_pressure(backlog, capacity, target)


# --- people who come and go ----------------------------------------------------------------------


@given(pairs(times), spans, shares)
def test_a_newcomer_only_gets_faster(tenure: tuple[float, float], time: float, start: float) -> None:
    for at_once in (False, True):
        early, late = (ramp(each, time, start, at_once) for each in tenure)
        assert start <= early <= late + TRACE <= 1.0 + 2.0 * TRACE
        assert ramp(time, time, start, at_once) == 1.0


@given(pairs(st.floats(0.0, 50.0)), st.floats(0.0, 50.0), st.floats(0.0, 1.0))
def test_more_newcomers_never_leave_mentors_more_time(
    newcomers: tuple[float, float], experienced: float, load: float
) -> None:
    few, many = (mentoring(each, experienced, load) for each in newcomers)

    assert 0.0 <= many <= few <= 1.0
    assert mentoring(newcomers[1], experienced, 0.0) == 1.0


@given(pairs(st.floats(0.0, 100.0)), st.floats(0.0, 0.001), shares)
def test_a_larger_team_never_talks_less(size: tuple[float, float], coefficient: float, most: float) -> None:
    small, large = (teamwork(each, coefficient, most) for each in size)

    assert 1.0 - most - TRACE <= large <= small <= 1.0


def brooks(newcomers: int, *, assimilated: bool) -> float:
    """Return tasks a day of 20 experienced people at 0.12 and some newcomers at two thirds of that."""
    rate = 0.12 * (20 * mentoring(0 if assimilated else newcomers, 20, 0.25))
    rate += 0.12 * newcomers * (1.0 if assimilated else 0.8 / 1.2)
    return rate * teamwork(20 + newcomers, 0.0006, 0.54)


def test_brookss_law_comes_out_to_four_digits() -> None:
    table = {2: (1.7740, 1.8733), 5: (1.65625, 1.8750), 10: (1.3340, 1.6560)}

    assert brooks(0, assimilated=True) == pytest.approx(1.8240, abs=5e-5)
    for newcomers, (just_after, later) in table.items():
        assert brooks(newcomers, assimilated=False) == pytest.approx(just_after, abs=5e-5)
        assert brooks(newcomers, assimilated=True) == pytest.approx(later, abs=5e-5)
    assert max(range(11), key=lambda newcomers: brooks(newcomers, assimilated=True)) == 4


@given(st.floats(0.0, 0.95), pairs(times), pairs(strains), st.floats(0.0, 5.0))
def test_quits_grow_with_time_and_strain(
    annual: float, time: tuple[float, float], strain: tuple[float, float], slope: float
) -> None:
    soon, later = (quit_probability(annual, each, strain[0], 49.0, slope) for each in time)

    assert 0.0 <= soon <= later <= 1.0
    assert later <= quit_probability(annual, time[1], strain[1], 49.0, slope) + TRACE


@given(st.floats(0.0, 0.9), st.floats(0.0, 5000.0), st.floats(0.0, 5000.0))
def test_two_spells_at_work_are_survived_as_one(annual: float, one: float, other: float) -> None:
    stay = [1.0 - quit_probability(annual, time, 0.0, 49.0, 0.0) for time in (one, other, one + other)]

    assert stay[0] * stay[1] == pytest.approx(stay[2], abs=TRACE)


# --- trust, adoption, market ---------------------------------------------------------------------


@given(shares, st.floats(0.01, 1e3), st.floats(0.0, 1e4), st.floats(0.0, 1e4), st.floats(0.0, 10.0))
def test_trust_rises_with_successes_and_falls_with_failures(
    first: float, memory: float, good: float, bad: float, more: float
) -> None:
    trust = mean_belief(first, memory, good, bad)

    assert -TRACE <= mean_belief(first, memory, good, bad + more) <= trust + TRACE
    assert trust - TRACE <= mean_belief(first, memory, good + more, bad) <= 1.0 + TRACE
    assert mean_belief(first, memory, 0.0, 0.0) == pytest.approx(first, abs=TRACE)


@given(shares, pairs(shares), st.floats(0.01, 1.0))
def test_more_trust_never_hands_over_less(
    reliance: float, trust: tuple[float, float], reference: float
) -> None:
    less, more = (trusting_reliance(reliance, each, reference) for each in trust)

    assert 0.0 <= less <= more <= 1.0
    assert trusting_reliance(reliance, reference, reference) == pytest.approx(reliance, abs=TRACE)


@given(st.floats(0.01, 0.99), st.floats(0.0, 0.01), times, times)
def test_use_spreads_toward_its_limit_and_in_two_halves_as_in_one(
    share: float, rate: float, one: float, other: float
) -> None:
    once = adopted_share(share, 1.0, rate, one + other)

    assert share - TRACE <= once <= 1.0
    assert adopted_share(adopted_share(share, 1.0, rate, one), 1.0, rate, other) == pytest.approx(
        once, abs=1e-6
    )


@given(st.floats(0.0, 1e6), st.floats(0.01, 100.0), st.floats(-3.0, 3.0))
def test_an_index_of_one_and_an_elasticity_of_none_change_nothing(
    value: float, index: float, elasticity: float
) -> None:
    assert indexed(value, 1.0, elasticity) == indexed(value, index, 0.0) == value


@given(st.floats(-8.0, 8.0), st.floats(-8.0, 8.0))
def test_a_perfect_signal_is_the_truth_and_none_is_noise(score: float, noise: float) -> None:
    assert signal(score, noise, 1.0) == score
    assert signal(score, noise, 0.0) == noise


def test_reliance_does_not_follow_trust_that_begins_at_nothing() -> None:
    assert trusting_reliance(0.6, 0.3, 0.0) == 0.6
