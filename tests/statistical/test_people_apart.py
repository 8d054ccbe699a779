"""How far people are apart is told from the luck of their single visits.

Samples are independent replications under fixed seeds; each test raises a false alarm with probability 1e-6.
"""

import math

import numpy as np
from scipy import integrate, stats

from sim.engines import get_summing
from sim.measures.components import spread_between
from sim.measures.registry import MEASURES
from sim.records.ratings import MARKS, Ratings
from sim.rules.quality import visit_quality
from tests.running import model_of

LEVEL = 1e-6
SIZES = np.array([1, 1, 2, 3, 5, 8, 20, 60, 200, 400])
"""Visits of ten people: some have hardly any."""
LUCK_OF_A_VISIT = 0.1
TEAM = """\
scenario: Two writers
run_length: 26 weeks
behaviour: {{quality_slope: 6, quality_noise: 0.5, speed_slope: 0}}
task_types:
  article: {{arrivals: 40 per week, route: [write, edit]}}
steps:
  write: {{service_time: 1 h, skills: {{writing: 100 %}}, difficulty: 0.5, standard: 1 %, done_by: [writers]}}
  edit:  {{service_time: 1 h, skills: {{writing: 100 %}}, difficulty: 0.2, standard: 1 %, done_by: [writers]}}
people:
  writers:
    headcount: 2
    workers: {{ann: {{skills: {{writing: {ann}}}}}, bob: {{skills: {{writing: {bob}}}}}}}
"""


def agrees(sample: np.ndarray, expected: float) -> bool:
    return bool(stats.ttest_1samp(sample, expected).pvalue > LEVEL)


def team_of(apart: float, seed: int) -> tuple[Ratings, np.ndarray]:
    """Return ratings of ten people at one step, and their mean qualities."""
    luck = np.random.default_rng(seed)
    ability = 0.5 + apart * luck.standard_normal(len(SIZES))
    visits = [luck.normal(mean, LUCK_OF_A_VISIT, size) for mean, size in zip(ability, SIZES, strict=True)]
    marks = [np.floor(each * MARKS + 0.5).astype(np.int64) for each in visits]
    of = (SIZES, [each.sum() for each in marks], [(each * each).sum() for each in marks])
    return Ratings(*(np.array(column)[:, None] for column in of)), np.array([v.mean() for v in visits])


def variances(apart: float) -> np.ndarray:
    """Return the variance between people, as measured, of many teams."""
    everybody = np.ones(len(SIZES), bool)
    return np.array([spread_between(team_of(apart, seed)[0], everybody) ** 2 for seed in range(2000)])


def test_the_spread_of_unequal_people_is_recovered_though_some_have_one_visit() -> None:
    assert agrees(variances(0.3), 0.3**2)


def test_a_tenth_more_spread_would_be_noticed() -> None:
    """The twin that must fail."""
    assert not agrees(variances(0.33), 0.3**2)


def test_the_spread_of_the_means_would_take_luck_for_people() -> None:
    """The twin that must fail: the standard deviation of everybody's own mean, as it is observed."""
    naive = np.array([team_of(0.03, seed)[1].var(ddof=1) for seed in range(2000)])

    assert not agrees(naive, 0.03**2)
    assert naive.mean() > 4 * 0.03**2


def test_equals_are_hardly_apart_however_few_their_visits() -> None:
    equals = np.sqrt(variances(0.0))

    assert np.median(equals) < 0.1 * LUCK_OF_A_VISIT
    assert (equals == 0.0).mean() > 0.5
    assert np.sqrt(np.mean([team_of(0.0, seed)[1].var(ddof=1) for seed in range(2000)])) > 0.04


def level(skill: float, difficulty: float) -> float:
    """Return the mean quality of what somebody makes, from the rule and the density of a visit's luck."""
    density = stats.norm.pdf
    found, _ = integrate.quad(
        lambda luck: visit_quality(skill, difficulty, 6.0, 0.5, luck) * density(luck), -9.0, 9.0
    )
    return float(found)


def measured(ann: float, bob: float) -> np.ndarray:
    """Return the squared measure in 200 runs of the kernel."""
    model, run = model_of(TEAM.format(ann=ann, bob=bob)), get_summing("kernel")
    measure = MEASURES["quality_person_spread"]
    return np.array([measure.value(run(model, 7, replication)) ** 2 for replication in range(200)])


def test_two_people_of_a_run_are_apart_as_their_skills_say() -> None:
    """Of two groups the component is half the squared gap between their means, which the rule says.

    Both do the same share of either step, so that both steps weigh the same.
    """
    gaps = [level(0.7, difficulty) - level(0.5, difficulty) for difficulty in (0.5, 0.2)]
    known = sum(gap**2 / 2 for gap in gaps) / 2

    assert agrees(measured(0.7, 0.5), known)
    assert not agrees(measured(0.71, 0.5), known)  # the twin that must fail


def test_equals_of_a_run_are_not_apart_though_their_steps_differ() -> None:
    """One step is so much easier that its quality is 0.3 higher; that makes nobody better than the other."""
    found = np.sqrt(measured(0.5, 0.5))

    assert level(0.5, 0.2) - level(0.5, 0.5) > 0.3
    assert np.median(found) < 0.01
    assert math.sqrt(np.mean(found**2)) < 0.01
