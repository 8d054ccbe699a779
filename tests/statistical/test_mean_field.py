"""A team follows the equations of its limit; larger ones: ``python -m tests.statistical.mean_field``."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from sim.engines import get_engine
from tests.running import model_of
from tests.statistical.large_team import MEASURES, Floats, Limit, Team
from tests.statistical.mean_field import FOLDER, Sample, agreement, simulated

PEOPLE, REPLICATIONS = 50, 60


@pytest.fixture(scope="module")
def sample() -> Sample:
    return simulated(Team(), PEOPLE, range(REPLICATIONS))


@pytest.fixture(scope="module")
def limit() -> Mapping[str, Floats]:
    return Limit(Team()).weekly()


def test_weekly_means_follow_the_differential_equations(sample: Sample, limit: Mapping[str, Floats]) -> None:
    assert agreement(sample, limit).outside == []


def test_the_scenario_has_worse_then_better_in_it(limit: Mapping[str, Floats]) -> None:
    assert limit["overtime"].max() > 1.3 > limit["overtime"][-1] == 1.0
    assert limit["strain"].argmax() == 6
    assert limit["newcomers"].max() > 0.1
    assert limit["care"].min() < 0.95
    assert (np.diff(limit["skill"]) > 0.0).all()


@pytest.mark.parametrize(
    ("key", "by", "measure"),
    [
        ("effort", 0.05, "tasks inside"),
        ("learning_time", 0.05, "skill"),
        ("fatigue_threshold", 0.05, "strain"),
        ("turnover", 0.20, "newcomers"),
    ],
)
def test_equations_with_one_parameter_wrong_are_told_from_the_simulation(
    sample: Sample, key: str, by: float, measure: str
) -> None:
    wrong = replace(Team(), **{key: getattr(Team(), key) * (1.0 + by)})

    assert measure in {name for name, _ in agreement(sample, Limit(wrong).weekly()).outside}


def test_nobody_on_duty_is_idle_while_tasks_wait() -> None:
    record = get_engine("reference")(model_of(replace(Team(), weeks=6).text(PEOPLE)), 1, 0)
    team = record.pool_weeks["pool"] == record.names.pools.index("team")
    idle = (record.pool_weeks["available_time"] - record.pool_weeks["busy_time"])[team]

    assert idle[1:] == pytest.approx(0.0, abs=1e-6)


def test_the_largest_teams_of_the_page_lie_inside_in_every_measure_and_week() -> None:
    text = (FOLDER / "mean-field.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:-1] for line in text.splitlines() if line.startswith(MEASURE_ROWS)]

    assert [row[0].strip() for row in rows] == list(MEASURES)
    assert {row[-1].strip() for row in rows} == {str(Team().weeks)}


MEASURE_ROWS = tuple(f"| {name} |" for name in MEASURES)
