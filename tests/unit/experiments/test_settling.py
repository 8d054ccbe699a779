"""A steady-state simulation leaves out what has not settled, or refuses."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.experiments.compare import compare
from sim.experiments.findings import Replications
from sim.experiments.replicate import replicate
from sim.experiments.settling import NotSettledError, in_steady_state, settled
from sim.scenario.load import load_scenario
from sim.statistics.warm_up import mser

WEEK = 168.0
DESK = """\
scenario: Desk
run_length: {weeks} weeks
{more}
task_types:
  request: {{arrivals: {rate} per week, route: [handle]}}
steps:
  handle: {{service_time: {{exponential: {{mean: 2.2 h}}}}, done_by: [clerks]}}
people:
  clerks: {{headcount: 2, hours: Mon-Fri 9:00-17:00, wage: 30 USD/h}}
strategies:
  third clerk:
    - set: {{people.clerks.headcount: 3}}
"""


def desk(folder: Path, weeks: int = 60, rate: int = 30, more: str = "simulation: steady state"):
    path = folder / "desk.yaml"
    path.write_text(DESK.format(weeks=weeks, rate=rate, more=more), encoding="utf-8")
    return load_scenario(path)


def with_wip(result: Replications, wip: np.ndarray) -> Replications:
    weeks = len(wip)
    own = {"mean_wip": np.tile(wip, (5, 1)), "quality": np.full((5, weeks), np.nan)}
    return replace(result, values=np.zeros((5, 1)), weeks=np.arange(1, weeks + 1), series=own)


def test_the_last_series_to_settle_under_any_strategy_counts(
    replications: Callable[..., Replications],
) -> None:
    luck = np.random.default_rng(4)
    slow, quick = (
        with_wip(
            replications(name, {"throughput": [1.0] * 5}),
            10.0 - 9.0 * np.exp(-np.arange(120) / rate) + 0.05 * luck.standard_normal(120),
        )
        for name, rate in (("slow", 8.0), ("quick", 2.0))
    )
    both = settled({"quick": quick, "slow": slow}, 120 * WEEK)
    assert (both.strategy, both.series) == ("slow", "mean_wip")
    assert both.weeks == settled({"slow": slow}, 120 * WEEK).weeks
    assert both.weeks > settled({"quick": quick}, 120 * WEEK).weeks


def test_a_steady_state_takes_its_own_warm_up_and_says_so(tmp_path: Path) -> None:
    loaded = desk(tmp_path)
    found = compare(loaded, replications=2, engine="reference", jobs=1)
    assert found.settled.startswith("Steady state: ")
    assert found.warm_up % WEEK == 0.0
    settled_at, words = in_steady_state(loaded, ["do nothing", "third clerk"], "", "reference", 1, 1)
    assert (settled_at.scenario.warm_up, words) == (found.warm_up, found.settled)


def test_a_stated_warm_up_is_kept_and_a_terminating_run_has_none(tmp_path: Path) -> None:
    stated = desk(tmp_path, more="simulation: steady state\nwarm_up: 7 weeks")
    assert in_steady_state(stated, ["do nothing"], "", "reference", 1, 1) == (stated, "")
    terminating = desk(tmp_path, more="")
    found = compare(terminating, replications=2, engine="reference", jobs=1)
    assert (found.warm_up, found.settled) == (0.0, "")


def test_what_never_settles_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotSettledError, match=r"'do nothing' work in process has not settled .* run longer"):
        replicate(desk(tmp_path, rate=60), replications=2, engine="reference", jobs=1)


def test_a_slow_climb_that_the_criterion_takes_for_level_is_refused(
    replications: Callable[..., Replications],
) -> None:
    """Work in process that triples over a year and a half, up and down by more than that every five weeks."""
    waves = np.tile(np.repeat([-9.0, 9.0], 5), 8)
    level = with_wip(replications("slow", {"throughput": [1.0] * 5}), 20.0 + waves)
    climb = with_wip(level, 10.0 + np.arange(80) / 4.0 + waves)
    climb.series["arrivals"] = np.full((5, 80), 30.0)

    assert settled({"slow": level}, 80 * WEEK).weeks == 0
    assert mser(climb.series["mean_wip"].mean(axis=0)).is_settled
    with pytest.raises(
        NotSettledError, match=r"'slow' work in process still grows .*\(about \d+ tasks in week"
    ):
        settled({"slow": climb}, 80 * WEEK)


def test_a_run_too_short_to_tell_is_refused_with_the_length_it_takes(tmp_path: Path) -> None:
    with pytest.raises(NotSettledError, match=r"12 weeks are too short .* 60 weeks or more"):
        replicate(desk(tmp_path, weeks=12), replications=2, engine="reference", jobs=1)
