"""Rules at points of no special kind: most faults that leave bounds and neutral points alone change these.

Every value was worked out from the formula in the rule's docstring, by other code than the rule's.
"""

import math
from collections.abc import Callable

import pytest

from sim.rules import (
    adoption,
    arrivals,
    calendar,
    fatigue,
    handoff,
    learning,
    market,
    onboarding,
    pressure,
    quality,
    reliance,
    review,
    sampling,
    service_time,
    staffing,
    trust,
)

KNOWN: list[tuple[Callable[..., float], tuple[object, ...], float]] = [
    (pressure.eroded_standard, (0.9, 0.7, 168.0, 1000.0, 5000.0), 0.8690707669369317),
    (pressure.eroded_standard, (0.9, 0.95, 168.0, 1000.0, 5000.0), 0.9016520894712303),
    (pressure.eroded_standard, (0.9, 0.7, 168.0, math.inf, 5000.0), 0.9),
    (pressure.schedule_pressure, (100.0, 80.0, 2.5), 0.5),
    (pressure.schedule_pressure, (0.0, 0.0, 2.5), 0.0),
    (pressure.schedule_pressure, (0.005, 80.0, 2.5), 2.5e-05),
    (pressure.switching_factor, (2.5, 0.1, 1.5), 1.15),
    (pressure.switching_factor, (1.05, 0.1, 1.5), 1.005),
    (pressure.switching_factor, (2.5, 0.005, 1.5), 1.0075),
    (pressure.training_held, (2.0, 0.5), 0.7071067811865476),
    (pressure.training_held, (1.05, 0.5), 0.9759000729485332),
    (pressure.training_held, (math.inf, 0.5), 0.0),
    (pressure.care_under_pressure, (2.0, 0.3, 0.9, 0.5), 0.731027156720612),
    (pressure.care_under_pressure, (1.05, 0.3, 0.9, 0.5), 0.8869225964520654),
    (pressure.care_under_pressure, (2.0, 0.005, 0.9, 0.5), 0.896886236545081),
    (pressure.pace, (1.05, 0.3, 1.2), 1.0147446954224053),
    (pressure.pace, (1.05, 0.005, 1.2), 1.0002439805792684),
    (quality.logistic, (-1.3,), 0.2141650169574414),
    (quality.logistic, (0.005,), 0.5012499973958399),
    (quality.logit, (0.6,), 0.4054651081081644),
    (quality.capability_on_topic, (0.6, 0.2, -1.5), 0.3),
    (quality.visit_quality, (0.7, 0.5, 6.0, 0.5, 1.0), 0.8455347349164652),
    (quality.calibrated_gap, (0.1, 0.6, 6.0, 0.5), 0.17437348181341075),
    (quality.assisted_match, (0.6, 0.2, 0.5, 0.8, 0.5), 0.52),
    (reliance.reliance, (0.5, 1.2, 0.7, 0.6), 0.62),
    (reliance.reliance, (0.5, 5.0, 0.9, 0.1), 1.0),
    (reliance.reliance, (0.5, 5.0, 0.1, 0.9), 0.0),
    (reliance.discernment, (0.5, 1.2, 0.7, 0.6), 0.62),
    (reliance.discernment, (0.5, 5.0, 0.9, 0.1), 1.0),
    (reliance.discernment, (0.5, 5.0, 0.1, 0.9), 0.0),
    (reliance.overhead, (0.5, 0.4, 0.7, 0.6), 0.46),
    (reliance.overhead, (0.1, 2.0, 0.9, 0.1), 0.0),
    (review.detection_probability, (0.8, 6.0, 0.6, 0.5, 0.3, 0.5, 0.4), 0.4855335422817981),
    (review.attention, (0.3, 0.5, 0.4), 0.94),
    (sampling.triangular_quantile, (1.0, 2.0, 5.0, 0.1), 1.632455532033676),
    (sampling.triangular_quantile, (1.0, 2.0, 5.0, 0.9), 3.904554884989668),
    (sampling.triangular_quantile, (1.0, 1.005, 1.01, 0.5), 1.005),
    (sampling.sampled, (sampling.LOGNORMAL, 0.3, 0.7, 0.0, [], 0, 0, 0.9), 3.310456501965912),
    (service_time.assisted_time_factor, (0.6, 0.7, 0.33, 1.2), 0.7463200000000001),
    (service_time.review_time_factor, (1.91, 0.4), 1.364),
    (service_time.work_rate, (0.7, 0.6, 2.5), 1.2840254166877414),
    (staffing.quit_probability, (0.19, 168.0, 10.0, 49.0, 1.5), 0.005469813491624885),
    (trust.trusting_reliance, (0.4, 0.3, 0.0), 0.4),
    (trust.trusting_reliance, (0.4, 0.3, 0.005), 1.0),
    (trust.mean_belief, (0.4, 10.0, 3.0, 2.0), 0.4666666666666667),
    (fatigue.strain_after, (5.0, 12.0, 100.0, 400.0, 700.0), 6.5483945185001655),
    (fatigue.strain_after, (12.0, 5.0, 100.0, 400.0, 700.0), 11.06814529825127),
    (fatigue.fatigue_loss, (10.0, 49.0, 0.2), 0.04081632653061224),
    (learning.practised_skill, (0.4, 0.9, 0.5, 0.6, -0.4), 0.5117452926416122),
    (learning.remembered_skill, (0.8, 0.5, 300.0, 400.0, 100.0), 0.6783810672504081),
    (learning.applied_gain, (0.2, 0.62, 0.001, 300.0), 0.09186145936453302),
    (market.indexed, (40.0, 0.8, 1.06), 31.57441970369989),
    (market.signal, (1.5, -2.0, 0.6), -0.7000000000000002),
    (adoption.adopted_share, (0.2, 0.8, 0.001, 700.0), 0.32131663844848046),
    (adoption.diffusion_rate, (0.002, 0.3, 0.5), 0.0012),
    (calendar.prolonged_end, (17.0, 1.1, 8.0, 33.0), 17.8),
    (calendar.prolonged_end, (17.0, 3.0, 8.0, 30.0), 30.0),
    (onboarding.mentoring, (3.0, 20.0, 0.25), 0.9625),
    (onboarding.teamwork, (10.0, 0.0006, 0.54), 0.94),
    (onboarding.ramp, (30.0, 100.0, 0.5, False), 0.65),
    (handoff.visit_effort, (5.0, 0.4, 0.1), 2.2),
    (handoff.share_left, (0.5, 1.0, 4.0), 0.375),
    (arrivals.next_arrival, ([0.0, 4.0], [0.5, 2.0], 0, 2, 1.0, 1.2), 3.4),
    (arrivals.next_arrival, ([0.0, 4.0], [0.5, 2.0], 0, 2, 1.0, 2.5), 4.5),
]


@pytest.mark.parametrize(("rule", "arguments", "value"), KNOWN)
def test_rule_has_its_known_value(
    rule: Callable[..., float], arguments: tuple[object, ...], value: float
) -> None:
    assert math.isclose(rule(*arguments), value, rel_tol=1e-12, abs_tol=1e-15)
